use std::collections::BTreeMap;

use serde::ser::{SerializeMap, Serializer};

use super::case::Case;
use crate::engine::Engine;
use crate::error::Error;
use crate::model::{Facts, Value};
use crate::policy::Policy;
use crate::sla::{ClockState, Stage, Standing, clocks, standings};

/// The figures of a replay.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The tickets.
    pub incidents: u64,
    /// The rows that could be read.
    pub events: u64,
    /// How often work that counted as done was taken up again.
    pub reopens: u64,
    /// The rows whose recorded priority is not the one of the policy's matrix.
    pub matrix_mismatches: u64,
    /// The changes of state in the source's words, `New -> Active`, the most frequent first.
    #[serde(serialize_with = "as_object")]
    pub transitions: Vec<(String, u64)>,
    /// How often another group took over.
    pub reassignments: Reassignments,
    /// The rows in states that the policy does not know, by the source's word.
    #[serde(serialize_with = "as_object")]
    pub unknown_states: Vec<(String, u64)>,
    /// The moves that the policy refuses, with each reason, the most frequent first.
    pub refusals: Vec<Refusal>,
    /// The promises about time.
    pub sla: SlaCount,
}

/// How often another group took over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Reassignments {
    /// As the source counts them.
    pub recorded: u64,
    /// As the rows show them.
    pub visible: u64,
    /// Counted by the source between two rows, without a trace in either.
    pub unseen: u64,
}

/// A move that the policy refuses, and one reason against it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Refusal {
    /// The state left, in the source's words.
    pub from: String,
    /// The state reached, in the source's words.
    pub to: String,
    /// The code of the reason.
    pub code: &'static str,
    /// The reason.
    pub message: String,
    /// How often.
    pub count: u64,
}

/// The tickets all of whose clocks have stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct SlaCount {
    /// Those that met every target.
    pub met: u64,
    /// Those that missed one.
    pub missed: u64,
    /// Those of which the source says otherwise.
    pub mismatches: u64,
}

/// A ticket at the end of what is known of it.
#[derive(Debug)]
pub(super) struct Outcome<'a> {
    pub(super) id: &'a str,
    pub(super) priority: Option<String>,
    pub(super) reopens: u64,
    pub(super) reassignments: u64,
    /// Whether the source says that its promises were kept.
    pub(super) made_sla: Option<bool>,
    pub(super) clocks: Vec<Standing<'a>>,
}

impl<'a> Outcome<'a> {
    pub(super) fn of(engine: &'a Engine, case: &'a Case) -> Self {
        let (policy, ticket) = (engine.policy(), &case.ticket);
        let (agreements, calendars) = (policy.agreements(), policy.calendars());
        Self {
            id: &ticket.id,
            priority: ticket.priority.clone(),
            reopens: ticket.reopens,
            reassignments: ticket.reassignments,
            made_sla: case.made_sla,
            clocks: standings(ticket, agreements, calendars, ticket.updated_at),
        }
    }

    /// Whether every target was met; none while a clock has not stopped, or without a promise.
    pub(super) fn verdict(&self) -> Option<bool> {
        let mut promised = self.clocks.iter().filter(|clock| clock.promised).peekable();
        promised.peek()?;
        promised.try_fold(true, |met, clock| match clock.stage {
            Stage::Met => Some(met),
            Stage::Missed => Some(false),
            Stage::Pending | Stage::Running | Stage::Paused | Stage::Breached | Stage::Canceled => {
                None
            }
        })
    }
}

/// What is counted on the way.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) rows: u64,
    /// As the source counts them, if it does.
    pub(super) reassignments: Option<u64>,
    mismatches: u64,
    transitions: BTreeMap<String, usize>,
    unknown_states: BTreeMap<String, usize>,
    refusals: Vec<Refusal>,
    /// The place of each refusal among them, by all that tells it from others.
    refusal_places: BTreeMap<String, usize>,
}

impl Counts {
    /// Compares the recorded priority with the matrix; a row without all three says nothing.
    pub(super) fn note_priority(&mut self, policy: &Policy, facts: &Facts) {
        if let Some(priority) = facts.get("priority").and_then(Value::as_text) {
            self.note_level(policy, facts, priority);
        }
    }

    /// Compares a priority with the matrix; facts without impact and urgency say nothing.
    pub(super) fn note_level(&mut self, policy: &Policy, facts: &Facts, priority: &str) {
        let level = |field: &str| facts.get(field).and_then(Value::as_text);
        if let (Some(impact), Some(urgency)) = (level("impact"), level("urgency"))
            && policy.matrix().cell(impact, urgency) != Some(priority)
        {
            self.mismatches = self.mismatches.saturating_add(1);
        }
    }

    /// Adds to what the source itself counts.
    pub(super) fn add_reassignments(&mut self, more: u64) {
        let known = self.reassignments.unwrap_or_default();
        self.reassignments = Some(known.saturating_add(more));
    }

    pub(super) fn add_rows(&mut self, rows: usize) {
        self.rows = self.rows.saturating_add(figure(rows));
    }

    pub(super) fn into_refusals(self) -> Vec<Refusal> {
        self.refusals
    }

    pub(super) fn note_unknown_state(&mut self, state: &str) {
        count(&mut self.unknown_states, state.to_owned());
    }

    pub(super) fn note_transition(&mut self, from: &str, to: &str) {
        self.add_transitions(from, to, 1);
    }

    pub(super) fn add_transitions(&mut self, from: &str, to: &str, times: usize) {
        let known = self.transitions.entry(format!("{from} -> {to}")).or_insert(0);
        *known = known.saturating_add(times);
    }

    pub(super) fn note_refusals(&mut self, from: &str, to: &str, refusals: &[Error]) {
        for refusal in refusals {
            let code = refusal.code().as_str();
            let message = refusal.message();
            let key = format!("{from}\0{to}\0{code}\0{message}");
            let place = *self.refusal_places.entry(key).or_insert(self.refusals.len());
            if place == self.refusals.len() {
                let (from, to) = (from.to_owned(), to.to_owned());
                self.refusals.push(Refusal { from, to, code, message, count: 0 });
            }
            if let Some(refusal) = self.refusals.get_mut(place) {
                refusal.count = refusal.count.saturating_add(1);
            }
        }
    }
}

fn count(counts: &mut BTreeMap<String, usize>, key: String) {
    let count = counts.entry(key).or_insert(0);
    *count = count.saturating_add(1);
}

/// The places of figures in their list, the largest figure first, then as they stand.
pub(super) fn largest_first(figures: impl Iterator<Item = i64>) -> Vec<usize> {
    let mut order: Vec<(i64, i64)> =
        (0..).zip(figures).map(|(at, figure)| (figure.saturating_neg(), at)).collect();
    order.sort_unstable();
    order.into_iter().filter_map(|(_, at)| usize::try_from(at).ok()).collect()
}

/// The most frequent first, then by name.
fn ranked(counts: &BTreeMap<String, usize>) -> Vec<(String, u64)> {
    let rows: Vec<_> = counts.iter().map(|(name, count)| (name.clone(), figure(*count))).collect();
    let order = largest_first(rows.iter().map(|(_, count)| signed(*count)));
    order.into_iter().filter_map(|at| rows.get(at).cloned()).collect()
}

fn figure(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn as_object<S: Serializer>(counts: &[(String, u64)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(counts.len()))?;
    for (name, count) in counts {
        map.serialize_entry(name, count)?;
    }
    map.end()
}

pub(super) fn summarize(outcomes: &[Outcome<'_>], counts: &Counts) -> Summary {
    let sum =
        |of: fn(&Outcome<'_>) -> u64| outcomes.iter().map(of).fold(0_u64, u64::saturating_add);
    let visible = sum(|outcome| outcome.reassignments);
    let by_name: Vec<&Refusal> =
        counts.refusal_places.values().filter_map(|at| counts.refusals.get(*at)).collect();
    let order = largest_first(by_name.iter().map(|refusal| signed(refusal.count)));
    let refusals = order.into_iter().filter_map(|at| by_name.get(at).copied()).cloned().collect();
    let recorded = counts.reassignments.unwrap_or(visible);
    Summary {
        incidents: figure(outcomes.len()),
        events: counts.rows,
        reopens: sum(|outcome| outcome.reopens),
        matrix_mismatches: counts.mismatches,
        transitions: ranked(&counts.transitions),
        reassignments: Reassignments {
            recorded,
            visible,
            unseen: recorded.saturating_sub(visible),
        },
        unknown_states: ranked(&counts.unknown_states),
        refusals,
        sla: sla(outcomes),
    }
}

fn sla(outcomes: &[Outcome<'_>]) -> SlaCount {
    let mut total = SlaCount::default();
    for outcome in outcomes {
        let Some(met) = outcome.verdict() else { continue };
        let bucket = if met { &mut total.met } else { &mut total.missed };
        *bucket = bucket.saturating_add(1);
        if outcome.made_sla.is_some_and(|made| made != met) {
            total.mismatches = total.mismatches.saturating_add(1);
        }
    }
    total
}

/// The clocks of a ticket as they stood at its last event.
pub(super) fn clocks_of(engine: &Engine, case: &Case) -> Vec<ClockState> {
    let policy = engine.policy();
    clocks(&case.ticket, policy.agreements(), policy.calendars(), case.ticket.updated_at)
}
