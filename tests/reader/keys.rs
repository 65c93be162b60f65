//! What each key does: every default key is pressed where it has an effect.

use crate::support::screen;
use postil::tui::action::Action;
use postil::tui::keymap::{DEFAULT_BINDINGS, KeyContext};
use postil::tui::message::Effect;

/// The visible result of a key.
enum Expect {
    /// This text appears on the screen.
    Shows(&'static str),
    /// This text disappears from the screen.
    Hides(&'static str),
    /// The terminal is asked for something.
    Asks(fn(&Effect) -> bool),
}

use Action as A;
use Expect::{Asks, Hides, Shows};

/// An action of the reader, the keys to press first, and what its own keys do then.
const READER: &[(Action, &str, Expect)] = &[
    (A::Down, "", Shows("▌ Security environment")),
    (A::Up, "jj", Shows("▌ Security environment")),
    (A::PageDown, "<Tab>", Hides("• Aiming to secure")),
    (A::PageUp, "<Tab><Space>", Shows("• Aiming to secure")),
    (A::HalfPageDown, "<Tab>", Hides("• Aiming to secure")),
    (A::HalfPageUp, "<Tab><Ctrl-d>", Shows("• Aiming to secure")),
    (A::First, "jj", Shows("▌ The essay")),
    (A::Last, "", Shows("▌   Tech diplomacy")),
    (A::NextPane, "", Shows("Space page")),
    (A::PreviousPane, "<Tab>", Shows("1 2 3 lists")),
    (A::Themes, "2", Hides("1 In their intense")),
    (A::Claims, "", Shows("1 In their intense")),
    (A::Actors, "", Shows("United States")),
    (A::NextPassage, "jjj", Shows("  3▌")),
    (A::PreviousPassage, "jjj]]", Shows("  3▌")),
    (A::Open, "jjj<Enter>", Shows("In the author's words")),
    (A::Back, "jjj<Enter><Enter>", Hides("In the author's words")),
    (
        A::Forward,
        "jjj<Enter><Enter><Backspace>",
        Shows("In the author's words"),
    ),
    (A::Search, "", Shows("Esc close")),
    (A::NextMatch, "/hegemony<Enter>", Shows("2 of 5")),
    (A::PreviousMatch, "/hegemony<Enter>", Shows("5 of 5")),
    (A::GoTo, "", Shows("─ Go to ─")),
    (
        A::Copy,
        "jjj]",
        Asks(|effect| matches!(effect, Effect::Copy { text, .. } if text.contains("— Atsushi"))),
    ),
    (
        A::ShowPlainText,
        "jjj]",
        Asks(|effect| matches!(effect, Effect::ShowPlainText(text) if text.contains("hegemony"))),
    ),
    (A::Zoom, "<Tab>", Shows("z unzoom")),
    (A::Edit, "", Shows("“postil init” writes a copy")),
    (A::Problems, "", Shows("no problems")),
    (
        A::Mouse,
        "",
        Asks(|effect| matches!(effect, Effect::Mouse(true))),
    ),
    (A::Cancel, "?", Hides("─ Help ─")),
    (A::Help, "", Shows("─ Help ─")),
    (
        A::Suspend,
        "",
        Asks(|effect| matches!(effect, Effect::Suspend)),
    ),
    (
        A::Redraw,
        "",
        Asks(|effect| matches!(effect, Effect::Redraw)),
    ),
    (A::Quit, "", Asks(|effect| matches!(effect, Effect::Quit))),
];

/// The same for actions in a prompt.
const PROMPT: &[(Action, &str, Expect)] = &[
    (A::Accept, "/hegemony", Shows("n N next, previous")),
    (A::Cancel, "/hegemony", Hides("1 of 5")),
    (A::NextEntry, ":china j", Hides("│▸ claim   39")),
    (A::PreviousEntry, ":china j<Down>", Shows("│▸ claim   39")),
    (A::PageDown, ":china j", Hides("│▸ claim   39")),
    (A::PageUp, ":china j<PgDn>", Shows("│▸ claim   39")),
    (A::DeleteBack, "/hegemonyx", Shows("1 of 5")),
    (A::DeleteWord, ":china j", Hides(":china j")),
    (A::DeleteLine, ":china j", Hides(":china j")),
    (
        A::Suspend,
        "/",
        Asks(|effect| matches!(effect, Effect::Suspend)),
    ),
    (
        A::Redraw,
        "/",
        Asks(|effect| matches!(effect, Effect::Redraw)),
    ),
];

#[test]
fn every_key_does_what_it_is_for() {
    for size in ["80x24", "120x40", "160x45"] {
        for (context, keys, action) in DEFAULT_BINDINGS {
            let cases = match context {
                KeyContext::Reader => READER,
                KeyContext::Prompt => PROMPT,
            };
            let case = cases.iter().find(|(of, ..)| of == action);
            let (_, before, expect) = case.unwrap_or_else(|| panic!("no case for {action:?}"));
            for key in *keys {
                let mut screen = screen(size, before);
                let earlier = screen.text();
                screen.keys(&format!("<{key}>"));
                let later = screen.text();
                let met = match expect {
                    Shows(text) => !earlier.contains(text) && later.contains(text),
                    Hides(text) => earlier.contains(text) && !later.contains(text),
                    Asks(is_asked) => screen.effect.as_ref().is_some_and(is_asked),
                };
                assert!(
                    met,
                    "{size}: {key} ({action:?}) after {before:?}, effect {:?}\n{earlier}\n{later}",
                    screen.effect
                );
            }
        }
    }
}
