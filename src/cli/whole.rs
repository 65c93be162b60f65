//! A file read whole.
//!
//! Owns how: a long one by several threads, for most of the time goes into the system's making room
//! in memory, which several can do at once. It must not know what is in the file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::thread;

/// At least this many bytes are read per thread, because fewer are read faster than a thread begins.
const PART: usize = 4 << 20;

/// More threads than this wait for memory, not for processors.
const THREADS: usize = 4;

/// Reads a file of about `length` bytes to its end, wherever that is by then.
///
/// # Errors
///
/// Those of the system, and [`io::ErrorKind::OutOfMemory`] where there is no room for it.
pub(super) fn read(file: &mut File, length: usize) -> io::Result<Vec<u8>> {
    // The vector would not say that there is none.
    Vec::<u8>::new().try_reserve_exact(length)?;
    let threads = (length / PART).min(THREADS);
    let threads = if threads < 2 {
        1
    } else {
        threads.min(thread::available_parallelism().map_or(1, usize::from))
    };
    if threads < 2 {
        let mut bytes = Vec::with_capacity(length);
        file.read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    in_parts(file, length, length.div_ceil(threads))
}

fn in_parts(file: &mut File, length: usize, part: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    let shared: &File = file;
    let counts: Vec<io::Result<usize>> = thread::scope(|scope| {
        let reading: Vec<_> = bytes
            .chunks_mut(part)
            .enumerate()
            .map(|(number, room)| scope.spawn(move || fill(shared, number * part, room)))
            .collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        reading.into_iter().map(join).collect()
    });
    let mut end = 0;
    for count in counts {
        let count = count?;
        end += count;
        // It has become shorter meanwhile.
        if count < part {
            break;
        }
    }
    bytes.truncate(end);
    if end == length {
        // It may have become longer.
        file.seek(SeekFrom::Start(end as u64))?;
        file.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Reads from an offset until there is no more room, or nothing more to read; gives how much.
fn fill(file: &File, offset: usize, room: &mut [u8]) -> io::Result<usize> {
    let mut count = 0;
    while let Some(rest) = room.get_mut(count..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, (offset + count) as u64) {
            Ok(0) => break,
            Ok(more) => count += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn all_of_it_is_read_whatever_its_length_was_thought_to_be() {
        let text: Vec<u8> = (0..10_000_u32).flat_map(u32::to_le_bytes).collect();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&text).unwrap();
        for length in [0, 1, 39_999, 40_000, 40_001, 50_000, 90_000] {
            for part in [1, 7_000, 10_000, 40_000, 100_000] {
                if part == 1 && length > 1 {
                    continue;
                }
                file.rewind().unwrap();
                let read = in_parts(&mut file, length, part).unwrap();
                assert!(read == text, "{length} in parts of {part}");
            }
            file.rewind().unwrap();
            assert!(super::read(&mut file, length).unwrap() == text, "{length}");
        }
    }
}
