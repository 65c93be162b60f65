//! Reading files: only regular ones and pipes, without blocking when they are opened, and never
//! more than a limit.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_setfl};
use rustix::io::Errno;

/// This much is read first, to recognize a file that is not a text before the rest is read.
const FIRST_BLOCK_BYTES: u64 = 64 << 10;

/// How long to wait for a pipe before saying so.
const SILENT_WAIT: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 500_000_000,
};

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLimits {
    /// The size of the largest file, in bytes.
    pub max_bytes: u64,
    /// Whether a named pipe is read, which may have no writer.
    pub pipes: bool,
    /// Whether a path may be a symbolic link.
    pub links: bool,
}

/// Reads a regular file of at most `max_bytes`. Stops at the first block if that has a NUL.
///
/// # Errors
///
/// Those of [`file_or_pipe`].
pub fn regular_file(path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
    let limits = ReadLimits {
        max_bytes,
        pipes: false,
        links: true,
    };
    let (bytes, _) = file_or_pipe(path, limits, || {})?;
    Ok(bytes)
}

/// Reads what `limits` allow, and tells whether it was a regular file. Calls `waiting` if nothing is
/// written into a pipe for half a second. Stops at the first block if that has a NUL.
///
/// # Errors
///
/// The system refuses; the file is of another kind or has holes (the message says so);
/// [`io::ErrorKind::FileTooLarge`], before reading if the size is known; [`io::ErrorKind::OutOfMemory`].
pub fn file_or_pipe(
    path: &Path,
    limits: ReadLimits,
    waiting: impl FnOnce(),
) -> io::Result<(Vec<u8>, bool)> {
    // Checked before opening too, because opening a device may have effects.
    check_kind(&path.metadata()?, limits.pipes)?;
    let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    flags.set(OFlags::NOFOLLOW, !limits.links);
    let file = File::options()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .map_err(|error| match Errno::from_io_error(&error) {
            Some(Errno::LOOP) if !limits.links => io::Error::other(
                "it is a link, which --secure follows only if --apparatus names it",
            ),
            _ => error,
        })?;
    let metadata = file.metadata()?;
    check_kind(&metadata, limits.pipes)?;
    if metadata.is_file() {
        Ok((to_end_of_file(file, limits.max_bytes)?, true))
    } else {
        Ok((to_end_of_pipe(file, limits.max_bytes, waiting)?, false))
    }
}

fn check_kind(metadata: &Metadata, pipes: bool) -> io::Result<()> {
    let kind = metadata.file_type();
    let reason = if kind.is_file() || kind.is_fifo() && pipes {
        return Ok(());
    } else if kind.is_fifo() {
        "it is a pipe, not a file"
    } else if kind.is_dir() {
        "it is a directory, not a file"
    } else if kind.is_socket() {
        "it is a socket, not a file"
    } else {
        "it is a device, such as a terminal; write - to read standard input"
    };
    Err(io::Error::other(reason))
}

fn to_end_of_file(mut file: File, max_bytes: u64) -> io::Result<Vec<u8>> {
    let size = file.metadata()?.len();
    if size > max_bytes {
        return Err(too_large(max_bytes));
    }
    // Some files of the system and some file systems do not tell where holes are.
    if let Ok(hole) = rustix::fs::seek(&file, rustix::fs::SeekFrom::Hole(0))
        && hole < size
    {
        let message = format!("not text: it has a hole at offset {hole}");
        return Err(io::Error::other(message));
    }
    file.seek(SeekFrom::Start(0)).ok();
    to_end(file, size, max_bytes).map_err(|error| match error.kind() {
        // Files such as /proc/kmsg have no end; they are read without blocking.
        io::ErrorKind::WouldBlock => io::Error::other("it has no end, so it is not a text file"),
        _ => error,
    })
}

fn to_end_of_pipe(file: File, max_bytes: u64, waiting: impl FnOnce()) -> io::Result<Vec<u8>> {
    let wait = |timeout| match poll(&mut [PollFd::new(&file, PollFlags::IN)], timeout) {
        Err(Errno::INTR) => Ok(0),
        result => result,
    };
    if wait(Some(&SILENT_WAIT))? == 0 {
        waiting();
        while wait(None)? == 0 {}
    }
    fcntl_setfl(&file, OFlags::empty())?;
    to_end(file, 0, max_bytes)
}

/// Reads at most `max_bytes`, of which `expected` are likely. Stops at the first block if that has a
/// NUL of UTF-16: it is not a text then.
///
/// # Errors
///
/// Those of reading, [`io::ErrorKind::FileTooLarge`], [`io::ErrorKind::OutOfMemory`].
pub fn to_end(from: impl Read, expected: u64, max_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let first_block = max_bytes.saturating_add(1).min(FIRST_BLOCK_BYTES);
    let mut from = from.take(first_block);
    from.read_to_end(&mut bytes)?;
    let read = bytes.len() as u64;
    if read < first_block {
        // Reading a terminal again after its end would wait for more input.
        return Ok(bytes);
    }
    if memchr::memchr(0, &bytes).is_some() && !may_be_utf16(&bytes) {
        return Ok(bytes);
    }
    let rest = usize::try_from(expected.saturating_sub(read)).unwrap_or(usize::MAX);
    bytes.try_reserve_exact(rest)?;
    from.set_limit(max_bytes.saturating_add(1).saturating_sub(read));
    from.read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_bytes {
        return Err(too_large(max_bytes));
    }
    Ok(bytes)
}

/// Whether there is a mark, a space or a line end of UTF-16, and no NUL, which every binary file has.
fn may_be_utf16(bytes: &[u8]) -> bool {
    let (units, _) = bytes.as_chunks::<2>();
    let is_space = |unit: &[u8; 2]| matches!(unit, [b' ' | b'\n', 0] | [0, b' ' | b'\n']);
    let has_mark = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
    (has_mark || units.iter().any(is_space)) && !units.contains(&[0, 0])
}

fn too_large(max_bytes: u64) -> io::Error {
    let max = match max_bytes >> 20 {
        0 => format!("{} KB", max_bytes >> 10),
        megabytes => format!("{megabytes} MB"),
    };
    io::Error::new(
        io::ErrorKind::FileTooLarge,
        format!("it is larger than {max}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAX: u64 = 1 << 20;

    #[test]
    fn at_most_the_limit_is_read() {
        let read = |length| to_end(io::repeat(b'a').take(length), 0, MAX);
        assert_eq!(read(MAX).unwrap().len() as u64, MAX);
        for length in [MAX + 1, u64::MAX] {
            let error = read(length).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
            assert_eq!(error.to_string(), "it is larger than 1 MB");
        }
        let error = to_end(io::repeat(b'a'), u64::MAX, u64::MAX).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::OutOfMemory);
    }

    #[test]
    fn a_large_file_is_refused_before_it_is_read() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("large");
        std::fs::write(&path, vec![b'a'; 3 << 20]).unwrap();
        let file = File::open(&path).unwrap();
        let mut position = file.try_clone().unwrap();
        let error = to_end_of_file(file, MAX).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(position.stream_position().unwrap(), 0);
        assert_eq!(regular_file(&path, 3 << 20).unwrap().len(), 3 << 20);
    }

    #[test]
    fn a_file_that_is_not_text_is_recognized_at_its_beginning() {
        let read = |start: &[u8]| {
            let all = start.chain(io::repeat(b'a')).take(MAX);
            to_end(all, 0, MAX).unwrap().len() as u64
        };
        assert_eq!(read(b"a\0"), FIRST_BLOCK_BYTES);
        assert_eq!(read(b"\xff\xfea\0"), MAX);
        assert_eq!(read(b"a\0 \0"), MAX);
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("hole");
        std::fs::write(&path, "a".repeat(1 << 17)).unwrap();
        let file = File::options().write(true).open(&path).unwrap();
        file.set_len(200 << 20).unwrap();
        let error = regular_file(&path, u64::MAX).unwrap_err();
        assert_eq!(
            error.to_string(),
            "not text: it has a hole at offset 131072"
        );
    }

    #[test]
    fn other_kinds_of_files_are_explained() {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        let _socket = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
        let made = std::process::Command::new("mkfifo")
            .arg(path("pipe"))
            .status();
        assert!(made.unwrap().success());
        for (path, words) in [
            (directory.path().to_owned(), "directory"),
            (path("socket"), "socket"),
            (path("pipe"), "pipe"),
            ("/dev/zero".into(), "device"),
            ("/dev/null".into(), "device"),
        ] {
            let error = regular_file(&path, MAX).unwrap_err().to_string();
            assert!(error.starts_with("it is a ") && error.contains(words));
        }
    }
}
