//! The webhook of Statuspage: an incident or a maintenance with its updates, or a component that
//! changed.

use std::borrow::Cow;
use std::mem::take;

use super::read;
use crate::error::Error;
use crate::signal::foreign::{Found, List, Log, Object, Slot, Text};
use crate::signal::normal::{Body, Status, Written};

/// A maintenance counts from when it is announced.
const INCIDENT: [(&str, Status); 9] = [
    ("investigating", Status::Firing),
    ("identified", Status::Firing),
    ("monitoring", Status::Firing),
    ("resolved", Status::Resolved),
    ("postmortem", Status::Resolved),
    ("scheduled", Status::Firing),
    ("in_progress", Status::Firing),
    ("verifying", Status::Firing),
    ("completed", Status::Resolved),
];

const COMPONENT: [(&str, Status); 5] = [
    ("operational", Status::Resolved),
    ("degraded_performance", Status::Firing),
    ("partial_outage", Status::Firing),
    ("major_outage", Status::Firing),
    ("under_maintenance", Status::Firing),
];

pub(super) fn read_body<'r, 'de>(
    text: &'de str,
    body: Body<'r, 'de>,
    log: &Log,
) -> Result<Body<'r, 'de>, Error> {
    let mut update = Update {
        body,
        page: Thing::default(),
        incident: Thing::default(),
        component: Thing::default(),
        change: Thing::default(),
    };
    read(text, Slot::Object(&mut update), log)?;
    Ok(update.body)
}

struct Update<'r, 'de> {
    body: Body<'r, 'de>,
    page: Thing<'de>,
    incident: Thing<'de>,
    component: Thing<'de>,
    change: Thing<'de>,
}

impl<'de> Object<'de> for Update<'_, 'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        let (place, thing) = match name {
            "page" => (0, &mut self.page),
            "incident" => (1, &mut self.incident),
            "component" => (2, &mut self.component),
            "component_update" => (3, &mut self.change),
            _ => return None,
        };
        thing.given = true;
        Some((place, Slot::Object(thing)))
    }

    fn end(&mut self, found: &Found<'_>) {
        let incident = take(&mut self.incident);
        if let Some(page) = take(&mut self.page.id) {
            self.body.labels.push((Cow::Borrowed("page"), page));
        }
        if incident.given {
            self.incident(incident, found);
        } else if self.component.given {
            self.component(found);
        } else {
            found.missing("incident");
        }
    }
}

impl<'de> Update<'_, 'de> {
    fn incident(&mut self, mut incident: Thing<'de>, found: &Found<'_>) {
        let status = found.word("incident/status", incident.status.as_ref(), &INCIDENT);
        let id = found.needed("incident/id", incident.id.as_ref()).cloned();
        found.needed("incident/name", incident.name.as_ref());
        self.body.link("page", take(&mut incident.link));
        let mut names = take(&mut incident.components.names);
        let started = found.instant("incident/created_at", incident.created.as_ref());
        let ended = incident.resolved.as_ref().or(incident.updated.as_ref());
        let written = Written {
            fingerprint: id.map(|id| Cow::Owned(format!("incident:{id}"))),
            name: incident.name,
            status,
            severity: incident.impact,
            service: names.pop().filter(|_| names.is_empty()),
            started,
            ended: match status {
                Some(Status::Resolved) => found.instant("incident/resolved_at", ended),
                Some(Status::Firing | Status::Acknowledged) | None => None,
            },
            summary: take(&mut incident.updates.latest),
            of_event: false,
        };
        self.body.end(written, found);
    }

    fn component(&mut self, found: &Found<'_>) {
        let (component, change) = (take(&mut self.component), take(&mut self.change));
        let state = change.new_status.or(component.status);
        let status = found.word("component/status", state.as_ref(), &COMPONENT);
        let id = found.needed("component/id", component.id.as_ref()).cloned();
        let name = found.needed("component/name", component.name.as_ref()).cloned();
        let at = found.instant("component_update/created_at", change.created.as_ref());
        let written = Written {
            fingerprint: id.map(|id| Cow::Owned(format!("component:{id}"))),
            name: name.clone(),
            status,
            severity: state,
            service: name,
            // A component that is worse or better than before is still in the same trouble.
            started: None,
            ended: at.filter(|_| status == Some(Status::Resolved)),
            summary: None,
            of_event: true,
        };
        self.body.end(written, found);
    }
}

/// The page, an incident, a component, or what changed about it.
#[derive(Default)]
struct Thing<'de> {
    given: bool,
    id: Option<Text<'de>>,
    name: Option<Text<'de>>,
    status: Option<Text<'de>>,
    new_status: Option<Text<'de>>,
    impact: Option<Text<'de>>,
    created: Option<Text<'de>>,
    updated: Option<Text<'de>>,
    resolved: Option<Text<'de>>,
    link: Option<Text<'de>>,
    components: Components<'de>,
    updates: Updates<'de>,
}

impl<'de> Object<'de> for Thing<'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        Some(match name {
            "id" => (0, Slot::Text(&mut self.id)),
            "name" => (1, Slot::Text(&mut self.name)),
            "status" => (2, Slot::Text(&mut self.status)),
            "new_status" => (3, Slot::Text(&mut self.new_status)),
            "impact" => (4, Slot::Text(&mut self.impact)),
            "created_at" => (5, Slot::Text(&mut self.created)),
            "updated_at" => (6, Slot::Text(&mut self.updated)),
            "resolved_at" => (7, Slot::Text(&mut self.resolved)),
            "shortlink" => (8, Slot::Text(&mut self.link)),
            "components" => (9, Slot::List(&mut self.components)),
            "incident_updates" => (10, Slot::List(&mut self.updates)),
            _ => return None,
        })
    }

    fn end(&mut self, _: &Found<'_>) {}
}

/// The names of the components that an incident is about.
#[derive(Default)]
struct Components<'de> {
    name: Option<Text<'de>>,
    names: Vec<Text<'de>>,
}

impl<'de> List<'de> for Components<'de> {
    fn next(&mut self) -> Slot<'_, 'de> {
        Slot::Object(self)
    }
}

impl<'de> Object<'de> for Components<'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        (name == "name").then_some((0, Slot::Text(&mut self.name)))
    }

    fn end(&mut self, _: &Found<'_>) {
        self.names.extend(take(&mut self.name));
    }
}

/// What was said last about an incident: its updates stand the latest first.
#[derive(Default)]
struct Updates<'de> {
    body: Option<Text<'de>>,
    latest: Option<Text<'de>>,
}

impl<'de> List<'de> for Updates<'de> {
    fn next(&mut self) -> Slot<'_, 'de> {
        Slot::Object(self)
    }
}

impl<'de> Object<'de> for Updates<'de> {
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)> {
        (name == "body").then_some((0, Slot::Text(&mut self.body)))
    }

    fn end(&mut self, _: &Found<'_>) {
        let body = take(&mut self.body);
        if self.latest.is_none() {
            self.latest = body;
        }
    }
}
