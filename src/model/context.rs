use serde::Serialize;

use super::{Fact, Kind, StateType};
use crate::document::{Place, Read, object};
use crate::time::Instant;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    /// The host's identifier of the person or system.
    pub id: String,
    /// The roles that the host vouches for, as a policy's guards name them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

object!(Actor { id: needed "id", roles: or_default "roles" });

/// A ticket that another is linked with, as the host knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Linked {
    /// Its identifier.
    pub id: String,
    /// How it is linked: what it is to the ticket that is decided about, for example `child`.
    pub relation: String,
    /// What it is about.
    pub kind: Kind,
    /// The state it is in, which may be another policy's.
    pub state: String,
    /// What that state means.
    pub state_type: StateType,
}

object!(Linked {
    id: needed "id",
    relation: needed "relation",
    kind: needed "kind",
    state: needed "state",
    state_type: needed "stateType",
});

impl Linked {
    /// The value of a field, as conditions about linked tickets name it.
    pub(crate) fn fact(&self, field: &str) -> Option<Fact<'_>> {
        Some(Fact::Text(match field {
            "kind" => self.kind.as_str(),
            "state" => &self.state,
            "stateType" => self.state_type.as_str(),
            _ => return None,
        }))
    }
}

/// What is known of the tickets that one is linked with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(untagged)]
pub enum Links {
    /// Nothing: what depends on them is refused.
    #[default]
    Unknown,
    /// These, and there are no others.
    Known(Vec<Linked>),
    /// Whatever is asked of them is taken to be true; for questions about every life.
    #[serde(skip)]
    Met,
}

impl Links {
    fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }
}

impl Read for Links {
    fn blank() -> Self {
        Self::Unknown
    }

    fn read(&mut self, place: Place<'_>) {
        *self = Self::Known(Vec::at(place));
    }
}

/// What a decision needs to know beside the ticket and the command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Context {
    /// The present, as the host sees it; never earlier than the ticket's last recording.
    pub now: Instant,
    /// Who gives the command.
    pub actor: Actor,
    /// When the command took effect, if that was earlier: it is recorded late then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub took_effect_at: Option<Instant>,
    /// The version of the ticket that the actor saw; another one refuses the command.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_version: Option<u64>,
    /// The tickets that it is linked with, all of them; if absent, they are not known.
    #[serde(default, skip_serializing_if = "Links::is_unknown")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Linked>"))]
    pub linked: Links,
}

object!(Context {
    now: needed "now",
    actor: needed "actor",
    took_effect_at: optional "tookEffectAt",
    seen_version: optional "seenVersion",
    linked: or_default "linked",
});

impl Context {
    /// An actor at an instant, who has seen no version of the ticket in particular.
    #[must_use]
    pub fn at(now: Instant, actor: Actor) -> Self {
        Self { now, actor, took_effect_at: None, seen_version: None, linked: Links::Unknown }
    }

    /// When the command takes effect: now, unless it did so earlier.
    #[must_use]
    pub fn effect_at(&self) -> Instant {
        self.took_effect_at.unwrap_or(self.now)
    }
}
