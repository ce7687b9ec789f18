use std::collections::BTreeMap;

use super::AuditRow;
use crate::error::{Code, Error};
use crate::model::{Facts, StateType, Value};
use crate::policy::Policy;
use crate::prioritize::Level;

/// Where a name of the source leads: a state of the policy, and why work waits there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) state: String,
    pub(super) state_type: StateType,
    pub(super) hold_reason: Option<String>,
}

/// The source's words in the policy's terms.
#[derive(Debug, Default)]
pub(super) struct Mapping {
    places: Vec<Place>,
    /// The place that each name leads to, in lower case.
    names: BTreeMap<String, usize>,
    scales: [Vec<Level>; 3],
}

impl Mapping {
    /// What the identifiers, labels and aliases of a policy say.
    ///
    /// A source may keep as a state what the policy keeps as a reason to wait; its name then leads
    /// to the first state on hold. A state's own name goes before a reason's.
    pub(super) fn of(policy: &Policy) -> Self {
        let lifecycle = policy.lifecycle();
        let mut mapping = Self::default();
        for state in lifecycle.states() {
            let place =
                Place { state: state.id.clone(), state_type: state.state_type, hold_reason: None };
            mapping.lead(&[&state.id, &state.label], &state.aliases, place);
        }
        let hold = lifecycle.states().iter().find(|state| state.state_type == StateType::OnHold);
        if let Some(state) = hold {
            for reason in lifecycle.hold_reasons() {
                let place = Place {
                    state: state.id.clone(),
                    state_type: state.state_type,
                    hold_reason: Some(reason.id.clone()),
                };
                mapping.lead(&[&reason.label], &reason.aliases, place);
            }
        }
        let matrix = policy.matrix();
        let scales = [matrix.impact(), matrix.urgency(), matrix.priority()];
        mapping.scales = scales.map(<[Level]>::to_vec);
        mapping
    }

    /// Lets the names lead to the place, save those that lead somewhere already.
    fn lead(&mut self, names: &[&str], aliases: &[String], place: Place) {
        for name in names.iter().copied().chain(aliases.iter().map(String::as_str)) {
            self.names.entry(name.to_ascii_lowercase()).or_insert(self.places.len());
        }
        self.places.push(place);
    }

    pub(super) fn state(&self, name: &str) -> Option<Place> {
        self.places.get(*self.names.get(&name.to_ascii_lowercase())?).cloned()
    }

    /// The facts of a row by our names, with the priority that the source recorded among them.
    pub(super) fn facts(&self, row: &AuditRow, findings: &mut Vec<Error>) -> Facts {
        let mut facts = Facts::new();
        for (field, value) in &row.facts {
            let value = value.clone().map_or(Value::Absent, Value::Text);
            facts.insert(field, value);
        }
        let names = ["impact", "urgency", "priority"];
        for ((name, scale), written) in names.iter().zip(&self.scales).zip(&row.levels) {
            let Some(written) = written else { continue };
            match level(scale, written) {
                Some(level) => {
                    facts.insert(name, Value::Text(level.to_owned()));
                }
                None => findings.push(
                    row.finding(Code::ReplayLevelUnknown)
                        .with("field", name)
                        .with("level", written),
                ),
            }
        }
        facts
    }
}

/// The level with this name, or with the rank that the name begins with, as in `2 - Medium`.
fn level<'a>(scale: &'a [Level], written: &str) -> Option<&'a str> {
    let same = |name: &str| name.eq_ignore_ascii_case(written);
    let named = scale.iter().find(|level| same(&level.id) || same(&level.label));
    let ranked = || {
        let digits = written.split(|letter: char| !letter.is_ascii_digit()).next()?;
        scale.get(digits.parse::<usize>().ok()?.checked_sub(1)?)
    };
    named.or_else(ranked).map(|level| level.id.as_str())
}
