use super::Operation;
use super::gather::{Gathered, history};
use crate::document::{self, object};
use crate::door::request::Request;
#[cfg(feature = "schema")]
use crate::door::requests::Arguments;
use crate::door::{Answer, json, text};
use crate::error::{Error, Path, all_below};
use crate::insight::{
    SuggestHistory, SuggestModel, SuggestRow, SuggestRules, SuggestSettings, TrialSettings, trial,
};
use crate::limits;
#[cfg(feature = "schema")]
use schemars::JsonSchema;

pub(super) const OPERATIONS: &[Operation] =
    &[("suggestValues", suggest), ("trySuggestions", try_rows)];

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Suggest {
    #[cfg_attr(feature = "schema", schemars(default))]
    settings: SuggestSettings,
    rows: Vec<SuggestRow>,
    ticket: SuggestRow,
}

object!(Suggest {
    settings: or_default "settings",
    rows: needed "rows",
    ticket: needed "ticket",
});

/// What a ticket probably belongs to, from past tickets in the request.
fn suggest(request: &Request) -> Answer {
    let Suggest { settings, rows, ticket } = request.read()?;
    told(&SuggestModel::new(&history(SuggestRules::check(&settings), rows)?), &ticket)
}

fn told(model: &SuggestModel, ticket: &SuggestRow) -> Answer {
    let path = Path::root().key("ticket");
    Ok(json(&model.suggest(ticket).map_err(|errors| all_below(errors, &path))?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Try {
    #[cfg_attr(feature = "schema", schemars(default))]
    settings: SuggestSettings,
    rows: Vec<SuggestRow>,
    #[cfg_attr(feature = "schema", schemars(default))]
    trial: TrialSettings,
}

object!(Try {
    settings: or_default "settings",
    rows: needed "rows",
    trial: or_default "trial",
});

/// How good suggestions for the later tickets are, and whether they drift.
fn try_rows(request: &Request) -> Answer {
    let Try { settings, rows, trial: how } = request.read()?;
    tried(&history(SuggestRules::check(&settings), rows)?, &how)
}

fn tried(history: &SuggestHistory, how: &TrialSettings) -> Answer {
    let path = Path::root().key("trial");
    Ok(json(&trial(history, how).map_err(|errors| all_below(errors, &path))?))
}

/// Past tickets that suggestions are made from, under settings that are checked once.
#[derive(Debug)]
pub struct SuggestSession {
    gathered: Gathered<SuggestRow>,
    model: Option<SuggestModel>,
}

#[derive(Debug)]
struct Ask {
    ticket: SuggestRow,
}

object!(Ask { ticket: needed "ticket" });

#[derive(Debug)]
struct AskTrial {
    trial: TrialSettings,
}

object!(AskTrial { trial: or_default "trial" });

impl SuggestSession {
    /// A session for the settings document `text`.
    ///
    /// # Errors
    /// Every finding about the document.
    pub fn new(text: &str) -> Result<Self, Vec<Error>> {
        let settings: SuggestSettings = document::read(text, &limits::POLICY_BYTES)?;
        Ok(Self { gathered: Gathered::new(SuggestRules::check(&settings)?), model: None })
    }

    /// The answer to the opening of the session: `null`.
    #[must_use]
    pub fn opened(&self) -> String {
        text(Ok("null".to_owned()))
    }

    /// Learns the rows of the next bytes, one on each line; they may be cut anywhere. The answer
    /// says how many were learned and refused so far, and what was wrong.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.model = None;
        self.gathered.push(bytes)
    }

    /// Learns the last line, though its end did not come.
    pub fn finish(&mut self) -> String {
        self.push(b"\n")
    }

    /// What a ticket probably belongs to: `{"ticket": ROW}`. The first question after something was
    /// learned takes longer.
    pub fn ask(&mut self, question: &str) -> String {
        let asked = document::read::<Ask>(question, &limits::TICKET_BYTES);
        text(asked.and_then(|Ask { ticket }| {
            let model = self.model.get_or_insert_with(|| SuggestModel::new(&self.gathered.history));
            told(model, &ticket)
        }))
    }

    /// How good suggestions for the later tickets are: `{"trial": SETTINGS}`.
    #[must_use]
    pub fn trial(&self, question: &str) -> String {
        let asked = document::read::<AskTrial>(question, &limits::TICKET_BYTES);
        text(asked.and_then(|asked| tried(&self.gathered.history, &asked.trial)))
    }

    /// Forgets a ticket, and says whether there was one.
    pub fn forget(&mut self, ticket: &str) -> String {
        self.model = None;
        self.gathered.forget(ticket)
    }

    /// What was learned, as text that [`load`](Self::load) takes in.
    #[must_use]
    pub fn store(&self) -> String {
        self.gathered.store()
    }

    /// Puts what was stored in the place of what was learned; a refusal leaves all as it was.
    pub fn load(&mut self, stored: &str) -> String {
        // Made anew with the next question; after a refusal it comes out the same.
        self.model = None;
        self.gathered.load(stored)
    }
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] =
    &[("suggestValues", Suggest::json_schema), ("trySuggestions", Try::json_schema)];
