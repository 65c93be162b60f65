//! What is saved between runs: the location in each essay, and the search history.
//!
//! Each essay has a small JSON file of its own, so that two readers of two essays never write to the
//! same file. What cannot be read counts as not saved. Nothing is saved if the directory cannot be
//! written to.

use std::fs::{self, DirBuilder};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{read, temporary, xdg};

/// The location is kept for at most this many essays; those saved longest ago are deleted.
pub const MAX_LOCATIONS: usize = 500;

/// The maximum number of saved searches: all are read at each start.
pub const MAX_SEARCHES: usize = 100;

/// The maximum size of a state file, in bytes. Postil writes no larger ones.
const MAX_FILE_SIZE: u64 = 1 << 18;

/// Only the user may see what was read.
const PRIVATE_FILE_MODE: u32 = 0o600;

const LOCATIONS_DIRECTORY: &str = "places";
const SEARCHES_FILE: &str = "searches.json";

/// Identifies an essay between runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EssayKey {
    /// Written into the file, to detect collisions and to tell people what it is about.
    label: String,
    /// The name of the file, without its extension.
    file_stem: String,
}

impl EssayKey {
    /// The key of an essay in a file: the same for every path that leads to the file.
    #[must_use]
    pub fn of_file(path: &Path) -> Self {
        let absolute = fs::canonicalize(path).or_else(|_| std::path::absolute(path));
        let path = absolute.unwrap_or_else(|_| path.to_owned());
        Self {
            label: format!("file:{}", path.to_string_lossy()),
            file_stem: file_stem(path.as_os_str().as_encoded_bytes()),
        }
    }

    /// The key of an essay that is part of the program. `name` becomes part of a file name.
    #[must_use]
    pub fn of_bundled(name: &'static str) -> Self {
        Self {
            label: format!("bundled:{name}"),
            file_stem: format!("bundled-{name}"),
        }
    }
}

/// The content of an essay's file.
#[derive(Serialize, Deserialize)]
struct SavedEssay<T> {
    essay: String,
    #[serde(rename = "place")]
    location: T,
}

/// The state directory.
#[derive(Debug, Clone)]
pub struct StateStore {
    /// `None` if the environment names no directory: nothing is saved then.
    directory: Option<PathBuf>,
}

impl StateStore {
    /// The state directory that the environment names.
    #[must_use]
    pub fn from_environment() -> Self {
        Self {
            directory: xdg::state_directory(),
        }
    }

    /// No state directory: nothing is read or saved.
    #[must_use]
    pub fn disabled() -> Self {
        Self { directory: None }
    }

    /// A state directory. It is created when something is saved.
    #[must_use]
    pub fn new(directory: PathBuf) -> Self {
        Self {
            directory: Some(directory),
        }
    }

    /// The saved location in an essay.
    ///
    /// # Errors
    ///
    /// There is something in place of the file that cannot be read.
    pub fn location<T: DeserializeOwned>(&self, essay: &EssayKey) -> io::Result<Option<T>> {
        let Some(file) = self.location_file(essay) else {
            return Ok(None);
        };
        let saved: Option<SavedEssay<T>> = read_json(&file)?;
        let saved = saved.filter(|saved| saved.essay == essay.label);
        Ok(saved.map(|saved| saved.location))
    }

    /// Saves the location in an essay.
    ///
    /// # Errors
    ///
    /// The directory can be written to, but the file cannot: the disk is full, for example.
    pub fn save_location<T: Serialize>(&self, essay: &EssayKey, location: &T) -> io::Result<()> {
        let Some(file) = self.location_file(essay) else {
            return Ok(());
        };
        let is_new = !file.exists();
        let essay = essay.label.clone();
        let written = write(&file, &SavedEssay { essay, location });
        if is_new && written.is_ok() {
            delete_oldest(file.parent().expect("the file is in a directory"));
        }
        written
    }

    /// The saved searches, oldest first.
    ///
    /// # Errors
    ///
    /// There is something in place of the file that cannot be read.
    pub fn searches(&self) -> io::Result<Vec<String>> {
        let Some(directory) = &self.directory else {
            return Ok(Vec::new());
        };
        Ok(read_json(&directory.join(SEARCHES_FILE))?.unwrap_or_default())
    }

    /// Saves searches, oldest first, after those that another reader has saved in the meantime.
    ///
    /// # Errors
    ///
    /// The same as those of [`Self::save_location`].
    pub fn save_searches(&self, searches: &[String]) -> io::Result<()> {
        let Some(directory) = &self.directory else {
            return Ok(());
        };
        let saved = self.searches()?;
        let others = saved.iter().filter(|query| !searches.contains(query));
        let all: Vec<&String> = others.chain(searches).collect();
        let newest = &all[all.len().saturating_sub(MAX_SEARCHES)..];
        if newest.iter().copied().eq(&saved) {
            return Ok(());
        }
        write(&directory.join(SEARCHES_FILE), newest)
    }

    fn location_file(&self, essay: &EssayKey) -> Option<PathBuf> {
        let directory = self.directory.as_ref()?.join(LOCATIONS_DIRECTORY);
        Some(directory.join(format!("{}.json", essay.file_stem)))
    }
}

/// Reads a file. What does not exist, or is not what Postil writes, counts as not saved.
fn read_json<T: DeserializeOwned>(file: &Path) -> io::Result<Option<T>> {
    match read::regular_file(file, MAX_FILE_SIZE) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) => allow_unusable(Err(error)).map(|()| None),
    }
}

/// Ignores the error if the directory does not exist, or cannot be used.
fn allow_unusable(result: io::Result<()>) -> io::Result<()> {
    use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem};
    result.or_else(|error| match error.kind() {
        NotADirectory | NotFound | PermissionDenied | ReadOnlyFilesystem => Ok(()),
        _ => Err(error),
    })
}

/// Replaces a file. It is not synced to disk: waiting for the disk at the end of every run would cost
/// more than a location lost to a power cut.
fn write<T: Serialize + ?Sized>(file: &Path, value: &T) -> io::Result<()> {
    if file.exists() && !file.is_file() {
        return Err(io::Error::other(
            "something that is not a file is in its place",
        ));
    }
    allow_unusable(replace(file, value))
}

fn replace<T: Serialize + ?Sized>(file: &Path, value: &T) -> io::Result<()> {
    let directory = file.parent().expect("the file is in a directory");
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)?;
    let mut temporary = temporary::create(directory, PRIVATE_FILE_MODE)?;
    temporary.write_all(&serde_json::to_vec(value)?)?;
    temporary.persist(file)?;
    Ok(())
}

/// Keeps the newest [`MAX_LOCATIONS`] saved locations of a directory, and every other file in it.
fn delete_oldest(directory: &Path) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    let mut files: Vec<(SystemTime, PathBuf)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let is_ours = has_location_name(&entry.path()) && entry.file_type().ok()?.is_file();
            is_ours.then_some((entry.metadata().ok()?.modified().ok()?, entry.path()))
        })
        .collect();
    files.sort_unstable();
    let excess = files.len().saturating_sub(MAX_LOCATIONS);
    for (_, file) in &files[..excess] {
        // Only a file that Postil has written is named after the essay that is named in it.
        let saved: Option<SavedEssay<IgnoredAny>> = read_json(file).ok().flatten();
        let path = saved.and_then(|saved| Some(saved.essay.strip_prefix("file:")?.to_owned()));
        if path.is_some_and(|path| file.file_stem() == Some(file_stem(path.as_bytes()).as_ref())) {
            let _ = fs::remove_file(file);
        }
    }
}

/// The name of the file of an essay at a path: half of the path's digest.
fn file_stem(path: &[u8]) -> String {
    let digest = Sha256::digest(path);
    let half = digest.first_chunk().expect("SHA-256 has 32 bytes");
    format!("{:032x}", u128::from_be_bytes(*half))
}

fn has_location_name(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let is_digest = |stem: &str| stem.len() == 32 && stem.bytes().all(|it| it.is_ascii_hexdigit());
    stem.is_some_and(is_digest) && path.extension().is_some_and(|it| it == "json")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tempfile::TempDir;

    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct TestLocation {
        theme: String,
        list: TestList,
        #[serde(default)]
        row: u16,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum TestList {
        Actors,
    }

    fn location(theme: &str) -> TestLocation {
        TestLocation {
            theme: theme.to_owned(),
            list: TestList::Actors,
            row: 1,
        }
    }

    fn store() -> (TempDir, StateStore) {
        let directory = tempfile::tempdir().unwrap();
        let store = StateStore::new(directory.path().join("state/postil"));
        (directory, store)
    }

    fn strings(list: &[&str]) -> Vec<String> {
        list.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn each_essay_has_its_own_location() {
        let (directory, store) = store();
        let one = EssayKey::of_file(&directory.path().join("one.txt"));
        let two = EssayKey::of_file(&directory.path().join("two.txt"));
        assert_eq!(store.location::<TestLocation>(&one).unwrap(), None);
        store.save_location(&one, &location("rise")).unwrap();
        store.save_location(&two, &location("fall")).unwrap();
        store.save_location(&one, &location("battle")).unwrap();
        assert_eq!(store.location(&one).unwrap(), Some(location("battle")));
        assert_eq!(store.location(&two).unwrap(), Some(location("fall")));
        let bundled = EssayKey::of_bundled("one.txt");
        assert_eq!(store.location::<TestLocation>(&bundled).unwrap(), None);
    }

    #[test]
    fn every_path_to_a_file_gives_the_same_key() {
        let directory = tempfile::tempdir().unwrap();
        let real = directory.path().join("essay.txt");
        fs::write(&real, "").unwrap();
        let link = directory.path().join("link.txt");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let other = directory.path().join("./x/../essay.txt");
        fs::create_dir(directory.path().join("x")).unwrap();
        assert_eq!(EssayKey::of_file(&link), EssayKey::of_file(&real));
        assert_eq!(EssayKey::of_file(&other), EssayKey::of_file(&real));
        assert_ne!(EssayKey::of_bundled("x"), EssayKey::of_bundled("y"));
    }

    #[test]
    fn a_broken_file_counts_as_not_saved() {
        let (_directory, store) = store();
        let essay = EssayKey::of_bundled("x");
        store.save_location(&essay, &location("rise")).unwrap();
        let file = store.location_file(&essay).unwrap();
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
            let read = store.location::<TestLocation>(&essay).unwrap();
            assert_eq!(read, None, "{}", text.escape_ascii());
        }
        let (start, _) = whole.split_once("\"row\":1").unwrap();
        fs::write(&file, format!("{start}\"later\":{{\"key\":[]}}}}}}")).unwrap();
        let older = TestLocation {
            row: 0,
            ..location("rise")
        };
        assert_eq!(store.location(&essay).unwrap(), Some(older));
    }

    #[test]
    fn an_unusable_directory_is_no_error() {
        let (directory, _) = store();
        let file = directory.path().join("file");
        fs::write(&file, "").unwrap();
        let essay = EssayKey::of_bundled("x");
        let nowhere = StateStore { directory: None };
        for store in [StateStore::new(file.join("postil")), nowhere] {
            store.save_location(&essay, &location("rise")).unwrap();
            store.save_searches(&strings(&["one"])).unwrap();
            assert_eq!(store.location::<TestLocation>(&essay).unwrap(), None);
            assert!(store.searches().unwrap().is_empty());
        }
    }

    #[test]
    fn the_oldest_locations_are_deleted() {
        let (directory, store) = store();
        let key = |number: usize| EssayKey::of_file(&directory.path().join(number.to_string()));
        store.save_location(&key(0), &location("rise")).unwrap();
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        let first = store.location_file(&key(0)).unwrap();
        fs::File::options()
            .write(true)
            .open(&first)
            .and_then(|file| file.set_modified(old))
            .unwrap();
        for number in 1..MAX_LOCATIONS {
            fs::copy(&first, store.location_file(&key(number)).unwrap()).unwrap();
        }
        let count = || fs::read_dir(first.parent().unwrap()).unwrap().count();
        store.save_location(&key(1), &location("rise")).unwrap();
        assert_eq!(count(), MAX_LOCATIONS, "an update deletes nothing");
        assert!(first.exists());
        store
            .save_location(&key(MAX_LOCATIONS), &location("rise"))
            .unwrap();
        assert_eq!(count(), MAX_LOCATIONS);
        assert!(!first.exists());
    }

    #[test]
    fn searches_of_several_readers_are_merged() {
        let (_directory, store) = store();
        store.save_searches(&strings(&["one", "two"])).unwrap();
        assert_eq!(store.searches().unwrap(), ["one", "two"]);
        store.save_searches(&strings(&["three", "one"])).unwrap();
        assert_eq!(store.searches().unwrap(), ["two", "three", "one"]);
        store.save_searches(&[]).unwrap();
        assert_eq!(store.searches().unwrap(), ["two", "three", "one"]);
        let many: Vec<String> = (0..500).map(|number| number.to_string()).collect();
        store.save_searches(&many).unwrap();
        assert_eq!(store.searches().unwrap(), many[500 - MAX_SEARCHES..]);
    }

    #[test]
    fn saved_state_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let (_directory, store) = store();
        let essay = EssayKey::of_bundled("x");
        store.save_location(&essay, &location("rise")).unwrap();
        let file = store.location_file(&essay).unwrap();
        for path in file.ancestors().take(3) {
            let mode = fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}", path.display());
        }
    }
}
