//! Essays that are not UTF-8: the message, `--encoding`, and the key that `init` writes for it.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::{directory_with, err, postil, printed};

/// “Le café était très bon.” in windows-1252.
const FRENCH: &[u8] = b"Le caf\xe9 \xe9tait tr\xe8s bon, d\xe9j\xe0.\n";

#[test]
fn the_message_names_the_encoding_and_calls_that_read_it() {
    let directory = directory_with(&[("a letter.txt", FRENCH)]);
    let path = directory.path().join("a letter.txt");
    let path = path.to_str().unwrap();
    for command in ["show", "check", "init"] {
        let output = postil(&[command, path]).output().unwrap();
        let said = err(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        for words in [
            "not UTF-8: the first invalid byte, 0xE9, is at offset 6",
            "it looks like windows-1252",
            "“--encoding windows-1252”",
            &format!("“iconv -f windows-1252 -t UTF-8 '{path}' > "),
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        let (_, call) = said.split_once("“iconv").unwrap();
        let (call, _) = call.split_once('”').unwrap();
        let converted = path.replace(".txt", ".utf8.txt");
        // Not every system has iconv.
        let shell = Command::new("sh")
            .args(["-c", &format!("iconv{call}")])
            .output();
        if shell.is_ok_and(|output| output.status.success()) {
            let shown = printed(&mut postil(&["show", &converted]));
            assert!(shown.contains("Le café était"), "{shown}");
        }
    }
}

#[test]
fn an_encoding_is_given_by_an_option_or_by_the_apparatus() {
    let directory = directory_with(&[("x.txt", FRENCH)]);
    let path = directory.path().join("x.txt");
    let path = path.to_str().unwrap();
    let shown = printed(&mut postil(&["show", path, "--encoding", "latin1"]));
    assert!(shown.contains("Le café était très bon"), "{shown}");
    printed(&mut postil(&["init", path, "--encoding", "cp1252"]));
    let apparatus = directory.path().join("x.postil.toml");
    let starter = fs::read_to_string(&apparatus).unwrap();
    assert!(
        starter.contains("encoding = \"windows-1252\"\n"),
        "{starter}"
    );
    let claim =
        "\n[[claim]]\nid = \"a\"\ntext = \"t\"\nkind = \"causal\"\nquotes = [\"était très\"]\n";
    fs::write(&apparatus, starter + claim).unwrap();
    let export = printed(&mut postil(&["export", path, "--format", "json"]));
    let export: Value = serde_json::from_str(&export).unwrap();
    let anchor = &export["claims"][0]["anchors"][0];
    assert_eq!(
        (&anchor["state"], &anchor["start"]),
        (&"anchored".into(), &8.into())
    );
    // The option overrides the key.
    let output = postil(&["show", path, "--encoding", "utf-8"])
        .output()
        .unwrap();
    assert!(err(&output).contains("not UTF-8"));
}

#[test]
fn an_unknown_encoding_is_an_error() {
    let directory = directory_with(&[
        ("x.txt", b"Text."),
        (
            "x.postil.toml",
            b"format = 1\n[essay]\nencoding = \"klingon\"\n",
        ),
    ]);
    let path = directory.path().join("x.txt");
    let path = path.to_str().unwrap();
    let output = postil(&["show", path, "--encoding", "klingon"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("latin1"), "{}", err(&output));
    let checked = postil(&["check", path]).output().unwrap();
    let checked = String::from_utf8(checked.stdout).unwrap();
    assert!(
        checked.contains("`klingon` is not the name of an encoding"),
        "{checked}"
    );
}

#[test]
fn utf16_is_read_with_and_without_a_mark() {
    let text = "The sea.\n\nIt rises.\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = [b"\xfe\xff".as_slice(), &big].concat();
    for bytes in [little, big, marked] {
        let directory = directory_with(&[("x.txt", &bytes)]);
        let path = directory.path().join("x.txt");
        let shown = printed(&mut postil(&["show", path.to_str().unwrap()]));
        assert_eq!(shown, "The sea.\n\nIt rises.\n");
    }
}
