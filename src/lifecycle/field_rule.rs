use serde::Serialize;

use crate::document::words;

/// What becomes of a field while a ticket is in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum FieldRule {
    /// It has a value: a move into the state needs one, and none takes it away there.
    Required,
    /// It stays as it is.
    ReadOnly,
    /// A form does not show it, and it stays as it is.
    Hidden,
}

words!(FieldRule { Required: "required", ReadOnly: "readOnly", Hidden: "hidden" });

impl FieldRule {
    /// Whether it keeps the field from being changed.
    pub(super) const fn locks(self) -> bool {
        matches!(self, Self::ReadOnly | Self::Hidden)
    }
}
