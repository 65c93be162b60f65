//! The formats of a source, and a guess at the format of a text without a file name.

/// The format of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Paragraphs separated by blank lines.
    Plain,
    /// `CommonMark` with tables and footnotes.
    Markdown,
    /// reStructuredText, read as plain text with its headings.
    Rst,
    /// `AsciiDoc`, read as plain text with its headings.
    AsciiDoc,
    /// Org, read as plain text with its headings.
    Org,
}

/// Only this many bytes of a text are examined.
const MAX_EXAMINED: usize = 64 * 1024;

impl Format {
    /// Guesses the format of a text without a file name, as from a pipe: Markdown if its first
    /// pages contain syntax that nobody writes in plain text, else plain.
    #[must_use]
    pub fn detect(text: &str) -> Self {
        let head = &text[..text.floor_char_boundary(MAX_EXAMINED)];
        if head.lines().any(has_markdown_syntax) {
            Self::Markdown
        } else {
            Self::Plain
        }
    }
}

/// Whether a line is a code fence, the line under a table's header or a footnote, or contains a
/// link or strong text. Headings and lists do not count: plain text has them too.
fn has_markdown_syntax(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("```")
        || line.starts_with("~~~")
        || line.starts_with("[^") && line.contains("]: ")
        || is_table_delimiter(line)
        || has_link(line)
        || has_strong(line)
}

fn is_table_delimiter(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.chars().all(|c| "|-: ".contains(c))
}

/// `[…](…)` with a URL or a path as the target.
fn has_link(line: &str) -> bool {
    line.split_once("](").is_some_and(|(before, after)| {
        before.contains('[')
            && after.split_once(')').is_some_and(|(target, _)| {
                target.contains([':', '/', '#', '.']) && !target.contains(' ')
            })
    })
}

/// `**…**` around words.
fn has_strong(line: &str) -> bool {
    let mut parts = line.split("**").skip(1);
    let inside = parts.next().filter(|_| parts.next().is_some());
    inside.is_some_and(|words| !words.is_empty() && words.trim() == words)
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn detects_markdown_by_syntax_that_plain_text_lacks() {
        for text in [
            "Some [words](https://example.org) lead there.",
            "It is **never** so.",
            "| a | b |\n|---|:-:|\n| 1 | 2 |",
            "Text.[^1]\n\n[^1]: A note.",
            "```\ncode\n```",
        ] {
            assert_eq!(Format::detect(text), Format::Markdown, "{text}");
        }
        for text in [
            "",
            "# A heading\n\n- a list\n- of two",
            "2 ** 3 is 8, and f[i](x) is a call; 2 ** 4 ** 5",
            "Words [in brackets] (and in others).",
            "A rule:\n\n-------\n\n* * *",
            "| a drawn | frame |",
        ] {
            assert_eq!(Format::detect(text), Format::Plain, "{text}");
        }
    }
}
