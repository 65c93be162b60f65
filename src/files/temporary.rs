//! Temporary files, which are renamed to the file that they replace.
//!
//! A run that is killed leaves its temporary file. The next run that writes into the directory deletes
//! it: each run holds a lock on its own, so one without a lock belongs to no run.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use rustix::fs::{FlockOperation, Mode, OFlags, flock};
use tempfile::NamedTempFile;

const PREFIX: &str = ".postil-";
const SUFFIX: &str = ".tmp";

/// Random characters in a name. No other program's file has such a name by chance.
const RANDOM_CHARACTERS: usize = 16;

/// Creates a temporary file, with `mode` before the umask, and deletes those of killed runs.
pub(super) fn create(directory: &Path, mode: u32) -> io::Result<NamedTempFile> {
    delete_abandoned(directory);
    loop {
        let file = tempfile::Builder::new()
            .prefix(PREFIX)
            .suffix(SUFFIX)
            .rand_bytes(RANDOM_CHARACTERS)
            .permissions(Permissions::from_mode(mode))
            .tempfile_in(directory)?;
        // On a file system without locks, nothing is deleted either.
        let _ = flock(file.as_file(), FlockOperation::LockExclusive);
        // Another run may have deleted it before it was locked.
        if file.as_file().metadata()?.nlink() > 0 {
            return Ok(file);
        }
    }
}

fn delete_abandoned(directory: &Path) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(is_temporary);
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        if let Ok(file) = rustix::fs::open(entry.path(), flags, Mode::empty())
            && flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_temporary(name: &str) -> bool {
    let random = name
        .strip_prefix(PREFIX)
        .and_then(|name| name.strip_suffix(SUFFIX));
    random.is_some_and(|random| {
        random.len() == RANDOM_CHARACTERS && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_killed_runs_are_deleted() {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        let living = create(directory.path(), 0o600).unwrap();
        let killed = path(".postil-0123456789abcdef.tmp");
        let others = [
            ".postil-0123456789abcdef",
            ".postil-0123456789abcde.tmp",
            ".postil-0123456789-bcdef.tmp",
            "postil-0123456789abcdef.tmp",
        ];
        for path in others.iter().map(|name| path(name)).chain([killed.clone()]) {
            fs::write(path, "").unwrap();
        }
        let link = path(".postil-aaaaaaaaaaaaaaaa.tmp");
        std::os::unix::fs::symlink(path(others[0]), &link).unwrap();
        drop(create(directory.path(), 0o600).unwrap());
        assert!(!killed.exists());
        assert!(living.path().exists() && link.is_symlink());
        assert!(others.iter().all(|name| path(name).exists()));
    }
}
