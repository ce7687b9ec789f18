use serde::Serialize;

use crate::document::object;
use crate::time::Instant;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    /// The host's identifier of the person or system.
    pub id: String,
    /// The roles that the host vouches for, as a policy's guards name them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

object!(Actor { id: needed "id", roles: or_default "roles" });

/// What a decision needs to know beside the ticket and the command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
}

object!(Context {
    now: needed "now",
    actor: needed "actor",
    took_effect_at: optional "tookEffectAt",
    seen_version: optional "seenVersion",
});

impl Context {
    /// An actor at an instant, who has seen no version of the ticket in particular.
    #[must_use]
    pub fn at(now: Instant, actor: Actor) -> Self {
        Self { now, actor, took_effect_at: None, seen_version: None }
    }
}
