use super::AuditRow;
use super::mapping::Place;
use super::summary::Counts;
use crate::engine::Engine;
use crate::error::{Code, Error};
use crate::model::{
    Actor, Change, ChangeFacts, Command, Context, Event, Facts, Kind, Move, Open, Sender,
    StateChanged, Ticket, Value,
};
use crate::time::Instant;

/// What a case is followed with: who decides, what is counted, and what was found.
pub(super) struct Guide<'a> {
    pub(super) engine: &'a Engine,
    pub(super) counts: &'a mut Counts,
    pub(super) findings: Vec<Error>,
}

/// A ticket of the log on its way.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) ticket: Ticket,
    pub(super) made_sla: Option<bool>,
    /// How many of the ticket's events are recorded already.
    pub(super) written: usize,
    state: Option<String>,
    reassignments: u64,
}

impl Case {
    /// The ticket that its first row records, in the policy's initial state.
    pub(super) fn open(engine: &Engine, row: &AuditRow, facts: &Facts) -> Result<Self, Vec<Error>> {
        let mut facts = facts.clone();
        facts.retain(|field, value| field != "priority" && *value != Value::Absent);
        let open =
            Open { id: row.number.clone(), kind: Kind::Incident, from: Sender::default(), facts };
        let events = engine.decide(None, &Command::Open(open), &context(engine, row.opened_at))?;
        let ticket = Ticket::fold(events).ok_or_else(Vec::new)?;
        Ok(Self {
            ticket,
            made_sla: None,
            written: 0,
            state: None,
            reassignments: row.reassignments.unwrap_or(0),
        })
    }

    /// Goes where the row says: facts first, then the state.
    pub(super) fn follow(
        &mut self,
        guide: &mut Guide<'_>,
        row: &AuditRow,
        mut facts: Facts,
        place: Option<Place>,
    ) {
        if row.at < self.ticket.updated_at {
            let finding = row.finding(Code::ReplayRowOutOfOrder).with("at", row.at);
            guide.findings.push(finding.with("last", self.ticket.updated_at));
        }
        // Order is the rows', not the clock's; time only never runs backwards.
        let context = context(guide.engine, row.at.max(self.ticket.updated_at));
        self.note_recorded(guide.counts, row);
        facts.remove("priority");
        facts.retain(|field, value| match self.ticket.facts.get(field) {
            Some(before) => before != value,
            None => *value != Value::Absent,
        });
        if !facts.is_empty() {
            let command = Command::ChangeFacts(ChangeFacts { facts });
            match guide.engine.decide(Some(&self.ticket), &command, &context) {
                Ok(events) => self.evolve(events),
                Err(errors) => {
                    guide.findings.extend(errors.into_iter().map(|error| row.about(error)));
                }
            }
        }
        if let Some(place) = place
            && (place.state != self.ticket.state || place.hold_reason != self.ticket.hold_reason)
        {
            self.go(guide, row, place, &context);
        }
        self.state = Some(row.state.clone());
    }

    /// What the source itself counts.
    fn note_recorded(&mut self, counts: &mut Counts, row: &AuditRow) {
        let recorded = row.reassignments.unwrap_or(self.reassignments);
        let more = recorded.saturating_sub(self.reassignments);
        counts.add_reassignments(more);
        self.reassignments = recorded;
        self.made_sla = row.made_sla.or(self.made_sla);
        if let Some(before) = self.state.as_ref().filter(|before| **before != row.state) {
            counts.note_transition(before, &row.state);
        }
    }

    fn go(&mut self, guide: &mut Guide<'_>, row: &AuditRow, place: Place, context: &Context) {
        let observed = Change::StateChanged(StateChanged {
            from: self.ticket.state.clone(),
            to: place.state.clone(),
            state_type: place.state_type,
            hold_reason: place.hold_reason.clone(),
            reopens: self.ticket.state_type.is_done() && !place.state_type.is_done(),
            timer: None,
            observed: true,
        });
        let command = Command::Move(Move {
            to: place.state,
            hold_reason: place.hold_reason,
            facts: Facts::new(),
        });
        // A log may begin in the middle of a ticket's life: its first state is no move.
        if let Some(before) = &self.state {
            match guide.engine.decide(Some(&self.ticket), &command, context) {
                Ok(events) => return self.evolve(events),
                Err(refusals) => guide.counts.note_refusals(before, &row.state, &refusals),
            }
        }
        let version = self.ticket.version.saturating_add(1);
        let actor = context.actor.clone();
        let at = context.now;
        self.ticket.evolve(Event { version, at, recorded_at: None, actor, change: observed });
    }

    fn evolve(&mut self, events: Vec<Event>) {
        for event in events {
            self.ticket.evolve(event);
        }
    }
}

/// The log acts with every role: who did something is not what a replay asks.
fn context(engine: &Engine, now: Instant) -> Context {
    let roles = engine.policy().lifecycle().roles();
    Context::at(now, Actor { id: "log".to_owned(), roles })
}
