//! Reading a file whole.

use std::fs::File;
use std::io::{self, Read};

/// Reads a file of about `length` bytes to its end, wherever that is by then.
///
/// # Errors
///
/// Those of the system, and [`io::ErrorKind::OutOfMemory`] where there is no room for it.
pub fn read(file: &mut File, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(length)?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}
