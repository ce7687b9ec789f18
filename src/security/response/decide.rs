mod evidence;
mod texts;

use serde::Serialize;

use super::Case;
use super::command::{
    ApproveNotice, CaseCommand, CloseCase, Mark, OpenCase, SendNotice, StartPlaybook,
};
use super::due;
use super::event::{CaseChange, CaseEvent, CaseOpened, NoticeSent};
use super::tasks::{self, Desk};
use crate::document::{object, with_nearest};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::model::{Actor, Ticket};
use crate::security::plan::{Audience, Plan};
use crate::time::Instant;

/// What a decision needs to know beside the plan, the case and the command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CaseContext {
    /// The present, as the host sees it; never earlier than the case's last event.
    pub now: Instant,
    /// Who gives the command.
    pub actor: Actor,
    /// The version of the case that the actor saw; another one refuses the command.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_version: Option<u64>,
    /// The ticket that the case is about, for what depends on its phase and its facts. Without it
    /// nothing is true of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Ticket>,
}

object!(CaseContext {
    now: needed "now",
    actor: needed "actor",
    seen_version: optional "seenVersion",
    ticket: optional "ticket",
});

/// The changes that a command causes, or every reason against it.
pub(super) type Changes = Result<Vec<CaseChange>, Vec<Error>>;

impl Case {
    /// The events that a command causes, in their order; nothing is changed.
    ///
    /// `case` is none for the command `open` and only for it.
    ///
    /// # Errors
    /// Every reason against it: `case.*` for its circumstances, `plan.nameUnknown` for names,
    /// `playbook.*` and `task.*` for tasks, `evidence.*` for the register, `notice.*` for notices,
    /// `lifecycle.roleMissing`, `limit.exceeded`. Their paths lead into `case`, `command` and
    /// `context`, as in a request at the [`door`](crate::door).
    pub fn decide(
        plan: &Plan,
        case: Option<&Self>,
        command: &CaseCommand,
        context: &CaseContext,
    ) -> Result<Vec<CaseEvent>, Vec<Error>> {
        let mut refusals = all_below(texts::refused(command), &Path::root().key("command"));
        let (version, changes) = match (case, command) {
            (None, CaseCommand::Open(open)) => {
                let path = Path::root().key("context");
                refusals.extend(other_ticket(&open.ticket, context.ticket.as_ref(), &path));
                (0, Ok(vec![opened(plan, open)]))
            }
            (None, _) => (0, Err(vec![Error::new(Code::CaseMissing).at(Path::root().key("case"))])),
            (Some(_), CaseCommand::Open(_)) => {
                (0, Err(vec![Error::new(Code::CaseExists).at(Path::root().key("case"))]))
            }
            (Some(case), _) => {
                refusals.extend(circumstances(plan, case, command, context));
                let changes = changes(plan, case, command, context);
                (case.version, changes.map_err(|e| all_below(e, &Path::root().key("command"))))
            }
        };
        let changes = match changes {
            Ok(changes) if refusals.is_empty() => changes,
            Ok(_) => return Err(refusals),
            Err(more) => {
                refusals.extend(more);
                return Err(refusals);
            }
        };
        let count = usize::try_from(version).unwrap_or(usize::MAX).saturating_add(changes.len());
        if !limits::CASE_EVENTS.admits(count) {
            let error = Error::beyond(&limits::CASE_EVENTS, count);
            return Err(vec![error.at(Path::root().key("case").key("history"))]);
        }
        let numbered = changes.into_iter().zip(version.saturating_add(1)..);
        let event = |(change, version)| {
            let actor = context.actor.clone();
            CaseEvent { version, at: context.now, actor, change }
        };
        Ok(numbered.map(event).collect())
    }
}

fn opened(plan: &Plan, open: &OpenCase) -> CaseChange {
    let (id, ticket, plan) = (open.id.clone(), open.ticket.clone(), plan.id().to_owned());
    CaseChange::Opened(CaseOpened { id, ticket, plan })
}

/// What refuses another ticket, of which there is one at `ticket` below `outer`.
fn other_ticket(ticket: &str, given: Option<&Ticket>, outer: &Path) -> Option<Error> {
    given.filter(|given| given.id != ticket)?;
    let error = Error::new(Code::CaseOtherTicket).with("ticket", ticket);
    Some(error.at(outer.key("ticket").key("id")))
}

impl Case {
    /// What refuses a plan or a ticket that are not those of the case.
    pub(super) fn others(&self, plan: &Plan, ticket: Option<&Ticket>, outer: &Path) -> Vec<Error> {
        let mut refusals = Vec::from_iter(other_ticket(&self.ticket, ticket, outer));
        if self.plan != plan.id() {
            let error = Error::new(Code::CaseOtherPlan).with("plan", &self.plan);
            refusals.push(error.at(Path::root().key("plan")));
        }
        refusals
    }
}

/// Every reason against a command that lies in when and about what it is given.
fn circumstances(
    plan: &Plan,
    case: &Case,
    command: &CaseCommand,
    context: &CaseContext,
) -> Vec<Error> {
    let root = Path::root().key("context");
    let mut refusals = case.others(plan, context.ticket.as_ref(), &root);
    if let Some(seen) = context.seen_version.filter(|seen| *seen != case.version) {
        let error = Error::new(Code::CaseVersionStale).with("version", case.version);
        refusals.push(error.with("seen", seen).at(root.key("seenVersion")));
    }
    if context.now < case.updated_at {
        let error = Error::new(Code::CaseTimeBackwards).with("now", context.now);
        refusals.push(error.with("last", case.updated_at).at(root.key("now")));
    }
    let goes_on = match command {
        CaseCommand::AddEvidence(_)
        | CaseCommand::CopyEvidence(_)
        | CaseCommand::TransferEvidence(_)
        | CaseCommand::ExamineEvidence(_)
        | CaseCommand::VerifyEvidence(_)
        | CaseCommand::ReleaseEvidence(_)
        | CaseCommand::DisposeEvidence(_)
        | CaseCommand::ApproveNotice(_)
        | CaseCommand::SendNotice(_)
        | CaseCommand::Reopen(_) => true,
        CaseCommand::Open(_)
        | CaseCommand::Mark(_)
        | CaseCommand::StartPlaybook(_)
        | CaseCommand::StartTask(_)
        | CaseCommand::CompleteTask(_)
        | CaseCommand::SkipTask(_)
        | CaseCommand::ReopenTask(_)
        | CaseCommand::AssignTask(_)
        | CaseCommand::Close(_) => false,
    };
    if case.closed_at.is_some() && !goes_on {
        refusals.push(Error::new(Code::CaseClosed).at(Path::root().key("case")));
    }
    refusals
}

fn changes(plan: &Plan, case: &Case, command: &CaseCommand, context: &CaseContext) -> Changes {
    let desk = Desk::new(case, context.ticket.as_ref(), &context.actor);
    let now = context.now;
    match command {
        CaseCommand::Open(_) => Ok(Vec::new()),
        CaseCommand::Mark(mark) => marked(mark),
        CaseCommand::StartPlaybook(start) => start_playbook(plan, case, start),
        CaseCommand::StartTask(wanted) => tasks::start(plan, &desk, wanted),
        CaseCommand::CompleteTask(wanted) => tasks::complete(plan, &desk, wanted),
        CaseCommand::SkipTask(wanted) => tasks::skip(plan, &desk, wanted),
        CaseCommand::ReopenTask(wanted) => tasks::reopen(plan, &desk, wanted),
        CaseCommand::AssignTask(wanted) => tasks::assign(plan, &desk, wanted),
        CaseCommand::AddEvidence(wanted) => evidence::add(case, wanted, now),
        CaseCommand::CopyEvidence(wanted) => evidence::copy(case, wanted, now),
        CaseCommand::TransferEvidence(wanted) => evidence::transfer(case, wanted, now),
        CaseCommand::ExamineEvidence(wanted) => evidence::examine(case, wanted, now),
        CaseCommand::VerifyEvidence(wanted) => evidence::verify(case, wanted, now),
        CaseCommand::ReleaseEvidence(wanted) => evidence::release(case, wanted, now),
        CaseCommand::DisposeEvidence(wanted) => evidence::dispose(case, wanted, now),
        CaseCommand::ApproveNotice(wanted) => approve(plan, wanted, &context.actor),
        CaseCommand::SendNotice(wanted) => send(plan, case, wanted, context),
        CaseCommand::Close(note) => close(plan, &desk, note),
        CaseCommand::Reopen(why) if case.closed_at.is_some() => {
            Ok(vec![CaseChange::Reopened(why.clone())])
        }
        CaseCommand::Reopen(_) => Err(vec![Error::new(Code::CaseNotClosed)]),
    }
}

/// How many of the tasks that keep a case from being closed are named.
const NAMED: usize = 20;

fn close(plan: &Plan, desk: &Desk<'_>, note: &CloseCase) -> Changes {
    let open: Vec<_> = tasks::open(plan, desk).collect();
    if open.is_empty() {
        return Ok(vec![CaseChange::Closed(note.clone())]);
    }
    let first = open.iter().take(NAMED).map(|task| format!("{}/{}", task.playbook, task.task));
    let error = Error::new(Code::CaseTasksOpen).with("count", open.len());
    Err(vec![error.with("tasks", first.collect::<Vec<_>>().join(", "))])
}

fn marked(mark: &Mark) -> Changes {
    if mark.tlp.is_none() && mark.pap.is_none() {
        return Err(vec![Error::new(Code::CaseNothingMarked)]);
    }
    Ok(vec![CaseChange::Marked(mark.clone())])
}

/// What refuses a name that the plan does not have, at the member of that name.
pub(super) fn unknown<'a>(
    what: &'static str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Error {
    let error = Error::new(Code::PlanNameUnknown).with("what", what).with("name", name);
    with_nearest(error, name, known).at(Path::root().key(what))
}

fn start_playbook(plan: &Plan, case: &Case, start: &StartPlaybook) -> Changes {
    let path = Path::root().key("playbook");
    let id = &start.playbook;
    if plan.playbook(id).is_none() {
        let known = plan.playbooks().iter().map(|playbook| playbook.id.as_str());
        return Err(vec![unknown("playbook", id, known)]);
    }
    if case.playbooks.get(id).is_some() {
        return Err(vec![Error::new(Code::PlaybookStarted).with("playbook", id).at(path)]);
    }
    Ok(vec![CaseChange::PlaybookStarted(start.clone())])
}

fn audience<'a>(plan: &'a Plan, id: &str) -> Result<&'a Audience, Error> {
    let communication = plan.communication();
    let known = communication.audiences.iter().map(|audience| audience.written.id.as_str());
    communication.audience(id).ok_or_else(|| unknown("audience", id, known))
}

fn has_one(actor: &Actor, roles: &[String]) -> bool {
    actor.roles.iter().any(|role| roles.contains(role))
}

fn approve(plan: &Plan, wanted: &ApproveNotice, actor: &Actor) -> Changes {
    let audience = audience(plan, &wanted.audience).map_err(|error| vec![error])?;
    let roles = &audience.written.approval;
    let error = if roles.is_empty() {
        Error::new(Code::NoticeNeedsNoApproval).with("audience", &wanted.audience)
    } else if has_one(actor, roles) {
        return Ok(vec![CaseChange::NoticeApproved(wanted.clone())]);
    } else {
        Error::new(Code::RoleMissing).with("roles", roles.join(", "))
    };
    Err(vec![error.at(Path::root().key("audience"))])
}

/// A notice, unless its audience may not get it or nobody has approved it. Who may approve it
/// approves it by sending it.
fn send(plan: &Plan, case: &Case, wanted: &SendNotice, context: &CaseContext) -> Changes {
    let mut refusals = Vec::new();
    let communication = plan.communication();
    if communication.content(&wanted.content).is_none() {
        let known = communication.contents.iter().map(|content| content.id.as_str());
        refusals.push(unknown("content", &wanted.content, known));
    }
    let at = wanted.at.unwrap_or(context.now);
    if at > context.now {
        let error = Error::new(Code::CaseInFuture).with("at", at).with("now", context.now);
        refusals.push(error.at(Path::root().key("at")));
    }
    let audience = match audience(plan, &wanted.audience) {
        Ok(audience) => audience,
        Err(error) => {
            refusals.push(error);
            return Err(refusals);
        }
    };
    let tlp = wanted.tlp.or(case.tlp);
    if let Some(tlp) = tlp.filter(|tlp| tlp.current() > audience.written.tlp.current()) {
        let error = Error::new(Code::NoticeForbidden).with("tlp", tlp.as_str());
        let error = error.with("audience", &wanted.audience);
        let path = Path::root().key(if wanted.tlp.is_some() { "tlp" } else { "audience" });
        refusals.push(error.with("most", audience.written.tlp.as_str()).at(path));
    }
    let roles = &audience.written.approval;
    let standing = case.approvals.get(&wanted.audience);
    let own = has_one(&context.actor, roles).then_some(&context.actor.id);
    let approved_by = standing.or(own).filter(|_| !roles.is_empty()).cloned();
    if approved_by.is_none() && !roles.is_empty() {
        let error = Error::new(Code::NoticeNotApproved).with("roles", roles.join(", "));
        refusals.push(error.at(Path::root().key("audience")));
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let due_at = due::due_at(plan, case, context.ticket.as_ref(), audience);
    Ok(vec![CaseChange::NoticeSent(NoticeSent {
        audience: wanted.audience.clone(),
        content: wanted.content.clone(),
        at,
        tlp,
        approved_by,
        due_at,
    })])
}
