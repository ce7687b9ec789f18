use std::collections::BTreeMap;

use super::row::BreachRow;
use super::settings::BreachRules;
use crate::document;
use crate::error::{Error, Path, all_below};
use crate::insight::stored;
use crate::limits;
use crate::time::Instant;

/// What a stored history begins with.
const FORMAT: &str = "incident-core/breach-history";
/// Its version: another one is refused.
const VERSION: u64 = 1;

/// Clocks of past and open tickets, one for each ticket and target.
///
/// The order in which they are learned does not matter; a row of the same ticket and target takes
/// the place of the earlier one, so an open ticket is learned again when it is done.
#[derive(Debug, Clone)]
pub struct BreachHistory {
    rules: BreachRules,
    rows: BTreeMap<(String, Option<String>), BreachRow>,
}

impl BreachHistory {
    /// A history without a ticket.
    #[must_use]
    pub fn new(rules: BreachRules) -> Self {
        Self { rules, rows: BTreeMap::new() }
    }

    /// What it goes by.
    #[must_use]
    pub fn rules(&self) -> &BreachRules {
        &self.rules
    }

    /// The rows, by ticket and target.
    pub fn rows(&self) -> impl Iterator<Item = &BreachRow> {
        self.rows.values()
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Learns a row.
    ///
    /// # Errors
    /// Every finding: `id.*`, `insight.*`, and `limit.exceeded` beyond `limits::PAST_TICKETS`. The
    /// history then stays as it was.
    pub fn learn(&mut self, row: BreachRow) -> Result<(), Vec<Error>> {
        let findings = row.findings(&self.rules);
        if !findings.is_empty() {
            return Err(findings);
        }
        let key = (row.ticket.clone(), row.target.clone());
        let next = self.rows.len().saturating_add(1);
        if !limits::PAST_TICKETS.admits(next) && !self.rows.contains_key(&key) {
            return Err(vec![Error::beyond(&limits::PAST_TICKETS, next)]);
        }
        self.rows.insert(key, row);
        Ok(())
    }

    /// Learns a row out of a line of JSON.
    ///
    /// # Errors
    /// As [`learn`](Self::learn), and `document.*`.
    pub fn learn_line(&mut self, line: &str) -> Result<(), Vec<Error>> {
        self.learn(document::read(line, &limits::TICKET_BYTES)?)
    }

    /// Forgets a ticket with all its targets; whether there was one.
    pub fn forget(&mut self, ticket: &str) -> bool {
        let before = self.rows.len();
        self.rows.retain(|(other, _), _| other != ticket);
        self.rows.len() < before
    }

    /// Forgets the clocks that started before an instant; how many there were.
    pub fn forget_before(&mut self, start: Instant) -> usize {
        let before = self.rows.len();
        self.rows.retain(|_, row| row.started_at >= start);
        before.saturating_sub(self.rows.len())
    }

    /// Takes in another history. Of two rows of one ticket and target the one that knows more
    /// stays: one that ended, else the one with the later news; the result is the same either way
    /// round.
    ///
    /// # Errors
    /// As [`learn`](Self::learn): the rows that were refused, the others are taken in.
    pub fn merge(&mut self, other: Self) -> Result<(), Vec<Error>> {
        let mut findings = Vec::new();
        for (key, row) in other.rows {
            let known = self.rows.get(&key);
            if known.is_none_or(|known| knowledge(known) < knowledge(&row))
                && let Err(errors) = self.learn(row)
            {
                findings.extend(all_below(errors, &Path::root().key("rows").key(&key.0)));
            }
        }
        limits::FINDINGS.cut(&mut findings);
        if findings.is_empty() { Ok(()) } else { Err(findings) }
    }

    /// The history as JSON lines: one that names the format, its version and the digest of the
    /// rows, then a row on each. The same rows make the same text.
    #[must_use]
    pub fn store(&self) -> String {
        stored::store(FORMAT, VERSION, self.rows.values())
    }

    /// Reads what [`store`](Self::store) wrote.
    ///
    /// # Errors
    /// `insight.storedVersion`, `insight.storedBroken`, and every finding about the rows.
    pub fn load(rules: BreachRules, text: &str) -> Result<Self, Vec<Error>> {
        let mut history = Self::new(rules);
        stored::load(FORMAT, VERSION, text, &mut |line| history.learn_line(line))?;
        Ok(history)
    }
}

fn knowledge(row: &BreachRow) -> (bool, Instant, String) {
    let news = row.changes.iter().map(|change| change.at).chain(row.met_at).chain(row.ended_at);
    let ended = row.met_at.is_some() || row.ended_at.is_some();
    (ended, news.max().unwrap_or(row.started_at), document::text(row))
}
