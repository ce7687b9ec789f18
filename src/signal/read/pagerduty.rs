//! The `PagerDuty` Events API, version 2. Its routing key is a secret, and is not looked at.

use std::borrow::Cow;
use std::mem::take;

use super::read;
use crate::error::Error;
use crate::signal::foreign::{Found, List, Log, Object, Slot, Text};
use crate::signal::normal::{Body, Status, Written};

const ACTIONS: [(&str, Status); 3] = [
    ("trigger", Status::Firing),
    ("acknowledge", Status::Acknowledged),
    ("resolve", Status::Resolved),
];

pub(super) fn read_body<'r, 'de>(
    text: &'de str,
    body: Body<'r, 'de>,
    log: &Log,
) -> Result<Body<'r, 'de>, Error> {
    let (payload, links) = (Payload::default(), Links::default());
    let mut event =
        Event { body, action: None, key: None, client: None, client_url: None, payload, links };
    read(text, Slot::Object(&mut event), log)?;
    Ok(event.body)
}

struct Event<'r, 'de> {
    body: Body<'r, 'de>,
    action: Option<Text<'de>>,
    key: Option<Text<'de>>,
    client: Option<Text<'de>>,
    client_url: Option<Text<'de>>,
    payload: Payload<'de>,
    links: Links<'de>,
}

impl<'de> Object<'de> for Event<'_, 'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        Some(match name {
            "event_action" => (0, Slot::Text(&mut self.action)),
            "dedup_key" => (1, Slot::Text(&mut self.key)),
            "payload" => {
                self.payload.given = true;
                (2, Slot::Object(&mut self.payload))
            }
            "client" => (3, Slot::Text(&mut self.client)),
            "client_url" => (4, Slot::Text(&mut self.client_url)),
            "links" => (5, Slot::List(&mut self.links)),
            _ => return None,
        })
    }

    fn end(&mut self, found: &Found<'_>) {
        let status = found.word("event_action", self.action.as_ref(), &ACTIONS);
        let payload = take(&mut self.payload);
        match status {
            Some(Status::Firing) => payload.check(found),
            Some(Status::Acknowledged | Status::Resolved) => {
                found.needed("dedup_key", self.key.as_ref());
            }
            None => {}
        }
        // Without a key and a class, nothing but the summary tells one event from another.
        let summary = payload.summary.clone().filter(|_| self.key.is_none());
        let summary = summary.filter(|_| payload.class.is_none());
        let labels = [
            ("class", &payload.class),
            ("client", &self.client),
            ("component", &payload.component),
            ("group", &payload.group),
            ("source", &payload.source),
            ("summary", &summary),
        ];
        for (name, value) in labels {
            if let Some(value) = value {
                self.body.labels.push((Cow::Borrowed(name), value.clone()));
            }
        }
        self.body.link("client", take(&mut self.client_url));
        for link in take(&mut self.links.hrefs) {
            self.body.link("link", Some(link));
        }
        let at = found.instant("payload/timestamp", payload.timestamp.as_ref());
        let (started, ended) = match status {
            Some(Status::Firing) => (at, None),
            Some(Status::Resolved) => (None, at),
            Some(Status::Acknowledged) | None => (None, None),
        };
        let written = Written {
            name: payload.class.or_else(|| payload.summary.clone()).or(Some(Text::default())),
            status,
            severity: payload.severity,
            service: payload.component,
            fingerprint: take(&mut self.key),
            started,
            ended,
            summary: payload.summary,
            of_event: true,
        };
        self.body.end(written, found);
    }
}

#[derive(Default)]
struct Payload<'de> {
    given: bool,
    summary: Option<Text<'de>>,
    source: Option<Text<'de>>,
    severity: Option<Text<'de>>,
    timestamp: Option<Text<'de>>,
    component: Option<Text<'de>>,
    group: Option<Text<'de>>,
    class: Option<Text<'de>>,
}

impl Payload<'_> {
    /// What an event that triggers must have.
    fn check(&self, found: &Found<'_>) {
        if !self.given {
            return found.missing("payload");
        }
        found.needed("payload/summary", self.summary.as_ref());
        found.needed("payload/source", self.source.as_ref());
    }
}

impl<'de> Object<'de> for Payload<'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        Some(match name {
            "summary" => (0, Slot::Text(&mut self.summary)),
            "source" => (1, Slot::Text(&mut self.source)),
            "severity" => (2, Slot::Text(&mut self.severity)),
            "timestamp" => (3, Slot::Text(&mut self.timestamp)),
            "component" => (4, Slot::Text(&mut self.component)),
            "group" => (5, Slot::Text(&mut self.group)),
            "class" => (6, Slot::Text(&mut self.class)),
            _ => return None,
        })
    }

    fn end(&mut self, _: &Found<'_>) {}
}

#[derive(Default)]
struct Links<'de> {
    href: Option<Text<'de>>,
    hrefs: Vec<Text<'de>>,
}

impl<'de> List<'de> for Links<'de> {
    fn next(&mut self) -> Slot<'_, 'de> {
        Slot::Object(self)
    }
}

impl<'de> Object<'de> for Links<'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        (name == "href").then_some((0, Slot::Text(&mut self.href)))
    }

    fn end(&mut self, _: &Found<'_>) {
        self.hrefs.extend(take(&mut self.href));
    }
}
