use std::collections::BTreeMap;

use serde::Serialize;

use super::gather::{Gathered, Name, Visits};
use crate::model::StateType;

/// What the beginnings of a name's words say; the first row that one fits counts.
///
/// A ticket that awaits assignment is in a queue, which is not what on hold means.
const HINTS: [(&str, StateType); 28] = [
    ("reopen", StateType::Active),
    ("cancel", StateType::Canceled),
    ("withdrawn", StateType::Canceled),
    ("reject", StateType::Canceled),
    ("queue", StateType::Active),
    ("assign", StateType::Active),
    ("resolved", StateType::Resolved),
    ("solved", StateType::Resolved),
    ("fixed", StateType::Resolved),
    ("restored", StateType::Resolved),
    ("closed", StateType::Closed),
    ("complete", StateType::Closed),
    ("done", StateType::Closed),
    ("finished", StateType::Closed),
    ("await", StateType::OnHold),
    ("wait", StateType::OnHold),
    ("pending", StateType::OnHold),
    ("hold", StateType::OnHold),
    ("onhold", StateType::OnHold),
    ("suspend", StateType::OnHold),
    ("progress", StateType::Active),
    ("active", StateType::Active),
    ("accept", StateType::Active),
    ("work", StateType::Active),
    ("new", StateType::New),
    ("register", StateType::New),
    ("logged", StateType::New),
    ("open", StateType::New),
];

/// A state of the log, and what it seems to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StateFound {
    /// The state, as the source calls it.
    pub state: String,
    /// The finer state within it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What it seems to be: what its name says, unless most tickets go on from a state that says
    /// that it is done. Where the name says nothing, most tickets end in a closed state and begin
    /// in a new one, and any other is active.
    #[serde(rename = "type")]
    pub state_type: StateType,
    /// What the name says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_name: Option<StateType>,
    /// Whether the moves are those of such a state: tickets end in it, begin in it, go on.
    pub confirmed: bool,
    /// The rows in it.
    pub rows: u64,
    /// How often tickets came into it, or began in it.
    pub visits: u64,
    /// The tickets that begin in it.
    pub first: u64,
    /// The tickets that end in it.
    pub last: u64,
    /// Whether it is too rare to be a state of the process, and its name says nothing: fewer than
    /// one row in a thousand, or in fifty if it is a number among words. The draft leaves it out.
    pub set_apart: bool,
}

/// A change of state, and how often it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Transition {
    /// The state left.
    pub from: String,
    /// The state reached.
    pub to: String,
    /// How often.
    pub count: u64,
    /// Whether it takes up again what counted as done.
    pub backward: bool,
}

/// The states by their numbers.
#[derive(Debug)]
pub(super) struct States {
    pub(super) found: Vec<StateFound>,
}

fn has_letters((state, _): &Name) -> bool {
    state.chars().any(char::is_alphabetic)
}

/// A state with its finer state, as one name.
pub(super) fn title((state, detail): &Name) -> String {
    match detail {
        Some(detail) if detail != state => format!("{state} / {detail}"),
        Some(_) | None => state.clone(),
    }
}

impl States {
    pub(super) fn of(gathered: &Gathered) -> Self {
        let names = gathered.states.list();
        let mut last = vec![0_u64; names.len()];
        for ticket in &gathered.tickets {
            if let Some(count) = last.get_mut(ticket.state) {
                *count = count.saturating_add(1);
            }
        }
        let hints: Vec<_> = names.iter().map(hint).collect();
        let mut found = Vec::new();
        let wholes = wholes(gathered, &names, &hints);
        for (number, ((name, by_name), last)) in names.iter().zip(&hints).zip(last).enumerate() {
            let visits = gathered.visits.get(number).copied().unwrap_or_default();
            let whole = wholes.get(name.0.as_str()).copied().unwrap_or_default();
            let shape = Shape { visits, last, whole };
            let state_type = shape.state_type(*by_name);
            // A number among words is an error of the source sooner than a rare word is.
            let number_among_words = !has_letters(name) && names.iter().any(has_letters);
            let one_in = if number_among_words { 50 } else { 1_000 };
            let rare = visits.rows.saturating_mul(one_in) < gathered.rows;
            found.push(StateFound {
                state: name.0.clone(),
                detail: name.1.clone(),
                state_type,
                by_name: *by_name,
                confirmed: shape.confirms(state_type),
                rows: visits.rows,
                visits: visits.count,
                first: visits.first,
                last,
                set_apart: rare && by_name.is_none(),
            });
        }
        Self { found }
    }

    pub(super) fn state_type(&self, number: usize) -> Option<StateType> {
        self.found.get(number).map(|state| state.state_type)
    }

    fn done(&self, number: usize) -> bool {
        self.state_type(number).is_some_and(StateType::is_done)
    }

    /// The changes between states, the most frequent first; finer states apart only if `finer`.
    pub(super) fn transitions(&self, gathered: &Gathered, finer: bool) -> Vec<Transition> {
        let names = gathered.states.list();
        let mut counts: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
        for ((from, to), count) in &gathered.moves {
            let Some((before, after)) = names.get(*from).zip(names.get(*to)) else { continue };
            let key = if finer {
                (title(before), title(after))
            } else if before.0 == after.0 {
                continue;
            } else {
                (before.0.clone(), after.0.clone())
            };
            let (sum, backward) = counts.entry(key).or_default();
            *sum = sum.saturating_add(*count);
            if self.done(*from) && !self.done(*to) {
                *backward = backward.saturating_add(*count);
            }
        }
        let transition = |((from, to), (count, backward))| Transition {
            from,
            to,
            count,
            backward: backward > 0,
        };
        let mut list: Vec<Transition> = counts.into_iter().map(transition).collect();
        list.sort_by_key(|one| std::cmp::Reverse(one.count));
        list
    }

    pub(super) fn backward(&self, gathered: &Gathered) -> u64 {
        let moves = gathered.moves.iter();
        let backward = moves.filter(|((from, to), _)| self.done(*from) && !self.done(*to));
        backward.fold(0, |sum, (_, count)| sum.saturating_add(*count))
    }
}

/// How tickets come into a state and leave it, its finer states taken together.
#[derive(Debug, Clone, Copy, Default)]
struct Whole {
    visits: u64,
    /// The moves to states that are not done by their names.
    undone: u64,
}

fn wholes<'a>(
    gathered: &Gathered,
    names: &'a [Name],
    hints: &[Option<StateType>],
) -> BTreeMap<&'a str, Whole> {
    let mut wholes: BTreeMap<&str, Whole> = BTreeMap::new();
    for ((state, _), visits) in names.iter().zip(&gathered.visits) {
        let whole = wholes.entry(state).or_default();
        whole.visits = whole.visits.saturating_add(visits.first);
    }
    for ((from, to), count) in &gathered.moves {
        let Some((before, after)) = names.get(*from).zip(names.get(*to)) else { continue };
        if before.0 == after.0 {
            continue;
        }
        if let Some(whole) = wholes.get_mut(after.0.as_str()) {
            whole.visits = whole.visits.saturating_add(*count);
        }
        let done = hints.get(*to).copied().flatten().is_some_and(StateType::is_done);
        if let Some(whole) = wholes.get_mut(before.0.as_str()).filter(|_| !done) {
            whole.undone = whole.undone.saturating_add(*count);
        }
    }
    wholes
}

/// What a name says: the finer one if it says something, else the other.
fn hint((state, detail): &Name) -> Option<StateType> {
    detail.as_deref().and_then(hint_of).or_else(|| hint_of(state))
}

fn hint_of(name: &str) -> Option<StateType> {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).collect();
    let says = |hint: &str| words.iter().any(|word| word.starts_with(hint));
    HINTS.iter().find(|(hint, _)| says(hint)).map(|(_, state_type)| *state_type)
}

/// How tickets come and go.
struct Shape {
    visits: Visits,
    /// The tickets that end here.
    last: u64,
    /// The state with all its finer ones.
    whole: Whole,
}

impl Shape {
    /// Whether a count is at least half of the visits.
    fn most(&self, count: u64) -> bool {
        count.saturating_mul(2) >= self.visits.count
    }

    fn state_type(&self, by_name: Option<StateType>) -> StateType {
        let waits = self.visits.on_hold.saturating_mul(2) > self.visits.rows;
        match by_name {
            // Most tickets go on from here, so it is no end.
            Some(named) if named.is_done() && self.goes_on() => StateType::Active,
            Some(named) => named,
            None if waits => StateType::OnHold,
            None if self.most(self.last) => StateType::Closed,
            None if self.most(self.visits.first) => StateType::New,
            None => StateType::Active,
        }
    }

    fn goes_on(&self) -> bool {
        self.whole.undone.saturating_mul(2) > self.whole.visits
    }

    fn confirms(&self, state_type: StateType) -> bool {
        match state_type {
            StateType::New => self.most(self.visits.first),
            StateType::Closed | StateType::Canceled => self.most(self.last),
            StateType::Resolved => !self.goes_on(),
            StateType::OnHold => !self.most(self.last) && !self.most(self.visits.first),
            StateType::Active => !self.most(self.last),
        }
    }
}
