//! Decisions on a case file, on the record of its ticket.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Case, CaseCommand, CaseContext, CaseEvent};
use crate::document::{self, Node, object};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::{Actor, Event, Ticket};
use crate::security::audit::{Recorded, other_ticket, verify};
use crate::security::plan::Plan;
use crate::time::{Instant, tzdb_version};

/// What decided on a case: with the same three, the same command on the same case causes the same
/// events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseDecidedBy {
    /// The digest of the plan.
    pub plan: String,
    /// The version of the library.
    pub library: String,
    /// The release of its time zones.
    pub tzdb: String,
}

object!(CaseDecidedBy { plan: needed "plan", library: needed "library", tzdb: needed "tzdb" });

impl CaseDecidedBy {
    /// A plan, and this library.
    #[must_use]
    pub fn plan(plan: &Plan) -> Self {
        Self {
            plan: plan.digest().to_owned(),
            library: env!("CARGO_PKG_VERSION").to_owned(),
            tzdb: tzdb_version().to_owned(),
        }
    }
}

/// What was known when a case was decided on: its [`CaseContext`], with the version of the ticket
/// in place of the ticket, which stands on the same record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct KnownOnRecord {
    /// When it was.
    pub now: Instant,
    /// Who gave the command.
    pub actor: Actor,
    /// The version of the case that the actor saw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_version: Option<u64>,
    /// The version of the ticket that was given, if one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket_version: Option<u64>,
}

object!(KnownOnRecord {
    now: needed "now",
    actor: needed "actor",
    seen_version: optional "seenVersion",
    ticket_version: optional "ticketVersion",
});

impl From<&CaseContext> for KnownOnRecord {
    fn from(context: &CaseContext) -> Self {
        Self {
            now: context.now,
            actor: context.actor.clone(),
            seen_version: context.seen_version,
            ticket_version: context.ticket.as_ref().map(|ticket| ticket.version),
        }
    }
}

/// A decision on a case file, as it is put on the record of its ticket.
///
/// # Example
/// ```
/// use incident_core::model::Actor;
/// use incident_core::security::audit::{Chain, verify};
/// use incident_core::security::plan;
/// use incident_core::security::response::{
///     Case, CaseCommand, CaseContext, CaseDecidedBy, CaseDecision, OpenCase, replay_cases,
/// };
/// use incident_core::Instant;
///
/// let (plan, _) = plan::read(plan::preset("iso27035").unwrap_or_default())?;
/// let now = Instant::parse("2026-01-09T16:00:00Z").map_err(|error| vec![error])?;
/// let command = CaseCommand::Open(OpenCase { id: "CASE-1".into(), ticket: "INC-1".into() });
/// let context = CaseContext { now, actor: Actor::default(), seen_version: None, ticket: None };
/// let events = Case::decide(&plan, None, &command, &context)?;
///
/// let mut chain = Chain::new("INC-1");
/// let line = chain.append(&CaseDecision {
///     case: "CASE-1".into(),
///     command,
///     context: (&context).into(),
///     events: events.clone(),
///     decided_by: CaseDecidedBy::plan(&plan),
/// })?;
/// assert_eq!(verify(&line)?, chain.head());
/// assert_eq!(replay_cases(&line, &plan)?, Vec::from_iter(Case::fold(events)));
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CaseDecision {
    /// The case.
    pub case: String,
    /// What was asked for.
    pub command: CaseCommand,
    /// When, by whom, and what was known beside the case.
    pub context: KnownOnRecord,
    /// What it caused.
    pub events: Vec<CaseEvent>,
    /// What decided.
    pub decided_by: CaseDecidedBy,
}

object!(CaseDecision {
    case: needed "case",
    command: needed "command",
    context: needed "context",
    events: needed "events",
    decided_by: needed "decidedBy",
});

impl Recorded for CaseDecision {
    fn refused(&self, ticket: &str) -> Option<Error> {
        let CaseCommand::Open(open) = &self.command else { return None };
        other_ticket(&open.ticket, ticket).or_else(|| {
            let error = || Error::new(Code::AuditOtherCase).with("case", &self.case);
            (open.id != self.case).then(|| error().with("opened", &open.id))
        })
    }
}

/// What holds a line in its place: [`verify`] has looked at it.
const SEAL: [&str; 4] = ["digest", "number", "previous", "ticket"];

/// Decides again what is on the record of a ticket about its case files, and gives the cases that
/// it makes, sorted by their identifiers.
///
/// The ticket that a decision saw is made of the lines before it, in the version that the decision
/// names; whether these follow from their commands
/// [`replay`](crate::security::audit::replay) shows. As there, a decision of another version of the
/// library is decided again too.
///
/// # Errors
/// As [`verify`]; `audit.otherPlan` for a decision under another plan, which is then not decided
/// again; `audit.ticketVersion` for one that saw a ticket which the lines before do not make;
/// `audit.otherTicket` and `audit.otherCase` for the opening of a case that does not belong there;
/// `audit.decidedOtherwise` for one that comes out otherwise.
pub fn replay_cases(record: &str, plan: &Plan) -> Result<Vec<Case>, Vec<Error>> {
    let head = verify(record)?;
    let mut replayed = Replayed { plan, id: &head.ticket, ticket: None, cases: BTreeMap::new() };
    let mut findings = Vec::new();
    for (text, number) in record.lines().zip(1_u64..) {
        if let Err(errors) = replayed.follow(text) {
            let path = Path::root().key("lines").key(&number.to_string());
            findings.extend(errors.into_iter().map(|error| error.below(&path)));
        }
    }
    limits::FINDINGS.cut(&mut findings);
    if findings.is_empty() { Ok(replayed.cases.into_values().collect()) } else { Err(findings) }
}

/// What the lines so far have made.
struct Replayed<'a> {
    plan: &'a Plan,
    id: &'a str,
    ticket: Option<Ticket>,
    cases: BTreeMap<String, Case>,
}

impl Replayed<'_> {
    /// Goes on to the next line.
    fn follow(&mut self, text: &str) -> Result<(), Vec<Error>> {
        let node = document::parse(text, &limits::TICKET_BYTES)?;
        if node.get("case").is_some() {
            let Node::Map(members) = node else { return Ok(()) };
            let content = members.into_iter().filter(|(name, _)| !SEAL.contains(&name.as_str()));
            return self.decided(document::read_node(&Node::Map(content.collect()))?);
        }
        let events: Vec<Event> = document::read_member(&node, "events")?;
        match &mut self.ticket {
            Some(ticket) => events.into_iter().for_each(|event| ticket.evolve(event)),
            None => self.ticket = Ticket::fold(events),
        }
        Ok(())
    }

    /// Decides again, and lets happen what then happened.
    fn decided(&mut self, decision: CaseDecision) -> Result<(), Vec<Error>> {
        let answer = self.decide(&decision).map_err(|error| vec![error]);
        let CaseDecision { case: id, events, .. } = decision;
        match self.cases.get_mut(&id) {
            Some(case) => events.into_iter().for_each(|event| case.evolve(event)),
            None => self.cases.extend(Case::fold(events).map(|case| (id, case))),
        }
        answer
    }

    fn decide(&mut self, decision: &CaseDecision) -> Result<(), Error> {
        let CaseDecision { case, command, context, events, decided_by } = decision;
        if decided_by.plan != self.plan.digest() {
            return Err(Error::new(Code::AuditOtherPlan).with("plan", &decided_by.plan));
        }
        if let Some(error) = decision.refused(self.id) {
            return Err(error);
        }
        let context = CaseContext {
            now: context.now,
            actor: context.actor.clone(),
            seen_version: context.seen_version,
            ticket: context.ticket_version.map(|version| self.ticket(version)).transpose()?,
        };
        let again = Case::decide(self.plan, self.cases.get(case), command, &context);
        // As texts: a module that compares each kind of event would be larger by that.
        if again.is_ok_and(|again| document::text(&again) == document::text(events)) {
            return Ok(());
        }
        let error = Error::new(Code::AuditDecidedOtherwise).with("library", &decided_by.library);
        Err(error.with("tzdb", &decided_by.tzdb))
    }

    /// The ticket as it was at a version.
    fn ticket(&self, version: u64) -> Result<Ticket, Error> {
        let ticket = self.ticket.as_ref().filter(|ticket| ticket.version >= version);
        let then = ticket.and_then(|ticket| {
            let history = ticket.history.iter().take_while(|event| event.version <= version);
            if ticket.version == version {
                Some(ticket.clone())
            } else {
                Ticket::fold(history.cloned())
            }
        });
        then.filter(|then| then.version == version)
            .ok_or_else(|| Error::new(Code::AuditTicketVersion).with("version", version))
    }
}
