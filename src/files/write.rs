//! Atomic writing: a file holds its old content or all of the new, never a part.

use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

use super::temporary;

/// The mode of a new file, before the umask.
const NEW_FILE_MODE: u32 = 0o666;

/// The bits of a mode that a new version of a file keeps: a program must not gain rights by being written.
const PERMISSION_BITS: u32 = 0o777;

/// Writes a file through a temporary one that is renamed to `path` once `write` has succeeded.
///
/// A symbolic link is followed. A replaced file keeps its permissions and, where the system allows it,
/// its owner and group, but is no longer setuid or setgid. A pipe or device is written to directly.
///
/// SIGINT, SIGTERM and SIGHUP end the process once the temporary file is gone.
///
/// # Errors
///
/// [`io::ErrorKind::AlreadyExists`] if the file exists and `overwrite` is false; else those of
/// `write` and of the system.
pub fn atomically(
    path: &Path,
    overwrite: bool,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let replaced = fs::metadata(path).ok();
    if replaced
        .as_ref()
        .is_some_and(|metadata| !metadata.is_file())
    {
        let mut out = BufWriter::new(File::options().write(true).open(path)?);
        return write(&mut out).and_then(|()| out.flush());
    }
    if replaced.is_some() {
        if !overwrite {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        // Renaming would replace a read-only file without an error.
        File::options().write(true).open(path)?;
    }
    let signal = Arc::new(AtomicUsize::new(0));
    for number in [SIGINT, SIGTERM, SIGHUP] {
        flag::register_usize(number, Arc::clone(&signal), number.unsigned_abs() as usize)?;
    }
    let result = replace(path, replaced.as_ref(), overwrite, &signal, write);
    if let Ok(number @ 1..) = i32::try_from(signal.load(Ordering::Relaxed)) {
        low_level::emulate_default_handler(number)?;
    }
    result
}

fn replace(
    path: &Path,
    replaced: Option<&Metadata>,
    overwrite: bool,
    signal: &AtomicUsize,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let parent = path.parent().filter(|path| !path.as_os_str().is_empty());
    // From the start, so that nobody else can read what replaces a private file.
    let mode = replaced.map_or(NEW_FILE_MODE, |file| file.mode() & PERMISSION_BITS);
    let mut temporary = temporary::create(parent.unwrap_or(Path::new(".")), mode)?;
    let to = temporary.as_file_mut();
    let mut out = BufWriter::new(Interruptible { to, signal });
    write(&mut out)?;
    out.flush()?;
    drop(out);
    if let Some(metadata) = replaced {
        let file = temporary.as_file();
        // Only root can give a file to another owner; its group needs membership.
        let (owner, group) = (Some(metadata.uid()), Some(metadata.gid()));
        let _ = fchown(file, owner, group).or_else(|_| fchown(file, None, group));
        // Again, without the umask.
        file.set_permissions(Permissions::from_mode(mode))?;
    }
    temporary.as_file().sync_all()?;
    if overwrite {
        temporary.persist(path)?;
    } else {
        // Also fails if the file was created since the check above, or is a dangling link.
        temporary.persist_noclobber(path)?;
    }
    Ok(())
}

/// A writer that fails once a signal has been received.
struct Interruptible<'a, W> {
    to: W,
    signal: &'a AtomicUsize,
}

impl<W: Write> Write for Interruptible<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.signal.load(Ordering::Relaxed) != 0 {
            // `Interrupted` would make the caller try again.
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_behind_its_link_and_keeps_its_mode() {
        let directory = tempfile::tempdir().unwrap();
        let (file, link) = (directory.path().join("file"), directory.path().join("link"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o6662)).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let refused = atomically(&link, false, |to| to.write_all(b"new"));
        assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        let failed = atomically(&link, true, |to| {
            to.write_all(b"half")?;
            Err(io::Error::other("full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
        atomically(&link, true, |to| to.write_all(b"new")).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o662, "setuid and setgid are dropped");
        assert!(link.is_symlink());
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_replaces_a_private_file_is_private_from_the_start() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("file");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        let replaced = atomically(&file, true, |_| {
            let files: Vec<_> = fs::read_dir(directory.path())?.collect();
            assert_eq!(files.len(), 2);
            for file in files {
                assert_eq!(file?.metadata()?.mode() & 0o777, 0o600);
            }
            Ok(())
        });
        replaced.unwrap();
    }
}
