use serde::Serialize;

use super::decide::CaseContext;
use super::due::{Clock, Due, after};
use super::evidence::Custody;
use super::tasks::{Desk, OpenTask, all, named};
use super::{Case, Standing, Started};
use crate::document::Map;
use crate::error::{Error, Path};
use crate::security::plan::{DueFrom, EvidenceKind, Plan, Playbook, Task};
use crate::time::Instant;

/// Where a case stands at one instant, for one actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CaseStatus {
    /// The case's identifier.
    pub case: String,
    /// The version that was looked at.
    pub version: u64,
    /// The plan that it follows.
    pub plan: String,
    /// The phase that the ticket is in; none outside of the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// The playbooks that are meant for the ticket and were not started.
    pub proposed: Vec<String>,
    /// Every task of the started playbooks, in the order of the plan.
    pub tasks: Vec<TaskStatus>,
    /// For each phase that is not left before tasks are done: those that are open.
    pub gates: Vec<Gate>,
    /// What audiences are owed, the earliest first.
    pub communications: Vec<Due>,
    /// The chain of custody of each piece of evidence.
    pub custody: Vec<Custody>,
    /// When the answer next becomes another one by itself; one timer is enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_change_at: Option<Instant>,
}

/// How a task stands for an actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskStatus {
    /// The task.
    #[serde(flatten)]
    pub task: OpenTask,
    /// How far it has come.
    pub standing: Standing,
    /// Whether the actor may begin it, or say that it is done, now.
    pub offered: bool,
    /// What it still needs before that: the reasons of a refusal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Error>,
    /// Whether it may be left undone.
    #[serde(skip_serializing_if = "is_false")]
    pub optional: bool,
    /// The kinds of evidence that it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceKind>,
    /// The phase that is not left before it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<String>,
    /// Who is to do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// When it is due, while it is neither done nor skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Instant>,
    /// Whether that instant has come.
    pub overdue: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// What keeps a phase from being left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// The phase.
    pub phase: String,
    /// The tasks that are neither done nor skipped; the gate is open if there is none.
    pub open: Vec<OpenTask>,
}

impl Case {
    /// Where the case stands. Time grows linearly with the tasks and what they wait for.
    ///
    /// # Errors
    /// `case.otherPlan`, `case.otherTicket`: the answer would be about something else.
    pub fn status(&self, plan: &Plan, context: &CaseContext) -> Result<CaseStatus, Vec<Error>> {
        let ticket = context.ticket.as_ref();
        let refusals = self.others(plan, ticket, &Path::root().key("context"));
        if !refusals.is_empty() {
            return Err(refusals);
        }
        let desk = Desk::new(self, ticket, &context.actor);
        let now = context.now;
        let tasks: Vec<TaskStatus> = all(plan, self)
            .map(|(playbook, started, task)| {
                task_status(plan, &desk, (playbook, started, task), now)
            })
            .collect();
        let communications = Clock::new(plan, self, ticket).dues(now);
        let dues = communications.iter().filter_map(|due| due.due_at);
        let next = tasks.iter().filter_map(|task| task.due_at).chain(dues);
        Ok(CaseStatus {
            case: self.id.clone(),
            version: self.version,
            plan: self.plan.clone(),
            phase: ticket.map(|one| one.state.clone()).filter(|state| plan.phase(state).is_some()),
            proposed: self.proposed(plan, &desk),
            gates: self.gates(plan, &desk),
            custody: self.custody(),
            next_change_at: next.filter(|at| *at > now).min(),
            tasks,
            communications,
        })
    }

    fn proposed(&self, plan: &Plan, desk: &Desk<'_>) -> Vec<String> {
        let category = desk.ticket.and_then(|ticket| ticket.facts.get("category")?.as_text());
        let meant = |playbook: &&Playbook| {
            let of_category =
                category.is_some_and(|it| playbook.categories.iter().any(|one| one == it));
            let of_condition =
                playbook.applies_if.is_some() && desk.holds(playbook.applies_if.as_ref());
            self.playbooks.get(&playbook.id).is_none() && (of_category || of_condition)
        };
        plan.playbooks().iter().filter(meant).map(|playbook| playbook.id.clone()).collect()
    }

    fn gates(&self, plan: &Plan, desk: &Desk<'_>) -> Vec<Gate> {
        let mut of_phases: Map<Vec<OpenTask>> = Map::new();
        for (playbook, started, task) in all(plan, self) {
            let Some(phase) = &task.written.gate else { continue };
            if of_phases.get(phase).is_none() {
                of_phases.insert(phase, Vec::new());
            }
            if let Some(open) = of_phases.get_mut(phase)
                && !desk.is_settled(started, task)
            {
                open.push(named(playbook, task));
            }
        }
        let gate = |phase: &String| {
            let open = of_phases.get(phase)?.clone();
            Some(Gate { phase: phase.clone(), open })
        };
        plan.phases().iter().filter_map(gate).collect()
    }

    /// The chain of custody of each piece of evidence, by its identifier.
    #[must_use]
    pub fn custody(&self) -> Vec<Custody> {
        let mut copies: Vec<(&str, &str)> =
            self.evidence.iter().filter_map(|(id, item)| Some((item.of.as_deref()?, id))).collect();
        copies.sort_unstable();
        let of = |id: &str| {
            let first = copies.partition_point(|(of, _)| *of < id);
            let rest = copies.get(first..).unwrap_or_default().iter();
            rest.take_while(|(of, _)| *of == id).map(|(_, copy)| (*copy).to_owned()).collect()
        };
        self.evidence.iter().map(|(id, item)| Custody::of(id, item, of(id))).collect()
    }
}

fn task_status(
    plan: &Plan,
    desk: &Desk<'_>,
    (playbook, started, task): (&Playbook, &Started, &Task),
    now: Instant,
) -> TaskStatus {
    let written = &task.written;
    let record = started.tasks.get(&written.id);
    let standing = record.map_or(Standing::Open, |record| record.standing);
    let needs = match standing {
        Standing::Open => desk.needs(playbook, started, task),
        Standing::Started => desk.kept_from(task).into_iter().collect(),
        Standing::Done | Standing::Skipped => Vec::new(),
    };
    let settled = desk.is_settled(started, task);
    let from = match written.due_from {
        DueFrom::PlaybookStart => started.at,
        DueFrom::CaseOpening => desk.case.opened_at,
    };
    let due = || after(plan, written.calendar.as_deref(), from, written.within?).ok();
    let due_at = if settled || desk.case.closed_at.is_some() { None } else { due() };
    TaskStatus {
        task: named(playbook, task),
        standing,
        offered: needs.is_empty() && !settled && desk.case.closed_at.is_none(),
        needs,
        optional: written.optional,
        evidence: written.evidence.clone(),
        gate: written.gate.clone(),
        assignee: record.and_then(|record| record.assignee.clone()),
        due_at,
        overdue: due_at.is_some_and(|at| at <= now),
    }
}
