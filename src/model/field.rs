use serde::Serialize;

use crate::document::words;

/// What a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum FieldType {
    /// Words or an identifier.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// Several identifiers.
    List,
}

impl FieldType {
    /// The word in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Flag => "flag",
            Self::List => "list",
        }
    }
}

words!(FieldType { Text: "text", Number: "number", Flag: "flag", List: "list" });

/// A field that every policy knows, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandardField {
    /// The name in documents.
    pub name: &'static str,
    /// What it may hold.
    pub holds: FieldType,
}

const fn text(name: &'static str) -> StandardField {
    StandardField { name, holds: FieldType::Text }
}

const fn other(name: &'static str, holds: FieldType) -> StandardField {
    StandardField { name, holds }
}

/// The fields that need no declaration; a policy may declare more.
pub const STANDARD_FIELDS: &[StandardField] = &[
    text("number"),
    text("shortDescription"),
    text("description"),
    text("channel"),
    text("caller"),
    text("openedBy"),
    text("requestedFor"),
    other("vip", FieldType::Flag),
    text("organization"),
    text("location"),
    text("service"),
    text("serviceOffering"),
    text("configurationItem"),
    text("category"),
    text("subcategory"),
    text("symptom"),
    other("tags", FieldType::List),
    text("language"),
    text("impact"),
    text("urgency"),
    text("assignmentGroup"),
    text("assignee"),
    text("vendor"),
    text("problem"),
    text("change"),
    text("parent"),
    text("resolutionCode"),
    text("resolutionNotes"),
    text("causeCode"),
    text("closeNotes"),
    other("affectedUsers", FieldType::Number),
    text("workaround"),
    other("restored", FieldType::Flag),
    other("contained", FieldType::Flag),
    other("majorIncident", FieldType::Flag),
    text("majorIncidentStatus"),
    other("reviewCompleted", FieldType::Flag),
    text("requesterZone"),
    text("serviceZone"),
    text("siteZone"),
];
