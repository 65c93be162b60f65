//! Styles as users write them: `bold #8fb8de on 24`.

use ratatui::style::{Color, Modifier, Style};

use crate::apparatus::nearest::nearest;

/// The named colors: `default`, then the terminal's 16 in its order. `white` is what ratatui calls gray.
const COLORS: [(&str, Color); 17] = [
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// How to write a style, for messages.
pub(super) const SYNTAX_HELP: &str = "a style is a text color, `on` and a background color, and any of bold, dim, italic, \
     underline, reverse; a color is #8fb8de, 0 to 255, or a name such as bright-blue";

/// Parses a style. An empty text is the terminal's plain style.
pub(super) fn parse(text: &str) -> Result<Style, String> {
    let mut style = Style::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if let Some(modifier) = lookup(&MODIFIERS, word) {
            style = style.add_modifier(modifier);
        } else if word == "on" {
            let color = words.next().ok_or("no background color after `on`")?;
            if style.bg.is_some() {
                return Err("more than one background color".to_owned());
            }
            style = style.bg(parse_color(color)?);
        } else {
            let color = parse_color(word)?;
            if style.fg.is_some() {
                return Err(format!(
                    "`{word}` is a second text color; write `on` before the background"
                ));
            }
            style = style.fg(color);
        }
    }
    Ok(style)
}

fn parse_color(word: &str) -> Result<Color, String> {
    if let Some(color) = lookup(&COLORS, word) {
        return Ok(color);
    }
    if let Some(hex) = word.strip_prefix('#') {
        let is_hex = hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u32::from_str_radix(hex, 16).ok().filter(|_| is_hex);
        let number = number.ok_or(format!("`{word}` must have six hexadecimal digits"))?;
        let [_, red, green, blue] = number.to_be_bytes();
        return Ok(Color::Rgb(red, green, blue));
    }
    if let Ok(index) = word.parse::<u8>() {
        let named = COLORS.get(1 + usize::from(index));
        return Ok(named.map_or(Color::Indexed(index), |&(_, color)| color));
    }
    let colors = COLORS.iter().map(|(name, _)| *name);
    let names = colors.chain(MODIFIERS.iter().map(|(name, _)| *name));
    Err(match nearest(word, names) {
        Some(near) => format!("unknown color `{word}`; did you mean `{near}`?"),
        None => format!("unknown color `{word}`"),
    })
}

fn lookup<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    let found = table.iter().find(|(name, _)| *name == word);
    found.map(|&(_, value)| value)
}

/// Writes a style so that [`parse`] returns it.
pub(super) fn format(style: Style) -> String {
    let modifiers = MODIFIERS.iter();
    let modifiers = modifiers.filter(|(_, modifier)| style.add_modifier.contains(*modifier));
    let mut words: Vec<_> = modifiers.map(|(name, _)| (*name).to_owned()).collect();
    words.extend(style.fg.map(format_color));
    words.extend(style.bg.map(|color| format!("on {}", format_color(color))));
    words.join(" ")
}

fn format_color(color: Color) -> String {
    match color {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Indexed(index) => index.to_string(),
        named => {
            let found = COLORS.iter().find(|(_, color)| *color == named);
            let (name, _) = found.expect("every other color has a name");
            (*name).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formatted_style_parses_to_the_same_style() {
        for text in [
            "",
            "bold",
            "#8fb8de",
            "on #453c1e",
            "bold dim italic underline reverse red on bright-white",
            "16 on 255",
            "default on default",
        ] {
            assert_eq!(format(parse(text).unwrap()), text);
        }
        for (text, same) in [
            ("  on   blue  underline red ", "underline red on blue"),
            ("1 on 15", "red on bright-white"),
            ("#ABCDEF", "#abcdef"),
        ] {
            assert_eq!(format(parse(text).unwrap()), same);
        }
    }

    #[test]
    fn a_wrong_style_is_an_error() {
        for (text, why) in [
            ("blu", "did you mean `blue`"),
            ("bald", "did you mean `bold`"),
            ("xyzzy", "unknown color `xyzzy`"),
            ("256", "unknown color"),
            ("-1", "unknown color"),
            ("#fff", "six hexadecimal digits"),
            ("#ffffgg", "six hexadecimal digits"),
            ("#+fffff", "six hexadecimal digits"),
            ("red blue", "write `on` before the background"),
            ("on", "no background color after `on`"),
            ("on red on blue", "more than one background"),
            ("red x", "unknown color `x`"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
