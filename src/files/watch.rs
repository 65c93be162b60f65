//! Waits for files to change, without polling.
//!
//! Directories are watched, not files: an editor that replaces a file creates another file. The
//! directories are those of the file and of each symbolic link on the way to it. While a directory does
//! not exist, the nearest existing one above it is watched.
//!
//! An event is only a hint to look at the files: they have changed if their paths lead to another file or
//! to another version. Many events pause the watch, so that a busy directory costs little.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// A change is complete once nothing has happened for this long.
const QUIET_PERIOD: Duration = Duration::from_millis(60);

/// A change that does not end is reported after this long.
const MAX_SETTLE_TIME: Duration = Duration::from_secs(1);

/// How far a file's modification time may lag behind the clock.
const MTIME_LAG: Duration = Duration::from_millis(20);

/// After this many events nothing is watched for [`PAUSE`]: handling events takes at most a few
/// milliseconds of each second.
const MAX_EVENTS: usize = 200;
const PAUSE: Duration = Duration::from_secs(1);

/// A file that keeps changing is read at most this part of the time: a fifth.
const READING_SHARE: u32 = 5;

/// The maximum length of a chain of symbolic links, as in Linux. Longer ones are loops.
const MAX_LINKS: usize = 40;

/// The maximum number of times that the directories of the files are looked up after an event. If they
/// still change, another event follows.
const MAX_LOOKS: usize = 10;

/// Watches files, which need not exist.
#[derive(Debug)]
pub struct FileWatcher {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    files: Vec<PathBuf>,
    /// What is compared with after an event: the versions before the last reading.
    versions: Vec<Option<Version>>,
    /// Whether to report a change that happened before the files were watched.
    unreported: bool,
    /// The directories that are watched.
    directories: BTreeSet<PathBuf>,
    /// When the last change was reported.
    reported: Option<Instant>,
    /// Events since the last pause, and when the first of them arrived.
    event_count: usize,
    counting_since: Instant,
}

/// Identifies a version of a file: device, inode, size, and the times of the last changes of its content
/// and metadata.
type Version = (u64, u64, u64, [i64; 4]);

impl FileWatcher {
    /// Starts watching.
    ///
    /// # Errors
    ///
    /// The system's message if it cannot watch any more directories or start a thread.
    pub fn new(files: &[PathBuf]) -> Result<Self, String> {
        // The library does not report that its own thread cannot be started.
        let trial = thread::Builder::new().spawn(|| {});
        let trial = trial.map_err(|error| super::io_message(&error))?;
        trial.join().expect("it does nothing");
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(sender).map_err(|error| io_message(&error))?;
        let files = files.iter().map(std::path::absolute);
        let files: Vec<_> = files.filter_map(Result::ok).collect();
        let mut watcher = Self {
            watcher,
            events,
            versions: versions(&files),
            unreported: false,
            files,
            directories: BTreeSet::new(),
            reported: None,
            event_count: 0,
            counting_since: Instant::now(),
        };
        watcher.watch_directories()?;
        Ok(watcher)
    }

    /// Makes the next wait end at once if the files differ from earlier versions.
    pub fn compare(&mut self, earlier: &FileVersions) {
        self.unreported |= earlier.have_changed();
    }

    /// Blocks until one of the files has changed and no further change follows. False if nothing
    /// changes within `timeout`, or if no change can be reported any more.
    ///
    /// The time between two calls, or since [`Self::start_reading`], counts as the cost of reading the
    /// files: the next change is not reported before four times as much has passed.
    pub fn wait_for_change(&mut self, timeout: Option<Duration>) -> bool {
        let cost = self.reported.map_or(Duration::ZERO, |at| at.elapsed());
        let earliest = Instant::now() + cost * (READING_SHARE - 1);
        if !std::mem::take(&mut self.unreported) && !self.has_change_within(timeout) {
            return false;
        }
        let end = Instant::now() + MAX_SETTLE_TIME;
        while Instant::now() < end && self.has_change_within(Some(QUIET_PERIOD)) {}
        thread::sleep(earliest.saturating_duration_since(Instant::now()));
        self.versions = versions(&self.files);
        self.reported = Some(Instant::now());
        true
    }

    /// Call this before reading the files, unless they are read as soon as a change is reported.
    pub fn start_reading(&mut self) {
        self.reported = Some(Instant::now());
    }

    fn has_change_within(&mut self, timeout: Option<Duration>) -> bool {
        let end = timeout.map(|timeout| Instant::now() + timeout);
        loop {
            let event = match end {
                None => self.events.recv().ok(),
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    // The deadline holds even if events keep coming.
                    let event = (!left.is_zero()).then(|| self.events.recv_timeout(left));
                    event.and_then(Result::ok)
                }
            };
            let Some(event) = event else {
                return false;
            };
            if self.counting_since.elapsed() > PAUSE {
                (self.event_count, self.counting_since) = (0, Instant::now());
            }
            self.event_count += 1;
            if self.event_count > MAX_EVENTS {
                self.pause();
            } else if !may_be_change(&event) {
                continue;
            }
            if self.have_changed() {
                return true;
            }
        }
    }

    /// Ignores all events for a while.
    fn pause(&mut self) {
        for directory in std::mem::take(&mut self.directories) {
            // One that was deleted is no longer watched.
            let _ = self.watcher.unwatch(&directory);
        }
        thread::sleep(PAUSE);
        while self.events.try_recv().is_ok() {}
        (self.event_count, self.counting_since) = (0, Instant::now());
    }

    /// Whether the files differ from `versions`, which is brought up to date.
    fn have_changed(&mut self) -> bool {
        // Before looking, so that no later change is missed. A directory that cannot be watched now is
        // tried again after the next event.
        let _ = self.watch_directories();
        let now = versions(&self.files);
        let changed = now != self.versions || now.iter().flatten().any(is_recent);
        self.versions = now;
        changed
    }

    /// Watches the directories that decide which files the paths lead to. One that was deleted and
    /// created again, or replaced, has to be watched anew.
    fn watch_directories(&mut self) -> Result<(), String> {
        // Again, because directories may appear before the one above is watched.
        for _ in 0..MAX_LOOKS {
            let mut needed = BTreeSet::new();
            for file in &self.files {
                add_directories(file, &mut needed);
            }
            for directory in self.directories.difference(&needed) {
                let _ = self.watcher.unwatch(directory);
            }
            for directory in &needed {
                let watched = self.watcher.watch(directory, RecursiveMode::NonRecursive);
                watched.map_err(|error| io_message(&error))?;
            }
            if self.directories == needed {
                break;
            }
            self.directories = needed;
        }
        Ok(())
    }
}

/// Whether an event may be about a change. Reading a file, as Postil does, also causes events.
fn may_be_change(event: &notify::Result<Event>) -> bool {
    match event {
        Ok(event) => match event.kind {
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        },
        // The error may have hidden a change.
        Err(_) => true,
    }
}

/// The version at each path; `None` if there is no file.
fn versions(files: &[PathBuf]) -> Vec<Option<Version>> {
    let version = |file: &PathBuf| {
        let file = fs::metadata(file).ok()?;
        let times = [
            file.mtime(),
            file.mtime_nsec(),
            file.ctime(),
            file.ctime_nsec(),
        ];
        Some((file.dev(), file.ino(), file.size(), times))
    };
    files.iter().map(version).collect()
}

/// Whether a version is so young that a later one may have the same times.
fn is_recent(&(.., [seconds, nanoseconds, ..]): &Version) -> bool {
    let since_epoch = Duration::new(seconds.max(0).unsigned_abs(), 0)
        + Duration::from_nanos(nanoseconds.max(0).unsigned_abs());
    let modified = SystemTime::UNIX_EPOCH + since_epoch;
    modified.elapsed().is_ok_and(|age| age < MTIME_LAG)
}

/// Adds the directory of a file and of each symbolic link on the way to it, or the nearest existing one.
fn add_directories(file: &Path, directories: &mut BTreeSet<PathBuf>) {
    let mut path = PathBuf::new();
    let mut rest: Vec<_> = file
        .components()
        .rev()
        .map(|it| it.as_os_str().to_owned())
        .collect();
    let mut links = 0;
    while let Some(name) = rest.pop() {
        let directory = path.clone();
        match Path::new(&name).components().next() {
            Some(Component::ParentDir) => {
                path.pop();
                continue;
            }
            _ => path.push(&name),
        }
        let is_missing = path.symlink_metadata().is_err();
        let target = fs::read_link(&path).ok();
        if (is_missing || target.is_some() || rest.is_empty()) && directory.is_dir() {
            directories.insert(directory.clone());
        }
        if is_missing || links == MAX_LINKS {
            return;
        }
        if let Some(target) = target {
            links += 1;
            path = directory;
            rest.extend(
                target
                    .components()
                    .rev()
                    .map(|it| it.as_os_str().to_owned()),
            );
        }
    }
}

/// The versions of files that were read, to detect changes between reading and watching.
#[derive(Debug, Clone)]
pub struct FileVersions {
    files: Vec<PathBuf>,
    versions: Vec<Option<Version>>,
    /// A modification time from here on means a newer version.
    unchanged_before: SystemTime,
}

impl FileVersions {
    /// The versions of files that have just been read, from `read_since` on. They need not exist.
    #[must_use]
    pub fn new(files: Vec<PathBuf>, read_since: SystemTime) -> Self {
        Self {
            versions: versions(&files),
            unchanged_before: read_since.checked_sub(MTIME_LAG).unwrap_or(read_since),
            files,
        }
    }

    /// The files.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Whether a file was written, created or deleted since, or its path leads to another one.
    #[must_use]
    pub fn have_changed(&self) -> bool {
        let is_newer = |file: &PathBuf| {
            let modified = fs::metadata(file).and_then(|metadata| metadata.modified());
            modified.is_ok_and(|modified| modified >= self.unchanged_before)
        };
        versions(&self.files) != self.versions || self.files.iter().any(is_newer)
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

    impl Fixture {
        fn file(&self, name: &str) -> PathBuf {
            self.directory.path().join(name)
        }

        /// A file that was just written may change again without another modification time.
        fn make_old(&self) {
            let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
            let file = File::options().write(true).open(&self.essay).unwrap();
            file.set_modified(long_ago).unwrap();
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

    /// Kubernetes mounts a file in this way, and `ln -sfn` replaces a link in this way.
    #[test]
    fn links_that_lead_to_another_file_are_seen() {
        use std::os::unix::fs::symlink;
        let at = fixture();
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        for version in ["1", "2"] {
            fs::create_dir_all(at.file(version).join("deep")).unwrap();
            let file = File::create(at.file(version).join("deep/file")).unwrap();
            file.set_modified(long_ago).unwrap();
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
            assert!(watch.wait_for_change(Some(LONG)), "{target}");
        }
        fs::rename(at.file("2/deep"), at.file("2/old")).unwrap();
        assert!(watch.wait_for_change(Some(LONG)), "moved away");
        fs::rename(at.file("1/deep"), at.file("2/deep")).unwrap();
        assert!(watch.wait_for_change(Some(LONG)), "another directory");
        fs::remove_file(&at.essay).unwrap();
        symlink("essay.txt", &at.essay).unwrap();
        assert!(watch.wait_for_change(Some(LONG)), "a loop");
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
            assert!(!watch.wait_for_change(Some(QUIET_PERIOD)), "a");
            fs::create_dir(&deep).unwrap();
            fs::write(&essay, "two").unwrap();
            assert!(watch.wait_for_change(Some(LONG)), "the file");
        }
    }

    #[test]
    fn reading_and_other_files_are_not_changes() {
        let at = fixture();
        at.make_old();
        let mut watch = at.watch();
        for _ in 0..3 {
            fs::read(&at.essay).unwrap();
            fs::write(at.file("other.txt"), "x").unwrap();
            fs::write(at.file("essay.txt~"), "x").unwrap();
            fs::create_dir_all(at.file("essay")).unwrap();
            fs::remove_file(at.file("other.txt")).unwrap();
        }
        assert!(!watch.wait_for_change(Some(QUIET_PERIOD)));
    }

    #[test]
    fn a_storm_of_other_files_pauses_the_watch_and_hides_no_change() {
        let at = fixture();
        at.make_old();
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
        assert!(watch.wait_for_change(Some(LONG)));
        assert!(fs::read(&at.essay).unwrap().len() > 3);
        drop(stop);
        storm.join().unwrap();
    }

    #[test]
    fn a_file_that_grows_without_end_is_reported_less_often_if_reading_it_takes_long() {
        let at = fixture();
        let mut watch = at.watch();
        fs::write(&at.essay, "two").unwrap();
        assert!(watch.wait_for_change(Some(LONG)));
        let cost = Duration::from_millis(100);
        thread::sleep(cost);
        let read = Instant::now();
        fs::write(&at.essay, "three").unwrap();
        assert!(watch.wait_for_change(Some(LONG)));
        assert!(read.elapsed() >= cost * (READING_SHARE - 1));
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
