//! Reading: useful key hints, a visible cursor, and what Enter and back do after a search or after
//! stepping through passages.

use crate::support::{Screen, reader, screen};
use postil::document::{Document, Subject};
use postil::essay::{Essay, Format};
use postil::tui::geometry::Pane;
use postil::tui::message::Effect;

/// An essay without an apparatus.
fn bare(text: &str, size: &str, keys: &str) -> Screen {
    let essay = Essay::parse(text.to_owned(), Format::Plain);
    reader(Document::new(essay, None), size, keys)
}

#[test]
fn without_an_apparatus_no_useless_key_is_hinted() {
    for (keys, offered) in [
        ("", "j k move  Enter open  Tab pane  / search  Ctrl-p go to"),
        ("<Tab>", "j k move  Space page  Tab pane  y copy  / search"),
        (
            "<Tab><Tab>",
            "j k move  Tab pane  y copy  / search  Ctrl-p go to",
        ),
    ] {
        let rows = bare("A title\n\nA text.\n", "80x24", keys).rows();
        let foot = rows.last().unwrap();
        assert!(foot.trim().starts_with(offered), "{keys}: {foot}");
        assert!(rows[1].starts_with(" Outline  "), "{}", rows[1]);
        assert!(!rows[1].contains("Claims"), "{}", rows[1]);
    }
    let mut screen = bare("A title\n\nA text.\n", "80x24", "2");
    assert!(screen.text().contains("No claims here"));
    let before = screen.text();
    screen.keys("3");
    assert_eq!(screen.text(), before.replace("claims here", "actors here"));
}

/// The cursor of a detail pane that is not on screen moves too, and is visible when it is shown again.
#[test]
fn a_hidden_detail_follows_the_current_passage() {
    for size in ["80x24", "120x40", "160x45", "80x14"] {
        let pointed = |screen: &Screen| {
            assert!(
                screen.app.detail().is_cursor_visible(screen.app.ctx()),
                "{size} {}",
                screen.text()
            );
            screen.app.detail().cursor()
        };
        for walk in ["]]", "]]]]]]]]]]", "]]]["] {
            let beside = screen(size, &format!("jjjj<Tab>{walk}"));
            let zoomed = screen(size, &format!("jjjj<Tab>z{walk}z"));
            assert_eq!(pointed(&zoomed), pointed(&beside), "{size} {walk}");
        }
    }
    let mut screen = screen("50x20", "jjjj<Tab>]]");
    assert!(screen.text().contains("claim 16"), "{}", screen.text());
    screen.keys("<Tab><Enter>");
    let opened = screen.app.ctx().location.lens;
    let claims = screen.app.ctx().document.index.claims();
    assert_eq!(opened, Subject::Claim(claims[15]), "{}", screen.text());
}

/// The essay gets the rows that the detail does not need.
#[test]
fn without_an_apparatus_the_detail_is_short() {
    for (size, rule) in [("80x24", 17), ("120x40", 33)] {
        let screen = bare("A title\n\nA text.\n", size, "");
        let rows = screen.rows();
        assert!(rows[rule].contains('─'), "{}", screen.text());
        assert!(rows[rule + 1].ends_with("│  Essay"), "{}", rows[rule + 1]);
        let said = screen.text();
        assert!(said.contains("“postil init”"), "{said}");
    }
}

/// The detail has nothing to select, so Enter continues in the text.
#[test]
fn enter_on_an_outline_heading_focuses_the_essay() {
    let part = |number| format!("## Part {number}\n\n{}\n\n", "Some words. ".repeat(40));
    let parts: String = (1..9).map(part).collect();
    for size in ["50x20", "80x24", "120x40", "160x45"] {
        for (keys, heading) in [
            ("", "A title"),
            ("jjjjj", "Part 4"),
            ("G", "Part 8"),
            ("jjjj<Tab>g<Shift-Tab>", "A title"),
        ] {
            let essay = Essay::parse(format!("# A title\n\n{parts}"), Format::Markdown);
            let mut screen = reader(Document::new(essay, None), size, keys);
            let cursor = screen.sidebar_cursor();
            screen.keys("<Enter>");
            assert_eq!(
                screen.app.ctx().location.focus,
                Pane::Essay,
                "{size} {keys}"
            );
            assert_eq!(screen.sidebar_cursor(), cursor, "{size} {keys}");
            let essay = screen.app.ctx().document.essay.source();
            let read = &essay[screen.app.essay().visible()];
            assert!(read.contains(heading), "{size} {keys}: {read}");
        }
    }
    // The problems of an apparatus can be opened from the detail.
    let essay = Essay::parse("A text.\n".to_owned(), Format::Plain);
    let broken = Document::new(essay, Some("format = 1\n[[claim]]\n"));
    let screen = reader(broken, "80x24", "<Enter>");
    assert_eq!(screen.app.ctx().location.focus, Pane::Detail);
}

/// The footer names the key, and Esc works too.
#[test]
fn a_zoomed_region_shows_how_to_leave_it() {
    for size in ["60x20", "80x24", "120x40", "160x45"] {
        for pane in ["", "<Tab>", "<Tab><Tab>", "jjj<Enter>", "jjj<Tab>"] {
            let mut screen = screen(size, pane);
            let before = screen.rows();
            for back in ["z", "<Esc>"] {
                let foot = screen.keys("z").rows().pop().unwrap();
                assert!(foot.contains(" z unzoom "), "{size} {pane}: {foot}");
                screen.keys(back);
                assert_eq!(screen.rows(), before, "{size} {pane}{back}");
            }
        }
    }
    // Esc clears visible highlights first; highlights that are not visible do not count.
    for keys in ["jjj<Tab>z]", "jjj<Tab>z]/Iran<Enter>"] {
        let mut screen = screen("80x24", keys);
        assert!(screen.keys("<Esc>").app.ctx().location.zoomed, "{keys}");
        assert!(!screen.keys("<Esc>").app.ctx().location.zoomed, "{keys}");
    }
    let mut walked = screen("80x24", "jjj<Tab>z]<Space><Space><Esc>");
    assert!(!walked.app.ctx().location.zoomed);
    walked.keys("<Esc>");
    assert_eq!(walked.app.ctx().location.passage, None);
    // In the single-pane layout there is no zoom to leave.
    for keys in ["", "<Tab>"] {
        let mut screen = screen("80x24", &format!("{keys}z"));
        let foot = screen.resize("59x24").rows().pop().unwrap();
        assert!(!foot.contains("zoom"), "{foot}");
    }
}

#[test]
fn the_footer_hints_at_no_useless_key() {
    let table: &[(&str, &str, &[&str])] = &[
        (":zzzzz", "Esc close", &["accept", "choose"]),
        (":hegemony", "choose  Enter accept  Esc close", &[]),
        ("/", "Esc close", &["accept", "choose"]),
        ("/zzzzz", "Esc close", &["accept", "choose"]),
        ("/Iran", "Enter accept  Esc close", &["choose"]),
        ("/Iran<Esc>/", "choose  Esc close", &["accept"]),
        ("/Iran<Enter>/", "choose  Esc close", &["accept"]),
        ("?", "j k move  Esc close", &["quit", "help"]),
        (
            "]]]]<Tab><Enter>",
            "j k move  Enter open  Esc close",
            &["quit", "help"],
        ),
    ];
    for (keys, offered, others) in table {
        let foot = screen("80x24", keys).rows().pop().unwrap();
        assert!(foot.trim_end().ends_with(*offered), "{keys}: {foot}");
        let told = others.iter().any(|word| foot.contains(word));
        assert!(!told, "{keys}: {foot}");
    }
    let broken = crate::support::document(crate::support::ESSAY, "format = 1\n[[claim]]\n");
    let foot = reader(broken, "80x24", "!").rows().pop().unwrap();
    assert!(foot.trim_end().ends_with("e edit  Esc close"), "{foot}");
}

/// Browsing several headings is one step.
#[test]
fn back_returns_from_headings_to_the_lines_being_read() {
    let part = |number| format!("## Part {number}\n\n{}\n\n", "Some words. ".repeat(90));
    let parts: String = (1..9).map(part).collect();
    let essay = Essay::parse(format!("# A title\n\n{parts}"), Format::Markdown);
    let mut screen = reader(Document::new(essay, None), "80x24", "<Tab>ddd<Tab><Tab>");
    let before = screen.rows();
    screen.keys("jjjkj");
    assert!(screen.rows() != before);
    screen.keys("<Backspace>");
    assert_eq!(screen.rows(), before);
}

/// A repeated search pushes the place where it starts, like a typed one.
#[test]
fn back_returns_from_a_repeated_search() {
    for (start, search) in [
        ("jjjj<Enter>", "/japan<Enter><Backspace>"),
        ("jjjj<Enter><Enter>", "/japan<Enter><Backspace>"),
        ("jjjj", "/japan<Enter><Backspace>"),
        ("jjjj<Enter>", "/japan<Enter>nn<Backspace>"),
        ("jjjj<Enter>/japan<Enter><Esc>", ""),
    ] {
        for again in ["n", "N", "nnN"] {
            let before = screen("80x24", start);
            let mut screen = screen("80x24", &format!("{start}{search}"));
            assert_eq!(screen.styled(), before.styled(), "{start}{search}");
            screen.keys(again);
            assert!(screen.app.ctx().search.active().is_some());
            screen.keys("<Backspace>");
            assert_eq!(screen.styled(), before.styled(), "{start}{search}{again}");
            assert!(screen.app.ctx().search.active().is_none());
        }
    }
    // Going from match to match pushes nothing.
    let mut screen = screen("80x24", "jjjj<Enter>");
    let before = screen.styled();
    screen.keys("/japan<Enter>nnN<Backspace>");
    assert_eq!(screen.styled(), before);
}

#[test]
fn list_names_are_complete_or_end_in_an_ellipsis() {
    for columns in 20..=130 {
        let rows = screen(&format!("{columns}x24"), "2").rows();
        let names = rows[1].split('│').next().unwrap().trim().replace("  ", " ");
        assert_eq!(names, "Themes Claims Actors", "{columns}");
    }
}

/// Scrolling does so down and up, however few rows the pane has.
#[test]
fn scrolling_the_detail_reaches_every_row() {
    for size in ["80x24", "80x14", "50x9", "120x40", "160x20"] {
        for lens in ["", "jjj", "3jj", "2jjjjjjjjjjjj", "2G"] {
            let mut screen = screen(size, &format!("{lens}<Enter>g"));
            for key in ["j", "k"] {
                let count = screen.app.detail().content().rows.len();
                let mut seen = vec![false; count];
                for _ in 0..2 * count {
                    let top = screen.detail_top();
                    let height = screen.app.ctx().screen.detail.unwrap().height;
                    let shown = seen.iter_mut().skip(top).take(height.into());
                    shown.for_each(|row| *row = true);
                    screen.keys(key);
                }
                let missed = seen.iter().position(|row| !row);
                assert_eq!(missed, None, "{size} {lens} {key}");
            }
        }
    }
}

#[test]
fn keys_shown_in_the_help_do_nothing_while_it_is_open() {
    let mut screen = screen("80x24", "?");
    let before = screen.text();
    for key in ["e", "M", "y", "Y", "z", "2", "n"] {
        screen.keys(key);
        assert_eq!(screen.effect, None, "{key}");
        assert_eq!(screen.text(), before, "{key}");
    }
}

/// The pointer shows the focus without colors, at the place where Enter opens something.
#[test]
fn the_essay_shows_that_it_has_the_focus() {
    for (keys, row) in [
        ("jj", None),
        ("jj<Tab>", Some("▸  1▎ • Aiming to")),
        ("jj<Tab>]]", Some("▸  2▌")),
        ("jj]]<Tab><Space>", Some("▸       with tremendous")),
        (
            "/Iran<Enter>",
            Some("▸     specifically names China, Russia and Iran"),
        ),
        ("jj<Tab><Tab>", None),
    ] {
        let rows = screen("80x24", keys).rows();
        let essay = rows[1..13].iter().filter_map(|row| row.split('│').nth(1));
        let marked: Vec<_> = essay.filter(|row| row.contains('▸')).collect();
        assert_eq!(marked.len(), usize::from(row.is_some()), "{keys} {rows:#?}");
        let start = row.unwrap_or_default();
        assert!(
            marked.iter().all(|row| row.starts_with(start)),
            "{marked:?}"
        );
    }
}

#[test]
fn enter_opens_the_claim_at_the_match() {
    let mut screen = screen("80x24", "jj]]/Made<Enter>");
    screen.keys("<Enter>");
    let text = screen.text();
    assert!(text.contains("Several claims here"), "{text}");
    assert!(text.contains("driving force"), "{text}");
}

/// Enter does so from the sidebar, after `]`.
#[test]
fn enter_opens_the_claim_of_the_current_passage() {
    let mut listed = screen("80x24", "jjj]]]");
    let walked = listed.app.snapshot();
    listed.keys("<Enter>");
    let entered = listed.app.snapshot();
    assert_eq!(entered.essay, walked.essay);
    assert_eq!(entered.location.passage, walked.location.passage);
    assert_eq!(entered.location.focus, Pane::Detail);
    let mut other = screen("80x24", "]]]<Enter><Enter>");
    assert!(other.text().contains("Claim 3"), "{}", other.text());
    assert!(other.keys("H").text().contains("▌ The essay"));
}

/// Text below the last entry can be scrolled into view.
#[test]
fn the_detail_scrolls_to_its_last_row() {
    let mut at_end = screen("80x24", ":22<Enter><Tab><Tab>");
    assert!(!at_end.text().contains("put forth."), "{}", at_end.text());
    for (keys, seen) in [("G", true), ("g", false), ("jjjjjjjjjjjjjjjjjjjj", true)] {
        at_end.keys(keys);
        let text = at_end.text();
        assert_eq!(text.contains("put forth."), seen, "{keys}\n{text}");
    }
    let mut bare = bare("A text.\n", "60x13", "<Tab><Tab>");
    let before = bare.text();
    assert_ne!(bare.keys("G").text(), before);
    assert_eq!(bare.keys("g").text(), before);
}

/// The current passage with its claim in the detail, or the current match. Returning to the earlier
/// size shows the earlier screen.
#[test]
fn a_resize_keeps_the_current_passage_and_match_visible() {
    let sizes = ["80x24", "50x20", "160x45", "19x4", "120x30", "30x8"];
    for (size, keys, claim) in [
        ("160x45", "jjj<Tab>]]]]]]]]", true),
        ("160x45", "/Iran<Enter>", false),
        ("120x40", "/US<Enter>nnnn", false),
        ("80x24", "jjj<Enter>jjjj", true),
        ("160x45", "2jjjj<Enter>", true),
    ] {
        let mut screen = screen(size, keys);
        let before = screen.styled();
        let cursor = screen.app.detail().cursor();
        let read = being_read(&screen);
        for other in sizes {
            screen.resize(other);
            let seen = screen.app.essay().visible();
            let start = seen.contains(&read.start);
            assert!(start, "{keys} {size} {other}: {read:?} {seen:?}");
            assert_eq!(being_read(&screen), read, "{keys} {other}");
            assert_eq!(screen.app.detail().cursor(), cursor, "{keys} {other}");
            if claim && screen.app.ctx().screen.detail.is_some() {
                assert!(is_cursor_seen(&screen), "{keys} {other}");
            }
        }
        screen.resize(size);
        // The message is unchanged.
        assert_eq!(screen.styled(), before, "{keys}");
    }
}

/// The current passage, else the current match.
fn being_read(screen: &Screen) -> std::ops::Range<usize> {
    let current = screen.app.ctx().location.passage.as_ref();
    current.map_or_else(
        || screen.app.ctx().search.current_match().unwrap(),
        |current| current.range.clone(),
    )
}

/// Whether the detail's cursor is visible.
fn is_cursor_seen(screen: &Screen) -> bool {
    let top = screen.detail_top();
    let height = usize::from(screen.app.ctx().screen.detail.unwrap().height);
    let detail = screen.app.detail();
    let (from, _) = detail.content().rows_of_entry(detail.cursor()).unwrap();
    (top..top + height).contains(&from)
}

#[test]
fn leaving_zoom_keeps_the_current_passage() {
    let mut screen = screen("80x24", "jjj<Tab><Space><Space>z]]]]]]");
    let zoomed = screen.rows();
    let read = being_read(&screen);
    for _ in 0..2 {
        screen.keys("z");
        let seen = screen.app.essay().visible();
        assert!(seen.contains(&read.start) && read.end <= seen.end);
        let rows = screen.essay_rows();
        let cursor = rows.iter().find(|row| row.starts_with('▸')).unwrap();
        assert!(cursor.contains('▌'), "the cursor is at the current passage");
        screen.keys("z");
        assert_eq!(screen.rows()[..23], zoomed[..23]);
    }
    // Scrolling afterwards sets a new place.
    screen.keys("zk");
    let seen = screen.app.essay().visible();
    screen.resize("80x23").resize("80x24");
    assert_eq!(screen.app.essay().visible(), seen);
}

/// The essay is shown even if another pane fills the screen; Esc restores that pane.
#[test]
fn a_match_is_shown_while_typing() {
    for (size, keys, query) in [
        ("50x20", "jj", "/Japan"),
        ("80x24", "jjjz", "/Iran"),
        ("80x24", "jjj<Enter>z", "/Japan"),
        ("160x45", "jjj<Enter>jz", "/Iran"),
        ("80x24", "jjj", "/Iran"),
    ] {
        let mut screen = screen(size, keys);
        let (before, place) = (screen.styled(), screen.app.snapshot());
        let text_before = screen.rows();
        screen.keys(query);
        let shown = screen.text();
        assert!(
            shown
                .lines()
                .rev()
                .skip(1)
                .any(|row| row.contains(&query[1..]))
        );
        assert!(
            screen.app.ctx().screen.essay.is_some(),
            "{keys}{query}: {shown}"
        );
        assert!(
            screen
                .app
                .essay()
                .visible()
                .contains(&being_read(&screen).start)
        );
        // A query without matches moves nothing.
        screen.keys("zzq");
        let rows = screen.rows();
        let foot = rows.len() - 1;
        assert_eq!(rows[..foot], text_before[..foot], "{keys}");
        screen.keys("<Esc>");
        assert_eq!(screen.styled(), before, "{keys}{query}");
        assert_eq!(screen.app.snapshot(), place);
    }
}

/// An escape sequence that arrives in two pieces looks like Esc at first, so Esc must not lose input.
#[test]
fn a_cancelled_query_can_be_recalled() {
    let typed = |keys: &str| {
        let screen = screen("80x24", keys);
        screen.prompt().unwrap().to_owned()
    };
    for (keys, text) in [
        ("/Japan<Esc>/", ""),
        ("/Japan<Esc>/<Up>", "Japan"),
        ("/Japan<Esc>/x<Esc>/<Up>", "x"),
        ("/Japan<Esc>/<Esc>/<Up>", "Japan"),
        ("/US<Enter>/Japan<Esc>/<Up>", "Japan"),
        ("/US<Enter>/Japan<Esc>/<Up><Up>", "US"),
        ("/US<Enter>/Japan<Esc>/<Up><Up><Down>", "Japan"),
        ("/US<Enter>/<Up><Esc>/<Up><Up>", "US"),
        (":japan<Esc>:", ""),
        (":japan<Esc>:<Up>", "japan"),
        (":japan<Esc>:<Down><Up>", ""),
        (":japan<Esc>:x<Up>", "x"),
        (":japan<Esc>/<Up>", ""),
        (":zzq<Enter>:<Up>", "zzq"),
        (":japan<Esc>:china<Enter>:<Up>", ""),
    ] {
        assert_eq!(typed(keys), text, "{keys}");
    }
    // A cancelled query is not a search.
    let screen = screen("80x24", "/US<Enter><Esc>/Japan<Esc>n");
    assert_eq!(screen.app.ctx().search.active().unwrap().query(), "US");
    assert_eq!(screen.app.ctx().search.history(), ["US"]);
}

#[test]
fn leaving_the_search_history_restores_the_typed_query() {
    for (keys, typed, same) in [
        ("/japan<Down>", "japan", "/japan"),
        ("/japan<Tab>", "japan", "/japan"),
        ("/japan<Up>", "japan", "/japan"),
        ("/japan<Ctrl-n><Ctrl-p>", "japan", "/japan"),
        ("/china<Enter><Backspace>/jap<Up>", "china", "/china"),
        ("/china<Enter><Backspace>/jap<Up><Up>", "china", "/china"),
        ("/china<Enter><Backspace>/jap<Up><Down>", "jap", "/jap"),
        (
            "/china<Enter><Backspace>/jap<Up><Up><Down><Down>",
            "jap",
            "/jap",
        ),
        (
            "/china<Enter><Backspace>/jap<Up>n<Up><Down>",
            "chinan",
            "/chinan",
        ),
        ("/china<Enter><Backspace>/jap<Up><Esc>/<Up>", "jap", "/jap"),
        (":jap<Up>", "jap", ":jap"),
        (":jap<Down><Up><Up>", "jap", ":jap"),
        (":x<Esc>:jap<Up><Up><Down><Up>", "jap", ":jap"),
    ] {
        let screen = screen("80x24", keys);
        assert_eq!(screen.prompt().unwrap(), typed, "{keys}");
        // The footer differs: it shows the history keys only if there is a history.
        let above_the_foot = |screen: &Screen| {
            let styled = screen.styled();
            styled.split("\n23").next().map(str::to_owned)
        };
        let typed = self::screen("80x24", same);
        assert_eq!(above_the_foot(&screen), above_the_foot(&typed), "{keys}");
    }
}

/// The count and the wrap-around notice come first; key hints fill the remaining room.
#[test]
fn the_match_count_is_shown_as_far_as_it_fits() {
    for (size, keys, said) in [
        (
            "80x24",
            "/US<Enter>N",
            "“US”  12 of 12, wrapped to the end   n N next, previous   Esc clear",
        ),
        (
            "80x24",
            "/US<Enter>Nn",
            "“US”  1 of 12, wrapped to the beginning   n N next, previous   Esc clear",
        ),
        (
            "80x24",
            "/US<Enter>Nnn",
            "“US”  2 of 12   n N next, previous   Esc clear",
        ),
        (
            "50x20",
            "/US<Enter>N",
            "“US”  12 of 12, wrapped to the end   Esc clear",
        ),
        (
            "50x20",
            "/Japan<Enter>",
            "“Japan”  1 of 9   n N next, previous   Esc clear",
        ),
        (
            "50x20",
            "/the battle for hegemony among major countries<Enter>",
            "“the battle for hegemony among major c…”  1 of 1",
        ),
    ] {
        let mut screen = screen(size, keys);
        let foot = |screen: &Screen| screen.rows().pop().unwrap().trim().to_owned();
        assert_eq!(foot(&screen), said, "{size} {keys}");
        for columns in 30..100 {
            screen.resize(&format!("{columns}x24"));
            let foot = foot(&screen);
            let counted = foot.contains(" of ") && !foot.ends_with('…');
            assert!(counted, "{columns} {keys}: {foot}");
        }
        screen.resize(size);
        assert_eq!(foot(&screen), said, "{size} {keys}");
    }
}

#[test]
fn the_picker_offers_no_close_command() {
    let screen = screen("80x24", ":cancel");
    assert!(
        !screen.text().contains("run     cancel"),
        "{}",
        screen.text()
    );
}

/// The rows of the sidebar that have a cursor sign.
fn marked_in_sidebar(screen: &Screen) -> Vec<String> {
    let rows = screen.rows();
    let rows = rows.iter().filter_map(|row| row.split('│').next());
    let marked = rows.filter(|row| row.starts_with(['▌', '▸']));
    marked.map(|row| row.trim_end().to_owned()).collect()
}

#[test]
fn the_sidebar_bar_marks_only_the_lens() {
    for (keys, marked) in [
        ("", &["▌ The essay"][..]),
        ("2", &["▌ The essay"]),
        ("2j", &["▌  1 In their intense", "▌    struggle, major co…"]),
        ("jjj2", &["▸ The essay"]),
        ("jjj3<Tab>", &["▸ The essay"]),
        ("jjj2g", &["▌ The essay"]),
        ("jjj21", &["▌ Battle for hegemony 22"]),
        ("jjj<Enter>j<Enter>", &["▸ Battle for hegemony 22"]),
    ] {
        assert_eq!(marked_in_sidebar(&screen("80x24", keys)), marked, "{keys}");
    }
}

/// The sign depends on entries, not rows: claims can have two rows.
#[test]
fn a_scrollable_list_shows_that_it_continues() {
    let claim = |id: usize| {
        format!("[[claim]]\nid = \"c{id}\"\ntext = \"A\"\nkind = \"causal\"\nquotes = [\"text\"]\n")
    };
    for (count, goes_on) in [(7, false), (8, true), (14, true)] {
        let claims: String = (0..count).map(claim).collect();
        let document = crate::support::document("A text.\n", &format!("format = 1\n{claims}"));
        let screen = reader(document, "80x24", "2");
        let rows = screen.rows();
        let sidebar = rows.iter().filter_map(|row| row.split('│').next());
        let signs = sidebar.filter(|row| row.contains('▾')).count();
        assert_eq!(signs, usize::from(goes_on), "{count} {rows:#?}");
    }
}

/// The title line and the citation name the same paragraph.
#[test]
fn the_title_line_names_the_paragraph_of_the_match() {
    let mut screen = screen("80x24", "/japan<Enter>nnn");
    let top = screen.rows()[0].clone();
    screen.keys("y");
    let Some(Effect::Copy { text, .. }) = &screen.effect else {
        panic!("{:?}", screen.effect);
    };
    let number = text.rsplit('¶').next().unwrap().trim();
    assert!(top.contains(&format!("¶ {number}/5")), "{top} {text}");
}
