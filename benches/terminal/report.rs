//! Measurements as Markdown.

use std::fmt::Write as _;
use std::time::Duration;

use crate::ends::Ends;
use crate::link::Waits;
use crate::measure::{Burst, Run};

/// The report so far.
#[derive(Debug, Default)]
pub(crate) struct Text(pub(crate) String);

/// A percentile.
fn quantile<T: Ord + Copy + Default>(values: impl Iterator<Item = T>, hundredths: usize) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let index = (values.len() * hundredths).div_ceil(100).saturating_sub(1);
    values.get(index).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

impl Text {
    fn line(&mut self, line: &str) {
        self.0 += line;
        self.0.push('\n');
    }

    fn row(&mut self, name: &str, bursts: &[Burst]) {
        // Writing to a String cannot fail.
        let _ = writeln!(
            self.0,
            "| {name} | {} | {} | {} | {} | {} | {} |",
            bursts.len(),
            quantile(bursts.iter().map(|burst| burst.bytes), 50),
            quantile(bursts.iter().map(|burst| burst.bytes), 100),
            quantile(bursts.iter().map(|burst| burst.plain), 50),
            milliseconds(quantile(bursts.iter().map(|burst| burst.time), 50)),
            milliseconds(quantile(bursts.iter().map(|burst| burst.work), 50)),
        );
    }

    /// One run of a script.
    pub(crate) fn run(&mut self, name: &str, size: (u16, u16), run: &Run, each_key: bool) {
        self.line(&format!("## {name} at {}x{}\n", size.0, size.1));
        self.line("| step | keys | bytes, median | most | by ratatui's crossterm backend | time | processor |");
        self.line("|---|--:|--:|--:|--:|--:|--:|");
        self.row("first frame", &[run.first]);
        let mut steps: Vec<&str> = run.keys.iter().map(|(key, _)| key.step.as_str()).collect();
        steps.sort_unstable();
        steps.dedup();
        let first = |step: &str| run.keys.iter().position(|(key, _)| key.step == step);
        steps.sort_by_key(|step| first(step));
        for step in steps {
            let keys = run.keys.iter().filter(|(key, _)| key.step == step);
            let bursts: Vec<Burst> = keys.clone().map(|(_, burst)| *burst).collect();
            self.row(step, &bursts);
            // Separate the cases in which the lens's passages are on screen already.
            for (moved, name) in [
                (false, "the essay does not scroll"),
                (true, "the essay scrolls"),
            ] {
                let changed = bursts.iter().filter(|burst| burst.bytes > 0);
                let these: Vec<Burst> = changed.filter(|b| b.moved == moved).copied().collect();
                if step == "next theme" && !these.is_empty() {
                    self.row(&format!("· {name}"), &these);
                }
            }
            if each_key {
                for (key, burst) in keys {
                    self.row(&format!("· `{}`", key.name), &[*burst]);
                }
            }
        }
        let bursts: Vec<Burst> = run.keys.iter().map(|(_, burst)| *burst).collect();
        self.row("**all keys**", &bursts);
        let bytes: usize = bursts.iter().map(|burst| burst.bytes).sum();
        let plain: usize = bursts.iter().map(|burst| burst.plain).sum();
        let sizes = || bursts.iter().map(|burst| burst.bytes);
        let times = || bursts.iter().map(|burst| burst.time);
        self.line(&format!(
            "\nThe whole script: {bytes} bytes, {:.2} of the {plain} that ratatui's crossterm \
             backend writes for the same frames. Bytes per key: 95th percentile {}, largest \
             {}. Answer to a key: median {}, 95th percentile {}. Memory: {:.1} MB. In a second \
             without keys: {} bytes, {} of processor time.\n",
            bytes as f64 / plain.max(1) as f64,
            quantile(sizes(), 95),
            quantile(sizes(), 100),
            milliseconds(quantile(times(), 50)),
            milliseconds(quantile(times(), 95)),
            run.memory as f64 / 1e6,
            run.idle.bytes,
            milliseconds(run.idle.work),
        ));
    }

    /// Times over a link.
    pub(crate) fn waits(&mut self, round_trip: Duration, waits: &[(String, Waits)]) {
        let trip = round_trip.as_millis();
        self.line(&format!("\n## Over a link of {trip} ms round trip time\n"));
        self.line("| program | first frame | a key's answer, median | most |");
        self.line("|---|--:|--:|--:|");
        for (name, waits) in waits {
            let key = |hundredths| {
                let wait = quantile(waits.keys.iter().copied(), hundredths);
                (!waits.keys.is_empty()).then(|| milliseconds(wait))
            };
            self.line(&format!(
                "| {name} | {} | {} | {} |",
                milliseconds(waits.first),
                key(50).unwrap_or_default(),
                key(100).unwrap_or_default(),
            ));
        }
    }

    /// How soon the program ended.
    pub(crate) fn ends(&mut self, ends: &Ends) {
        self.line(&format!(
            "\nThe program ends {} after its terminal has gone, and {} after `q` if the terminal reads \
             nothing.",
            milliseconds(ends.gone),
            milliseconds(ends.stalled),
        ));
    }

    /// First frames of several programs, with the ratio of the first one's time to each.
    pub(crate) fn firsts(&mut self, size: (u16, u16), firsts: &[(String, Burst)]) {
        self.line(&format!("## First frames at {}x{}\n", size.0, size.1));
        self.line("| program | bytes | time | postil's, of this |");
        self.line("|---|--:|--:|--:|");
        let own = firsts
            .first()
            .map_or(0.0, |(_, burst)| burst.time.as_secs_f64());
        for (name, burst) in firsts {
            let ratio = own / burst.time.as_secs_f64().max(1e-9);
            self.line(&format!(
                "| {name} | {} | {} | {ratio:.2} |",
                burst.bytes,
                milliseconds(burst.time)
            ));
        }
    }
}
