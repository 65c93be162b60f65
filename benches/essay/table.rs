//! Measures work, and prints the results as a table.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The median time of `runs` runs, after a warm-up run.
pub(crate) fn median<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    black_box(work());
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[runs / 2]
}

/// Prints a row of the table. With 0 `bytes`, it has no throughput.
pub(crate) fn print_row(what: &str, time: Duration, bytes: usize) {
    let micros = time.as_secs_f64() * 1e6;
    if bytes > 0 {
        let rate = bytes as f64 / time.as_secs_f64() / 1e6;
        println!("| {what:<56} | {micros:>11.1} µs | {rate:>7.0} MB/s |");
    } else {
        println!("| {what:<56} | {micros:>11.1} µs | {:>12} |", "");
    }
}
