//! Properties of the parser for any bytes, however they are split.

use proptest::prelude::*;

use super::*;

/// A series of complete sequences and keys.
fn complete() -> impl Strategy<Value = Vec<u8>> {
    let parts: Vec<&'static [u8]> = vec![
        b"j",
        b"\r",
        b"\x7f",
        "é日".as_bytes(),
        b"\x1b[A",
        b"\x1b[1;5C",
        b"\x1bOP",
        b"\x1b[5~",
        b"\x1b[<0;10;20M",
        b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
        b"\x1b]10;rgb:ff/ff/ff\x07",
        b"\x1b[?64;1c",
        b"\x1b[?2026;2$y",
        b"\x1b[106;5u",
        b"\x1bP>|foot\x1b\\",
        b"\x1b[200~pasted\x1b[A\x1b[201~",
    ];
    prop::collection::vec(prop::sample::select(parts), 1..12).prop_map(|parts| parts.concat())
}

/// Bytes that often look like the beginning of a sequence.
fn garbage() -> impl Strategy<Value = Vec<u8>> {
    let likely =
        prop::sample::select(b"\x1b\x1b\x1b[[[]]PO_?<>$;;:01259~mMuRcyrgb:/\x07\\\x03".to_vec());
    prop::collection::vec(prop_oneof![4 => likely, 1 => any::<u8>()], 0..40)
}

proptest! {
    #[test]
    fn splitting_the_input_changes_nothing(bytes in garbage(), cut in any::<prop::sample::Index>()) {
        let (head, tail) = bytes.split_at(cut.index(bytes.len() + 1));
        prop_assert_eq!(read(&[head, tail], false), read(&[&bytes], false));
    }

    /// However long the network takes between two parts, at most an Esc too many is reported.
    #[test]
    fn a_pause_adds_at_most_an_esc(bytes in complete(), cut in any::<prop::sample::Index>()) {
        let (head, tail) = bytes.split_at(cut.index(bytes.len() + 1));
        let mut paused = read(&[head, tail], true);
        paused.retain(|event| event != "Esc");
        prop_assert_eq!(paused, read(&[&bytes], false));
    }

    #[test]
    fn after_any_bytes_a_key_gets_through(bytes in garbage()) {
        let mut parser = InputParser::default();
        parser.parse(&bytes);
        // A paste or a color ends at Ctrl-C, everything else ends by timeouts.
        while parser.timeout().is_some() {
            parser.time_out();
        }
        let events = parser.parse(b"\x03");
        prop_assert_eq!(events.last().map(describe), Some("Ctrl-c".to_owned()));
    }
}
