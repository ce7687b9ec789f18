use serde::Serialize;

use crate::document::{Map, object, words};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::Kind;
use crate::time::Instant;

/// How a target stands at the end of what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TargetStage {
    /// It has not started, or promises nothing.
    Pending,
    /// It runs, and can still be met.
    Running,
    /// It waits, and can still be met.
    Paused,
    /// It has not stopped, and is missed already.
    Breached,
    /// It stopped in time.
    Met,
    /// It stopped too late.
    Missed,
    /// Nothing is promised any more.
    Canceled,
}

words!(TargetStage {
    Pending: "pending",
    Running: "running",
    Paused: "paused",
    Breached: "breached",
    Met: "met",
    Missed: "missed",
    Canceled: "canceled",
});

/// A target of a ticket, as `assess` says under `clocks`: what only a policy knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TargetStanding {
    /// The agreement's identifier.
    pub agreement: String,
    /// The target's identifier.
    pub target: String,
    /// How it stands.
    pub stage: TargetStage,
    /// The working time that its clock ran, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elapsed_ms: Option<u64>,
    /// The working time that it may take, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_ms: Option<u64>,
}

object!(TargetStanding {
    agreement: needed "agreement",
    target: needed "target",
    stage: needed "stage",
    elapsed_ms: optional "elapsedMs",
    within_ms: optional "withinMs",
});

/// All that the metrics ask of a ticket.
///
/// [`Case::of`] makes it out of a ticket with its history. A host whose tickets have
/// no events writes it itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Case {
    /// The ticket's identifier.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// Its title, for lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its priority at the end of what is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// The group that has it then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The service that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Its category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// When what it is about began, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Instant>,
    /// When that was noticed; where it is absent, when the ticket was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detected_at: Option<Instant>,
    /// When it was recorded.
    pub opened_at: Instant,
    /// When it was first taken up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Instant>,
    /// When the requester first had an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responded_at: Option<Instant>,
    /// When the service was back, if that is known apart from the resolution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restored_at: Option<Instant>,
    /// When it was resolved for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Instant>,
    /// When it was closed or canceled for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    /// Whether it was given up.
    #[serde(default, skip_serializing_if = "is_false")]
    pub canceled: bool,
    /// When it was done, taken up again, done again and so on. An odd number of them is done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<Instant>,
    /// How often one group handed it to another.
    #[serde(default)]
    pub handovers: u64,
    /// How often the requester wrote after it was opened.
    #[serde(default)]
    pub requester_messages: u64,
    /// Milliseconds in states that are new, active or on hold.
    #[serde(default)]
    pub open_ms: u64,
    /// Milliseconds in states that are active.
    #[serde(default)]
    pub active_ms: u64,
    /// Milliseconds on hold by reason; the state's name where there is no reason.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub hold_ms: Map<u64>,
    /// Milliseconds in each state that does not end the ticket.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub state_ms: Map<u64>,
    /// Milliseconds with each group while it was open.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub group_ms: Map<u64>,
    /// How its targets stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<TargetStanding>,
}

object!(Case {
    id: needed "id",
    kind: needed "kind",
    title: optional "title",
    priority: optional "priority",
    group: optional "group",
    service: optional "service",
    category: optional "category",
    occurred_at: optional "occurredAt",
    detected_at: optional "detectedAt",
    opened_at: needed "openedAt",
    acknowledged_at: optional "acknowledgedAt",
    responded_at: optional "respondedAt",
    restored_at: optional "restoredAt",
    resolved_at: optional "resolvedAt",
    closed_at: optional "closedAt",
    canceled: or_default "canceled",
    turns: or_default "turns",
    handovers: or_default "handovers",
    requester_messages: or_default "requesterMessages",
    open_ms: or_default "openMs",
    active_ms: or_default "activeMs",
    hold_ms: or_default "holdMs",
    state_ms: or_default "stateMs",
    group_ms: or_default "groupMs",
    targets: or_default "targets",
});

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl Case {
    /// Whether the work is done or given up.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.turns.len() % 2 == 1
    }

    /// How often it was taken up again.
    #[must_use]
    pub fn reopens(&self) -> usize {
        self.turns.len() / 2
    }

    /// When it was resolved for good, or closed without that.
    #[must_use]
    pub fn done_at(&self) -> Option<Instant> {
        self.resolved_at.or(self.closed_at)
    }

    /// Everything that is wrong with it.
    pub(super) fn check(&self, as_of: Instant) -> Vec<Error> {
        let mut findings = Vec::new();
        if self.id.is_empty() {
            findings.push(Error::new(Code::IdEmpty).at(Path::root().key("id")));
        }
        if !limits::ID_BYTES.admits(self.id.len()) {
            let error = Error::beyond(&limits::ID_BYTES, self.id.len());
            findings.push(error.at(Path::root().key("id")));
        }
        self.check_names(&mut findings);
        let contradicts = |key| Error::new(Code::MetricsContradict).at(Path::root().key(key));
        let mut last = self.opened_at;
        for turn in &self.turns {
            if *turn < last || *turn > as_of {
                findings.push(contradicts("turns"));
                break;
            }
            last = *turn;
        }
        let ended = self.done_at().is_some();
        if ended != self.is_done() || (self.canceled && self.closed_at.is_none()) {
            findings.push(contradicts(if ended { "turns" } else { "resolvedAt" }));
        }
        findings
    }

    fn check_names(&self, findings: &mut Vec<Error>) {
        let mut check = |name: &str, path: Path| {
            if !limits::METRIC_NAME_BYTES.admits(name.len()) {
                let error = Error::beyond(&limits::METRIC_NAME_BYTES, name.len());
                findings.push(error.at(path));
            }
        };
        let named = [
            ("priority", &self.priority),
            ("group", &self.group),
            ("service", &self.service),
            ("category", &self.category),
        ];
        for (key, name) in named {
            check(name.as_deref().unwrap_or_default(), Path::root().key(key));
        }
        let maps =
            [("holdMs", &self.hold_ms), ("stateMs", &self.state_ms), ("groupMs", &self.group_ms)];
        for (key, map) in maps {
            for name in map.keys() {
                check(name, Path::root().key(key));
            }
        }
        for (at, standing) in self.targets.iter().enumerate() {
            let path = Path::root().key("targets").index(at);
            check(&standing.agreement, path.key("agreement"));
            check(&standing.target, path.key("target"));
        }
    }
}
