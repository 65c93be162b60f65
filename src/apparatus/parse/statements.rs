//! A TOML file cut into statements: headers, and keys with their values.
//!
//! Owns the cutting, also where the file is not TOML: a value that is never closed ends before the
//! next line that looks like a statement. It must not know what is done with the statements.

use std::ops::Range;

/// What a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing, or a comment.
    Blank,
    /// `[…]` or `[[…]]`, perhaps a broken one.
    Header,
    /// Anything else.
    Key,
}

/// A statement, with its line end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
}

/// Cuts a file. The statements lie side by side and cover it.
pub(super) fn cut(file: &str) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut at = 0;
    // Brackets that are never closed would have the rest of the file looked through for each.
    let mut budget = 8 * file.len();
    while let Some(rest) = file.get(at..).filter(|rest| !rest.is_empty()) {
        let line = first_line(rest);
        let (kind, length) = match line.trim_start().as_bytes().first() {
            None | Some(b'#') => (Kind::Blank, line.len()),
            Some(b'[') => (Kind::Header, line.len()),
            Some(_) => (Kind::Key, key_length(rest, &mut budget)),
        };
        statements.push(Statement {
            range: at..at + length,
            kind,
        });
        at += length;
    }
    statements
}

/// How long the key's statement is that a text begins with. Looks no farther than `budget` bytes, and
/// takes what it has looked at from them.
fn key_length(text: &str, budget: &mut usize) -> usize {
    let window = text.as_bytes().get(..*budget).unwrap_or(text.as_bytes());
    let closed = closed_length(window, window.len() < text.len());
    *budget -= closed.unwrap_or(window.len());
    let Some(whole) = closed else {
        return unclosed_length(text);
    };
    // A bracket or quotation mark that is never closed may seem closed by one far below.
    let mut length = first_line(text).len();
    while length < whole {
        let line = first_line(&text[length..]);
        if looks_like_header(line) {
            return unclosed_length(text);
        }
        length += line.len();
    }
    whole
}

/// The length up to the next line that looks like a statement.
fn unclosed_length(text: &str) -> usize {
    let mut length = first_line(text).len();
    while let Some(rest) = text.get(length..).filter(|rest| !rest.is_empty()) {
        let line = first_line(rest);
        if looks_like_header(line) || looks_like_key(line) {
            break;
        }
        length += line.len();
    }
    length
}

fn first_line(text: &str) -> &str {
    let end = memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |at| at + 1);
    text.get(..end).unwrap_or(text)
}

/// The length of a statement of which every bracket and quotation mark is closed, its line end
/// included; nothing if one is not, or if the text is cut before that is known.
fn closed_length(bytes: &[u8], is_cut: bool) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\n' if depth == 0 => return Some(at + 1),
            b'#' => at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at),
            b'"' | b'\'' => at = string_end(bytes, at, byte)?,
            b'[' | b'{' => {
                depth += 1;
                at += 1;
            }
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            _ => at += 1,
        }
    }
    (depth == 0 && !is_cut).then_some(bytes.len())
}

/// Where the string ends that begins at `at`: behind its quotation mark, or at its line end if it has
/// none. Nothing for one of several lines that is never closed.
fn string_end(bytes: &[u8], at: usize, quote: u8) -> Option<usize> {
    let triple = [quote; 3];
    let escapes = quote == b'"';
    let multi_line = bytes[at..].starts_with(&triple);
    let mut at = at + if multi_line { 3 } else { 1 };
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if escapes => at += 1,
            b'\n' if !multi_line => return Some(at),
            _ if multi_line && bytes[at..].starts_with(&triple) => return Some(at + 3),
            _ if !multi_line && byte == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    (!multi_line).then_some(bytes.len())
}

fn is_bare(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.')
}

/// `[name]` or `[[name]]` alone on a line.
fn looks_like_header(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default().trim();
    let Some(inner) = line
        .strip_prefix('[')
        .and_then(|line| line.strip_suffix(']'))
    else {
        return false;
    };
    let name = inner.trim_matches(['[', ']', ' ']);
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_bare)
}

/// `name =` at the beginning of a line.
fn looks_like_key(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| {
        let key = key.trim();
        !key.is_empty() && key.chars().all(is_bare)
    })
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn statements_end_where_their_values_do() {
        for (file, statements) in [
            (
                "a = 1\n# x\n\n[b]\nc = 2",
                &["a = 1\n", "# x\n", "\n", "[b]\n", "c = 2"][..],
            ),
            (
                "a = [\n  1, # ]\n]\nb = 1\n",
                &["a = [\n  1, # ]\n]\n", "b = 1\n"],
            ),
            (
                "a = \"\"\"\n[b]\nc = 1\"\"\"\nd = 1",
                &["a = \"\"\"\n", "[b]\n", "c = 1\"\"\"\n", "d = 1"],
            ),
            (
                "a = \"x # ] \\\" \"\nb = 1\n",
                &["a = \"x # ] \\\" \"\n", "b = 1\n"],
            ),
            (
                "a = [1,\n  2\nb = 1\n[[c]]\n",
                &["a = [1,\n  2\n", "b = 1\n", "[[c]]\n"],
            ),
            ("a = {\n[[c]]\nb = }\n", &["a = {\n", "[[c]]\n", "b = }\n"]),
            ("a = \"x\nb = 1\n", &["a = \"x\n", "b = 1\n"]),
            ("a = '''x\nb = 1\n", &["a = '''x\n", "b = 1\n"]),
        ] {
            let found: Vec<&str> = cut(file)
                .into_iter()
                .map(|statement| &file[statement.range])
                .collect();
            assert_eq!(found, statements);
        }
    }
}
