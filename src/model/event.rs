use serde::Serialize;

use super::{Actor, Facts, Kind, Sender, StateType, Value};
use crate::document::{object, union, words};
use crate::time::Instant;

/// One thing that happened to a ticket: never changed, never removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// The ticket's version after the event; the first event makes version 1.
    pub version: u64,
    /// When it took effect.
    pub at: Instant,
    /// When it was recorded, if later than that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Instant>,
    /// Who caused it.
    pub actor: Actor,
    /// What changed.
    pub change: Change,
}

object!(Event {
    version: needed "version",
    at: needed "at",
    recorded_at: optional "recordedAt",
    actor: needed "actor",
    change: needed "change",
});

impl Event {
    /// When it was recorded: when it took effect, unless it was recorded late.
    #[must_use]
    pub fn recorded(&self) -> Instant {
        self.recorded_at.unwrap_or(self.at)
    }

    /// Whether it follows from other events, by the policy or by time alone.
    #[must_use]
    pub fn is_derived(&self) -> bool {
        match &self.change {
            Change::PriorityChanged(_) | Change::TargetWarned(_) | Change::TargetBreached(_) => {
                true
            }
            Change::StateChanged(changed) => changed.timer.is_some(),
            Change::Opened(_)
            | Change::FactsChanged(_)
            | Change::MessageAdded(_)
            | Change::PriorityOverridden(_)
            | Change::ActionRequested(_)
            | Change::Approved(_)
            | Change::Corrected(_) => false,
        }
    }
}

/// What an event changed, in an object with the name under `type`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Change {
    /// The ticket was recorded.
    Opened(Opened),
    /// It reached another state.
    StateChanged(StateChanged),
    /// Facts got other values.
    FactsChanged(FactsChanged),
    /// Somebody wrote.
    MessageAdded(MessageAdded),
    /// Its priority became another one.
    PriorityChanged(PriorityChanged),
    /// Somebody gave it another priority than the rules, or left it to the rules again.
    PriorityOverridden(PriorityOverride),
    /// A target came near its end.
    TargetWarned(TargetWarned),
    /// The time of a target ran out.
    TargetBreached(TargetBreached),
    /// Somebody approved a move, or refused to.
    Approved(Approved),
    /// A rule asks the host to do something.
    ActionRequested(ActionRequested),
    /// An earlier event took effect at another time, or not at all.
    Corrected(Corrected),
}

/// The ticket was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    /// The host's identifier of the ticket.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// Who reported it.
    #[serde(default, skip_serializing_if = "Sender::is_requester")]
    pub from: Sender,
    /// The state it starts in.
    pub state: String,
    /// What that state means.
    pub state_type: StateType,
    /// What was known.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
    /// The priority, if impact and urgency were known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
}

object!(Opened {
    id: needed "id",
    kind: needed "kind",
    from: or_default "from",
    state: needed "state",
    state_type: needed "stateType",
    facts: or_default "facts",
    priority: optional "priority",
});

/// It reached another state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StateChanged {
    /// The state before.
    pub from: String,
    /// The state now.
    pub to: String,
    /// What the state now means.
    pub state_type: StateType,
    /// Why work waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold_reason: Option<String>,
    /// Whether work that counted as done was taken up again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reopens: bool,
    /// The timer that caused it, if none of the actor's doing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timer: Option<String>,
    /// Whether it was taken over from a foreign log although the policy refuses it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub observed: bool,
}

object!(StateChanged {
    from: needed "from",
    to: needed "to",
    state_type: needed "stateType",
    hold_reason: optional "holdReason",
    reopens: or_default "reopens",
    timer: optional "timer",
    observed: or_default "observed",
});

/// Facts got other values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FactsChanged {
    /// Each fact with its value before and now.
    pub changes: Vec<FactChange>,
    /// Whether another group took over, the first one and none included.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reassigns: bool,
}

object!(FactsChanged {
    changes: needed "changes",
    reassigns: or_default "reassigns",
});

/// A fact with its value before and now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FactChange {
    /// The field's name.
    pub field: String,
    /// The value before; `null` if there was none.
    pub from: Value,
    /// The value now; `null` if it was removed.
    pub to: Value,
}

object!(FactChange { field: needed "field", from: needed "from", to: needed "to" });

/// Somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MessageAdded {
    /// Who wrote.
    pub from: Sender,
    /// Whether only the support sees it, so that it answers nothing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub internal: bool,
    /// What was written, if the host keeps it here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

object!(MessageAdded {
    from: needed "from",
    internal: or_default "internal",
    text: optional "text",
});

/// Its priority became another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PriorityChanged {
    /// The priority before.
    pub from: Option<String>,
    /// The priority now.
    pub to: Option<String>,
}

object!(PriorityChanged { from: optional "from", to: optional "to" });

/// A priority that somebody gives, instead of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PriorityOverride {
    /// The level of the policy's scale; none leaves it to the rules again.
    pub level: Option<String>,
    /// Why.
    pub reason: String,
    /// From when on the rules decide again; none until somebody says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

object!(PriorityOverride {
    level: optional "level",
    reason: needed "reason",
    until: optional "until",
});

/// A target came near its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TargetWarned {
    /// The agreement's identifier.
    pub agreement: String,
    /// The target's identifier.
    pub target: String,
    /// The number of the clock's cycle, from 1.
    pub cycle: u64,
    /// The warning as the policy writes it, for example `75%`.
    pub warning: String,
}

object!(TargetWarned {
    agreement: needed "agreement",
    target: needed "target",
    cycle: needed "cycle",
    warning: needed "warning",
});

/// The time of a target ran out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TargetBreached {
    /// The agreement's identifier.
    pub agreement: String,
    /// The target's identifier.
    pub target: String,
    /// The number of the clock's cycle, from 1.
    pub cycle: u64,
    /// When it was due.
    pub due_at: Instant,
}

object!(TargetBreached {
    agreement: needed "agreement",
    target: needed "target",
    cycle: needed "cycle",
    due_at: needed "dueAt",
});

/// Somebody approved a move, or refused to: what the command says, unchanged.
pub type Approved = super::Approve;

/// What a rule may ask the host to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Action {
    /// Give the ticket to somebody.
    Assign,
    /// Tell somebody.
    Notify,
    /// Take it to who can do more about it.
    Escalate,
    /// Run something.
    Run,
}

words!(Action { Assign: "assign", Notify: "notify", Escalate: "escalate", Run: "run" });

/// A rule asks the host to do something. Only the host can, and nothing says that it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActionRequested {
    /// The rule's identifier.
    pub rule: String,
    /// What it asks for.
    pub action: Action,
    /// Who or what it is about: a group, a role, a script.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

object!(ActionRequested {
    rule: needed "rule",
    action: needed "action",
    target: optional "target",
});

/// An earlier event took effect at another time, or not at all. The event itself stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Corrected {
    /// The version of the event that is corrected.
    pub version: u64,
    /// When it took effect in truth; none if it never did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub took_effect_at: Option<Instant>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

object!(Corrected {
    version: needed "version",
    took_effect_at: optional "tookEffectAt",
    reason: optional "reason",
});

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(flag: &bool) -> bool {
    !flag
}

union!(Change {
    Opened: "opened",
    StateChanged: "stateChanged",
    FactsChanged: "factsChanged",
    MessageAdded: "messageAdded",
    PriorityChanged: "priorityChanged",
    PriorityOverridden: "priorityOverridden",
    TargetWarned: "targetWarned",
    TargetBreached: "targetBreached",
    Approved: "approved",
    ActionRequested: "actionRequested",
    Corrected: "corrected",
});
