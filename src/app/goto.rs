//! Going to anything by part of its name or its number, or running a command by name.
//!
//! Owns what there is to go to and how it is ranked. Matching and scoring are nucleo's.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::place::List;
use super::prompt::{Prompt, Purpose};
use super::{App, Effect, Message};
use crate::action::{Action, TABLE};
use crate::apparatus::{ActorIx, ThemeIx};
use crate::essay::visible;
use crate::index::Subject;
use crate::regions::Region;

/// What a suggestion leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// A lens.
    Lens(Subject),
    /// A command.
    Run(Action),
}

/// Something that can be gone to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it leads to.
    pub aim: Aim,
    /// What sort of thing it is: `theme`, `claim`, `actor`, `run`.
    pub sort: &'static str,
    /// Its name, safe to show; a claim's begins with its number.
    pub name: String,
    /// What it is matched by beside its name: its id, an actor's aliases.
    also: String,
}

/// The state of the prompt: everything there is, and what fits what has been typed.
#[derive(Debug, Clone, Default)]
pub struct GoTo {
    all: Vec<Suggestion>,
    /// The places in `all` of what fits, best first.
    found: Vec<usize>,
    /// The suggestion under the cursor.
    pub at: usize,
}

impl GoTo {
    /// What fits, best first.
    #[must_use]
    pub fn suggestions(&self) -> impl ExactSizeIterator<Item = &Suggestion> {
        self.found.iter().map(|&place| &self.all[place])
    }

    /// The one under the cursor.
    #[must_use]
    pub fn chosen(&self) -> Option<&Suggestion> {
        self.all.get(*self.found.get(self.at)?)
    }

    fn rank(&mut self, typed: &str) {
        self.at = 0;
        let typed = typed.trim();
        if typed.is_empty() {
            self.found = (0..self.all.len()).collect();
            return;
        }
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(typed, CaseMatching::Smart, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut ranked: Vec<_> = self
            .all
            .iter()
            .enumerate()
            .filter_map(|(place, one)| {
                let name = pattern.score(Utf32Str::new(&one.name, &mut buffer), &mut matcher);
                let also = pattern.score(Utf32Str::new(&one.also, &mut buffer), &mut matcher);
                // A number means the claim of that number before anything that has it in its name.
                let number = one.sort == "claim" && one.name.split(' ').next() == Some(typed);
                let score = name.max(also)?;
                // Of names that fit alike, the one that has least besides.
                Some((Reverse((number, score)), one.name.len(), place))
            })
            .collect();
        ranked.sort_unstable();
        self.found = ranked.into_iter().map(|(.., place)| place).collect();
    }
}

impl App {
    pub(super) fn open_goto(&mut self) {
        let mut goto = GoTo {
            all: self.suggestions(),
            ..GoTo::default()
        };
        goto.rank("");
        self.prompt = Some(Prompt::new(Purpose::GoTo(goto)));
    }

    fn suggestions(&self) -> Vec<Suggestion> {
        let (apparatus, index) = (&self.document.apparatus, &self.document.index);
        let lens = |subject, sort, name: &str, also: String| Suggestion {
            aim: Aim::Lens(subject),
            sort,
            name: visible(name).into_owned(),
            also: visible(&also).into_owned(),
        };
        let title = "The essay";
        let mut all = vec![lens(Subject::Essay, "essay", title, "essay".to_owned())];
        all.extend(apparatus.themes.iter().enumerate().map(|(at, theme)| {
            let subject = Subject::Theme(ThemeIx::new(at));
            lens(subject, "theme", &theme.name, theme.id.clone())
        }));
        all.extend(apparatus.actors.iter().enumerate().map(|(at, actor)| {
            let also = format!("{} {}", actor.id, actor.aliases.join(" "));
            lens(Subject::Actor(ActorIx::new(at)), "actor", &actor.name, also)
        }));
        all.extend(index.claims().iter().map(|&claim| {
            let about = &apparatus.claims[claim.get()];
            let name = format!("{} {}", index.number(claim), about.text);
            lens(Subject::Claim(claim), "claim", &name, about.id.clone())
        }));
        let commands = TABLE.iter().filter(|entry| entry.action.is_command());
        all.extend(commands.map(|entry| Suggestion {
            aim: Aim::Run(entry.action),
            sort: "run",
            name: entry.name.to_owned(),
            also: entry.sentence.to_owned(),
        }));
        all
    }

    /// Ranks anew for what has been typed.
    pub(super) fn goto_typed(&mut self) {
        if let Some(Prompt {
            purpose: Purpose::GoTo(goto),
            text,
        }) = &mut self.prompt
        {
            goto.rank(text);
        }
    }

    /// Puts together again what can be gone to, for another document. The cursor stays on what it
    /// is on.
    pub(super) fn suggest_again(&mut self) {
        let open = self.prompt.as_ref().map(|prompt| &prompt.purpose);
        if !matches!(open, Some(Purpose::GoTo(_))) {
            return;
        }
        let all = self.suggestions();
        let Some(Prompt {
            purpose: Purpose::GoTo(goto),
            text,
        }) = &mut self.prompt
        else {
            return;
        };
        let chosen = goto.chosen().map(|one| (one.sort, one.also.clone()));
        goto.all = all;
        goto.rank(text);
        let same = |one: &Suggestion| {
            chosen
                .as_ref()
                .is_some_and(|it| *it == (one.sort, one.also.clone()))
        };
        let at = goto.suggestions().position(same);
        goto.at = at.unwrap_or(0);
    }

    /// Goes to what was chosen.
    pub(super) fn accept_goto(&mut self, prompt: &Prompt) -> Effect {
        let Purpose::GoTo(goto) = &prompt.purpose else {
            return Effect::None;
        };
        match goto.chosen().map(|suggestion| suggestion.aim) {
            Some(Aim::Run(action)) => self.perform(action),
            Some(Aim::Lens(subject)) => {
                self.leave();
                self.show_in_sidebar(subject);
                self.open(subject);
                Effect::None
            }
            None => {
                let text = format!("Nothing here is called “{}”", prompt.text);
                self.say(Message::warning(text));
                Effect::None
            }
        }
    }

    /// Turns the sidebar to the list that has a subject, and puts its cursor there.
    pub(super) fn show_in_sidebar(&mut self, subject: Subject) {
        self.place.list = match subject {
            Subject::Essay => self.place.list,
            Subject::Theme(_) => List::Themes,
            Subject::Claim(_) => List::Claims,
            Subject::Actor(_) => List::Actors,
        };
        self.place.lens = subject;
        self.sidebar_find_lens();
        if self.place.zoomed || self.regions.detail.is_none() {
            self.turn_to(Region::Detail);
        }
    }
}
