use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Serialize;

use super::stored;
use crate::document::{self, Read};
use crate::error::{Error, Path, all_below};
use crate::limits;
use crate::time::Instant;

/// The version of the form in which a history is stored: another one is refused.
const VERSION: u64 = 1;

/// What a [`History`] is made of: one row for each ticket, or for each ticket and target.
pub trait PastRow: Read + Serialize {
    /// What rows are held against.
    type Rules: Debug + Clone;

    /// What a stored history of such rows begins with.
    const FORMAT: &'static str;

    /// The ticket.
    fn ticket(&self) -> &str;

    /// The target of the ticket, if it has a row for each.
    fn target(&self) -> Option<&str>;

    /// Everything that is wrong with the row.
    fn findings(&self, rules: &Self::Rules) -> Vec<Error>;

    /// How much it knows: whether it is settled, and when it last had news.
    fn knowledge(&self) -> (bool, Instant);
}

/// Rows of past tickets.
///
/// The order in which they are learned does not matter; a row of the same ticket and target takes
/// the place of the earlier one, so an open ticket is learned again when it is done.
#[derive(Debug, Clone)]
pub struct History<R: PastRow> {
    rules: R::Rules,
    rows: BTreeMap<(String, Option<String>), R>,
}

impl<R: PastRow> History<R> {
    /// A history without a ticket.
    #[must_use]
    pub fn new(rules: R::Rules) -> Self {
        Self { rules, rows: BTreeMap::new() }
    }

    /// What it goes by.
    #[must_use]
    pub fn rules(&self) -> &R::Rules {
        &self.rules
    }

    /// The rows, by ticket and target.
    pub fn rows(&self) -> impl Iterator<Item = &R> {
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
    pub fn learn(&mut self, row: R) -> Result<(), Vec<Error>> {
        let findings = row.findings(&self.rules);
        if !findings.is_empty() {
            return Err(findings);
        }
        let key = key(&row);
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
        let from = self.rows.range((ticket.to_owned(), None)..).map(|(key, _)| key);
        let keys: Vec<_> = from.take_while(|(other, _)| other == ticket).cloned().collect();
        for key in &keys {
            self.rows.remove(key);
        }
        !keys.is_empty()
    }

    /// Forgets the rows that this is not true of; how many there were.
    pub(super) fn retain(&mut self, keep: impl Fn(&R) -> bool) -> usize {
        let before = self.rows.len();
        self.rows.retain(|_, row| keep(row));
        before.saturating_sub(self.rows.len())
    }

    /// Takes in another history. Of two rows of one ticket and target the one that knows more
    /// stays: one that is settled, else the one with the later news, else the one whose text is
    /// greater; the result is the same either way round.
    ///
    /// # Errors
    /// As [`learn`](Self::learn): the rows that were refused, the others are taken in.
    pub fn merge(&mut self, other: Self) -> Result<(), Vec<Error>> {
        let knowledge = |row: &R| (row.knowledge(), document::text(row));
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
        stored::store(R::FORMAT, VERSION, self.rows.values())
    }

    /// Reads what [`store`](Self::store) wrote.
    ///
    /// # Errors
    /// `insight.storedVersion`, `insight.storedBroken`, and every finding about the rows.
    pub fn load(rules: R::Rules, text: &str) -> Result<Self, Vec<Error>> {
        let mut history = Self::new(rules);
        stored::load(R::FORMAT, VERSION, text, &mut |line| history.learn_line(line))?;
        Ok(history)
    }
}

fn key<R: PastRow>(row: &R) -> (String, Option<String>) {
    (row.ticket().to_owned(), row.target().map(str::to_owned))
}
