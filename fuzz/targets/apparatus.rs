//! Any text as an apparatus: parsed, anchored, indexed, shown, exported, and its problems
//! reported.
#![no_main]

mod safe;

use libfuzzer_sys::fuzz_target;
use postil::apparatus::diagnostics::report::{Report, records};
use postil::document::Document;
use postil::essay::{Essay, Format};
use postil::tui::panes::detail::content::{ContentOptions, build_content};

const ESSAY: &str = include_str!("../../seeds/new-us-china-cold-war.txt");

fuzz_target!(|file: &str| {
    // Decoded files contain no NUL.
    if file.contains('\0') {
        return;
    }
    let essay = Essay::parse(ESSAY.to_owned(), Format::Plain);
    let document = Document::anchored(essay, Some(file));
    for problem in &document.problems {
        if let Some(span) = &problem.span {
            assert!(file.get(span.clone()).is_some(), "{problem:?}");
        }
    }
    for anchor in document
        .apparatus
        .claims
        .iter()
        .flat_map(|claim| &claim.anchors)
    {
        assert!(file.get(anchor.span.clone()).is_some());
        for passage in &anchor.passages {
            assert!(
                ESSAY
                    .get(passage.clone())
                    .is_some_and(|text| !text.is_empty())
            );
        }
    }
    let subjects = ["essay", "t", "c", "d", "1", "2"];
    for subject in subjects.into_iter().filter_map(|id| document.subject(id)) {
        let _ = build_content(&document, ContentOptions::all(subject, 40), None);
    }
    let json = postil::export::format("json").expect("the format exists");
    (json.write)(&document, &mut std::io::sink()).expect("a sink takes everything");
    for record in records("x.postil.toml", file, &document.problems) {
        assert!(record.line.is_none_or(|line| line > 0));
    }
    let report = Report {
        path: "x.postil.toml",
        source: file,
        problems: &document.problems,
        color: false,
        unicode: true,
        width: 80,
        max_problems: 50,
    };
    safe::check(&report.to_string());
});
