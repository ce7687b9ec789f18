use wasm_bindgen::prelude::wasm_bindgen;

use super::opened::Opened;
use crate::door::PlanSession;

/// A response plan that answers requests about cases, or why there is none.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Plan {
    session: Opened<PlanSession>,
}

#[wasm_bindgen]
impl Plan {
    /// Reads and checks the plan. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { session: Opened::new(PlanSession::new(text)) }
    }

    /// The answer to the opening, or every finding.
    #[must_use]
    pub fn opened(&self) -> String {
        self.session.told(PlanSession::opened)
    }

    /// Answers one request under the plan.
    #[must_use]
    pub fn answer(&self, request: &str) -> String {
        self.session.told(|session| session.answer(request))
    }
}
