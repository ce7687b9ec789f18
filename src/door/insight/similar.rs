use serde::Serialize;

use super::super::request::Request;
use super::super::subject::Operation;
use super::super::{Answer, json};
use crate::document::object;
use crate::error::{Error, Path, all_below};
use crate::insight::similar::{Fix, PastTicket, SimilarIndex, SimilarQuery, SimilarSettings};
use crate::insight::text::{Analyser, TermKind};
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
pub(in crate::door) struct FixQuestion {
    query: SimilarQuery,
    half_life: Option<Span>,
    now: Instant,
}

object!(FixQuestion { query: needed "query", half_life: optional "halfLife", now: needed "now" });

impl FixQuestion {
    pub(in crate::door) fn ask(&self, index: &mut SimilarIndex) -> Result<Vec<Fix>, Vec<Error>> {
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
