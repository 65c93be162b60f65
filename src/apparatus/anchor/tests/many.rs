//! Quotes whose words stand in more places than are looked at.

use super::{anchor, essay, literal, offers, quoting, resolve};
use crate::apparatus::AnchorState;

#[test]
fn context_tells_one_of_more_places_than_are_looked_at() {
    use AnchorState::{Ambiguous, Anchored, Orphan};
    let words = "the government";
    let crowd = format!("{words} of the town. ").repeat(1200);
    let text = format!("{crowd}And at last {words} resigned.");
    for (prefix, suffix, state, count) in [
        ("and at last", "resigned", Orphan, 0),
        ("And at last", "resigned", Anchored, 1),
        ("And at last ", "", Anchored, 1),
        ("", " resigned.", Anchored, 1),
        ("And at last", "of the town", Orphan, 0),
        ("town.", "", Ambiguous, 1000),
        ("", "", Ambiguous, 1000),
    ] {
        let resolution = resolve(&essay(&text), anchor(words, prefix, suffix));
        let found = (resolution.state, resolution.passages.len());
        assert_eq!(found, (state, count), "{prefix:?} {suffix:?}");
        if state == Anchored {
            assert_eq!(resolution.passages[0], crowd.len() + 12..crowd.len() + 26);
        }
    }
    let says = |quote: &str, words: &str| {
        let problems = quoting(&text, quote).problems;
        problems
            .iter()
            .any(|problem| problem.message.contains(words))
    };
    assert!(says(
        &literal(words),
        "1,000 times or more, and nothing tells"
    ));
    let wrong = format!("{{ exact = '{words}', prefix = 'in spring' }}");
    assert!(says(&wrong, "1,000 times or more, but nowhere between"));
    // What is offered for one of them tells it from those that are not looked at, too.
    let twice = format!("So {words} of it. {crowd}So {words} of all.");
    let offered = offers(&twice, words);
    assert_eq!(offered[0], "prefix = \"So\", suffix = \"of it.\"");
    let resolution = resolve(&essay(&twice), anchor(words, "So", "of it."));
    assert_eq!(
        resolution.passages.as_slice(),
        std::slice::from_ref(&(3..17))
    );
}
