//! Reloads, results of workers and warnings. One test uses a real file watcher; the others play the
//! worker themselves.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::*;
use crate::config::Config;
use crate::essay::{Essay, Format};
use crate::terminal::ColorDepth;
use crate::tui::glyphs;
use crate::tui::keymap::Keymap;
use crate::tui::message::Files;
use crate::tui::theme::{CustomStyles, Palette};
use ratatui::layout::Rect;

const ESSAY: &str = "One sentence that is claimed. Another one.\n\nA second paragraph.\n";
const APPARATUS: &str = "format = 1\n[[theme]]\nid = \"t\"\nname = \"T\"\n[[claim]]\nid = \"c\"\n\
    text = \"C.\"\nkind = \"causal\"\nthemes = [\"t\"]\nquotes = [\"that is claimed\"]\n";

/// Longer than any machine needs.
const TIMEOUT: Duration = Duration::from_secs(100);

fn document(essay: &str, apparatus: &str) -> Document {
    let essay = Essay::parse(essay.to_owned(), Format::Plain);
    Document::new(essay, (!apparatus.is_empty()).then_some(apparatus))
}

/// A reader of a document, and a channel that gets a message whenever the reader is woken.
fn reader(document: Document, files: Vec<PathBuf>, reload: Reload) -> (Reader, Receiver<()>) {
    let (sender, woken) = mpsc::channel();
    let beside = Files {
        essay: Some("essay.txt".into()),
        apparatus: Some("essay.postil.toml".into()),
    };
    let options = Config::default().options;
    let app = App::new(document, beside, options, Keymap::default(), (80, 24), None);
    let look = Appearance {
        palette: Palette::new(ColorDepth::Monochrome, Background::Dark),
        custom_styles: CustomStyles::new(),
        glyphs: &glyphs::UNICODE,
    };
    let saved_state = SavedState {
        store: StateStore::new("/dev/null/none".into()),
        essay: None,
    };
    let source = ReloadSource {
        files,
        read_since: SystemTime::now(),
        reload,
    };
    let wake = Arc::new(move || {
        let _ = sender.send(());
    });
    let reader = Reader::new(app, look, false, saved_state, source, wake);
    (reader, woken)
}

/// For tests that play the worker.
fn no_reload() -> Reload {
    Arc::new(|| Err("the files are not read".to_owned()))
}

/// Waits until the reader has been woken and `done` holds.
fn wait(reader: &mut Reader, woken: &Receiver<()>, done: impl Fn(&Reader) -> bool) {
    while !done(reader) {
        woken.recv_timeout(TIMEOUT).unwrap();
        reader.wake();
    }
}

fn message(reader: &Reader) -> &str {
    reader
        .app
        .ctx()
        .message
        .as_ref()
        .map_or("", |it| it.text.as_str())
}

fn source(reader: &Reader) -> &str {
    reader.app.ctx().document.essay.source()
}

#[test]
fn a_changed_file_is_reloaded() {
    let directory = tempfile::tempdir().unwrap();
    let essay = directory.path().join("essay.txt");
    let apparatus = directory.path().join("essay.postil.toml");
    fs::write(&essay, ESSAY).unwrap();
    fs::write(&apparatus, APPARATUS).unwrap();
    let read = {
        let (essay, apparatus) = (essay.clone(), apparatus.clone());
        let text = |path: &Path| fs::read_to_string(path).map_err(|error| error.to_string());
        Arc::new(move || Ok(document(&text(&essay)?, &text(&apparatus)?)))
    };
    let files = vec![essay.clone(), apparatus.clone()];
    let (mut reader, woken) = reader(document(ESSAY, APPARATUS), files, read);
    reader.first_frame_shown();
    // The watcher may begin after this change and must notice it all the same.
    let changed = format!("New.\n\n{ESSAY}");
    fs::write(&essay, &changed).unwrap();
    wait(&mut reader, &woken, |reader| source(reader) == changed);
    fs::remove_file(&essay).unwrap();
    wait(&mut reader, &woken, |reader| {
        message(reader).contains("No such file")
    });
    assert!(message(&reader).starts_with("Not reloaded: "));
    assert_eq!(source(&reader), changed);
    fs::write(&essay, &changed).unwrap();
    wait(&mut reader, &woken, |reader| {
        message(reader).contains("again")
    });
    fs::write(&apparatus, APPARATUS.replace("\"C.\"", "\"D.\"")).unwrap();
    let text = |reader: &Reader| reader.app.ctx().document.apparatus.claims[0].text.clone();
    wait(&mut reader, &woken, |reader| text(reader) == "D.");
}

/// The texts of essay and apparatus.
type Version<'a> = (&'a str, &'a str);

/// As while the editor is open.
#[test]
fn nothing_is_read_while_the_loop_is_busy_and_then_once() {
    let directory = tempfile::tempdir().unwrap();
    let essay = directory.path().join("essay.txt");
    fs::write(&essay, ESSAY).unwrap();
    let reads = Arc::new(AtomicUsize::new(0));
    let read = {
        let (essay, reads) = (essay.clone(), Arc::clone(&reads));
        Arc::new(move || {
            reads.fetch_add(1, Ordering::SeqCst);
            let text = fs::read_to_string(&essay).map_err(|error| error.to_string())?;
            Ok(document(&text, ""))
        })
    };
    let (mut reader, woken) = reader(document(ESSAY, ""), vec![essay.clone()], read);
    reader.first_frame_shown();
    fs::write(&essay, "New.").unwrap();
    woken.recv_timeout(TIMEOUT).unwrap();
    for version in 0..10 {
        fs::write(&essay, format!("Version {version}.")).unwrap();
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(reads.load(Ordering::SeqCst), 0);
    assert!(woken.try_recv().is_err());
    reader.wake();
    wait(&mut reader, &woken, |reader| source(reader) == "Version 9.");
    // Saves that followed the first one may be reported as one more change.
    assert!(reads.load(Ordering::SeqCst) <= 2);
}

#[test]
fn a_file_is_read_a_fifth_of_the_time_at_most() {
    let cost = Duration::from_millis(200);
    let directory = tempfile::tempdir().unwrap();
    let essay = directory.path().join("essay.txt");
    let reads = Arc::new(Mutex::new(Vec::new()));
    let read = {
        let reads = Arc::clone(&reads);
        Arc::new(move || {
            let mut reads = reads.lock().unwrap();
            reads.push(Instant::now());
            thread::sleep(cost);
            Ok(document(&format!("Version {}.", reads.len()), ""))
        })
    };
    let (mut reader, woken) = reader(document(ESSAY, ""), vec![essay.clone()], read);
    reader.first_frame_shown();
    for version in ["Version 1.", "Version 2."] {
        fs::write(&essay, version).unwrap();
        wait(&mut reader, &woken, |reader| source(reader) == version);
    }
    let reads = reads.lock().unwrap();
    assert!(reads[1] - reads[0] >= 5 * cost);
}

#[test]
fn a_worse_version_does_not_replace_a_better_one() {
    let broken = APPARATUS.replace("kind =", "kind");
    let table: &[(Version<'_>, Result<Version<'_>, &str>, &str)] = &[
        ((ESSAY, APPARATUS), Ok((ESSAY, APPARATUS)), ""),
        ((ESSAY, APPARATUS), Ok(("New.", APPARATUS)), ""),
        ((ESSAY, APPARATUS), Err("Gone"), "Not reloaded: Gone"),
        (
            (ESSAY, APPARATUS),
            Ok((ESSAY, &broken)),
            "Not reloaded: Line 8 of the apparatus: ",
        ),
        (
            (ESSAY, APPARATUS),
            Ok((ESSAY, "")),
            "Not reloaded: The apparatus file is gone",
        ),
        // The version on screen is no better.
        ((ESSAY, &broken), Ok(("New.", &broken)), ""),
        ((ESSAY, ""), Ok((ESSAY, APPARATUS)), ""),
    ];
    for &((essay, apparatus), read, expected) in table {
        let old = document(essay, apparatus);
        let (mut reader, _woken) = reader(old, Vec::new(), no_reload());
        let read_again = || {
            let read = read.map(|(essay, apparatus)| document(essay, apparatus));
            read.map_err(str::to_owned)
        };
        let command = reader.reloaded(read_again());
        assert!(
            message(&reader).starts_with(expected),
            "{}",
            message(&reader)
        );
        let (now, flow_now) = match read {
            Ok(new) if expected.is_empty() => (new, (new != (essay, apparatus))),
            _ => ((essay, apparatus), true),
        };
        assert_eq!(source(&reader), now.0);
        let file = reader.app.ctx().document.apparatus_source.as_deref();
        assert_eq!(file.unwrap_or_default(), now.1);
        assert_eq!(
            matches!(command, TerminalCommand::Draw),
            flow_now,
            "{read:?}"
        );
        assert_eq!(
            reader.app.ctx().reload_error.as_ref().is_some(),
            !expected.is_empty()
        );
        // Reading the same again changes nothing.
        assert!(
            matches!(reader.reloaded(read_again()), TerminalCommand::Idle),
            "{read:?}"
        );
        if !expected.is_empty() {
            reader.reloaded(Ok(document(essay, apparatus)));
            assert_eq!(message(&reader), "The files are readable again");
            assert_eq!(reader.app.ctx().reload_error.as_ref(), None);
        }
    }
}

#[test]
fn a_lost_quote_is_reported_once() {
    let (mut reader, _woken) = reader(document(ESSAY, APPARATUS), Vec::new(), no_reload());
    let warning = "1 quote is no longer found: ! lists them";
    for (essay, expected) in [
        ("New.", warning),
        ("Newer.", ""),
        (ESSAY, ""),
        ("New.", warning),
    ] {
        reader.app.perform(Action::Cancel);
        reader.reloaded(Ok(document(essay, APPARATUS)));
        assert_eq!(message(&reader), expected, "{essay}");
    }
}

/// The rows of the problem list; empty if it is closed.
fn listed(reader: &Reader) -> Vec<String> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    reader.draw(&mut buffer);
    let row = |y| (0..80).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    let in_box = (0..24).map(row).filter(|row| row.starts_with('│'));
    let texts = in_box.map(|row| row.chars().skip(3).take(74).collect::<String>());
    texts.map(|text| text.trim_end().to_owned()).collect()
}

/// The lines at which `e` opens the editor, for each entry of the list of problems.
fn lines(reader: &mut Reader) -> Vec<usize> {
    let errors = reader
        .app
        .ctx()
        .reload_error
        .as_ref()
        .map_or(0, |it| it.syntax_errors.len());
    let entries = reader.app.ctx().document.problems.len() + errors;
    reader.app.perform(Action::First);
    let edited = (0..entries).map(|_| {
        let effect = reader.app.perform(Action::Edit);
        reader.app.perform(Action::Down);
        match effect {
            Some(Effect::Edit { line, .. }) => line,
            effect => panic!("{effect:?}"),
        }
    });
    edited.collect()
}

#[test]
fn the_problem_list_starts_with_the_reload_error() {
    const LAST: &str = "Showing the last good version.";
    // The first version has an unknown key; the next has syntax errors in lines 2 and 8.
    let apparatus = APPARATUS.replace("quotes", "themse = []\nquotes");
    let broken = apparatus
        .replace("[[theme]]", "[[theme]")
        .replace("kind =", "kind");
    let (mut reader, _woken) = reader(document(ESSAY, &apparatus), Vec::new(), no_reload());
    let own = reader.app.ctx().document.problems.len();
    reader.app.perform(Action::Problems);
    assert_eq!(lines(&mut reader).len(), own);
    // The list is open during the reload.
    reader.reloaded(Ok(document(ESSAY, &broken)));
    let rows = listed(&reader).join("\n");
    assert!(rows.starts_with(LAST), "{rows}");
    assert!(
        rows.contains("has syntax errors:\nerror  line 2: "),
        "{rows}"
    );
    assert!(
        rows.contains("\n\nProblems of the version shown\n"),
        "{rows}"
    );
    let lines = lines(&mut reader);
    assert_eq!(
        (lines.len(), lines[0], lines[1]),
        (own + 2, 2, 8),
        "{lines:?}"
    );
    // The list is opened after the reload.
    reader.app.perform(Action::Cancel);
    reader.reloaded(Err("essay.txt is gone".to_owned()));
    reader.app.perform(Action::Problems);
    let rows = listed(&reader).join(" ");
    assert!(
        rows.starts_with(&format!("{LAST} essay.txt is gone")),
        "{rows}"
    );
    // A version without problems has a list as long as there is a reload error.
    reader.reloaded(Ok(document(ESSAY, "format = 1\n")));
    assert_eq!(listed(&reader), [""; 0]);
    reader.reloaded(Err("essay.txt is gone".to_owned()));
    reader.app.perform(Action::Problems);
    assert!(listed(&reader).concat().starts_with(LAST));
    for action in [Action::Down, Action::Open, Action::Problems, Action::Cancel] {
        reader.app.perform(action);
    }
}

#[test]
fn the_title_line_says_that_the_version_is_old() {
    let (mut reader, _woken) = reader(document(ESSAY, APPARATUS), Vec::new(), no_reload());
    let top = |reader: &mut Reader, width: u16| {
        reader.app.resize((width, 12));
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 12));
        reader.draw(&mut buffer);
        (0..width)
            .map(|x| buffer[(x, 0)].symbol())
            .collect::<String>()
    };
    let sizes = [
        (20, "old"),
        (59, "old version: ! says"),
        (80, "old version: ! says why"),
    ];
    for (width, words) in sizes {
        assert!(!top(&mut reader, width).contains(words), "{width}");
    }
    reader.reloaded(Err("Gone".to_owned()));
    for (width, words) in sizes {
        let top = top(&mut reader, width);
        assert!(top.contains(words) && top.contains(" %"), "{width}: {top}");
    }
}

/// An essay and an apparatus with so many drifted quotes that searching for them takes too long before
/// the first frame.
fn many_drifted_quotes() -> (String, String) {
    let (mut essay, mut apparatus) = (String::new(), String::from("format = 1\n"));
    for number in 0..40 {
        let words = format!(
            "The {} swans of lake {} sing at night",
            number * 7919 + 100_000,
            number * 104_729 + 1_000_000
        );
        write!(essay, "{words}, {}.\n\n", "as it were ".repeat(160)).unwrap();
        let quote = words.replace("swans", "swan");
        write!(
            apparatus,
            "[[claim]]\nid = \"c{number}\"\ntext = \"C.\"\nkind = \"causal\"\n\
             themes = []\nquotes = [\"{quote}\"]\n"
        )
        .unwrap();
    }
    (essay, apparatus)
}

#[test]
fn pending_quotes_are_found_later_without_moving_the_screen() {
    let (essay, apparatus) = many_drifted_quotes();
    let document = document(&essay, &apparatus);
    assert_eq!(document.pending().map(|pending| pending.len()), Some(40));
    let (mut reader, woken) = reader(document, Vec::new(), no_reload());
    for action in [
        Action::Claims,
        Action::Down,
        Action::NextPane,
        Action::PageDown,
    ] {
        reader.app.perform(action);
    }
    let before = reader.app.saved_location();
    let top = reader.app.essay().visible();
    let detail_says = |reader: &Reader, words: &str| {
        let rows = reader
            .app
            .detail()
            .content()
            .rows
            .iter()
            .flat_map(|row| &row.spans);
        rows.map(|span| &*span.text)
            .collect::<String>()
            .contains(words)
    };
    assert!(detail_says(&reader, "searching for"));
    reader.first_frame_shown();
    wait(&mut reader, &woken, |reader| {
        !reader.app.ctx().document.is_pending()
    });
    assert_eq!(reader.app.saved_location(), before);
    assert_eq!(reader.app.essay().visible(), top);
    assert!(detail_says(&reader, "drifted") && !detail_says(&reader, "searching for"));
    let claims = &reader.app.ctx().document.apparatus.claims;
    assert!(
        claims
            .iter()
            .all(|claim| !claim.anchors[0].passages.is_empty())
    );
}

#[test]
fn late_results_for_a_replaced_document_are_dropped() {
    let (essay, apparatus) = many_drifted_quotes();
    let old = document(&essay, &apparatus);
    let anchoring = old.anchoring_task().unwrap();
    let found = anchoring.run().unwrap();
    let (mut reader, _woken) = reader(old, Vec::new(), no_reload());
    // The new document has the same pending quotes.
    reader.reloaded(Ok(document(&format!("{essay}And more."), &apparatus)));
    assert!(anchoring.run().is_none(), "its document was dropped");
    let before = reader.app.ctx().document.clone();
    assert!(before.is_pending());
    assert!(matches!(
        reader.handle_result(WorkerResult::Anchored(found)),
        TerminalCommand::Idle
    ));
    assert_eq!(reader.app.ctx().document.problems, before.problems);
    assert_eq!(reader.app.ctx().document.apparatus, before.apparatus);
}

#[test]
fn a_warning_is_shown_beside_an_open_prompt() {
    let (mut reader, _woken) = reader(document(ESSAY, APPARATUS), Vec::new(), no_reload());
    reader.app.perform(Action::Search);
    reader.app.insert("One");
    reader.handle(Event::CannotSuspend);
    let mut frame = Buffer::empty(Rect::new(0, 0, 80, 24));
    reader.draw(&mut frame);
    let foot = (0..80).map(|x| frame[(x, 23)].symbol()).collect::<String>();
    assert!(foot.starts_with(" /One"), "{foot}");
    assert!(foot.contains("Cannot suspend: no shell"), "{foot}");
}
