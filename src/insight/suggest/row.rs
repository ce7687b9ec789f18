use serde::Serialize;

use crate::document::{Map, object};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::time::Instant;

/// A ticket as it was reported, and what it turned out to belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SuggestRow {
    /// The ticket.
    pub ticket: String,
    /// When it was reported.
    pub at: Instant,
    /// The answer: its category, service or group in the end. None of a ticket that is asked about;
    /// a past one without is not learned from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// What was known when it was reported, by name.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub facts: Map<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

object!(SuggestRow {
    ticket: needed "ticket",
    at: needed "at",
    answer: optional "answer",
    facts: or_default "facts",
    title: optional "title",
    description: optional "description",
});

impl SuggestRow {
    /// Every finding about a row.
    pub(super) fn findings(&self) -> Vec<Error> {
        let mut findings = Vec::new();
        for (name, id) in [("ticket", Some(&self.ticket)), ("answer", self.answer.as_ref())] {
            let Some(id) = id else { continue };
            let path = Path::root().key(name);
            if id.is_empty() {
                findings.push(Error::new(Code::IdEmpty).at(path));
            } else if !limits::ID_BYTES.admits(id.len()) {
                findings.push(Error::beyond(&limits::ID_BYTES, id.len()).at(path));
            }
        }
        findings
    }
}
