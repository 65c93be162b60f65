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
use crate::tui::rich_text::{RichText, RichTextBuilder, Span, span};
use crate::tui::theme::StyleRole;

/// What a row of the detail leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DetailItem {
    /// Opens a lens.
    Subject(Subject),
    /// Opens the claim at a relation's other end.
    RelatedClaim(ClaimIx),
    /// Goes to a place in the essay.
    Passage(PassageRef),
    /// Lists the apparatus's problems.
    Problems,
}

/// Puts the rows of a lens together.
#[derive(Debug)]
struct ContentWriter<'a> {
    document: &'a Document,
    rows: RichTextBuilder<DetailItem>,
    /// The most rows that the summary has; one that has more is cut.
    max_summary_rows: Option<usize>,
    /// The key that goes to the next passage, where there is a reader to press it.
    next_passage_key: Option<&'a str>,
    /// The essay stands above, with its title.
    below_essay: bool,
}

impl ContentWriter<'_> {
    fn summary(&mut self, text: &str) {
        let before = self.rows.row_count();
        self.rows.text(StyleRole::Text, text);
        if let Some(rows) = self.max_summary_rows {
            self.rows.truncate_rows(before + rows);
        }
    }

    /// A claim with its number, kind and sentence.
    fn claim(&mut self, claim: ClaimIx) {
        let about = &self.document.apparatus[claim];
        let text = [
            span(StyleRole::Kind, about.kind.name()),
            span(StyleRole::Text, "  "),
            span(StyleRole::Text, &about.text),
        ];
        let lead = self.number(claim);
        self.rows
            .entry(DetailItem::Subject(Subject::Claim(claim)), &lead, &text);
    }

    fn number(&self, claim: ClaimIx) -> Vec<Span> {
        let width = self.document.index.claims().len().to_string().len();
        let number = self.document.index.number(claim);
        vec![span(StyleRole::Number, &format!("{number:>width$} "))]
    }

    /// A relation as seen from one of its ends: the word for it, and the claim at the other end.
    fn relation(&mut self, word: &str, claim: ClaimIx, indent: usize, whole: bool) {
        let about = &self.document.apparatus[claim];
        let number = self.document.index.number(claim);
        let lead = span(
            StyleRole::Relation,
            &format!("{}{word} ", " ".repeat(indent)),
        );
        let number = span(StyleRole::Number, &format!("{number} "));
        let text = span(StyleRole::Text, &about.text);
        let target = DetailItem::RelatedClaim(claim);
        if whole {
            let indent = [span(StyleRole::Text, &" ".repeat(indent))];
            let lead = span(StyleRole::Relation, &format!("{word} "));
            self.rows
                .indented_entry(target, &indent, &[lead, number, text]);
        } else {
            let text = span(StyleRole::Faint, &format!("“{}”", text.text));
            self.rows.entry_line(target, &[lead, number, text]);
        }
    }

    /// An actor, with what is said of it at the right edge.
    fn actor(&mut self, actor: ActorIx, right: &str) {
        let name = span(StyleRole::Text, &self.document.apparatus[actor].name);
        self.rows.columns(
            DetailItem::Subject(Subject::Actor(actor)),
            &[name],
            &span(StyleRole::Faint, right),
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
/// no key that next_passage_key its passages.
#[must_use]
pub fn build_content(
    document: &Document,
    options: ContentOptions,
    next_passage_key: Option<&str>,
) -> RichText<DetailItem> {
    let mut writer = ContentWriter {
        document,
        rows: RichTextBuilder::new(options.width).wrap_lines(options.wrap_lines),
        max_summary_rows: options.max_summary_rows,
        next_passage_key,
        below_essay: options.below_essay,
    };
    match options.subject {
        Subject::Essay => writer.overview(),
        Subject::Theme(theme) => writer.theme(theme),
        Subject::Claim(claim) => writer.claim_in_full(claim),
        Subject::Actor(actor) => writer.actor_in_full(actor),
    }
    writer.rows.finish()
}

/// Which rows are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentOptions {
    /// What they tell of.
    pub subject: Subject,
    /// No row is wider, in cells.
    pub width: usize,
    /// The most rows that the summary has, where rows are few; one that has more is cut.
    pub max_summary_rows: Option<usize>,
    /// They stand below_essay the essay: what stands above it is left out.
    pub below_essay: bool,
    /// Wraps what is shortened to one row otherwise.
    pub wrap_lines: bool,
}

impl ContentOptions {
    /// All that there is to a subject, in rows no wider than `width` cells.
    #[must_use]
    pub fn all(subject: Subject, width: usize) -> Self {
        Self {
            subject,
            width,
            max_summary_rows: None,
            below_essay: false,
            wrap_lines: true,
        }
    }
}
