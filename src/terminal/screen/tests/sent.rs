//! Bytes are exact: what certain frames cost, and what is never sent.

use ratatui::backend::Backend as _;

use super::*;

/// A page of three regions, its text scrolled down by `top` lines: what a reader looks like.
fn page(buffer: &mut Buffer, top: usize) {
    let grey = Style::new().fg(Color::Indexed(245));
    let area = buffer.area;
    buffer.reset();
    buffer.set_string(1, 0, "The title of the essay", Style::new().bold());
    for y in 1..area.height - 1 {
        buffer.set_string(24, y, "│", grey);
    }
    for (y, theme) in (3..).zip(["The essay", "Rise", "Strategy", "Alliance", "Technology"]) {
        buffer.set_string(3, y, theme, Style::new());
        buffer.set_string(22, y, "5", grey);
    }
    for y in 1..15u16 {
        let line = usize::from(y) + top;
        let text = format!("line {line} of the essay, {} words of it", line * 37 % 101);
        buffer.set_string(27, y, text, Style::new());
    }
    buffer.set_string(25, 15, "─".repeat(55), grey);
    buffer.set_string(27, 17, "What the theme is about", Style::new().italic());
    buffer.set_string(1, 23, "j k move  Tab region  q quit", grey);
}

#[test]
fn a_line_scrolled_costs_a_line_and_repairs() {
    let mut bench = Bench::new(80, 24, kind());
    page(&mut bench.buffer, 0);
    let first = bench.draw();
    assert!(
        first.len() < 1100,
        "{} bytes: {}",
        first.len(),
        first.escape_ascii()
    );
    page(&mut bench.buffer, 1);
    let down = bench.draw();
    assert_eq!(bench.differences(), [""; 0]);
    assert!(
        down.len() < 250,
        "{} bytes: {}",
        down.len(),
        down.escape_ascii()
    );
    page(&mut bench.buffer, 0);
    let up = bench.draw();
    assert_eq!(bench.differences(), [""; 0]);
    assert!(up.len() < 250, "{} bytes: {}", up.len(), up.escape_ascii());
}

#[test]
fn a_character_costs_a_way_and_itself() {
    let mut bench = Bench::new(
        80,
        24,
        Capabilities {
            synchronized_output: false,
            ..kind()
        },
    );
    bench.draw();
    bench.buffer.set_string(40, 12, "x", Style::new());
    assert_eq!(bench.draw().escape_ascii().to_string(), "\\x1b[13;41Hx");
    bench.buffer.set_string(42, 12, "y", Style::new());
    assert_eq!(bench.draw().escape_ascii().to_string(), " y");
    bench.buffer.set_string(0, 13, "z", Style::new().bold());
    assert_eq!(bench.draw().escape_ascii().to_string(), "\\r\\n\\x1b[1mz");
    bench.buffer.reset();
    assert_eq!(
        bench.draw().escape_ascii().to_string(),
        "\\x08 \\x1b[39C\\x1bM   "
    );
}

#[test]
fn nothing_in_a_cell_drives_the_terminal() {
    let symbols = [
        "\x1b[31m",
        "\x07",
        "\x1b",
        "a\x1b]0;x\x07",
        "\u{9b}31m",
        "\u{202e}",
        "\n",
        "\u{301}",
        "",
    ];
    for symbol in symbols {
        let size = Size::new(10, 2);
        let mut screen = Screen::new(size, kind());
        let mut cell = buffer::Cell::EMPTY;
        cell.set_symbol(symbol);
        let Ok(()) = screen.draw([(0, 0, &cell), (1, 0, &buffer::Cell::new("x"))].into_iter());
        let Ok(()) = screen.flush();
        let bytes = String::from_utf8(screen.out).unwrap();
        assert_eq!(
            bytes, "\x1b[?2026h\x1b[m\x1b[r\x1b[J\u{fffd}x\x1b[?2026l",
            "{symbol:?}"
        );
    }
}

#[test]
fn a_frame_is_held_back_until_it_is_whole() {
    let mut bench = Bench::new(10, 2, kind());
    let bytes = bench.draw();
    assert!(bytes.starts_with(BEGIN_SYNCHRONIZED) && bytes.ends_with(END_SYNCHRONIZED));
}

#[test]
fn colours_beyond_the_terminal_are_never_sent() {
    for (depth, bytes) in [
        (ColorDepth::Monochrome, "\u{1b}[1mx"),
        (ColorDepth::Ansi16, "\u{1b}[1;91mx"),
        (ColorDepth::Ansi256, "\u{1b}[1;38;5;203mx"),
        (ColorDepth::TrueColor, "\u{1b}[1;38;2;255;80;80mx"),
    ] {
        let mut bench = Bench::new(
            10,
            2,
            Capabilities {
                synchronized_output: false,
                color_depth: depth,
                ..kind()
            },
        );
        bench.draw();
        let style = Style::new().fg(Color::Rgb(255, 80, 80)).bold();
        bench.buffer.set_string(0, 0, "x", style);
        assert_eq!(String::from_utf8(bench.draw()).unwrap(), bytes, "{depth:?}");
    }
}

#[test]
fn a_link_leads_from_its_own_cells_only() {
    let link = |x, target: &str| Hyperlink {
        area: Rect::new(x, 0, 4, 1),
        uri: target.to_owned(),
    };
    let draw = |links: Vec<Hyperlink>, kind| {
        let mut bench = Bench::new(
            20,
            2,
            Capabilities {
                synchronized_output: false,
                ..kind
            },
        );
        bench.draw();
        bench.buffer.set_string(0, 0, "a b c d e f", Style::new());
        bench.canvas.backend_mut().link(links);
        String::from_utf8(bench.draw()).unwrap()
    };
    assert_eq!(
        draw(vec![link(2, "https://x.org/")], kind()),
        "a \x1b]8;id=1;https://x.org/\x1b\\b c \x1b]8;;\x1b\\d e f"
    );
    for target in ["", "a b", "a\x07b", "é", "x\x1b\\"] {
        assert_eq!(
            draw(vec![link(2, target)], kind()),
            "a b c d e f".to_owned(),
            "{target:?}"
        );
    }
    assert_eq!(
        draw(
            vec![link(2, "https://x.org/")],
            Capabilities {
                hyperlinks: false,
                ..kind()
            }
        ),
        "a b c d e f"
    );
}

/// A reader who goes through a long text with links meets more of them than can be numbered.
#[test]
fn links_work_however_many_there_have_been() {
    let mut bench = Bench::new(4, 1, kind());
    for number in 0..70_000_u32 {
        let target = format!("https://x.org/{number}");
        bench.buffer.set_string(0, 0, "link", Style::new());
        bench.canvas.backend_mut().link(vec![Hyperlink {
            area: Rect::new(0, 0, 4, 1),
            uri: target.clone(),
        }]);
        if number % 1_000 == 999 {
            let sent = String::from_utf8(bench.draw()).unwrap();
            assert!(sent.contains(&target), "{number}: {sent:?}");
        } else {
            bench.draw();
        }
    }
}
