use serde::Serialize;

use super::canonical;
use crate::document::{self, object};
use crate::error::Error;
use crate::limits;
use crate::model::Event;

/// A line of a record: an event, and the ticket that it happened to.
///
/// Written as `{"ticket":"INC-1","event":{"version":1,...}}`, one a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordLine {
    /// The ticket's identifier.
    pub ticket: String,
    /// What happened to it.
    pub event: Event,
}

object!(RecordLine { ticket: needed "ticket", event: needed "event" });

impl RecordLine {
    /// Reads a line without its end.
    ///
    /// # Errors
    /// As [`read_strictly`](Self::read_strictly).
    pub fn read(line: &str) -> Result<Self, Vec<Error>> {
        Self::read_quickly(line).map_or_else(|| Self::read_strictly(line), Ok)
    }

    /// Reads a line as this crate writes it: no white space, members in the order of the types'
    /// fields, facts sorted by name, at most [`limits::STRING_BYTES`]. None of any other line, also
    /// if it says something; several times as fast as the strict reading, with the same outcome.
    #[must_use]
    pub fn read_quickly(line: &str) -> Option<Self> {
        let (ticket, event) = canonical::read(line)?;
        Some(Self { ticket: ticket.to_owned(), event })
    }

    /// Reads a line of at most [`limits::TICKET_BYTES`], however it is written.
    ///
    /// # Errors
    /// Every finding: `limit.exceeded`, `document.*`, `time.*`.
    pub fn read_strictly(line: &str) -> Result<Self, Vec<Error>> {
        document::read(line, &limits::TICKET_BYTES)
    }
}
