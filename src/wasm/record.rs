use wasm_bindgen::prelude::wasm_bindgen;

use super::Policy;
use crate::door::RecordSession;

/// The answer that nothing is to be said.
const NOTHING: &str = r#"{"ok":true,"value":null}"#;

/// A record of our own on its way through a policy.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Record {
    record: Result<RecordSession, String>,
}

#[wasm_bindgen]
impl Record {
    /// Begins a record. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        Self { record: policy.session.as_ref().map(RecordSession::new).map_err(Clone::clone) }
    }

    /// The answer to the opening: `null`, or every finding about the policy.
    #[must_use]
    pub fn opened(&self) -> String {
        match &self.record {
            Ok(_) => NOTHING.to_owned(),
            Err(refusal) => refusal.clone(),
        }
    }

    /// Takes in the next bytes of the lines, cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        match &mut self.record {
            Ok(record) => {
                record.push(bytes);
                NOTHING.to_owned()
            }
            Err(refusal) => refusal.clone(),
        }
    }

    /// The figures, the report and the findings, as if the record ended here.
    pub fn answer(&mut self) -> String {
        match &mut self.record {
            Ok(record) => record.answer(),
            Err(refusal) => refusal.clone(),
        }
    }
}
