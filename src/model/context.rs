use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Actor {
    /// The host's identifier of the person or system.
    pub id: String,
    /// The roles that the host vouches for, as a policy's guards name them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

/// What a decision needs to know beside the ticket and the command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Context {
    /// The present, as the host sees it; never earlier than the ticket's last event.
    pub now: Instant,
    /// Who gives the command.
    pub actor: Actor,
    /// The version of the ticket that the actor saw; another one refuses the command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_version: Option<u64>,
}
