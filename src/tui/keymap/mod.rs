//! Keys → actions.
//!
//! Owns the table of bindings, and nothing of what the actions do. Everything that shows keys to a
//! person reads them from here.

mod key;
#[cfg(test)]
mod tests;

pub use key::KeyChord;

use crate::tui::action::{Action, Action as A};

/// Where keys are read: letters are text in a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyContext {
    /// In a region or an overlay.
    Reader,
    /// While a prompt is open.
    Prompt,
}

/// The bindings as shipped: where, the keys (the one to show first), and what they ask for.
#[rustfmt::skip]
pub const DEFAULT_BINDINGS: &[(KeyContext, &[&str], Action)] = &[
    (KeyContext::Reader, &["j", "↓"],                  A::Down),
    (KeyContext::Reader, &["k", "↑"],                  A::Up),
    (KeyContext::Reader, &["Space", "f", "PgDn"],      A::PageDown),
    (KeyContext::Reader, &["b", "PgUp"],               A::PageUp),
    (KeyContext::Reader, &["Ctrl-d"],                  A::HalfPageDown),
    (KeyContext::Reader, &["Ctrl-u"],                  A::HalfPageUp),
    (KeyContext::Reader, &["g", "Home"],               A::First),
    (KeyContext::Reader, &["G", "End"],                A::Last),
    (KeyContext::Reader, &["Tab", "l", "→"],           A::NextRegion),
    (KeyContext::Reader, &["Shift-Tab", "h", "←"],     A::PreviousRegion),
    (KeyContext::Reader, &["1"],                       A::Themes),
    (KeyContext::Reader, &["2"],                       A::Claims),
    (KeyContext::Reader, &["3"],                       A::Actors),
    (KeyContext::Reader, &["]", "."],                  A::NextPassage),
    (KeyContext::Reader, &["[", ","],                  A::PreviousPassage),
    (KeyContext::Reader, &["Enter"],                   A::Open),
    (KeyContext::Reader, &["Backspace", "H", "Ctrl-o"], A::Back),
    (KeyContext::Reader, &["L"],                       A::Forward),
    (KeyContext::Reader, &["/"],                       A::Search),
    (KeyContext::Reader, &["n"],                       A::NextMatch),
    (KeyContext::Reader, &["N"],                       A::PreviousMatch),
    (KeyContext::Reader, &["Ctrl-p", ":"],             A::GoTo),
    (KeyContext::Reader, &["y"],                       A::Copy),
    (KeyContext::Reader, &["Y"],                       A::ShowBare),
    (KeyContext::Reader, &["z"],                       A::Zoom),
    (KeyContext::Reader, &["e"],                       A::Edit),
    (KeyContext::Reader, &["!"],                       A::Problems),
    (KeyContext::Reader, &["M"],                       A::Mouse),
    (KeyContext::Reader, &["Esc"],                     A::Cancel),
    (KeyContext::Reader, &["?", "F1"],                 A::Help),
    (KeyContext::Reader, &["Ctrl-z"],                  A::Suspend),
    (KeyContext::Reader, &["Ctrl-l"],                  A::Redraw),
    (KeyContext::Reader, &["q", "Ctrl-c"],             A::Quit),
    (KeyContext::Prompt, &["Enter"],                   A::Accept),
    (KeyContext::Prompt, &["Esc", "Ctrl-c"],           A::Cancel),
    (KeyContext::Prompt, &["↓", "Ctrl-n", "Tab"],      A::NextEntry),
    (KeyContext::Prompt, &["↑", "Ctrl-p", "Shift-Tab"], A::PreviousEntry),
    (KeyContext::Prompt, &["PgDn"],                    A::PageDown),
    (KeyContext::Prompt, &["PgUp"],                    A::PageUp),
    (KeyContext::Prompt, &["Backspace"],               A::DeleteBack),
    (KeyContext::Prompt, &["Ctrl-w"],                  A::DeleteWord),
    (KeyContext::Prompt, &["Ctrl-u"],                  A::DeleteLine),
    (KeyContext::Prompt, &["Ctrl-z"],                  A::Suspend),
    (KeyContext::Prompt, &["Ctrl-l"],                  A::Redraw),
];

/// Keys that ask for this whatever was chosen: there is always a way out.
pub const FIXED_BINDINGS: [(KeyContext, &str, Action); 2] = [
    (KeyContext::Reader, "Ctrl-c", A::Quit),
    (KeyContext::Prompt, "Ctrl-c", A::Cancel),
];

/// Which key asks for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    rows: Vec<(KeyContext, KeyChord, Action)>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::with(&[])
    }
}

impl Keymap {
    /// The bindings as shipped, but other keys for some actions. A key that is given to an action
    /// is taken from those that are not spoken of; a key given twice is the first one's; [`FIXED_BINDINGS`]
    /// ones stay.
    #[must_use]
    pub fn with(chosen: &[(KeyContext, Action, Vec<KeyChord>)]) -> Self {
        let mut rows = Vec::new();
        for &(context, shipped, action) in DEFAULT_BINDINGS {
            let row = |key| (context, key, action);
            let mut here = chosen.iter().filter(|(of, ..)| *of == context);
            let shipped = shipped.iter().filter_map(|key| KeyChord::parse(key).ok());
            if let Some((.., keys)) = here.clone().find(|(_, of, _)| *of == action) {
                let own = |key: &KeyChord| fixed(context, *key).is_none_or(|of| of == action);
                let keys = keys.iter().copied().filter(own);
                let stay = shipped.filter(|key| fixed(context, *key) == Some(action));
                let stay = stay.filter(|key| !keys.clone().any(|chosen| chosen == *key));
                rows.extend(keys.clone().chain(stay).map(row));
            } else {
                let free = |key: &KeyChord| {
                    here.all(|(.., taken)| !taken.contains(key)) || fixed(context, *key).is_some()
                };
                rows.extend(shipped.filter(free).map(row));
            }
        }
        Self { rows }
    }

    /// What a key asks for.
    #[must_use]
    pub fn action(&self, context: KeyContext, key: KeyChord) -> Option<Action> {
        self.rows
            .iter()
            .find(|&&(c, k, _)| c == context && k == key)
            .map(|&(_, _, action)| action)
    }

    /// The keys that ask for an action, as written; the one to show first.
    #[must_use]
    pub fn keys(&self, action: Action) -> Vec<String> {
        let context = if action.is_command() {
            KeyContext::Reader
        } else {
            KeyContext::Prompt
        };
        self.keys_in(context, action)
    }

    /// The same for one of the contexts: some actions have keys in both.
    #[must_use]
    pub fn keys_in(&self, context: KeyContext, action: Action) -> Vec<String> {
        let rows = self.rows.iter();
        let own = rows.filter(|&&(of, _, asked)| (of, asked) == (context, action));
        own.map(|(_, key, _)| key.to_string()).collect()
    }
}

/// What a key asks for that can be given to nothing else.
#[must_use]
pub fn fixed(context: KeyContext, key: KeyChord) -> Option<Action> {
    let mut all = FIXED_BINDINGS.iter();
    let found = all.find(|(of, text, _)| *of == context && KeyChord::parse(text) == Ok(key));
    found.map(|&(.., action)| action)
}
