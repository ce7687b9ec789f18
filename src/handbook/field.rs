//! The fields that the policy adds, and what becomes of fields in each state.

use std::collections::BTreeMap;

use super::page::{Page, listed, name, plain};
use crate::lifecycle::FieldRule;
use crate::model::FieldType;
use crate::policy::{Policy, PolicyDraft};

pub(super) fn all(page: &mut Page, draft: &PolicyDraft, policy: &Policy) {
    let mut rules: BTreeMap<&str, Vec<(FieldRule, String)>> = BTreeMap::new();
    for field in &draft.fields {
        rules.entry(&field.name).or_default();
    }
    for state in policy.lifecycle().states() {
        for (field, rule) in state.fields.iter() {
            rules.entry(field).or_default().push((*rule, plain(&state.label)));
        }
    }
    if rules.is_empty() {
        return;
    }
    page.heading(2, "Fields");
    page.text_of(
        "Fields of this policy's own, and fields that some states treat in a way of their own. A \
         required field has a value in that state; what is read-only or hidden stays as it is.",
    );
    let row = |(field, rules): (&&str, &Vec<(FieldRule, String)>)| {
        let holds = policy.vocabulary().field(field).map(FieldType::as_str);
        let in_states = |wanted: FieldRule| {
            let states = rules.iter().filter(|(rule, _)| *rule == wanted);
            listed(&states.map(|(_, state)| state.clone()).collect::<Vec<_>>(), "and")
        };
        vec![
            name(field),
            holds.unwrap_or_default().to_owned(),
            in_states(FieldRule::Required),
            in_states(FieldRule::ReadOnly),
            in_states(FieldRule::Hidden),
        ]
    };
    let rows: Vec<Vec<String>> = rules.iter().map(row).collect();
    page.table(&["Field", "Holds", "Required in", "Read-only in", "Hidden in"], &rows);
}
