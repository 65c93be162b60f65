//! Any bytes as an essay: decoded, parsed as plain text and as Markdown, shown and searched.
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
    for (place, block) in essay.blocks().iter().enumerate() {
        assert!(end <= block.range.start && !block.range.is_empty());
        assert!(source.get(block.range.clone()).is_some());
        assert!(source.get(block.marker.clone()).is_some());
        safe::check(&essay.marker(block));
        end = block.range.end;
        let _ = essay.table(place);
        for cell in essay.cells(block) {
            assert!(source.get(cell).is_some());
        }
    }
    end = 0;
    for piece in essay.segments(0..source.len()) {
        assert!(end <= piece.source.start && !piece.text.is_empty());
        if piece.verbatim {
            assert_eq!(source.get(piece.source.clone()), Some(&*piece.text));
        }
        safe::check(&piece.text);
        end = piece.source.end;
    }
    // The beginning of the shown text must be found.
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
