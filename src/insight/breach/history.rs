use super::row::BreachRow;
use super::settings::BreachRules;
use crate::error::Error;
use crate::insight::{History, PastRow};
use crate::time::Instant;

/// Clocks of past and open tickets, one for each ticket and target.
pub type BreachHistory = History<BreachRow>;

impl PastRow for BreachRow {
    type Rules = BreachRules;

    const FORMAT: &'static str = "incident-core/breach-history";

    fn ticket(&self) -> &str {
        &self.ticket
    }

    fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    fn findings(&self, rules: &BreachRules) -> Vec<Error> {
        Self::findings(self, rules)
    }

    fn knowledge(&self) -> (bool, Instant) {
        let news =
            self.changes.iter().map(|change| change.at).chain(self.met_at).chain(self.ended_at);
        let ended = self.met_at.is_some() || self.ended_at.is_some();
        (ended, news.max().unwrap_or(self.started_at))
    }
}

impl BreachHistory {
    /// Forgets the clocks that started before an instant; how many there were.
    pub fn forget_before(&mut self, start: Instant) -> usize {
        self.retain(|row| row.started_at >= start)
    }
}
