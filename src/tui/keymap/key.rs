//! A key and how it is written: `j`, `Ctrl-d`, `PgDn`.
//!
//! Owns which keys can be told from each other, and what may have been meant by what is no key. It
//! must not know what a key asks for.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::apparatus::nearest::nearest;
use crate::essay::sanitize;
use crate::layout;

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyChord {
    /// The key.
    pub code: KeyCode,
    /// What is held down with it; never Shift for a character, which has its own capital.
    pub modifiers: KeyModifiers,
}

impl From<KeyEvent> for KeyChord {
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

/// What is held down with a key, as it is written.
const HELD: [(&str, KeyModifiers); 3] = [
    ("Ctrl-", KeyModifiers::CONTROL),
    ("Alt-", KeyModifiers::ALT),
    ("Shift-", KeyModifiers::SHIFT),
];

/// Names that other programs have for some keys.
const ELSEWHERE: [(&str, &str); 7] = [
    ("Return", "Enter"),
    ("Escape", "Esc"),
    ("Spacebar", "Space"),
    ("PageDown", "PgDn"),
    ("PageUp", "PgUp"),
    ("Ins", "Insert"),
    ("Del", "Delete"),
];

/// Characters that with Ctrl reach a program as another key does, and are taken for that.
const TWINS: [(char, &str); 6] = [
    ('h', "Backspace"),
    ('i', "Tab"),
    ('m', "Enter"),
    ('[', "Esc"),
    ('@', "Ctrl-Space"),
    ('?', "Backspace"),
];

impl KeyChord {
    /// Reads a key as it is written in the table, in a configuration and in the help.
    ///
    /// # Errors
    ///
    /// What is wrong with it, where it is no key that can be told from others.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::read(text).map_err(|why| why.unwrap_or_else(|| no_key(text)))
    }

    /// Reads a key; why it cannot be one, where more is known than that it is none.
    fn read(text: &str) -> Result<Self, Option<String>> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        loop {
            if let Some(&(_, code)) = NAMES.iter().find(|(name, _)| *name == rest) {
                return Self { code, modifiers }.told(text).map_err(Some);
            }
            let mut held = HELD.iter();
            let Some((after, modifier)) =
                held.find_map(|(name, modifier)| Some((rest.strip_prefix(name)?, *modifier)))
            else {
                break;
            };
            modifiers |= modifier;
            rest = after;
        }
        let number = rest.strip_prefix('F').and_then(|n| n.parse::<u8>().ok());
        if let Some(number @ 1..=24) = number {
            let code = KeyCode::F(number);
            return Ok(Self { code, modifiers });
        }
        let mut chars = rest.chars();
        match (chars.next(), chars.next()) {
            // It is shown to people: what would not be seen, or not as it is, is no key.
            (Some(char), None)
                if !char.is_control() && layout::width(rest) > 0 && sanitize(rest) == rest =>
            {
                let code = KeyCode::Char(char);
                Self { code, modifiers }.told(text).map_err(Some)
            }
            _ => Err(None),
        }
    }

    /// The key as events have it, if they can.
    fn told(mut self, text: &str) -> Result<Self, String> {
        let shift = self.modifiers.contains(KeyModifiers::SHIFT);
        let KeyCode::Char(char) = self.code else {
            if self.code == KeyCode::BackTab {
                self.modifiers.remove(KeyModifiers::SHIFT);
            }
            return Ok(self);
        };
        let control = self.modifiers.contains(KeyModifiers::CONTROL);
        if shift {
            self.modifiers.remove(KeyModifiers::SHIFT);
            let capital = if control {
                char
            } else {
                char.to_ascii_uppercase()
            };
            self.code = KeyCode::Char(capital);
            return Err(if control || capital != char {
                format!("\"{text}\" is written \"{self}\"")
            } else {
                format!("\"{text}\" is no key: Shift makes another character of it")
            });
        }
        if control {
            let char = char.to_ascii_lowercase();
            self.code = KeyCode::Char(char);
            let twin = TWINS.iter().find(|(twin, _)| *twin == char);
            if let (Some((_, name)), KeyModifiers::CONTROL) = (twin, self.modifiers) {
                return Err(format!("to a terminal {self} is {name}: write \"{name}\""));
            }
        }
        Ok(self)
    }

    /// The character that it types, if it types one.
    #[must_use]
    pub fn text(self) -> Option<char> {
        match self.code {
            KeyCode::Char(char) if self.modifiers.is_empty() => Some(char),
            _ => None,
        }
    }
}

fn no_key(text: &str) -> String {
    match meant(text) {
        Some(key) => format!("\"{text}\" is no key; did you mean \"{key}\"?"),
        None => format!(
            "\"{text}\" is no key; write it as in: j, G, Space, Enter, Ctrl-d, Alt-x, F1, PgDn"
        ),
    }
}

/// The key that may have been meant: `ctrl+d`, `C-d`, `PageDown`, `Entr`.
fn meant(text: &str) -> Option<KeyChord> {
    let (held, name) = match text.trim_end_matches(['-', '+']).rfind(['-', '+']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        None => ("", text),
    };
    let names = NAMES.iter().map(|(name, _)| *name);
    let elsewhere = ELSEWHERE.iter().map(|(name, _)| *name);
    let one = name.chars().count() == 1;
    let name = match nearest(name, elsewhere.chain(names).filter(|_| !one)) {
        Some(near) => {
            let ours = ELSEWHERE.iter().find(|(other, _)| *other == near);
            ours.map_or(near, |(_, ours)| *ours).to_owned()
        }
        None if one => name.to_owned(),
        None => name.to_uppercase(),
    };
    let held: Option<String> = held
        .split(['-', '+'])
        .filter(|word| !word.is_empty())
        .map(|word| match word.as_bytes().first()? {
            b'c' | b'C' => Some("Ctrl-"),
            b'a' | b'A' | b'm' | b'M' => Some("Alt-"),
            b's' | b'S' => Some("Shift-"),
            _ => None,
        })
        .collect();
    KeyChord::read(&format!("{}{name}", held?)).ok()
}

impl fmt::Display for KeyChord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, modifier) in HELD {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
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
