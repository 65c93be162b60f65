//! Waits for files to change, without polling.
//!
//! Directories are watched, not files: an editor that replaces a file creates another file. While a
//! directory does not exist, the nearest existing one above it is watched.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// A change is complete once nothing has happened for this long.
const QUIET_PERIOD: Duration = Duration::from_millis(60);

/// A change that does not end is reported after this long.
const MAX_SETTLE_TIME: Duration = Duration::from_secs(1);

/// How far a file's modification time may lag behind the clock.
const MTIME_LAG: Duration = Duration::from_millis(20);

/// Watches files, which need not exist.
#[derive(Debug)]
pub struct FileWatcher {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Every absolute path under which an event may name one of the files.
    files: Vec<PathBuf>,
}

impl FileWatcher {
    /// Starts watching.
    ///
    /// # Errors
    ///
    /// The system's message if it cannot watch any more directories.
    pub fn new(files: &[PathBuf]) -> Result<Self, String> {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(sender).map_err(|error| io_message(&error))?;
        let files = files.iter().flat_map(|file| absolute_paths(file));
        let mut watcher = Self {
            watcher,
            events,
            files: files.collect(),
        };
        watcher.watch_directories()?;
        Ok(watcher)
    }

    /// Blocks until one of the files has changed and no further change follows. False if nothing
    /// changes within `timeout`, or if no change can be reported any more.
    pub fn wait_for_change(&mut self, timeout: Option<Duration>) -> bool {
        if !self.has_event_within(timeout) {
            return false;
        }
        let end = Instant::now() + MAX_SETTLE_TIME;
        while Instant::now() < end && self.has_event_within(Some(QUIET_PERIOD)) {}
        // A directory that cannot be watched now is tried again after the next change.
        let _ = self.watch_directories();
        true
    }

    fn has_event_within(&self, timeout: Option<Duration>) -> bool {
        let end = timeout.map(|timeout| Instant::now() + timeout);
        loop {
            let event = match end {
                None => self.events.recv().ok(),
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    self.events.recv_timeout(left).ok()
                }
            };
            match event {
                Some(event) if self.is_relevant(&event) => return true,
                Some(_) => {}
                None => return false,
            }
        }
    }

    /// Whether an event is about one of the files or a directory above one.
    fn is_relevant(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else {
            // The error may have hidden a change.
            return true;
        };
        let is_change = match event.kind {
            // Reading a file, as Postil does, also causes events.
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        };
        let concerns_file = |path: &PathBuf| self.files.iter().any(|file| file.starts_with(path));
        event.need_rescan() || (is_change && event.paths.iter().any(concerns_file))
    }

    /// Watches the nearest existing directory above each file. One that was deleted and created
    /// again has to be watched anew; the others are not affected.
    fn watch_directories(&mut self) -> Result<(), String> {
        for file in &self.files {
            let mut above = file.ancestors().skip(1);
            if let Some(directory) = above.find(|path| path.is_dir()) {
                let watched = self.watcher.watch(directory, RecursiveMode::NonRecursive);
                watched.map_err(|error| io_message(&error))?;
            }
        }
        Ok(())
    }
}

/// The versions of files that were read, to detect changes between reading and watching.
#[derive(Debug, Clone)]
pub struct FileVersions {
    files: Vec<PathBuf>,
    /// The files that did not exist.
    missing: Vec<PathBuf>,
    /// A modification time from here on means a newer version.
    unchanged_before: SystemTime,
}

impl FileVersions {
    /// The versions of files that have just been read, from `read_since` on. They need not exist.
    #[must_use]
    pub fn new(files: Vec<PathBuf>, read_since: SystemTime) -> Self {
        let missing = files.iter().filter(|file| !file.exists()).cloned();
        Self {
            missing: missing.collect(),
            unchanged_before: read_since.checked_sub(MTIME_LAG).unwrap_or(read_since),
            files,
        }
    }

    /// The files.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Whether a file was written, created or deleted since.
    #[must_use]
    pub fn have_changed(&self) -> bool {
        self.files.iter().any(|file| {
            let was_missing = self.missing.contains(file);
            match fs::metadata(file).and_then(|metadata| metadata.modified()) {
                Ok(modified) => was_missing || modified >= self.unchanged_before,
                Err(_) => !was_missing,
            }
        })
    }
}

/// The absolute path of a file, and that of the file its symbolic links lead to.
fn absolute_paths(file: &Path) -> Vec<PathBuf> {
    let own = std::path::absolute(file);
    let mut paths: Vec<_> = own.into_iter().chain(fs::canonicalize(file)).collect();
    paths.dedup();
    paths
}

/// Describes an error without the path of the directory, which the user has not named.
fn io_message(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system's limit of watches is reached".to_owned(),
        notify::ErrorKind::Io(error) => super::io_message(error),
        notify::ErrorKind::Generic(message) => message.clone(),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Write;

    use tempfile::TempDir;

    use super::*;

    /// A timeout that only a failing test reaches.
    const LONG: Duration = Duration::from_secs(100);

    struct Fixture {
        directory: TempDir,
        essay: PathBuf,
    }

    fn fixture() -> Fixture {
        let directory = tempfile::tempdir().unwrap();
        let essay = directory.path().join("essay.txt");
        fs::write(&essay, "one").unwrap();
        Fixture { directory, essay }
    }

    impl Fixture {
        fn file(&self, name: &str) -> PathBuf {
            self.directory.path().join(name)
        }

        fn watch(&self) -> FileWatcher {
            FileWatcher::new(&[self.essay.clone(), self.file("essay.postil.toml")]).unwrap()
        }
    }

    #[test]
    fn every_way_of_changing_a_file_is_reported() {
        type Way = fn(&Fixture);
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
            let at = fixture();
            let mut watch = at.watch();
            // Twice, because the first change may replace what is watched.
            for _ in 0..2 {
                way(&at);
                assert!(watch.wait_for_change(Some(LONG)), "{name}");
                fs::remove_file(&at.essay).ok();
                fs::write(&at.essay, "one").unwrap();
                assert!(watch.wait_for_change(Some(LONG)), "after {name}");
            }
        }
    }

    #[test]
    fn the_target_of_a_link_is_watched() {
        let at = fixture();
        let other = tempfile::tempdir().unwrap();
        let real = other.path().join("real.txt");
        fs::write(&real, "one").unwrap();
        fs::remove_file(&at.essay).unwrap();
        std::os::unix::fs::symlink(&real, &at.essay).unwrap();
        let mut watch = at.watch();
        fs::write(&real, "two").unwrap();
        assert!(watch.wait_for_change(Some(LONG)));
    }

    #[test]
    fn a_deleted_and_recreated_directory_is_watched_again() {
        let at = fixture();
        let deep = at.file("a/b");
        fs::create_dir_all(&deep).unwrap();
        let essay = deep.join("essay.txt");
        fs::write(&essay, "one").unwrap();
        let mut watch = FileWatcher::new(std::slice::from_ref(&essay)).unwrap();
        for _ in 0..2 {
            fs::remove_dir_all(at.file("a")).unwrap();
            assert!(watch.wait_for_change(Some(LONG)));
            fs::create_dir(at.file("a")).unwrap();
            assert!(watch.wait_for_change(Some(LONG)), "a");
            fs::create_dir(&deep).unwrap();
            assert!(watch.wait_for_change(Some(LONG)), "a/b");
            fs::write(&essay, "two").unwrap();
            assert!(watch.wait_for_change(Some(LONG)), "the file");
        }
    }

    /// Events arrive in order, so the first relevant one shows that none before it was.
    #[test]
    fn reading_and_other_files_are_not_changes() {
        let at = fixture();
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
    fn a_change_before_watching_is_detected() {
        let at = fixture();
        let (none, files) = (at.file("none"), vec![at.essay.clone(), at.file("none")]);
        let written = fs::metadata(&at.essay).unwrap().modified().unwrap();
        assert!(FileVersions::new(files.clone(), written).have_changed());
        let later = written + 2 * MTIME_LAG;
        let versions = FileVersions::new(files.clone(), later);
        assert!(!versions.have_changed());
        // A moved file keeps its modification time.
        fs::rename(&at.essay, &none).unwrap();
        assert!(versions.have_changed());
        let versions = FileVersions::new(files, later);
        assert!(!versions.have_changed());
        fs::remove_file(&none).unwrap();
        assert!(versions.have_changed());
    }
}
