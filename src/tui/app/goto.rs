//! Going to anything by part of its name or its number, or running a command by name.
//!
//! Owns what there is to go to and how it is ranked. Matching and scoring are nucleo's.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::prompt::{Prompt, Purpose};
use super::{App, Effect, Message};
use crate::apparatus::{ActorIx, ThemeIx};
use crate::document::Subject;
use crate::essay::sanitize;
use crate::tui::action::{ACTIONS, Action};
use crate::tui::geometry::BOX_MARGIN;
use ratatui::layout::Rect;

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
    /// Its id, or a command's name: what it is known by in another version of the apparatus.
    id: String,
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

    /// The box that the suggestions stand in, with its frame, on a screen of that size.
    #[must_use]
    pub fn area(&self, (columns, rows): (u16, u16)) -> Rect {
        let most = MOST.min(rows.saturating_sub(4)).max(1);
        let height = u16::try_from(self.found.len()).unwrap_or(most);
        let height = height.clamp(1, most) + 2;
        Rect::new(
            0,
            rows.saturating_sub(height + 1),
            columns.min(WIDEST),
            height,
        )
    }

    /// The first suggestion shown in a window of `window` rows. The cursor stays inside the window,
    /// which moves by whole windows.
    #[must_use]
    pub fn top(&self, window: u16) -> usize {
        let window = usize::from(window.max(1));
        self.at / window * window
    }

    fn rank(&mut self, typed: &str) {
        self.at = 0;
        let typed = typed.trim();
        if typed.is_empty() {
            self.found = (0..self.all.len()).collect();
            return;
        }
        let mut config = Config::DEFAULT;
        config.prefer_prefix = true;
        let mut matcher = Matcher::new(config);
        let (case, normal) = (CaseMatching::Smart, Normalization::Smart);
        let pattern = Pattern::new(typed, case, normal, AtomKind::Fuzzy);
        let mut buffer = Vec::new();
        let mut ranked: Vec<_> = self
            .all
            .iter()
            .enumerate()
            .filter_map(|(place, one)| {
                let mut score = |text| score(&pattern, text, &mut matcher, &mut buffer);
                let (name, also) = (score(&one.name), score(&one.also));
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

/// How well a text fits: the better the higher. It has each word typed, its letters together or at
/// the beginnings of words; letters scattered over a sentence fit nothing that was meant.
fn score(
    pattern: &Pattern,
    text: &str,
    matcher: &mut Matcher,
    buffer: &mut Vec<char>,
) -> Option<u32> {
    let text = Utf32Str::new(text, buffer);
    let mut places = Vec::new();
    pattern.atoms.iter().try_fold(0, |sum, word| {
        places.clear();
        let score = word.indices(text, matcher, &mut places)?;
        holds_together(text, &places).then_some(sum + u32::from(score))
    })
}

/// Fewer letters than this stand within too many words to be looked for anywhere but at their
/// beginnings.
const LEAST_INSIDE: usize = 3;

/// At most this many words are begun by one word typed, because more beginnings stand in any sentence;
/// but it may be the first letters of any number.
const MOST_PARTS: usize = 3;

/// Whether letters found at some places of a text, from the left, stand together.
fn holds_together(text: Utf32Str<'_>, places: &[u32]) -> bool {
    let (Some(&first), Some(&last)) = (places.first(), places.last()) else {
        return false;
    };
    // From here on Unicode has the scripts of East Asia, which part words by nothing.
    let parts = |char: char| !char.is_alphanumeric() || char >= '\u{2e80}';
    let begins = |at: u32| at == 0 || parts(text.get(at - 1));
    let runs = places.iter().enumerate().filter(|&(place, &at)| {
        let before = place.checked_sub(1).and_then(|place| places.get(place));
        before.is_none_or(|&before| before + 1 != at)
    });
    let runs: Vec<u32> = runs.map(|(_, &at)| at).collect();
    let few = runs.len() <= MOST_PARTS || runs.len() == places.len();
    let span = (last - first) as usize + 1;
    let near = span <= 2 * places.len();
    (near && (places.len() >= LEAST_INSIDE || begins(first)))
        || (few && runs.into_iter().all(begins))
}

/// The most suggestions shown at once.
const MOST: u16 = 12;

/// The most columns that their box takes.
const WIDEST: u16 = 82;

impl App {
    /// A click on a suggestion selects it; on the selected one it goes there.
    pub(super) fn click_goto(&mut self, x: u16, y: u16) -> Effect {
        let size = self.size;
        let Some(Purpose::GoTo(goto)) = self.prompt.as_mut().map(|prompt| &mut prompt.purpose)
        else {
            return Effect::None;
        };
        let inside = goto.area(size).inner(BOX_MARGIN);
        if !inside.contains((x, y).into()) {
            return Effect::None;
        }
        let at = goto.top(inside.height) + usize::from(y - inside.y);
        if at == goto.at {
            return self.update_prompt(Action::Accept);
        }
        if at < goto.found.len() {
            goto.at = at;
        }
        Effect::None
    }

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
            name: sanitize(name).into_owned(),
            also: sanitize(&also).into_owned(),
            id: self.document.subject_id(subject).to_owned(),
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
            let about = &apparatus[claim];
            let name = format!("{} {}", index.number(claim), about.text);
            lens(Subject::Claim(claim), "claim", &name, about.id.clone())
        }));
        // To close what is open by opening something would close nothing.
        let runs = |action: Action| action.is_command() && action != Action::Cancel;
        let commands = ACTIONS.iter().filter(|entry| runs(entry.action));
        all.extend(commands.map(|entry| Suggestion {
            aim: Aim::Run(entry.action),
            sort: "run",
            name: entry.name.to_owned(),
            also: entry.description.to_owned(),
            id: entry.name.to_owned(),
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
        let chosen = goto.chosen().map(|one| (one.sort, one.id.clone()));
        goto.all = all;
        goto.rank(text);
        let chosen = chosen.as_ref();
        let same =
            |one: &Suggestion| chosen.is_some_and(|(sort, id)| (*sort, id) == (one.sort, &one.id));
        let at = goto.suggestions().position(same);
        goto.at = at.unwrap_or(0);
    }

    /// Goes to what was chosen.
    pub(super) fn accept_goto(&mut self, prompt: &Prompt) -> Effect {
        let Purpose::GoTo(goto) = &prompt.purpose else {
            return Effect::None;
        };
        self.given_up.goto = None;
        match goto.chosen().map(|suggestion| suggestion.aim) {
            Some(Aim::Run(action)) => self.perform(action),
            Some(Aim::Lens(subject)) => {
                self.leave();
                self.show_in_sidebar(subject);
                self.open(subject);
                Effect::None
            }
            None => {
                self.given_up.goto = Some(prompt.text.clone());
                let text = format!("Nothing here is called “{}”", prompt.text);
                self.say(Message::warning(text));
                Effect::None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_together_or_begin_words() {
        let pattern = |typed| {
            let (case, normal) = (CaseMatching::Smart, Normalization::Smart);
            Pattern::new(typed, case, normal, AtomKind::Fuzzy)
        };
        for (typed, text, fits) in [
            ("jap", "Japan's course", true),
            ("jpn", "Japan's course", true),
            ("course japan", "Japan's course", true),
            ("jc", "Japan's course", true),
            ("cou", "Japan's course", true),
            ("ours", "Japan's course", true),
            ("hegmony", "Battle for hegemony", true),
            ("Jap", "japan", false),
            ("ou", "Japan's course", false),
            ("jse", "Japan's course", false),
            (
                "trout",
                "The Third Offset Strategy under a president",
                false,
            ),
            (
                "undercuts",
                "Open what is under the cursor; in the sidebar, go on",
                false,
            ),
            ("japcou", "Japan's course", true),
            ("owiut", "Open what is under the cursor", true),
            ("zzz", "Japan's course", false),
            ("人", "日本人の道", true),
        ] {
            let mut matcher = Matcher::new(Config::DEFAULT);
            let found = score(&pattern(typed), text, &mut matcher, &mut Vec::new());
            assert_eq!(found.is_some(), fits, "{typed} in {text}");
        }
    }
}
