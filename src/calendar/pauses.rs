use super::build::merge;
use crate::time::{Instant, Segment};

/// Stretches in which time does not count: sorted, and merged where they touch or overlap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pauses(Vec<Segment>);

impl Pauses {
    /// Pauses in any order; what overlaps counts once.
    #[must_use]
    pub fn new(pauses: &[Segment]) -> Self {
        let stretches =
            pauses.iter().map(|pause| (pause.from.as_millis(), pause.to.as_millis())).collect();
        let segment = |(from, to)| {
            Segment::new(Instant::from_millis(from).ok()?, Instant::from_millis(to).ok()?)
        };
        Self(merge(stretches).into_iter().filter_map(segment).collect())
    }

    /// The merged pauses, earliest first.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }
}
