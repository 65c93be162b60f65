//! `postil check`, `export` and `init`: the files they read and write.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use super::{APPARATUS, ESSAY, check_failure, directory_with, err, out, postil, printed};

#[test]
fn check_lists_problems_with_their_positions() {
    let broken = APPARATUS
        .replace("descriptive", "descriptiv")
        .replace("\"group\"", "\"grop\"");
    let warned = APPARATUS.replace("themes = [\"cats\"]\n", "");
    let directory = directory_with(&[
        ("good.txt", ESSAY.as_bytes()),
        ("good.postil.toml", APPARATUS.as_bytes()),
        ("broken.txt", ESSAY.as_bytes()),
        ("broken.postil.toml", broken.as_bytes()),
        ("warned.txt", ESSAY.as_bytes()),
        ("warned.postil.toml", warned.as_bytes()),
        ("bare.txt", ESSAY.as_bytes()),
    ]);
    let check = |arguments: &[&str]| {
        let arguments = [&["check"], arguments].concat();
        let output = postil(&arguments).current_dir(&directory).output().unwrap();
        assert_eq!(err(&output), "", "{arguments:?}");
        (output.status.code().unwrap(), out(&output))
    };
    let (status, text) = check(&["broken.txt"]);
    assert_eq!(status, 1);
    for words in [
        "broken.postil.toml:14:8",
        "kind = \"descriptiv\"",
        "^^^",
        "2 errors",
    ] {
        assert!(text.contains(words), "no “{words}” in:\n{text}");
    }
    for (arguments, expected) in [
        (&[][..], 0),
        (&["good.txt", "--deny", "warnings"], 0),
        (&["bare.txt", "--deny", "warnings"], 0),
        (&["warned.txt"], 0),
        (&["warned.txt", "--deny", "warnings"], 1),
        (&["good.txt", "--apparatus", "broken.postil.toml"], 1),
    ] {
        let (status, text) = check(arguments);
        assert_eq!(status, expected, "{arguments:?}:\n{text}");
        let (status, json) = check(&[arguments, &["--format", "json"]].concat());
        assert_eq!(status, expected, "{arguments:?}:\n{json}");
        let problems: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
        assert!(expected == 0 || !problems.is_empty(), "{arguments:?}");
        for problem in problems {
            assert!(problem["line"].as_u64() > Some(0) && problem["message"].is_string());
            assert!(["error", "warning"].contains(&problem["severity"].as_str().unwrap()));
        }
    }
}

#[test]
fn json_has_the_file_name_and_positions_in_any_encoding() {
    // After a character of two bytes and one of four.
    let file = APPARATUS.replace(
        "\"A cat sat.\"\nkind = \"descriptive\"",
        "\"é🐈\"\nkind = \"é🐈\"",
    );
    let marked = format!("\u{feff}{file}");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let name = "odd\u{1b}[31m\u{202e}\t\u{85}\nname.toml";
    for bytes in [
        file.as_bytes(),
        marked.as_bytes(),
        file.replace('\n', "\r\n").as_bytes(),
        marked.replace('\n', "\r\n").as_bytes(),
        &wide,
    ] {
        let directory = directory_with(&[("essay.txt", ESSAY.as_bytes()), (name, bytes)]);
        let arguments = [
            "check",
            "essay.txt",
            "--format",
            "json",
            "--apparatus",
            name,
        ];
        let output = postil(&arguments).current_dir(&directory).output().unwrap();
        let json = out(&output);
        let is_safe = |c: char| c == '\n' || !c.is_control() && c != '\u{202e}';
        assert!(json.chars().all(is_safe), "{json:?}");
        let problems: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
        let [problem] = problems.as_slice() else {
            panic!("{json}");
        };
        assert!(
            directory
                .path()
                .join(problem["file"].as_str().unwrap())
                .exists()
        );
        let numbers = ["line", "column", "end_line", "end_column"].map(|key| problem[key].as_u64());
        assert_eq!(numbers, [14, 8, 14, 12].map(Some));
        let [start, end] = ["start", "end"].map(|key| problem[key].as_u64().unwrap());
        let [start, end] = [start, end].map(|at| usize::try_from(at).unwrap());
        assert_eq!(&file[start..end], "\"é🐈\"");
    }
}

#[test]
fn many_problems_are_only_counted_in_text() {
    let notes = "[[note]]\n".repeat(10_000);
    let directory = directory_with(&[
        ("essay.txt", ESSAY.as_bytes()),
        (
            "essay.postil.toml",
            format!("{APPARATUS}{notes}").as_bytes(),
        ),
    ]);
    let check = |arguments: &[&str]| {
        let arguments = [&["check", "essay.txt"], arguments].concat();
        let output = postil(&arguments).current_dir(&directory).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        out(&output)
    };
    let text = check(&[]);
    assert_eq!(text.matches("error[missing-field]").count(), 1_000);
    assert!(text.contains("9000 more"), "{}", &text[text.len() - 300..]);
    assert!(
        text.ends_with("10000 errors\n"),
        "{}",
        &text[text.len() - 300..]
    );
    let all: Vec<serde_json::Value> = serde_json::from_str(&check(&["--format", "json"])).unwrap();
    // Then one that counts the others.
    assert_eq!(all.len(), 1_001);
}

#[test]
fn export_writes_a_file_atomically() {
    let directory = directory_with(&[
        ("one.txt", ESSAY.as_bytes()),
        ("one.postil.toml", APPARATUS.as_bytes()),
        ("old.json", b"old"),
    ]);
    std::os::unix::fs::symlink("gone", directory.path().join("link")).unwrap();
    let with = |to: &str, more: &[&str]| {
        let arguments = [&["export", "one.txt", "--format", "json", "-o", to], more].concat();
        let mut command = postil(&arguments);
        command.current_dir(&directory).output().unwrap()
    };
    let export = |to: &str| with(to, &[]);
    let read = |name: &str| fs::read_to_string(directory.path().join(name)).unwrap();
    let expected =
        printed(postil(&["export", "one.txt", "--format", "json"]).current_dir(&directory));
    assert_eq!(out(&export("new.json")), "");
    assert_eq!(read("new.json"), expected);
    assert_eq!(out(&export("/dev/stdout")), expected);
    for (to, more, words) in [
        ("old.json", &[][..], "old.json already exists"),
        ("old.json", &[], "--force replaces it"),
        ("link", &[], "link already exists"),
        ("nowhere/new.json", &[], "no such file"),
        (".", &[], "directory"),
        (".", &["--force"], "directory"),
        ("one.txt", &[], "choose another file"),
        ("one.txt", &["--force"], "choose another file"),
        ("./one.postil.toml", &["--force"], "choose another file"),
    ] {
        let output = with(to, more);
        assert_eq!(output.status.code(), Some(1), "{to} {more:?}");
        assert!(err(&output).contains(words), "{to}: {}", err(&output));
    }
    assert_eq!(read("old.json"), "old");
    assert_eq!(out(&with("old.json", &["--force"])), "");
    assert_eq!(read("old.json"), expected);
    assert_eq!(
        (read("one.txt"), read("one.postil.toml")),
        (ESSAY.into(), APPARATUS.into())
    );
    let names = fs::read_dir(&directory).unwrap().count();
    assert_eq!(names, 5, "no temporary files are left");
}

#[test]
fn init_writes_an_apparatus_and_overwrites_nothing() {
    let directory = directory_with(&[("one.md", ESSAY.as_bytes()), ("two", ESSAY.as_bytes())]);
    let path = directory.path();
    let init = |arguments: &[&str]| {
        let mut command = postil(&[&["init"], arguments].concat());
        command.current_dir(path);
        command
    };
    let check = |essay: &str| {
        let mut check = postil(&["check", essay]);
        assert!(
            check.current_dir(path).output().unwrap().status.success(),
            "{essay}"
        );
    };
    for (essay, apparatus) in [("one.md", "one.postil.toml"), ("two", "two.postil.toml")] {
        let said = printed(&mut init(&[essay]));
        assert!(said.contains(apparatus) && said.contains(essay), "{said}");
        check(essay);
    }
    fs::write(
        path.join("税.org"),
        "* 税\n港の税は一八二二年に始まった。\n",
    )
    .unwrap();
    let said = printed(&mut init(&["税.org"]));
    assert!(said.contains("add the actors by hand"), "{said}");
    let checked = printed(postil(&["check", "税.org"]).current_dir(path));
    assert!(checked.contains("no problems"), "{checked}");
    // The suggested command works in a shell.
    fs::write(path.join("it's mine.md"), ESSAY).unwrap();
    let said = printed(&mut init(&["it's mine.md"]));
    assert!(
        said.starts_with(r"Wrote 'it'\''s mine.postil.toml'."),
        "{said}"
    );
    let (_, suggested) = said.split_once("\n  postil ").unwrap();
    let binary = env!("CARGO_BIN_EXE_postil");
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("'{binary}' {suggested}")]);
    let output = shell.current_dir(path).output().unwrap();
    assert!(output.status.success(), "{said}");
    let said = printed(&mut init(&[]));
    assert!(
        said.contains("is complete") && !said.contains("Fill it in"),
        "{said}"
    );
    let essay = fs::read(path.join("new-us-china-cold-war.txt")).unwrap();
    assert_eq!(
        essay,
        include_bytes!("../../seeds/new-us-china-cold-war.txt")
    );
    check("new-us-china-cold-war.txt");
    let mut child = init(&["-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(ESSAY.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(fs::read_to_string(path.join("essay.txt")).unwrap(), ESSAY);
    check("essay.txt");

    fs::write(path.join("one.postil.toml"), "mine").unwrap();
    fs::remove_file(path.join("new-us-china-cold-war.txt")).unwrap();
    for (arguments, words) in [
        (&["init", "one.md"][..], "one.postil.toml already exists"),
        (
            &["init"],
            "new-us-china-cold-war.postil.toml already exists",
        ),
        (&["init", "nothing.md"], "no such file"),
        (&["init", "one.postil.toml"], "is an apparatus"),
    ] {
        check_failure(path, arguments, 1, &[words]);
    }
    assert_eq!(
        fs::read_to_string(path.join("one.postil.toml")).unwrap(),
        "mine"
    );
    assert!(
        !path.join("new-us-china-cold-war.txt").exists(),
        "all or nothing"
    );
}

#[test]
fn init_writes_nothing_for_no_text() {
    let directory = directory_with(&[]);
    for text in ["", "\n \n"] {
        let mut child = postil(&["init", "-"])
            .current_dir(&directory)
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(text.as_bytes()).unwrap();
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{text:?}");
        assert_eq!(
            err(&output),
            "postil: there is no text on standard input: nothing was written\n"
        );
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 0);
    }
}

#[test]
fn output_from_a_broken_apparatus_comes_with_a_warning() {
    let broken = APPARATUS.replace("descriptive", "descriptiv");
    let directory = directory_with(&[
        ("good.txt", ESSAY.as_bytes()),
        ("good.postil.toml", APPARATUS.as_bytes()),
        ("broken.txt", ESSAY.as_bytes()),
        ("broken.postil.toml", broken.as_bytes()),
    ]);
    for arguments in [&["show"][..], &["export", "--format", "json"]] {
        for (file, warned) in [("good.txt", false), ("broken.txt", true)] {
            let arguments = [arguments, &[file]].concat();
            let output = postil(&arguments).current_dir(&directory).output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{arguments:?}");
            assert!(!out(&output).is_empty(), "{arguments:?}");
            let said = err(&output);
            assert_eq!(
                said.contains("has 1 error"),
                warned,
                "{arguments:?}: {said}"
            );
        }
    }
}

#[test]
fn a_broken_apparatus_is_not_reported_as_missing() {
    let directory = directory_with(&[
        ("bare.txt", ESSAY.as_bytes()),
        ("broken.txt", ESSAY.as_bytes()),
        ("broken.postil.toml", b"[essay"),
    ]);
    for (file, advice) in [("bare.txt", "postil init"), ("broken.txt", "postil check")] {
        let arguments = ["show", file, "--at", "essay"];
        let output = postil(&arguments).current_dir(&directory).output().unwrap();
        assert!(out(&output).contains(advice), "{file}: {}", out(&output));
    }
}

#[test]
fn an_endless_pipe_is_an_error() {
    let mut child = postil(&["show", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let letters = vec![b'a'; 1 << 16];
    let mut written = 0_u64;
    while pipe.write_all(&letters).is_ok() {
        written += letters.len() as u64;
        assert!(written < 1 << 30, "it never stops reading");
    }
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = err(&output);
    assert!(said.contains("larger than 256 MB"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(written >= 256 << 20, "{written}");
}
