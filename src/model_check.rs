//! Questions about every life that a ticket can have under a policy, answered by trying them all.
//!
//! A ticket is followed through every command that anybody could give and every timer, by the same
//! [`Engine`] that decides in earnest. What makes that finite:
//!
//! - Only the fields that guards, required fields or the question name are looked at. A number is
//!   told apart at the bounds that conditions give, a text is one of those they name or
//!   [another](ANOTHER).
//! - Time has no length: a timer may run out as soon as its state is reached, and whenever later.
//!   So may targets, which makes a difference to questions about the last event alone.
//! - Every role is there, so a guard by role keeps nobody out.
//! - Tickets that it is linked with are, at some time, as the guards ask. A move that is possible
//!   for a time only may be made, but leads nowhere for certain. Facts that make a ticket a
//!   candidate for a major incident do what a proposal does.
//! - History is not corrected: what a [`correct`](crate::model::Correct) may withdraw stays.
//!
//! Within these bounds an answer is complete: `holds` means that no life is against it, and a path
//! that is against it is a shortest one.
//!
//! # Example
//! ```
//! use incident_core::model_check::{Question, check};
//! use incident_core::{Engine, check as policy};
//!
//! let text = policy::preset("itil").unwrap_or_default();
//! let engine = Engine::new(policy::policy(text)?.policy);
//! let question: Question = serde_json::from_str(
//!     r#"{"type": "never", "condition": {"all": [{"field": "stateType", "is": "closed"},
//!         {"field": "resolutionCode", "isSet": false}]}}"#,
//! ).expect("a question");
//! assert!(check(&engine, &question)?.holds);
//! # Ok::<(), Vec<incident_core::Error>>(())
//! ```

mod domain;
mod space;

use std::collections::BTreeSet;

use serde::Serialize;

pub use domain::ANOTHER;

use crate::condition::{Condition, ConditionDraft};
use crate::document::{object, union};
use crate::engine::Engine;
use crate::error::{Error, Path};
use crate::model::{Command, Facts, StateType, Ticket, Value};
use domain::Domain;
use space::Space;

/// What is asked, in an object with the name under `type`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(tag = "type", rename_all = "camelCase")
)]
pub enum Question {
    /// Whether no ticket is ever in a condition.
    Never(Never),
    /// Whether every ticket, whatever became of it, can still get into a condition.
    CanReach(CanReach),
    /// Whether no ticket is ever reopened more often.
    AtMostReopens(AtMostReopens),
}

union!(Question { Never: "never", CanReach: "canReach", AtMostReopens: "atMostReopens" });

/// Whether no ticket is ever in a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Never {
    /// The condition.
    pub condition: ConditionDraft,
}

object!(Never { condition: needed "condition" });

/// Whether every ticket, whatever became of it, can still get into a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CanReach {
    /// The condition; that it is closed or canceled, if absent.
    pub condition: Option<ConditionDraft>,
}

object!(CanReach { condition: optional "condition" });

/// Whether no ticket is ever reopened more often.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AtMostReopens {
    /// How often it may be.
    pub reopens: u64,
}

object!(AtMostReopens { reopens: needed "reopens" });

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Whether no life of a ticket is against it.
    pub holds: bool,
    /// A shortest life against it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<Stop>,
    /// How many different tickets were looked at.
    pub tickets: usize,
    /// The fields that were looked at; all others make no difference.
    pub fields: Vec<String>,
}

/// One step of a life, and where the ticket then stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stop {
    /// What happened.
    pub step: Step,
    /// The state that the ticket is then in.
    pub state: String,
    /// Why it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold_reason: Option<String>,
    /// The priority that it then has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// The facts that are then known, of those that were looked at.
    #[serde(skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
}

/// What happened: somebody gave a command, or time did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// The command.
    Given(Command),
    /// What time did.
    Timed(Timed),
}

/// What time did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Timed {
    /// A timer ran out.
    Timer {
        /// Its identifier.
        timer: String,
    },
    /// A target came near its end.
    TargetWarned,
    /// The time of a target ran out.
    TargetBreached,
}

/// Answers a question about every life of a ticket.
///
/// Time grows with the number of different tickets, which is bounded.
///
/// # Errors
/// What is wrong with the question's condition; `limit.exceeded` if there are too many different
/// tickets to look at.
pub fn check(engine: &Engine, question: &Question) -> Result<Answer, Vec<Error>> {
    let read = |draft: &ConditionDraft| {
        let mut findings = Vec::new();
        let vocabulary = engine.policy().vocabulary();
        let condition = draft.check(&Path::root().key("condition"), vocabulary, &mut findings);
        condition.filter(|_| findings.is_empty()).ok_or(findings)
    };
    match question {
        Question::Never(never) => {
            let condition = read(&never.condition)?;
            let space = Space::of(engine, Domain::of(engine.policy(), Some(&condition), 0))?;
            Ok(space.first(&|ticket| condition.holds(ticket)))
        }
        Question::AtMostReopens(most) => {
            let space = Space::of(engine, Domain::of(engine.policy(), None, most.reopens))?;
            Ok(space.first(&|ticket| ticket.reopens > most.reopens))
        }
        Question::CanReach(wanted) => {
            let condition = wanted.condition.as_ref().map_or_else(|| Ok(ended()), read)?;
            let space = Space::of(engine, Domain::of(engine.policy(), Some(&condition), 0))?;
            let good: Vec<usize> = space.all(&|ticket: &Ticket| condition.holds(ticket));
            Ok(space.first_outside(&space.leading_to(good)))
        }
    }
}

fn ended() -> Condition {
    let ends = [StateType::Closed, StateType::Canceled];
    Condition::In {
        field: "stateType".to_owned(),
        values: ends.iter().map(|one| Value::from(one.as_str())).collect(),
    }
}

/// Where tickets get to.
pub(crate) struct Lives {
    /// The states that some ticket reaches.
    pub(crate) reached: BTreeSet<String>,
    /// The states from which some ticket can get to no end any more.
    pub(crate) stuck: BTreeSet<String>,
}

/// Follows every life of a ticket.
pub(crate) fn lives(engine: &Engine) -> Result<Lives, Vec<Error>> {
    let space = Space::of(engine, Domain::of(engine.policy(), None, 0))?;
    let ended = ended();
    let leads = space.leading_to(space.all(&|ticket| ended.holds(ticket)));
    let mut lives = Lives { reached: BTreeSet::new(), stuck: BTreeSet::new() };
    for (ticket, ends) in space.tickets().iter().zip(leads) {
        if !ends {
            lives.stuck.insert(ticket.state.clone());
        }
        lives.reached.insert(ticket.state.clone());
    }
    Ok(lives)
}
