//! What happened when, out of the ticket's events and what else is known of the case.

use serde::Serialize;

use crate::document::{Map, object, words};
use crate::error::{Code, Error, Path};
use crate::model::{Change, Event, EventType, StateType, Ticket, Value};
use crate::time::{Instant, Zone};

/// Something that happened, as a review lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// When it took effect.
    pub at: Instant,
    /// The same as local clocks showed it, if a zone was asked for: RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local: Option<String>,
    /// When it was recorded, if later than that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Instant>,
    /// Who caused it: a role, or an identifier, as was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Of which kind it is.
    pub kind: EntryKind,
    /// What it was: of a ticket's event its type, for example `stateChanged`.
    pub code: String,
    /// The facts of it by name.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub params: Map<String>,
    /// The phases that it begins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<Phase>,
}

object!(Entry {
    at: needed "at",
    local: optional "local",
    recorded_at: optional "recordedAt",
    by: optional "by",
    kind: needed "kind",
    code: needed "code",
    params: or_default "params",
    phases: or_default "phases",
});

/// Of which kind an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum EntryKind {
    /// An event of the ticket.
    Ticket,
    /// What somebody or something noticed.
    Observation,
    /// What was decided.
    Decision,
    /// What was done.
    Action,
    /// What was said to whom.
    Communication,
    /// What attackers or others did.
    External,
}

words!(EntryKind {
    Ticket: "ticket",
    Observation: "observation",
    Decision: "decision",
    Action: "action",
    Communication: "communication",
    External: "external",
});

/// A moment at which the incident became another matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    /// The harm, or what led to it, began.
    Started,
    /// Somebody or something noticed it.
    Detected,
    /// It was reported: the ticket was recorded.
    Reported,
    /// Somebody took it up.
    Acknowledged,
    /// It could spread no further.
    Contained,
    /// Systems and services were back to work.
    Recovered,
}

words!(Phase {
    Started: "started",
    Detected: "detected",
    Reported: "reported",
    Acknowledged: "acknowledged",
    Contained: "contained",
    Recovered: "recovered",
});

impl Phase {
    /// Every phase, in the order above.
    pub const ALL: [Self; 6] = [
        Self::Started,
        Self::Detected,
        Self::Reported,
        Self::Acknowledged,
        Self::Contained,
        Self::Recovered,
    ];

    /// The word that documents use, for example `contained`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Detected => "detected",
            Self::Reported => "reported",
            Self::Acknowledged => "acknowledged",
            Self::Contained => "contained",
            Self::Recovered => "recovered",
        }
    }
}

/// How actors are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ActorsBy {
    /// By the first of their roles; whoever has none is not named.
    #[default]
    Role,
    /// By the host's identifier.
    Id,
    /// Not at all.
    None,
}

words!(ActorsBy { Role: "role", Id: "id", None: "none" });

/// The time between two phases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Interval {
    /// Its name, for example `timeToContain`.
    pub name: &'static str,
    /// The phase that it is counted from; where the first choice is not marked, the second.
    pub from: Phase,
    /// When that was; null if nothing marks it.
    pub from_at: Option<Instant>,
    /// The phase that it is counted to.
    pub to: Phase,
    /// When that was; null if nothing marks it.
    pub to_at: Option<Instant>,
    /// Milliseconds; null if an anchor is missing, or the later one comes first.
    pub ms: Option<i64>,
}

/// What happened when, and how long what took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// Everything that happened, in the order in which it took effect; at one instant the ticket's
    /// events come first.
    pub entries: Vec<Entry>,
    /// The times between the phases.
    pub intervals: Vec<Interval>,
    /// Phases that do not stand in their order.
    pub findings: Vec<Error>,
}

/// Puts together what happened: the ticket's events as they took effect, without what was
/// withdrawn, and what else is known of the case.
///
/// Of a ticket's events are told the type and what it is about: states, priorities, targets, and
/// of facts and messages only that there are some, not what they say.
///
/// Phases follow from the ticket where no other entry marks them: it is `reported` with its first
/// event; `acknowledged` with the first state of type `active` or the first answer of the support;
/// `contained` when the fact `contained` became true for the last time, if it is still so;
/// `recovered` likewise by the fact `recovered`, which the preset `iso27035` has for what comes
/// after eradication; on a ticket that never said anything of it by `restored`, which every policy
/// has; and without either with the last state of type `resolved`, if it was not left for work
/// since. When it `started` and was `detected` no ticket knows.
///
/// Intervals: to detect from `started`, to acknowledge from `reported`, to contain and to recover
/// from `detected`, where nothing marks that from `reported`.
///
/// # Errors
/// `review.phaseTwice` if two of the given entries mark the same phase; `time.zoneUnknown`.
pub fn timeline(
    ticket: &Ticket,
    given: &[Entry],
    zone: Option<&str>,
    actors: ActorsBy,
) -> Result<Timeline, Vec<Error>> {
    let mut findings = Vec::new();
    let zone = zone.map(Zone::named).transpose().map_err(|error| {
        findings.push(error.at(Path::root().key("zone")));
    });
    let marked = marked(given, &Path::root().key("entries"), &mut findings);
    if !findings.is_empty() {
        return Err(findings);
    }
    let events: Vec<Event> = ticket.effective().collect();
    let mut entries: Vec<Entry> = events.iter().map(|event| entry(event, actors)).collect();
    for (phase, at) in phases(&events) {
        let free = marked.iter().all(|(other, _)| *other != phase);
        if let Some(entry) = entries.get_mut(at).filter(|_| free) {
            entry.phases.push(phase);
        }
    }
    entries.extend(given.iter().cloned());
    entries.sort_by_key(|entry| entry.at);
    if let Ok(Some(zone)) = &zone {
        for entry in &mut entries {
            entry.local = local(entry.at, zone);
        }
    }
    let anchors = self::marked(&entries, &Path::root(), &mut Vec::new());
    let intervals = intervals(&anchors);
    turned(&anchors, &Path::root().key("entries"), &mut findings);
    Ok(Timeline { entries, intervals, findings })
}

/// What the entries mark, and when; that a phase is marked twice is a finding.
pub(super) fn marked(
    entries: &[Entry],
    path: &Path,
    findings: &mut Vec<Error>,
) -> Vec<(Phase, Instant)> {
    let mut marked: Vec<(Phase, Instant)> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        for (number, phase) in entry.phases.iter().enumerate() {
            if marked.iter().any(|(other, _)| other == phase) {
                let error = Error::new(Code::ReviewPhaseTwice).with("phase", phase.as_str());
                findings.push(error.at(path.index(at).key("phases").index(number)));
            } else {
                marked.push((*phase, entry.at));
            }
        }
    }
    marked.sort_unstable();
    marked
}

/// Phases that are marked in another order than they come in. A report may come before anything
/// was noticed by those who had to: that is a late detection, not a mistake.
pub(super) fn turned(marked: &[(Phase, Instant)], path: &Path, findings: &mut Vec<Error>) {
    let rest = marked.iter().filter(|(phase, _)| *phase != Phase::Reported);
    let rest: Vec<_> = rest.collect();
    for pair in rest.windows(2) {
        let [(before, first), (after, then)] = pair else { continue };
        if then < first {
            let error = Error::new(Code::ReviewPhasesTurned).with("phase", after.as_str());
            findings.push(error.with("before", before.as_str()).at(path.clone()));
        }
    }
}

/// The times between the phases.
pub(super) fn intervals(marked: &[(Phase, Instant)]) -> Vec<Interval> {
    const NAMED: [(&str, [Phase; 2], Phase); 4] = [
        ("timeToDetect", [Phase::Started, Phase::Started], Phase::Detected),
        ("timeToAcknowledge", [Phase::Reported, Phase::Reported], Phase::Acknowledged),
        ("timeToContain", [Phase::Detected, Phase::Reported], Phase::Contained),
        ("timeToRecover", [Phase::Detected, Phase::Reported], Phase::Recovered),
    ];
    let when = |phase: Phase| marked.iter().find(|(other, _)| *other == phase).map(|(_, at)| *at);
    let interval = |(name, [first, second], to): (&'static str, [Phase; 2], Phase)| {
        let from = if when(first).is_none() && when(second).is_some() { second } else { first };
        let (from_at, to_at) = (when(from), when(to));
        let span = from_at.zip(to_at).map(|(from, to)| to.since(from).as_millis());
        Interval { name, from, from_at, to, to_at, ms: span.filter(|ms| *ms >= 0) }
    };
    NAMED.map(interval).to_vec()
}

/// The phases that a ticket's events mark, with the place of the event.
fn phases(events: &[Event]) -> Vec<(Phase, usize)> {
    let mut acknowledged = None;
    let (mut flags, mut resolved) = (Flags::default(), None);
    for (at, event) in events.iter().enumerate() {
        match &event.change {
            Change::Opened(opened) => {
                for (field, value) in opened.facts.iter() {
                    flags.follow(field, value, at);
                }
                enter(opened.state_type, at, &mut acknowledged, &mut resolved);
            }
            Change::StateChanged(changed) => {
                enter(changed.state_type, at, &mut acknowledged, &mut resolved);
            }
            Change::FactsChanged(changed) => {
                for change in &changed.changes {
                    flags.follow(&change.field, &change.to, at);
                }
            }
            Change::MessageAdded(message) => {
                if !message.internal && !message.from.is_requester() {
                    acknowledged.get_or_insert(at);
                }
            }
            Change::PriorityChanged(_)
            | Change::PriorityOverridden(_)
            | Change::TargetWarned(_)
            | Change::TargetBreached(_)
            | Change::Approved(_)
            | Change::ActionRequested(_)
            | Change::Corrected(_) => {}
        }
    }
    let first = (!events.is_empty()).then_some(0);
    let found = [
        (Phase::Reported, first),
        (Phase::Acknowledged, acknowledged),
        (Phase::Contained, flags.contained.since),
        (Phase::Recovered, flags.recovered().or(resolved)),
    ];
    found.into_iter().filter_map(|(phase, at)| Some((phase, at?))).collect()
}

fn enter(
    state: StateType,
    at: usize,
    acknowledged: &mut Option<usize>,
    resolved: &mut Option<usize>,
) {
    match state {
        StateType::Active => {
            acknowledged.get_or_insert(at);
            *resolved = None;
        }
        StateType::New | StateType::OnHold => *resolved = None,
        StateType::Resolved => *resolved = Some(at),
        StateType::Closed | StateType::Canceled => {}
    }
}

/// The facts that mark phases.
#[derive(Default)]
struct Flags {
    contained: Flag,
    recovered: Flag,
    restored: Flag,
}

/// A fact that is true or not.
#[derive(Default)]
struct Flag {
    /// Whether it was ever given.
    given: bool,
    /// Since when it has been true, if it is.
    since: Option<usize>,
}

impl Flags {
    fn follow(&mut self, field: &str, value: &Value, at: usize) {
        let flag = match field {
            "contained" => &mut self.contained,
            "recovered" => &mut self.recovered,
            "restored" => &mut self.restored,
            _ => return,
        };
        flag.given = true;
        flag.since = (*value == Value::Flag(true)).then(|| flag.since.unwrap_or(at));
    }

    fn recovered(&self) -> Option<usize> {
        if self.recovered.given { self.recovered.since } else { self.restored.since }
    }
}

fn entry(event: &Event, actors: ActorsBy) -> Entry {
    let by = match actors {
        ActorsBy::Role => event.actor.roles.first().cloned(),
        ActorsBy::Id => Some(event.actor.id.clone()),
        ActorsBy::None => None,
    };
    let mut params = Map::new();
    let mut tell = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            params.insert(name, value.to_owned());
        }
    };
    match &event.change {
        Change::Opened(opened) => {
            tell("kind", Some(opened.kind.as_str()));
            tell("to", Some(&opened.state));
            tell("priority", opened.priority.as_deref());
        }
        Change::StateChanged(changed) => {
            tell("from", Some(&changed.from));
            tell("to", Some(&changed.to));
            tell("holdReason", changed.hold_reason.as_deref());
        }
        Change::FactsChanged(changed) => {
            let names: Vec<&str> = changed.changes.iter().map(|one| one.field.as_str()).collect();
            tell("fields", Some(&names.join(", ")));
        }
        Change::PriorityChanged(changed) => {
            tell("from", changed.from.as_deref());
            tell("to", changed.to.as_deref());
        }
        Change::PriorityOverridden(given) => tell("to", given.level.as_deref()),
        Change::TargetWarned(warned) => {
            tell("agreement", Some(&warned.agreement));
            tell("target", Some(&warned.target));
            tell("warning", Some(&warned.warning));
        }
        Change::TargetBreached(breached) => {
            tell("agreement", Some(&breached.agreement));
            tell("target", Some(&breached.target));
            tell("dueAt", Some(&breached.due_at.to_string()));
        }
        Change::Approved(approved) => {
            tell("to", Some(&approved.to));
            tell("granted", Some(if approved.granted { "true" } else { "false" }));
        }
        Change::MessageAdded(_) | Change::ActionRequested(_) | Change::Corrected(_) => {}
    }
    let code = EventType::of(&event.change).map_or("", EventType::as_str);
    let late = event.recorded_at.filter(|recorded| *recorded != event.at);
    Entry {
        at: event.at,
        local: None,
        recorded_at: late,
        by,
        kind: EntryKind::Ticket,
        code: code.to_owned(),
        params,
        phases: Vec::new(),
    }
}

/// What local clocks show, with their offset; none where that is before 1970 or after 9999.
fn local(at: Instant, zone: &Zone) -> Option<String> {
    let offset = zone.offset_at(at);
    let shown = Instant::checked(at.as_millis().saturating_add(offset.saturating_mul(1_000)))?;
    let mut text = shown.to_string();
    text.pop();
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs().div_euclid(60);
    let (hours, minutes) = (minutes.div_euclid(60), minutes.rem_euclid(60));
    Some(format!("{text}{sign}{hours:02}:{minutes:02}"))
}
