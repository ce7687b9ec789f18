use std::sync::Arc;

use super::request::Request;
use super::{Answer, json};
use crate::calendar::{Calendar, CalendarDraft, Pauses};
use crate::document::{Node, Place, Read, object, with_nearest};
use crate::engine::Engine;
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::time::{Instant, Segment, Span};

/// A calendar in a request: the document, or the identifier of one of the engine's policy.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
enum CalendarSource {
    Document(Box<CalendarDraft>),
    Named(String),
}

impl Read for CalendarSource {
    fn blank() -> Self {
        Self::Named(String::new())
    }

    fn read(&mut self, place: Place<'_>) {
        *self = match place.node() {
            Node::Text(id) => Self::Named(id.clone()),
            Node::Map(_) => Self::Document(Read::at(place)),
            Node::Null | Node::Flag(_) | Node::Number(_) | Node::List(_) => {
                return place.wrong("a calendar document or the identifier of a calendar");
            }
        };
    }
}

impl CalendarSource {
    /// Asks the calendar; a document is checked first.
    fn ask(&self, session: Option<&Arc<Engine>>, ask: &dyn Fn(&Calendar) -> Answer) -> Answer {
        let path = Path::root().key("calendar");
        let id = match self {
            Self::Document(draft) => {
                let checked = Calendar::check(draft);
                return ask(&checked.map_err(|errors| all_below(errors, &path))?.0);
            }
            Self::Named(id) => id,
        };
        let Some(engine) = session else {
            return Err(vec![Error::new(Code::DoorPolicyMissing).at(path)]);
        };
        if let Some(calendar) = engine.policy().calendar(id) {
            return ask(calendar);
        }
        let error = Error::new(Code::CalendarUnknown).with("calendar", id);
        let known = engine.policy().calendars().ids();
        Err(vec![with_nearest(error, id, known).at(path)])
    }
}

/// A pause as written; an empty one is nothing.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Pause {
    from: Instant,
    to: Instant,
}

object!(Pause { from: needed "from", to: needed "to" });

fn pauses(list: &[Pause]) -> Result<Pauses, Vec<Error>> {
    let mut segments = Vec::new();
    let mut findings = Vec::new();
    for (at, pause) in list.iter().enumerate() {
        if pause.to < pause.from {
            let path = Path::root().key("pauses").index(at).key("to");
            let error = Error::new(Code::TimeEndBeforeStart).with("from", pause.from);
            findings.push(error.with("to", pause.to).at(path));
        }
        segments.extend(Segment::new(pause.from, pause.to));
    }
    if findings.is_empty() { Ok(Pauses::new(&segments)) } else { Err(findings) }
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Add {
    calendar: CalendarSource,
    start: Instant,
    span: Span,
    #[cfg_attr(feature = "schema", schemars(default))]
    pauses: Vec<Pause>,
}

object!(Add {
    calendar: needed "calendar",
    start: needed "start",
    span: needed "span",
    pauses: or_default "pauses",
});

pub(super) fn add(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Add { calendar, start, span, pauses: list } = request.read()?;
    let pauses = pauses(&list)?;
    calendar.ask(session, &|calendar| {
        let due = calendar.add_around(start, span, &pauses).map_err(|error| vec![error])?;
        Ok(json(&due))
    })
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Subtract {
    calendar: CalendarSource,
    end: Instant,
    span: Span,
}

object!(Subtract {
    calendar: needed "calendar",
    end: needed "end",
    span: needed "span",
});

pub(super) fn subtract(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Subtract { calendar, end, span } = request.read()?;
    calendar.ask(session, &|calendar| {
        Ok(json(&calendar.subtract(end, span).map_err(|error| vec![error])?))
    })
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Between {
    calendar: CalendarSource,
    from: Instant,
    to: Instant,
    #[cfg_attr(feature = "schema", schemars(default))]
    pauses: Vec<Pause>,
}

object!(Between {
    calendar: needed "calendar",
    from: needed "from",
    to: needed "to",
    pauses: or_default "pauses",
});

/// The open time in milliseconds.
pub(super) fn between(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Between { calendar, from, to, pauses: list } = request.read()?;
    let pauses = pauses(&list)?;
    calendar
        .ask(session, &|calendar| Ok(json(&calendar.between_around(from, to, &pauses).as_millis())))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct At {
    calendar: CalendarSource,
    at: Instant,
}

object!(At { calendar: needed "calendar", at: needed "at" });

pub(super) fn is_open(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let At { calendar, at } = request.read()?;
    calendar.ask(session, &|calendar| Ok(json(&calendar.is_open(at))))
}

pub(super) fn next_open(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let At { calendar, at } = request.read()?;
    calendar.ask(session, &|calendar| Ok(json(&calendar.next_open(at))))
}

pub(super) fn next_close(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let At { calendar, at } = request.read()?;
    calendar.ask(session, &|calendar| Ok(json(&calendar.next_close(at))))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Range {
    calendar: CalendarSource,
    from: Instant,
    to: Instant,
    limit: Option<u32>,
}

object!(Range {
    calendar: needed "calendar",
    from: needed "from",
    to: needed "to",
    limit: optional "limit",
});

/// The open segments of a range; at most `limit`, and never more than a list may hold.
pub(super) fn open_segments(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Range { calendar, from, to, limit } = request.read()?;
    let most = u64::from(limit.unwrap_or(u32::MAX)).min(limits::ENTRIES.maximum);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    if to < from {
        let error = Error::new(Code::TimeEndBeforeStart).with("from", from).with("to", to);
        return Err(vec![error.at(Path::root().key("to"))]);
    }
    calendar.ask(session, &|calendar| {
        let range = Segment::new(from, to);
        Ok(json(&range.map_or_else(Vec::new, |range| calendar.open_segments(range, most))))
    })
}
