//! Atomic writing: a file holds its old content or all of the new, never a part.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// The mode of a new file, before the umask.
const NEW_FILE_MODE: u32 = 0o666;

/// Writes a file through a temporary one that is renamed to `path` once `write` has succeeded.
///
/// A symbolic link is followed, a replaced file keeps its mode, and a pipe or device is written to
/// directly.
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
    let parent = path.parent().filter(|path| !path.as_os_str().is_empty());
    let temporary = tempfile::Builder::new()
        .prefix(".postil-")
        .permissions(fs::Permissions::from_mode(NEW_FILE_MODE))
        .tempfile_in(parent.unwrap_or(Path::new(".")))?;
    let mut out = BufWriter::new(temporary);
    write(&mut out)?;
    let temporary = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(metadata) = replaced {
        temporary
            .as_file()
            .set_permissions(metadata.permissions())?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_behind_its_link_and_keeps_its_mode() {
        let directory = tempfile::tempdir().unwrap();
        let (file, link) = (directory.path().join("file"), directory.path().join("link"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o662)).unwrap();
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
        assert_eq!(mode & 0o777, 0o662);
        assert!(link.is_symlink());
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 2);
    }
}
