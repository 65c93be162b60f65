//! Bindings, and how keys are written.

use std::collections::HashSet;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::*;
use crate::tui::action::ACTIONS;

#[test]
fn every_default_key_is_valid_and_bound_once() {
    let mut seen = HashSet::new();
    for (context, keys, action) in DEFAULT_BINDINGS {
        for text in *keys {
            let key = KeyChord::parse(text).unwrap();
            assert_eq!(
                key.to_string(),
                *text,
                "a key is displayed as it is written"
            );
            assert!(seen.insert((*context, key)), "{text} for {action:?}");
        }
    }
}

#[test]
fn every_action_has_a_key() {
    let keymap = Keymap::default();
    for entry in ACTIONS {
        assert!(!keymap.keys(entry.action).is_empty(), "{}", entry.name);
    }
}

#[test]
fn a_custom_key_is_taken_away_from_other_actions() {
    let key = |text: &str| KeyChord::parse(text).unwrap();
    let keymap = Keymap::new(&[
        (KeyContext::Reader, A::Zoom, vec![key("x"), key("j")]),
        (KeyContext::Reader, A::Copy, Vec::new()),
    ]);
    assert_eq!(keymap.keys(A::Zoom), ["x", "j"]);
    assert_eq!(keymap.keys(A::Down), ["↓"]);
    assert_eq!(keymap.action(KeyContext::Reader, key("j")), Some(A::Zoom));
    assert_eq!(keymap.action(KeyContext::Reader, key("z")), None);
    assert!(keymap.keys(A::Copy).is_empty());
    let both = keymap.keys_in(KeyContext::Prompt, A::PageDown);
    assert_eq!(both, ["PgDn"]);
}

#[test]
fn key_events_are_recognized_with_and_without_shift() {
    let table = [
        (KeyCode::Char('G'), KeyModifiers::SHIFT, A::Last),
        (KeyCode::Char('G'), KeyModifiers::NONE, A::Last),
        (KeyCode::BackTab, KeyModifiers::SHIFT, A::PreviousPane),
        (KeyCode::Char('h'), KeyModifiers::CONTROL, A::Back),
        (KeyCode::Backspace, KeyModifiers::NONE, A::Back),
        (KeyCode::Char('D'), KeyModifiers::CONTROL, A::HalfPageDown),
    ];
    for (code, modifiers, action) in table {
        let key = KeyChord::from(KeyEvent::new(code, modifiers));
        assert_eq!(
            Keymap::default().action(KeyContext::Reader, key),
            Some(action),
            "{key}"
        );
    }
}

#[test]
fn ctrl_c_always_quits() {
    let key = |text: &str| KeyChord::parse(text).unwrap();
    for (chosen, quit) in [
        (vec![], &["Ctrl-c"][..]),
        (vec![key("Q")], &["Q", "Ctrl-c"]),
        (vec![key("Ctrl-c"), key("Q")], &["Ctrl-c", "Q"]),
    ] {
        let keymap = Keymap::new(&[
            (KeyContext::Reader, A::Copy, vec![key("Ctrl-c"), key("q")]),
            (KeyContext::Reader, A::Quit, chosen),
            (KeyContext::Prompt, A::Accept, vec![key("Ctrl-c")]),
        ]);
        assert_eq!(keymap.keys(A::Quit), quit);
        assert_eq!(keymap.keys(A::Copy), ["q"]);
        assert_eq!(
            keymap.keys_in(KeyContext::Prompt, A::Cancel),
            ["Esc", "Ctrl-c"]
        );
    }
}

#[test]
fn keys_are_displayed_by_their_first_name() {
    for (text, shown) in [
        ("Down", "↓"),
        ("Ctrl-D", "Ctrl-d"),
        ("Alt-Ctrl-x", "Ctrl-Alt-x"),
        ("Shift-Left", "Shift-←"),
        ("Ctrl-Shift-Tab", "Ctrl-Shift-Tab"),
        ("Ctrl-Alt-h", "Ctrl-Alt-h"),
        ("-", "-"),
        ("Ctrl--", "Ctrl--"),
        ("PageDown", "PgDn"),
        (" ", "Space"),
        ("日", "日"),
        ("F24", "F24"),
    ] {
        let key = KeyChord::parse(text).unwrap();
        assert_eq!(key.to_string(), shown);
        assert_eq!(KeyChord::parse(shown), Ok(key));
    }
}

#[test]
fn invalid_keys_are_rejected_with_a_suggestion() {
    for (text, words) in [
        ("", "Ctrl-d"),
        ("jj", "Ctrl-d"),
        ("Ctrl-", "Ctrl-d"),
        ("F0", "Ctrl-d"),
        ("F25", "Ctrl-d"),
        ("Hyper-x", "Ctrl-d"),
        ("\u{1b}", "Ctrl-d"),
        ("\u{202e}", "Ctrl-d"),
        ("\u{301}", "Ctrl-d"),
        ("Entr", "did you mean \"Enter\"?"),
        ("space", "did you mean \"Space\"?"),
        ("ctrl-D", "did you mean \"Ctrl-d\"?"),
        ("C-x", "did you mean \"Ctrl-x\"?"),
        ("ctrl+alt+del", "did you mean \"Ctrl-Alt-Delete\"?"),
        ("f5", "did you mean \"F5\"?"),
        ("Shift-x", "\"Shift-x\" is written \"X\""),
        ("Ctrl-Shift-x", "is written \"Ctrl-x\""),
        ("Shift-1", "Shift makes it another character"),
        ("Ctrl-h", "Backspace"),
        ("Ctrl-I", "write \"Tab\""),
    ] {
        let error = KeyChord::parse(text).unwrap_err();
        assert!(error.contains(words), "{text}: {error}");
    }
}
