//! The loop: one thread that waits on the terminal, the signals and the workers at once, and
//! sleeps whenever none of them has anything.

use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ratatui::layout::Rect;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::child;
use super::clipboard;
use super::event::{Answer, Event};
use super::handler::{Exit, Flow, Handler, Options};
use super::input::Input;
use super::screen::Screen;
use super::session::{self, Session};
use super::signals::{self, Signals};
use super::tty::{Read, Tty};
use super::waker::{Waker, Wakes};

/// A storm of resizes is over when none has come for so long.
const RESIZE_SETTLES: Duration = Duration::from_millis(25);

/// How long after the question the program stays for the terminal's answer, so that it does not
/// end up on the shell's command line.
const ANSWER_PATIENCE: Duration = Duration::from_millis(500);

/// The most that is read at once, in bytes, and how often before the next frame.
const READ_SIZE: usize = 1 << 16;
const READS: usize = 32;

/// OSC 11, and DA1 as a fence: every terminal answers that.
const QUESTION: &[u8] = b"\x1b]11;?\x1b\\\x1b[c";

/// A terminal opened, and the loop that serves it.
#[derive(Debug)]
pub struct Terminal {
    session: Arc<Session>,
    signals: Signals,
    wakes: Wakes,
    options: Options,
}

impl Terminal {
    /// Opens the terminal and begins to catch signals. The screen is left alone until
    /// [`run`](Self::run).
    ///
    /// # Errors
    ///
    /// There is no terminal, or the system gives no more files.
    pub fn open(options: Options) -> io::Result<Self> {
        let session = Session::open(options.kind)?;
        session.mouse(options.mouse);
        session::restore_on_panic(Arc::clone(&session), options.report.clone());
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

struct Loop<'a, H> {
    terminal: Terminal,
    handler: &'a mut H,
    canvas: ratatui::Terminal<Screen>,
    input: Input,
    events: VecDeque<Event>,
    /// Bytes for the terminal, and how many of them have gone out.
    out: Vec<u8>,
    sent: usize,
    /// A frame is among them: until it has gone out no other is drawn.
    framed: bool,
    /// How many frames have gone out.
    frames: u64,
    buffer: Vec<u8>,
    /// The screen is not what the handler would draw.
    stale: bool,
    /// The normal screen is shown until a key is pressed.
    bare: bool,
    /// When the input reader is to be told that nothing came.
    expires: Option<Instant>,
    /// When the last resize is taken for the last.
    settles: Option<Instant>,
    /// When the terminal was asked something that it has not answered.
    asked: Option<Instant>,
    may_ask: bool,
    copies: clipboard::Copies,
}

impl<'a, H: Handler> Loop<'a, H> {
    fn new(terminal: Terminal, handler: &'a mut H) -> io::Result<Self> {
        let kind = terminal.options.kind;
        let size = terminal.session.tty().size();
        let Ok(canvas) = ratatui::Terminal::new(Screen::new(size, kind));
        let out = terminal.session.enter()?;
        Ok(Self {
            may_ask: terminal.options.ask_background && kind.asks,
            terminal,
            handler,
            canvas,
            input: Input::default(),
            events: VecDeque::from([Event::Resize(size)]),
            out,
            sent: 0,
            framed: false,
            frames: 0,
            buffer: vec![0; READ_SIZE],
            stale: true,
            bare: false,
            expires: None,
            settles: None,
            asked: None,
            copies: clipboard::Copies::default(),
        })
    }

    fn turn(&mut self) -> io::Result<Exit> {
        loop {
            while let Some(event) = self.events.pop_front() {
                if let ControlFlow::Break(exit) = self.event(event)? {
                    return Ok(exit);
                }
            }
            self.draw();
            if self.push().is_break() {
                return Ok(Exit::Gone);
            }
            if let ControlFlow::Break(exit) = self.wait()? {
                return Ok(exit);
            }
        }
    }

    /// Draws a frame, if one is wanted and none is on its way.
    fn draw(&mut self) {
        if !self.stale || self.bare || self.settles.is_some() || self.framed {
            return;
        }
        self.stale = false;
        self.framed = true;
        let area = Rect::from((
            ratatui::layout::Position::ORIGIN,
            self.canvas.backend().dimensions(),
        ));
        // Makes ratatui hand over the whole frame: what changed is the screen's to find.
        let Ok(()) = self.canvas.resize(area);
        let Ok(_) = self.canvas.draw(|frame| self.handler.draw(frame));
        self.canvas.backend_mut().take_into(&mut self.out);
        if std::mem::take(&mut self.may_ask) {
            self.out.extend(QUESTION);
            self.asked = Some(Instant::now());
        }
    }

    fn out_is_empty(&self) -> bool {
        self.sent >= self.out.len()
    }

    fn clear_out(&mut self) {
        self.out.clear();
        self.sent = 0;
        self.framed = false;
    }

    /// Writes what the terminal takes; breaks when it has gone.
    fn push(&mut self) -> ControlFlow<()> {
        if self.out_is_empty() {
            return ControlFlow::Continue(());
        }
        let rest = self.out.get(self.sent..).unwrap_or_default();
        match self.terminal.session.tty().write(rest) {
            Ok(count) => self.sent += count,
            Err(_) => return ControlFlow::Break(()),
        }
        if self.out_is_empty() {
            self.frames += u64::from(self.framed);
            if self.framed && self.frames == 1 {
                self.handler.shown();
            }
            self.clear_out();
        }
        ControlFlow::Continue(())
    }

    /// Sleeps until something happens, and takes it in.
    fn wait(&mut self) -> io::Result<Next> {
        let now = Instant::now();
        let until = [self.expires, self.settles].into_iter().flatten().min();
        let timeout =
            until.and_then(|end| Timespec::try_from(end.saturating_duration_since(now)).ok());
        let mut wanted = PollFlags::IN;
        wanted.set(PollFlags::OUT, !self.out_is_empty());
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
            && let ControlFlow::Break(exit) = self.signals()?
        {
            return Ok(Next::Break(exit));
        }
        if tty.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Ok(Next::Break(Exit::Gone));
        }
        if tty.contains(PollFlags::IN) && self.read().is_break() {
            return Ok(Next::Break(Exit::Gone));
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
            self.measure();
        }
    }

    /// Reads the size; everything is drawn anew, for what terminals keep over a resize differs.
    fn measure(&mut self) {
        let size = self.terminal.session.tty().size();
        self.canvas.backend_mut().reset(size);
        self.events.push_back(Event::Resize(size));
        self.stale = true;
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
        if self.bare && matches!(event, Event::Key(_)) {
            self.come_back()?;
            return Ok(Next::Continue(()));
        }
        if matches!(event, Event::Answer(Answer::Attributes)) {
            self.asked = None;
        }
        let flow = self.handler.handle(event);
        self.follow(flow)
    }

    fn follow(&mut self, flow: Flow) -> io::Result<Next> {
        match flow {
            Flow::Idle => {}
            Flow::Draw => self.stale = true,
            Flow::Repaint => {
                self.canvas.backend_mut().repaint();
                self.stale = true;
            }
            Flow::Quit(status) => return Ok(Next::Break(Exit::Quit(status))),
            Flow::Suspend => return self.suspend(),
            Flow::Copy(text) => {
                let copied = clipboard::copy(
                    &text,
                    self.terminal.options.kind,
                    &mut self.out,
                    &mut self.copies,
                );
                self.events.push_front(Event::Copied(copied));
            }
            Flow::ShowBare(text) => self.show_bare(&text)?,
            Flow::Run(command) => {
                self.leave_screen();
                let ran = child::run(command, &mut self.terminal.signals);
                self.come_back()?;
                match ran {
                    Ok(child::Ended::Child(result)) => self.events.push_front(Event::Ran(result)),
                    Ok(child::Ended::Signal(signal)) => {
                        return Ok(Next::Break(Exit::Signal(signal)));
                    }
                    Err(error) => return Err(error),
                }
            }
            Flow::Mouse(on) => {
                self.out.extend(self.terminal.session.mouse(on));
                self.stale = true;
            }
        }
        Ok(Next::Continue(()))
    }

    fn suspend(&mut self) -> io::Result<Next> {
        if !signals::can_be_continued() {
            self.events.push_front(Event::Stayed);
            return Ok(Next::Continue(()));
        }
        self.leave_screen();
        signals::stop()?;
        let came = self.terminal.signals.take();
        self.come_back()?;
        if let Some(signal) = came.end {
            return Ok(Next::Break(Exit::Signal(signal)));
        }
        self.events.push_front(Event::Resumed);
        Ok(Next::Continue(()))
    }

    fn show_bare(&mut self, text: &str) -> io::Result<()> {
        self.leave_screen();
        self.terminal.session.enter_bare()?;
        for line in text.lines() {
            let shown = line.chars().filter(|c| !c.is_control());
            self.out.extend(shown.collect::<String>().bytes());
            self.out.extend(b"\r\n");
        }
        self.bare = true;
        Ok(())
    }

    /// Gives the terminal back, a frame that has been begun finished.
    fn leave_screen(&mut self) {
        let rest = self.out.get(self.sent..).unwrap_or_default();
        self.terminal.session.leave(rest);
        self.clear_out();
    }

    /// Takes the terminal again, whatever it is like now.
    fn come_back(&mut self) -> io::Result<()> {
        self.bare = false;
        let cut_off = self.sent > 0;
        self.clear_out();
        if cut_off {
            self.out.push(session::CANCEL);
        }
        self.out.extend(self.terminal.session.enter()?);
        self.measure();
        Ok(())
    }

    /// Gives the terminal back for good.
    fn leave(&mut self) {
        self.copies.finish();
        let rest = self.out.split_off(self.sent.min(self.out.len()));
        let asked = self.asked.map(|asked| asked + ANSWER_PATIENCE);
        self.terminal.session.leave_after(&rest, |tty| {
            let Some(end) = asked else { return };
            await_answer(tty, end);
        });
    }
}

/// Reads, and drops, what the terminal has still to say, until it has answered or `end` has come.
fn await_answer(tty: &Tty, end: Instant) {
    let mut input = Input::default();
    let mut buffer = [0; 256];
    let mut events = Vec::new();
    loop {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || !tty.ready(PollFlags::IN, left) {
            return;
        }
        let Read::Bytes(count) = tty.read(&mut buffer) else {
            return;
        };
        input.feed(buffer.get(..count).unwrap_or_default(), &mut events);
        let answered = |event: &Event| matches!(event, Event::Answer(Answer::Attributes));
        if events.iter().any(answered) {
            return;
        }
    }
}
