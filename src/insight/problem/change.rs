use std::collections::BTreeMap;

use serde::Serialize;

use super::history::{about_id, about_name};
use crate::document::object;
use crate::error::{Error, Path};
use crate::time::{Instant, Span};

/// A change that was made. It is looked at for incidents that have one of its facts and contradict
/// none of them; one without a fact for none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub struct PastChange {
    /// The host's identifier.
    pub id: String,
    /// When it took effect. One after the present is not looked at.
    pub at: Instant,
    /// The service that was changed.
    pub service: Option<String>,
    /// The category that it belongs to.
    pub category: Option<String>,
    /// The item that was changed.
    pub configuration_item: Option<String>,
}

object!(PastChange {
    id: needed "id",
    at: needed "at",
    service: optional "service",
    category: optional "category",
    configuration_item: optional "configurationItem",
});

/// A change with the occurrences that followed it before the next one did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowedChange {
    /// The host's identifier.
    pub id: String,
    /// When it took effect.
    pub at: Instant,
    /// How many occurrences followed it.
    pub occurrences: u32,
}

impl PastChange {
    /// The facts that it has, in the order of [`FACTS`](super::bucket::FACTS).
    fn facts(&self) -> [&str; 3] {
        [&self.service, &self.category, &self.configuration_item]
            .map(|fact| fact.as_deref().unwrap_or_default())
    }

    /// Every finding about it.
    pub(super) fn findings(&self) -> Vec<Error> {
        let mut findings = Vec::new();
        about_id(&self.id, "id", &mut findings);
        for (name, fact) in super::bucket::FACTS.into_iter().zip(self.facts()) {
            about_name(fact, Path::root().key(name), &mut findings);
        }
        findings
    }

    /// Whether incidents that share these facts have no other ones.
    fn agrees(&self, shared: [&str; 3]) -> bool {
        let mut pairs = self.facts().into_iter().zip(shared);
        pairs.all(|(own, other)| own.is_empty() || other.is_empty() || own == other)
    }

    fn order(&self) -> (Instant, &str) {
        (self.at, &self.id)
    }
}

/// Changes by each fact that they have, in the order of time.
#[derive(Debug, Default)]
pub(super) struct ChangesByFact<'a>(BTreeMap<(usize, &'a str), Vec<&'a PastChange>>);

impl<'a> ChangesByFact<'a> {
    /// Those up to the present.
    pub(super) fn new(changes: &'a [PastChange], now: Instant) -> Self {
        let mut sorted: Vec<_> = changes.iter().filter(|change| change.at <= now).collect();
        sorted.sort_by_key(|change| change.order());
        let mut by: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for change in sorted {
            for (at, fact) in change.facts().into_iter().enumerate() {
                if !fact.is_empty() {
                    by.entry((at, fact)).or_default().push(change);
                }
            }
        }
        Self(by)
    }

    /// Those that concern incidents which share these facts.
    pub(super) fn of(&self, shared: [&'a str; 3], after: Span) -> Changes<'a> {
        let lists = shared.into_iter().enumerate().filter_map(|key| self.0.get(&key));
        let mut changes: Vec<_> = lists.flatten().copied().collect();
        changes.retain(|change| change.agrees(shared));
        changes.sort_by_key(|change| change.order());
        changes.dedup_by_key(|change| change.id.as_str());
        Changes { changes, after }
    }
}

/// Changes that may have to do with incidents, in the order of time.
#[derive(Debug, Default)]
pub(super) struct Changes<'a> {
    changes: Vec<&'a PastChange>,
    after: Span,
}

impl<'a> Changes<'a> {
    /// The last change before an instant that its consequences may still reach.
    pub(super) fn before(&self, at: Instant) -> Option<&'a PastChange> {
        let place = self.changes.partition_point(|change| change.at <= at);
        let change = self.changes.get(place.checked_sub(1)?)?;
        (at.since(change.at) <= self.after).then_some(change)
    }

    /// Those that occurrences followed, which stand in the order of time.
    pub(super) fn followed(
        &self,
        occurrences: impl Iterator<Item = Instant>,
    ) -> Vec<FollowedChange> {
        let mut followed: Vec<FollowedChange> = Vec::new();
        for change in occurrences.filter_map(|at| self.before(at)) {
            match followed.last_mut() {
                Some(last) if last.id == change.id => {
                    last.occurrences = last.occurrences.saturating_add(1);
                }
                Some(_) | None => {
                    let (id, at) = (change.id.clone(), change.at);
                    followed.push(FollowedChange { id, at, occurrences: 1 });
                }
            }
        }
        followed
    }

    /// How much of a stretch of time lies within reach of a change, in milliseconds.
    pub(super) fn reach(&self, from: Instant, to: Instant) -> i64 {
        let (mut sum, mut done) = (0_i64, from.as_millis());
        for change in &self.changes {
            let start = change.at.as_millis().max(done);
            let end = change.at.as_millis().saturating_add(self.after.as_millis());
            let end = end.min(to.as_millis());
            if end > start {
                sum = sum.saturating_add(end.saturating_sub(start));
                done = end;
            }
        }
        sum
    }
}
