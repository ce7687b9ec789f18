use wasm_bindgen::prelude::wasm_bindgen;

use super::Policy;
use crate::door::{self, ComparisonSession};

/// A log on its way through two policies.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Comparison {
    comparison: Result<ComparisonSession, String>,
}

#[wasm_bindgen]
impl Comparison {
    /// Begins a comparison: `{"header": [...], "zone": "..."}`. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(first: &Policy, second: &Policy, request: &str) -> Self {
        let comparison = match (&first.session, &second.session) {
            (Ok(first), Ok(second)) => ComparisonSession::new(first, second, request)
                .map_err(|errors| door::refusal(&errors)),
            (Err(refusal), _) | (_, Err(refusal)) => Err(refusal.clone()),
        };
        Self { comparison }
    }

    /// The answer to the opening: `null`, or every finding.
    #[must_use]
    pub fn opened(&self) -> String {
        match &self.comparison {
            Ok(_) => r#"{"ok":true,"value":null}"#.to_owned(),
            Err(refusal) => refusal.clone(),
        }
    }

    /// Takes in rows; answers with a line for each ticket that was judged and differs.
    pub fn push(&mut self, rows: &str) -> String {
        match &mut self.comparison {
            Ok(comparison) => comparison.push(rows),
            Err(refusal) => refusal.clone(),
        }
    }

    /// Judges what is still open.
    pub fn finish(&mut self) -> String {
        match &mut self.comparison {
            Ok(comparison) => comparison.finish(),
            Err(refusal) => refusal.clone(),
        }
    }

    /// The figures and the findings, so far.
    #[must_use]
    pub fn answer(&self) -> String {
        match &self.comparison {
            Ok(comparison) => comparison.answer(),
            Err(refusal) => refusal.clone(),
        }
    }
}
