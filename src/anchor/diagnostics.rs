//! The problems of anchors: what is wrong with a quote, where, and what to write instead.

use std::cell::OnceCell;
use std::ops::Range;

use memchr::memmem;

use super::context::unique_context;
use super::{AnchorId, MAX_PLACES, Reason, Resolution};
use crate::apparatus::diagnostics::{
    AMBIGUOUS, Code, DRIFTED, LineIndex, NOT_SEARCHED, ORPHAN, Problem,
};
use crate::apparatus::{Anchor, AnchorState, Span};
use crate::essay::normalize::{NormalizedText, normalize};
use crate::essay::{Essay, Part};
use crate::text::count_noun;

/// The maximum length of the essay's words in a message, in characters.
const MAX_SHOWN: usize = 90;
/// The maximum length of a suggested quote, in characters.
const MAX_COPIED: usize = 500;
/// The maximum length of a suggested prefix or suffix, in characters.
const MAX_CONTEXT: usize = 300;
/// The number of places of an ambiguous quote for which a context is suggested.
const MAX_CHOICES: usize = 3;
/// The number of ambiguous quotes for which contexts are suggested: finding a unique context compares
/// each place of a quote with all others.
pub(super) const MAX_SUGGESTIONS: usize = 20;
/// Words shown on either side of a place.
const WORDS_AROUND: usize = 4;

/// Describes the problems of the anchors of one essay.
pub struct AnchorDiagnostics<'a> {
    essay: &'a Essay,
    text: &'a NormalizedText,
    lines: OnceCell<LineIndex<'a>>,
    /// The ambiguous quotes for which contexts were suggested.
    suggestions: usize,
    /// The number of quotes that were not searched for, and the place of the first.
    not_searched: (usize, Option<Span>),
}

impl<'a> AnchorDiagnostics<'a> {
    /// `text` is the essay's normalized text.
    #[must_use]
    pub fn new(essay: &'a Essay, text: &'a NormalizedText) -> Self {
        Self {
            essay,
            text,
            lines: OnceCell::new(),
            suggestions: 0,
            not_searched: (0, None),
        }
    }

    /// The problem of an anchor, if it has one. For the first `MAX_SUGGESTIONS` ambiguous
    /// quotes it has the contexts that make them unique.
    #[must_use]
    pub fn problem(&mut self, anchor: &Anchor, resolution: &Resolution) -> Option<Problem> {
        let is_drifted = resolution.state == AnchorState::Drifted;
        let what = match resolution.id {
            AnchorId::Claim(..) => "claim",
            AnchorId::Note(..) => "note",
            AnchorId::MentionAlso(..) | AnchorId::MentionNot(..) => "mention",
        };
        let (code, message, help) = match &resolution.reason {
            Reason::Matches => return None,
            Reason::NotSearched => {
                self.not_searched.0 += 1;
                self.not_searched
                    .1
                    .get_or_insert_with(|| anchor.span.clone());
                return None;
            }
            Reason::SeveralPlaces { capped } => {
                let count = match resolution.passages.len() {
                    MAX_PLACES if *capped => "1,000 times or more".to_owned(),
                    count if *capped => format!("{count} times or more"),
                    count => format!("{count} times"),
                };
                let help = if self.suggestions == MAX_SUGGESTIONS {
                    "add the words before it: { exact = \"…\", prefix = \"…\" }".to_owned()
                } else {
                    self.suggestions += 1;
                    self.suggest_contexts(anchor, &resolution.passages, *capped)
                };
                (
                    AMBIGUOUS,
                    format!("ambiguous quote: found {count} in the essay"),
                    help,
                )
            }
            Reason::ContextDiffers { nearest, capped } => {
                let (code, message) = if is_drifted {
                    (DRIFTED, self.context_difference(anchor, nearest))
                } else if *capped {
                    let message = "quote found very often in the essay, but never with exactly this prefix and suffix";
                    (ORPHAN, message.to_owned())
                } else {
                    let message = "quote found in the essay, but not with this prefix and suffix";
                    (ORPHAN, message.to_owned())
                };
                (code, message, self.around(nearest))
            }
            Reason::WordsDiffer(Some(nearest)) if is_drifted => {
                let found = self.essay.text(nearest.clone());
                let (has, quoted) = difference(&found, &anchor.exact);
                let location = self.location(nearest);
                let words = copyable(&found);
                (
                    DRIFTED,
                    format!("the essay's words differ from the quote: {has} instead of {quoted}"),
                    format!("{location} it has {words}: copy that if the {what} still holds"),
                )
            }
            Reason::WordsDiffer(nearest) => self.parts(anchor).unwrap_or_else(|| match nearest {
                Some(nearest) => (
                    ORPHAN,
                    "quote not found in the essay".to_owned(),
                    format!(
                        "nearest: {}; correct the quote or remove it",
                        self.shown(nearest)
                    ),
                ),
                None => (
                    ORPHAN,
                    "quote not found in the essay; nothing similar either".to_owned(),
                    format!("quote the words that now support this {what}, or remove the quote"),
                ),
            }),
            Reason::TwoNearest(one, other) => (
                ORPHAN,
                "quote not found in the essay; two places are equally similar".to_owned(),
                format!(
                    "quote one of them: {}, or {}",
                    self.shown(one),
                    self.shown(other)
                ),
            ),
        };
        let place = match &resolution.reason {
            Reason::Matches | Reason::NotSearched => None,
            Reason::SeveralPlaces { .. } => resolution.passages.first(),
            Reason::ContextDiffers { nearest, .. } | Reason::TwoNearest(nearest, _) => {
                Some(nearest)
            }
            Reason::WordsDiffer(nearest) => nearest.as_ref(),
        };
        let mut problem = Problem::new(code, anchor.span.clone(), message).help(help);
        problem.essay_position = place.map(|place| self.lines().position(place.start));
        Some(problem)
    }

    /// The problem of all quotes that were not searched for, if there are any.
    #[must_use]
    pub fn not_searched(self) -> Option<Problem> {
        let (count, first) = self.not_searched;
        let quotes = count_noun(count, "quote", "quotes");
        let message = format!(
            "{quotes} not found in the essay, and not searched for in other words: that would take too long"
        );
        let help = "correct the other quotes that are not in the essay, then check again";
        (count > 0).then(|| Problem::new(NOT_SEARCHED, first, message).help(help))
    }

    fn lines(&self) -> &LineIndex<'a> {
        self.lines
            .get_or_init(|| LineIndex::new(self.essay.source()))
    }

    /// The location of a passage in the essay and in its file: "in paragraph 2 (line 5)".
    fn location(&self, passage: &Range<usize>) -> String {
        let (essay, at) = (self.essay, passage.start);
        let part = match essay.block_at(at).map(|block| essay.blocks()[block].part) {
            Some(Part::Title) => "the title".to_owned(),
            Some(Part::Byline) => "the byline".to_owned(),
            Some(Part::Abstract) => "the abstract".to_owned(),
            Some(Part::AboutAuthor) => "the note on the author".to_owned(),
            Some(Part::Disclaimer) => "the disclaimer".to_owned(),
            _ => match (essay.footnote_label_at(at), essay.paragraph_at(at)) {
                (Some(label), _) => format!("note {label}"),
                (None, Some(number)) => format!("paragraph {number}"),
                (None, None) => "the beginning".to_owned(),
            },
        };
        format!("in {part} (line {})", self.lines().position(at).line)
    }

    /// A passage's words and its location.
    fn shown(&self, passage: &Range<usize>) -> String {
        let words = shorten(&self.essay.text(passage.clone()), MAX_SHOWN);
        format!("“{words}” {}", self.location(passage))
    }

    /// How the words around a passage differ from a quote's prefix or suffix.
    fn context_difference(&self, anchor: &Anchor, passage: &Range<usize>) -> String {
        let start = self.text.normalized_offset(passage.start);
        let end = self.text.normalized_end(passage.end);
        let (before, after) = (
            self.text.text()[..start].trim_end(),
            &self.text.text()[end..],
        );
        let count = |words: &str| words.split_whitespace().count();
        let prefix = anchor.prefix.as_deref().unwrap_or("");
        let suffix = anchor.suffix.as_deref().unwrap_or("");
        let words_before = before.rsplit(' ').take(count(prefix)).collect::<Vec<_>>();
        let words_before = words_before.into_iter().rev().collect::<Vec<_>>().join(" ");
        let words_after = after.split_whitespace().take(count(suffix));
        let words_after = words_after.collect::<Vec<_>>().join(" ");
        let (side, (has, given)) = if normalize(prefix) == words_before {
            ("after", difference(&words_after, suffix))
        } else {
            ("before", difference(&words_before, prefix))
        };
        format!("the essay has {has} {side} the quote instead of {given}")
    }

    /// The words around a passage.
    fn around(&self, passage: &Range<usize>) -> String {
        let start = self.text.normalized_offset(passage.start);
        let end = self.text.normalized_offset(passage.end);
        let before = self.text.text()[..start].trim_end();
        let after = self.text.text()[end..].trim_start();
        let from = before.rmatch_indices(' ').nth(WORDS_AROUND - 1);
        let to = after.match_indices(' ').nth(WORDS_AROUND - 1);
        format!(
            "{} it follows “…{}” and precedes “{}…”",
            self.location(passage),
            &before[from.map_or(0, |(space, _)| space + 1)..],
            &after[..to.map_or(after.len(), |(space, _)| space)],
        )
    }

    /// The contexts that make the first places of an ambiguous quote unique.
    fn suggest_contexts(&self, anchor: &Anchor, passages: &[Range<usize>], capped: bool) -> String {
        let (mut unique, mut alike) = (Vec::new(), Vec::new());
        for passage in passages.iter().take(MAX_CHOICES) {
            let start = self.text.normalized_offset(passage.start);
            let end = self.text.normalized_offset(passage.end);
            let context =
                unique_context(self.text.text(), &(start..end)).map(|(prefix, suffix)| {
                    let prefix = prefix.map(|words| format!("prefix = {}", toml_string(&words)));
                    let suffix = suffix.map(|words| format!("suffix = {}", toml_string(&words)));
                    let parts: Vec<String> = prefix.into_iter().chain(suffix).collect();
                    parts.join(", ")
                });
            let location = self.location(passage);
            match context.filter(|context| context.chars().count() <= MAX_CONTEXT) {
                Some(context) => unique.push(format!("{context} for the one {location}")),
                None => alike.push(location),
            }
        }
        let more = match passages.len().saturating_sub(MAX_CHOICES) {
            _ if capped => "; and many more",
            0 => "",
            count => &format!("; and {count} more"),
        };
        let exact = match normalize(&anchor.exact) {
            // The apparatus has it already.
            exact if exact.chars().count() > MAX_SHOWN => "\"…\"".to_owned(),
            exact => toml_string(&exact),
        };
        let unique = (!unique.is_empty())
            .then(|| format!("write {{ exact = {exact}, … }} with {}", unique.join("; ")));
        let alike = (!alike.is_empty()).then(|| {
            let locations = alike.join(" and ");
            format!("{locations} quote more words: the {MAX_CONTEXT} characters around these are the same elsewhere")
        });
        let advice: Vec<String> = unique.into_iter().chain(alike).collect();
        advice.join("; ") + more
    }

    /// The problem of a quote with an ellipsis, if the essay has its parts in this order.
    fn parts(&self, anchor: &Anchor) -> Option<(Code, String, String)> {
        let exact = normalize(&anchor.exact);
        let parts = exact
            .split("...")
            .map(|part| part.trim_matches([' ', '[', ']', '(', ')']));
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let mut rest = self.text.text();
        for part in &parts {
            let at = memmem::find(rest.as_bytes(), part.as_bytes())?;
            rest = &rest[at + part.len()..];
        }
        let quoted: Vec<String> = parts.into_iter().map(toml_string).collect();
        let (message, help) = match quoted.as_slice() {
            [] => return None,
            [only] => (
                "the essay has these words without the ellipsis",
                format!("remove the ellipsis: {only}"),
            ),
            parts => (
                "the essay has these words, but not next to each other",
                format!(
                    "a quote cannot have gaps; quote each part: {}",
                    parts.join(", ")
                ),
            ),
        };
        Some((ORPHAN, message.to_owned(), help))
    }
}

/// A one-line string of TOML, without escapes if possible.
fn toml_string(words: &str) -> String {
    // A JSON string is one of TOML, except that TOML also wants DEL escaped.
    let json = serde_json::to_string(words).expect("a string can be serialized");
    let has_escapes = json.contains('\\');
    if has_escapes && !words.contains(|c: char| c == '\'' || c.is_control()) {
        format!("'{words}'")
    } else {
        json.replace('\u{7f}', "\\u007F")
    }
}

/// Words of the essay to be copied into the apparatus. Very long ones are only shown.
fn copyable(words: &str) -> String {
    let words = shorten(words, usize::MAX);
    if words.chars().count() > MAX_COPIED {
        format!("“{}”", shorten(&words, MAX_COPIED))
    } else {
        toml_string(&words)
    }
}

/// The words in which two texts differ, from the first to the last of them.
fn difference(one: &str, other: &str) -> (String, String) {
    let [one, other] = [one, other].map(|text| text.split_whitespace().collect::<Vec<_>>());
    let shorter = one.len().min(other.len());
    let is_same = |(one, other): &(&&str, &&str)| normalize(one) == normalize(other);
    let mut before = one.iter().zip(&other).take_while(is_same).count();
    let ends = one.iter().rev().zip(other.iter().rev());
    let after = ends.take(shorter - before).take_while(is_same).count();
    // If words were only inserted or only removed, the word before them shows where.
    before -= usize::from(before > 0 && before + after == shorter);
    let [one, other] = [one, other].map(|words| {
        let changed = words[before..words.len() - after].join(" ");
        format!("“{}”", shorten(&changed, MAX_SHOWN))
    });
    (one, other)
}

/// Words on one line, with the middle left out if they have more characters than `max`.
fn shorten(words: &str, max: usize) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let count = words.chars().count();
    if count <= max {
        return words;
    }
    let start: String = words.chars().take(max / 3 * 2).collect();
    let end: String = words.chars().skip(count - max / 3).collect();
    format!("{} … {}", start.trim_end(), end.trim_start())
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn differences_are_whole_words() {
        for (has, quoted, expected) in [
            ("a b c d", "a x c d", ["“b”", "“x”"]),
            ("a b c d", "a x c y d", ["“b c”", "“x c y”"]),
            ("a b c", "a c", ["“a b”", "“a”"]),
            ("b c", "c", ["“b”", "“”"]),
            ("a a", "a a a", ["“a”", "“a a”"]),
            ("a – «b»", "a - 'b'", ["“«b»”", "“'b'”"]),
            ("a", "a", ["“a”", "“a”"]),
            ("", "a", ["“”", "“a”"]),
        ] {
            let (one, other) = difference(has, quoted);
            assert_eq!(
                [one.as_str(), other.as_str()],
                expected,
                "{has:?} {quoted:?}"
            );
        }
    }
}
