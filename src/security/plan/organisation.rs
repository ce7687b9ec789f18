use serde::Serialize;

use crate::document::object;
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
    /// How to reach them, in the order in which it is tried: a number, an address, a page.
    pub reach: Vec<String>,
}

object!(ContactDraft { id: needed "id", label: optional "label", reach: needed "reach" });
