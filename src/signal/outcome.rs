use serde::Serialize;

use super::alarm::AlarmState;
use super::foreign::Tally;
use crate::error::Error;
use crate::time::Instant;

/// What became of a signal, or what time brought about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum OutcomeKind {
    /// It opened a candidate.
    Opened,
    /// Its alarm joined an open candidate.
    Joined,
    /// Its alarm is worse than it was, or was raised once more before it was known to be over.
    Worsened,
    /// Its alarm was acknowledged.
    Acknowledged,
    /// Its alarm is held back; `by` says by what.
    Suppressed,
    /// Its alarm comes and goes, and is told of no more until it is steady.
    Flapping,
    /// Its alarm is over.
    Resolved,
    /// It says what was known.
    Duplicate,
    /// It is older than what is known, or about nothing that is known.
    Outdated,
    /// It cannot be read.
    Refused,
    /// Time: an alarm that flapped is steady again.
    Steadied,
    /// Time: nothing has been wrong for the quiet time, and the candidate is closed.
    Recovered,
    /// A candidate made room for another one.
    Evicted,
}

/// What became of a signal, or what time brought about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The place of the signal in its body, from 0; absent for what time brought about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<u64>,
    /// What became of it.
    pub kind: OutcomeKind,
    /// The alarm, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// The candidate, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidate: Option<String>,
    /// What held it back, a window or `shelved`; or the service by way of which it joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The state of the alarm afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<AlarmState>,
    /// Why it cannot be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Error>,
}

/// What became of the signals of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pushed {
    /// When it came in.
    pub received: Instant,
    /// What time had brought about by then, in its order, and then what became of each signal.
    pub outcomes: Vec<Outcome>,
    /// What should be looked at, although nothing was refused for it.
    pub warnings: Vec<Error>,
}

/// How much of what there was, since the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Bodies, also those that were refused whole.
    pub bodies: u64,
    /// Bodies that were refused whole, as their signals cannot be counted.
    pub refused_bodies: u64,
    /// Signals; each is one of those that follow, up to `refused`.
    pub signals: u64,
    /// Signals that opened a candidate.
    pub opened: u64,
    /// Signals whose alarm joined one.
    pub joined: u64,
    /// Signals of an alarm that became worse.
    pub worsened: u64,
    /// Signals that acknowledged an alarm.
    pub acknowledged: u64,
    /// Signals whose alarm is held back.
    pub suppressed: u64,
    /// Signals of an alarm that comes and goes.
    pub flapping: u64,
    /// Signals that an alarm is over.
    pub resolved: u64,
    /// Signals that said what was known.
    pub duplicates: u64,
    /// Signals that were older than what was known.
    pub outdated: u64,
    /// Signals that could not be read.
    pub refused: u64,
    /// Candidates that were opened, also by time.
    pub candidates_opened: u64,
    /// Candidates that recovered.
    pub candidates_recovered: u64,
    /// Candidates that made room for others.
    pub candidates_evicted: u64,
    /// Candidates that ended, and that nobody asked for until they made room in the list of those.
    pub changes_dropped: u64,
    /// Alarms that made room for others when they were over.
    pub evicted_settled: u64,
    /// Alarms that made room for others while they went on.
    pub evicted_active: u64,
    /// How often an alarm began to flap.
    pub flapping_begun: u64,
    /// Signals without a severity.
    pub severity_missing: u64,
    /// Signals whose severity is none of the source's words.
    pub severity_unmapped: u64,
    /// Instants that were far in the future.
    pub future: u64,
    /// Signals that contradict themselves.
    pub contradictory: u64,
    /// Summaries that were cut.
    pub summaries_cut: u64,
    /// Alerts that senders said they left out.
    pub truncated: u64,
    /// Alarms that are remembered.
    pub alarms: u64,
    /// Candidates that are open.
    pub open: u64,
    /// Alarms that flap.
    pub flapping_now: u64,
}

impl Figures {
    /// Counts what was found about the signals of a body.
    pub(super) fn tally(&mut self, tally: &Tally) {
        for (sum, count) in [
            (&mut self.severity_missing, tally.severity_missing),
            (&mut self.severity_unmapped, tally.unmapped),
            (&mut self.future, tally.future),
            (&mut self.contradictory, tally.contradictory),
            (&mut self.summaries_cut, tally.cut),
            (&mut self.truncated, tally.truncated),
        ] {
            *sum = sum.saturating_add(count);
        }
    }

    /// Counts what became of a signal.
    pub(super) fn count(&mut self, kind: OutcomeKind) {
        let count = match kind {
            OutcomeKind::Opened => &mut self.opened,
            OutcomeKind::Joined => &mut self.joined,
            OutcomeKind::Worsened => &mut self.worsened,
            OutcomeKind::Acknowledged => &mut self.acknowledged,
            OutcomeKind::Suppressed => &mut self.suppressed,
            OutcomeKind::Flapping => &mut self.flapping,
            OutcomeKind::Resolved => &mut self.resolved,
            OutcomeKind::Duplicate => &mut self.duplicates,
            OutcomeKind::Outdated => &mut self.outdated,
            OutcomeKind::Refused => &mut self.refused,
            OutcomeKind::Steadied | OutcomeKind::Recovered | OutcomeKind::Evicted => return,
        };
        more(count);
        more(&mut self.signals);
    }
}

/// One more.
pub(super) fn more(count: &mut u64) {
    *count = count.saturating_add(1);
}
