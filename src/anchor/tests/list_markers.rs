//! Quotes that include list markers.

use super::{anchor, resolve, resolve_note};
use crate::apparatus::AnchorState;
use crate::essay::{Essay, Format};

#[test]
fn a_quote_may_include_list_markers() {
    use AnchorState::{Anchored, Drifted};
    let text = "The reasons are these:\n\n1. the *harbour* froze\n2. the ledger burned\n\n\
                - salt came by road\n- grain came by sea\n\nThere are 2. the others left.\n";
    for (quote, state, found) in [
        ("1. the harbour froze", Anchored, "the harbour froze"),
        ("2. the ledger burned", Anchored, "the ledger burned"),
        ("- grain came", Anchored, "grain came"),
        ("• grain came by sea", Anchored, "grain came by sea"),
        (
            "the harbour froze 2. the ledger burned",
            Anchored,
            "the harbour froze\n\nthe ledger burned",
        ),
        (
            "these: 1. the harbour froze 2. the ledger burned • salt",
            Anchored,
            "these:\n\nthe harbour froze\n\nthe ledger burned\n\nsalt",
        ),
        ("grain came by sea", Anchored, "grain came by sea"),
        ("are 2. the others", Anchored, "are 2. the others"),
        // Another number is another marker. Changed words after a marker drift without it.
        ("2. the harbour froze", Drifted, "the harbour froze"),
        ("1. the harbor froze", Drifted, "the harbour froze"),
        (
            "1. these: the harbour froze",
            Drifted,
            "these:\n\nthe harbour froze",
        ),
    ] {
        for format in [Format::Markdown, Format::Plain] {
            let source = match format {
                Format::Markdown => text.to_owned(),
                Format::Plain => text.replace('*', ""),
            };
            let essay = Essay::parse(source, format);
            for resolution in [
                resolve(&essay, anchor(quote, "", "")),
                resolve_note(&essay, anchor(quote, "", "")),
            ] {
                assert_eq!(resolution.state, state, "{quote} {format:?}");
                assert_eq!(essay.text(resolution.passages[0].clone()), found, "{quote}");
            }
        }
    }
}
