//! Times to parse and search an essay: `cargo bench --bench essay`.

#![allow(missing_docs, clippy::cast_precision_loss)]

use postil::essay::search::Pattern;
use postil::essay::{Essay, Format, decode};

mod book;
mod table;

use table::{line, median};

fn main() {
    for (bytes, size) in [(3_200_000, "3.2 MB"), (32_000_000, "32 MB")] {
        for (name, text, format) in [
            ("plain, wrapped by hand", book::plain(bytes), Format::Plain),
            (
                "plain, a line a paragraph",
                book::unwrapped(bytes),
                Format::Plain,
            ),
            ("Markdown", book::markdown(bytes), Format::Markdown),
        ] {
            reading(&format!("{size} {name}"), &text, format);
        }
        searching(size, &book::plain(bytes), Format::Plain);
        searching(size, &book::markdown(bytes), Format::Markdown);
    }
}

fn reading(name: &str, text: &str, format: Format) {
    let mut copies: Vec<Vec<u8>> = (0..6).map(|_| text.as_bytes().to_vec()).collect();
    let time = median(5, || decode(copies.pop().unwrap_or_default()));
    line(&format!("{name}: decode"), time, text.len());
    let mut copies: Vec<String> = (0..6).map(|_| text.to_owned()).collect();
    let time = median(5, || Essay::parse(copies.pop().unwrap_or_default(), format));
    line(&format!("{name}: parse"), time, text.len());
    let essay = Essay::parse(text.to_owned(), format);
    let all = 0..text.len();
    let time = median(3, || {
        essay
            .segments(all.clone())
            .map(|piece| piece.text.len())
            .sum::<usize>()
    });
    line(&format!("{name}: all pieces"), time, text.len());
}

fn searching(size: &str, text: &str, format: Format) {
    let name = format!("{size} {format:?}");
    let text =
        format!("{text}\nThe last word of it all is Zanzibar, and a *tenets* “quoted” жук.\n");
    let essay = Essay::parse(text.clone(), format);
    for query in [
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
        line(&format!("{name}: find {query}"), time, text.len());
    }
    let pattern = Pattern::new("nation");
    let time = median(3, || essay.find(&pattern, 0..text.len()).count());
    line(&format!("{name}: count nation"), time, text.len());
}
