use serde::Serialize;

use super::Operation;
use crate::document::{self, Lines, object};
use crate::door::request::Request;
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

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Suggest {
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
