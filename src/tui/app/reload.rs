//! Saves the location, and replaces the document by a newer version.

use super::{App, Browsing};
use crate::document::{AnchoringResult, Document};
use crate::tui::message::{Ctx, ReloadError};
use crate::tui::modal::Modal;
use crate::tui::session::{PartlyRestored, ReloadSnapshot, SavedDetailItem, SavedLocation};
use crate::tui::text_anchor::{ResolvedAnchor, TextAnchor, TextChange};

impl App {
    /// The location to save for the next run; during a search prompt, the one that Esc returns to.
    #[must_use]
    pub fn saved_location(&self) -> SavedLocation {
        match self.ctx.search.origin() {
            Some(origin) => SavedLocation::new(&self.ctx.document, &origin.snapshot),
            None => SavedLocation::new(&self.ctx.document, &self.snapshot()),
        }
    }

    /// Sets or clears the reason why the newer files on disk are not shown.
    pub fn set_reload_error(&mut self, error: Option<ReloadError>) {
        self.ctx.reload_error = error;
        self.sync();
    }

    /// Replaces the document by a newer version. Keeps the location and the search where their ids and
    /// text are found. Returns false if nothing has changed.
    pub fn replace(&mut self, document: Document) -> bool {
        let (old, new) = (self.ctx.document.essay.source(), document.essay.source());
        if old == new && self.ctx.document.apparatus_source == document.apparatus_source {
            return false;
        }
        let change = TextChange::between(old, new);
        for jump in self.jumps.iter_mut() {
            jump.detach(&self.ctx.document);
            jump.rebase(&change, old, new);
        }
        let kept = self.before_reload();
        self.ctx.document = document;
        self.after_reload(kept, |text, anchor| {
            match change.map_offset(anchor.offset) {
                Some(offset) => ResolvedAnchor {
                    offset,
                    matched: true,
                },
                None => anchor.resolve(text),
            }
        });
        true
    }

    /// Applies the result of a background search for the document's pending quotes. Returns false if
    /// the search was for another document.
    pub fn apply_anchoring(&mut self, found: AnchoringResult) -> bool {
        if !self.ctx.document.awaits(&found) {
            return false;
        }
        for jump in self.jumps.iter_mut() {
            jump.detach(&self.ctx.document);
        }
        let kept = self.before_reload();
        self.ctx.document.apply_anchoring(found.resolutions);
        // The text is the same, so every position is still right.
        self.after_reload(kept, |_, anchor| ResolvedAnchor {
            offset: anchor.offset,
            matched: true,
        });
        true
    }

    fn before_reload(&mut self) -> ReloadSnapshot {
        self.commit_viewport();
        self.panes.detail.commit_viewport(&self.ctx);
        let document = &self.ctx.document;
        let detail = &self.panes.detail;
        let text = document.essay.source();
        let origin = self.ctx.search.origin();
        let current_match = self.ctx.search.current_match();
        ReloadSnapshot {
            location: SavedLocation::new(document, &self.snapshot()),
            search_origin: origin.map(|origin| SavedLocation::new(document, &origin.snapshot)),
            detail_entry: detail.selected().and_then(|item| {
                let item = SavedDetailItem::new(document, item);
                Some((item, detail.cursor_rows_below_top()?))
            }),
            current_match: current_match.map(|found| TextAnchor::new(text, found.start)),
        }
    }

    fn after_reload(
        &mut self,
        kept: ReloadSnapshot,
        resolve: impl Fn(&str, &TextAnchor) -> ResolvedAnchor,
    ) {
        let partly_restored = self.partly_restored.take();
        let document = &self.ctx.document;
        let text = document.essay.source();
        let resolve = &mut |anchor: &TextAnchor| resolve(text, anchor);
        let match_start = kept
            .current_match
            .as_ref()
            .map(|anchor| resolve(anchor).offset);
        let origin = kept
            .search_origin
            .map(|saved| saved.restore(document, resolve));
        // If the user has not moved since, look again for what the last reload did not find.
        let unmoved = partly_restored.filter(|it| it.restored == kept.location);
        let mut detail_entry = None;
        let (snapshot, incomplete) = if let Some(PartlyRestored { saved, .. }) = unmoved {
            let by_text = &mut |anchor: &TextAnchor| anchor.resolve(text);
            saved.restore_or_keep(document, by_text)
        } else {
            if let Some((item, rows)) = kept.detail_entry {
                detail_entry = item.restore(document, resolve).map(|item| (item, rows));
            }
            kept.location.restore_or_keep(document, resolve)
        };
        self.browsing = Browsing::Idle;
        self.restore(snapshot);
        if let (Some(origin), Some(snapshot)) = (self.ctx.search.origin_mut(), origin) {
            origin.snapshot = snapshot;
        }
        self.panes.sidebar.on_document_changed();
        self.panes.essay.on_document_changed(&self.ctx.document);
        self.panes.detail.on_document_changed();
        match &mut self.modal {
            Some(Modal::Chooser(_)) => self.modal = None,
            Some(Modal::Picker(picker)) => picker.on_document_changed(&self.ctx),
            _ => {}
        }
        self.sync();
        if let Some((item, rows_below_top)) = detail_entry {
            self.panes.detail.restore_cursor(&item, rows_below_top);
        }
        let Ctx {
            document,
            essay_view,
            search,
            ..
        } = &mut self.ctx;
        let from = match_start.unwrap_or(essay_view.visible.start);
        search.rerun(document, &essay_view.text_range, from);
        self.sync();
        self.record_viewport();
        self.partly_restored = incomplete.map(|saved| PartlyRestored {
            saved,
            restored: SavedLocation::new(&self.ctx.document, &self.snapshot()),
        });
    }
}
