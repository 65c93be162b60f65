//! What is done beside the loop: reading the files again when they change, and looking for quotes
//! that take long to find.
//!
//! Owns the threads and what they hand over. It must not know the app: whoever is woken fetches
//! what has been done and decides what becomes of it.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use crate::document::{AnchoringResult, AnchoringTask, Document};
use crate::files::watch::{FileVersions, FileWatcher};
use crate::tui::search::{BackgroundSearch, SearchResults};

/// For this long nothing is said of a file that cannot be read, because it may be on its way back.
const PATIENCE: Duration = Duration::from_millis(400);

/// Reads the files again: the document, or why it could not be read, in a line.
pub type Reload = Arc<dyn Fn() -> Result<Document, String> + Send + Sync>;

/// Tells the loop that something has been done.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What a worker has done.
#[derive(Debug)]
pub(super) enum Done {
    /// The files have changed and were read again.
    Read(Result<Box<Document>, String>),
    /// The quotes that a document had left pending have been looked for.
    Anchored(AnchoringResult),
    /// Matches of a search.
    Found(SearchResults),
    /// Something will not be done: what, and why.
    Undone(String),
}

/// The workers.
pub(super) struct Workers {
    wake: Wake,
    sender: Sender<Done>,
    receiver: Receiver<Done>,
}

impl Workers {
    pub(super) fn new(wake: Wake) -> Self {
        let (sender, receiver) = mpsc::channel();
        Self {
            wake,
            sender,
            receiver,
        }
    }

    /// Something that has been done, if anything has.
    pub(super) fn done(&self) -> Option<Done> {
        self.receiver.try_recv().ok()
    }

    /// Reads the files again whenever they are no longer as they were seen.
    pub(super) fn watch(&self, versions: FileVersions, reload: Reload) {
        self.start("watcher", move |hand_over| {
            match FileWatcher::new(versions.files()) {
                Ok(watch) => reread(watch, versions.have_changed(), &reload, hand_over),
                Err(why) => {
                    let text = format!("Changes of the files will not be seen: {why}");
                    hand_over(Done::Undone(text));
                }
            }
        });
    }

    /// Looks for what a document has left pending, until all is found or the document has gone.
    pub(super) fn anchor(&self, anchoring: AnchoringTask) {
        self.start("anchoring", move |hand_over| {
            if let Some(found) = anchoring.run() {
                hand_over(Done::Anchored(found));
            }
        });
    }

    /// Searches the rest of a long text, until all is found or the search is given up.
    pub(super) fn search(&self, search: BackgroundSearch) {
        self.start("search", move |hand_over| {
            search.run(|results| hand_over(Done::Found(results)));
        });
    }

    /// Runs `work` on a thread of its own. What it hands over is fetched with [`Workers::done`];
    /// false where nobody will fetch it any more.
    fn start(&self, name: &str, work: impl FnOnce(&dyn Fn(Done) -> bool) + Send + 'static) {
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        let hand_over = move |done| {
            let handed = sender.send(done).is_ok();
            wake();
            handed
        };
        let started = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || work(&hand_over));
        if let Err(error) = started {
            let why = Done::Undone(format!("There is no thread for the {name}: {error}"));
            // The receiver is our own.
            let _ = self.sender.send(why);
            (self.wake)();
        }
    }
}

/// Reads whenever the files change, and at once where they have changed already.
fn reread(
    mut watch: FileWatcher,
    mut late: bool,
    reload: &Reload,
    hand_over: &dyn Fn(Done) -> bool,
) {
    while std::mem::take(&mut late) || watch.wait_for_change() {
        let mut read = reload();
        while read.is_err() && watch.wait_for_change_within(PATIENCE) {
            read = reload();
        }
        if !hand_over(Done::Read(read.map(Box::new))) {
            return;
        }
    }
}
