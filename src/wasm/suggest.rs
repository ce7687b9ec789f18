use wasm_bindgen::prelude::wasm_bindgen;

use crate::door::{self, SuggestSession};

/// Past tickets that suggestions are made from.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Suggest {
    session: Result<SuggestSession, String>,
}

#[wasm_bindgen]
impl Suggest {
    /// Begins under settings. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(settings: &str) -> Self {
        Self { session: SuggestSession::new(settings).map_err(|errors| door::refusal(&errors)) }
    }

    /// The answer to the opening: `null`, or every finding about the settings.
    #[must_use]
    pub fn opened(&self) -> String {
        self.told(SuggestSession::opened)
    }

    /// Learns the rows of the next bytes, one on each line; cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.changed(|session| session.push(bytes))
    }

    /// Learns the last line, though its end did not come.
    pub fn finish(&mut self) -> String {
        self.changed(SuggestSession::finish)
    }

    /// What a ticket probably belongs to.
    pub fn ask(&mut self, question: &str) -> String {
        self.changed(|session| session.ask(question))
    }

    /// How good suggestions for the later tickets are.
    #[must_use]
    pub fn trial(&self, question: &str) -> String {
        self.told(|session| session.trial(question))
    }

    /// Forgets a ticket.
    pub fn forget(&mut self, ticket: &str) -> String {
        self.changed(|session| session.forget(ticket))
    }

    /// What was learned.
    #[must_use]
    pub fn store(&self) -> String {
        self.told(SuggestSession::store)
    }

    /// Takes in what was stored.
    pub fn load(&mut self, stored: &str) -> String {
        self.changed(|session| session.load(stored))
    }

    fn told(&self, tell: impl FnOnce(&SuggestSession) -> String) -> String {
        match &self.session {
            Ok(session) => tell(session),
            Err(refusal) => refusal.clone(),
        }
    }

    fn changed(&mut self, change: impl FnOnce(&mut SuggestSession) -> String) -> String {
        match &mut self.session {
            Ok(session) => change(session),
            Err(refusal) => refusal.clone(),
        }
    }
}
