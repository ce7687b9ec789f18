//! How reports are classified, as a table of rules.

use super::condition::{field_name, value_name, words};
use super::page::{Page, listed, name, plain};
use crate::classify::ClassificationRuleDraft;
use crate::condition::Condition;
use crate::model::Value;
use crate::policy::{Policy, PolicyDraft};

pub(super) fn all(page: &mut Page, draft: &PolicyDraft, policy: &Policy) {
    let Some(draft) = &draft.classification else { return };
    page.heading(2, "Classification");
    page.text_of(
        "What a report is about follows from rules, each of which gives points to what it speaks \
         for. A rule counts if its condition is true and one of its phrases is found.",
    );
    let points = |count: u32| format!("{count} point{}", if count == 1 { "" } else { "s" });
    let (least, lead) = (draft.threshold.unwrap_or(1), draft.lead.unwrap_or(1));
    page.item(&format!(
        "A value needs at least {}, and {} more than the next one. Else a human decides.",
        points(least),
        points(lead)
    ));
    page.item("What a rule settles needs no points; of several such rules the first counts.");
    page.item(
        "Small and capital letters are equal. A phrase is words in a row; `*` after the beginning \
         of a word stands for any end of it, and alone for any one word.",
    );
    page.end_list();
    // Each that is written was checked.
    let rules = draft.rules.iter().zip(policy.classification().conditions());
    let rows: Vec<Vec<String>> = rules.map(|(rule, when)| row(rule, when, policy)).collect();
    page.table(&["Rule", "When", "Words", "In", "Speaks for", "Points"], &rows);
}

fn row(rule: &ClassificationRuleDraft, when: Option<&Condition>, policy: &Policy) -> Vec<String> {
    let when = when.map_or_else(|| "always".to_owned(), |condition| words(condition, policy));
    let phrases: Vec<String> = rule.words.iter().map(|one| format!("“{}”", plain(one))).collect();
    let fields: Vec<String> = match (rule.words.as_slice(), rule.is_in.as_slice()) {
        ([], _) => Vec::new(),
        (_, []) => ClassificationRuleDraft::TEXT_FIELDS.map(field_name).to_vec(),
        (_, fields) => fields.iter().map(|field| field_name(field)).collect(),
    };
    let gives = rule.gives.iter().map(|(field, value)| {
        let value = value_name(field, &Value::from(value.as_str()), policy);
        format!("{}: {value}", field_name(field))
    });
    let score = rule.score.unwrap_or(1);
    vec![
        name(&rule.id),
        when,
        listed(&phrases, "or"),
        listed(&fields, "or"),
        gives.collect::<Vec<_>>().join(", "),
        if rule.decides { format!("{score}, and settles it") } else { score.to_string() },
    ]
}
