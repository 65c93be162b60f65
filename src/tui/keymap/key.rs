//! A key with its modifiers, as it is written in the configuration and shown: `j`, `Ctrl-d`, `PgDn`.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::apparatus::nearest::nearest;
use crate::essay::sanitize;
use crate::layout;

/// A key with its modifiers, reduced to what terminals can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyChord {
    /// The key.
    pub code: KeyCode,
    /// The modifiers. Characters never have Shift: it makes them another character.
    pub modifiers: KeyModifiers,
}

/// The names of keys that are not characters. If a key has several names, the first is shown.
const KEY_NAMES: &[(&str, KeyCode)] = &[
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
    ("Return", KeyCode::Enter),
    ("Escape", KeyCode::Esc),
    ("PageDown", KeyCode::PageDown),
    ("PageUp", KeyCode::PageUp),
    ("Ins", KeyCode::Insert),
    ("Del", KeyCode::Delete),
];

const MODIFIER_PREFIXES: [(&str, KeyModifiers); 3] = [
    ("Ctrl-", KeyModifiers::CONTROL),
    ("Alt-", KeyModifiers::ALT),
    ("Shift-", KeyModifiers::SHIFT),
];

/// Characters that with Ctrl send the same byte as another key.
const CTRL_EQUIVALENTS: [(char, &str); 6] = [
    ('h', "Backspace"),
    ('i', "Tab"),
    ('m', "Enter"),
    ('[', "Esc"),
    ('@', "Ctrl-Space"),
    ('?', "Backspace"),
];

impl From<KeyEvent> for KeyChord {
    fn from(event: KeyEvent) -> Self {
        let mut modifiers =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let mut code = event.code;
        if matches!(code, KeyCode::Char(_) | KeyCode::BackTab) {
            modifiers.remove(KeyModifiers::SHIFT);
        }
        if let KeyCode::Char(char) = &mut code
            && modifiers.contains(KeyModifiers::CONTROL)
        {
            char.make_ascii_lowercase();
        }
        // Some terminals send 0x08, which is also Ctrl-h, for the Backspace key.
        if code == KeyCode::Char('h') && modifiers == KeyModifiers::CONTROL {
            code = KeyCode::Backspace;
            modifiers = KeyModifiers::NONE;
        }
        Self { code, modifiers }
    }
}

impl KeyChord {
    /// Ctrl-c.
    pub const CTRL_C: Self = Self {
        code: KeyCode::Char('c'),
        modifiers: KeyModifiers::CONTROL,
    };

    /// Parses a key as it is written in the configuration.
    ///
    /// # Errors
    ///
    /// A message for the user, if it is not a key or terminals cannot tell it from another key.
    pub fn parse(text: &str) -> Result<Self, String> {
        match Self::parse_any(text) {
            Some(key) => key.distinguishable(text),
            None => Err(match suggest(text) {
                Some(key) => format!("\"{text}\" is not a key; did you mean \"{key}\"?"),
                None => format!(
                    "\"{text}\" is not a key; write it as in: j, G, Space, Enter, Ctrl-d, Alt-x, F1, PgDn"
                ),
            }),
        }
    }

    /// Parses a key without checking whether terminals can tell it from others.
    fn parse_any(text: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut name = text;
        loop {
            if let Some(&(_, code)) = KEY_NAMES.iter().find(|(known, _)| *known == name) {
                return Some(Self { code, modifiers });
            }
            let mut prefixes = MODIFIER_PREFIXES.iter();
            let Some((rest, modifier)) = prefixes
                .find_map(|(prefix, modifier)| Some((name.strip_prefix(prefix)?, *modifier)))
            else {
                break;
            };
            name = rest;
            modifiers |= modifier;
        }
        let number = name.strip_prefix('F').and_then(|n| n.parse::<u8>().ok());
        if let Some(number @ 1..=24) = number {
            let code = KeyCode::F(number);
            return Some(Self { code, modifiers });
        }
        let mut chars = name.chars();
        let (Some(char), None) = (chars.next(), chars.next()) else {
            return None;
        };
        // Keys are shown to the user, so invisible and unsafe characters are not accepted.
        let is_visible = !char.is_control() && layout::width(name) > 0 && sanitize(name) == name;
        let code = KeyCode::Char(char);
        is_visible.then_some(Self { code, modifiers })
    }

    /// Reduces a key to the form of key events; fails if terminals do not send it.
    fn distinguishable(mut self, text: &str) -> Result<Self, String> {
        let has_shift = self.modifiers.contains(KeyModifiers::SHIFT);
        let has_control = self.modifiers.contains(KeyModifiers::CONTROL);
        let KeyCode::Char(char) = self.code else {
            if self.code == KeyCode::BackTab {
                self.modifiers.remove(KeyModifiers::SHIFT);
            }
            return Ok(self);
        };
        if has_shift {
            self.modifiers.remove(KeyModifiers::SHIFT);
            if !has_control {
                self.code = KeyCode::Char(char.to_ascii_uppercase());
            }
            return Err(if has_control || char.is_ascii_lowercase() {
                format!("\"{text}\" is written \"{self}\"")
            } else {
                format!("\"{text}\" is not a key: Shift makes it another character")
            });
        }
        if has_control {
            let char = char.to_ascii_lowercase();
            self.code = KeyCode::Char(char);
            let mut equivalents = CTRL_EQUIVALENTS.iter();
            let equivalent = equivalents.find(|(other, _)| *other == char);
            if let (Some((_, name)), KeyModifiers::CONTROL) = (equivalent, self.modifiers) {
                return Err(format!(
                    "terminals cannot tell {self} from {name}: write \"{name}\""
                ));
            }
        }
        Ok(self)
    }

    /// The character that the key types, if any.
    #[must_use]
    pub fn text(self) -> Option<char> {
        match self.code {
            KeyCode::Char(char) if self.modifiers.is_empty() => Some(char),
            _ => None,
        }
    }
}

/// The key that was probably meant: `Ctrl-d` for `ctrl+d` or `C-d`, `Enter` for `entr`.
fn suggest(text: &str) -> Option<KeyChord> {
    let (modifiers, name) = match text.trim_end_matches(['-', '+']).rfind(['-', '+']) {
        Some(separator) => (&text[..separator], &text[separator + 1..]),
        None => ("", text),
    };
    let name = if name.chars().count() == 1 {
        name.to_owned()
    } else {
        let names = KEY_NAMES.iter().map(|(name, _)| *name);
        // A name that is like no other may be a function key.
        nearest(name, names).map_or(name.to_uppercase(), str::to_owned)
    };
    let mut written = String::new();
    for modifier in modifiers.split(['-', '+']).filter(|word| !word.is_empty()) {
        written += match modifier.as_bytes()[0].to_ascii_lowercase() {
            b'c' => "Ctrl-",
            b'a' | b'm' => "Alt-",
            b's' => "Shift-",
            _ => return None,
        };
    }
    written += &name;
    KeyChord::parse_any(&written)?
        .distinguishable(&written)
        .ok()
}

impl fmt::Display for KeyChord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (prefix, modifier) in MODIFIER_PREFIXES {
            if self.modifiers.contains(modifier) {
                f.write_str(prefix)?;
            }
        }
        if let Some((name, _)) = KEY_NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Char(char) => write!(f, "{char}"),
            other => write!(f, "{other:?}"),
        }
    }
}
