//! The rows kept of what was wrapped last.
//!
//! Owns what is kept and what is let go. It must not know what the rows are of.

use std::collections::HashMap;
use std::rc::Rc;

use super::Row;
use super::table::{self, Columns};

/// Rows in a generation: some screens' worth, a few hundred kilobytes.
const ROWS: usize = 2048;

/// A block's place and the number of a segment in it.
pub(super) type Key = (usize, usize);

/// Two generations of rows: what was asked for lately, and what was before that. When the new one
/// is full it becomes the old one, whose rows that nobody asked for again are let go.
#[derive(Debug, Default)]
pub(super) struct Cache {
    new: HashMap<Key, Rc<[Row]>>,
    old: HashMap<Key, Rc<[Row]>>,
    rows: usize,
    columns: HashMap<table::Key, Rc<Columns>>,
}

/// At most this many tables, or parts of long ones, have their columns kept, because no more are near
/// the screen.
const TABLES: usize = 32;

impl Cache {
    pub(super) fn get(&mut self, key: Key) -> Option<Rc<[Row]>> {
        if let Some(rows) = self.new.get(&key) {
            return Some(Rc::clone(rows));
        }
        let rows = self.old.remove(&key)?;
        self.insert(key, Rc::clone(&rows));
        Some(rows)
    }

    pub(super) fn insert(&mut self, key: Key, rows: Rc<[Row]>) {
        if self.rows >= ROWS {
            self.old = std::mem::take(&mut self.new);
            self.rows = 0;
        }
        self.rows += rows.len();
        self.new.insert(key, rows);
    }

    pub(super) fn columns(&self, key: table::Key) -> Option<Rc<Columns>> {
        self.columns.get(&key).map(Rc::clone)
    }

    pub(super) fn keep(&mut self, key: table::Key, columns: Rc<Columns>) {
        if self.columns.len() >= TABLES {
            self.columns.clear();
        }
        self.columns.insert(key, columns);
    }
}
