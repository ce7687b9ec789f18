//! The handbook says everything that the policy decides by, whatever its author writes.

mod said;

use incident_core::handbook::handbook;
use incident_core::{Instant, check};
use serde_json::{Value as Json, json};

use said::{MOVES, RICH, SAID, SAID_OF_MOVES};

fn now() -> Instant {
    Instant::parse("2026-06-01T00:00:00Z").expect("an instant")
}

fn page(policy: &Json) -> String {
    let draft = serde_json::from_value(policy.clone()).expect("a policy");
    handbook(&draft, now()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

fn with(mut policy: Json, edits: &[(&str, &str)]) -> Json {
    for (path, value) in edits {
        let (parent, key) = path.rsplit_once('/').expect("a path");
        let value = serde_json::from_str(value).expect("JSON");
        match policy.pointer_mut(parent).unwrap_or_else(|| panic!("{path}")) {
            Json::Array(list) => {
                let at = key.parse::<usize>().expect("a number");
                list.splice(at..list.len().min(at + 1), [value]);
            }
            object => object[key] = value,
        }
    }
    policy
}

fn itil() -> Json {
    serde_json::from_str(check::preset("itil").expect("a preset")).expect("JSON")
}

fn rich() -> Json {
    with(itil(), RICH)
}

fn moving() -> Json {
    with(rich(), MOVES)
}

#[test]
fn what_a_policy_says_stands_in_its_handbook() {
    for (policy, said) in [(rich(), SAID), (moving(), SAID_OF_MOVES)] {
        let before = page(&policy);
        for (path, value, line) in said {
            let after = page(&with(policy.clone(), &[(path, value)]));
            assert!(after.lines().any(|one| one == *line), "{path}: no line `{line}` in\n{after}");
            let anyway = before.lines().any(|one| one == *line);
            assert!(!anyway, "{path}: `{line}` stands there anyway");
        }
    }
}

/// Conditions, and how they read.
const CONDITIONS: [(&str, &str); 14] = [
    (r#"{"all": []}"#, "always"),
    (r#"{"any": []}"#, "never"),
    (r#"{"field": "state", "is": "inProgress"}"#, "the state is In progress"),
    (r#"{"field": "stateType", "in": ["onHold", "new"]}"#, "the type of state is on hold or new"),
    (r#"{"field": "kind", "is": "serviceRequest"}"#, "the kind of ticket is service request"),
    (r#"{"not": {"field": "priority", "is": "high"}}"#, "the priority is not High"),
    (r#"{"field": "responded", "is": false}"#, "the support has not answered yet"),
    (r#"{"not": {"field": "unanswered", "is": true}}"#, "no answer is outstanding"),
    (r#"{"field": "assignee", "isSet": true}"#, "the field “assignee” has a value"),
    (r#"{"field": "assignee", "isSet": false}"#, "the field “assignee” has no value"),
    (r#"{"field": "tags", "is": ["a", "b"]}"#, "the field “tags” is the list of “a” and “b”"),
    (r#"{"field": "affectedUsers", "atMost": 3}"#, "the field “affected users” is at most 3"),
    (
        r#"{"not": {"any": [{"field": "vip", "is": true}, {"field": "vip", "isSet": false}]}}"#,
        "it is not so that (the field “vip” is yes, or the field “vip” has no value)",
    ),
    (
        r#"{"any": [{"field": "category", "is": "x"}, {"all": [{"field": "vip", "is": true},
            {"field": "holdReason", "is": "awaitingVendor"}]}]}"#,
        "the field “category” is “x”, or (the field “vip” is yes, and the hold reason is Awaiting \
         vendor)",
    ),
];

#[test]
fn conditions_are_english() {
    for (condition, words) in CONDITIONS {
        let text = page(&with(itil(), &[("/agreements/0/appliesIf", condition)]));
        let line = format!("- It is about tickets of which {words}.");
        assert!(text.lines().any(|one| one == line), "no line `{line}` in\n{text}");
    }
}

/// Writes a text wherever the author may write what they like.
fn rename(document: &mut Json, text: &str) {
    match document {
        Json::Array(list) => list.iter_mut().for_each(|one| rename(one, text)),
        Json::Object(members) => {
            for (name, value) in members {
                match name.as_str() {
                    "label" | "name" => *value = json!(text),
                    "aliases" | "roles" => *value = json!([text]),
                    "target" if value.is_string() => *value = json!(text),
                    "words" => *value = json!([format!("word {text}")]),
                    _ => rename(value, text),
                }
            }
        }
        _ => {}
    }
}

/// What makes a line what it is to Markdown: the mark it begins with and its unescaped marks.
fn shape(line: &str) -> (String, Vec<char>) {
    let begin = line.chars().take_while(|letter| "#->|` ".contains(*letter)).collect();
    let mut escaped = false;
    let marks = line.chars().filter(|letter| {
        let mark = !escaped && "|`<>*_[]#~&".contains(*letter);
        escaped = *letter == '\\' && !escaped;
        mark
    });
    (begin, marks.collect())
}

#[test]
fn no_text_of_the_author_is_taken_for_a_mark() {
    let shapes = |text: &str| {
        let mut policy = moving();
        rename(&mut policy, text);
        // Conditions name it.
        policy["fields"] = rich()["fields"].clone();
        let text = page(&policy);
        // The chart has its own marks, and a fence that no text of one line ends.
        let (before, rest) = text.split_once("```mermaid\n").expect("a chart");
        let (_, after) = rest.split_once("\n```\n").expect("its end");
        format!("{before}{after}").lines().map(shape).collect::<Vec<_>>()
    };
    let tame = shapes("x");
    for hostile in [
        "a|b",
        "`",
        "```\n```",
        "\n# heading",
        "<script>x</script>",
        "[a](b)",
        "*a* _b_ ~c~",
        "\\",
        "\\|",
        "- a",
        "1. a",
        "&lt;",
        "a\r\n\r\n| b |",
        "a\u{2028}b",
    ] {
        assert_eq!(shapes(hostile), tame, "{hostile:?}");
    }
}

#[test]
fn the_same_policy_gives_the_same_bytes_and_a_refused_one_its_findings() {
    assert_eq!(page(&rich()), page(&rich()));
    let broken = with(rich(), &[("/lifecycle/initial", r#""nowhere""#)]);
    let draft = serde_json::from_value(broken).expect("a policy");
    let errors = handbook(&draft, now()).expect_err("refused");
    assert_eq!(errors[0].code().as_str(), "lifecycle.stateUnknown");
}

#[test]
fn the_glossary_has_what_is_used_and_nothing_else() {
    let terms = |policy: &Json| {
        let text = page(policy);
        let (_, glossary) = text.split_once("## Glossary").expect("a glossary");
        ["problem", "known error", "underpinning contract", "service level agreement"]
            .map(|term| glossary.contains(&format!("**{term}**")))
    };
    assert_eq!(terms(&itil()), [true, false, false, true]);
    let other = [("/agreements/0/type", r#""underpinningContract""#)];
    assert_eq!(terms(&with(itil(), &other)), [true, false, true, false]);
}
