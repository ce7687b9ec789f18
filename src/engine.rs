//! One policy, and the two questions that everything else is made of: what does this command
//! cause, and where does this ticket stand?

mod assess;
mod decide;
mod difference;
mod forecast;
mod late;
mod priority;
#[cfg(feature = "analysis")]
mod prove;
mod rebase;
mod requests;
mod stir;
mod tick;

pub use assess::{Assessment, OfferedMove, Strictest};
pub use difference::Difference;
pub use forecast::{Assigned, Forecast, Given, Pause, Priority, Supposition};
pub use rebase::{Pending, Rebased, Verdict};
#[cfg(feature = "desk")]
pub(crate) use stir::Stir;

use crate::classify::{Classified, Report};
use crate::error::{Code, Error, Path, all_below};
use crate::lifecycle::Moment;
use crate::model::{Change, Command, Context, Event, Ticket};
use crate::policy::Policy;
use crate::time::Instant;

/// A policy that decides.
///
/// # Example
/// ```
/// use incident_core::model::{Actor, Command, Context, Open, Sender};
/// use incident_core::{Engine, Instant, Ticket, check};
///
/// let engine = Engine::new(check::policy(check::preset("itil").unwrap_or_default())?.policy);
/// let now = Instant::parse("2026-01-09T16:00:00Z").map_err(|error| vec![error])?;
/// let context = Context::at(now, Actor::default());
/// let facts = [("impact", "high"), ("urgency", "high")];
/// let open = Command::Open(Open {
///     id: "INC-1".to_owned(),
///     kind: incident_core::Kind::Incident,
///     from: Sender::Requester,
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
        let events = self.caused(ticket, command, context)?;
        // What changes the past asks for nothing: nobody can act there.
        if context.took_effect_at.is_some() || matches!(command, Command::Correct(_)) {
            return Ok(events);
        }
        Ok(requests::with_requests(&self.policy, ticket, events))
    }

    /// The events that a command causes, without what they make rules ask for.
    fn caused(
        &self,
        ticket: Option<&Ticket>,
        command: &Command,
        context: &Context,
    ) -> Result<Vec<Event>, Vec<Error>> {
        let at = context.effect_at();
        let Some(ticket) = ticket else {
            let Command::Open(open) = command else {
                return Err(about_ticket(Code::TicketMissing));
            };
            let mut refusals: Vec<Error> = in_future(context).into_iter().collect();
            return match decide::open(&self.policy, open, at).map_err(in_command) {
                Ok(changes) if refusals.is_empty() => Ok(number(0, changes, at, context)),
                Ok(_) => Err(refusals),
                Err(more) => {
                    refusals.extend(more);
                    Err(refusals)
                }
            };
        };
        if matches!(command, Command::Open(_)) {
            return Err(about_ticket(Code::TicketExists));
        }
        let mut refusals = circumstances(ticket, command, context);
        if matches!(command, Command::Tick(_)) {
            if !refusals.is_empty() {
                return Err(refusals);
            }
            return Ok(tick::events(&self.policy, &mut ticket.clone(), context));
        }
        let late = context.took_effect_at.is_some() && at < ticket.updated_at;
        let past = late.then(|| late::as_of(ticket, at)).flatten();
        match self.changes(past.as_ref().unwrap_or(ticket), command, context) {
            Ok(changes) if refusals.is_empty() => {
                let events = number(ticket.version, changes, at, context);
                Ok(self.with_consequences(ticket, command, events, context))
            }
            Ok(_) => Err(refusals),
            Err(more) => {
                refusals.extend(in_command(more));
                Err(refusals)
            }
        }
    }

    /// What a command changes directly.
    fn changes(
        &self,
        ticket: &Ticket,
        command: &Command,
        context: &Context,
    ) -> Result<Vec<Change>, Vec<Error>> {
        let (policy, actor) = (&self.policy, &context.actor);
        let at = context.effect_at();
        match command {
            Command::Move(wanted) => {
                let moment = Moment { at, links: &context.linked };
                decide::move_to(policy, ticket, wanted, actor, moment)
            }
            Command::ChangeFacts(wanted) => decide::change_facts(policy, ticket, &wanted.facts, at),
            Command::Assign(assign) => decide::assign(policy, ticket, assign, at),
            Command::AddMessage(message) => decide::add_message(message),
            Command::OverridePriority(wanted) => {
                priority::override_priority(policy, ticket, wanted, actor, at)
            }
            Command::MajorIncident(wanted) => {
                priority::major_incident(policy, ticket, *wanted, actor, at)
            }
            Command::Approve(wanted) => decide::approve(policy, ticket, wanted, actor),
            Command::Correct(wanted) => late::correct(ticket, wanted, context.now),
            Command::Open(_) | Command::Tick(_) => Ok(Vec::new()),
        }
    }

    /// The events, and what follows from them if they changed the past.
    fn with_consequences(
        &self,
        ticket: &Ticket,
        command: &Command,
        mut events: Vec<Event>,
        context: &Context,
    ) -> Vec<Event> {
        let at = context.effect_at();
        let from = if let Command::Correct(wanted) = command {
            late::changed_from(ticket, wanted)
        } else if context.took_effect_at.is_some() && at < ticket.updated_at {
            at
        } else {
            return events;
        };
        if !events.is_empty() {
            // A late change of facts derives its priority with all that follows it.
            events.retain(|event| !event.is_derived());
            for (event, version) in events.iter_mut().zip(ticket.version.saturating_add(1)..) {
                event.version = version;
            }
            events.extend(late::reconcile(&self.policy, ticket, &events, from, context));
        }
        events
    }

    /// What a report is about, by the policy's rules; without rules everything is undetermined.
    #[must_use]
    pub fn classify(&self, report: &Report<'_>) -> Classified {
        self.policy.classification().classify(report)
    }

    /// What a command would make of a ticket's clocks and moves: nothing is changed.
    ///
    /// # Errors
    /// Every reason against the supposition, as [`decide`](Self::decide) gives them.
    pub fn forecast(
        &self,
        ticket: &Ticket,
        supposition: &Supposition,
        context: &Context,
    ) -> Result<Forecast, Vec<Error>> {
        forecast::forecast(self, ticket, supposition, context)
    }

    /// Brings commands that were given offline to what happened meanwhile: each is accepted, or
    /// refused with every reason; none vanishes.
    ///
    /// `ticket` is what the commands' author saw, none if they record it; `events` are those that
    /// the server has added since. A command that sets a fact which somebody else has set
    /// otherwise meanwhile is refused (`ticket.factChangedMeanwhile`); one that leads where the
    /// ticket is already is accepted and changes nothing.
    #[must_use]
    pub fn rebase(
        &self,
        ticket: Option<&Ticket>,
        events: &[Event],
        pending: &[Pending],
        now: Instant,
    ) -> Rebased {
        rebase::rebase(self, ticket, events, pending, now)
    }

    /// What is otherwise in one ticket than in another at an instant: where a correction shows.
    #[must_use]
    pub fn differences(&self, before: &Ticket, after: &Ticket, now: Instant) -> Vec<Difference> {
        difference::differences((&self.policy, before), (&self.policy, after), now)
    }

    /// What is otherwise in a ticket under another engine's policy than in one under this policy,
    /// with both read at an instant.
    #[must_use]
    pub fn differences_under(
        &self,
        other: &Self,
        ours: &Ticket,
        theirs: &Ticket,
        now: Instant,
    ) -> Vec<Difference> {
        difference::differences((&self.policy, ours), (&other.policy, theirs), now)
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

/// What refuses any command: another version than the one seen, a present before the past, an
/// effect outside the ticket's life.
fn circumstances(ticket: &Ticket, command: &Command, context: &Context) -> Vec<Error> {
    let mut refusals = Vec::new();
    let path = Path::root().key("context");
    if let Some(seen) = context.seen_version.filter(|seen| *seen != ticket.version) {
        let error = Error::new(Code::TicketVersionStale).with("seen", seen);
        refusals.push(error.with("version", ticket.version).at(path.key("seenVersion")));
    }
    let recorded_at = ticket.recorded_at();
    if context.now < recorded_at {
        let error = Error::new(Code::TicketTimeBackwards).with("now", context.now);
        refusals.push(error.with("last", recorded_at).at(path.key("now")));
    }
    refusals.extend(in_future(context));
    let path = path.key("tookEffectAt");
    if let Some(at) = context.took_effect_at {
        if at < ticket.opened_at {
            let error = Error::new(Code::TicketBeforeOpened).with("at", at);
            refusals.push(error.with("last", ticket.opened_at).at(path.clone()));
        }
        if matches!(command, Command::Tick(_) | Command::Correct(_)) {
            refusals.push(Error::new(Code::TicketEffectOutOfPlace).at(path));
        }
    }
    refusals
}

fn in_future(context: &Context) -> Option<Error> {
    let at = context.took_effect_at.filter(|at| *at > context.now)?;
    let error = Error::new(Code::TicketInFuture).with("at", at).with("last", context.now);
    Some(error.at(Path::root().key("context").key("tookEffectAt")))
}

/// Makes events of changes: consecutive versions, one instant, one actor.
fn number(last: u64, changes: Vec<Change>, at: Instant, context: &Context) -> Vec<Event> {
    let mut version = last;
    let mut events = Vec::new();
    for change in changes {
        version = version.saturating_add(1);
        let recorded_at = (at < context.now).then_some(context.now);
        events.push(Event { version, at, recorded_at, actor: context.actor.clone(), change });
    }
    events
}
