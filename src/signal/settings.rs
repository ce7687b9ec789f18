use serde::Serialize;

use super::severity::Level;
use crate::document::{Map, object, words};
use crate::limits;
use crate::time::{Instant, Span};

/// How bodies of alerts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Format {
    /// The webhook of Prometheus Alertmanager, version 4.
    Alertmanager,
    /// The webhook of Grafana's unified alerting.
    Grafana,
    /// The `PagerDuty` Events API, version 2.
    Pagerduty,
    /// `CloudEvents` 1.0 as JSON, one event or a batch.
    CloudEvents,
    /// The webhook of Statuspage, of incidents and of components.
    Statuspage,
    /// Our own form, one alert or a list.
    Plain,
}

words!(Format {
    Alertmanager: "alertmanager",
    Grafana: "grafana",
    Pagerduty: "pagerduty",
    CloudEvents: "cloudEvents",
    Statuspage: "statuspage",
    Plain: "plain",
});

/// Where alerts come from, and how they are to be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub struct SourceSettings {
    /// How its bodies are written.
    pub format: Format,
    /// Whose words its severities are; that of the format if absent.
    pub vendor: Option<String>,
    /// The labels that say the severity, the first that an alert has. Without any, the place that
    /// the format has for it: the label `severity` for Alertmanager and Grafana.
    pub severity_from: Option<Vec<String>>,
    /// What further words mean, or what they mean instead.
    pub severities: Option<Map<Level>>,
    /// The labels that say the service, the first that an alert has. Without any, the place that
    /// the format has for it: the label `service` for Alertmanager and Grafana.
    pub service_from: Option<Vec<String>>,
    /// Of `CloudEvents`: each type that says that something is over, with the type that it ends.
    pub ends: Option<Map<String>>,
    /// Of `CloudEvents`: whether data has members of our plain form; if not, or absent, data is not
    /// looked at.
    pub plain_data: Option<bool>,
}

object!(SourceSettings {
    format: needed "format",
    vendor: optional "vendor",
    severity_from: optional "severityFrom",
    severities: optional "severities",
    service_from: optional "serviceFrom",
    ends: optional "ends",
    plain_data: optional "plainData",
});

/// Whether a label has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Comparison {
    /// It has.
    #[serde(rename = "=")]
    #[cfg_attr(feature = "schema", schemars(rename = "="))]
    Equal,
    /// It has another one, or none.
    #[serde(rename = "!=")]
    #[cfg_attr(feature = "schema", schemars(rename = "!="))]
    Unequal,
}

words!(Comparison { Equal: "=", Unequal: "!=" });

/// What an alert must have, to be held back. A label that it has not is empty, as for
/// Alertmanager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Matcher {
    /// The name of the label, or `@name`, `@service`, `@source`.
    pub label: String,
    /// Whether it has the value.
    pub op: Comparison,
    /// The value.
    pub value: String,
}

object!(Matcher { label: needed "label", op: needed "op", value: needed "value" });

/// A time in which alarms are held back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Window {
    /// What an alarm that is held back is told to be held back by.
    pub id: String,
    /// What an alert must have: all of it, and at least one thing.
    #[cfg_attr(feature = "schema", schemars(rename = "match"))]
    pub matchers: Vec<Matcher>,
    /// When it begins.
    pub from: Instant,
    /// When it ends; at this instant it is over.
    pub to: Instant,
}

object!(Window {
    id: needed "id",
    matchers: needed "match",
    from: needed "from",
    to: needed "to",
});

/// When an alarm flaps.
///
/// A turn is when it is raised and when it clears. It flaps from `enter` turns within `window` on,
/// and is steady again when no more than `leave` are within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Flapping {
    /// How long a turn counts, from 1 s to 24 h.
    pub window: Span,
    /// How many turns make it flap, from 2.
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = limits::TURNS.maximum)))]
    pub enter: u32,
    /// With how many it is steady again; fewer than `enter`.
    pub leave: u32,
}

object!(Flapping { window: needed "window", enter: needed "enter", leave: needed "leave" });

/// How much is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Capacity {
    /// Alarms, whether they go on or are over.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = limits::ALARMS.maximum)))]
    pub alarms: u32,
    /// Incident candidates that are open.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = limits::CANDIDATES.maximum)))]
    pub candidates: u32,
}

object!(Capacity { alarms: needed "alarms", candidates: needed "candidates" });

/// How alerts become incident candidates, as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub struct SignalSettings {
    /// Where alerts come from.
    pub sources: Map<SourceSettings>,
    /// What alarms of one candidate have in common: labels, or `@name`, `@service`, `@source`;
    /// `@name` if absent. A label that an alert has not counts as empty.
    pub group_by: Option<Vec<String>>,
    /// How long after its last signal a candidate takes in further alarms, from 1 s; `1h` if
    /// absent.
    pub window: Option<Span>,
    /// How long nothing may be wrong until a candidate counts as recovered; `5m` if absent.
    pub quiet: Option<Span>,
    /// The same for a candidate of which alarms that went on had to make room for others, so that
    /// nobody knows whether they still do; `24h` if absent.
    pub quiet_after_eviction: Option<Span>,
    /// When an alarm flaps; 5 turns in `30m`, until there is 1, if absent.
    pub flapping: Option<Flapping>,
    /// The services that each service depends on. Each that is named must stand here itself.
    pub services: Option<Map<Vec<String>>>,
    /// When what is being worked on: its alarms are out of service.
    pub maintenance: Option<Vec<Window>>,
    /// What is not to be told: its alarms are suppressed by design.
    pub silences: Option<Vec<Window>>,
    /// For how long an alarm may be shelved; `8h` if absent.
    pub shelving: Option<Span>,
    /// How much later than it came an alert may say that it starts; `5m` if absent. One that says
    /// more counts from when it came.
    pub future: Option<Span>,
    /// How much is remembered; 100,000 alarms and 1,000 candidates if absent.
    pub capacity: Option<Capacity>,
}

object!(SignalSettings {
    sources: needed "sources",
    group_by: optional "groupBy",
    window: optional "window",
    quiet: optional "quiet",
    quiet_after_eviction: optional "quietAfterEviction",
    flapping: optional "flapping",
    services: optional "services",
    maintenance: optional "maintenance",
    silences: optional "silences",
    shelving: optional "shelving",
    future: optional "future",
    capacity: optional "capacity",
});

impl SignalSettings {
    pub(super) fn flapping(&self) -> Flapping {
        let usual = Flapping { window: Span::from_secs(30 * 60), enter: 5, leave: 1 };
        self.flapping.unwrap_or(usual)
    }

    pub(super) fn capacity(&self) -> Capacity {
        self.capacity.unwrap_or(Capacity { alarms: 100_000, candidates: 1_000 })
    }

    /// The spans with their names, what they are if absent, and their bounds, in seconds.
    pub(super) fn spans(&self) -> [(&'static str, Span, i64); 5] {
        let or = |span: Option<Span>, seconds| span.unwrap_or(Span::from_secs(seconds));
        [
            ("window", or(self.window, 3_600), 1),
            ("quiet", or(self.quiet, 300), 0),
            ("quietAfterEviction", or(self.quiet_after_eviction, 86_400), 0),
            ("shelving", or(self.shelving, 28_800), 1),
            ("future", or(self.future, 300), 0),
        ]
    }
}

/// The part of an alert that a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Name,
    Service,
    Source,
    Label(String),
}

impl Part {
    /// None if it begins like one that is no label, and is none of these.
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "@name" => Some(Self::Name),
            "@service" => Some(Self::Service),
            "@source" => Some(Self::Source),
            label if label.starts_with('@') || label.is_empty() => None,
            label => Some(Self::Label(label.to_owned())),
        }
    }
}

/// The most seconds that a span of the settings may have: a year.
pub(super) const SPAN_SECONDS: i64 = 366 * 86_400;

/// The places of what a limit admits.
pub(super) fn admitted(limit: &limits::Limit, count: u32) -> bool {
    count > 0 && u64::from(count) <= limit.maximum
}
