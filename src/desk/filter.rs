use serde::Serialize;

use super::held::Held;
use super::settings::Class;
use crate::condition::{Condition, ConditionDraft};
use crate::document::object;
use crate::error::{Error, Path};
use crate::model::{Kind, StateType};
use crate::policy::Policy;

/// Which tickets of a desk are asked for: those of which all that is given is true.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QueueFilter {
    /// How urgent their clocks make them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// What they are about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// What their state means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_type: Option<StateType>,
    /// Their state, one of the policy's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Their priority, a level of the policy's scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// The group that has them: the field `assignmentGroup`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Who has them: the field `assignee`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// The service that they are about: the field `service`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Anything else. The desk remembers for which tickets it was true, so that only the first
    /// question with it takes long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<ConditionDraft>,
}

object!(QueueFilter {
    class: optional "class",
    kind: optional "kind",
    state_type: optional "stateType",
    state: optional "state",
    priority: optional "priority",
    group: optional "group",
    assignee: optional "assignee",
    service: optional "service",
    condition: optional "condition",
});

/// A filter whose words the policy has.
#[derive(Debug)]
pub(super) struct Filter<'a> {
    given: &'a QueueFilter,
    pub(super) condition: Option<Condition>,
}

impl<'a> Filter<'a> {
    pub(super) fn of(given: &'a QueueFilter, policy: &Policy) -> Result<Self, Vec<Error>> {
        let vocabulary = policy.vocabulary();
        let mut findings = Vec::new();
        for (field, word) in [("state", &given.state), ("priority", &given.priority)] {
            let Some(word) = word else { continue };
            let admitted = vocabulary.admits_word(field, word, &Path::root().key(field));
            findings.extend(admitted.err());
        }
        let path = Path::root().key("condition");
        let condition = given.condition.as_ref();
        let condition = condition.and_then(|draft| draft.check(&path, vocabulary, &mut findings));
        if findings.is_empty() { Ok(Self { given, condition }) } else { Err(findings) }
    }

    /// Whether all but the class and the condition is true of a ticket.
    pub(super) fn admits(&self, held: &Held) -> bool {
        let QueueFilter { kind, state_type, state, priority, group, assignee, service, .. } =
            self.given;
        let is = |wanted: &Option<String>, word: Option<&super::words::Word>| {
            wanted.as_ref().is_none_or(|wanted| word.is_some_and(|word| **word == **wanted))
        };
        kind.is_none_or(|kind| kind == held.kind)
            && state_type.is_none_or(|state_type| state_type == held.state_type)
            && is(state, Some(&held.state))
            && is(priority, held.priority.as_ref())
            && is(group, held.group.as_ref())
            && is(assignee, held.assignee.as_ref())
            && is(service, held.service.as_ref())
    }

    pub(super) fn class(&self) -> Option<Class> {
        self.given.class
    }
}

/// How many conditions are remembered.
const REMEMBERED: usize = 32;

/// The conditions that were asked with last. Each has a place, a bit of every ticket.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    places: Vec<Condition>,
    /// The places, the one that was asked with last at the end.
    lately: Vec<usize>,
}

impl Conditions {
    /// The place of a condition, and whether another had it before or nobody.
    pub(super) fn place(&mut self, condition: Condition) -> (usize, bool) {
        let known = self.places.iter().position(|other| *other == condition);
        let at = known.unwrap_or_else(|| {
            if self.places.len() < REMEMBERED {
                self.places.push(condition.clone());
                return self.places.len().saturating_sub(1);
            }
            let at = self.lately.first().copied().unwrap_or_default();
            if let Some(place) = self.places.get_mut(at) {
                *place = condition;
            }
            at
        });
        self.lately.retain(|other| *other != at);
        self.lately.push(at);
        (at, known.is_none())
    }

    /// All with their places.
    pub(super) fn all(&self) -> impl Iterator<Item = (usize, &Condition)> {
        self.places.iter().enumerate()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Condition> {
        self.places.get(at)
    }
}

/// The bit of a place.
pub(super) fn bit(at: usize) -> u32 {
    u32::try_from(at).ok().and_then(|at| 1_u32.checked_shl(at)).unwrap_or_default()
}
