//! Times to scroll in a short essay and in long ones: `cargo bench --bench layout`.

#![allow(missing_docs, clippy::cast_precision_loss)]

use postil::essay::{Essay, Format};
use postil::layout::{Layout, ScrollPosition};

#[path = "../essay/book.rs"]
#[allow(dead_code)]
mod book;
#[path = "../essay/table.rs"]
mod table;

use table::{line, median};

const HEIGHT: usize = 48;
const WIDTH: u16 = 72;

fn main() {
    let short = book::plain(5_000);
    let texts = [
        ("5 KB", short, Format::Plain),
        (
            "32 MB wrapped by hand",
            book::plain(32_000_000),
            Format::Plain,
        ),
        (
            "32 MB a line a paragraph",
            book::unwrapped(32_000_000),
            Format::Plain,
        ),
        (
            "32 MB Markdown",
            book::markdown(32_000_000),
            Format::Markdown,
        ),
        (
            "one line of 10 MB",
            book::plain(10_000_000).replace('\n', " "),
            Format::Plain,
        ),
        ("a word of 1 MB", "word".repeat(250_000), Format::Plain),
        (
            "10 MB of Chinese",
            "新的美中冷战结构。".repeat(370_000),
            Format::Plain,
        ),
        ("10 MB of emoji", "👩‍👩‍👧‍👦🏳️‍🌈".repeat(250_000), Format::Plain),
    ];
    for (name, text, format) in texts {
        moving(name, &Essay::parse(text, format));
    }
}

fn moving(name: &str, essay: &Essay) {
    let middle = ScrollPosition::new(essay.source().len() / 2);
    let show = |layout: &Layout, top: ScrollPosition| {
        let lines = layout.screen_lines(essay, top, HEIGHT);
        lines
            .iter()
            .filter_map(|line| line.row())
            .map(|row| layout.spans(essay, row).len())
            .sum::<usize>()
    };
    let time = median(101, || {
        let layout = Layout::new(WIDTH);
        show(&layout, layout.first_position(essay))
    });
    line(&format!("{name}: first screen"), time, 0);
    let layout = Layout::new(WIDTH);
    let mut top = layout.snap_to_row(essay, middle);
    let time = median(201, || {
        top = layout.scroll_down(essay, top, 1, HEIGHT);
        show(&layout, top)
    });
    line(&format!("{name}: a line down"), time, 0);
    let time = median(201, || {
        top = layout.scroll_up(essay, top, 1);
        show(&layout, top)
    });
    line(&format!("{name}: a line up"), time, 0);
    let mut top = layout.first_position(essay);
    let time = median(201, || {
        top = layout.scroll_down(essay, top, HEIGHT, HEIGHT);
        show(&layout, top)
    });
    line(&format!("{name}: a page down"), time, 0);
    let time = median(101, || {
        let layout = Layout::new(WIDTH);
        show(&layout, layout.last_position(essay, HEIGHT))
    });
    line(&format!("{name}: to the end"), time, 0);
    let mut width = WIDTH;
    let time = median(101, || {
        width = if width == WIDTH { WIDTH - 8 } else { WIDTH };
        let layout = Layout::new(width);
        show(&layout, layout.snap_to_row(essay, middle))
    });
    line(&format!("{name}: a resize"), time, 0);
}
