//! Our own form: one alert or a list, with the members of a signal as they would be written. It is
//! ours, so what it does not have is refused. Events of `CloudEvents` may have it as their data.

use std::mem::take;

use super::read;
use crate::error::Error;
use crate::signal::foreign::{Found, List, Log, Object, Slot, Text};
use crate::signal::normal::{Body, Status, Written};

pub(super) const STATUS: [(&str, Status); 3] = [
    ("firing", Status::Firing),
    ("acknowledged", Status::Acknowledged),
    ("resolved", Status::Resolved),
];

pub(super) fn read_body<'r, 'de>(
    text: &'de str,
    body: Body<'r, 'de>,
    log: &Log,
) -> Result<Body<'r, 'de>, Error> {
    let mut alerts = Alerts(Alert { body, plain: Plain::default() });
    read(text, Slot::OneOrMore(&mut alerts), log)?;
    Ok(alerts.0.body)
}

/// The members of an alert, save for its labels.
#[derive(Default)]
pub(super) struct Plain<'de> {
    pub(super) fingerprint: Option<Text<'de>>,
    pub(super) name: Option<Text<'de>>,
    pub(super) status: Option<Text<'de>>,
    pub(super) severity: Option<Text<'de>>,
    pub(super) service: Option<Text<'de>>,
    pub(super) started: Option<Text<'de>>,
    pub(super) ended: Option<Text<'de>>,
    pub(super) summary: Option<Text<'de>>,
    pub(super) link: Option<Text<'de>>,
}

impl<'de> Plain<'de> {
    pub(super) fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        Some(match name {
            "fingerprint" => (0, Slot::Text(&mut self.fingerprint)),
            "name" => (1, Slot::Text(&mut self.name)),
            "status" => (2, Slot::Text(&mut self.status)),
            "severity" => (3, Slot::Text(&mut self.severity)),
            "service" => (4, Slot::Text(&mut self.service)),
            "started" => (5, Slot::Text(&mut self.started)),
            "ended" => (6, Slot::Text(&mut self.ended)),
            "summary" => (7, Slot::Text(&mut self.summary)),
            "link" => (8, Slot::Text(&mut self.link)),
            _ => return None,
        })
    }
}

struct Alerts<'r, 'de>(Alert<'r, 'de>);

impl<'de> List<'de> for Alerts<'_, 'de> {
    fn next(&mut self) -> Slot<'_, 'de> {
        Slot::Object(&mut self.0)
    }
}

struct Alert<'r, 'de> {
    body: Body<'r, 'de>,
    plain: Plain<'de>,
}

impl<'de> Object<'de> for Alert<'_, 'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        if name == "labels" {
            return Some((9, Slot::Pairs(&mut self.body.labels)));
        }
        self.plain.member(name)
    }

    fn end(&mut self, found: &Found<'_>) {
        let plain = take(&mut self.plain);
        let status = found.word("status", plain.status.as_ref(), &STATUS);
        found.needed("name", plain.name.as_ref());
        // Labels may be absent, but something must tell the alarm from others.
        if plain.fingerprint.is_none() && self.body.present_labels() == 0 {
            found.missing("fingerprint");
        }
        self.body.link("link", plain.link);
        let written = Written {
            fingerprint: plain.fingerprint,
            name: plain.name,
            status,
            severity: plain.severity,
            service: plain.service,
            started: found.instant("started", plain.started.as_ref()),
            ended: found.instant("ended", plain.ended.as_ref()),
            summary: plain.summary,
            of_event: false,
        };
        self.body.end(written, found);
    }

    fn closed(&self) -> bool {
        true
    }
}
