//! The event loop: one thread that waits for the terminal, signals and workers, and sleeps while
//! nothing happens.
//!
//! Pending events are handled for at most [`MAX_HANDLING_TIME`]; then one frame is drawn, if the screen
//! is out of date and the previous frame has been written. Signals are handled before the next event.

mod commands;

use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::clipboard::Clipboard;
use super::event::{Event, Reply};
use super::handler::{Exit, Handler, TerminalOptions};
use super::input::InputParser;
use super::renderer::Renderer;
use super::session::{self, Session};
use super::signals::Signals;
use super::tty::ReadResult;
use super::waker::{WakeReceiver, Waker};
use super::write_buffer::WriteBuffer;

/// The resizes of this long are applied at once, so that dragging a window's border does not draw a
/// frame at every step.
const RESIZE_INTERVAL: Duration = Duration::from_millis(25);

/// How many bytes are read at once.
const READ_BUFFER_BYTES: usize = 8 << 10;

/// After a read of this many bytes, which nobody types at once, more is likely to follow within
/// [`FLOOD_WAIT`]. It is read before anything is handled, so that a Ctrl-C behind it is found.
const FLOOD_BYTES: usize = 1 << 10;
const FLOOD_WAIT: Duration = Duration::from_millis(1);

/// How long input is read before it is handled, and how long it is handled before more is read. A Ctrl-C
/// that still waits then discards all waiting input.
const MAX_HANDLING_TIME: Duration = Duration::from_millis(50);

/// While waiting events take this much memory, further input is dropped, except Ctrl-C. That is 100,000
/// keys, more than anyone types ahead.
const MAX_WAITING_BYTES: usize = 100_000 * size_of::<Event>();

/// Asks for the background color (OSC 11), then for the device attributes (DA1). Every terminal
/// reports the latter, which shows that no answer to the former will follow.
const BACKGROUND_QUERY: &[u8] = b"\x1b]11;?\x1b\\\x1b[c";

/// The exit status after a panic in a worker.
const PANIC_STATUS: u8 = 101;

/// The terminal, with the event loop that runs a [`Handler`] on it.
#[derive(Debug)]
pub struct Terminal {
    session: Arc<Session>,
    signals: Signals,
    wakes: WakeReceiver,
    options: TerminalOptions,
}

impl Terminal {
    /// Opens the terminal, installs signal handlers, and installs a panic hook that restores the
    /// terminal. The screen does not change until [`run`](Self::run).
    ///
    /// # Errors
    ///
    /// There is no terminal, or the system refuses to open files.
    pub fn open(options: TerminalOptions) -> io::Result<Self> {
        let session = Session::open(options.capabilities)?;
        session.set_mouse(options.mouse);
        let wakes = WakeReceiver::new()?;
        let panic_message = options.panic_message.clone();
        session::restore_on_panic(Arc::clone(&session), wakes.waker(), panic_message);
        Ok(Self {
            session,
            signals: Signals::register()?,
            wakes,
            options,
        })
    }

    /// Returns a handle with which other threads wake the event loop.
    #[must_use]
    pub fn waker(&self) -> Waker {
        self.wakes.waker()
    }

    /// Takes over the screen, runs `handler` until it quits, and restores the screen.
    ///
    /// # Errors
    ///
    /// The terminal's modes cannot be set, or waiting fails. The terminal is restored all the
    /// same.
    pub fn run(self, handler: &mut impl Handler) -> io::Result<Exit> {
        let mut event_loop = EventLoop::new(self, handler)?;
        let exit = event_loop.run();
        event_loop.finish();
        exit
    }
}

/// Whether the event loop continues.
type LoopControl = ControlFlow<Exit>;

/// The state of the query for the background color.
#[derive(Debug, Clone, Copy)]
enum BackgroundQuery {
    /// It was answered, or will not be sent.
    Done,
    /// It follows the next frame.
    Pending,
    /// It was sent at this time.
    Sent(Instant),
}

/// What the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ScreenState {
    /// The handler's current state.
    Current,
    /// An earlier state.
    Stale,
    /// Plain text on the normal screen, until a key is pressed.
    PlainText,
}

struct EventLoop<'a, H> {
    terminal: Terminal,
    handler: &'a mut H,
    renderer: Renderer,
    /// The buffer that the handler draws into, as large as the screen.
    frame: Buffer,
    parser: InputParser,
    events: VecDeque<Event>,
    output: WriteBuffer,
    screen_state: ScreenState,
    first_frame_reported: bool,
    /// When the parser gives up waiting for the rest of a sequence.
    input_deadline: Option<Instant>,
    /// When the resizes since the last one that was applied are applied.
    resize_deadline: Option<Instant>,
    background_query: BackgroundQuery,
    clipboard: Clipboard,
}

impl<'a, H: Handler> EventLoop<'a, H> {
    fn new(terminal: Terminal, handler: &'a mut H) -> io::Result<Self> {
        let capabilities = terminal.options.capabilities;
        let query = terminal.options.query_background && capabilities.answers_queries;
        let uses_tools = !terminal.options.secure;
        let mut output = WriteBuffer::default();
        output.bytes().extend(terminal.session.enter()?);
        let mut event_loop = Self {
            terminal,
            handler,
            renderer: Renderer::new(capabilities),
            frame: Buffer::default(),
            parser: InputParser::default(),
            events: VecDeque::new(),
            output,
            screen_state: ScreenState::Stale,
            first_frame_reported: false,
            input_deadline: None,
            resize_deadline: None,
            background_query: if query {
                BackgroundQuery::Pending
            } else {
                BackgroundQuery::Done
            },
            clipboard: Clipboard::new(uses_tools),
        };
        event_loop.apply_size();
        Ok(event_loop)
    }

    fn run(&mut self) -> io::Result<Exit> {
        loop {
            if let LoopControl::Break(exit) = self.handle_events()? {
                return Ok(exit);
            }
            if self.terminal.session.is_restored() {
                // Another thread has panicked, and the panic's message is on the screen.
                return Ok(Exit::Quit(PANIC_STATUS));
            }
            // Twice, because a newer frame can be drawn when the write completes the previous one.
            for _ in 0..2 {
                self.draw();
                if self.output.flush(self.terminal.session.tty()).is_err() {
                    return Ok(Exit::Disconnected);
                }
            }
            let drawn = self.screen_state == ScreenState::Current && self.output.is_empty();
            if drawn && !self.first_frame_reported {
                self.first_frame_reported = true;
                self.handler.first_frame_shown();
            }
            if let LoopControl::Break(exit) = self.wait()? {
                return Ok(exit);
            }
        }
    }

    /// Handles the events that wait, but not longer than [`MAX_HANDLING_TIME`].
    fn handle_events(&mut self) -> io::Result<LoopControl> {
        let start = Instant::now();
        while start.elapsed() < MAX_HANDLING_TIME
            && let Some(event) = self.next_event()
        {
            if let LoopControl::Break(exit) = self.dispatch(event)? {
                return Ok(LoopControl::Break(exit));
            }
            // Many quick keys take long together.
            if !self.events.is_empty()
                && let LoopControl::Break(exit) = self.handle_signals()?
            {
                return Ok(LoopControl::Break(exit));
            }
        }
        Ok(LoopControl::Continue(()))
    }

    /// Takes the next event. Characters that arrived together are one event in a prompt.
    fn next_event(&mut self) -> Option<Event> {
        let mut text = String::new();
        while let Some(&Event::Key(key)) = self.events.front()
            && let Some(character) = self.handler.typed_character(key)
        {
            text.push(character);
            self.events.pop_front();
        }
        if text.is_empty() {
            return self.events.pop_front();
        }
        Some(Event::Paste(text))
    }

    /// Draws a frame if the screen is out of date and no other frame is being written.
    fn draw(&mut self) {
        let resizing = self.resize_deadline.is_some();
        if self.screen_state != ScreenState::Stale || resizing || self.output.has_frame() {
            return;
        }
        self.screen_state = ScreenState::Current;
        self.frame.reset();
        self.handler.draw(&mut self.frame);
        let links = if self.terminal.options.capabilities.hyperlinks {
            self.handler.hyperlinks()
        } else {
            Vec::new()
        };
        let output = self.output.begin_frame();
        self.renderer.render(&self.frame, &links, output);
        if let BackgroundQuery::Pending = self.background_query {
            output.extend(BACKGROUND_QUERY);
            self.background_query = BackgroundQuery::Sent(Instant::now());
        }
    }

    /// Sleeps until something happens, then reads input, signals and timers.
    fn wait(&mut self) -> io::Result<LoopControl> {
        let events_wait = !self.events.is_empty();
        let at_once = events_wait.then(Instant::now);
        let deadlines = [self.input_deadline, self.resize_deadline, at_once];
        let timeout = deadlines.into_iter().flatten().min().map(|deadline| {
            let remaining = deadline.saturating_duration_since(Instant::now());
            Timespec::try_from(remaining).expect("timeouts are at most seconds long")
        });
        let mut tty_flags = PollFlags::IN;
        tty_flags.set(PollFlags::OUT, !self.output.is_empty());
        let mut fds = [
            PollFd::new(self.terminal.session.tty(), tty_flags),
            PollFd::new(&self.terminal.signals, PollFlags::IN),
            PollFd::new(&self.terminal.wakes, PollFlags::IN),
        ];
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(LoopControl::Continue(())),
            Err(error) => return Err(error.into()),
        }
        let [tty, signals, wakes] = fds.map(|fd| fd.revents());
        if !signals.is_empty()
            && let LoopControl::Break(exit) = self.handle_signals()?
        {
            return Ok(LoopControl::Break(exit));
        }
        let closed = tty.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        if closed || tty.contains(PollFlags::IN) && self.read_input().is_break() {
            return Ok(LoopControl::Break(Exit::Disconnected));
        }
        if events_wait && self.events.iter().any(is_ctrl_c) {
            self.events.retain(|event| !is_input(event));
        }
        self.handle_timers();
        if !wakes.is_empty() {
            self.terminal.wakes.clear();
            let command = self.handler.wake();
            return self.execute(command);
        }
        Ok(LoopControl::Continue(()))
    }

    /// Reads the pending input; breaks if the terminal was closed.
    fn read_input(&mut self) -> ControlFlow<()> {
        let mut buffer = [0; READ_BUFFER_BYTES];
        let mut waiting: usize = self.events.iter().map(size_in_memory).sum();
        let start = Instant::now();
        while start.elapsed() < MAX_HANDLING_TIME {
            let tty = self.terminal.session.tty();
            match tty.read(&mut buffer) {
                ReadResult::Bytes(count) => {
                    let is_full = waiting >= MAX_WAITING_BYTES;
                    let mut events = self.parser.parse(&buffer[..count]);
                    events.retain(|event| !is_full || is_ctrl_c(event));
                    waiting += events.iter().map(size_in_memory).sum::<usize>();
                    self.events.extend(events);
                    if count < FLOOD_BYTES || !tty.wait_until_ready(PollFlags::IN, FLOOD_WAIT) {
                        break;
                    }
                }
                ReadResult::Nothing => break,
                ReadResult::Closed => return ControlFlow::Break(()),
            }
        }
        self.input_deadline = self.parser.timeout().map(|wait| Instant::now() + wait);
        ControlFlow::Continue(())
    }

    fn handle_timers(&mut self) {
        let now = Instant::now();
        if self.input_deadline.is_some_and(|deadline| deadline <= now) {
            self.events.extend(self.parser.time_out());
            self.input_deadline = self.parser.timeout().map(|wait| now + wait);
        }
        if self.resize_deadline.is_some_and(|deadline| deadline <= now) {
            self.resize_deadline = None;
            self.apply_size();
        }
    }

    fn handle_signals(&mut self) -> io::Result<LoopControl> {
        let received = self.terminal.signals.take();
        if let Some(signal) = received.terminate {
            return Ok(LoopControl::Break(Exit::Signal(signal)));
        }
        if received.resized {
            self.resize_deadline
                .get_or_insert_with(|| Instant::now() + RESIZE_INTERVAL);
        }
        if received.continued {
            // Another process stopped this one; the terminal may have been used in between.
            self.enter_screen()?;
        }
        if received.suspend {
            return self.suspend();
        }
        Ok(LoopControl::Continue(()))
    }

    /// Reads the terminal's size, and redraws everything: terminals differ in what they keep when
    /// they are resized.
    fn apply_size(&mut self) {
        let size = self.terminal.session.tty().size();
        self.frame.resize(Rect::from((Position::ORIGIN, size)));
        self.renderer.invalidate();
        self.events.push_back(Event::Resize(size));
        self.mark_stale();
    }

    /// Requests a new frame, unless plain text is shown.
    fn mark_stale(&mut self) {
        if self.screen_state == ScreenState::Current {
            self.screen_state = ScreenState::Stale;
        }
    }

    fn dispatch(&mut self, event: Event) -> io::Result<LoopControl> {
        if self.screen_state == ScreenState::PlainText && is_typed(&event) {
            self.enter_screen()?;
            // Text pasted without bracketed paste arrives as many keys: the rest of them must not
            // run commands either.
            self.events.retain(|event| !is_typed(event));
            return Ok(LoopControl::Continue(()));
        }
        if matches!(event, Event::Reply(Reply::DeviceAttributes)) {
            self.background_query = BackgroundQuery::Done;
        }
        let command = self.handler.handle(event);
        self.execute(command)
    }
}

fn size_in_memory(event: &Event) -> usize {
    let text = match event {
        Event::Paste(text) => text.len(),
        _ => 0,
    };
    size_of::<Event>() + text
}

fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Key(_) | Event::Paste(_))
}

fn is_input(event: &Event) -> bool {
    is_typed(event) || matches!(event, Event::Mouse(_))
}

fn is_ctrl_c(event: &Event) -> bool {
    let ctrl_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    matches!(event, Event::Key(key) if *key == ctrl_c)
}
