//! A prefix or suffix that does not fit never gives an anchored quote.

use proptest::prelude::*;

use super::{
    anchor, essay, literal, quoting, resolve, resolve_note, sentences, suggested_contexts,
};
use crate::apparatus::AnchorState;
use crate::apparatus::diagnostics::DRIFTED;
use crate::essay::{Essay, Format};

#[test]
fn another_context_drifts_to_one_clearly_best_place_or_is_an_orphan() {
    use AnchorState::{Drifted, Orphan};
    let source = "In May 1901 nobody came to the council.\n\nIn June 1901 the council voted against \
                  the harbor tax. Mr Hall said no. Mrs Smith said no, after the vote.";
    for (prefix, exact, suffix, state) in [
        ("In May 1901", "the council voted", "", Drifted),
        ("Mr Hill", "said no", "", Drifted),
        ("", "said no", ", before the vote", Drifted),
        // Both places are as near.
        ("The", "council", "", Orphan),
        ("Nothing like it", "the council voted", "", Orphan),
        // A long quote that occurs once is shown where it is.
        (
            "Nothing like it",
            "the council voted against the harbor tax. Mr",
            "",
            Drifted,
        ),
    ] {
        let essay = essay(source);
        for resolution in [
            resolve(&essay, anchor(exact, prefix, suffix)),
            resolve_note(&essay, anchor(exact, prefix, suffix)),
        ] {
            assert_eq!(resolution.state, state, "{prefix}|{exact}|{suffix}");
            assert_eq!(resolution.passages.len(), usize::from(state == Drifted));
        }
    }
    let document = quoting(
        source,
        "{ exact = 'the council voted', prefix = 'In May 1901' }",
    );
    let problem = document
        .problems
        .iter()
        .find(|it| it.code == DRIFTED.name)
        .unwrap();
    assert_eq!(
        problem.message,
        "the essay has “June” before the quote instead of “May”"
    );
}

#[test]
fn context_is_normalized_as_the_quote_is() {
    let source = "* It is about the king.\n* Voice: the same words stand here.\n\nMore.\n\n\
                  * It is about the union.\n* Voice: the same words stand here.\n";
    for prefix in [
        "about the union.\n* Voice:",
        "about the union. * Voice: ",
        "about the union. Voice:",
        "about the\nunion. • Voice:",
    ] {
        let essay = Essay::parse(source.to_owned(), Format::Plain);
        let resolution = resolve(&essay, anchor("the same words stand here", prefix, ""));
        assert_eq!(resolution.state, AnchorState::Anchored, "{prefix}");
        assert!(resolution.passages[0].start > source.find("union").unwrap());
    }
    let essay = essay("One word here. Another word there.");
    let resolution = resolve(&essay, anchor("word", " \n", "  there"));
    assert_eq!(resolution.state, AnchorState::Anchored);
}

#[test]
fn a_position_chooses_among_places() {
    let source = "Ä word here, a word there.";
    let document = quoting(source, "{ exact = 'word', at = [15, 19] }");
    let found = &document.apparatus.claims[0].anchors[0];
    assert_eq!(
        (found.state, found.passages[0].start),
        (AnchorState::Anchored, 16)
    );
    // Positions at which the words do not stand are ignored.
    for at in ["[14, 19]", "[0, 4]", "[15, 400]"] {
        let document = quoting(source, &format!("{{ exact = 'word', at = {at} }}"));
        assert_eq!(
            document.apparatus.claims[0].anchors[0].state,
            AnchorState::Ambiguous
        );
    }
    let document = quoting(source, "{ exact = 'a word', at = [0, 4] }");
    assert_eq!(
        document.apparatus.claims[0].anchors[0].state,
        AnchorState::Anchored
    );
    for wrong in ["[4, 2]", "[1]", "[-1, 2]", "'1'"] {
        let document = quoting(source, &format!("{{ exact = 'a word', at = {wrong} }}"));
        let problems = document.problems.iter();
        assert_eq!(
            problems.filter(|it| it.code == "wrong-type").count(),
            1,
            "{wrong}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A quote with a suggested context is not anchored anywhere once its sentence is deleted.
    #[test]
    fn a_suggested_context_does_not_outlive_its_sentence(
        sentences in sentences(40),
        repeated in "[a-z]{3,9} [a-z]{3,9}",
        ends in proptest::collection::vec("[a-z]{3,9}", 4),
        at in proptest::collection::vec(0..5_usize, 4),
    ) {
        let repeated = format!("The {repeated}");
        let mut all: Vec<String> = sentences.iter().map(|it| format!("Some {it}")).collect();
        for (end, at) in ends.iter().zip(at) {
            all.insert(at.min(all.len()), format!("{repeated} {end}."));
        }
        let text = all.join(" ");
        let contexts = suggested_contexts(&text, &repeated);
        let places = all.iter().enumerate().filter(|(_, it)| it.starts_with(&repeated));
        for ((index, _), context) in places.zip(contexts) {
            let mut rest = all.clone();
            let deleted = rest.remove(index);
            prop_assume!(!rest.contains(&deleted));
            let quote = format!("{{ exact = {}, {context} }}", literal(&repeated));
            let document = quoting(&rest.join(" "), &quote);
            let state = document.apparatus.claims[0].anchors[0].state;
            prop_assert_ne!(state, AnchorState::Anchored, "{} in {}", quote, text);
        }
    }
}
