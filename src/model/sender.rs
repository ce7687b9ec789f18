use serde::Serialize;

use crate::document::words;

/// Which side somebody writes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Sender {
    /// Whoever needs the service, or somebody on their behalf.
    #[default]
    Requester,
    /// Whoever provides it.
    Support,
}

words!(Sender { Requester: "requester", Support: "support" });

impl Sender {
    /// Whether it is the side that needs the service.
    #[must_use]
    pub fn is_requester(&self) -> bool {
        *self == Self::Requester
    }
}
