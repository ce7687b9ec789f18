use wasm_bindgen::prelude::wasm_bindgen;

use crate::door::{self, PlanSession};

/// A response plan that answers requests about cases, or why there is none.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Plan {
    session: Result<PlanSession, String>,
}

#[wasm_bindgen]
impl Plan {
    /// Reads and checks the plan. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { session: PlanSession::new(text).map_err(|errors| door::refusal(&errors)) }
    }

    /// The answer to the opening, or every finding.
    #[must_use]
    pub fn opened(&self) -> String {
        match &self.session {
            Ok(session) => session.opened(),
            Err(refusal) => refusal.clone(),
        }
    }

    /// Answers one request under the plan.
    #[must_use]
    pub fn answer(&self, request: &str) -> String {
        match &self.session {
            Ok(session) => session.answer(request),
            Err(refusal) => refusal.clone(),
        }
    }
}
