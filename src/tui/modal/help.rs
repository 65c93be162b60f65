//! The help: the keys of the focused pane, then all keys, then what the symbols mean.

use super::list_box::{ListBox, text_width};
use crate::apparatus::{ClaimKind, RelationKind, Role};
use crate::layout;
use crate::tui::action::{ACTIONS, Action, ActionGroup};
use crate::tui::footer::hints;
use crate::tui::geometry::Pane;
use crate::tui::message::{Ctx, Input, Msg};
use crate::tui::painter::Painter;
use crate::tui::rich_text::{RichTextBuilder, span};
use crate::tui::theme::StyleRole;

/// Cells of the column of keys, in a wide box and in a narrow one.
const KEY_COLUMN: usize = 20;
const NARROW_KEY_COLUMN: usize = 13;
/// A box with at least this many cells is wide.
const MIN_WIDE: usize = 60;

/// The help has no entries to select.
type NoEntry = std::convert::Infallible;

/// The help.
#[derive(Debug, Default)]
pub struct Help {
    list: ListBox<NoEntry>,
}

impl Help {
    pub(super) fn handle(&mut self, input: Input, ctx: &Ctx) -> Option<Msg> {
        let is_open = self.list.handle(input, ctx) && matches!(input, Input::Action(_));
        is_open.then_some(Msg::CloseModal)
    }

    pub(super) fn sync(&mut self, ctx: &Ctx) {
        let mut text = RichTextBuilder::new(text_width(ctx));
        text.heading(match ctx.location.focus {
            Pane::Sidebar => "In the sidebar",
            Pane::Essay => "In the essay",
            Pane::Detail => "In the detail",
        });
        for action in hints(ctx).into_iter().flatten() {
            add_action(&mut text, ctx, action);
        }
        for group in ActionGroup::ALL {
            text.heading(group.name());
            let actions = ACTIONS.iter().filter(|info| info.group == group);
            for info in actions.filter(|info| ctx.keymap.allows(info.action)) {
                add_action(&mut text, ctx, info.action);
            }
        }
        add_meanings(&mut text);
        self.list.set_text(text.finish(), ctx);
    }

    pub(super) fn render(&self, ctx: &Ctx, painter: &mut Painter<'_>) {
        self.list.render("Help", ctx, painter);
    }
}

fn add_action(text: &mut RichTextBuilder<NoEntry>, ctx: &Ctx, action: Action) {
    let keys = ctx.keys_of(&[action], usize::MAX);
    let (role, lead) = match keys.as_str() {
        "" => (StyleRole::Faint, "(no key)"),
        keys => (StyleRole::Key, keys),
    };
    add_row(text, role, lead, action.info().description);
}

fn add_row(text: &mut RichTextBuilder<NoEntry>, role: StyleRole, lead: &str, sentence: &str) {
    let is_wide = text.width() >= MIN_WIDE;
    let column = if is_wide {
        KEY_COLUMN
    } else {
        NARROW_KEY_COLUMN
    };
    let pad = column.saturating_sub(layout::width(lead)).max(1);
    let lead = span(role, &format!("{lead}{}", " ".repeat(pad)));
    text.hanging(&[lead], &[span(StyleRole::Text, sentence)]);
}

fn add_meanings(text: &mut RichTextBuilder<NoEntry>) {
    text.heading("Kinds of claims");
    for &kind in ClaimKind::ALL {
        add_row(text, StyleRole::Kind, kind.name(), kind.sentence());
    }
    text.heading("Relations between claims");
    for &kind in RelationKind::ALL {
        add_row(text, StyleRole::Relation, kind.name(), kind.sentence());
    }
    text.heading("Roles of actors in a claim");
    for &role in Role::ALL {
        add_row(text, StyleRole::Relation, role.name(), role.sentence());
    }
    text.heading("Symbols and numbers");
    for (symbol, meaning) in SYMBOLS {
        add_row(text, StyleRole::Key, symbol, meaning);
    }
}

/// The symbols on screen.
const SYMBOLS: &[(&str, &str)] = &[
    (
        "▌ ▸",
        "The cursor: in the sidebar ▌, or ▸ on an entry that is not the lens; in the detail ▸.",
    ),
    (
        "▸ by the text",
        "The cursor of the essay: Open opens what is annotated there.",
    ),
    (
        "12▎",
        "In the margin: a passage of the lens, with its claim's number where it begins.",
    ),
    (
        "12+▎",
        "Several passages begin there; the next-passage key visits each.",
    ),
    (
        "highlight",
        "The lens's passages. Overlaps are highlighted more strongly, the current passage most.",
    ),
    (
        "underlined words",
        "They have a note; the detail shows it. In italics where there are few colors.",
    ),
    (
        "¶ 3/5",
        "Paragraph 3 of 5 of the body: that of the current passage, else the first on screen.",
    ),
    (
        "62 %",
        "How much of the essay is above the bottom of the screen.",
    ),
    (
        "right of a theme",
        "The number of its claims, with those of its sub-themes.",
    ),
    ("right of an actor", "How often the essay names it."),
    (
        "the strip",
        "At the bottom of the sidebar: where in the essay the lens's passages are, or the matches \
         during a search. Below it: the part on screen.",
    ),
];
