//! What lies over the regions: the help, the apparatus's problems, a choice between passages.
//!
//! Owns their cursor, and the rows of a choice.

use super::location::Cursor;
use super::{App, Effect, Message, help};
use crate::apparatus::{ClaimIx, NoteIx};
use crate::document::{Owner, Subject};
use crate::tui::action::Action;
use crate::tui::geometry::BOX_MARGIN;
use crate::tui::rich_text::{RichText, RichTextBuilder, span};
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;

/// What an overlay's entry leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Opens a claim.
    Claim(ClaimIx),
    /// The problem of a place in the document's list.
    Problem(usize),
    /// The same of a version that could not be read.
    Syntax(usize),
}

/// What an overlay is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The keys, and what the marks mean.
    Help,
    /// What is wrong with the apparatus.
    Problems,
    /// What stands in one place: claims, one of which is to be opened, and notes.
    Choice,
}

/// What stands in one place.
#[derive(Debug, Clone, Default)]
pub(super) struct Choice {
    claims: Vec<ClaimIx>,
    notes: Vec<NoteIx>,
}

/// Something that lies over the regions.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// What it is.
    pub kind: Kind,
    /// Its cursor; where it has no entries, only the first row shown.
    pub cursor: Cursor,
    /// What a choice is of.
    choice: Choice,
    /// The problem whose line is shown.
    pub(super) unfolded: Option<Target>,
    /// Its rows, as wide as [`App::overlay_size`] says.
    pub rows: RichText<Target>,
}

/// The most columns that an overlay's text takes.
const WIDEST: u16 = 76;

impl Overlay {
    /// Its title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self.kind {
            Kind::Help => "Help",
            Kind::Problems => "Problems of the apparatus",
            Kind::Choice if self.choice.claims.is_empty() => "Noted here",
            Kind::Choice => "Several claims stand here",
        }
    }
}

impl App {
    /// The columns and rows that an overlay has for its text.
    #[must_use]
    pub fn overlay_size(&self) -> (u16, u16) {
        let (width, height) = self.size;
        (
            width.saturating_sub(6).clamp(10, WIDEST),
            height.saturating_sub(4).max(1),
        )
    }

    /// The box that an overlay stands in, with its frame.
    #[must_use]
    pub fn overlay_box(&self) -> Option<Rect> {
        let overlay = self.overlay.as_ref()?;
        let (width, most) = self.overlay_size();
        let count = u16::try_from(overlay.rows.rows.len()).unwrap_or(u16::MAX);
        let (columns, rows) = self.size;
        let width = (width + 6).min(columns);
        let height = (count.clamp(1, most) + 2).min(rows.saturating_sub(1));
        let over = rows.saturating_sub(2).saturating_sub(height);
        Some(Rect::new(
            (columns - width) / 2,
            1 + over / 3,
            width,
            height,
        ))
    }

    /// What lies over the regions, if anything does.
    #[must_use]
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// Whether this is what lies over the regions.
    pub(super) fn lies_over(&self, kind: Kind) -> bool {
        self.overlay
            .as_ref()
            .is_some_and(|overlay| overlay.kind == kind)
    }

    pub(super) fn show_help(&mut self) {
        self.show_overlay(Kind::Help, Choice::default());
    }

    pub(super) fn show_overlay(&mut self, kind: Kind, choice: Choice) {
        self.overlay = Some(Overlay {
            kind,
            cursor: Cursor::default(),
            choice,
            unfolded: None,
            rows: RichText::default(),
        });
        self.compose_overlay();
    }

    /// Puts the overlay's rows together for the present size.
    pub(super) fn compose_overlay(&mut self) {
        let width = usize::from(self.overlay_size().0);
        let Some(overlay) = &self.overlay else {
            return;
        };
        let rows = match overlay.kind {
            Kind::Help => help::rows(self, width),
            Kind::Problems => self.problem_rows(width, overlay.unfolded),
            Kind::Choice => self.choice_rows(&overlay.choice, width),
        };
        if rows.rows.is_empty() {
            // The last problem has been mended while they were listed.
            self.overlay = None;
        } else if let Some(overlay) = &mut self.overlay {
            let last = rows.targets.len().saturating_sub(1);
            overlay.cursor.at = overlay.cursor.at.min(last);
            overlay.rows = rows;
        }
        self.reveal_overlay_cursor();
    }

    fn choice_rows(&self, choice: &Choice, width: usize) -> RichText<Target> {
        let mut rows = RichTextBuilder::new(width);
        for &claim in &choice.claims {
            let about = &self.document.apparatus[claim];
            let number = format!("{:>3} ", self.document.index.number(claim));
            let text = [
                span(StyleRole::Kind, about.kind.name()),
                span(StyleRole::Text, &format!("  {}", about.text)),
            ];
            rows.entry(
                Target::Claim(claim),
                &[span(StyleRole::Number, &number)],
                &text,
            );
        }
        for (place, &note) in choice.notes.iter().enumerate() {
            if place > 0 || !choice.claims.is_empty() {
                rows.blank_line();
            }
            let about = &self.document.apparatus[note];
            let words = about.anchors.first().map_or("", |anchor| &anchor.exact);
            rows.spans(&[
                span(StyleRole::Quote, &format!("“{words}”")),
                span(StyleRole::Text, &format!("  {}", about.text)),
            ]);
        }
        rows.finish()
    }

    /// Opens the claim that stands at the essay's cursor; where several do, they are offered.
    pub(super) fn open_from_essay(&mut self) {
        let Some(range) = self.range_to_open() else {
            let key = self.key_of(Action::NextPassage);
            let text = format!("{key} goes to a passage first");
            self.say(Message::note(text));
            return;
        };
        let mut claims: Vec<ClaimIx> = Vec::new();
        let mut notes: Vec<NoteIx> = Vec::new();
        for passage in self.document.index.notes_at(range.clone()) {
            if let Owner::Note(note) = passage.owner
                && !notes.contains(&note)
            {
                notes.push(note);
            }
        }
        for passage in self.document.index.claims_at(range) {
            if let Owner::Claim(claim, _) = passage.owner
                && !claims.contains(&claim)
            {
                claims.push(claim);
            }
        }
        match claims.as_slice() {
            [] if notes.is_empty() => self.say(Message::note("No claim stands here".to_owned())),
            // The detail of a claim has what is noted on its words.
            &[claim] => self.open_chosen(claim),
            _ => self.offer(claims, notes),
        }
    }

    /// Offers claims to be opened, the current passage's under the cursor, and shows notes.
    fn offer(&mut self, claims: Vec<ClaimIx>, notes: Vec<NoteIx>) {
        let owner = self.place.current.as_ref().and_then(|c| c.owner);
        let here = claims
            .iter()
            .position(|claim| matches!(owner, Some(Owner::Claim(of, _)) if of == *claim));
        self.show_overlay(Kind::Choice, Choice { claims, notes });
        if let Some(overlay) = &mut self.overlay {
            overlay.cursor.at = here.unwrap_or(0);
        }
        self.reveal_overlay_cursor();
    }

    fn open_chosen(&mut self, claim: ClaimIx) {
        if self.place.lens == Subject::Claim(claim) {
            self.say(Message::note("This claim is open already".to_owned()));
            return;
        }
        let current = self.place.current.clone();
        self.leave();
        self.open(Subject::Claim(claim));
        if self.regions.detail.is_none() {
            self.turn_to(crate::tui::geometry::Region::Detail);
        } else {
            self.place.current = current;
        }
    }

    fn reveal_overlay_cursor(&mut self) {
        let height = usize::from(self.overlay_size().1);
        let Some(overlay) = &mut self.overlay else {
            return;
        };
        if let Some((from, to)) = overlay.rows.rows_of_entry(overlay.cursor.at) {
            let from = from.max(to.saturating_sub(height));
            overlay.cursor.reveal(from, to, height);
        }
        let last = overlay.rows.rows.len().saturating_sub(height);
        overlay.cursor.top = overlay.cursor.top.min(last);
    }

    /// What an action does while an overlay is open.
    pub(super) fn update_overlay(&mut self, action: Action) -> Effect {
        let page = usize::from(self.overlay_size().1).saturating_sub(1).max(1);
        match action {
            Action::Cancel | Action::Quit | Action::Back => self.overlay = None,
            Action::Help if self.lies_over(Kind::Help) => self.overlay = None,
            Action::Problems if self.lies_over(Kind::Problems) => self.overlay = None,
            Action::Down => self.move_overlay(1),
            Action::Up => self.move_overlay(-1),
            Action::PageDown => self.move_overlay(page.cast_signed()),
            Action::PageUp => self.move_overlay(-page.cast_signed()),
            Action::HalfPageDown => self.move_overlay(page.div_ceil(2).cast_signed()),
            Action::HalfPageUp => self.move_overlay(-page.div_ceil(2).cast_signed()),
            Action::First => self.move_overlay(isize::MIN),
            Action::Last => self.move_overlay(isize::MAX),
            Action::Open => return self.open_from_overlay(),
            // Nothing that the help tells of is done while it is read.
            Action::Edit | Action::Mouse if self.lies_over(Kind::Help) => {}
            Action::Edit => return self.edit(),
            Action::Help => self.show_help(),
            Action::Suspend => return Effect::Suspend,
            Action::Redraw => return Effect::Redraw,
            Action::Mouse => return self.toggle_mouse(),
            _ => {}
        }
        Effect::None
    }

    /// Moves by entries where it has any, else by rows.
    pub(super) fn move_overlay(&mut self, by: isize) {
        let Some(overlay) = &mut self.overlay else {
            return;
        };
        if overlay.rows.targets.is_empty() {
            overlay.cursor.top = overlay.cursor.top.saturating_add_signed(by);
        } else {
            let last = overlay.rows.targets.len() - 1;
            overlay.cursor.at = overlay.cursor.at.saturating_add_signed(by).min(last);
        }
        self.reveal_overlay_cursor();
    }

    /// A click on a row selects what is there; a click on what is selected opens it.
    pub(super) fn click_overlay(&mut self, x: u16, y: u16) -> Effect {
        let inside = self.overlay_box().map(|area| area.inner(BOX_MARGIN));
        let (Some(inside), Some(overlay)) = (inside, &mut self.overlay) else {
            return Effect::None;
        };
        if !inside.contains((x, y).into()) {
            return Effect::None;
        }
        let row = overlay.cursor.top + usize::from(y - inside.y);
        match overlay.rows.rows.get(row).and_then(|row| row.entry) {
            Some(entry) if entry == overlay.cursor.at => self.open_from_overlay(),
            Some(entry) => {
                overlay.cursor.at = entry;
                self.reveal_overlay_cursor();
                Effect::None
            }
            None => Effect::None,
        }
    }

    fn open_from_overlay(&mut self) -> Effect {
        let target = self
            .overlay
            .as_ref()
            .and_then(|overlay| overlay.rows.targets.get(overlay.cursor.at))
            .copied();
        match target {
            Some(Target::Claim(claim)) => {
                self.overlay = None;
                self.open_chosen(claim);
                Effect::None
            }
            Some(target @ (Target::Problem(_) | Target::Syntax(_))) => {
                self.unfold(target);
                Effect::None
            }
            None => {
                self.overlay = None;
                Effect::None
            }
        }
    }
}
