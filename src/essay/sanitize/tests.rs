//! Characters that are replaced, and those that are kept.

use std::borrow::Cow;

use proptest::prelude::*;

use super::sanitize;

fn check(text: &str, expected: &str) {
    assert_eq!(sanitize(text), expected, "{text:?}");
}

#[test]
fn control_characters_become_visible() {
    check("a\u{1b}[31mb\u{7}\u{7f}", "a␛[31mb␇␡");
    check("a\tb\nc\u{2028}d\u{2029}e\r\n", "a b c d e␍ ");
    check("a\u{85}\u{9b}31m", "a\u{fffd}\u{fffd}31m");
    check("co\u{ad}operate", "cooperate");
}

#[test]
fn invisible_characters_become_visible() {
    for character in [
        '\u{61c}',
        '\u{115f}',
        '\u{1160}',
        '\u{3164}',
        '\u{ffa0}',
        '\u{180e}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{202a}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{2069}',
        '\u{206f}',
        '\u{feff}',
        '\u{fff9}',
        '\u{fffe}',
        '\u{1d173}',
        '\u{e0001}',
        '\u{e0041}',
    ] {
        check(&format!("a{character}b"), "a\u{fffd}b");
    }
}

#[test]
fn joiners_are_kept_if_they_have_an_effect() {
    for text in [
        "👩‍👩‍👧‍👦 and 🏳️‍🌈, 👩🏽‍🚀",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "می‌خواهم",
        "क्‍ष and क्‌ष",
        "ന്‍ at a word's end",
        "é e\u{301} 新 ⚠️ “’—",
        "\u{115f}\u{1161}\u{11ab} \u{1112}\u{1160}\u{11ab} \u{115f}\u{1160}\u{11ab}",
        "ひらがなとカタカナとㅏ",
    ] {
        assert!(
            matches!(sanitize(text), Cow::Borrowed(same) if same == text),
            "{text}"
        );
    }
    check("a\u{200d}\u{300}", "a\u{fffd}\u{300}");
    check("👩\u{200d}a", "👩\u{fffd}a");
    check("\u{200d}👩", "\u{fffd}👩");
    check("می\u{200c} ", "می\u{fffd} ");
    check("한\u{3164}국\u{ffa0}", "한\u{fffd}국\u{fffd}");
    check("\u{115f}\u{1160}", "\u{fffd}\u{fffd}");
    check("な\u{3164}", "な\u{fffd}");
    check("می\u{200c}\u{200c}خ", "می\u{fffd}\u{fffd}خ");
}

/// Whether a character may reach a terminal in any context.
pub(crate) fn is_safe(character: char) -> bool {
    !character.is_control()
        && !matches!(
            character,
            '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        )
}

proptest! {
    #[test]
    fn sanitized_text_is_safe(text in any::<String>(), other in "[a\u{1b}\u{7f}-\u{9f}\u{200b}-\u{206f}\u{feff}\t\n新👩م]{0,80}") {
        for text in [text, other] {
            let shown = sanitize(&text);
            prop_assert!(shown.chars().all(is_safe), "{shown:?}");
            prop_assert_eq!(sanitize(&shown), shown.as_ref());
        }
    }
}
