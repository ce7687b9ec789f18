use super::request::Request;
use super::{Answer, unknown_operation};

/// An operation of a subject, by the name that a request gives under `op`.
pub(super) type Operation = (&'static str, fn(&Request) -> Answer);

/// Every name of these subjects, sorted.
pub(super) fn names(subjects: &[&[Operation]]) -> Vec<&'static str> {
    let mut names: Vec<_> = subjects.iter().copied().flatten().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names
}

/// Answers a request for one of the operations of these subjects.
pub(super) fn dispatch(subjects: &[&[Operation]], request: &Request) -> Answer {
    let mut known = subjects.iter().copied().flatten();
    match known.find(|(name, _)| *name == request.op) {
        Some((_, answer)) => answer(request),
        None => Err(vec![unknown_operation(&request.op, &names(subjects))]),
    }
}
