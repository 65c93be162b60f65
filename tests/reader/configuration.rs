//! The examples of `docs/configuration.md`, and the effect of a configuration on the screen.

use std::path::Path;

use crate::support::{configured, document, screen};
use postil::config::{self, Config};
use postil::terminal::ColorDepth;
use postil::tui::action::Action;
use postil::tui::app::App;
use postil::tui::geometry::Arrangement;
use postil::tui::keymap::{DEFAULT_BINDINGS, KeyChord, KeyContext, Keymap};
use postil::tui::message::Files;
use postil::tui::theme::{Background, Palette};
use ratatui::style::{Color, Modifier};

const REFERENCE: &str = include_str!("../../docs/configuration.md");

/// The valid examples, and the wrong ones with their messages.
fn examples() -> (Vec<&'static str>, Vec<(&'static str, &'static str)>) {
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for block in REFERENCE.split("```toml\n").skip(1) {
        let (example, _) = block.split_once("```").expect("a block is closed");
        match example.strip_prefix("# wrong: ") {
            Some(rest) => wrong.push(rest.split_once('\n').expect("a mistake and an example")),
            None => right.push(example),
        }
    }
    (right, wrong)
}

/// Reads a valid configuration.
fn config(text: &str) -> Config {
    let (config, problems) = config::read(text);
    assert_eq!(problems, [], "{text}");
    config
}

#[test]
fn every_example_of_the_reference_is_valid() {
    let (right, _) = examples();
    assert!(right.len() >= 4, "there are only {} examples", right.len());
    for example in right {
        let again = config(&config::print(&config(example)));
        assert_eq!(again, config(example), "{example}");
    }
}

#[test]
fn the_reference_shows_the_default_settings() {
    let (right, _) = examples();
    let all = right.iter().find(|example| example.contains("measure"));
    let all = all.expect("an example of the settings");
    assert_eq!(config(all), Config::default());
    assert_eq!(all.matches(" = ").count(), 6);
}

#[test]
fn every_wrong_example_gives_its_stated_error() {
    let (_, wrong) = examples();
    assert!(wrong.len() >= 5, "there are only {} examples", wrong.len());
    for (words, example) in wrong {
        let (config, problems) = config::read(example);
        let [problem] = &problems[..] else {
            panic!("{example}: {problems:#?}");
        };
        let position = problem.position.expect("a place");
        let (line, column) = (position.line, position.column);
        let said = format!("{line}:{column} {}", problem.message);
        assert!(said.starts_with(words), "{said}");
        if !example.contains("down") {
            assert_eq!(config, Config::default(), "{example}");
        }
    }
}

#[test]
fn configured_keys_are_shown_everywhere() {
    let chosen = config(
        "[keys.reader]\ndown = \"F2\"\nup = []\nopen = [\"o\"]\nhelp = \"F9\"\nzoom = []\nquit = \"x\"",
    );
    let mut screen = configured(&chosen, "80x24", "jjj");
    assert_eq!(screen.text(), configured(&chosen, "80x24", "").text());
    let foot = screen.rows().pop().unwrap_or_default();
    for shown in ["F2 move", "o open", "F9 help", "x quit"] {
        assert!(foot.contains(shown), "{shown}: {foot}");
    }
    screen.keys("<F2><F2><F2>");
    assert_eq!(screen.sidebar_cursor(), 3);
    screen.keys("<F9>");
    let help = screen.text();
    assert!(help.contains("F2    ") && !help.contains(" j "), "{help}");
    assert!(help.contains("(no key)"), "{help}");
    screen.keys("x:quit");
    let prompt = screen.text();
    assert!(prompt.contains("x Ctrl-c"), "{prompt}");
    // Typed letters are text.
    screen.keys("<Esc>/xo");
    assert_eq!(screen.prompt(), Some("xo"));
}

#[test]
fn ctrl_c_is_shown_when_quit_has_no_key() {
    let chosen = config("[keys.reader]\nquit = []\nnext-match = []\nprevious-match = []");
    let mut screen = configured(&chosen, "80x24", "");
    assert!(screen.text().contains("Ctrl-c quit"), "{}", screen.text());
    screen.keys("/China<Enter>");
    let foot = screen.rows().pop().unwrap_or_default();
    assert!(
        foot.ends_with("Esc clear") && !foot.contains("next"),
        "{foot}"
    );
    screen.keys("<Ctrl-c>");
    assert_eq!(screen.effect, Some(postil::tui::message::Effect::Quit));
    assert_eq!(chosen.keys.keys(Action::Quit), ["Ctrl-c"]);
}

#[test]
fn messages_name_the_configured_keys() {
    let chosen = config("[keys.reader]\nsearch = [\"s\"]\nnext-passage = [\"F2\"]");
    let without = config("[keys.reader]\nsearch = []\nnext-passage = []");
    for (keys, said, without_keys) in [
        ("n", "No search yet: s starts one", "search starts one"),
        (
            "3G<Tab>g<Enter>",
            "F2 goes to a passage first",
            "next-passage goes to",
        ),
    ] {
        let foot = |config| {
            configured(config, "80x24", keys)
                .rows()
                .pop()
                .unwrap_or_default()
        };
        assert!(foot(&chosen).contains(said), "{}", foot(&chosen));
        assert!(foot(&without).contains(without_keys), "{}", foot(&without));
    }
    let essay = "China. ".repeat(120);
    let apparatus = "format = 1\n[[actor]]\nid = \"china\"\nname = \"China\"\nkind = \"state\"\n";
    let app = App::new(
        document(&essay, apparatus),
        Files::default(),
        chosen.options,
        chosen.keys.clone(),
        (80, 24),
        None,
    );
    let subject = app.ctx().document.subject("china").expect("an actor");
    let mut app = app;
    app.start_at(subject);
    app.perform(Action::NextPane);
    app.perform(Action::NextPane);
    let rows = app.detail().content().rows.iter();
    let text: Vec<_> = rows
        .flat_map(|row| &row.spans)
        .map(|span| &*span.text)
        .collect();
    let said = "and 20 more; F2 steps through all of them";
    assert!(text.contains(&said), "{text:?}");
}

/// Messages must name the keys in force, so no literal in the sources may contain one.
#[test]
fn no_message_hard_codes_a_key() {
    let named: Vec<String> = DEFAULT_BINDINGS
        .iter()
        .flat_map(|(_, keys, _)| keys.iter().map(ToString::to_string))
        // Letters are words too, and prose contains commas, full stops and middle dots.
        .filter(|key| key.len() > 1 || !key.chars().all(char::is_alphanumeric))
        .filter(|key| ![",", ".", "·"].contains(&&**key))
        .collect();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if !["tests.rs", "key.rs"]
                .iter()
                .any(|name| path.ends_with(name))
            {
                files.push(path);
            }
        }
    }
    assert!(files.len() > 20);
    for file in files {
        let source = std::fs::read_to_string(&file).expect("a source");
        let source = source
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        // The bindings themselves, and the footers that the README shows, name keys.
        if file.ends_with("keymap/mod.rs") {
            continue;
        }
        for line in source.lines().filter(|line| !line.trim().starts_with("//")) {
            for literal in line.split('"').skip(1).step_by(2) {
                let mut words = literal.split(' ').filter(|_| literal.contains(' '));
                let key = words.find(|word| named.iter().any(|key| key == word));
                assert_eq!(key, None, "{}: {line}", file.display());
            }
        }
    }
}

/// The style of a highlighted passage.
fn passage_style(text: &str, palette: Palette) -> (Color, Color, Modifier) {
    let mut screen = configured(&config(text), "80x24", "jjj");
    screen.look.palette = palette;
    let shipped = screen_of(palette);
    let (mut chosen, before) = (screen.buffer(), shipped.buffer());
    let changed = chosen.content.iter_mut().zip(&before.content);
    let mut styles = changed.filter_map(|(now, then)| (now != then).then_some(now));
    let cell = styles.next().expect("something looks otherwise");
    (cell.fg, cell.bg, cell.modifier)
}

fn screen_of(palette: Palette) -> crate::support::Screen {
    let mut screen = screen("80x24", "jjj");
    screen.look.palette = palette;
    screen
}

#[test]
fn a_configured_style_is_drawn_for_its_role() {
    let dark = |depth| Palette::new(depth, Background::Dark);
    let rgb = "[colors.dark]\npassage = \"italic red on #112233\"";
    let paper = Color::Rgb(0x11, 0x22, 0x33);
    let (italic, lined) = (Modifier::ITALIC, Modifier::UNDERLINED);
    for depth in [ColorDepth::TrueColor, ColorDepth::Ansi256] {
        assert_eq!(passage_style(rgb, dark(depth)), (Color::Red, paper, italic));
    }
    assert_eq!(
        passage_style(rgb, dark(ColorDepth::Ansi16)),
        (Color::Red, paper, italic | lined)
    );
    // It does not apply to the other background or without colors.
    for other in [
        Palette::new(ColorDepth::TrueColor, Background::Light),
        dark(ColorDepth::Monochrome),
    ] {
        let mut screen = configured(&config(rgb), "80x24", "jjj");
        screen.look.palette = other;
        assert_eq!(screen.buffer(), screen_of(other).buffer());
    }
}

#[test]
fn the_configured_layout_is_used() {
    let chosen = config("measure = 30\nmouse = true\n[layout]\nwide = 90\nnarrow = 70");
    for (size, arrangement) in [
        ("90x24", Arrangement::Wide),
        ("89x24", Arrangement::Stacked),
        ("69x24", Arrangement::Single),
    ] {
        let mut screen = configured(&chosen, size, "");
        assert_eq!(screen.app.ctx().screen.arrangement, arrangement, "{size}");
        screen.keys("M");
        assert_eq!(
            screen.effect,
            Some(postil::tui::message::Effect::Mouse(false))
        );
    }
    let mut screen = configured(&chosen, "80x24", "<Tab>z<Space>");
    let widest = |screen: &crate::support::Screen| {
        let rows = screen.rows();
        let prose = &rows[1..rows.len() - 1];
        prose.iter().map(|row| row.trim().chars().count()).max()
    };
    assert!(widest(&screen) <= Some(36), "{}", screen.text());
    screen.resize("200x24");
    assert!(widest(&screen) <= Some(36), "{}", screen.text());
}

#[test]
fn a_secure_keymap_lists_only_what_works() {
    let custom = [
        (
            KeyContext::Reader,
            Action::Edit,
            vec![KeyChord::parse("x").unwrap()],
        ),
        (
            KeyContext::Prompt,
            Action::Suspend,
            vec![KeyChord::parse("F5").unwrap()],
        ),
    ];
    let config = Config {
        keys: Keymap::new(&custom).secure(),
        ..Config::default()
    };
    let bindings = |keys: &Keymap, action| {
        [KeyContext::Reader, KeyContext::Prompt].map(|context| keys.keys_in(context, action).len())
    };
    for action in [Action::Edit, Action::Suspend] {
        assert_eq!(bindings(&config.keys, action), [0, 0], "{action:?}");
        let description = action.info().description;
        let words: Vec<_> = description.split(' ').take(3).collect();
        let words = words.join(" ");
        for (config, is_listed) in [(&Config::default(), true), (&config, false)] {
            let help = configured(config, "120x200", "?").text();
            assert_eq!(help.contains(&words), is_listed, "{help}");
            let name = action.info().name;
            let picker = configured(config, "120x40", &format!(":{name}")).text();
            let entry = format!("run     {name} ");
            assert_eq!(picker.contains(&entry), is_listed, "{picker}");
        }
    }
    for keys in [
        "x",
        "e",
        "<Ctrl-z>",
        "/<F5>",
        "/<Ctrl-z>",
        ":edit<Enter>",
        "!e",
        "!x",
        "?<Ctrl-z>",
    ] {
        assert_eq!(configured(&config, "120x40", keys).effect, None, "{keys}");
    }
}
