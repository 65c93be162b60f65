//! What is said of an anchor that does not hold, or not firmly.
//!
//! Owns the sentences. It must not know how the anchor was looked for.

use std::fmt::Write as _;
use std::ops::Range;

use memchr::memmem;

use super::places::Places;
use super::suggest::settle;
use super::{Resolution, Slot, Why};
use crate::apparatus::diagnostics::{AMBIGUOUS, Code, DRIFTED, ORPHAN, Problem};
use crate::apparatus::{Anchor, AnchorState};
use crate::essay::normalize::{NormalizedText, normalize};

/// Characters of the essay's words that are shown.
const SHOWN: usize = 90;
/// Characters of context that anybody would copy.
const CONTEXT: usize = 300;
/// Bytes that have more characters than that.
const LOOKED: usize = 4 * (CONTEXT + 1);
/// Characters of those that are to be copied.
const COPIED: usize = 500;
/// Places of an ambiguous quote that are told apart.
const PLACES: usize = 3;

/// The problem of an anchor, if it is one. In brief, places are not told apart: that compares each
/// with all others.
#[must_use]
pub fn problem(
    places: &Places<'_>,
    text: &NormalizedText,
    anchor: &Anchor,
    resolution: &Resolution,
    brief: bool,
) -> Option<Problem> {
    let words = |range: &Range<usize>| shown(&places.text(range));
    let at = |range: &Range<usize>| places.words(range.start);
    let drifted = resolution.state == AnchorState::Drifted;
    let (code, message, help) = match &resolution.why {
        Why::Holds => return None,
        Why::Several | Why::Many if brief => (
            AMBIGUOUS,
            several(resolution),
            "give the words before them too: { exact = \"…\", prefix = \"…\" }".to_owned(),
        ),
        Why::Several | Why::Many => (
            AMBIGUOUS,
            several(resolution),
            telling(places, text, anchor, resolution),
        ),
        Why::Context(here) | Why::ManyContext(here) => {
            let code = if drifted { DRIFTED } else { ORPHAN };
            let (message, help) = other_context(places, text, here, &resolution.why);
            (code, message.to_owned(), help)
        }
        Why::Words(near) => {
            let parts = (!brief && !drifted).then(|| parts(text, anchor)).flatten();
            let slot = resolution.slot;
            parts.unwrap_or_else(|| other_words(places, near.as_ref(), drifted, anchor, slot))
        }
        Why::Two(one, other) => (
            ORPHAN,
            "these words do not stand in the essay, and two places come equally near".to_owned(),
            format!(
                "quote one of them as it stands: “{}” {}, or “{}” {}",
                words(one),
                at(one),
                words(other),
                at(other)
            ),
        ),
    };
    let mut problem = Problem::new(code, anchor.at.clone(), message).help(help);
    problem.essay = first(resolution).map(|here| places.position(here.start));
    Some(problem)
}

/// The first place that a problem is about.
fn first(resolution: &Resolution) -> Option<&Range<usize>> {
    match &resolution.why {
        Why::Holds => None,
        Why::Several | Why::Many => resolution.passages.first(),
        Why::Context(here) | Why::ManyContext(here) | Why::Two(here, _) => Some(here),
        Why::Words(near) => near.as_ref(),
    }
}

/// What is wrong where the words are there, but not with their context.
fn other_context(
    places: &Places<'_>,
    text: &NormalizedText,
    here: &Range<usize>,
    why: &Why,
) -> (&'static str, String) {
    let message = match why {
        Why::ManyContext(_) => {
            "these words stand in the essay 1,000 times or more, but nowhere between just this prefix \
             and suffix"
        }
        _ => "these words stand in the essay, but not between this prefix and suffix",
    };
    let (before, after) = around(text, here);
    let at = places.words(here.start);
    let help = format!("{at} it is “…{before}” before them, “{after}…” after");
    (message, help)
}

/// What is wrong where the words are not there: what comes nearest, if anything does.
fn other_words(
    places: &Places<'_>,
    near: Option<&Range<usize>>,
    drifted: bool,
    anchor: &Anchor,
    slot: Slot,
) -> (Code, String, String) {
    let words = |range: &Range<usize>| shown(&places.text(range));
    let at = |range: &Range<usize>| places.words(range.start);
    match near {
        Some(near) if drifted => {
            let there = places.text(near);
            let (has, quoted) = difference(&there, &anchor.exact);
            (
                DRIFTED,
                format!("the essay has slightly other words: {has} for {quoted}"),
                format!(
                    "{} it has {}: copy that, if the {} still holds",
                    at(near),
                    copied(&there),
                    what(slot)
                ),
            )
        }
        Some(near) => (
            ORPHAN,
            "these words do not stand in the essay".to_owned(),
            format!(
                "nearest to them, {}, are “{}”: quote the essay as it is, or take this away",
                at(near),
                words(near)
            ),
        ),
        None => (
            ORPHAN,
            "these words do not stand in the essay, nor anything like them".to_owned(),
            format!(
                "quote the words that carry this {} now, or take this away",
                what(slot)
            ),
        ),
    }
}

/// What is wrong with a quote that leaves words out with an ellipsis, if its parts stand in the essay
/// one after the other.
fn parts(text: &NormalizedText, anchor: &Anchor) -> Option<(Code, String, String)> {
    let exact = normalize(&anchor.exact);
    let parts = exact
        .split("...")
        .map(|part| part.trim_matches([' ', '[', ']', '(', ')']))
        .filter(|part| !part.is_empty());
    let mut at = 0;
    for part in parts.clone() {
        let rest = text.text().get(at..)?;
        at += memmem::find(rest.as_bytes(), part.as_bytes())? + part.len();
    }
    let parts: Vec<String> = parts.map(string).collect();
    let (message, help) = match parts.as_slice() {
        [] => return None,
        [only] => (
            "these words stand in the essay without an ellipsis",
            format!("take it away: {only}"),
        ),
        parts => (
            "these words stand in the essay, but with others between them",
            format!(
                "a quote has no gaps: make one of each part: {}",
                parts.join(", ")
            ),
        ),
    };
    Some((ORPHAN, message.to_owned(), help))
}

fn what(slot: Slot) -> &'static str {
    match slot {
        Slot::Claim(..) => "claim",
        Slot::Note(..) => "note",
        Slot::Also(..) | Slot::Not(..) => "mention",
    }
}

fn several(resolution: &Resolution) -> String {
    let count = match resolution.why {
        Why::Many => "1,000 times or more".to_owned(),
        _ => format!("{} times", resolution.passages.len()),
    };
    format!("these words stand in the essay {count}, and nothing tells which is meant")
}

/// For the first places what would settle it.
fn telling(
    places: &Places<'_>,
    text: &NormalizedText,
    anchor: &Anchor,
    resolution: &Resolution,
) -> String {
    let all: Vec<Range<usize>> = resolution
        .passages
        .iter()
        .map(|range| text.place(range.start)..text.place(range.end))
        .collect();
    let (mut choices, mut far) = (Vec::new(), Vec::new());
    for (number, (range, here)) in resolution
        .passages
        .iter()
        .zip(&all)
        .enumerate()
        .take(PLACES)
    {
        let others: Vec<Range<usize>> = all
            .iter()
            .enumerate()
            .filter(|&(other, _)| other != number)
            .map(|(_, at)| at.clone())
            .collect();
        let (prefix, suffix) = settle(text.text(), here, &others, LOOKED);
        let context = [("prefix", prefix), ("suffix", suffix)].into_iter();
        let context: Vec<_> = context
            .filter_map(|(key, words)| Some(format!("{key} = {}", string(&words?))))
            .collect();
        let (context, at) = (context.join(", "), places.words(range.start));
        if context.chars().count() > CONTEXT {
            far.push(at);
        } else {
            choices.push(format!("{context} for the one {at}"));
        }
    }
    let more = match all.len().saturating_sub(PLACES) {
        _ if resolution.why == Why::Many => "; and many more",
        0 => "",
        more => &format!("; and {more} more"),
    };
    let exact = match normalize(&anchor.exact) {
        // It is in the file already.
        exact if exact.chars().count() > SHOWN => "\"…\"".to_owned(),
        exact => string(&exact),
    };
    let far = far.join(" and ");
    match (choices.join("; "), far.as_str()) {
        (choices, "") => format!("write {{ exact = {exact}, … }} with {choices}{more}"),
        (choices, far) if choices.is_empty() => format!(
            "{far} they stand between the same words for {CONTEXT} characters and more{more}: quote \
             more words, up to some that only the one place has"
        ),
        (choices, far) => format!(
            "write {{ exact = {exact}, … }} with {choices}; {far} quote more words, for nothing within \
             {CONTEXT} characters tells which{more}"
        ),
    }
}

/// Words on one line as a string of TOML: between the quotation marks that need no escapes, if there
/// are such.
fn string(words: &str) -> String {
    let bare = !words.contains(char::is_control);
    if bare && !words.contains(['"', '\\']) {
        return format!("\"{words}\"");
    }
    if bare && !words.contains('\'') {
        return format!("'{words}'");
    }
    let mut string = String::from("\"");
    for character in words.chars() {
        match character {
            '"' | '\\' => string.extend(['\\', character]),
            _ if character.is_control() => {
                let _ = write!(string, "\\u{:04x}", u32::from(character));
            }
            _ => string.push(character),
        }
    }
    string + "\""
}

/// The essay's words to be copied into the file; very many of them only so that they are known.
fn copied(words: &str) -> String {
    let words = in_one_line(words, usize::MAX);
    if words.chars().count() > COPIED {
        format!("“{}”", in_one_line(&words, COPIED))
    } else {
        string(&words)
    }
}

/// A few words before a range and after it.
fn around(text: &NormalizedText, range: &Range<usize>) -> (String, String) {
    const WORDS: usize = 4;
    let (start, end) = (text.place(range.start), text.place(range.end));
    let before = text.text().get(..start).unwrap_or_default().trim_end();
    let after = text.text().get(end..).unwrap_or_default().trim_start();
    let from = before
        .rmatch_indices(' ')
        .nth(WORDS - 1)
        .map_or(0, |(at, _)| at + 1);
    let to = after
        .match_indices(' ')
        .nth(WORDS - 1)
        .map_or(after.len(), |(at, _)| at);
    (before[from..].to_owned(), after[..to].to_owned())
}

/// The words in which two texts differ, from the first to the last of them: what the one has, and
/// the other instead.
fn difference(one: &str, other: &str) -> (String, String) {
    let (one, other) = (normalize(one), normalize(other));
    let [one, other] = [&one, &other].map(|text| text.split(' ').collect::<Vec<_>>());
    let same = |(a, b): &(&&str, &&str)| a == b;
    let mut before = one.iter().zip(&other).take_while(same).count();
    let short = one.len().min(other.len());
    let ends = one.iter().rev().zip(other.iter().rev());
    let after = ends.take(short - before).take_while(same).count();
    // Where words have only been put in or left out, the one before them tells where.
    before -= usize::from(before > 0 && before + after == short);
    let [has, instead] = [one, other].map(|words| {
        let changed = words.get(before..words.len() - after).unwrap_or_default();
        format!("“{}”", shown(&changed.join(" ")))
    });
    (has, instead)
}

/// Words on one line, cut in the middle where they are many.
fn shown(words: &str) -> String {
    in_one_line(words, SHOWN)
}

/// The same of at most so many characters.
fn in_one_line(words: &str, most: usize) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let count = words.chars().count();
    if count <= most {
        return words;
    }
    let begin: String = words.chars().take(most * 2 / 3).collect();
    let end: String = words.chars().skip(count - most / 3).collect();
    format!("{} … {}", begin.trim_end(), end.trim_start())
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn the_difference_is_told_in_words() {
        for (has, quoted, expected) in [
            ("a b c d", "a x c d", ["“b”", "“x”"]),
            ("a b c d", "a x c y d", ["“b c”", "“x c y”"]),
            ("a b c", "a c", ["“a b”", "“a”"]),
            ("b c", "c", ["“b”", "“”"]),
            ("a a", "a a a", ["“a”", "“a a”"]),
            ("a – “b”", "a - 'b'", ["“\"b\"”", "“'b'”"]),
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
