use serde::Serialize;

use crate::document::{object, words};
use crate::model::FieldType;

/// A phase of the response, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PhaseDraft {
    /// The state of the lifecycle that it is.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// What people call it; the identifier if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

object!(PhaseDraft { id: needed "id", label: optional "label" });

/// A field that the policy declares, as written there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldDraft {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub holds: FieldType,
}

object!(FieldDraft { name: needed "name", holds: needed "holds" });

/// A role of the incident management team, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoleDraft {
    /// What documents name it by, and the host vouches for.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// What people call it; the identifier if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

object!(RoleDraft { id: needed "id", label: optional "label" });

/// Which roles carry the response, as written. Who has them is said by the contacts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TeamDraft {
    /// The role that reports go to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point_of_contact: Option<String>,
    /// The role that leads the response team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// The roles of the response team.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
}

object!(TeamDraft {
    point_of_contact: optional "pointOfContact",
    lead: optional "lead",
    members: or_default "members",
});

impl TeamDraft {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Who can be reached, and how, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactDraft {
    /// What documents name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// What people call it; the identifier if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The roles that they have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// How to reach them, in the order in which it is tried.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reach: Vec<Reach>,
    /// The contact who stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup: Option<String>,
}

object!(ContactDraft {
    id: needed "id",
    label: optional "label",
    roles: or_default "roles",
    reach: or_default "reach",
    backup: optional "backup",
});

/// A way to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reach {
    /// By what.
    pub by: Channel,
    /// The number, the address, the place.
    pub at: String,
}

object!(Reach { by: needed "by", at: needed "at" });

/// By what somebody is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Channel {
    /// A telephone, at a desk or in a pocket.
    Phone,
    /// A short message.
    Sms,
    /// Electronic mail.
    Mail,
    /// A chat.
    Chat,
    /// A pager, or an app that wakes people.
    Pager,
    /// Radio or satellite.
    Radio,
    /// A place to go to.
    Place,
}

words!(Channel {
    Phone: "phone",
    Sms: "sms",
    Mail: "mail",
    Chat: "chat",
    Pager: "pager",
    Radio: "radio",
    Place: "place",
});
