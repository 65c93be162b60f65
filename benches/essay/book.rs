//! Texts generated from a seed, the same in every run.

/// Pseudo-random numbers (Knuth's linear congruential generator).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }
}

const WORDS: [&str; 48] = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "is",
    "was",
    "for",
    "it",
    "with",
    "as",
    "his",
    "on",
    "be",
    "at",
    "by",
    "had",
    "not",
    "are",
    "but",
    "from",
    "or",
    "have",
    "an",
    "they",
    "which",
    "one",
    "were",
    "power",
    "nation",
    "policy",
    "security",
    "technology",
    "strategy",
    "government",
    "alliance",
    "international",
    "development",
    "relations",
    "economic",
    "innovation",
    "“hegemony”",
    "Japan’s",
    "community—",
    "scientific",
    "leadership",
];

/// A book of about `bytes` bytes: hard-wrapped paragraphs separated by blank lines.
pub(crate) fn plain(bytes: usize) -> String {
    prose(bytes, |_, _, word| word.to_owned(), 72)
}

/// The same with one line per paragraph.
pub(crate) fn unwrapped(bytes: usize) -> String {
    prose(bytes, |_, _, word| word.to_owned(), usize::MAX)
}

/// A book in Markdown with emphasis, links and entities.
pub(crate) fn markdown(bytes: usize) -> String {
    let style = |random: &mut Random, paragraph: usize, word: &str| match random.below(60) {
        0 => format!("*{word}*"),
        1 => format!("**{word}**"),
        2 => format!("[{word}](https://example.org/{paragraph})"),
        3 => format!("{word} &amp;"),
        _ => word.to_owned(),
    };
    prose(bytes, style, 72)
}

fn prose(bytes: usize, style: impl Fn(&mut Random, usize, &str) -> String, width: usize) -> String {
    let mut random = Random::new(1);
    let mut text = String::with_capacity(bytes + 1024);
    let mut paragraph = 0;
    while text.len() < bytes {
        paragraph += 1;
        let mut column = 0;
        for number in 0..60 + random.below(80) {
            let word = word(&mut random);
            let word = style(&mut random, paragraph, word);
            if column + word.len() >= width {
                text.push('\n');
                column = 0;
            } else if number > 0 {
                text.push(' ');
                column += 1;
            }
            column += word.len();
            text.push_str(&word);
        }
        text.push_str(".\n\n");
    }
    text
}

/// A word; short ones are more frequent than long ones.
fn word(random: &mut Random) -> &'static str {
    WORDS[random.below(WORDS.len()).min(random.below(WORDS.len()))]
}
