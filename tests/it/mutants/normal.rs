//! What a policy says, whatever its words for people and the order in which it says it.

use incident_core::lifecycle::StateDraft;
use incident_core::policy::PolicyDraft;
use serde_json::{Map, Value as Json, json};

/// The policy without what only people and logs of other systems read: names, labels, aliases.
pub(super) fn without_words(draft: &PolicyDraft) -> Json {
    let mut policy = serde_json::to_value(draft).expect("JSON");
    drop_members(&mut policy, &["$schema", "id", "label"]);
    for scale in ["impact", "urgency", "priority"] {
        each(&mut policy["scales"][scale], &|level| drop_members(level, &["label"]));
    }
    for named in ["states", "holdReasons"] {
        each(&mut policy["lifecycle"][named], &|one| drop_members(one, &["label", "aliases"]));
    }
    each(&mut policy["calendars"], &|calendar| {
        each(&mut calendar["holidays"], &|holiday| drop_members(holiday, &["name"]));
    });
    policy
}

/// The same in one form: sorted where order means nothing, once where twice means nothing, and with
/// the state named in place of its type.
pub(super) fn in_one_form(draft: &PolicyDraft) -> Json {
    let mut policy = without_words(draft);
    let states = &draft.lifecycle.states;
    let condition = |node: &mut Json| condition(node, states);
    sort(&mut policy["fields"]);
    let lifecycle = &mut policy["lifecycle"];
    for list in ["states", "holdReasons", "timers"] {
        sort(&mut lifecycle[list]);
    }
    let moves = list(&mut lifecycle["moves"]);
    lifecycle["moves"] = moves.iter().flat_map(|one| single_moves(one, states)).collect();
    sort(&mut lifecycle["moves"]);
    each(&mut policy["calendars"], &|calendar| {
        for dated in ["holidays", "breaks", "shifts"] {
            sort_once(&mut calendar[dated]);
        }
        for hours in calendar["hours"].as_object_mut().expect("hours").values_mut() {
            sort_once(hours);
        }
    });
    sort(&mut policy["calendars"]);
    if let Some(major) = policy.get_mut("majorIncident") {
        condition(&mut major["candidateIf"]);
        sort_once(&mut major["roles"]);
    }
    // Each request stands for itself.
    each(&mut policy["actions"], &|action| condition(&mut action["if"]));
    sort(&mut policy["actions"]);
    each(&mut policy["agreements"], &|agreement| {
        condition(&mut agreement["appliesIf"]);
        each(&mut agreement["targets"], &|target| {
            for name in ["start", "stop", "pause", "resume", "reset", "cancel"] {
                condition(&mut target[name]);
            }
            each(&mut target["exceptions"], &|exception| condition(&mut exception["if"]));
            sort(&mut target["warnings"]);
        });
        sort(&mut agreement["targets"]);
    });
    // Of a choice, the first that applies counts.
    if !list(&mut policy["agreements"]).iter().any(|one| one.get("oneOf").is_some()) {
        sort(&mut policy["agreements"]);
    }
    policy
}

/// A move from several states as one from each.
fn single_moves(written: &Json, states: &[StateDraft]) -> Vec<Json> {
    let mut written = written.clone();
    condition(&mut written["onlyIf"], states);
    sort_once(&mut written["roles"]);
    sort_once(&mut written["requires"]);
    let from = list(&mut written["from"]);
    let single = |from: &Json| {
        let mut single = written.clone();
        single["from"] = from.clone();
        single
    };
    from.iter().map(single).collect()
}

/// Brings a condition into one form: sorted, each part once, no group of one, lists for values.
fn condition(node: &mut Json, states: &[StateDraft]) {
    let Some(members) = node.as_object_mut() else { return };
    if let Some(value) = members.remove("is") {
        members.insert("in".to_owned(), json!([value]));
    }
    if let Some(values) = members.get("in").filter(|_| members["field"] == "stateType") {
        let named = |state: &&StateDraft| values_have(values, state.state_type.as_str());
        let ids: Json = states.iter().filter(named).map(|state| state.id.clone()).collect();
        members.insert("field".to_owned(), json!("state"));
        members.insert("in".to_owned(), ids);
    }
    if let Some(values) = members.get_mut("in") {
        sort_once(values);
    }
    if let Some(inner) = members.get_mut("not") {
        condition(inner, states);
    }
    for group in ["all", "any"] {
        let Some(inner) = members.get_mut(group) else { continue };
        each(inner, &|one| condition(one, states));
        sort_once(inner);
        if let [only] = list(inner).as_slice() {
            *node = only.clone();
            return;
        }
    }
}

fn values_have(values: &Json, word: &str) -> bool {
    values.as_array().is_some_and(|values| values.iter().any(|value| value == word))
}

fn drop_members(node: &mut Json, names: &[&str]) {
    if let Some(members) = node.as_object_mut() {
        members.retain(|name, _| !names.contains(&name.as_str()));
    }
}

fn list(node: &mut Json) -> Vec<Json> {
    node.as_array().cloned().unwrap_or_default()
}

fn each(node: &mut Json, change: &dyn Fn(&mut Json)) {
    for one in node.as_array_mut().into_iter().flatten() {
        change(one);
    }
}

fn sort(node: &mut Json) {
    if let Some(list) = node.as_array_mut() {
        list.sort_by_key(Json::to_string);
    }
}

fn sort_once(node: &mut Json) {
    sort(node);
    if let Some(list) = node.as_array_mut() {
        list.dedup();
    }
}

/// An answer without the words for people, and with its lists sorted: offers and clocks come in
/// the order of the policy.
pub(super) fn answer(node: &Json) -> Json {
    match node {
        Json::Array(list) => {
            let mut list: Vec<Json> = list.iter().map(answer).collect();
            list.sort_by_key(Json::to_string);
            Json::Array(list)
        }
        Json::Object(members) => {
            let kept = members.iter().filter(|(name, _)| {
                !["policy", "label", "help", "params"].contains(&name.as_str())
            });
            Json::Object(
                kept.map(|(name, node)| (name.clone(), answer(node))).collect::<Map<_, _>>(),
            )
        }
        other => other.clone(),
    }
}
