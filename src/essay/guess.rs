//! Which format a text without a name is in.
//!
//! Owns the signs by which Markdown is plain to see. It must not know where the text comes from.

use super::Format;

/// So many bytes are looked at.
const LOOKED_AT: usize = 64 * 1024;

impl Format {
    /// The format of a text that came without a name, as through a pipe: Markdown where something
    /// stands in its first pages that nobody writes in a plain text; else plain.
    #[must_use]
    pub fn detect(text: &str) -> Self {
        let head = text
            .get(..text.floor_char_boundary(LOOKED_AT))
            .unwrap_or(text);
        if head.lines().any(is_markdown) {
            Self::Markdown
        } else {
            Self::Plain
        }
    }
}

/// A fence of code, the line under a table's head, a footnote, or a line with a link or strong words.
/// Headings and lists are read in a plain text too.
fn is_markdown(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("```")
        || line.starts_with("~~~")
        || line.starts_with("[^") && line.contains("]: ")
        || is_rule_of_table(line)
        || has_link(line)
        || has_strong(line)
}

fn is_rule_of_table(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.chars().all(|c| "|-: ".contains(c))
}

/// `[…](…)`, with a target that is an address or a path.
fn has_link(line: &str) -> bool {
    line.split_once("](").is_some_and(|(before, behind)| {
        let target = behind.split(')').next().unwrap_or_default();
        let leads = target.contains([':', '/', '#', '.']) && !target.contains(' ');
        before.contains('[') && leads && behind.contains(')')
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
    fn markdown_is_told_by_what_no_plain_text_has() {
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
