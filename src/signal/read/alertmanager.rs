//! Prometheus Alertmanager's webhook, version 4, and that of Grafana's unified alerting, which has
//! the same members and more.

use std::mem::take;

use super::read;
use crate::error::{Code, Error};
use crate::signal::foreign::{Found, List, Log, Object, Slot, Text};
use crate::signal::normal::{Body, Status, Written};

const STATUS: [(&str, Status); 2] = [("firing", Status::Firing), ("resolved", Status::Resolved)];

/// Reads a body; if a version is given, the body may say no other one.
pub(super) fn read_body<'r, 'de>(
    text: &'de str,
    body: Body<'r, 'de>,
    version: Option<&'static str>,
    log: &Log,
) -> Result<Body<'r, 'de>, Error> {
    let alerts = Alerts(Alert {
        body,
        status: None,
        started: None,
        ended: None,
        fingerprint: None,
        links: Default::default(),
        annotations: Annotations::default(),
        labels: Labels::Absent,
    });
    let mut top = Top { expected: version, version: None, truncated: None, listed: false, alerts };
    read(text, Slot::Object(&mut top), log)?;
    Ok(top.alerts.0.body)
}

struct Top<'r, 'de> {
    expected: Option<&'static str>,
    version: Option<Text<'de>>,
    truncated: Option<u64>,
    listed: bool,
    alerts: Alerts<'r, 'de>,
}

impl<'de> Object<'de> for Top<'_, 'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        match name {
            "alerts" => {
                self.listed = true;
                Some((0, Slot::List(&mut self.alerts)))
            }
            "version" => Some((1, Slot::Text(&mut self.version))),
            "truncatedAlerts" => Some((2, Slot::Count(&mut self.truncated))),
            _ => None,
        }
    }

    fn end(&mut self, found: &Found<'_>) {
        if !self.listed {
            found.missing("alerts");
        }
        if let (Some(known), Some(version)) = (self.expected, &self.version)
            && known != version
        {
            let error = Error::new(Code::SignalVersionUnknown).with("version", version);
            found.error("version", error.with("known", known));
        }
        if let Some(count) = self.truncated.filter(|count| *count > 0) {
            found.warn(
                "truncatedAlerts",
                |tally| tally.truncated = tally.truncated.saturating_add(count),
                || Error::new(Code::SignalTruncated).with("count", count),
            );
        }
    }
}

struct Alerts<'r, 'de>(Alert<'r, 'de>);

impl<'de> List<'de> for Alerts<'_, 'de> {
    fn next(&mut self) -> Slot<'_, 'de> {
        Slot::Object(&mut self.0)
    }
}

/// Whether the present alert has labels.
#[derive(PartialEq, Eq)]
enum Labels {
    Absent,
    Present,
}

/// What links lead to, and what the member is called.
const LINKS: [(&str, &str); 5] = [
    ("generator", "generatorURL"),
    ("silence", "silenceURL"),
    ("dashboard", "dashboardURL"),
    ("panel", "panelURL"),
    ("image", "imageURL"),
];

struct Alert<'r, 'de> {
    body: Body<'r, 'de>,
    status: Option<Text<'de>>,
    started: Option<Text<'de>>,
    ended: Option<Text<'de>>,
    fingerprint: Option<Text<'de>>,
    links: [Option<Text<'de>>; 5],
    annotations: Annotations<'de>,
    labels: Labels,
}

impl<'de> Object<'de> for Alert<'_, 'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        Some(match name {
            "status" => (0, Slot::Text(&mut self.status)),
            "labels" => {
                self.labels = Labels::Present;
                (1, Slot::Pairs(&mut self.body.labels))
            }
            "annotations" => (2, Slot::Object(&mut self.annotations)),
            "startsAt" => (3, Slot::Text(&mut self.started)),
            "endsAt" => (4, Slot::Text(&mut self.ended)),
            "fingerprint" => (5, Slot::Text(&mut self.fingerprint)),
            link => {
                let mut links = (6..).zip(LINKS).zip(&mut self.links);
                let ((place, _), slot) = links.find(|((_, (_, member)), _)| *member == link)?;
                (place, Slot::Text(slot))
            }
        })
    }

    fn end(&mut self, found: &Found<'_>) {
        let status = take(&mut self.status);
        let status = found.word("status", status.as_ref(), &STATUS);
        if self.labels == Labels::Absent {
            found.missing("labels");
        }
        self.labels = Labels::Absent;
        let (started, ended) = (take(&mut self.started), take(&mut self.ended));
        for ((what, _), link) in LINKS.into_iter().zip(&mut self.links) {
            self.body.link(what, take(link));
        }
        let annotations = take(&mut self.annotations);
        let written = Written {
            // Without a name of its own, an alert is told apart by its labels alone.
            name: Some(self.body.label("alertname").cloned().unwrap_or_default()),
            status,
            fingerprint: take(&mut self.fingerprint),
            started: found.instant("startsAt", started.as_ref()),
            ended: found.instant("endsAt", ended.as_ref()),
            summary: annotations.summary.or(annotations.description).or(annotations.message),
            ..Written::default()
        };
        self.body.end(written, found);
    }
}

#[derive(Default)]
struct Annotations<'de> {
    summary: Option<Text<'de>>,
    description: Option<Text<'de>>,
    message: Option<Text<'de>>,
}

impl<'de> Object<'de> for Annotations<'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        Some(match name {
            "summary" => (0, Slot::Text(&mut self.summary)),
            "description" => (1, Slot::Text(&mut self.description)),
            "message" => (2, Slot::Text(&mut self.message)),
            _ => return None,
        })
    }

    fn end(&mut self, _: &Found<'_>) {}
}
