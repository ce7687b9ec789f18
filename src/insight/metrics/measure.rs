//! What each metric says of one ticket. The figures and the lists of tickets behind them both come
//! from here, so that they cannot differ.

use super::{Case, Metric, TargetStage};
use crate::model::Kind;
use crate::time::Instant;

/// What a time is for one ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::insight) enum Measured {
    /// It is over, and took so many milliseconds.
    Over(u64),
    /// It is not over, and has taken so many.
    Open(u64),
    /// It ended, or is not known to have begun: an instant is missing.
    Unknown,
    /// Its end lies before its beginning.
    Contradictory,
    /// The ticket has no part in it.
    Apart,
}

/// The metrics that are times of one ticket, in the order in which they are told.
pub(super) const TIMES: [Metric; 7] = [
    Metric::TimeToDetect,
    Metric::TimeToAcknowledge,
    Metric::TimeToRespond,
    Metric::TimeToRepair,
    Metric::TimeToRestore,
    Metric::TimeToResolve,
    Metric::TimeToClose,
];

/// The metrics that are shares of tickets, in the order in which they are told.
pub(super) const RATES: [Metric; 3] =
    [Metric::FirstContactResolution, Metric::ReopenRate, Metric::ReassignmentRate];

/// A time of [`TIMES`] for one ticket.
pub(in crate::insight) fn time(metric: Metric, case: &Case, as_of: Instant) -> Measured {
    if case.canceled {
        return Measured::Apart;
    }
    let opened = case.opened_at;
    let done = case.done_at();
    let (from, end, open) = match metric {
        Metric::TimeToDetect => {
            let Some(from) = case.occurred_at else { return Measured::Unknown };
            (from, case.detected_at.or(Some(opened)), false)
        }
        Metric::TimeToAcknowledge => (opened, case.acknowledged_at, done.is_none()),
        Metric::TimeToRespond => (opened, case.responded_at, done.is_none()),
        Metric::TimeToRepair if done.is_some() => return Measured::Over(case.active_ms),
        Metric::TimeToRepair => return Measured::Open(case.active_ms),
        Metric::TimeToRestore => {
            let from = case.occurred_at.unwrap_or(opened);
            (from, case.restored_at.or(done), true)
        }
        Metric::TimeToResolve => (opened, done, true),
        Metric::TimeToClose => (opened, case.closed_at, true),
        Metric::BacklogAge
        | Metric::TimeBetweenFailures
        | Metric::TimeBetweenIncidents
        | Metric::FirstContactResolution
        | Metric::ReopenRate
        | Metric::ReassignmentRate
        | Metric::SlaCompliance
        | Metric::TargetElapsed
        | Metric::HoldShare
        | Metric::TimeInState
        | Metric::TimeInGroup
        | Metric::CostOfDelay
        | Metric::Flow => return Measured::Apart,
    };
    let spent = |to: Instant| u64::try_from(to.since(from).as_millis());
    match end {
        Some(end) => spent(end).map_or(Measured::Contradictory, Measured::Over),
        None if open => spent(as_of).map_or(Measured::Contradictory, Measured::Open),
        None => Measured::Unknown,
    }
}

/// Whether one ticket of the denominator of one of [`RATES`] is in its numerator; none if it is in
/// neither.
pub(super) fn rate(metric: Metric, case: &Case) -> Option<bool> {
    if case.canceled {
        return None;
    }
    match metric {
        Metric::FirstContactResolution => case.is_done().then(|| {
            case.reopens() == 0
                && case.handovers == 0
                && case.requester_messages == 0
                && case.hold_ms.is_empty()
        }),
        Metric::ReopenRate => (!case.turns.is_empty()).then(|| case.reopens() > 0),
        Metric::ReassignmentRate => Some(case.handovers > 0),
        Metric::TimeToDetect
        | Metric::TimeToAcknowledge
        | Metric::TimeToRespond
        | Metric::TimeToRepair
        | Metric::TimeToRestore
        | Metric::TimeToResolve
        | Metric::TimeToClose
        | Metric::BacklogAge
        | Metric::TimeBetweenFailures
        | Metric::TimeBetweenIncidents
        | Metric::SlaCompliance
        | Metric::TargetElapsed
        | Metric::HoldShare
        | Metric::TimeInState
        | Metric::TimeInGroup
        | Metric::CostOfDelay
        | Metric::Flow => None,
    }
}

/// Whether a target was kept; none if that is still open, or nothing is promised.
pub(super) fn kept(stage: TargetStage) -> Option<bool> {
    match stage {
        TargetStage::Met => Some(true),
        TargetStage::Missed | TargetStage::Breached => Some(false),
        TargetStage::Pending
        | TargetStage::Running
        | TargetStage::Paused
        | TargetStage::Canceled => None,
    }
}

/// How old a ticket is that is open.
pub(super) fn age(case: &Case, as_of: Instant) -> Option<u64> {
    if case.is_done() { None } else { u64::try_from(as_of.since(case.opened_at).as_millis()).ok() }
}

/// A failure of a service: when it began, and how long the service was not back.
pub(super) fn failure(case: &Case, as_of: Instant) -> Option<(&str, Instant, u64)> {
    let service = case.service.as_deref()?;
    if case.canceled || !matches!(case.kind, Kind::Incident | Kind::SecurityIncident) {
        return None;
    }
    let from = case.occurred_at.unwrap_or(case.opened_at);
    let down = match time(Metric::TimeToRestore, case, as_of) {
        Measured::Over(down) | Measured::Open(down) => down,
        Measured::Unknown | Measured::Contradictory | Measured::Apart => 0,
    };
    Some((service, from, down))
}
