use wasm_bindgen::prelude::wasm_bindgen;

use crate::door;

/// Answers one request about past tickets.
#[wasm_bindgen(skip_typescript)]
#[must_use]
pub fn insight(request: &str) -> String {
    door::insight(request)
}
