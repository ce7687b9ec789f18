//! The incident management plan: what an organisation has settled before anything happens.
//!
//! ISO/IEC 27035-2 asks for a plan with roles, contacts, procedures for each category of incident
//! and rules about who is told what, and when. Here it is one document, a section for each of
//! these. Like a policy it is written, then checked, and what is checked cannot be wrong:
//! [`PlanDraft`] becomes [`Plan`], or every finding about it.
//!
//! Contacts, their roles and playbooks are written here and nowhere else: the document about
//! [readiness](super::readiness) names them.
//!
//! The plan names the phases of the response as the policy's lifecycle names its states, so that
//! a ticket's state says where the response stands.

mod check;
mod communication;
mod organisation;
mod playbook;

pub use communication::{
    Anchor, Audience, AudienceDraft, Communication, CommunicationDraft, ContentDraft, FirstDraft,
    UpdateDraft,
};
pub use organisation::{
    Channel, ContactDraft, FieldDraft, PhaseDraft, Reach, RoleDraft, TeamDraft,
};
pub use playbook::{DueFrom, EvidenceKind, Playbook, PlaybookDraft, Task, TaskDraft};

use serde::Serialize;

use crate::calendar::{CalendarDraft, Calendars};
use crate::document::{self, object};
use crate::error::Error;
use crate::limits;

/// The version of the form of a plan that this library reads.
pub const PLAN_VERSION: u64 = 1;

/// The names of the plans that come with the crate.
pub const PLANS: &[&str] = &["iso27035"];

/// The document of a plan that comes with the crate, to be used as it is or as a start.
#[must_use]
pub fn preset(name: &str) -> Option<&'static str> {
    (name == "iso27035").then_some(include_str!("plan/iso27035.json"))
}

/// A plan as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PlanDraft {
    /// The version of the document's form: 1.
    pub version: u64,
    /// What cases name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// What people call it; the identifier if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The phases of the response in their order, by the states of the lifecycle. A state that is
    /// not listed is outside of the response.
    pub phases: Vec<PhaseDraft>,
    /// The priorities that the policy knows, highest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<String>,
    /// The fields that the policy declares, as far as conditions here ask for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDraft>,
    /// The roles of the incident management team.
    pub roles: Vec<RoleDraft>,
    /// Which of them carry the response.
    #[serde(default, skip_serializing_if = "TeamDraft::is_empty")]
    pub team: TeamDraft,
    /// Who can be reached, and how.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<ContactDraft>,
    /// Working hours, for what counts in them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<CalendarDraft>,
    /// What is done about each category of incident.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub playbooks: Vec<PlaybookDraft>,
    /// Who is told what, and when.
    #[serde(default, skip_serializing_if = "CommunicationDraft::is_empty")]
    pub communication: CommunicationDraft,
}

object!(PlanDraft {
    version: needed "version",
    id: needed "id",
    label: optional "label",
    phases: needed "phases",
    priorities: or_default "priorities",
    fields: or_default "fields",
    roles: needed "roles",
    team: or_default "team",
    contacts: or_default "contacts",
    calendars: or_default "calendars",
    playbooks: or_default "playbooks",
    communication: or_default "communication",
});

/// A checked plan.
///
/// # Example
/// ```
/// use incident_core::security::plan;
///
/// let (plan, warnings) = plan::read(plan::preset("iso27035").unwrap_or_default())?;
/// assert!(warnings.is_empty());
/// assert!(plan.playbook("ransomware").is_some());
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[derive(Debug)]
pub struct Plan {
    id: String,
    digest: String,
    phases: Vec<String>,
    calendars: Calendars,
    playbooks: Vec<Playbook>,
    communication: Communication,
}

/// Reads and checks a plan; the second half of the answer are the warnings.
///
/// Time grows linearly with the text, save for the repair of names that are wrong.
///
/// # Errors
/// Every finding, warnings included, if at least one of them refuses the plan.
pub fn read(text: &str) -> Result<(Plan, Vec<Error>), Vec<Error>> {
    document::read::<PlanDraft>(text, &limits::POLICY_BYTES)?.check()
}

impl Plan {
    /// What cases name it by.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The SHA-256 of the document in its shortest form: however it is laid out, and whether or not
    /// it says what holds anyway, plans with the same digest decide alike.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The phases of the response in their order.
    #[must_use]
    pub fn phases(&self) -> &[String] {
        &self.phases
    }

    /// Where a phase stands in the order, from 0; none for a state outside of the response.
    #[must_use]
    pub fn phase(&self, id: &str) -> Option<usize> {
        self.phases.iter().position(|phase| phase == id)
    }

    /// What is done about each category, in written order.
    #[must_use]
    pub fn playbooks(&self) -> &[Playbook] {
        &self.playbooks
    }

    /// The playbook with this identifier.
    #[must_use]
    pub fn playbook(&self, id: &str) -> Option<&Playbook> {
        self.playbooks.iter().find(|playbook| playbook.id == id)
    }

    /// Who is told what, and when.
    #[must_use]
    pub fn communication(&self) -> &Communication {
        &self.communication
    }

    /// The working hours that parts of the plan count in.
    #[must_use]
    pub fn calendars(&self) -> &Calendars {
        &self.calendars
    }
}
