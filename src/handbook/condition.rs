//! Conditions as English.

use super::page::{listed, name, plain, spaced};
use crate::condition::Condition;
use crate::model::{STANDARD_FIELDS, Value};
use crate::policy::Policy;
use crate::prioritize::Level;

/// A condition as part of a sentence, for example `the state is Resolved or Closed`.
pub(super) fn words(condition: &Condition, policy: &Policy) -> String {
    match condition {
        Condition::All(inner) => group(inner, policy, "and", "always"),
        Condition::Any(inner) => group(inner, policy, "or", "never"),
        Condition::Not(inner) => denied(inner, policy),
        Condition::In { field, values } => compared(field, values, policy, Sense::Is),
        Condition::IsSet(field) => format!("{} has a value", field_name(field)),
        Condition::Between { field, at_least, at_most } => {
            let least = (*at_least > i64::MIN).then(|| format!("at least {at_least}"));
            let most = (*at_most < i64::MAX).then(|| format!("at most {at_most}"));
            let bounds: Vec<String> = least.into_iter().chain(most).collect();
            format!("{} is {}", field_name(field), listed(&bounds, "and"))
        }
    }
}

/// Whether a comparison is asserted or denied.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    Is,
    IsNot,
}

fn group(inner: &[Condition], policy: &Policy, word: &str, empty: &str) -> String {
    let part = |one: &Condition| {
        let nested = matches!(one, Condition::All(inner) | Condition::Any(inner)
            if inner.len() > 1);
        let text = words(one, policy);
        if nested { format!("({text})") } else { text }
    };
    match inner {
        [] => empty.to_owned(),
        [only] => words(only, policy),
        several => several.iter().map(part).collect::<Vec<_>>().join(&format!(", {word} ")),
    }
}

fn denied(inner: &Condition, policy: &Policy) -> String {
    match inner {
        Condition::In { field, values } => compared(field, values, policy, Sense::IsNot),
        Condition::IsSet(field) => format!("{} has no value", field_name(field)),
        Condition::Not(twice) => words(twice, policy),
        Condition::All(_) | Condition::Any(_) | Condition::Between { .. } => {
            format!("it is not so that ({})", words(inner, policy))
        }
    }
}

fn compared(field: &str, values: &[Value], policy: &Policy, sense: Sense) -> String {
    if let ([Value::Flag(flag)], Some((yes, no))) = (values, said(field)) {
        // Of these there is always one or the other.
        return if *flag == (sense == Sense::Is) { yes } else { no }.to_owned();
    }
    let shown: Vec<String> = values.iter().map(|value| value_name(field, value, policy)).collect();
    let is = match (sense, shown.as_slice()) {
        (Sense::Is, []) => return "never".to_owned(),
        (Sense::IsNot, []) => return "always".to_owned(),
        (Sense::Is, _) => "is",
        (Sense::IsNot, [_]) => "is not",
        (Sense::IsNot, _) => "is none of",
    };
    let word = if sense == Sense::Is { "or" } else { "and" };
    format!("{} {is} {}", field_name(field), listed(&shown, word))
}

/// What a fact about messages means, when it is so and when it is not.
fn said(field: &str) -> Option<(&'static str, &'static str)> {
    match field {
        "unanswered" => Some(("the requester waits for an answer", "no answer is outstanding")),
        "responded" => Some(("the support has answered", "the support has not answered yet")),
        _ => None,
    }
}

/// A field in a sentence.
pub(super) fn field_name(field: &str) -> String {
    match field {
        "state" => "the state".to_owned(),
        "stateType" => "the type of state".to_owned(),
        "kind" => "the kind of ticket".to_owned(),
        "lastEvent" => "the latest event".to_owned(),
        "holdReason" | "priority" => format!("the {}", spaced(field)),
        standard if STANDARD_FIELDS.iter().any(|known| known.name == standard) => {
            format!("the field “{}”", spaced(standard))
        }
        own => format!("the field {}", name(own)),
    }
}

pub(super) fn value_name(field: &str, value: &Value, policy: &Policy) -> String {
    let text = match value {
        Value::Absent => return "absent".to_owned(),
        Value::Flag(flag) => return if *flag { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => return number.to_string(),
        Value::List(list) => {
            let each: Vec<String> = list.iter().map(|one| format!("“{}”", plain(one))).collect();
            return format!("the list of {}", listed(&each, "and"));
        }
        Value::Text(text) => text.as_str(),
    };
    let level = |levels: &[Level]| label(levels.iter().map(|one| (&one.id, &one.label)), text);
    let (lifecycle, matrix) = (policy.lifecycle(), policy.matrix());
    match field {
        "state" => state(text, policy),
        "holdReason" => {
            label(lifecycle.hold_reasons().iter().map(|one| (&one.id, &one.label)), text)
        }
        "priority" => level(matrix.priority()),
        "impact" => level(matrix.impact()),
        "urgency" => level(matrix.urgency()),
        "stateType" | "kind" | "lastEvent" => spaced(text),
        _ => format!("“{}”", plain(text)),
    }
}

/// What people call a state.
pub(super) fn state(id: &str, policy: &Policy) -> String {
    label(policy.lifecycle().states().iter().map(|state| (&state.id, &state.label)), id)
}

fn label<'a>(mut known: impl Iterator<Item = (&'a String, &'a String)>, id: &str) -> String {
    known.find(|(other, _)| *other == id).map_or_else(|| plain(id), |(_, label)| plain(label))
}
