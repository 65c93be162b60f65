//! Generates a book with an apparatus from a seed.

use std::fmt::Write as _;

/// Numbers from a seed (`SplitMix64`, after Steele, Lea and Flood, 2014).
pub(crate) struct Seed(pub(crate) u64);

impl Seed {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 32).unwrap_or(0) % limit
    }

    /// A number below `limit`; low ones are likelier, like word frequencies in a text.
    fn rank(&mut self, limit: usize) -> usize {
        let one = self.below(limit);
        let other = self.below(one + 1);
        self.below(other + 1)
    }
}

/// The size of a book.
pub(crate) struct Size {
    /// Approximate bytes of text.
    pub(crate) bytes: usize,
    pub(crate) claims: usize,
    pub(crate) actors: usize,
    pub(crate) themes: usize,
    /// Every `drifted`-th quote is edited; none if 0.
    pub(crate) drifted: usize,
}

/// A text in hard-wrapped paragraphs with its apparatus.
pub(crate) struct Book {
    pub(crate) text: String,
    pub(crate) apparatus: String,
}

const SYLLABLES: [&str; 24] = [
    "ta", "re", "mon", "si", "lo", "ven", "ka", "ri", "den", "ol", "pa", "this", "ur", "e", "an",
    "fi", "co", "ment", "ly", "tion", "be", "gra", "no", "us",
];

fn word(seed: &mut Seed) -> String {
    (0..=seed.below(4))
        .map(|_| SYLLABLES[seed.below(SYLLABLES.len())])
        .collect()
}

fn name(seed: &mut Seed) -> String {
    let word = word(seed) + &word(seed);
    word[..1].to_uppercase() + &word[1..]
}

/// Generates a book.
pub(crate) fn book(number: u64, size: &Size) -> Book {
    let mut seed = Seed(number);
    let words: Vec<String> = (0..20_000).map(|_| word(&mut seed)).collect();
    let names: Vec<String> = (0..size.actors).map(|_| name(&mut seed)).collect();
    let mut text = String::with_capacity(size.bytes + 1000);
    let mut sentences: Vec<String> = Vec::new();
    let mut column = 0;
    while text.len() < size.bytes {
        let length = 8 + seed.below(24);
        let mut sentence = String::new();
        for place in 0..length {
            let has_name = !names.is_empty() && seed.below(60) == 0;
            let word = if has_name {
                &names[seed.rank(names.len())]
            } else {
                &words[seed.rank(words.len())]
            };
            if place > 0 {
                sentence.push(' ');
            }
            sentence.push_str(word);
        }
        for word in sentence.split(' ') {
            if column + word.len() > 72 {
                text.push('\n');
                column = 0;
            } else if column > 0 {
                text.push(' ');
                column += 1;
            }
            text.push_str(word);
            column += word.len();
        }
        text.push('.');
        if seed.below(6) == 0 {
            text.push_str("\n\n");
            column = 0;
        }
        sentences.push(sentence);
    }
    let apparatus = apparatus(&mut seed, size, &names, &sentences);
    Book { text, apparatus }
}

fn apparatus(seed: &mut Seed, size: &Size, names: &[String], sentences: &[String]) -> String {
    let mut file =
        String::from("format = 1\n\n[essay]\ntitle = \"A Book\"\nauthors = [\"A. Person\"]\n");
    for theme in 0..size.themes {
        let _ = write!(
            file,
            "\n[[theme]]\nid = \"theme-{theme}\"\nname = \"The subject {theme}\"\nsummary = \"What the book says of it, in a sentence or two of some length.\"\n"
        );
        if theme > 20 {
            let _ = writeln!(file, "parent = \"theme-{}\"", seed.below(20));
        }
    }
    for (actor, name) in names.iter().enumerate() {
        let _ = write!(
            file,
            "\n[[actor]]\nid = \"actor-{actor}\"\nname = \"{name}\"\nkind = \"state\"\naliases = [\"{name} Land\", \"The {name}\"]\n"
        );
    }
    for claim in 0..size.claims {
        let mut quote = sentences[seed.below(sentences.len())].clone();
        if size.drifted > 0 && claim % size.drifted == 0 {
            quote = edited(seed, &quote);
        }
        let _ = write!(
            file,
            "\n[[claim]]\nid = \"claim-{claim}\"\ntext = \"What the book asserts there, in a sentence that can be understood without it.\"\nkind = \"descriptive\"\nthemes = [\"theme-{}\"]\n",
            seed.below(size.themes.max(1))
        );
        if !names.is_empty() {
            let _ = writeln!(
                file,
                "actors = {{ agent = [\"actor-{}\"], target = [\"actor-{}\"] }}",
                seed.below(names.len()),
                seed.below(names.len())
            );
        }
        let _ = writeln!(file, "quotes = [\"{quote}\"]");
        if claim > 0 && seed.below(2) == 0 {
            let _ = writeln!(file, "supports = [\"claim-{}\"]", seed.below(claim));
        }
    }
    file
}

/// Changes one letter in twenty of a quote.
fn edited(seed: &mut Seed, quote: &str) -> String {
    let mut bytes = quote.as_bytes().to_vec();
    for _ in 0..=bytes.len() / 20 {
        let at = 1 + seed.below(bytes.len() - 2);
        bytes[at] = b'z';
    }
    String::from_utf8(bytes).unwrap_or_default()
}
