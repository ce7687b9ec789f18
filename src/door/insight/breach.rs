use super::Operation;
use super::gather::{Gathered, history};
use crate::document::{self, object};
use crate::door::request::Request;
#[cfg(feature = "schema")]
use crate::door::requests::Arguments;
use crate::door::{Answer, json, text};
use crate::error::{Error, Path, all_below};
use crate::insight::{
    BacktestSettings, BreachHistory, BreachModel, BreachRow, BreachRules, BreachSettings, backtest,
};
use crate::limits;
use crate::time::Instant;
#[cfg(feature = "schema")]
use schemars::JsonSchema;

pub(super) const OPERATIONS: &[Operation] =
    &[("backtestBreach", backtest_rows), ("forecastBreach", forecast)];

/// How old what was known may be, in milliseconds: forecasts of the same hour share a model, and
/// are the same in whatever order they are asked for.
const HOUR: i64 = 3_600_000;

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Forecast {
    #[cfg_attr(feature = "schema", schemars(default))]
    settings: BreachSettings,
    rows: Vec<BreachRow>,
    ticket: BreachRow,
    now: Instant,
}

object!(Forecast {
    settings: or_default "settings",
    rows: needed "rows",
    ticket: needed "ticket",
    now: needed "now",
});

/// How probable it is that a ticket misses its target, from past tickets in the request.
fn forecast(request: &Request) -> Answer {
    let Forecast { settings, rows, ticket, now } = request.read()?;
    let history = history(BreachRules::check(&settings), rows)?;
    let model = BreachModel::new(&history, hour(now)?);
    told(&model, &ticket, now)
}

fn told(model: &BreachModel, ticket: &BreachRow, now: Instant) -> Answer {
    let forecast = model.forecast(ticket, now);
    let path = Path::root().key("ticket");
    Ok(json(&forecast.map_err(|errors| all_below(errors, &path))?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct TestAgain {
    #[cfg_attr(feature = "schema", schemars(default))]
    settings: BreachSettings,
    rows: Vec<BreachRow>,
    #[cfg_attr(feature = "schema", schemars(default))]
    backtest: BacktestSettings,
    now: Instant,
}

object!(TestAgain {
    settings: or_default "settings",
    rows: needed "rows",
    backtest: or_default "backtest",
    now: needed "now",
});

/// How good forecasts of past tickets would have been.
fn backtest_rows(request: &Request) -> Answer {
    let TestAgain { settings, rows, backtest: how, now } = request.read()?;
    scores(&history(BreachRules::check(&settings), rows)?, &how, now)
}

fn scores(history: &BreachHistory, how: &BacktestSettings, now: Instant) -> Answer {
    let path = Path::root().key("backtest");
    Ok(json(&backtest(history, how, now).map_err(|errors| all_below(errors, &path))?))
}

fn hour(now: Instant) -> Result<Instant, Vec<Error>> {
    let whole = now.as_millis().div_euclid(HOUR).saturating_mul(HOUR);
    Instant::from_millis(whole).map_err(|error| vec![error])
}

/// Past tickets that forecasts are made from, under settings that are checked once.
#[derive(Debug)]
pub struct BreachSession {
    gathered: Gathered<BreachRow>,
    model: Option<(Instant, BreachModel)>,
}

#[derive(Debug)]
struct Ask {
    ticket: BreachRow,
    now: Instant,
}

object!(Ask { ticket: needed "ticket", now: needed "now" });

#[derive(Debug)]
struct AskScores {
    backtest: BacktestSettings,
    now: Instant,
}

object!(AskScores { backtest: or_default "backtest", now: needed "now" });

impl BreachSession {
    /// A session for the settings document `text`.
    ///
    /// # Errors
    /// Every finding about the document.
    pub fn new(text: &str) -> Result<Self, Vec<Error>> {
        let settings: BreachSettings = document::read(text, &limits::POLICY_BYTES)?;
        Ok(Self { gathered: Gathered::new(BreachRules::check(&settings)?), model: None })
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

    /// How probable a miss is: `{"ticket": ROW, "now": INSTANT}`.
    pub fn ask(&mut self, question: &str) -> String {
        text(self.forecast(question))
    }

    fn forecast(&mut self, question: &str) -> Answer {
        let Ask { ticket, now } = document::read(question, &limits::TICKET_BYTES)?;
        let at = hour(now)?;
        let kept = self.model.take().filter(|(made, _)| *made == at);
        let (_, model) = self
            .model
            .insert(kept.unwrap_or_else(|| (at, BreachModel::new(&self.gathered.history, at))));
        told(model, &ticket, now)
    }

    /// How good forecasts would have been: `{"backtest": SETTINGS, "now": INSTANT}`.
    #[must_use]
    pub fn backtest(&self, question: &str) -> String {
        let asked = document::read::<AskScores>(question, &limits::TICKET_BYTES);
        text(asked.and_then(|asked| scores(&self.gathered.history, &asked.backtest, asked.now)))
    }

    /// Forgets a ticket with all its targets, and says whether there was one.
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
    &[("backtestBreach", TestAgain::json_schema), ("forecastBreach", Forecast::json_schema)];
