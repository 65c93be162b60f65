//! Screens after keys, at every size.
//!
//! The snapshots show text and styles: below each row, which columns have which style.

use crate::support::{LOOK, Screen, screen};
use insta::assert_snapshot;
use postil::terminal::ColorDepth;
use postil::tui::glyphs;
use postil::tui::keymap::DEFAULT_BINDINGS;
use postil::tui::message::Effect;
use postil::tui::theme::{Background, Palette};

/// The three arrangements, a tall stacked screen, and a screen that is too small.
const SIZES: [&str; 5] = ["160x45", "120x40", "80x24", "50x20", "19x4"];

#[test]
fn the_first_screen() {
    for size in SIZES {
        assert_snapshot!(format!("first-{size}"), screen(size, "").styled());
    }
}

#[test]
fn scenes() {
    let table = [
        ("theme", "80x24", "jj"),
        ("theme-in-detail", "80x24", "jjj<Enter>"),
        ("peek-far-away", "80x24", "jjj<Enter>G"),
        ("claim-opened", "160x45", "jjj<Enter>j<Enter>"),
        ("claims", "80x24", "2jjjj"),
        ("actor", "120x40", "3j"),
        ("walking", "80x24", "jjj]]]"),
        ("walking-overlaps", "80x24", "]]]]"),
        ("choice", "80x24", "]]]]<Tab><Enter>"),
        ("search", "80x24", "/Japan"),
        ("search-none", "80x24", "/Atlantis"),
        ("search-accepted", "80x24", "/china<Enter>n"),
        ("search-over-lens", "80x24", "jjj/hegemony<Enter>"),
        ("go-to", "80x24", "<Ctrl-p>japan"),
        ("go-to-nothing", "80x24", ":zzzz"),
        ("help", "80x24", "?"),
        ("help-below", "80x24", "<Tab>?G"),
        ("zoomed-essay", "80x24", "jjj<Tab>z"),
        ("zoomed-detail", "120x40", "jjj<Enter>z"),
        ("single-detail", "50x20", "jjj<Enter>j"),
        ("end", "80x24", "<Tab>G"),
        ("flat", "160x12", "jj"),
        ("low", "80x8", "jj"),
    ];
    for (name, size, keys) in table {
        assert_snapshot!(name, screen(size, keys).styled());
    }
}

#[test]
fn other_looks() {
    let looks = [
        ("mono", ColorDepth::Monochrome, &glyphs::UNICODE),
        ("console", ColorDepth::Ansi16, &glyphs::CONSOLE),
        ("ascii", ColorDepth::Monochrome, &glyphs::ASCII),
    ];
    for (name, depth, glyphs) in looks {
        let mut screen = screen("80x24", "jjj]]/China<Enter>");
        screen.look.palette = Palette::new(depth, Background::Dark);
        screen.look.glyphs = glyphs;
        assert_snapshot!(name, screen.styled());
        if glyphs.ascii {
            assert!(screen.text().is_ascii());
        }
    }
}

/// Start, keys that leave it, keys that return.
#[test]
fn back_is_exactly_the_screen_that_was_left() {
    let table = [
        ("jjj<Enter>jj", "<Enter>", "<Backspace>"),
        ("jjj<Enter>jj", "<Enter>j<Enter>", "<Backspace>HH"),
        ("3jj<Enter>GG", "<Enter>", "<Ctrl-o>"),
        ("jjj]]]<Tab>", "<Enter>", "H"),
        ("jj<Tab>ddd<Space>", ":12<Enter>", "H"),
        ("jj<Tab><Space>jj", "/Iran<Enter>", "<Esc>H"),
        ("jj<Tab><Space>jj", "/Iran", "<Esc>"),
        // The search, its current match and the strip are restored too.
        ("jjj<Tab><Space>", "/Iran<Enter>", "<Backspace>"),
        ("jjj<Tab><Space>", "/China<Enter>nnn", "<Backspace>"),
        ("jjj/Iran<Enter>", "/US<Enter>", "<Backspace>"),
        ("jjj/Iran<Enter>", "/US<Enter>nn", "<Backspace>"),
        ("jjj/US<Enter>nn", "/China<Enter>/Iran<Enter>", "HH"),
        ("jjj/US<Enter>nnN", ":12<Enter><Esc>", "<Backspace>"),
        ("jjj/US<Enter>nn", ":12<Enter>nn", "<Backspace>"),
        ("jjj/US<Enter>nn<Esc>", "/China<Enter>", "<Backspace>"),
        ("jjj/US<Enter>nn", "H", "L"),
        ("jj<Enter>", "z", "z"),
        ("2jjj", "?jjj", "q"),
        ("jjj<Enter>j<Enter>", "H", "L"),
        // Browsing is one step, however many entries were passed.
        ("<Tab><Space><Space><Tab><Tab>", "jjjjjkkj", "<Backspace>"),
        ("", "<Enter>jj", "H"),
        ("jj<Tab><Space><Space><Tab><Tab>", "jjj3jj<Enter>j", "H"),
    ];
    for size in SIZES {
        for (before, there, back) in table {
            let mut screen = screen(size, before);
            let left = without_message(&screen);
            screen.keys(there);
            if size != "19x4" && (size, there) != ("50x20", "z") {
                let here = without_message(&screen);
                assert!(here != left, "{size} {before}{there} does nothing");
            }
            screen.keys(back);
            let here = without_message(&screen);
            assert!(here == left, "{size} {before}{there}{back}\n{left}\n{here}");
        }
    }
}

#[test]
fn a_search_without_matches_keeps_the_highlights() {
    for size in SIZES {
        for (before, vain) in [
            ("jjj]]", "/zzq<Enter>"),
            ("jjj]]", "/zzq<Enter>n"),
            ("jjj]]", "/ <Enter>"),
            ("jjj]]/zzq<Enter>", "n"),
            ("jjj/US<Enter>n", "/zzq<Enter>"),
            ("jjj/zzq<Enter><Esc>", "n"),
        ] {
            let mut screen = screen(size, before);
            let marks = without_message(&screen);
            screen.keys(vain);
            assert_eq!(without_message(&screen), marks, "{size} {before}{vain}");
            assert!(
                screen
                    .app
                    .ctx()
                    .message
                    .as_ref()
                    .unwrap()
                    .text
                    .starts_with("No matches for")
            );
        }
    }
}

fn without_message(screen: &Screen) -> String {
    let styled = screen.styled();
    let foot = format!("\n{:>2} ", screen.app.ctx().size.1 - 1);
    styled.split(&foot).next().unwrap_or_default().to_owned()
}

#[test]
fn a_resize_keeps_the_line_being_read() {
    let mut screen = screen("80x24", "<Tab><Space><Space>jj");
    let before = screen.app.essay().position();
    for size in [
        "160x45", "120x40", "50x20", "19x4", "200x50", "30x8", "80x24",
    ] {
        screen.resize(size);
    }
    assert_eq!(screen.app.essay().position(), before);
    for size in ["50x20", "30x8"] {
        screen.resize(size);
        let on_screen = screen.app.essay().visible();
        assert!(
            on_screen.contains(&before.offset),
            "{size}: {on_screen:?} {before:?}"
        );
    }
}

#[test]
fn every_overlapping_passage_is_reached_in_turn() {
    let mut screen = screen("80x24", "]");
    let mut seen = vec![screen.app.ctx().location.passage.clone()];
    loop {
        screen.keys("]");
        let current = screen.app.ctx().location.passage.clone();
        if seen.last() == Some(&current) {
            break;
        }
        assert!(!seen.contains(&current));
        seen.push(current);
    }
    let document = &screen.app.ctx().document;
    let all: usize = document
        .apparatus
        .claims
        .iter()
        .map(|claim| claim.anchors.len())
        .sum();
    assert_eq!(seen.len(), all);
}

#[test]
fn the_essay_scrolls_only_if_no_passage_is_visible() {
    let mut screen = screen("120x40", "");
    let themes = screen.app.ctx().document.apparatus.themes.len();
    let mut stayed = 0;
    for _ in 0..themes {
        let before = screen.app.essay().position();
        let seen = screen.app.essay().visible();
        screen.keys("j");
        let lens = screen.app.ctx().location.lens;
        let passages = screen.app.ctx().document.index.passages(lens);
        let begun = passages.iter().any(|p| seen.contains(&p.range.start));
        let whole = passages
            .iter()
            .any(|p| seen.contains(&p.range.start) && p.range.end <= seen.end);
        let moved = screen.app.essay().position() != before;
        // If a passage begins on screen and ends below it, either is right.
        assert!(begun || moved, "{lens:?} is not shown");
        assert!(!whole || !moved, "{lens:?} was in view");
        stayed += usize::from(whole);
    }
    assert!(
        stayed > 0 && stayed < themes,
        "both happen: {stayed} of {themes}"
    );
}

/// Slow links can deliver Esc and the next key as one piece.
#[test]
fn a_key_with_alt_is_esc_and_the_key_unless_it_is_bound() {
    for (joined, typed) in [
        ("/Japan<Alt-j>", "/Japan<Esc>j"),
        ("?<Alt-G>", "?<Esc>G"),
        (":<Alt-Enter>", ":<Esc><Enter>"),
        ("jj<Tab><Alt-]>", "jj<Tab><Esc>]"),
        ("jj<Alt-Ctrl-d>", "jj<Esc><Ctrl-d>"),
    ] {
        let screens = [joined, typed].map(|keys| screen("80x24", keys).styled());
        assert_eq!(screens[0], screens[1], "{joined}");
    }
    assert!(matches!(
        screen("80x24", "<Alt-q>").effect,
        Some(Effect::Quit)
    ));
}

#[test]
fn copy_includes_the_citation() {
    let table = [
        ("jjj]]", "abstract"),
        ("2jjjjjjjj<Enter>", "¶ 1"),
        ("/Iran<Enter>", "¶ 2"),
        ("<Tab>G", "disclaimer"),
        // A claim attributed to a speaker is copied with the attribution, whatever the lens is.
        (":22<Enter>", "¶ 2, attributed to: Trump administration"),
        (":22<Enter>]", "¶ 2, attributed to: Trump administration"),
        (":strategy-names<Enter>", "¶ 2"),
    ];
    for (keys, place) in table {
        let mut screen = screen("80x24", keys);
        screen.keys("y");
        let Some(Effect::Copy { text, name }) = &screen.effect else {
            panic!("{keys}: {:?}", screen.effect);
        };
        assert!(text.starts_with('“'), "{text}");
        let source = "Atsushi Sunami, “The New US-China Cold War Structure from a \
                      Techno-geopolitical Perspective”, ";
        assert!(
            text.ends_with(&format!("— {source}{place}")),
            "{keys}: {text}"
        );
        let (place, _) = place.split_once(',').unwrap_or((place, ""));
        assert!(name.starts_with(place), "{name}");
    }
}

#[test]
fn no_key_and_no_size_panics() {
    let keys: Vec<String> = DEFAULT_BINDINGS
        .iter()
        .flat_map(|(_, keys, _)| keys.iter().map(|key| format!("<{key}>")))
        .collect();
    // A pseudo-random walk with a fixed seed, so that failures can be reproduced.
    let mut state = 12_345_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut screen = screen("80x24", "");
    for step in 0..3000 {
        if step % 7 == 0 {
            let size = format!("{}x{}", next(140) + 1, next(50) + 1);
            screen.resize(&size);
        }
        let key = &keys[next(keys.len())];
        screen.keys(key);
        if step % 5 == 0 {
            let (x, y) = screen.app.ctx().size;
            let (x, y) = (next(x.into()), next(y.into()));
            screen
                .app
                .click(u16::try_from(x).unwrap(), u16::try_from(y).unwrap());
            screen.app.wheel(
                u16::try_from(x).unwrap(),
                u16::try_from(y).unwrap(),
                step % 2 == 0,
            );
        }
        screen.buffer();
    }
    assert_eq!(LOOK.glyphs, &glyphs::UNICODE);
}
