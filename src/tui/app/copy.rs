//! What is taken away: the current passage with its citation; and how a place is named.
//!
//! Owns the words of a citation. How the text reaches a clipboard is the terminal's.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::App;
use super::location::Current;
use crate::apparatus::{ClaimIx, Role};
use crate::document::{Document, Owner, Subject};
use crate::essay::{Block, BlockKind, Part, sanitize};
use crate::tui::geometry::Region;
use crate::tui::rich_text::{Span, span};
use crate::tui::theme::StyleRole;

/// Where an offset stands, as a reader would say it: `¶ 3`, `note 1`, or `abstract`.
#[must_use]
pub fn place_in_essay(document: &Document, offset: usize) -> String {
    let essay = &document.essay;
    let block = essay
        .block_at(offset)
        .and_then(|block| essay.blocks().get(block));
    if let Some(Block {
        part: Part::Body,
        kind: BlockKind::Heading(_),
        ..
    }) = block
    {
        let before = essay.paragraph_at(offset).unwrap_or(0);
        return format!("heading before ¶ {}", before + 1);
    }
    let name = match block.map(|block| block.part) {
        Some(Part::Title) => "title",
        Some(Part::Byline) => "byline",
        Some(Part::Abstract) => "abstract",
        Some(Part::AboutAuthor) => "note on the author",
        Some(Part::Disclaimer) => "disclaimer",
        Some(Part::Body | Part::Furniture) | None => "",
    };
    if !name.is_empty() {
        return name.to_owned();
    }
    match (essay.footnote_label_at(offset), essay.paragraph_at(offset)) {
        (Some(label), _) => format!("note {label}"),
        (None, Some(number)) => format!("¶ {number}"),
        (None, None) => "before ¶ 1".to_owned(),
    }
}

/// At most this many bytes of the block are shown behind a mention, in whole words: a row has little
/// more room.
const BEHIND: usize = 48;
/// At most this many are shown before it: a few words tell what it stands in, and it must not be
/// pushed out of the row.
const BEFORE: usize = BEHIND / 4;
/// At most this many bytes further the border of a word is looked for, since hardly any word is
/// longer.
const LONGEST_WORD: usize = 40;

/// A range with where it stands and the words around it, none of them cut, for one row.
#[must_use]
pub fn in_context(document: &Document, range: Range<usize>) -> Vec<Span> {
    let essay = &document.essay;
    let block = essay
        .block_at(range.start)
        .and_then(|block| essay.blocks().get(block))
        .map_or(range.clone(), |block| block.range.clone());
    let from = words_from(essay.source(), &block, range.start);
    let to = words_to(essay.source(), &block, range.end);
    let flat = |range: Range<usize>| essay.text(range).replace('\n', " ");
    let open = if from > block.start { "…" } else { "" };
    let close = if to < block.end { "…" } else { "" };
    vec![
        span(
            StyleRole::Faint,
            &format!("{}  {open}", place_in_essay(document, range.start)),
        ),
        span(StyleRole::Faint, &flat(from..range.start)),
        span(StyleRole::Quote, &flat(range.clone())),
        span(StyleRole::Faint, &format!("{}{close}", flat(range.end..to))),
    ]
}

/// Where the words begin that are shown of a block before a byte.
fn words_from(source: &str, block: &Range<usize>, start: usize) -> usize {
    let wanted = start.saturating_sub(BEFORE);
    let from = source
        .floor_char_boundary(wanted.saturating_sub(LONGEST_WORD))
        .max(block.start);
    if wanted <= block.start {
        return block.start;
    }
    let before = source.get(from..start).unwrap_or_default();
    let words = before.split_word_bound_indices();
    let mut places = words
        .filter(|(_, word)| word.starts_with(char::is_alphanumeric))
        .map(|(at, _)| from + at);
    let first = places.find(|&at| at >= wanted && parts_words(source, at));
    first.unwrap_or(start)
}

/// Where the words end that are shown of a block behind a byte.
fn words_to(source: &str, block: &Range<usize>, end: usize) -> usize {
    let wanted = end.saturating_add(BEHIND);
    if wanted >= block.end {
        return block.end.max(end);
    }
    let to = source
        .ceil_char_boundary(wanted.saturating_add(LONGEST_WORD))
        .min(block.end);
    let behind = source.get(end..to).unwrap_or_default();
    let words = behind.split_word_bound_indices();
    let words = words.filter(|(_, word)| word.contains(char::is_alphanumeric));
    let ends = words.map(|(at, word)| end + at + word.len());
    let fit = ends.take_while(|&at| at <= wanted);
    fit.filter(|&at| parts_words(source, at))
        .last()
        .unwrap_or(end)
}

/// Whether words are seen to be parted at a border between two: not by a hyphen alone. From U+2E80
/// on Unicode has the scripts of East Asia, which part words by nothing.
fn parts_words(source: &str, at: usize) -> bool {
    let parts = |char: char| char.is_whitespace() || char >= '\u{2e80}';
    let (before, behind) = source.split_at_checked(at).unwrap_or_default();
    let is_mark = |char: char| char.is_ascii_punctuation() && char != '-';
    before.ends_with(parts) || behind.starts_with(parts) || behind.starts_with(is_mark)
}

/// Whose view it is that a claim reports, where it is not the essay's own.
#[must_use]
pub fn view_of(document: &Document, claim: ClaimIx) -> Option<String> {
    let apparatus = &document.apparatus;
    let actors = &apparatus.claims.get(claim.get())?.actors;
    let speakers = actors.iter().filter(|(_, role)| *role == Role::Speaker);
    let names = speakers.filter_map(|(actor, _)| apparatus.actors.get(actor.get()));
    let names: Vec<_> = names.map(|actor| actor.name.as_str()).collect();
    let names = match names.as_slice() {
        [] => return None,
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    Some(format!("as the view of {names}"))
}

/// A passage in quotation marks, and where it was taken from: author, title, date, place; and whose
/// view it is, where the claim that it carries is reported as somebody's.
#[must_use]
pub fn citation(document: &Document, range: Range<usize>, claim: Option<ClaimIx>) -> String {
    let place = place_in_essay(document, range.start);
    let about = &document.apparatus.essay;
    let authors = match about.authors.as_slice() {
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, ..] => format!("{one} et al."),
        [] => String::new(),
    };
    let title = match document.title() {
        title if title.is_empty() => title,
        title => format!("“{title}”"),
    };
    let date = about.date.clone().unwrap_or_default();
    let view = claim.and_then(|claim| view_of(document, claim));
    let parts: Vec<_> = [authors, title, date, place, view.unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let quote = document.essay.text(range);
    let text = format!("“{}”\n— {}", quote.trim(), parts.join(", "));
    // Line ends within a passage of several blocks stay; anything else that is no text is marked.
    text.split('\n')
        .map(sanitize)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A passage to be copied.
pub(super) struct Taken {
    range: Range<usize>,
    /// The claim that it carries, where it was come to as that claim's.
    claim: Option<ClaimIx>,
    /// What it is called in the message.
    pub(super) name: String,
}

impl Taken {
    /// What is copied.
    pub(super) fn text(&self, document: &Document) -> String {
        citation(document, self.range.clone(), self.claim)
    }
}

impl App {
    /// The passage that copying takes: the current one, if it is in sight, else the current match, if
    /// that is, else what is under the detail's cursor, where that has the focus, else the first of the
    /// lens on screen, else the paragraph being read.
    pub(super) fn passage_to_copy(&self) -> Option<Taken> {
        let document = &self.document;
        // Through the essay itself nobody looks for passages: a paragraph is meant.
        let is_lens = self.place.lens != Subject::Essay;
        let first_of_lens = self.first_on_screen().filter(|_| is_lens);
        let (range, owner) = if let Some(current) = self.current_in_sight() {
            (current.range.clone(), current.owner)
        } else if let Some(range) = self.match_in_sight() {
            (range, None)
        } else if let Some(current) = self.under_cursor() {
            // Something is under a cursor: that is what is meant.
            (current.range, current.owner)
        } else if let Some(passage) = first_of_lens {
            (passage.range.clone(), Some(passage.owner))
        } else {
            let block = document.essay.block_at(self.on_screen().start)?;
            (document.essay.blocks().get(block)?.range.clone(), None)
        };
        let claim = match owner {
            Some(Owner::Claim(claim, _)) => Some(claim),
            _ => None,
        };
        let words = document.essay.text(range.clone()).replace('\n', " ");
        let name = format!("{} “{words}”", place_in_essay(document, range.start));
        Some(Taken { range, claim, name })
    }

    /// The passage under the detail's cursor, where the detail has the focus.
    fn under_cursor(&self) -> Option<Current> {
        let focused = self.place.focus == Region::Detail && self.is_in_sight();
        focused.then(|| self.under_detail_cursor()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::essay::{Essay, Format};

    #[test]
    fn no_word_around_a_mention_is_cut() {
        for (text, shown) in [
            (
                "Nobody knows whether the ministry of Norway itself considered the long-standing \
                 arrangements acceptable.",
                "¶ 1  …ministry of Norway itself considered the long-standing…",
            ),
            ("Norway is.", "¶ 1  Norway is."),
            (
                "新しい時代の新しい国々のNorwayは世界の新しい時代の新しい国々の一つである。",
                "¶ 1  …い国々のNorwayは世界の新しい時代の新しい国々の…",
            ),
            (&format!("{0}Norway{0}", "x".repeat(100)), "¶ 1  …Norway…"),
        ] {
            let document = Document::new(Essay::parse(text.to_owned(), Format::Plain), None);
            let at = text.find("Norway").unwrap();
            let spans = in_context(&document, at..at + 6);
            let all: String = spans.iter().map(|span| span.text.as_str()).collect();
            assert_eq!(all, shown);
        }
    }

    #[test]
    fn a_heading_is_no_part_of_the_paragraph_before_it() {
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
    fn a_footnote_is_called_by_its_label() {
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
