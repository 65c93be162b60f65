//! Links: parts of the screen that lead somewhere (OSC 8).

use ratatui::layout::Rect;

/// The longest target that terminals take, in bytes.
const LONGEST: usize = 2083;

/// A part of the screen that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The cells that are the link.
    pub area: Rect,
    /// The URI that it leads to. One with characters that a URI cannot have leads nowhere.
    pub target: String,
}

/// The targets that have been on the screen, by number.
#[derive(Debug, Default)]
pub(super) struct Links(Vec<String>);

impl Links {
    /// The number of a target, from 1; 0 where it cannot be one.
    pub(super) fn number(&mut self, target: &str) -> u16 {
        if target.is_empty()
            || target.len() > LONGEST
            || !target.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return 0;
        }
        let index = self.0.iter().position(|known| known == target);
        let index = index.unwrap_or_else(|| {
            self.0.push(target.to_owned());
            self.0.len() - 1
        });
        u16::try_from(index + 1).unwrap_or_default()
    }

    /// The target of a number; nothing for 0, which ends a link.
    pub(super) fn target(&self, number: u16) -> &str {
        let index = usize::from(number).checked_sub(1);
        index
            .and_then(|index| self.0.get(index))
            .map_or("", |target| target)
    }
}
