//! What past tickets say, as requests. A file for each subject.

mod breach;
mod gather;
mod metrics;
mod report;
mod similar;
mod suggest;

use super::messages::messages;
use super::request::{Nothing, Request};
use super::subject::{self, Operation};
use super::{Answer, Versions, json};
use crate::error::Code;

pub use breach::BreachSession;
pub use metrics::MetricsSession;
pub use similar::SimilarSession;
pub use suggest::SuggestSession;

/// The operations of each subject.
const SUBJECTS: &[&[Operation]] = &[
    OWN,
    breach::OPERATIONS,
    metrics::OPERATIONS,
    report::OPERATIONS,
    similar::OPERATIONS,
    suggest::OPERATIONS,
];

const OWN: &[Operation] = &[("messages", catalogue), ("versions", versions)];

/// Every operation about past tickets, by the name that a request gives under `op`, sorted.
#[must_use]
pub fn operations() -> Vec<&'static str> {
    subject::names(SUBJECTS)
}

pub(super) fn dispatch(request: &Request) -> Answer {
    subject::dispatch(SUBJECTS, request)
}

fn catalogue(request: &Request) -> Answer {
    request.read::<Nothing>().map(|Nothing {}| json(&messages(&[Code::CORE, Code::INSIGHT])))
}

fn versions(request: &Request) -> Answer {
    request.read::<Nothing>().map(|Nothing {}| json(&Versions::default()))
}
