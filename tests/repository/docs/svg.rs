//! Draws a cell buffer as SVG, with text as text. Every run of cells is stretched to its width in cells,
//! so that columns line up in any font.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_segmentation::UnicodeSegmentation;

/// The size of a cell and the space around the screen, in SVG units.
const WIDTH: u16 = 8;
const HEIGHT: u16 = 18;
const MARGIN: u16 = 14;
/// The distance from a row's top to its text baseline.
const BASELINE: u16 = 13;

/// The terminal's default background and foreground.
const PAPER: &str = "#16181b";
const INK: &str = "#d4d7db";

const FONTS: &str = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";

/// The style of a run of cells.
#[derive(Clone, PartialEq, Eq)]
struct Style {
    ink: String,
    paper: String,
    weight: Modifier,
}

/// Adjacent cells with the same style.
struct Run {
    x: u16,
    cells: u16,
    text: String,
    style: Style,
}

/// Draws a screen.
pub(crate) fn picture(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (width, height) = (columns * WIDTH + 2 * MARGIN, rows * HEIGHT + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"{FONTS}\" font-size=\"13.3\" xml:space=\"preserve\">\n\
         <title>Postil with an essay, {columns} columns by {rows} rows</title>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAPER}\"/>\n"
    );
    for y in 0..rows {
        let runs = runs(buffer, y);
        for run in &runs {
            draw_background(&mut svg, run, y);
        }
        for run in &runs {
            draw_text(&mut svg, run, y);
        }
    }
    svg + "</svg>\n"
}

fn runs(buffer: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let cells = u16::try_from(postil::layout::width(cell.symbol()))
            .unwrap()
            .max(1);
        let style = style(cell);
        match runs.last_mut() {
            Some(run) if run.style == style && run.x + run.cells == x => {
                run.cells += cells;
                run.text.push_str(cell.symbol());
            }
            _ => runs.push(Run {
                x,
                cells,
                text: cell.symbol().to_owned(),
                style,
            }),
        }
        x += cells;
    }
    runs
}

fn style(cell: &Cell) -> Style {
    let (mut ink, mut paper) = (color(cell.fg, INK), color(cell.bg, PAPER));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ink, paper) = (paper, ink);
    }
    Style {
        ink,
        paper,
        weight: cell.modifier,
    }
}

/// A color in hexadecimal. The screenshot uses the 24-bit palette, so there are only RGB colors.
fn color(color: Color, reset: &str) -> String {
    match color {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Reset => reset.to_owned(),
        other => panic!("{other} has no fixed color"),
    }
}

fn draw_background(svg: &mut String, run: &Run, y: u16) {
    if run.style.paper != PAPER {
        let (x, y) = (MARGIN + run.x * WIDTH, MARGIN + y * HEIGHT);
        let (width, fill) = (run.cells * WIDTH, &run.style.paper);
        writeln!(
            svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{HEIGHT}\" fill=\"{fill}\"/>"
        )
        .unwrap();
    }
}

/// Block characters are drawn as rectangles, so that they meet from row to row. Each has the part of
/// the cell that it fills, in eighths: left, top, width, height.
const SHAPES: &[(&str, [u16; 4])] = &[
    ("│", [4, 0, 1, 8]),
    ("─", [0, 4, 8, 1]),
    ("▎", [0, 0, 2, 8]),
    ("▌", [0, 0, 4, 8]),
    ("▔", [0, 0, 8, 1]),
    ("▁", [0, 7, 8, 1]),
    ("▃", [0, 5, 8, 3]),
    ("▅", [0, 3, 8, 5]),
    ("▆", [0, 2, 8, 6]),
    ("█", [0, 0, 8, 8]),
];

fn draw_text(svg: &mut String, run: &Run, y: u16) {
    let mut x = MARGIN + run.x * WIDTH;
    let y = MARGIN + y * HEIGHT;
    let mut text = String::new();
    for symbol in run.text.graphemes(true) {
        let width = cells(symbol) * WIDTH;
        let shape = SHAPES.iter().find(|(sign, _)| *sign == symbol);
        if shape.is_none() && (symbol != " " || !text.is_empty()) {
            text.push_str(symbol);
            continue;
        }
        words(svg, &run.style, (x, y), &text);
        x += cells(&text) * WIDTH;
        text.clear();
        if let Some(&(_, part)) = shape {
            draw_block_char(svg, &run.style, (x, y), part);
        }
        x += width;
    }
    words(svg, &run.style, (x, y), &text);
}

fn cells(text: &str) -> u16 {
    u16::try_from(postil::layout::width(text)).unwrap()
}

fn draw_block_char(svg: &mut String, style: &Style, (x, y): (u16, u16), part: [u16; 4]) {
    let [left, top, wide, high] = part.map(f32::from);
    let eighth = (f32::from(WIDTH) / 8.0, f32::from(HEIGHT) / 8.0);
    writeln!(
        svg,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
        f32::from(x) + left * eighth.0,
        f32::from(y) + top * eighth.1,
        wide * eighth.0,
        high * eighth.1,
        style.ink
    )
    .unwrap();
}

fn words(svg: &mut String, style: &Style, (x, y): (u16, u16), text: &str) {
    let text = text.trim_end();
    if text.is_empty() {
        return;
    }
    let mut attributes = format!("fill=\"{}\"", style.ink);
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if style.weight.contains(modifier) {
            attributes.push_str(attribute);
        }
    }
    let (length, y) = (cells(text) * WIDTH, y + BASELINE);
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    writeln!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" {attributes}>{text}</text>"
    )
    .unwrap();
}
