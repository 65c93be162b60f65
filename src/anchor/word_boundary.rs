//! Word boundaries (UAX #29), and where a name may start and end within a word: after an elision
//! (`l'Europe`), before an apostrophe (`China's`), before Korean particles (`한국은`).

use unicode_segmentation::UnicodeSegmentation;

/// Bytes on either side of an offset that are segmented.
const WINDOW: usize = 64;

/// Korean particles after a noun, and the copula after a name.
const PARTICLES: &str = "은 는 이 가 을 를 의 에 에서 에게 에게서 께 께서 한테 한테서 와 과 하고 \
    랑 이랑 도 만 로 으로 로서 으로서 로써 으로써 부터 까지 보다 처럼 같이 마다 조차 마저 밖에 뿐 대로 \
    만큼 커녕 나 이나 란 이란 라는 이라는 라고 이라고 이다 이며 이고 이자 이지만";
/// The maximum number of particles in a row, as in 에서는 and 으로부터도.
const MAX_PARTICLES: usize = 3;
/// The number of syllables examined after a name.
const MAX_PARTICLE_SYLLABLES: usize = 9;

/// Whether there is a word boundary at a byte offset.
pub(super) fn is_boundary(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    if at == 0 || at >= bytes.len() {
        return true;
    }
    // Answers for most offsets without segmenting.
    match (bytes[at - 1], bytes[at]) {
        (before, after) if before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric() => {
            return false;
        }
        (before, b' ') if before.is_ascii_graphic() => return true,
        (b' ', after) if after.is_ascii_graphic() => return true,
        _ => {}
    }
    let start = text.ceil_char_boundary(at.saturating_sub(WINDOW));
    let end = text.ceil_char_boundary(at.saturating_add(WINDOW));
    // Nothing before a space changes the boundaries after it.
    let start = text[start..at]
        .rfind(' ')
        .map_or(start, |space| start + space);
    let words = text[start..end].split_word_bound_indices();
    let mut boundaries = words.map(|(word, _)| start + word);
    boundaries.find(|&boundary| boundary >= at) == Some(at)
}

/// Whether a name may start at a byte offset.
pub(super) fn may_start_name(text: &str, at: usize) -> bool {
    is_boundary(text, at) || is_elision(&text[..at])
}

/// Whether a name may end at a byte offset.
pub(super) fn may_end_name(text: &str, at: usize) -> bool {
    text[at..].starts_with('\'') || is_boundary(text, at) || has_particles(text, at)
}

/// Whether only Korean particles are left of the word from an offset on.
fn has_particles(text: &str, at: usize) -> bool {
    let is_syllable = |c: &char| matches!(c, '\u{ac00}'..='\u{d7a3}');
    let syllables = text[at..]
        .chars()
        .take(MAX_PARTICLE_SYLLABLES)
        .take_while(is_syllable);
    let end = at + syllables.map(char::len_utf8).sum::<usize>();
    end > at && are_particles(&text[at..end], MAX_PARTICLES) && is_boundary(text, end)
}

fn are_particles(text: &str, max: usize) -> bool {
    max > 0
        && PARTICLES.split(' ').any(|particle| {
            let rest = text.strip_prefix(particle);
            rest.is_some_and(|rest| rest.is_empty() || are_particles(rest, max - 1))
        })
}

/// Whether a text ends in an article or the like whose vowel is elided before a name: `l'`, `qu'`,
/// `dell'`, but not the `O'` of a name.
fn is_elision(before: &str) -> bool {
    let Some(letters) = before.strip_suffix('\'') else {
        return false;
    };
    let word = letters
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or(letters);
    matches!(word.len(), 1..=5) && word != "O" && word[1..].bytes().all(|c| c.is_ascii_lowercase())
}
