use crate::condition::{Condition, Vocabulary};
use crate::model::{FieldType, Kind, Value};
use crate::policy::Policy;

/// A text that no condition names.
pub const ANOTHER: &str = "another value";

/// What tells tickets apart: the fields with the values that matter, and what else is looked at.
#[derive(Debug)]
pub(super) struct Domain {
    pub(super) fields: Vec<(String, Vec<Value>)>,
    /// A value for each field that only moves require: it comes with the move, so that it keeps no
    /// ticket from anything.
    brought: Vec<(String, Value)>,
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
        for field in lifecycle.required_fields().filter(|field| is_kept(policy, field)) {
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
        let kept = |field: &str| asks(field) || is_kept(policy, field);
        let reasons_matter = asks("holdReason") || lifecycle.tells_reasons_apart(&kept);
        let some = if reasons_matter { reasons.len() } else { 1 };
        let mut domain = Self {
            fields: Vec::new(),
            brought: brought(policy),
            kinds: kinds(policy, &named),
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
        let conditions: Vec<&Condition> = lifecycle.guards().chain(condition).collect();
        for (field, values) in named {
            // What follows from events is not set, so it has no values to choose from.
            if policy.vocabulary().admits_fact(field, &Value::Absent).is_ok() {
                let only_true = values == [Value::Flag(true)]
                    && !conditions.iter().any(|one| one.asks_presence(field))
                    && !lifecycle.required_fields().any(|required| required == field);
                let mut choices = choices(policy.vocabulary(), field, values);
                if only_true {
                    // Whatever asks whether it is true takes `false` and no value for the same.
                    choices.retain(|value| *value != Value::Flag(false));
                }
                domain.fields.push((field.to_owned(), choices));
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
        let Some((_, values)) = self.fields.iter().find(|(name, _)| name == field) else {
            let brought = self.brought.iter().find(|(name, _)| name == field);
            return brought.map(|(_, value)| value.clone());
        };
        values.iter().find(|value| **value != Value::Absent).cloned()
    }
}

/// Whether it matters that a required field has a value before a move: what no state locks or
/// requires can come with the move itself, save what only commands of their own set.
fn is_kept(policy: &Policy, field: &str) -> bool {
    let mut of_states = policy.lifecycle().states().iter();
    of_states.any(|state| state.fields.get(field).is_some())
        || ["majorIncident", "majorIncidentStatus"].contains(&field)
}

/// A value for each field that only moves require.
fn brought(policy: &Policy) -> Vec<(String, Value)> {
    let fields = policy.lifecycle().required_fields().filter(|field| !is_kept(policy, field));
    let some = |field: &str| {
        let mut choices = choices(policy.vocabulary(), field, Vec::new()).into_iter();
        choices.find(|value| *value != Value::Absent)
    };
    fields.filter_map(|field| Some((field.to_owned(), some(field)?))).collect()
}

/// The first kind of those that conditions and lifecycle do not tell apart, of all such.
fn kinds(policy: &Policy, named: &[(&str, Vec<Value>)]) -> Vec<Kind> {
    let in_conditions = named.iter().filter(|(field, _)| *field == "kind");
    let in_conditions: Vec<&str> =
        in_conditions.flat_map(|(_, values)| values).filter_map(Value::as_text).collect();
    let alike = |one: Kind, other: Kind| {
        let is_named = |kind: Kind| in_conditions.contains(&kind.as_str());
        !is_named(one) && !is_named(other) && policy.lifecycle().takes_alike(one, other)
    };
    let mut kinds: Vec<Kind> = Vec::new();
    for kind in Kind::ALL {
        if !kinds.iter().any(|known| alike(*known, kind)) {
            kinds.push(kind);
        }
    }
    kinds
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
