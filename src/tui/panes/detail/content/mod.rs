//! The text of the detail: what it says of the essay, a theme, a claim or an actor.

mod actor;
mod claim;
mod notes;
mod overview;
mod theme;

pub use overview::counts;

use crate::apparatus::{ActorIx, ClaimIx, RelationIx, Role};
use crate::document::{Document, Subject};
use crate::tui::navigation::PassageRef;
use crate::tui::rich_text::{Composer, Rows, Span, Tone, span};

/// What a row of the detail leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Opens a lens.
    Lens(Subject),
    /// Opens the claim at a relation's other end.
    Related(ClaimIx),
    /// Goes to a place in the essay.
    Passage(PassageRef),
    /// Lists the apparatus's problems.
    Problems,
}

/// Puts the rows of a lens together.
#[derive(Debug)]
struct Writer<'a> {
    document: &'a Document,
    rows: Composer<Target>,
    /// The most rows that the summary has; one that has more is cut.
    brief: Option<usize>,
    /// The key that goes to the next passage, where there is a reader to press it.
    walks: Option<&'a str>,
    /// The essay stands above, with its title.
    under: bool,
}

impl Writer<'_> {
    fn summary(&mut self, text: &str) {
        let before = self.rows.height();
        self.rows.text(Tone::Plain, text);
        if let Some(rows) = self.brief {
            self.rows.shorten(before + rows);
        }
    }

    /// A claim with its number, kind and sentence.
    fn claim(&mut self, claim: ClaimIx) {
        if self.rows.is_full() {
            return;
        }
        let about = &self.document.apparatus[claim];
        let text = [
            span(Tone::Kind, about.kind.name()),
            span(Tone::Plain, "  "),
            span(Tone::Plain, &about.text),
        ];
        let lead = self.number(claim);
        self.rows
            .entry(Target::Lens(Subject::Claim(claim)), &lead, &text);
    }

    fn number(&self, claim: ClaimIx) -> Vec<Span> {
        let width = self.document.index.claims().len().to_string().len();
        let number = self.document.index.number(claim);
        vec![span(Tone::Number, &format!("{number:>width$} "))]
    }

    /// A relation as seen from one of its ends: the word for it, and the claim at the other end.
    fn relation(&mut self, word: &str, claim: ClaimIx, indent: usize, whole: bool) {
        if self.rows.is_full() {
            return;
        }
        let about = &self.document.apparatus[claim];
        let number = self.document.index.number(claim);
        let lead = span(Tone::Relation, &format!("{}{word} ", " ".repeat(indent)));
        let number = span(Tone::Number, &format!("{number} "));
        let text = span(Tone::Plain, &about.text);
        let target = Target::Related(claim);
        if whole {
            let indent = [span(Tone::Plain, &" ".repeat(indent))];
            let lead = span(Tone::Relation, &format!("{word} "));
            self.rows.paragraph(target, &indent, &[lead, number, text]);
        } else {
            let text = span(Tone::Faint, &format!("“{}”", text.text));
            self.rows.line(target, &[lead, number, text]);
        }
    }

    /// An actor, with what is said of it at the right edge.
    fn actor(&mut self, actor: ActorIx, right: &str) {
        if self.rows.is_full() {
            return;
        }
        let name = span(Tone::Plain, &self.document.apparatus[actor].name);
        self.rows.columns(
            Target::Lens(Subject::Actor(actor)),
            &[name],
            &span(Tone::Faint, right),
        );
    }
}

/// What a relation is called from its start, and from its end; it is said where several claims make
/// it only together.
#[must_use]
pub fn relation_words(document: &Document, relation: RelationIx) -> (String, String) {
    let about = &document.apparatus[relation];
    let (from, to) = about.kind.words();
    let jointly = if about.from.len() > 1 { "jointly " } else { "" };
    (format!("{jointly}{from}"), format!("{jointly}{to}"))
}

/// How often an actor stands in each role, as `agent 3 · target 1`.
fn roles(roles: impl IntoIterator<Item = Role>) -> String {
    let mut counts = [(Role::Agent, 0), (Role::Target, 0), (Role::Speaker, 0)];
    for role in roles {
        for count in &mut counts {
            count.1 += usize::from(count.0 == role);
        }
    }
    let parts: Vec<_> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(role, count)| format!("{} {count}", role.name()))
        .collect();
    parts.join(" · ")
}

/// The rows of a subject: what the detail shows, and what is printed where there is no screen, and so
/// no key that walks its passages.
#[must_use]
pub fn rows(document: &Document, wanted: Wanted, walks: Option<&str>) -> Rows<Target> {
    let mut writer = Writer {
        document,
        rows: Composer::new(wanted.width)
            .at_least(wanted.enough)
            .whole(wanted.whole),
        brief: wanted.brief,
        walks,
        under: wanted.under,
    };
    match wanted.subject {
        Subject::Essay => writer.overview(),
        Subject::Theme(theme) => writer.theme(theme),
        Subject::Claim(claim) => writer.claim_in_full(claim),
        Subject::Actor(actor) => writer.actor_in_full(actor),
    }
    writer.rows.finish()
}

/// Which rows are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// What they tell of.
    pub subject: Subject,
    /// No row is wider, in cells.
    pub width: usize,
    /// The most rows that the summary has, where rows are few; one that has more is cut.
    pub brief: Option<usize>,
    /// They stand under the essay: what stands above it is left out.
    pub under: bool,
    /// How many rows are enough: no more need be made, nor the entries that would stand there.
    pub enough: usize,
    /// Nothing is shortened to a row.
    pub whole: bool,
}

impl Wanted {
    /// All that there is to a subject, in rows no wider than `width` cells.
    #[must_use]
    pub fn all(subject: Subject, width: usize) -> Self {
        Self {
            subject,
            width,
            brief: None,
            under: false,
            enough: usize::MAX,
            whole: true,
        }
    }
}
