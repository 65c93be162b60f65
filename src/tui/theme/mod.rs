//! A style for each role.
//!
//! Owns every colour of the program. Meaning never rests on colour alone: with no colours at all
//! each role still has its weight, its underline or its reverse, and no two that may meet look the
//! same.

mod colors;
mod role;

use ratatui::style::{Color, Modifier, Style};

use crate::terminal::ColorDepth;
pub use colors::CustomStyles;
pub use role::StyleRole;

/// What the terminal's background is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Background {
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// The colours that a palette is made of. The terminal's own foreground and background are used
/// wherever they will do.
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
    cursor: Color,
    lit: Color,
    lit_more: Color,
    current: (Color, Color),
    found: (Color, Color),
    found_current: (Color, Color),
}

const fn rgb(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color::Rgb(red, green, blue)
}

const fn ix(index: u8) -> Color {
    Color::Indexed(index)
}

const DARK_TRUE: Colors = Colors {
    faint: rgb(0x86_8e_96),
    rule: rgb(0x45_4b_52),
    accent: rgb(0x8f_b8_de),
    number: rgb(0xd9_b8_6c),
    kind: rgb(0x8c_c4_a4),
    relation: rgb(0xb9_a5_d9),
    quote: rgb(0xe6_d3_a3),
    warning: rgb(0xf0_8a_78),
    cursor: rgb(0x28_3c_51),
    lit: rgb(0x45_3c_1e),
    lit_more: rgb(0x61_52_1c),
    current: (rgb(0x1b_1b_1b), rgb(0xe3_b9_4f)),
    found: (rgb(0xe8_f4_f8), rgb(0x1f_5c_73)),
    found_current: (rgb(0x10_1a_1e), rgb(0x7f_dc_f5)),
};

const LIGHT_TRUE: Colors = Colors {
    faint: rgb(0x6a_72_7a),
    rule: rgb(0xc9_ce_d3),
    accent: rgb(0x1f_5f_9e),
    number: rgb(0x85_56_00),
    kind: rgb(0x1d_6b_45),
    relation: rgb(0x6b_46_a3),
    quote: rgb(0x6b_4a_00),
    warning: rgb(0xb4_2a_18),
    cursor: rgb(0xd3_e3_f4),
    lit: rgb(0xfb_ee_bf),
    lit_more: rgb(0xf2_d5_78),
    current: (rgb(0x1b_1b_1b), rgb(0xff_b9_2e)),
    found: (rgb(0x0c_2a_36), rgb(0xb5_e2_f2)),
    found_current: (rgb(0xff_ff_ff), rgb(0x0b_6e_8f)),
};

const DARK_INDEXED: Colors = Colors {
    faint: ix(245),
    rule: ix(239),
    accent: ix(110),
    number: ix(179),
    kind: ix(115),
    relation: ix(146),
    quote: ix(223),
    warning: ix(210),
    cursor: ix(237),
    lit: ix(237),
    lit_more: ix(239),
    current: (ix(16), ix(179)),
    found: (ix(195), ix(24)),
    found_current: (ix(16), ix(117)),
};

const LIGHT_INDEXED: Colors = Colors {
    faint: ix(242),
    rule: ix(251),
    accent: ix(25),
    number: ix(58),
    kind: ix(23),
    relation: ix(55),
    quote: ix(52),
    warning: ix(124),
    cursor: ix(189),
    lit: ix(229),
    lit_more: ix(221),
    current: (ix(16), ix(214)),
    found: (ix(16), ix(159)),
    found_current: (ix(231), ix(24)),
};

/// Eight colours: what cannot be tinted is told by its own colour and by underlining.
const DARK_SIXTEEN: Colors = Colors {
    faint: Color::Reset,
    rule: Color::Reset,
    accent: Color::Cyan,
    number: Color::Yellow,
    kind: Color::Green,
    relation: Color::Magenta,
    quote: Color::Yellow,
    warning: Color::Red,
    cursor: Color::Reset,
    lit: Color::Yellow,
    lit_more: Color::Yellow,
    current: (Color::Black, Color::Yellow),
    found: (Color::Black, Color::Cyan),
    found_current: (Color::Black, Color::White),
};

const LIGHT_SIXTEEN: Colors = Colors {
    accent: Color::Blue,
    number: Color::Red,
    quote: Color::Blue,
    lit: Color::Blue,
    lit_more: Color::Blue,
    current: (Color::White, Color::Blue),
    found_current: (Color::White, Color::Magenta),
    ..DARK_SIXTEEN
};

/// A style for each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    depth: ColorDepth,
    ground: Background,
}

impl Palette {
    /// The palette for a terminal.
    #[must_use]
    pub const fn new(depth: ColorDepth, ground: Background) -> Self {
        Self { depth, ground }
    }

    /// How many colours it has.
    #[must_use]
    pub const fn depth(self) -> ColorDepth {
        self.depth
    }

    /// The background it is for.
    #[must_use]
    pub const fn ground(self) -> Background {
        self.ground
    }

    /// The same for another background.
    #[must_use]
    pub const fn on(self, ground: Background) -> Self {
        Self::new(self.depth, ground)
    }

    /// The style of a role.
    #[must_use]
    #[allow(clippy::match_same_arms, reason = "each role is read by itself")]
    pub fn style(self, role: StyleRole) -> Style {
        let weighted = Style::new().add_modifier(self.weight(role));
        let inks = match (self.depth, self.ground) {
            (ColorDepth::Monochrome, _) => return weighted,
            (ColorDepth::TrueColor, Background::Dark) => DARK_TRUE,
            (ColorDepth::TrueColor, Background::Light) => LIGHT_TRUE,
            (ColorDepth::Ansi256, Background::Dark) => DARK_INDEXED,
            (ColorDepth::Ansi256, Background::Light) => LIGHT_INDEXED,
            (ColorDepth::Ansi16, Background::Dark) => DARK_SIXTEEN,
            (ColorDepth::Ansi16, Background::Light) => LIGHT_SIXTEEN,
        };
        let on = |(ink, paper): (Color, Color)| weighted.fg(ink).bg(paper);
        match role {
            StyleRole::Text
            | StyleRole::Title
            | StyleRole::Heading
            | StyleRole::Name
            | StyleRole::Prompt => weighted,
            StyleRole::Abstract | StyleRole::Annotated => weighted,
            StyleRole::Faint | StyleRole::Tag | StyleRole::InactiveTab => weighted.fg(inks.faint),
            StyleRole::Rule | StyleRole::EmptyStrip => weighted.fg(inks.rule),
            StyleRole::ActiveTab
            | StyleRole::SectionHeading
            | StyleRole::Key
            | StyleRole::StripViewport => weighted.fg(inks.accent),
            StyleRole::UnfocusedCursor | StyleRole::CursorMarker => weighted.fg(inks.accent),
            StyleRole::Message => weighted.fg(inks.accent),
            StyleRole::Cursor if self.depth == ColorDepth::Ansi16 => weighted,
            StyleRole::Cursor => weighted.bg(inks.cursor),
            StyleRole::Number | StyleRole::Bar | StyleRole::Strip => weighted.fg(inks.number),
            StyleRole::Kind => weighted.fg(inks.kind),
            StyleRole::Relation => weighted.fg(inks.relation),
            StyleRole::Quote => weighted.fg(inks.quote),
            StyleRole::Warning => weighted.fg(inks.warning),
            StyleRole::CurrentBar => weighted.fg(inks.current.1),
            StyleRole::Passage if self.depth == ColorDepth::Ansi16 => weighted.fg(inks.lit),
            StyleRole::OverlappingPassages if self.depth == ColorDepth::Ansi16 => {
                weighted.fg(inks.lit_more)
            }
            StyleRole::Passage => weighted.bg(inks.lit),
            StyleRole::OverlappingPassages => weighted.bg(inks.lit_more),
            StyleRole::CurrentPassage | StyleRole::CurrentOverlap => on(inks.current),
            StyleRole::Match => on(inks.found),
            StyleRole::CurrentMatch => on(inks.found_current),
        }
    }

    /// What tells a role without any colour.
    #[allow(clippy::match_same_arms, reason = "each role is read by itself")]
    fn weight(self, role: StyleRole) -> Modifier {
        let few = matches!(self.depth, ColorDepth::Monochrome | ColorDepth::Ansi16);
        let mono = self.depth == ColorDepth::Monochrome;
        match role {
            StyleRole::Title
            | StyleRole::Heading
            | StyleRole::Name
            | StyleRole::ActiveTab
            | StyleRole::SectionHeading => Modifier::BOLD,
            StyleRole::UnfocusedCursor | StyleRole::CursorMarker | StyleRole::CurrentBar => {
                Modifier::BOLD
            }
            // With few colours, passages are underlined.
            StyleRole::Annotated if !few => Modifier::UNDERLINED,
            StyleRole::Annotated | StyleRole::Abstract => Modifier::ITALIC,
            StyleRole::Key if mono => Modifier::BOLD,
            StyleRole::Faint | StyleRole::Rule | StyleRole::EmptyStrip
                if self.depth == ColorDepth::Ansi16 =>
            {
                Modifier::DIM
            }
            StyleRole::Cursor if few => Modifier::REVERSED,
            StyleRole::Passage if few => Modifier::UNDERLINED,
            StyleRole::OverlappingPassages if few => Modifier::UNDERLINED.union(Modifier::BOLD),
            StyleRole::CurrentPassage if mono => Modifier::REVERSED,
            StyleRole::CurrentOverlap if mono => Modifier::REVERSED.union(Modifier::UNDERLINED),
            StyleRole::CurrentOverlap => Modifier::UNDERLINED,
            // While a search is on nothing else is reversed than the current match, and the lens's
            // passages are all `Lit`.
            StyleRole::Match if mono => Modifier::UNDERLINED.union(Modifier::BOLD),
            StyleRole::CurrentMatch if mono => Modifier::REVERSED.union(Modifier::BOLD),
            StyleRole::CurrentMatch => Modifier::BOLD,
            StyleRole::Warning if mono => Modifier::BOLD,
            _ => Modifier::empty(),
        }
    }
}

#[cfg(test)]
mod contrast;

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Palette; 7] = [
        Palette::new(ColorDepth::TrueColor, Background::Dark),
        Palette::new(ColorDepth::TrueColor, Background::Light),
        Palette::new(ColorDepth::Ansi256, Background::Dark),
        Palette::new(ColorDepth::Ansi256, Background::Light),
        Palette::new(ColorDepth::Ansi16, Background::Dark),
        Palette::new(ColorDepth::Ansi16, Background::Light),
        Palette::new(ColorDepth::Monochrome, Background::Dark),
    ];

    /// Without colours overlaps are not told while a search is on.
    const NEVER_TOGETHER: (StyleRole, StyleRole) =
        (StyleRole::OverlappingPassages, StyleRole::Match);

    #[test]
    fn what_may_meet_in_the_text_looks_different_in_every_palette() {
        let roles = [
            StyleRole::Text,
            StyleRole::Passage,
            StyleRole::OverlappingPassages,
            StyleRole::CurrentPassage,
            StyleRole::CurrentOverlap,
            StyleRole::Match,
            StyleRole::CurrentMatch,
        ];
        for palette in ALL {
            for (at, one) in roles.iter().enumerate() {
                for other in &roles[at + 1..] {
                    if palette.depth == ColorDepth::Monochrome && (*one, *other) == NEVER_TOGETHER {
                        continue;
                    }
                    assert_ne!(
                        palette.style(*one),
                        palette.style(*other),
                        "{one:?} and {other:?} in {palette:?}"
                    );
                }
            }
            assert_ne!(
                palette.style(StyleRole::Cursor),
                palette.style(StyleRole::UnfocusedCursor)
            );
            assert_ne!(
                palette.style(StyleRole::Cursor),
                palette.style(StyleRole::Text)
            );
        }
    }

    #[test]
    fn no_colour_means_no_colour() {
        let mono = Palette::new(ColorDepth::Monochrome, Background::Light);
        for role in [
            StyleRole::Faint,
            StyleRole::Passage,
            StyleRole::CurrentPassage,
            StyleRole::Warning,
            StyleRole::Key,
        ] {
            let style = mono.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
    }
}
