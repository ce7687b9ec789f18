//! Who may see something, and what may be done with it: the Traffic Light Protocol 2.0 of FIRST
//! and the Permissible Actions Protocol of the MISP community.

use serde::Serialize;

use crate::document::words;

/// A label of the Traffic Light Protocol 2.0: who may see it, the fewest first.
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

/// A level of the Permissible Actions Protocol: what an attacker may notice, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Pap {
    /// Only what cannot be noticed: logs and copies at hand.
    Red,
    /// Also what others are asked about it.
    Amber,
    /// Also what acts on the target: blocking, for example.
    Green,
    /// Everything.
    Clear,
}

words!(Pap { Red: "red", Amber: "amber", Green: "green", Clear: "clear" });

impl Pap {
    /// The word that documents use, for example `amber`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Clear => "clear",
        }
    }
}
