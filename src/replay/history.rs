use std::borrow::Cow;
use std::collections::BTreeMap;

use super::canonical;
use super::line::RecordLine;
use crate::document::Cut;
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::{Change, Corrected, Event, Opened};
use crate::time::Instant;

/// The events of a ticket as they were recorded, the first one `opened`.
#[derive(Debug)]
pub(super) struct History {
    pub(super) id: String,
    pub(super) events: Vec<Event>,
    /// When `opened` took effect, by what is known so far.
    opened_at: Instant,
    /// The bytes of its lines.
    bytes: usize,
}

/// The histories of a record, in the order of their first lines.
#[derive(Debug, Default)]
pub(super) struct Histories {
    list: Vec<History>,
    /// The place of each among them, by its ticket.
    places: BTreeMap<String, usize>,
    /// The place of the last line's: the next one is often of the same ticket.
    last: usize,
}

/// What a line added, so that it can be taken back.
#[derive(Debug)]
pub(super) struct Added {
    place: usize,
    opened_at: Instant,
    bytes: usize,
}

impl Histories {
    pub(super) fn all(&self) -> &[History] {
        &self.list
    }

    fn place(&self, ticket: &str) -> Option<usize> {
        if self.list.get(self.last).is_some_and(|history| history.id == ticket) {
            return Some(self.last);
        }
        self.places.get(ticket).copied()
    }

    /// Adds the event of a line to the history of its ticket.
    ///
    /// # Errors
    /// Every reason why it cannot be read, or does not continue the history.
    pub(super) fn add(&mut self, line: Cut<'_>) -> Result<Added, Vec<Error>> {
        let line = line.map_err(|error| vec![error])?;
        let (ticket, event) = if let Some((ticket, event)) = canonical::read(line) {
            (Cow::Borrowed(ticket), event)
        } else {
            let RecordLine { ticket, event } = RecordLine::read_strictly(line)?;
            (Cow::Owned(ticket), event)
        };
        let place = self.place(&ticket);
        let history = place.and_then(|place| self.list.get(place));
        let opened_at = match history {
            Some(history) => history.continued(&event, line.len())?,
            None => begun(&ticket, &event)?,
        };
        let place = place.unwrap_or_else(|| {
            let place = self.list.len();
            let id = ticket.into_owned();
            self.places.insert(id.clone(), place);
            self.list.push(History { id, events: Vec::new(), opened_at, bytes: 0 });
            place
        });
        self.last = place;
        // Invariant: the place is one of the list.
        let Some(history) = self.list.get_mut(place) else { return Err(Vec::new()) };
        let added = Added { place, opened_at: history.opened_at, bytes: history.bytes };
        history.opened_at = opened_at;
        history.bytes = history.bytes.saturating_add(line.len());
        history.events.push(event);
        Ok(added)
    }

    /// The event that was added, and the one before it.
    pub(super) fn last_two(&self, added: &Added) -> Option<(Option<&Event>, &Event)> {
        let (last, before) = self.list.get(added.place)?.events.split_last()?;
        Some((before.last(), last))
    }

    /// Takes back what the last line added.
    pub(super) fn take_back(&mut self, added: &Added) {
        let Some(history) = self.list.get_mut(added.place) else { return };
        history.events.pop();
        history.opened_at = added.opened_at;
        history.bytes = added.bytes;
        if history.events.is_empty() {
            self.places.remove(&history.id);
            self.list.pop();
        }
    }
}

/// The instant of a first event, if it can be one.
fn begun(ticket: &str, event: &Event) -> Result<Instant, Vec<Error>> {
    let Change::Opened(Opened { id, .. }) = &event.change else {
        return Err(vec![no_history("change")]);
    };
    let mut refusals = Vec::new();
    if event.version != 1 {
        refusals.push(no_history("version"));
    }
    let at = Path::root().key("ticket");
    if id != ticket {
        let error = Error::new(Code::ReplayTicketOther).with("ticket", ticket).with("id", id);
        refusals.push(error.at(at.clone()));
    }
    if ticket.is_empty() {
        refusals.push(Error::new(Code::IdEmpty).at(at.clone()));
    }
    if !limits::ID_BYTES.admits(ticket.len()) {
        refusals.push(Error::beyond(&limits::ID_BYTES, ticket.len()).at(at));
    }
    if refusals.is_empty() { Ok(event.at) } else { Err(refusals) }
}

fn no_history(member: &str) -> Error {
    Error::new(Code::TicketHistory).at(Path::root().key("event").key(member))
}

impl History {
    /// When the ticket was opened, by what is known with one more event, if it can be that.
    fn continued(&self, event: &Event, bytes: usize) -> Result<Instant, Vec<Error>> {
        let mut refusals = Vec::new();
        let mut refuse = |error: Error, member| {
            refusals.push(error.at(Path::root().key("event").key(member)));
        };
        let last = self.events.last().map_or(0, |event| event.version);
        if last.checked_add(1) != Some(event.version) {
            refuse(Error::new(Code::TicketHistory), "version");
        }
        let mut opened_at = self.opened_at;
        match &event.change {
            Change::Opened(_) => refuse(Error::new(Code::TicketExists), "change"),
            Change::Corrected(corrected) => match self.corrected(corrected, event.version) {
                Ok(at) => opened_at = at,
                Err(error) => refuse(error, "change"),
            },
            Change::StateChanged(_)
            | Change::FactsChanged(_)
            | Change::MessageAdded(_)
            | Change::PriorityChanged(_)
            | Change::PriorityOverridden(_)
            | Change::TargetWarned(_)
            | Change::TargetBreached(_)
            | Change::Approved(_)
            | Change::ActionRequested(_) => {
                if event.at < self.opened_at {
                    refuse(before_opened(event.at, self.opened_at), "at");
                }
            }
        }
        let bytes = self.bytes.saturating_add(bytes);
        if !limits::TICKET_BYTES.admits(bytes) {
            refusals.push(Error::beyond(&limits::TICKET_BYTES, bytes));
        }
        if refusals.is_empty() { Ok(opened_at) } else { Err(refusals) }
    }

    /// When the ticket was opened after a correction; `opened` stays the first event there is.
    fn corrected(&self, corrected: &Corrected, version: u64) -> Result<Instant, Error> {
        let Corrected { version: of, took_effect_at, .. } = corrected;
        if *of == 0 || *of >= version {
            return Err(Error::new(Code::CorrectionOfNothing).with("version", of));
        }
        if *of > 1 {
            let too_early = took_effect_at.filter(|at| *at < self.opened_at);
            return too_early
                .map_or(Ok(self.opened_at), |at| Err(before_opened(at, self.opened_at)));
        }
        let opened_at = took_effect_at.ok_or_else(|| Error::new(Code::TicketHistory))?;
        let earliest = self.effects().skip(1).flatten().min();
        match earliest.filter(|at| *at < opened_at) {
            Some(at) => Err(before_opened(at, opened_at)),
            None => Ok(opened_at),
        }
    }

    /// When each event took effect, by what is known; none for those that never did, or are
    /// corrections themselves.
    fn effects(&self) -> impl Iterator<Item = Option<Instant>> {
        let mut effects: Vec<Option<Instant>> = Vec::new();
        for event in &self.events {
            let Change::Corrected(corrected) = &event.change else {
                effects.push(Some(event.at));
                continue;
            };
            effects.push(None);
            let of = usize::try_from(corrected.version).ok().and_then(|of| of.checked_sub(1));
            if let Some(effect) = of.and_then(|of| effects.get_mut(of)) {
                *effect = corrected.took_effect_at;
            }
        }
        effects.into_iter()
    }
}

fn before_opened(at: Instant, opened_at: Instant) -> Error {
    Error::new(Code::TicketBeforeOpened).with("at", at).with("last", opened_at)
}
