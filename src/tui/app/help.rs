//! The help: the keys that matter here first, then all of them, then what the marks mean.
//!
//! Owns which actions matter where, and what the marks mean. Keys and sentences come from their tables;
//! the marks stand in none, so whoever changes one on screen changes it here.

use super::App;
use super::overlay::Target;
use crate::apparatus::{ClaimKind, RelationKind, Role};
use crate::layout;
use crate::tui::action::{ACTIONS, Action, ActionGroup};
use crate::tui::geometry::{Arrangement, Region};
use crate::tui::rich_text::{RichText, RichTextBuilder, Span, span};
use crate::tui::theme::StyleRole;

/// The cells that the keys have before their sentence, where there is room and where there is not.
const KEYS: usize = 20;
const KEYS_NARROW: usize = 13;

/// The cells of a row from which on there is room for the wider: a sentence has forty of them then.
const ROOM: usize = 60;

/// The actions that matter where the reader is and that would do something there, for the line of
/// hints and the top of the help; those that stand together share a hint.
#[must_use]
pub fn hints(app: &App) -> Vec<Vec<Action>> {
    let groups = matter(app.place().focus).iter().map(|group| {
        let offered = group.iter().copied().filter(|&action| app.offers(action));
        offered.collect::<Vec<_>>()
    });
    let mut groups: Vec<_> = groups.filter(|group| !group.is_empty()).collect();
    if app.place().zoomed && app.offers(Action::Zoom) {
        // Nothing else shows how one gets the other regions back.
        groups.retain(|group| *group != [Action::Zoom]);
        groups.insert(groups.len().min(1), vec![Action::Zoom]);
    }
    if app.regions().arrangement == Arrangement::Single {
        // Nothing else shows that there are other regions, and how one gets there.
        groups.sort_by_key(|group| match group.as_slice() {
            [Action::Down, ..] => (0, 0),
            [Action::NextRegion] => (1, 0),
            _ => (2, 0),
        });
    }
    groups
}

/// The actions that matter in a region.
fn matter(region: Region) -> &'static [&'static [Action]] {
    use Action as A;
    match region {
        Region::Sidebar => &[
            &[A::Down, A::Up],
            &[A::Open],
            &[A::NextRegion],
            &[A::Themes, A::Claims, A::Actors],
            &[A::Search],
            &[A::NextPassage, A::PreviousPassage],
            &[A::GoTo],
            &[A::Zoom],
        ],
        Region::Essay => &[
            &[A::Down, A::Up],
            &[A::PageDown],
            &[A::NextPassage, A::PreviousPassage],
            &[A::Open],
            &[A::NextRegion],
            &[A::Copy],
            &[A::Search],
            &[A::Back],
        ],
        Region::Detail => &[
            &[A::Down, A::Up],
            &[A::Open],
            &[A::NextRegion],
            &[A::Back],
            &[A::Copy],
            &[A::Search],
            &[A::GoTo],
            &[A::Zoom],
        ],
    }
}

/// What the keys in a list of them are, as they are shown: at most `most` for each action.
#[must_use]
pub fn keys(app: &App, actions: &[Action], most: usize, between: &str) -> String {
    let keys: Vec<_> = actions
        .iter()
        .flat_map(|&action| app.keys_of(action).iter().take(most))
        .map(String::as_str)
        .collect();
    keys.join(between)
}

/// The rows of the help.
#[must_use]
pub fn rows(app: &App, width: usize) -> RichText<Target> {
    let mut rows = RichTextBuilder::new(width);
    let here = match app.place().focus {
        Region::Sidebar => "Here, in the sidebar",
        Region::Essay => "Here, in the essay",
        Region::Detail => "Here, in the detail",
    };
    rows.heading(here);
    for action in hints(app).into_iter().flatten() {
        key_row(&mut rows, app, action);
    }
    for group in ActionGroup::ALL {
        rows.heading(group.name());
        for entry in ACTIONS.iter().filter(|entry| entry.group == group) {
            key_row(&mut rows, app, entry.action);
        }
    }
    meanings(&mut rows);
    rows.finish()
}

fn key_row(rows: &mut RichTextBuilder<Target>, app: &App, action: Action) {
    let lead = match keys(app, &[action], usize::MAX, " ") {
        none if none.is_empty() => span(StyleRole::Faint, "(no key)"),
        keys => span(StyleRole::Key, &keys),
    };
    row(rows, lead, action.info().description);
}

fn row(rows: &mut RichTextBuilder<Target>, mut lead: Span, sentence: &str) {
    let keys = if rows.width() < ROOM {
        KEYS_NARROW
    } else {
        KEYS
    };
    let pad = keys.saturating_sub(layout::width(&lead.text)).max(1);
    lead.text.push_str(&" ".repeat(pad));
    rows.hanging(&[lead], &[span(StyleRole::Text, sentence)]);
}

fn meanings(rows: &mut RichTextBuilder<Target>) {
    rows.heading("What a claim asserts");
    for &kind in ClaimKind::ALL {
        row(rows, span(StyleRole::Kind, kind.name()), kind.sentence());
    }
    rows.heading("How claims stand to each other");
    for &kind in RelationKind::ALL {
        row(
            rows,
            span(StyleRole::Relation, kind.name()),
            kind.sentence(),
        );
    }
    rows.heading("What an actor is in a claim");
    for &role in Role::ALL {
        row(
            rows,
            span(StyleRole::Relation, role.name()),
            role.sentence(),
        );
    }
    rows.heading("Marks and counts");
    for (mark, meaning) in MARKS {
        row(rows, span(StyleRole::Key, mark), meaning);
    }
}

/// The marks of the screen.
const MARKS: &[(&str, &str)] = &[
    (
        "▌ ▸",
        "The cursor: in the sidebar ▌, or ▸ on what is not looked through; in the detail ▸.",
    ),
    (
        "▸ by the text",
        "The essay has the focus; what stands there can be opened.",
    ),
    (
        "12▎",
        "In the margin: a passage of the lens, with its claim's number where it begins.",
    ),
    (
        "12+▎",
        "Several begin there; going to the next passage visits each.",
    ),
    (
        "lit words",
        "The lens's passages. Where several overlap they are lit more strongly; the \
                   current one stands out from all.",
    ),
    (
        "underlined words",
        "A note stands on them; the detail has it. Slanted where there are few colours.",
    ),
    (
        "¶ 3/5",
        "The paragraph of the current passage, else the first on screen; of those of the body.",
    ),
    (
        "62 %",
        "How much of the essay lies above the foot of the screen.",
    ),
    (
        "right of a theme",
        "How many claims it has, its narrower themes' included.",
    ),
    ("right of an actor", "How often the essay names it."),
    (
        "the strip",
        "At the sidebar's foot: where in the essay the lens's passages lie, or while a search is \
                   on its matches; below it, the part on screen.",
    ),
];
