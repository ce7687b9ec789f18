//! A deadline with what it rests on, so that somebody else can add it up again.

mod reading;
mod verify;

use serde::Serialize;

use super::cycle::{Clock, Halt, Phase};
use super::track::follow;
use super::{Agreement, Hours, Stage};
use crate::calendar::{CalendarDraft, Calendars, Openness};
use crate::digest;
use crate::document::{object, words};
use crate::error::{Code, Error};
use crate::limits;
use crate::model::Ticket;
use crate::time::{Instant, Segment, tzdb_version};

/// Which clock is to be proven, when, and by which policy.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The agreement's identifier.
    pub agreement: &'a str,
    /// The target's identifier.
    pub target: &'a str,
    /// The instant at which the clock is read.
    pub at: Instant,
    /// The digest of the policy.
    pub policy: &'a str,
}

/// A clock's cycle as it stands at an instant, in steps that leave no gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// The ticket's identifier.
    pub ticket: String,
    /// The version of the ticket.
    pub version: u64,
    /// The agreement's identifier.
    pub agreement: String,
    /// The target's identifier.
    pub target: String,
    /// The number of the cycle, from 1.
    pub cycle: u64,
    /// Where the clock stands.
    pub stage: String,
    /// The priority that sets the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// How long it may take, as the policy writes it.
    pub within: String,
    /// The same in milliseconds.
    pub within_ms: i64,
    /// When the cycle started.
    pub started_at: Instant,
    /// When the clock was read.
    pub read_at: Instant,
    /// The instant that the figures are about: when the clock was read, or when it stopped.
    pub until: Instant,
    /// The time used until then.
    pub elapsed_ms: i64,
    /// When it is due, or was; none while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Instant>,
    /// The calendars that steps refer to, each in the zone in which it is read.
    pub calendars: Vec<CalendarDraft>,
    /// From the start to `until` and, while it runs, on to the instant at which it is due.
    pub steps: Vec<Step>,
    /// Changes of the time used that no step accounts for: what a change of target carried over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<Adjustment>,
    /// The digest of the policy.
    pub policy: String,
    /// The release of the time zone database.
    pub tzdb: String,
    /// The digest of all of the above.
    pub digest: String,
}

object!(Proof {
    ticket: needed "ticket",
    version: needed "version",
    agreement: needed "agreement",
    target: needed "target",
    cycle: needed "cycle",
    stage: needed "stage",
    priority: optional "priority",
    within: needed "within",
    within_ms: needed "withinMs",
    started_at: needed "startedAt",
    read_at: needed "readAt",
    until: needed "until",
    elapsed_ms: needed "elapsedMs",
    due_at: optional "dueAt",
    calendars: needed "calendars",
    steps: needed "steps",
    adjustments: or_default "adjustments",
    policy: needed "policy",
    tzdb: needed "tzdb",
    digest: needed "digest",
});

/// A stretch of time, and whether and why it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The first instant inside.
    pub from: Instant,
    /// The first instant after it.
    pub to: Instant,
    /// How much of it counts, in milliseconds.
    pub counted_ms: i64,
    /// Why.
    pub reason: StepReason,
    /// The holiday's name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The version of the event since which the clock does not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<u64>,
    /// The number of the calendar that decides, from 0; none if all time counts, or none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<u64>,
    /// The seconds by which local clocks are moved within the step, on the clocks of its calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clocks_moved_s: Option<i64>,
}

object!(Step {
    from: needed "from",
    to: needed "to",
    counted_ms: needed "countedMs",
    reason: needed "reason",
    name: optional "name",
    event: optional "event",
    calendar: optional "calendar",
    clocks_moved_s: optional "clocksMovedS",
});

/// Why a step counts or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum StepReason {
    /// The calendar is open.
    Open,
    /// All time counts.
    AllTime,
    /// The calendar has no hours there.
    Closed,
    /// It lies on a holiday.
    Holiday,
    /// It lies in a dated break.
    Break,
    /// The pause condition was true.
    Paused,
    /// The stop condition was true.
    Stopped,
    /// Nothing was promised.
    Canceled,
}

impl StepReason {
    /// Whether the whole of such a step counts; nothing of any other does.
    pub(super) const fn counts(self) -> bool {
        matches!(self, Self::Open | Self::AllTime)
    }
}

words!(StepReason {
    Open: "open",
    AllTime: "allTime",
    Closed: "closed",
    Holiday: "holiday",
    Break: "break",
    Paused: "paused",
    Stopped: "stopped",
    Canceled: "canceled",
});

/// A change of the time used that no step accounts for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Adjustment {
    /// When.
    pub at: Instant,
    /// By how much, in milliseconds.
    pub by_ms: i64,
}

object!(Adjustment { at: needed "at", by_ms: needed "byMs" });

/// The proof of a clock's present cycle. One of a cycle that is over is had by reading the clock at
/// an instant within it.
///
/// # Errors
/// `sla.clockUnknown` if no such clock runs, has run or waits at that instant; `limit.exceeded` if
/// the proof would have too many steps; why the clock cannot tell when it is due.
pub fn prove(
    ticket: &Ticket,
    agreements: &[Agreement],
    calendars: &Calendars,
    wanted: Wanted<'_>,
) -> Result<Proof, Error> {
    let unknown = || {
        Error::new(Code::ClockUnknown)
            .with("agreement", wanted.agreement)
            .with("target", wanted.target)
    };
    let (lines, past) = follow(ticket, agreements, calendars, wanted.at).ok_or_else(unknown)?;
    let found = lines.iter().map(|line| &line.clock).find_map(|clock| {
        let state = clock.state(wanted.at.max(past.updated_at))?;
        let same = state.agreement == wanted.agreement && state.target == wanted.target;
        same.then_some((clock, state))
    });
    let (clock, state) = found.ok_or_else(unknown)?;
    if let Some(error) = state.finding {
        return Err(error);
    }
    let (Some(started_at), Some(within_ms), Some(within)) =
        (state.started_at, state.within_ms, state.within)
    else {
        return Err(unknown());
    };
    let until = state.stopped_at.unwrap_or(wanted.at.max(past.updated_at));
    let ahead = state.due_at.filter(|due| state.stage == Stage::Running && *due > until);
    let mut steps = Steps::default();
    steps.of_clock(clock, until, ahead)?;
    let mut proof = Proof {
        ticket: ticket.id.clone(),
        version: past.version,
        agreement: state.agreement,
        target: state.target,
        cycle: state.cycle,
        stage: state.stage.as_str().to_owned(),
        priority: state.priority,
        within,
        within_ms,
        started_at,
        read_at: wanted.at,
        until,
        elapsed_ms: state.elapsed_ms,
        due_at: state.due_at,
        calendars: steps.calendars,
        steps: steps.list,
        adjustments: clock
            .shifts
            .iter()
            .map(|shift| Adjustment { at: shift.at, by_ms: shift.by.as_millis() })
            .collect(),
        policy: wanted.policy.to_owned(),
        tzdb: tzdb_version().to_owned(),
        digest: String::new(),
    };
    proof.digest = proof.digest_of_content();
    Ok(proof)
}

impl Proof {
    /// The digest of everything but the digest.
    fn digest_of_content(&self) -> String {
        digest::of(&Self { digest: String::new(), ..self.clone() })
    }
}

/// The steps of a proof while they are gathered, with the calendars that they need.
#[derive(Debug, Default)]
struct Steps {
    list: Vec<Step>,
    calendars: Vec<CalendarDraft>,
}

impl Steps {
    /// Everything that the clock went through, and what lies ahead until it is due.
    fn of_clock(
        &mut self,
        clock: &Clock<'_>,
        until: Instant,
        ahead: Option<Instant>,
    ) -> Result<(), Error> {
        let mut halts = clock.halts.iter().peekable();
        for run in &clock.runs {
            while let Some(halt) = halts.next_if(|halt| halt.from < run.from) {
                self.of_halt(halt, until);
            }
            let to = run.to.or(ahead).unwrap_or(until);
            if let Some(segment) = Segment::new(run.from, to) {
                self.of_run(segment, &run.hours)?;
            }
        }
        // A clock that has stopped has nothing to show after that.
        for halt in halts.filter(|halt| halt.from < until) {
            self.of_halt(halt, until);
        }
        Ok(())
    }

    fn of_halt(&mut self, halt: &Halt, until: Instant) {
        let reason = match halt.phase {
            Phase::Stopped => StepReason::Stopped,
            Phase::Canceled => StepReason::Canceled,
            Phase::Idle | Phase::Running | Phase::Paused => StepReason::Paused,
        };
        if let Some(segment) = Segment::new(halt.from, halt.to.unwrap_or(until)) {
            let event = Some(halt.version);
            self.list.push(Step { event, ..Step::of(segment, 0, reason) });
        }
    }

    fn of_run(&mut self, segment: Segment, hours: &Hours) -> Result<(), Error> {
        let Hours::Working(calendar) = hours else {
            let counted = segment.span().as_millis();
            self.list.push(Step::of(segment, counted, StepReason::AllTime));
            return Ok(());
        };
        let number = self.calendar(calendar.draft());
        let most = usize::try_from(limits::ENTRIES.maximum).unwrap_or(usize::MAX);
        let left = most.saturating_sub(self.list.len());
        let pieces = calendar
            .explain(segment, left)
            .ok_or_else(|| Error::beyond(&limits::ENTRIES, most.saturating_add(1)))?;
        for (piece, why) in pieces {
            let (reason, name) = match why {
                Openness::Open => (StepReason::Open, None),
                Openness::Closed => (StepReason::Closed, None),
                Openness::Holiday(name) => (StepReason::Holiday, name),
                Openness::Break => (StepReason::Break, None),
            };
            let open = reason == StepReason::Open;
            let counted = if open { piece.span().as_millis() } else { 0 };
            let zone = calendar.zone();
            let moved = zone.next_change(piece.from).filter(|(at, _)| *at < piece.to);
            self.list.push(Step {
                name,
                calendar: number,
                clocks_moved_s: moved
                    .map(|(_, offset)| offset.saturating_sub(zone.offset_at(piece.from))),
                ..Step::of(piece, counted, reason)
            });
        }
        Ok(())
    }

    /// The number of a calendar, which is added if it is a new one.
    fn calendar(&mut self, draft: &CalendarDraft) -> Option<u64> {
        let known = self.calendars.iter().position(|other| other == draft);
        let number = known.unwrap_or_else(|| {
            self.calendars.push(draft.clone());
            self.calendars.len().saturating_sub(1)
        });
        u64::try_from(number).ok()
    }
}

impl Step {
    fn of(segment: Segment, counted_ms: i64, reason: StepReason) -> Self {
        Self {
            from: segment.from,
            to: segment.to,
            counted_ms,
            reason,
            name: None,
            event: None,
            calendar: None,
            clocks_moved_s: None,
        }
    }
}
