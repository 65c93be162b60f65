use super::*;

fn essay(source: &str) -> Essay {
    Essay::parse(source.to_owned(), Format::Plain)
}

#[test]
fn bundled() {
    let mut essay = essay(include_str!("../../seeds/new-us-china-cold-war.txt"));
    let parts = PageParts {
        title: Some(
            "The New US-China Cold War Structure from a Techno-geopolitical Perspective".into(),
        ),
        byline: vec!["Atsushi Sunami".into()],
        abstract_: vec![
            "Aiming to secure “technological superiority”".into(),
            "• There is a new  battle".into(),
            "Japan stands".into(),
        ],
        about_author: vec!["Atsushi Sunami is Executive Advisor".into()],
        disclaimer: vec!["The views expressed".into()],
        furniture: vec![
            "• twitter".into(),
            "Facebook".into(),
            "no such words".into(),
        ],
    };
    let missing = essay.mark_parts(&parts);
    assert_eq!(missing, [("furniture", "no such words".to_owned())]);
    let seen: Vec<_> = essay
        .blocks()
        .iter()
        .map(|block| (block.kind, block.part))
        .collect();
    use BlockKind::{Heading, ListItem, Paragraph};
    assert_eq!(
        seen,
        [
            (Heading(1), Part::Title),
            (Paragraph, Part::Byline),
            (ListItem, Part::Furniture),
            (ListItem, Part::Furniture),
            (ListItem, Part::Abstract),
            (ListItem, Part::Abstract),
            (ListItem, Part::Abstract),
            (Paragraph, Part::Body),
            (Paragraph, Part::Body),
            (Paragraph, Part::Body),
            (Paragraph, Part::Body),
            (Paragraph, Part::Body),
            (Paragraph, Part::AboutAuthor),
            (Paragraph, Part::Disclaimer),
        ]
    );
    assert_eq!(essay.paragraphs(), 5);
}

#[test]
fn search() {
    let essay = essay("The rise of “China’s”\n   rise. A RISE.");
    let found = |query: &str| -> Vec<String> {
        let pattern = find::Pattern::new(query);
        let matches = essay.find(&pattern, 0..usize::MAX);
        matches.map(|range| essay.text(range)).collect()
    };
    assert_eq!(found("rise"), ["rise", "rise", "RISE"]);
    assert_eq!(found("RISE"), ["RISE"]);
    assert_eq!(found("\"china's\" rise"), ["“China’s” rise"]);
}
