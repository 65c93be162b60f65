//! Sends the difference between two frames in few bytes.
//!
//! The renderer keeps a copy of what the terminal shows. Each new frame is compared with it: if a
//! part of the screen has scrolled, the terminal scrolls it; then the cells that differ are written,
//! grouped by color.

mod cell;
mod color;
mod scroll;
#[cfg(test)]
mod tests;
mod writer;

pub use writer::color_parameters;

use std::ops::Range;
use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use ratatui::style::Color;

use super::capabilities::Capabilities;
use super::handler::Hyperlink;
use cell::{Cell, CellStyle};
pub(crate) use writer::END_HYPERLINK;
use writer::TerminalWriter;

const BEGIN_SYNCHRONIZED_UPDATE: &[u8] = b"\x1b[?2026h";
const END_SYNCHRONIZED_UPDATE: &[u8] = b"\x1b[?2026l";

/// A change of at most this many bytes arrives in one network packet, even in an SSH session, so the
/// terminal shows it at once without a synchronized update.
const MAX_PACKET_BYTES: usize = 1380;

/// Default style, no margins (which also moves the cursor home), empty screen.
const CLEAR_SCREEN: &[u8] = b"\x1b[m\x1b[r\x1b[J";

/// The longest URI that terminals accept in a hyperlink, in bytes.
const MAX_URI_BYTES: usize = 2083;

/// Up to this many unchanged cells between two changes are written again, because moving the cursor
/// across them takes as many bytes.
const MAX_REWRITTEN_GAP: usize = MOVE_BYTES - 1;

/// About how many bytes a cursor move within a row takes.
const MOVE_BYTES: usize = 4;

/// About how many bytes erasing a number of cells takes.
const ERASE_BYTES: usize = 4;

/// How many bytes erasing the rest of a row takes.
const ERASE_LINE_BYTES: usize = 3;

/// Turns frames into bytes for the terminal.
#[derive(Debug)]
pub(crate) struct Renderer {
    capabilities: Capabilities,
    size: Size,
    /// What the terminal shows, row by row; `None` if that is not known.
    shown: Option<Vec<Cell>>,
    writer: TerminalWriter,
}

impl Renderer {
    /// Creates a renderer for a terminal whose contents are not known.
    pub(crate) fn new(capabilities: Capabilities) -> Self {
        Self {
            capabilities,
            size: Size::ZERO,
            shown: None,
            writer: TerminalWriter::at_home(Size::ZERO),
        }
    }

    /// Makes the next frame a full repaint: the terminal was resized or used by someone else.
    pub(crate) fn invalidate(&mut self) {
        self.shown = None;
    }

    /// Appends to `out` what makes the terminal show `frame`, which must be as large as the
    /// terminal; nothing if it shows that already.
    pub(crate) fn render(&mut self, frame: &Buffer, links: &[Hyperlink], out: &mut Vec<u8>) {
        let size = frame.area.as_size();
        if size != self.size {
            self.size = size;
            self.shown = None;
        }
        let wanted = self.cells(frame, links);
        let mut bytes = Vec::new();
        if let Some(shown) = self.shown.take() {
            bytes.extend(self.paint_shortest(shown, &wanted));
        } else {
            // The previous frame may have been cut off inside a hyperlink.
            if self.capabilities.hyperlinks {
                bytes.extend(END_HYPERLINK);
            }
            bytes.extend(CLEAR_SCREEN);
            self.writer = TerminalWriter::at_home(size);
            let blank = vec![Cell::BLANK; wanted.len()];
            paint(&mut self.writer, &blank, &wanted, size);
            bytes.extend(self.writer.take_bytes());
        }
        self.shown = Some(wanted);
        if bytes.is_empty() {
            return;
        }
        if self.capabilities.synchronized_output && bytes.len() > MAX_PACKET_BYTES {
            out.extend(BEGIN_SYNCHRONIZED_UPDATE);
            out.append(&mut bytes);
            out.extend(END_SYNCHRONIZED_UPDATE);
        } else {
            out.append(&mut bytes);
        }
    }

    /// The cells of a frame as this terminal can show them.
    fn cells(&self, frame: &Buffer, links: &[Hyperlink]) -> Vec<Cell> {
        let width = usize::from(self.size.width);
        let convert = |cell| Cell::new(cell, self.capabilities);
        let mut cells: Vec<Cell> = frame.content.iter().map(convert).collect();
        for row in cells.chunks_mut(width.max(1)) {
            place_continuations(row);
        }
        let sendable = |link: &&Hyperlink| self.capabilities.hyperlinks && is_sendable(&link.uri);
        for link in links.iter().filter(sendable) {
            let uri: Rc<str> = link.uri.as_str().into();
            for Position { x, y } in link.area.intersection(frame.area).positions() {
                cells[usize::from(y) * width + usize::from(x)].link = Some(Rc::clone(&uri));
            }
        }
        cells
    }

    /// Returns the bytes from `shown` to `wanted`: scrolled first or not, whichever is shorter.
    fn paint_shortest(&mut self, mut shown: Vec<Cell>, wanted: &[Cell]) -> Vec<u8> {
        let scroll = self
            .capabilities
            .scroll_regions
            .then(|| scroll::detect(&shown, wanted, self.size));
        let mut direct = self.writer.clone();
        paint(&mut direct, &shown, wanted, self.size);
        self.writer = match scroll.flatten() {
            Some(scroll) => {
                let mut scrolled = self.writer.clone();
                scrolled.scroll(&scroll, self.size);
                scroll.apply(&mut shown, self.size);
                paint(&mut scrolled, &shown, wanted, self.size);
                if scrolled.len() < direct.len() {
                    scrolled
                } else {
                    direct
                }
            }
            None => direct,
        };
        self.writer.take_bytes()
    }
}

/// Whether a URI may be sent to a terminal: nothing in it can end the sequence that holds it.
fn is_sendable(uri: &str) -> bool {
    let length = uri.len();
    (1..=MAX_URI_BYTES).contains(&length) && uri.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Puts continuation cells behind wide ones, and blanks where a wide one does not fit.
fn place_continuations(row: &mut [Cell]) {
    let mut x = 0;
    while let Some(cell) = row.get(x) {
        let style = cell.style;
        let end = x + usize::from(cell.width);
        if end > row.len() {
            row[x..].fill(Cell::blank(style));
            return;
        }
        row[x + 1..end].fill(Cell::continuation(style));
        x = end;
    }
}

/// Cells of a row that differ and are written in one style.
#[derive(Debug, Clone)]
struct ChangedRun {
    y: u16,
    columns: Range<usize>,
    style: CellStyle,
    /// The index of the style's colors. Runs of the same colors are written together.
    color_group: usize,
}

/// Writes all cells that differ, color by color: that takes fewer bytes than row by row, because
/// most color changes are longer than cursor moves.
fn paint(writer: &mut TerminalWriter, shown: &[Cell], wanted: &[Cell], size: Size) {
    let width = usize::from(size.width).max(1);
    let rows = shown.chunks(width).zip(wanted.chunks(width));
    let mut runs = Vec::new();
    let mut color_pairs = vec![writer.style().colors()];
    for (y, (shown, wanted)) in (0..).zip(rows) {
        if shown != wanted {
            collect_runs(y, shown, wanted, &mut color_pairs, &mut runs);
        }
    }
    runs.sort_by_key(|run| run.color_group);
    for run in runs {
        let start = usize::from(run.y) * width;
        write_run(writer, &run, &wanted[start..start + width]);
    }
    writer.set_link(None);
}

/// Appends the runs of a row to `runs`, and their colors to `color_pairs`.
fn collect_runs(
    y: u16,
    shown: &[Cell],
    wanted: &[Cell],
    color_pairs: &mut Vec<(Color, Color)>,
    runs: &mut Vec<ChangedRun>,
) {
    let first_run = runs.len();
    let text_end = text_end(wanted);
    let shown_text_end = self::text_end(shown);
    // Columns before this one are written again: a character before them may have covered them.
    let mut covered = 0;
    let differs = |x: usize, covered: usize| x < covered || shown[x] != wanted[x];
    let mut end = 0;
    while let Some(changed) = (end..wanted.len()).find(|&x| differs(x, covered)) {
        let mut start = changed;
        while wanted[start].is_continuation() {
            start -= 1;
        }
        let first = &wanted[start];
        let mut style = RunStyle::of(first);
        end = start + usize::from(first.width);
        if first.has_certain_width() {
            // The end of the last change, if only blanks follow the run.
            let changes_end = shown_text_end.max(covered).min(wanted.len());
            let mut joined = style;
            let mut x = end;
            while x - end <= MAX_REWRITTEN_GAP
                && let Some(cell) = wanted.get(x)
                && cell.has_certain_width()
                && cell.link == first.link
                && let Some(both) = joined.join(cell)
            {
                joined = both;
                if x >= text_end {
                    if changes_end > x {
                        style = joined;
                        end = changes_end;
                    }
                    break;
                }
                let next = x + usize::from(cell.width);
                if (x..next).any(|x| differs(x, covered)) {
                    style = joined;
                    end = next;
                }
                x = next;
            }
        } else {
            covered = covered.max(start + usize::from(first.max_width));
        }
        let colors = style.style.colors();
        let known = color_pairs.iter().position(|known| *known == colors);
        let color_group = known.unwrap_or_else(|| {
            color_pairs.push(colors);
            color_pairs.len() - 1
        });
        runs.push(ChangedRun {
            y,
            columns: start..end,
            style: style.style,
            color_group,
        });
    }
    if covered > 0 {
        // What is written after a character of uncertain width has to repair what it covered.
        for run in &mut runs[first_run..] {
            run.color_group = usize::MAX;
        }
    }
}

/// The style of a run. A run of blanks can be written in any style that shows its background.
#[derive(Debug, Clone, Copy)]
struct RunStyle {
    style: CellStyle,
    only_blanks: bool,
}

impl RunStyle {
    fn of(cell: &Cell) -> Self {
        Self {
            style: cell.style,
            only_blanks: cell.is_blank(),
        }
    }

    /// The style in which the run and `cell` can be written together, if there is one.
    fn join(self, cell: &Cell) -> Option<Self> {
        if cell.is_blank() {
            self.style.shows_blank(cell.style.bg).then_some(self)
        } else {
            let fits = self.style == cell.style
                || self.only_blanks && cell.style.shows_blank(self.style.bg);
            fits.then(|| Self::of(cell))
        }
    }
}

/// The column at which the blanks at the end of a row start.
fn text_end(row: &[Cell]) -> usize {
    let last = row.iter().rposition(|cell| *cell != Cell::BLANK);
    last.map_or(0, |last| last + 1)
}

fn write_run(writer: &mut TerminalWriter, run: &ChangedRun, row: &[Cell]) {
    let Range { start: mut x, end } = run.columns;
    let text_end = text_end(row);
    while x < end {
        let cell = &row[x];
        let at = Position::new(u16::try_from(x).expect("columns are u16"), run.y);
        let rest = &row[x..end];
        let blanks = rest.iter().take_while(|cell| **cell == Cell::BLANK).count();
        if x >= text_end && blanks > ERASE_LINE_BYTES {
            writer.erase_to_end_of_line(at);
            return;
        }
        // If something follows the blanks, the cursor has to move across them.
        let move_bytes = if blanks < rest.len() { MOVE_BYTES } else { 0 };
        if blanks > ERASE_BYTES + move_bytes {
            writer.erase(at, blanks);
            x += blanks;
        } else {
            writer.write(at, cell, run.style);
            x += usize::from(cell.width);
        }
    }
}
