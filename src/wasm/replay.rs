use wasm_bindgen::prelude::wasm_bindgen;

use super::Policy;
use crate::door::{self, ReplaySession};

/// A log on its way through a policy.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Replay {
    replay: Result<ReplaySession, String>,
}

#[wasm_bindgen]
impl Replay {
    /// Begins a replay: `{"header": [...], "zone": "..."}`. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(policy: &Policy, request: &str) -> Self {
        let replay = match &policy.session {
            Ok(session) => {
                ReplaySession::new(session, request).map_err(|errors| door::refusal(&errors))
            }
            Err(refusal) => Err(refusal.clone()),
        };
        Self { replay }
    }

    /// The answer to the opening: `null`, or every finding.
    #[must_use]
    pub fn opened(&self) -> String {
        match &self.replay {
            Ok(_) => r#"{"ok":true,"value":null}"#.to_owned(),
            Err(refusal) => refusal.clone(),
        }
    }

    /// Takes in rows, `[{"line": 2, "cells": [...]}, ...]`; answers with the record's new lines.
    pub fn push(&mut self, rows: &str) -> String {
        match &mut self.replay {
            Ok(replay) => replay.push(rows),
            Err(refusal) => refusal.clone(),
        }
    }

    /// The figures, the report, the digest and the findings, so far.
    #[must_use]
    pub fn answer(&self) -> String {
        match &self.replay {
            Ok(replay) => replay.answer(),
            Err(refusal) => refusal.clone(),
        }
    }
}
