use serde::Serialize;

use crate::document::{object, union, words};
use crate::security::marking::{Pap, Tlp};
use crate::security::plan::EvidenceKind;
use crate::time::Instant;

/// What somebody wants to happen to a case.
///
/// In documents an object with the name under `type`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum CaseCommand {
    /// Open a case beside a ticket.
    Open(OpenCase),
    /// Say who may see it, and what may be done.
    Mark(Mark),
    /// Begin to work by a playbook.
    StartPlaybook(StartPlaybook),
    /// Begin a task.
    StartTask(OfTask),
    /// Say that a task is done; one that was not begun is begun with it.
    CompleteTask(CompleteTask),
    /// Leave a task undone.
    SkipTask(TaskReason),
    /// Take up a task again.
    ReopenTask(TaskReason),
    /// Give a task to somebody, or to nobody.
    AssignTask(AssignTask),
    /// Put a piece of evidence into the register.
    AddEvidence(AddEvidence),
    /// Put a copy of a piece of evidence into the register.
    CopyEvidence(CopyEvidence),
    /// Hand a piece of evidence over.
    TransferEvidence(TransferEvidence),
    /// Note that a piece of evidence was examined.
    ExamineEvidence(ExamineEvidence),
    /// Compare a piece of evidence with the digest that was taken of it.
    VerifyEvidence(VerifyEvidence),
    /// Give a piece of evidence away for good: its custody ends.
    ReleaseEvidence(ReleaseEvidence),
    /// Destroy a piece of evidence: its custody ends.
    DisposeEvidence(DisposeEvidence),
    /// Approve the next notice to an audience.
    ApproveNotice(ApproveNotice),
    /// Note that an audience was told.
    SendNotice(SendNotice),
    /// Close the case.
    Close(CloseCase),
    /// Take it up again.
    Reopen(ReopenCase),
}

union!(CaseCommand {
    Open: "open",
    Mark: "mark",
    StartPlaybook: "startPlaybook",
    StartTask: "startTask",
    CompleteTask: "completeTask",
    SkipTask: "skipTask",
    ReopenTask: "reopenTask",
    AssignTask: "assignTask",
    AddEvidence: "addEvidence",
    CopyEvidence: "copyEvidence",
    TransferEvidence: "transferEvidence",
    ExamineEvidence: "examineEvidence",
    VerifyEvidence: "verifyEvidence",
    ReleaseEvidence: "releaseEvidence",
    DisposeEvidence: "disposeEvidence",
    ApproveNotice: "approveNotice",
    SendNotice: "sendNotice",
    Close: "close",
    Reopen: "reopen",
});

/// Open a case beside a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenCase {
    /// The host's identifier of the case.
    pub id: String,
    /// The ticket that it is about.
    pub ticket: String,
}

object!(OpenCase { id: needed "id", ticket: needed "ticket" });

/// Say who may see a case, and what may be done. What is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mark {
    /// Who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tlp: Option<Tlp>,
    /// What may be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pap: Option<Pap>,
}

object!(Mark { tlp: optional "tlp", pap: optional "pap" });

/// Begin to work by a playbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StartPlaybook {
    /// The playbook.
    pub playbook: String,
}

object!(StartPlaybook { playbook: needed "playbook" });

/// A task of a playbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfTask {
    /// The playbook.
    pub playbook: String,
    /// The task.
    pub task: String,
}

object!(OfTask { playbook: needed "playbook", task: needed "task" });

/// Say that a task is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CompleteTask {
    /// The playbook.
    pub playbook: String,
    /// The task.
    pub task: String,
    /// What came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

object!(CompleteTask { playbook: needed "playbook", task: needed "task", note: optional "note" });

/// Leave a task undone, or take it up again, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaskReason {
    /// The playbook.
    pub playbook: String,
    /// The task.
    pub task: String,
    /// Why.
    pub reason: String,
}

object!(TaskReason { playbook: needed "playbook", task: needed "task", reason: needed "reason" });

/// Give a task to somebody, or to nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssignTask {
    /// The playbook.
    pub playbook: String,
    /// The task.
    pub task: String,
    /// Who is to do it; nobody in particular if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
}

object!(AssignTask {
    playbook: needed "playbook",
    task: needed "task",
    assignee: optional "assignee",
});

/// How a piece of evidence came into the register, in the terms of ISO/IEC 27037.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Gathering {
    /// The thing itself was taken from where it was.
    Collection,
    /// A copy was made, and what it was made of stayed where it was.
    Acquisition,
}

words!(Gathering { Collection: "collection", Acquisition: "acquisition" });

/// Put a piece of evidence into the register. Who gathered it is its first holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddEvidence {
    /// What the register names it by.
    pub id: String,
    /// What it is, so that it can be told from others.
    pub what: String,
    /// What kind of evidence it is.
    pub kind: EvidenceKind,
    /// How it was gathered.
    pub gathering: Gathering,
    /// When; now if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// By whom.
    pub by: String,
    /// Where.
    pub place: String,
    /// The SHA-256 of its bytes, as 64 lower-case hexadecimal digits, if it has bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// How many bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// The seal that preserves it: the number of a bag, a key, a store that is written once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
}

object!(AddEvidence {
    id: needed "id",
    what: needed "what",
    kind: needed "kind",
    gathering: needed "gathering",
    at: optional "at",
    by: needed "by",
    place: needed "place",
    sha256: optional "sha256",
    bytes: optional "bytes",
    seal: optional "seal",
});

/// Put a copy of a piece of evidence into the register. Who holds that one makes it and holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CopyEvidence {
    /// What the register names the copy by.
    pub id: String,
    /// What it was made of.
    pub of: String,
    /// What kind of evidence it is; as what it was made of, if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<EvidenceKind>,
    /// When; now if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// By whom.
    pub by: String,
    /// Where.
    pub place: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// How many bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// How it was made; needed where its digest is not that of what it was made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The seal that preserves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
}

object!(CopyEvidence {
    id: needed "id",
    of: needed "of",
    kind: optional "kind",
    at: optional "at",
    by: needed "by",
    place: needed "place",
    sha256: needed "sha256",
    bytes: optional "bytes",
    method: optional "method",
    seal: optional "seal",
});

/// Hand a piece of evidence over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TransferEvidence {
    /// The piece.
    pub id: String,
    /// Who gives it: its holder.
    pub from: String,
    /// Who takes it.
    pub to: String,
    /// When; now if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// What for.
    pub purpose: String,
    /// The seal that preserves it from now on; the one before if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
}

object!(TransferEvidence {
    id: needed "id",
    from: needed "from",
    to: needed "to",
    at: optional "at",
    purpose: needed "purpose",
    seal: optional "seal",
});

/// Note that a piece of evidence was examined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExamineEvidence {
    /// The piece.
    pub id: String,
    /// By whom: its holder.
    pub by: String,
    /// When; now if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// What for, and with what.
    pub purpose: String,
}

object!(ExamineEvidence {
    id: needed "id",
    by: needed "by",
    at: optional "at",
    purpose: needed "purpose",
});

/// Compare a piece of evidence with the digest that was taken of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VerifyEvidence {
    /// The piece.
    pub id: String,
    /// By whom: its holder.
    pub by: String,
    /// When; now if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// The SHA-256 that its bytes have now.
    pub sha256: String,
}

object!(VerifyEvidence {
    id: needed "id",
    by: needed "by",
    at: optional "at",
    sha256: needed "sha256",
});

/// Give a piece of evidence away for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReleaseEvidence {
    /// The piece.
    pub id: String,
    /// Who gives it: its holder.
    pub by: String,
    /// Who takes it: its owner, a court, an authority.
    pub to: String,
    /// Who ordered or allowed it.
    pub authority: String,
    /// When; now if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
}

object!(ReleaseEvidence {
    id: needed "id",
    by: needed "by",
    to: needed "to",
    authority: needed "authority",
    at: optional "at",
});

/// Destroy a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DisposeEvidence {
    /// The piece.
    pub id: String,
    /// Who does it: its holder.
    pub by: String,
    /// Who ordered or allowed it.
    pub authority: String,
    /// How, so that nothing is left.
    pub method: String,
    /// When; now if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
}

object!(DisposeEvidence {
    id: needed "id",
    by: needed "by",
    authority: needed "authority",
    method: needed "method",
    at: optional "at",
});

/// Approve the next notice to an audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApproveNotice {
    /// The audience.
    pub audience: String,
}

object!(ApproveNotice { audience: needed "audience" });

/// Note that an audience was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SendNotice {
    /// The audience.
    pub audience: String,
    /// What the notice said, by the plan's contents.
    pub content: String,
    /// When it was sent; now if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// The label that it bore; that of the case if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tlp: Option<Tlp>,
}

object!(SendNotice {
    audience: needed "audience",
    content: needed "content",
    at: optional "at",
    tlp: optional "tlp",
});

/// Close a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CloseCase {
    /// What is to be said about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

object!(CloseCase { note: optional "note" });

/// Take a case up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReopenCase {
    /// Why.
    pub reason: String,
}

object!(ReopenCase { reason: needed "reason" });
