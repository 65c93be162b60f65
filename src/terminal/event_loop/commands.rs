//! Executes what the handler asks for: copying, suspending, showing plain text, running a program.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGINT, SIGQUIT};

use super::super::event::{Event, Reply};
use super::super::handler::{Exit, Handler, TerminalCommand};
use super::super::input::InputParser;
use super::super::signals::{self, Signals};
use super::super::tty::{ReadResult, Tty};
use super::{BackgroundQuery, EventLoop, LoopControl, ScreenState};

/// How long after the query to wait for the answer before the terminal is restored: a later answer
/// would appear on the shell's command line.
const ANSWER_TIMEOUT: Duration = Duration::from_millis(800);

impl<H: Handler> EventLoop<'_, H> {
    pub(super) fn execute(&mut self, command: TerminalCommand) -> io::Result<LoopControl> {
        match command {
            TerminalCommand::Idle => {}
            TerminalCommand::Draw => self.mark_stale(),
            TerminalCommand::Repaint => {
                self.renderer.invalidate();
                self.mark_stale();
            }
            TerminalCommand::Quit(status) => return Ok(LoopControl::Break(Exit::Quit(status))),
            TerminalCommand::Suspend => return self.suspend(),
            TerminalCommand::Copy(text) => {
                let capabilities = self.terminal.options.capabilities;
                let mut sequence = Vec::new();
                let outcome = self.clipboard.copy(&text, capabilities, &mut sequence);
                if outcome.sent_to_terminal {
                    self.output.set_copy(sequence);
                    self.mark_stale();
                }
                self.events.push_front(Event::Copied(outcome));
            }
            TerminalCommand::ShowPlainText(text) => self.show_plain_text(&text)?,
            TerminalCommand::RunProgram(_) if self.terminal.options.secure => {
                let refused = Err(io::ErrorKind::PermissionDenied.into());
                self.events.push_front(Event::ProgramExited(refused));
            }
            TerminalCommand::RunProgram(command) => return self.run_program(command),
            TerminalCommand::SetMouse(on) => {
                let bytes = self.terminal.session.set_mouse(on);
                self.output.set_mouse(bytes);
                self.mark_stale();
            }
        }
        Ok(LoopControl::Continue(()))
    }

    /// Suspends the process until it is resumed, unless that is refused or nothing could resume it.
    pub(super) fn suspend(&mut self) -> io::Result<LoopControl> {
        if self.terminal.options.secure || !signals::can_be_resumed() {
            self.events.push_front(Event::CannotSuspend);
            return Ok(LoopControl::Continue(()));
        }
        self.leave_screen();
        signals::suspend()?;
        if let Some(signal) = self.terminal.signals.take().terminate {
            return Ok(LoopControl::Break(Exit::Signal(signal)));
        }
        self.enter_screen()?;
        self.events.push_front(Event::Resumed);
        Ok(LoopControl::Continue(()))
    }

    fn show_plain_text(&mut self, text: &str) -> io::Result<()> {
        self.leave_screen();
        let enter = self.terminal.session.enter_normal_screen()?;
        let bytes = self.output.bytes();
        bytes.extend(enter);
        for line in text.lines() {
            let printable: String = line.chars().filter(|c| !c.is_control()).collect();
            bytes.extend(printable.bytes());
            bytes.extend(b"\r\n");
        }
        self.screen_state = ScreenState::PlainText;
        Ok(())
    }

    fn run_program(&mut self, command: Command) -> io::Result<LoopControl> {
        self.leave_screen();
        let result = match spawn(command) {
            Ok(child) => match wait_for(child, &mut self.terminal.signals)? {
                ProgramEnd::Exited(status) => Ok(status),
                ProgramEnd::Interrupted(signal) => {
                    return Ok(LoopControl::Break(Exit::Signal(signal)));
                }
            },
            Err(error) => Err(error),
        };
        if self.enter_screen().is_err() {
            return Ok(LoopControl::Break(Exit::Disconnected));
        }
        self.events.push_front(Event::ProgramExited(result));
        Ok(LoopControl::Continue(()))
    }

    /// Sends the rest of the frame that is being written, then restores the terminal.
    fn leave_screen(&mut self) {
        let unsent = self.output.take_unsent();
        let query = std::mem::replace(&mut self.background_query, BackgroundQuery::Done);
        self.terminal.session.leave(&unsent, |tty| {
            if let BackgroundQuery::Sent(at) = query {
                discard_answer(tty, at + ANSWER_TIMEOUT);
            }
        });
    }

    /// Takes over the terminal again, whatever state it is in.
    pub(super) fn enter_screen(&mut self) -> io::Result<()> {
        self.output.discard_unsent();
        self.output.bytes().extend(self.terminal.session.enter()?);
        self.resize_deadline = None;
        self.screen_state = ScreenState::Stale;
        self.apply_size();
        Ok(())
    }

    /// Restores the terminal at the end of the program.
    pub(super) fn finish(&mut self) {
        self.clipboard.finish();
        self.leave_screen();
    }
}

/// Reads and discards input until the terminal has answered or `deadline` has passed. A key ends
/// the wait too: what is typed after it is meant for the next program.
fn discard_answer(tty: &Tty, deadline: Instant) {
    let mut parser = InputParser::default();
    loop {
        let remaining = deadline.saturating_duration_since(Instant::now());
        if remaining.is_zero() || !tty.wait_until_ready(PollFlags::IN, remaining) {
            return;
        }
        // One byte at a time, because bytes that were read cannot be put back.
        let mut byte = [0];
        let ReadResult::Bytes(1..) = tty.read(&mut byte) else {
            return;
        };
        let is_end = |event| {
            matches!(
                event,
                &Event::Key(_) | &Event::Reply(Reply::DeviceAttributes)
            )
        };
        if parser.parse(&byte).iter().any(is_end) {
            return;
        }
    }
}

/// Starts a program that reads the terminal, even if this program's standard input is a pipe.
fn spawn(mut command: Command) -> io::Result<Child> {
    if !io::stdin().is_terminal()
        && let Ok(terminal) = OpenOptions::new().read(true).open("/dev/tty")
    {
        command.stdin(Stdio::from(terminal));
    }
    command.spawn()
}

/// How the wait for a program ended.
enum ProgramEnd {
    Exited(ExitStatus),
    /// A signal that terminates this process arrived first.
    Interrupted(i32),
}

/// Waits until a program exits. SIGINT and SIGQUIT from the keyboard are meant for the program.
/// If it is suspended this process suspends too, because the shell waits for the whole job.
fn wait_for(mut child: Child, signals: &mut Signals) -> io::Result<ProgramEnd> {
    loop {
        let received = signals.take();
        match received.terminate {
            Some(SIGINT | SIGQUIT) | None => {}
            Some(signal) => return Ok(ProgramEnd::Interrupted(signal)),
        }
        if received.suspend && signals::can_be_resumed() {
            signals::suspend()?;
        }
        if let Some(status) = child.try_wait()? {
            return Ok(ProgramEnd::Exited(status));
        }
        match poll(&mut [PollFd::new(signals, PollFlags::IN)], None) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
