//! The names that JavaScript sees, and nothing else.

use wasm_bindgen::prelude::wasm_bindgen;

/// Answers one request: JSON text in, JSON text out.
#[wasm_bindgen(skip_typescript)]
#[must_use]
pub fn answer(request: &str) -> String {
    crate::door::answer(request)
}
