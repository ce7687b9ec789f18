use wasm_bindgen::prelude::wasm_bindgen;

use super::opened::Opened;
use crate::door::SimilarSession;

/// An index of past tickets.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Similar {
    session: Opened<SimilarSession>,
}

#[wasm_bindgen]
impl Similar {
    /// An index without a ticket, under settings. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(settings: &str) -> Self {
        Self { session: Opened::new(SimilarSession::new(settings)) }
    }

    /// The index that was stored. Ask [`opened`](Self::opened) next.
    #[must_use]
    pub fn load(bytes: &[u8]) -> Self {
        Self { session: Opened::new(SimilarSession::load(bytes)) }
    }

    /// The answer to the opening: `null`, or why there is no index.
    #[must_use]
    pub fn opened(&self) -> String {
        self.session.told(SimilarSession::opened)
    }

    /// Adds the past tickets of the next bytes, one on each line; cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.session.changed(|session| session.push(bytes))
    }

    /// Adds the last line, though its end did not come.
    pub fn finish(&mut self) -> String {
        self.session.changed(SimilarSession::finish)
    }

    /// Forgets a ticket.
    pub fn forget(&mut self, id: &str) -> String {
        self.session.changed(|session| session.forget(id))
    }

    /// The most similar tickets.
    pub fn query(&mut self, query: &str) -> String {
        self.session.changed(|session| session.query(query))
    }

    /// The resolutions of the most similar tickets.
    pub fn suggest(&mut self, question: &str) -> String {
        self.session.changed(|session| session.suggest(question))
    }

    /// How many tickets there are, and the bytes that they take.
    #[must_use]
    pub fn size(&self) -> String {
        self.session.told(SimilarSession::size)
    }

    /// The index as bytes; none if there is no index.
    #[must_use]
    pub fn store(&self) -> Vec<u8> {
        self.session.session().map(SimilarSession::store).unwrap_or_default()
    }
}
