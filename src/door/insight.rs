//! What past tickets say, as requests. A file for each subject.

#[cfg(feature = "insight")]
mod breach;
#[cfg(feature = "insight")]
mod gather;
#[cfg(feature = "metrics")]
mod metrics;
#[cfg(feature = "insight")]
mod problem;
#[cfg(feature = "metrics")]
mod report;
#[cfg(feature = "insight")]
mod similar;
#[cfg(feature = "insight")]
mod suggest;

use super::messages::messages;
use super::request::{Nothing, Request};
#[cfg(feature = "schema")]
use super::requests::{Arguments, of_subjects};
use super::subject::{self, Operation};
use super::{Answer, Versions, json};
use crate::error::Code;

#[cfg(feature = "insight")]
pub use breach::BreachSession;
#[cfg(feature = "metrics")]
pub use metrics::MetricsSession;
#[cfg(feature = "insight")]
pub use problem::ProblemSession;
#[cfg(feature = "insight")]
pub use similar::SimilarSession;
#[cfg(feature = "insight")]
pub use suggest::SuggestSession;

/// The operations of each subject.
const SUBJECTS: &[&[Operation]] = &[
    OWN,
    #[cfg(feature = "insight")]
    breach::OPERATIONS,
    #[cfg(feature = "metrics")]
    metrics::OPERATIONS,
    #[cfg(feature = "insight")]
    problem::OPERATIONS,
    #[cfg(feature = "metrics")]
    report::OPERATIONS,
    #[cfg(feature = "insight")]
    similar::OPERATIONS,
    #[cfg(feature = "insight")]
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
    let groups = [
        Code::CORE,
        #[cfg(feature = "insight")]
        Code::INSIGHT,
        #[cfg(feature = "metrics")]
        Code::METRICS,
    ];
    request.read::<Nothing>().map(|Nothing {}| json(&messages(&groups)))
}

fn versions(request: &Request) -> Answer {
    request.read::<Nothing>().map(|Nothing {}| json(&Versions::default()))
}

/// The schema of each operation's arguments, sorted by name.
#[cfg(feature = "schema")]
pub(super) fn requests() -> Vec<Arguments> {
    of_subjects(&[
        breach::REQUESTS,
        metrics::REQUESTS,
        problem::REQUESTS,
        report::REQUESTS,
        similar::REQUESTS,
        suggest::REQUESTS,
    ])
}
