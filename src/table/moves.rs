use std::collections::BTreeMap;

use serde::Serialize;

use super::TableDraft;
use crate::condition::{Column, Rows};
use crate::document;
use crate::engine::Engine;
use crate::error::{Code, Error, Path};
use crate::model::{
    Actor, Approval, Change, Command, Context, EventType, Facts, Kind, Move, StateChanged,
    StateType, Ticket, Value,
};
use crate::policy::Policy;
use crate::time::Instant;

/// How many different cases are kept; with more each row is decided anew.
const CASES: usize = 1 << 20;

/// What a ticket's wish to move comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It moves.
    Moved(StateChanged),
    /// Every reason against it.
    Refused(Vec<Error>),
}

/// The moves that rows ask for, and what is known of them.
#[derive(Debug)]
pub(super) struct Moves {
    wanted: Vec<Move>,
    actors: Vec<Actor>,
    asked: Vec<Asked>,
    /// By case, one more than the place of its outcome; 0 for one that has not been met. Empty if
    /// there are too many cases.
    known: Vec<u32>,
    outcomes: Vec<Outcome>,
    /// The places of outcomes by their texts.
    places: BTreeMap<String, u32>,
}

/// A column on which it depends whether a move is allowed.
#[derive(Debug)]
struct Asked {
    column: usize,
    /// By code: which of the values that make a difference it stands for.
    classes: Vec<usize>,
    count: usize,
}

/// Whether the value of a field makes a difference to moves, or only that there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    None,
    Presence,
    Value,
}

impl Moves {
    pub(super) fn new(policy: &Policy, columns: &[Column], draft: &TableDraft) -> Self {
        let asked: Vec<Asked> = columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| {
                Asked::new(at, column, weight(policy, &draft.moves, &column.field))
            })
            .collect();
        let sizes = asked.iter().map(|asked| asked.count);
        let sizes = sizes.chain([draft.moves.len(), draft.actors.len().max(1)]);
        let cases = sizes.fold(1_usize, usize::saturating_mul);
        let cases = if cases <= CASES { cases } else { 0 };
        Self {
            wanted: draft.moves.clone(),
            actors: draft.actors.clone(),
            asked,
            known: vec![0; cases],
            outcomes: Vec::new(),
            places: BTreeMap::new(),
        }
    }

    /// How many moves there are, and then how many actors, if any.
    pub(super) fn sizes(&self) -> impl Iterator<Item = usize> {
        [self.wanted.len(), self.actors.len()].into_iter().filter(|size| *size > 0)
    }

    pub(super) fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// The places of the rows' outcomes.
    pub(super) fn decide(
        &mut self,
        engine: &Engine,
        columns: &[Column],
        rows: &Rows<'_>,
    ) -> Vec<u32> {
        let mut answers = Vec::with_capacity(rows.count());
        for row in 0..rows.count() {
            let case = self.case(rows, row, columns.len());
            let known = self.known.get(case).and_then(|known| known.checked_sub(1));
            let answer = known.unwrap_or_else(|| {
                let place = self.place(self.outcome(engine, columns, rows, row));
                if let Some(known) = self.known.get_mut(case) {
                    *known = place.saturating_add(1);
                }
                place
            });
            answers.push(answer);
        }
        answers
    }

    /// The number of a row's case among all cases.
    fn case(&self, rows: &Rows<'_>, row: usize, columns: usize) -> usize {
        let number = |before: usize, count: usize, at: usize| {
            before.saturating_mul(count).saturating_add(at)
        };
        let case = number(0, self.wanted.len(), rows.code(columns, row));
        let actor = rows.code(columns.saturating_add(1), row);
        let case = number(case, self.actors.len().max(1), actor);
        self.asked.iter().fold(case, |case, asked| {
            let class = asked.classes.get(rows.code(asked.column, row)).copied().unwrap_or(0);
            number(case, asked.count, class)
        })
    }

    fn place(&mut self, outcome: Outcome) -> u32 {
        let next = u32::try_from(self.outcomes.len()).unwrap_or(u32::MAX);
        let place = *self.places.entry(document::text(&outcome)).or_insert(next);
        if place == next {
            self.outcomes.push(outcome);
        }
        place
    }

    /// What the engine decides on a row.
    fn outcome(&self, engine: &Engine, columns: &[Column], rows: &Rows<'_>, row: usize) -> Outcome {
        let lifecycle = engine.policy().lifecycle();
        let wanted = self.wanted.get(rows.code(columns.len(), row)).cloned();
        let Some(wanted) = wanted else { return Outcome::Refused(Vec::new()) };
        let actor = self.actors.get(rows.code(columns.len().saturating_add(1), row)).cloned();
        let mut ticket = ticket(engine.policy(), columns, rows, row);
        let approvals = lifecycle.approvals(&ticket.state, &wanted.to);
        let mut unsaid = Vec::new();
        if lifecycle.is_limited(&ticket.state, &wanted.to) {
            unsaid.push("stateSince");
        }
        if approvals > 0 {
            unsaid.push("approvals");
            let approval = |by: usize| Approval { by: by.to_string(), to: wanted.to.clone() };
            ticket.approvals = (0..approvals).map(approval).collect();
        }
        let context = Context::at(ticket.updated_at, actor.unwrap_or_default());
        let decided = engine.decide(Some(&ticket), &Command::Move(wanted), &context);
        let missing = |field: &str| {
            Error::new(Code::FactMissing).with("field", field).at(Path::root().key("command"))
        };
        let mut missing: Vec<Error> = unsaid.into_iter().map(missing).collect();
        match decided {
            Err(mut refusals) => {
                // What is no move at all lacks nothing.
                if !refusals.iter().any(|one| one.code() == Code::MoveNotAllowed) {
                    refusals.append(&mut missing);
                }
                Outcome::Refused(refusals)
            }
            Ok(_) if !missing.is_empty() => Outcome::Refused(missing),
            Ok(events) => {
                let mut moved = events.into_iter().filter_map(|event| {
                    if let Change::StateChanged(moved) = event.change { Some(moved) } else { None }
                });
                moved.next().map_or(Outcome::Refused(Vec::new()), Outcome::Moved)
            }
        }
    }
}

impl Asked {
    fn new(at: usize, column: &Column, weight: Weight) -> Option<Self> {
        let classes: Vec<usize> = match weight {
            Weight::None => return None,
            Weight::Presence => {
                let is_set = |value: &Value| usize::from(*value != Value::Absent);
                column.values.iter().map(is_set).collect()
            }
            Weight::Value => (0..column.values.len()).collect(),
        };
        let count = classes.iter().max().map_or(1, |last| last.saturating_add(1));
        Some(Self { column: at, classes, count })
    }
}

/// What it means to moves which value a field has.
fn weight(policy: &Policy, moves: &[Move], field: &str) -> Weight {
    let lifecycle = policy.lifecycle();
    let of_ticket = ["kind", "state", "holdReason"].contains(&field);
    let asked = || lifecycle.guards().any(|guard| guard.asks(field));
    let given = || moves.iter().any(|wanted| wanted.facts.get(field).is_some());
    if of_ticket || asked() || given() {
        Weight::Value
    } else if lifecycle.required_fields().any(|required| required == field) {
        Weight::Presence
    } else {
        Weight::None
    }
}

/// The ticket that a row describes: without a past, at one instant.
fn ticket(policy: &Policy, columns: &[Column], rows: &Rows<'_>, row: usize) -> Ticket {
    let now = Instant::MIN;
    let mut ticket = Ticket {
        id: String::new(),
        version: 1,
        kind: Kind::Incident,
        state: String::new(),
        state_type: StateType::New,
        state_since: now,
        hold_reason: None,
        priority: None,
        priority_override: None,
        approvals: Vec::new(),
        facts: Facts::new(),
        opened_at: now,
        updated_at: now,
        resolved_at: None,
        closed_at: None,
        unanswered_since: None,
        responded_at: None,
        last_event: EventType::Opened,
        reassignments: 0,
        reopens: 0,
        history: Vec::new(),
    };
    for (at, column) in columns.iter().enumerate() {
        let Some(value) = column.values.get(rows.code(at, row)) else { continue };
        let text = value.as_text();
        let since = (*value == Value::Flag(true)).then_some(now);
        match column.field.as_str() {
            "kind" => ticket.kind = text.and_then(Kind::named).unwrap_or(Kind::Incident),
            "state" => text.unwrap_or_default().clone_into(&mut ticket.state),
            "holdReason" => ticket.hold_reason = text.map(str::to_owned),
            "priority" => ticket.priority = text.map(str::to_owned),
            "unanswered" => ticket.unanswered_since = since,
            "responded" => ticket.responded_at = since,
            "lastEvent" => {
                let named = EventType::ALL.into_iter().find(|one| Some(one.as_str()) == text);
                ticket.last_event = named.unwrap_or(EventType::Opened);
            }
            _ if *value == Value::Absent => {}
            field => ticket.facts.insert(field, value.clone()),
        }
    }
    if let Ok(state) = policy.lifecycle().state(&ticket.state) {
        ticket.state_type = state.state_type;
    }
    ticket
}
