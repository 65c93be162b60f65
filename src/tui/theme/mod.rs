//! The style of every part of the screen: the built-in palettes, and the styles that the user chose
//! instead.
//!
//! Meaning never rests on color alone: without colors each role still has its own attributes, such
//! as bold or underline, and roles that can be next to each other differ.

mod role;

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};

use crate::terminal::ColorDepth;
pub use role::StyleRole;

/// The brightness of the terminal's background.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Background {
    /// A dark background.
    Dark,
    /// A light background.
    Light,
}

/// The colors of a palette. All other text has the terminal's default colors.
#[derive(Debug, Clone, Copy)]
struct Colors {
    faint: Color,
    rule: Color,
    accent: Color,
    number: Color,
    kind: Color,
    relation: Color,
    quote: Color,
    warning: Color,
    cursor: Style,
    passage: Style,
    overlap: Style,
    current_bar: Color,
    current_passage: Style,
    search_match: Style,
    current_match: Style,
}

const fn rgb(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color::Rgb(red, green, blue)
}

const fn indexed(index: u8) -> Color {
    Color::Indexed(index)
}

const fn bg(color: Color) -> Style {
    Style::new().bg(color)
}

const fn fg(color: Color) -> Style {
    Style::new().fg(color)
}

const DARK_TRUE_COLOR: Colors = Colors {
    faint: rgb(0x86_8e_96),
    rule: rgb(0x45_4b_52),
    accent: rgb(0x8f_b8_de),
    number: rgb(0xd9_b8_6c),
    kind: rgb(0x8c_c4_a4),
    relation: rgb(0xb9_a5_d9),
    quote: rgb(0xe6_d3_a3),
    warning: rgb(0xf0_8a_78),
    cursor: bg(rgb(0x28_3c_51)),
    passage: bg(rgb(0x45_3c_1e)),
    overlap: bg(rgb(0x61_52_1c)),
    current_bar: rgb(0xe3_b9_4f),
    current_passage: fg(rgb(0x1b_1b_1b)).bg(rgb(0xe3_b9_4f)),
    search_match: fg(rgb(0xe8_f4_f8)).bg(rgb(0x1f_5c_73)),
    current_match: fg(rgb(0x10_1a_1e)).bg(rgb(0x7f_dc_f5)),
};

const LIGHT_TRUE_COLOR: Colors = Colors {
    faint: rgb(0x6a_72_7a),
    rule: rgb(0xc9_ce_d3),
    accent: rgb(0x1f_5f_9e),
    number: rgb(0x85_56_00),
    kind: rgb(0x1d_6b_45),
    relation: rgb(0x6b_46_a3),
    quote: rgb(0x6b_4a_00),
    warning: rgb(0xb4_2a_18),
    cursor: bg(rgb(0xd3_e3_f4)),
    passage: bg(rgb(0xfb_ee_bf)),
    overlap: bg(rgb(0xf2_d5_78)),
    current_bar: rgb(0xff_b9_2e),
    current_passage: fg(rgb(0x1b_1b_1b)).bg(rgb(0xff_b9_2e)),
    search_match: fg(rgb(0x0c_2a_36)).bg(rgb(0xb5_e2_f2)),
    current_match: fg(rgb(0xff_ff_ff)).bg(rgb(0x0b_6e_8f)),
};

const DARK_256: Colors = Colors {
    faint: indexed(245),
    rule: indexed(239),
    accent: indexed(110),
    number: indexed(179),
    kind: indexed(115),
    relation: indexed(146),
    quote: indexed(223),
    warning: indexed(210),
    cursor: bg(indexed(237)),
    passage: bg(indexed(237)),
    overlap: bg(indexed(239)),
    current_bar: indexed(179),
    current_passage: fg(indexed(16)).bg(indexed(179)),
    search_match: fg(indexed(195)).bg(indexed(24)),
    current_match: fg(indexed(16)).bg(indexed(117)),
};

const LIGHT_256: Colors = Colors {
    faint: indexed(242),
    rule: indexed(251),
    accent: indexed(25),
    number: indexed(58),
    kind: indexed(23),
    relation: indexed(55),
    quote: indexed(52),
    warning: indexed(124),
    cursor: bg(indexed(189)),
    passage: bg(indexed(229)),
    overlap: bg(indexed(221)),
    current_bar: indexed(214),
    current_passage: fg(indexed(16)).bg(indexed(214)),
    search_match: fg(indexed(16)).bg(indexed(159)),
    current_match: fg(indexed(231)).bg(indexed(24)),
};

/// With 16 colors there are no tints for backgrounds: passages have another foreground and are
/// underlined.
const DARK_16: Colors = Colors {
    faint: Color::Reset,
    rule: Color::Reset,
    accent: Color::Cyan,
    number: Color::Yellow,
    kind: Color::Green,
    relation: Color::Magenta,
    quote: Color::Yellow,
    warning: Color::Red,
    cursor: Style::new(),
    passage: fg(Color::Yellow),
    overlap: fg(Color::Yellow),
    current_bar: Color::Yellow,
    current_passage: fg(Color::Black).bg(Color::Yellow),
    search_match: fg(Color::Black).bg(Color::Cyan),
    current_match: fg(Color::Black).bg(Color::White),
};

const LIGHT_16: Colors = Colors {
    accent: Color::Blue,
    number: Color::Red,
    quote: Color::Blue,
    passage: fg(Color::Blue),
    overlap: fg(Color::Blue),
    current_bar: Color::Blue,
    current_passage: fg(Color::White).bg(Color::Blue),
    current_match: fg(Color::White).bg(Color::Magenta),
    ..DARK_16
};

/// The built-in style of each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    color_depth: ColorDepth,
    background: Background,
}

impl Palette {
    /// The palette for a terminal.
    #[must_use]
    pub const fn new(color_depth: ColorDepth, background: Background) -> Self {
        Self {
            color_depth,
            background,
        }
    }

    /// The number of colors it uses.
    #[must_use]
    pub const fn color_depth(self) -> ColorDepth {
        self.color_depth
    }

    /// The same palette for another background.
    #[must_use]
    pub const fn with_background(self, background: Background) -> Self {
        Self::new(self.color_depth, background)
    }

    /// The style of a role.
    #[must_use]
    #[allow(clippy::match_same_arms, reason = "grouped by meaning")]
    pub fn style(self, role: StyleRole) -> Style {
        use StyleRole as R;
        let colors = match (self.color_depth, self.background) {
            (ColorDepth::Monochrome, _) => return Style::new().add_modifier(self.modifier(role)),
            (ColorDepth::TrueColor, Background::Dark) => DARK_TRUE_COLOR,
            (ColorDepth::TrueColor, Background::Light) => LIGHT_TRUE_COLOR,
            (ColorDepth::Ansi256, Background::Dark) => DARK_256,
            (ColorDepth::Ansi256, Background::Light) => LIGHT_256,
            (ColorDepth::Ansi16, Background::Dark) => DARK_16,
            (ColorDepth::Ansi16, Background::Light) => LIGHT_16,
        };
        let style = match role {
            R::Text | R::Title | R::Heading | R::Name | R::Prompt => Style::new(),
            R::Abstract | R::Annotated => Style::new(),
            R::Faint | R::Tag | R::InactiveTab => fg(colors.faint),
            R::Rule | R::EmptyStrip => fg(colors.rule),
            R::ActiveTab | R::SectionHeading | R::Key | R::StripViewport => fg(colors.accent),
            R::UnfocusedCursor | R::CursorMarker | R::Message => fg(colors.accent),
            R::Cursor => colors.cursor,
            R::Number | R::Bar | R::Strip => fg(colors.number),
            R::Kind => fg(colors.kind),
            R::Relation => fg(colors.relation),
            R::Quote => fg(colors.quote),
            R::Warning => fg(colors.warning),
            R::Passage => colors.passage,
            R::OverlappingPassages => colors.overlap,
            R::CurrentBar => fg(colors.current_bar),
            R::CurrentPassage | R::CurrentOverlap => colors.current_passage,
            R::Match => colors.search_match,
            R::CurrentMatch => colors.current_match,
        };
        style.add_modifier(self.modifier(role))
    }

    /// The attributes that mark a role without color.
    #[allow(clippy::match_same_arms, reason = "grouped by meaning")]
    fn modifier(self, role: StyleRole) -> Modifier {
        use StyleRole as R;
        let is_mono = self.color_depth == ColorDepth::Monochrome;
        let few_colors = self.color_depth <= ColorDepth::Ansi16;
        match role {
            R::Title | R::Heading | R::Name | R::ActiveTab | R::SectionHeading => Modifier::BOLD,
            R::UnfocusedCursor | R::CursorMarker | R::CurrentBar => Modifier::BOLD,
            R::Abstract => Modifier::ITALIC,
            // With few colors, underlines mark passages.
            R::Annotated if few_colors => Modifier::ITALIC,
            R::Annotated => Modifier::UNDERLINED,
            R::Key | R::Warning if is_mono => Modifier::BOLD,
            R::Faint | R::Rule | R::EmptyStrip if few_colors && !is_mono => Modifier::DIM,
            R::Cursor if few_colors => Modifier::REVERSED,
            R::Passage if few_colors => Modifier::UNDERLINED,
            R::OverlappingPassages if few_colors => Modifier::UNDERLINED | Modifier::BOLD,
            R::CurrentPassage if is_mono => Modifier::REVERSED,
            R::CurrentOverlap if is_mono => Modifier::REVERSED | Modifier::UNDERLINED,
            R::CurrentOverlap => Modifier::UNDERLINED,
            // During a search nothing else in the essay is reversed, and the lens's passages never
            // have the style of overlaps.
            R::Match if is_mono => Modifier::UNDERLINED | Modifier::BOLD,
            R::CurrentMatch if is_mono => Modifier::REVERSED | Modifier::BOLD,
            R::CurrentMatch => Modifier::BOLD,
            _ => Modifier::empty(),
        }
    }
}

/// The styles chosen in the configuration, for all backgrounds or for one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomStyles {
    styles: BTreeMap<(Option<Background>, StyleRole), Style>,
}

impl CustomStyles {
    /// No custom styles.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            styles: BTreeMap::new(),
        }
    }

    /// Sets the style of a role, for one background or for all. It replaces the palette's style.
    pub fn set(&mut self, background: Option<Background>, role: StyleRole, style: Style) {
        self.styles.insert((background, role), style);
    }

    /// The style set for a role, for one background or for all.
    #[must_use]
    pub fn get(&self, background: Option<Background>, role: StyleRole) -> Option<Style> {
        self.styles.get(&(background, role)).copied()
    }

    /// The style of a role: the custom one for the palette's background, else the custom one for all
    /// backgrounds, else the palette's own. Without colors the palette's own style always wins.
    #[must_use]
    pub fn style(&self, palette: Palette, role: StyleRole) -> Style {
        let built_in = palette.style(role);
        let custom = self.get(Some(palette.background), role);
        match (custom.or_else(|| self.get(None, role)), palette.color_depth) {
            (None, _) | (_, ColorDepth::Monochrome) => built_in,
            // The nearest of the 16 colors may be the color of plain text.
            (Some(style), ColorDepth::Ansi16) if needs_256_colors(style) => {
                style.add_modifier(built_in.add_modifier)
            }
            (Some(style), _) => style,
        }
    }
}

fn needs_256_colors(style: Style) -> bool {
    let mut colors = [style.fg, style.bg].into_iter().flatten();
    colors.any(|color| matches!(color, Color::Rgb(..) | Color::Indexed(16..)))
}

#[cfg(test)]
mod tests;
