use super::row::SuggestRow;
use super::settings::SuggestRules;
use crate::error::Error;
use crate::insight::{History, PastRow};
use crate::time::Instant;

/// Past tickets with what they turned out to belong to.
pub type SuggestHistory = History<SuggestRow>;

impl PastRow for SuggestRow {
    type Rules = SuggestRules;

    const FORMAT: &'static str = "incident-core/suggest-history";

    fn ticket(&self) -> &str {
        &self.ticket
    }

    fn target(&self) -> Option<&str> {
        None
    }

    fn findings(&self, _: &SuggestRules) -> Vec<Error> {
        Self::findings(self)
    }

    fn knowledge(&self) -> (bool, Instant) {
        (self.answer.is_some(), self.at)
    }
}

impl SuggestHistory {
    /// The rows that have an answer, the earliest first.
    pub(super) fn answered(&self) -> Vec<&SuggestRow> {
        let mut rows: Vec<_> = self.rows().filter(|row| row.answer.is_some()).collect();
        rows.sort_by_key(|row| row.at);
        rows
    }
}
