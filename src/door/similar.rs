use serde::Serialize;

use super::insight::FixQuestion;
use super::{json, text};
use crate::document::{self, Lines};
use crate::error::{Error, Path};
use crate::insight::similar::{PastTicket, SimilarIndex, SimilarQuery, SimilarSettings};
use crate::limits;

/// An index of past tickets that is asked again and again.
#[derive(Debug)]
pub struct SimilarSession {
    index: SimilarIndex,
}

/// What became of lines.
#[derive(Serialize)]
struct Pushed {
    added: u64,
    findings: Vec<Error>,
}

/// How large the index is.
#[derive(Serialize)]
struct Size {
    tickets: usize,
    bytes: usize,
}

impl SimilarSession {
    /// A session without a ticket, for the settings document `text`; `{}` for the defaults.
    ///
    /// # Errors
    /// Every finding about the document.
    pub fn new(text: &str) -> Result<Self, Vec<Error>> {
        let settings: SimilarSettings = document::read(text, &limits::STRING_BYTES)?;
        Ok(Self { index: SimilarIndex::new(settings)? })
    }

    /// A session with the tickets that were stored.
    ///
    /// # Errors
    /// As [`SimilarIndex::load`].
    pub fn load(bytes: &[u8]) -> Result<Self, Vec<Error>> {
        let index = SimilarIndex::load(bytes).map_err(|error| vec![error])?;
        Ok(Self { index })
    }

    /// The index as bytes, to be [loaded](Self::load) again.
    #[must_use]
    pub fn store(&self) -> Vec<u8> {
        self.index.store()
    }

    /// Adds past tickets, each as JSON on a line of its own. Lines that are none are reported with
    /// their number, and do not keep the others out.
    pub fn push(&mut self, lines: &[u8]) -> String {
        let mut pushed = Pushed { added: 0, findings: Vec::new() };
        let mut cut = Lines::new(&limits::TICKET_BYTES);
        let mut each = |number: u64, line: Result<&str, Error>| {
            let added = line.map_err(|error| vec![error]).and_then(|line| {
                let ticket: PastTicket = document::read(line, &limits::TICKET_BYTES)?;
                self.index.add(&ticket).map_err(|error| vec![error])
            });
            match added {
                Ok(()) => pushed.added = pushed.added.saturating_add(1),
                Err(errors) => {
                    let line = Path::root().key(&number.to_string());
                    pushed.findings.extend(errors.into_iter().map(|error| error.below(&line)));
                    limits::FINDINGS.cut(&mut pushed.findings);
                }
            }
        };
        cut.feed(lines, &mut each);
        if let Some((number, line)) = cut.unfinished() {
            each(number, line);
        }
        text(Ok(json(&pushed)))
    }

    /// Forgets a ticket; `true` if there was one.
    pub fn remove(&mut self, id: &str) -> String {
        text(Ok(json(&self.index.remove(id))))
    }

    /// The most similar tickets: `{"text": "vpn down"}`.
    pub fn query(&mut self, query: &str) -> String {
        let query = document::read::<SimilarQuery>(query, &limits::REQUEST_BYTES);
        text(query.and_then(|query| Ok(json(&self.index.nearest(&query)?))))
    }

    /// The resolutions of the most similar tickets:
    /// `{"query": {"text": "vpn down"}, "now": "2026-01-05T09:00:00Z"}`.
    pub fn suggest(&mut self, question: &str) -> String {
        let question = document::read::<FixQuestion>(question, &limits::REQUEST_BYTES);
        text(question.and_then(|question| Ok(json(&question.ask(&mut self.index)?))))
    }

    /// How many tickets there are, and the bytes of memory that they take.
    #[must_use]
    pub fn size(&self) -> String {
        text(Ok(json(&Size { tickets: self.index.len(), bytes: self.index.size() })))
    }

    /// The answer to the opening of the session: `null`.
    #[must_use]
    pub fn opened(&self) -> String {
        text(Ok("null".to_owned()))
    }
}
