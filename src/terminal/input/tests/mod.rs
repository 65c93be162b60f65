//! Checks which events byte sequences are parsed into.

mod properties;

use crossterm::event::{KeyCode, KeyEventKind, KeyModifiers};

use super::*;

/// Describes an event: `Ctrl-a`, `Up`, `paste "x"`, `Background(Rgb(1, 2, 3))`.
fn describe(event: &Event) -> String {
    match event {
        Event::Key(key) => {
            let names = [
                (KeyModifiers::CONTROL, "Ctrl-"),
                (KeyModifiers::ALT, "Alt-"),
                (KeyModifiers::SHIFT, "Shift-"),
                (KeyModifiers::SUPER, "Super-"),
            ];
            let modifiers = names
                .iter()
                .filter(|(modifier, _)| key.modifiers.contains(*modifier));
            let code = match key.code {
                KeyCode::Char(' ') => "Space".to_owned(),
                KeyCode::Char(c) => c.to_string(),
                KeyCode::F(number) => format!("F{number}"),
                code => format!("{code:?}"),
            };
            let kind = match key.kind {
                KeyEventKind::Press => "",
                KeyEventKind::Repeat => " again",
                KeyEventKind::Release => " released",
            };
            modifiers
                .map(|(_, name)| *name)
                .chain([&*code, kind])
                .collect()
        }
        Event::Mouse(mouse) => format!("{:?} {},{}", mouse.kind, mouse.column, mouse.row),
        Event::Paste(pasted) => format!("paste {pasted:?}"),
        Event::Reply(answer) => format!("{answer:?}"),
        other => format!("{other:?}"),
    }
}

/// Parses the reads, with a timeout after each if `pause` is set.
fn read(reads: &[&[u8]], pause: bool) -> Vec<String> {
    let mut parser = InputParser::default();
    let mut events = Vec::new();
    for bytes in reads {
        events.extend(parser.parse(bytes));
        if pause && parser.timeout().is_some() {
            events.extend(parser.time_out());
        }
    }
    events.iter().map(describe).collect()
}

/// Checks the events of each byte string, in one read and in reads of one byte.
#[track_caller]
fn check(table: &[(&[u8], &[&str])]) {
    for (bytes, expected) in table {
        assert_eq!(read(&[bytes], false), *expected, "{}", bytes.escape_ascii());
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(read(&single, false), *expected, "{}", bytes.escape_ascii());
    }
}

#[test]
fn parses_characters_and_control_bytes() {
    check(&[
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
    ]);
}

#[test]
fn parses_the_keys_of_xterm() {
    check(&[
        (
            b"\x1b[A\x1b[B\x1b[C\x1b[D",
            &["Up", "Down", "Right", "Left"],
        ),
        (b"\x1bOA\x1bOD\x1bOH\x1bOF", &["Up", "Left", "Home", "End"]),
        (b"\x1bOP\x1bOQ\x1bOR\x1bOS", &["F1", "F2", "F3", "F4"]),
        (
            b"\x1b[H\x1b[F\x1b[1~\x1b[4~",
            &["Home", "End", "Home", "End"],
        ),
        (
            b"\x1b[2~\x1b[3~\x1b[5~\x1b[6~",
            &["Insert", "Delete", "PageUp", "PageDown"],
        ),
        (
            b"\x1b[15~\x1b[17~\x1b[21~\x1b[23~\x1b[24~",
            &["F5", "F6", "F10", "F11", "F12"],
        ),
        (b"\x1b[Z", &["Shift-BackTab"]),
        (
            b"\x1b[1;5A\x1b[1;2B\x1b[1;3C\x1b[1;6H",
            &["Ctrl-Up", "Shift-Down", "Alt-Right", "Ctrl-Shift-Home"],
        ),
        (
            b"\x1b[3;5~\x1b[15;2~\x1b[1;5R",
            &["Ctrl-Delete", "Shift-F5", "Ctrl-F3"],
        ),
    ]);
}

#[test]
fn parses_the_keys_of_other_terminals() {
    check(&[
        // rxvt
        (b"\x1b[7~\x1b[8~\x1b[11~", &["Home", "End", "F1"]),
        (
            b"\x1b[a\x1b[d\x1bOa\x1bOd",
            &["Shift-Up", "Shift-Left", "Ctrl-Up", "Ctrl-Left"],
        ),
        (
            b"\x1b[5^\x1b[5@\x1b[5$j",
            &["Ctrl-PageUp", "Ctrl-Shift-PageUp", "Shift-PageUp", "j"],
        ),
        (
            b"\x1b[25~\x1b[26~\x1b[28~\x1b[29~\x1b[31~\x1b[34~",
            &["F13", "F14", "F15", "F16", "F17", "F20"],
        ),
        // The Linux console.
        (b"\x1b[[A\x1b[[E", &["F1", "F5"]),
        // The keypad in application mode, and old modifiers.
        (b"\x1bOM\x1bOk\x1bOp\x1bOy", &["Enter", "+", "0", "9"]),
        (b"\x1bO5A", &["Ctrl-Up"]),
        // kitty sends F1 to F4 without the O.
        (b"\x1b[P\x1b[Q\x1b[R\x1b[S", &["F1", "F2", "F3", "F4"]),
    ]);
}

#[test]
fn parses_keys_with_alt() {
    check(&[
        (b"\x1bj\x1bJ", &["Alt-j", "Alt-Shift-J"]),
        (
            b"\x1b\r\x1b\x7f\x1b\x01",
            &["Alt-Enter", "Alt-Backspace", "Ctrl-Alt-a"],
        ),
        ("\x1bé".as_bytes(), &["Alt-é"]),
        (b"\x1b\x1b[A", &["Esc", "Up"]),
        (b"\x1b]j", &["Alt-]", "j"]),
        (b"\x1b]1j", &["Alt-]", "1", "j"]),
        (b"\x1bPq\x1b_x", &["Alt-Shift-P", "q", "Alt-_", "x"]),
        (b"\x1bO!", &["Alt-Shift-O", "!"]),
        (b"\x1b[\x03", &["Alt-[", "Ctrl-c"]),
    ]);
}

#[test]
fn parses_modify_other_keys_and_the_kitty_protocol() {
    check(&[
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
            &["j again", "j released", "Up released"],
        ),
        (b"\x1b[106;129u\x1b[106;9u", &["j", "Super-j"]),
        (
            b"\x1b[57419u\x1b[57414u\x1b[57399u\x1b[57376u",
            &["Up", "Enter", "0", "F13"],
        ),
        (
            b"\x1b[27;5;106~\x1b[27;2;13~\x1b[27;6;74~",
            &["Ctrl-j", "Shift-Enter", "Ctrl-Shift-J"],
        ),
    ]);
}

#[test]
fn parses_mouse_reports() {
    check(&[
        (b"\x1b[<0;1;1M", &["Down(Left) 0,0"]),
        (b"\x1b[<2;300;99m", &["Up(Right) 299,98"]),
        (
            b"\x1b[<32;4;5M\x1b[<35;4;5M",
            &["Drag(Left) 3,4", "Moved 3,4"],
        ),
        (
            b"\x1b[<64;2;3M\x1b[<65;2;3M",
            &["ScrollUp 1,2", "ScrollDown 1,2"],
        ),
        (b"\x1b[M !!\x1b[M#!!", &["Down(Left) 0,0", "Up(Left) 0,0"]),
        (b"\x1b[32;2;3M", &["Down(Left) 1,2"]),
        (b"\x1b[<0;0;1Mj", &["j"]),
    ]);
}

#[test]
fn replies_are_never_keys() {
    check(&[
        (
            b"\x1b]11;rgb:1e1e/ffff/0000\x1b\\j",
            &["Background(Rgb(30, 255, 0))", "j"],
        ),
        (b"\x1b]11;rgb:f/0/8\x07", &["Background(Rgb(255, 0, 136))"]),
        (
            b"\x1b]11;rgba:10/20/30/ff\x07\x1b]11;#102030\x07",
            &["Background(Rgb(16, 32, 48))", "Background(Rgb(16, 32, 48))"],
        ),
        (b"\x1b]4;7;rgb:c0/c0/c0\x07", &["Other"]),
        (
            b"\x1b]52;c;cXFxcQ==\x07\x1b]12;rgb:0/0/0\x07",
            &["Other", "Other"],
        ),
        (
            b"\x1b[?64;1;2c\x1b[>0;276;0c",
            &["DeviceAttributes", "Other"],
        ),
        (b"\x1b[?2026;2$y\x1b[4;2$y", &["Other", "Other"]),
        (b"\x1b[24;80R\x1b[?24;80R", &["Other", "Other"]),
        (b"\x1bP>|xterm(390)\x1b\\", &["Other"]),
        (
            b"\x1bP1$r0m\x1b\\\x1bP0+r\x1b\\\x1b_Gi=31;OK\x1b\\",
            &["Other"; 3],
        ),
        (b"\x1b[?5u\x1b[?997;1n\x1b[0n", &["Other"; 3]),
        (b"\x1b[4;600;800t\x1b[I\x1b[O", &["Other"; 3]),
    ]);
}

#[test]
fn keys_after_a_reply_without_an_end_are_keys() {
    check(&[
        (b"\x1b]11;rgb:1e1e/1e1e/1e1eq", &["q"]),
        (b"\x1b]11;rgb:1e1eq", &["q"]),
        (b"\x1b]11;rgb:1e1e/\x1b[A", &["Up"]),
        (b"\x1b]11;q", &["q"]),
        (b"\x1b]11;rgb:1e1e/1e1e/1e1e\x03", &["Ctrl-c"]),
        (b"\x1bP>|xterm\x03", &["Ctrl-c"]),
        (b"\x1b[?2026\x03", &["Ctrl-c"]),
        // Letters may be in a string of unknown content; control bytes may not.
        (b"\x1b]52;c;abc\rq", &["Enter", "q"]),
    ]);
    // After a pause, the bytes are keys.
    assert_eq!(read(&[b"\x1bP>|xterm", b"", b"q"], true), ["q"]);
    assert_eq!(read(&[b"\x1b[12", b"q"], true), ["q"]);
    assert_eq!(read(&[b"\x1b[12", b"", b"A"], true), ["Shift-A"]);
}

#[test]
fn sequences_may_be_split_over_reads() {
    let table: &[(&[&[u8]], &[&str])] = &[
        (&[b"\x1b"], &["Esc"]),
        (&[b"\x1b", b"\x1b"], &["Esc", "Esc"]),
        (&[b"\x1b", b"[A"], &["Esc", "Up"]),
        (&[b"\x1b", b"OA"], &["Esc", "Up"]),
        (&[b"\x1b", b"[1;5A"], &["Esc", "Ctrl-Up"]),
        (&[b"\x1b[", b"A"], &["Up"]),
        (&[b"\x1b[1;", b"5A"], &["Ctrl-Up"]),
        (&[b"\x1bO", b"A"], &["Up"]),
        (
            &[b"\x1b", b"]11;rgb:0/0/0\x07"],
            &["Esc", "Background(Rgb(0, 0, 0))"],
        ),
        (
            &[b"\x1b]11;rgb:0/", b"", b"", b"0/0\x1b\\"],
            &["Background(Rgb(0, 0, 0))"],
        ),
        (
            &[b"\x1b]11;rgb:0/0/0\x1b", b"\\q"],
            &["Background(Rgb(0, 0, 0))", "q"],
        ),
        (
            &[b"\x1b[200~a", b"b\x1b", b"[201~q"],
            &["paste \"ab\"", "q"],
        ),
        (
            &["日".as_bytes().split_at(1).0, "日".as_bytes().split_at(1).1],
            &["日"],
        ),
        // Keys typed after Esc.
        (&[b"\x1b", b"j"], &["Esc", "j"]),
        (&[b"\x1b", b"["], &["Esc", "["]),
        (&[b"\x1b", b"[", b"["], &["Esc", "[", "["]),
        (&[b"\x1b", b"]", b"]"], &["Esc", "]", "]"]),
        (&[b"\x1b", b"]1"], &["Esc", "]", "1"]),
        (&[b"\x1b", b"[q"], &["Esc", "[", "q"]),
        (&[b"\x1b", b"", b"[", b"A"], &["Esc", "[", "Shift-A"]),
    ];
    for (reads, expected) in table {
        assert_eq!(read(reads, true), *expected, "{reads:?}");
    }
}

#[test]
fn there_is_a_timeout_only_while_a_sequence_is_incomplete() {
    let mut parser = InputParser::default();
    let mut events = Vec::new();
    assert_eq!(parser.timeout(), None);
    for (bytes, wait) in [
        (&b"j"[..], None),
        (b"\x1b", Some(ESC_TIMEOUT)),
        (b"[A", None),
        (b"\x1b]11;rgb:", None),
        (b"0/0/0\x07", None),
        (b"\xe6", Some(ESC_TIMEOUT)),
        (b"\x97\xa5", None),
    ] {
        events.extend(parser.parse(bytes));
        assert_eq!(parser.timeout(), wait, "{}", bytes.escape_ascii());
    }
    events.extend(parser.parse(b"\x1b"));
    for wait in [Some(SEQUENCE_TIMEOUT), None] {
        events.extend(parser.time_out());
        assert_eq!(parser.timeout(), wait);
    }
}

/// A slow connection joins keys that were typed one after the other.
#[test]
fn esc_and_a_key_in_one_read_are_two_keys() {
    let waited = |bytes: &[u8]| {
        let mut parser = InputParser::default();
        let mut events = Vec::new();
        events.extend(parser.parse(bytes));
        for wait in [ESC_TIMEOUT, INTRODUCER_TIMEOUT] {
            assert_eq!(parser.timeout(), Some(wait));
            events.extend(parser.time_out());
        }
        assert_eq!(parser.timeout(), None);
        events.iter().map(describe).collect::<Vec<_>>()
    };
    for key in ["[", "]", "O", "P", "_"] {
        let shown = waited(format!("\x1b{key}").as_bytes());
        let shown: Vec<_> = shown
            .iter()
            .map(|key| key.trim_start_matches("Shift-"))
            .collect();
        assert_eq!(shown, ["Esc", key]);
    }
    for (reads, keys) in [
        (&[&b"\x1b["[..], b"j"][..], &["Esc", "[", "j"][..]),
        (&[b"\x1b[", b"A"], &["Up"]),
        (&[b"\x1b[", b"1;5A"], &["Ctrl-Up"]),
        (&[b"\x1bO", b"P"], &["F1"]),
    ] {
        assert_eq!(read(reads, true), keys, "{reads:?}");
    }
}

/// The ESC of a sequence that arrives in three parts was reported as the Esc key.
#[test]
fn the_rest_of_a_sequence_may_arrive_after_its_esc() {
    for (reads, events) in [
        (
            &[&b"\x1b"[..], b"[?62", b";22c"][..],
            &["Esc", "DeviceAttributes"][..],
        ),
        (&[b"\x1b", b"[1;", b"5A"], &["Esc", "Ctrl-Up"]),
        (&[b"\x1b", b"[5", b"~"], &["Esc", "PageUp"]),
    ] {
        let mut parser = InputParser::default();
        let mut parsed = Vec::new();
        for (number, bytes) in reads.iter().enumerate() {
            parsed.extend(parser.parse(bytes));
            // The pause after the ESC is long enough to report it; the later ones are shorter.
            if number == 0 {
                parsed.extend(parser.time_out());
            } else if !bytes.ends_with(b"c") && !bytes.ends_with(b"A") && !bytes.ends_with(b"~") {
                assert_eq!(parser.timeout(), Some(SEQUENCE_TIMEOUT));
            }
        }
        let parsed: Vec<_> = parsed.iter().map(describe).collect();
        assert_eq!(parsed, events, "{reads:?}");
    }
}

#[test]
fn pastes_are_text() {
    check(&[
        (b"\x1b[200~q\x1b[201~", &["paste \"q\""]),
        (b"\x1b[200~a\r\nb\rc\x1b[201~", &["paste \"a\\nb\\nc\""]),
        (
            b"\x1b[200~\x1b[A\x1b[20\x1b\x1b[201~j",
            &["paste \"\\u{1b}[A\\u{1b}[20\\u{1b}\"", "j"],
        ),
        (b"\x1b[201~j", &["Other", "j"]),
    ]);
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.resize(3 * MAX_PASTE_BYTES, b'q');
    bytes.extend(b"\x1b[201~j");
    let events = read(&[&bytes], false);
    assert_eq!(events.len(), 2);
    assert_eq!(
        events.first().unwrap().len(),
        MAX_PASTE_BYTES + "paste \"\"".len()
    );
    assert_eq!(events.last().unwrap(), "j");
}

#[test]
fn ctrl_c_ends_a_paste_without_an_end() {
    assert_eq!(
        read(&[b"\x1b[200~abc", b"\x03", b"j"], true),
        ["Ctrl-c", "j"]
    );
    assert_eq!(
        read(&[b"\x1b[200~abc", b"qqq", b"\x03\x03", b"j"], true),
        ["Ctrl-c", "Ctrl-c", "j"]
    );
    // Without a pause it is text.
    assert_eq!(
        read(&[b"\x1b[200~abc", b"\x03", b"\x1b[201~"], false),
        ["paste \"abc\\u{3}\""]
    );
}

#[test]
fn invalid_bytes_are_dropped() {
    check(&[
        (b"\xff\xfej", &["j"]),
        (b"\xe6\x97j", &["j"]),
        (b"\x1b\xffj", &["j"]),
        (b"\xc2\x9bj", &["j"]),
        (b"\x1b[5qj", &["j"]),
        (b"\x1b[?1;2Zj", &["Other", "j"]),
        (b"\x1b[1;2;3;4;5;6;7;8Hj", &["Shift-Home", "j"]),
        (b"\x1b[99999999999~j", &["j"]),
    ]);
}
