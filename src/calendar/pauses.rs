use crate::time::Segment;

/// Stretches in which time does not count: sorted, and merged where they touch or overlap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pauses(Vec<Segment>);

impl Pauses {
    /// Pauses in any order; what overlaps counts once.
    #[must_use]
    pub fn new(mut pauses: Vec<Segment>) -> Self {
        pauses.sort_unstable();
        let mut merged: Vec<Segment> = Vec::with_capacity(pauses.len());
        for pause in pauses {
            match merged.last_mut().filter(|last| pause.from <= last.to) {
                Some(last) => last.to = last.to.max(pause.to),
                None => merged.push(pause),
            }
        }
        Self(merged)
    }

    /// The merged pauses, earliest first.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }
}
