use std::collections::BTreeMap;

use super::row::LogRow;
use crate::error::{Code, Error};
use crate::limits;
use crate::replay::about_line;
use crate::time::Instant;

/// How many levels a scale may have; a column with more is no scale.
const LEVELS: usize = 100;

/// A word of the log, with a finer one if the source has it.
pub(super) type Name = (String, Option<String>);

/// Names, and the number that each one has while a log is read.
#[derive(Debug)]
pub(super) struct Names<T> {
    numbers: BTreeMap<T, usize>,
    maximum: usize,
}

impl<T: Ord + Clone> Names<T> {
    fn new(maximum: usize) -> Self {
        Self { numbers: BTreeMap::new(), maximum }
    }

    /// The number of a name; none if there are too many already.
    fn number(&mut self, name: &T) -> Option<usize> {
        if let Some(number) = self.numbers.get(name) {
            return Some(*number);
        }
        let next = self.numbers.len();
        (next < self.maximum).then(|| {
            self.numbers.insert(name.clone(), next);
            next
        })
    }

    /// The names in the order of their numbers.
    pub(super) fn list(&self) -> Vec<T> {
        let mut list: Vec<_> = self.numbers.iter().map(|(name, number)| (*number, name)).collect();
        list.sort_unstable_by_key(|(number, _)| *number);
        list.into_iter().map(|(_, name)| name.clone()).collect()
    }

    fn len(&self) -> usize {
        self.numbers.len()
    }
}

/// What a ticket did in one state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stay {
    pub(super) state: usize,
    /// When it last came into the state.
    pub(super) entered: Instant,
    /// Its last row there.
    pub(super) last: Instant,
}

/// A ticket of the log, as far as discovery needs it: its rows are not kept.
#[derive(Debug)]
pub(super) struct Ticket {
    pub(super) number: String,
    pub(super) opened: Instant,
    pub(super) resolved: Option<Instant>,
    pub(super) closed: Option<Instant>,
    /// The state of its last row.
    pub(super) state: usize,
    /// When that was written.
    at: Instant,
    pub(super) stays: Vec<Stay>,
    /// The last priority that was said.
    pub(super) priority: Option<usize>,
    pub(super) met: Option<bool>,
}

/// What happened to a state over all tickets.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Visits {
    pub(super) rows: u64,
    /// How often a ticket came into it or began in it.
    pub(super) count: u64,
    /// Tickets whose first row is in it.
    pub(super) first: u64,
    /// Rows that the source says work waits in.
    pub(super) on_hold: u64,
}

/// What is kept of a log: for each ticket its stays, and counts.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) rows: u64,
    pub(super) tickets: Vec<Ticket>,
    places: BTreeMap<String, usize>,
    pub(super) states: Names<Name>,
    pub(super) visits: Vec<Visits>,
    pub(super) moves: BTreeMap<(usize, usize), u64>,
    pub(super) scales: [Names<String>; 3],
    /// Rows by their impact, urgency and priority, as far as they say them.
    pub(super) levels: BTreeMap<[Option<usize>; 3], u64>,
    pub(super) out_of_order: u64,
}

impl Gathered {
    pub(super) fn new() -> Self {
        Self {
            rows: 0,
            tickets: Vec::new(),
            places: BTreeMap::new(),
            states: Names::new(usize::try_from(limits::STATES.maximum).unwrap_or(usize::MAX)),
            visits: Vec::new(),
            moves: BTreeMap::new(),
            scales: [(); 3].map(|()| Names::new(LEVELS)),
            levels: BTreeMap::new(),
            out_of_order: 0,
        }
    }

    /// Takes in a row; what is wrong with it goes to `findings`.
    pub(super) fn push(&mut self, row: &LogRow, findings: &mut Vec<Error>) {
        let name = (row.state.clone(), row.detail.clone());
        let Some(state) = self.states.number(&name) else {
            let error = Error::beyond(&limits::STATES, self.states.len().saturating_add(1));
            return findings.push(about_line(error, row.line));
        };
        self.rows = self.rows.saturating_add(1);
        if self.visits.len() <= state {
            self.visits.push(Visits::default());
        }
        let levels = self.levels(row, findings);
        bump(&mut self.levels, levels);
        let known = self.places.get(&row.ticket).copied();
        let before = known.and_then(|place| self.tickets.get(place)).map(|ticket| ticket.state);
        if let Some(visits) = self.visits.get_mut(state) {
            let add = |count: &mut u64, when: bool| *count = count.saturating_add(u64::from(when));
            add(&mut visits.rows, true);
            add(&mut visits.count, before != Some(state));
            add(&mut visits.first, before.is_none());
            add(&mut visits.on_hold, row.on_hold == Some(true));
        }
        if let Some(before) = before.filter(|before| *before != state) {
            bump(&mut self.moves, (before, state));
        }
        let place = known.unwrap_or_else(|| self.open(row, state));
        let Some(ticket) = self.tickets.get_mut(place) else { return };
        if row.at < ticket.at {
            self.out_of_order = self.out_of_order.saturating_add(1);
            let error = Error::new(Code::ReplayRowOutOfOrder).with("at", row.at);
            findings.push(about_line(error.with("last", ticket.at), row.line));
        }
        let [_, _, priority] = levels;
        ticket.take(row, state, priority, before);
    }

    fn open(&mut self, row: &LogRow, state: usize) -> usize {
        let place = self.tickets.len();
        self.places.insert(row.ticket.clone(), place);
        self.tickets.push(Ticket {
            number: row.ticket.clone(),
            opened: row.opened_at.unwrap_or(row.at),
            resolved: None,
            closed: None,
            state,
            at: row.at,
            stays: Vec::new(),
            priority: None,
            met: None,
        });
        place
    }

    fn levels(&mut self, row: &LogRow, findings: &mut Vec<Error>) -> [Option<usize>; 3] {
        let mut levels = [None; 3];
        let fields = ["impact", "urgency", "priority"];
        for (((level, names), written), field) in
            levels.iter_mut().zip(&mut self.scales).zip(&row.levels).zip(fields)
        {
            let Some(written) = written else { continue };
            *level = names.number(written);
            if level.is_none() {
                let error = Error::new(Code::ReplayLevelUnknown).with("field", field);
                findings.push(about_line(error.with("level", written), row.line));
            }
        }
        levels
    }
}

impl Ticket {
    fn take(&mut self, row: &LogRow, state: usize, priority: Option<usize>, before: Option<usize>) {
        match self.stays.iter_mut().find(|stay| stay.state == state) {
            Some(stay) => {
                stay.last = row.at;
                if before != Some(state) {
                    stay.entered = row.at;
                }
            }
            None => self.stays.push(Stay { state, entered: row.at, last: row.at }),
        }
        self.state = state;
        self.at = self.at.max(row.at);
        self.resolved = row.resolved_at.or(self.resolved);
        self.closed = row.closed_at.or(self.closed);
        self.priority = priority.or(self.priority);
        self.met = row.met.or(self.met);
    }
}

pub(super) fn bump<K: Ord>(counts: &mut BTreeMap<K, u64>, key: K) {
    let count = counts.entry(key).or_insert(0);
    *count = count.saturating_add(1);
}
