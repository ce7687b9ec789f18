use wasm_bindgen::prelude::wasm_bindgen;

use crate::door;

/// Answers one request about security.
#[wasm_bindgen(skip_typescript)]
#[must_use]
pub fn secure(request: &str) -> String {
    door::secure(request)
}
