//! Every operation as JSON text in and JSON text out.
//!
//! A request is an object with the operation's name under `op`; an answer is
//! `{"ok": true, "value": ...}` or `{"ok": false, "errors": [...]}`. A browser, a Node service and
//! a Rust program that send the same text get the same text back.
//!
//! [`answer`] takes the policy with each request that needs one. [`Session`] keeps one policy, and
//! with it what was computed about its calendars. What is asked about security has two more:
//! `PlanSession` keeps a response plan, `StatuteSession` a pack of the law's clocks.

#[cfg(feature = "analysis")]
mod analysis;
mod calendar;
mod clock;
#[cfg(feature = "analysis")]
mod comparison;
#[cfg(feature = "desk")]
mod desk;
#[cfg(feature = "analysis")]
mod discovery;
#[cfg(feature = "analysis")]
mod explain;
#[cfg(any(feature = "insight", feature = "metrics"))]
mod insight;
#[cfg(any(
    feature = "analysis",
    feature = "security",
    feature = "response",
    feature = "insight",
    feature = "metrics"
))]
mod messages;
mod policy;
#[cfg(feature = "analysis")]
mod proof;
#[cfg(feature = "analysis")]
mod rebase;
#[cfg(feature = "analysis")]
mod record;
#[cfg(feature = "analysis")]
mod replay;
mod request;
#[cfg(feature = "schema")]
mod requests;
#[cfg(any(feature = "security", feature = "response"))]
mod security;
#[cfg(feature = "security")]
mod signals;
#[cfg(any(feature = "security", feature = "response", feature = "insight", feature = "metrics"))]
mod subject;
#[cfg(feature = "analysis")]
mod table;
mod ticket;

use std::sync::Arc;

use serde::Serialize;

#[cfg(feature = "analysis")]
pub use analysis::ANALYSES;
#[cfg(feature = "analysis")]
pub use comparison::ComparisonSession;
#[cfg(feature = "desk")]
pub use desk::DeskSession;
#[cfg(feature = "analysis")]
pub use discovery::DiscoverySession;
#[cfg(feature = "metrics")]
pub use insight::MetricsSession;
#[cfg(any(feature = "insight", feature = "metrics"))]
pub use insight::operations as insight_operations;
#[cfg(feature = "insight")]
pub use insight::{BreachSession, ProblemSession, SimilarSession, SuggestSession};
#[cfg(feature = "analysis")]
pub use record::RecordSession;
#[cfg(feature = "analysis")]
pub use replay::ReplaySession;
use request::{Nothing, Request};
#[cfg(feature = "schema")]
pub(crate) use requests::{InsightRequest, PolicyRequest, SecurityRequest};
#[cfg(feature = "response")]
pub use security::PlanSession;
#[cfg(feature = "security")]
pub use security::StatuteSession;
#[cfg(any(feature = "security", feature = "response"))]
pub use security::operations as security_operations;
#[cfg(feature = "security")]
pub use signals::SignalSession;
#[cfg(feature = "analysis")]
pub use table::TableSession;

use crate::check;
use crate::document;
use crate::engine::Engine;
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::policy::DOCUMENT_VERSION;
use crate::time::tzdb_version;

/// Every operation, by the name that a request gives under `op`.
pub const OPERATIONS: [&str; 16] = [
    "add",
    "assess",
    "between",
    "checkPolicy",
    "classify",
    "decide",
    "evolve",
    "forecast",
    "isOpen",
    "nextClose",
    "nextOpen",
    "openSegments",
    "preset",
    "prioritize",
    "subtract",
    "versions",
];

/// Answers one request that brings its own policy, if it needs one, under `policy`.
///
/// # Example
/// ```
/// use incident_core::door;
///
/// let request = r#"{"op": "add", "calendar": {"zone": "Etc/UTC", "hours": {"fri":
///     [["09:00", "17:00"]]}}, "start": "2026-01-09T16:00:00Z", "span": "1h"}"#;
/// assert_eq!(door::answer(request), r#"{"ok":true,"value":"2026-01-09T17:00:00Z"}"#);
/// ```
#[must_use]
pub fn answer(request: &str) -> String {
    let node = document::parse(request, &limits::REQUEST_BYTES);
    text(node.and_then(|node| dispatch(&Request::of(node)?, None)))
}

/// Answers one request, as [`answer`] does, or one of the [`ANALYSES`].
#[cfg(feature = "analysis")]
#[must_use]
pub fn analyse(request: &str) -> String {
    let node = document::parse(request, &limits::REQUEST_BYTES);
    text(node.and_then(|node| analysis::dispatch(node, None)))
}

/// Answers one request about security, one of [`security_operations`]: without the rules that need
/// a policy.
#[cfg(any(feature = "security", feature = "response"))]
#[must_use]
pub fn secure(request: &str) -> String {
    let node = document::parse(request, &limits::REQUEST_BYTES);
    text(node.and_then(|node| security::dispatch(&Request::of(node)?)))
}

/// Answers one request about past tickets, one of [`insight_operations`].
#[cfg(any(feature = "insight", feature = "metrics"))]
#[must_use]
pub fn insight(request: &str) -> String {
    let node = document::parse(request, &limits::REQUEST_BYTES);
    text(node.and_then(|node| insight::dispatch(&Request::of(node)?)))
}

/// A policy that answers requests about it.
#[derive(Debug, Clone)]
pub struct Session {
    engine: Arc<Engine>,
    warnings: Vec<Error>,
}

impl Session {
    /// A session for the policy document `text`.
    ///
    /// # Errors
    /// Every finding about the document, if at least one of them refuses it.
    pub fn new(text: &str) -> Result<Self, Vec<Error>> {
        let checked = check::policy(text)?;
        let engine = Arc::new(Engine::new(checked.policy));
        Ok(Self { engine, warnings: checked.warnings })
    }

    /// The engine of the policy.
    #[must_use]
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// What should be looked at in the policy although it refuses nothing.
    #[must_use]
    pub fn warnings(&self) -> &[Error] {
        &self.warnings
    }

    /// The answer to the opening of the session: the policy's digest and the warnings about it.
    #[must_use]
    pub fn opened(&self) -> String {
        text(Ok(policy::verdict(self.engine.policy(), &self.warnings)))
    }

    /// Answers one request under the session's policy.
    #[must_use]
    pub fn answer(&self, request: &str) -> String {
        let node = document::parse(request, &limits::REQUEST_BYTES);
        text(node.and_then(|node| dispatch(&Request::of(node)?, Some(&self.engine))))
    }

    /// Answers one request under the session's policy, or one of the [`ANALYSES`] of it.
    #[cfg(feature = "analysis")]
    #[must_use]
    pub fn analyse(&self, request: &str) -> String {
        let node = document::parse(request, &limits::REQUEST_BYTES);
        text(node.and_then(|node| analysis::dispatch(node, Some(&self.engine))))
    }
}

/// The answer that refuses for these reasons.
#[must_use]
pub fn refusal(errors: &[Error]) -> String {
    text(Err(errors.to_vec()))
}

/// The value of an answer as JSON text, its members in the order of the type's fields.
type Answer = Result<String, Vec<Error>>;

fn text(answer: Answer) -> String {
    match answer {
        Ok(value) => format!(r#"{{"ok":true,"value":{value}}}"#),
        Err(errors) => format!(r#"{{"ok":false,"errors":{}}}"#, json(&errors)),
    }
}

fn json<T: Serialize + ?Sized>(value: &T) -> String {
    document::text(value)
}

/// The text of an object, with the digest of the policy that decided as its last member.
fn under(engine: &Engine, mut object: String) -> String {
    object.pop();
    object + r#","policy":""# + engine.policy().digest() + r#""}"#
}

fn dispatch(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    request.measure()?;
    match request.op.as_str() {
        "versions" => request.read::<Nothing>().map(|Nothing {}| json(&Versions::default())),
        "preset" => policy::preset(request),
        "checkPolicy" => policy::check(request),
        "classify" => ticket::classify(request, session),
        "prioritize" => ticket::prioritize(request, session),
        "decide" => ticket::decide(request, session),
        "evolve" => ticket::evolve(request),
        "assess" => ticket::assess(request, session),
        "forecast" => clock::forecast(request, session),
        "add" => calendar::add(request, session),
        "subtract" => calendar::subtract(request, session),
        "between" => calendar::between(request, session),
        "isOpen" => calendar::is_open(request, session),
        "nextOpen" => calendar::next_open(request, session),
        "nextClose" => calendar::next_close(request, session),
        "openSegments" => calendar::open_segments(request, session),
        unknown => Err(vec![unknown_operation(unknown, &OPERATIONS)]),
    }
}

fn unknown_operation(name: &str, known: &[&str]) -> Error {
    let error = Error::new(Code::DoorOperationUnknown).with("op", name);
    document::among(error, name, known).at(Path::root().key("op"))
}

/// The versions that belong to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Versions {
    /// The version of this crate, and of the npm package made of it.
    #[serde(rename = "crate")]
    pub code: &'static str,
    /// The version of the policy document's form.
    pub document: u64,
    /// The release of the time zone database.
    pub tzdb: &'static str,
}

impl Default for Versions {
    fn default() -> Self {
        Self { code: env!("CARGO_PKG_VERSION"), document: DOCUMENT_VERSION, tzdb: tzdb_version() }
    }
}
