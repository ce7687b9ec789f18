use serde::Serialize;

use crate::document::words;

/// A figure about how well the team does; [`DEFINITIONS`] says what each one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Metric {
    /// MTTD.
    TimeToDetect,
    /// MTTA.
    TimeToAcknowledge,
    /// MTTR, where R is respond.
    TimeToRespond,
    /// MTTR, where R is repair.
    TimeToRepair,
    /// MTTR, where R is restore: MTRS of ITIL.
    TimeToRestore,
    /// MTTR, where R is resolve.
    TimeToResolve,
    /// From opening to closing.
    TimeToClose,
    /// How old open tickets are.
    BacklogAge,
    /// MTBF.
    TimeBetweenFailures,
    /// MTBSI.
    TimeBetweenIncidents,
    /// Done at the first contact.
    FirstContactResolution,
    /// Taken up again.
    ReopenRate,
    /// Handed over.
    ReassignmentRate,
    /// Promises kept.
    SlaCompliance,
    /// Working time against a target.
    TargetElapsed,
    /// Waiting, by reason.
    HoldShare,
    /// Time in each state.
    TimeInState,
    /// Time with each group.
    TimeInGroup,
    /// What open incidents cost.
    CostOfDelay,
    /// Opened, done and open over time.
    Flow,
}

words!(Metric {
    TimeToDetect: "timeToDetect",
    TimeToAcknowledge: "timeToAcknowledge",
    TimeToRespond: "timeToRespond",
    TimeToRepair: "timeToRepair",
    TimeToRestore: "timeToRestore",
    TimeToResolve: "timeToResolve",
    TimeToClose: "timeToClose",
    BacklogAge: "backlogAge",
    TimeBetweenFailures: "timeBetweenFailures",
    TimeBetweenIncidents: "timeBetweenIncidents",
    FirstContactResolution: "firstContactResolution",
    ReopenRate: "reopenRate",
    ReassignmentRate: "reassignmentRate",
    SlaCompliance: "slaCompliance",
    TargetElapsed: "targetElapsed",
    HoldShare: "holdShare",
    TimeInState: "timeInState",
    TimeInGroup: "timeInGroup",
    CostOfDelay: "costOfDelay",
    Flow: "flow",
});

/// What a metric is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// Whole milliseconds.
    Milliseconds,
    /// A part of a whole, from 0 to 1.
    Share,
    /// Smallest units of a currency.
    Money,
    /// Tickets.
    Tickets,
}

/// One metric, told so that somebody else can compute it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Definition {
    /// Which one.
    pub metric: Metric,
    /// What people call it.
    pub name: &'static str,
    /// What it is measured in.
    pub unit: Unit,
    /// What is added up.
    pub numerator: &'static str,
    /// What the sum is divided by.
    pub denominator: &'static str,
    /// Which tickets have no part in it.
    pub left_out: &'static str,
    /// What becomes of those that are not over.
    pub censoring: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
}

const CENSORED: &str = "open tickets count in `open` with their age so far, and in `survival`";
const NONE: &str = "none";
const SHARED: &str = "canceled tickets, and those that never reached the end measured here";
const ITIL: &str = "ITIL 4, incident management practice";
const ITIL_AVAILABILITY: &str = "ITIL 4, availability management practice";
const USAGE: &str = "common usage of service desks";
const OWN: &str = "this crate";

const fn time(
    metric: Metric,
    name: &'static str,
    numerator: &'static str,
    source: &'static str,
) -> Definition {
    let denominator = "tickets that have both instants";
    let (left_out, censoring, unit) = (SHARED, CENSORED, Unit::Milliseconds);
    Definition { metric, name, unit, numerator, denominator, left_out, censoring, source }
}

const fn share(
    metric: Metric,
    name: &'static str,
    [numerator, denominator, left_out, censoring]: [&'static str; 4],
    source: &'static str,
) -> Definition {
    let unit = Unit::Share;
    Definition { metric, name, unit, numerator, denominator, left_out, censoring, source }
}

const fn other(
    metric: Metric,
    name: &'static str,
    unit: Unit,
    [numerator, denominator, left_out, censoring]: [&'static str; 4],
    source: &'static str,
) -> Definition {
    Definition { metric, name, unit, numerator, denominator, left_out, censoring, source }
}

/// Every metric, defined once. Times are those of the UTC line, whatever the working hours;
/// `targetElapsed` alone is working time.
pub const DEFINITIONS: &[Definition] = &[
    time(
        Metric::TimeToDetect,
        "mean time to detect (MTTD)",
        "time from when it occurred to when it was detected, else opened",
        ITIL,
    ),
    time(
        Metric::TimeToAcknowledge,
        "mean time to acknowledge (MTTA)",
        "time from opening to the first state that is not new",
        USAGE,
    ),
    time(
        Metric::TimeToRespond,
        "mean time to respond",
        "time from opening to the first answer that the requester can see",
        USAGE,
    ),
    time(
        Metric::TimeToRepair,
        "mean time to repair",
        "time in active states until resolved, waiting and queueing left out",
        ITIL_AVAILABILITY,
    ),
    time(
        Metric::TimeToRestore,
        "mean time to restore service (MTRS)",
        "time from when it occurred, else opened, to when the fact `restored` last became true, \
         else resolved",
        ITIL_AVAILABILITY,
    ),
    time(
        Metric::TimeToResolve,
        "mean time to resolve",
        "time from opening to the last resolution, or to closing without one",
        ITIL,
    ),
    time(Metric::TimeToClose, "mean time to close", "time from opening to the last closing", USAGE),
    other(
        Metric::BacklogAge,
        "age of the backlog",
        Unit::Milliseconds,
        [
            "time from opening to `asOf`",
            "tickets that are open at `asOf`, whenever they were opened",
            "tickets that are done",
            "the age so far is what is measured",
        ],
        USAGE,
    ),
    other(
        Metric::TimeBetweenFailures,
        "mean time between failures (MTBF)",
        Unit::Milliseconds,
        [
            "for each service, time from the first failure to the last, less the time to \
             restore all but the last",
            "failures less one for each service",
            "tickets that are no incidents, are canceled, or have no service",
            "a failure that is not restored counts down to `asOf`; parallel ones count twice, \
             so this is at least that long",
        ],
        ITIL_AVAILABILITY,
    ),
    other(
        Metric::TimeBetweenIncidents,
        "mean time between service incidents (MTBSI)",
        Unit::Milliseconds,
        [
            "for each service, time from the start of the first failure to the start of the last",
            "failures less one for each service",
            "tickets that are no incidents, are canceled, or have no service",
            NONE,
        ],
        ITIL_AVAILABILITY,
    ),
    share(
        Metric::FirstContactResolution,
        "first contact resolution",
        [
            "tickets never on hold, handed over or reopened, about which the requester did not \
             write again",
            "tickets that are resolved or closed",
            "canceled tickets",
            "open tickets have no part",
        ],
        USAGE,
    ),
    share(
        Metric::ReopenRate,
        "reopen rate",
        [
            "tickets that were taken up again at least once",
            "tickets that were done at least once",
            "canceled tickets",
            "open tickets that were never done have no part",
        ],
        USAGE,
    ),
    share(
        Metric::ReassignmentRate,
        "reassignment rate",
        [
            "tickets that one group handed to another; the first assignment is no handover",
            "tickets",
            "canceled tickets",
            "open tickets count as they stand",
        ],
        USAGE,
    ),
    share(
        Metric::SlaCompliance,
        "SLA compliance",
        [
            "targets that were met",
            "targets that were met, missed, or are breached though still open",
            "targets that are pending, running, paused or canceled",
            "a breach counts from when it happens; what may still be met is listed as open",
        ],
        "ITIL 4, service level management practice",
    ),
    other(
        Metric::TargetElapsed,
        "working time of a target",
        Unit::Milliseconds,
        [
            "time that the target's clock ran, by its calendar and without its pauses",
            "targets that were met or missed, and whose time is given",
            "targets that have not stopped",
            "what has not stopped is counted with its time so far",
        ],
        "ITIL 4, service level management practice",
    ),
    share(
        Metric::HoldShare,
        "share of time on hold, by reason",
        [
            "time in states on hold for the reason",
            "time in states that are new, active or on hold",
            "canceled tickets",
            "open tickets count with their time so far",
        ],
        OWN,
    ),
    other(
        Metric::TimeInState,
        "time in each state",
        Unit::Milliseconds,
        [
            "time in the state, all its visits together",
            "tickets that were in it",
            "canceled tickets, and the states that end a ticket",
            "open tickets count with their time so far",
        ],
        OWN,
    ),
    other(
        Metric::TimeInGroup,
        "time with each group",
        Unit::Milliseconds,
        [
            "time that the group had the ticket while it was new, active or on hold",
            "tickets that it had",
            "canceled tickets",
            "open tickets count with their time so far",
        ],
        OWN,
    ),
    other(
        Metric::CostOfDelay,
        "cost of delay",
        Unit::Money,
        [
            "time in states that are new, active or on hold, times the rate of the first row \
             that fits",
            "tickets that have a rate",
            "canceled tickets, and those without a rate",
            "open tickets count with their time so far",
        ],
        "D. Reinertsen's cost of delay, as a rate per hour",
    ),
    other(
        Metric::Flow,
        "tickets opened, done and open over time",
        Unit::Tickets,
        [
            "tickets opened, done (canceled included) and reopened in each month or day",
            NONE,
            NONE,
            "every ticket counts, also outside of the period",
        ],
        USAGE,
    ),
];

impl Metric {
    /// The word in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TimeToDetect => "timeToDetect",
            Self::TimeToAcknowledge => "timeToAcknowledge",
            Self::TimeToRespond => "timeToRespond",
            Self::TimeToRepair => "timeToRepair",
            Self::TimeToRestore => "timeToRestore",
            Self::TimeToResolve => "timeToResolve",
            Self::TimeToClose => "timeToClose",
            Self::BacklogAge => "backlogAge",
            Self::TimeBetweenFailures => "timeBetweenFailures",
            Self::TimeBetweenIncidents => "timeBetweenIncidents",
            Self::FirstContactResolution => "firstContactResolution",
            Self::ReopenRate => "reopenRate",
            Self::ReassignmentRate => "reassignmentRate",
            Self::SlaCompliance => "slaCompliance",
            Self::TargetElapsed => "targetElapsed",
            Self::HoldShare => "holdShare",
            Self::TimeInState => "timeInState",
            Self::TimeInGroup => "timeInGroup",
            Self::CostOfDelay => "costOfDelay",
            Self::Flow => "flow",
        }
    }
}
