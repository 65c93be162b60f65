//! Lays out any text at any width: each byte is in one row, no row is too wide, and scrolling works
//! from any offset.
#![no_main]

mod safe;

use libfuzzer_sys::fuzz_target;
use postil::essay::{Essay, Format};
use postil::layout::{Layout, ScreenLine, ScrollPosition, width};

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
    for (index, block) in essay.blocks().iter().enumerate() {
        let mut at = block.range.start;
        while at < block.range.end {
            let row = next.next().expect("each byte has a row");
            assert_eq!((row.block, row.source.start), (index, at));
            at = row.source.end;
            let from_inside = ScrollPosition::new(at - 1);
            let line = layout.lines_from(&essay, from_inside).next();
            assert_eq!(line.as_ref().and_then(ScreenLine::row), Some(row));
            let spans = layout.spans(&essay, row);
            let text: String = spans.iter().map(|span| &*span.text).collect();
            safe::check(&text);
            assert!(row.indent + row.width <= columns);
            assert!(
                width(&text) <= usize::from(columns),
                "{text:?} at {columns}"
            );
        }
    }
    assert!(next.next().is_none());
    let top = layout.snap_to_row(&essay, ScrollPosition::new(usize::from(at)));
    let lower = layout.scroll_down(&essay, top, usize::from(at % 40), 1);
    let back = layout.scroll_up(&essay, lower, usize::from(at % 40));
    assert!(back <= top);
    assert!(layout.last_position(&essay, 24) <= layout.last_position(&essay, 1));
});
