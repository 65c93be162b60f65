//! Renders frames to tmux, which has an emulator of its own.
//!
//! Without tmux the test passes and says so, unless `POSTIL_TMUX` is `required`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;

const FRAMES: usize = 40;
const PATIENCE: Duration = Duration::from_secs(30);

/// A tmux server, which ends when this is dropped.
struct Tmux {
    socket: String,
}

impl Tmux {
    /// Runs a tmux command; returns its output, or `None` if it fails.
    fn run(&self, arguments: &[&str]) -> Option<Vec<u8>> {
        let output = Command::new("tmux")
            .args(["-S", &self.socket, "-f", "/dev/null"])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .ok()?;
        output.status.success().then_some(output.stdout)
    }

    /// Prints the bytes in `file` on an empty screen.
    fn show(&self, file: &Path) {
        let command = format!("stty raw -echo; cat '{}'; sleep 600", file.display());
        self.run(&["respawn-pane", "-k", &command]).unwrap();
    }

    /// The screen of the pane.
    fn screen(&self, size: Size) -> vt100::Parser {
        let shown = self.run(&["capture-pane", "-p", "-e", "-N"]).unwrap();
        let mut parser = vt100::Parser::new(nonzero(size.height), nonzero(size.width), 0);
        for (row, line) in shown.split(|byte| *byte == b'\n').enumerate() {
            if row < usize::from(size.height) {
                parser.process(format!("\x1b[{}H", row + 1).as_bytes());
                parser.process(line);
            }
        }
        parser
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}

/// Whether the row of a difference, `x,y: …`, has a cell of uncertain width.
fn is_uncertain(buffer: &Buffer, difference: &str) -> bool {
    let (_, rest) = difference.split_once(',').unwrap();
    let y: u16 = rest.split(':').next().unwrap().parse().unwrap();
    (0..buffer.area.width).any(|x| !Cell::new(&buffer[(x, y)], capabilities()).has_certain_width())
}

#[test]
fn every_frame_is_shown_by_tmux() {
    let directory = tempfile::tempdir().unwrap();
    let tmux = Tmux {
        socket: directory.path().join("socket").display().to_string(),
    };
    let size = Size::new(38, 13);
    let started = tmux.run(&["new-session", "-d", "-x", "38", "-y", "13", "sleep 600"]);
    if started.is_none() {
        assert_ne!(
            std::env::var("POSTIL_TMUX").as_deref(),
            Ok("required"),
            "tmux does not start"
        );
        eprintln!("skipped: no tmux here");
        return;
    }
    // The pane keeps its size.
    let steady = change().prop_filter("steady", |change| !matches!(change, Change::Resize(..)));
    let frames = (scrolled_page(), prop::collection::vec(steady, 0..6));
    let mut runner = TestRunner::deterministic();
    for number in 0..FRAMES {
        let (mut frames, last) = frames.new_tree(&mut runner).unwrap().current();
        frames.push(last);
        let mut bench = Bench::new(size.width, size.height, capabilities());
        let mut bytes = Vec::new();
        for changes in &frames {
            for change in changes
                .iter()
                .filter(|change| !matches!(change, Change::Resize(..)))
            {
                change.apply(&mut bench);
            }
            bytes.extend(bench.draw());
        }
        let file = directory.path().join(number.to_string());
        std::fs::write(&file, bytes).unwrap();
        tmux.show(&file);
        let end = Instant::now() + PATIENCE;
        loop {
            let mut differences = differing_cells(&bench.buffer, tmux.screen(size).screen());
            // tmux prints a row with a cell of uncertain width differently from how it shows it.
            differences.retain(|line| !is_uncertain(&bench.buffer, line));
            if differences.is_empty() {
                break;
            }
            assert!(
                Instant::now() < end,
                "{frames:?}\n{}",
                differences.join("\n")
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
