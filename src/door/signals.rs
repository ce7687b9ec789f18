use serde::Serialize;

use super::{json, text};
use crate::document;
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::signal::{AlarmAct, Candidate, Figures, SignalRules, SignalSettings, Signals};
use crate::time::Instant;

/// The answer that nothing is to be said.
const NOTHING: &str = "null";

/// Alerts on their way to incident candidates, under settings that are checked once.
#[derive(Debug)]
pub struct SignalSession {
    signals: Signals,
}

/// Where everything stands.
#[derive(Serialize)]
struct Answered<'a> {
    figures: Figures,
    candidates: Vec<&'a Candidate>,
    findings: &'a [Error],
}

impl SignalSession {
    /// A session for the settings document `text`.
    ///
    /// # Errors
    /// Every finding about the document.
    pub fn new(text: &str) -> Result<Self, Vec<Error>> {
        let settings: SignalSettings = document::read(text, &limits::POLICY_BYTES)?;
        Ok(Self { signals: Signals::new(SignalRules::check(&settings)?) })
    }

    /// The answer to the opening of the session: `null`.
    #[must_use]
    pub fn opened(&self) -> String {
        text(Ok(NOTHING.to_owned()))
    }

    /// Takes in one body of a source, and says what became of each of its signals.
    pub fn push(&mut self, source: &str, body: &[u8], now: Instant) -> String {
        text(self.signals.push(source, body, now).map(|pushed| json(&pushed)))
    }

    /// Takes in the next bytes of a file of bodies, one on each line; they may be cut anywhere.
    pub fn feed(&mut self, source: &str, bytes: &[u8], now: Instant) -> String {
        let fed = self.signals.feed(source, bytes, now);
        text(fed.map(|()| NOTHING.to_owned()).map_err(|error| vec![error]))
    }

    /// Takes in the last line of each file, though its end did not come.
    pub fn finish(&mut self, now: Instant) -> String {
        self.signals.finish(now);
        text(Ok(NOTHING.to_owned()))
    }

    /// Lets time pass, and says what it brought about.
    pub fn tick(&mut self, now: Instant) -> String {
        text(Ok(json(&self.signals.tick(now))))
    }

    /// Lets somebody do something about an alarm: `{"type": "shelve", "source": ...}`.
    pub fn act(&mut self, act: &str, now: Instant) -> String {
        let act = document::read::<AlarmAct>(act, &limits::DESCRIPTION_BYTES);
        let acted = act.and_then(|act| self.signals.act(&act, now));
        text(acted.map(|pushed| json(&pushed)))
    }

    /// The candidates that changed or ended since this was last asked.
    pub fn changes(&mut self) -> String {
        text(Ok(json(&self.signals.take_changes())))
    }

    /// The figures, the open candidates, and what was wrong with lines.
    #[must_use]
    pub fn answer(&self) -> String {
        let (figures, candidates) = (self.signals.figures(), self.signals.candidates());
        text(Ok(json(&Answered { figures, candidates, findings: self.signals.findings() })))
    }

    /// The refusal of an instant that is none.
    #[must_use]
    pub fn no_instant(milliseconds: i64) -> String {
        let error = Error::new(Code::TimeOutOfRange).with("value", milliseconds);
        text(Err(vec![error.at(Path::root().key("now"))]))
    }
}
