//! How the actions of many reviews stand: counts that add up.

use serde::Serialize;

use super::draft::{ActionItem, ActionKind, ActionStatus, Owner, Review};
use crate::document::{Ids, object};
use crate::error::{Code, Error, Path};
use crate::time::Instant;

/// How many actions stand how.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActionCounts {
    /// Still to be done, those that are overdue included.
    pub open: u64,
    /// Still to be done, and due before the present.
    pub overdue: u64,
    /// Done by the instant at which they were due.
    pub done_in_time: u64,
    /// Done after it.
    pub done_late: u64,
    /// Done, and either when or by when is not said.
    pub done_undated: u64,
    /// Dropped.
    pub dropped: u64,
    /// Milliseconds since the open ones were agreed, together: the numerator of their mean age.
    pub age_ms: u64,
    /// How many open ones say since when: its denominator.
    pub aged: u64,
    /// The open one that was agreed first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oldest: Option<Oldest>,
}

object!(ActionCounts {
    open: needed "open",
    overdue: needed "overdue",
    done_in_time: needed "doneInTime",
    done_late: needed "doneLate",
    done_undated: needed "doneUndated",
    dropped: needed "dropped",
    age_ms: needed "ageMs",
    aged: needed "aged",
    oldest: optional "oldest",
});

/// The open action that was agreed first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Oldest {
    /// When it was agreed.
    pub since: Instant,
    /// The review.
    pub review: String,
    /// The action.
    pub action: String,
}

object!(Oldest { since: needed "since", review: needed "review", action: needed "action" });

/// The counts of an owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnerCounts {
    /// Whose they are; null for those that are nobody's.
    pub owner: Option<Owner>,
    /// How they stand.
    pub counts: ActionCounts,
}

object!(OwnerCounts { owner: optional "owner", counts: needed "counts" });

/// The counts of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KindCounts {
    /// What they are for.
    pub kind: ActionKind,
    /// How they stand.
    pub counts: ActionCounts,
}

object!(KindCounts { kind: needed "kind", counts: needed "counts" });

/// How the actions of some reviews stand at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActionReport {
    /// The instant.
    pub now: Instant,
    /// How many reviews.
    pub reviews: u64,
    /// All of them.
    pub total: ActionCounts,
    /// By owner, sorted: nobody, then persons, then roles, each by name.
    pub by_owner: Vec<OwnerCounts>,
    /// By kind, each kind that there is, in the order of the kinds.
    pub by_kind: Vec<KindCounts>,
}

object!(ActionReport {
    now: needed "now",
    reviews: needed "reviews",
    total: needed "total",
    by_owner: needed "byOwner",
    by_kind: needed "byKind",
});

impl ActionCounts {
    /// Adds what others counted.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in [
            (&mut self.open, other.open),
            (&mut self.overdue, other.overdue),
            (&mut self.done_in_time, other.done_in_time),
            (&mut self.done_late, other.done_late),
            (&mut self.done_undated, other.done_undated),
            (&mut self.dropped, other.dropped),
            (&mut self.age_ms, other.age_ms),
            (&mut self.aged, other.aged),
        ] {
            *count = count.saturating_add(more);
        }
        let both = self.oldest.take().into_iter().chain(other.oldest.clone());
        self.oldest = both.min();
    }

    fn of(review: &Review, action: &ActionItem, now: Instant) -> Self {
        let mut counts = Self::default();
        match (action.status, action.done_at, action.due) {
            (ActionStatus::Dropped, _, _) => counts.dropped = 1,
            (ActionStatus::Done, Some(done), Some(due)) if done <= due => counts.done_in_time = 1,
            (ActionStatus::Done, Some(_), Some(_)) => counts.done_late = 1,
            (ActionStatus::Done, _, _) => counts.done_undated = 1,
            (ActionStatus::Open, _, due) => {
                counts.open = 1;
                counts.overdue = u64::from(due.is_some_and(|due| due < now));
                let since = action.agreed_at.or(review.held_at).or(review.published_at);
                if let Some(since) = since {
                    // What is agreed after the present has no age yet.
                    let age = now.since(since).as_millis().max(0);
                    (counts.age_ms, counts.aged) = (age.unsigned_abs(), 1);
                    let (review, action) = (review.id.clone(), action.id.clone());
                    counts.oldest = Some(Oldest { since, review, action });
                }
            }
        }
        counts
    }
}

impl ActionReport {
    /// A report about no review.
    #[must_use]
    pub fn empty(now: Instant) -> Self {
        let (by_owner, by_kind) = (Vec::new(), Vec::new());
        Self { now, reviews: 0, total: ActionCounts::default(), by_owner, by_kind }
    }

    /// How the actions of these reviews stand.
    ///
    /// # Errors
    /// `id.empty`, `id.repeated`: a review that stands twice would count twice.
    pub fn of(reviews: &[Review], now: Instant) -> Result<Self, Vec<Error>> {
        let mut findings = Vec::new();
        let mut ids = Ids::default();
        let mut report = Self::empty(now);
        for (at, review) in reviews.iter().enumerate() {
            let path = Path::root().index(at).key("id");
            ids.add(&review.id, &path, &mut findings);
            report.reviews = report.reviews.saturating_add(1);
            for action in &review.actions {
                let counts = ActionCounts::of(review, action, now);
                report.total.merge(&counts);
                report.owned(action.owner.as_ref(), &counts);
                report.of_kind(action.kind, &counts);
            }
        }
        if findings.is_empty() { Ok(report) } else { Err(findings) }
    }

    /// Adds a report about other reviews at the same instant. In whatever order reports are added,
    /// the sum is the same.
    ///
    /// # Errors
    /// `review.countsOtherTime`: what is overdue at one instant does not add to that of another.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.now != other.now {
            let error = Error::new(Code::ReviewCountsOtherTime).with("now", other.now);
            return Err(error.with("expected", self.now).at(Path::root().key("now")));
        }
        self.reviews = self.reviews.saturating_add(other.reviews);
        self.total.merge(&other.total);
        for one in &other.by_owner {
            self.owned(one.owner.as_ref(), &one.counts);
        }
        for one in &other.by_kind {
            self.of_kind(one.kind, &one.counts);
        }
        Ok(())
    }

    fn owned(&mut self, owner: Option<&Owner>, counts: &ActionCounts) {
        let found = self.by_owner.binary_search_by(|one| one.owner.as_ref().cmp(&owner));
        let at = found.unwrap_or_else(|free| {
            let counts = ActionCounts::default();
            self.by_owner.insert(free, OwnerCounts { owner: owner.cloned(), counts });
            free
        });
        if let Some(one) = self.by_owner.get_mut(at) {
            one.counts.merge(counts);
        }
    }

    fn of_kind(&mut self, kind: ActionKind, counts: &ActionCounts) {
        let found = self.by_kind.binary_search_by_key(&kind, |one| one.kind);
        let at = found.unwrap_or_else(|free| {
            self.by_kind.insert(free, KindCounts { kind, counts: ActionCounts::default() });
            free
        });
        if let Some(one) = self.by_kind.get_mut(at) {
            one.counts.merge(counts);
        }
    }
}
