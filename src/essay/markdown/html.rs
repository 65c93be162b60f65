//! Splits HTML into tags and text, and knows what the tags mean to a reader.

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use crate::essay::InlineStyle;

/// A part of a piece of HTML. Ranges are bytes in the piece.
pub(crate) enum HtmlToken {
    Start(StartTag),
    End(String, Range<usize>),
    /// Text between tags. It may contain entities.
    Text(Range<usize>),
}

/// A start tag.
pub(crate) struct StartTag {
    /// Its name, in lowercase.
    pub(crate) name: String,
    pub(crate) range: Range<usize>,
    attributes: Vec<(String, String, Range<usize>)>,
}

impl StartTag {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let (_, value, _) = attributes.find(|attribute| attribute.0 == name)?;
        Some(value)
    }

    /// Where the value of an attribute is in `html`, without quotation marks.
    pub(crate) fn attribute_range(&self, name: &str, html: &str) -> Option<Range<usize>> {
        let mut attributes = self.attributes.iter();
        let (_, _, range) = attributes.find(|attribute| attribute.0 == name)?;
        let (before, value) = html.get(range.clone())?.split_once('=')?;
        let start = range.start + before.len() + 1;
        let value_start = value.trim_start_matches([' ', '\n', '"', '\'']);
        let start = start + value.len() - value_start.len();
        let value = value_start.trim_end_matches([' ', '\n', '"', '\'', '/', '>']);
        Some(start..start + value.len())
    }
}

/// The tags and the text of a piece of HTML. Comments are left out.
pub(crate) fn tokens(html: &str) -> Vec<HtmlToken> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let string = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    // A span never ends inside of a character, but this does not depend on it.
    let range = |span: html5gum::Span<usize>| {
        let end = html.floor_char_boundary(span.end);
        html.floor_char_boundary(span.start).min(end)..end
    };
    let mut tokens = Vec::new();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => tokens.push(HtmlToken::Start(StartTag {
                name: string(&tag.name),
                range: range(tag.span),
                attributes: (tag.attributes.iter())
                    .map(|(name, value)| (string(name), string(value), range(value.span)))
                    .collect(),
            })),
            Token::EndTag(tag) => tokens.push(HtmlToken::End(string(&tag.name), range(tag.span))),
            Token::String(text) => tokens.push(HtmlToken::Text(range(text.span))),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    tokens
}

/// The length of the entity, such as `&amp;`, at the beginning of a text, and the text shown for it.
/// The length of an ampersand alone is 1.
pub(crate) fn entity(text: &str) -> (usize, String) {
    /// No entity has a longer name.
    const MAX_LENGTH: usize = 33;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let name = text.bytes().skip(1).take(MAX_LENGTH).take_while(is_name);
    let end = 1 + name.count();
    let end = end + usize::from(text[end..].starts_with(';'));
    let mut shown = String::new();
    for Ok(token) in Tokenizer::new(&text[..end]) {
        if let Token::String(string) = token {
            shown.push_str(&String::from_utf8_lossy(&string));
        }
    }
    (end, shown)
}

/// Elements without visible text.
pub(crate) fn is_hidden(name: &str) -> bool {
    ["script", "style", "template", "noscript", "svg", "iframe"].contains(&name)
}

/// Elements that begin and end blocks, apart from those that [`Builder`](super::builder::Builder)
/// treats in a way of their own.
pub(crate) fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 34] = [
        "address",
        "article",
        "aside",
        "body",
        "caption",
        "center",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "head",
        "header",
        "hgroup",
        "html",
        "legend",
        "main",
        "menu",
        "nav",
        "option",
        "p",
        "search",
        "section",
        "summary",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "video",
    ];
    BLOCKS.contains(&name)
}

/// Sets the style of an element. Returns `false` for an element that has none.
pub(crate) fn set_style(name: &str, style: &mut InlineStyle) -> bool {
    match name {
        "em" | "i" | "cite" | "dfn" | "var" => style.emphasis = true,
        "b" | "strong" | "summary" => style.strong = true,
        "code" | "kbd" | "samp" | "tt" => style.code = true,
        "del" | "s" | "strike" => style.strikethrough = true,
        _ => return false,
    }
    true
}

/// A text in superscript or subscript characters, if there is one for each of its characters.
pub(crate) fn script_text(name: &str, text: &str) -> Option<String> {
    const SUPERSCRIPTS: &str =
        "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ";
    const SUBSCRIPTS: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ";
    let pairs = if name == "sup" {
        SUPERSCRIPTS
    } else {
        SUBSCRIPTS
    };
    let script = |wanted: char| {
        let mut pairs = pairs.chars();
        while let (Some(plain), Some(script)) = (pairs.next(), pairs.next()) {
            if plain == wanted {
                return Some(script);
            }
        }
        None
    };
    let text: Option<String> = text.chars().map(script).collect();
    text.filter(|text| !text.is_empty())
}
