//! Any text at any width: every byte is in exactly one row, no row is too wide, and the rows are the
//! same forwards and backwards.
#![no_main]

mod safe;

use libfuzzer_sys::fuzz_target;
use postil::essay::{Essay, Format};
use postil::layout::{Layout, ScrollPosition, width};

fuzz_target!(|input: (&str, u8, bool, u16)| {
    let (text, columns, markdown, at) = input;
    if text.contains('\0') {
        return;
    }
    let format = if markdown {
        Format::Markdown
    } else {
        Format::Plain
    };
    let essay = Essay::parse(text.to_owned(), format);
    let columns = u16::from(columns).max(1);
    let layout = Layout::new(columns);
    let mut rows = Vec::new();
    for line in layout.lines_from(&essay, ScrollPosition::default()) {
        rows.extend(line.row().cloned());
    }
    let mut next = rows.iter();
    for (place, block) in essay.blocks().iter().enumerate() {
        let mut at = block.range.start;
        while at < block.range.end {
            let row = next.next().expect("a row for each byte");
            assert_eq!((row.block, row.source.start), (place, at));
            at = row.source.end;
            assert_eq!(layout.row_at(&essay, at - 1).as_ref(), Some(row));
            let runs = layout.spans(&essay, row);
            let text: String = runs.iter().map(|run| &*run.text).collect();
            safe::check(&text);
            assert!(row.indent + row.width <= columns);
            assert!(
                width(&text) <= usize::from(columns),
                "{text:?} at {columns}"
            );
        }
    }
    assert!(next.next().is_none());
    let back = std::iter::successors(rows.last().cloned(), |row| layout.previous_row(&essay, row));
    assert!(back.eq(rows.iter().rev().cloned()));
    let top = layout.snap_to_row(&essay, ScrollPosition::new(usize::from(at)));
    let lower = layout.scroll_down(&essay, top, usize::from(at % 40), 1);
    let _ = layout.scroll_up(&essay, lower, usize::from(at % 40));
    let _ = layout.last_position(&essay, 24);
});
