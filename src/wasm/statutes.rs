use wasm_bindgen::prelude::wasm_bindgen;

use crate::door::{self, StatuteSession};

/// A pack of duties that answers requests about their deadlines, or why there is none.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Statutes {
    session: Result<StatuteSession, String>,
}

#[wasm_bindgen]
impl Statutes {
    /// Reads and checks the pack. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { session: StatuteSession::new(text).map_err(|errors| door::refusal(&errors)) }
    }

    /// The answer to the opening, or every finding.
    #[must_use]
    pub fn opened(&self) -> String {
        match &self.session {
            Ok(session) => session.opened(),
            Err(refusal) => refusal.clone(),
        }
    }

    /// Answers one request under the pack.
    #[must_use]
    pub fn answer(&self, request: &str) -> String {
        match &self.session {
            Ok(session) => session.answer(request),
            Err(refusal) => refusal.clone(),
        }
    }
}
