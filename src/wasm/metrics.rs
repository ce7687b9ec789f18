use wasm_bindgen::prelude::wasm_bindgen;

use super::opened::Opened;
use crate::door::MetricsSession;

/// Tickets on their way into figures.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Metrics {
    session: Opened<MetricsSession>,
}

#[wasm_bindgen]
impl Metrics {
    /// Begins under settings. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(begin: &str) -> Self {
        Self { session: Opened::new(MetricsSession::new(begin)) }
    }

    /// The answer to the opening: `null`, or every finding about the settings.
    #[must_use]
    pub fn opened(&self) -> String {
        self.session.told(MetricsSession::opened)
    }

    /// Takes in the next bytes of JSON lines; cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) {
        if let Some(session) = self.session.session_mut() {
            session.push(bytes);
        }
    }

    /// Takes in the last line, though its end did not come.
    pub fn finish(&mut self) {
        if let Some(session) = self.session.session_mut() {
            session.finish();
        }
    }

    /// Adds what another one counted.
    pub fn merge(&mut self, state: &str) -> String {
        self.session.changed(|session| session.merge(state))
    }

    /// What was counted, or why nothing could be.
    #[must_use]
    pub fn state(&self) -> String {
        self.session.told(MetricsSession::state)
    }

    /// The figures, and what was wrong with lines.
    #[must_use]
    pub fn answer(&self) -> String {
        self.session.told(MetricsSession::answer)
    }

    /// The tickets behind a figure.
    #[must_use]
    pub fn tickets(&self, request: &str) -> String {
        self.session.told(|session| session.tickets(request))
    }

    /// The report about a month.
    #[must_use]
    pub fn report(&self, request: &str) -> String {
        self.session.told(|session| session.report(request))
    }
}
