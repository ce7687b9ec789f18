//! One policy, and the two questions that everything else is made of: what does this command
//! cause, and where does this ticket stand?

mod assess;
mod decide;
mod tick;

pub use assess::{Assessment, OfferedMove, PriorityAnswer};

use crate::error::{Code, Error, Path, all_below};
use crate::model::{Change, Command, Context, Event, Ticket};
use crate::policy::Policy;

/// A policy that decides.
///
/// # Example
/// ```
/// use incident_core::model::{Actor, Command, Context, Open};
/// use incident_core::{Engine, Instant, Ticket, check};
///
/// let engine = Engine::new(check::policy(check::preset("itil").unwrap_or_default())?.policy);
/// let now = Instant::parse("2026-01-09T16:00:00Z").map_err(|error| vec![error])?;
/// let context = Context { now, actor: Actor::default(), seen_version: None };
/// let facts = [("impact", "high"), ("urgency", "high")];
/// let open = Command::Open(Open {
///     id: "INC-1".to_owned(),
///     kind: incident_core::Kind::Incident,
///     facts: facts.map(|(field, level)| (field, level.into())).into(),
/// });
/// let ticket = Ticket::fold(engine.decide(None, &open, &context)?);
/// assert_eq!(ticket.and_then(|ticket| ticket.priority).as_deref(), Some("critical"));
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    policy: Policy,
}

impl Engine {
    /// An engine for a checked policy.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self { policy }
    }

    /// The policy that it decides by.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The events that a command causes, in their order; nothing is changed.
    ///
    /// `ticket` is none for the command `open` and only for it. An empty answer means that the
    /// command changes nothing.
    ///
    /// # Errors
    /// Every reason against it: `ticket.*` for its circumstances, `field.*` for facts,
    /// `lifecycle.*` for moves. Their paths lead into `ticket`, `command` and `context`, as in a
    /// request at the [`door`](crate::door).
    pub fn decide(
        &self,
        ticket: Option<&Ticket>,
        command: &Command,
        context: &Context,
    ) -> Result<Vec<Event>, Vec<Error>> {
        let changes = match (ticket, command) {
            (None, Command::Open(open)) => decide::open(&self.policy, open).map_err(in_command)?,
            (Some(_), Command::Open(_)) => return Err(about_ticket(Code::TicketExists)),
            (None, _) => return Err(about_ticket(Code::TicketMissing)),
            (Some(ticket), command) => {
                let mut refusals = circumstances(ticket, context);
                let decided = match command {
                    Command::Move(wanted) => {
                        decide::move_to(&self.policy, ticket, wanted, &context.actor)
                    }
                    Command::ChangeFacts(wanted) => {
                        decide::change_facts(&self.policy, ticket, &wanted.facts)
                    }
                    Command::Assign(assign) => decide::assign(&self.policy, ticket, assign),
                    Command::Tick(_) if refusals.is_empty() => {
                        return Ok(tick::events(&self.policy, ticket, context));
                    }
                    Command::Tick(_) | Command::Open(_) => Ok(Vec::new()),
                };
                match decided {
                    Ok(changes) if refusals.is_empty() => changes,
                    Ok(_) => return Err(refusals),
                    Err(more) => {
                        refusals.extend(in_command(more));
                        return Err(refusals);
                    }
                }
            }
        };
        Ok(number(ticket.map_or(0, |ticket| ticket.version), changes, context))
    }

    /// Where a ticket stands at `now`: what a screen needs to know about it.
    #[must_use]
    pub fn assess(&self, ticket: &Ticket, context: &Context) -> Assessment {
        assess::assess(&self.policy, ticket, context)
    }
}

fn about_ticket(code: Code) -> Vec<Error> {
    vec![Error::new(code).at(Path::root().key("ticket"))]
}

fn in_command(errors: Vec<Error>) -> Vec<Error> {
    all_below(errors, &Path::root().key("command"))
}

/// What refuses any command: another version than the one seen, or a present before the past.
fn circumstances(ticket: &Ticket, context: &Context) -> Vec<Error> {
    let mut refusals = Vec::new();
    if let Some(seen) = context.seen_version.filter(|seen| *seen != ticket.version) {
        let error = Error::new(Code::TicketVersionStale).with("seen", seen);
        let path = Path::root().key("context").key("seenVersion");
        refusals.push(error.with("version", ticket.version).at(path));
    }
    if context.now < ticket.updated_at {
        let error = Error::new(Code::TicketTimeBackwards).with("now", context.now);
        let path = Path::root().key("context").key("now");
        refusals.push(error.with("last", ticket.updated_at).at(path));
    }
    refusals
}

/// Makes events of changes: consecutive versions, one instant, one actor.
fn number(last: u64, changes: Vec<Change>, context: &Context) -> Vec<Event> {
    let mut version = last;
    let mut events = Vec::new();
    for change in changes {
        version = version.saturating_add(1);
        events.push(Event { version, at: context.now, actor: context.actor.clone(), change });
    }
    events
}
