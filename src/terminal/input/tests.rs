use crossterm::event::KeyModifiers;

use super::super::event::{Answer, Rgb};
use super::*;

/// An event as a short text: `Ctrl-a`, `Up`, `paste "x"`, `Background(Rgb(1, 2, 3))`.
fn text(event: &Event) -> String {
    match event {
        Event::Key(key) => {
            let mut text = String::new();
            for (modifier, name) in [
                (KeyModifiers::CONTROL, "Ctrl-"),
                (KeyModifiers::ALT, "Alt-"),
                (KeyModifiers::SHIFT, "Shift-"),
                (KeyModifiers::SUPER, "Super-"),
            ] {
                if key.modifiers.contains(modifier) {
                    text += name;
                }
            }
            match key.code {
                crossterm::event::KeyCode::Char(' ') => text += "Space",
                crossterm::event::KeyCode::Char(c) => text.push(c),
                crossterm::event::KeyCode::F(number) => text += &format!("F{number}"),
                code => text += &format!("{code:?}"),
            }
            match key.kind {
                crossterm::event::KeyEventKind::Press => text,
                kind => format!("{text} {kind:?}"),
            }
        }
        Event::Mouse(mouse) => format!("{:?} {},{}", mouse.kind, mouse.column, mouse.row),
        Event::Paste(pasted) => format!("paste {pasted:?}"),
        Event::Answer(answer) => format!("{answer:?}"),
        other => format!("{other:?}"),
    }
}

/// Feeds the reads, with a pause after each that the reader is told of; gives all events.
fn read(reads: &[&[u8]], pause: bool) -> Vec<String> {
    let mut input = Input::default();
    let mut events = Vec::new();
    for bytes in reads {
        input.feed(bytes, &mut events);
        if pause && input.wait().is_some() {
            input.expire(&mut events);
        }
    }
    events.iter().map(text).collect()
}

#[track_caller]
fn check(bytes: &[u8], expected: &[&str]) {
    assert_eq!(read(&[bytes], false), expected, "{}", bytes.escape_ascii());
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(read(&single, false), expected, "{}", bytes.escape_ascii());
}

#[test]
fn keys_in_every_encoding() {
    let table: &[(&[u8], &[&str])] = &[
        (b"j", &["j"]),
        (b"G", &["Shift-G"]),
        (b"?", &["?"]),
        ("é日😀".as_bytes(), &["é", "日", "😀"]),
        (b"\r", &["Enter"]),
        (b"\n", &["Ctrl-j"]),
        (b"\t", &["Tab"]),
        (b"\x7f\x08", &["Backspace", "Backspace"]),
        (b"\x03\x10\0", &["Ctrl-c", "Ctrl-p", "Ctrl-Space"]),
        (
            b"\x1c\x1d\x1e\x1f",
            &["Ctrl-\\", "Ctrl-]", "Ctrl-^", "Ctrl-_"],
        ),
        (
            b"\x1b[A\x1b[B\x1b[C\x1b[D",
            &["Up", "Down", "Right", "Left"],
        ),
        (
            b"\x1bOA\x1bOD\x1bOP\x1bOS\x1bOH\x1bOF",
            &["Up", "Left", "F1", "F4", "Home", "End"],
        ),
        (
            b"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~",
            &["Home", "End", "Home", "End", "Home", "End"],
        ),
        (
            b"\x1b[2~\x1b[3~\x1b[5~\x1b[6~",
            &["Insert", "Delete", "PageUp", "PageDown"],
        ),
        (
            b"\x1b[11~\x1b[15~\x1b[17~\x1b[21~\x1b[23~\x1b[24~",
            &["F1", "F5", "F6", "F10", "F11", "F12"],
        ),
        (
            b"\x1b[25~\x1b[26~\x1b[28~\x1b[29~\x1b[31~\x1b[34~",
            &["F13", "F14", "F15", "F16", "F17", "F20"],
        ),
        (b"\x1b[[A\x1b[[E", &["F1", "F5"]),
        (b"\x1b[P\x1b[Q\x1b[R\x1b[S", &["F1", "F2", "F3", "F4"]),
        (b"\x1b[1;5R", &["Ctrl-F3"]),
        (b"\x1b[Z", &["Shift-BackTab"]),
        (
            b"\x1b[1;5A\x1b[1;2B\x1b[1;3C\x1b[1;6H",
            &["Ctrl-Up", "Shift-Down", "Alt-Right", "Ctrl-Shift-Home"],
        ),
        (b"\x1b[3;5~\x1b[15;2~", &["Ctrl-Delete", "Shift-F5"]),
        (
            b"\x1b[a\x1b[d\x1bOa\x1bOd",
            &["Shift-Up", "Shift-Left", "Ctrl-Up", "Ctrl-Left"],
        ),
        (b"\x1b[5^\x1b[5@", &["Ctrl-PageUp", "Ctrl-Shift-PageUp"]),
        (b"\x1b[5$j", &["Shift-PageUp", "j"]),
        (b"\x1bOM\x1bOk\x1bOp\x1bOy", &["Enter", "+", "0", "9"]),
        (b"\x1bO5A", &["Ctrl-Up"]),
        (
            b"\x1bj\x1bJ\x1b\r\x1b\x7f\x1b\x01",
            &[
                "Alt-j",
                "Alt-Shift-J",
                "Alt-Enter",
                "Alt-Backspace",
                "Ctrl-Alt-a",
            ],
        ),
        ("\x1bé".as_bytes(), &["Alt-é"]),
        (b"\x1b\x1b[A", &["Esc", "Up"]),
        (
            b"\x1b]j\x1bPq\x1b_x\x1bO!",
            &[
                "Alt-]",
                "j",
                "Alt-Shift-P",
                "q",
                "Alt-_",
                "x",
                "Alt-Shift-O",
                "!",
            ],
        ),
        (b"\x1b[\x03", &["Alt-[", "Ctrl-c"]),
        (
            b"\x1b[97u\x1b[97;5u\x1b[97;2u\x1b[97:65;2u",
            &["a", "Ctrl-a", "Shift-A", "Shift-A"],
        ),
        (
            b"\x1b[47:63;2u\x1b[13u\x1b[27u\x1b[9;2u\x1b[127u",
            &["?", "Enter", "Esc", "Shift-BackTab", "Backspace"],
        ),
        (
            b"\x1b[106;1:2u\x1b[106;1:3u\x1b[1;1:3A",
            &["j Repeat", "j Release", "Up Release"],
        ),
        (
            b"\x1b[57419u\x1b[57414u\x1b[57399u\x1b[57376u",
            &["Up", "Enter", "0", "F13"],
        ),
        (
            b"\x1b[27;5;106~\x1b[27;2;13~\x1b[27;6;74~",
            &["Ctrl-j", "Shift-Enter", "Ctrl-Shift-J"],
        ),
    ];
    for (bytes, expected) in table {
        check(bytes, expected);
    }
}
