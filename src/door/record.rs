use serde::Serialize;

use super::{Session, json, text};
use crate::error::Error;
use crate::replay::{Record, Summary};

/// A record of our own, JSON lines, on its way through a policy.
#[derive(Debug)]
pub struct RecordSession {
    record: Record,
}

/// What a record has to say.
#[derive(Serialize)]
struct Answered {
    summary: Summary,
    report: String,
    findings: Vec<Error>,
}

impl RecordSession {
    /// A record under the session's policy.
    #[must_use]
    pub fn new(session: &Session) -> Self {
        Self { record: Record::new(session.engine().clone()) }
    }

    /// Takes in the next bytes of the lines, cut anywhere. A line that cannot be read is noted and
    /// passed over.
    pub fn push(&mut self, bytes: &[u8]) {
        self.record.push(bytes);
    }

    /// The figures, the report and the findings, as if the record ended here.
    #[must_use]
    pub fn answer(&mut self) -> String {
        let figures = self.record.figures();
        let (summary, report, findings) = (figures.summary, figures.report, figures.findings);
        text(Ok(json(&Answered { summary, report, findings })))
    }
}
