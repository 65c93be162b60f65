//! What is saved between runs: the location in each essay, and the search history.
//!
//! Each essay has a small JSON file of its own, so that two readers of two essays never write to the
//! same file. Nothing here reports an error: what cannot be read counts as not saved, and what
//! cannot be written is lost.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::files::xdg;

/// The location is kept for at most this many essays; those saved longest ago are deleted.
pub const MAX_LOCATIONS: usize = 500;

/// At most this many searches are kept; all are read at each start.
pub const MAX_SEARCHES: usize = 100;

/// The maximum size of a state file, in bytes. Postil writes no larger ones.
const MAX_FILE_SIZE: u64 = 1 << 18;

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
        let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
        let half = digest.first_chunk().expect("SHA-256 has 32 bytes");
        Self {
            label: format!("file:{}", path.to_string_lossy()),
            file_stem: format!("{:032x}", u128::from_be_bytes(*half)),
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

    /// A state directory. It is created when something is saved.
    #[must_use]
    pub fn new(directory: PathBuf) -> Self {
        Self {
            directory: Some(directory),
        }
    }

    /// The saved location in an essay.
    #[must_use]
    pub fn location<T: DeserializeOwned>(&self, essay: &EssayKey) -> Option<T> {
        let saved: SavedEssay<T> = read(&self.location_file(essay)?)?;
        (saved.essay == essay.label).then_some(saved.location)
    }

    /// Saves the location in an essay.
    pub fn save_location<T: Serialize>(&self, essay: &EssayKey, location: &T) {
        let Some(file) = self.location_file(essay) else {
            return;
        };
        let is_new = !file.exists();
        let essay = essay.label.clone();
        let written = write(&file, &SavedEssay { essay, location });
        if is_new && written.is_ok() {
            delete_oldest(file.parent().expect("the file is in a directory"));
        }
    }

    /// The saved searches, oldest first.
    #[must_use]
    pub fn searches(&self) -> Vec<String> {
        let file = self.directory.as_ref().map(|path| path.join(SEARCHES_FILE));
        file.and_then(|file| read(&file)).unwrap_or_default()
    }

    /// Saves searches, oldest first, after those that another reader has saved in the meantime.
    pub fn save_searches(&self, searches: &[String]) {
        let Some(directory) = &self.directory else {
            return;
        };
        let saved = self.searches();
        let others = saved.iter().filter(|query| !searches.contains(query));
        let all: Vec<&String> = others.chain(searches).collect();
        let newest = &all[all.len().saturating_sub(MAX_SEARCHES)..];
        if !newest.iter().copied().eq(&saved) {
            let _ = write(&directory.join(SEARCHES_FILE), newest);
        }
    }

    fn location_file(&self, essay: &EssayKey) -> Option<PathBuf> {
        let directory = self.directory.as_ref()?.join(LOCATIONS_DIRECTORY);
        Some(directory.join(format!("{}.json", essay.file_stem)))
    }
}

fn read<T: DeserializeOwned>(file: &Path) -> Option<T> {
    let mut bytes = Vec::new();
    let file = File::open(file).ok()?;
    file.take(MAX_FILE_SIZE).read_to_end(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Replaces a file. It is not synced to disk: waiting for the disk at the end of every run would cost
/// more than a location lost to a power cut.
fn write<T: Serialize + ?Sized>(file: &Path, value: &T) -> io::Result<()> {
    let directory = file.parent().expect("the file is in a directory");
    // Only the user may see what was read.
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)?;
    let mut temporary = NamedTempFile::new_in(directory)?;
    temporary.write_all(&serde_json::to_vec(value)?)?;
    temporary.persist(file)?;
    Ok(())
}

/// Keeps the newest [`MAX_LOCATIONS`] files of a directory.
fn delete_oldest(directory: &Path) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    let mut files: Vec<(SystemTime, PathBuf)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.metadata().ok()?.modified().ok()?, entry.path()))
        })
        .collect();
    files.sort_unstable();
    let excess = files.len().saturating_sub(MAX_LOCATIONS);
    for (_, file) in &files[..excess] {
        let _ = fs::remove_file(file);
    }
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
        assert_eq!(store.location::<TestLocation>(&one), None);
        store.save_location(&one, &location("rise"));
        store.save_location(&two, &location("fall"));
        store.save_location(&one, &location("battle"));
        assert_eq!(store.location(&one), Some(location("battle")));
        assert_eq!(store.location(&two), Some(location("fall")));
        let bundled = EssayKey::of_bundled("one.txt");
        assert_eq!(store.location::<TestLocation>(&bundled), None);
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
        store.save_location(&essay, &location("rise"));
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
            let read = store.location::<TestLocation>(&essay);
            assert_eq!(read, None, "{}", text.escape_ascii());
        }
        let (start, _) = whole.split_once("\"row\":1").unwrap();
        fs::write(&file, format!("{start}\"later\":{{\"key\":[]}}}}}}")).unwrap();
        let older = TestLocation {
            row: 0,
            ..location("rise")
        };
        assert_eq!(store.location(&essay), Some(older));
    }

    #[test]
    fn an_unusable_directory_is_no_error() {
        let (directory, _) = store();
        let file = directory.path().join("file");
        fs::write(&file, "").unwrap();
        let essay = EssayKey::of_bundled("x");
        let nowhere = StateStore { directory: None };
        for store in [StateStore::new(file.join("postil")), nowhere] {
            store.save_location(&essay, &location("rise"));
            store.save_searches(&strings(&["one"]));
            assert_eq!(store.location::<TestLocation>(&essay), None);
            assert!(store.searches().is_empty());
        }
    }

    #[test]
    fn the_oldest_locations_are_deleted() {
        let (directory, store) = store();
        let key = |number: usize| EssayKey::of_file(&directory.path().join(number.to_string()));
        store.save_location(&key(0), &location("rise"));
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        let first = store.location_file(&key(0)).unwrap();
        File::options()
            .write(true)
            .open(&first)
            .and_then(|file| file.set_modified(old))
            .unwrap();
        for number in 1..MAX_LOCATIONS {
            fs::copy(&first, store.location_file(&key(number)).unwrap()).unwrap();
        }
        let count = || fs::read_dir(first.parent().unwrap()).unwrap().count();
        store.save_location(&key(1), &location("rise"));
        assert_eq!(count(), MAX_LOCATIONS, "an update deletes nothing");
        assert!(first.exists());
        store.save_location(&key(MAX_LOCATIONS), &location("rise"));
        assert_eq!(count(), MAX_LOCATIONS);
        assert!(!first.exists());
    }

    #[test]
    fn searches_of_several_readers_are_merged() {
        let (_directory, store) = store();
        store.save_searches(&strings(&["one", "two"]));
        assert_eq!(store.searches(), ["one", "two"]);
        store.save_searches(&strings(&["three", "one"]));
        assert_eq!(store.searches(), ["two", "three", "one"]);
        store.save_searches(&[]);
        assert_eq!(store.searches(), ["two", "three", "one"]);
        let many: Vec<String> = (0..500).map(|number| number.to_string()).collect();
        store.save_searches(&many);
        assert_eq!(store.searches(), many[500 - MAX_SEARCHES..]);
    }

    #[test]
    fn saved_state_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let (_directory, store) = store();
        let essay = EssayKey::of_bundled("x");
        store.save_location(&essay, &location("rise"));
        let file = store.location_file(&essay).unwrap();
        for path in file.ancestors().take(3) {
            let mode = fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}", path.display());
        }
    }
}
