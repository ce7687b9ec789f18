use serde::Serialize;

use super::Within;
use crate::condition::Condition;
use crate::document::words;
use crate::model::Ticket;
use crate::time::{Instant, Span};

/// Who promises what to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum AgreementType {
    /// The provider to the customer: a service level agreement.
    Sla,
    /// One part of the provider to another: an operational level agreement. Its clocks start when
    /// a group has the ticket, unless the target says otherwise.
    Ola,
    /// A supplier to the provider: an underpinning contract.
    UnderpinningContract,
}

words!(AgreementType { Sla: "sla", Ola: "ola", UnderpinningContract: "underpinningContract" });

/// What a target is about. A kind brings conditions for what the target leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum TargetKind {
    /// Somebody has taken it up: stops when the state is no longer a new one.
    Acknowledge,
    /// The requester has a first answer: stops when the support has answered, or with the work.
    FirstResponse,
    /// The requester has an answer again: runs from the first unanswered message to the answer.
    NextUpdate,
    /// There is a way round: stops when the field `workaround` has a value, or with the work.
    Workaround,
    /// The service is back: stops when the field `restored` is true, or with the work.
    Restore,
    /// The work is done: stops when the state is resolved, closed or canceled.
    Resolve,
    /// The ticket has ended: stops when the state is closed or canceled.
    Close,
    /// The damage is contained: stops when the field `contained` is true, or with the work.
    Contain,
}

words!(TargetKind {
    Acknowledge: "acknowledge",
    FirstResponse: "firstResponse",
    NextUpdate: "nextUpdate",
    Workaround: "workaround",
    Restore: "restore",
    Resolve: "resolve",
    Close: "close",
    Contain: "contain",
});

impl TargetKind {
    /// The word in documents, which is also the target's identifier if it has no other.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::FirstResponse => "firstResponse",
            Self::NextUpdate => "nextUpdate",
            Self::Workaround => "workaround",
            Self::Restore => "restore",
            Self::Resolve => "resolve",
            Self::Close => "close",
            Self::Contain => "contain",
        }
    }
}

/// What becomes of the time already counted when the terms of a clock change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Carry {
    /// It stays as it is, and the new target is what it is held against.
    #[default]
    CarryElapsed,
    /// It stays the same share of the target: half used of four hours is half used of eight.
    CarryPercent,
    /// It is counted again from the cycle's start, as if the new terms had always been there.
    Retroactive,
    /// It is gone: the clock starts again at the change.
    Restart,
    /// It stays with the old terms, whose cycle ends; the new terms get a cycle of their own.
    Segment,
}

words!(Carry {
    CarryElapsed: "carryElapsed",
    CarryPercent: "carryPercent",
    Retroactive: "retroactive",
    Restart: "restart",
    Segment: "segment",
});

/// What a clock does that had stopped when its stop condition is no longer true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum OnReopen {
    /// It goes on with what it had counted.
    #[default]
    Resume,
    /// The cycle keeps its outcome, and another one starts at nothing.
    NewCycle,
    /// The same cycle starts again at nothing.
    Restart,
    /// It stays as it had stopped, for good.
    Ignore,
}

words!(OnReopen { Resume: "resume", NewCycle: "newCycle", Restart: "restart", Ignore: "ignore" });

/// Whether time in which the clock did not run is taken off its target afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum StandingTime {
    /// It does not count.
    #[default]
    GivenBack,
    /// It counts as soon as the clock runs again.
    Counts,
}

words!(StandingTime { GivenBack: "givenBack", Counts: "counts" });

/// When something is due whose time is used up exactly at a closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Boundary {
    /// At that closing.
    #[default]
    Closing,
    /// At the next opening.
    NextOpening,
    /// At the next opening if that is on another date, else at the closing.
    NextWorkingDay,
}

words!(Boundary {
    Closing: "closing",
    NextOpening: "nextOpening",
    NextWorkingDay: "nextWorkingDay",
});

/// Whether what is done at the very instant it is due is done in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum AtDue {
    /// It is: only later is too late.
    #[default]
    Met,
    /// It is not.
    Missed,
}

words!(AtDue { Met: "met", Missed: "missed" });

/// How a clock treats what other systems treat differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// When the priority, or a rule of the target, changes how long it may take.
    pub on_target_change: Carry,
    /// When another calendar or zone becomes the one that counts.
    pub on_calendar_change: Carry,
    /// When work that counted as done is taken up again.
    pub on_reopen: OnReopen,
    /// Whether the time between stop and reopening counts afterwards.
    pub resolved_time: StandingTime,
    /// Whether paused time counts afterwards.
    pub paused_time: StandingTime,
    /// Where a target ends that is used up at a closing.
    pub boundary: Boundary,
    /// Whether the due instant itself is in time.
    pub at_due: AtDue,
}

/// Another system's answers to the questions of [`Settings`], under its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Profile {
    /// Zammad, and what else builds on the biz gem.
    Zammad,
    /// Request Tracker without `ExcludeTimeOnIgnoredStatuses`.
    Rt,
    /// Frappe Helpdesk.
    Frappe,
    /// GLPI.
    Glpi,
    /// iTop.
    Itop,
}

words!(Profile { Zammad: "zammad", Rt: "rt", Frappe: "frappe", Glpi: "glpi", Itop: "itop" });

impl Profile {
    /// The settings that the name stands for.
    #[must_use]
    pub fn settings(self) -> Settings {
        let recounts = Settings {
            on_target_change: Carry::Retroactive,
            on_calendar_change: Carry::Retroactive,
            ..Settings::default()
        };
        match self {
            Self::Zammad => Settings { boundary: Boundary::NextOpening, ..recounts },
            Self::Rt => Settings {
                boundary: Boundary::NextOpening,
                paused_time: StandingTime::Counts,
                ..recounts
            },
            Self::Frappe => recounts,
            Self::Glpi => Settings { boundary: Boundary::NextWorkingDay, ..recounts },
            Self::Itop => Settings::default(),
        }
    }
}

/// A checked agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// What documents name it by.
    pub id: String,
    /// Who promises what to whom.
    pub agreement_type: AgreementType,
    /// The calendar whose working time counts; all time if none.
    pub calendar: Option<String>,
    /// The field of the ticket that names the zone in which the calendar is read.
    pub zone_field: Option<String>,
    /// The tickets that it is about; all if none.
    pub applies_if: Option<Condition>,
    /// The choice it belongs to: of those with the same name, the first that applies counts.
    pub one_of: Option<String>,
    /// The first instant at which a ticket may be recorded that it is about.
    pub valid_from: Option<Instant>,
    /// The first instant at which no longer.
    pub valid_to: Option<Instant>,
    /// What it promises.
    pub targets: Vec<Target>,
}

impl Agreement {
    /// Whether it is about a ticket as it stands.
    #[must_use]
    pub fn applies_to(&self, ticket: &Ticket) -> bool {
        self.valid_from.is_none_or(|from| from <= ticket.opened_at)
            && self.valid_to.is_none_or(|to| ticket.opened_at < to)
            && self.applies_if.as_ref().is_none_or(|condition| condition.holds(ticket))
    }
}

/// A checked target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What documents name it by.
    pub id: String,
    /// What it is about, if the policy says so.
    pub kind: Option<TargetKind>,
    /// When its clock starts; with the ticket if none.
    pub start: Option<Condition>,
    /// The field with the instant from which its clock counts once it has started.
    pub start_from: Option<StartFrom>,
    /// When its clock stops.
    pub stop: Condition,
    /// While what its clock waits.
    pub pause: Option<Condition>,
    /// What ends a wait; the end of what began it if none.
    pub resume: Option<Condition>,
    /// What ends a cycle and begins the next one.
    pub reset: Option<Condition>,
    /// While what nothing is promised.
    pub cancel: Option<Condition>,
    /// How it treats what other systems treat differently.
    pub settings: Settings,
    /// How long it may take if a condition is true; the first that is counts.
    pub exceptions: Vec<(Condition, Within)>,
    /// How long it may take otherwise, by priority.
    pub within: Vec<(String, Within)>,
    /// When to warn before it is due.
    pub warnings: Vec<Warning>,
}

/// From when a clock counts that starts later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartFrom {
    /// From the recording of the ticket.
    Opening,
    /// From the instant in this field.
    Field(String),
}

/// When to warn before a target is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// As the policy writes it.
    pub text: String,
    /// At how much of the target.
    pub threshold: Threshold,
}

/// At how much of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threshold {
    /// When so many percent of it are used, from 1 to 99.
    Percent(i64),
    /// When so much of it is left.
    Left(Span),
}

impl Threshold {
    /// How much has elapsed when it is reached, of a target of this length.
    pub(super) fn elapsed(self, budget: Span) -> Span {
        match self {
            Self::Percent(percent) => share(budget, percent, 100),
            Self::Left(left) => budget.minus(left).max(Span::ZERO),
        }
    }
}

/// `span` times `numerator` over `denominator`, rounded up to a whole millisecond.
pub(super) fn share(span: Span, numerator: i64, denominator: i64) -> Span {
    let product = i128::from(span.as_millis()).saturating_mul(i128::from(numerator));
    let denominator = i128::from(denominator.max(1));
    let rounded = product.saturating_add(denominator.saturating_sub(1)).div_euclid(denominator);
    Span::from_millis(i64::try_from(rounded).unwrap_or(i64::MAX))
}

impl Target {
    /// How long it may take as the ticket stands; none if nothing is promised.
    #[must_use]
    pub fn within(&self, ticket: &Ticket) -> Option<Within> {
        let exception = self.exceptions.iter().find(|(condition, _)| condition.holds(ticket));
        if let Some((_, within)) = exception {
            return Some(*within);
        }
        let priority = ticket.priority.as_deref()?;
        self.within.iter().find(|(level, _)| level == priority).map(|(_, within)| *within)
    }

    /// The instant from which a clock counts that starts at `at`.
    pub(super) fn counts_from(&self, ticket: &Ticket, at: Instant) -> Instant {
        let from = match &self.start_from {
            None => None,
            Some(StartFrom::Opening) => Some(ticket.opened_at),
            Some(StartFrom::Field(field)) => ticket
                .facts
                .get(field)
                .and_then(|value| value.as_text())
                .and_then(|text| Instant::parse(text).ok()),
        };
        from.map_or(at, |from| from.min(at))
    }
}
