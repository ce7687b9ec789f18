//! The handbook says everything that the policy decides by, whatever its author writes.

use incident_core::handbook::handbook;
use incident_core::{Instant, check};
use serde_json::{Value as Json, json};

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
            Json::Array(list) => list[key.parse::<usize>().expect("a number")] = value,
            object => object[key] = value,
        }
    }
    policy
}

fn itil() -> Json {
    serde_json::from_str(check::preset("itil").expect("a preset")).expect("JSON")
}

/// Something of everything that a policy can say.
const RICH: &[(&str, &str)] = &[
    ("/lifecycle/states/2/fields", r#"{"vip": "hidden"}"#),
    ("/lifecycle/moves/5/roles", r#"["manager", "lead"]"#),
    ("/fields", r#"[{"name": "costCentre", "holds": "text"}]"#),
    (
        "/calendars/0/holidays",
        r#"[{"date": "2026-12-25", "name": "Christmas"}, {"date": "2026-12-26"}]"#,
    ),
    ("/calendars/0/breaks", r#"[{"date": "2026-06-01", "intervals": [["12:00", "13:00"]]}]"#),
    (
        "/calendars/0/shifts",
        r#"[{"date": "2026-06-06",
            "intervals": [["10:00", "12:00"], ["22:00", "02:00"]]}]"#,
    ),
    ("/calendars/0/hours/sun", r#"[["00:00", "24:00"]]"#),
    (
        "/agreements/0/appliesIf",
        r#"{"all": [{"field": "kind", "is": "incident"}, {"any": [
            {"field": "costCentre", "isSet": true},
            {"field": "affectedUsers", "atLeast": 100}]}]}"#,
    ),
    ("/agreements/0/zoneField", r#""requesterZone""#),
    ("/agreements/0/oneOf", r#""plan""#),
    ("/agreements/0/validFrom", r#""2026-01-01T00:00:00Z""#),
    ("/agreements/0/targets/0/start", r#"{"field": "unanswered", "is": true}"#),
    ("/agreements/0/targets/0/startFrom", r#""openedAt""#),
    ("/agreements/0/targets/0/kind", r#""firstResponse""#),
    ("/agreements/0/targets/1/resume", r#"{"field": "lastEvent", "is": "requesterMessage"}"#),
    (
        "/agreements/0/targets/1/reset",
        r#"{"field": "lastEvent", "in": ["supportMessage", "internalNote"]}"#,
    ),
    ("/agreements/0/targets/1/cancel", r#"{"not": {"field": "impact", "in": ["high", "medium"]}}"#),
    (
        "/agreements/0/targets/1/exceptions",
        r#"[{"if": {"field": "vip", "is": true}, "within": "30m elapsed"},
            {"if": {"field": "affectedUsers", "atLeast": 5, "atMost": 9},
            "within": "next working day 16:00"}]"#,
    ),
    ("/agreements/0/targets/1/within/planning", r#""3 working days end of day""#),
    ("/agreements/0/targets/1/within/low", r#""1 calendar day""#),
    ("/agreements/0/targets/1/warnings", r#"["75%", "1h 30m left"]"#),
];

fn rich() -> Json {
    with(itil(), RICH)
}

/// What is changed in the rich policy, and the line that then says so.
type Said<'a> = (&'a str, &'a str, &'a str);

const SAID: &[Said<'_>] = &[
    ("/label", r#""Rules""#, "# Rules"),
    ("/matrix/low/low", r#""low""#, "| **Low** | Moderate | Low | Low |"),
    ("/calendars/0/hours/sat", r#"[["00:00", "24:00"]]"#, "- Saturday and Sunday: all day"),
    ("/calendars/0/zone", r#""Asia/Tokyo""#, "On the clocks of `Asia/Tokyo`, each week:"),
    ("/calendars/0/holidays/1/name", r#""Rest""#, "- 2026-12-26, Rest"),
    (
        "/agreements/0/type",
        r#""ola""#,
        "An operational level agreement: one part of the provider promises it to another.",
    ),
    (
        "/agreements/0/validTo",
        r#""2027-01-01T00:00:00Z""#,
        "- It is about tickets recorded from 2026-01-01T00:00:00Z on and before \
         2027-01-01T00:00:00Z.",
    ),
    ("/agreements/0/targets/1/within/high", r#""90s""#, "| High | 1 minute 30 seconds |"),
    ("/agreements/0/targets/1/within/high", r#""2h elapsed""#, "| High | 2 hours, open or not |"),
    (
        "/agreements/0/targets/1/within/high",
        r#""next working day 08:30""#,
        "| High | until 08:30 of the next working day |",
    ),
    (
        "/agreements/0/targets/1/pausedTime",
        r#""counts""#,
        "- It waits while the hold reason is Awaiting caller; that time counts as soon as it runs \
         again.",
    ),
    (
        "/agreements/0/targets/1/atDue",
        r#""missed""#,
        "- What is done at the very instant it is due is too late.",
    ),
    (
        "/agreements/0/targets/1/boundary",
        r#""nextOpening""#,
        "- What is used up exactly at closing time is due at the next opening.",
    ),
    (
        "/agreements/0/targets/1/onReopen",
        r#""restart""#,
        "- If what had stopped the clock is no longer so, for example after a reopening, the same \
         clock starts again at nothing.",
    ),
    (
        "/agreements/0/targets/1/onTargetChange",
        r#""restart""#,
        "- If the promised time becomes another one, for example with the priority, the clock \
         starts again at nothing.",
    ),
    (
        "/agreements/0/targets/1/onCalendarChange",
        r#""segment""#,
        "- If other working hours become those that count, the clock ends with what it had \
         counted, and another one starts under the new terms.",
    ),
    (
        "/lifecycle/timers/0/calendar",
        r#""businessHours""#,
        "- `autoClose`: after 120 hours in the state Resolved (only the working hours of \
         `businessHours` count), to Closed.",
    ),
    (
        "/lifecycle/moves/5/roles",
        r#"["lead"]"#,
        "| New, In progress, On hold | **Canceled** | lead |  |  |",
    ),
    (
        "/lifecycle/moves/2/requires",
        r#"["causeCode"]"#,
        "| In progress | **Resolved** | anybody | the field “cause code” and the field \
         “resolution code” |  |",
    ),
    (
        "/lifecycle/states/0/type",
        r#""active""#,
        "| **New** | `new` | active: somebody works on it |  |",
    ),
    (
        "/calendars/0/holidays/1/date",
        r#""2026-12-25""#,
        "- `/calendars/0/holidays/1/date`: `2026-12-25` stands here twice",
    ),
];

#[test]
fn what_a_policy_says_stands_in_its_handbook() {
    let before = page(&rich());
    for (path, value, line) in SAID {
        let after = page(&with(rich(), &[(path, value)]));
        assert!(after.lines().any(|one| one == *line), "{path}: no line `{line}` in\n{after}");
        assert!(!before.lines().any(|one| one == *line), "{path}: `{line}` stands there anyway");
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
        let mut policy = rich();
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
