use std::collections::BTreeMap;

use serde::ser::{SerializeMap, Serializer};

use super::case::Case;
use crate::engine::Engine;
use crate::error::Error;
use crate::model::{Facts, Value};
use crate::policy::Policy;
use crate::sla::{ClockState, Stage, clocks};

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

/// What is counted on the way.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) rows: u64,
    pub(super) reassignments: u64,
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
        let level = |field: &str| facts.get(field).and_then(Value::as_text);
        if let (Some(impact), Some(urgency), Some(priority)) =
            (level("impact"), level("urgency"), level("priority"))
            && policy.matrix().cell(impact, urgency) != Some(priority)
        {
            self.mismatches = self.mismatches.saturating_add(1);
        }
    }

    pub(super) fn into_refusals(self) -> Vec<Refusal> {
        self.refusals
    }

    pub(super) fn note_unknown_state(&mut self, state: &str) {
        count(&mut self.unknown_states, state.to_owned());
    }

    pub(super) fn note_transition(&mut self, from: &str, to: &str) {
        count(&mut self.transitions, format!("{from} -> {to}"));
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

pub(super) fn summarize(engine: &Engine, cases: &[Case], counts: &Counts) -> Summary {
    let sum = |figure: fn(&Case) -> u64| cases.iter().map(figure).fold(0_u64, u64::saturating_add);
    let visible = sum(|case| case.ticket.reassignments);
    let by_name: Vec<&Refusal> =
        counts.refusal_places.values().filter_map(|at| counts.refusals.get(*at)).collect();
    let order = largest_first(by_name.iter().map(|refusal| signed(refusal.count)));
    let refusals = order.into_iter().filter_map(|at| by_name.get(at).copied()).cloned().collect();
    Summary {
        incidents: figure(cases.len()),
        events: counts.rows,
        reopens: sum(|case| case.ticket.reopens),
        matrix_mismatches: counts.mismatches,
        transitions: ranked(&counts.transitions),
        reassignments: Reassignments {
            recorded: counts.reassignments,
            visible,
            unseen: counts.reassignments.saturating_sub(visible),
        },
        unknown_states: ranked(&counts.unknown_states),
        refusals,
        sla: sla(engine, cases),
    }
}

fn sla(engine: &Engine, cases: &[Case]) -> SlaCount {
    let mut total = SlaCount::default();
    for case in cases {
        let Some(met) = verdict(&clocks_of(engine, case)) else { continue };
        let bucket = if met { &mut total.met } else { &mut total.missed };
        *bucket = bucket.saturating_add(1);
        if case.made_sla.is_some_and(|made| made != met) {
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

/// Whether every target was met; none while a clock has not stopped, or if nothing was promised.
pub(super) fn verdict(clocks: &[ClockState]) -> Option<bool> {
    let promised: Vec<_> = clocks.iter().filter(|clock| clock.within_ms.is_some()).collect();
    let stopped = promised.iter().all(|clock| matches!(clock.stage, Stage::Met | Stage::Missed));
    let met = promised.iter().all(|clock| clock.stage == Stage::Met);
    (stopped && !promised.is_empty()).then_some(met)
}
