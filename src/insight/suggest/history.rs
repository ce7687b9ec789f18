use std::collections::BTreeMap;

use super::row::SuggestRow;
use super::settings::SuggestRules;
use crate::document;
use crate::error::{Error, Path, all_below};
use crate::insight::stored;
use crate::limits;

/// What a stored history begins with.
const FORMAT: &str = "incident-core/suggest-history";
/// Its version: another one is refused.
const VERSION: u64 = 1;

/// Past tickets with what they turned out to belong to.
///
/// The order in which they are learned does not matter; a row of the same ticket takes the place of
/// the earlier one.
#[derive(Debug, Clone)]
pub struct SuggestHistory {
    rules: SuggestRules,
    rows: BTreeMap<String, SuggestRow>,
}

impl SuggestHistory {
    /// A history without a ticket.
    #[must_use]
    pub fn new(rules: SuggestRules) -> Self {
        Self { rules, rows: BTreeMap::new() }
    }

    /// What it goes by.
    #[must_use]
    pub fn rules(&self) -> &SuggestRules {
        &self.rules
    }

    /// The rows, by ticket.
    pub fn rows(&self) -> impl Iterator<Item = &SuggestRow> {
        self.rows.values()
    }

    /// The rows that have an answer, the earliest first.
    pub(super) fn answered(&self) -> Vec<&SuggestRow> {
        let mut rows: Vec<_> = self.rows().filter(|row| row.answer.is_some()).collect();
        rows.sort_by_key(|row| row.at);
        rows
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
    /// Every finding: `id.*`, and `limit.exceeded` beyond `limits::PAST_TICKETS`. The history then
    /// stays as it was.
    pub fn learn(&mut self, row: SuggestRow) -> Result<(), Vec<Error>> {
        let findings = row.findings();
        if !findings.is_empty() {
            return Err(findings);
        }
        let next = self.rows.len().saturating_add(1);
        if !limits::PAST_TICKETS.admits(next) && !self.rows.contains_key(&row.ticket) {
            return Err(vec![Error::beyond(&limits::PAST_TICKETS, next)]);
        }
        self.rows.insert(row.ticket.clone(), row);
        Ok(())
    }

    /// Learns a row out of a line of JSON.
    ///
    /// # Errors
    /// As [`learn`](Self::learn), and `document.*`.
    pub fn learn_line(&mut self, line: &str) -> Result<(), Vec<Error>> {
        self.learn(document::read(line, &limits::TICKET_BYTES)?)
    }

    /// Forgets a ticket; whether there was one.
    pub fn forget(&mut self, ticket: &str) -> bool {
        self.rows.remove(ticket).is_some()
    }

    /// Takes in another history. Of two rows of one ticket the one with an answer stays, else the
    /// later one, else the one whose text is greater: the result is the same either way round.
    ///
    /// # Errors
    /// As [`learn`](Self::learn): the rows that were refused, the others are taken in.
    pub fn merge(&mut self, other: Self) -> Result<(), Vec<Error>> {
        let knowledge = |row: &SuggestRow| (row.answer.is_some(), row.at, document::text(row));
        let mut findings = Vec::new();
        for (ticket, row) in other.rows {
            let known = self.rows.get(&ticket);
            if known.is_none_or(|known| knowledge(known) < knowledge(&row))
                && let Err(errors) = self.learn(row)
            {
                findings.extend(all_below(errors, &Path::root().key("rows").key(&ticket)));
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
    pub fn load(rules: SuggestRules, text: &str) -> Result<Self, Vec<Error>> {
        let mut history = Self::new(rules);
        stored::load(FORMAT, VERSION, text, &mut |line| history.learn_line(line))?;
        Ok(history)
    }
}
