//! Any text is parsed without a panic, and every span is in the file.

use proptest::prelude::*;

use super::super::parse;

/// Files of correct and broken pieces in any order.
fn files() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("format = 1\n"),
        Just("[essay]\n"),
        Just("[[claim]]\n"),
        Just("[claim]\n"),
        Just("[[claim]\n"),
        Just("[[theme]]\n"),
        Just("[claim.actors]\n"),
        Just("[[claim.quotes]]\n"),
        Just("id = 'a'\n"),
        Just("id = 'b'\n"),
        Just("text = \"\"\"x\n"),
        Just("\"\"\"\n"),
        Just("quotes = ['a', {exact = 'b'}]\n"),
        Just("quotes = ['a',\n"),
        Just("exact = 'a'\n"),
        Just("a.b = 1\n"),
        Just("a = {b = {\n"),
        Just("parent = 'a'\n"),
        Just("supports = ['a', 'b', 'a:supports:b']\n"),
        Just("agent = ['a']\n"),
        Just("kind\n"),
        Just("[[note]]\n"),
        Just("[[relation]]\n"),
        Just("on = 'a'\n"),
        Just("on = 'essay'\n"),
        Just("conclusions = ['a', 'b']\n"),
        Just("implicit = true\n"),
        Just("stance = 'for'\n"),
        Just("tags = ['a', 1]\n"),
        Just("[claim.attributes]\n"),
        Just("x-a = {b = [1.5, 2020-01-01, 0x1f]}\n"),
        Just("created = 2020-01-01\n"),
        Just("]"),
        Just("}"),
        Just("= "),
        Just("é\u{202e}"),
        Just("\n"),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_file_is_parsed(file in prop_oneof![files(), "\\PC{0,60}", "[\\[\\]{}='\"a\n#.]{0,60}"]) {
        let parsed = parse(&file);
        for problem in &parsed.problems {
            if let Some(span) = &problem.span {
                prop_assert!(file.get(span.clone()).is_some(), "{problem:?}");
            }
        }
        let apparatus = &parsed.apparatus;
        for span in apparatus.claims.iter().map(|claim| &claim.span)
            .chain(apparatus.themes.iter().map(|theme| &theme.span))
            .chain(apparatus.claims.iter().flat_map(|claim| &claim.anchors).map(|anchor| &anchor.span))
        {
            prop_assert!(file.get(span.clone()).is_some());
        }
    }
}
