//! Splits HTML into tags and text, and knows what the tags mean to a reader.

use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use crate::essay::InlineStyle;

/// Calls `each` with the tags and the text of a piece of HTML, in order.
pub(crate) fn for_each_token(html: &str, mut each: impl FnMut(Token<usize>)) {
    let mut emitter = DefaultEmitter::new_with_span();
    emitter.naively_switch_states(true);
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        each(token);
    }
}

/// The value of an attribute.
pub(crate) fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// Where the value of an attribute is in `html`, without quotation marks.
pub(crate) fn attribute_range(
    tag: &StartTag<usize>,
    name: &str,
    html: &str,
) -> Option<Range<usize>> {
    let span = tag.attributes.get(name.as_bytes())?.span;
    let (_, value) = html.get(span.start..span.end)?.split_once('=')?;
    let start = span.end - value.trim_start().len();
    let value = value.trim();
    let quotes = usize::from(value.starts_with(['"', '\'']));
    Some(start + quotes..(start + value.len() - quotes).max(start + quotes))
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
    for_each_token(&text[..end], |token| {
        if let Token::String(string) = token {
            shown.push_str(&String::from_utf8_lossy(&string));
        }
    });
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
