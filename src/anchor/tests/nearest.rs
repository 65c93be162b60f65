//! The nearest text shown for an orphan.

use super::{anchor, essay, overlap, resolve};
use crate::anchor::Reason;
use crate::apparatus::AnchorState;

#[test]
fn an_orphan_has_the_nearest_text() {
    let source = "It was a critical juncture.";
    let essay = essay(source);
    let near = |quote: &str| match resolve(&essay, anchor(quote, "", "")).reason {
        Reason::WordsDiffer(near) => near.map(|range| &source[range]),
        other => panic!("{other:?}"),
    };
    assert_eq!(near("criticaly"), Some("critical"));
    assert_eq!(near("a criticism junction"), Some("a critical juncture"));
    assert_eq!(near("zzz zzz"), None);
}

#[test]
fn an_orphan_of_a_long_text_has_the_nearest_text() {
    let filler = "Nobody at the harbour had seen the ships that winter. ".repeat(2000);
    let there = "The government of the town resigned over its ledgers.";
    let source = format!("{filler}\n\n{there}\n\n{filler}");
    let essay = essay(&source);
    for quote in [
        "The town's government has resigned because of the ledgers",
        "Their government of late resigned, and took the ledgers along",
        "over our ledgers",
    ] {
        let resolution = resolve(&essay, anchor(quote, "", ""));
        assert_eq!(resolution.state, AnchorState::Orphan);
        let Reason::WordsDiffer(Some(near)) = resolution.reason else {
            panic!("{quote}: {:?}", resolution.reason);
        };
        let place = source.find(there).unwrap();
        let it = place..place + there.len();
        assert!(overlap(&near, &it), "{}", &source[near]);
    }
}
