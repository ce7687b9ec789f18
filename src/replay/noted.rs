use crate::error::Error;
use crate::limits;

/// Findings about the rows of a log, in their order: as many as an answer may have, and how many
/// there are.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    listed: Vec<Error>,
    unlisted: usize,
}

impl Noted {
    pub(crate) fn note(&mut self, finding: Error) {
        if limits::FINDINGS.admits(self.listed.len().saturating_add(1)) {
            self.listed.push(finding);
        } else {
            self.unlisted = self.unlisted.saturating_add(1);
        }
    }

    pub(crate) fn note_all(&mut self, findings: Vec<Error>) {
        for finding in findings {
            self.note(finding);
        }
    }

    /// Forgets the findings beyond a mark, as [`mark`](Self::mark) gave it.
    pub(crate) fn back_to(&mut self, (listed, unlisted): (usize, usize)) {
        self.listed.truncate(listed);
        self.unlisted = unlisted;
    }

    pub(crate) fn mark(&self) -> (usize, usize) {
        (self.listed.len(), self.unlisted)
    }

    pub(crate) fn listed(&self) -> &[Error] {
        &self.listed
    }

    pub(crate) fn count(&self) -> usize {
        self.listed.len().saturating_add(self.unlisted)
    }
}
