use wasm_bindgen::prelude::wasm_bindgen;

use crate::door::{self, MetricsSession};

/// Tickets on their way into figures.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Metrics {
    session: Result<MetricsSession, String>,
}

#[wasm_bindgen]
impl Metrics {
    /// Begins under settings. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(begin: &str) -> Self {
        Self { session: MetricsSession::new(begin).map_err(|errors| door::refusal(&errors)) }
    }

    /// The answer to the opening: `null`, or every finding about the settings.
    #[must_use]
    pub fn opened(&self) -> String {
        self.ask(MetricsSession::opened)
    }

    /// Takes in the next bytes of JSON lines; cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) {
        if let Ok(session) = &mut self.session {
            session.push(bytes);
        }
    }

    /// Takes in the last line, though its end did not come.
    pub fn finish(&mut self) {
        if let Ok(session) = &mut self.session {
            session.finish();
        }
    }

    /// Adds what another one counted.
    pub fn merge(&mut self, state: &str) -> String {
        match &mut self.session {
            Ok(session) => session.merge(state),
            Err(refusal) => refusal.clone(),
        }
    }

    /// What was counted, or why nothing could be.
    #[must_use]
    pub fn state(&self) -> String {
        self.ask(MetricsSession::state)
    }

    /// The figures, and what was wrong with lines.
    #[must_use]
    pub fn answer(&self) -> String {
        self.ask(MetricsSession::answer)
    }

    /// The tickets behind a figure.
    #[must_use]
    pub fn tickets(&self, request: &str) -> String {
        self.ask(|session| session.tickets(request))
    }

    /// The report about a month.
    #[must_use]
    pub fn report(&self, request: &str) -> String {
        self.ask(|session| session.report(request))
    }

    fn ask(&self, ask: impl FnOnce(&MetricsSession) -> String) -> String {
        match &self.session {
            Ok(session) => ask(session),
            Err(refusal) => refusal.clone(),
        }
    }
}
