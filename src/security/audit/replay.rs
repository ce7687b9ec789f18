use super::{DecidedBy, Decision, verify};
use crate::document::{self, object};
use crate::engine::Engine;
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::{Command, Context, Event, Ticket};

/// A line, of which everything is read.
struct Line {
    ticket: String,
    number: u64,
    previous: String,
    digest: String,
    command: Command,
    context: Context,
    events: Vec<Event>,
    decided_by: DecidedBy,
}

object!(Line {
    ticket: needed "ticket",
    number: needed "number",
    previous: needed "previous",
    digest: needed "digest",
    command: needed "command",
    context: needed "context",
    events: needed "events",
    decided_by: needed "decidedBy",
});

/// Decides again what is on record about the ticket, and gives the ticket that it makes. Decisions
/// on its case files are passed over.
///
/// A decision of another version of the library, or with other time zones, is decided again too:
/// where the answer is the same, nothing is to be said.
///
/// # Errors
/// As [`verify`]; `audit.otherPolicy` for a decision under a policy that is not the engine's, which
/// is then not decided again; `audit.decidedOtherwise` for one that comes out otherwise.
pub fn replay(record: &str, engine: &Engine) -> Result<Ticket, Vec<Error>> {
    verify(record)?;
    let here = DecidedBy::engine(engine);
    let mut findings = Vec::new();
    let mut ticket: Option<Ticket> = None;
    for (text, number) in record.lines().zip(1_u64..) {
        let path = Path::root().key("lines").key(&number.to_string());
        let node = document::parse(text, &limits::TICKET_BYTES);
        if node.as_ref().is_ok_and(|node| node.get("case").is_some()) {
            continue;
        }
        let decision = match node.and_then(|node| document::read_node::<Line>(&node)) {
            Ok(line) => line.decision(),
            Err(errors) => {
                findings.extend(errors.into_iter().map(|error| error.below(&path)));
                continue;
            }
        };
        if decision.decided_by.policy != here.policy {
            let error = Error::new(Code::AuditOtherPolicy);
            findings.push(error.with("policy", &decision.decided_by.policy).at(path));
        } else if engine.decide(ticket.as_ref(), &decision.command, &decision.context)
            != Ok(decision.events.clone())
        {
            let error = Error::new(Code::AuditDecidedOtherwise)
                .with("library", &decision.decided_by.library)
                .with("tzdb", &decision.decided_by.tzdb);
            findings.push(error.at(path));
        }
        match &mut ticket {
            Some(ticket) => decision.events.into_iter().for_each(|event| ticket.evolve(event)),
            None => ticket = Ticket::fold(decision.events),
        }
    }
    limits::FINDINGS.cut(&mut findings);
    match ticket {
        Some(ticket) if findings.is_empty() => Ok(ticket),
        None if findings.is_empty() => Err(vec![Error::new(Code::TicketHistory)]),
        Some(_) | None => Err(findings),
    }
}

impl Line {
    fn decision(self) -> Decision {
        let Self { command, context, events, decided_by, .. } = self;
        Decision { command, context, events, decided_by }
    }
}
