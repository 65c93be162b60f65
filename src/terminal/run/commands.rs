//! What an event leads to beyond a frame: leaving the screen to others and coming back, copying,
//! the end.

use std::io;
use std::time::{Duration, Instant};

use ratatui::layout::Size;
use rustix::event::PollFlags;

use super::super::child;
use super::super::event::{Event, Reply};
use super::super::handler::{Exit, Flow, Handler};
use super::super::input::Input;
use super::super::signals;
use super::super::tty::{Read, Tty};
use super::{Loop, Next, Question, Shows};

/// How long after the question the program stays for the terminal's answer, so that it does not
/// end up on the shell's command line.
const ANSWER_PATIENCE: Duration = Duration::from_millis(800);

impl<H: Handler> Loop<'_, H> {
    /// Does what the handler wants.
    pub(super) fn follow(&mut self, flow: Flow) -> io::Result<Next> {
        match flow {
            Flow::Idle => {}
            Flow::Draw => self.want_frame(),
            Flow::Repaint => {
                self.screen.repaint();
                self.want_frame();
            }
            Flow::Quit(status) => return Ok(Next::Break(Exit::Quit(status))),
            Flow::Suspend => return self.suspend(),
            Flow::Copy(text) => {
                let copied = self.clipboard.copy(
                    &text,
                    self.terminal.options.capabilities,
                    self.out.bytes(),
                );
                self.events.push_front(Event::Copied(copied));
            }
            Flow::ShowPlain(text) => self.show_bare(&text)?,
            Flow::RunProgram(command) => {
                self.leave_screen();
                let ended = child::run(command, &mut self.terminal.signals)?;
                if self.come_back().is_err() {
                    return Ok(Next::Break(Exit::Disconnected));
                }
                match ended {
                    child::Ended::Child(result) => {
                        self.events.push_front(Event::ProgramExited(result))
                    }
                    child::Ended::Signal(signal) => return Ok(Next::Break(Exit::Signal(signal))),
                }
            }
            Flow::SetMouse(on) => {
                let bytes = self.terminal.session.mouse(on);
                self.out.bytes().extend(bytes);
                self.want_frame();
            }
        }
        Ok(Next::Continue(()))
    }

    fn want_frame(&mut self) {
        if self.shows == Shows::Frame {
            self.shows = Shows::Stale;
        }
    }

    /// Stops, and comes back when it is continued; stays where nothing could continue it.
    pub(super) fn suspend(&mut self) -> io::Result<Next> {
        if !signals::can_be_continued() {
            self.events.push_front(Event::CannotSuspend);
            return Ok(Next::Continue(()));
        }
        self.leave_screen();
        signals::stop()?;
        let came = self.terminal.signals.take();
        if let Some(signal) = came.end {
            return Ok(Next::Break(Exit::Signal(signal)));
        }
        self.come_back()?;
        self.events.push_front(Event::Resumed);
        Ok(Next::Continue(()))
    }

    fn show_bare(&mut self, text: &str) -> io::Result<()> {
        self.leave_screen();
        let marked = self.terminal.session.enter_bare()?;
        let bytes = self.out.bytes();
        bytes.extend(marked);
        for line in text.lines() {
            let shown = line.chars().filter(|c| !c.is_control());
            bytes.extend(shown.collect::<String>().bytes());
            bytes.extend(b"\r\n");
        }
        self.shows = Shows::Bare;
        Ok(())
    }

    /// Gives the terminal back for a while, a frame that has been begun finished.
    fn leave_screen(&mut self) {
        let rest = self.out.take_rest();
        let question = std::mem::replace(&mut self.question, Question::None);
        self.terminal.session.leave_after(&rest, |tty| {
            if let Question::Asked(at) = question {
                await_answer(tty, at + ANSWER_PATIENCE);
            }
        });
    }

    /// Takes the terminal again, whatever it is like now.
    pub(super) fn come_back(&mut self) -> io::Result<()> {
        self.out.drop_rest();
        self.out.bytes().extend(self.terminal.session.enter()?);
        self.settles = None;
        let size = self.terminal.session.tty().size();
        self.screen.reset(size);
        self.shows = Shows::Stale;
        self.resized(size);
        Ok(())
    }

    /// Everything is drawn anew, for what terminals keep over a resize differs.
    pub(super) fn resized(&mut self, size: Size) {
        self.events.push_back(Event::Resize(size));
        self.want_frame();
    }

    /// Gives the terminal back for good.
    pub(super) fn leave(&mut self) {
        self.clipboard.finish();
        self.leave_screen();
    }
}

/// Reads, and drops, what the terminal has still to say, until it has answered or `end` has come; or a
/// key, for what is typed behind that is meant for whoever has the terminal next.
fn await_answer(tty: &Tty, end: Instant) {
    let mut input = Input::default();
    let mut events = Vec::new();
    loop {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || !tty.ready(PollFlags::IN, left) {
            return;
        }
        // One at a time: none can be put back.
        let mut byte = [0];
        let Read::Bytes(1..) = tty.read(&mut byte) else {
            return;
        };
        input.feed(&byte, &mut events);
        if let Some(Event::Reply(Reply::Attributes) | Event::Key(_)) = events.pop() {
            return;
        }
    }
}
