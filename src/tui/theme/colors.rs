//! Styles that a person has chosen for roles, in place of a palette's.
//!
//! Owns when a choice counts: on which background, and whether the terminal can show it.

use std::collections::BTreeMap;

use ratatui::style::{Color, Style};

use super::{Background, Palette, StyleRole};
use crate::terminal::ColorDepth;

/// Styles chosen for roles, for every background or for one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomStyles {
    chosen: BTreeMap<(Option<Background>, StyleRole), Style>,
}

impl CustomStyles {
    /// None chosen.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            chosen: BTreeMap::new(),
        }
    }

    /// Chooses a style for a role, on one background or on every one. It takes the place of the
    /// palette's wholly.
    pub fn choose(&mut self, ground: Option<Background>, role: StyleRole, style: Style) {
        self.chosen.insert((ground, role), style);
    }

    /// The style chosen for a role on one background, or on every one.
    #[must_use]
    pub fn chosen(&self, ground: Option<Background>, role: StyleRole) -> Option<Style> {
        self.chosen.get(&(ground, role)).copied()
    }

    /// The style of a role: the one chosen for the palette's background, else for every one, else
    /// the palette's own. Where there are no colours the palette's counts. Where there are 16, a
    /// colour that is none of them comes out as the nearest, which may be that of the text: the
    /// palette's own weight is added then.
    #[must_use]
    pub fn style(&self, palette: Palette, role: StyleRole) -> Style {
        if self.chosen.is_empty() || palette.depth() == ColorDepth::Monochrome {
            return palette.style(role);
        }
        let here = self.chosen(Some(palette.ground()), role);
        let chosen = here.or_else(|| self.chosen(None, role));
        let Some(style) = chosen else {
            return palette.style(role);
        };
        let far = [style.fg, style.bg]
            .into_iter()
            .flatten()
            .any(is_none_of_16);
        if far && palette.depth() == ColorDepth::Ansi16 {
            return style.add_modifier(palette.style(role).add_modifier);
        }
        style
    }
}

fn is_none_of_16(colour: Color) -> bool {
    matches!(colour, Color::Rgb(..) | Color::Indexed(16..))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_counts_where_it_can_be_shown() {
        use Background::{Dark, Light};
        use ColorDepth::{
            Ansi16 as Sixteen, Ansi256 as Indexed, Monochrome as Mono, TrueColor as True,
        };
        let (rgb, red) = (Color::Rgb(1, 2, 3), Color::Red);
        let mut colours = CustomStyles::new();
        colours.choose(None, StyleRole::Passage, Style::new().bg(Color::Blue));
        colours.choose(None, StyleRole::Passage, Style::new().bg(rgb));
        colours.choose(None, StyleRole::Quote, Style::new().fg(red));
        colours.choose(
            Some(Background::Light),
            StyleRole::Quote,
            Style::new().fg(rgb),
        );
        let own = |depth, ground, role| Palette::new(depth, ground).style(role);
        let table = [
            (True, Dark, StyleRole::Passage, Style::new().bg(rgb)),
            (Indexed, Light, StyleRole::Passage, Style::new().bg(rgb)),
            (
                Sixteen,
                Dark,
                StyleRole::Passage,
                Style::new().bg(rgb).underlined(),
            ),
            (
                Mono,
                Dark,
                StyleRole::Passage,
                own(Mono, Dark, StyleRole::Passage),
            ),
            (
                Mono,
                Dark,
                StyleRole::Quote,
                own(Mono, Dark, StyleRole::Quote),
            ),
            (Sixteen, Dark, StyleRole::Quote, Style::new().fg(red)),
            (True, Light, StyleRole::Quote, Style::new().fg(rgb)),
            (Sixteen, Light, StyleRole::Quote, Style::new().fg(rgb)),
            (
                True,
                Dark,
                StyleRole::Text,
                own(True, Dark, StyleRole::Text),
            ),
        ];
        for (depth, ground, role, style) in table {
            let palette = Palette::new(depth, ground);
            assert_eq!(colours.style(palette, role), style, "{palette:?} {role:?}");
        }
    }
}
