//! Which key runs which action.

mod key;
#[cfg(test)]
mod tests;

pub use key::KeyChord;

use crate::tui::action::{Action, Action as A};

/// Which bindings are in effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyContext {
    /// In a pane or a modal without a prompt.
    Reader,
    /// In a prompt, where characters are text.
    Prompt,
}

use KeyContext as C;

/// The default keys of each action. The first key is the one to show.
#[rustfmt::skip]
pub const DEFAULT_BINDINGS: &[(KeyContext, &[&str], Action)] = &[
    (C::Reader, &["j", "↓"],                   A::Down),
    (C::Reader, &["k", "↑"],                   A::Up),
    (C::Reader, &["Space", "f", "PgDn"],       A::PageDown),
    (C::Reader, &["b", "PgUp"],                A::PageUp),
    (C::Reader, &["Ctrl-d"],                   A::HalfPageDown),
    (C::Reader, &["Ctrl-u"],                   A::HalfPageUp),
    (C::Reader, &["g", "Home"],                A::First),
    (C::Reader, &["G", "End"],                 A::Last),
    (C::Reader, &["Tab", "l", "→"],            A::NextPane),
    (C::Reader, &["Shift-Tab", "h", "←"],      A::PreviousPane),
    (C::Reader, &["1"],                        A::Themes),
    (C::Reader, &["2"],                        A::Claims),
    (C::Reader, &["3"],                        A::Actors),
    (C::Reader, &["]", "."],                   A::NextPassage),
    (C::Reader, &["[", ","],                   A::PreviousPassage),
    (C::Reader, &["Enter"],                    A::Open),
    (C::Reader, &["Backspace", "H", "Ctrl-o"], A::Back),
    (C::Reader, &["L"],                        A::Forward),
    (C::Reader, &["/"],                        A::Search),
    (C::Reader, &["n"],                        A::NextMatch),
    (C::Reader, &["N"],                        A::PreviousMatch),
    (C::Reader, &["Ctrl-p", ":"],              A::GoTo),
    (C::Reader, &["y"],                        A::Copy),
    (C::Reader, &["Y"],                        A::ShowPlainText),
    (C::Reader, &["z"],                        A::Zoom),
    (C::Reader, &["e"],                        A::Edit),
    (C::Reader, &["!"],                        A::Problems),
    (C::Reader, &["M"],                        A::Mouse),
    (C::Reader, &["Esc"],                      A::Cancel),
    (C::Reader, &["?", "F1"],                  A::Help),
    (C::Reader, &["Ctrl-z"],                   A::Suspend),
    (C::Reader, &["Ctrl-l"],                   A::Redraw),
    (C::Reader, &["q", "Ctrl-c"],              A::Quit),
    (C::Prompt, &["Enter"],                    A::Accept),
    (C::Prompt, &["Esc", "Ctrl-c"],            A::Cancel),
    (C::Prompt, &["↓", "Ctrl-n", "Tab"],       A::NextEntry),
    (C::Prompt, &["↑", "Ctrl-p", "Shift-Tab"], A::PreviousEntry),
    (C::Prompt, &["PgDn"],                     A::PageDown),
    (C::Prompt, &["PgUp"],                     A::PageUp),
    (C::Prompt, &["Backspace"],                A::DeleteBack),
    (C::Prompt, &["Ctrl-w"],                   A::DeleteWord),
    (C::Prompt, &["Ctrl-u"],                   A::DeleteLine),
    (C::Prompt, &["Ctrl-z"],                   A::Suspend),
    (C::Prompt, &["Ctrl-l"],                   A::Redraw),
];

/// The action of a key that the configuration cannot change, so that Ctrl-c always quits or cancels.
#[must_use]
pub fn fixed_action(context: KeyContext, key: KeyChord) -> Option<Action> {
    (key == KeyChord::CTRL_C).then_some(match context {
        KeyContext::Reader => Action::Quit,
        KeyContext::Prompt => Action::Cancel,
    })
}

/// The keys of all actions, and which actions there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<(KeyContext, KeyChord, Action)>,
    /// Whether actions that [leave the reader](Action::leaves_reader) are taken out.
    secure: bool,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Keymap {
    /// The default bindings with custom keys for some actions. Custom keys are taken away from other
    /// actions; if two actions have the same custom key, the first wins. [Fixed](fixed_action) keys
    /// stay.
    #[must_use]
    pub fn new(custom: &[(KeyContext, Action, Vec<KeyChord>)]) -> Self {
        let mut bindings = Vec::new();
        for &(context, default_keys, action) in DEFAULT_BINDINGS {
            let custom: Vec<_> = custom.iter().filter(|(of, ..)| *of == context).collect();
            let mut keys: Vec<_> = match custom.iter().find(|(_, of, _)| *of == action) {
                Some((.., keys)) => keys.clone(),
                None => default_keys
                    .iter()
                    .map(|key| KeyChord::parse(key).expect("a test parses all default keys"))
                    .filter(|key| !custom.iter().any(|(.., keys)| keys.contains(key)))
                    .collect(),
            };
            keys.retain(|&key| fixed_action(context, key).is_none_or(|fixed| fixed == action));
            let ctrl_c = KeyChord::CTRL_C;
            if fixed_action(context, ctrl_c) == Some(action) && !keys.contains(&ctrl_c) {
                keys.push(ctrl_c);
            }
            bindings.extend(keys.into_iter().map(|key| (context, key, action)));
        }
        Self {
            bindings,
            secure: false,
        }
    }

    /// The keymap of `--secure`: the same without the actions that
    /// [leave the reader](Action::leaves_reader).
    #[must_use]
    pub fn secure(mut self) -> Self {
        self.bindings.retain(|(.., action)| !action.leaves_reader());
        self.secure = true;
        self
    }

    /// Whether an action can be run. The help and the picker list only those.
    #[must_use]
    pub fn allows(&self, action: Action) -> bool {
        !(self.secure && action.leaves_reader())
    }

    /// The action that a key runs.
    #[must_use]
    pub fn action(&self, context: KeyContext, key: KeyChord) -> Option<Action> {
        let mut bindings = self.bindings.iter();
        let binding = bindings.find(|&&(of, bound, _)| (of, bound) == (context, key));
        binding.map(|&(.., action)| action)
    }

    /// The keys that run an action: of a command in the reader, of other actions in a prompt.
    #[must_use]
    pub fn keys(&self, action: Action) -> Vec<String> {
        let context = if action.is_command() {
            KeyContext::Reader
        } else {
            KeyContext::Prompt
        };
        self.keys_in(context, action)
    }

    /// The keys that run an action in a context.
    #[must_use]
    pub fn keys_in(&self, context: KeyContext, action: Action) -> Vec<String> {
        self.bindings
            .iter()
            .filter(|&&(of, _, bound)| (of, bound) == (context, action))
            .map(|(_, key, _)| key.to_string())
            .collect()
    }
}
