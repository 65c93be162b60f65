//! Which lines with a list's mark begin an item of a plain text.
//!
//! Owns what a mark needs beside it to be one: a hand-wrapped line may begin with a dash or a
//! number by chance, and with a letter or an inner bracket in any text. It must not know what an
//! item becomes.

use super::lines::{self, Class, Mark};
use super::{BlockKind, Scan, line_length};

/// So many bytes behind a line are looked at for the item that follows its own.
const NEAR: usize = 1000;
/// So many lines of them.
const NEAR_LINES: usize = 16;

impl Scan<'_> {
    /// Whether a line with a list's mark, so far indented, does begin an item.
    pub(super) fn may_begin_item(&self, mark: &Mark, indent: usize, end: usize) -> bool {
        if mark.class.is_weak() {
            return self.goes_on_list(mark, indent) || self.begins_list(mark, end);
        }
        let Some(open) = &self.open else {
            return true;
        };
        if mark.class == Class::Bullet || open.kind == BlockKind::ListItem || open.long {
            return true;
        }
        let before = self.source.get(open.start..open.end).unwrap_or_default();
        mark.is_first()
            && (before.trim_end().ends_with(':')
                || self.next_mark(end).is_some_and(|next| mark.leads(&next)))
    }

    /// Whether the item before, in the same list, leads to the mark.
    fn goes_on_list(&self, mark: &Mark, indent: usize) -> bool {
        let mut lists = self.lists.iter().rev();
        // A speech begins with a dash too, behind a blank line.
        let apart = self.open.is_none();
        !(apart && matches!(mark.class, Class::Line(_)))
            && lists.any(|(list, before)| {
                // Roman numbers may stand at the right of their column.
                let right = list + before.length == indent + mark.length;
                (*list == indent || right) && before.leads(mark)
            })
    }

    /// Whether the mark is a list's first, and one that follows it begins in the next lines, before
    /// any other prose.
    fn begins_list(&self, mark: &Mark, end: usize) -> bool {
        if !mark.is_first() {
            return false;
        }
        let rest = self.source.get(end + 1..).unwrap_or_default();
        let near = rest
            .get(..rest.floor_char_boundary(NEAR))
            .unwrap_or_default();
        let mut apart = false;
        for line in near.lines().take(NEAR_LINES) {
            let content = line.trim_start();
            if content.is_empty() {
                apart = true;
                continue;
            }
            if apart && matches!(mark.class, Class::Line(_)) {
                return false;
            }
            if lines::list_mark(content).is_some_and(|next| mark.leads(&next)) {
                return true;
            }
            if apart && content.len() == line.len() {
                return false;
            }
        }
        false
    }

    /// The list's mark of the line behind the one that ends at `end`.
    fn next_mark(&self, end: usize) -> Option<Mark> {
        let rest = self.source.get(end + 1..)?;
        let line = rest.get(..line_length(rest.as_bytes(), rest.len()))?;
        lines::list_mark(line.trim_start())
    }
}

/// Whether a text begins with what may be a letter as a list's mark.
pub(super) fn may_mark(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    lines::list_mark(line).is_some()
}
