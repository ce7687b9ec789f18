//! Proposals: the same document comes out as by another implementation, over `serde_json`'s values.

use incident_core::document::{self, Node};
use incident_core::limits::POLICY_BYTES;
use incident_core::security::review::{Patch, apply};
use incident_core::{Error, digest};
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use crate::{codes, preset};

fn node(json: &Json) -> Node {
    document::parse(&json.to_string(), &POLICY_BYTES).expect("JSON")
}

fn patch(json: &Json) -> Vec<Patch> {
    document::read(&json.to_string(), &POLICY_BYTES).expect("a patch")
}

fn applied(document: &Json, operations: &Json) -> Result<(Json, Vec<String>), Vec<Error>> {
    let applied = apply(&node(document), &patch(operations))?;
    assert_eq!(applied.before, digest::of_written(&node(document)));
    assert_eq!(applied.after, digest::of_written(&applied.document));
    let text = serde_json::to_string(&applied.document).expect("JSON");
    Ok((serde_json::from_str(&text).expect("JSON"), applied.changed))
}

/// RFC 6902 by hand: nothing of it is ours.
fn by_hand(document: &Json, operations: &Json) -> Option<Json> {
    let mut document = document.clone();
    for operation in operations.as_array()? {
        let path = operation["path"].as_str()?;
        let value = operation.get("value").cloned();
        match operation["op"].as_str()? {
            "test" => {
                if *document.pointer(path)? != value? {
                    return None;
                }
            }
            "replace" => *document.pointer_mut(path)? = value?,
            op => {
                let Some((way, name)) = path.rsplit_once('/') else {
                    document = value.filter(|_| op == "add")?;
                    continue;
                };
                let name = name.replace("~1", "/").replace("~0", "~");
                match document.pointer_mut(way)? {
                    Json::Object(members) if op == "add" => {
                        members.insert(name, value?);
                    }
                    Json::Object(members) => {
                        members.remove(&name)?;
                    }
                    Json::Array(list) => {
                        let at = if name == "-" && op == "add" {
                            list.len()
                        } else {
                            name.parse().ok().filter(|_| !name.starts_with('+'))?
                        };
                        if (name.len() > 1 && name.starts_with('0'))
                            || at > list.len()
                            || (at == list.len() && op == "remove")
                        {
                            return None;
                        }
                        if op == "add" { list.insert(at, value?) } else { drop(list.remove(at)) }
                    }
                    _ => return None,
                }
            }
        }
    }
    Some(document)
}

/// Where two documents differ, by hand.
fn difference(one: &Json, other: &Json, path: &str, found: &mut Vec<String>) {
    match (one, other) {
        (Json::Object(old), Json::Object(new)) => {
            let mut names: Vec<_> = old.keys().chain(new.keys()).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
                match (old.get(name), new.get(name)) {
                    (Some(one), Some(other)) => difference(one, other, &path, found),
                    _ => found.push(path),
                }
            }
        }
        (Json::Array(old), Json::Array(new)) if old.len() == new.len() => {
            for (at, (one, other)) in old.iter().zip(new).enumerate() {
                difference(one, other, &format!("{path}/{at}"), found);
            }
        }
        _ if one == other => {}
        _ => found.push(path.to_owned()),
    }
}

#[test]
fn a_policy_is_changed_as_proposed() {
    let policy = preset("itil");
    let operations = json!([
        { "op": "test", "path": "/id", "value": "itil" },
        { "op": "replace", "path": "/id", "value": "ours" },
        { "op": "add", "path": "/fields", "value": [{ "name": "breach", "holds": "flag" }] },
    ]);
    let (after, changed) = applied(&policy, &operations).expect("applied");
    assert_eq!(changed, ["/fields", "/id"]);
    assert_eq!(after["id"], "ours");
    let error = applied(&after, &operations).expect_err("it is another policy now");
    assert_eq!(codes(&error), ["patch.testFails /0/path"]);
}

#[test]
fn a_patch_that_cannot_be_done_says_at_which_operation() {
    let document = json!({ "a": [1, 2], "b~/c": { "d": null } });
    let cases = [
        (json!([{ "op": "remove", "path": "" }]), "patch.noSuchPlace /0/path"),
        (json!([{ "op": "remove", "path": "/x" }]), "patch.noSuchPlace /0/path"),
        (json!([{ "op": "replace", "path": "/a/2", "value": 3 }]), "patch.noSuchPlace /0/path"),
        (json!([{ "op": "add", "path": "/a/3", "value": 3 }]), "patch.noSuchPlace /0/path"),
        (json!([{ "op": "add", "path": "/a/01", "value": 3 }]), "patch.noSuchPlace /0/path"),
        (json!([{ "op": "add", "path": "/a/+1", "value": 3 }]), "patch.noSuchPlace /0/path"),
        (json!([{ "op": "remove", "path": "/a/-" }]), "patch.noSuchPlace /0/path"),
        (json!([{ "op": "add", "path": "/a/0/x", "value": 3 }]), "patch.noSuchPlace /0/path"),
        (json!([{ "op": "test", "path": "/a", "value": [2, 1] }]), "patch.testFails /0/path"),
        (
            json!([{ "op": "remove", "path": "/a/1" }, { "op": "remove", "path": "/a/1" }]),
            "patch.noSuchPlace /1/path",
        ),
        (json!([]), "patch.empty "),
        (json!([{ "op": "add", "path": "a", "value": 3 }]), "patch.pointer /0/path"),
        (json!([{ "op": "add", "path": "/~", "value": 3 }]), "patch.pointer /0/path"),
        (json!([{ "op": "add", "path": "/a/-" }]), "document.fieldMissing /0"),
    ];
    for (operations, expected) in cases {
        let error = applied(&document, &operations).expect_err("refused");
        assert_eq!(codes(&error), [expected], "{operations}");
    }
    let whole = json!([
        { "op": "test", "path": "/b~0~1c/d", "value": null },
        { "op": "add", "path": "", "value": { "z": { "y": 1, "x": 2 } } },
        { "op": "test", "path": "/z", "value": { "x": 2, "y": 1 } },
        { "op": "add", "path": "/z/y", "value": 3 },
    ]);
    let (after, changed) = applied(&document, &whole).expect("applied");
    assert_eq!(after, json!({ "z": { "y": 3, "x": 2 } }));
    assert_eq!(changed, ["/a", "/b~0~1c", "/z"]);
}

#[test]
fn a_document_that_becomes_too_deep_or_too_large_is_refused() {
    let mut deep = json!(1);
    for _ in 0..30 {
        deep = json!([deep]);
    }
    let at = |path: &str| json!([{ "op": "add", "path": path, "value": deep }]);
    assert!(applied(&json!({ "a": 1 }), &at("/a")).is_ok());
    let error = applied(&json!({ "a": { "b": { "c": 1 } } }), &at("/a/b/c")).expect_err("too deep");
    assert_eq!(codes(&error), ["limit.exceeded "]);
    let text = "t".repeat(4_096);
    let list = json!(vec![text; 2_000]);
    let large = json!([
        { "op": "add", "path": "/a", "value": list },
        { "op": "add", "path": "/b", "value": list },
    ]);
    let large: Vec<Patch> = serde_json::from_value(large).expect("a patch");
    let error = apply(&node(&json!({})), &large).expect_err("too large");
    assert_eq!(codes(&error), ["limit.exceeded "]);
}

fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Json::from),
        (0_i64..4).prop_map(Json::from),
        "[a~/]{0,2}".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Json::from),
            prop::collection::btree_map("[ab~/01]{1,2}", inner, 0..3)
                .prop_map(|members| Json::Object(Map::from_iter(members))),
        ]
    })
}

/// Every place of a document, and some next to them.
fn places(json: &Json, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match json {
        Json::Object(members) => {
            found.push(format!("{path}/new"));
            for (name, value) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                places(value, &format!("{path}/{name}"), found);
            }
        }
        Json::Array(list) => {
            found.extend([format!("{path}/-"), format!("{path}/{}", list.len())]);
            for (at, value) in list.iter().enumerate() {
                places(value, &format!("{path}/{at}"), found);
            }
        }
        _ => found.push(format!("{path}/0")),
    }
}

proptest! {
    #[test]
    fn every_patch_does_what_it_does_by_hand(
        document in value(),
        steps in prop::collection::vec((0_usize..4, any::<prop::sample::Index>(), value()), 1..6),
    ) {
        let mut operations = Vec::new();
        let mut seen = document.clone();
        for (op, place, value) in steps {
            let mut all = Vec::new();
            places(&seen, "", &mut all);
            let path = place.get(&all).clone();
            let op = ["add", "replace", "remove", "test"][op];
            let there = seen.pointer(&path).cloned();
            let operation = match (op, there) {
                ("remove", _) => json!({ "op": op, "path": path }),
                ("test", Some(there)) => json!({ "op": op, "path": path, "value": there }),
                _ => json!({ "op": op, "path": path, "value": value }),
            };
            operations.push(operation);
            if let Some(after) = by_hand(&document, &json!(operations)) {
                seen = after;
            }
        }
        let operations = json!(operations);
        match (applied(&document, &operations), by_hand(&document, &operations)) {
            (Ok((after, changed)), Some(expected)) => {
                let mut differences = Vec::new();
                difference(&document, &expected, "", &mut differences);
                prop_assert_eq!(changed, differences);
                prop_assert_eq!(after, expected);
            }
            (Err(_), None) => {}
            (ours, theirs) => prop_assert!(false, "{operations}: {ours:?} and {theirs:?}"),
        }
    }
}
