//! How long a ticket of twenty events takes, folded and assessed: one among few, one among many.

use std::hint::black_box;
use std::time::Instant as Timer;

use incident_core::check;
use incident_core::model::{Actor, Command, Context, Event, Ticket};
use incident_core::{Engine, Instant, Span};

use crate::table::Row;

const OPENED: &str = "2025-01-06T09:00:00Z";
/// Tickets are opened all over a year, whether few or many.
const YEAR_SECONDS: i64 = 365 * 86_400;
const FEW: i64 = 10_000;
const MANY: i64 = 1_000_000;
const TURNS: usize = 7;

/// An engine, and the events of a ticket that waits eight times and is then resolved.
pub(crate) struct Tickets {
    engine: Engine,
    events: Vec<Event>,
}

fn commands() -> impl Iterator<Item = Command> {
    let open = r#"{"type": "open", "id": "INC-1", "kind": "incident",
        "facts": {"impact": "high", "urgency": "medium"}}"#;
    let hold = r#"{"type": "move", "to": "onHold", "holdReason": "awaitingCaller"}"#;
    let work = r#"{"type": "move", "to": "inProgress"}"#;
    let solve = r#"{"type": "move", "to": "resolved", "facts": {"resolutionCode": "fixed"}}"#;
    let texts = [open, work].into_iter().chain([hold, work].repeat(8)).chain([solve]);
    texts.map(|text| serde_json::from_str(text).expect("a command"))
}

fn hours_after(start: Instant, hours: i64) -> Instant {
    start.plus(Span::from_hours(hours)).expect("in range")
}

fn context(now: Instant) -> Context {
    Context::at(now, Actor { id: "ada".to_owned(), roles: Vec::new() })
}

impl Tickets {
    pub(crate) fn new() -> Self {
        let text = check::preset("itil").expect("a preset");
        let engine = Engine::new(check::policy(text).expect("a policy").policy);
        let opened = Instant::parse(OPENED).expect("an instant");
        let mut ticket: Option<Ticket> = None;
        for (hour, command) in (0..).zip(commands()) {
            let now = hours_after(opened, hour);
            let events = engine.decide(ticket.as_ref(), &command, &context(now));
            for event in events.expect("a legal command") {
                match &mut ticket {
                    Some(ticket) => ticket.evolve(event),
                    None => ticket = Ticket::fold([event]),
                }
            }
        }
        let events = ticket.expect("a ticket").history;
        assert_eq!(events.len(), 20, "the ticket has twenty events");
        Self { engine, events }
    }

    /// The same ticket opened so many seconds later, folded and assessed.
    fn one(&self, later: i64) -> usize {
        let later = Span::from_secs(later);
        let moved = self.events.iter().map(|event| {
            let at = event.at.plus(later).expect("in range");
            Event { at, ..event.clone() }
        });
        let ticket = Ticket::fold(moved).expect("a ticket");
        let now = hours_after(ticket.updated_at, 10);
        self.engine.assess(&ticket, &context(now)).clocks.len()
    }

    /// Nanoseconds for each of so many tickets.
    fn each_of(&self, count: i64) -> f64 {
        let begun = Timer::now();
        for number in 0..count {
            // A step that shares no divisor with the year goes everywhere in it.
            black_box(self.one(number.wrapping_mul(7_919).rem_euclid(YEAR_SECONDS)));
        }
        begun.elapsed().as_secs_f64() * 1e9 / f64::from(u32::try_from(count).expect("a count"))
    }

    /// The median time for a ticket among few, and what it grows to among many.
    pub(crate) fn growing(&self) -> (f64, Row) {
        let mut turns: Vec<_> =
            (0..TURNS).map(|_| (self.each_of(FEW), self.each_of(MANY))).collect();
        let mut median = |of: fn(&(f64, f64)) -> f64| {
            turns.sort_by(|one, other| of(one).total_cmp(&of(other)));
            turns.get(TURNS / 2).map_or(f64::NAN, of)
        };
        let (few, many) = (median(|turn| turn.0), median(|turn| turn.1));
        (few, Row::growth("ours, each of 1,000,000 / 10,000", many, few, 1.5))
    }
}
