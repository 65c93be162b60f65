//! What is said in the same words wherever it is said: counts, and errors of the system.
//!
//! Owns nothing but those words. It must not know what they are about, nor where they appear.

use std::io;

/// A count with its noun.
#[must_use]
pub fn count_noun(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// An error of the system without the number behind its words, which is for programmers.
#[must_use]
pub fn io_message(error: &io::Error) -> String {
    let mut words = error.to_string();
    if let Some(end) = words.find(" (os error") {
        words.truncate(end);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_without_its_number() {
        let error = io::Error::from_raw_os_error(2);
        assert_eq!(io_message(&error), "No such file or directory");
        assert_eq!(io_message(&io::Error::other("it is full")), "it is full");
    }
}
