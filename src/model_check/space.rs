use std::collections::BTreeMap;

use super::domain::Domain;
use super::{Answer, Step, Stop, Timed};
use crate::document;
use crate::engine::Engine;
use crate::error::{Code, Error};
use crate::lifecycle::Moment;
use crate::limits;
use crate::model::{
    Actor, AddMessage, Approve, Change, ChangeFacts, Command, Context, Event, EventType, Facts,
    Links, MajorIncident, MajorIncidentAction, Move, Open, PriorityOverride, Sender, StateType,
    Ticket,
};
use crate::time::Instant;

/// Every ticket that there can be, as far as the domain tells them apart, in the order of the
/// shortest ways to them.
pub(super) struct Space<'a> {
    engine: &'a Engine,
    domain: Domain,
    /// Somebody with every role.
    actor: Actor,
    tickets: Vec<Ticket>,
    /// How each was first reached: from which one, none if it was opened so, and by what.
    reached: Vec<(Option<usize>, Step)>,
    /// Every step from one ticket to another.
    arrows: Vec<(usize, usize)>,
    known: BTreeMap<String, usize>,
}

impl<'a> Space<'a> {
    pub(super) fn of(engine: &'a Engine, domain: Domain) -> Result<Self, Vec<Error>> {
        let mut space = Self {
            engine,
            domain,
            actor: Actor { id: String::new(), roles: roles(engine) },
            tickets: Vec::new(),
            reached: Vec::new(),
            arrows: Vec::new(),
            known: BTreeMap::new(),
        };
        for (step, ticket) in space.openings() {
            space.add(None, step, ticket);
        }
        let mut at = 0_usize;
        while let Some(ticket) = space.tickets.get(at).cloned() {
            for (step, next) in space.steps(&ticket) {
                space.add(Some(at), step, next);
            }
            if !limits::MODEL_TICKETS.admits(space.tickets.len()) {
                return Err(vec![Error::beyond(&limits::MODEL_TICKETS, space.tickets.len())]);
            }
            at = at.saturating_add(1);
        }
        Ok(space)
    }

    fn add(&mut self, from: Option<usize>, step: Step, mut ticket: Ticket) {
        self.forget(&mut ticket);
        let new = self.tickets.len();
        let before = from.and_then(|from| self.tickets.get(from));
        let lifecycle = self.engine.policy().lifecycle();
        let limited = match (&step, before) {
            (Step::Given(Command::Move(wanted)), Some(before)) => {
                lifecycle.is_limited(&before.state, &wanted.to)
            }
            (Step::Given(_) | Step::Timed(_), _) => false,
        };
        let at = *self.known.entry(document::text(&ticket)).or_insert(new);
        if at == new {
            self.tickets.push(ticket);
            self.reached.push((from, step));
        }
        // Whoever waits misses what is possible for a time only, so it leads nowhere for certain.
        let certain = from.filter(|_| !limited);
        self.arrows.extend(certain.map(|from| (from, at)));
    }

    /// Makes tickets equal that the domain does not tell apart.
    fn forget(&self, ticket: &mut Ticket) {
        ticket.version = 1;
        ticket.reassignments = 0;
        ticket.reopens = ticket.reopens.min(self.domain.reopens);
        ticket.history.clear();
        if let Some(given) = &mut ticket.priority_override {
            given.until = None;
        }
        if !self.domain.messages {
            ticket.unanswered_since = None;
            ticket.responded_at = None;
        }
        if !self.domain.last_event {
            ticket.last_event = EventType::Opened;
        }
        ticket.facts.retain(|field, _| self.domain.has(field));
    }

    fn openings(&self) -> Vec<(Step, Ticket)> {
        let both = [Sender::Requester, Sender::Support];
        let senders = if self.domain.messages { &both[..] } else { &both[..1] };
        let mut openings = Vec::new();
        for kind in &self.domain.kinds {
            for from in senders {
                let open = |facts| {
                    let id = "ticket".to_owned();
                    Command::Open(Open { id, kind: *kind, from: *from, facts })
                };
                openings.extend(self.given(None, &open));
            }
        }
        openings
    }

    /// Everything that can happen next.
    fn steps(&self, ticket: &Ticket) -> Vec<(Step, Ticket)> {
        let mut steps = Vec::new();
        let lifecycle = self.engine.policy().lifecycle();
        for to in lifecycle.offered(ticket) {
            steps.extend(self.approved(ticket, &to.id));
            let waits = to.state_type == StateType::OnHold;
            let reasons = if waits { &self.domain.hold_reasons[..] } else { &[None] };
            for hold_reason in reasons {
                steps.extend(self.given(Some(ticket), &|facts| {
                    let hold_reason = hold_reason.clone();
                    Command::Move(Move { to: to.id.clone(), hold_reason, facts })
                }));
            }
        }
        let moment = Moment { at: Instant::MIN, links: &Links::Met };
        for timer in lifecycle.timers().iter().filter(|timer| timer.runs(ticket)) {
            if let Some(changed) = lifecycle.timed(ticket, timer, moment) {
                let change = Change::StateChanged(changed);
                let (version, at, actor) = (ticket.version, ticket.updated_at, Actor::default());
                let event = Event { version, at, recorded_at: None, actor, change };
                let step = Step::Timed(Timed::Timer { timer: timer.id.clone() });
                steps.push((step, after(ticket, &[event])));
            }
        }
        for (field, values) in &self.domain.fields {
            for value in values {
                steps.extend(self.given(Some(ticket), &|mut facts| {
                    facts.insert(field, value.clone());
                    Command::ChangeFacts(ChangeFacts { facts })
                }));
            }
        }
        if self.domain.has("majorIncidentStatus") {
            for action in MajorIncidentAction::ALL {
                let command = Command::MajorIncident(MajorIncident { action });
                steps.extend(self.given(Some(ticket), &|_| command.clone()));
            }
        }
        for level in &self.domain.overrides {
            let (level, reason) = (level.clone(), "because".to_owned());
            let command =
                Command::OverridePriority(PriorityOverride { level, reason, until: None });
            steps.extend(self.given(Some(ticket), &|_| command.clone()));
        }
        if self.domain.last_event && !self.engine.policy().agreements().is_empty() {
            for (last_event, timed) in [
                (EventType::TargetWarned, Timed::TargetWarned),
                (EventType::TargetBreached, Timed::TargetBreached),
            ] {
                steps.push((Step::Timed(timed), Ticket { last_event, ..ticket.clone() }));
            }
        }
        if self.domain.messages {
            for (from, internal) in
                [(Sender::Requester, false), (Sender::Support, false), (Sender::Support, true)]
            {
                steps.extend(self.given(Some(ticket), &|_| {
                    Command::AddMessage(AddMessage { from, internal, text: None })
                }));
            }
        }
        steps
    }

    /// What becomes of a ticket by a command; with the facts that it lacks, if that is all that is
    /// in its way.
    fn given(
        &self,
        ticket: Option<&Ticket>,
        command: &dyn Fn(Facts) -> Command,
    ) -> Option<(Step, Ticket)> {
        let mut facts = Facts::new();
        let mut wanted = command(facts.clone());
        let mut decided = self.decide(ticket, &wanted);
        if let Err(refusals) = &decided {
            for refusal in refusals {
                let missing = field_of(refusal).filter(|_| refusal.code() == Code::FactMissing);
                let field = missing?.to_owned();
                facts.insert(&field, self.domain.some(&field)?);
            }
            wanted = command(facts);
            decided = self.decide(ticket, &wanted);
        }
        let events = decided.ok().filter(|events| !events.is_empty())?;
        let next = match ticket {
            None => Ticket::fold(events)?,
            Some(ticket) => after(ticket, &events),
        };
        Some((Step::Given(wanted), next))
    }

    fn decide(&self, ticket: Option<&Ticket>, command: &Command) -> Result<Vec<Event>, Vec<Error>> {
        self.decide_as(self.actor.clone(), ticket, command)
    }

    fn decide_as(
        &self,
        actor: Actor,
        ticket: Option<&Ticket>,
        command: &Command,
    ) -> Result<Vec<Event>, Vec<Error>> {
        let context = Context { linked: Links::Met, ..Context::at(Instant::MIN, actor) };
        self.engine.decide(ticket, command, &context)
    }

    /// One approval more of a move, by somebody who has not approved it.
    fn approved(&self, ticket: &Ticket, to: &str) -> Option<(Step, Ticket)> {
        let given = ticket.approvals.iter().filter(|one| one.to == to).count();
        let needed = self.engine.policy().lifecycle().approvals(&ticket.state, to);
        let actor = Actor { id: format!("approver {given}"), ..self.actor.clone() };
        let command = Command::Approve(Approve { to: to.to_owned(), granted: true, reason: None });
        let events =
            self.decide_as(actor, Some(ticket), &command).ok().filter(|_| given < needed)?;
        Some((Step::Given(command), after(ticket, &events)))
    }

    pub(super) fn tickets(&self) -> &[Ticket] {
        &self.tickets
    }

    /// The tickets of which something is true.
    pub(super) fn all(&self, is: &dyn Fn(&Ticket) -> bool) -> Vec<usize> {
        let numbered = self.tickets.iter().enumerate();
        numbered.filter(|(_, ticket)| is(ticket)).map(|(at, _)| at).collect()
    }

    /// Whether steps lead from each ticket to one of these.
    pub(super) fn leading_to(&self, mut open: Vec<usize>) -> Vec<bool> {
        let mut backwards = vec![Vec::new(); self.tickets.len()];
        for (from, to) in &self.arrows {
            if let Some(list) = backwards.get_mut(*to) {
                list.push(*from);
            }
        }
        let mut leads = vec![false; self.tickets.len()];
        while let Some(at) = open.pop() {
            let Some(new) = leads.get_mut(at).filter(|leads| !**leads) else { continue };
            *new = true;
            open.extend(backwards.get(at).into_iter().flatten());
        }
        leads
    }

    /// The answer that the first such ticket gives.
    pub(super) fn first(&self, is: &dyn Fn(&Ticket) -> bool) -> Answer {
        self.answer(self.tickets.iter().position(is))
    }

    /// The answer that the first ticket gives which is not marked.
    pub(super) fn first_outside(&self, marked: &[bool]) -> Answer {
        self.answer(marked.iter().position(|marked| !marked))
    }

    fn answer(&self, against: Option<usize>) -> Answer {
        let mut path = Vec::new();
        let mut at = against;
        while let Some((ticket, (from, step))) =
            at.and_then(|at| self.tickets.get(at).zip(self.reached.get(at)))
        {
            path.push(Stop {
                step: step.clone(),
                state: ticket.state.clone(),
                hold_reason: ticket.hold_reason.clone(),
                priority: ticket.priority.clone(),
                facts: ticket.facts.clone(),
            });
            at = *from;
        }
        path.reverse();
        let fields = self.domain.fields.iter().map(|(name, _)| name.clone()).collect();
        Answer { holds: against.is_none(), path, tickets: self.tickets.len(), fields }
    }
}

/// What events make of a ticket, without its history.
fn after(ticket: &Ticket, events: &[Event]) -> Ticket {
    let mut next = ticket.clone();
    for event in events {
        next.apply(event.at, event);
    }
    next
}

/// Every role that a policy names.
fn roles(engine: &Engine) -> Vec<String> {
    let policy = engine.policy();
    let mut roles = policy.lifecycle().roles();
    roles.extend(policy.major_incident().into_iter().flatten().cloned());
    roles.extend(policy.priority_override().into_iter().flat_map(|rule| rule.roles.clone()));
    roles
}

/// The field that a refusal is about.
fn field_of(refusal: &Error) -> Option<&str> {
    let field = refusal.params().iter().find(|(name, _)| *name == "field")?;
    Some(field.1.as_str())
}
