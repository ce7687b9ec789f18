//! Alerts: how they are read, and what they become.

mod alarms;
mod bounds;
mod correlation;
mod formats;
mod model;
mod settings;

use incident_core::signal::{
    OutcomeKind, Pushed, SignalRead, SignalRules, SignalSettings, Signals, read,
};
use incident_core::{Error, Instant, document, limits};
use serde_json::{Value as Json, json};

/// The settings of one source of each format, and what is set beside.
fn settings(beside: Json) -> Json {
    let formats = ["alertmanager", "grafana", "pagerduty", "cloudEvents", "statuspage", "plain"];
    let sources: serde_json::Map<_, _> =
        formats.iter().map(|name| ((*name).to_owned(), json!({ "format": name }))).collect();
    let mut settings = json!({ "sources": sources });
    if let Json::Object(beside) = beside {
        settings.as_object_mut().expect("an object").extend(beside);
    }
    settings
}

fn check(settings: &Json) -> Result<SignalRules, Vec<Error>> {
    let settings: SignalSettings = document::read(&settings.to_string(), &limits::POLICY_BYTES)?;
    SignalRules::check(&settings)
}

fn signals(beside: Json) -> Signals {
    Signals::new(check(&settings(beside)).expect("accepted"))
}

/// So many seconds after a Friday noon.
fn at(seconds: i64) -> Instant {
    let noon = Instant::parse("2026-01-09T12:00:00Z").expect("an instant").as_millis();
    Instant::from_millis(noon + 1_000 * seconds).expect("an instant")
}

/// An alert in the plain form: firing since then, and over if there is an end.
fn plain(fingerprint: &str, started: i64, ended: Option<i64>) -> Json {
    let mut alert = json!({
        "fingerprint": fingerprint,
        "name": "diskFull",
        "status": if ended.is_some() { "resolved" } else { "firing" },
        "severity": "warning",
        "started": at(started).to_string(),
    });
    if let Some(ended) = ended {
        alert["ended"] = at(ended).to_string().into();
    }
    alert
}

fn with(mut alert: Json, member: &str, value: impl Into<Json>) -> Json {
    alert[member] = value.into();
    alert
}

fn push(signals: &mut Signals, body: &Json, now: i64) -> Pushed {
    signals.push("plain", body.to_string().as_bytes(), at(now)).expect("taken in")
}

fn kinds(pushed: &Pushed) -> Vec<OutcomeKind> {
    pushed.outcomes.iter().map(|outcome| outcome.kind).collect()
}

/// The only kind of what came of one alert.
fn kind(signals: &mut Signals, alert: &Json, now: i64) -> OutcomeKind {
    let pushed = push(signals, alert, now);
    let own: Vec<_> = pushed.outcomes.iter().filter(|outcome| outcome.index.is_some()).collect();
    assert_eq!(own.len(), 1);
    own[0].kind
}

/// The signals of a body, as JSON.
fn read_as_json(source: &str, body: &str) -> Vec<Json> {
    let rules = check(&settings(json!({}))).expect("accepted");
    let read = read(&rules, source, body.as_bytes(), at(0)).expect("read");
    let signal = |signal: &SignalRead| serde_json::to_value(signal).expect("JSON");
    read.signals.iter().map(signal).collect()
}

/// Code and path of what refuses a body, whole or one of its alerts.
fn refused(source: &str, body: &str) -> Vec<String> {
    let rules = check(&settings(json!({}))).expect("accepted");
    match read(&rules, source, body.as_bytes(), at(0)) {
        Err(errors) => crate::codes(&errors),
        Ok(read) => read
            .signals
            .iter()
            .flat_map(|signal| match signal {
                SignalRead::Signal(_) => Vec::new(),
                SignalRead::Errors(errors) => crate::codes(errors),
            })
            .collect(),
    }
}
