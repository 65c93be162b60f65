//! Waiting for files to change.
//!
//! Owns the watching: what is watched so that a file is seen again after it was deleted, renamed or
//! made anew, which of the system's events mean anything, and when a burst of them is over. It must
//! not know what is in the files, nor what is done about a change.
//!
//! Nothing is polled. What is watched are directories, each by itself, for a file that an editor
//! has replaced is another file. Where the directory has gone too, the nearest one above it that is
//! still there is watched until the way down is open again.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// A change is over when nothing has happened for this long.
const SETTLES: Duration = Duration::from_millis(60);

/// A change that goes on and on is reported after this long all the same.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far a file's time may lag behind the clock.
const COARSE: Duration = Duration::from_millis(20);

/// Files that are watched.
#[derive(Debug)]
pub struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// The files by every name that the system may call them, absolute.
    files: Vec<PathBuf>,
    armed: Vec<Armed>,
}

/// A directory that is watched: its path, and which one it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Armed {
    path: PathBuf,
    device: u64,
    inode: u64,
}

impl Watch {
    /// Begins to watch files. They need not exist.
    ///
    /// # Errors
    ///
    /// The system watches no more, or cannot; in its words.
    pub fn new(files: &[PathBuf]) -> Result<Self, String> {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(sender).map_err(|error| io_message(&error))?;
        let mut watch = Self {
            watcher,
            events,
            files: files.iter().flat_map(|file| names(file)).collect(),
            armed: Vec::new(),
        };
        watch.arm()?;
        Ok(watch)
    }

    /// Waits until something has happened to one of the files, and it is quiet again. False when
    /// nothing will be heard of them any more.
    pub fn changed(&mut self) -> bool {
        loop {
            match self.events.recv() {
                Ok(event) if self.is_relevant(&event) => break,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
        self.settle();
        true
    }

    /// The same, but waits no longer than `wait` for something to happen; false if nothing did.
    pub fn changed_within(&mut self, wait: Duration) -> bool {
        let happened = self.hear(Instant::now() + wait);
        if happened {
            self.settle();
        }
        happened
    }

    /// Waits until it is quiet.
    fn settle(&mut self) {
        let end = Instant::now() + PATIENCE;
        while self.hear(end.min(Instant::now() + SETTLES)) {}
        // What cannot be watched now may be there again at the next change.
        let _ = self.arm();
    }

    /// Whether something happens to one of the files before `end`.
    fn hear(&self, end: Instant) -> bool {
        while let Some(left) = end.checked_duration_since(Instant::now()) {
            match self.events.recv_timeout(left) {
                Ok(event) if self.is_relevant(&event) => return true,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
        false
    }

    /// Whether an event is about one of the files, or about a directory on the way to one.
    fn is_relevant(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else {
            // Whatever went wrong may have hidden something.
            return true;
        };
        let touches = match event.kind {
            // Reading is no change, least of all our own. Where writing ends, it is.
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        };
        let on_the_way = |path: &PathBuf| self.files.iter().any(|file| file.starts_with(path));
        event.need_rescan() || (touches && event.paths.iter().any(on_the_way))
    }

    /// Watches the directories of the files as they are now.
    fn arm(&mut self) -> Result<(), String> {
        let mut wanted: Vec<Armed> = Vec::new();
        for file in &self.files {
            wanted.extend(nearest_directory(file).filter(|one| !wanted.contains(one)));
        }
        for gone in self.armed.extract_if(.., |one| !wanted.contains(one)) {
            // Where the directory itself has gone, so has the watch.
            let _ = self.watcher.unwatch(&gone.path);
        }
        let mut result = Ok(());
        for new in wanted {
            if self.armed.contains(&new) {
                continue;
            }
            match self.watcher.watch(&new.path, RecursiveMode::NonRecursive) {
                Ok(()) => self.armed.push(new),
                Err(error) => result = result.and(Err(io_message(&error))),
            }
        }
        result
    }
}

/// Files as they were when they were read.
#[derive(Debug, Clone)]
pub struct Seen {
    files: Vec<PathBuf>,
    /// When reading began.
    since: SystemTime,
    /// Those that were not there.
    missing: Vec<PathBuf>,
}

impl Seen {
    /// Files that have just been read, and when that began. They need not exist.
    #[must_use]
    pub fn new(files: Vec<PathBuf>, since: SystemTime) -> Self {
        let missing = files.iter().filter(|file| !file.exists()).cloned();
        Self {
            missing: missing.collect(),
            // What the system says of a file's time is a little behind the clock.
            since: since.checked_sub(COARSE).unwrap_or(since),
            files,
        }
    }

    /// The files.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// Whether one of them is not as it was: written to, made or gone.
    #[must_use]
    pub fn have_changed(&self) -> bool {
        self.files.iter().any(|file| {
            let was_missing = self.missing.contains(file);
            match fs::metadata(file).and_then(|about| about.modified()) {
                Ok(written) => was_missing || written >= self.since,
                Err(_) => !was_missing,
            }
        })
    }
}

/// The names of a file: its own, and where that leads through links, the last one's.
fn names(file: &Path) -> Vec<PathBuf> {
    let own = std::path::absolute(file);
    let mut names: Vec<_> = own.into_iter().chain(fs::canonicalize(file)).collect();
    names.dedup();
    names
}

/// The nearest directory above a file that is there.
fn nearest_directory(file: &Path) -> Option<Armed> {
    file.ancestors().skip(1).find_map(|path| {
        let about = fs::metadata(path).ok().filter(fs::Metadata::is_dir)?;
        Some(Armed {
            path: path.to_owned(),
            device: about.dev(),
            inode: about.ino(),
        })
    })
}

/// An error without its paths, which are the directories' and say nothing to a person.
fn io_message(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system watches as many as it can".to_owned(),
        notify::ErrorKind::Io(error) => error.to_string(),
        notify::ErrorKind::Generic(words) => words.clone(),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests;
