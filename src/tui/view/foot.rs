//! The line below: what is being typed, else a message, else which keys matter here.

use crate::layout;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::app::help::{hints, keys};
use crate::tui::app::overlay::{Kind, Overlay};
use crate::tui::app::prompt::{Prompt, Purpose};
use crate::tui::painter::Painter;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;

pub(super) fn draw(app: &App, painter: &mut Painter<'_>) {
    let line = app.regions().hints;
    painter.clear(line);
    if let Some(prompt) = app.prompt() {
        draw_prompt(app, painter, line, prompt);
    } else if let Some(message) = app.message() {
        let role = if message.warning {
            StyleRole::Warning
        } else {
            StyleRole::Message
        };
        let room = line.width.saturating_sub(2);
        let text = layout::truncate(&message.text, usize::from(room));
        painter.text(1, line.y, room, &text, role);
    } else {
        draw_hints(app, painter, line);
    }
}

fn draw_prompt(app: &App, painter: &mut Painter<'_>, line: Rect, prompt: &Prompt) {
    let sign = match prompt.purpose {
        Purpose::Search(_) => "/",
        Purpose::GoTo(_) => ":",
    };
    let (told, role) = told(app, prompt);
    let told = layout::truncate(&told, usize::from(line.width / 2));
    let told_width = u16::try_from(layout::width(&told)).unwrap_or(0);
    let x = painter.text(1, line.y, 1, sign, StyleRole::Key);
    // Keys stand at the right, as long as what is typed leaves room for them.
    let typed = u16::try_from(layout::width(&prompt.text)).unwrap_or(u16::MAX);
    let mut end = line.width;
    let mut left = end.saturating_sub(x + told_width + 4).checked_sub(typed);
    for group in [
        &[Action::Cancel][..],
        &[Action::Accept],
        &[Action::NextEntry, Action::PreviousEntry],
    ] {
        let offered = group.iter().all(|&action| app.prompt_offers(action));
        let hint = hint(app, group).filter(|_| offered);
        let room = left.zip(hint).and_then(|(left, hint)| {
            let left = left.checked_sub(width(&hint) + 2)?;
            Some((left, hint))
        });
        if let Some((rest, hint)) = room {
            left = Some(rest);
            end -= width(&hint) + 1;
            draw_hint(painter, end, line.y, &hint);
            end -= 1;
        }
    }
    let room = end.saturating_sub(x + told_width + 3);
    // Where the text is longer than its room, its end is what one is typing.
    let mut shown = prompt.text.as_str();
    while layout::width(shown) > usize::from(room) {
        let mut chars = shown.chars();
        chars.next();
        shown = chars.as_str();
    }
    let x = painter.text(x, line.y, room, shown, StyleRole::Prompt);
    let style = painter
        .style(StyleRole::Text)
        .add_modifier(ratatui::style::Modifier::REVERSED);
    painter.print(x, line.y, 1, " ", style);
    let at = end.saturating_sub(told_width + 1);
    painter.text(at, line.y, told_width, &told, role);
}

/// What is told beside a prompt: a message, else what a search has found.
fn told(app: &App, prompt: &Prompt) -> (String, StyleRole) {
    let searched = match prompt.purpose {
        Purpose::Search(_) => app.search(),
        Purpose::GoTo(_) => None,
    };
    match (app.message(), searched) {
        (Some(message), _) if message.warning => (message.text.clone(), StyleRole::Warning),
        (_, Some(search)) if search.is_vain() => (search.count(), StyleRole::Warning),
        (_, Some(search)) => (search.count(), StyleRole::Faint),
        (_, None) => (String::new(), StyleRole::Faint),
    }
}

fn draw_hints(app: &App, painter: &mut Painter<'_>, line: Rect) {
    // Help and quit stand at the right, whatever else there is room for; over the regions lies nothing
    // that is not closed first.
    let (groups, last) = match app.overlay() {
        Some(overlay) => (over(overlay), &[][..]),
        None => (hints(app), &[Action::Help, Action::Quit][..]),
    };
    let last: Vec<_> = last
        .iter()
        .copied()
        .filter_map(|action| hint(app, &[action]))
        .collect();
    let tail: u16 = last.iter().map(|hint| width(hint) + 2).sum();
    let mut x = 1;
    for group in groups {
        let Some(hint) = hint(app, &group) else {
            continue;
        };
        if x + width(&hint) + 1 + tail > line.width {
            continue;
        }
        x = draw_hint(painter, x, line.y, &hint) + 2;
    }
    let mut x = (line.width + 1).saturating_sub(tail).max(1);
    for hint in last {
        x = draw_hint(painter, x, line.y, &hint) + 2;
    }
}

/// The actions that matter in what lies over the regions.
fn over(overlay: &Overlay) -> Vec<Vec<Action>> {
    let mut groups = vec![vec![Action::Down, Action::Up]];
    if !overlay.rows.targets.is_empty() {
        groups.push(vec![Action::Open]);
    }
    if overlay.kind == Kind::Problems {
        groups.push(vec![Action::Edit]);
    }
    groups.push(vec![Action::Cancel]);
    groups
}

/// Keys, and what they are for.
type Hint = (String, &'static str);

/// The hint of some actions, where they have keys and something to do.
fn hint(app: &App, group: &[Action]) -> Option<Hint> {
    let word = match group {
        [Action::Themes, ..] => "lists",
        [Action::Zoom] if app.place().zoomed => "unzoom",
        [first, ..] => first.info().hint,
        [] => "",
    };
    let keys = keys(app, group, 1, " ");
    (!keys.is_empty()).then_some((keys, word))
}

fn width((keys, word): &Hint) -> u16 {
    u16::try_from(layout::width(keys) + 1 + layout::width(word)).unwrap_or(0)
}

fn draw_hint(painter: &mut Painter<'_>, x: u16, y: u16, (keys, word): &Hint) -> u16 {
    let x = painter.text(x, y, u16::MAX, keys, StyleRole::Key);
    painter.text(x + 1, y, u16::MAX, word, StyleRole::Faint)
}
