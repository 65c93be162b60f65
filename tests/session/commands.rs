//! Sessions in a real pty: input, and commands such as copy, plain text and the editor.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use crate::pty::{postil, probe, probing, status};

#[test]
fn a_split_escape_sequence_is_one_key() {
    let mut session = probing();
    session.keys("\x1b");
    session.until_shown("key Esc");
    session.keys("[A");
    session.until_shown("key Up");
    session.keys("\x1b[1;");
    session.keys("5B");
    session.until_shown("key Down KeyModifiers(CONTROL)");
    assert!(!session.text().contains("Char("), "{}", session.text());
}

#[test]
fn a_paste_runs_no_command() {
    let mut session = probing();
    let mut paste = b"\x1b[200~".to_vec();
    paste.resize(1_000_000, b'q');
    paste.extend(b"\x1b[201~");
    // A pty buffers a few kilobytes; the program reads in the meantime.
    session.keys(&paste);
    session.until_shown("paste 999994 bytes");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn garbage_input_does_not_hang_the_reader() {
    let mut session = probing();
    let garbage = (0..50_000u32).map(|n| match n * 7919 % 13 {
        0 => 0x1b,
        1 => b'[',
        2 => b';',
        3 => 0,
        n => 0x80 | u8::try_from(n * 19 % 128).unwrap(),
    });
    session.keys(garbage.collect::<Vec<_>>());
    session.keys("\r\r");
    session.until_shown("key Enter");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

#[test]
fn a_piped_essay_is_read_and_keys_come_from_the_terminal() {
    let script = format!(
        "printf 'One paragraph.\\n' | {} -; echo [ended $?]",
        env!("CARGO_BIN_EXE_postil")
    );
    let mut session = crate::pty::program("sh")
        .arguments(&["-c", &script])
        .start();
    session.until_shown("One paragraph.");
    session.keys("q");
    session.until_shown("[ended 0]");
    session.check_restored();
}

#[test]
fn without_a_capable_terminal_text_is_printed() {
    for term in ["", "dumb", "unknown", "not set"] {
        let program = match term {
            "not set" => postil().without("TERM"),
            _ => postil().environment("TERM", term),
        };
        let mut session = program.start();
        assert_eq!(status(session.end()), 0, "{term}");
        assert!(session.sent().contains("Cold War"), "{term}");
        assert!(
            !session.sent().contains("\\x1b"),
            "{term}: {}",
            session.sent()
        );
    }
}

#[test]
fn a_copy_is_sent_to_the_terminal() {
    // "copied text" in base64.
    const TEXT: &str = "]52;c;Y29waWVkIHRleHQ=\\x07";
    for (name, value, wrapped) in [
        ("LANG", "C.UTF-8", ""),
        (
            "TMUX",
            "/tmp/x,1,0",
            "\\x1bPtmux;\\x1b\\x1b]52;c;Y29waWVkIHRleHQ=\\x07\\x1b\\\\",
        ),
        (
            "STY",
            "1.pts",
            "\\x1bP\\x1b]52;c;Y29waWVkIHRleHQ=\\x07\\x1b\\\\",
        ),
    ] {
        let mut session = probe().environment(name, value).start();
        session.until_shown("probe 80x24");
        session.keys("y");
        session.until_shown("sent_to_terminal: true");
        assert!(
            session.sent().contains(&format!("\\x1b{TEXT}")),
            "{}",
            session.sent()
        );
        assert!(session.sent().contains(wrapped), "{}", session.sent());
    }
}

#[test]
fn a_copy_also_goes_to_the_desktop_clipboard() {
    let tools = tempfile::tempdir().unwrap();
    let copied = tools.path().join("copied");
    let tool = tools.path().join("xclip");
    let script = format!("#!/bin/sh\ncat > '{}'\n", copied.display());
    std::fs::write(&tool, script).unwrap();
    std::fs::set_permissions(&tool, PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", tools.path().display());
    let mut session = probe()
        .environment("DISPLAY", ":7")
        .environment("PATH", &path)
        .start();
    session.until_shown("probe 80x24");
    session.keys("y");
    session.until_shown("tool: Some(\"xclip\")");
    session.until_sent("]52;c;Y29waWVkIHRleHQ=");
    session.until("the copy", |_| {
        std::fs::read_to_string(&copied).is_ok_and(|text| text == "copied text")
    });
}

#[test]
fn plain_text_is_shown_on_the_normal_screen() {
    let mut session = probing();
    session.keys("Y");
    session.until_shown("bare text");
    session.until_shown("second");
    assert!(!session.screen().alternate_screen());
    assert!(!session.sent().contains("\\x1b[31m"));
    // A resize does not remove it.
    session.forget();
    session.resize(70, 22);
    assert!(
        !session.read(Duration::from_millis(200)),
        "{}",
        session.sent()
    );
    session.keys("x");
    session.until_shown("probe 70x22");
    assert!(session.screen().alternate_screen());
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    session.check_restored();
}

#[test]
fn a_paste_while_plain_text_is_shown_runs_no_command() {
    let mut session = probing();
    for pasted in ["xq", "\x1b[200~xq\x1b[201~"] {
        session.keys("Y");
        session.until("the bare text", |session| {
            session.text().contains("second") && session.screen().bracketed_paste()
        });
        session.keys(pasted);
        session.until_shown("probe 80x24");
        session.until_asleep();
    }
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    session.check_restored();
}

#[test]
fn a_pending_terminal_answer_does_not_reach_the_editor() {
    let mut session = probing();
    session.keys("e");
    session.keys("\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;22c");
    session.until_shown("edit");
    session.keys("something\n");
    session.until_shown("ran Some(7)");
    assert!(!session.text().contains("rgb"), "{}", session.text());
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}

/// At most one key is lost, and only while a terminal answer is pending.
#[test]
fn input_after_quit_is_left_for_the_shell() {
    let script = format!("{}; read line; echo [$line]", env!("CARGO_BIN_EXE_postil"));
    let mut session = crate::pty::program("sh")
        .arguments(&["-c", &script])
        .start();
    session.until_shown("q quit");
    session.keys("q");
    session.until("the normal screen", |session| {
        !session.screen().alternate_screen()
    });
    session.keys(" typed\n");
    session.until_shown("typed]");
}

#[test]
fn a_child_program_gets_the_terminal() {
    let mut session = probing();
    session.keys("e");
    session.until_shown("edit");
    session.check_modes();
    assert!(!session.screen().alternate_screen());
    session.keys("something\n");
    session.until_shown("ran Some(7)");
    assert!(session.screen().alternate_screen());
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    session.check_restored();
}

#[test]
fn a_worker_wakes_the_loop() {
    let mut session = probing();
    session.keys("w");
    session.until_shown("woken");
}

#[test]
fn a_file_name_is_never_an_option_to_the_editor() {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path().canonicalize().unwrap();
    std::fs::write(place.join("-x.txt"), "One paragraph.\n").unwrap();
    let editor = place.join("editor");
    let told = place.join("told");
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '{0}.new' && mv '{0}.new' '{0}'\n",
        told.display()
    );
    std::fs::write(&editor, script).unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    let command = format!(
        "cd '{}' && exec '{}' -- -x.txt",
        place.display(),
        env!("CARGO_BIN_EXE_postil")
    );
    let mut session = crate::pty::program("sh")
        .arguments(&["-c", &command])
        .environment("EDITOR", editor.to_str().unwrap())
        .start();
    session.until_shown("One paragraph.");
    session.keys("e");
    session.until("the editor has run", |_| told.exists());
    let told = std::fs::read_to_string(told).unwrap();
    let file = place.join("-x.postil.toml");
    assert_eq!(told.lines().last(), file.to_str());
    assert!(told.lines().all(|word| !word.starts_with('-')), "{told}");
    session.keys("q");
    assert_eq!(status(session.end()), 0);
}
