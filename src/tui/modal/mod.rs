//! Modals, which are drawn over the panes and handle all input while open.

mod chooser;
mod help;
mod list_box;
mod picker;
mod problems;
mod prompt;

pub use chooser::Chooser;
pub use help::Help;
pub use picker::{Picker, PickerAction};
pub use problems::Problems;
pub use prompt::{SearchPrompt, single_line};

use crate::tui::action::Action;
use crate::tui::keymap::KeyContext;
use crate::tui::message::{Ctx, Effect, Input, ModalKind, Msg};
use crate::tui::painter::Painter;

/// The open modal.
#[derive(Debug)]
pub enum Modal {
    /// The keys and symbols.
    Help(Help),
    /// The problems of the apparatus.
    Problems(Problems),
    /// A choice between claims that quote the same words, with the notes on them.
    Chooser(Chooser),
    /// The picker of subjects and commands.
    Picker(Picker),
    /// The search prompt.
    Search(SearchPrompt),
}

impl Modal {
    /// The key bindings in effect.
    #[must_use]
    pub fn key_context(&self) -> KeyContext {
        match self {
            Self::Picker(_) | Self::Search(_) => KeyContext::Prompt,
            Self::Help(_) | Self::Problems(_) | Self::Chooser(_) => KeyContext::Reader,
        }
    }

    /// Updates its state for an input, and returns what the app should do, if anything.
    pub fn handle(&mut self, input: Input, ctx: &Ctx) -> Option<Msg> {
        match (input, &mut *self) {
            (Input::Action(Action::Suspend), _) => Some(Msg::Do(Effect::Suspend)),
            (Input::Action(Action::Redraw), _) => Some(Msg::Do(Effect::Redraw)),
            (_, Self::Picker(picker)) => picker.handle(input, ctx),
            (_, Self::Search(prompt)) => prompt.handle(input, ctx),
            (Input::Action(Action::Cancel | Action::Quit | Action::Back), _)
            | (Input::Action(Action::Help), Self::Help(_))
            | (Input::Action(Action::Problems), Self::Problems(_)) => Some(Msg::CloseModal),
            (Input::Action(Action::Help), _) => Some(Msg::OpenModal(ModalKind::Help)),
            (_, Self::Help(help)) => help.handle(input, ctx),
            (Input::Action(Action::Edit), _) => Some(Msg::Edit),
            (Input::Action(Action::Mouse), _) => Some(Msg::ToggleMouse),
            (_, Self::Problems(problems)) => problems.handle(input, ctx),
            (_, Self::Chooser(chooser)) => chooser.handle(input, ctx),
        }
    }

    /// Inserts typed or pasted text into a prompt.
    pub fn insert(&mut self, text: &str) -> Option<Msg> {
        match self {
            Self::Search(prompt) => return Some(prompt.insert(text)),
            Self::Picker(picker) => picker.insert(text),
            Self::Help(_) | Self::Problems(_) | Self::Chooser(_) => {}
        }
        None
    }

    /// The text of a prompt.
    #[must_use]
    pub fn prompt_text(&self) -> Option<&str> {
        match self {
            Self::Picker(picker) => Some(picker.text()),
            Self::Search(prompt) => Some(prompt.text()),
            Self::Help(_) | Self::Problems(_) | Self::Chooser(_) => None,
        }
    }

    /// Updates what is derived from the document and the screen. Returns false if there is nothing left
    /// to show, so that the modal closes.
    pub fn sync(&mut self, ctx: &Ctx) -> bool {
        match self {
            Self::Help(help) => help.sync(ctx),
            Self::Problems(problems) => return problems.sync(ctx),
            Self::Chooser(chooser) => chooser.sync(ctx),
            Self::Picker(_) | Self::Search(_) => {}
        }
        true
    }

    /// Draws the modal.
    pub fn render(&self, ctx: &Ctx, painter: &mut Painter<'_>) {
        match self {
            Self::Help(help) => help.render(ctx, painter),
            Self::Problems(problems) => problems.render(ctx, painter),
            Self::Chooser(chooser) => chooser.render(ctx, painter),
            Self::Picker(picker) => picker.render(ctx, painter),
            Self::Search(prompt) => prompt.render(ctx, painter),
        }
    }

    /// The hints for the footer; `None` for a prompt, which draws the footer itself.
    #[must_use]
    pub fn hints(&self) -> Option<Vec<Vec<Action>>> {
        let mut hints = vec![vec![Action::Down, Action::Up]];
        match self {
            Self::Picker(_) | Self::Search(_) => return None,
            Self::Problems(_) => hints.extend([vec![Action::Open], vec![Action::Edit]]),
            Self::Chooser(chooser) if chooser.has_claims() => hints.push(vec![Action::Open]),
            Self::Help(_) | Self::Chooser(_) => {}
        }
        hints.push(vec![Action::Cancel]);
        Some(hints)
    }
}
