use serde::Serialize;

use super::{State, lacking};
use crate::condition::{Condition, ConditionDraft, Vocabulary};
use crate::document::object;
use crate::error::{Code, Error, Path};
use crate::model::{Facts, Linked, Links, Ticket};
use crate::time::{Instant, Span};

/// What linked tickets must be like, as written: with a condition all of them, or at least one;
/// without, there must be one. Conditions are about `kind`, `state` and `stateType`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkedDraft {
    /// How they are linked, as the host calls it, for example `child`.
    pub relation: String,
    /// What must be true of all of them, if there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<ConditionDraft>,
    /// What must be true of at least one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub some: Option<ConditionDraft>,
}

object!(LinkedDraft {
    relation: needed "relation",
    every: optional "every",
    some: optional "some",
});

/// Who must have approved a move, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApprovalDraft {
    /// Who may approve; everybody if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// How many of them must; 1 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

object!(ApprovalDraft { roles: or_default "roles", count: optional "count" });

/// What a checked move needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guards {
    pub(super) roles: Vec<String>,
    pub(super) requires: Vec<String>,
    pub(super) only_if: Option<Condition>,
    pub(super) linked: Vec<Linking>,
    pub(super) within: Option<Span>,
    pub(super) approval: Option<ApprovalDraft>,
}

/// What linked tickets must be like: how they are linked, what must be true of every one, and of
/// one at least; without either there must be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Linking {
    pub(crate) relation: String,
    pub(crate) every: Option<Condition>,
    pub(crate) some: Option<Condition>,
}

impl LinkedDraft {
    pub(super) fn check(
        &self,
        path: &Path,
        vocabulary: &Vocabulary,
        findings: &mut Vec<Error>,
    ) -> Linking {
        let vocabulary = vocabulary.of_links();
        let mut check = |one: &Option<ConditionDraft>, name: &str| {
            one.as_ref().and_then(|one| one.check(&path.key(name), &vocabulary, findings))
        };
        Linking {
            relation: self.relation.clone(),
            every: check(&self.every, "every"),
            some: check(&self.some, "some"),
        }
    }
}

impl Linking {
    /// Why the linked tickets keep a move from being made.
    fn unmet(&self, links: &Links) -> Option<Error> {
        let linked = match links {
            Links::Met => return None,
            Links::Unknown => return Some(Error::new(Code::FactMissing).with("field", "linked")),
            Links::Known(linked) => linked.iter().filter(|one| one.relation == self.relation),
        };
        let holds = |one: &Condition, of: &Linked| one.holds_for(&|f| of.fact(f));
        let against = |one: &&Linked| self.every.as_ref().is_some_and(|every| !holds(every, one));
        let against: Vec<_> = linked.clone().filter(against).map(|one| one.id.as_str()).collect();
        let some = match &self.some {
            Some(some) => linked.clone().any(|one| holds(some, one)),
            None => self.every.is_some() || linked.clone().next().is_some(),
        };
        let error = Error::new(Code::LinkedFails).with("relation", &self.relation);
        (!against.is_empty() || !some).then(|| error.with("against", against.join(", ")))
    }
}

/// When somebody wants to move, and what is known beside the ticket.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The instant.
    pub at: Instant,
    /// The tickets that it is linked with.
    pub links: &'a Links,
}

/// The guards of a move, roles aside, that are not met, with the facts that come along.
pub(super) fn unmet(
    ticket: &Ticket,
    guards: Option<&Guards>,
    to: &State,
    facts: &Facts,
    moment: Moment<'_>,
) -> Vec<Error> {
    let mut refusals = Vec::new();
    if let Some(guards) = guards {
        if guards.only_if.as_ref().is_some_and(|only_if| !only_if.holds(ticket)) {
            let error = Error::new(Code::GuardFails).with("from", &ticket.state);
            refusals.push(error.with("to", &to.id));
        }
        refusals.extend(guards.linked.iter().filter_map(|one| one.unmet(moment.links)));
        refusals.extend(guards.late(ticket, moment.at));
        refusals.extend(guards.unapproved(ticket, to));
    }
    refusals.extend(lacking(needed(guards, to), facts, &ticket.facts));
    refusals
}

/// The fields that a move and the state that it reaches require, each once.
pub(super) fn needed<'a>(guards: Option<&'a Guards>, to: &'a State) -> Vec<&'a str> {
    let of_move = guards.map_or(&[][..], |guards| &guards.requires).iter().map(String::as_str);
    let mut fields = Vec::new();
    for field in of_move.chain(to.required()) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}

impl Guards {
    /// Every role that makes or approves the move.
    pub(super) fn named_roles(&self) -> impl Iterator<Item = &String> {
        let approving = self.approval.iter().flat_map(|approval| &approval.roles);
        self.roles.iter().chain(approving)
    }

    /// The last instant at which the move is possible.
    pub(super) fn until(&self, ticket: &Ticket) -> Option<Instant> {
        ticket.state_since.plus(self.within?).ok()
    }

    fn late(&self, ticket: &Ticket, at: Instant) -> Option<Error> {
        let until = self.until(ticket).filter(|until| at > *until)?;
        Some(Error::new(Code::MoveTooLate).with("at", until))
    }

    /// How many approvals it needs.
    pub(super) fn approvals(&self) -> usize {
        let count = self.approval.as_ref().map_or(0, |approval| approval.count.unwrap_or(1));
        usize::try_from(count).unwrap_or(usize::MAX)
    }

    fn unapproved(&self, ticket: &Ticket, to: &State) -> Option<Error> {
        let approval = self.approval.as_ref()?;
        let needed = self.approvals();
        let given = ticket.approvals.iter().filter(|one| one.to == to.id).count();
        let error = || {
            Error::new(Code::ApprovalMissing)
                .with("count", needed)
                .with("given", given)
                .with("roles", approval.roles.join(", "))
        };
        (given < needed).then(error)
    }
}
