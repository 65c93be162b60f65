//! Copies text through the terminal (OSC 52), which works over SSH but reports no result, and
//! through the desktop's clipboard program if there is one.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::capabilities::{Capabilities, Multiplexer};

/// The longest text sent through the terminal, in bytes. Some terminals silently drop sequences
/// above 8 KiB, which is this much text in base64.
pub const MAX_OSC52_BYTES: usize = 5_900;

/// Bytes of a sequence in one DCS string for GNU screen, which accepts at most 768.
const SCREEN_CHUNK_BYTES: usize = 240;

/// How long the end of the program waits for clipboard programs that are still running.
const EXIT_TIMEOUT: Duration = Duration::from_millis(200);

/// The maximum number of clipboard programs that run at once. If as many have not ended, they hang.
const MAX_RUNNING_TOOLS: usize = 8;

/// Where a copied text was sent. Whether it arrived is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyOutcome {
    /// It was sent to the terminal.
    pub sent_to_terminal: bool,
    /// The text's length in bytes, if it exceeds [`MAX_OSC52_BYTES`].
    pub too_long: Option<usize>,
    /// The clipboard program that was started.
    pub tool: Option<&'static str>,
}

/// Copies text and keeps track of the clipboard programs that are running.
#[derive(Debug)]
pub(super) struct Clipboard {
    /// Whether clipboard programs may be started.
    uses_tools: bool,
    running: Vec<JoinHandle<()>>,
}

impl Clipboard {
    pub(super) fn new(uses_tools: bool) -> Self {
        Self {
            uses_tools,
            running: Vec::new(),
        }
    }

    /// Copies `text`: starts a clipboard program if that is allowed and there is a desktop, and
    /// appends the sequence for the terminal to `out`.
    pub(super) fn copy(
        &mut self,
        text: &str,
        capabilities: Capabilities,
        out: &mut Vec<u8>,
    ) -> CopyOutcome {
        self.running.retain(|tool| !tool.is_finished());
        let may_start = self.uses_tools && self.running.len() < MAX_RUNNING_TOOLS;
        let tools = TOOLS.iter().filter(|_| may_start);
        let mut tools = tools.filter(|tool| tool.has_desktop(is_set));
        let tool = tools.find_map(|tool| {
            self.running.push(tool.start(text)?);
            Some(tool.name)
        });
        CopyOutcome {
            tool,
            ..send_to_terminal(text, capabilities, out)
        }
    }

    /// Gives running clipboard programs a moment to finish.
    pub(super) fn finish(&mut self) {
        let deadline = Instant::now() + EXIT_TIMEOUT;
        while self.running.iter().any(|tool| !tool.is_finished()) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(2));
        }
        self.running.clear();
    }
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// Appends OSC 52 to `out`, unless the text is too long or the terminal would print the sequence.
fn send_to_terminal(text: &str, capabilities: Capabilities, out: &mut Vec<u8>) -> CopyOutcome {
    let fits = text.len() <= MAX_OSC52_BYTES;
    let supported = capabilities.answers_queries || capabilities.multiplexer.is_some();
    if fits && supported {
        out.extend(osc52(text, capabilities.multiplexer));
    }
    CopyOutcome {
        sent_to_terminal: fits && supported,
        too_long: (!fits).then_some(text.len()),
        tool: None,
    }
}

/// The OSC 52 sequence. tmux handles it or passes it on, depending on its settings, so it gets
/// both forms. GNU screen only passes it on, and would print a long unwrapped one.
fn osc52(text: &str, multiplexer: Option<Multiplexer>) -> Vec<u8> {
    let sequence = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    match multiplexer {
        None => sequence.into_bytes(),
        Some(Multiplexer::Tmux) => {
            let escaped = sequence.replace('\x1b', "\x1b\x1b");
            format!("{sequence}\x1bPtmux;{escaped}\x1b\\").into_bytes()
        }
        Some(Multiplexer::Screen) => {
            let chunks = sequence.as_bytes().chunks(SCREEN_CHUNK_BYTES);
            chunks
                .flat_map(|chunk| [b"\x1bP", chunk, b"\x1b\\"].concat())
                .collect()
        }
    }
}

/// Encodes in base64 with padding (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let mut padded = [0; 4];
        padded[1..=group.len()].copy_from_slice(group);
        let bits = u32::from_be_bytes(padded);
        for (index, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = ALPHABET[(bits >> shift & 0x3f) as usize];
            let is_padding = index > group.len();
            text.push(if is_padding { '=' } else { digit.into() });
        }
    }
    text
}

/// A program that copies its standard input to the desktop's clipboard.
struct Tool {
    name: &'static str,
    arguments: &'static [&'static str],
    /// The environment variable that the tool's desktop sets; empty if it needs none.
    desktop_variable: &'static str,
}

const TOOLS: &[Tool] = &[
    #[cfg(target_os = "macos")]
    Tool::new("pbcopy", &[], ""),
    Tool::new("wl-copy", &[], "WAYLAND_DISPLAY"),
    Tool::new("xclip", &["-selection", "clipboard"], "DISPLAY"),
    Tool::new("xsel", &["--clipboard", "--input"], "DISPLAY"),
    Tool::new("clip.exe", &[], "WSL_DISTRO_NAME"),
];

impl Tool {
    const fn new(
        name: &'static str,
        arguments: &'static [&'static str],
        desktop_variable: &'static str,
    ) -> Self {
        Self {
            name,
            arguments,
            desktop_variable,
        }
    }

    fn has_desktop(&self, is_set: impl Fn(&str) -> bool) -> bool {
        self.desktop_variable.is_empty() || is_set(self.desktop_variable)
    }

    /// Starts a thread that starts the tool and feeds it; `None` if it is not installed. Without a thread
    /// the tool is not started: one that gets no text empties the clipboard.
    fn start(&self, text: &str) -> Option<JoinHandle<()>> {
        let mut command = Command::new(self.name);
        command
            .args(self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let text = text.to_owned();
        let (started, has_started) = mpsc::channel();
        let thread = std::thread::Builder::new().name("clipboard".to_owned());
        let thread = thread.spawn(move || {
            let Ok(mut child) = command.spawn() else {
                return;
            };
            let _ = started.send(());
            let mut stdin = child.stdin.take().expect("its standard input is piped");
            // If the tool fails, the clipboard is unchanged; the outcome was reported already.
            let _ = stdin.write_all(text.as_bytes());
            drop(stdin);
            let _ = child.wait();
        });
        thread.ok().filter(|_| has_started.recv().is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_matches_rfc_4648() {
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
    fn multiplexers_get_a_wrapped_sequence() {
        let text = |multiplexer| String::from_utf8(osc52("f", multiplexer)).unwrap();
        let unwrapped = "\x1b]52;c;Zg==\x07";
        assert_eq!(text(None), unwrapped);
        assert_eq!(
            text(Some(Multiplexer::Tmux)),
            format!("{unwrapped}\x1bPtmux;\x1b\x1b]52;c;Zg==\x07\x1b\\")
        );
        assert_eq!(
            text(Some(Multiplexer::Screen)),
            format!("\x1bP{unwrapped}\x1b\\")
        );
    }

    #[test]
    fn gnu_screen_gets_chunks_below_its_limit() {
        let text = "x".repeat(MAX_OSC52_BYTES);
        let wrapped = osc52(&text, Some(Multiplexer::Screen));
        let chunks: Vec<&[u8]> = wrapped
            .split(|byte| *byte == b'P')
            .filter(|chunk| !chunk.is_empty())
            .collect();
        assert!(wrapped.starts_with(b"\x1bP") && wrapped.ends_with(b"\x1b\\"));
        assert!(chunks.iter().all(|chunk| chunk.len() < 768));
    }

    #[test]
    fn texts_above_the_limit_are_not_sent() {
        let capabilities =
            Capabilities::detect(|name| (name == "TERM").then(|| "xterm-256color".to_owned()));
        for (length, sent) in [(MAX_OSC52_BYTES, true), (MAX_OSC52_BYTES + 1, false)] {
            let mut out = Vec::new();
            let copied = send_to_terminal(&"x".repeat(length), capabilities, &mut out);
            assert_eq!(copied.sent_to_terminal, sent);
            assert_eq!(copied.too_long, (!sent).then_some(length));
            assert_eq!(out.is_empty(), !sent);
            assert!(out.len() < 8 << 10);
        }
    }

    #[test]
    fn each_desktop_has_its_tool() {
        let tools_of = |desktop: &str| {
            let tools = TOOLS
                .iter()
                .filter(|tool| tool.has_desktop(|name| name == desktop));
            tools.map(|tool| tool.name).collect::<Vec<_>>()
        };
        let system = if cfg!(target_os = "macos") {
            vec!["pbcopy"]
        } else {
            vec![]
        };
        assert_eq!(tools_of("NONE"), system);
        assert!(tools_of("WAYLAND_DISPLAY").contains(&"wl-copy"));
        assert!(tools_of("DISPLAY").contains(&"xclip") && tools_of("DISPLAY").contains(&"xsel"));
        assert!(tools_of("WSL_DISTRO_NAME").contains(&"clip.exe"));
    }
}
