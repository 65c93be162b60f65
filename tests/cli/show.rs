//! `postil show` and output without a terminal: content, width and escape sequences.

use std::fs;
use std::io::{Read, Write};
use std::process::Stdio;

use super::{APPARATUS, ESSAY, directory_with, err, out, postil, printed};

#[test]
fn the_bundled_essay_is_printed_without_a_terminal() {
    let outline = printed(&mut postil(&[]));
    assert_eq!(outline, printed(&mut postil(&["show"])));
    assert!(
        outline.starts_with("The New US-China Cold War Structure"),
        "{outline}"
    );
    for words in [
        "Atsushi Sunami",
        "THEMES",
        "ACTORS",
        "[five-eyes]",
        "claims",
        "mentions",
    ] {
        assert!(outline.contains(words), "{words}");
    }
    assert!(!outline.contains("twitter"));
    for (name, id) in [
        ("Five Eyes", "five-eyes"),
        ("JAPAN", "japan"),
        ("prc", "china"),
        ("eyes", "five-eyes"),
    ] {
        let [by_name, by_id] = [name, id].map(|at| printed(&mut postil(&["show", "--at", at])));
        assert_eq!(by_name, by_id, "{name}");
    }
    for (id, view) in [("22", true), ("strategy-names", false)] {
        let claim = printed(&mut postil(&["show", "--at", id]));
        let said = claim.contains("\nattributed to: Trump administration\n");
        assert_eq!(said, view, "{claim}");
    }
    let several = postil(&["show", "--at", "a"]).output().unwrap();
    let (said, status) = (err(&several), several.status.code());
    assert_eq!((said.lines().count(), status), (10, Some(1)), "{said}");
    for line in [
        "postil: “a” matches several things; use a number or an id:\n",
        "\n  theme  Japan-US relations  [us-alliance]\n",
        "\n  and 2 more\n",
    ] {
        assert!(said.contains(line), "{said}");
    }
    for id in ["essay", "1", "china-rise", "china"] {
        let subject = printed(&mut postil(&["show", "--at", id]));
        assert_eq!(subject, printed(&mut postil(&["--at", id])), "{id}");
        assert!(subject.lines().count() > 5, "{id}");
    }
}

#[test]
fn relations_and_notes_are_shown_by_their_ids() {
    for (id, parts) in [
        (
            "battle:supports:juncture",
            &[
                "Relation  supports  [battle:supports:juncture]\n\nFrom\n 3 descriptive  A wary US",
                "\n\nTo\n 6 descriptive  Japan stands at a critical juncture.\n",
            ][..],
        ),
        (
            "note-five-eyes",
            &["Note  [note-five-eyes]\n", "\nOn the words\n“", "”  ¶ "],
        ),
    ] {
        let shown = printed(&mut postil(&["show", "--at", id]));
        for part in parts {
            assert!(shown.contains(part), "{part}\n{shown}");
        }
        assert_eq!(shown, printed(&mut postil(&["--at", id])), "{id}");
    }
    let essay = printed(&mut postil(&["show", "--at", "essay"]));
    assert_eq!(essay, printed(&mut postil(&["show", "--at", "The essay"])));
}

#[test]
fn notes_on_anything_and_optional_keys_are_shown() {
    let apparatus = r#"
        format = 1
        [essay]
        title = "Title"
        [[theme]]
        id = "t"
        name = "Theme"
        [[actor]]
        id = "a"
        name = "words"
        kind = "place"
        [[claim]]
        id = "c"
        quotes = ["Some words"]
        [[claim]]
        id = "d"
        text = "Nobody says it."
        implicit = true
        [[relation]]
        id = "r"
        type = "contrasts"
        from = ["c"]
        to = "d"
        symmetric = true
        scheme = "by eye"
        tags = ["tag"]
        by = "Ana"
        [[note]]
        id = "on-essay"
        text = "N."
        attributes = { sure = "no" }
        [[note]]
        id = "on-theme"
        on = "t"
        text = "N."
        [[note]]
        id = "on-actor"
        on = "a"
        text = "N."
        [[note]]
        id = "on-claim"
        on = "c"
        text = "N."
        [[note]]
        id = "on-relation"
        on = "r"
        text = "N."
        [[note]]
        id = "on-note"
        on = "on-theme"
        text = "R."
    "#;
    let directory = directory_with(&[
        ("x.txt", b"Some words stand here.\n"),
        ("x.postil.toml", apparatus.as_bytes()),
    ]);
    let show = |at: &[&str]| {
        let arguments = [&["show", "x.txt"], at].concat();
        printed(postil(&arguments).current_dir(&directory))
    };
    for (id, end) in [
        (
            "r",
            "Relation  mutually contrasts with (by eye)  [r]\n#tag · by Ana\n\nBetween\n\
             1 “Some words”\n\nAnd\n2 implicit  Nobody says it.\n\nNotes\nN.  [on-relation]\n",
        ),
        ("on-essay", "N.\nsure: no\n\nOn the essay\nTitle  [essay]\n"),
        (
            "on-theme",
            "N.\n\nOn the theme\nTheme  [t]\n\nNotes\nR.  [on-note]\n",
        ),
        ("on-actor", "N.\n\nOn the actor\nwords  [a]\n"),
        ("on-claim", "N.\n\nOn the claim\n1 “Some words”\n"),
        ("on-note", "R.\n\nOn the note\nN.  [on-theme]\n"),
    ] {
        let shown = show(&["--at", id]);
        assert!(shown.ends_with(end), "{id}: {shown}");
    }
    let outline = show(&[]);
    assert!(
        outline.contains("  2 implicit  Nobody says it."),
        "{outline}"
    );
}

#[test]
fn printed_text_is_not_shortened() {
    let theme = printed(&mut postil(&["show", "--at", "superiority"]));
    assert!(!theme.contains('…'), "{theme}");
    assert!(
        theme
            .contains("\n   supports 14 Major powers are devoting themselves single-mindedly to\n"),
        "{theme}"
    );
    let actor = printed(&mut postil(&["show", "--at", "us"]));
    for words in [
        "\nJapan-US alliance  in 1 claim\n",
        "the same as Wikidata Q30\n",
        "\n¶ 2  …threats to the US. The rise of China",
    ] {
        assert!(actor.contains(words), "{words}\n{actor}");
    }
}

#[test]
fn lines_are_as_wide_as_columns() {
    for (columns, widest) in [("40", 40), ("100", 100), ("", 80), ("0", 80), ("wide", 80)] {
        for arguments in [
            &["show"][..],
            &["show", "--at", "1"],
            &["show", "--at", "us"],
        ] {
            let text = printed(postil(arguments).env("COLUMNS", columns));
            let longest = text.lines().map(|line| line.chars().count()).max().unwrap();
            // Full lines end near the edge.
            let used = longest <= widest && longest + 15 > widest.min(80);
            assert!(used, "{arguments:?} {columns:?}: {longest}");
            assert!(
                text.lines().all(|line| line == line.trim_end()),
                "{arguments:?}"
            );
        }
    }
    for columns in ["1", "7", "100000"] {
        printed(postil(&["show"]).env("COLUMNS", columns));
    }
}

#[test]
fn escape_sequences_are_printed_only_on_request() {
    let plain = printed(&mut postil(&["show", "--at", "1"]));
    for (arguments, variables, colored) in [
        (&[][..], &[][..], false),
        (
            &[],
            &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")],
            false,
        ),
        (&["--color", "auto"], &[("TERM", "xterm-256color")], false),
        (&["--color", "never"], &[("TERM", "xterm-256color")], false),
        (&["--palette", "dark"], &[("TERM", "xterm-256color")], false),
        (&["--color", "always"], &[], true),
        (
            &["--color", "always"],
            &[("NO_COLOR", "1"), ("TERM", "dumb")],
            true,
        ),
        (
            &["--color", "always", "--palette", "mono"],
            &[("TERM", "xterm")],
            true,
        ),
        (
            &["--color", "always", "--palette", "light"],
            &[("TERM", "xterm")],
            true,
        ),
    ] {
        let arguments = [&["show", "--at", "1"], arguments].concat();
        let text = printed(postil(&arguments).envs(variables.iter().copied()));
        assert_eq!(
            text.contains('\u{1b}'),
            colored,
            "{arguments:?} {variables:?}"
        );
        assert_eq!(without_styles(&text), plain, "{arguments:?} {variables:?}");
    }
}

/// A text without its SGR sequences.
fn without_styles(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').unwrap().1)
}

#[test]
fn an_essay_is_read_with_the_apparatus_beside_it() {
    let directory = directory_with(&[
        ("one.txt", ESSAY.as_bytes()),
        ("one.postil.toml", APPARATUS.as_bytes()),
        ("two.md", ESSAY.as_bytes()),
        ("two.postil.toml", APPARATUS.as_bytes()),
        ("three", ESSAY.as_bytes()),
        ("three.postil.toml", APPARATUS.as_bytes()),
        ("show", ESSAY.as_bytes()),
        ("bare.txt", ESSAY.as_bytes()),
    ]);
    let show = |arguments: &[&str]| printed(postil(arguments).current_dir(&directory));
    let expected = show(&["show", "one.txt"]);
    assert!(expected.contains("A cat sat."), "{expected}");
    for arguments in [
        &["show", "two.md"][..],
        &["three"],
        &["show", "bare.txt", "--apparatus", "one.postil.toml"],
        &["--apparatus", "one.postil.toml", "./show"],
        &["--apparatus", "one.postil.toml", "--", "show"],
    ] {
        assert_eq!(show(arguments), expected, "{arguments:?}");
    }
    assert_eq!(show(&["bare.txt"]), ESSAY);
    assert!(show(&["show", "one.txt", "--at", "1"]).starts_with("Claim 1"));
    assert!(show(&["show", "one.txt", "--at", "cat"]).starts_with("Actor"));
}

#[test]
fn standard_input_is_read_only_on_request() {
    for arguments in [&["show", "-"][..], &["-"], &["show", "/dev/stdin"]] {
        let mut child = postil(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin
            .write_all(b"\xef\xbb\xbfA line\r\nand more.\r\n\r\n\x1b[2JDone.\r\n")
            .unwrap();
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            out(&output),
            "A line\nand more.\n\n␛[2JDone.\n",
            "{arguments:?}"
        );
    }
    // `ssh host postil` has a pipe as standard input that is never closed.
    let mut child = postil(&[])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut text = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert!(text.starts_with("The New US-China"));
    assert!(child.wait().unwrap().success());
}

#[test]
fn markdown_without_a_file_name_is_detected() {
    for (text, shown) in [
        ("Some **strong** words.\n", "Some strong words."),
        ("Some * starred * words.\n", "Some * starred * words."),
    ] {
        let mut child = postil(&["show", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(out(&output).contains(shown), "{}", out(&output));
    }
}

#[test]
fn addresses_of_links_are_listed_at_the_end() {
    let essay = "See [the *report*](https://a.org/b), [it](c.md), [it](#d), https://e.org and <f@g.org>.\n\n\
        ***\n\n<a href='https://a.org/b'>the report</a> [mail](mailto:h@i.org)\n";
    let directory = directory_with(&[("essay.md", essay.as_bytes())]);
    let path = directory.path().join("essay.md");
    let shown = printed(postil(&["show"]).arg(path));
    assert_eq!(
        shown,
        "See the report, it, it, https://e.org and f@g.org.\n\n───\n\nthe report mail\n\n\
        Links\n\n• the report: https://a.org/b\n• mail: mailto:h@i.org\n"
    );
}

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [
        &["show"][..],
        &["export", "--format", "json"],
        &["man"],
        &["--help"],
    ] {
        let mut child = postil(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), err(&output).as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn output_errors_are_reported() {
    for arguments in [
        &["show"][..],
        &["export", "--format", "json"],
        &["man"],
        &["--version"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = postil(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(
            err(&output).contains("standard output: No space left"),
            "{}",
            err(&output)
        );
    }
}

#[test]
fn an_essay_without_text_says_so() {
    let directory = directory_with(&[("empty.txt", b""), ("blank.txt", &[b'\n'; 1000])]);
    for essay in ["empty.txt", "blank.txt"] {
        let mut show = postil(&["show", essay]);
        let output = show.current_dir(&directory).output().unwrap();
        assert_eq!(
            (output.status.code(), out(&output).as_str()),
            (Some(0), ""),
            "{essay}"
        );
        assert!(err(&output).contains("no text"), "{essay}");
    }
}
