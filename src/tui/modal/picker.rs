//! The picker: goes to a theme, claim or actor by part of its name, or runs a command.
//!
//! nucleo matches and scores.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::layout::{Position, Rect};

use super::prompt::Prompt;
use crate::apparatus::{ActorIx, Subject, ThemeIx};
use crate::essay::sanitize;
use crate::layout;
use crate::tui::action::{ACTIONS, Action};
use crate::tui::message::{Ctx, Input, Msg};
use crate::tui::painter::{Painter, text_width};
use crate::tui::theme::StyleRole;

/// The maximum number of suggestions shown at once.
const MAX_ROWS: u16 = 12;
/// The widest box, in cells.
const MAX_WIDTH: u16 = 82;
/// How many suggestions a page key moves by.
const PAGE: isize = 8;
/// Cells of the column that says what a suggestion is.
const KIND_COLUMN: u16 = 8;

/// What a suggestion does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickerAction {
    /// Go to a subject.
    GoTo(Subject),
    /// Run a command.
    Run(Action),
}

/// Something that can be picked.
#[derive(Debug, Clone)]
struct Suggestion {
    action: PickerAction,
    /// `theme`, `claim`, `actor`, `run`.
    kind: &'static str,
    /// The sanitized name; a claim's begins with its number.
    name: String,
    /// Other text that matches: the id, an actor's aliases, a command's description.
    keywords: String,
    /// Its tags and attributes in lower case, and those of its relations and notes.
    labels: Vec<String>,
    /// The id or the command's name: identifies the suggestion in another version of the apparatus.
    id: String,
}

/// The picker.
#[derive(Debug)]
pub struct Picker {
    prompt: Prompt,
    /// The input that was cancelled last.
    draft: Option<String>,
    suggestions: Vec<Suggestion>,
    /// Indices of the suggestions that match, best first.
    matches: Vec<usize>,
    /// Index into `matches`.
    selected: usize,
}

impl Picker {
    /// An empty prompt with all suggestions.
    #[must_use]
    pub fn new(ctx: &Ctx, draft: Option<String>) -> Self {
        let mut picker = Self {
            prompt: Prompt::default(),
            draft,
            suggestions: suggestions(ctx),
            matches: Vec::new(),
            selected: 0,
        };
        picker.update_matches();
        picker
    }

    /// Rebuilds the suggestions for a document that has changed; the same one stays selected.
    pub fn on_document_changed(&mut self, ctx: &Ctx) {
        let selected = self.selected().map(|one| (one.kind, one.id.clone()));
        self.suggestions = suggestions(ctx);
        self.update_matches();
        let is_same = |&at: &usize| {
            let one = &self.suggestions[at];
            selected
                .as_ref()
                .is_some_and(|(kind, id)| *kind == one.kind && *id == one.id)
        };
        self.selected = self.matches.iter().position(is_same).unwrap_or(0);
    }

    /// What the selected suggestion does.
    #[must_use]
    pub fn selected_action(&self) -> Option<PickerAction> {
        self.selected().map(|suggestion| suggestion.action)
    }

    pub(super) fn text(&self) -> &str {
        self.prompt.text()
    }

    fn selected(&self) -> Option<&Suggestion> {
        Some(&self.suggestions[*self.matches.get(self.selected)?])
    }

    pub(super) fn handle(&mut self, input: Input, ctx: &Ctx) -> Option<Msg> {
        match input {
            Input::Action(Action::Accept) => Some(self.accept()),
            Input::Action(Action::Cancel | Action::Quit) => {
                Some(Msg::PickerCancelled(self.prompt.text().to_owned()))
            }
            Input::Action(Action::NextEntry) => self.move_by(1),
            Input::Action(Action::PreviousEntry) => self.move_by(-1),
            Input::Action(Action::PageDown) => self.move_by(PAGE),
            Input::Action(Action::PageUp) => self.move_by(-PAGE),
            Input::Wheel(by) => self.move_by(by),
            Input::Action(action) => {
                if self.prompt.edit(action) {
                    self.update_matches();
                }
                None
            }
            Input::Click { x, y, .. } => self.click(x, y, ctx),
        }
    }

    pub(super) fn insert(&mut self, text: &str) {
        self.prompt.insert(text);
        self.update_matches();
    }

    fn accept(&self) -> Msg {
        match self.selected_action() {
            Some(PickerAction::GoTo(subject)) => Msg::GoToSubject(subject),
            Some(PickerAction::Run(action)) => Msg::Run(action),
            None => Msg::PickerNoMatch(self.prompt.text().to_owned()),
        }
    }

    /// Moves the cursor; before the first suggestion of an empty prompt comes the draft.
    fn move_by(&mut self, by: isize) -> Option<Msg> {
        if by == -1
            && self.selected == 0
            && self.prompt.text().is_empty()
            && let Some(draft) = &self.draft
        {
            self.prompt.set_text(draft);
            self.update_matches();
        } else {
            let last = self.matches.len().saturating_sub(1);
            self.selected = self.selected.saturating_add_signed(by).min(last);
        }
        None
    }

    /// Selects the clicked suggestion, or accepts it if it was selected.
    fn click(&mut self, x: u16, y: u16, ctx: &Ctx) -> Option<Msg> {
        let inside = Painter::inside(self.area(ctx));
        if !inside.contains(Position::new(x, y)) {
            return None;
        }
        let clicked = self.top(inside.height) + usize::from(y - inside.y);
        if clicked == self.selected {
            return Some(self.accept());
        }
        if clicked < self.matches.len() {
            self.selected = clicked;
        }
        None
    }

    /// The box of suggestions above the prompt, with its frame.
    fn area(&self, ctx: &Ctx) -> Rect {
        let (columns, rows) = ctx.size;
        let most = MAX_ROWS.min(rows.saturating_sub(4)).max(1);
        let count = u16::try_from(self.matches.len()).unwrap_or(most);
        let height = count.clamp(1, most) + 2;
        let y = rows.saturating_sub(height + 1);
        Rect::new(0, y, columns.min(MAX_WIDTH), height)
    }

    /// The first suggestion shown: the list moves by whole pages.
    fn top(&self, height: u16) -> usize {
        let height = usize::from(height.max(1));
        self.selected / height * height
    }

    /// Finds what matches the text typed, best first. A word with `#` begins a label; the others are in
    /// the name or the keywords.
    fn update_matches(&mut self) {
        self.selected = 0;
        let (labels, words): (Vec<&str>, Vec<&str>) = self
            .prompt
            .text()
            .split_whitespace()
            .partition(|word| word.starts_with('#'));
        let labels: Vec<String> = labels.iter().map(|word| word[1..].to_lowercase()).collect();
        let is_labeled = |one: &Suggestion| {
            let begins = |word: &String| one.labels.iter().any(|label| label.starts_with(word));
            labels.iter().all(begins)
        };
        let labeled = self.suggestions.iter().enumerate();
        let labeled = labeled.filter(|(_, one)| is_labeled(one));
        let typed = words.join(" ");
        if typed.is_empty() {
            self.matches = labeled.map(|(at, _)| at).collect();
            return;
        }
        let mut config = Config::DEFAULT;
        config.prefer_prefix = true;
        let mut matcher = Matcher::new(config);
        let pattern = Pattern::new(
            &typed,
            CaseMatching::Smart,
            Normalization::Smart,
            AtomKind::Fuzzy,
        );
        let mut buffer = Vec::new();
        let mut ranked: Vec<_> = labeled
            .filter_map(|(at, one)| {
                let mut score = |text| score(&pattern, text, &mut matcher, &mut buffer);
                let best = score(&one.name).max(score(&one.keywords))?;
                // A number selects the claim of that number before anything that contains it.
                let is_number = one.kind == "claim" && one.name.split(' ').next() == Some(&typed);
                Some((Reverse((is_number, best)), one.name.len(), at))
            })
            .collect();
        ranked.sort_unstable();
        self.matches = ranked.into_iter().map(|(.., at)| at).collect();
    }

    pub(super) fn render(&self, ctx: &Ctx, painter: &mut Painter<'_>) {
        self.render_suggestions(ctx, painter);
        let mut actions: Vec<&[Action]> = vec![&[Action::Cancel]];
        if self.selected().is_some() {
            actions.push(&[Action::Accept]);
        }
        if self.matches.len() > 1 {
            actions.push(&[Action::NextEntry, Action::PreviousEntry]);
        }
        let warning = ctx.message.as_ref().filter(|message| message.warning);
        let status = warning.map_or("", |message| &message.text);
        self.prompt
            .render(":", (status, StyleRole::Warning), &actions, ctx, painter);
    }

    fn render_suggestions(&self, ctx: &Ctx, painter: &mut Painter<'_>) {
        let area = self.area(ctx);
        let inside = painter.frame(area, "Go to");
        if self.matches.is_empty() {
            let Rect { x, y, width, .. } = inside;
            painter.text(x, y, width, "No matches", StyleRole::Faint);
            return;
        }
        let shown = self
            .matches
            .iter()
            .enumerate()
            .skip(self.top(inside.height));
        for (y, (index, &suggestion)) in (inside.top()..inside.bottom()).zip(shown) {
            let suggestion = &self.suggestions[suggestion];
            let (x, kind) = (inside.x + 1, suggestion.kind);
            painter.text(x, y, KIND_COLUMN, kind, StyleRole::Faint);
            let keys = match suggestion.action {
                PickerAction::Run(action) => ctx.keys_of(&[action], usize::MAX),
                PickerAction::GoTo(_) => String::new(),
            };
            let room = inside.width.saturating_sub(KIND_COLUMN + 1);
            let name = layout::truncate(&suggestion.name, usize::from(room));
            let x = painter.text(x + KIND_COLUMN, y, room, &name, StyleRole::Text);
            let keys_at = inside.right().saturating_sub(text_width(&keys));
            if keys_at > x + 1 {
                painter.text(keys_at, y, u16::MAX, &keys, StyleRole::Key);
            }
            if index == self.selected {
                let row = Rect::new(inside.x - 1, y, inside.width + 2, 1);
                painter.restyle(row, StyleRole::Cursor);
                let marker = painter.glyphs().entry_marker;
                painter.text(inside.x - 1, y, 1, marker, StyleRole::CursorMarker);
            }
        }
        let count = format!(" {} of {} ", self.selected + 1, self.matches.len());
        let at = area.right().saturating_sub(2 + text_width(&count));
        painter.text(at, area.y, area.width, &count, StyleRole::Faint);
    }
}

/// Everything that can be picked.
fn suggestions(ctx: &Ctx) -> Vec<Suggestion> {
    let document = &ctx.document;
    let (apparatus, index) = (&document.apparatus, &document.index);
    let labels = document.labels();
    let subject = |subject, kind, name: &str, keywords: &str| Suggestion {
        labels: labels.get(&subject).cloned().unwrap_or_default(),
        action: PickerAction::GoTo(subject),
        kind,
        name: sanitize(name).into_owned(),
        keywords: sanitize(keywords).into_owned(),
        id: document.subject_id(subject).to_owned(),
    };
    let mut all = vec![subject(Subject::Essay, "essay", "The essay", "essay")];
    all.extend(apparatus.themes.iter().enumerate().map(|(at, theme)| {
        let at = Subject::Theme(ThemeIx::new(at));
        subject(at, "theme", &theme.name, &theme.id)
    }));
    all.extend(apparatus.actors.iter().enumerate().map(|(at, actor)| {
        let keywords = format!("{} {}", actor.id, actor.aliases.join(" "));
        let at = Subject::Actor(ActorIx::new(at));
        subject(at, "actor", &actor.name, &keywords)
    }));
    all.extend(index.claims().iter().map(|&claim| {
        let name = format!("{} {}", index.number(claim), apparatus[claim].label());
        subject(Subject::Claim(claim), "claim", &name, &apparatus[claim].id)
    }));
    // Closing what is open makes no sense once the picker is closed.
    let commands = ACTIONS.iter().filter(|info| info.action != Action::Cancel);
    all.extend(
        commands
            .filter(|info| info.action.is_command() && ctx.keymap.allows(info.action))
            .map(|info| Suggestion {
                action: PickerAction::Run(info.action),
                kind: "run",
                name: info.name.to_owned(),
                keywords: info.description.to_owned(),
                labels: Vec::new(),
                id: info.name.to_owned(),
            }),
    );
    all
}

/// How well a text matches, the higher the better. The letters of each word typed must be close
/// together or begin words: letters scattered over a sentence match by accident.
fn score(
    pattern: &Pattern,
    text: &str,
    matcher: &mut Matcher,
    buffer: &mut Vec<char>,
) -> Option<u32> {
    let text = Utf32Str::new(text, buffer);
    let mut indices = Vec::new();
    pattern.atoms.iter().try_fold(0, |sum, atom| {
        indices.clear();
        let score = atom.indices(text, matcher, &mut indices)?;
        is_compact(text, &indices).then_some(sum + u32::from(score))
    })
}

/// At least this many letters may match inside a word; fewer occur in too many words.
const MIN_INSIDE_WORD: usize = 3;

/// One typed word may match the beginnings of at most this many words, unless it consists of first
/// letters only.
const MAX_WORD_STARTS: usize = 3;

/// Whether the matched letters, at these indices of a text, are close together or begin words.
fn is_compact(text: Utf32Str<'_>, indices: &[u32]) -> bool {
    let (Some(&first), Some(&last)) = (indices.first(), indices.last()) else {
        return false;
    };
    // From U+2E80 on are the scripts of East Asia, which do not separate words.
    let separates = |char: char| !char.is_alphanumeric() || char >= '\u{2e80}';
    let begins_word = |at: u32| at == 0 || separates(text.get(at - 1));
    let runs = indices
        .iter()
        .enumerate()
        .filter(|&(index, &at)| index == 0 || indices[index - 1] + 1 != at);
    let runs: Vec<u32> = runs.map(|(_, &at)| at).collect();
    let few_runs = runs.len() <= MAX_WORD_STARTS || runs.len() == indices.len();
    let span = (last - first) as usize + 1;
    let is_near = span <= 2 * indices.len();
    (is_near && (indices.len() >= MIN_INSIDE_WORD || begins_word(first)))
        || (few_runs && runs.into_iter().all(begins_word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_match_together_or_at_beginnings_of_words() {
        for (typed, text, matches) in [
            ("jap", "Japan's course", true),
            ("jpn", "Japan's course", true),
            ("course japan", "Japan's course", true),
            ("jc", "Japan's course", true),
            ("cou", "Japan's course", true),
            ("ours", "Japan's course", true),
            ("hegmony", "Battle for hegemony", true),
            ("Jap", "japan", false),
            ("ou", "Japan's course", false),
            ("jse", "Japan's course", false),
            (
                "trout",
                "The Third Offset Strategy under a president",
                false,
            ),
            (
                "undercuts",
                "Open what is under the cursor; in the sidebar, go on",
                false,
            ),
            ("japcou", "Japan's course", true),
            ("owiut", "Open what is under the cursor", true),
            ("zzz", "Japan's course", false),
            ("人", "日本人の道", true),
        ] {
            let (case, normalization) = (CaseMatching::Smart, Normalization::Smart);
            let pattern = Pattern::new(typed, case, normalization, AtomKind::Fuzzy);
            let mut matcher = Matcher::new(Config::DEFAULT);
            let score = score(&pattern, text, &mut matcher, &mut Vec::new());
            assert_eq!(score.is_some(), matches, "{typed} in {text}");
        }
    }
}
