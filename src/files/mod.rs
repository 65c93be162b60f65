//! The file system: where Postil keeps its own files, reading, saved state, atomic writing, and watching
//! for changes.

pub mod read;
pub mod store;
mod temporary;
pub mod watch;
pub mod write;
pub mod xdg;

use std::io;

/// Describes a system error for users, without the `(os error 2)` that the standard library adds.
#[must_use]
pub fn io_message(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::OutOfMemory => "it does not fit in memory".to_owned(),
        io::ErrorKind::NotADirectory => "part of the path is a file, not a directory".to_owned(),
        _ => {
            let mut message = error.to_string();
            if let Some(end) = message.find(" (os error") {
                message.truncate(end);
            }
            message
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_io_message_has_no_error_number() {
        let no_space = io::Error::from_raw_os_error(28);
        assert_eq!(io_message(&no_space), "No space left on device");
        assert_eq!(io_message(&io::Error::other("it is full")), "it is full");
    }
}
