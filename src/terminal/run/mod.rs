//! The loop: one thread that waits on the terminal, the signals and the workers at once, and
//! sleeps whenever none of them has anything.
//!
//! It owns the order of things: all events that have come are handled, then one frame is drawn if
//! one is wanted and none is under way. What an event leads to beyond that is in `errands`.

mod commands;

use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::clipboard::Clipboard;
use super::event::{Event, Reply};
use super::handler::{Exit, Handler, TerminalOptions};
use super::input::Input;
use super::screen::Screen;
use super::session::{self, Session};
use super::signals::Signals;
use super::tty::Read;
use super::waker::{Waker, Wakes};
use super::write_buffer::Outlet;

/// A storm of resizes, as of a window that is dragged, is over when none has come for this long.
const RESIZE_SETTLES: Duration = Duration::from_millis(25);

/// The most that is read at once, in bytes, and how often before the next frame.
const READ_SIZE: usize = 1 << 13;
const READS: usize = 32;

/// OSC 11, and DA1 as a fence: every terminal answers that.
const QUESTION: &[u8] = b"\x1b]11;?\x1b\\\x1b[c";

/// The status of a program that was ended by a panic.
const PANICKED: u8 = 101;

/// A terminal opened, and the loop that serves it.
#[derive(Debug)]
pub struct Terminal {
    session: Arc<Session>,
    signals: Signals,
    wakes: Wakes,
    options: TerminalOptions,
}

impl Terminal {
    /// Opens the terminal, begins to catch signals, and makes a panic give the terminal back. The
    /// screen is left alone until [`run`](Self::run).
    ///
    /// # Errors
    ///
    /// There is no terminal, or the system gives no more files.
    pub fn open(options: TerminalOptions) -> io::Result<Self> {
        let session = Session::open(options.capabilities)?;
        session.mouse(options.mouse);
        session::restore_on_panic(Arc::clone(&session), options.panic_message.clone());
        Ok(Self {
            session,
            signals: Signals::catch()?,
            wakes: Wakes::new()?,
            options,
        })
    }

    /// What wakes the loop from another thread.
    #[must_use]
    pub fn waker(&self) -> Waker {
        self.wakes.waker()
    }

    /// Takes the screen, runs `handler` until it ends, and gives the screen back.
    ///
    /// # Errors
    ///
    /// The terminal's modes cannot be set, or waiting fails. The terminal is restored then too.
    pub fn run(self, handler: &mut impl Handler) -> io::Result<Exit> {
        let mut turning = Loop::new(self, handler)?;
        let exit = turning.turn();
        turning.leave();
        exit
    }
}

/// Whether the loop goes on.
type Next = ControlFlow<Exit>;

/// What the terminal has been asked.
#[derive(Debug, Clone, Copy)]
enum Question {
    /// Nothing, and nothing will be.
    None,
    /// It will be, behind the next frame.
    Next,
    /// It was, then.
    Asked(Instant),
}

/// What the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// What the handler would draw.
    Frame,
    /// Something older.
    Stale,
    /// The normal screen, until a key is pressed.
    Bare,
}

struct Loop<'a, H> {
    terminal: Terminal,
    handler: &'a mut H,
    screen: Screen,
    /// What the handler draws into.
    frame: Buffer,
    input: Input,
    events: VecDeque<Event>,
    out: Outlet,
    /// The handler has been told that its first frame has gone out.
    told: bool,
    buffer: Vec<u8>,
    shows: Shows,
    /// When the input reader is to be told that nothing came.
    expires: Option<Instant>,
    /// When the last resize is taken for the last.
    settles: Option<Instant>,
    question: Question,
    clipboard: Clipboard,
}

impl<'a, H: Handler> Loop<'a, H> {
    fn new(terminal: Terminal, handler: &'a mut H) -> io::Result<Self> {
        let capabilities = terminal.options.capabilities;
        let asks = terminal.options.query_background && capabilities.answers_queries;
        let size = terminal.session.tty().size();
        let mut out = Outlet::default();
        out.bytes().extend(terminal.session.enter()?);
        Ok(Self {
            terminal,
            handler,
            screen: Screen::new(size, capabilities),
            frame: Buffer::default(),
            input: Input::default(),
            events: VecDeque::from([Event::Resize(size)]),
            out,
            told: false,
            buffer: vec![0; READ_SIZE],
            shows: Shows::Stale,
            expires: None,
            settles: None,
            question: if asks { Question::Next } else { Question::None },
            clipboard: Clipboard::default(),
        })
    }

    fn turn(&mut self) -> io::Result<Exit> {
        loop {
            while let Some(event) = self.events.pop_front() {
                if let Next::Break(exit) = self.event(event)? {
                    return Ok(exit);
                }
            }
            if self.terminal.session.is_given_back() {
                // Another thread panicked, and said so on the screen.
                return Ok(Exit::Quit(PANICKED));
            }
            // Once more behind a frame that had been under way: with its end a newer one may begin.
            for _ in 0..2 {
                self.draw();
                if self.out.push(self.terminal.session.tty()).is_err() {
                    return Ok(Exit::Disconnected);
                }
            }
            if !self.told && self.out.is_empty() && self.shows == Shows::Frame {
                self.told = true;
                self.handler.first_frame_shown();
            }
            if let Next::Break(exit) = self.wait()? {
                return Ok(exit);
            }
        }
    }

    /// Draws a frame, if one is wanted and none is under way.
    fn draw(&mut self) {
        if self.shows != Shows::Stale || self.settles.is_some() || self.out.is_framed() {
            return;
        }
        self.shows = Shows::Frame;
        let area = Rect::from((Position::ORIGIN, self.screen.dimensions()));
        self.frame.resize(area);
        self.frame.reset();
        self.handler.draw(&mut self.frame);
        if self.terminal.options.capabilities.hyperlinks {
            self.screen.link(self.handler.hyperlinks());
        }
        self.screen.show(&self.frame);
        let out = self.out.frame();
        self.screen.take_into(out);
        if matches!(self.question, Question::Next) {
            out.extend(QUESTION);
            self.question = Question::Asked(Instant::now());
        }
    }

    /// Sleeps until something happens, and takes it in.
    fn wait(&mut self) -> io::Result<Next> {
        let now = Instant::now();
        let until = self.expires.into_iter().chain(self.settles).min();
        let timeout =
            until.and_then(|end| Timespec::try_from(end.saturating_duration_since(now)).ok());
        let mut wanted = PollFlags::IN;
        wanted.set(PollFlags::OUT, !self.out.is_empty());
        let mut fds = [
            PollFd::new(self.terminal.session.tty(), wanted),
            PollFd::new(&self.terminal.signals, PollFlags::IN),
            PollFd::new(&self.terminal.wakes, PollFlags::IN),
        ];
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(Next::Continue(())),
            Err(error) => return Err(error.into()),
        }
        let [tty, signals, wakes] = fds.map(|fd| fd.revents());
        if !signals.is_empty()
            && let Next::Break(exit) = self.signals()?
        {
            return Ok(Next::Break(exit));
        }
        let gone = tty.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        if gone || tty.contains(PollFlags::IN) && self.read().is_break() {
            return Ok(Next::Break(Exit::Disconnected));
        }
        self.timers();
        if !wakes.is_empty() {
            self.terminal.wakes.clear();
            let flow = self.handler.wake();
            return self.follow(flow);
        }
        Ok(Next::Continue(()))
    }

    /// Reads all that has come; breaks when the terminal has gone.
    fn read(&mut self) -> ControlFlow<()> {
        let mut events = Vec::new();
        for _ in 0..READS {
            match self.terminal.session.tty().read(&mut self.buffer) {
                Read::Bytes(count) => {
                    let bytes = self.buffer.get(..count).unwrap_or_default();
                    self.input.feed(bytes, &mut events);
                    if count < self.buffer.len() {
                        break;
                    }
                }
                Read::Nothing => break,
                Read::Gone => return ControlFlow::Break(()),
            }
        }
        self.events.extend(events);
        self.expires = self.input.wait().map(|wait| Instant::now() + wait);
        ControlFlow::Continue(())
    }

    /// Does what is due.
    fn timers(&mut self) {
        let now = Instant::now();
        if self.expires.is_some_and(|end| end <= now) {
            let mut events = Vec::new();
            self.input.expire(&mut events);
            self.events.extend(events);
            self.expires = self.input.wait().map(|wait| now + wait);
        }
        if self.settles.is_some_and(|end| end <= now) {
            self.settles = None;
            let size = self.terminal.session.tty().size();
            self.screen.resize(size);
            self.resized(size);
        }
    }

    fn signals(&mut self) -> io::Result<Next> {
        let came = self.terminal.signals.take();
        if let Some(signal) = came.end {
            return Ok(Next::Break(Exit::Signal(signal)));
        }
        if came.resized {
            self.settles = Some(Instant::now() + RESIZE_SETTLES);
        }
        if came.continued {
            // Stopped from outside: whoever had the terminal meanwhile may have changed it.
            self.come_back()?;
        }
        if came.stop {
            return self.suspend();
        }
        Ok(Next::Continue(()))
    }

    fn event(&mut self, event: Event) -> io::Result<Next> {
        if self.shows == Shows::Bare && matches!(event, Event::Key(_) | Event::Paste(_)) {
            self.come_back()?;
            // What came along with the key, as pasted text does where pastes are not marked, is no
            // command either.
            self.events
                .retain(|event| !matches!(event, Event::Key(_) | Event::Paste(_)));
            return Ok(Next::Continue(()));
        }
        if matches!(event, Event::Reply(Reply::Attributes)) {
            self.question = Question::None;
        }
        let flow = self.handler.handle(event);
        self.follow(flow)
    }
}
