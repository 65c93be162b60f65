//! Parses Markdown into blocks and markup.

use pulldown_cmark::{Options, Parser};

use super::Block;
use super::markup::Markup;

mod builder;
mod html;
#[cfg(test)]
mod tests;

use builder::Builder;

/// Parses a source: its blocks, in order, and its markup.
pub(crate) fn parse(source: &str) -> (Vec<Block>, Markup) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let start = front_matter_end(source);
    let mut builder = Builder::new(source);
    for (event, range) in Parser::new_ext(&source[start..], options).into_offset_iter() {
        builder.event(event, start + range.start..start + range.end);
    }
    builder.finish()
}

/// The end of the YAML front matter that static site generators put before the text: lines between
/// two `---`, the first of which is a key with a value. 0 if there is none.
fn front_matter_end(source: &str) -> usize {
    const MAX_LENGTH: usize = 16 * 1024;
    const DELIMITER: &str = "---\n";
    let head = &source[..source.floor_char_boundary(MAX_LENGTH)];
    let Some(rest) = head.strip_prefix(DELIMITER) else {
        return 0;
    };
    let key_end = rest.find([':', '\n', ' ']);
    if !key_end.is_some_and(|end| end > 0 && rest[end..].starts_with(':')) {
        return 0;
    }
    let mut at = DELIMITER.len();
    for line in rest.split_inclusive('\n') {
        at += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return at;
        }
        if line.trim().is_empty() {
            return 0;
        }
    }
    0
}
