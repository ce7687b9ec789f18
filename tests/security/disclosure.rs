//! Who may see what: for every label, relation and role nothing that the rules withhold is in the
//! bytes of the answer, and all that they show is.

use std::collections::BTreeSet;

use incident_core::document::{self, Node};
use incident_core::limits;
use incident_core::security::disclosure::{DisclosureDraft, Redacted, Relation, Viewer, redact};
use incident_core::security::marking::{Pap, Tlp};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::codes;
use crate::disclosure_oracle::{Memory, Oracle, relation, text_at};
use crate::disclosure_random::{ROLES, Random};

fn node(document: &Json) -> Node {
    document::parse(&document.to_string(), &limits::REQUEST_BYTES).expect("a document")
}

fn rules(document: &Json) -> DisclosureDraft {
    serde_json::from_value(document.clone()).expect("rules")
}

fn viewer(relation: Relation, roles: &[&str]) -> Viewer {
    Viewer { relation, roles: roles.iter().map(|role| (*role).to_owned()).collect() }
}

fn redacted(document: &Json, draft: &DisclosureDraft, viewer: &Viewer) -> Redacted {
    redact(&node(document), draft, viewer).expect("redacted")
}

/// What a viewer gets of a document, as bytes.
fn seen(document: &Json, draft: &DisclosureDraft, viewer: &Viewer) -> String {
    serde_json::to_string(&redacted(document, draft, viewer).document).expect("JSON")
}

/// What is planted, as it stands between two letters that nothing else has.
fn planted(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, letter) in text.chars().enumerate().filter(|(_, letter)| matches!(letter, 'S' | 'K')) {
        let rest: Vec<char> = text.chars().skip(at + 1).take(8).collect();
        let digits: String = rest.iter().take_while(|digit| digit.is_ascii_digit()).collect();
        if !digits.is_empty() && rest.get(digits.len()) == Some(&'Q') {
            found.insert(format!("{letter}{digits}Q"));
        }
    }
    found
}

/// Every set of roles.
fn sets_of_roles() -> Vec<Vec<&'static str>> {
    (0..8_usize)
        .map(|bits| (0..3).filter(|bit| bits >> bit & 1 == 1).map(|bit| ROLES[bit]).collect())
        .collect()
}

fn expected(oracle: &Oracle<'_>) -> BTreeSet<String> {
    let mut expected = BTreeSet::new();
    let secrets = oracle.secrets();
    let shown = oracle.shown(&secrets);
    for path in &shown {
        expected.extend(text_at(oracle.document, path).map(planted).unwrap_or_default());
    }
    expected.extend(oracle.names(&shown, &secrets).iter().flat_map(|name| planted(name)));
    expected
}

fn look_through(seed: u64) {
    let mut random = Random::new(seed);
    let ticket = random.ticket(1);
    let written = random.rules(&ticket);
    let draft = rules(&written);
    let sets = sets_of_roles();
    let memory = Memory::default();
    let mut before: Vec<BTreeSet<String>> = vec![BTreeSet::new(); sets.len()];
    for (rank, this) in Relation::ALL.into_iter().enumerate() {
        let mut all = Vec::new();
        for (at, roles) in sets.iter().enumerate() {
            let viewer = viewer(this, roles);
            let answer = redacted(&ticket, &draft, &viewer);
            let bytes = serde_json::to_string(&answer.document).expect("JSON");
            // Nor in what the answer says of what is missing.
            let found = planted(&serde_json::to_string(&answer).expect("JSON"));
            let oracle = Oracle {
                memory: &memory,
                document: &ticket,
                rules: &written,
                relation: rank,
                roles,
            };
            let say = || format!("seed {seed}, {} {roles:?}", relation(rank));
            assert_eq!(found, expected(&oracle), "{}", say());
            let left: Json = serde_json::from_str(&bytes).expect("JSON");
            let same = seen(&left, &draft, &viewer) == bytes;
            assert!(same, "not twice the same: {}", say());
            assert!(found.is_superset(&before[at]), "less than from afar: {}", say());
            for (other, _) in sets.iter().enumerate().filter(|(other, _)| other & !at == 0) {
                let fewer: &BTreeSet<String> = all.get(other).unwrap_or(&found);
                assert!(found.is_superset(fewer), "less with more roles: {}", say());
            }
            all.push(found);
        }
        before = all;
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_withheld_is_in_the_bytes_and_all_that_is_shown_is(seed: u64) {
        look_through(seed);
    }
}

/// What is left of a document for a viewer without a role.
fn left(document: &Json, written: &Json, relation: Relation) -> Json {
    let bytes = seen(document, &rules(written), &viewer(relation, &[]));
    serde_json::from_str(&bytes).expect("JSON")
}

#[test]
fn each_relation_receives_its_labels_and_those_of_wider_audiences() {
    let written = json!({ "show": [{ "id": "all", "at": [""] }] });
    for (rank, relation) in Relation::ALL.into_iter().enumerate() {
        for (label, tlp) in Tlp::ALL.into_iter().enumerate() {
            let document = json!({ "tlp": tlp.as_str(), "note": "n" });
            let expected = if label <= rank { document.clone() } else { json!({}) };
            assert_eq!(left(&document, &written, relation), expected, "{relation:?} {tlp:?}");
        }
    }
    assert_eq!(Tlp::named("TLP:AMBER+STRICT"), Some(Tlp::AmberStrict));
    for word in ["RED", "tlp:red", "TLP:AMBER STRICT", "TLP:AMBER+strict", "TLP: RED", ""] {
        assert_eq!(Tlp::named(word), None, "{word}");
    }
}

#[test]
fn what_no_rule_shows_is_withheld() {
    let document = json!({ "id": "1", "facts": { "a": 1, "b": [true, null] }, "list": ["x"] });
    let rules = rules(&json!({ "unlabelled": "TLP:CLEAR", "show": [] }));
    let answer = redacted(&document, &rules, &viewer(Relation::Recipient, &["all"]));
    assert_eq!(answer.document, Node::Map(Vec::new()));
    assert_eq!((answer.withheld.values, answer.withheld.events), (5, 0));
    assert_eq!(answer.withheld.by[0].reason, "noRule");
    for empty in [json!("text"), json!(7), json!(null)] {
        let answer = redacted(&empty, &rules, &viewer(Relation::Recipient, &[]));
        assert_eq!(answer.document, Node::Null);
    }
}

#[test]
fn a_document_without_a_label_is_red_unless_the_rules_say_otherwise() {
    let document = json!({ "note": "n" });
    let show = json!([{ "id": "all", "at": [""] }]);
    let strict = json!({ "show": show });
    assert_eq!(left(&document, &strict, Relation::Organization), json!({}));
    assert_eq!(left(&document, &strict, Relation::Recipient), document);
    let wide = json!({ "show": show, "unlabelled": "TLP:GREEN" });
    assert_eq!(left(&document, &wide, Relation::Community), document);
    assert_eq!(left(&document, &wide, Relation::Public), json!({}));
    // A label that is none is the strictest, whatever the rules say.
    let odd = json!({ "tlp": "TLP:PURPLE", "note": "n" });
    assert_eq!(left(&odd, &wide, Relation::Organization), json!({}));
    assert_eq!(left(&odd, &wide, Relation::Recipient), odd);
}

#[test]
fn a_part_may_be_stricter_than_the_whole_and_never_wider() {
    let document = json!({ "tlp": "TLP:GREEN", "parts": [
        { "tlp": "TLP:RED", "note": "red" },
        { "tlp": "TLP:CLEAR", "note": "clear" },
        { "note": "green" },
    ] });
    let written = json!({ "show": [{ "id": "all", "at": [""] }] });
    assert_eq!(left(&document, &written, Relation::Public), json!({}));
    let expected = json!({ "tlp": "TLP:GREEN", "parts": [
        { "tlp": "TLP:CLEAR", "note": "clear" }, { "note": "green" } ] });
    assert_eq!(left(&document, &written, Relation::Community), expected);
    assert_eq!(left(&document, &written, Relation::Recipient), document);
}

#[test]
fn white_is_clear_and_warned_about() {
    let document = json!({ "facts": { "tlp": "TLP:WHITE" }, "note": "n" });
    let draft = rules(&json!({ "unlabelled": "TLP:WHITE",
        "show": [{ "id": "all", "at": [""], "tlp": "TLP:WHITE" }] }));
    let answer = redacted(&document, &draft, &viewer(Relation::Public, &[]));
    assert_eq!(answer.label, Tlp::Clear);
    assert_eq!(serde_json::to_value(&answer.document).expect("JSON"), document);
    let expected = [
        "disclosure.tlpLegacy /unlabelled",
        "disclosure.tlpLegacy /show/0/tlp",
        "disclosure.tlpLegacy ",
    ];
    assert_eq!(codes(&answer.warnings), expected);
}

#[test]
fn the_history_says_nothing_of_what_is_withheld() {
    let event = |version: u64, change: Json| json!({ "version": version, "change": change });
    let changed = |field: &str| json!({ "field": field, "from": "before", "to": "after" });
    let document = json!({ "state": "x", "facts": { "open": 1 }, "history": [
        event(1, json!({ "type": "opened", "state": "x", "facts": { "open": 1, "gone": 2 } })),
        event(2, json!({ "type": "factsChanged", "changes": [changed("open"), changed("gone")] })),
        event(3, json!({ "type": "stateChanged", "from": "x", "to": "y" })),
    ] });
    let written = json!({ "unlabelled": "TLP:CLEAR", "show": [{ "id": "all", "at": [""] }],
        "withhold": [{ "id": "gone", "fields": ["gone", "state"], "roles": ["nobody"] }] });
    let expected = json!({ "facts": { "open": 1 }, "history": [
        event(1, json!({ "type": "opened", "facts": { "open": 1 } })),
        event(2, json!({ "type": "factsChanged", "changes": [changed("open")] })),
        event(3, json!({ "type": "stateChanged" })),
    ] });
    assert_eq!(left(&document, &written, Relation::Public), expected);
    // The same for a place instead of a name.
    let mut by_place = written;
    by_place["withhold"][0] = json!({ "id": "gone", "at": ["/facts/gone", "/state"],
        "roles": ["nobody"] });
    assert_eq!(left(&document, &by_place, Relation::Public), expected);
}

#[test]
fn of_a_fact_that_is_withheld_in_part_the_history_says_nothing() {
    let value = json!({ "open": 1, "key": 2 });
    let change = json!({ "type": "factsChanged", "reassigns": true, "changes": [
        { "field": "x", "from": null, "to": value }, { "field": "y", "from": 1, "to": 2 } ] });
    let document = json!({ "facts": { "x": value }, "history": [{ "change": change }] });
    let mut written = json!({ "unlabelled": "TLP:CLEAR", "show": [{ "id": "all", "at": [""] }],
        "withhold": [{ "id": "key", "at": ["/facts/x/key"], "roles": ["team"] }] });
    let change = json!({ "type": "factsChanged", "reassigns": true, "changes": [
        { "field": "y", "from": 1, "to": 2 } ] });
    let expected = json!({ "facts": { "x": { "open": 1 } }, "history": [{ "change": change }] });
    assert_eq!(left(&document, &written, Relation::Public), expected);
    // That another group took over is about the group.
    written["withhold"][0] =
        json!({ "id": "group", "fields": ["assignmentGroup"], "roles": ["team"] });
    let changed = left(&document, &written, Relation::Public);
    assert_eq!(changed["history"][0]["change"].get("reassigns"), None);
}

#[test]
fn a_change_is_shown_with_the_name_of_its_field_or_not_at_all() {
    let one = json!({ "field": "x", "from": 1, "to": 2 });
    let change = json!({ "type": "factsChanged", "changes": [one, { "from": 3, "to": 4 }] });
    let document = json!({ "history": [{ "change": change }] });
    let mut written = json!({ "unlabelled": "TLP:CLEAR", "show": [{ "id": "all", "at": [""] }] });
    let named = json!({ "history": [{ "change": { "type": "factsChanged", "changes": [one] } }] });
    assert_eq!(left(&document, &written, Relation::Public), named);
    let place = "/history/*/change/changes/*/field";
    written["withhold"] = json!([{ "id": "names", "at": [place], "roles": ["team"] }]);
    let none = json!({ "history": [{ "change": { "type": "factsChanged", "changes": [] } }] });
    assert_eq!(left(&document, &written, Relation::Public), none);
}

#[test]
fn a_correction_keeps_the_version_that_it_is_about() {
    let document = json!({ "history": [
        { "version": 1, "change": { "type": "opened" } },
        { "version": 2, "change": { "type": "corrected", "version": 1, "reason": "late" } } ] });
    let written = json!({ "unlabelled": "TLP:CLEAR", "show": [{ "id": "all", "at": [""] }],
        "withhold": [{ "id": "v", "at": ["/history/*/change/version"], "roles": ["team"] }] });
    let once = left(&document, &written, Relation::Public);
    assert_eq!(once, document);
    assert_eq!(left(&once, &written, Relation::Public), once);
}

#[test]
fn a_message_that_does_not_say_whose_it_is_is_withheld() {
    for change in [
        json!({ "type": "messageAdded", "text": "secret" }),
        json!({ "type": "messageAdded", "from": "nobody", "text": "secret" }),
        json!({ "type": "messageAdded", "from": "support", "internal": "no", "text": "secret" }),
    ] {
        let document = json!({ "history": [{ "version": 1, "change": change }] });
        let written = json!({ "unlabelled": "TLP:CLEAR", "show": [{ "id": "all", "at": [""] }] });
        let none = json!({ "history": [] });
        assert_eq!(left(&document, &written, Relation::Public), none, "{change}");
    }
}

#[test]
fn a_correction_is_shown_below_what_it_corrects_or_not_at_all() {
    let note = json!({ "version": 2, "change": { "type": "messageAdded", "from": "support",
        "internal": true, "text": "secret" } });
    let correction = json!({ "version": 3, "change": { "type": "corrected", "version": 2,
        "reason": "the secret was told later" } });
    let document = json!({ "history": [note, correction] });
    let mut written = json!({ "unlabelled": "TLP:CLEAR", "show": [{ "id": "all", "at": [""] }] });
    assert_eq!(left(&document, &written, Relation::Public), document);
    written["withhold"] = json!([{ "id": "notes", "events": ["internalNote"], "roles": ["team"] }]);
    assert_eq!(left(&document, &written, Relation::Public), json!({ "history": [] }));
    written["countEvents"] = json!(true);
    assert_eq!(left(&document, &written, Relation::Public), json!({ "history": [{}, {}] }));
}

#[test]
fn a_withheld_value_is_repeated_nowhere_if_the_rules_say_so() {
    let name = "Zoë \"Z\" Müller";
    let long = "0123456789".repeat(20);
    let first = |bytes: usize| long.chars().take(bytes).collect::<String>();
    let document = json!({ "facts": { "caller": name, "badge": 4711, "token": long, "no": "no" },
        "one": format!("call {name}!"), "two": "Zoë", "three": "badge 4711, no more",
        "four": format!("{} and on", first(64)), "five": first(63), name: "as a name" });
    let written = json!({ "unlabelled": "TLP:CLEAR",
        "show": [{ "id": "all", "at": ["/*"] }],
        "withhold": [{ "id": "facts", "at": ["/facts"], "roles": ["team"] }],
        "repeatsOf": ["caller", "badge", "token", "no"] });
    let answer = redacted(&document, &rules(&written), &viewer(Relation::Public, &[]));
    let expected = json!({ "two": "Zoë", "five": first(63) });
    assert_eq!(serde_json::to_value(&answer.document).expect("JSON"), expected);
    let by: Vec<_> = answer.withheld.by.iter().map(|by| (by.reason, by.values)).collect();
    assert_eq!(by, [("rule", 4), ("repeats", 4)]);
    assert_eq!(answer.withheld.by[0].rule.as_deref(), Some("facts"));
}

#[test]
fn rules_that_say_nothing_are_refused_with_every_finding() {
    let draft = rules(&json!({ "show": [
        { "id": "a", "roles": ["team"] },
        { "id": "a", "at": ["facts", "/a~2b", "/a~", ""] },
        { "id": "", "fields": ["x"] },
    ] }));
    let findings = draft.check().expect_err("refused");
    assert_eq!(
        codes(&findings),
        [
            "disclosure.nothingSelected /show/0",
            "id.repeated /show/1/id",
            "disclosure.pointerForm /show/1/at/0",
            "disclosure.pointerForm /show/1/at/1",
            "disclosure.pointerForm /show/1/at/2",
            "id.empty /show/2/id",
        ]
    );
}

#[test]
fn a_document_or_rules_beyond_a_limit_are_refused_and_those_at_it_are_not() {
    let draft = rules(&json!({ "unlabelled": "TLP:CLEAR", "show": [{ "id": "all", "at": [""] }] }));
    let public = viewer(Relation::Public, &[]);
    let most = usize::try_from(limits::TICKET_BYTES.maximum).expect("a size");
    let of = |bytes: usize| Node::Text("x".repeat(bytes - 2));
    assert_eq!(redact(&of(most), &draft, &public).expect("redacted").document, of(most));
    assert_eq!(
        codes(&redact(&of(most + 1), &draft, &public).expect_err("refused")),
        ["limit.exceeded "]
    );
    let deep = |depth: usize| (0..depth).fold(Node::Null, |node, _| Node::List(vec![node]));
    assert_eq!(redact(&deep(32), &draft, &public).expect("redacted").document, deep(32));
    for depth in [33, 2_000] {
        let refused = redact(&deep(depth), &draft, &public).expect_err("refused");
        assert_eq!(codes(&refused), ["limit.exceeded "], "{depth}");
    }
    let rule = |at: usize| json!({ "id": format!("r{at}"), "at": [format!("/{at}")] });
    let many = |count: usize| rules(&json!({ "show": (0..count).map(rule).collect::<Vec<_>>() }));
    assert!(many(1_000).check().is_ok());
    assert_eq!(codes(&many(1_001).check().expect_err("refused")), ["limit.exceeded "]);
}

#[test]
fn many_values_under_many_rules_and_texts_that_nearly_repeat_are_answered() {
    let facts: serde_json::Map<String, Json> =
        (0..9_000).map(|at| (format!("f{at}"), json!(format!("value of {at}")))).collect();
    let show: Vec<Json> = (0..999)
        .map(|at| json!({ "id": format!("r{at}"), "fields": [format!("f{at}")] }))
        .collect();
    let written = json!({ "unlabelled": "TLP:CLEAR", "show": show });
    let some = left(&json!({ "facts": facts }), &written, Relation::Public);
    assert_eq!(some["facts"].as_object().map(serde_json::Map::len), Some(999));

    let letters = "a".repeat(60);
    let secrets: Vec<String> = (100..200).map(|at| format!("{letters}{at}")).collect();
    let mut texts = vec!["a".repeat(4_000); 100];
    texts.push(format!("{}150", "a".repeat(4_000)));
    let document = json!({ "facts": { "keys": secrets }, "texts": texts });
    let written = json!({ "unlabelled": "TLP:CLEAR", "repeatsOf": ["keys"],
        "show": [{ "id": "texts", "at": ["/texts"] }] });
    let answer = redacted(&document, &rules(&written), &viewer(Relation::Public, &[]));
    let by: Vec<_> = answer.withheld.by.iter().map(|by| (by.reason, by.values)).collect();
    assert_eq!(by, [("noRule", 100), ("repeats", 1)]);
}

#[test]
fn permitted_actions_grow_from_red_to_clear() {
    let count = |pap: Pap| pap.actions().iter().filter(|action| action.permitted).count();
    let counts = [Pap::Red, Pap::Amber, Pap::Green, Pap::Clear, Pap::White].map(count);
    assert_eq!(counts, [1, 3, 6, 7, 7]);
}
