use std::collections::BTreeMap;

use super::closing::{AutoClose, Counting};
use super::gather::Gathered;
use super::hours::{Anchor, HoursFound, Verdict};
use super::matrix::{MatrixFound, Scales};
use super::states::{StateFound, States, title};
use super::window::Window;
use crate::document::{Map, Read};
use crate::error::Error;
use crate::lifecycle::{LifecycleDraft, MoveDraft, StateDraft, TimerDraft};
use crate::limits;
use crate::model::StateType;
use crate::policy::PolicyDraft;
use crate::prioritize::{LevelDraft, MatrixDraft, ScalesDraft};
use crate::sla::{AgreementDraft, AgreementType, Carry, StandingTime, TargetDraft, TargetKind};
use crate::time::Zone;

const HOURS: &str = "hours";
const WORKING_DAYS: &str = "workingDays";

/// What was found, for the draft.
pub(super) struct Found<'a> {
    pub(super) gathered: &'a Gathered,
    pub(super) states: &'a States,
    pub(super) scales: &'a Scales,
    pub(super) matrix: Option<&'a MatrixFound>,
    pub(super) auto_close: Option<&'a AutoClose>,
    pub(super) hours: Option<&'a HoursFound>,
    pub(super) zone: &'a Zone,
}

/// Identifiers made of words, each of them once.
#[derive(Default)]
struct Ids(Vec<String>);

impl Ids {
    /// An identifier in camel case: `Awaiting User Info` becomes `awaitingUserInfo`. A number at
    /// the beginning goes if words follow, and one at the end tells equal ones apart.
    fn of(&mut self, name: &str) -> String {
        let words = || name.split(|letter: char| !letter.is_alphanumeric());
        let words = || words().filter(|word| !word.is_empty());
        let numbered = |word: &&str| word.chars().all(char::is_numeric);
        let rest: Vec<&str> = words().skip_while(numbered).collect();
        let kept: Vec<&str> = if rest.is_empty() { words().collect() } else { rest };
        let mut id = String::new();
        for word in kept {
            let mut letters = word.chars();
            let Some(first) = letters.next() else { continue };
            if id.is_empty() {
                id.extend(first.to_lowercase());
                id.extend(letters.flat_map(char::to_lowercase));
            } else {
                id.extend(first.to_uppercase());
                id.extend(letters);
            }
        }
        if id.is_empty() {
            id.push_str("unnamed");
        }
        // Room for a number within the limit.
        while !limits::ID_BYTES.admits(id.len().saturating_add(8)) {
            id.pop();
        }
        let mut unique = id.clone();
        let mut number = 1_u64;
        while self.0.contains(&unique) {
            number = number.saturating_add(1);
            unique = format!("{id}{number}");
        }
        self.0.push(unique.clone());
        unique
    }
}

/// A scale as written, and the identifier of each level by its place.
fn scale(levels: &[String]) -> (Vec<LevelDraft>, Vec<String>) {
    let mut ids = Ids::default();
    let names = if levels.is_empty() { vec!["normal".to_owned()] } else { levels.to_vec() };
    let level = |name: &String| LevelDraft { id: ids.of(name), label: Some(name.clone()) };
    let drafts: Vec<_> = names.iter().map(level).collect();
    let ids = drafts.iter().map(|draft| draft.id.clone()).collect();
    (drafts, ids)
}

/// The draft of a policy under which the log is as it should be, as far as it was understood.
pub(super) fn policy(found: &Found<'_>) -> PolicyDraft {
    let [impact, urgency, priority] = &found.scales.levels;
    // Without a matrix the priority follows the impact alone, in as many levels.
    let priority = if found.matrix.is_none() && priority.is_empty() { impact } else { priority };
    let (impact, impact_ids) = scale(impact);
    let (urgency, urgency_ids) = scale(urgency);
    let (priority, priority_ids) = scale(priority);
    let matrix = matrix(found, &impact_ids, &urgency_ids, &priority_ids);
    let (lifecycle, working_days) = lifecycle(found);
    let mut calendars = Vec::new();
    if working_days {
        calendars.push(Window::PLAIN.calendar(WORKING_DAYS, found.zone.name()));
    }
    let mut agreements = Vec::new();
    if let Some(hours) = found.hours {
        let identified = hours.verdict == Verdict::HoursIdentified;
        let reading = if identified { &hours.chosen } else { &hours.plain };
        let [_, _, levels] = &found.scales.levels;
        let target = |found: &super::hours::TargetFound| {
            let place = levels.iter().position(|level| *level == found.priority)?;
            Some((priority_ids.get(place)?.clone(), found.within.to_string()))
        };
        let within: Map<String> = reading.targets.iter().filter_map(target).collect();
        let all_time = reading.window == Window::ALWAYS;
        if !all_time {
            calendars.push(reading.window.calendar(HOURS, found.zone.name()));
        }
        if !within.is_empty() {
            agreements.push(agreement(hours.anchor, (!all_time).then_some(HOURS), within));
        }
    }
    PolicyDraft {
        id: "discovered".to_owned(),
        label: Some("A draft, discovered from a log".to_owned()),
        scales: ScalesDraft { impact, urgency, priority },
        matrix,
        lifecycle,
        calendars,
        agreements,
        ..PolicyDraft::blank()
    }
}

fn matrix(
    found: &Found<'_>,
    impact: &[String],
    urgency: &[String],
    priority: &[String],
) -> MatrixDraft {
    let cell = |i: usize, u: usize| {
        let Some(matrix) = found.matrix else { return priority.get(i).or(priority.last()) };
        let at = i.saturating_mul(urgency.len()).saturating_add(u);
        let cell = matrix.cells.get(at)?;
        let level = cell.priority.as_ref().or(cell.filled.as_ref())?;
        priority.get(matrix.priority.iter().position(|one| one == level)?)
    };
    let row = |i: usize| -> Map<String> {
        let cells = urgency.iter().enumerate();
        cells.filter_map(|(u, id)| Some((id, cell(i, u)?.clone()))).collect()
    };
    impact.iter().enumerate().map(|(i, id)| (id, row(i))).collect()
}

fn agreement(anchor: Anchor, calendar: Option<&str>, within: Map<String>) -> AgreementDraft {
    let kind = match anchor {
        Anchor::Resolved => TargetKind::Resolve,
        Anchor::Closed => TargetKind::Close,
    };
    AgreementDraft {
        id: "promise".to_owned(),
        agreement_type: AgreementType::Sla,
        calendar: calendar.map(str::to_owned),
        zone_field: None,
        applies_if: None,
        one_of: None,
        valid_from: None,
        valid_to: None,
        profile: None,
        // As it was sought: by the final priority, and without a stop before the final end.
        targets: vec![TargetDraft {
            id: None,
            kind: Some(kind),
            start: None,
            start_from: None,
            stop: None,
            pause: None,
            resume: None,
            reset: None,
            cancel: None,
            on_target_change: Some(Carry::Retroactive),
            on_calendar_change: None,
            on_reopen: None,
            resolved_time: Some(StandingTime::Counts),
            paused_time: None,
            boundary: None,
            at_due: None,
            exceptions: Vec::new(),
            within,
            warnings: Vec::new(),
        }],
    }
}

/// The order in which a page lists states: as work goes, then the most frequent first.
pub(super) fn as_work_goes(state: &StateFound) -> impl Ord + use<> {
    let place = StateType::ALL.iter().position(|other| *other == state.state_type);
    (place, std::cmp::Reverse(state.rows), state.state.clone(), state.detail.clone())
}

/// The lifecycle, and whether it counts on working days.
fn lifecycle(found: &Found<'_>) -> (LifecycleDraft, bool) {
    let names = found.gathered.states.list();
    let mut kept: Vec<(usize, &StateFound)> =
        found.states.found.iter().enumerate().filter(|(_, state)| !state.set_apart).collect();
    kept.sort_by_key(|(_, state)| as_work_goes(state));
    let mut unique = Ids::default();
    let mut ids = BTreeMap::new();
    let mut states = Vec::new();
    for (number, state) in &kept {
        let label = names.get(*number).map(title).unwrap_or_default();
        let id = unique.of(&label);
        ids.insert(*number, id.clone());
        states.push(StateDraft {
            id,
            label: Some(label),
            state_type: state.state_type,
            ..StateDraft::blank()
        });
    }
    let initial = kept.iter().max_by_key(|(number, state)| {
        let new = state.state_type == StateType::New && state.first > 0;
        // Of equal ones the first of the list.
        let place = kept.iter().position(|(other, _)| other == number);
        (new, state.first, std::cmp::Reverse(place))
    });
    let initial = initial.and_then(|(number, _)| ids.get(number)).cloned().unwrap_or_default();
    let mut moves: Vec<MoveDraft> = Vec::new();
    for (to, _) in &kept {
        let from = kept.iter().filter(|(from, _)| found.gathered.moves.contains_key(&(*from, *to)));
        let from: Vec<String> = from.filter_map(|(from, _)| ids.get(from)).cloned().collect();
        if let Some(to) = ids.get(to).filter(|_| !from.is_empty()) {
            moves.push(MoveDraft { from, to: to.clone(), ..MoveDraft::blank() });
        }
    }
    let timer = found.auto_close.filter(|found| found.clear).and_then(|close| {
        let (from, to) = most_closed(found)?;
        let calendar = close.best.counting == Counting::WorkingDays;
        Some(TimerDraft {
            id: "autoClose".to_owned(),
            state: ids.get(&from)?.clone(),
            after: close.delay.to_string(),
            calendar: calendar.then(|| WORKING_DAYS.to_owned()),
            to: ids.get(&to)?.clone(),
            ..TimerDraft::blank()
        })
    });
    let working_days = timer.as_ref().is_some_and(|timer| timer.calendar.is_some());
    let timers = timer.into_iter().collect();
    let draft = LifecycleDraft { initial, states, moves, timers, ..LifecycleDraft::blank() };
    (draft, working_days)
}

/// The most frequent move from a resolved state to a closed one.
fn most_closed(found: &Found<'_>) -> Option<(usize, usize)> {
    let of = |number: usize| found.states.state_type(number);
    let names = found.gathered.states.list();
    let moves = found.gathered.moves.iter().filter(|((from, to), _)| {
        of(*from) == Some(StateType::Resolved) && of(*to) == Some(StateType::Closed)
    });
    let most = moves.max_by_key(|((from, to), count)| {
        (**count, std::cmp::Reverse((names.get(*from), names.get(*to))))
    })?;
    Some(*most.0)
}

/// Whether a draft is a policy: it is, unless the log is of a kind that has none.
pub(super) fn findings(draft: &PolicyDraft) -> Vec<Error> {
    match crate::check::draft(draft) {
        Ok(_) => Vec::new(),
        Err(errors) => errors,
    }
}
