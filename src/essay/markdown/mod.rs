//! Parses Markdown into blocks and markup.

use pulldown_cmark::{Options, Parser};

use super::Block;
use super::markup::Markup;

mod builder;
mod extensions;
mod html;
#[cfg(test)]
mod tests;

use builder::Builder;

/// Parses a source from a byte offset on: its blocks, in order, and its markup.
pub(crate) fn parse(source: &str, start: usize) -> (Vec<Block>, Markup) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_MATH;
    let mut builder = Builder::new(source);
    for (event, range) in Parser::new_ext(&source[start..], options).into_offset_iter() {
        builder.event(event, start + range.start..start + range.end);
    }
    builder.finish()
}
