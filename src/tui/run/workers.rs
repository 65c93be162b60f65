//! Worker threads: they reload files that change, search for quotes, and search long texts.
//!
//! A worker sends a [`WorkerResult`] and wakes the loop, which fetches it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::document::{AnchoringResult, AnchoringTask, Document};
use crate::files::io_message;
use crate::files::watch::FileWatcher;
use crate::tui::search::{BackgroundSearch, SearchResults};

/// How long to wait before an unreadable file is reported, since an editor may be replacing it.
const RELOAD_RETRY: Duration = Duration::from_millis(400);

/// A file that keeps changing is read at most this part of the time: a fifth.
const READING_SHARE: u32 = 5;

/// Reads the files again. Returns the document, or the reason why it could not be read, in one line.
pub type Reload = Arc<dyn Fn() -> Result<Document, String> + Send + Sync>;

/// The files of the document, to be reloaded when they change.
#[derive(Clone)]
pub struct ReloadSource {
    /// Files that were read from `read_since` on. They need not exist.
    pub files: Vec<PathBuf>,
    /// When reading them began.
    pub read_since: SystemTime,
    /// Reads them again.
    pub reload: Reload,
}

/// Wakes the event loop.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// The result of a worker.
#[derive(Debug)]
pub(super) enum WorkerResult {
    /// The files have changed. The watcher waits for [`Workers::allow_reload`] before it reads them, so
    /// that at most one document waits, and reading never begins while the editor is open.
    FilesChanged,
    /// The files were read again.
    Reloaded(Result<Box<Document>, String>),
    /// A document's pending quotes were searched for.
    Anchored(AnchoringResult),
    /// A search has found matches.
    Search(SearchResults),
    /// Why a worker cannot do its work.
    Failed(String),
}

/// The workers.
pub(super) struct Workers {
    wake: Wake,
    sender: Sender<WorkerResult>,
    receiver: Receiver<WorkerResult>,
    /// Tells the watcher to read the files. `None` until it starts.
    reloads: Option<Sender<()>>,
}

impl Workers {
    pub(super) fn new(wake: Wake) -> Self {
        let (sender, receiver) = mpsc::channel();
        Self {
            wake,
            sender,
            receiver,
            reloads: None,
        }
    }

    /// The next result, if there is one.
    pub(super) fn next_result(&self) -> Option<WorkerResult> {
        self.receiver.try_recv().ok()
    }

    /// Lets the watcher read the files after [`WorkerResult::FilesChanged`].
    pub(super) fn allow_reload(&self) {
        let reloads = self.reloads.as_ref().expect("the watcher has started");
        // The watcher may have ended with a message.
        let _ = reloads.send(());
    }

    /// Reloads the files, which were read from `read_since` on, whenever they change.
    pub(super) fn watch(&mut self, source: &ReloadSource) {
        let (reloads, allowed) = mpsc::channel();
        self.reloads = Some(reloads);
        let ReloadSource {
            files,
            read_since,
            reload,
        } = source.clone();
        self.spawn("watcher", move |send| {
            let watcher = FileWatcher::new(&files, read_since);
            let end = watcher.and_then(|it| reload_on_change(it, &reload, &allowed, send));
            if let Err(error) = end {
                send(WorkerResult::Failed(format!(
                    "Cannot watch the files: {error}"
                )));
            }
        });
    }

    /// Searches for a document's pending quotes, until the document is dropped.
    pub(super) fn anchor(&self, task: AnchoringTask) {
        self.spawn("anchoring", move |send| {
            if let Some(result) = task.run() {
                send(WorkerResult::Anchored(result));
            }
        });
    }

    /// Searches the rest of a long text, until the search is dropped.
    pub(super) fn search(&self, search: BackgroundSearch) {
        self.spawn("search", move |send| {
            search.run(|results| send(WorkerResult::Search(results)));
        });
    }

    /// Runs `work` on a thread. Its results arrive in [`Self::next_result`]. `send` returns false once
    /// `Workers` is dropped.
    fn spawn(&self, name: &str, work: impl FnOnce(&dyn Fn(WorkerResult) -> bool) + Send + 'static) {
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        let send = move |result| {
            let is_open = sender.send(result).is_ok();
            wake();
            is_open
        };
        let thread = thread::Builder::new().name(name.to_owned());
        if let Err(error) = thread.spawn(move || work(&send)) {
            let reason = io_message(&error);
            self.fail(format!("Cannot start a thread for the {name}: {reason}"));
        }
    }

    /// Makes the event loop report why something cannot be done.
    pub(super) fn fail(&self, reason: String) {
        self.sender
            .send(WorkerResult::Failed(reason))
            .expect("the receiver is a field of self");
        (self.wake)();
    }
}

/// Reloads whenever the files change, until the reader ends or the files cannot be watched any more.
fn reload_on_change(
    mut watcher: FileWatcher,
    reload: &Reload,
    allowed: &Receiver<()>,
    send: &dyn Fn(WorkerResult) -> bool,
) -> Result<(), String> {
    let read = || {
        let start = Instant::now();
        (reload(), start.elapsed())
    };
    while watcher.wait_for_change(None)? {
        if !send(WorkerResult::FilesChanged) || allowed.recv().is_err() {
            break;
        }
        let (mut document, mut cost) = read();
        while document.is_err() && watcher.wait_for_change(Some(RELOAD_RETRY))? {
            (document, cost) = read();
        }
        if !send(WorkerResult::Reloaded(document.map(Box::new))) {
            break;
        }
        thread::sleep(cost * (READING_SHARE - 1));
    }
    Ok(())
}
