//! The line at the bottom of the screen: a message, else hints for the focused pane.

use crate::document::Subject;
use crate::layout;
use crate::tui::action::{Action, Action as A};
use crate::tui::geometry::{Arrangement, Pane};
use crate::tui::message::Ctx;
use crate::tui::navigation::List;
use crate::tui::painter::{Painter, text_width};
use crate::tui::theme::StyleRole;

/// Keys and a word for what they do.
type Hint = (String, &'static str);

/// The hints of a pane, in the order of their importance. The actions of a group share a hint.
fn hint_groups(pane: Pane) -> &'static [&'static [Action]] {
    match pane {
        Pane::Sidebar => &[
            &[A::Down, A::Up],
            &[A::Open],
            &[A::NextPane],
            &[A::Themes, A::Claims, A::Actors],
            &[A::Search],
            &[A::NextPassage, A::PreviousPassage],
            &[A::GoTo],
            &[A::Zoom],
        ],
        Pane::Essay => &[
            &[A::Down, A::Up],
            &[A::PageDown],
            &[A::NextPassage, A::PreviousPassage],
            &[A::Open],
            &[A::NextPane],
            &[A::Copy],
            &[A::Search],
            &[A::Back],
        ],
        Pane::Detail => &[
            &[A::Down, A::Up],
            &[A::Open],
            &[A::NextPane],
            &[A::Back],
            &[A::Copy],
            &[A::Search],
            &[A::GoTo],
            &[A::Zoom],
        ],
    }
}

/// The hints of the focused pane, without actions that would do nothing now.
#[must_use]
pub fn hints(ctx: &Ctx) -> Vec<Vec<Action>> {
    let groups = hint_groups(ctx.location.focus).iter().map(|group| {
        let useful = group
            .iter()
            .copied()
            .filter(|&action| is_useful(action, ctx));
        useful.collect::<Vec<_>>()
    });
    let mut groups: Vec<_> = groups.filter(|group| !group.is_empty()).collect();
    let is_single = ctx.screen.arrangement == Arrangement::Single;
    if ctx.location.zoomed && !is_single {
        // No other hint is about getting the other panes back.
        groups.retain(|group| *group != [A::Zoom]);
        groups.insert(groups.len().min(1), vec![A::Zoom]);
    }
    if is_single {
        // Nothing else on screen shows that there are other panes.
        groups.sort_by_key(|group| match group.as_slice() {
            [A::Down, ..] => 0,
            [A::NextPane] => 1,
            _ => 2,
        });
    }
    groups
}

/// Whether an action would do something now.
fn is_useful(action: Action, ctx: &Ctx) -> bool {
    let has_passages = |lens| !ctx.document.index.passages(lens).is_empty();
    match action {
        A::Back => ctx.can_go_back,
        A::Themes => ctx.has_list(List::Claims) || ctx.has_list(List::Actors),
        A::Claims => ctx.has_list(List::Claims),
        A::Actors => ctx.has_list(List::Actors),
        A::NextPassage | A::PreviousPassage => has_passages(ctx.location.lens),
        A::Open if ctx.is_focused(Pane::Essay) => has_passages(Subject::Essay),
        A::Open if ctx.is_focused(Pane::Detail) => ctx.detail_cursor_visible,
        A::Zoom => ctx.screen.arrangement != Arrangement::Single,
        _ => true,
    }
}

/// The hint for a group of actions, if they have keys.
#[must_use]
pub fn hint(ctx: &Ctx, group: &[Action]) -> Option<Hint> {
    let word = match group {
        [A::Themes, ..] => "lists",
        [A::Zoom] if ctx.location.zoomed => "unzoom",
        [first, ..] => first.info().hint,
        [] => return None,
    };
    let keys = ctx.keys_of(group, 1);
    (!keys.is_empty()).then_some((keys, word))
}

/// Cells of a hint.
#[must_use]
pub fn hint_width((keys, word): &Hint) -> u16 {
    text_width(keys) + 1 + text_width(word)
}

/// Draws a hint; returns the column after it.
pub fn render_hint(painter: &mut Painter<'_>, x: u16, y: u16, (keys, word): &Hint) -> u16 {
    let x = painter.text(x, y, u16::MAX, keys, StyleRole::Key);
    painter.text(x + 1, y, u16::MAX, word, StyleRole::Faint)
}

/// Draws the footer: the message, else hints. A modal's hints replace those of the pane.
pub fn render(ctx: &Ctx, modal_hints: Option<Vec<Vec<Action>>>, painter: &mut Painter<'_>) {
    let line = ctx.screen.footer;
    painter.clear(line);
    if let Some(message) = &ctx.message {
        let role = if message.warning {
            StyleRole::Warning
        } else {
            StyleRole::Message
        };
        let room = line.width.saturating_sub(2);
        let text = layout::truncate(&message.text, usize::from(room));
        painter.text(1, line.y, room, &text, role);
        return;
    }
    // Help and quit are at the right edge, except over a modal, which is closed first.
    let last: &[Action] = if modal_hints.is_some() {
        &[]
    } else {
        &[A::Help, A::Quit]
    };
    let last: Vec<_> = last
        .iter()
        .filter_map(|&action| hint(ctx, &[action]))
        .collect();
    let last_width: u16 = last.iter().map(|hint| hint_width(hint) + 2).sum();
    let mut x = 1;
    for group in modal_hints.unwrap_or_else(|| hints(ctx)) {
        if let Some(hint) = hint(ctx, &group)
            && x + hint_width(&hint) + 1 + last_width <= line.width
        {
            x = render_hint(painter, x, line.y, &hint) + 2;
        }
    }
    let mut x = (line.width + 1).saturating_sub(last_width).max(1);
    for hint in last {
        x = render_hint(painter, x, line.y, &hint) + 2;
    }
}
