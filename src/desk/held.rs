//! One ticket of a desk: its text, and what of it is needed without reading the text again.

use std::sync::Arc;

use super::settings::{CERTAIN, Class, KEYS, OrderBy, Ranking};
use super::words::{Word, Words};
use crate::document;
use crate::limits;
use crate::model::{Event, Kind, StateType, Ticket, Value};
use crate::policy::Policy;
use crate::sla::{Live, live};
use crate::time::Instant;

/// The clocks that are kept of one ticket. Of a ticket with more only the decisive one is, as long
/// as it is that; then the text is read again.
const CLOCKS: usize = 5;

/// What stands between the beginning of a ticket's text and its events.
const HISTORY: &str = r#","history":"#;

/// A ticket as text, without white space; its events are its last member.
#[derive(Debug)]
pub(super) struct Text {
    whole: Box<str>,
    /// Where the member with the events begins.
    head: usize,
}

impl Text {
    /// The text of a ticket, and the ticket again.
    pub(super) fn of(mut ticket: Ticket) -> (Self, Ticket) {
        let history: Vec<Event> = std::mem::take(&mut ticket.history);
        let mut whole = document::text(&ticket);
        let head = whole.len().saturating_sub(HISTORY.len().saturating_add("[]}".len()));
        whole.truncate(head);
        whole.push_str(HISTORY);
        whole.push_str(&document::text(&history));
        whole.push('}');
        ticket.history = history;
        (Self { whole: whole.into_boxed_str(), head }, ticket)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.whole
    }

    /// The ticket; none never, since the text is our own.
    pub(super) fn ticket(&self) -> Option<Ticket> {
        document::read(&self.whole, &limits::REQUEST_BYTES).ok()
    }

    /// The ticket without its events, which are most of the text.
    pub(super) fn without_history(&self) -> Option<Ticket> {
        let head = self.whole.get(..self.head)?;
        document::read(&format!("{head}{HISTORY}[]}}"), &limits::REQUEST_BYTES).ok()
    }
}

/// Where a ticket stands in the order of all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) sorts: [u64; KEYS],
    pub(super) opened_at: Instant,
    pub(super) id: Arc<str>,
    pub(super) slot: u32,
}

impl Key {
    /// By what it comes behind another key.
    pub(super) fn behind(&self, other: &Self, ranking: &Ranking) -> OrderBy {
        let differs = self.sorts.iter().zip(&other.sorts).position(|(one, two)| one != two);
        match differs.and_then(|at| ranking.order.get(at)) {
            Some(by) => *by,
            None if self.opened_at != other.opened_at => OrderBy::Opened,
            None => OrderBy::Id,
        }
    }
}

/// What a ticket's clocks make of it, and between which instants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) class: Class,
    /// The decisive clock.
    pub(super) lead: Option<usize>,
    pub(super) from: Instant,
    pub(super) until: Option<Instant>,
}

/// A ticket of a desk.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) id: Arc<str>,
    pub(super) text: Text,
    pub(super) version: u64,
    pub(super) kind: Kind,
    pub(super) state_type: StateType,
    pub(super) state: Word,
    pub(super) priority: Option<Word>,
    pub(super) group: Option<Word>,
    pub(super) assignee: Option<Word>,
    pub(super) service: Option<Word>,
    pub(super) forecast: Option<u32>,
    /// The place of the priority in its scale.
    pub(super) level: u64,
    opened_at: Instant,
    clocks: Box<[Live]>,
    floor: Instant,
    from: Instant,
    until: Option<Instant>,
    pub(super) standing: Standing,
    pub(super) key: Key,
    /// From when on time may cause something, and whether it surely does.
    pub(super) stirs: Option<(Instant, bool)>,
    /// By the places of conditions: whether it is known that they hold, and whether they do.
    pub(super) known: u32,
    pub(super) holds: u32,
}

impl Held {
    /// A ticket that does not stand anywhere yet: [`look`](Self::look) next.
    pub(super) fn new(policy: &Policy, ticket: &Ticket, text: Text, words: &mut Words) -> Self {
        let id: Arc<str> = ticket.id.as_str().into();
        let scale = policy.vocabulary().words("priority").unwrap_or_default();
        let level = scale.iter().position(|level| Some(level) == ticket.priority.as_ref());
        let mut fact = |field: &str| {
            ticket.facts.get(field).and_then(Value::as_text).map(|word| words.take(word))
        };
        let (group, assignee, service) =
            (fact("assignmentGroup"), fact("assignee"), fact("service"));
        let standing =
            Standing { class: Class::Untimed, lead: None, from: Instant::MIN, until: None };
        let opened_at = ticket.opened_at;
        Self {
            key: Key { sorts: [0; KEYS], opened_at, id: Arc::clone(&id), slot: 0 },
            id,
            text,
            version: ticket.version,
            kind: ticket.kind,
            state_type: ticket.state_type,
            state: words.take(&ticket.state),
            priority: ticket.priority.as_deref().map(|level| words.take(level)),
            group,
            assignee,
            service,
            forecast: None,
            level: level.and_then(|at| u64::try_from(at).ok()).unwrap_or(u64::MAX),
            opened_at,
            clocks: Box::default(),
            floor: Instant::MIN,
            from: Instant::MIN,
            until: None,
            standing,
            stirs: None,
            known: 0,
            holds: 0,
        }
    }

    /// The words, which somebody else may still have.
    pub(super) fn into_words(self) -> impl Iterator<Item = Word> {
        let more = [self.priority, self.group, self.assignee, self.service];
        std::iter::once(self.state).chain(more.into_iter().flatten())
    }

    /// Whether what is known of its clocks is true of an instant.
    pub(super) fn covers(&self, at: Instant) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    /// Learns what its clocks are at an instant.
    pub(super) fn look(&mut self, policy: &Policy, ticket: &Ticket, at: Instant) {
        let known = live(ticket, policy.agreements(), policy.calendars(), at);
        (self.floor, self.from, self.until) = (known.floor, known.from, known.until);
        self.clocks = known.clocks.into_boxed_slice();
        if self.clocks.len() > CLOCKS {
            let standing = self.stand(at);
            let lead = standing.lead.and_then(|lead| self.clocks.get(lead)).cloned();
            self.clocks = lead.into_iter().collect();
            (self.from, self.until) = (standing.from, standing.until);
        }
    }

    /// Where it stands at an instant that it covers.
    pub(super) fn stand(&self, at: Instant) -> Standing {
        let at_clocks = at.max(self.floor);
        let leads = self.clocks.iter().enumerate();
        let leads = leads.map(|(place, clock)| (class(clock, at_clocks), due(clock), place));
        let lead = leads.min();
        let class = match (lead, self.state_type) {
            (Some((class, ..)), _) => class,
            (None, StateType::Resolved) => Class::Resolved,
            (None, _) => Class::Untimed,
        };
        // What changed before the last event has no instant of its own here.
        let changes = self.clocks.iter().flat_map(Live::changes);
        let changes = changes.filter(|change| *change > self.floor);
        let past = changes.clone().filter(|change| *change <= at_clocks).max();
        let next = changes.filter(|change| *change > at_clocks).min();
        Standing {
            class,
            lead: lead.map(|(.., place)| place),
            from: past.map_or(self.from, |past| past.max(self.from)),
            until: [next, self.until].into_iter().flatten().min(),
        }
    }

    /// The decisive clock.
    pub(super) fn lead(&self) -> Option<&Live> {
        self.clocks.get(self.standing.lead?)
    }

    /// What is left of the decisive clock at an instant, in milliseconds.
    pub(super) fn remaining(&self, at: Instant) -> Option<i64> {
        Some(self.lead()?.remaining(at.max(self.floor))?.as_millis())
    }

    /// Whether the forecast alone puts it at risk.
    pub(super) fn is_feared(&self, ranking: &Ranking) -> bool {
        self.standing.class == Class::Running
            && self.forecast.is_some_and(|forecast| forecast >= ranking.risk_from)
    }

    /// How urgent it is, its forecast considered.
    pub(super) fn class(&self, ranking: &Ranking) -> Class {
        if self.is_feared(ranking) { Class::AtRisk } else { self.standing.class }
    }

    /// Its place in the order, by where it stands.
    pub(super) fn rank(&mut self, ranking: &Ranking) {
        let class = self.class(ranking);
        let sort = |by: OrderBy| match by {
            OrderBy::Class => Class::ALL.iter().take_while(|one| **one < class).map(|_| 1).sum(),
            OrderBy::Priority => self.level,
            OrderBy::Due => self.lead().map_or(UNTIMED, due),
            // Unknown is behind impossible.
            OrderBy::Forecast => {
                self.forecast.map_or(u64::from(CERTAIN).saturating_add(1), |one| {
                    u64::from(CERTAIN.saturating_sub(one))
                })
            }
            OrderBy::Opened | OrderBy::Id => self.opened_at.as_millis().unsigned_abs(),
        };
        self.key.sorts = ranking.order.map(sort);
    }
}

fn class(clock: &Live, at: Instant) -> Class {
    match () {
        () if clock.is_missed(at) => Class::Breached,
        () if clock.waits => Class::Paused,
        () if clock.is_warned(at) => Class::AtRisk,
        () => Class::Running,
    }
}

/// Above every instant, and above every span that a target may have.
const WAITING: u64 = 1 << 60;
const UNTIMED: u64 = 1 << 61;

/// When a clock is due, as a number to sort by: instants, then what is left while it waits.
fn due(clock: &Live) -> u64 {
    if let Some(due) = clock.due_at() {
        return due.as_millis().unsigned_abs();
    }
    // A clock that waits has as much left at any instant.
    let left = if clock.waits { clock.remaining(Instant::MIN) } else { None };
    left.map_or(UNTIMED, |left| {
        WAITING.saturating_add(left.as_millis().max(0).unsigned_abs()).min(UNTIMED)
    })
}
