use serde::Serialize;

use super::priority;
use super::tick::next_timer;
use crate::document::Map;
use crate::error::Error;
use crate::lifecycle::{FieldRule, Moment, Request};
use crate::model::{Context, Facts, StateType, Ticket};
use crate::policy::Policy;
use crate::prioritize::Prioritized;
use crate::sla::{ClockState, clocks, strictest};
use crate::time::{Instant, Span, tzdb_version};

/// Where a ticket stands at one instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Assessment {
    /// The ticket's identifier.
    pub ticket: String,
    /// The version that was assessed.
    pub version: u64,
    /// The state it is in.
    pub state: String,
    /// What that state means.
    pub state_type: StateType,
    /// Its priority, and why.
    pub priority: Prioritized,
    /// The clock of every target that is, or was, about it.
    pub clocks: Vec<ClockState>,
    /// The clock to show where there is room for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strictest: Option<Strictest>,
    /// Every move that the chart offers from here, and what each still needs.
    pub moves: Vec<OfferedMove>,
    /// What becomes of fields while the ticket is in its state, by their names.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub fields: Map<FieldRule>,
    /// When the answer next becomes another one by itself; one timer is enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_change_at: Option<Instant>,
    /// The digest of the policy that decided.
    pub policy: String,
    /// The release of the time zone database that the deadlines rest on.
    pub tzdb: &'static str,
}

/// Which clock is due first of those that still run or wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Strictest {
    /// The agreement's identifier.
    pub agreement: String,
    /// The target's identifier.
    pub target: String,
}

impl Strictest {
    pub(super) fn of(clocks: &[ClockState]) -> Option<Self> {
        let clock = strictest(clocks)?;
        Some(Self { agreement: clock.agreement.clone(), target: clock.target.clone() })
    }
}

/// A move that the chart offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OfferedMove {
    /// The state that it reaches.
    pub to: String,
    /// What people call that state.
    pub label: String,
    /// What that state means.
    pub state_type: StateType,
    /// Whether this actor can make it as things are.
    pub allowed: bool,
    /// What is still in its way.
    pub needs: Vec<Error>,
}

pub(super) fn assess(policy: &Policy, ticket: &Ticket, context: &Context) -> Assessment {
    let clocks = clocks(ticket, policy.agreements(), policy.calendars(), context.now);
    let subject = priority::subject(ticket, &ticket.facts, context.now);
    let no_facts = Facts::new();
    let offer = |to: &crate::lifecycle::State| {
        let request = Request {
            to: &to.id,
            hold_reason: None,
            facts: &no_facts,
            roles: &context.actor.roles,
            moment: Moment { at: context.now, links: &context.linked },
        };
        let needs = policy.lifecycle().refusals(ticket, &request);
        OfferedMove {
            to: to.id.clone(),
            label: to.label.clone(),
            state_type: to.state_type,
            allowed: needs.is_empty(),
            needs,
        }
    };
    let state = policy.lifecycle().state(&ticket.state).ok();
    Assessment {
        ticket: ticket.id.clone(),
        version: ticket.version,
        state: ticket.state.clone(),
        state_type: ticket.state_type,
        priority: policy.priorities().prioritize(&subject),
        moves: policy.lifecycle().offered(ticket).map(offer).collect(),
        fields: state.map(|state| state.fields.clone()).unwrap_or_default(),
        next_change_at: next_change(policy, ticket, &clocks, context),
        strictest: Strictest::of(&clocks),
        clocks,
        policy: policy.digest().to_owned(),
        tzdb: tzdb_version(),
    }
}

fn next_change(
    policy: &Policy,
    ticket: &Ticket,
    clocks: &[ClockState],
    context: &Context,
) -> Option<Instant> {
    let clocks = clocks.iter().filter_map(|clock| clock.next_change_at);
    let timer = next_timer(policy, ticket, context).map(|(at, _)| at);
    // An answer names the override, so its end shows even where the level stays as it is.
    let override_ends = ticket.priority_override.as_ref().and_then(|given| given.until);
    // A move is possible up to this instant, and no longer after it.
    let closing = policy.lifecycle().closing(ticket);
    let closed = closing.filter_map(|at| at.plus(Span::from_millis(1)).ok());
    clocks.chain(timer).chain(override_ends).chain(closed).filter(|at| *at > context.now).min()
}
