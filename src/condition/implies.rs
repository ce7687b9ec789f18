use super::Condition;
use crate::model::{Fact, Value};

/// How many combinations of values are tried; with more the question stays open.
const MOST: usize = 20_000;

impl Condition {
    /// Whether `other` is true whenever this one is, whatever the fields hold.
    ///
    /// Tries every combination of the values that the two tell apart. Too many of them, and fields
    /// that depend on each other, make the answer a cautious no.
    #[must_use]
    pub fn implies(&self, other: &Self) -> bool {
        let mut choices = Vec::new();
        self.gather(&mut choices);
        other.gather(&mut choices);
        let combinations = choices
            .iter()
            .try_fold(1_usize, |all, (_, values)| all.checked_mul(values.len()))
            .filter(|all| *all <= MOST);
        let Some(combinations) = combinations else { return false };
        let mut possible = false;
        for number in 0..combinations {
            let chosen = combination(&choices, number);
            let fact = |field: &str| {
                let at = chosen.iter().find(|(name, _)| *name == field)?;
                Fact::of(at.1)
            };
            if self.holds_for(&fact) {
                possible = true;
                if !other.holds_for(&fact) {
                    return false;
                }
            }
        }
        possible
    }

    /// The values of each field that a condition tells apart, and one that it does not know.
    fn gather<'a>(&'a self, choices: &mut Vec<(&'a str, Vec<Value>)>) {
        let mut add = |field: &'a str, values: &[Value]| {
            let at = choices.iter().position(|(name, _)| *name == field).unwrap_or_else(|| {
                choices.push((field, vec![Value::Absent, Value::Text("\u{0}".to_owned())]));
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
                    one.gather(choices);
                }
            }
            Self::Not(inner) => inner.gather(choices),
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
