//! What ISO/IEC 27035 asks for, as requests. A file for each subject.

mod assessment;
mod audit;
mod disclosure;
mod readiness;
mod response;
mod review;
mod signal;
mod statute;

use super::messages::messages;
use super::request::{Nothing, Request};
use super::{Answer, Versions, json, unknown_operation};
use crate::document::Node;
use crate::error::Code;

/// An operation of a subject.
type Operation = (&'static str, fn(&Request) -> Answer);

/// The operations of each subject, by the name that a request gives under `op`.
const SUBJECTS: &[&[Operation]] = &[
    OWN,
    assessment::OPERATIONS,
    audit::OPERATIONS,
    disclosure::OPERATIONS,
    readiness::OPERATIONS,
    response::OPERATIONS,
    review::OPERATIONS,
    signal::OPERATIONS,
    statute::OPERATIONS,
];

const OWN: &[Operation] = &[("messages", catalogue), ("versions", versions)];

/// Every operation about security, by the name that a request gives under `op`, sorted.
#[must_use]
pub fn operations() -> Vec<&'static str> {
    let mut names: Vec<_> = SUBJECTS.iter().copied().flatten().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names
}

pub(super) fn dispatch(node: Node) -> Answer {
    let request = Request::of(node)?;
    let mut known = SUBJECTS.iter().copied().flatten();
    match known.find(|(name, _)| *name == request.op) {
        Some((_, answer)) => answer(&request),
        None => Err(vec![unknown_operation(&request.op, &operations())]),
    }
}

fn catalogue(request: &Request) -> Answer {
    let groups = [
        Code::CORE,
        Code::AUDIT,
        Code::SIGNAL,
        Code::STATUTE,
        Code::ASSESSMENT,
        Code::RESPONSE,
        Code::LESSONS,
    ];
    request.read::<Nothing>().map(|Nothing {}| json(&messages(&groups)))
}

fn versions(request: &Request) -> Answer {
    request.read::<Nothing>().map(|Nothing {}| json(&Versions::default()))
}
