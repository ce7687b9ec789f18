//! Every bound of the crate: one row each, with what it protects.
//!
//! At the limit an input is accepted; one more is refused with the limit's name
//! (`limit.exceeded`), before any rule runs.

use serde::Serialize;

/// One bound: its name in error texts, the largest value accepted, and what it protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// The name that a refusal states, for example `ticketBytes`.
    pub name: &'static str,
    /// The largest value that is accepted.
    pub maximum: u64,
    /// What would suffer without the bound.
    pub protects: &'static str,
}

impl Limit {
    /// Whether a value of this size is accepted.
    #[must_use]
    pub fn admits(&self, actual: usize) -> bool {
        u64::try_from(actual).is_ok_and(|actual| actual <= self.maximum)
    }

    /// Leaves as many entries of a list as are accepted.
    pub(crate) fn cut<T>(&self, list: &mut Vec<T>) {
        list.truncate(usize::try_from(self.maximum).unwrap_or(usize::MAX));
    }
}

const fn row(name: &'static str, maximum: u64, protects: &'static str) -> Limit {
    Limit { name, maximum, protects }
}

/// Bytes of one request at the door, which may carry a policy and a ticket.
pub const REQUEST_BYTES: Limit = row("requestBytes", 32 << 20, "memory of the host");
/// Bytes of one ticket with its history.
pub const TICKET_BYTES: Limit = row("ticketBytes", 1 << 20, "time and memory of one decision");
/// Bytes of one policy document.
pub const POLICY_BYTES: Limit = row("policyBytes", 8 << 20, "time of one check");
/// Bytes of a ticket's description, and of a message.
pub const DESCRIPTION_BYTES: Limit = row("descriptionBytes", 64 << 10, "size of a ticket");
/// Bytes of any other string.
pub const STRING_BYTES: Limit = row("stringBytes", 4 << 10, "size of a document");
/// Bytes of an identifier.
pub const ID_BYTES: Limit = row("idBytes", 128, "keys of the host's store");
/// Nesting of a document.
pub const DEPTH: Limit = row("depth", 32, "the call stack");
/// Entries of one list or map in a document.
pub const ENTRIES: Limit = row("entries", 10_000, "time of one check");
/// Rules of one kind in a policy.
pub const RULES: Limit = row("rules", 10_000, "time of one decision");
/// States of one lifecycle.
pub const STATES: Limit = row("states", 1_000, "time of the chart's analysis");
/// Tasks of one playbook.
pub const TASKS: Limit = row("tasks", 1_000, "time of one decision");
/// Bytes of one case file with its history.
pub const CASE_BYTES: Limit = row("caseBytes", 8 << 20, "time and memory of one decision");
/// Events of one case file.
pub const CASE_EVENTS: Limit = row("caseEvents", 10_000, "time and memory of one decision");
/// Stretches of about a year that a calendar keeps computed; further ones push them out.
pub const STRETCHES: Limit = row("stretches", 256, "memory of a calendar, about 14 kB a stretch");
/// Different tickets that a model check looks at.
pub const MODEL_TICKETS: Limit = row("modelTickets", 50_000, "time of one model check");
/// Hours, days or months of one period that the law sets.
pub const PERIOD: Limit = row("period", 1_000, "time and steps of one statutory deadline");
/// Rules about who may see what, and the pointers in them.
pub const DISCLOSURE_RULES: Limit = row("disclosureRules", 1_000, "time of one redaction");
/// Bytes of one body of alerts, and of one line of a file of them.
pub const ALERT_BODY_BYTES: Limit = row("alertBodyBytes", 1 << 20, "time and memory of one push");
/// Bytes of the fingerprint of an alert.
pub const FINGERPRINT_BYTES: Limit = row("fingerprintBytes", 255, "size of an answer");
/// Labels of one alert.
pub const LABELS: Limit = row("labels", 64, "time of one alert");
/// Alarms that are remembered at once, about 200 bytes each; further ones push others out.
pub const ALARMS: Limit = row("alarms", 500_000, "memory of a collector of alerts");
/// Incident candidates that are open at once; further ones push others out.
pub const CANDIDATES: Limit = row("candidates", 10_000, "memory of a collector of alerts");
/// Services that depend on each other.
pub const SERVICES: Limit = row("services", 1_000, "time of one alert, memory of a collector");
/// Maintenance windows and silences together.
pub const WINDOWS: Limit = row("windows", 1_000, "time of one alert");
/// Turns that make an alarm flap.
pub const TURNS: Limit = row("turns", 32, "memory of an alarm");
/// Duties of a rota in the time that is looked at.
pub const ROTA_DUTIES: Limit = row("rotaDuties", 100_000, "time of one check of a rota");
/// Bytes of a name by which tickets are counted.
pub const METRIC_NAME_BYTES: Limit = row("metricNameBytes", 1_000, "size of an answer");
/// Groupings of one set of metrics.
pub const METRIC_GROUPINGS: Limit = row("metricGroupings", 16, "time of one ticket");
/// Cells of one grouping; one with more has none.
pub const METRIC_CELLS: Limit = row("metricCells", 10_000, "memory of the metrics");
/// Tickets of one list behind a figure; further ones are counted, and can be asked for.
pub const METRIC_TICKETS: Limit = row("metricTickets", 1_000, "size of an answer");
/// Bytes of one text whose terms are read; what stands beyond them is not looked at.
pub const ANALYSED_BYTES: Limit = row("analysedBytes", 64 << 10, "time of one search");
/// Past tickets that one history holds.
pub const PAST_TICKETS: Limit = row("pastTickets", 500_000, "memory of a history");
/// Open tickets of one desk, each with its text and up to 1 kB beside it.
pub const OPEN_TICKETS: Limit = row("openTickets", 1_000_000, "memory of a desk");
/// Past tickets in one index.
pub const INDEXED_TICKETS: Limit = row("indexedTickets", 1_000_000, "memory of an index");
/// Similar tickets that one search finds.
pub const NEAREST: Limit = row("nearest", 100, "size of an answer");
/// Incidents that are named with one problem candidate, and changes; further ones are counted.
pub const CANDIDATE_INCIDENTS: Limit = row("candidateIncidents", 1_000, "size of an answer");
/// Findings that one check reports; further ones are counted, not listed.
pub const FINDINGS: Limit = row("findings", 1_000, "size of an answer");

/// Every row above, for documentation and tests.
pub const ALL: &[Limit] = &[
    REQUEST_BYTES,
    TICKET_BYTES,
    POLICY_BYTES,
    DESCRIPTION_BYTES,
    STRING_BYTES,
    ID_BYTES,
    DEPTH,
    ENTRIES,
    RULES,
    STATES,
    TASKS,
    CASE_BYTES,
    CASE_EVENTS,
    STRETCHES,
    MODEL_TICKETS,
    PERIOD,
    DISCLOSURE_RULES,
    ALERT_BODY_BYTES,
    FINGERPRINT_BYTES,
    LABELS,
    ALARMS,
    CANDIDATES,
    SERVICES,
    WINDOWS,
    TURNS,
    ROTA_DUTIES,
    METRIC_NAME_BYTES,
    METRIC_GROUPINGS,
    METRIC_CELLS,
    METRIC_TICKETS,
    ANALYSED_BYTES,
    PAST_TICKETS,
    OPEN_TICKETS,
    INDEXED_TICKETS,
    NEAREST,
    CANDIDATE_INCIDENTS,
    FINDINGS,
];
