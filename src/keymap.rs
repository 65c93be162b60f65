//! Keys → actions.
//!
//! Owns the table of bindings, how a key is written (`Ctrl-d`, `PgDn`), and nothing of what the
//! actions do. Everything that shows keys to a person reads them from here.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::action::{Action, Action as A};

/// Where keys are read: letters are text in a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// In a region or an overlay.
    Reader,
    /// While a prompt is open.
    Prompt,
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// What is held down with it; never Shift for a character, which has its own capital.
    pub modifiers: KeyModifiers,
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let mut modifiers =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let mut code = event.code;
        if let KeyCode::Char(char) = code {
            modifiers.remove(KeyModifiers::SHIFT);
            if modifiers.contains(KeyModifiers::CONTROL) {
                code = KeyCode::Char(char.to_ascii_lowercase());
            }
        }
        if code == KeyCode::BackTab {
            modifiers.remove(KeyModifiers::SHIFT);
        }
        // Terminals that send 0x08 for the Backspace key are told from Ctrl-h by nothing.
        if code == KeyCode::Char('h') && modifiers == KeyModifiers::CONTROL {
            return Self {
                code: KeyCode::Backspace,
                modifiers: KeyModifiers::NONE,
            };
        }
        Self { code, modifiers }
    }
}

/// The names of keys that are no characters; the first is the one shown.
const NAMES: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Tab", KeyCode::Tab),
    ("Shift-Tab", KeyCode::BackTab),
    ("Backspace", KeyCode::Backspace),
    ("Esc", KeyCode::Esc),
    ("Space", KeyCode::Char(' ')),
    ("↓", KeyCode::Down),
    ("↑", KeyCode::Up),
    ("←", KeyCode::Left),
    ("→", KeyCode::Right),
    ("Down", KeyCode::Down),
    ("Up", KeyCode::Up),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PgDn", KeyCode::PageDown),
    ("PgUp", KeyCode::PageUp),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("Insert", KeyCode::Insert),
    ("Delete", KeyCode::Delete),
];

impl Key {
    /// Reads a key as it is written in the table, in a configuration and in the help.
    ///
    /// # Errors
    ///
    /// What is wrong with it, where it is no key.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        loop {
            if let Some(&(_, code)) = NAMES.iter().find(|(name, _)| *name == rest) {
                return Ok(Self { code, modifiers });
            }
            if let Some(after) = rest.strip_prefix("Ctrl-") {
                modifiers |= KeyModifiers::CONTROL;
                rest = after;
            } else if let Some(after) = rest.strip_prefix("Alt-") {
                modifiers |= KeyModifiers::ALT;
                rest = after;
            } else {
                break;
            }
        }
        if let Some(number) = rest.strip_prefix('F').and_then(|n| n.parse::<u8>().ok())
            && (1..=24).contains(&number)
        {
            return Ok(Self {
                code: KeyCode::F(number),
                modifiers,
            });
        }
        let mut chars = rest.chars();
        match (chars.next(), chars.next()) {
            (Some(char), None) if !char.is_control() => Ok(Self {
                code: KeyCode::Char(char),
                modifiers,
            }),
            _ => Err(format!(
                "\"{text}\" is no key; write it as in: j, G, Space, Enter, Ctrl-d, Alt-x, F1, PgDn"
            )),
        }
    }
}

impl Key {
    /// The character that it types, if it types one.
    #[must_use]
    pub fn text(self) -> Option<char> {
        match self.code {
            KeyCode::Char(char) if self.modifiers.is_empty() => Some(char),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("Ctrl-")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("Alt-")?;
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Char(char) => write!(f, "{char}"),
            other => write!(f, "{other:?}"),
        }
    }
}

/// The bindings as shipped: where, the keys (the one to show first), and what they ask for.
#[rustfmt::skip]
pub const DEFAULTS: &[(Context, &[&str], Action)] = &[
    (Context::Reader, &["j", "↓"],                  A::Down),
    (Context::Reader, &["k", "↑"],                  A::Up),
    (Context::Reader, &["Space", "f", "PgDn"],      A::PageDown),
    (Context::Reader, &["b", "PgUp"],               A::PageUp),
    (Context::Reader, &["Ctrl-d"],                  A::HalfPageDown),
    (Context::Reader, &["Ctrl-u"],                  A::HalfPageUp),
    (Context::Reader, &["g", "Home"],               A::First),
    (Context::Reader, &["G", "End"],                A::Last),
    (Context::Reader, &["Tab", "l", "→"],           A::NextRegion),
    (Context::Reader, &["Shift-Tab", "h", "←"],     A::PreviousRegion),
    (Context::Reader, &["1"],                       A::Themes),
    (Context::Reader, &["2"],                       A::Claims),
    (Context::Reader, &["3"],                       A::Actors),
    (Context::Reader, &["]", "."],                  A::NextPassage),
    (Context::Reader, &["[", ","],                  A::PreviousPassage),
    (Context::Reader, &["Enter"],                   A::Open),
    (Context::Reader, &["Backspace", "H", "Ctrl-o"], A::Back),
    (Context::Reader, &["L"],                       A::Forward),
    (Context::Reader, &["/"],                       A::Search),
    (Context::Reader, &["n"],                       A::NextMatch),
    (Context::Reader, &["N"],                       A::PreviousMatch),
    (Context::Reader, &["Ctrl-p", ":"],             A::GoTo),
    (Context::Reader, &["y"],                       A::Copy),
    (Context::Reader, &["Y"],                       A::ShowBare),
    (Context::Reader, &["z"],                       A::Zoom),
    (Context::Reader, &["e"],                       A::Edit),
    (Context::Reader, &["!"],                       A::Problems),
    (Context::Reader, &["M"],                       A::Mouse),
    (Context::Reader, &["Esc"],                     A::Cancel),
    (Context::Reader, &["?", "F1"],                 A::Help),
    (Context::Reader, &["Ctrl-z"],                  A::Suspend),
    (Context::Reader, &["Ctrl-l"],                  A::Redraw),
    (Context::Reader, &["q", "Ctrl-c"],             A::Quit),
    (Context::Prompt, &["Enter"],                   A::Accept),
    (Context::Prompt, &["Esc", "Ctrl-c"],           A::Cancel),
    (Context::Prompt, &["↓", "Ctrl-n", "Tab"],      A::NextEntry),
    (Context::Prompt, &["↑", "Ctrl-p", "Shift-Tab"], A::PreviousEntry),
    (Context::Prompt, &["PgDn"],                    A::PageDown),
    (Context::Prompt, &["PgUp"],                    A::PageUp),
    (Context::Prompt, &["Backspace"],               A::DeleteBack),
    (Context::Prompt, &["Ctrl-w"],                  A::DeleteWord),
    (Context::Prompt, &["Ctrl-u"],                  A::DeleteLine),
    (Context::Prompt, &["Ctrl-z"],                  A::Suspend),
    (Context::Prompt, &["Ctrl-l"],                  A::Redraw),
];

/// Which key asks for what.
#[derive(Debug, Clone)]
pub struct Keymap {
    rows: Vec<(Context, Key, Action)>,
}

impl Default for Keymap {
    fn default() -> Self {
        let rows = DEFAULTS
            .iter()
            .flat_map(|&(context, keys, action)| {
                keys.iter()
                    .filter_map(move |key| Some((context, Key::parse(key).ok()?, action)))
            })
            .collect();
        Self { rows }
    }
}

impl Keymap {
    /// What a key asks for.
    #[must_use]
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        self.rows
            .iter()
            .find(|&&(c, k, _)| c == context && k == key)
            .map(|&(_, _, action)| action)
    }

    /// The keys that ask for an action, as written; the one to show first.
    #[must_use]
    pub fn keys(&self, action: Action) -> Vec<String> {
        self.rows
            .iter()
            .filter(|&&(context, _, a)| {
                a == action && (context == Context::Reader) == action.is_command()
            })
            .map(|(_, key, _)| key.to_string())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::action::TABLE;

    #[test]
    fn every_key_of_the_table_is_a_key_and_means_one_thing() {
        let mut seen = HashSet::new();
        for (context, keys, action) in DEFAULTS {
            for text in *keys {
                let key = Key::parse(text).unwrap();
                assert_eq!(key.to_string(), *text, "a key is shown as it is written");
                assert!(seen.insert((*context, key)), "{text} for {action:?}");
            }
        }
    }

    #[test]
    fn every_action_has_a_key() {
        let keymap = Keymap::default();
        for entry in TABLE {
            assert!(!keymap.keys(entry.action).is_empty(), "{}", entry.name);
        }
    }

    #[test]
    fn keys_are_told_whatever_the_terminal_says_of_shift() {
        let table = [
            (KeyCode::Char('G'), KeyModifiers::SHIFT, A::Last),
            (KeyCode::Char('G'), KeyModifiers::NONE, A::Last),
            (KeyCode::BackTab, KeyModifiers::SHIFT, A::PreviousRegion),
            (KeyCode::Char('h'), KeyModifiers::CONTROL, A::Back),
            (KeyCode::Backspace, KeyModifiers::NONE, A::Back),
            (KeyCode::Char('D'), KeyModifiers::CONTROL, A::HalfPageDown),
        ];
        for (code, modifiers, action) in table {
            let key = Key::from(KeyEvent::new(code, modifiers));
            assert_eq!(
                Keymap::default().action(Context::Reader, key),
                Some(action),
                "{key}"
            );
        }
    }

    #[test]
    fn what_is_no_key_is_refused_with_an_example() {
        for text in ["", "ab", "Ctrl-", "F0", "F25", "Hyper-x", "\u{1b}"] {
            assert!(Key::parse(text).unwrap_err().contains("Ctrl-d"), "{text}");
        }
    }
}
