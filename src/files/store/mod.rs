//! What is remembered between runs: the place in each essay, and what was searched for.
//!
//! Owns the files of the state directory: where they are, how they are named, how many are kept.
//! It must not know what a place is made of. Nothing here fails: what cannot be read is not
//! remembered, and what cannot be written is not kept.
//!
//! Each essay has a small file of its own, so that reading one costs the same whatever else is
//! remembered, and two readers of two essays never write to the same. The name is a digest of the
//! essay's path. Of more than [`MOST_PLACES`] the oldest go.

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
use crate::tui::app::session::Remembered;

/// At most this many essays have their place kept, because each has a file of its own.
pub const MOST_PLACES: usize = 500;

/// At most this many searches are kept, because all are read at each start.
pub const MOST_SEARCHES: usize = 100;

/// No file of ours is longer, in bytes.
const LONGEST: u64 = 1 << 18;

/// A name of more bytes stands in no file's name.
const LONGEST_NAME: usize = 64;

/// The directory of the places, and the file of the searches.
const PLACES: &str = "places";
const SEARCHES: &str = "searches.json";

/// What tells an essay from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// For people who look into the file.
    shown: String,
    /// The file's name, without its extension.
    file: String,
}

impl Name {
    /// An essay in a file.
    #[must_use]
    pub fn of_file(path: &Path) -> Self {
        let absolute = fs::canonicalize(path).or_else(|_| std::path::absolute(path));
        let path = absolute.unwrap_or_else(|_| path.to_owned());
        Self {
            shown: format!("file:{}", path.to_string_lossy()),
            file: digest(path.as_os_str().as_encoded_bytes()),
        }
    }

    /// An essay that comes with the program, by its name. A name that might be more than a part of
    /// a path is not taken into one.
    #[must_use]
    pub fn of_bundled(name: &str) -> Self {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let is_plain = name.len() <= LONGEST_NAME && name.bytes().all(plain);
        let file = if is_plain {
            name.to_owned()
        } else {
            digest(name.as_bytes())
        };
        Self {
            shown: format!("bundled:{name}"),
            file: format!("bundled-{file}"),
        }
    }
}

/// A file's name for anything, in hexadecimal digits.
fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    // Half of it is enough: nobody gains anything by a collision.
    let half = digest.first_chunk().copied().unwrap_or_default();
    format!("{:032x}", u128::from_be_bytes(half))
}

/// What is in the file of an essay's place.
#[derive(Debug, Serialize, Deserialize)]
struct Kept<P> {
    /// Whose place it is.
    essay: String,
    place: P,
}

/// The state directory.
#[derive(Debug, Clone)]
pub struct Store {
    /// None where nothing says where it would be.
    directory: Option<PathBuf>,
}

impl Store {
    /// The state directory that the environment names: `$XDG_STATE_HOME/postil`, or
    /// `~/.local/state/postil`.
    #[must_use]
    pub fn of_environment() -> Self {
        Self {
            directory: xdg::directory(xdg::STATE),
        }
    }

    /// A state directory, which need not exist.
    #[must_use]
    pub fn new(directory: PathBuf) -> Self {
        Self {
            directory: Some(directory),
        }
    }

    /// Where the reader was in an essay.
    #[must_use]
    pub fn place(&self, essay: &Name) -> Option<Remembered> {
        let kept: Kept<Remembered> = read(&self.file(essay)?)?;
        (kept.essay == essay.shown).then_some(kept.place)
    }

    /// Keeps where the reader is in an essay.
    pub fn keep_place(&self, essay: &Name, place: &Remembered) {
        let Some(file) = self.file(essay) else {
            return;
        };
        let known = file.exists();
        let essay = essay.shown.clone();
        let written = write(&file, &Kept { essay, place });
        if let (Ok(()), false, Some(directory)) = (written, known, file.parent()) {
            forget_oldest(directory);
        }
    }

    /// What was searched for, oldest first.
    #[must_use]
    pub fn searches(&self) -> Vec<String> {
        let file = self.directory.as_ref().map(|path| path.join(SEARCHES));
        file.and_then(|file| read(&file)).unwrap_or_default()
    }

    /// Keeps what was searched for, oldest first, and what another reader has kept meanwhile.
    pub fn keep_searches(&self, searches: &[String]) {
        let Some(directory) = &self.directory else {
            return;
        };
        let kept = self.searches();
        let other = kept.iter().filter(|query| !searches.contains(query));
        let all: Vec<&String> = other.chain(searches).collect();
        let newest = all.len().saturating_sub(MOST_SEARCHES);
        let newest = all.get(newest..).unwrap_or_default();
        if !newest.iter().copied().eq(&kept) {
            // Not to be kept is no error.
            let _ = write(&directory.join(SEARCHES), newest);
        }
    }

    fn file(&self, essay: &Name) -> Option<PathBuf> {
        let directory = self.directory.as_ref()?.join(PLACES);
        Some(directory.join(format!("{}.json", essay.file)))
    }
}

fn read<T: DeserializeOwned>(file: &Path) -> Option<T> {
    let mut bytes = Vec::new();
    let file = File::open(file).ok()?;
    file.take(LONGEST).read_to_end(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Writes a file whole or not at all. It is not forced onto the disk: to lose a place to a power
/// cut is better than to wait for the disk at the end of every run.
fn write<T: Serialize + ?Sized>(file: &Path, value: &T) -> io::Result<()> {
    let directory = file.parent().unwrap_or(Path::new("."));
    // What somebody has read is nobody else's business.
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)?;
    let mut to = NamedTempFile::new_in(directory)?;
    to.write_all(&serde_json::to_vec(value)?)?;
    to.persist(file)?;
    Ok(())
}

/// Leaves the newest files of a directory.
fn forget_oldest(directory: &Path) {
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
    let over = files.len().saturating_sub(MOST_PLACES);
    for (_, file) in files.iter().take(over) {
        let _ = fs::remove_file(file);
    }
}

#[cfg(test)]
mod tests;
