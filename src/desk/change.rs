//! What changes a desk: tickets that come, events, forecasts, and time.

use serde::Serialize;

use super::Desk;
use super::filter::bit;
use super::held::{Held, Text};
use super::settings::Probability;
use crate::engine::Stir;
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::{Actor, Change, Command, Context, Event, StateType, Tick, Ticket};
use crate::time::Instant;

/// What became of a ticket that was put on a desk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Placed {
    /// Whether the desk holds it: not if it has ended.
    pub held: bool,
    /// Whether the desk held it before, with perhaps other events.
    pub replaced: bool,
    /// `desk.stateUnknown`, if the policy does not have its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<Error>,
}

/// What time caused to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ticked {
    /// The ticket.
    pub id: String,
    /// What happened to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// Why it cannot happen: the ticket would be larger than its limit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Error>,
}

impl Desk {
    /// Puts a ticket on the desk, or in the place of the one that has its identifier; that one's
    /// forecast stays. A ticket that is closed or canceled leaves the desk.
    ///
    /// # Errors
    /// `ticket.history` if its history does not begin with `opened` or lacks a version;
    /// `document.*`, `limit.exceeded` for its identifier, its size, or one ticket too many. Then
    /// nothing is changed.
    pub fn put(&mut self, ticket: Ticket) -> Result<Placed, Vec<Error>> {
        let root = Path::root();
        let mut refusals = Vec::new();
        if ticket.id.is_empty() {
            refusals.push(Error::new(Code::IdEmpty).at(root.key("id")));
        }
        if !limits::ID_BYTES.admits(ticket.id.len()) {
            let error = Error::beyond(&limits::ID_BYTES, ticket.id.len());
            refusals.push(error.at(root.key("id")));
        }
        if !is_whole(&ticket) {
            refusals.push(Error::new(Code::TicketHistory).at(root.key("history")));
        }
        if refusals.is_empty() { self.place_ticket(ticket) } else { Err(refusals) }
    }

    /// Applies events that happened to a ticket, in the order of their versions. If they end it, it
    /// leaves the desk.
    ///
    /// # Errors
    /// `desk.ticketUnknown`; `ticket.history` if a version does not follow the one before;
    /// `limit.exceeded` if the ticket becomes too large. Then nothing is changed.
    pub fn apply(&mut self, id: &str, events: Vec<Event>) -> Result<Placed, Vec<Error>> {
        let mut ticket = self.known(id)?;
        let expected = ticket.version.saturating_add(1)..;
        if let Some(at) = events.iter().zip(expected).position(|(event, n)| event.version != n) {
            let path = Path::root().key("events").index(at).key("version");
            return Err(vec![Error::new(Code::TicketHistory).at(path)]);
        }
        for event in events {
            ticket.evolve(event);
        }
        self.place_ticket(ticket)
    }

    /// Decides as [`Engine::decide`](crate::Engine::decide) does, and applies the events. `id` is
    /// none for the command `open` and only for it.
    ///
    /// # Errors
    /// Every reason against the command; `desk.ticketUnknown`. Then nothing is changed.
    pub fn decide(
        &mut self,
        id: Option<&str>,
        command: &Command,
        context: &Context,
    ) -> Result<Vec<Event>, Vec<Error>> {
        let before = match (id, command) {
            (Some(id), _) => Some(self.known(id)?),
            // Refused below: it is recorded already.
            (None, Command::Open(open)) => self.ticket(&open.id),
            (None, _) => None,
        };
        let events = self.engine.decide(before.as_ref(), command, context)?;
        let after = match before {
            None => Ticket::fold(events.iter().cloned()),
            Some(mut ticket) => {
                events.iter().cloned().for_each(|event| ticket.evolve(event));
                Some(ticket)
            }
        };
        if let Some(after) = after.filter(|_| !events.is_empty()) {
            self.place_ticket(after)?;
        }
        Ok(events)
    }

    /// Takes a ticket off the desk; false if it holds none with that identifier.
    pub fn remove(&mut self, id: &str) -> bool {
        self.shelf.slot(id).and_then(|slot| self.shelf.remove(slot)).is_some()
    }

    /// Says how probably a ticket will miss a target; none for unknown. It stays until it is said
    /// otherwise, whatever happens to the ticket.
    ///
    /// # Errors
    /// `desk.ticketUnknown`.
    pub fn set_forecast(&mut self, id: &str, forecast: Option<Probability>) -> Result<(), Error> {
        let slot = self.shelf.slot(id).ok_or_else(|| unknown(id))?;
        let Self { shelf, ranking, .. } = self;
        shelf.change(slot, |held| {
            held.forecast = forecast.map(Probability::millionths);
            held.rank(ranking);
        });
        Ok(())
    }

    /// The tickets of which time alone causes something up to `now`, a warning, a breach, a move by
    /// timer, the end of an override, that no event records yet: those to give the command `tick`.
    /// By the instant of it, the earliest first. Timers that depend on other tickets are left out:
    /// of those nothing is known here.
    pub fn due(&mut self, now: Instant) -> Vec<&str> {
        self.make_sure(now);
        self.shelf.stirred(now).map(|held| &*held.id).collect()
    }

    /// Gives the command `tick` to at most `limit` of the tickets that are [`due`](Self::due), and
    /// says what happened.
    pub fn tick(&mut self, now: Instant, actor: &Actor, limit: usize) -> Vec<Ticked> {
        let due: Vec<String> = self.due(now).into_iter().take(limit).map(str::to_owned).collect();
        let context = Context::at(now, actor.clone());
        let mut ticked = Vec::new();
        for id in due {
            let decided = self.decide(Some(&id), &Command::Tick(Tick {}), &context);
            let (events, errors) = match decided {
                Ok(events) => (events, Vec::new()),
                Err(errors) => (Vec::new(), errors),
            };
            ticked.push(Ticked { id, events, errors });
        }
        ticked
    }

    /// Finds out of every ticket whether time causes something up to `now`.
    pub(super) fn make_sure(&mut self, now: Instant) {
        while let Some((at, slot)) = self.shelf.first_unsure().filter(|(at, _)| *at <= now) {
            self.be_sure(slot, at);
        }
    }

    /// Finds out whether time causes something to a ticket at an instant, or when it may.
    pub(super) fn be_sure(&mut self, slot: u32, at: Instant) {
        let ticket = self.shelf.at(slot).and_then(|held| held.text.ticket());
        let stirs = ticket.and_then(|ticket| self.stirs(&ticket, at));
        self.shelf.set_stirs(slot, stirs);
    }

    fn stirs(&self, ticket: &Ticket, at: Instant) -> Option<(Instant, bool)> {
        // Nothing is known of other tickets.
        match self.engine.stir(ticket, &Context::at(at, Actor::default())) {
            Stir::Now => Some((at, true)),
            Stir::NotBefore(next) => Some((next, false)),
            Stir::Never => None,
        }
    }

    fn known(&self, id: &str) -> Result<Ticket, Vec<Error>> {
        self.ticket(id).ok_or_else(|| vec![unknown(id)])
    }

    /// Puts a ticket where it belongs, which may be nowhere.
    fn place_ticket(&mut self, ticket: Ticket) -> Result<Placed, Vec<Error>> {
        let slot = self.shelf.slot(&ticket.id);
        let replaced = slot.is_some();
        if matches!(ticket.state_type, StateType::Closed | StateType::Canceled) {
            slot.and_then(|slot| self.shelf.remove(slot));
            return Ok(Placed { replaced, ..Placed::default() });
        }
        let count = self.len().saturating_add(1);
        if !replaced && !limits::OPEN_TICKETS.admits(count) {
            return Err(vec![Error::beyond(&limits::OPEN_TICKETS, count)]);
        }
        let (text, ticket) = Text::of(ticket);
        if !limits::TICKET_BYTES.admits(text.as_str().len()) {
            return Err(vec![Error::beyond(&limits::TICKET_BYTES, text.as_str().len())]);
        }
        let forecast = slot.and_then(|slot| self.shelf.at(slot)?.forecast);
        slot.and_then(|slot| self.shelf.remove(slot));
        let policy = self.engine.policy();
        let mut held = Held::new(policy, &ticket, text, &mut self.shelf.words);
        held.forecast = forecast;
        // Not before its last event: the next question will probably come after it.
        let at = self.now.max(ticket.updated_at);
        held.look(policy, &ticket, at);
        held.standing = held.stand(at);
        held.rank(&self.ranking);
        held.stirs = self.stirs(&ticket, ticket.recorded_at().max(ticket.updated_at));
        for (place, condition) in self.conditions.all() {
            held.known |= bit(place);
            if condition.holds(&ticket) {
                held.holds |= bit(place);
            }
        }
        self.shelf.insert(held);
        let finding = policy.lifecycle().state(&ticket.state).is_err().then(|| {
            let error = Error::new(Code::DeskStateUnknown).with("state", &ticket.state);
            error.with("id", &ticket.id).at(Path::root().key("state"))
        });
        Ok(Placed { held: true, replaced, finding })
    }
}

fn unknown(id: &str) -> Error {
    Error::new(Code::DeskTicketUnknown).with("id", id).at(Path::root().key("id"))
}

/// Whether the history begins with `opened`, and has every version up to the ticket's.
fn is_whole(ticket: &Ticket) -> bool {
    let opens = |event: &Event| matches!(event.change, Change::Opened(_));
    let first = ticket.history.first().filter(|event| opens(event));
    let Some(first) = first else { return false };
    let versions = ticket.history.iter().map(|event| event.version);
    versions.zip(first.version..).all(|(version, expected)| version == expected)
        && ticket.history.last().is_some_and(|last| last.version == ticket.version)
}
