//! Tests of reading and printing a configuration.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use proptest::prelude::*;

use super::*;
use crate::terminal::ColorDepth;
use crate::tui::action::Action;
use crate::tui::keymap::{KeyChord, KeyContext};
use crate::tui::theme::{Background, Palette, StyleRole};

const EXAMPLE: &str = r#"
palette = "light"
measure = 60
mouse = true
max_file_size = 1000
x-mine = { anything = 1 }

[layout]
wide = 0x64
narrow = 50

[keys.reader]
quit = "Q"
search = "s"
mouse = []
back = ["\\", "\"", "Backspace"]

[keys.prompt]
delete-line = ["Ctrl-K"]

[colors]
passage = "underline on #112233"
text = ""

[colors.light]
quote = "italic 24"
"#;

#[test]
fn every_setting_is_read() {
    let (config, problems) = read(EXAMPLE);
    assert_eq!(problems, []);
    assert_eq!(config.palette, PaletteChoice::Light);
    assert_eq!((config.options.measure, config.options.mouse), (60, true));
    assert_eq!(config.max_file_size, 1000);
    assert_eq!(
        (
            config.options.breakpoints.wide,
            config.options.breakpoints.stacked
        ),
        (100, 50)
    );
    assert_eq!(config.keys.keys(Action::Quit), ["Q", "Ctrl-c"]);
    assert_eq!(config.keys.keys(Action::Search), ["s"]);
    assert_eq!(config.keys.keys(Action::Back), ["\\", "\"", "Backspace"]);
    assert!(config.keys.keys(Action::Mouse).is_empty());
    assert_eq!(config.keys.keys(Action::DeleteLine), ["Ctrl-k"]);
    let key = KeyChord::parse("q").unwrap();
    assert_eq!(config.keys.action(KeyContext::Reader, key), None);
    let style = |ground, role| {
        let palette = Palette::new(ColorDepth::TrueColor, ground);
        style::format(config.colors.style(palette, role))
    };
    assert_eq!(
        style(Background::Dark, StyleRole::Passage),
        "underline on #112233"
    );
    assert_eq!(style(Background::Light, StyleRole::Quote), "italic 24");
    assert_ne!(style(Background::Dark, StyleRole::Quote), "italic 24");
}

#[test]
fn a_printed_configuration_reads_to_the_same() {
    for text in ["", EXAMPLE] {
        let (config, _) = read(text);
        let printed = print(&config);
        let (again, problems) = read(&printed);
        assert_eq!(problems, [], "{printed}");
        assert_eq!(again, config);
        assert_eq!(print(&again), printed);
        for line in printed.lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
    // The commented styles are valid too.
    let all = print(&Config::default()).replace("\n# ", "\n#");
    let on = all.replace("\n#", "\n# ");
    let on: Vec<_> = on
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = \"") => rest,
            _ => line,
        })
        .collect();
    let (config, problems) = read(&on.join("\n"));
    assert_eq!(problems, []);
    for ground in [Background::Dark, Background::Light] {
        let palette = Palette::new(ColorDepth::TrueColor, ground);
        for &role in StyleRole::ALL {
            assert!(config.colors.get(Some(ground), role).is_some());
            assert_eq!(config.colors.style(palette, role), palette.style(role));
        }
    }
}

/// The line, column and text of each problem.
fn reported(file: &str) -> Vec<(usize, usize, String)> {
    let (_, problems) = read(file);
    let one = |problem: &Problem| {
        let position = problem.position.unwrap();
        let (line, column) = (position.line, position.column);
        let help = problem.help.clone().unwrap_or_default();
        (line, column, format!("{}; {help}", problem.message))
    };
    problems.iter().map(one).collect()
}

#[test]
fn every_mistake_is_reported_with_its_position() {
    let file = r#"palette = "drak"
measur = 70
measure = "70"
mouse = 1
colors = { passage = "blu", pasage = "red", dark = { text = 3 } }
[layout]
wide = 79
narrow = -1
tall = 3
[keys]
quit = ["x"]
[keys.reader]
down = ["j", "Ctrl-h", "jj", 3]
up = ["j"]
accept = ["Enter"]
copi = "c"
copy = ["Ctrl-c"]
[keys.prompt]
cancel = ["x"]
"#;
    let expected = [
        (
            1,
            11,
            "`palette` must be one of auto, dark, light, mono; did you mean `dark`?",
        ),
        (
            2,
            1,
            "unknown key `measur` in the configuration; did you mean `measure`?",
        ),
        (3, 11, "`measure` must be a whole number from 20 to 200"),
        (4, 9, "`mouse` must be true or false"),
        (
            5,
            22,
            "unknown color `blu`; did you mean `blue`?; a style is",
        ),
        (
            5,
            29,
            "unknown key `pasage` in [colors]; did you mean `passage`?",
        ),
        (5, 61, "`text` must be a style, such as \"bold red\""),
        (7, 8, "`wide` must be a whole number from 80 to 1000"),
        (8, 10, "`narrow` must be a whole number from 40 to 1000"),
        (
            9,
            1,
            "unknown key `tall` in [layout]; the keys are wide, narrow",
        ),
        (11, 1, "`quit` must be in [keys.reader] or [keys.prompt]"),
        (13, 14, "terminals cannot tell Ctrl-h from Backspace"),
        (13, 24, "\"jj\" is not a key"),
        (13, 30, "`down` must be a list of keys"),
        (14, 7, "j is already `down`"),
        (15, 1, "unknown key `accept` in [keys.reader]"),
        (
            16,
            1,
            "unknown key `copi` in [keys.reader]; did you mean `copy`?",
        ),
        (17, 9, "Ctrl-c is always `quit`, so that there is a way out"),
        (19, 11, "x types text in a prompt"),
    ];
    let reported = reported(file);
    for ((line, column, words), (at_line, at_column, begins)) in reported.iter().zip(expected) {
        assert_eq!((*line, *column), (at_line, at_column), "{words}");
        assert!(words.starts_with(begins), "{words}");
    }
    assert_eq!(reported.len(), expected.len(), "{reported:#?}");
    // Every wrong setting keeps its default.
    let (config, _) = read(file);
    let down = vec![KeyChord::parse("j").unwrap()];
    let keys = Keymap::new(&[(KeyContext::Reader, Action::Down, down)]);
    let shipped = Config::default();
    assert_eq!(config, Config { keys, ..shipped });
}

#[test]
fn an_action_gets_the_valid_ones_of_its_keys() {
    let table: &[(&str, Action, &[&str], usize)] = &[
        ("quit = []", Action::Quit, &["Ctrl-c"], 0),
        ("quit = [\"jj\"]", Action::Quit, &["q", "Ctrl-c"], 1),
        ("copy = [\"q\"]", Action::Quit, &["Ctrl-c"], 0),
        ("copy = [\"Ctrl-c\"]", Action::Copy, &["y"], 1),
        ("copy = [\"Ctrl-c\", \"c\"]", Action::Copy, &["c"], 1),
        ("copy = \"c\"", Action::Copy, &["c"], 0),
        ("copy = 3", Action::Copy, &["y"], 1),
        ("copy = []", Action::Copy, &[], 0),
        ("zoom = [\"y\"]", Action::Copy, &[], 0),
        ("zoom = [\"y\"]\ncopy = [\"y\"]", Action::Copy, &[], 1),
        ("zoom = [\"x\", \"x\"]", Action::Zoom, &["x"], 1),
        ("zoom = [\"\\u001b[2J\"]", Action::Zoom, &["z"], 1),
    ];
    for (file, action, keys, problems) in table {
        let (config, found) = read(&format!("[keys.reader]\n{file}"));
        assert_eq!(config.keys.keys(*action), *keys, "{file}");
        assert_eq!(found.len(), *problems, "{file}");
    }
}

#[test]
fn a_syntax_error_hides_at_most_the_rest_of_its_table() {
    let table: &[(&str, &[usize])] = &[
        ("measure = 70 71\nmouse = 3\n", &[1, 2]),
        ("[layout\nwide = 1\n[keys.reader]\ncopy = 3", &[1, 4]),
        (
            "palette = \"dark\nmeasure = 1\nmouse = [\n[layout]\nwide = 1",
            &[1, 2, 4, 5],
        ),
        ("mouse = true\nmouse = true\n", &[2]),
        ("palette = light\n[keys.reader]\ncopy = [x]", &[1, 3]),
    ];
    for (file, lines) in table {
        let reported = reported(file);
        let at: Vec<_> = reported.iter().map(|one| one.0).collect();
        assert_eq!(at, *lines, "{file}: {reported:#?}");
        let (config, _) = read(file);
        assert_eq!(
            (config.palette, config.options.measure),
            (PaletteChoice::Auto, 72)
        );
        assert_eq!(config.keys, Keymap::default());
    }
}

#[test]
fn an_unreadable_file_is_reported_and_a_missing_one_is_not() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    fs::write(at("bytes"), b"measure = 50\n# \xff").unwrap();
    fs::write(at("long"), vec![b'#'; 1 << 19]).unwrap();
    fs::write(at("right"), "\u{feff}measure = 50\r\n").unwrap();
    fs::create_dir(at("directory")).unwrap();
    for (to, name) in [
        ("/dev/zero", "zero"),
        ("none", "dangling"),
        ("circle", "circle"),
    ] {
        symlink(to, at(name)).unwrap();
    }
    let _socket = UnixListener::bind(at("socket")).unwrap();
    let table = [
        ("none", 72, ""),
        ("right/none", 72, ""),
        ("dangling", 72, ""),
        ("right", 50, ""),
        ("bytes", 72, "not UTF-8"),
        ("long", 72, "larger than 256 KB"),
        ("directory", 72, "it is a directory"),
        ("zero", 72, "a device"),
        ("socket", 72, "not a file"),
        ("circle", 72, "cannot read it"),
    ];
    for (name, measure, words) in table {
        let loaded = LoadedConfig::from_file(at(name));
        assert_eq!(loaded.config.options.measure, measure, "{name}");
        let said: Vec<_> = loaded.problems.iter().map(|one| &*one.message).collect();
        let said = said.join("; ");
        assert_eq!(said.is_empty(), words.is_empty(), "{name}: {said}");
        assert!(said.contains(words), "{name}: {said}");
        assert!(!said.contains("os error"), "{name}: {said}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_a_configuration_that_can_be_printed(text in "([a-z.]{1,8} ?= ?|keys.reader|copy = |\"[a-zA-Z-]{1,6}\"|\\[|\\]|\"|\\{|\\}|,|[0-9]|keys|colors|reader|\n|\\PC){0,40}") {
        let (config, _) = read(&text);
        let (again, problems) = read(&print(&config));
        prop_assert_eq!(problems, []);
        prop_assert_eq!(again, config);
    }
}
