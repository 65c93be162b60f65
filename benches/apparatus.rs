//! Times of parsing, anchoring and indexing an apparatus, next to the toml crate's own time for its
//! file: `cargo bench --bench apparatus`. Medians; the inputs are generated from a seed.

#[path = "apparatus/book.rs"]
mod book;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use book::{Book, Size, book};
use postil::anchor::{self, mentions};
use postil::apparatus;
use postil::document::{Document, Index};
use postil::essay::normalize::NormalizedText;
use postil::essay::{Essay, Format};
use toml::de::DeTable;

/// The median time of `run`, without `make`.
fn median<I, O>(runs: usize, make: impl Fn() -> I, run: impl Fn(I) -> O) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let input = make();
            let start = Instant::now();
            let output = black_box(run(black_box(input)));
            let time = start.elapsed();
            drop(output);
            time
        })
        .collect();
    times.sort_unstable();
    times[runs / 2]
}

fn row(name: &str, time: Duration) {
    println!("  {name:<44} {:>10.3} ms", time.as_secs_f64() * 1e3);
}

fn measure(name: &str, text: &str, file: &str, runs: usize) {
    let parse = || Essay::parse(text.to_owned(), Format::Plain);
    println!(
        "{name}: {} bytes of text, {} of apparatus",
        text.len(),
        file.len()
    );
    row(
        "the toml crate alone",
        median(runs, || (), |()| DeTable::parse(file)),
    );
    row(
        "essay: parse",
        median(
            runs,
            || text.to_owned(),
            |text| Essay::parse(text, Format::Plain),
        ),
    );
    row(
        "apparatus: parse, toml included",
        median(runs, || (), |()| apparatus::parse(file)),
    );
    let essay = parse();
    row(
        "normalize the text",
        median(runs, || (), |()| NormalizedText::new(&essay)),
    );
    let normalized = Arc::new(NormalizedText::new(&essay));
    let mut apparatus = apparatus::parse(file).apparatus;
    row(
        "anchor: exact",
        median(
            runs,
            || (),
            |()| anchor::resolve(&essay, &normalized, &apparatus),
        ),
    );
    let actors = || apparatus.actors.clone();
    row(
        "mentions: find",
        median(runs, actors, |mut actors| {
            mentions::find(&normalized, &mut actors)
        }),
    );
    for resolution in anchor::resolve(&essay, &normalized, &apparatus).0 {
        apparatus.anchor_mut(resolution.id).passages = resolution.passages;
    }
    mentions::find(&normalized, &mut apparatus.actors);
    row("index", median(runs, || (), |()| Index::new(&apparatus)));
    row(
        "document: all of it",
        median(runs, parse, |essay| Document::new(essay, Some(file))),
    );
    let document = Document::new(parse(), Some(file));
    if let Some(pending) = document.pending() {
        let name = format!("anchor: fuzzy, {} quotes", pending.len());
        row(&name, median(runs.min(3), || (), |()| pending.run()));
        let apply =
            |(mut document, resolutions): (Document, _)| document.apply_anchoring(resolutions);
        row(
            "document: apply anchoring",
            median(runs.min(3), || (document.clone(), pending.run()), apply),
        );
    }
    println!();
}

fn main() {
    let small = Size {
        bytes: 5_000,
        claims: 60,
        actors: 30,
        themes: 8,
        drifted: 0,
    };
    let Book { text, apparatus } = book(1, &small);
    measure("an essay", &text, &apparatus, 301);
    let large = Size {
        bytes: 3_200_000,
        claims: 2_000,
        actors: 500,
        themes: 200,
        drifted: 0,
    };
    let Book { text, apparatus } = book(2, &large);
    measure("a book", &text, &apparatus, 15);
    let drifted = Size {
        bytes: 500_000,
        claims: 100,
        drifted: 1,
        ..large
    };
    let Book { text, apparatus } = book(3, &drifted);
    measure("a long essay with drifted quotes", &text, &apparatus, 5);
}
