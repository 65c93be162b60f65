//! Sessions in a real pty with a configuration file.

use std::fs;

use crate::pty::{Program, postil, status};
use tempfile::TempDir;

/// Postil with a configuration file.
fn configured(file: &str) -> (TempDir, Program) {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("postil")).unwrap();
    fs::write(home.path().join("postil/config.toml"), file).unwrap();
    let program = postil().environment("XDG_CONFIG_HOME", home.path().to_str().unwrap());
    (home, program)
}

#[test]
fn mistakes_are_counted_and_valid_settings_are_used() {
    let (_home, program) =
        configured("palette = \"pink\"\nmouse = 1\n[keys.reader]\nquit = \"F2\"\n");
    let mut session = program.start();
    session.until_shown("2 mistakes in the configuration: “postil config” lists them");
    assert!(!session.sent().contains("?1000;"), "{}", session.sent());
    session.keys("j");
    session.until_shown("F2 quit");
    session.keys("\x1bOQ");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn the_configured_mouse_and_terminal_colors_are_used() {
    let file = "mouse = true\npalette = \"dark\"\n[colors]\ntitle = \"#ff0000 on #0000ff\"\n";
    for (color, variable, sent) in [
        ("truecolor", "", Some("38;2;255;0;0;48;2;0;0;255")),
        ("", "", Some("38;5;196;48;5;21")),
        ("truecolor", "1", None),
    ] {
        let (_home, program) = configured(file);
        let program = program.environment("COLORTERM", color);
        let mut session = program.environment("NO_COLOR", variable).start();
        session.until_shown("quit");
        let (first, sent) = (session.sent(), sent.unwrap_or_default());
        assert!(first.contains(sent), "{sent}: {first}");
        assert!(first.contains("?1000;1002;1006h"), "{first}");
        assert!(variable.is_empty() || !first.contains("38;"), "{first}");
        session.keys("q");
        assert_eq!(status(session.end()), 0);
    }
}
