use serde::Serialize;

use super::cycle::{Breach, Clock, Finished, Phase};
use super::track::{Terms, follow};
use super::{Agreement, AgreementType, AtDue, TargetKind};
use crate::calendar::Calendars;
use crate::error::Error;
use crate::model::Ticket;
use crate::time::{Instant, Segment, Span};

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// It has not started, or nothing is promised for the ticket's priority.
    Pending,
    /// It runs, and the target can still be met.
    Running,
    /// It waits.
    Paused,
    /// It runs or waits, and the target is missed already.
    Breached,
    /// It stopped in time.
    Met,
    /// It stopped too late.
    Missed,
    /// Nothing is promised any more.
    Canceled,
}

impl Stage {
    /// The word in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Breached => "breached",
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Canceled => "canceled",
        }
    }
}

/// How a cycle ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// In time.
    Met,
    /// Too late.
    Missed,
    /// Without a verdict.
    Canceled,
}

/// A target's clock at one instant. Durations are milliseconds; those of the agreement's time
/// unless the name says `Real`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClockState {
    /// The agreement's identifier.
    pub agreement: String,
    /// Who promises what to whom.
    #[serde(rename = "type")]
    pub agreement_type: AgreementType,
    /// The target's identifier.
    pub target: String,
    /// What it is about, if the policy says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<TargetKind>,
    /// Where it stands.
    pub stage: Stage,
    /// The number of its cycle, from 1.
    pub cycle: u64,
    /// How long it may take as the policy writes it; none if nothing is promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The same in milliseconds, once it has started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_ms: Option<i64>,
    /// How long it has run.
    pub elapsed_ms: i64,
    /// How long that was, open or not.
    pub elapsed_real_ms: i64,
    /// How long it has waited.
    pub paused_ms: i64,
    /// How long that was, open or not.
    pub paused_real_ms: i64,
    /// What is left; negative once it is too late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining_ms: Option<i64>,
    /// How many whole percent of the target are used; 100 only if it is used up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<i64>,
    /// How far it has run beyond the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overrun_ms: Option<i64>,
    /// When it started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Instant>,
    /// When it is due, or was. None while it waits: the instant moves as long as the pause lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Instant>,
    /// While it waits with time left: when it would be due if it went on now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub projected_due_at: Option<Instant>,
    /// When it stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Instant>,
    /// When its time first ran out in this cycle, by the terms that judge it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breached_at: Option<Instant>,
    /// When its stage, or a warning, changes next if nothing happens but time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_change_at: Option<Instant>,
    /// The priority that sets the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// The warnings that have been reached, earliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warned: Vec<Warned>,
    /// Every breach there ever was, in this cycle or before, under these terms or others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breaches: Vec<BreachState>,
    /// The cycles that are over.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cycles: Vec<CycleState>,
    /// Why it cannot be told when it is due, for example since the calendar has no time left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<Error>,
}

/// A warning that has been reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Warned {
    /// As the policy writes it, for example `75%`.
    pub warning: String,
    /// When.
    pub at: Instant,
}

/// A breach, now or in the past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BreachState {
    /// The agreement whose terms were missed.
    pub agreement: String,
    /// The cycle.
    pub cycle: u64,
    /// When the time ran out.
    pub at: Instant,
    /// When it was due by the terms of that time.
    pub due_at: Instant,
}

/// A cycle that is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CycleState {
    /// Its number, from 1.
    pub cycle: u64,
    /// When it started.
    pub started_at: Instant,
    /// When it ended.
    pub ended_at: Instant,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it had run.
    pub elapsed_ms: i64,
    /// When it was due, if that was known at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Instant>,
    /// When its time ran out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breached_at: Option<Instant>,
    /// The warnings that were reached.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warned: Vec<Warned>,
}

/// The clocks of every target of every agreement that was ever about this ticket, in written order.
///
/// Time grows with the number of events times the number of targets.
#[must_use]
pub fn clocks(
    ticket: &Ticket,
    agreements: &[Agreement],
    calendars: &Calendars,
    now: Instant,
) -> Vec<ClockState> {
    let Some((lines, past)) = follow(ticket, agreements, calendars, now) else {
        return Vec::new();
    };
    let now = now.max(past.updated_at);
    lines.iter().filter_map(|line| line.clock.state(now)).collect()
}

/// The clock that is nearest to its end: of those that have neither stopped nor been canceled, the
/// one that is, or would be, due first.
#[must_use]
pub fn strictest(clocks: &[ClockState]) -> Option<&ClockState> {
    let live = |clock: &&ClockState| {
        matches!(clock.stage, Stage::Running | Stage::Paused | Stage::Breached)
    };
    clocks
        .iter()
        .filter(live)
        .filter_map(|clock| Some((clock.due_at.or(clock.projected_due_at)?, clock)))
        .min_by_key(|(due, _)| *due)
        .map(|(_, clock)| clock)
}

impl<'a> Clock<'a> {
    /// How it stands at an instant not before the last event; none if it never had terms.
    pub(super) fn state(&self, now: Instant) -> Option<ClockState> {
        let terms = self.terms.as_ref()?;
        let elapsed = self.elapsed_at(now);
        let open = self.open_run();
        let breach = self.breach.or_else(|| self.judge(open?, now));
        let stage = self.stage(breach.is_some());
        let allowed = self.allowed();
        let remaining = allowed.map(|allowed| allowed.minus(elapsed));
        let due = self.due_at(elapsed);
        let waits = self.phase == Phase::Paused && remaining > Some(Span::ZERO);
        let projected = waits.then(|| self.due_from(now)?.ok()).flatten();
        let real = |segments: &[Segment]| segments.iter().map(|one| one.span().as_millis()).sum();
        let counted = self.counted(now);
        let paused = self.paused(now);
        let paused_worth: i64 = paused.iter().map(|one| self.worth(*one).as_millis()).sum();
        Some(ClockState {
            agreement: terms.agreement.id.clone(),
            agreement_type: terms.agreement.agreement_type,
            target: terms.target.id.clone(),
            kind: terms.target.kind,
            stage,
            cycle: self.cycle(),
            within: terms.within.map(|within| within.to_string()),
            within_ms: allowed.map(Span::as_millis),
            elapsed_ms: elapsed.as_millis(),
            elapsed_real_ms: real(&counted),
            paused_ms: paused_worth,
            paused_real_ms: real(&paused),
            remaining_ms: remaining.map(Span::as_millis),
            percent: allowed.and_then(|allowed| percent(elapsed, allowed)),
            overrun_ms: remaining
                .map(Span::as_millis)
                .filter(|left| *left < 0)
                .map(i64::saturating_neg),
            started_at: self.started_at,
            due_at: due.as_ref().and_then(|due| due.as_ref().ok()).copied(),
            projected_due_at: projected,
            stopped_at: self.stopped_at,
            breached_at: breach.map(|breach| breach.at),
            next_change_at: self.next_change(terms, now, breach.is_some()),
            priority: self.priority.clone(),
            warned: self.warned(now),
            breaches: self.breaches(breach).into_iter().map(BreachState::of).collect(),
            cycles: self.finished.iter().map(CycleState::of).collect(),
            finding: self.finding(due),
        })
    }

    pub(super) fn stage(&self, late: bool) -> Stage {
        match self.phase {
            Phase::Idle => Stage::Pending,
            Phase::Canceled => Stage::Canceled,
            Phase::Stopped if late => Stage::Missed,
            _ if late => Stage::Breached,
            _ if self.budget.is_none() => Stage::Pending,
            Phase::Stopped => Stage::Met,
            Phase::Running => Stage::Running,
            Phase::Paused => Stage::Paused,
        }
    }

    /// When it is due, or was; none while it waits with time left.
    pub(super) fn due_at(&self, elapsed: Span) -> Option<Result<Instant, Error>> {
        let budget = self.allowed()?;
        let open = self.open_run().filter(|run| run.before < budget);
        match self.phase {
            Phase::Idle => None,
            Phase::Running => match open {
                Some(run) => Some(self.due_in(run, budget)),
                None => self.used_up().map(Ok),
            },
            Phase::Stopped if elapsed < budget => self.due_from(self.stopped_at?),
            Phase::Paused | Phase::Canceled | Phase::Stopped => {
                if elapsed < budget {
                    return None;
                }
                self.used_up().map(Ok)
            }
        }
    }

    fn finding(&self, due: Option<Result<Instant, Error>>) -> Option<Error> {
        match &self.budget {
            Some(Err(error)) => Some(error.clone()),
            Some(Ok(_)) | None => due?.err(),
        }
    }

    /// The stretches that counted, up to an instant.
    pub(super) fn counted(&self, now: Instant) -> Vec<Segment> {
        self.runs.iter().filter_map(|run| Segment::new(run.from, run.to.unwrap_or(now))).collect()
    }

    fn paused(&self, now: Instant) -> Vec<Segment> {
        self.halts
            .iter()
            .filter(|halt| halt.phase == Phase::Paused)
            .filter_map(|halt| Segment::new(halt.from, halt.to.unwrap_or(now)))
            .collect()
    }

    /// Every breach, those of cycles that are over and of earlier terms first.
    fn breaches(&self, present: Option<Breach<'a>>) -> Vec<Breach<'a>> {
        let mut all: Vec<Breach<'a>> =
            self.finished.iter().filter_map(|cycle| cycle.breach).collect();
        all.extend(self.earlier.iter().copied());
        all.extend(present);
        all.sort_by_key(|breach| (breach.at, breach.cycle));
        all
    }

    fn warned(&self, now: Instant) -> Vec<Warned> {
        let open = self.open_run().map(|run| self.warnings_in(run, now));
        self.warned.iter().cloned().chain(open.into_iter().flatten()).collect()
    }

    fn next_change(&self, terms: &Terms<'_>, now: Instant, late: bool) -> Option<Instant> {
        let (run, budget) = (self.open_run()?, self.allowed()?);
        let warnings = terms.target.warnings.iter().filter_map(|warning| {
            let left = warning.threshold.elapsed(budget).minus(run.before);
            if self.warned.iter().any(|warned| warned.warning == warning.text) {
                return None;
            }
            run.hours.add(run.from, left.max(Span::ZERO)).ok()
        });
        let due = || {
            let (_, missed_at) = self.runs_out(run, budget)?;
            match terms.target.settings.at_due {
                // Still met at the due instant itself, so the answer changes just after it.
                AtDue::Met => missed_at.plus(Span::from_millis(1)).ok(),
                AtDue::Missed => Some(missed_at),
            }
        };
        let breach = if late { None } else { due() };
        warnings.chain(breach).filter(|at| *at > now).min()
    }
}

/// Whole percent, rounded down, so that 100 means used up.
fn percent(elapsed: Span, allowed: Span) -> Option<i64> {
    let percent = i128::from(elapsed.as_millis()).saturating_mul(100);
    i64::try_from(percent.checked_div(i128::from(allowed.as_millis()))?).ok()
}

impl BreachState {
    fn of(breach: Breach<'_>) -> Self {
        Self {
            agreement: breach.agreement.to_owned(),
            cycle: breach.cycle,
            at: breach.at,
            due_at: breach.due_at,
        }
    }
}

impl CycleState {
    fn of(cycle: &Finished<'_>) -> Self {
        Self {
            cycle: cycle.cycle,
            started_at: cycle.started_at,
            ended_at: cycle.ended_at,
            outcome: cycle.outcome,
            elapsed_ms: cycle.elapsed.as_millis(),
            due_at: cycle.due_at,
            breached_at: cycle.breach.map(|breach| breach.at),
            warned: cycle.warned.clone(),
        }
    }
}
