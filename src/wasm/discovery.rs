use wasm_bindgen::prelude::wasm_bindgen;

use crate::door::{self, DiscoverySession};

/// A log that is being read for the policy that it obeys.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Discovery {
    discovery: Result<DiscoverySession, String>,
}

#[wasm_bindgen]
impl Discovery {
    /// Begins a discovery: `{"header": [...], "zone": "..."}`. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(request: &str) -> Self {
        let discovery = DiscoverySession::new(request).map_err(|errors| door::refusal(&errors));
        Self { discovery }
    }

    /// The answer to the opening: `null`, or every finding.
    #[must_use]
    pub fn opened(&self) -> String {
        match &self.discovery {
            Ok(_) => r#"{"ok":true,"value":null}"#.to_owned(),
            Err(refusal) => refusal.clone(),
        }
    }

    /// Takes in rows, `[{"line": 2, "cells": [...]}, ...]`.
    pub fn push(&mut self, rows: &str) -> String {
        match &mut self.discovery {
            Ok(discovery) => discovery.push(rows),
            Err(refusal) => refusal.clone(),
        }
    }

    /// What was found, and the findings about rows, so far.
    #[must_use]
    pub fn answer(&self) -> String {
        match &self.discovery {
            Ok(discovery) => discovery.answer(),
            Err(refusal) => refusal.clone(),
        }
    }
}
