//! Links: parts of the screen that lead somewhere (OSC 8).

use std::collections::HashMap;

/// The longest target that terminals take, in bytes.
const LONGEST: usize = 2083;

/// How many targets are remembered before all are forgotten.
const MOST: usize = 1 << 12;

/// The targets that have been on the screen, by number.
#[derive(Debug, Default)]
pub(super) struct Links {
    targets: Vec<String>,
    numbers: HashMap<String, u16>,
}

impl Links {
    /// Whether there has been any.
    pub(super) fn is_used(&self) -> bool {
        !self.targets.is_empty()
    }

    /// Whether enough targets are remembered that it is time to [`forget`](Self::forget) them.
    pub(super) fn is_full(&self) -> bool {
        self.targets.len() >= MOST
    }

    /// Forgets all targets; the numbers given before have no meaning then.
    pub(super) fn forget(&mut self) {
        self.targets.clear();
        self.numbers.clear();
    }

    /// The number of a target, from 1; 0 where it cannot be one.
    pub(super) fn number(&mut self, target: &str) -> u16 {
        if target.is_empty()
            || target.len() > LONGEST
            || !target.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return 0;
        }
        if let Some(number) = self.numbers.get(target) {
            return *number;
        }
        let Ok(number) = u16::try_from(self.targets.len() + 1) else {
            return 0;
        };
        self.targets.push(target.to_owned());
        self.numbers.insert(target.to_owned(), number);
        number
    }

    /// The target of a number; nothing for 0, which ends a link.
    pub(super) fn target(&self, number: u16) -> &str {
        let index = usize::from(number).checked_sub(1);
        index
            .and_then(|index| self.targets.get(index))
            .map_or("", |target| target)
    }
}
