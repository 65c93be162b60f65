//! Error messages, help, completions and the manual page.

use std::fs;

use super::{APPARATUS, ESSAY, check_failure, directory_with, err, postil, printed};

const COMMANDS: [&str; 7] = [
    "show",
    "check",
    "export",
    "init",
    "config",
    "completions",
    "man",
];

#[test]
fn errors_are_reported_in_one_line() {
    let directory = directory_with(&[
        ("latin.txt", b"caf\xe9 au lait"),
        ("nul.txt", b"a\0b"),
        ("essay.txt", ESSAY.as_bytes()),
        ("essay.postil.toml", APPARATUS.as_bytes()),
        ("bare.md", b"# No apparatus"),
    ]);
    let check = |arguments: &[&str], words: &[&str]| {
        check_failure(directory.path(), arguments, 1, words);
    };
    for command in [
        &[][..],
        &["show"],
        &["check"],
        &["export", "--format", "json"],
    ] {
        let with = |name| [command, &[name]].concat();
        check(&with("nothing.txt"), &["nothing.txt", "no such file"]);
        check(&with("."), &["directory"]);
        check(&with("latin.txt"), &["latin.txt", "not UTF-8", "3"]);
        check(&with("nul.txt"), &["nul.txt", "NUL", "1"]);
        check(&with("/dev/null"), &["device"]);
        check(&with("essay.txt/x"), &["not a directory"]);
        check(&with("essay.postil.toml"), &["apparatus"]);
        check(&with("essay"), &["did you mean essay.txt?"]);
        check(&with("a\u{1b}[31m\u{202e}b"), &["a␛[31m\u{fffd}b"]);
    }
    check(&["shw"], &["did you mean the command show?"]);
    check(&["hlp"], &["did you mean the command help?"]);
    check(
        &["show", "--apparatus", "nothing.toml"],
        &["nothing.toml", "no such file"],
    );
    for command in [&[][..], &["show"]] {
        let with = |id| [command, &["essay.txt", "--at", id]].concat();
        check(&with("cts"), &["“cts”", "did you mean cat"]);
        check(&with("2"), &["no claim 2", "are 1 to 1"]);
        check(&with("0"), &["no claim 0"]);
        check(&with("99999999999999999999999"), &["no claim"]);
        check(&with("-1"), &["no claim -1", "are 1 to 1"]);
        check(&with("at not"), &["“at not”", "postil show"]);
        check(&with("zebra"), &["“zebra”", "postil show"]);
        check(&with("\u{1b}[2J"), &["␛[2J"]);
    }
    check(&["show", "bare.md", "--at", "x"], &["no apparatus"]);
    check(
        &["show", "bare.md", "--at", "1"],
        &["no claim 1", "has none"],
    );
}

#[test]
fn wrong_usage_has_exit_status_2() {
    let directory = directory_with(&[]);
    for (arguments, words) in [
        (&["--nonsense"][..], &["--nonsense", "--help"][..]),
        (&["one", "two"], &["two"]),
        (&["--color", "sometimes"], &["sometimes", "always"]),
        (&["--palette", "pink"], &["pink", "light"]),
        (&["export"], &["--format", "\nThe formats: json\n"]),
        (
            &["help", "nope"],
            &[
                "nope",
                "\nThe commands: show, check, export, init, config, completions, man\n",
            ],
        ),
        (&["export", "--format", "xml"], &["xml", "json"]),
        (&["completions"], &["SHELL"]),
        (&["completions", "cmd"], &["cmd", "fish"]),
        (&["show", "--at"], &["--at"]),
        (&["essay.txt", "show"], &["the command comes first"]),
        (&["--\u{1b}[31m"], &["␛"]),
    ] {
        check_failure(directory.path(), arguments, 2, words);
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    let help = printed(&mut postil(&["--help"]));
    for call in COMMANDS {
        assert!(
            help.contains(&format!("\n  postil {call} ")),
            "no example of {call}"
        );
        let own = printed(&mut postil(&[call, "--help"]));
        assert!(
            own.contains(&format!("Examples:\n  postil {call}")),
            "{own}"
        );
        assert_eq!(own.matches("Usage:").count(), 1);
    }
    for call in [
        &[][..],
        &["show"],
        &["check"],
        &["export"],
        &["init"],
        &["config"],
        &["completions"],
        &["man"],
    ] {
        for flag in ["-h", "--help"] {
            for line in printed(&mut postil(&[call, &[flag]].concat())).lines() {
                assert!(line.chars().count() <= 80, "{call:?} {flag}: {line}");
            }
        }
    }
    assert_eq!(printed(&mut postil(&["help"])), help);
    let own = printed(&mut postil(&["show", "--help"]));
    assert_eq!(printed(&mut postil(&["help", "show"])), own);
    let version = printed(&mut postil(&["--version"]));
    assert_eq!(version, concat!("postil ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn completions_and_the_manual_have_every_command() {
    for shell in ["bash", "zsh", "fish"] {
        let script = printed(&mut postil(&["completions", shell]));
        for word in COMMANDS.iter().chain(&["palette", "apparatus"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let manual = printed(&mut postil(&["man"]));
    assert!(manual.contains(".TH postil 1"));
    for word in COMMANDS
        .iter()
        .chain(&["palette", "EXAMPLES", "EXIT STATUS"])
    {
        assert!(manual.contains(word), "{word}");
    }
}

#[test]
fn secure_refuses_commands_that_write_files() {
    let directory = directory_with(&[("x.txt", ESSAY.as_bytes())]);
    let refused = "commands that write files are refused";
    for arguments in [
        &["--secure", "init", "x.txt"][..],
        &["init", "--secure", "x.txt"],
        &["--secure", "export", "x.txt", "--format", "json", "-o", "o"],
        &[
            "--secure", "export", "x.txt", "--format", "json", "-oo", "--force",
        ],
    ] {
        check_failure(directory.path(), arguments, 1, &[refused]);
    }
    for (value, is_refused) in [
        ("1", true),
        ("no", true),
        ("false", true),
        ("0", false),
        ("", false),
    ] {
        let mut command = postil(&["init", "x.txt"]);
        command
            .env("POSTIL_SECURE", value)
            .current_dir(directory.path());
        let output = command.output().unwrap();
        assert_eq!(err(&output).contains(refused), is_refused, "{value}");
        let written = directory.path().join("x.postil.toml");
        assert_eq!(written.exists(), !is_refused, "{value}");
        let _ = fs::remove_file(written);
    }
    // The flag cannot be turned off by the environment.
    let mut command = postil(&["--secure", "init", "x.txt"]);
    command
        .env("POSTIL_SECURE", "0")
        .current_dir(directory.path());
    assert_eq!(command.output().unwrap().status.code(), Some(1));
    // Printing is allowed.
    for arguments in [
        &["--secure", "export", "x.txt", "--format", "json"][..],
        &["show", "--secure", "x.txt"],
        &["check", "x.txt", "--secure"],
        &["--secure", "x.txt"],
        &["--secure", "man"],
        &["--secure", "completions", "bash"],
    ] {
        printed(postil(arguments).current_dir(directory.path()));
    }
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn secure_takes_no_file_of_arguments_or_configuration() {
    let directory = directory_with(&[("args", b"--apparatus\n/etc/passwd\n"), ("x.txt", b"x")]);
    check_failure(
        directory.path(),
        &["--secure", "@args"],
        1,
        &["no such file"],
    );
    let arguments = ["--secure", "--config", "args", "x.txt"];
    check_failure(directory.path(), &arguments, 2, &["--config"]);
}

#[test]
fn secure_reads_no_configuration() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("postil")).unwrap();
    fs::write(home.path().join("postil/config.toml"), "measure = 33\n").unwrap();
    let config = |arguments: &[&str]| {
        let mut command = postil(arguments);
        printed(command.env("XDG_CONFIG_HOME", home.path()))
    };
    assert!(config(&["config"]).contains("measure = 33"));
    let text = config(&["--secure", "config"]);
    assert!(text.starts_with("# The defaults: with --secure"), "{text}");
    assert!(!text.contains("measure = 33"), "{text}");
}

#[test]
fn secure_follows_no_link_beside_the_essay() {
    let directory = directory_with(&[
        ("x.txt", ESSAY.as_bytes()),
        ("else.toml", APPARATUS.as_bytes()),
    ]);
    let link = directory.path().join("x.postil.toml");
    std::os::unix::fs::symlink("else.toml", link).unwrap();
    let name = ["--secure", "check", "x.txt"];
    check_failure(directory.path(), &name, 1, &["it is a link"]);
    let named = ["--secure", "check", "x.txt", "--apparatus", "x.postil.toml"];
    printed(postil(&named).current_dir(directory.path()));
    printed(postil(&["check", "x.txt"]).current_dir(directory.path()));
}
