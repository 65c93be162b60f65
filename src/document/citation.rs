//! How a passage is cited: its place in the essay, its source, and who holds the view it expresses.

use std::ops::Range;

use crate::apparatus::{ClaimIx, Role};
use crate::document::Document;
use crate::essay::{BlockKind, Part, sanitize};

/// Names the place of a byte offset: `¶ 3`, `note 1`, `abstract`.
#[must_use]
pub fn place_in_essay(document: &Document, offset: usize) -> String {
    let essay = &document.essay;
    let block = essay.block_at(offset).map(|block| &essay.blocks()[block]);
    let paragraph = essay.paragraph_at(offset);
    match block.map(|block| (block.part, block.kind)) {
        Some((Part::Body, BlockKind::Heading(_))) => {
            format!("heading before ¶ {}", paragraph.unwrap_or(0) + 1)
        }
        Some((Part::Title, _)) => "title".to_owned(),
        Some((Part::Byline, _)) => "byline".to_owned(),
        Some((Part::Abstract, _)) => "abstract".to_owned(),
        Some((Part::AboutAuthor, _)) => "note on the author".to_owned(),
        Some((Part::Disclaimer, _)) => "disclaimer".to_owned(),
        Some((Part::Body | Part::Furniture, _)) | None => {
            match (essay.footnote_label_at(offset), paragraph) {
                (Some(label), _) => format!("note {label}"),
                (None, Some(number)) => format!("¶ {number}"),
                (None, None) => "before ¶ 1".to_owned(),
            }
        }
    }
}

/// The actors to whom a claim is attributed, if it is not the essay's own: `attributed to: NATO`.
#[must_use]
pub fn attribution(document: &Document, claim: ClaimIx) -> Option<String> {
    let apparatus = &document.apparatus;
    let speakers: Vec<_> = apparatus[claim]
        .actors
        .iter()
        .filter(|(_, role)| *role == Role::Speaker)
        .map(|&(actor, _)| apparatus[actor].name.as_str())
        .collect();
    (!speakers.is_empty()).then(|| format!("attributed to: {}", speakers.join(", ")))
}

/// A passage in quotation marks, followed by its author, title, date and place in the essay, and
/// the attribution of the `claim` that the passage supports.
#[must_use]
pub fn citation(document: &Document, range: Range<usize>, claim: Option<ClaimIx>) -> String {
    let place = place_in_essay(document, range.start);
    let metadata = &document.apparatus.essay;
    let authors = match metadata.authors.as_slice() {
        [] => None,
        [author] => Some(author.clone()),
        [first, second] => Some(format!("{first} and {second}")),
        [first, ..] => Some(format!("{first} et al.")),
    };
    let title = document.title();
    let title = (!title.is_empty()).then(|| format!("“{title}”"));
    let attribution = claim.and_then(|claim| attribution(document, claim));
    let parts = [
        authors,
        title,
        metadata.date.clone(),
        Some(place),
        attribution,
    ];
    let source: Vec<_> = parts.into_iter().flatten().collect();
    let quote = document.essay.text(range);
    let text = format!("“{}”\n— {}", quote.trim(), source.join(", "));
    // `sanitize` would replace the line breaks between blocks.
    let lines: Vec<_> = text.split('\n').map(sanitize).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::essay::{Essay, Format};

    #[test]
    fn a_heading_is_placed_before_the_next_paragraph() {
        let text = "# Book\n\nOne.\n\n## Rules\n\nTwo.\n";
        let document = Document::new(Essay::parse(text.to_owned(), Format::Markdown), None);
        for (words, place) in [
            ("One", "¶ 1"),
            ("Rules", "heading before ¶ 2"),
            ("Two", "¶ 2"),
        ] {
            let at = text.find(words).unwrap();
            assert_eq!(place_in_essay(&document, at), place, "{words}");
        }
    }

    #[test]
    fn a_footnote_is_cited_by_its_label() {
        let text =
            "One.[^1]\n\nTwo.[^b]\n\n[^1]: A note.\n\n    And more of it.\n\n[^b]: Another.\n";
        let essay = Essay::parse(text.to_owned(), Format::Markdown);
        let document = Document::new(essay, None);
        for (words, place) in [
            ("One", "¶ 1"),
            ("Two", "¶ 2"),
            ("A note", "note 1"),
            ("And more", "note 1"),
            ("Another", "note b"),
        ] {
            let at = text.find(words).unwrap();
            assert_eq!(place_in_essay(&document, at), place, "{words}");
            let cited = citation(&document, at..at + words.len(), None);
            assert!(cited.ends_with(place), "{cited}");
        }
    }
}
