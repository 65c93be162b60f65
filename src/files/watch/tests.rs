//! What is noticed and what is not, in directories made for the tests.
//!
//! What must be noticed is waited for, as long as it takes. That something is not noticed is seen
//! from what comes after it: a change that is waited for stands behind it in the queue.

use std::fs::{self, File};
use std::io::Write;

use tempfile::TempDir;

use super::*;

/// Longer than any machine needs.
const LONG: Duration = Duration::from_secs(100);

struct Place {
    directory: TempDir,
    essay: PathBuf,
}

fn place() -> Place {
    let directory = tempfile::tempdir().unwrap();
    let essay = directory.path().join("essay.txt");
    fs::write(&essay, "one").unwrap();
    Place { directory, essay }
}

impl Place {
    fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn watch(&self) -> Watch {
        Watch::new(&[self.essay.clone(), self.file("essay.postil.toml")]).unwrap()
    }
}

#[test]
fn every_way_of_writing_a_file_is_seen() {
    type Way = fn(&Place);
    let ways: [(&str, Way); 9] = [
        ("write in place", |at| fs::write(&at.essay, "two").unwrap()),
        ("append", |at| {
            let mut file = File::options().append(true).open(&at.essay).unwrap();
            file.write_all(b"more").unwrap();
        }),
        ("rename over it", |at| {
            fs::write(at.file("new"), "two").unwrap();
            fs::rename(at.file("new"), &at.essay).unwrap();
        }),
        ("move away and write", |at| {
            fs::rename(&at.essay, at.file("essay.txt~")).unwrap();
            fs::write(&at.essay, "two").unwrap();
        }),
        ("delete", |at| fs::remove_file(&at.essay).unwrap()),
        ("delete and make again", |at| {
            fs::remove_file(&at.essay).unwrap();
            fs::write(&at.essay, "two").unwrap();
        }),
        ("the other file", |at| {
            fs::write(at.file("essay.postil.toml"), "format = 1").unwrap();
        }),
        ("replaced by a link", |at| {
            fs::write(at.file("elsewhere"), "two").unwrap();
            fs::remove_file(&at.essay).unwrap();
            std::os::unix::fs::symlink(at.file("elsewhere"), &at.essay).unwrap();
        }),
        ("permissions", |at| {
            let mut to = fs::metadata(&at.essay).unwrap().permissions();
            to.set_readonly(true);
            fs::set_permissions(&at.essay, to).unwrap();
        }),
    ];
    for (name, way) in ways {
        let at = place();
        let mut watch = at.watch();
        // Twice: what was watched first may be gone.
        for _ in 0..2 {
            way(&at);
            assert!(watch.changed_within(LONG), "{name}");
            fs::remove_file(&at.essay).ok();
            fs::write(&at.essay, "one").unwrap();
            assert!(watch.changed_within(LONG), "after {name}");
        }
    }
}

#[test]
fn what_a_link_leads_to_is_watched() {
    let at = place();
    let other = tempfile::tempdir().unwrap();
    let real = other.path().join("real.txt");
    fs::write(&real, "one").unwrap();
    fs::remove_file(&at.essay).unwrap();
    std::os::unix::fs::symlink(&real, &at.essay).unwrap();
    let mut watch = at.watch();
    fs::write(&real, "two").unwrap();
    assert!(watch.changed_within(LONG));
}

#[test]
fn a_directory_that_goes_and_comes_again_is_seen() {
    let at = place();
    let deep = at.file("a/b");
    fs::create_dir_all(&deep).unwrap();
    let essay = deep.join("essay.txt");
    fs::write(&essay, "one").unwrap();
    let mut watch = Watch::new(std::slice::from_ref(&essay)).unwrap();
    for _ in 0..2 {
        fs::remove_dir_all(at.file("a")).unwrap();
        assert!(watch.changed_within(LONG));
        fs::create_dir(at.file("a")).unwrap();
        assert!(watch.changed_within(LONG), "a");
        fs::create_dir(&deep).unwrap();
        assert!(watch.changed_within(LONG), "a/b");
        fs::write(&essay, "two").unwrap();
        assert!(watch.changed_within(LONG), "the file");
    }
}

/// The first event that counts comes after all of these: none of them does.
#[test]
fn reading_and_other_files_are_no_change() {
    let at = place();
    let watch = at.watch();
    for _ in 0..3 {
        fs::read(&at.essay).unwrap();
        fs::write(at.file("other.txt"), "x").unwrap();
        fs::write(at.file("essay.txt~"), "x").unwrap();
        fs::create_dir_all(at.file("essay")).unwrap();
        fs::remove_file(at.file("other.txt")).unwrap();
    }
    fs::write(&at.essay, "two").unwrap();
    let first = loop {
        let event = watch.events.recv_timeout(LONG).unwrap();
        if watch.is_relevant(&event) {
            break event.unwrap();
        }
    };
    assert_eq!(first.paths, [at.essay]);
    assert!(matches!(first.kind, EventKind::Modify(_)), "{first:?}");
}

#[test]
fn what_changed_before_it_was_watched_is_known() {
    let at = place();
    let (none, files) = (at.file("none"), vec![at.essay.clone(), at.file("none")]);
    let written = fs::metadata(&at.essay).unwrap().modified().unwrap();
    assert!(Seen::new(files.clone(), written).have_changed());
    let later = written + 2 * COARSE;
    let seen = Seen::new(files.clone(), later);
    assert!(!seen.have_changed());
    // Moved there, it keeps its old time.
    fs::rename(&at.essay, &none).unwrap();
    assert!(seen.have_changed());
    let seen = Seen::new(files, later);
    assert!(!seen.have_changed());
    fs::remove_file(&none).unwrap();
    assert!(seen.have_changed());
}
