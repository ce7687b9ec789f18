use serde::Serialize;

use crate::model::{Facts, Kind, Sender};

/// The command that opens a problem record, as the engine takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenDraft {
    /// `open`.
    #[serde(rename = "type")]
    pub command: &'static str,
    /// An identifier that follows from the candidate; the host may give its own.
    pub id: String,
    /// A problem.
    pub kind: Kind,
    /// The support: no requester waits for an answer.
    pub from: Sender,
    /// What the incidents share. Neither impact nor urgency: somebody has to judge them.
    pub facts: Facts,
}

/// The command that links an incident to a problem, as the engine takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkDraft {
    /// `changeFacts`.
    #[serde(rename = "type")]
    pub command: &'static str,
    /// The fact `problem` with its identifier.
    pub facts: Facts,
}

/// What makes a problem record of a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProblemDraft {
    /// The command that opens it; none where the problem is known already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<OpenDraft>,
    /// The command for each of its incidents that has no problem yet.
    pub link: LinkDraft,
    /// Those incidents, the latest first; at most `limits::CANDIDATE_INCIDENTS`.
    pub incidents: Vec<String>,
}

impl ProblemDraft {
    /// The draft for incidents: of a known problem, or of a new one with these facts.
    pub(super) fn new(known: Option<&str>, key: &str, facts: Facts, rows: Vec<String>) -> Self {
        let own = ["problem", key].join("-");
        let mut link = Facts::new();
        link.insert("problem", known.unwrap_or(&own).into());
        let open = known.is_none().then_some(OpenDraft {
            command: "open",
            id: own,
            kind: Kind::Problem,
            from: Sender::Support,
            facts,
        });
        Self { open, link: LinkDraft { command: "changeFacts", facts: link }, incidents: rows }
    }
}
