//! Copying: through the terminal (OSC 52), which works over any link and never says whether it
//! did, and at the same time through the tools of the desktop, where there is one.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::kind::{Kind, Multiplexer};

/// The longest text that is sent through the terminal, in bytes. Some terminals take no more than
/// 8 KiB of a sequence and drop it in silence; in base64 that is this much text.
pub const LIMIT: usize = 5_900;

/// GNU screen passes on strings of at most 768 bytes; this stays well under it.
const SCREEN_CHUNK: usize = 240;

/// How long the end of the program waits for the desktop's tools, which have the text by then.
const PATIENCE: Duration = Duration::from_millis(200);

/// What was done with a text to be copied. Nothing of it can be known to have worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// It was sent to the terminal's clipboard.
    pub sent: bool,
    /// It is longer than [`LIMIT`], so it was not sent to the terminal: its length in bytes.
    pub too_long: Option<usize>,
    /// The desktop's tool that was given it.
    pub tool: Option<&'static str>,
}

/// The tools at work.
#[derive(Debug, Default)]
pub(super) struct Copies(Vec<JoinHandle<()>>);

impl Copies {
    /// Waits a little for those still at work.
    pub(super) fn finish(&mut self) {
        let end = Instant::now() + PATIENCE;
        while self.0.iter().any(|copy| !copy.is_finished()) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(2));
        }
        self.0.clear();
    }
}

/// Copies `text`: appends what the terminal is to be sent to `out`, and starts a tool where there
/// is a desktop.
pub(super) fn copy(text: &str, kind: Kind, out: &mut Vec<u8>, copies: &mut Copies) -> Copied {
    copies.0.retain(|copy| !copy.is_finished());
    let mut fitting = TOOLS.iter().filter(|tool| tool.fits(set));
    let tool = fitting.find_map(|tool| {
        copies.0.push(tool.start(text)?);
        Some(tool.name)
    });
    Copied {
        tool,
        ..send(text, kind, out)
    }
}

/// Appends what the terminal is to be sent to `out`, unless it is too long or the terminal knows
/// no such thing.
fn send(text: &str, kind: Kind, out: &mut Vec<u8>) -> Copied {
    let fits = text.len() <= LIMIT;
    let sent = fits && kind.asks | kind.multiplexer.is_some();
    if sent {
        out.extend(sequence(text, kind.multiplexer));
    }
    Copied {
        sent,
        too_long: (!fits).then_some(text.len()),
        tool: None,
    }
}

fn set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// OSC 52 with `text`. tmux takes it itself or passes it on, as it is set up, so it gets it bare and
/// wrapped. Screen only passes it on; of a long one that is bare it shows the end as text.
fn sequence(text: &str, multiplexer: Option<Multiplexer>) -> Vec<u8> {
    let bare = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    let wrap = |start: &[u8], text: &[u8]| [start, text, b"\x1b\\"].concat();
    match multiplexer {
        None => bare.into_bytes(),
        Some(Multiplexer::Tmux) => {
            let doubled = bare.replace('\x1b', "\x1b\x1b");
            let wrapped = wrap(b"\x1bPtmux;", doubled.as_bytes());
            [bare.as_bytes(), &wrapped].concat()
        }
        Some(Multiplexer::Screen) => {
            let chunks = bare.as_bytes().chunks(SCREEN_CHUNK);
            chunks.flat_map(|chunk| wrap(b"\x1bP", chunk)).collect()
        }
    }
}

/// Base64 (RFC 4648, with padding).
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, index| {
            bits << 8 | u32::from(group.get(index).copied().unwrap_or_default())
        });
        for place in 0..4 {
            let digit = bits >> (18 - 6 * place) & 0x3f;
            let digit = DIGITS.get(digit as usize).copied().unwrap_or(b'=');
            text.push(if place <= group.len() {
                char::from(digit)
            } else {
                '='
            });
        }
    }
    text
}

/// A program that takes a text on its standard input for the desktop's clipboard.
struct Tool {
    name: &'static str,
    arguments: &'static [&'static str],
    /// The variable that says there is a desktop for it; empty where none is needed.
    desktop: &'static str,
}

const TOOLS: &[Tool] = &[
    #[cfg(target_os = "macos")]
    Tool {
        name: "pbcopy",
        arguments: &[],
        desktop: "",
    },
    Tool {
        name: "wl-copy",
        arguments: &[],
        desktop: "WAYLAND_DISPLAY",
    },
    Tool {
        name: "xclip",
        arguments: &["-selection", "clipboard"],
        desktop: "DISPLAY",
    },
    Tool {
        name: "xsel",
        arguments: &["--clipboard", "--input"],
        desktop: "DISPLAY",
    },
    Tool {
        name: "clip.exe",
        arguments: &[],
        desktop: "WSL_DISTRO_NAME",
    },
];

impl Tool {
    fn fits(&self, set: impl Fn(&str) -> bool) -> bool {
        self.desktop.is_empty() || set(self.desktop)
    }

    /// Starts it, with a thread that feeds and reaps it; `None` if it is not there.
    fn start(&self, text: &str) -> Option<JoinHandle<()>> {
        let mut child = Command::new(self.name)
            .args(self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut input = child.stdin.take()?;
        let text = text.to_owned();
        Some(std::thread::spawn(move || {
            // A tool that fails leaves the clipboard as it was; nobody waits for it to say so.
            let _ = input.write_all(text.as_bytes());
            drop(input);
            let _ = child.wait();
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("日é?>", "5pelw6k/Pg=="),
        ] {
            assert_eq!(base64(text.as_bytes()), encoded, "{text}");
        }
    }

    #[test]
    fn a_multiplexer_gets_it_bare_and_wrapped() {
        let text = |multiplexer| String::from_utf8(sequence("f", multiplexer)).unwrap();
        let bare = "\x1b]52;c;Zg==\x07";
        assert_eq!(text(None), bare);
        assert_eq!(
            text(Some(Multiplexer::Tmux)),
            format!("{bare}\x1bPtmux;\x1b\x1b]52;c;Zg==\x07\x1b\\")
        );
        assert_eq!(
            text(Some(Multiplexer::Screen)),
            format!("\x1bP{bare}\x1b\\")
        );
    }

    #[test]
    fn screen_gets_pieces_that_it_can_take() {
        let text = "x".repeat(LIMIT);
        let wrapped = sequence(&text, Some(Multiplexer::Screen));
        let pieces: Vec<&[u8]> = wrapped
            .split(|byte| *byte == b'P')
            .filter(|piece| !piece.is_empty())
            .collect();
        assert!(wrapped.starts_with(b"\x1bP") && wrapped.ends_with(b"\x1b\\"));
        assert!(pieces.iter().all(|piece| piece.len() < 768));
    }

    #[test]
    fn what_is_too_long_is_not_sent() {
        let kind = Kind::detect(|name| (name == "TERM").then(|| "xterm-256color".to_owned()));
        for (length, sent) in [(LIMIT, true), (LIMIT + 1, false)] {
            let mut out = Vec::new();
            let copied = send(&"x".repeat(length), kind, &mut out);
            assert_eq!(copied.sent, sent);
            assert_eq!(copied.too_long, (!sent).then_some(length));
            assert_eq!(out.is_empty(), !sent);
            assert!(out.len() < 8 << 10);
        }
    }

    #[test]
    fn a_tool_is_for_a_desktop() {
        let fitting = |desktop: &str| {
            let tools = TOOLS
                .iter()
                .filter(|tool| tool.fits(|name| name == desktop));
            tools.map(|tool| tool.name).collect::<Vec<_>>()
        };
        let system = if cfg!(target_os = "macos") {
            vec!["pbcopy"]
        } else {
            vec![]
        };
        assert_eq!(fitting("NONE"), system);
        assert!(fitting("WAYLAND_DISPLAY").contains(&"wl-copy"));
        assert!(fitting("DISPLAY").contains(&"xclip") && fitting("DISPLAY").contains(&"xsel"));
        assert!(fitting("WSL_DISTRO_NAME").contains(&"clip.exe"));
    }
}
