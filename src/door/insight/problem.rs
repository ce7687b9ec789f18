#[cfg(feature = "schema")]
use schemars::JsonSchema;

use super::Operation;
use super::gather::{Gathered, history};
use crate::document::{self, object};
use crate::door::request::Request;
#[cfg(feature = "schema")]
use crate::door::requests::Arguments;
use crate::door::{Answer, json, text};
use crate::error::{Error, Path, all_below};
use crate::insight::problem::{
    KnownError, ProblemQuestion, ProblemRules, ProblemSettings, candidates, offer,
};
use crate::insight::similar::PastTicket;
use crate::limits;

pub(super) const OPERATIONS: &[Operation] =
    &[("offerKnownErrors", offer_errors), ("problemCandidates", find)];

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Find {
    #[cfg_attr(feature = "schema", schemars(default))]
    settings: ProblemSettings,
    rows: Vec<PastTicket>,
    question: ProblemQuestion,
}

object!(Find {
    settings: or_default "settings",
    rows: needed "rows",
    question: needed "question",
});

/// The problem candidates among the incidents of the request.
fn find(request: &Request) -> Answer {
    let Find { settings, rows, question } = request.read()?;
    let history = history(ProblemRules::check(&settings), rows)?;
    let path = Path::root().key("question");
    Ok(json(&candidates(&history, &question).map_err(|errors| all_below(errors, &path))?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
struct Offer {
    #[cfg_attr(feature = "schema", schemars(default))]
    settings: ProblemSettings,
    ticket: PastTicket,
    known_errors: Vec<KnownError>,
}

object!(Offer {
    settings: or_default "settings",
    ticket: needed "ticket",
    known_errors: needed "knownErrors",
});

/// The known errors that probably explain a new incident.
fn offer_errors(request: &Request) -> Answer {
    let Offer { settings, ticket, known_errors } = request.read()?;
    let path = Path::root().key("settings");
    let rules = ProblemRules::check(&settings).map_err(|errors| all_below(errors, &path))?;
    Ok(json(&offer(&ticket, &known_errors, &rules)?))
}

/// Past incidents that problem candidates are found in, under settings that are checked once.
#[derive(Debug)]
pub struct ProblemSession {
    gathered: Gathered<PastTicket>,
}

impl ProblemSession {
    /// A session for the settings document `text`; `{}` for the defaults.
    ///
    /// # Errors
    /// Every finding about the document.
    pub fn new(text: &str) -> Result<Self, Vec<Error>> {
        let settings: ProblemSettings = document::read(text, &limits::STRING_BYTES)?;
        Ok(Self { gathered: Gathered::new(ProblemRules::check(&settings)?) })
    }

    /// The answer to the opening of the session: `null`.
    #[must_use]
    pub fn opened(&self) -> String {
        text(Ok("null".to_owned()))
    }

    /// Learns the incidents of the next bytes, one on each line; they may be cut anywhere. The
    /// answer says how many were learned and refused so far, and what was wrong.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.gathered.push(bytes)
    }

    /// Learns the last line, though its end did not come.
    pub fn finish(&mut self) -> String {
        self.push(b"\n")
    }

    /// The problem candidates: `{"now": "2026-03-20T00:00:00Z", "changes": [CHANGE]}`.
    #[must_use]
    pub fn ask(&self, question: &str) -> String {
        let question = document::read::<ProblemQuestion>(question, &limits::REQUEST_BYTES);
        text(question.and_then(|asked| Ok(json(&candidates(&self.gathered.history, &asked)?))))
    }

    /// Forgets an incident, and says whether there was one.
    pub fn forget(&mut self, ticket: &str) -> String {
        self.gathered.forget(ticket)
    }

    /// What was learned, as text that [`load`](Self::load) takes in.
    #[must_use]
    pub fn store(&self) -> String {
        self.gathered.store()
    }

    /// Puts what was stored in the place of what was learned; a refusal leaves all as it was.
    pub fn load(&mut self, stored: &str) -> String {
        self.gathered.load(stored)
    }
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] =
    &[("offerKnownErrors", Offer::json_schema), ("problemCandidates", Find::json_schema)];
