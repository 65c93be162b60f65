//! Any quote in any text: all passages and mentions are in the text, and a quote taken from the text is
//! never an orphan.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postil::apparatus::AnchorState;
use postil::document::Document;
use postil::essay::{Essay, Format};

fuzz_target!(|input: (&str, &str, bool)| {
    let (text, quote, markdown) = input;
    if text.contains('\0') || quote.contains('\0') {
        return;
    }
    let format = if markdown {
        Format::Markdown
    } else {
        Format::Plain
    };
    check(text, format, quote);
    // A line of the shown text must be found.
    let essay = Essay::parse(text.to_owned(), format);
    let seen = essay.text(0..text.len());
    let line = seen.lines().next().unwrap_or_default();
    if line.chars().filter(|c| c.is_alphanumeric()).count() > 0 {
        let state = check(text, format, line);
        assert_ne!(state, Some(AnchorState::Orphan), "{line:?} in {text:?}");
    }
});

/// Anchors the quote for a claim, a note and an actor, and returns the state of the claim's anchor.
fn check(text: &str, format: Format, quote: &str) -> Option<AnchorState> {
    let quote: String = quote
        .chars()
        .flat_map(|c| match c {
            '"' | '\\' => vec!['\\', c],
            '\n' | '\r' | '\t' => vec![' '],
            c if c.is_control() => format!("\\u{:04x}", u32::from(c)).chars().collect(),
            c => vec![c],
        })
        .collect();
    let file = format!(
        "format = 1\n[[claim]]\nid = \"c\"\ntext = \"T\"\nkind = \"causal\"\nquotes = [\"{quote}\"]\n\
         [[note]]\ntext = \"N\"\nquotes = [\"{quote}\"]\n\
         [[actor]]\nid = \"a\"\nname = \"{quote}\"\nkind = \"state\"\n"
    );
    let document = Document::anchored(Essay::parse(text.to_owned(), format), Some(&file));
    let anchors = document
        .apparatus
        .claims
        .iter()
        .flat_map(|claim| &claim.anchors);
    let notes = document
        .apparatus
        .notes
        .iter()
        .flat_map(|note| &note.anchors);
    for anchor in anchors.clone().chain(notes) {
        for passage in &anchor.passages {
            assert!(
                text.get(passage.clone())
                    .is_some_and(|text| !text.is_empty())
            );
        }
    }
    for mention in document
        .apparatus
        .actors
        .iter()
        .flat_map(|actor| &actor.mentions)
    {
        assert!(
            text.get(mention.clone())
                .is_some_and(|text| !text.is_empty())
        );
    }
    anchors.map(|anchor| anchor.state).next()
}
