//! Recognizes syntax in text that the parser does not know: addresses, attributes and divs as of pandoc, wiki
//! links, and the templates of site generators.

use std::ops::Range;

/// How far the end of such syntax is looked for, in bytes, so that unclosed brackets cost little.
const MAX_LENGTH: usize = 1024;

/// From here on most characters are Chinese, Japanese or Korean, written beside addresses without spaces.
const FIRST_WIDE: char = '\u{2e80}';

/// What is found at a byte of the source.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Extension {
    /// Syntax that is shown as it is, up to this byte: a template, TeX.
    Verbatim(usize),
    /// Syntax that is hidden, up to this byte: attributes.
    Hidden(usize),
    /// The line of a div's fence, up to its end.
    Fence(usize),
    /// Words between brackets, and where the closing bracket ends: a wiki link, or a span with
    /// attributes.
    Bracketed(Range<usize>, usize),
    /// A web or mail address, and its target.
    Address(Range<usize>, String),
}

/// Where a byte is that syntax may begin with.
pub(crate) struct Place {
    pub(crate) at: usize,
    /// Where the text begins that is not yet known to be text.
    pub(crate) from: usize,
    pub(crate) is_in_link: bool,
    pub(crate) is_in_heading: bool,
    /// Whether it follows other syntax directly, as in `*a*{.b}`.
    pub(crate) follows_syntax: bool,
}

/// The next byte from `at` on that syntax may begin with; `end` if there is none before it.
pub(crate) fn next_start(source: &str, at: usize, end: usize) -> usize {
    let is_sign = |byte: &u8| matches!(byte, b'{' | b'[' | b'@' | b'\\' | b':' | b'w');
    let mut start = at;
    while let Some(found) = source.as_bytes()[start..end].iter().position(is_sign) {
        start += found;
        let rest = &source.as_bytes()[start..end];
        let may_begin = match rest[0] {
            b':' => rest.starts_with(b"://") || rest.starts_with(b":::"),
            b'w' => rest.starts_with(b"www."),
            _ => true,
        };
        if may_begin {
            return start;
        }
        start += 1;
    }
    end
}

/// The syntax at a place.
pub(crate) fn extension_at(source: &str, place: &Place) -> Option<Extension> {
    let at = place.at;
    match source.as_bytes()[at] {
        b'\\' => template(source, at),
        b'{' => template(source, at).or_else(|| hidden_attributes(source, place)),
        b'[' if !place.is_in_link => wiki_link(source, at).or_else(|| span(source, at)),
        b':' if source[at..].starts_with(":::") => fence(source, at),
        b':' | b'w' | b'@' if !place.is_in_link => address(source, place),
        _ => None,
    }
}

/// The rest of the line, of a limited length.
fn rest_of_line(source: &str, at: usize) -> &str {
    let rest = &source[at..source.floor_char_boundary(at + MAX_LENGTH)];
    rest.split('\n').next().unwrap_or(rest)
}

fn rest_of_paragraph(source: &str, at: usize) -> &str {
    let rest = &source[at..source.floor_char_boundary(at + MAX_LENGTH)];
    rest.split("\n\n").next().unwrap_or(rest)
}

fn is_line_start(source: &str, at: usize) -> bool {
    let before = source[..at].trim_end_matches([' ', '>']);
    before.is_empty() || before.ends_with('\n')
}

/// `{{ … }}` and `{% … %}` of Hugo, Jekyll and others, and `\begin{a} … \end{a}` of TeX.
fn template(source: &str, at: usize) -> Option<Extension> {
    let rest = rest_of_paragraph(source, at);
    let close = match rest.as_bytes().get(1)? {
        b'{' => "}}".to_owned(),
        b'%' => "%}".to_owned(),
        _ => format!(
            "\\end{{{}}}",
            rest.strip_prefix("\\begin{")?.split_once('}')?.0
        ),
    };
    Some(Extension::Verbatim(at + rest.find(&close)? + close.len()))
}

/// `{.class #id key=value}` after inline syntax or at the end of a heading, and `{: …}` on a line.
fn hidden_attributes(source: &str, place: &Place) -> Option<Extension> {
    let length = attributes(rest_of_line(source, place.at))?;
    let end = place.at + length;
    let ends_line = rest_of_line(source, end)
        .trim_end_matches([' ', '#'])
        .is_empty();
    let is_own_line = source[place.at..].starts_with("{:") && is_line_start(source, place.at);
    let applies = place.follows_syntax || ends_line && (place.is_in_heading || is_own_line);
    applies.then_some(Extension::Hidden(end))
}

/// The length of attributes at the beginning of a text.
fn attributes(text: &str) -> Option<usize> {
    let end = text.starts_with('{').then(|| text.find('}'))??;
    let inside = text[1..end].trim_start_matches(':');
    let mut is_quoted = false;
    let mut words = inside.split(|character: char| {
        is_quoted ^= character == '"';
        character == ' ' && !is_quoted
    });
    let is_attribute = |word: &str| {
        let is_name = |name: &str| name.starts_with(|first: char| first.is_alphabetic());
        matches!(word, "" | "-" | "toc")
            || word.strip_prefix(['.', '#']).is_some_and(is_name)
            || word.split_once('=').is_some_and(|(name, _)| is_name(name))
    };
    let is_known = !inside.trim().is_empty() && words.all(is_attribute);
    is_known.then_some(end + 1)
}

/// `[[target|words]]`, or `[[words]]`. A number in brackets is a citation.
fn wiki_link(source: &str, at: usize) -> Option<Extension> {
    let line = rest_of_line(source, at);
    let inside = line.strip_prefix("[[")?;
    let inside = &inside[..inside.find("]]")?];
    let end = at + inside.len() + 4;
    let is_number = inside.bytes().all(|byte| byte.is_ascii_digit());
    if is_number || inside.contains('[') || source[end..].starts_with(['(', '[']) {
        return None;
    }
    let target = inside.rfind('|').map_or(0, |bar| bar + 1);
    Some(Extension::Bracketed(at + 2 + target..end - 2, end))
}

/// `[words]{.class}`.
fn span(source: &str, at: usize) -> Option<Extension> {
    let rest = rest_of_paragraph(source, at);
    let mut depth = 0;
    let close = rest.bytes().position(|byte| {
        depth += i32::from(byte == b'[') - i32::from(byte == b']');
        depth == 0
    })?;
    let length = attributes(rest.get(close + 1..)?)?;
    Some(Extension::Bracketed(
        at + 1..at + close,
        at + close + 1 + length,
    ))
}

/// `:::` alone, or with attributes or one word.
fn fence(source: &str, at: usize) -> Option<Extension> {
    let line = rest_of_line(source, at);
    let is_fence = is_line_start(source, at);
    let label = line.trim_matches([':', ' ']);
    let is_label = attributes(label) == Some(label.len())
        || label
            .chars()
            .all(|it| it.is_alphanumeric() || matches!(it, '-' | '_'));
    (is_fence && is_label).then_some(Extension::Fence(at + line.len()))
}

/// An address as GitHub's dialect finds them. The place is at its `:`, its first `w` or its `@`.
fn address(source: &str, place: &Place) -> Option<Extension> {
    let at = place.at;
    let before = &source[place.from..at];
    let line = rest_of_line(source, at);
    let is_local = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '+' | '_');
    let (start, scheme) = match line.as_bytes()[0] {
        b':' => {
            let schemes = ["https", "http"].into_iter();
            let is_before = |scheme: &&str| {
                let start = before.len().checked_sub(scheme.len());
                let start = start.and_then(|start| before.get(start..));
                start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            };
            (at - schemes.into_iter().find(is_before)?.len(), "")
        }
        b'w' => (at, "https://"),
        _ => (
            place.from + before.trim_end_matches(is_local).len(),
            "mailto:",
        ),
    };
    let is_mail = scheme == "mailto:";
    let is_word = |it: char| it.is_alphanumeric() && it < FIRST_WIDE || it == '_';
    if source[..start].ends_with(is_word) || is_mail && start == at {
        return None;
    }
    let is_part = |it: char| {
        if is_mail {
            is_local(it)
        } else if it.is_ascii() {
            it.is_ascii_graphic() && !"<>\"`|[]{}^".contains(it)
        } else {
            it.is_alphabetic() && it < FIRST_WIDE
        }
    };
    let after = usize::from(is_mail);
    let length = line[after..]
        .find(|it| !is_part(it))
        .unwrap_or(line.len() - after);
    let mut address = &source[start..at + after + length];
    loop {
        let trimmed =
            address.trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '-']);
        let is_unbalanced =
            trimmed.ends_with(')') && trimmed.matches('(').count() < trimmed.matches(')').count();
        let trimmed = &trimmed[..trimmed.len() - usize::from(is_unbalanced)];
        if trimmed.len() == address.len() {
            break;
        }
        address = trimmed;
    }
    let host = address.get(at - start + 1..)?.trim_start_matches('/');
    let host = host.split(['/', '?', '#']).next()?;
    let is_host =
        host.starts_with(char::is_alphanumeric) && (scheme.is_empty() || host.contains('.'));
    let target = || scheme.to_owned() + &address.replace('\\', "");
    is_host.then(|| Extension::Address(start..start + address.len(), target()))
}
