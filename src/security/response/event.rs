use serde::Serialize;

use super::command::{
    AddEvidence, ApproveNotice, AssignTask, CloseCase, CompleteTask, CopyEvidence, DisposeEvidence,
    ExamineEvidence, Mark, OfTask, ReleaseEvidence, ReopenCase, StartPlaybook, TaskReason,
    TransferEvidence, VerifyEvidence,
};
use crate::document::{object, union};
use crate::model::Actor;
use crate::security::marking::Tlp;
use crate::time::Instant;

/// One thing that happened to a case: never changed, never removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseEvent {
    /// The case's version after the event; the first event makes version 1.
    pub version: u64,
    /// When it was recorded. What was done earlier says so itself.
    pub at: Instant,
    /// Who recorded it.
    pub actor: Actor,
    /// What changed.
    pub change: CaseChange,
}

object!(CaseEvent {
    version: needed "version",
    at: needed "at",
    actor: needed "actor",
    change: needed "change",
});

/// What an event changed, in an object with the name under `type`. Where a command says all that
/// there is to say, the event has its members; an `at` that a command leaves out is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum CaseChange {
    /// The case was opened.
    Opened(CaseOpened),
    /// It was said who may see it, or what may be done.
    Marked(Mark),
    /// A playbook was started.
    PlaybookStarted(StartPlaybook),
    /// A task was begun.
    TaskStarted(OfTask),
    /// A task was done.
    TaskCompleted(CompleteTask),
    /// A task was left undone.
    TaskSkipped(TaskReason),
    /// A task was taken up again.
    TaskReopened(TaskReason),
    /// A task was given to somebody, or to nobody.
    TaskAssigned(AssignTask),
    /// A piece of evidence came into the register.
    EvidenceAdded(AddEvidence),
    /// A copy came into the register.
    EvidenceCopied(CopyEvidence),
    /// A piece of evidence was handed over.
    EvidenceTransferred(TransferEvidence),
    /// A piece of evidence was examined.
    EvidenceExamined(ExamineEvidence),
    /// A piece of evidence had the digest that was taken of it.
    IntegrityVerified(VerifyEvidence),
    /// A piece of evidence had another digest: what was found stays with it.
    IntegrityFailed(VerifyEvidence),
    /// A piece of evidence was given away.
    EvidenceReleased(ReleaseEvidence),
    /// A piece of evidence was destroyed.
    EvidenceDisposed(DisposeEvidence),
    /// The next notice to an audience was approved.
    NoticeApproved(ApproveNotice),
    /// An audience was told.
    NoticeSent(NoticeSent),
    /// The case was closed.
    Closed(CloseCase),
    /// It was taken up again.
    Reopened(ReopenCase),
}

union!(CaseChange {
    Opened: "opened",
    Marked: "marked",
    PlaybookStarted: "playbookStarted",
    TaskStarted: "taskStarted",
    TaskCompleted: "taskCompleted",
    TaskSkipped: "taskSkipped",
    TaskReopened: "taskReopened",
    TaskAssigned: "taskAssigned",
    EvidenceAdded: "evidenceAdded",
    EvidenceCopied: "evidenceCopied",
    EvidenceTransferred: "evidenceTransferred",
    EvidenceExamined: "evidenceExamined",
    IntegrityVerified: "integrityVerified",
    IntegrityFailed: "integrityFailed",
    EvidenceReleased: "evidenceReleased",
    EvidenceDisposed: "evidenceDisposed",
    NoticeApproved: "noticeApproved",
    NoticeSent: "noticeSent",
    Closed: "closed",
    Reopened: "reopened",
});

/// The case was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseOpened {
    /// The host's identifier of the case.
    pub id: String,
    /// The ticket that it is about.
    pub ticket: String,
    /// The plan that it follows.
    pub plan: String,
}

object!(CaseOpened { id: needed "id", ticket: needed "ticket", plan: needed "plan" });

/// An audience was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NoticeSent {
    /// The audience.
    pub audience: String,
    /// What the notice said.
    pub content: String,
    /// When it was sent.
    pub at: Instant,
    /// The label that it bore.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tlp: Option<Tlp>,
    /// Who approved it, where somebody has to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// When it was due, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Instant>,
}

object!(NoticeSent {
    audience: needed "audience",
    content: needed "content",
    at: needed "at",
    tlp: optional "tlp",
    approved_by: optional "approvedBy",
    due_at: optional "dueAt",
});
