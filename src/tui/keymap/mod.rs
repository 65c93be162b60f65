//! Keys → actions.
//!
//! Owns the table of bindings, and nothing of what the actions do. Everything that shows keys to a
//! person reads them from here.

mod key;
#[cfg(test)]
mod tests;

pub use key::Key;

use crate::tui::action::{Action, Action as A};

/// Where keys are read: letters are text in a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// In a region or an overlay.
    Reader,
    /// While a prompt is open.
    Prompt,
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

/// Keys that ask for this whatever was chosen: there is always a way out.
pub const FIXED: [(Context, &str, Action); 2] = [
    (Context::Reader, "Ctrl-c", A::Quit),
    (Context::Prompt, "Ctrl-c", A::Cancel),
];

/// Which key asks for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    rows: Vec<(Context, Key, Action)>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::with(&[])
    }
}

impl Keymap {
    /// The bindings as shipped, but other keys for some actions. A key that is given to an action
    /// is taken from those that are not spoken of; a key given twice is the first one's; [`FIXED`]
    /// ones stay.
    #[must_use]
    pub fn with(chosen: &[(Context, Action, Vec<Key>)]) -> Self {
        let mut rows = Vec::new();
        for &(context, shipped, action) in DEFAULTS {
            let row = |key| (context, key, action);
            let mut here = chosen.iter().filter(|(of, ..)| *of == context);
            let shipped = shipped.iter().filter_map(|key| Key::parse(key).ok());
            if let Some((.., keys)) = here.clone().find(|(_, of, _)| *of == action) {
                let own = |key: &Key| fixed(context, *key).is_none_or(|of| of == action);
                let keys = keys.iter().copied().filter(own);
                let stay = shipped.filter(|key| fixed(context, *key) == Some(action));
                let stay = stay.filter(|key| !keys.clone().any(|chosen| chosen == *key));
                rows.extend(keys.clone().chain(stay).map(row));
            } else {
                let free = |key: &Key| {
                    here.all(|(.., taken)| !taken.contains(key)) || fixed(context, *key).is_some()
                };
                rows.extend(shipped.filter(free).map(row));
            }
        }
        Self { rows }
    }

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
        let context = if action.is_command() {
            Context::Reader
        } else {
            Context::Prompt
        };
        self.keys_in(context, action)
    }

    /// The same for one of the contexts: some actions have keys in both.
    #[must_use]
    pub fn keys_in(&self, context: Context, action: Action) -> Vec<String> {
        let rows = self.rows.iter();
        let own = rows.filter(|&&(of, _, asked)| (of, asked) == (context, action));
        own.map(|(_, key, _)| key.to_string()).collect()
    }
}

/// What a key asks for that can be given to nothing else.
#[must_use]
pub fn fixed(context: Context, key: Key) -> Option<Action> {
    let mut all = FIXED.iter();
    let found = all.find(|(of, text, _)| *of == context && Key::parse(text) == Ok(key));
    found.map(|&(.., action)| action)
}
