use std::sync::Arc;

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

#[cfg(feature = "schema")]
use super::Arguments;
use super::{Operation, Source, Supplied, appended, dispatch};
use crate::document::{self, Node, Place, Read, among, object};
use crate::door::request::Request;
use crate::door::{Answer, json, text};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::model::Ticket;
use crate::security::audit::{Head, Recorded};
use crate::security::plan::{self, Plan, PlanDraft};
use crate::security::response::{
    Case, CaseCommand, CaseContext, CaseDecision, CaseEvent, OpenTask, replay_cases,
};

pub(super) const OPERATIONS: &[Operation] = &[
    ("appendCaseDecision", append),
    ("caseDecide", |request| decide(request, None)),
    ("caseEvolve", evolve),
    ("caseGate", |request| gate(request, None)),
    ("caseStatus", |request| status(request, None)),
    ("checkPlan", check),
    ("plan", preset),
    ("replayCaseDecisions", replay),
];

/// An operation under a plan: one that is kept, or else that of the request.
type UnderPlan = fn(&Request, Option<&Arc<Plan>>) -> Answer;

const UNDER_PLAN: [(&str, UnderPlan); 3] =
    [("caseDecide", decide), ("caseGate", gate), ("caseStatus", status)];

impl Supplied for PlanDraft {
    const EXPECTED: &'static str = "a plan document or the name of a plan";
}

impl Source<PlanDraft> {
    /// The document, as it is written.
    pub(super) fn draft(self) -> Result<PlanDraft, Vec<Error>> {
        match self {
            Self::Document(draft) => Ok(*draft),
            Self::Preset(name) => document::read(named(&name)?, &limits::POLICY_BYTES),
        }
    }

    fn check(self) -> Result<(Plan, Vec<Error>), Vec<Error>> {
        self.draft()?.check()
    }

    /// The plan that is kept, or else this.
    fn unless(self, kept: Option<&Arc<Plan>>) -> Result<Arc<Plan>, Vec<Error>> {
        match kept {
            Some(plan) => Ok(Arc::clone(plan)),
            None => Ok(Arc::new(self.check().map_err(below)?.0)),
        }
    }
}

fn named(name: &str) -> Result<&'static str, Vec<Error>> {
    plan::preset(name).ok_or_else(|| {
        let error = Error::new(Code::PlanPresetUnknown).with("preset", name);
        vec![among(error, name, plan::PLANS)]
    })
}

/// What is found about the plan of a request, at its place.
pub(super) fn below(errors: Vec<Error>) -> Vec<Error> {
    all_below(errors, &Path::root().key("plan"))
}

/// Refuses a plan, a case or a ticket above its own limit, before it is read.
pub(super) fn measure(request: &Request) -> Result<(), Vec<Error>> {
    request.measure()?;
    let limited: [(&[&str], _); 3] = [
        (&["plan"], &limits::POLICY_BYTES),
        (&["case"], &limits::CASE_BYTES),
        (&["context", "ticket"], &limits::TICKET_BYTES),
    ];
    let mut findings = Vec::new();
    for (names, limit) in limited {
        let bytes = request.bytes(names);
        if !limit.admits(bytes) {
            let path = names.iter().fold(Path::root(), |path, name| path.key(name));
            findings.push(Error::beyond(limit, bytes).at(path));
        }
    }
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct OfPlan {
    plan: Source<PlanDraft>,
}

object!(OfPlan { plan: needed "plan" });

/// What is to be said of a plan that is accepted.
#[derive(Serialize)]
struct Accepted<'a> {
    plan: &'a str,
    digest: &'a str,
    warnings: &'a [Error],
}

fn accepted(plan: &Plan, warnings: &[Error]) -> String {
    json(&Accepted { plan: plan.id(), digest: plan.digest(), warnings })
}

fn check(request: &Request) -> Answer {
    measure(request)?;
    let (plan, warnings) = request.read::<OfPlan>()?.plan.check().map_err(below)?;
    Ok(accepted(&plan, &warnings))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Named {
    plan: String,
}

object!(Named { plan: needed "plan" });

/// The document of a plan that comes with the crate.
fn preset(request: &Request) -> Answer {
    let Named { plan } = request.read()?;
    Ok(json(&Source::Preset(plan).draft().map_err(below)?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Decide {
    plan: Source<PlanDraft>,
    case: Option<Case>,
    command: CaseCommand,
    context: CaseContext,
}

object!(Decide {
    plan: needed "plan",
    case: optional "case",
    command: needed "command",
    context: needed "context",
});

/// The events that a command causes.
fn decide(request: &Request, kept: Option<&Arc<Plan>>) -> Answer {
    measure(request)?;
    let Decide { plan, case, command, context } = request.read()?;
    Ok(json(&Case::decide(&*plan.unless(kept)?, case.as_ref(), &command, &context)?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Evolve {
    case: Option<Case>,
    events: Vec<CaseEvent>,
}

object!(Evolve { case: optional "case", events: needed "events" });

/// The case that events make, on top of another or from nothing.
fn evolve(request: &Request) -> Answer {
    measure(request)?;
    let Evolve { case, events } = request.read()?;
    let path = Path::root().key("events");
    let mut version = case.as_ref().map_or(0, |case| case.version);
    for (event, at) in events.iter().zip(0..) {
        version = version.saturating_add(1);
        if event.version != version {
            let path = path.index(at).key("version");
            return Err(vec![Error::new(Code::CaseHistory).at(path)]);
        }
    }
    let Some(mut case) = case else {
        let case = Case::fold(events);
        return Ok(json(&case.ok_or_else(|| vec![Error::new(Code::CaseHistory).at(path)])?));
    };
    for event in events {
        case.evolve(event);
    }
    Ok(json(&case))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Status {
    plan: Source<PlanDraft>,
    case: Case,
    context: CaseContext,
}

object!(Status { plan: needed "plan", case: needed "case", context: needed "context" });

/// Where a case stands.
fn status(request: &Request, kept: Option<&Arc<Plan>>) -> Answer {
    measure(request)?;
    let Status { plan, case, context } = request.read()?;
    Ok(json(&case.status(&*plan.unless(kept)?, &context)?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Leaving {
    plan: Source<PlanDraft>,
    case: Case,
    ticket: Option<Ticket>,
    from: String,
    to: String,
}

object!(Leaving {
    plan: needed "plan",
    case: needed "case",
    ticket: optional "ticket",
    from: needed "from",
    to: needed "to",
});

/// Whether a ticket may go from one phase to another, and what still keeps it from that.
#[derive(Serialize)]
struct Passage {
    open: bool,
    tasks: Vec<OpenTask>,
}

fn gate(request: &Request, kept: Option<&Arc<Plan>>) -> Answer {
    measure(request)?;
    let Leaving { plan, case, ticket, from, to } = request.read()?;
    let tasks = case.gate(&*plan.unless(kept)?, ticket.as_ref(), &from, &to)?;
    Ok(json(&Passage { open: tasks.is_empty(), tasks }))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Append {
    ticket: String,
    head: Option<Head>,
    #[cfg_attr(feature = "schema", schemars(with = "CaseDecision"))]
    decision: Written,
}

object!(Append { ticket: needed "ticket", head: optional "head", decision: needed "decision" });

/// A decision as it is written, which goes on record so: a module that writes each kind of command
/// would be larger by that.
#[derive(Serialize)]
#[serde(transparent)]
struct Written {
    node: Node,
    #[serde(skip)]
    read: Option<CaseDecision>,
}

impl Read for Written {
    fn blank() -> Self {
        Self { node: Node::Null, read: None }
    }

    fn read(&mut self, place: Place<'_>) {
        *self = Self { node: place.node().clone(), read: Some(Read::at(place)) };
    }
}

impl Recorded for Written {
    fn refused(&self, ticket: &str) -> Option<Error> {
        self.read.as_ref()?.refused(ticket)
    }
}

/// The next line of a ticket's record, about its case.
fn append(request: &Request) -> Answer {
    measure(request)?;
    let Append { ticket, head, decision } = request.read()?;
    appended(&ticket, head, &decision)
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Replay {
    plan: Source<PlanDraft>,
    #[cfg_attr(feature = "schema", schemars(length(max = crate::limits::REQUEST_BYTES.maximum)))]
    record: String,
}

object!(Replay { plan: needed "plan", record: needed "record" });

/// The cases that a record makes, where every decision on them comes out the same again.
fn replay(request: &Request) -> Answer {
    measure(request)?;
    let Replay { plan, record } = request.read()?;
    let path = Path::root().key("record");
    let cases = replay_cases(&record, &*plan.unless(None)?);
    Ok(json(&cases.map_err(|errors| all_below(errors, &path))?))
}

/// A response plan that answers requests about cases under it.
///
/// # Example
/// ```
/// use incident_core::door::PlanSession;
///
/// let plan = PlanSession::new(r#""iso27035""#)?;
/// let request = r#"{"op": "caseDecide",
///     "command": {"type": "open", "id": "CASE-1", "ticket": "INC-1"},
///     "context": {"now": "2026-01-05T09:00:00Z", "actor": {"id": "ada", "roles": ["team"]}}}"#;
/// assert!(plan.answer(request).contains(r#""type":"opened""#));
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct PlanSession {
    plan: Arc<Plan>,
    warnings: Vec<Error>,
}

impl PlanSession {
    /// A session for what a request gives under `plan`, as JSON text: the document, or the name of
    /// a plan that comes with the crate.
    ///
    /// # Errors
    /// Every finding about the document, if at least one of them refuses it.
    pub fn new(text: &str) -> Result<Self, Vec<Error>> {
        let (plan, warnings) =
            document::read::<Source<PlanDraft>>(text, &limits::POLICY_BYTES)?.check()?;
        Ok(Self { plan: Arc::new(plan), warnings })
    }

    /// The answer to the opening of the session: that of `checkPlan`.
    #[must_use]
    pub fn opened(&self) -> String {
        text(Ok(accepted(&self.plan, &self.warnings)))
    }

    /// Answers one request, as [`secure`](crate::door::secure) does. Those that need a plan are
    /// answered under the session's and bring none.
    #[must_use]
    pub fn answer(&self, request: &str) -> String {
        let node = document::parse(request, &limits::REQUEST_BYTES);
        text(node.and_then(|node| self.ask(Request::of(node)?)))
    }

    fn ask(&self, request: Request) -> Answer {
        match UNDER_PLAN.iter().find(|(name, _)| *name == request.op) {
            Some((_, ask)) => ask(&request.leaving_out("plan", Code::PlanTwice)?, Some(&self.plan)),
            None => dispatch(&request),
        }
    }
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[
    ("appendCaseDecision", Append::json_schema),
    ("caseDecide", Decide::json_schema),
    ("caseEvolve", Evolve::json_schema),
    ("caseGate", Leaving::json_schema),
    ("caseStatus", Status::json_schema),
    ("checkPlan", OfPlan::json_schema),
    ("plan", Named::json_schema),
    ("replayCaseDecisions", Replay::json_schema),
];
