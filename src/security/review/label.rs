use serde::Serialize;

use crate::document::words;

/// A label of the Traffic Light Protocol 2.0 (FIRST): who may see it, the fewest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Tlp {
    /// Only those who were there.
    Red,
    /// Only their organisation.
    AmberStrict,
    /// Their organisation and its clients.
    Amber,
    /// The community.
    Green,
    /// Everybody.
    Clear,
}

words!(Tlp {
    Red: "red",
    AmberStrict: "amberStrict",
    Amber: "amber",
    Green: "green",
    Clear: "clear",
});

impl Tlp {
    /// The word that documents use, for example `amberStrict`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::AmberStrict => "amberStrict",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Clear => "clear",
        }
    }
}
