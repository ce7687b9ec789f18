use super::Condition;
use crate::model::{Fact, Value};

/// How many combinations of values are tried; with more the question stays open.
const MOST: usize = 20_000;
/// How many combinations times values; a long list of words would take its square otherwise.
const WORK: usize = 4_000_000;

impl Condition {
    /// Whether `other` is true whenever this one is, whatever the fields hold.
    ///
    /// Tries every combination of the values that the two tell apart. Too many of them, and fields
    /// that depend on each other, make the answer a cautious no.
    #[must_use]
    pub fn implies(&self, other: &Self) -> bool {
        let Some(choices) = choices(&[self, other]) else { return false };
        let mut possible = false;
        for chosen in combinations(&choices) {
            if self.holds_for(&|field| fact(&chosen, field)) {
                possible = true;
                if !other.holds_for(&|field| fact(&chosen, field)) {
                    return false;
                }
            }
        }
        possible
    }

    /// Whether it is true for some values of its fields; none if there are too many to try.
    #[must_use]
    pub fn can_hold(&self) -> Option<bool> {
        let choices = choices(&[self])?;
        let mut tried = combinations(&choices);
        Some(tried.any(|chosen| self.holds_for(&|field| fact(&chosen, field))))
    }

    /// Whether it asks for a field.
    #[must_use]
    pub fn asks(&self, field: &str) -> bool {
        let mut asked = Vec::new();
        self.tells_apart(&mut asked);
        asked.iter().any(|(name, _)| *name == field)
    }

    /// Whether it asks if a field has a value at all.
    #[cfg(feature = "analysis")]
    pub(crate) fn asks_presence(&self, field: &str) -> bool {
        match self {
            Self::All(inner) | Self::Any(inner) => inner.iter().any(|one| one.asks_presence(field)),
            Self::Not(inner) => inner.asks_presence(field),
            Self::IsSet(name) => name == field,
            Self::In { .. } | Self::Between { .. } => false,
        }
    }

    /// Adds the values of each field that it tells apart.
    pub(crate) fn tells_apart<'a>(&'a self, choices: &mut Vec<(&'a str, Vec<Value>)>) {
        let mut add = |field: &'a str, values: &[Value]| {
            let at = choices.iter().position(|(name, _)| *name == field).unwrap_or_else(|| {
                choices.push((field, Vec::new()));
                choices.len().saturating_sub(1)
            });
            if let Some((_, known)) = choices.get_mut(at) {
                for value in values {
                    if !known.contains(value) {
                        known.push(value.clone());
                    }
                }
            }
        };
        match self {
            Self::All(inner) | Self::Any(inner) => {
                for one in inner {
                    one.tells_apart(choices);
                }
            }
            Self::Not(inner) => inner.tells_apart(choices),
            Self::In { field, values } => add(field, values),
            Self::IsSet(field) => add(field, &[]),
            Self::Between { field, at_least, at_most } => {
                let edges =
                    [at_least.saturating_sub(1), *at_least, *at_most, at_most.saturating_add(1)];
                add(field, &edges.map(Value::Number));
            }
        }
    }
}

/// The values to try for each field that the conditions name; none if there are too many.
fn choices<'a>(conditions: &[&'a Condition]) -> Option<Vec<(&'a str, Vec<Value>)>> {
    let mut choices: Vec<(&str, Vec<Value>)> = Vec::new();
    for condition in conditions {
        condition.tells_apart(&mut choices);
    }
    for (_, values) in &mut choices {
        values.extend([Value::Absent, Value::Text("\u{0}".to_owned())]);
    }
    let sizes = choices.iter().map(|(_, values)| values.len());
    let all = sizes.clone().try_fold(1_usize, usize::checked_mul)?;
    // Each combination is held against each value that the conditions name.
    let work = sizes.sum::<usize>().saturating_mul(all);
    (all <= MOST && work <= WORK).then_some(choices)
}

fn combinations<'a>(
    choices: &'a [(&'a str, Vec<Value>)],
) -> impl Iterator<Item = Vec<(&'a str, &'a Value)>> {
    let all = choices.iter().fold(1_usize, |all, (_, values)| all.saturating_mul(values.len()));
    (0..all).map(|number| combination(choices, number))
}

fn fact<'a>(chosen: &[(&str, &'a Value)], field: &str) -> Option<Fact<'a>> {
    Fact::of(chosen.iter().find(|(name, _)| *name == field)?.1)
}

/// The combination with this number, the first field running fastest.
fn combination<'a>(
    choices: &'a [(&'a str, Vec<Value>)],
    mut number: usize,
) -> Vec<(&'a str, &'a Value)> {
    let mut chosen = Vec::with_capacity(choices.len());
    for (field, values) in choices {
        let at = number.checked_rem(values.len()).unwrap_or(0);
        number = number.checked_div(values.len()).unwrap_or(0);
        chosen.extend(values.get(at).map(|value| (*field, value)));
    }
    chosen
}
