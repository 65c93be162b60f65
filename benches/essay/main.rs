//! Measures reading and searching an essay: `cargo bench --bench essay`.

#![allow(missing_docs, clippy::cast_precision_loss)]

use postil::essay::search::Pattern;
use postil::essay::{Essay, Format, decode};

mod book;
mod table;

use table::{median, print_row};

const BYTES: usize = 3_200_000;

fn main() {
    let plain = book::plain(BYTES);
    let markdown = book::markdown(BYTES);
    reading("plain, hard-wrapped", &plain, Format::Plain);
    let unwrapped = book::unwrapped(BYTES);
    reading("plain, a line per paragraph", &unwrapped, Format::Plain);
    reading("Markdown", &markdown, Format::Markdown);
    searching(&plain, Format::Plain);
    searching(&markdown, Format::Markdown);
}

fn reading(name: &str, text: &str, format: Format) {
    let mut copies: Vec<Vec<u8>> = (0..6).map(|_| text.as_bytes().to_vec()).collect();
    let time = median(5, || decode(copies.pop().expect("a copy for each run")));
    print_row(&format!("{name}: decode"), time, text.len());
    let mut copies: Vec<String> = (0..6).map(|_| text.to_owned()).collect();
    let time = median(5, || {
        Essay::parse(copies.pop().expect("a copy for each run"), format)
    });
    print_row(&format!("{name}: parse"), time, text.len());
    let essay = Essay::parse(text.to_owned(), format);
    let time = median(3, || {
        let segments = essay.segments(0..text.len());
        segments.map(|segment| segment.text.len()).sum::<usize>()
    });
    print_row(&format!("{name}: all segments"), time, text.len());
}

fn searching(text: &str, format: Format) {
    let text =
        format!("{text}\nThe last word of it all is Zanzibar, and a *tenets* “quoted” жук.\n");
    let essay = Essay::parse(text.clone(), format);
    for query in [
        "e",
        "zanzibar",
        "Zanzibar",
        "tenets",
        "all is zanzibar",
        "\"quoted\"",
        "жук",
        "eeee",
    ] {
        let pattern = Pattern::new(query);
        let time = median(5, || essay.find(&pattern, 0..text.len()).next());
        print_row(&format!("{format:?}: find {query}"), time, text.len());
    }
    for query in ["e", "nation"] {
        let pattern = Pattern::new(query);
        let time = median(3, || essay.find(&pattern, 0..text.len()).count());
        print_row(&format!("{format:?}: count {query}"), time, text.len());
    }
}
