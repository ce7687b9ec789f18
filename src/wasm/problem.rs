use wasm_bindgen::prelude::wasm_bindgen;

use super::opened::Opened;
use crate::door::ProblemSession;

/// Past incidents that problem candidates are found in.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Problem {
    session: Opened<ProblemSession>,
}

#[wasm_bindgen]
impl Problem {
    /// Begins under settings. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(settings: &str) -> Self {
        Self { session: Opened::new(ProblemSession::new(settings)) }
    }

    /// The answer to the opening: `null`, or every finding about the settings.
    #[must_use]
    pub fn opened(&self) -> String {
        self.session.told(ProblemSession::opened)
    }

    /// Learns the rows of the next bytes, one on each line; cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.session.changed(|session| session.push(bytes))
    }

    /// Learns the last line, though its end did not come.
    pub fn finish(&mut self) -> String {
        self.session.changed(ProblemSession::finish)
    }

    /// The problem candidates.
    #[must_use]
    pub fn ask(&self, question: &str) -> String {
        self.session.told(|session| session.ask(question))
    }

    /// Forgets an incident.
    pub fn forget(&mut self, ticket: &str) -> String {
        self.session.changed(|session| session.forget(ticket))
    }

    /// What was learned.
    #[must_use]
    pub fn store(&self) -> String {
        self.session.told(ProblemSession::store)
    }

    /// Takes in what was stored.
    pub fn load(&mut self, stored: &str) -> String {
        self.session.changed(|session| session.load(stored))
    }
}
