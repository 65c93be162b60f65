//! Quotes whose words are in several places, or in more than are considered.

use super::{anchor, essay, literal, quoting, resolve, suggested_contexts};
use crate::anchor::MAX_PLACES;
use crate::anchor::context::PLACES_COMPARED;
use crate::anchor::diagnostics::MAX_SUGGESTIONS;
use crate::apparatus::AnchorState;
use crate::apparatus::diagnostics::AMBIGUOUS;

#[test]
fn context_finds_places_beyond_the_cap() {
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
    assert!(says(&literal(words), "found 1,000 times or more"));
    let wrong = format!("{{ exact = '{words}', prefix = 'in spring' }}");
    assert!(says(&wrong, "very often in the essay, but never with"));
    // A suggested context also differs from the places beyond the cap.
    let twice = format!("So {words} of it. {crowd}So {words} of all.");
    let suggested = suggested_contexts(&twice, words);
    assert_eq!(suggested[0], "prefix = \"So\", suffix = \"of it.\"");
    let resolution = resolve(&essay(&twice), anchor(words, "So", "of it."));
    assert_eq!(
        resolution.passages.as_slice(),
        std::slice::from_ref(&(3..17))
    );
}

#[test]
fn context_is_compared_at_the_first_places_only() {
    let crowd = |count: usize| "so it is, ".repeat(count) + "at last it is";
    for (count, state) in [
        (PLACES_COMPARED * MAX_PLACES - 1, AnchorState::Anchored),
        (PLACES_COMPARED * MAX_PLACES, AnchorState::Orphan),
    ] {
        let quote = anchor("it is", "at last", "");
        assert_eq!(resolve(&essay(&crowd(count)), quote).state, state);
    }
}

#[test]
fn contexts_are_suggested_for_few_quotes() {
    let words = || (0..MAX_SUGGESTIONS + 5).map(|number| format!("word{number}"));
    let sentences: Vec<String> = words()
        .map(|word| format!("So {word} is {word}."))
        .collect();
    let quotes: Vec<String> = words().map(|word| literal(&word)).collect();
    let helps = quoting(&sentences.join(" "), &quotes.join(", "))
        .problems
        .into_iter();
    let helps = helps.filter(|problem| problem.code == AMBIGUOUS.name);
    let helps: Vec<String> = helps.filter_map(|problem| problem.help).collect();
    let suggested = helps.iter().filter(|help| help.starts_with("write"));
    assert_eq!(suggested.count(), MAX_SUGGESTIONS);
    assert_eq!(helps.len(), MAX_SUGGESTIONS + 5);
}

#[test]
fn ambiguous_quotes_get_suggested_contexts() {
    let suggested = suggested_contexts(
        "The rise of China.\n\nThe fall, the rise of Rome.",
        "rise of",
    );
    assert_eq!(suggested, ["prefix = \"The\"", "prefix = \"the\""]);
    let twice = "So it ends. ".repeat(2);
    assert_eq!(
        suggested_contexts(&twice, "it ends"),
        [
            "prefix = \"So\", suffix = \". So\"",
            "prefix = \"ends. So\""
        ]
    );
    // No short context makes these places unique.
    let helps = |text: &str| -> String {
        let problems = quoting(text, &literal("said so")).problems;
        let ambiguous = problems.into_iter().find(|it| it.code == AMBIGUOUS.name);
        ambiguous.and_then(|it| it.help).unwrap_or_default()
    };
    let long = format!("{}said so. {}\n\n", "word ".repeat(70), "word ".repeat(70));
    assert_eq!(
        helps(&long.repeat(2)),
        "in paragraph 1 (line 1) and in paragraph 2 (line 3) quote more words: the 300 characters \
         around these are the same elsewhere"
    );
    assert_eq!(
        helps(&format!("{long}She said so.\n\n{long}")),
        "write { exact = \"said so\", … } with prefix = \"She\" for the one in paragraph 2 (line 3); \
         in paragraph 1 (line 1) and in paragraph 3 (line 5) quote more words: the 300 characters around these are \
         the same elsewhere"
    );
}
