//! The response to an incident: a case file that is kept beside the ticket.
//!
//! The ticket says where an incident stands; its [`Case`] says what is done about it. It holds
//!
//! - the playbooks that were started, and of each task whether it is done, by whom, and what came
//!   of it. A task is offered when everything that the plan asks for before it is so; a phase is
//!   left when nothing of its [gate](Case::gate) is open;
//! - the register of evidence. Each piece has a chain of custody without a gap, from the hands of
//!   who gathered it (ISO/IEC 27037: identification, collection, acquisition, preservation;
//!   NIST SP 800-86: collection, examination, analysis, reporting). Who does not hold it cannot
//!   hand it over, and a digest that once did not fit stays on record;
//! - the notices that were sent, from which the update clock of each audience runs.
//!
//! As with a ticket, a command becomes events or is refused ([`Case::decide`]), and events make the
//! case ([`Case::fold`]). What is in force follows from the [`Plan`](super::plan::Plan); the
//! ticket, with the phase and the facts, is given with each decision. The case never changes a
//! ticket: whoever moves it asks the gate first.
//!
//! A decision on a case file is put on the record of its ticket ([`CaseDecision`]), line for line
//! among the decisions on the ticket, and [`replay_cases`] decides it again.
//!
//! # Time
//! `now` is given, and never lies before the last event. What is recorded late has its own `at`: of
//! a piece of evidence none lies before the last one. A time within which something is to be done
//! ends at `dueAt`; what is done at that instant is in time, and from it on what is undone counts
//! as overdue. The update clock begins anew with each notice; if the priority or the phase changes,
//! the new interval counts from the last notice. When the case is closed, or its ticket closed or
//! canceled, nobody is owed anything any more.

mod command;
mod decide;
mod due;
mod event;
mod evidence;
mod evolve;
mod record;
mod status;
mod tasks;

pub use command::{
    AddEvidence, ApproveNotice, AssignTask, CaseCommand, CloseCase, CompleteTask, CopyEvidence,
    DisposeEvidence, ExamineEvidence, Gathering, Mark, OfTask, OpenCase, ReleaseEvidence,
    ReopenCase, SendNotice, StartPlaybook, TaskReason, TransferEvidence, VerifyEvidence,
};
pub use decide::CaseContext;
pub use due::{Due, Notice};
pub use event::{CaseChange, CaseEvent, CaseOpened, NoticeSent};
pub use evidence::{Act, Custody, Handling, Integrity, Item, Stretch};
pub use record::{CaseDecidedBy, CaseDecision, KnownOnRecord, replay_cases};
pub use status::{CaseStatus, Gate, TaskStatus};
pub use tasks::OpenTask;

use serde::Serialize;

use crate::document::{Map, object, words};
use crate::security::marking::{Pap, Tlp};
use crate::time::Instant;

/// How far a task has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// Nobody has begun.
    Open,
    /// Somebody has begun.
    Started,
    /// It is done.
    Done,
    /// It was left undone on purpose.
    Skipped,
}

words!(Standing { Open: "open", Started: "started", Done: "done", Skipped: "skipped" });

impl Standing {
    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Started => "started",
            Self::Done => "done",
            Self::Skipped => "skipped",
        }
    }
}

/// What has become of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TaskRecord {
    /// How far it has come.
    pub standing: Standing,
    /// Who is to do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// When it was begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Instant>,
    /// When it was done or skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Instant>,
    /// Who said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What came of it, or why it was skipped or taken up again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

object!(TaskRecord {
    standing: needed "standing",
    assignee: optional "assignee",
    started_at: optional "startedAt",
    ended_at: optional "endedAt",
    by: optional "by",
    note: optional "note",
});

impl Default for TaskRecord {
    fn default() -> Self {
        Self {
            standing: Standing::Open,
            assignee: None,
            started_at: None,
            ended_at: None,
            by: None,
            note: None,
        }
    }
}

/// A playbook that was started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Started {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: String,
    /// The tasks that something has become of, by their identifiers.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub tasks: Map<TaskRecord>,
}

object!(Started { at: needed "at", by: needed "by", tasks: or_default "tasks" });

/// What an audience was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// When first.
    pub first_at: Instant,
    /// When last.
    pub last_at: Instant,
    /// What the last notice said.
    pub content: String,
    /// How many notices there were.
    pub count: u64,
}

object!(Told {
    first_at: needed "firstAt",
    last_at: needed "lastAt",
    content: needed "content",
    count: needed "count",
});

/// A case file as its events have made it.
///
/// Everything but the history can be made again from the history: [`Case::fold`].
///
/// # Example
/// ```
/// use incident_core::model::Actor;
/// use incident_core::security::plan;
/// use incident_core::security::response::{Case, CaseCommand, CaseContext, OpenCase};
/// use incident_core::Instant;
///
/// let (plan, _) = plan::read(plan::preset("iso27035").unwrap_or_default())?;
/// let now = Instant::parse("2026-01-09T16:00:00Z").map_err(|error| vec![error])?;
/// let open = CaseCommand::Open(OpenCase { id: "CASE-1".into(), ticket: "INC-1".into() });
/// let context = CaseContext { now, actor: Actor::default(), seen_version: None, ticket: None };
/// let case = Case::fold(Case::decide(&plan, None, &open, &context)?);
/// assert_eq!(case.map(|case| case.version), Some(1));
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Case {
    /// The host's identifier.
    pub id: String,
    /// The ticket that it is about.
    pub ticket: String,
    /// The plan that it follows.
    pub plan: String,
    /// How many events it has had; a command names the version that its author saw.
    pub version: u64,
    /// When it was opened: the incident was declared.
    pub opened_at: Instant,
    /// When its last event was recorded.
    pub updated_at: Instant,
    /// When it was closed; gone again once it is reopened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    /// Who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tlp: Option<Tlp>,
    /// What may be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pap: Option<Pap>,
    /// The playbooks that were started, by their identifiers.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub playbooks: Map<Started>,
    /// The register of evidence, by the identifiers of its pieces.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub evidence: Map<Item>,
    /// What each audience was told.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub told: Map<Told>,
    /// Who has approved the next notice to an audience.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub approvals: Map<String>,
    /// Every event, oldest first.
    pub history: Vec<CaseEvent>,
}

object!(Case {
    id: needed "id",
    ticket: needed "ticket",
    plan: needed "plan",
    version: needed "version",
    opened_at: needed "openedAt",
    updated_at: needed "updatedAt",
    closed_at: optional "closedAt",
    tlp: optional "tlp",
    pap: optional "pap",
    playbooks: or_default "playbooks",
    evidence: or_default "evidence",
    told: or_default "told",
    approvals: or_default "approvals",
    history: needed "history",
});

impl Case {
    /// The case that a whole history makes; none if it does not begin with `opened`.
    #[must_use]
    pub fn fold(history: impl IntoIterator<Item = CaseEvent>) -> Option<Self> {
        let mut history = history.into_iter();
        let first = history.next()?;
        let CaseChange::Opened(opened) = &first.change else { return None };
        let mut case = Self {
            id: opened.id.clone(),
            ticket: opened.ticket.clone(),
            plan: opened.plan.clone(),
            version: first.version,
            opened_at: first.at,
            updated_at: first.at,
            closed_at: None,
            tlp: None,
            pap: None,
            playbooks: Map::new(),
            evidence: Map::new(),
            told: Map::new(),
            approvals: Map::new(),
            history: vec![first],
        };
        for event in history {
            case.evolve(event);
        }
        Some(case)
    }
}
