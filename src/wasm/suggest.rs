use wasm_bindgen::prelude::wasm_bindgen;

use super::opened::Opened;
use crate::door::SuggestSession;

/// Past tickets that suggestions are made from.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Suggest {
    session: Opened<SuggestSession>,
}

#[wasm_bindgen]
impl Suggest {
    /// Begins under settings. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(settings: &str) -> Self {
        Self { session: Opened::new(SuggestSession::new(settings)) }
    }

    /// The answer to the opening: `null`, or every finding about the settings.
    #[must_use]
    pub fn opened(&self) -> String {
        self.session.told(SuggestSession::opened)
    }

    /// Learns the rows of the next bytes, one on each line; cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.session.changed(|session| session.push(bytes))
    }

    /// Learns the last line, though its end did not come.
    pub fn finish(&mut self) -> String {
        self.session.changed(SuggestSession::finish)
    }

    /// What a ticket probably belongs to.
    pub fn ask(&mut self, question: &str) -> String {
        self.session.changed(|session| session.ask(question))
    }

    /// How good suggestions for the later tickets are.
    #[must_use]
    pub fn trial(&self, question: &str) -> String {
        self.session.told(|session| session.trial(question))
    }

    /// Forgets a ticket.
    pub fn forget(&mut self, ticket: &str) -> String {
        self.session.changed(|session| session.forget(ticket))
    }

    /// What was learned.
    #[must_use]
    pub fn store(&self) -> String {
        self.session.told(SuggestSession::store)
    }

    /// Takes in what was stored.
    pub fn load(&mut self, stored: &str) -> String {
        self.session.changed(|session| session.load(stored))
    }
}
