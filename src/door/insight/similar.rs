#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use super::Operation;
use super::gather::Intake;
use crate::document::{self, object};
use crate::door::request::Request;
#[cfg(feature = "schema")]
use crate::door::requests::Arguments;
use crate::door::{Answer, json, text};
use crate::error::{Error, Path, all_below};
use crate::insight::similar::{Fix, PastTicket, SimilarIndex, SimilarQuery, SimilarSettings};
use crate::insight::text::{Analyser, TermKind};
use crate::limits;
use crate::time::{Instant, Span};

pub(super) const OPERATIONS: &[Operation] =
    &[("analyseText", analyse), ("similarTickets", similar), ("suggestFixes", suggest)];

/// In how many hours a resolution comes to count half, unless the request says it: a year.
const HALF_LIFE_HOURS: i64 = 8_760;

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
struct Analyse {
    text: String,
}

object!(Analyse { text: needed "text" });

/// A term with its kind.
#[derive(Serialize)]
struct ShownTerm {
    term: String,
    kind: TermKind,
}

/// The terms of a text: what a search sees of it.
fn analyse(request: &Request) -> Answer {
    let Analyse { text } = request.read()?;
    let mut terms = Vec::new();
    Analyser::default().read(&text, &mut |term| {
        terms.push(ShownTerm { term: term.text.to_owned(), kind: term.kind });
    });
    Ok(json(&terms))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Similar {
    #[cfg_attr(feature = "schema", schemars(default))]
    settings: SimilarSettings,
    tickets: Vec<PastTicket>,
    query: SimilarQuery,
}

object!(Similar {
    settings: or_default "settings",
    tickets: needed "tickets",
    query: needed "query",
});

/// The tickets that are most similar to what is searched for.
fn similar(request: &Request) -> Answer {
    let Similar { settings, tickets, query } = request.read()?;
    let mut index = index(settings, &tickets)?;
    Ok(json(&index.nearest(&query)?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
struct Suggest {
    #[cfg_attr(feature = "schema", schemars(default))]
    settings: SimilarSettings,
    tickets: Vec<PastTicket>,
    query: SimilarQuery,
    half_life: Option<Span>,
    now: Instant,
}

object!(Suggest {
    settings: or_default "settings",
    tickets: needed "tickets",
    query: needed "query",
    half_life: optional "halfLife",
    now: needed "now",
});

/// The resolutions of the most similar tickets.
fn suggest(request: &Request) -> Answer {
    let Suggest { settings, tickets, query, half_life, now } = request.read()?;
    let question = FixQuestion { query, half_life, now };
    Ok(json(&question.ask(&mut index(settings, &tickets)?)?))
}

/// What an index is asked for resolutions with.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
#[derive(Debug)]
struct FixQuestion {
    query: SimilarQuery,
    half_life: Option<Span>,
    now: Instant,
}

object!(FixQuestion { query: needed "query", half_life: optional "halfLife", now: needed "now" });

impl FixQuestion {
    fn ask(&self, index: &mut SimilarIndex) -> Result<Vec<Fix>, Vec<Error>> {
        let half_life = self.half_life.unwrap_or(Span::from_hours(HALF_LIFE_HOURS));
        index.suggest(&self.query, half_life, self.now)
    }
}

fn index(settings: SimilarSettings, tickets: &[PastTicket]) -> Result<SimilarIndex, Vec<Error>> {
    let below = |errors, name: &str| all_below(errors, &Path::root().key(name));
    let mut index = SimilarIndex::new(settings).map_err(|errors| below(errors, "settings"))?;
    let mut findings = Vec::new();
    for (at, ticket) in tickets.iter().enumerate() {
        if let Err(error) = index.add(ticket) {
            findings.push(error.below(&Path::root().index(at)));
        }
    }
    if findings.is_empty() { Ok(index) } else { Err(below(findings, "tickets")) }
}

/// An index of past tickets that is asked again and again.
#[derive(Debug)]
pub struct SimilarSession {
    index: SimilarIndex,
    intake: Intake,
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
        Ok(Self::over(SimilarIndex::new(settings)?))
    }

    /// A session with the tickets that were stored.
    ///
    /// # Errors
    /// As [`SimilarIndex::load`].
    pub fn load(bytes: &[u8]) -> Result<Self, Vec<Error>> {
        Ok(Self::over(SimilarIndex::load(bytes).map_err(|error| vec![error])?))
    }

    fn over(index: SimilarIndex) -> Self {
        Self { index, intake: Intake::new() }
    }

    /// The index as bytes, to be [loaded](Self::load) again.
    #[must_use]
    pub fn store(&self) -> Vec<u8> {
        self.index.store()
    }

    /// Adds the past tickets of the next bytes, each as JSON on a line of its own; they may be cut
    /// anywhere. The answer says how many were added and refused so far, and what was wrong.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        let Self { index, intake } = self;
        intake.push(bytes, &mut |line| {
            let ticket: PastTicket = document::read(line, &limits::TICKET_BYTES)?;
            index.add(&ticket).map_err(|error| vec![error])
        })
    }

    /// Adds the last line, though its end did not come.
    pub fn finish(&mut self) -> String {
        self.push(b"\n")
    }

    /// Forgets a ticket; `true` if there was one.
    pub fn forget(&mut self, id: &str) -> String {
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

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[
    ("analyseText", Analyse::json_schema),
    ("similarTickets", Similar::json_schema),
    ("suggestFixes", Suggest::json_schema),
];
