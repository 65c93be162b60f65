//! The content of the detail pane, which `postil show` prints too: what the apparatus says about the
//! essay, a theme, a claim or an actor.

mod actor;
mod claim;
mod notes;
mod overview;
#[cfg(test)]
mod tests;
mod theme;

pub use overview::entity_counts;

use crate::apparatus::{ActorIx, ClaimIx, EntryInfo, Node, RelationIx, Role, ThemeIx};
use crate::document::{Document, Subject};
use crate::text::count_noun;
use crate::tui::navigation::PassageRef;
use crate::tui::rich_text::{RichText, RichTextBuilder, Span, claim_spans, span};
use crate::tui::theme::StyleRole;

/// What opening an entry of the detail does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DetailItem {
    /// Opens a subject.
    Subject(Subject),
    /// Opens the claim at the other end of a relation.
    RelatedClaim(ClaimIx),
    /// Goes to a passage of the essay.
    Passage(PassageRef),
    /// Lists the problems in the apparatus.
    Problems,
}

/// What to build, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentOptions {
    /// The subject.
    pub subject: Subject,
    /// The width of the rows, in cells.
    pub width: usize,
    /// Truncates the summary to this many rows.
    pub max_summary_rows: Option<usize>,
    /// Whether the content is shown below the essay. The essay's own detail is then compact and
    /// leaves out the title and the authors.
    pub below_essay: bool,
    /// Whether lines that are too wide are wrapped instead of truncated.
    pub wrap_lines: bool,
    /// Whether the user may write an apparatus.
    pub may_write: bool,
}

impl ContentOptions {
    /// The options for the complete content of a subject, `width` cells wide.
    #[must_use]
    pub fn all(subject: Subject, width: usize) -> Self {
        Self {
            subject,
            width,
            max_summary_rows: None,
            below_essay: false,
            wrap_lines: true,
            may_write: true,
        }
    }
}

/// Builds the content for a subject. `next_passage_key` is the key that goes to the next passage, if
/// the content is shown in the reader.
#[must_use]
pub fn build_content(
    document: &Document,
    options: ContentOptions,
    next_passage_key: Option<&str>,
) -> RichText<DetailItem> {
    let mut writer = ContentWriter {
        document,
        options,
        next_passage_key,
        rows: RichTextBuilder::new(options.width).wrap_lines(options.wrap_lines),
    };
    match options.subject {
        Subject::Essay => writer.essay_content(),
        Subject::Theme(theme) => writer.theme_content(theme),
        Subject::Claim(claim) => writer.claim_content(claim),
        Subject::Actor(actor) => writer.actor_content(actor),
    }
    writer.rows.finish()
}

/// Writes the content of a subject. Each file of this module has one kind of subject.
#[derive(Debug)]
struct ContentWriter<'a> {
    document: &'a Document,
    options: ContentOptions,
    next_passage_key: Option<&'a str>,
    rows: RichTextBuilder<DetailItem>,
}

impl ContentWriter<'_> {
    /// Writes a heading and an entry for each item; nothing if there are no items.
    fn section<T>(
        &mut self,
        heading: &str,
        items: impl IntoIterator<Item = T>,
        entry: impl Fn(&mut Self, T),
    ) {
        for (index, item) in items.into_iter().enumerate() {
            if index == 0 {
                self.rows.heading(heading);
            }
            entry(self, item);
        }
    }

    fn summary(&mut self, text: &str) {
        let start = self.rows.row_count();
        self.rows.text(StyleRole::Text, text);
        if let Some(max_rows) = self.options.max_summary_rows {
            self.rows.truncate_rows(start + max_rows);
        }
    }

    /// The tags, author and the like of an entry on a row of their own, if it has any.
    fn entry_info(&mut self, info: &EntryInfo, indent: usize) {
        let line = info.line();
        if !line.is_empty() {
            let indent = span(StyleRole::Text, &" ".repeat(indent));
            self.rows
                .hanging(&[indent], &[span(StyleRole::Faint, &line)]);
        }
    }

    /// A theme, with the number of its claims.
    fn theme_entry(&mut self, theme: ThemeIx) {
        let name = span(StyleRole::Text, &self.document.apparatus[theme].name);
        let count = self.document.index.theme_claims(theme).len();
        let count = span(StyleRole::Faint, &count_noun(count, "claim", "claims"));
        let item = DetailItem::Subject(Subject::Theme(theme));
        self.rows.columns(item, &[name], &count);
    }

    /// A claim: its number, kind and text.
    fn claim_entry(&mut self, claim: ClaimIx) {
        let claim_data = &self.document.apparatus[claim];
        let index = &self.document.index;
        let number_width = index.claims().len().to_string().len();
        let number = format!("{:>number_width$} ", index.number(claim));
        self.rows.entry(
            DetailItem::Subject(Subject::Claim(claim)),
            &[span(StyleRole::Number, &number)],
            &claim_spans(claim_data),
        );
    }

    /// An actor with its roles in some claims and its mentions: `agent 3 · target 1 · 12 mentions`.
    fn actor_entry_with_counts(&mut self, actor: ActorIx, is_counted: impl Fn(ClaimIx) -> bool) {
        let claims = self.document.index.actor_claims(actor).iter();
        let claims: Vec<_> = claims.filter(|&&(claim, _)| is_counted(claim)).collect();
        let mut counts = Vec::new();
        for &role in Role::ALL {
            match claims.iter().filter(|&&&(_, other)| other == role).count() {
                0 => {}
                count => counts.push(format!("{} {count}", role.name())),
            }
        }
        let mentions = self.document.apparatus[actor].mentions.len();
        counts.push(count_noun(mentions, "mention", "mentions"));
        self.actor_entry(actor, &counts.join(" · "));
    }

    /// An actor, with `remark` in the right column.
    fn actor_entry(&mut self, actor: ActorIx, remark: &str) {
        let name = span(StyleRole::Text, &self.document.apparatus[actor].name);
        let item = DetailItem::Subject(Subject::Actor(actor));
        self.rows
            .columns(item, &[name], &span(StyleRole::Faint, remark));
    }

    /// A claim related to the one above, on one row. `word` is the word for the relation.
    fn related_claim_line(&mut self, word: &str, claim: ClaimIx, indent: usize) {
        let number = self.document.index.number(claim);
        let label = self.document.apparatus[claim].label();
        self.rows.entry_line(
            DetailItem::RelatedClaim(claim),
            &[
                span(
                    StyleRole::Relation,
                    &format!("{}{word} ", " ".repeat(indent)),
                ),
                span(StyleRole::Number, &format!("{number} ")),
                span(StyleRole::Faint, &label),
            ],
        );
    }

    /// The claims that a relation starts from, by number; there is at least one.
    fn starts(&self, relation: RelationIx) -> Vec<ClaimIx> {
        let mut starts = self.document.apparatus[relation].from.clone();
        starts.sort_by_key(|&claim| self.document.index.number(claim));
        starts
    }

    /// The word for an undercut and, in parentheses, the relation that it points at.
    fn undercut_spans(&self, word: &str, relation: RelationIx) -> Vec<Span> {
        let mut spans = vec![
            span(StyleRole::Relation, &format!("{word} ")),
            span(StyleRole::Faint, "("),
        ];
        spans.extend(self.relation_in_numbers(relation));
        spans.push(span(StyleRole::Faint, ")"));
        spans
    }

    /// A relation in numbers: `1, 3 supports 4`. The end of one that points at another relation is
    /// in parentheses: `2 undercuts (1, 3 supports 4)`.
    fn relation_in_numbers(&self, mut relation: RelationIx) -> Vec<Span> {
        let index = &self.document.index;
        let mut spans = Vec::new();
        let mut depth = 0;
        loop {
            let starts = self.starts(relation).into_iter();
            let numbers: Vec<_> = starts
                .map(|claim| index.number(claim).to_string())
                .collect();
            let (word, _) = self.document.apparatus[relation].kind.words();
            spans.push(span(StyleRole::Number, &numbers.join(", ")));
            spans.push(span(StyleRole::Relation, &format!(" {word} ")));
            match self.document.apparatus[relation].to {
                Node::Claim(end) => {
                    let number = index.number(end).to_string();
                    spans.push(span(StyleRole::Number, &number));
                    break;
                }
                Node::Relation(_) if depth == MAX_NESTED_RELATIONS => {
                    spans.push(span(StyleRole::Faint, "…"));
                    break;
                }
                Node::Relation(end) => {
                    spans.push(span(StyleRole::Faint, "("));
                    depth += 1;
                    relation = end;
                }
            }
        }
        spans.push(span(StyleRole::Faint, &")".repeat(depth)));
        spans
    }
}

/// A relation that points at a relation, and so on, is shown to this depth.
const MAX_NESTED_RELATIONS: usize = 3;

/// A quote, in quotation marks.
fn quotation(text: &str) -> Span {
    span(StyleRole::Quote, &format!("“{text}”"))
}

/// The words for a relation, as seen from its start and from its end: `jointly supports` and
/// `jointly supported by`, if it starts from several claims. A symmetric one is the same from both. Its
/// scheme follows in parentheses.
#[must_use]
pub fn relation_words(document: &Document, relation: RelationIx) -> (String, String) {
    let relation = &document.apparatus[relation];
    let (active, passive) = relation.kind.words();
    let how = match (relation.symmetric, relation.from.len()) {
        (true, _) => "mutually ",
        (false, 2..) => "jointly ",
        (false, _) => "",
    };
    let scheme = relation.scheme.as_ref();
    let scheme = scheme.map_or_else(String::new, |scheme| format!(" ({scheme})"));
    let passive = if relation.symmetric { active } else { passive };
    (
        format!("{how}{active}{scheme}"),
        format!("{how}{passive}{scheme}"),
    )
}
