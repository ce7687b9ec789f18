use wasm_bindgen::prelude::wasm_bindgen;

use super::number::{instant, whole};
use crate::door::{self, SignalSession};
use crate::time::Instant;

/// Alerts on their way to incident candidates.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Signals {
    session: Result<SignalSession, String>,
}

#[wasm_bindgen]
impl Signals {
    /// Begins under settings. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(settings: &str) -> Self {
        Self { session: SignalSession::new(settings).map_err(|errors| door::refusal(&errors)) }
    }

    /// The answer to the opening: `null`, or every finding about the settings.
    #[must_use]
    pub fn opened(&self) -> String {
        match &self.session {
            Ok(session) => session.opened(),
            Err(refusal) => refusal.clone(),
        }
    }

    /// Takes in one body of a source.
    pub fn push(&mut self, source: &str, body: &[u8], now: f64) -> String {
        self.at(now, |session, now| session.push(source, body, now))
    }

    /// Takes in the next bytes of a file of bodies, one on each line; cut anywhere.
    pub fn feed(&mut self, source: &str, bytes: &[u8], now: f64) -> String {
        self.at(now, |session, now| session.feed(source, bytes, now))
    }

    /// Takes in the last line of each file, though its end did not come.
    pub fn finish(&mut self, now: f64) -> String {
        self.at(now, SignalSession::finish)
    }

    /// Lets time pass.
    pub fn tick(&mut self, now: f64) -> String {
        self.at(now, SignalSession::tick)
    }

    /// Lets somebody do something about an alarm.
    pub fn act(&mut self, act: &str, now: f64) -> String {
        self.at(now, |session, now| session.act(act, now))
    }

    /// The candidates that changed or ended since this was last asked.
    pub fn changes(&mut self) -> String {
        match &mut self.session {
            Ok(session) => session.changes(),
            Err(refusal) => refusal.clone(),
        }
    }

    /// The figures, the open candidates, and what was wrong with lines.
    #[must_use]
    pub fn answer(&self) -> String {
        match &self.session {
            Ok(session) => session.answer(),
            Err(refusal) => refusal.clone(),
        }
    }

    fn at(&mut self, now: f64, ask: impl FnOnce(&mut SignalSession, Instant) -> String) -> String {
        match (&mut self.session, instant(now)) {
            (Ok(session), Some(now)) => ask(session, now),
            (Ok(_), None) => SignalSession::no_instant(whole(now)),
            (Err(refusal), _) => refusal.clone(),
        }
    }
}
