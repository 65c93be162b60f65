//! Where words begin and end, as Unicode has it (UAX #29), asked of single places.
//!
//! Owns that question, and the liberties that names need: an apostrophe parts what it stands between
//! (`China's`, `l'Europe`), and Korean particles part from what they are written behind (`한국은`). It must
//! not know whose names they are.

use unicode_segmentation::UnicodeSegmentation;

/// Bytes on either side of a place that are looked at: the rules look no further than a few
/// characters, but for runs that no name has.
const AROUND: usize = 64;

/// Whether a word may begin at a place in a text.
pub(super) fn may_begin(text: &str, at: usize) -> bool {
    is_boundary(text, at) || text.as_bytes().get(..at).is_some_and(is_elision)
}

/// Whether a word may end at a place in a text.
pub(super) fn may_end(text: &str, at: usize) -> bool {
    text.as_bytes().get(at) == Some(&b'\'') || is_boundary(text, at) || has_particles(text, at)
}

/// The particles of Korean that stand behind a name, and the copula where it cites one.
const PARTICLES: &[&str] = &[
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "에서",
    "에게",
    "에게서",
    "께",
    "께서",
    "한테",
    "한테서",
    "와",
    "과",
    "하고",
    "랑",
    "이랑",
    "도",
    "만",
    "로",
    "으로",
    "로서",
    "으로서",
    "로써",
    "으로써",
    "부터",
    "까지",
    "보다",
    "처럼",
    "같이",
    "마다",
    "조차",
    "마저",
    "밖에",
    "뿐",
    "대로",
    "만큼",
    "커녕",
    "나",
    "이나",
    "란",
    "이란",
    "라는",
    "이라는",
    "라고",
    "이라고",
    "이다",
    "이며",
    "이고",
    "이자",
    "이지만",
];
/// Particles that may stand one behind the other: 에서는, 으로부터도.
const MOST_PARTICLES: usize = 3;
/// Characters of the longest of them, and one more.
const PARTICLES_END: usize = 9;

/// Whether what stands between a place and the word's end is Korean particles, and nothing else.
fn has_particles(text: &str, at: usize) -> bool {
    // All syllables of Hangul begin with one of these bytes.
    let first = text.as_bytes().get(at);
    if !first.is_some_and(|byte| matches!(byte, 0xea..=0xed)) {
        return false;
    }
    let rest = text.get(at..).unwrap_or_default();
    let is_syllable = |c: &char| matches!(c, '\u{ac00}'..='\u{d7a3}');
    let syllables = rest.chars().take(PARTICLES_END).take_while(is_syllable);
    let length = syllables.map(char::len_utf8).sum();
    let particles = rest.get(..length).unwrap_or_default();
    are_particles(particles, MOST_PARTICLES) && is_boundary(text, at + length)
}

/// Whether a text is so many particles at most.
fn are_particles(text: &str, most: usize) -> bool {
    most > 0
        && PARTICLES.iter().any(|particle| {
            let rest = text.strip_prefix(particle);
            rest.is_some_and(|rest| rest.is_empty() || are_particles(rest, most - 1))
        })
}

/// Whether Unicode has a boundary of words at a place.
pub(super) fn is_boundary(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (Some(&before), Some(&after)) = (
        at.checked_sub(1).and_then(|at| bytes.get(at)),
        bytes.get(at),
    ) else {
        return true;
    };
    // Most places are answered by their neighbours, without the rules.
    if before.is_ascii() && after.is_ascii() {
        let joined = |mark: u8, beyond: Option<&u8>| {
            joins(mark) && beyond.is_none_or(|&byte| is_word(byte) || !byte.is_ascii())
        };
        match (is_word(before), is_word(after)) {
            (true, true) => return false,
            (true, false) if !joined(after, bytes.get(at + 1)) => return true,
            (false, true) if !joined(before, at.checked_sub(2).and_then(|at| bytes.get(at))) => {
                return true;
            }
            _ => {}
        }
    }
    let back = at.saturating_sub(AROUND);
    let start = text.ceil_char_boundary(back);
    let end = text.ceil_char_boundary(at.saturating_add(AROUND));
    let Some(window) = text.get(start..end) else {
        return false;
    };
    let mut bounds = window
        .split_word_bound_indices()
        .map(|(bound, _)| start + bound);
    bounds.find(|&bound| bound >= at) == Some(at)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Marks that join letters or digits on both sides into one word.
fn joins(byte: u8) -> bool {
    matches!(byte, b'\'' | b'.' | b',' | b':' | b';' | b'"')
}

/// Whether a text ends in an article or the like that has lost its vowel before a name: `l'`, `qu'`,
/// `dell'`. Not the `O'` of a name.
fn is_elision(before: &[u8]) -> bool {
    let Some((b'\'', letters)) = before.split_last() else {
        return false;
    };
    let word = letters
        .rsplit(|byte| !byte.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    matches!(word.len(), 1..=5) && word != b"O" && word[1..].iter().all(u8::is_ascii_lowercase)
}
