//! The model against a terminal: whatever frames are drawn, each cell of the emulator shows what
//! ratatui's buffer says, style included.

mod sent;
mod tmux;

use std::num::NonZero;

use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::super::capabilities::ColorDepth;
use super::color::Form;
use super::*;

/// Takes note of what the emulator does not know, which no terminal may be sent but for
/// synchronized output.
#[derive(Default)]
struct Unknown(Vec<String>);

impl vt100::Callbacks for Unknown {
    fn unhandled_csi(
        &mut self,
        _: &mut vt100::Screen,
        first: Option<u8>,
        second: Option<u8>,
        params: &[&[u16]],
        end: char,
    ) {
        if !matches!(params, [[2026 | 7]]) {
            self.0
                .push(format!("CSI {first:?} {second:?} {params:?} {end}"));
        }
    }

    fn unhandled_escape(&mut self, _: &mut vt100::Screen, a: Option<u8>, b: Option<u8>, c: u8) {
        self.0.push(format!("ESC {a:?} {b:?} {c}"));
    }

    fn unhandled_control(&mut self, _: &mut vt100::Screen, control: u8) {
        self.0.push(format!("control {control}"));
    }
}

pub(super) fn kind() -> Capabilities {
    Capabilities::detect(|name| match name {
        "TERM" => Some("xterm-256color".to_owned()),
        "COLORTERM" => Some("truecolor".to_owned()),
        _ => None,
    })
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// Screen and emulator, and the frame that both should show.
struct Bench {
    canvas: ratatui::Terminal<Screen>,
    emulator: vt100::Parser<Unknown>,
    buffer: Buffer,
    cursor: Option<Position>,
}

impl Bench {
    fn new(width: u16, height: u16, capabilities: Capabilities) -> Self {
        let size = Size::new(width, height);
        let Ok(canvas) = ratatui::Terminal::new(Screen::new(size, capabilities));
        let mut emulator =
            vt100::Parser::new_with_callbacks(cells(height), cells(width), 0, Unknown::default());
        // What a session's beginning does, on a terminal that has been used.
        emulator.process(b"\x1b[31;44mleft\r\nover\x1b[?25l");
        Self {
            canvas,
            emulator,
            buffer: Buffer::empty(Rect::from((Position::ORIGIN, size))),
            cursor: None,
        }
    }

    /// Draws the buffer, and gives the bytes that it took.
    fn draw(&mut self) -> Vec<u8> {
        self.respect_the_emulator();
        // The two ways to hand a frame over: as a buffer, and through ratatui's terminal.
        if let Some(cursor) = self.cursor {
            let Ok(()) = self.canvas.resize(self.buffer.area);
            let Ok(_) = self.canvas.draw(|frame| {
                frame.buffer_mut().clone_from(&self.buffer);
                frame.set_cursor_position(cursor);
            });
        } else {
            self.canvas.backend_mut().show(&self.buffer);
        }
        let mut bytes = Vec::new();
        self.canvas.backend_mut().take_into(&mut bytes);
        self.emulator.process(&bytes);
        bytes
    }

    /// Takes what the emulator cannot do out of the frame.
    fn respect_the_emulator(&mut self) {
        let width = self.buffer.area.width;
        let mut known = Cells::new(kind());
        for (cell, x) in self.buffer.content.iter_mut().zip((0..width).cycle()) {
            // It is bold or dim, not both.
            if cell.modifier.contains(Modifier::BOLD) {
                cell.modifier.remove(Modifier::DIM);
            }
            // It always wraps.
            let extent = known.cell(cell);
            if !extent.sure && x + u16::from(extent.reach) > width {
                cell.reset();
            }
        }
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.buffer = Buffer::empty(Rect::new(0, 0, width, height));
        self.emulator
            .screen_mut()
            .set_size(cells(height), cells(width));
        self.canvas.backend_mut().resize(Size::new(width, height));
    }

    /// What differs between the buffer and the emulator, one line a cell.
    fn differences(&self) -> Vec<String> {
        let screen = self.emulator.screen();
        let mut differences = cells_that_differ(&self.buffer, screen);
        let shown = (!screen.hide_cursor()).then(|| {
            let (y, x) = screen.cursor_position();
            Position::new(x, y)
        });
        if shown != self.cursor {
            differences.push(format!("cursor: wanted {:?}, shown {shown:?}", self.cursor));
        }
        differences.extend(self.emulator.callbacks().0.iter().cloned());
        differences
    }
}

/// The cells of a terminal that do not show what the buffer says.
fn cells_that_differ(buffer: &Buffer, screen: &vt100::Screen) -> Vec<String> {
    let mut differences = Vec::new();
    let area = buffer.area;
    let mut known = Cells::new(kind());
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let wanted = &buffer[(x, y)];
            let width = wanted.cell_width().max(1);
            let fits = x + width <= area.width;
            let shown = screen.cell(y, x).unwrap();
            let sure = known.cell(wanted).sure;
            let symbol = if fits { wanted.symbol() } else { " " };
            let (wanted, shown) = (expected(symbol, wanted), seen(shown));
            // What stands in the cells of a cluster that terminals disagree about is theirs.
            if wanted != shown && sure {
                differences.push(format!("{x},{y}: wanted {wanted:?}, shows {shown:?}"));
            }
            x += if fits { width } else { 1 };
        }
    }
    differences
}

/// The modifiers that the emulator keeps; the others are in the pen's own tests.
const SHOWN: Modifier = Modifier::BOLD
    .union(Modifier::DIM)
    .union(Modifier::ITALIC)
    .union(Modifier::UNDERLINED)
    .union(Modifier::REVERSED);

/// A cell's look: text, foreground, background, and bold, dim, italic, underlined, reversed.
type Look = (String, vt100::Color, vt100::Color, [bool; 5]);

fn expected(symbol: &str, cell: &buffer::Cell) -> Look {
    let colour = |colour| match color::shown(colour, ColorDepth::TrueColor).form() {
        Form::Indexed(index) => vt100::Color::Idx(index),
        Form::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
        Form::Default => vt100::Color::Default,
    };
    let attrs = [
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::ITALIC,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
    ];
    let attrs = attrs.map(|attr| cell.modifier.contains(attr));
    sanitize(symbol, colour(cell.fg), colour(cell.bg), attrs)
}

fn seen(cell: &vt100::Cell) -> Look {
    let text = if cell.has_contents() {
        cell.contents()
    } else {
        " "
    };
    let attrs = [
        cell.bold(),
        cell.dim(),
        cell.italic(),
        cell.underline(),
        cell.inverse(),
    ];
    sanitize(text, cell.fgcolor(), cell.bgcolor(), attrs)
}

/// On a blank that is neither underlined nor reversed nobody sees a foreground.
fn sanitize(text: &str, fg: vt100::Color, bg: vt100::Color, attrs: [bool; 5]) -> Look {
    if text == " " && !attrs[3] && !attrs[4] {
        return (text.to_owned(), vt100::Color::Default, bg, [false; 5]);
    }
    (text.to_owned(), fg, bg, attrs)
}

/// A change to the frame before.
#[derive(Debug, Clone)]
enum Change {
    Text(u16, u16, String, Style),
    Fill(Rect, char, Style),
    Restyle(Rect, Style),
    Shift(Rect, i16),
    /// Each row another text.
    Page(u16),
    Cursor(Option<(u16, u16)>),
    Resize(u16, u16),
    Clear,
}

impl Change {
    fn apply(&self, bench: &mut Bench) {
        let area = bench.buffer.area;
        let buffer = &mut bench.buffer;
        match self {
            Self::Text(x, y, text, style) => {
                if *x < area.width && *y < area.height {
                    buffer.set_string(*x, *y, text, *style);
                }
            }
            Self::Fill(rect, c, style) => {
                let rect = rect.intersection(area);
                let text: String = (0..rect.width).map(|_| *c).collect();
                for y in rect.top()..rect.bottom() {
                    buffer.set_stringn(rect.x, y, &text, rect.width.into(), *style);
                }
            }
            Self::Restyle(rect, style) => buffer.set_style(rect.intersection(area), *style),
            Self::Shift(rect, by) => {
                let rect = rect.intersection(area);
                let before = buffer.clone();
                for place in rect.positions() {
                    let from = place.y.checked_add_signed(*by);
                    buffer[place] = from
                        .filter(|y| (rect.top()..rect.bottom()).contains(y))
                        .map_or(buffer::Cell::EMPTY, |y| before[(place.x, y)].clone());
                }
            }
            Self::Page(seed) => {
                for y in 0..area.height {
                    let words = (0..7).map(|word| (seed + y * 31 + word * 17) % 89);
                    let words: Vec<String> = words.map(|word| format!("w{word}")).collect();
                    buffer.set_string(0, y, words.join(" "), Style::new());
                }
            }
            Self::Cursor(cursor) => {
                bench.cursor = cursor
                    .map(|(x, y)| Position::new(x.min(area.width - 1), y.min(area.height - 1)));
            }
            Self::Resize(width, height) => {
                bench.resize(*width, *height);
                bench.cursor = bench
                    .cursor
                    .map(|cursor| Position::new(cursor.x.min(width - 1), cursor.y.min(height - 1)));
            }
            Self::Clear => buffer.reset(),
        }
    }
}

fn style() -> impl Strategy<Value = Style> {
    let colour = prop_oneof![
        4 => Just(Color::Reset),
        2 => (0u8..16).prop_map(Color::Indexed),
        1 => any::<u8>().prop_map(Color::Indexed),
        1 => any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Color::Rgb(r, g, b)),
        1 => Just(Color::LightRed),
    ];
    let modifiers = prop_oneof![
        3 => Just(Modifier::empty()),
        1 => any::<u16>().prop_map(|bits| {
            Modifier::from_bits_truncate(bits) & SHOWN
        }),
    ];
    (colour.clone(), colour, modifiers)
        .prop_map(|(fg, bg, modifiers)| Style::new().fg(fg).bg(bg).add_modifier(modifiers))
}

fn rect() -> impl Strategy<Value = Rect> {
    (0u16..40, 0u16..14, 1u16..40, 1u16..14).prop_map(|(x, y, w, h)| Rect::new(x, y, w, h))
}

fn change() -> impl Strategy<Value = Change> {
    let text = prop_oneof![
        4 => "[a-z .]{1,40}",
        1 => "[a日é語\u{301} ]{1,20}",
        1 => "([a ]|👍🏽|👨‍👩‍👧|🇯🇵|☺️|क्षि|❤){1,8}",
        1 => "(─{1,40}| {1,40}|x{1,9})",
    ];
    let fill = prop_oneof![Just(' '), Just('─'), Just('x'), Just('日')];
    prop_oneof![
        6 => (0u16..40, 0u16..14, text, style()).prop_map(|(x, y, t, s)| Change::Text(x, y, t, s)),
        1 => (rect(), fill, style()).prop_map(|(r, c, s)| Change::Fill(r, c, s)),
        1 => (rect(), style()).prop_map(|(r, s)| Change::Restyle(r, s)),
        3 => (rect(), -4i16..5).prop_map(|(r, by)| Change::Shift(r, by)),
        1 => prop::option::of((0u16..40, 0u16..14)).prop_map(Change::Cursor),
        1 => (1u16..40, 1u16..14).prop_map(|(w, h)| Change::Resize(w, h)),
        1 => Just(Change::Clear),
    ]
}

/// A page, and then frames that are shifts of it with something changed.
fn shifted_page() -> impl Strategy<Value = Vec<Vec<Change>>> {
    let rect = (0u16..12, 0u16..5, 20u16..40, 5u16..14);
    let rect = rect.prop_map(|(x, y, w, h)| Rect::new(x, y, w, h));
    let shift = (rect, -5i16..6).prop_map(|(rect, by)| Change::Shift(rect, by));
    let frame = (shift, prop::collection::vec(change(), 0..2))
        .prop_map(|(shift, changes)| std::iter::once(shift).chain(changes).collect::<Vec<_>>());
    (any::<u8>(), prop::collection::vec(frame, 1..6)).prop_map(|(seed, mut frames)| {
        frames.insert(0, vec![Change::Page(seed.into())]);
        frames
    })
}

fn run(frames: &[Vec<Change>], capabilities: Capabilities) -> Result<(), TestCaseError> {
    let mut bench = Bench::new(38, 13, capabilities);
    for changes in frames {
        for change in changes {
            change.apply(&mut bench);
        }
        let bytes = bench.draw();
        let differences = bench.differences();
        prop_assert!(
            differences.is_empty(),
            "{}\nafter {}",
            differences.join("\n"),
            bytes.escape_ascii()
        );
        prop_assert!(
            bench.draw().is_empty(),
            "the same frame again costs nothing"
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_frame_is_shown(frames in prop::collection::vec(prop::collection::vec(change(), 1..6), 1..12)) {
        run(&frames, kind())?;
    }

    #[test]
    fn every_scrolled_frame_is_shown(frames in shifted_page()) {
        run(&frames, kind())?;
    }

    #[test]
    fn every_frame_is_shown_without_extras(frames in prop::collection::vec(prop::collection::vec(change(), 1..6), 1..8)) {
        run(&frames, Capabilities { scroll_regions: false, synchronized_output: false, ..kind() })?;
    }
}
