use serde::Serialize;

use super::{Answer, Session, json, text};
use crate::desk::{Desk, DeskSettings, Probability, QueueFilter, Row};
use crate::document::{self, Lines, object};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::{Actor, Command, Context, Event, Ticket};
use crate::time::Instant;

/// The answer that nothing is to be said.
const NOTHING: &str = "null";

/// The open tickets of a session's policy, ranked.
#[derive(Debug)]
pub struct DeskSession {
    desk: Desk,
    lines: Lines,
}

/// What became of lines of tickets.
#[derive(Default, Serialize)]
struct Pushed {
    /// How many tickets were put on the desk; of these how many it had before.
    held: u64,
    replaced: u64,
    /// How many had ended.
    ended: u64,
    /// How many lines were left out.
    refused: u64,
    /// Why, and what else was found; the path begins with the line, from 0.
    findings: Vec<Error>,
}

/// What a queue is asked for.
#[derive(Default)]
struct Asked {
    filter: QueueFilter,
    offset: u32,
    reasons: bool,
}

object!(Asked {
    filter: or_default "filter",
    offset: or_default "offset",
    reasons: or_default "reasons",
});

/// A command to a ticket.
struct Told {
    command: Command,
    context: Context,
}

object!(Told { command: needed "command", context: needed "context" });

/// What happened to a ticket.
#[derive(Serialize)]
struct Happened {
    events: Vec<Event>,
    /// Whether the desk still holds it.
    held: bool,
}

impl DeskSession {
    /// An empty desk under the settings document `settings`.
    ///
    /// # Errors
    /// `document.*`, and those of [`Desk::new`].
    pub fn new(session: &Session, settings: &str) -> Result<Self, Vec<Error>> {
        let settings: DeskSettings = document::read(settings, &limits::POLICY_BYTES)?;
        let desk = Desk::new(session.engine().clone(), &settings)?;
        Ok(Self { desk, lines: Lines::new(&limits::TICKET_BYTES) })
    }

    /// The answer to the opening of the session: `null`.
    #[must_use]
    pub fn opened(&self) -> String {
        text(Ok(NOTHING.to_owned()))
    }

    /// Puts tickets on the desk, one on each line; bytes may be cut anywhere. Says what became of
    /// the lines that ended.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        let (mut pushed, Self { desk, lines }) = (Pushed::default(), self);
        lines.feed(bytes, &mut |number, line| take(desk, number, line, &mut pushed));
        text(Ok(json(&pushed)))
    }

    /// Puts the ticket of the last line on the desk, though its end did not come. Lines are then
    /// counted anew.
    pub fn finish(&mut self) -> String {
        let (mut pushed, Self { desk, lines }) = (Pushed::default(), self);
        if let Some((number, line)) = lines.unfinished() {
            take(desk, number, line, &mut pushed);
        }
        *lines = Lines::new(&limits::TICKET_BYTES);
        text(Ok(json(&pushed)))
    }

    /// Applies a list of events to a ticket.
    pub fn apply(&mut self, id: &str, events: &str) -> String {
        let events: Result<Vec<Event>, _> = document::read(events, &limits::REQUEST_BYTES);
        text(events.and_then(|events| Ok(json(&self.desk.apply(id, events)?))))
    }

    /// Decides `{"command": ..., "context": ...}` about a ticket, none for `open`, and applies what
    /// it causes.
    pub fn decide(&mut self, id: Option<&str>, request: &str) -> String {
        text(self.decided(id, request))
    }

    fn decided(&mut self, id: Option<&str>, request: &str) -> Answer {
        let Told { command, context } = document::read(request, &limits::REQUEST_BYTES)?;
        let events = self.desk.decide(id, &command, &context)?;
        let id = match &command {
            Command::Open(open) => Some(open.id.as_str()),
            Command::Move(_)
            | Command::ChangeFacts(_)
            | Command::Assign(_)
            | Command::AddMessage(_)
            | Command::OverridePriority(_)
            | Command::MajorIncident(_)
            | Command::Approve(_)
            | Command::Correct(_)
            | Command::Tick(_) => id,
        };
        let held = id.is_some_and(|id| self.desk.text(id).is_some());
        Ok(json(&Happened { events, held }))
    }

    /// Takes a ticket off the desk; says whether there was one.
    pub fn remove(&mut self, id: &str) -> String {
        text(Ok(json(&self.desk.remove(id))))
    }

    /// Says how probably a ticket will miss a target, in millionths; none for unknown.
    pub fn forecast(&mut self, id: &str, millionths: Option<i64>) -> String {
        let probability = millionths.map(|given| {
            let fits = u32::try_from(given).ok().and_then(Probability::from_millionths);
            fits.ok_or_else(|| {
                let error = Error::new(Code::DocumentNumberOutOfRange).with("number", given);
                error.with("least", 0).with("most", 1_000_000).at(Path::root().key("forecast"))
            })
        });
        let set = probability.transpose().and_then(|given| self.desk.set_forecast(id, given));
        text(set.map(|()| NOTHING.to_owned()).map_err(|error| vec![error]))
    }

    /// The rows of `{"filter": ..., "offset": ..., "reasons": ...}`, at most `limit`.
    pub fn queue(&mut self, request: &str, now: Instant, limit: usize) -> String {
        text(self.rows(request, now, limit))
    }

    fn rows(&mut self, request: &str, now: Instant, limit: usize) -> Answer {
        let asked: Asked = document::read(request, &limits::REQUEST_BYTES)?;
        let offset = usize::try_from(asked.offset).unwrap_or(usize::MAX);
        let rows = self.desk.queue(&asked.filter, now, offset, limit);
        let rows =
            rows.map_err(|errors| crate::error::all_below(errors, &Path::root().key("filter")))?;
        if !asked.reasons {
            return Ok(json(&rows));
        }
        let rows: Vec<String> = rows.iter().map(with_reason).collect();
        Ok(format!("[{}]", rows.join(",")))
    }

    /// The tickets to which time alone causes something, to be given the command `tick`.
    pub fn due(&mut self, now: Instant) -> String {
        text(Ok(json(&self.desk.due(now))))
    }

    /// Gives `tick` to at most `limit` of them in the name of an actor, a document.
    pub fn tick(&mut self, actor: &str, now: Instant, limit: usize) -> String {
        let actor: Result<Actor, _> = document::read(actor, &limits::DESCRIPTION_BYTES);
        text(actor.map(|actor| json(&self.desk.tick(now, &actor, limit))))
    }

    /// What there is, by class, group and priority.
    pub fn counts(&mut self, now: Instant) -> String {
        text(Ok(json(&self.desk.counts(now))))
    }

    /// When an answer next becomes another one by itself.
    pub fn next_change_at(&mut self, now: Instant) -> Option<Instant> {
        self.desk.next_change_at(now)
    }

    /// A ticket with its events; `null` if it is not held.
    #[must_use]
    pub fn ticket(&self, id: &str) -> String {
        text(Ok(self.desk.text(id).unwrap_or(NOTHING).to_owned()))
    }

    /// How many tickets there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.desk.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.desk.is_empty()
    }

    /// The refusal of an instant that is none.
    #[must_use]
    pub fn no_instant(milliseconds: i64) -> String {
        let error = Error::new(Code::TimeOutOfRange).with("value", milliseconds);
        text(Err(vec![error.at(Path::root().key("now"))]))
    }
}

/// Puts the ticket of a line on the desk.
fn take(desk: &mut Desk, number: u64, line: document::Cut<'_>, pushed: &mut Pushed) {
    let read = |line| document::read::<Ticket>(line, &limits::TICKET_BYTES);
    let put = line.map_err(|error| vec![error]).and_then(read).and_then(|one| desk.put(one));
    let count = |count: &mut u64, one: bool| *count = count.saturating_add(u64::from(one));
    let found = match put {
        Ok(placed) => {
            count(&mut pushed.held, placed.held);
            count(&mut pushed.replaced, placed.held && placed.replaced);
            count(&mut pushed.ended, !placed.held);
            placed.finding.into_iter().collect()
        }
        Err(errors) => {
            count(&mut pushed.refused, true);
            errors
        }
    };
    let place = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
    pushed.findings.extend(crate::error::all_below(found, &Path::root().index(place)));
    limits::FINDINGS.cut(&mut pushed.findings);
}

/// A row with its reason as its last member.
fn with_reason(row: &Row<'_>) -> String {
    let mut object = json(row);
    object.pop();
    object + r#","why":"# + &json(&row.reason()) + "}"
}
