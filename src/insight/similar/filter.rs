use serde::Serialize;

use super::index::{SimilarIndex, Slot};
use crate::document::object;
use crate::model::Kind;
use crate::time::Instant;

/// Which tickets are searched: those with all of this.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TicketFilter {
    /// Of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// In this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Of this category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// About this service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Of this group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignment_group: Option<String>,
    /// Opened at this instant or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_from: Option<Instant>,
    /// Opened before this instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_before: Option<Instant>,
}

object!(TicketFilter {
    kind: optional "kind",
    state: optional "state",
    category: optional "category",
    service: optional "service",
    assignment_group: optional "assignmentGroup",
    opened_from: optional "openedFrom",
    opened_before: optional "openedBefore",
});

/// A filter in the numbers of an index.
#[derive(Debug)]
pub(super) struct Sieve {
    /// Kind, state, category, service and group, as far as they are asked for.
    says: [Option<u32>; 5],
    from: Option<Instant>,
    before: Option<Instant>,
}

impl Sieve {
    /// The sieve of a filter; none if no ticket can pass it.
    pub(super) fn of(index: &SimilarIndex, filter: &TicketFilter) -> Option<Self> {
        let wanted = [
            filter.kind.map(Kind::as_str),
            filter.state.as_deref(),
            filter.category.as_deref(),
            filter.service.as_deref(),
            filter.assignment_group.as_deref(),
        ];
        let mut says = [None; 5];
        for (name, wanted) in says.iter_mut().zip(wanted) {
            if let Some(wanted) = wanted {
                *name = Some(index.names.find(wanted)?);
            }
        }
        Some(Self { says, from: filter.opened_from, before: filter.opened_before })
    }

    pub(super) fn passes(&self, slot: &Slot) -> bool {
        let mut says = self.says.iter().zip(&slot.says);
        !slot.gone
            && says.all(|(wanted, said)| wanted.is_none_or(|wanted| wanted == *said))
            && self.from.is_none_or(|from| slot.opened_at >= from)
            && self.before.is_none_or(|before| slot.opened_at < before)
    }
}
