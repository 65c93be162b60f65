//! A style as a person writes it: `bold #8fb8de on 24`.
//!
//! Owns the words for colours and weights. It must not know what has the style.

use ratatui::style::{Color, Modifier, Style};

use crate::apparatus::nearest::nearest;

/// The colours that have a name. The terminal says what the 16 look like.
const COLOURS: [(&str, Color); 17] = [
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

/// What a text can be beside coloured.
const WEIGHTS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// How a style is written, for messages.
pub(super) const HOW: &str = "write colours as #8fb8de, 0 to 255, or a name such as red or bright-blue; before the \
     background `on`; besides, bold, dim, italic, underline or reverse";

/// Reads a style. Nothing written is plain text.
pub(super) fn parse(text: &str) -> Result<Style, String> {
    let mut style = Style::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if let Some(weight) = named(&WEIGHTS, word) {
            style = style.add_modifier(weight);
        } else if word == "on" {
            let Some(colour) = words.next() else {
                return Err("after `on` stands the background's colour".to_owned());
            };
            if style.bg.is_some() {
                return Err("there are two backgrounds".to_owned());
            }
            style = style.bg(parse_colour(colour)?);
        } else if style.fg.is_some() {
            parse_colour(word)?;
            return Err(format!(
                "`{word}` is a second colour for the text; a background has `on` before it"
            ));
        } else {
            style = style.fg(parse_colour(word)?);
        }
    }
    Ok(style)
}

fn parse_colour(word: &str) -> Result<Color, String> {
    if let Some(colour) = named(&COLOURS, word) {
        return Ok(colour);
    }
    if let Some(hex) = word.strip_prefix('#') {
        let digits = hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u32::from_str_radix(hex, 16).ok().filter(|_| digits);
        return match number.map(u32::to_be_bytes) {
            Some([_, red, green, blue]) => Ok(Color::Rgb(red, green, blue)),
            None => Err(format!("`{word}` has not six digits after the #")),
        };
    }
    if let Ok(index) = word.parse::<u8>() {
        let named = COLOURS.get(1 + usize::from(index));
        return Ok(named.map_or(Color::Indexed(index), |&(_, colour)| colour));
    }
    let names = COLOURS.iter().map(|(name, _)| *name);
    let names = names.chain(WEIGHTS.iter().map(|(name, _)| *name));
    Err(match nearest(word, names) {
        Some(near) => format!("`{word}` is no colour; did you mean `{near}`?"),
        None => format!("`{word}` is no colour"),
    })
}

fn named<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    let found = table.iter().find(|(name, _)| *name == word);
    found.map(|&(_, value)| value)
}

/// A style as it would be written.
pub(super) fn written(style: Style) -> String {
    let weights = WEIGHTS
        .iter()
        .filter(|(_, weight)| style.add_modifier.contains(*weight))
        .map(|(name, _)| (*name).to_owned());
    let text = style.fg.map(written_colour);
    let ground = style
        .bg
        .map(|colour| format!("on {}", written_colour(colour)));
    let words: Vec<String> = weights.chain(text).chain(ground).collect();
    words.join(" ")
}

fn written_colour(colour: Color) -> String {
    match colour {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Indexed(index) => index.to_string(),
        named => {
            let found = COLOURS.iter().find(|(_, colour)| *colour == named);
            found.map_or("default", |(name, _)| name).to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_read_as_it_is_written() {
        for text in [
            "",
            "bold",
            "#8fb8de",
            "on #453c1e",
            "bold dim italic underline reverse red on bright-white",
            "16 on 255",
            "default on default",
        ] {
            assert_eq!(written(parse(text).unwrap()), text);
        }
        for (text, same) in [
            ("  on   blue  underline red ", "underline red on blue"),
            ("1 on 15", "red on bright-white"),
            ("#ABCDEF", "#abcdef"),
        ] {
            assert_eq!(written(parse(text).unwrap()), same);
        }
    }

    #[test]
    fn what_is_no_style_is_refused() {
        for (text, why) in [
            ("blu", "did you mean `blue`"),
            ("bald", "did you mean `bold`"),
            ("xyzzy", "`xyzzy` is no colour"),
            ("256", "no colour"),
            ("-1", "no colour"),
            ("#fff", "six digits"),
            ("#ffffgg", "six digits"),
            ("#+fffff", "six digits"),
            ("red blue", "`on` before it"),
            ("on", "after `on`"),
            ("on red on blue", "two backgrounds"),
            ("red x", "`x` is no colour"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
