use std::sync::Arc;

use super::history::{Added, Histories};
use super::judged::Judge;
use super::noted::Noted;
use super::report;
use super::servicenow::about_line;
use super::summary::{Summary, summarize};
use crate::document::{Cut, Lines};
use crate::engine::Engine;
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::{Change, Event, FactChange, Kind, PriorityChanged, PriorityOverride, Value};
use crate::policy::Policy;
use crate::prioritize::Level;

/// A record of our own, JSON lines as [`Replay`](super::Replay) writes them, on its way through a
/// policy: each ticket is folded from its events as they happened, and nothing new is decided.
///
/// The lines of one ticket come in the order of their versions; those of several may be mixed. A
/// line that cannot be read, or does not continue its ticket's history, is noted with its number
/// and left out, and so is every further one of a ticket that lacks a version by that. Bytes may be
/// cut anywhere. Lines end with `\n` or `\r\n`; empty ones are passed over.
///
/// # What the lines cannot know
/// Under the policy that wrote them, the [`Summary`] is that of the replay of the log itself, save
/// for what only the log says: `events` counts lines instead of rows, `matrix_mismatches` compares
/// the priorities that the lines have, `transitions` and `refusals` name states as the policy does,
/// `unknown_states` are those of the lines, `reassignments.recorded` is what is visible, and
/// `sla.mismatches` is 0. A ticket that the log joins in the middle of its life was moved there by
/// one of its first lines, and that move counts as one.
///
/// # Memory
/// The events of all tickets are kept, since a correction may reach back to any of them and the
/// clocks are asked at the end; of the text there is at most one line. Time and memory grow
/// linearly with the lines, and so does the time that the figures take.
#[derive(Debug)]
pub struct Record {
    engine: Arc<Engine>,
    lines: Lines,
    histories: Histories,
    findings: Noted,
}

/// What a record has to say so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFigures {
    /// The figures.
    pub summary: Summary,
    /// The same as a page of text for a person.
    pub report: String,
    /// What was wrong with lines, in their order; at most `limits::FINDINGS`.
    pub findings: Vec<Error>,
}

impl Record {
    /// A record under the engine's policy, without a line yet.
    #[must_use]
    pub fn new(engine: Arc<Engine>) -> Self {
        let (lines, histories) = (Lines::new(&limits::TICKET_BYTES), Histories::default());
        Self { engine, lines, histories, findings: Noted::default() }
    }

    /// Takes in the next bytes. A line of which the end is not there yet waits for it.
    pub fn push(&mut self, bytes: &[u8]) {
        let Self { engine, lines, histories, findings } = self;
        lines.feed(bytes, &mut |number, line| {
            add(engine.policy(), histories, (number, line), findings);
        });
    }

    /// The figures so far: what they would be if the record ended here, so that its last line needs
    /// no end. Bytes that follow may still go on with that line.
    #[must_use]
    pub fn figures(&mut self) -> RecordFigures {
        let Self { engine, lines, histories, findings } = self;
        let mark = findings.mark();
        let line = lines.unfinished();
        let added = line.and_then(|line| add(engine.policy(), histories, line, findings));
        let mut judge = Judge::new(engine);
        let outcomes: Vec<_> =
            histories.all().iter().filter_map(|history| judge.follow(history)).collect();
        let summary = summarize(&outcomes, &judge.counted());
        let report = report::text(engine, &outcomes, &summary, findings.count());
        let listed = findings.listed().to_vec();
        findings.back_to(mark);
        if let Some(added) = added {
            histories.take_back(&added);
        }
        RecordFigures { summary, report, findings: listed }
    }
}

/// Adds a line to the histories, or notes why it was left out; and notes what of it the policy does
/// not know.
fn add(
    policy: &Policy,
    histories: &mut Histories,
    (number, line): (u64, Cut<'_>),
    findings: &mut Noted,
) -> Option<Added> {
    let added = match histories.add(line) {
        Ok(added) => added,
        Err(errors) => {
            findings.note_all(errors.into_iter().map(|error| about_line(error, number)).collect());
            return None;
        }
    };
    let (before, event) = histories.last_two(&added)?;
    let mut note = |error: Error| findings.note(about_line(error, number));
    if let Some(last) = before.map(Event::recorded).filter(|last| event.recorded() < *last) {
        let error = Error::new(Code::ReplayEventBackwards).with("at", event.recorded());
        note(error.with("last", last).at(Path::root().key("event").key("at")));
    }
    note_unknown(policy, event, &mut note);
    Some(added)
}

/// Notes the states, the kind and the levels of an event that the policy does not know.
fn note_unknown(policy: &Policy, event: &Event, note: &mut dyn FnMut(Error)) {
    let matrix = policy.matrix();
    let mut level = |scale: &[Level], field: &str, level: &str| {
        if !scale.is_empty() && !scale.iter().any(|known| known.id == level) {
            note(Error::new(Code::ReplayLevelUnknown).with("field", field).with("level", level));
        }
    };
    let mut fact = |field: &str, value: &Value| {
        if let (Some(scale), Some(value)) = (scale(policy, field), value.as_text()) {
            level(scale, field, value);
        }
    };
    match &event.change {
        Change::Opened(opened) => {
            for (field, value) in opened.facts.iter() {
                fact(field, value);
            }
            if let Some(priority) = &opened.priority {
                level(matrix.priority(), "priority", priority);
            }
            note_state(policy, &opened.state, Some(opened.kind), note);
        }
        Change::FactsChanged(changed) => {
            for FactChange { field, to, .. } in &changed.changes {
                fact(field, to);
            }
        }
        Change::PriorityChanged(PriorityChanged { to: Some(priority), .. })
        | Change::PriorityOverridden(PriorityOverride { level: Some(priority), .. }) => {
            level(matrix.priority(), "priority", priority);
        }
        Change::StateChanged(changed) => note_state(policy, &changed.to, None, note),
        Change::PriorityChanged(_)
        | Change::PriorityOverridden(_)
        | Change::MessageAdded(_)
        | Change::TargetWarned(_)
        | Change::TargetBreached(_)
        | Change::Approved(_)
        | Change::ActionRequested(_)
        | Change::Corrected(_) => {}
    }
}

/// The levels that a field is limited to.
fn scale<'a>(policy: &'a Policy, field: &str) -> Option<&'a [Level]> {
    match field {
        "impact" => Some(policy.matrix().impact()),
        "urgency" => Some(policy.matrix().urgency()),
        _ => None,
    }
}

fn note_state(policy: &Policy, id: &str, kind: Option<Kind>, note: &mut dyn FnMut(Error)) {
    let mut states = policy.lifecycle().states().iter();
    match states.find(|state| state.id == id) {
        None => note(Error::new(Code::ReplayStateUnknown).with("state", id)),
        Some(state) => {
            if let Some(kind) = kind.filter(|kind| !state.is_for(*kind)) {
                let error = Error::new(Code::ReplayKindUnknown).with("state", id);
                note(error.with("kind", kind.as_str()));
            }
        }
    }
}
