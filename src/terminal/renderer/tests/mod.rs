//! Renders frames to a terminal emulator: whatever the frames, each of its cells shows what
//! ratatui's buffer says, style included.

mod bytes;
mod tmux;

use std::num::NonZero;

use proptest::prelude::*;
use ratatui::buffer::{self, CellWidth};
use ratatui::style::{Color, Modifier, Style};

use ratatui::layout::Rect;

use super::super::capabilities::ColorDepth;
use super::*;

/// Records the sequences that the emulator does not know. No terminal may be sent any, except for
/// synchronized output and automatic wrap.
#[derive(Default)]
struct UnknownSequences(Vec<String>);

impl vt100::Callbacks for UnknownSequences {
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
        // The end of a hyperlink, which the emulator splits in two.
        if c != b'\\' {
            self.0.push(format!("ESC {a:?} {b:?} {c}"));
        }
    }

    fn unhandled_control(&mut self, _: &mut vt100::Screen, control: u8) {
        self.0.push(format!("control {control}"));
    }
}

fn capabilities() -> Capabilities {
    Capabilities::detect(|name| match name {
        "TERM" => Some("xterm-256color".to_owned()),
        "COLORTERM" => Some("truecolor".to_owned()),
        _ => None,
    })
}

fn nonzero(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// A renderer, an emulator, and the frame that the emulator should show.
struct Bench {
    renderer: Renderer,
    emulator: vt100::Parser<UnknownSequences>,
    buffer: Buffer,
    links: Vec<Hyperlink>,
}

impl Bench {
    fn new(width: u16, height: u16, capabilities: Capabilities) -> Self {
        let mut emulator = vt100::Parser::new_with_callbacks(
            nonzero(height),
            nonzero(width),
            0,
            UnknownSequences::default(),
        );
        // A terminal that has been used, and the cursor hidden as the session does.
        emulator.process(b"\x1b[31;44mleft\r\nover\x1b[?25l");
        Self {
            renderer: Renderer::new(capabilities),
            emulator,
            buffer: Buffer::empty(Rect::new(0, 0, width, height)),
            links: Vec::new(),
        }
    }

    /// Renders the buffer; returns the bytes.
    fn draw(&mut self) -> Vec<u8> {
        self.remove_unsupported();
        let mut bytes = Vec::new();
        self.renderer.render(&self.buffer, &self.links, &mut bytes);
        self.emulator.process(&bytes);
        bytes
    }

    /// Removes from the frame what the emulator does not support.
    fn remove_unsupported(&mut self) {
        let width = self.buffer.area.width;
        for (cell, x) in self.buffer.content.iter_mut().zip((0..width).cycle()) {
            // It shows bold or dim, not both.
            if cell.modifier.contains(Modifier::BOLD) {
                cell.modifier.remove(Modifier::DIM);
            }
            // It always wraps.
            let converted = Cell::new(cell, capabilities());
            if !converted.has_certain_width() && x + u16::from(converted.max_width) > width {
                cell.reset();
            }
        }
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.buffer = Buffer::empty(Rect::new(0, 0, width, height));
        self.emulator
            .screen_mut()
            .set_size(nonzero(height), nonzero(width));
        self.renderer.invalidate();
    }

    /// Describes each cell in which the buffer and the emulator differ.
    fn differences(&self) -> Vec<String> {
        let screen = self.emulator.screen();
        let mut differences = differing_cells(&self.buffer, screen);
        if !screen.hide_cursor() {
            differences.push("the cursor is shown".to_owned());
        }
        differences.extend(self.emulator.callbacks().0.iter().cloned());
        differences
    }
}

/// Describes each cell of a terminal that does not show what the buffer says.
fn differing_cells(buffer: &Buffer, screen: &vt100::Screen) -> Vec<String> {
    let mut differences = Vec::new();
    let area = buffer.area;
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let cell = &buffer[(x, y)];
            let width = cell.cell_width().max(1);
            let fits = x + width <= area.width;
            let shown = screen.cell(y, x).unwrap();
            let certain = Cell::new(cell, capabilities()).has_certain_width();
            let symbol = if fits { cell.symbol() } else { " " };
            let (expected, shown) = (expected(symbol, cell), actual(shown));
            // What an emulator shows for a cluster of uncertain width is its own choice.
            if expected != shown && certain {
                differences.push(format!("{x},{y}: expected {expected:?}, shows {shown:?}"));
            }
            x += if fits { width } else { 1 };
        }
    }
    differences
}

/// The attributes that the emulator supports; the tests of the writer cover the others.
const SHOWN: Modifier = Modifier::BOLD
    .union(Modifier::DIM)
    .union(Modifier::ITALIC)
    .union(Modifier::UNDERLINED)
    .union(Modifier::REVERSED);

/// What a cell shows: text, foreground, background, and bold, dim, italic, underlined, reversed.
type Shown = (String, vt100::Color, vt100::Color, [bool; 5]);

fn expected(symbol: &str, cell: &buffer::Cell) -> Shown {
    let color = |color| match (color, color::palette_index(color)) {
        (_, Some(index)) => vt100::Color::Idx(index),
        (Color::Rgb(r, g, b), _) => vt100::Color::Rgb(r, g, b),
        _ => vt100::Color::Default,
    };
    let attrs = [
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::ITALIC,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
    ];
    let attrs = attrs.map(|attr| cell.modifier.contains(attr));
    normalize(symbol, color(cell.fg), color(cell.bg), attrs)
}

fn actual(cell: &vt100::Cell) -> Shown {
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
    normalize(text, cell.fgcolor(), cell.bgcolor(), attrs)
}

/// Ignores the foreground of a blank, which is visible only if it is underlined or reversed.
fn normalize(text: &str, fg: vt100::Color, bg: vt100::Color, attrs: [bool; 5]) -> Shown {
    if text == " " && !attrs[3] && !attrs[4] {
        return (text.to_owned(), vt100::Color::Default, bg, [false; 5]);
    }
    (text.to_owned(), fg, bg, attrs)
}

/// A change to the previous frame.
#[derive(Debug, Clone)]
enum Change {
    Text(u16, u16, String, Style),
    Fill(Rect, char, Style),
    Restyle(Rect, Style),
    Shift(Rect, i16),
    /// Fills each row with different text.
    Page(u16),
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
            Self::Resize(width, height) => bench.resize(*width, *height),
            Self::Clear => buffer.reset(),
        }
    }
}

fn style() -> impl Strategy<Value = Style> {
    let color = prop_oneof![
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
    (color.clone(), color, modifiers)
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
        1 => (1u16..40, 1u16..14).prop_map(|(w, h)| Change::Resize(w, h)),
        1 => Just(Change::Clear),
    ]
}

/// A page, then frames that scroll parts of it and change something.
fn scrolled_page() -> impl Strategy<Value = Vec<Vec<Change>>> {
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
        prop_assert!(bench.draw().is_empty(), "an unchanged frame takes no bytes");
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_frame_is_shown(frames in prop::collection::vec(prop::collection::vec(change(), 1..6), 1..12)) {
        run(&frames, capabilities())?;
    }

    #[test]
    fn every_scrolled_frame_is_shown(frames in scrolled_page()) {
        run(&frames, capabilities())?;
    }

    #[test]
    fn every_frame_is_shown_without_scroll_regions(frames in prop::collection::vec(prop::collection::vec(change(), 1..6), 1..8)) {
        run(&frames, Capabilities { scroll_regions: false, synchronized_output: false, ..capabilities() })?;
    }
}
