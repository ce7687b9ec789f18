//! How far something may be shared, and what may be done with it: the Traffic Light Protocol 2.0 of
//! FIRST and the Permissible Actions Protocol of the MISP community.

use serde::Serialize;

use crate::document::words;

/// How far something may be shared: the Traffic Light Protocol of FIRST, version 2.0, from the
/// widest audience to the narrowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Tlp {
    /// The word of TLP 1.0 for [`Clear`](Self::Clear), accepted with a warning.
    #[serde(rename = "TLP:WHITE")]
    White,
    /// With everybody.
    #[serde(rename = "TLP:CLEAR")]
    Clear,
    /// Within the community, not in public.
    #[serde(rename = "TLP:GREEN")]
    Green,
    /// Within the organisation and with its clients, as they need to know.
    #[serde(rename = "TLP:AMBER")]
    Amber,
    /// Within the organisation only, as its members need to know.
    #[serde(rename = "TLP:AMBER+STRICT")]
    AmberStrict,
    /// With the persons it was given to, and nobody else.
    #[default]
    #[serde(rename = "TLP:RED")]
    Red,
}

words!(Tlp {
    Red: "TLP:RED",
    AmberStrict: "TLP:AMBER+STRICT",
    Amber: "TLP:AMBER",
    Green: "TLP:GREEN",
    Clear: "TLP:CLEAR",
    White: "TLP:WHITE",
});

impl Tlp {
    /// Every label of version 2.0, from the widest audience to the narrowest.
    pub const ALL: [Self; 5] =
        [Self::Clear, Self::Green, Self::Amber, Self::AmberStrict, Self::Red];

    /// The label with this word, that of version 1.0 included.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let all = Self::ALL.into_iter().chain([Self::White]);
        all.into_iter().find(|label| label.as_str() == word)
    }

    /// The label of version 2.0 that it is.
    #[must_use]
    pub const fn current(self) -> Self {
        match self {
            Self::White | Self::Clear => Self::Clear,
            Self::Green => Self::Green,
            Self::Amber => Self::Amber,
            Self::AmberStrict => Self::AmberStrict,
            Self::Red => Self::Red,
        }
    }

    /// The word that documents use, for example `TLP:AMBER+STRICT`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::White => "TLP:WHITE",
            Self::Clear => "TLP:CLEAR",
            Self::Green => "TLP:GREEN",
            Self::Amber => "TLP:AMBER",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Red => "TLP:RED",
        }
    }
}

/// What may be done with something: the Permissible Actions Protocol, from what restrains most.
///
/// It is about actions that the other side could notice, and says nothing about who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Pap {
    /// Only what cannot be noticed from outside.
    #[serde(rename = "PAP:RED")]
    Red,
    /// Passive checks as well, also with services of third parties.
    #[serde(rename = "PAP:AMBER")]
    Amber,
    /// Active steps as well.
    #[serde(rename = "PAP:GREEN")]
    Green,
    /// Anything.
    #[serde(rename = "PAP:CLEAR")]
    Clear,
    /// The older word for [`Clear`](Self::Clear), accepted with a warning.
    #[serde(rename = "PAP:WHITE")]
    White,
}

words!(Pap {
    Red: "PAP:RED",
    Amber: "PAP:AMBER",
    Green: "PAP:GREEN",
    Clear: "PAP:CLEAR",
    White: "PAP:WHITE",
});

/// An action, and whether it is permitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PermittedAction {
    /// Its name.
    pub action: &'static str,
    /// What it is.
    pub says: &'static str,
    /// Whether it is permitted.
    pub permitted: bool,
}

/// What each label is the first to permit.
const ACTIONS: [(Pap, &str, &str); 7] = [
    (Pap::Red, "searchOwnRecords", "search one's own logs and records, unnoticed from outside"),
    (Pap::Amber, "askThirdParty", "look it up at a service of a third party"),
    (Pap::Amber, "watchWithHoneypot", "set up a honeypot that only watches"),
    (Pap::Green, "probeTarget", "contact the other side's system, for example ping it"),
    (Pap::Green, "blockTraffic", "block traffic from it or to it"),
    (Pap::Green, "interactWithHoneypot", "let a honeypot answer the other side"),
    (Pap::Clear, "anything", "use it without restriction"),
];

impl Pap {
    /// The label that is used today.
    #[must_use]
    pub const fn current(self) -> Self {
        match self {
            Self::White | Self::Clear => Self::Clear,
            Self::Green => Self::Green,
            Self::Amber => Self::Amber,
            Self::Red => Self::Red,
        }
    }

    /// The word that documents use, for example `PAP:AMBER`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Red => "PAP:RED",
            Self::Amber => "PAP:AMBER",
            Self::Green => "PAP:GREEN",
            Self::Clear => "PAP:CLEAR",
            Self::White => "PAP:WHITE",
        }
    }

    /// Every action of the protocol, and whether the label permits it: each label permits what the
    /// stricter ones do. The source is the taxonomy `PAP` of MISP, version 1.
    #[must_use]
    pub fn actions(self) -> [PermittedAction; 7] {
        let label = self.current();
        ACTIONS.map(|(least, action, says)| PermittedAction {
            action,
            says,
            permitted: least <= label,
        })
    }
}
