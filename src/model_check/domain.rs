use crate::condition::{Condition, Vocabulary};
use crate::model::{FieldType, Kind, Value};
use crate::policy::Policy;

/// A text that no condition names.
pub const ANOTHER: &str = "another value";

/// What tells tickets apart: the fields with the values that matter, and what else is looked at.
#[derive(Debug)]
pub(super) struct Domain {
    pub(super) fields: Vec<(String, Vec<Value>)>,
    pub(super) kinds: Vec<Kind>,
    pub(super) hold_reasons: Vec<Option<String>>,
    /// Whether messages, and what they answer, matter.
    pub(super) messages: bool,
    /// Whether it matters what the last event was.
    pub(super) last_event: bool,
    /// The priorities that somebody may give, and none for leaving it to the rules.
    pub(super) overrides: Vec<Option<String>>,
    /// How often a ticket is seen to be reopened; further ones look the same.
    pub(super) reopens: u64,
}

impl Domain {
    /// What the guards of a policy and a condition tell apart. Reopenings are counted up to one
    /// more than so many.
    pub(super) fn of(policy: &Policy, condition: Option<&Condition>, reopens: u64) -> Self {
        let lifecycle = policy.lifecycle();
        let mut named: Vec<(&str, Vec<Value>)> = Vec::new();
        for condition in lifecycle.guards().chain(condition) {
            condition.tells_apart(&mut named);
        }
        for field in lifecycle.required_fields() {
            if !named.iter().any(|(name, _)| *name == field) {
                named.push((field, Vec::new()));
            }
        }
        let of_priority = named.iter().any(|(name, _)| *name == "priority");
        if of_priority {
            for condition in policy.priorities().conditions() {
                condition.tells_apart(&mut named);
            }
        }
        let status = "majorIncidentStatus";
        if policy.major_incident().is_some()
            && named.iter().any(|(name, _)| [status, "majorIncident"].contains(name))
            && !named.iter().any(|(name, _)| *name == status)
        {
            named.push((status, Vec::new()));
        }
        let asks = |field: &str| named.iter().any(|(name, _)| *name == field);
        let reasons = lifecycle.hold_reasons().iter().map(|reason| Some(reason.id.clone()));
        let reasons: Vec<_> = if reasons.len() == 0 { vec![None] } else { reasons.collect() };
        let reasons_matter = asks("holdReason") || lifecycle.tells_reasons_apart();
        let some = if reasons_matter { reasons.len() } else { 1 };
        let mut domain = Self {
            fields: Vec::new(),
            kinds: if asks("kind") || lifecycle.tells_kinds_apart() {
                Kind::ALL.to_vec()
            } else {
                vec![Kind::Incident]
            },
            hold_reasons: reasons.into_iter().take(some).collect(),
            messages: asks("unanswered") || asks("responded") || asks("lastEvent"),
            last_event: asks("lastEvent"),
            overrides: Vec::new(),
            reopens: reopens.saturating_add(1),
        };
        let of_matrix: Vec<&str> =
            ["impact", "urgency"].into_iter().filter(|field| !asks(field)).collect();
        if of_priority {
            if policy.priority_override().is_some() {
                let levels = policy.matrix().priority().iter();
                domain.overrides = levels.map(|level| Some(level.id.clone())).collect();
                domain.overrides.push(None);
            }
            named.extend(of_matrix.into_iter().map(|field| (field, Vec::new())));
        }
        for (field, values) in named {
            // What follows from events is not set, so it has no values to choose from.
            if policy.vocabulary().admits_fact(field, &Value::Absent).is_ok() {
                domain.fields.push((field.to_owned(), choices(policy.vocabulary(), field, values)));
            }
        }
        domain.fields.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        domain
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|(name, _)| name == field)
    }

    /// A value for a field that must have one.
    pub(super) fn some(&self, field: &str) -> Option<Value> {
        let (_, values) = self.fields.iter().find(|(name, _)| name == field)?;
        values.iter().find(|value| **value != Value::Absent).cloned()
    }
}

/// The values of a field that are told apart, none included.
fn choices(vocabulary: &Vocabulary, field: &str, named: Vec<Value>) -> Vec<Value> {
    let another = ANOTHER.to_owned();
    let mut choices = vec![Value::Absent];
    choices.extend(match (vocabulary.field(field), vocabulary.words(field)) {
        (Ok(FieldType::Flag), _) => vec![Value::Flag(true), Value::Flag(false)],
        (Ok(FieldType::Number), _) => vec![Value::Number(0)],
        (Ok(FieldType::List), _) => vec![Value::List(vec![another])],
        (Ok(FieldType::Text), Some(words)) => words.iter().cloned().map(Value::Text).collect(),
        (Ok(FieldType::Text), None) => vec![Value::Text(another)],
        (Err(_), _) => Vec::new(),
    });
    for value in named {
        if !choices.contains(&value) && vocabulary.admits(field, &value).is_ok() {
            choices.push(value);
        }
    }
    choices
}
