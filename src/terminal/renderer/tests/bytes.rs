//! Checks the bytes of single frames.

use super::*;

/// Draws three regions as the reader does, with the text scrolled down by `top` lines.
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
fn scrolling_by_a_line_takes_few_bytes() {
    let mut bench = Bench::new(80, 24, capabilities());
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
fn changed_characters_are_written_with_short_cursor_moves() {
    let mut bench = Bench::new(
        80,
        24,
        Capabilities {
            synchronized_output: false,
            ..capabilities()
        },
    );
    bench.draw();
    bench.buffer.set_string(40, 12, "x", Style::new());
    assert_eq!(bench.draw().escape_ascii().to_string(), "\\x1b[13;41Hx");
    bench.buffer.set_string(42, 12, "y", Style::new());
    assert_eq!(bench.draw().escape_ascii().to_string(), "\\x1b[Cy");
    bench.buffer.set_string(0, 13, "z", Style::new().bold());
    assert_eq!(bench.draw().escape_ascii().to_string(), "\\r\\n\\x1b[1mz");
    bench.buffer.reset();
    assert_eq!(
        bench.draw().escape_ascii().to_string(),
        "\\x1b[39C\\x1bM   \\r\\n "
    );
}

#[test]
fn control_characters_in_a_cell_are_never_sent() {
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
        let mut bench = Bench::new(10, 2, capabilities());
        bench.draw();
        bench.buffer[(0, 0)].set_symbol(symbol);
        bench.buffer[(1, 0)].set_symbol("x");
        let bytes = String::from_utf8(bench.draw()).unwrap();
        assert_eq!(bytes, "\u{fffd}x", "{symbol:?}");
    }
}

#[test]
fn a_change_of_more_than_one_packet_is_a_synchronized_update() {
    let mut bench = Bench::new(80, 24, capabilities());
    bench.draw();
    for rows in [1, 24] {
        for y in 0..rows {
            bench.buffer.set_string(0, y, "x".repeat(80), Style::new());
        }
        let bytes = bench.draw();
        let is_synchronized = bytes.starts_with(BEGIN_SYNCHRONIZED_UPDATE)
            && bytes.ends_with(END_SYNCHRONIZED_UPDATE);
        assert_eq!(is_synchronized, rows == 24, "{rows} rows");
    }
}

#[test]
fn colors_are_reduced_to_what_the_terminal_has() {
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
                ..capabilities()
            },
        );
        bench.draw();
        let style = Style::new().fg(Color::Rgb(255, 80, 80)).bold();
        bench.buffer.set_string(0, 0, "x", style);
        assert_eq!(String::from_utf8(bench.draw()).unwrap(), bytes, "{depth:?}");
    }
}

#[test]
fn hyperlinks_cover_only_their_cells() {
    let link = |x, target: &str| Hyperlink {
        area: Rect::new(x, 0, 4, 1),
        uri: target.to_owned(),
    };
    let draw = |links: Vec<Hyperlink>, capabilities| {
        let mut bench = Bench::new(
            20,
            2,
            Capabilities {
                synchronized_output: false,
                ..capabilities
            },
        );
        bench.draw();
        bench.buffer.set_string(0, 0, "a b c d e f", Style::new());
        bench.links = links;
        String::from_utf8(bench.draw()).unwrap()
    };
    assert_eq!(
        draw(vec![link(2, "https://x.org/")], capabilities()),
        "a\x1b[C\x1b]8;id=3577;https://x.org/\x1b\\b c \x1b]8;;\x1b\\d e f"
    );
    for target in ["", "a b", "a\x07b", "é", "x\x1b\\"] {
        assert_eq!(
            draw(vec![link(2, target)], capabilities()),
            "a b c d e f".to_owned(),
            "{target:?}"
        );
    }
    assert_eq!(
        draw(
            vec![link(2, "https://x.org/")],
            Capabilities {
                hyperlinks: false,
                ..capabilities()
            }
        ),
        "a b c d e f"
    );
}
