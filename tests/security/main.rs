//! The native tests of what ISO/IEC 27035 asks for beside the ticket.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::wildcard_enum_match_arm,
    reason = "a test that overflows or meets a new variant has failed, and that is its purpose"
)]

#[cfg(test)]
mod assessment;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod audit_cases;
#[cfg(test)]
mod disclosure;
#[cfg(test)]
mod disclosure_oracle;
#[cfg(test)]
mod disclosure_preset;
#[cfg(test)]
mod disclosure_random;
#[cfg(test)]
mod kept;
#[cfg(test)]
mod readiness;
#[cfg(test)]
mod readiness_rota;
#[cfg(test)]
mod response;
#[cfg(test)]
mod response_host;
#[cfg(test)]
mod response_model;
#[cfg(test)]
mod response_plan;
#[cfg(test)]
mod response_timer;
#[cfg(test)]
mod review;
#[cfg(test)]
mod review_actions;
#[cfg(test)]
mod review_patch;
#[cfg(test)]
mod review_wording;
#[cfg(test)]
mod signal;
#[cfg(test)]
mod statute;
#[cfg(test)]
mod story;

#[cfg(test)]
use incident_core::{Engine, Error, check};
#[cfg(test)]
use serde_json::Value as Json;

/// A preset's document.
#[cfg(test)]
fn preset(name: &str) -> Json {
    serde_json::from_str(check::preset(name).expect("a preset")).expect("JSON")
}

#[cfg(test)]
fn engine_of(document: &Json) -> Engine {
    Engine::new(check::policy(&document.to_string()).expect("accepted").policy)
}

/// Code and path of each finding.
#[cfg(test)]
fn codes(errors: &[Error]) -> Vec<String> {
    errors.iter().map(|error| format!("{} {}", error.code().as_str(), error.path())).collect()
}
