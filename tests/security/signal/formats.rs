//! Each format: what is made of a body, and what is refused.

use incident_core::signal::{Level, Signal, SignalRead, read};
use incident_core::{Code, Error, Instant};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{at, check, read_as_json, refused, settings};
use crate::codes;

fn alert() -> Json {
    json!({
        "status": "firing",
        "labels": { "alertname": "диск", "severity": "critical", "instance": "h1:9100" },
        "annotations": { "summary": "\"full\"", "description": "longer" },
        "startsAt": "2026-01-09T12:59:51.68943305+01:00",
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://p:9090/graph?a=1&b=2",
    })
}

fn webhook(alerts: &[Json]) -> Json {
    json!({ "version": "4", "status": "firing", "alerts": alerts, "truncatedAlerts": 0,
        "groupKey": "{}:{alertname=\"x\"}", "somethingNew": [{ "a": 1.5e300 }] })
}

/// The hash of labels in a plainer way than ours.
fn fnv(labels: &[(&str, &str)]) -> String {
    let mut hash = 14_695_981_039_346_656_037_u128;
    for (name, value) in labels {
        for byte in [name.as_bytes(), &[255], value.as_bytes(), &[255]].concat() {
            hash = ((hash ^ u128::from(byte)) * 1_099_511_628_211) % (1 << 64);
        }
    }
    format!("{hash:016x}")
}

#[test]
fn an_alert_of_alertmanager_is_brought_into_the_one_form() {
    let read = read_as_json("alertmanager", &webhook(&[alert()]).to_string());
    let labels = [("alertname", "диск"), ("instance", "h1:9100"), ("severity", "critical")];
    assert_eq!(
        read,
        [json!({ "signal": {
            "source": "alertmanager",
            "fingerprint": fnv(&labels),
            "name": "диск",
            "status": "firing",
            "level": "critical",
            "severity": "critical",
            "labels": { "alertname": "диск", "instance": "h1:9100", "severity": "critical" },
            "started": "2026-01-09T11:59:51.689Z",
            "received": "2026-01-09T12:00:00Z",
            "summary": "\"full\"",
            "links": { "generator": "http://p:9090/graph?a=1&b=2" },
        } })]
    );
}

#[test]
fn a_fingerprint_is_that_of_prometheus() {
    // What Prometheus itself gave for these labels.
    let labels = json!({ "alertname": "磁盘满", "dev": "sda1", "instance": "example",
        "msgtype": "testing" });
    let mut one = alert();
    one["labels"] = labels;
    let read = read_as_json("alertmanager", &webhook(&[one]).to_string());
    assert_eq!(read[0]["signal"]["fingerprint"], "95e73d7772e5237f");
}

fn signal_of(alert: Json) -> Signal {
    let rules = check(&settings(json!({}))).expect("accepted");
    let body = webhook(&[alert]).to_string();
    let read = read(&rules, "alertmanager", body.as_bytes(), at(0)).expect("read");
    let SignalRead::Signal(signal) = &read.signals[0] else { panic!("refused") };
    (**signal).clone()
}

#[test]
fn severity_is_mapped_by_its_source_and_never_guessed() {
    let level = |beside: Json, labels: Json| {
        let rules = check(&settings(beside)).expect("accepted");
        let mut alert = alert();
        alert["labels"] = labels;
        let body = webhook(&[alert]).to_string();
        let read = read(&rules, "alertmanager", body.as_bytes(), at(0)).expect("read");
        let SignalRead::Signal(signal) = &read.signals[0] else { panic!("refused") };
        let level = signal.level.map(Level::as_str);
        (level, signal.severity.clone(), codes(&read.warnings))
    };
    let usual = || json!({});
    let unmapped = vec!["signal.severityUnmapped /alerts/0".to_owned()];
    assert_eq!(level(usual(), json!({})), (None, None, vec![]));
    assert_eq!(level(usual(), json!({ "alertLevel": "error" })), (None, None, vec![]));
    let exception = || json!({ "severity": "exception" });
    assert_eq!(level(usual(), exception()), (None, Some("exception".to_owned()), unmapped));
    let own = || {
        json!({ "sources": { "alertmanager": { "format": "alertmanager",
            "severityFrom": ["severity", "alertLevel"],
            "severities": { "exception": "high", "error": "critical" } } } })
    };
    let high = (Some("high"), Some("exception".to_owned()), vec![]);
    assert_eq!(level(own(), exception()), high);
    assert_eq!(level(own(), json!({ "alertLevel": "exception" })), high);
    let error = (Some("critical"), Some("error".to_owned()), vec![]);
    assert_eq!(level(own(), json!({ "severity": "error" })), error, "instead of the vendor's");
}

#[test]
fn what_alertmanager_may_not_send_is_refused_with_its_place() {
    let cases: [(&str, Json, &str); 15] = [
        ("status", json!(null), "document.fieldMissing /alerts/0"),
        ("status", json!("pending"), "document.wordUnknown /alerts/0/status"),
        ("status", json!(1), "document.typeWrong /alerts/0/status"),
        ("labels", json!([]), "document.typeWrong /alerts/0/labels"),
        ("labels", json!({ "a": 1 }), "document.typeWrong /alerts/0/labels/a"),
        ("labels", json!({ "a": null, "b": {} }), "document.typeWrong /alerts/0/labels/b"),
        ("annotations", json!("x"), "document.typeWrong /alerts/0/annotations"),
        (
            "annotations",
            json!({ "summary": [] }),
            "document.typeWrong /alerts/0/annotations/summary",
        ),
        ("startsAt", json!("yesterday"), "time.syntax /alerts/0/startsAt"),
        ("startsAt", json!("2026-02-30T00:00:00Z"), "time.syntax /alerts/0/startsAt"),
        ("startsAt", json!("1969-12-31T23:59:59Z"), "time.outOfRange /alerts/0/startsAt"),
        ("endsAt", json!("2026-01-09T23:59:60Z"), "time.leapSecond /alerts/0/endsAt"),
        ("endsAt", json!(0), "document.typeWrong /alerts/0/endsAt"),
        ("fingerprint", json!("f".repeat(256)), "limit.exceeded /alerts/0/fingerprint"),
        ("generatorURL", json!(true), "document.typeWrong /alerts/0/generatorURL"),
    ];
    for (member, value, expected) in cases {
        let mut alert = alert();
        alert[member] = value;
        assert_eq!(refused("alertmanager", &webhook(&[alert]).to_string()), [expected], "{member}");
    }
}

#[test]
fn a_body_is_refused_whole_for_what_is_wrong_outside_of_its_alerts() {
    let cases = [
        ("[]", "document.typeWrong "),
        ("{}", "document.fieldMissing "),
        ("", "document.syntax "),
        ("{\"alerts\":[]", "document.syntax "),
        ("{\"alerts\":[]} x", "document.syntax "),
        ("{\"alerts\":{}}", "document.typeWrong /alerts"),
        ("{\"alerts\":[],\"alerts\":[]}", "document.fieldRepeated /alerts"),
        ("{\"alerts\":[7]}", "document.typeWrong /alerts/0"),
        ("{\"alerts\":[],\"version\":\"3\"}", "signal.versionUnknown /version"),
        ("{\"alerts\":[],\"version\":4}", "document.typeWrong /version"),
        ("{\"alerts\":[],\"truncatedAlerts\":-1}", "document.typeWrong /truncatedAlerts"),
    ];
    for (body, expected) in cases {
        assert_eq!(refused("alertmanager", body), [expected], "{body}");
    }
    let twice = r#"{"alerts":[{"status":"firing","labels":{"a":"1","b":"2","a":"1"}}]}"#;
    assert_eq!(refused("alertmanager", twice), ["document.fieldRepeated /alerts/0/labels"]);
    let twice = r#"{"alerts":[{"status":"firing","status":"firing","labels":{}}]}"#;
    assert_eq!(refused("alertmanager", twice), ["document.fieldRepeated /alerts/0/status"]);
    assert_eq!(refused("nobody", "{}"), ["signal.sourceUnknown "]);
}

#[test]
fn one_bad_alert_does_not_take_the_others_with_it() {
    let mut bad = alert();
    bad["startsAt"] = "soon".into();
    let read = read_as_json("alertmanager", &webhook(&[alert(), bad, alert()]).to_string());
    let which: Vec<_> = read.iter().map(|one| one.get("signal").is_some()).collect();
    assert_eq!(which, [true, false, true]);
    assert_eq!(read[0], read[2]);
}

#[test]
fn times_far_in_the_future_count_as_not_said_and_contradictions_are_warned_of() {
    let warned = |started: &str, ended: &str, status: &str| {
        let rules = check(&settings(json!({}))).expect("accepted");
        let mut alert = alert();
        (alert["startsAt"], alert["endsAt"]) = (started.into(), ended.into());
        alert["status"] = status.into();
        let body = webhook(&[alert]).to_string();
        let read = read(&rules, "alertmanager", body.as_bytes(), at(0)).expect("read");
        let SignalRead::Signal(signal) = &read.signals[0] else { panic!("refused") };
        let warnings: Vec<_> = read.warnings.iter().map(Error::code).collect();
        (signal.started, signal.ended, warnings)
    };
    let never = "0001-01-01T00:00:00Z";
    let (start, future) = (at(-60), "9999-12-31T23:59:59Z");
    let text = start.to_string();
    assert_eq!(warned(future, never, "firing"), (None, None, vec![Code::SignalInFuture]));
    assert_eq!(warned(&text, future, "resolved"), (Some(start), None, vec![Code::SignalInFuture]));
    assert_eq!(warned(never, never, "firing"), (None, None, vec![]));
    let near = at(299).to_string();
    assert_eq!(warned(&near, never, "firing"), (Some(at(299)), None, vec![]));
    let before = at(-90).to_string();
    assert_eq!(
        warned(&text, &before, "resolved"),
        (Some(start), Some(start), vec![Code::SignalEndsBeforeStart])
    );
    assert_eq!(
        warned(&text, &before, "firing"),
        (Some(start), None, vec![Code::SignalFiringButEnded])
    );
}

#[test]
fn a_long_summary_is_cut_between_letters_and_many_labels_are_refused() {
    let mut long = alert();
    long["annotations"]["summary"] = "ж".repeat(600).into();
    let summary = signal_of(long).summary.expect("a summary");
    assert_eq!(summary, "ж".repeat(512));
    let labels = |count: usize| {
        let mut many = alert();
        many["labels"] = (0..count).map(|at| (format!("l{at}"), json!("v"))).collect();
        refused("alertmanager", &webhook(&[many]).to_string())
    };
    assert!(labels(64).is_empty());
    assert_eq!(labels(65), ["limit.exceeded /alerts/0/labels"]);
}

#[test]
fn grafana_has_more_members_and_other_versions() {
    let mut alert = alert();
    for (name, value) in [("silenceURL", json!("http://g/s")), ("dashboardURL", json!(""))] {
        alert[name] = value;
    }
    alert["values"] = json!({ "B": 44.2, "C": 1 });
    alert["valueString"] = "[ var='B' ]".into();
    let body = json!({ "version": "1", "orgId": 1, "title": "t", "state": "alerting",
        "message": "m", "alerts": [alert] });
    let read = read_as_json("grafana", &body.to_string());
    let links = json!({ "generator": "http://p:9090/graph?a=1&b=2", "silence": "http://g/s" });
    assert_eq!(read[0]["signal"]["links"], links);
    assert_eq!(read[0]["signal"]["level"], "critical");
}

#[test]
fn pagerduty_triggers_acknowledges_and_resolves() {
    let trigger = json!({ "routing_key": "a secret", "event_action": "trigger",
        "dedup_key": "disk-7", "client": "Mon", "client_url": "https://mon/7",
        "links": [{ "href": "https://wiki/7", "text": "how" }], "images": [],
        "payload": { "summary": "disk 7 is full", "source": "h1", "severity": "error",
            "timestamp": "2026-01-09T11:58:58.315+0000", "component": "storage",
            "group": "prod", "class": "disk", "custom_details": { "free": 0.5 } } });
    let read = read_as_json("pagerduty", &trigger.to_string());
    assert!(!read[0].to_string().contains("secret"));
    let signal = &read[0]["signal"];
    assert_eq!(signal["fingerprint"], "disk-7");
    assert_eq!((&signal["level"], &signal["name"]), (&json!("high"), &json!("disk")));
    assert_eq!(signal["service"], "storage");
    assert_eq!(signal["started"], "2026-01-09T11:58:58.315Z");
    assert_eq!(signal["links"], json!({ "client": "https://mon/7", "link": "https://wiki/7" }));
    let resolve = json!({ "event_action": "resolve", "dedup_key": "disk-7" });
    assert_eq!(read_as_json("pagerduty", &resolve.to_string())[0]["signal"]["status"], "resolved");
    for (body, expected) in [
        (json!({ "event_action": "acknowledge" }), "document.fieldMissing "),
        (json!({ "event_action": "trigger" }), "document.fieldMissing "),
        (
            json!({ "event_action": "close", "dedup_key": "x" }),
            "document.wordUnknown /event_action",
        ),
        (
            json!({ "event_action": "trigger", "payload": { "summary": "s", "source": 7 } }),
            "document.typeWrong /payload/source",
        ),
        (
            json!({ "event_action": "trigger",
                "payload": { "summary": "s", "source": "h", "timestamp": "now" } }),
            "time.syntax /payload/timestamp",
        ),
    ] {
        assert_eq!(refused("pagerduty", &body.to_string())[0], expected, "{body}");
    }
}

#[test]
fn cloud_events_come_alone_and_in_batches() {
    let event = |kind: &str| {
        json!({ "specversion": "1.0", "id": "1", "source": "/disks", "type": kind,
            "subject": "7", "time": "2026-01-09T11:59:00Z", "severitytext": "ERROR",
            "data": { "status": 3 }, "traceparent": "00-0" })
    };
    let beside = json!({ "sources": { "cloudEvents": { "format": "cloudEvents",
        "ends": { "disk.ok": "disk.full" } } } });
    let rules = check(&settings(beside)).expect("accepted");
    let body = json!([event("disk.full"), event("disk.ok")]).to_string();
    let read = read(&rules, "cloudEvents", body.as_bytes(), at(0)).expect("read");
    let read = serde_json::to_value(&read.signals).expect("JSON");
    let (full, ok) = (&read[0]["signal"], &read[1]["signal"]);
    assert_eq!(full["fingerprint"], ok["fingerprint"], "the end of the same");
    assert_eq!((&full["status"], &ok["status"]), (&json!("firing"), &json!("resolved")));
    assert_eq!((&full["level"], &full["name"]), (&json!("high"), &json!("disk.full")));
    let alone = read_as_json("cloudEvents", &event("disk.full").to_string());
    assert_eq!(alone[0]["signal"], *full);
    let mut old = event("x");
    old["specversion"] = "0.3".into();
    assert_eq!(refused("cloudEvents", &old.to_string()), ["signal.versionUnknown /specversion"]);
    assert_eq!(refused("cloudEvents", "{}").len(), 4);
    assert_eq!(refused("cloudEvents", "[1]"), ["document.typeWrong /0"]);
}

#[test]
fn data_of_cloud_events_counts_where_the_settings_say_that_it_is_ours() {
    let beside = json!({ "sources": { "cloudEvents": { "format": "cloudEvents",
        "plainData": true } } });
    let rules = check(&settings(beside)).expect("accepted");
    let body = json!({ "specversion": "1.0", "id": "1", "source": "/s", "type": "t",
        "data": { "status": "resolved", "name": "n", "service": "web", "labels": { "a": "b" } } });
    let read = read(&rules, "cloudEvents", body.to_string().as_bytes(), at(0)).expect("read");
    let read = serde_json::to_value(&read.signals[0]).expect("JSON");
    assert_eq!(read["signal"]["status"], "resolved");
    assert_eq!(read["signal"]["service"], "web");
    assert_eq!(read["signal"]["labels"], json!({ "a": "b", "source": "/s", "type": "t" }));
}

#[test]
fn statuspage_tells_of_incidents_and_of_components() {
    let incident = json!({ "meta": {}, "page": { "id": "p1", "status_indicator": "major" },
        "incident": { "id": "i1", "name": "Elevated errors", "status": "identified",
            "impact": "major", "created_at": "2026-01-09T11:00:00.000Z", "resolved_at": null,
            "shortlink": "http://stspg.io/1", "components": [{ "id": "c1", "name": "API" }],
            "incident_updates": [{ "body": "found it" }, { "body": "looking" }] } });
    let read = read_as_json("statuspage", &incident.to_string());
    let signal = &read[0]["signal"];
    assert_eq!(signal["fingerprint"], "incident:i1");
    assert_eq!((&signal["level"], &signal["service"]), (&json!("high"), &json!("API")));
    assert_eq!(signal["summary"], "found it");
    assert_eq!(signal["started"], "2026-01-09T11:00:00Z");
    let component = |state: &str| {
        json!({ "page": { "id": "p1" }, "component": { "id": "c1", "name": "API", "status": state },
            "component_update": { "new_status": state, "old_status": "x", "component_id": "c1",
                "created_at": "2026-01-09T11:30:00Z" } })
    };
    let down = read_as_json("statuspage", &component("partial_outage").to_string());
    assert_eq!((&down[0]["signal"]["level"]), &json!("high"));
    let up = read_as_json("statuspage", &component("operational").to_string());
    assert_eq!(up[0]["signal"]["status"], "resolved");
    assert_eq!(up[0]["signal"]["ended"], "2026-01-09T11:30:00Z");
    assert_eq!(refused("statuspage", "{}"), ["document.fieldMissing "]);
    let odd = component("exploded").to_string();
    assert_eq!(refused("statuspage", &odd), ["document.wordUnknown /component/status"]);
}

#[test]
fn the_plain_form_is_ours_and_strict() {
    let body = json!([{ "name": "n", "status": "acknowledged", "fingerprint": "f" }]);
    assert_eq!(read_as_json("plain", &body.to_string())[0]["signal"]["status"], "acknowledged");
    for (body, expected) in [
        (json!({ "name": "n", "status": "firing" }), "document.fieldMissing "),
        (json!({ "name": "n", "status": "firing", "labels": {} }), "document.fieldMissing "),
        (
            json!({ "name": "n", "status": "firing", "fingerprint": "f", "level": "high" }),
            "document.fieldUnknown /level",
        ),
        (json!("x"), "document.typeWrong "),
    ] {
        assert_eq!(refused("plain", &body.to_string()), [expected], "{body}");
    }
}

proptest! {
    /// The quick way to read instants agrees with the careful one, whatever stands there.
    #[test]
    fn instants_are_read_as_everywhere(
        date in "(19[67]|20[0-9]|999)[0-9]-[01][0-9]-[0-3][0-9]",
        time in "[0-2][0-9]:[0-6][0-9]:[0-6][0-9]",
        rest in "(\\.[0-9]{1,9})?(Z|[+-][0-2][0-9]:[0-6][0-9])",
    ) {
        let text = format!("{date}T{time}{rest}");
        let careful = Instant::parse(&text);
        let mut one = alert();
        one["startsAt"] = text.clone().into();
        let rules = check(&settings(json!({ "future": "8784h" }))).expect("accepted");
        let body = webhook(&[one]).to_string();
        let read = read(&rules, "alertmanager", body.as_bytes(), Instant::MAX).expect("read");
        match (&read.signals[0], careful) {
            (SignalRead::Signal(signal), Ok(careful)) => {
                prop_assert_eq!(signal.started, Some(careful), "{}", text);
            }
            (SignalRead::Errors(errors), Err(careful)) => {
                prop_assert_eq!(errors[0].code(), careful.code(), "{}", text);
            }
            (read, careful) => prop_assert!(false, "{text}: {read:?}, {careful:?}"),
        }
    }

    /// Nothing that comes makes it panic, and what is no JSON is refused.
    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let rules = check(&settings(json!({}))).expect("accepted");
        let read = read(&rules, "alertmanager", &bytes, at(0));
        let json = serde_json::from_slice::<Json>(&bytes).is_ok();
        prop_assert!(json || read.is_err());
    }
}
