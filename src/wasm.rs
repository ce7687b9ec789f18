//! The names that JavaScript sees, and nothing else: text in, text out.
//!
//! The package's entry, written by hand, turns values into text before they come here and answers
//! into values afterwards. Nothing foreign enters.

#[cfg(feature = "replay")]
mod replay;

use js_sys::Float64Array;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::door::{self, Session};
use crate::time::{Instant, Span};
#[cfg(feature = "replay")]
pub use replay::Replay;

/// Answers one request that brings its own policy, if it needs one.
#[wasm_bindgen(skip_typescript)]
#[must_use]
pub fn answer(request: &str) -> String {
    door::answer(request)
}

/// The version numbers as an object: of a fixed shape, so it needs no text in between.
#[wasm_bindgen(skip_typescript)]
#[must_use]
pub fn versions() -> JsValue {
    let plain = serde_wasm_bindgen::Serializer::json_compatible();
    door::Versions::default().serialize(&plain).unwrap_or(JsValue::UNDEFINED)
}

/// A policy that answers requests about it, or why there is none.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Policy {
    session: Result<Session, String>,
}

#[wasm_bindgen]
impl Policy {
    /// Reads and checks a policy document. Ask [`opened`](Self::opened) before anything else.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { session: Session::new(text).map_err(|errors| door::refusal(&errors)) }
    }

    /// The answer to the opening: the digest of the policy and its warnings, or every finding.
    #[must_use]
    pub fn opened(&self) -> String {
        match &self.session {
            Ok(session) => session.opened(),
            Err(refusal) => refusal.clone(),
        }
    }

    /// Answers one request under this policy.
    #[must_use]
    pub fn answer(&self, request: &str) -> String {
        match &self.session {
            Ok(session) => session.answer(request),
            Err(refusal) => refusal.clone(),
        }
    }

    /// The instant in milliseconds at which `span` milliseconds of a calendar's open time have
    /// passed since `start`; NaN if there is none. The entry has checked that both are whole.
    #[must_use]
    pub fn add(&self, calendar: &str, start: f64, span: f64) -> f64 {
        self.due(calendar, start, span).unwrap_or(f64::NAN)
    }

    /// As [`add`](Self::add), for many starts at once.
    #[must_use]
    pub fn add_all(&self, calendar: &str, starts: &Float64Array, span: f64) -> Float64Array {
        let due: Vec<f64> = starts
            .to_vec()
            .into_iter()
            .map(|start| self.due(calendar, start, span).unwrap_or(f64::NAN))
            .collect();
        Float64Array::from(due.as_slice())
    }

    /// The open time of a calendar between two instants, all in milliseconds; NaN if an instant is
    /// out of range or the policy has no such calendar.
    #[must_use]
    pub fn between(&self, calendar: &str, from: f64, to: f64) -> f64 {
        let between = || {
            let calendar = self.session.as_ref().ok()?.engine().policy().calendar(calendar)?;
            Some(number(calendar.between(instant(from)?, instant(to)?).as_millis()))
        };
        between().unwrap_or(f64::NAN)
    }

    fn due(&self, calendar: &str, start: f64, span: f64) -> Option<f64> {
        let calendar = self.session.as_ref().ok()?.engine().policy().calendar(calendar)?;
        let due = calendar.add(instant(start)?, Span::from_millis(whole(span))).ok()?;
        Some(number(due.as_millis()))
    }
}

fn instant(milliseconds: f64) -> Option<Instant> {
    Instant::from_millis(whole(milliseconds)).ok()
}

/// A number from JavaScript as whole milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "the entry has checked isSafeInteger")]
fn whole(number: f64) -> i64 {
    number as i64
}

/// Whole milliseconds as a number for JavaScript.
#[expect(clippy::cast_precision_loss, reason = "instants and spans stay below 2^53")]
fn number(milliseconds: i64) -> f64 {
    milliseconds as f64
}
