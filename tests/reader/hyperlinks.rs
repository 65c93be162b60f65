//! Links on screen: which cells they are on, and where they lead.

use postil::document::Document;
use postil::essay::{Essay, Format};

use crate::support::{Screen, reader};

const ESSAY: &str = "One [at](https://a.org/) and [of](https://b.org/), \
    [another that is long enough for two rows of it](https://c.org/x_(y)), \
    [bad](javascript:x) and [near](#here).\n";
const APPARATUS: &str = "format = 1\n[essay]\nsource = \"https://source.org/\"\n\
    [[theme]]\nid = \"t\"\nname = \"T\"\n";

fn screen_of(essay: &str, size: &str, keys: &str) -> Screen {
    let essay = Essay::parse(essay.to_owned(), Format::Markdown);
    reader(Document::new(essay, Some(APPARATUS)), size, keys)
}

/// The text on the cells of each link, and where it leads.
fn links(screen: &Screen) -> Vec<(String, String)> {
    let buffer = screen.buffer();
    let links = screen.app.hyperlinks().into_iter();
    let links = links.map(|link| {
        let cells = link.area.left()..link.area.right();
        let text = cells.map(|x| buffer[(x, link.area.y)].symbol()).collect();
        (text, link.uri)
    });
    links.collect()
}

#[test]
fn links_are_the_cells_of_their_words() {
    let mut screen = screen_of(ESSAY, "160x40", "");
    let links = links(&screen);
    let found: Vec<_> = links
        .iter()
        .map(|(text, target)| (text.as_str(), target.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("at", "https://a.org/"),
            ("of", "https://b.org/"),
            (
                "another that is long enough for two rows of it",
                "https://c.org/x_(y)"
            ),
            ("https://source.org/", "https://source.org/"),
        ]
    );
    screen.keys("?");
    assert_eq!(self::links(&screen), [], "the help hides the panes");
    screen.keys("<Esc>:");
    assert_eq!(self::links(&screen), [], "the picker hides the panes");
}

#[test]
fn a_link_on_two_rows_is_two_areas_with_one_target() {
    let links = links(&screen_of(ESSAY, "40x20", "<Tab>"));
    let parts: Vec<_> = links
        .iter()
        .filter(|(_, target)| target == "https://c.org/x_(y)")
        .map(|(text, _)| text.trim())
        .collect();
    assert!(parts.len() > 1);
    assert_eq!(
        parts.join(" "),
        "another that is long enough for two rows of it"
    );
}

/// A reader must not be led elsewhere than where the words say.
#[test]
fn words_that_say_another_address_lead_nowhere() {
    let long = "word ".repeat(8 * 1024 / 5);
    for (essay, expected) in [
        ("[https://bank.example](https://evil.org)", ""),
        ("[ba*nk*.example](https://evil.org)", ""),
        ("[bank&#46;example][e]\n\n[e]: https://evil.org", ""),
        ("![bank.example](https://evil.org)", ""),
        ("[see\nbank.example](https://evil.org)", ""),
        ("<https://bank.example>", "https://bank.example"),
        (
            "[bank.example](https://bank.example)",
            "https://bank.example",
        ),
        ("[the bank](https://bank.example)", "https://bank.example"),
        (&format!("[{long}](https://bank.example)"), ""),
    ] {
        let links = links(&screen_of(essay, "160x40", "")).into_iter();
        let mut targets: Vec<_> = links.map(|(_, target)| target).collect();
        assert_eq!(targets.pop().as_deref(), Some("https://source.org/"));
        targets.dedup();
        assert_eq!(targets.concat(), expected, "{essay}");
    }
}
