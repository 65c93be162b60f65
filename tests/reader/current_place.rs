//! The current place: the pointer, Enter, copy and the next passage agree on it.

use crate::support::{Screen, document, reader, screen};
use postil::document::{Document, Owner, Subject};
use postil::essay::{Essay, Format};
use postil::tui::message::Effect;
use postil::tui::panes::detail::content::DetailItem;

/// The number of the claim whose passage is current.
fn current(screen: &Screen) -> Option<usize> {
    match screen.app.ctx().location.passage.as_ref()?.owner? {
        Owner::Claim(claim, _) => Some(screen.app.ctx().document.index.number(claim)),
        _ => None,
    }
}

/// The number of the claim under the detail's cursor.
fn under_cursor(screen: &Screen) -> Option<usize> {
    match screen.app.detail().selected()? {
        DetailItem::Subject(Subject::Claim(claim)) => {
            Some(screen.app.ctx().document.index.number(*claim))
        }
        _ => None,
    }
}

/// The copied words, without the citation.
fn copied(screen: &mut Screen) -> String {
    screen.keys("y");
    let Some(Effect::Copy { text, .. }) = &screen.effect else {
        panic!("{:?}", screen.effect);
    };
    text.split('\n').next().unwrap().to_owned()
}

/// The words of a claim's first passage, as `y` copies them.
fn words(screen: &Screen, number: usize) -> String {
    let document = &screen.app.ctx().document;
    let claim = document.index.by_number(number).unwrap();
    let passage = document.index.passages(Subject::Claim(claim))[0]
        .range
        .clone();
    format!("“{}”", document.essay.text(passage))
}

#[test]
fn a_passage_scrolled_out_of_view_is_not_current() {
    let before = "jjj<Tab>]<Space><Space>";
    let mut copying = screen("80x24", before);
    assert_eq!(current(&copying), Some(3));
    let expected = words(&copying, 12);
    assert_eq!(copied(&mut copying), expected);
    assert!(copying.text().contains("▸ 12▎"), "{}", copying.text());
    for (key, number) in [("]", 12), ("[", 4)] {
        let mut walking = screen("80x24", before);
        walking.keys(key);
        assert_eq!(current(&walking), Some(number), "{key}");
    }
    let mut searching = screen("80x24", "jjj/hegemony<Enter>G");
    let expected = copied(&mut screen("80x24", "jjj<Tab>G"));
    assert_eq!(copied(&mut searching), expected);
}

/// `]` and `[` move the detail's cursor while the detail has the focus.
#[test]
fn the_detail_cursor_follows_the_current_passage() {
    let mut walked = screen("80x24", "jjj<Enter>]]");
    assert_eq!(
        (current(&walked), under_cursor(&walked)),
        (Some(12), Some(12))
    );
    assert!(walked.app.detail().is_cursor_visible(walked.app.ctx()));
    assert!(walked.keys("<Enter>").text().contains("Claim 12"));
    // In an actor's detail the cursor follows the mentions.
    let mut named = screen("80x24", "3jj<Tab><Tab>]]]");
    let at = named.app.detail().cursor();
    let Some(DetailItem::Passage(passage)) = named.app.detail().content().targets.get(at).cloned()
    else {
        panic!("{:?}", named.app.detail().content().targets.get(at));
    };
    assert_eq!(Some(&passage), named.app.ctx().location.passage.as_ref());
    assert!(named.keys("g").app.ctx().location.passage.as_ref() != Some(&passage));
}

#[test]
fn an_actor_in_the_detail_highlights_nothing() {
    let mut screen = screen("120x40", "jj<Enter>");
    let mut seen = 0;
    for _ in 0..200 {
        screen.keys("j");
        let at = screen.app.detail().cursor();
        if let Some(DetailItem::Subject(Subject::Actor(_))) =
            screen.app.detail().content().targets.get(at)
        {
            assert_eq!(screen.app.ctx().location.passage, None);
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn a_single_passage_is_reported_as_the_only_one() {
    let claim = "[[claim]]\nid = \"a\"\ntext = \"A\"\nkind = \"causal\"\nquotes = [\"text\"]\n";
    let document = document("A text.\n", &format!("format = 1\n{claim}"));
    let mut screen = reader(document, "80x24", "2j]");
    for key in ["]", "["] {
        screen.keys(key);
        assert!(screen.text().contains("This is the only passage"), "{key}");
    }
}

/// Words without a claim can have a note.
#[test]
fn enter_on_annotated_words_shows_the_note() {
    let file = "format = 1\n[[note]]\nquotes = [\"quern\"]\ntext = \"A mill turned by hand.\"\n";
    let document = document("The quern is old. Nobody grinds.\n", file);
    let mut screen = reader(document, "80x24", "");
    let text = screen.keys("/quern<Enter><Enter>").text();
    assert!(text.contains("Notes here"), "{text}");
    assert!(
        text.matches("A mill turned by hand.").count() >= 1,
        "{text}"
    );
    let text = screen.keys("<Esc>/grinds<Enter><Enter>").text();
    assert!(text.contains("No claim here"), "{text}");
}

/// An essay of parts with three paragraphs each, and no apparatus.
fn parts(count: usize, keys: &str) -> Screen {
    let part = |part: usize| {
        let paragraphs = (1..=3).map(|number| format!("Paragraph {part}.{number} is short.\n\n"));
        format!(
            "## Part {part}\n\n{}",
            paragraphs.collect::<Vec<_>>().concat()
        )
    };
    let parts: Vec<_> = (1..=count).map(part).collect();
    let text = format!("# Long\n\n{}", parts.concat());
    let document = Document::new(Essay::parse(text, Format::Markdown), None);
    reader(document, "80x24", keys)
}

#[test]
fn the_cursor_reaches_every_block_by_key() {
    for count in [1, 2, 3, 7] {
        let mut screen = parts(count, "<Tab>");
        let mut found = vec![copied(&mut screen)];
        for _ in 0..60 {
            screen.keys("j");
            found.push(copied(&mut screen));
        }
        found.dedup();
        let blocks = screen.app.ctx().document.essay.blocks().len();
        assert_eq!(found.len(), blocks, "{found:#?}");
        // And back: the text scrolls first, then the cursor moves.
        for _ in 0..60 {
            screen.keys("k");
        }
        assert_eq!(copied(&mut screen), "“Long”");
    }
    let mut screen = parts(1, "<Tab>jjj");
    assert_eq!(copied(&mut screen), "“Paragraph 1.1 is short.”");
    assert!(screen.rows()[4].contains('▸'), "{}", screen.text());
}

#[test]
fn the_cursor_reaches_every_block_by_click() {
    for keys in ["", "<Tab>G"] {
        let mut screen = parts(7, keys);
        let rows = screen.rows();
        let mut clicked = 0;
        for (y, row) in rows.iter().enumerate() {
            let Some(at) = row.find("Paragraph") else {
                continue;
            };
            let words = row[at..].trim_end();
            let x = u16::try_from(row[..at].chars().count()).unwrap();
            screen.app.click(x, u16::try_from(y).unwrap());
            assert_eq!(copied(&mut screen), format!("“{words}”"));
            clicked += 1;
        }
        assert!(clicked >= 5, "{rows:#?}");
    }
}

/// The outline, the title bar and `y` agree at the end, which cannot be scrolled to the top.
#[test]
fn the_last_part_is_read_where_it_is_selected() {
    let mut screen = parts(7, "G");
    let selected = |screen: &Screen| {
        let entry = screen.app.sidebar().selected(screen.app.ctx());
        entry.unwrap().label.clone()
    };
    assert_eq!(selected(&screen), "Part 7");
    assert!(screen.rows()[0].contains("¶ 19/21"), "{}", screen.text());
    assert_eq!(copied(&mut screen), "“Part 7”");
    screen.keys("k");
    assert_eq!(copied(&mut screen), format!("“{}”", selected(&screen)));
    let mut screen = parts(7, "<Tab>G");
    assert_eq!(selected(&screen), "Part 7");
    assert!(screen.rows()[0].contains("¶ 21/21"), "{}", screen.text());
    assert_eq!(copied(&mut screen), "“Paragraph 7.3 is short.”");
    // Scrolled back, it stays on the last line.
    screen.keys("kkkk");
    assert_eq!(copied(&mut screen), "“Paragraph 7.1 is short.”");
}

/// Where the text cannot scroll, the cursor leaves the current passage, and Enter and `y` follow it.
#[test]
fn the_cursor_leaves_a_passage_at_the_end() {
    let claim = |words: &str| {
        format!(
            "[[claim]]\nid = \"{words}\"\ntext = \"{words}\"\nkind = \"causal\"\n\
             quotes = [\"{words}\"]\n"
        )
    };
    let apparatus = format!("format = 1\n{}{}", claim("first"), claim("third"));
    let document = document(
        "The first one.\n\nThe second one.\n\nThe third one.\n",
        &apparatus,
    );
    let mut screen = reader(document, "80x24", "<Tab>]");
    assert_eq!(copied(&mut screen), "“first”");
    screen.keys("jj");
    assert_eq!(copied(&mut screen), "“The second one.”");
    assert!(
        screen
            .keys("<Enter>")
            .text()
            .contains("goes to a passage first")
    );
    screen.keys("jj");
    assert_eq!(copied(&mut screen), "“The third one.”");
    screen.keys("<Enter>");
    assert!(screen.text().contains("Claim 2"), "{}", screen.text());
}
