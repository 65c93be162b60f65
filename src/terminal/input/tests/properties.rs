//! What holds for any bytes, however they are cut.

use proptest::prelude::*;

use super::*;

/// Bytes that are each something whole, with what stands for nothing left out.
fn whole() -> impl Strategy<Value = Vec<u8>> {
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

/// Bytes that are likely to look like the beginning of something.
fn garbage() -> impl Strategy<Value = Vec<u8>> {
    let likely =
        prop::sample::select(b"\x1b\x1b\x1b[[[]]PO_?<>$;;:01259~mMuRcyrgb:/\x07\\\x03".to_vec());
    prop::collection::vec(prop_oneof![4 => likely, 1 => any::<u8>()], 0..40)
}

proptest! {
    #[test]
    fn cutting_the_stream_changes_nothing(bytes in garbage(), cut in any::<prop::sample::Index>()) {
        let (head, tail) = bytes.split_at(cut.index(bytes.len() + 1));
        prop_assert_eq!(read(&[head, tail], false), read(&[&bytes], false));
    }

    /// However long the network takes between two parts, the only thing that can come of it is an
    /// Esc too many.
    #[test]
    fn a_pause_adds_esc_at_most(bytes in whole(), cut in any::<prop::sample::Index>()) {
        let (head, tail) = bytes.split_at(cut.index(bytes.len() + 1));
        let mut paused = read(&[head, tail], true);
        paused.retain(|event| event != "Esc");
        prop_assert_eq!(paused, read(&[&bytes], false));
    }

    #[test]
    fn after_any_bytes_a_key_gets_through(bytes in garbage()) {
        let mut input = Input::default();
        let mut events = Vec::new();
        input.feed(&bytes, &mut events);
        // A paste or an answer of known form under way ends at a Ctrl-C by itself; whatever else
        // does after some silence.
        while input.wait().is_some() {
            input.expire(&mut events);
        }
        input.feed(b"\x03", &mut events);
        prop_assert_eq!(events.last().map(text), Some("Ctrl-c".to_owned()));
    }
}
