mod check;
mod order;

use serde::Serialize;

use crate::condition::{Condition, ConditionDraft};
use crate::document::{object, words};
use crate::security::marking::Pap;
use crate::time::Span;

/// What a piece of evidence is, after the classes of sources in NIST SP 800-86 and ISO/IEC 27037.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum EvidenceKind {
    /// A device as a whole.
    Device,
    /// What a disk or another lasting medium holds.
    Disk,
    /// What the working memory held.
    Memory,
    /// What went over a network.
    Network,
    /// Records that systems keep.
    Log,
    /// Single files, for example a message or a piece of malware.
    File,
    /// A picture of a screen or a place.
    Image,
    /// What is on paper.
    Document,
    /// What a person said.
    Statement,
}

words!(EvidenceKind {
    Device: "device",
    Disk: "disk",
    Memory: "memory",
    Network: "network",
    Log: "log",
    File: "file",
    Image: "image",
    Document: "document",
    Statement: "statement",
});

impl EvidenceKind {
    /// The word that documents use, for example `memory`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Disk => "disk",
            Self::Memory => "memory",
            Self::Network => "network",
            Self::Log => "log",
            Self::File => "file",
            Self::Image => "image",
            Self::Document => "document",
            Self::Statement => "statement",
        }
    }
}

/// From when on the time of a task counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum DueFrom {
    /// From the start of its playbook.
    #[default]
    PlaybookStart,
    /// From the opening of the case.
    CaseOpening,
}

words!(DueFrom { PlaybookStart: "playbookStart", CaseOpening: "caseOpening" });

impl DueFrom {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    fn is_playbook_start(&self) -> bool {
        *self == Self::PlaybookStart
    }
}

/// What is done about some categories of incident, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PlaybookDraft {
    /// What documents name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// What people call it; the identifier if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The categories that it is proposed for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// The tickets that it is proposed for, whatever their category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_if: Option<ConditionDraft>,
    /// What is to be done.
    #[cfg_attr(feature = "schema", schemars(length(max = 1_000)))]
    pub tasks: Vec<TaskDraft>,
}

object!(PlaybookDraft {
    id: needed "id",
    label: optional "label",
    categories: or_default "categories",
    applies_if: optional "appliesIf",
    tasks: needed "tasks",
});

/// A task as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TaskDraft {
    /// What the playbook names it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// What people call it; the identifier if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The phases in which it may be started; any if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<String>,
    /// Who may do it; everybody if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// The tasks of the playbook that are done, skipped or out of question before it starts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// The kinds of evidence of which there is a piece in the register before it starts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceKind>,
    /// What is true of the ticket before it starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_if: Option<ConditionDraft>,
    /// The tickets that it is for; while this is false nothing waits for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_if: Option<ConditionDraft>,
    /// How soon it is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// From when on that counts.
    #[serde(default, skip_serializing_if = "DueFrom::is_playbook_start")]
    pub due_from: DueFrom,
    /// The calendar whose working time counts; all time if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// Whether it may be left undone. Whoever may do it may skip it then.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// Who may skip it although it is not optional; nobody if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skippable_by: Vec<String>,
    /// The strictest level of the Permissible Actions Protocol under which it may be started:
    /// `green` for what acts on the attacker's side. Any level if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pap: Option<Pap>,
    /// The phase that is not left before it is done or skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<String>,
}

object!(TaskDraft {
    id: needed "id",
    label: optional "label",
    phases: or_default "phases",
    roles: or_default "roles",
    after: or_default "after",
    evidence: or_default "evidence",
    only_if: optional "onlyIf",
    applies_if: optional "appliesIf",
    within: optional "within",
    due_from: or_default "dueFrom",
    calendar: optional "calendar",
    optional: or_default "optional",
    skippable_by: or_default "skippableBy",
    pap: optional "pap",
    gate: optional "gate",
});

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A checked playbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playbook {
    /// What documents name it by.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// The categories that it is proposed for.
    pub categories: Vec<String>,
    /// The tickets that it is proposed for, whatever their category.
    pub applies_if: Option<Condition>,
    /// What is to be done, in written order.
    tasks: Vec<Task>,
    /// The places of the tasks, sorted by their identifiers.
    index: Vec<usize>,
}

/// A checked task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// As it was written.
    pub written: TaskDraft,
    /// The tasks that come before it, by their places in the playbook.
    pub after: Vec<usize>,
    /// What is true of the ticket before it starts.
    pub only_if: Option<Condition>,
    /// The tickets that it is for.
    pub applies_if: Option<Condition>,
}

impl Playbook {
    /// What is to be done, in written order.
    #[must_use]
    pub fn tasks(&self) -> &[Task] {
        &self.tasks
    }

    /// Where a task stands, and the task.
    #[must_use]
    pub fn task(&self, id: &str) -> Option<(usize, &Task)> {
        let found = self.index.binary_search_by(|at| {
            self.tasks.get(*at).map_or("", |task| task.written.id.as_str()).cmp(id)
        });
        let at = *self.index.get(found.ok()?)?;
        Some((at, self.tasks.get(at)?))
    }
}

impl Task {
    /// What people call it.
    #[must_use]
    pub fn label(&self) -> &str {
        self.written.label.as_deref().unwrap_or(&self.written.id)
    }
}
