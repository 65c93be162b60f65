//! What is kept and what is not, in directories made for the tests.

use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::tui::app::location::{Cursor, List};
use crate::tui::app::session::{Marked, OwnerName, Walked};
use crate::tui::geometry::Region;
use crate::tui::text_anchor::Held;

fn place(lens: &str) -> Remembered {
    let marked = Marked {
        name: lens.to_owned(),
        cursor: Cursor { at: 3, top: 1 },
    };
    Remembered {
        lens: lens.to_owned(),
        focus: Region::Essay,
        zoomed: true,
        list: List::Actors,
        sidebar: [marked.clone(), marked.clone(), marked],
        detail: Cursor { at: 2, top: 4 },
        position: Held::new("Some words, “and more” — \u{1b}[31m of them.", 12),
        gap: 1,
        current: Some(Walked {
            owner: OwnerName::Claim(lens.to_owned()),
            start: Held::new("Some words.", 5),
            end: Held::new("Some words.", 10),
        }),
    }
}

fn store() -> (TempDir, Store) {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::new(directory.path().join("state/postil"));
    (directory, store)
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|&word| word.to_owned()).collect()
}

#[test]
fn each_essay_has_its_own_place() {
    let (directory, store) = store();
    let one = Name::of_file(&directory.path().join("one.txt"));
    let two = Name::of_file(&directory.path().join("two.txt"));
    assert_eq!(store.place(&one), None);
    store.keep_place(&one, &place("rise"));
    store.keep_place(&two, &place("fall"));
    store.keep_place(&one, &place("battle"));
    assert_eq!(store.place(&one), Some(place("battle")));
    assert_eq!(store.place(&two), Some(place("fall")));
    assert_eq!(store.place(&Name::of_bundled("one.txt")), None);
}

#[test]
fn one_essay_has_one_place_however_it_is_called() {
    let directory = tempfile::tempdir().unwrap();
    let real = directory.path().join("essay.txt");
    fs::write(&real, "").unwrap();
    let link = directory.path().join("link.txt");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let other = directory.path().join("./x/../essay.txt");
    fs::create_dir(directory.path().join("x")).unwrap();
    assert_eq!(Name::of_file(&link), Name::of_file(&real));
    assert_eq!(Name::of_file(&other), Name::of_file(&real));
    assert_ne!(Name::of_bundled("x"), Name::of_bundled("y"));
}

#[test]
fn no_name_leads_out_of_the_directory() {
    let (directory, store) = store();
    for name in [
        "",
        "/",
        "..",
        "/../../x",
        "a/b",
        "a\\b",
        "a\0b",
        &"n".repeat(300),
    ] {
        let file = store.file(&Name::of_bundled(name)).unwrap();
        let places = directory.path().join("state/postil").join(PLACES);
        assert_eq!(file.parent(), Some(places.as_path()), "{name:?}");
        let plain = file.file_name().unwrap().to_str().unwrap();
        assert!(
            plain.len() < 80 && !plain.contains('\0'),
            "{name:?}: {plain:?}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_not_remembered() {
    let (_directory, store) = store();
    let essay = Name::of_bundled("x");
    store.keep_place(&essay, &place("rise"));
    let file = store.file(&essay).unwrap();
    let whole = fs::read_to_string(&file).unwrap();
    let mut texts: Vec<Vec<u8>> = vec![
        whole.replace("bundled:x", "bundled:y").into(),
        whole.replace("actors", "villains").into(),
        "[".repeat(100_000).into(),
        "null".into(),
    ];
    texts.extend((0..whole.len()).map(|end| whole.as_bytes()[..end].to_owned()));
    for text in texts {
        fs::write(&file, &text).unwrap();
        assert_eq!(store.place(&essay), None, "{}", text.escape_ascii());
    }
    let (head, _) = whole.split_once("\"gap\":1").unwrap();
    fs::write(&file, format!("{head}\"later\":{{\"key\":[]}}}}}}")).unwrap();
    let older = Remembered {
        gap: 0,
        current: None,
        ..place("rise")
    };
    assert_eq!(store.place(&essay), Some(older));
}

#[test]
fn a_directory_that_cannot_be_had_is_no_error() {
    let (directory, _) = store();
    let file = directory.path().join("file");
    fs::write(&file, "").unwrap();
    let essay = Name::of_bundled("x");
    for store in [Store::new(file.join("postil")), Store { directory: None }] {
        store.keep_place(&essay, &place("rise"));
        store.keep_searches(&words(&["one"]));
        assert_eq!(store.place(&essay), None);
        assert!(store.searches().is_empty());
    }
}

#[test]
fn the_oldest_places_go() {
    let (_directory, store) = store();
    let name = |number: usize| Name::of_bundled(&number.to_string());
    store.keep_place(&name(0), &place("rise"));
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    let first = store.file(&name(0)).unwrap();
    File::options()
        .write(true)
        .open(&first)
        .and_then(|file| file.set_modified(old))
        .unwrap();
    for number in 1..MOST_PLACES {
        fs::copy(&first, store.file(&name(number)).unwrap()).unwrap();
    }
    let count = || fs::read_dir(first.parent().unwrap()).unwrap().count();
    store.keep_place(&name(1), &place("rise"));
    assert_eq!(count(), MOST_PLACES, "one that was known pushes none out");
    assert!(first.exists());
    store.keep_place(&name(MOST_PLACES), &place("rise"));
    assert_eq!(count(), MOST_PLACES);
    assert!(!first.exists());
}

#[test]
fn searches_of_several_readers_are_kept_together() {
    let (_directory, store) = store();
    store.keep_searches(&words(&["one", "two"]));
    assert_eq!(store.searches(), ["one", "two"]);
    store.keep_searches(&words(&["three", "one"]));
    assert_eq!(store.searches(), ["two", "three", "one"]);
    store.keep_searches(&[]);
    assert_eq!(store.searches(), ["two", "three", "one"]);
    let many: Vec<String> = (0..500).map(|number| number.to_string()).collect();
    store.keep_searches(&many);
    assert_eq!(store.searches(), many[500 - MOST_SEARCHES..]);
}

#[test]
fn nobody_else_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let (_directory, store) = store();
    let essay = Name::of_bundled("x");
    store.keep_place(&essay, &place("rise"));
    let file = store.file(&essay).unwrap();
    for path in file.ancestors().take(3) {
        let mode = fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", path.display());
    }
}
