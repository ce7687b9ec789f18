//! Rules of classification, of priority, of moves and of requests, each broken on purpose.

use incident_core::Kind;
use incident_core::lint::lint;
use serde_json::{Value as Json, json};

use super::{Seeds, broken, draft, found, never, now};

fn vip() -> Json {
    json!({"field": "vip", "is": true})
}

fn narrow() -> Json {
    json!({"all": [{"field": "category", "is": "network"}, vip()]})
}

fn same(level: &str) -> Json {
    let row = json!({"high": level, "medium": level, "low": level});
    json!({"high": row, "medium": row, "low": row})
}

pub(super) fn conditions_that_are_never_true(seeds: &mut Seeds) {
    let of_rule = |condition: Json| {
        let gives = json!({"category": "network"});
        json!({"rules": [{"id": "r", "if": condition, "words": ["lan"], "gives": gives}]})
    };
    let matrix = |condition: Json| json!([{"id": "m", "if": condition, "matrix": same("low")}]);
    let modifier = |condition: Json| json!([{"id": "m", "if": condition, "raise": 1}]);
    let action = |condition: Json| json!([{"id": "a", "if": condition, "action": "run"}]);
    let linked = |condition: Json| json!([{"relation": "child", "some": condition}]);
    let major = |condition: Json| json!({"candidateIf": condition});
    let none = || json!({"any": []});
    let two_kinds = json!({"all": [
        {"field": "kind", "is": "problem"}, {"field": "kind", "is": "incident"},
    ]});
    for (path, make, at) in [
        ("/classification", &of_rule as &dyn Fn(Json) -> Json, "/classification/rules/0/if"),
        ("/matrices", &matrix, "/matrices/0/if"),
        ("/modifiers", &modifier, "/modifiers/0/if"),
        ("/actions", &action, "/actions/0/if"),
        ("/majorIncident", &major, "/majorIncident/candidateIf"),
    ] {
        seeds.find(
            "lint.neverTrue",
            &[("itil", &[(path, make(never()))], at), ("itil", &[(path, make(none()))], at)],
        );
    }
    let (path, at) = ("/lifecycle/moves/2/linked", "/lifecycle/moves/2/linked/0/some");
    seeds.find(
        "lint.neverTrue",
        &[("itil", &[(path, linked(two_kinds))], at), ("itil", &[(path, linked(none()))], at)],
    );
}

pub(super) fn rules_that_never_get_their_turn(seeds: &mut Seeds) {
    let matrix =
        |id: &str, condition: Json| json!({"id": id, "if": condition, "matrix": same("low")});
    let at = "/matrices/1/if";
    let twice = json!([matrix("first", vip()), matrix("second", vip())]);
    let wide = json!([matrix("first", vip()), matrix("second", narrow())]);
    seeds.find(
        "lint.shadowed",
        &[("itil", &[("/matrices", twice)], at), ("itil", &[("/matrices", wide)], at)],
    );
    let turns = json!([matrix("first", narrow()), matrix("second", vip())]);
    assert_eq!(found(&broken("itil", &[("/matrices", turns)])), []);
    for later in shadowed_rules() {
        let edits = [("/classification", json!({"rules": [deciding(), later]}))];
        seeds.find("lint.shadowed", &[("itil", &edits, "/classification/rules/1/decides")]);
    }
}

fn deciding() -> Json {
    json!({"id": "first", "if": vip(), "words": ["lan", "wlan"], "decides": true,
        "gives": {"category": "network", "service": "lan"}})
}

/// The first rule, changed.
fn changed(edits: &[(&str, Json)]) -> Json {
    let mut rule = deciding();
    rule["id"] = json!("second");
    for (name, value) in edits {
        rule[name] = value.clone();
    }
    rule
}

fn shadowed_rules() -> Vec<Json> {
    vec![
        changed(&[]),
        changed(&[("if", narrow()), ("gives", json!({"category": "printing"}))]),
        changed(&[("words", json!(["wlan", "lan"])), ("score", json!(9))]),
        changed(&[("in", json!(["description", "shortDescription"]))]),
    ]
}

#[test]
fn a_deciding_rule_that_can_come_first_is_left_alone() {
    let classified =
        |rules: Json| found(&broken("itil", &[("/classification", json!({"rules": rules}))]));
    for later in [
        changed(&[("if", json!({"all": []}))]),
        changed(&[("words", json!(["lan"]))]),
        changed(&[("words", json!([]))]),
        changed(&[("in", json!(["description"]))]),
        changed(&[("decides", json!(false))]),
        changed(&[("gives", json!({"category": "network", "vendor": "acme"}))]),
    ] {
        assert_eq!(classified(json!([deciding(), later.clone()])), [], "{later}");
    }
    let mut wordless = deciding();
    wordless["words"] = json!([]);
    let rules = json!([wordless, changed(&[("words", json!(["other"]))])]);
    let path = "/classification/rules/1/decides".to_owned();
    assert_eq!(classified(rules), [("lint.shadowed".to_owned(), path)]);
}

pub(super) fn levels_that_nothing_gives(seeds: &mut Seeds) {
    let unused = ("/matrix/low/low", json!("low"));
    let at = "/scales/priority/4";
    let modifier = |effect: &str, by: Json| json!([{"id": "m", "if": vip(), effect: by}]);
    let lower = modifier("lower", json!(1));
    for (edit, used) in [
        (("/modifiers", modifier("raise", json!(1))), false),
        (("/modifiers", modifier("atLeast", json!("planning"))), true),
        (("/modifiers", modifier("atMost", json!("planning"))), true),
        (("/modifiers", modifier("set", json!("planning"))), true),
        (("/modifiers", lower), true),
        (("/modifiers", modifier("atMost", json!("high"))), false),
        (("/matrices", json!([{"id": "m", "if": vip(), "matrix": same("planning")}])), true),
        (("/matrices", json!([{"id": "m", "if": vip(), "matrix": same("high")}])), false),
        (("/priorityOverride", json!({})), true),
    ] {
        let edits = [unused.clone(), edit];
        if used {
            assert_eq!(found(&broken("itil", &edits)), [], "{edits:?}");
        } else {
            seeds.find("lint.levelUnused", &[("itil", &edits, at)]);
        }
    }
}

pub(super) fn fields_that_no_new_rule_asks_for(seeds: &mut Seeds) {
    let field = ("/fields", json!([{"name": "floor", "holds": "text"}]));
    let set = json!({"not": {"field": "floor", "isSet": true}});
    let rule = |more: Json| {
        let mut rule = json!({"id": "r", "gives": {"category": "c"}});
        for (name, value) in more.as_object().expect("members") {
            rule[name] = value.clone();
        }
        ("/classification", json!({"rules": [rule]}))
    };
    let reasons = "/lifecycle/holdReasons/1/requires";
    for edit in [
        rule(json!({"if": {"any": [set]}})),
        rule(json!({"words": ["w"], "in": ["floor"]})),
        rule(json!({"gives": {"floor": "first"}})),
        ("/matrices", json!([{"id": "m", "if": set, "matrix": same("low")}])),
        ("/modifiers", json!([{"id": "m", "if": set, "raise": 1}])),
        ("/majorIncident", json!({"candidateIf": set})),
        ("/actions", json!([{"id": "a", "if": set, "action": "run"}])),
        (reasons, json!(["floor"])),
    ] {
        assert_eq!(found(&broken("itil", &[field.clone(), edit.clone()])), [], "{edit:?}");
    }
    for edit in [
        rule(json!({"words": ["floor"]})),
        ("/actions", json!([{"id": "a", "if": vip(), "action": "run", "target": "floor"}])),
    ] {
        seeds.find("lint.fieldUnused", &[("itil", &[field.clone(), edit], "/fields/0")]);
    }
}

pub(super) fn modifiers_that_change_nothing(seeds: &mut Seeds) {
    let modifier = |condition: Json, effect: &str, value: Json| {
        let mut modifier = json!({"id": format!("{effect} {condition}"), "if": condition});
        modifier[effect] = value;
        modifier
    };
    let always = || json!({"all": []});
    let of_matrix =
        || json!({"all": [{"field": "impact", "is": "high"}, {"field": "urgency", "in": ["low"]}]});
    let fixed = |document: &Json, code: &str| -> Vec<String> {
        let findings = lint(&draft(document), now());
        let of_code = findings.into_iter().filter(|one| one.finding.code().as_str() == code);
        let fixes = of_code.flat_map(|one| one.fix);
        fixes.map(|fix| serde_json::to_value(fix).expect("JSON")["path"].to_string()).collect()
    };
    for (idle, modifiers) in [
        (0, json!([modifier(vip(), "raise", json!(0))])),
        (0, json!([modifier(vip(), "lower", json!(0))])),
        (0, json!([modifier(vip(), "atMost", json!("critical"))])),
        (0, json!([modifier(of_matrix(), "atLeast", json!("planning"))])),
        (1, json!([modifier(vip(), "set", json!("critical")), modifier(vip(), "raise", json!(1))])),
        (
            1,
            json!([
                modifier(always(), "atMost", json!("low")),
                modifier(vip(), "atMost", json!("moderate")),
            ]),
        ),
    ] {
        let path = format!("/modifiers/{idle}");
        let edits = [("/modifiers", modifiers)];
        seeds.find("lint.modifierIdle", &[("itil", &edits, &path)]);
        // It can be taken out.
        assert_eq!(fixed(&broken("itil", &edits), "lint.modifierIdle"), [json!(path).to_string()]);
    }
    for sound in [
        json!([modifier(vip(), "raise", json!(1))]),
        json!([modifier(vip(), "lower", json!(1))]),
        // What is not known yet becomes the lowest.
        json!([modifier(vip(), "atLeast", json!("planning"))]),
        json!([modifier(of_matrix(), "atLeast", json!("high"))]),
        json!([modifier(vip(), "set", json!("low"))]),
        json!([modifier(vip(), "set", json!("critical")), modifier(narrow(), "lower", json!(1))]),
        json!([
            modifier(vip(), "set", json!("critical")),
            modifier(json!({"not": vip()}), "raise", json!(1)),
        ]),
    ] {
        assert_eq!(found(&broken("itil", &[("/modifiers", sound.clone())])), [], "{sound}");
    }
    // Far too many to compare each with each: still each is held against the whole scale.
    let mut many: Vec<_> = (0..1_000).map(|_| modifier(vip(), "raise", json!(1))).collect();
    many.push(modifier(vip(), "raise", json!(0)));
    for (at, one) in many.iter_mut().enumerate() {
        one["id"] = json!(format!("m{at}"));
    }
    let edits = [("/modifiers", json!(many))];
    seeds.find("lint.modifierIdle", &[("itil", &edits, "/modifiers/1000")]);
}

pub(super) fn starts_where_a_kind_cannot_be(seeds: &mut Seeds) {
    let only = ("/lifecycle/states/0/kinds", json!(["incident"]));
    let start = |state: &str| ("/lifecycle/initialOf", json!({"serviceRequest": state}));
    seeds.find(
        "lint.startNotFor",
        &[
            ("itil", std::slice::from_ref(&only), "/lifecycle/initial"),
            ("itil", &[only.clone(), start("new")], "/lifecycle/initialOf/serviceRequest"),
            (
                "itil4",
                &[("/lifecycle/initialOf/problem", json!("submitted"))],
                "/lifecycle/initialOf/problem",
            ),
        ],
    );
    let kinds: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    let all = ("/lifecycle/states/0/kinds", json!(kinds));
    assert_eq!(found(&broken("itil", &[all])), []);
}
