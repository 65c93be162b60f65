//! Recognizes blocks that look like page furniture: the licence of Project Gutenberg, the heads and
//! feet of an RFC's pages, the buttons of a web page.
//!
//! They are only suggested in the starter. Nothing is hidden without an apparatus.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::block_text;
use crate::essay::{Essay, PartOpenings};

/// The number of opening words, unless more are needed to tell blocks apart.
const OPENING_WORDS: usize = 8;
/// How often a page's number or head has to occur.
const MIN_PAGES: usize = 3;
/// The maximum number of blocks that are suggested.
const MAX_BLOCKS: usize = 1000;

/// What the last block of the licence before a text begins with, and the first of the one after it.
const LICENCE_END: &[&str] = &["*** START OF", "***START OF"];
#[rustfmt::skip]
const LICENCE_START: &[&str] = &[
    "*** END OF", "***END OF", "End of the Project Gutenberg", "End of Project Gutenberg",
];

/// What buttons and menus of web pages say, in lower case.
#[rustfmt::skip]
const BUTTONS: &[&str] = &[
    "skip to main content", "skip to content", "skip to navigation", "jump to navigation", "menu",
    "share", "share this", "share this article", "share this post", "share on facebook",
    "share on twitter", "tweet", "facebook", "twitter", "linkedin", "whatsapp", "email", "print",
    "read more", "continue reading", "load more", "show more", "subscribe", "subscribe now",
    "sign up", "sign in", "log in", "advertisement", "back to top", "leave a comment",
    "add a comment", "related articles", "related posts", "accept all cookies", "copy link",
];

/// The opening words of the blocks that look like furniture, each of which means such blocks only.
pub(crate) fn candidates(essay: &Essay) -> Vec<String> {
    let texts = essay.blocks().iter().map(|block| block_text(essay, block));
    let texts: Vec<String> = texts.collect();
    let starts_with = |text: &String, starts: &[&str]| {
        let text = text.trim_start();
        starts.iter().any(|start| text.starts_with(start))
    };
    let mut is_furniture: Vec<bool> = texts.iter().map(|text| is_button(text)).collect();
    let licence_end = texts.iter().position(|text| starts_with(text, LICENCE_END));
    if let Some(licence_end) = licence_end {
        is_furniture[..=licence_end].fill(true);
    }
    let licence_start = texts
        .iter()
        .position(|text| starts_with(text, LICENCE_START));
    if let Some(licence_start) = licence_start {
        is_furniture[licence_start..].fill(true);
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for text in &texts {
        *counts.entry(page_mark(text)).or_default() += 1;
    }
    for (text, is_furniture) in texts.iter().zip(&mut is_furniture) {
        let mark = page_mark(text);
        *is_furniture |= !mark.is_empty() && counts[mark] >= MIN_PAGES;
    }
    // White space does not count in opening words.
    let words = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let texts: Vec<String> = texts.iter().map(words).collect();
    let furniture = texts.iter().zip(is_furniture);
    let furniture = furniture.filter(|(text, is_furniture)| *is_furniture && !text.is_empty());
    let mut openings = IndexSet::new();
    openings.extend(
        furniture
            .take(MAX_BLOCKS)
            .map(|(text, _)| opening(&texts, text)),
    );
    openings.into_iter().collect()
}

/// The essay without its furniture.
pub(crate) fn without(essay: &Essay, furniture: &[String]) -> Essay {
    let mut essay = essay.clone();
    essay.assign_parts(&PartOpenings {
        furniture: furniture.to_vec(),
        ..PartOpenings::default()
    });
    essay
}

fn is_button(text: &str) -> bool {
    let text = text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    BUTTONS.contains(&&*text)
}

/// What the heads, or the feet, of all pages have in common; empty for other text. `[Page 7]` and `7`
/// have a number; a head in columns is the same on each page.
fn page_mark(text: &str) -> &str {
    let bare = text.trim_matches(|c: char| "-–— []".contains(c));
    let number = bare
        .strip_prefix("Page ")
        .or(bare.strip_prefix("page "))
        .unwrap_or(bare);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let ends_page = text.ends_with(']') && text.rsplit_once("[Page ").is_some();
    if is_number(number) {
        "1"
    } else if ends_page {
        "[Page 1]"
    } else if text.len() <= 100 && text.contains("   ") && !text.contains('\n') {
        text
    } else {
        ""
    }
}

/// The first words of a block with which no other begins, or all of it.
fn opening(texts: &[String], text: &str) -> String {
    let ends = text.match_indices(' ').map(|(end, _)| end);
    let is_unique = |end: &usize| {
        let mut others = texts.iter().filter(|other| *other != text);
        !others.any(|other| other.starts_with(&text[..*end]))
    };
    let end = ends.skip(OPENING_WORDS - 1).find(is_unique);
    text[..end.unwrap_or(text.len())].to_owned()
}
