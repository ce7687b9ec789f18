//! Settings that are refused, each finding with its code and place.

use incident_core::signal::{Level, severities, vendors};
use serde_json::{Value as Json, json};

use super::{check, settings};
use crate::codes;

fn found(beside: Json) -> Vec<String> {
    codes(&check(&settings(beside)).expect_err("refused"))
}

fn window(change: &Json) -> Json {
    let mut window = json!({ "id": "w", "match": [{ "label": "a", "op": "=", "value": "b" }],
        "from": 0, "to": 1 });
    window.as_object_mut().expect("an object").extend(change.as_object().expect("one").clone());
    json!({ "silences": [window] })
}

#[test]
fn what_is_wrong_with_settings_is_found_with_its_place() {
    let source = |source: Json| json!({ "sources": { "s": source } });
    let cases = [
        (json!({ "sources": {} }), "signal.sourcesMissing /sources"),
        (source(json!({ "format": "nagios" })), "document.wordUnknown /sources/s/format"),
        (
            source(json!({ "format": "plain", "vendor": "zabix" })),
            "signal.vendorUnknown /sources/s/vendor",
        ),
        (json!({ "groupBy": ["@host"] }), "signal.partUnknown /groupBy/0"),
        (json!({ "groupBy": [""] }), "signal.partUnknown /groupBy/0"),
        (json!({ "window": "0s" }), "signal.spanOutOfRange /window"),
        (json!({ "quiet": "-1s" }), "signal.spanOutOfRange /quiet"),
        (json!({ "shelving": "9000h" }), "signal.spanOutOfRange /shelving"),
        (
            json!({ "flapping": { "window": "1h", "enter": 3, "leave": 3 } }),
            "signal.neverSteady /flapping/leave",
        ),
        (
            json!({ "flapping": { "window": "25h", "enter": 3, "leave": 1 } }),
            "signal.spanOutOfRange /flapping/window",
        ),
        (
            json!({ "flapping": { "window": "1h", "enter": 33, "leave": 1 } }),
            "document.numberOutOfRange /flapping/enter",
        ),
        (
            json!({ "flapping": { "window": "1h", "enter": 1, "leave": 0 } }),
            "document.numberOutOfRange /flapping/enter",
        ),
        (
            json!({ "capacity": { "alarms": 0, "candidates": 1 } }),
            "document.numberOutOfRange /capacity/alarms",
        ),
        (
            json!({ "capacity": { "alarms": 1, "candidates": 10_001 } }),
            "document.numberOutOfRange /capacity/candidates",
        ),
        (json!({ "services": { "a": ["b"] } }), "signal.serviceUnknown /services/a/0"),
        (json!({ "services": { "a": ["a"] } }), "signal.serviceCycle /services/a"),
        (window(&json!({ "to": 0 })), "signal.windowEmpty /silences/0/to"),
        (window(&json!({ "match": [] })), "signal.matchMissing /silences/0/match"),
        (
            window(&json!({ "match": [{ "label": "@x", "op": "=", "value": "" }] })),
            "signal.partUnknown /silences/0/match/0/label",
        ),
        (
            window(&json!({ "match": [{ "label": "x", "op": "=~", "value": "" }] })),
            "document.wordUnknown /silences/0/match/0/op",
        ),
        (window(&json!({ "id": "" })), "id.empty /silences/0/id"),
        (json!({ "grupBy": [] }), "document.fieldUnknown /grupBy"),
    ];
    for (beside, expected) in cases {
        assert_eq!(found(beside.clone()), [expected], "{beside}");
    }
}

#[test]
fn a_circle_of_services_is_named_in_its_order() {
    let services = json!({ "services": { "web": ["api"], "api": ["auth", "db"], "db": [],
        "auth": ["cache"], "cache": ["api"] } });
    let errors = check(&settings(services)).expect_err("refused");
    assert_eq!(
        errors[0].message(),
        "services depend on each other in a circle: api, auth, cache, api"
    );
    let diamond = json!({ "services": { "web": ["a", "b"], "a": ["db"], "b": ["db"], "db": [] } });
    assert!(check(&settings(diamond)).is_ok());
    let chain: serde_json::Map<_, _> = (0..1_000)
        .map(|at| {
            let needs = if at == 0 { vec![] } else { vec![format!("s{}", at - 1)] };
            (format!("s{at}"), json!(needs))
        })
        .collect();
    assert!(check(&settings(json!({ "services": chain }))).is_ok());
    let mut more = chain;
    more.insert("x".to_owned(), json!([]));
    assert_eq!(found(json!({ "services": more })), ["limit.exceeded /services"]);
}

#[test]
fn the_same_word_means_what_its_vendor_means() {
    let of = |vendor: &str, word: &str| {
        severities(vendor).expect("a vendor").get(word).copied().map(Level::as_str)
    };
    assert_eq!(of("datadog", "1"), Some("critical"));
    assert_eq!(of("zabbix", "1"), Some("info"));
    assert_eq!(of("incidentmanager", "5"), Some("info"));
    assert_eq!(of("zabbix", "5"), Some("critical"));
    assert_eq!(of("dynatrace", "ERROR"), Some("critical"));
    assert_eq!(of("prometheus", "error"), Some("high"));
    assert_eq!(of("prometheus", "Error"), None, "letter for letter");
    assert_eq!(of("prometheus", "exception"), None);
    assert_eq!(severities("nobody"), None);
    let names: Vec<_> = vendors().collect();
    assert!(names.is_sorted() && names.len() >= 33);
    for name in names {
        assert!(severities(name).is_some_and(|words| !words.is_empty()), "{name}");
    }
}
