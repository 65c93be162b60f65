//! The same frames through tmux, which has an emulator of its own.
//!
//! Where there is no tmux the test says so and passes; with `POSTIL_TMUX=required` in the environment
//! it fails instead.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;

const FRAMES: usize = 40;
const PATIENCE: Duration = Duration::from_secs(30);

/// A tmux server of its own, ended with it.
struct Tmux {
    socket: String,
}

impl Tmux {
    /// Runs a tmux command; gives what it prints, or nothing where it cannot be run.
    fn run(&self, arguments: &[&str]) -> Option<Vec<u8>> {
        let output = Command::new("tmux")
            .args(["-S", &self.socket, "-f", "/dev/null"])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .ok()?;
        output.status.success().then_some(output.stdout)
    }

    /// Shows the bytes in `file` on an empty screen.
    fn show(&self, file: &Path) {
        let command = format!("stty raw -echo; cat '{}'; sleep 600", file.display());
        self.run(&["respawn-pane", "-k", &command]).unwrap();
    }

    /// What the pane shows, through the emulator that reads styles.
    fn screen(&self, size: Size) -> vt100::Parser {
        let shown = self.run(&["capture-pane", "-p", "-e", "-N"]).unwrap();
        let mut parser = vt100::Parser::new(cells(size.height), cells(size.width), 0);
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

/// Whether the row of a difference, `x,y: …`, has a cluster that terminals disagree about.
fn is_doubtful(buffer: &Buffer, difference: &str) -> bool {
    let (_, rest) = difference.split_once(',').unwrap();
    let y: u16 = rest.split(':').next().unwrap().parse().unwrap();
    let mut known = Cells::new(kind());
    (0..buffer.area.width).any(|x| !known.cell(&buffer[(x, y)]).sure)
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
    // No resizes: the pane keeps its size.
    let steady = change().prop_filter("steady", |change| !matches!(change, Change::Resize(..)));
    let frames = (shifted_page(), prop::collection::vec(steady, 0..6));
    let mut runner = TestRunner::deterministic();
    for number in 0..FRAMES {
        let (mut frames, last) = frames.new_tree(&mut runner).unwrap().current();
        frames.push(last);
        let mut bench = Bench::new(size.width, size.height, kind());
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
            let mut differences = cells_that_differ(&bench.buffer, tmux.screen(size).screen());
            // A row with a cluster of doubtful width is read back otherwise than tmux has it.
            differences.retain(|line| !is_doubtful(&bench.buffer, line));
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
