//! `CloudEvents` 1.0 in their structured JSON form: one event, or a batch.
//!
//! The specification does not say what an alert is. Here an event is one that something is wrong,
//! unless its type is one of those that the settings name under `ends`. Its source, subject and
//! type tell alarms apart, for one of `ends` the type that it ends. Where the settings say that
//! data is in our plain form, its members go before what the event says by itself.

use std::borrow::Cow;
use std::mem::take;

use super::plain::{Plain, STATUS};
use super::read;
use crate::error::{Code, Error};
use crate::signal::foreign::{Found, List, Log, Object, Pair, Slot, Text};
use crate::signal::normal::{Body, Status, Written};

pub(super) fn read_body<'r, 'de>(
    text: &'de str,
    body: Body<'r, 'de>,
    log: &Log,
) -> Result<Body<'r, 'de>, Error> {
    let mut events = Events(Event {
        body,
        version: None,
        id: None,
        source: None,
        kind: None,
        subject: None,
        time: None,
        severity: None,
        data: Data::default(),
    });
    read(text, Slot::OneOrMore(&mut events), log)?;
    Ok(events.0.body)
}

struct Events<'r, 'de>(Event<'r, 'de>);

impl<'de> List<'de> for Events<'_, 'de> {
    fn next(&mut self) -> Slot<'_, 'de> {
        Slot::Object(&mut self.0)
    }
}

struct Event<'r, 'de> {
    body: Body<'r, 'de>,
    version: Option<Text<'de>>,
    id: Option<Text<'de>>,
    source: Option<Text<'de>>,
    kind: Option<Text<'de>>,
    subject: Option<Text<'de>>,
    time: Option<Text<'de>>,
    severity: Option<Text<'de>>,
    data: Data<'de>,
}

/// The data, as far as it has members of ours.
#[derive(Default)]
struct Data<'de> {
    plain: Plain<'de>,
    labels: Vec<Pair<'de>>,
}

impl<'de> Object<'de> for Data<'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        if name == "labels" {
            return Some((9, Slot::Pairs(&mut self.labels)));
        }
        self.plain.member(name)
    }

    fn end(&mut self, _: &Found<'_>) {}
}

impl<'de> Object<'de> for Event<'_, 'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        Some(match name {
            "specversion" => (0, Slot::Text(&mut self.version)),
            "id" => (1, Slot::Text(&mut self.id)),
            "source" => (2, Slot::Text(&mut self.source)),
            "type" => (3, Slot::Text(&mut self.kind)),
            "subject" => (4, Slot::Text(&mut self.subject)),
            "time" => (5, Slot::Text(&mut self.time)),
            "severitytext" => (6, Slot::Text(&mut self.severity)),
            "data" if self.body.rules.plain_data => (7, Slot::Object(&mut self.data)),
            _ => return None,
        })
    }

    fn end(&mut self, found: &Found<'_>) {
        let version = take(&mut self.version);
        if let Some(version) = found.needed("specversion", version.as_ref())
            && version != "1.0"
        {
            let error = Error::new(Code::SignalVersionUnknown).with("version", version);
            found.error("specversion", error.with("known", "1.0"));
        }
        found.needed("id", take(&mut self.id).as_ref());
        let (source, kind) = (take(&mut self.source), take(&mut self.kind));
        found.needed("source", source.as_ref());
        found.needed("type", kind.as_ref());
        let Data { plain, labels } = take(&mut self.data);
        let ended = kind.as_ref().and_then(|kind| self.body.rules.ends.get(kind));
        let status = match (&plain.status, ended) {
            (Some(_), _) => found.word("data/status", plain.status.as_ref(), &STATUS),
            (None, Some(_)) => Some(Status::Resolved),
            (None, None) => Some(Status::Firing),
        };
        let kind = ended.map_or(kind, |ended| Some(Cow::Owned(ended.clone())));
        let named =
            [("source", source), ("subject", take(&mut self.subject)), ("type", kind.clone())];
        for (name, value) in named {
            if let Some(value) = value {
                self.body.labels.push((Cow::Borrowed(name), value));
            }
        }
        self.body.labels.extend(labels);
        self.body.link("link", plain.link);
        let (written_start, written_end) = (plain.started, plain.ended);
        let at = found.instant("time", take(&mut self.time).as_ref());
        let started = found.instant("data/started", written_start.as_ref());
        let over = found.instant("data/ended", written_end.as_ref());
        let (started, ended) = match status {
            Some(Status::Resolved) => (started, over.or(at)),
            Some(Status::Firing | Status::Acknowledged) | None => (started.or(at), over),
        };
        let written = Written {
            fingerprint: plain.fingerprint,
            name: plain.name.or(kind),
            status,
            severity: plain.severity.or_else(|| take(&mut self.severity)),
            service: plain.service,
            started,
            ended,
            summary: plain.summary,
            of_event: written_start.is_none(),
        };
        self.severity = None;
        self.body.end(written, found);
    }
}
