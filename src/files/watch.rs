//! Waits for files to change, without polling.
//!
//! Directories are watched, not files: an editor that replaces a file creates another file. The
//! directories are those of the file and of each symbolic link on the way to it. While a directory does
//! not exist, the nearest existing one above it is watched.
//!
//! An event is only a hint to look at the files: they have changed if their paths lead to another file or
//! to another version. Many events pause the watch, so that a busy directory costs little.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// A change is complete once nothing has happened in the directories for this long.
const QUIET_PERIOD: Duration = Duration::from_millis(60);

/// The files are compared after this long even if events keep coming.
const MAX_SETTLE_TIME: Duration = Duration::from_secs(1);

/// After this many events within [`MAX_SETTLE_TIME`] nothing is watched for [`PAUSE`]: handling events
/// takes at most a few milliseconds of each second.
const MAX_EVENTS: usize = 200;
const PAUSE: Duration = Duration::from_secs(1);

/// How far the time of a file's last change may lag behind the clock.
const CLOCK_LAG: Duration = Duration::from_millis(20);

/// The maximum length of a chain of symbolic links, as in Linux. Longer ones are loops.
const MAX_LINKS: usize = 40;

/// Watches files, which need not exist.
#[derive(Debug)]
pub struct FileWatcher {
    watcher: RecommendedWatcher,
    events: Receiver<()>,
    files: Vec<PathBuf>,
    /// The last versions that were seen; none if the files have changed before they were watched.
    versions: Vec<Option<Version>>,
    /// The directories that are watched.
    directories: BTreeSet<PathBuf>,
}

/// Identifies a version of a file: device, inode, size, and when it was last changed. The last field is
/// true if that was so recently that a later version may have the same time.
type Version = (u64, u64, u64, SystemTime, bool);

impl FileWatcher {
    /// Starts watching files that were read from `read_since` on. A change since then is reported too.
    ///
    /// # Errors
    ///
    /// The system's message if it cannot watch any more directories or start a thread.
    pub fn new(files: &[PathBuf], read_since: SystemTime) -> Result<Self, String> {
        // The library does not report that its own thread cannot be started.
        let trial = thread::Builder::new().spawn(|| {});
        let trial = trial.map_err(|error| super::io_message(&error))?;
        trial.join().expect("it does nothing");
        let (sender, events) = mpsc::sync_channel(MAX_EVENTS);
        let watcher = notify::recommended_watcher(move |_| {
            // More events than fit would tell nothing new.
            let _ = sender.try_send(());
        });
        let files = files.iter().map(std::path::absolute);
        let files: io::Result<Vec<_>> = files.collect();
        let files = files.map_err(|error| super::io_message(&error))?;
        let mut watcher = Self {
            watcher: watcher.map_err(|error| io_message(&error))?,
            events,
            versions: versions(&files),
            files,
            directories: BTreeSet::new(),
        };
        watcher.watch_directories()?;
        // A deleted file, or a link that leads elsewhere, has changed its directory.
        let mut paths = watcher.files.iter().chain(&watcher.directories);
        let has_changed = |file: Metadata| changed_at(&file) + CLOCK_LAG >= read_since;
        if paths.any(|path| path.metadata().is_ok_and(has_changed)) {
            watcher.versions.clear();
        }
        Ok(watcher)
    }

    /// Blocks until one of the files has changed and its directory is quiet. False if nothing changes
    /// within `timeout`.
    ///
    /// Nothing is watched between two calls, but a change in between ends the next one.
    ///
    /// # Errors
    ///
    /// The system's message if the files cannot be watched any more.
    pub fn wait_for_change(&mut self, timeout: Option<Duration>) -> Result<bool, String> {
        let end = timeout.map(|timeout| Instant::now() + timeout);
        self.watch_directories()?;
        loop {
            self.settle();
            // Before looking, so that no later change is missed.
            self.watch_directories()?;
            let before = std::mem::replace(&mut self.versions, versions(&self.files));
            if self.versions != before {
                self.unwatch();
                return Ok(true);
            }
            let left = end.map_or(Duration::MAX, |end| {
                end.saturating_duration_since(Instant::now())
            });
            // The deadline holds even if events keep coming.
            if left.is_zero() || self.events.recv_timeout(left).is_err() {
                return Ok(false);
            }
        }
    }

    /// Waits until no more events follow. Pauses the watch if there are too many.
    fn settle(&mut self) {
        let end = Instant::now() + MAX_SETTLE_TIME;
        for _ in 0..MAX_EVENTS {
            if Instant::now() > end || self.events.recv_timeout(QUIET_PERIOD).is_err() {
                return;
            }
        }
        self.unwatch();
        thread::sleep(PAUSE);
    }

    fn unwatch(&mut self) {
        for directory in std::mem::take(&mut self.directories) {
            // One that was deleted is no longer watched.
            let _ = self.watcher.unwatch(&directory);
        }
        while self.events.try_recv().is_ok() {}
    }

    /// Watches the directories that decide which files the paths lead to. One that was deleted and
    /// created again, or replaced, has to be watched anew.
    fn watch_directories(&mut self) -> Result<(), String> {
        loop {
            let mut needed = BTreeSet::new();
            for file in &self.files {
                add_directories(file, MAX_LINKS, &mut needed);
            }
            for directory in self.directories.difference(&needed) {
                let _ = self.watcher.unwatch(directory);
            }
            let mut watched = Ok(());
            for directory in &needed {
                let watch = self.watcher.watch(directory, RecursiveMode::NonRecursive);
                watched = watched.and(watch);
            }
            if self.directories == needed {
                return watched.map_err(|error| io_message(&error));
            }
            // Again, because a directory may have appeared or vanished before it was watched.
            self.directories = needed;
        }
    }
}

/// The version at each path; `None` if there is no file.
fn versions(files: &[PathBuf]) -> Vec<Option<Version>> {
    let version = |file: &PathBuf| {
        let file = fs::metadata(file).ok()?;
        let time = changed_at(&file);
        let is_recent = time.elapsed().is_ok_and(|age| age < CLOCK_LAG);
        Some((file.dev(), file.ino(), file.size(), time, is_recent))
    };
    files.iter().map(version).collect()
}

/// When the content or the metadata last changed, or the path in most file systems.
fn changed_at(file: &Metadata) -> SystemTime {
    let seconds = Duration::from_secs(file.ctime().max(0).unsigned_abs());
    let nanoseconds = Duration::from_nanos(file.ctime_nsec().max(0).unsigned_abs());
    SystemTime::UNIX_EPOCH + seconds + nanoseconds
}

/// Adds the directory of a file and of each symbolic link on the way to it, or the nearest existing one.
fn add_directories(file: &Path, max_links: usize, directories: &mut BTreeSet<PathBuf>) {
    let mut path = PathBuf::new();
    let mut rest = file.components();
    while let Some(name) = rest.next() {
        let directory = path.clone();
        path.push(name);
        let target = path.read_link().ok();
        let is_missing = path.symlink_metadata().is_err();
        let is_last = rest.as_path() == Path::new("");
        if (target.is_some() || is_missing || is_last) && directory.is_dir() {
            directories.insert(directory.clone());
        }
        if is_missing || target.is_some() && max_links == 0 {
            return;
        }
        if let Some(target) = target {
            let file = directory.join(target).join(rest);
            return add_directories(&file, max_links - 1, directories);
        }
    }
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

    /// Watches files that were written longer ago than [`CLOCK_LAG`].
    fn watch(files: &[PathBuf]) -> FileWatcher {
        thread::sleep(2 * CLOCK_LAG);
        FileWatcher::new(files, SystemTime::now()).unwrap()
    }

    impl Fixture {
        fn file(&self, name: &str) -> PathBuf {
            self.directory.path().join(name)
        }

        fn watch(&self) -> FileWatcher {
            watch(&[self.essay.clone(), self.file("essay.postil.toml")])
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
                assert!(watch.wait_for_change(Some(LONG)).unwrap(), "{name}");
                fs::remove_file(&at.essay).ok();
                fs::write(&at.essay, "one").unwrap();
                assert!(watch.wait_for_change(Some(LONG)).unwrap(), "after {name}");
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
        assert!(watch.wait_for_change(Some(LONG)).unwrap());
    }

    /// Kubernetes mounts a file in this way, and `ln -sfn` replaces a link in this way.
    #[test]
    fn links_that_lead_to_another_file_are_seen() {
        use std::os::unix::fs::symlink;
        let at = fixture();
        for version in ["1", "2"] {
            fs::create_dir_all(at.file(version).join("deep")).unwrap();
            fs::write(at.file(version).join("deep/file"), "").unwrap();
        }
        let [data, new, mount] = ["data", "new", "mount"].map(|name| at.file(name));
        symlink("1", &data).unwrap();
        symlink("data/deep", &mount).unwrap();
        fs::remove_file(&at.essay).unwrap();
        symlink("mount/../deep/file", &at.essay).unwrap();
        let mut watch = at.watch();
        for target in ["2", "1", "nowhere", "2"] {
            symlink(target, &new).unwrap();
            fs::rename(&new, &data).unwrap();
            assert!(watch.wait_for_change(Some(LONG)).unwrap(), "{target}");
        }
        fs::rename(at.file("2/deep"), at.file("2/old")).unwrap();
        assert!(watch.wait_for_change(Some(LONG)).unwrap(), "moved away");
        fs::rename(at.file("1/deep"), at.file("2/deep")).unwrap();
        assert!(
            watch.wait_for_change(Some(LONG)).unwrap(),
            "another directory"
        );
        fs::remove_file(&at.essay).unwrap();
        symlink("essay.txt", &at.essay).unwrap();
        assert!(watch.wait_for_change(Some(LONG)).unwrap(), "a loop");
    }

    #[test]
    fn a_deleted_and_recreated_directory_is_watched_again() {
        let at = fixture();
        let deep = at.file("a/b");
        fs::create_dir_all(&deep).unwrap();
        let essay = deep.join("essay.txt");
        fs::write(&essay, "one").unwrap();
        let mut watch = watch(std::slice::from_ref(&essay));
        for _ in 0..2 {
            fs::remove_dir_all(at.file("a")).unwrap();
            assert!(watch.wait_for_change(Some(LONG)).unwrap());
            fs::create_dir(at.file("a")).unwrap();
            assert!(!watch.wait_for_change(Some(QUIET_PERIOD)).unwrap(), "a");
            fs::create_dir(&deep).unwrap();
            fs::write(&essay, "two").unwrap();
            assert!(watch.wait_for_change(Some(LONG)).unwrap(), "the file");
        }
    }

    #[test]
    fn reading_and_other_files_are_not_changes() {
        let at = fixture();
        let mut watch = at.watch();
        for _ in 0..3 {
            fs::read(&at.essay).unwrap();
            fs::write(at.file("other.txt"), "x").unwrap();
            fs::write(at.file("essay.txt~"), "x").unwrap();
            fs::create_dir_all(at.file("essay")).unwrap();
            fs::remove_file(at.file("other.txt")).unwrap();
        }
        assert!(!watch.wait_for_change(Some(QUIET_PERIOD)).unwrap());
    }

    #[test]
    fn a_storm_of_other_files_pauses_the_watch_and_hides_no_change() {
        let at = fixture();
        let mut watch = at.watch();
        let essay = at.essay.clone();
        let other = at.file("other");
        let (stop, stopped) = mpsc::channel::<()>();
        let storm = thread::spawn(move || {
            let mut rounds = 0;
            while stopped.try_recv() == Err(mpsc::TryRecvError::Empty) {
                fs::write(&other, "x").unwrap();
                rounds += 1;
                if rounds == 10 * MAX_EVENTS {
                    fs::write(&essay, "two, and longer").unwrap();
                }
            }
        });
        assert!(watch.wait_for_change(Some(LONG)).unwrap());
        assert!(fs::read(&at.essay).unwrap().len() > 3);
        drop(stop);
        storm.join().unwrap();
    }

    #[test]
    fn a_change_before_watching_is_reported() {
        let at = fixture();
        let (other, files) = (at.file("other"), vec![at.essay.clone(), at.file("none")]);
        fs::write(&other, "two").unwrap();
        let is_reported = |change: &dyn Fn()| {
            thread::sleep(2 * CLOCK_LAG);
            let read_since = SystemTime::now();
            change();
            let mut watch = FileWatcher::new(&files, read_since).unwrap();
            watch.wait_for_change(Some(QUIET_PERIOD)).unwrap()
        };
        assert!(!is_reported(&|| {}));
        assert!(is_reported(&|| fs::write(&at.essay, "two").unwrap()));
        // A moved file keeps its modification time.
        assert!(is_reported(&|| fs::rename(&other, &at.essay).unwrap()));
        assert!(is_reported(&|| fs::remove_file(&at.essay).unwrap()));
        assert!(!is_reported(&|| {}));
    }

    #[test]
    fn a_file_that_changes_all_the_time_is_reported_at_intervals() {
        let at = fixture();
        let mut watch = at.watch();
        let (stop, stopped) = mpsc::channel::<()>();
        let essay = at.essay.clone();
        let writer = thread::spawn(move || {
            while stopped.recv_timeout(QUIET_PERIOD / 4) == Err(mpsc::RecvTimeoutError::Timeout) {
                let mut file = File::options().append(true).open(&essay).unwrap();
                file.write_all(b"more").unwrap();
            }
        });
        let start = Instant::now();
        for _ in 0..2 {
            assert!(watch.wait_for_change(Some(LONG)).unwrap());
        }
        assert!(start.elapsed() >= 2 * MAX_SETTLE_TIME);
        drop(stop);
        writer.join().unwrap();
    }
}
