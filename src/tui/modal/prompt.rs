//! A line of input at the bottom of the screen, and the search prompt.

use ratatui::style::Modifier;
use unicode_segmentation::UnicodeSegmentation;

use crate::essay::sanitize;
use crate::layout;
use crate::tui::action::Action;
use crate::tui::footer::{hint, hint_width, render_hint};
use crate::tui::message::{Ctx, Input, Msg};
use crate::tui::painter::{Painter, text_width};
use crate::tui::theme::StyleRole;

/// The longest text of a prompt, in bytes.
const MAX_PROMPT_BYTES: usize = 1000;

/// Sanitized text on one line.
#[must_use]
pub fn single_line(text: &str) -> String {
    sanitize(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
}

/// A line of text that is edited at its end.
#[derive(Debug, Clone, Default)]
pub(super) struct Prompt {
    text: String,
}

impl Prompt {
    /// The sanitized text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Replaces the text.
    pub(super) fn set_text(&mut self, text: &str) {
        text.clone_into(&mut self.text);
    }

    /// Appends text; line ends become spaces. What exceeds [`MAX_PROMPT_BYTES`] is left out.
    pub(super) fn insert(&mut self, text: &str) {
        for grapheme in single_line(text).graphemes(true) {
            if self.text.len() + grapheme.len() > MAX_PROMPT_BYTES {
                break;
            }
            self.text.push_str(grapheme);
        }
    }

    /// Edits the text; returns whether it changed.
    pub(super) fn edit(&mut self, action: Action) -> bool {
        let before = self.text.len();
        match action {
            Action::DeleteBack => {
                let last = self.text.grapheme_indices(true).next_back();
                self.text.truncate(last.map_or(0, |(at, _)| at));
            }
            Action::DeleteWord => {
                let kept = self
                    .text
                    .trim_end()
                    .trim_end_matches(|c: char| !c.is_whitespace());
                self.text.truncate(kept.len());
            }
            Action::DeleteLine => self.text.clear(),
            _ => {}
        }
        self.text.len() != before
    }

    /// Draws the prompt in the footer: its symbol, the text, `status`, and as many hints for `actions` as
    /// fit, at the right edge.
    pub(super) fn render(
        &self,
        symbol: &str,
        (status, role): (&str, StyleRole),
        actions: &[&[Action]],
        ctx: &Ctx,
        painter: &mut Painter<'_>,
    ) {
        let line = ctx.screen.footer;
        painter.clear(line);
        let status = layout::truncate(status, usize::from(line.width / 2));
        let status_width = text_width(&status);
        let x = painter.text(1, line.y, 1, symbol, StyleRole::Key);
        let mut end = line.width;
        let mut spare = end
            .saturating_sub(x + status_width + 4)
            .checked_sub(text_width(&self.text));
        for group in actions {
            let Some(hint) = hint(ctx, group) else {
                continue;
            };
            let rest = spare.and_then(|spare| spare.checked_sub(hint_width(&hint) + 2));
            if rest.is_some() {
                spare = rest;
                end -= hint_width(&hint) + 1;
                render_hint(painter, end, line.y, &hint);
                end -= 1;
            }
        }
        let room = end.saturating_sub(x + status_width + 3);
        // If the text is too long its end is shown, where the user types.
        let mut shown = self.text.as_str();
        while layout::width(shown) > usize::from(room) {
            let mut chars = shown.chars();
            chars.next();
            shown = chars.as_str();
        }
        let x = painter.text(x, line.y, room, shown, StyleRole::Prompt);
        let cursor = painter
            .style(StyleRole::Text)
            .add_modifier(Modifier::REVERSED);
        painter.print(x, line.y, 1, " ", cursor);
        let x = end.saturating_sub(status_width + 1);
        painter.text(x, line.y, status_width, &status, role);
    }
}

/// The search prompt: searches as the user types, and recalls past queries.
#[derive(Debug)]
pub struct SearchPrompt {
    prompt: Prompt,
    /// The query that was cancelled last, which is recalled first.
    draft: Option<String>,
    recalled: Option<Recalled>,
}

/// A past query in the prompt.
#[derive(Debug)]
struct Recalled {
    /// Its index from the newest, which has 1.
    age: usize,
    /// What was typed before.
    typed: String,
}

impl SearchPrompt {
    /// An empty prompt.
    #[must_use]
    pub fn new(draft: Option<String>) -> Self {
        Self {
            prompt: Prompt::default(),
            draft,
            recalled: None,
        }
    }

    pub(super) fn text(&self) -> &str {
        self.prompt.text()
    }

    pub(super) fn handle(&mut self, input: Input, ctx: &Ctx) -> Option<Msg> {
        let Input::Action(action) = input else {
            return None;
        };
        match action {
            Action::Accept => Some(Msg::SearchAccepted(self.prompt.text().to_owned())),
            Action::Cancel | Action::Quit => {
                let typed = self.recalled.take().map(|recalled| recalled.typed);
                let typed = typed.filter(|typed| !typed.is_empty());
                Some(Msg::SearchCancelled(
                    typed.unwrap_or(self.prompt.text().to_owned()),
                ))
            }
            Action::PreviousEntry => self.recall(true, ctx),
            Action::NextEntry => self.recall(false, ctx),
            _ => self.prompt.edit(action).then(|| self.typed()),
        }
    }

    pub(super) fn insert(&mut self, text: &str) -> Msg {
        self.prompt.insert(text);
        self.typed()
    }

    fn typed(&mut self) -> Msg {
        // A recalled query that is edited counts as typed.
        self.recalled = None;
        Msg::SearchTyped(self.prompt.text().to_owned())
    }

    /// Puts the next older or newer query into the prompt; after the newest comes what was typed.
    fn recall(&mut self, older: bool, ctx: &Ctx) -> Option<Msg> {
        let age = self.recalled.as_ref().map_or(0, |recalled| recalled.age);
        let age = if older { age + 1 } else { age.checked_sub(1)? };
        let mut queries = self.draft.iter().chain(ctx.search.history().iter().rev());
        let query = match age.checked_sub(1) {
            Some(newer) => Some(queries.nth(newer)?.clone()),
            None => None,
        };
        let recalled = self.recalled.take();
        let typed = recalled.map_or(self.prompt.text().to_owned(), |recalled| recalled.typed);
        if let Some(query) = query {
            self.prompt.set_text(&query);
            self.recalled = Some(Recalled { age, typed });
        } else {
            self.prompt.set_text(&typed);
        }
        Some(Msg::SearchTyped(self.prompt.text().to_owned()))
    }

    pub(super) fn render(&self, ctx: &Ctx, painter: &mut Painter<'_>) {
        let search = ctx.search.active();
        let has_match = search.is_some_and(|search| !search.has_no_match());
        let status = match (&ctx.message, search) {
            (Some(message), _) if message.warning => (message.text.clone(), StyleRole::Warning),
            (_, Some(search)) if !has_match => (search.count(), StyleRole::Warning),
            (_, Some(search)) => (search.count(), StyleRole::Faint),
            (_, None) => (String::new(), StyleRole::Faint),
        };
        let mut actions: Vec<&[Action]> = vec![&[Action::Cancel]];
        if has_match {
            actions.push(&[Action::Accept]);
        }
        if self.draft.is_some() || !ctx.search.history().is_empty() {
            actions.push(&[Action::NextEntry, Action::PreviousEntry]);
        }
        self.prompt
            .render("/", (&status.0, status.1), &actions, ctx, painter);
    }
}
