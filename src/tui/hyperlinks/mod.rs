//! Where something on the screen leads out of the program: the essay's own links, and its source.
//!
//! Owns which targets are led to, and from which words: an essay is a stranger's, and its words must
//! not say one address and lead to another. How a terminal is told of them is the terminal's.

use std::fmt::Write as _;

use crate::layout;
use crate::terminal::Hyperlink;
use crate::tui::app::App;
use crate::tui::app::detail::MARGINS;
use crate::tui::app::page::MARGIN;
use crate::tui::app::prompt::Purpose;
use ratatui::layout::Rect;

mod label;

/// The words of a link are looked at for addresses; longer ones than this, with the target, in
/// bytes, lead nowhere.
const LONGEST: usize = 8 * 1024;

/// The links on screen; none where something lies over the regions.
#[must_use]
pub fn links(app: &App) -> Vec<Hyperlink> {
    let goes = app.prompt();
    let goes = goes.is_some_and(|prompt| matches!(prompt.purpose, Purpose::GoTo(_)));
    let mut links = Vec::new();
    if app.overlay().is_none() && !goes {
        in_essay(app, &mut links);
        in_detail(app, &mut links);
    }
    links
}

fn in_essay(app: &App, links: &mut Vec<Hyperlink>) {
    let Some(rect) = app.regions().essay else {
        return;
    };
    let essay = &app.document().essay;
    for (y, row) in (rect.y..rect.y + rect.height).zip(app.page()) {
        for span in row.spans.iter().filter(|span| span.inline.link) {
            let target = essay.link_at(span.source).and_then(|(words, target)| {
                let honest = words.len() <= LONGEST && label::agrees(&essay.text(words), &target);
                honest.then_some(target)
            });
            let x = MARGIN.saturating_add(span.column).min(rect.width);
            let width = span.width.min(rect.width - x);
            let area = Rect::new(rect.x + x, y, width, 1);
            links.extend(target.and_then(|target| link(area, &target)));
        }
    }
}

/// The one address in the detail is the essay's source.
fn in_detail(app: &App, links: &mut Vec<Hyperlink>) {
    let source = app.document().apparatus.essay.source.as_deref();
    let (Some(rect), Some(source)) = (app.regions().detail, source) else {
        return;
    };
    let rows = app.detail().rows.iter().skip(app.detail_top());
    let end = rect.x + rect.width;
    for (y, row) in (rect.y..rect.y + rect.height).zip(rows) {
        let mut x = rect.x + MARGINS - 1;
        for span in &row.spans {
            let width = u16::try_from(layout::width(&span.text)).unwrap_or(u16::MAX);
            let width = width.min(end.saturating_sub(x));
            if span.is_source_url {
                links.extend(link(Rect::new(x, y, width, 1), source));
            }
            x += width;
        }
    }
}

fn link(area: Rect, target: &str) -> Option<Hyperlink> {
    let target = safe(target)?;
    (area.width > 0).then_some(Hyperlink { area, uri: target })
}

/// A target that may be led to, with what is not ASCII as RFC 3987 writes it in a URI.
fn safe(target: &str) -> Option<String> {
    let target = target.trim();
    let (scheme, rest) = target.split_once(':')?;
    let known = ["http", "https", "mailto"];
    let known = known.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    if !known || rest.is_empty() || target.chars().any(char::is_control) {
        return None;
    }
    let mut safe = String::with_capacity(target.len());
    for byte in target.bytes() {
        if byte.is_ascii_graphic() {
            safe.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(safe, "%{byte:02X}");
        }
    }
    Some(safe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::essay::{Essay, Format};
    use crate::tui::action::Action;
    use crate::tui::app::{Files, Options};

    const ESSAY: &str = "One [at](https://a.org/) and [of](https://b.org/), \
        [another that is long enough for two rows of it](https://c.org/x_(y)), \
        [bad](javascript:x) and [near](#here).\n";
    const APPARATUS: &str = "format = 1\n[essay]\nsource = \"https://source.org/\"\n\
        [[theme]]\nid = \"t\"\nname = \"T\"\n";

    fn app() -> App {
        app_on(ESSAY)
    }

    fn app_on(essay: &str) -> App {
        let essay = Essay::parse(essay.to_owned(), Format::Markdown);
        let document = Document::new(essay, Some(APPARATUS));
        App::new(document, Files::default(), Options::default(), (160, 40))
    }

    /// What is seen in the cells of a link, and where it leads.
    fn seen(app: &App) -> Vec<(String, String)> {
        let (columns, rows) = app.size();
        let area = ratatui::layout::Rect::new(0, 0, columns, rows);
        let mut buffer = ratatui::buffer::Buffer::empty(area);
        let look = crate::tui::painter::Appearance {
            palette: crate::tui::theme::Palette::new(
                crate::terminal::ColorDepth::Monochrome,
                crate::tui::theme::Background::Dark,
            ),
            custom_styles: crate::tui::theme::CustomStyles::default(),
            glyphs: &crate::tui::glyphs::UNICODE,
        };
        crate::tui::view::draw(app, &look, &mut buffer);
        let text = |area: Rect| -> String {
            let cells = area.x..area.x + area.width;
            cells.map(|x| buffer[(x, area.y)].symbol()).collect()
        };
        let links = links(app).into_iter();
        links.map(|link| (text(link.area), link.uri)).collect()
    }

    #[test]
    fn links_are_the_cells_of_their_words() {
        let mut app = app();
        let links = seen(&app);
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
        app.update(Action::Help);
        assert_eq!(seen(&app), []);
        app.update(Action::Cancel);
        app.update(Action::GoTo);
        assert_eq!(seen(&app), []);
    }

    #[test]
    fn a_link_on_two_rows_is_two_areas_with_one_target() {
        let mut app = app();
        app.resize((40, 20));
        app.update(Action::NextRegion);
        let links = seen(&app);
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
        let long = "word ".repeat(LONGEST / 5);
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
            let links = seen(&app_on(essay)).into_iter();
            let mut targets: Vec<_> = links.map(|(_, target)| target).collect();
            assert_eq!(targets.pop().as_deref(), Some("https://source.org/"));
            targets.dedup();
            assert_eq!(targets.concat(), expected, "{essay}");
        }
    }

    #[test]
    fn only_what_is_safe_is_led_to() {
        for (target, wanted) in [
            (
                "https://example.org/a?b#c",
                Some("https://example.org/a?b#c"),
            ),
            (" HTTP://example.org ", Some("HTTP://example.org")),
            ("mailto:a@example.org", Some("mailto:a@example.org")),
            (
                "https://example.org/é b",
                Some("https://example.org/%C3%A9%20b"),
            ),
            (
                "https://example.org/\u{202e}",
                Some("https://example.org/%E2%80%AE"),
            ),
            ("https://example.org/\u{1b}]8;;", None),
            ("https://example.org/\u{9c}", None),
            ("https:", None),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("#section", None),
            ("chapter.md", None),
            ("", None),
        ] {
            assert_eq!(safe(target).as_deref(), wanted, "{target:?}");
        }
    }
}
