//! Decodes any bytes, parses them as plain text and as Markdown, and checks blocks, segments, search.
#![no_main]

mod safe;

use libfuzzer_sys::fuzz_target;
use postil::essay::search::Pattern;
use postil::essay::{Essay, Format, decode};

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = decode(bytes.to_vec()) else {
        return;
    };
    assert!(!source.contains('\0'));
    for format in [Format::Plain, Format::Markdown] {
        check(&Essay::parse(source.clone(), format));
    }
});

fn check(essay: &Essay) {
    let source = essay.source();
    let mut end = 0;
    for (index, block) in essay.blocks().iter().enumerate() {
        assert!(end <= block.range.start && !block.range.is_empty());
        assert!(source.get(block.range.clone()).is_some());
        assert!(source.get(block.marker.clone()).is_some());
        safe::check(&essay.marker(block));
        end = block.range.end;
        if let Some(table) = essay.table(index) {
            assert!(table.rows.contains(&index));
        }
        for cell in essay.cells(block) {
            assert!(source.get(cell).is_some());
        }
    }
    end = 0;
    for segment in essay.segments(0..source.len()) {
        assert!(end <= segment.source.start && !segment.text.is_empty());
        if segment.verbatim {
            assert_eq!(source.get(segment.source.clone()), Some(&*segment.text));
        }
        safe::check(&segment.text);
        end = segment.source.end;
    }
    // The first visible words can be found.
    let text = essay.text(0..source.len());
    let query: String = text.chars().take(8).collect();
    let pattern = Pattern::new(query.lines().next().unwrap_or_default());
    let mut end = 0;
    for found in essay.find(&pattern, 0..source.len()) {
        assert!(end <= found.start && found.start < found.end);
        assert!(source.get(found.clone()).is_some());
        end = found.end;
    }
    safe::check(&essay.title().unwrap_or_default());
    assert!(
        pattern.is_empty() || text.lines().next() != Some(query.as_str()) || end > 0,
        "{query:?} is not found"
    );
}
