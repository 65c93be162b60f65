//! Hostile input in a real pty: it opens or is explained in one line, no byte of it controls the
//! terminal, and the reader survives any change of its files.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::pty::{Session, postil, status};
use tempfile::TempDir;

/// Text that could control a terminal or reorder its text: a clipboard sequence, a C1 color sequence, a
/// title, a bidirectional override, an isolate, a zero-width space.
const HOSTILE_TEXT: &str = "A\u{1b}]52;c;cHduZWQ=\u{7}B\u{9b}31mC\u{1b}]0;mine\u{1b}\\D\u{202e}E\u{2066}F\u{200b}G\u{7f}\u{8}H";

/// Parts of it that must never be sent.
const FORBIDDEN_BYTES: &[&[u8]] = &[
    b"cHduZWQ=\x07",
    b"\x1b]0;mine",
    b"\xc2\x9b",
    b"\xe2\x80\xae",
    b"\xe2\x81\xa6",
    b"\xe2\x80\x8b",
    b"\x08H",
    b"\x7f",
];

struct Fixture(TempDir);

impl Fixture {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let fixture = Self(tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            fixture.write(name, bytes);
        }
        fixture
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn start(&self, name: &str) -> Session {
        postil()
            .arguments(&[self.path(name).to_str().unwrap()])
            .start()
    }

    fn open(&self, name: &str) -> Session {
        let mut session = self.start(name);
        session.until("the foot", |session| {
            ["q quit", "lists them"]
                .iter()
                .any(|foot| session.text().contains(foot))
        });
        session
    }
}

fn check_quit(session: &mut Session) {
    session.keys("q");
    assert_eq!(status(session.end()), 0);
    session.check_restored();
}

#[test]
fn no_text_controls_the_terminal() {
    let escaped = HOSTILE_TEXT
        .chars()
        .fold(String::new(), |mut escaped, character| {
            let _ = match character {
                character if character.is_ascii_graphic() => write!(escaped, "{character}"),
                character => write!(escaped, "\\u{:04x}", u32::from(character)),
            };
            escaped
        });
    let escaped = escaped.replace("\\A", "A").replace("\\\\u", "\\u");
    let escaped = escaped.replace("\\D", "\\\\D");
    let apparatus = format!(
        "format = 1\n[essay]\ntitle = \"T{escaped}\"\nsummary = \"S{escaped}\"\n\
         [[theme]]\nid = \"t\"\nname = \"N{escaped}\"\n\
         [[claim]]\nid = \"c\"\ntext = \"C{escaped}\"\nkind = \"causal\"\nthemes = [\"t\"]\nactors = {{}}\n\
         quotes = [\"Marked words\"]\n\
         [[claim]]\nid = \"lost\"\ntext = \"L\"\nkind = \"k{escaped}\"\nquotes = [\"nowhere {escaped}\"]\n"
    );
    let essay = format!("Marked words {HOSTILE_TEXT} and more.\n\nA second {HOSTILE_TEXT} one.\n");
    let name = format!("x{}.txt", HOSTILE_TEXT.replace('/', ""));
    let name_of_apparatus = name.replace(".txt", ".postil.toml");
    let fixture = Fixture::new(&[
        (&name, essay.as_bytes()),
        (&name_of_apparatus, apparatus.as_bytes()),
    ]);
    let mut session = fixture.open(&name);
    // Themes, claims, the essay, a copy, a pasted query, the problems, help, a file error.
    session.keys("jj2jj\tjk]y");
    session.until_shown("Sent to");
    session.keys(format!(
        "/\x1b[200~{}\x1b[201~\r",
        HOSTILE_TEXT.replace('\u{1b}', "\u{202e}")
    ));
    session.keys("!");
    session.until_shown("Problems in the apparatus");
    session.keys("jj\rq");
    session.until("the list closes", |session| {
        !session.text().contains("Problems in the apparatus")
    });
    fixture.write(&name_of_apparatus, format!("a = {HOSTILE_TEXT}").as_bytes());
    session.until_shown("Line 1 of the apparatus");
    let sent = session.sent();
    for never in FORBIDDEN_BYTES {
        let never = never.escape_ascii().to_string();
        assert!(!sent.contains(&never), "{never} in {sent}");
    }
    // Copied text is sanitized too: it may be pasted into a shell.
    let (_, copy) = sent.split_once("\\x1b]52;c;").unwrap();
    let copy = base64(copy.split('\\').next().unwrap());
    assert!(copy.contains("Marked words"), "{copy:?}");
    let unsafe_one = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!copy.contains(unsafe_one), "{copy:?}");
    check_quit(&mut session);
}

/// Decodes base64.
fn base64(text: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().take_while(|byte| *byte != b'=') {
        let value = ALPHABET.iter().position(|other| *other == byte).unwrap();
        bits = bits << 6 | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn long_texts_and_lines_open_scroll_and_wrap() {
    let line = "word ".repeat(2_000_000);
    let word = "word".repeat(250_000);
    let quotes = format!("{} deep\n", ">".repeat(10_000));
    let columns = "| c ".repeat(500);
    let table = format!("{columns}|\n{}|\n{columns}|\n", "|---".repeat(500));
    let blanks = "\n".repeat(100_000);
    let notes = format!("First {} last.", "[^".repeat(500_000));
    for (name, text, shown, last) in [
        (
            "line.txt",
            format!("First {line}and last."),
            "First",
            "and last.",
        ),
        (
            "line.md",
            format!("First {line}and last."),
            "First",
            "and last.",
        ),
        ("word.txt", format!("First{word} last."), "First", "last."),
        ("quotes.md", quotes, "deep", "deep"),
        ("notes.md", notes, "First", "last."),
        (
            "table.md",
            format!("First\n\n{table}\nlast.\n"),
            "First",
            "last.",
        ),
        (
            "blanks.txt",
            blanks.clone(),
            "The essay is empty",
            "The essay is empty",
        ),
        (
            "blanks.md",
            blanks,
            "The essay is empty",
            "The essay is empty",
        ),
        (
            "empty.txt",
            String::new(),
            "The essay is empty",
            "The essay is empty",
        ),
        (
            "utf16.txt",
            "\u{feff}First — last.".to_owned(),
            "First",
            "last.",
        ),
    ] {
        let bytes = if name == "utf16.txt" {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else {
            text.into_bytes()
        };
        println!("{name}");
        let fixture = Fixture::new(&[(name, &bytes)]);
        let mut session = fixture.open(name);
        assert!(session.text().contains(shown), "{name}: {}", session.text());
        session.keys("\t jG");
        session.until(name, |session| session.text().contains(last));
        session.resize(60, 20);
        session.keys("\x0c");
        session.until(name, |session| session.text().contains(last));
        check_quit(&mut session);
    }
}

#[test]
fn unreadable_input_is_explained_in_one_line() {
    let fixture = Fixture::new(&[("latin.txt", b"caf\xe9 au lait")]);
    fs::create_dir(fixture.path("directory")).unwrap();
    for (name, words) in [
        ("latin.txt", "not UTF-8"),
        ("directory", "it is a directory"),
        ("/dev/zero", "it is a device"),
        ("/dev/tty", "such as a terminal"),
    ] {
        let mut session = fixture.start(name);
        assert_eq!(status(session.end()), 1, "{name}");
        assert!(session.text().contains(words), "{name}: {}", session.text());
        assert!(!session.sent().contains("1049h"), "{name}");
    }
}

/// A change of a file.
type Change = fn(&PathBuf);

#[test]
fn the_reader_survives_any_change_of_its_files() {
    let fixture = Fixture::new(&[("x.txt", "First words of it.\n".repeat(9).as_bytes())]);
    let mut session = fixture.open("x.txt");
    let file = fixture.path("x.txt");
    let changes: [(Change, &str); 5] = [
        (|file| fs::write(file, "").unwrap(), "is empty"),
        (|file| fs::write(file, b"caf\xe9").unwrap(), "not UTF-8"),
        (|file| fs::write(file, b"caf\0").unwrap(), "NUL"),
        (
            |file| {
                fs::remove_file(file).unwrap();
                fs::create_dir(file).unwrap();
            },
            "is a directory",
        ),
        (
            |file| {
                fs::remove_dir(file).unwrap();
                std::os::unix::fs::symlink("/dev/zero", file).unwrap();
            },
            "is a device",
        ),
    ];
    for (change, words) in changes {
        change(&file);
        session.until_shown(words);
        assert!(session.text().contains("First words"), "{words}");
    }
    fs::remove_file(&file).unwrap();
    fs::write(&file, "Shorter now.\n").unwrap();
    session.until_shown("Shorter now.");
    check_quit(&mut session);
}

/// Runs the reader as user nobody, if possible: root may read everything.
fn as_nobody(file: &str) -> Option<crate::pty::Program> {
    let arguments = [
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        env!("CARGO_BIN_EXE_postil"),
    ];
    let mut works = std::process::Command::new("setpriv");
    works
        .args(arguments)
        .arg("--version")
        .stdout(std::process::Stdio::null());
    let works = works.status().is_ok_and(|status| status.success());
    works.then(|| crate::pty::program("setpriv").arguments(&[&arguments[..], &[file]].concat()))
}

#[test]
fn missing_read_permission_is_reported() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new(&[("x.txt", b"Secret.\n")]);
    let file = fixture.path("x.txt");
    let allow = |path: &PathBuf, mode| {
        fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    };
    allow(&fixture.0.path().to_owned(), 0o755);
    allow(&file, 0o000);
    let name = file.to_str().unwrap();
    let program = if fs::read(&file).is_ok() {
        as_nobody(name)
    } else {
        Some(postil().arguments(&[name]))
    };
    let Some(program) = program else {
        eprintln!("not tested: whoever runs this may read everything");
        return;
    };
    let mut session = program.start();
    assert_eq!(status(session.end()), 1);
    assert!(session.text().contains("permission denied"));
    assert!(!session.sent().contains("1049h"));
}

/// To its end; keys come from the terminal, and no apparatus is looked for beside it.
#[test]
fn a_named_pipe_is_read() {
    let fixture = Fixture::new(&[("x.postil.toml", b"not TOML")]);
    let pipe = fixture.path("x.txt");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let writer = {
        let pipe = pipe.clone();
        std::thread::spawn(move || fs::write(pipe, "Piped words.\n".repeat(9_000)).unwrap())
    };
    let mut session = fixture.open("x.txt");
    writer.join().unwrap();
    session.until_shown("Piped words.");
    assert!(!session.text().contains("problem"), "{}", session.text());
    session.keys("e");
    session.until_shown("postil init");
    check_quit(&mut session);
}

/// The terminal reorders right-to-left text; the quote's own letters are highlighted, in logical order.
#[test]
fn a_right_to_left_passage_is_highlighted() {
    let fixture = Fixture::new(&[
        (
            "x.txt",
            "تشهد العلاقات بين الولايات المتحدة والصين معركة جديدة على الهيمنة في التكنولوجيا.\n"
                .as_bytes(),
        ),
        (
            "x.postil.toml",
            "format = 1\n[[claim]]\nid = \"c\"\ntext = \"T\"\nkind = \"causal\"\nactors = {}\n\
             quotes = [\"معركة جديدة على الهيمنة\"]\n"
                .as_bytes(),
        ),
    ]);
    let mut session = fixture.open("x.txt");
    session.keys("2j");
    session.until_shown("1▎");
    let screen = session.screen();
    let mut lit = String::new();
    for (row, column) in (1..12).flat_map(|row| (31..80).map(move |column| (row, column))) {
        let cell = screen.cell(row, column).unwrap();
        if cell.bgcolor() != vt100::Color::Default {
            lit += cell.contents();
        } else if !lit.is_empty() && column == 79 {
            lit.push(' ');
        }
    }
    let words: Vec<&str> = lit.split_whitespace().collect();
    assert_eq!(words.join(" "), "معركة جديدة على الهيمنة");
    check_quit(&mut session);
}
