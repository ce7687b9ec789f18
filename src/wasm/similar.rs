use wasm_bindgen::prelude::wasm_bindgen;

use crate::door::{self, SimilarSession};
use crate::error::Error;

/// An index of past tickets.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Similar {
    session: Result<SimilarSession, String>,
}

#[wasm_bindgen]
impl Similar {
    /// An index without a ticket, under settings. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(settings: &str) -> Self {
        Self::of(SimilarSession::new(settings))
    }

    /// The index that was stored. Ask [`opened`](Self::opened) next.
    #[must_use]
    pub fn load(bytes: &[u8]) -> Self {
        Self::of(SimilarSession::load(bytes))
    }

    fn of(session: Result<SimilarSession, Vec<Error>>) -> Self {
        Self { session: session.map_err(|errors| door::refusal(&errors)) }
    }

    /// The answer to the opening: `null`, or why there is no index.
    #[must_use]
    pub fn opened(&self) -> String {
        self.look(SimilarSession::opened)
    }

    /// Adds past tickets, one on each line.
    pub fn push(&mut self, lines: &[u8]) -> String {
        self.ask(|session| session.push(lines))
    }

    /// Forgets a ticket.
    pub fn remove(&mut self, id: &str) -> String {
        self.ask(|session| session.remove(id))
    }

    /// The most similar tickets.
    pub fn query(&mut self, query: &str) -> String {
        self.ask(|session| session.query(query))
    }

    /// The resolutions of the most similar tickets.
    pub fn suggest(&mut self, question: &str) -> String {
        self.ask(|session| session.suggest(question))
    }

    /// How many tickets there are, and the bytes that they take.
    #[must_use]
    pub fn size(&self) -> String {
        self.look(SimilarSession::size)
    }

    /// The index as bytes; none if there is no index.
    #[must_use]
    pub fn store(&self) -> Vec<u8> {
        self.session.as_ref().map(SimilarSession::store).unwrap_or_default()
    }

    fn ask(&mut self, ask: impl FnOnce(&mut SimilarSession) -> String) -> String {
        match &mut self.session {
            Ok(session) => ask(session),
            Err(refusal) => refusal.clone(),
        }
    }

    fn look(&self, ask: impl FnOnce(&SimilarSession) -> String) -> String {
        match &self.session {
            Ok(session) => ask(session),
            Err(refusal) => refusal.clone(),
        }
    }
}
