//! Every finding of the linter, each from at least two policies that were broken on purpose.

mod rules;
mod warnings;

use std::collections::BTreeMap;

use incident_core::error::Severity;
use incident_core::lint::{Finding, Patch, lint};
use incident_core::policy::PolicyDraft;
use incident_core::{Code, Instant, check};
use serde_json::{Value as Json, json};

fn now() -> Instant {
    Instant::parse("2026-11-25T12:00:00Z").expect("an instant")
}

fn preset(name: &str) -> Json {
    serde_json::from_str(check::preset(name).expect("a preset")).expect("JSON")
}

/// A preset with other values at some places: `/-` adds to a list, `null` takes away.
pub(crate) fn broken(name: &str, edits: &[(&str, Json)]) -> Json {
    let mut document = preset(name);
    for (path, value) in edits {
        edit(&mut document, path, value);
    }
    document
}

fn edit(document: &mut Json, path: &str, value: &Json) {
    let (parent, key) = path.rsplit_once('/').expect("a path");
    match document.pointer_mut(parent).expect("a place") {
        Json::Array(list) if key == "-" => list.push(value.clone()),
        Json::Array(list) => {
            let at: usize = key.parse().expect("a number");
            if value.is_null() {
                list.remove(at);
            } else {
                list[at] = value.clone();
            }
        }
        Json::Object(members) if value.is_null() => {
            members.remove(key);
        }
        Json::Object(members) => {
            members.insert(key.to_owned(), value.clone());
        }
        _ => panic!("{path} leads nowhere"),
    }
}

fn draft(document: &Json) -> PolicyDraft {
    serde_json::from_value(document.clone()).expect("a policy")
}

fn found(document: &Json) -> Vec<(String, String)> {
    found_at(document, now())
}

fn found_at(document: &Json, now: Instant) -> Vec<(String, String)> {
    let of =
        |one: &Finding| (one.finding.code().as_str().to_owned(), one.finding.path().to_string());
    lint(&draft(document), now).iter().map(of).collect()
}

/// A preset, what is changed in it, and where that is to be found.
type Broken<'a> = (&'a str, &'a [(&'a str, Json)], &'a str);

/// How many broken policies give each finding.
#[derive(Default)]
struct Seeds(BTreeMap<String, usize>);

impl Seeds {
    /// Holds that each broken policy gives this finding at that place, and the preset does not.
    fn find(&mut self, code: &str, policies: &[Broken<'_>]) {
        self.find_at(now(), code, policies);
    }

    fn find_at(&mut self, now: Instant, code: &str, policies: &[Broken<'_>]) {
        for (name, edits, path) in policies {
            let wanted = (code.to_owned(), (*path).to_owned());
            assert!(!found_at(&preset(name), now).contains(&wanted));
            let found = found_at(&broken(name, edits), now);
            assert!(found.contains(&wanted), "{code} at {path}, but {found:#?}");
            *self.0.entry(code.to_owned()).or_default() += 1;
        }
    }
}

/// What the linter can find: what is its own, and what the check warns of.
fn rules() -> impl Iterator<Item = &'static str> {
    let of_logs = |code: &Code| code.as_str().starts_with("replay.");
    let own = |code: &Code| code.as_str().starts_with("lint.");
    let all = Code::CORE
        .iter()
        .chain(Code::ANALYSIS)
        .filter(move |code| own(code) || code.severity() == Severity::Warning && !of_logs(code));
    all.map(|code| code.as_str())
}

#[test]
fn every_rule_has_at_least_two_seeded_policies() {
    let mut seeds = Seeds::default();
    for seed in [
        names_that_nothing_asks_for,
        conditions_that_are_never_true,
        rules_that_never_get_their_turn,
        waits_after_the_end,
        promises_that_contradict_each_other,
        calendars_that_run_out_or_change,
        states_that_guards_close,
        too_many_lives_are_said_to_be_untried,
        rules::conditions_that_are_never_true,
        rules::rules_that_never_get_their_turn,
        rules::levels_that_nothing_gives,
        rules::fields_that_no_new_rule_asks_for,
        rules::modifiers_that_change_nothing,
        rules::starts_where_a_kind_cannot_be,
        warnings::charts,
        warnings::promises,
        warnings::calendars,
    ] {
        seed(&mut seeds);
    }
    for rule in rules() {
        let seeded = seeds.0.remove(rule).unwrap_or_default();
        assert!(seeded >= 2, "{rule}: {seeded}");
    }
    assert_eq!(seeds.0, BTreeMap::new(), "these are no rules");
}

#[test]
fn presets_have_nothing_to_find() {
    for &name in check::PRESETS {
        assert_eq!(found(&preset(name)), [], "{name}");
    }
}

fn calendar(id: &str) -> Json {
    json!({"id": id, "zone": "Europe/Berlin", "hours": {"mon": [["09:00", "17:00"]]}})
}

fn names_that_nothing_asks_for(seeds: &mut Seeds) {
    seeds.find(
        "lint.calendarUnused",
        &[
            ("itil", &[("/calendars/-", calendar("night"))], "/calendars/1"),
            ("servicenow", &[("/agreements/0/calendar", Json::Null)], "/calendars/0"),
        ],
    );
    seeds.find(
        "lint.fieldUnused",
        &[
            ("itil", &[("/fields", json!([{"name": "floor", "holds": "number"}]))], "/fields/0"),
            ("servicenow", &[("/fields", json!([{"name": "desk", "holds": "text"}]))], "/fields/0"),
        ],
    );
    let flat = json!({"high": "critical", "medium": "critical", "low": "critical"});
    seeds.find(
        "lint.levelUnused",
        &[
            ("itil", &[("/matrix/low/low", json!("low"))], "/scales/priority/4"),
            (
                "itil",
                &[("/matrix/high", flat.clone()), ("/matrix/medium", flat)],
                "/scales/priority/1",
            ),
        ],
    );
}

#[test]
fn a_field_that_a_rule_asks_for_is_used() {
    let fields = json!([{"name": "floor", "holds": "number"}, {"name": "zoneOf", "holds": "text"}]);
    let document = broken(
        "itil",
        &[
            ("/fields", fields),
            ("/lifecycle/moves/0/requires", json!(["floor"])),
            ("/agreements/0/zoneField", json!("zoneOf")),
        ],
    );
    assert_eq!(found(&document), []);
}

fn never() -> Json {
    json!({"all": [{"field": "vip", "is": true}, {"not": {"field": "vip", "isSet": true}}]})
}

fn conditions_that_are_never_true(seeds: &mut Seeds) {
    let exception = json!([{"if": never(), "within": "1h"}]);
    seeds.find(
        "lint.neverTrue",
        &[
            ("itil", &[("/lifecycle/moves/0/onlyIf", never())], "/lifecycle/moves/0/onlyIf"),
            ("itil", &[("/agreements/0/appliesIf", json!({"any": []}))], "/agreements/0/appliesIf"),
            (
                "itil",
                &[("/agreements/0/targets/1/pause", never())],
                "/agreements/0/targets/1/pause",
            ),
            ("itil", &[("/agreements/0/targets/1/stop", never())], "/agreements/0/targets/1/stop"),
            (
                "servicenow",
                &[("/agreements/0/targets/0/exceptions", exception)],
                "/agreements/0/targets/0/exceptions/0/if",
            ),
        ],
    );
}

fn rules_that_never_get_their_turn(seeds: &mut Seeds) {
    let vip = |within: &str| json!({"if": {"field": "vip", "is": true}, "within": within});
    let narrow = json!({"if": {"all": [
        {"field": "vip", "is": true}, {"field": "category", "is": "network"},
    ]}, "within": "30m"});
    let first = |condition: Json| {
        let mut agreement = preset("itil")["agreements"][0].clone();
        agreement["id"] = json!("second");
        agreement["oneOf"] = json!("support");
        agreement["appliesIf"] = condition;
        agreement
    };
    let vips = json!({"field": "vip", "is": true});
    seeds.find(
        "lint.shadowed",
        &[
            (
                "itil",
                &[("/agreements/0/targets/1/exceptions", json!([vip("1h"), vip("2h")]))],
                "/agreements/0/targets/1/exceptions/1/if",
            ),
            (
                "itil",
                &[("/agreements/0/targets/1/exceptions", json!([vip("1h"), narrow]))],
                "/agreements/0/targets/1/exceptions/1/if",
            ),
            (
                "itil",
                &[("/agreements/0/oneOf", json!("support")), ("/agreements/-", first(vips))],
                "/agreements/1/appliesIf",
            ),
        ],
    );
}

fn waits_after_the_end(seeds: &mut Seeds) {
    let done = json!({"field": "stateType", "in": ["closed", "resolved"]});
    seeds.find(
        "lint.pauseInStop",
        &[
            ("itil", &[("/agreements/0/targets/1/pause", done)], "/agreements/0/targets/1/pause"),
            (
                "servicenow",
                &[(
                    "/agreements/0/targets/1/pause",
                    json!({"field": "stateType", "is": "canceled"}),
                )],
                "/agreements/0/targets/1/pause",
            ),
        ],
    );
}

fn promises_that_contradict_each_other(seeds: &mut Seeds) {
    seeds.find(
        "lint.responseAfterResolve",
        &[
            (
                "itil",
                &[("/agreements/0/targets/0/within/high", json!("9h"))],
                "/agreements/0/targets/0/within/high",
            ),
            (
                "servicenow",
                &[("/agreements/0/targets/1/within/1", json!("10m"))],
                "/agreements/0/targets/0/within/1",
            ),
        ],
    );
    seeds.find(
        "lint.higherIsSlower",
        &[
            (
                "itil",
                &[("/agreements/0/targets/1/within/critical", json!("9h"))],
                "/agreements/0/targets/1/within/critical",
            ),
            (
                "servicenow",
                &[
                    ("/agreements/0/targets/1/within/2", json!("3 working days")),
                    ("/agreements/0/targets/1/within/3", json!("2 working days")),
                ],
                "/agreements/0/targets/1/within/2",
            ),
        ],
    );
    seeds.find(
        "lint.agreementOver",
        &[
            (
                "itil",
                &[("/agreements/0/validTo", json!("2026-01-01T00:00:00Z"))],
                "/agreements/0/validTo",
            ),
            (
                "servicenow",
                &[("/agreements/0/validTo", json!("2026-11-25T12:00:00Z"))],
                "/agreements/0/validTo",
            ),
        ],
    );
}

fn calendars_that_run_out_or_change(seeds: &mut Seeds) {
    let holiday = |date: &str| json!([{"date": date}]);
    seeds.find(
        "lint.holidaysEnd",
        &[
            ("itil", &[("/calendars/0/holidays", holiday("2025-12-26"))], "/calendars/0/holidays"),
            ("itil", &[("/calendars/0/holidays", holiday("2027-05-23"))], "/calendars/0/holidays"),
        ],
    );
    let later = broken("itil", &[("/calendars/0/holidays", holiday("2027-05-24"))]);
    assert_eq!(found(&later), [], "half a year is enough");
    for (zone, now, moved) in [
        ("Europe/Berlin", "2026-10-01T00:00:00Z", "-1h"),
        ("America/New_York", "2026-02-20T00:00:00Z", "1h"),
        ("Australia/Lord_Howe", "2026-03-20T00:00:00Z", "-30m"),
    ] {
        let (edits, now) = ([("/calendars/0/zone", json!(zone))], Instant::parse(now));
        let now = now.expect("an instant");
        seeds.find_at(now, "lint.clocksMove", &[("itil", &edits, "/calendars/0/zone")]);
        let draft = draft(&broken("itil", &edits));
        let findings = lint(&draft, now);
        assert_eq!(findings.len(), 1, "{zone}");
        assert!(findings[0].finding.message().ends_with(&format!("by {moved}")), "{zone}");
        assert_eq!(lint(&draft, Instant::parse("2026-06-01T00:00:00Z").expect("an instant")), []);
    }
    let shifts = json!([{"date": "2026-11-26", "intervals": [["09:00", "17:00"]]}]);
    seeds.find(
        "lint.noTimeLeft",
        &[
            (
                "itil",
                &[("/calendars/0/hours", json!({})), ("/calendars/0/shifts", shifts.clone())],
                "/agreements/0/targets/1/within/planning",
            ),
            (
                "servicenow",
                &[("/calendars/0/hours", json!({})), ("/calendars/0/shifts", shifts)],
                "/agreements/0/targets/1/within/5",
            ),
        ],
    );
}

fn states_that_guards_close(seeds: &mut Seeds) {
    let kept = json!({"field": "stateType", "is": "onHold"});
    seeds.find(
        "lint.stateBehindGuards",
        &[
            // From new and on hold, but only on hold; and nothing else leads to on hold.
            ("itil", &[("/lifecycle/moves/0/onlyIf", kept.clone())], "/lifecycle/states/2"),
            ("servicenow", &[("/lifecycle/moves/3/onlyIf", kept)], "/lifecycle/states/4"),
        ],
    );
    let noted = json!({"field": "closeNotes", "isSet": true});
    let locked = json!({"resolutionCode": "required", "closeNotes": "readOnly"});
    seeds.find(
        "lint.noWayToEnd",
        &[
            (
                "itil",
                &[
                    ("/lifecycle/moves/4/onlyIf", noted.clone()),
                    ("/lifecycle/moves/3", Json::Null),
                    ("/lifecycle/states/3/fields", locked.clone()),
                ],
                "/lifecycle/states/3",
            ),
            (
                "servicenow",
                &[
                    ("/lifecycle/moves/3/onlyIf", noted),
                    ("/lifecycle/moves/0/from", json!(["1", "3"])),
                    ("/lifecycle/moves/1/from", json!(["1", "2", "3"])),
                    ("/lifecycle/states/3/fields", locked),
                ],
                "/lifecycle/states/3",
            ),
        ],
    );
}

#[test]
fn a_fix_settles_its_finding() {
    let night = calendar("night");
    let cases = [
        (broken("itil", &[("/calendars/-", night)]), "lint.calendarUnused"),
        (
            broken(
                "itil",
                &[(
                    "/calendars/0/holidays",
                    json!([
                        {"date": "2027-12-25"}, {"date": "2027-12-26"}, {"date": "2027-12-25"},
                    ]),
                )],
            ),
            "calendar.dateRepeated",
        ),
        (
            broken("itil", &[("/calendars/0/hours/mon", json!([["00:00", "23:59"]]))]),
            "calendar.lastMinute",
        ),
        (
            broken(
                "itil",
                &[(
                    "/agreements/0/targets/1/exceptions",
                    json!([
                        {"if": never(), "within": "1h"},
                    ]),
                )],
            ),
            "lint.neverTrue",
        ),
    ];
    for (mut document, code) in cases {
        let findings = lint(&draft(&document), now());
        let of_code = |one: &&Finding| one.finding.code().as_str() == code;
        let finding = findings.iter().find(of_code).expect("the finding");
        assert_eq!(finding.fix.len(), 1, "{code}");
        for patch in &finding.fix {
            let (path, value) = match patch {
                Patch::Remove { path } => (path, Json::Null),
                Patch::Replace { path, value } => (path, json!(value)),
            };
            edit(&mut document, path, &value);
        }
        assert!(!found(&document).iter().any(|(other, _)| other == code), "{code}");
    }
}

#[test]
fn a_refused_policy_gives_its_refusals() {
    let document = broken("itil", &[("/matrix/low/low", json!("none"))]);
    assert_eq!(found(&document)[0].0, "scale.levelUnknown");
}

fn too_many_lives_are_said_to_be_untried(seeds: &mut Seeds) {
    let words = |list: &str| (0..300).map(|at| format!("{list}{at}")).collect::<Vec<_>>();
    let guard = json!({"all": [
        {"field": "service", "in": words("a")}, {"field": "vendor", "in": words("b")},
    ]});
    let edits = [("/lifecycle/moves/0/onlyIf", guard)];
    seeds.find("lint.notTried", &[("servicenow", &edits, "/lifecycle")]);
    let found = found(&broken("itil", &edits));
    assert_eq!(found, [("lint.notTried".to_owned(), "/lifecycle".to_owned())]);
    *seeds.0.entry("lint.notTried".to_owned()).or_default() += 1;
}
