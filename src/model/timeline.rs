use super::{Change, Event};
use crate::time::Instant;

/// An event at the instant at which it took effect in truth.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effect<'a> {
    pub(crate) at: Instant,
    pub(crate) event: &'a Event,
}

/// The events of a history in the order in which they took effect: late ones where they belong,
/// corrected ones where they are said to belong, withdrawn ones nowhere. At one instant the order
/// is that of recording.
///
/// Time grows as n log n with the number of events, times that of corrections if there are any.
pub(crate) fn timeline(history: &[Event]) -> Vec<Effect<'_>> {
    let corrections: Vec<_> = history
        .iter()
        .filter_map(|event| match &event.change {
            Change::Corrected(corrected) => Some(corrected),
            Change::Opened(_)
            | Change::StateChanged(_)
            | Change::FactsChanged(_)
            | Change::MessageAdded(_)
            | Change::PriorityChanged(_)
            | Change::TargetWarned(_)
            | Change::TargetBreached(_)
            | Change::PriorityOverridden(_)
            | Change::ActionRequested(_)
            | Change::Approved(_) => None,
        })
        .collect();
    let mut effects: Vec<Effect<'_>> = history
        .iter()
        .filter(|event| !matches!(event.change, Change::ActionRequested(_) | Change::Corrected(_)))
        .filter_map(|event| {
            let last = corrections.iter().rfind(|other| other.version == event.version);
            let at = last.map_or(Some(event.at), |corrected| corrected.took_effect_at)?;
            Some(Effect { at, event })
        })
        .collect();
    effects.sort_by_key(|effect| (effect.at, effect.event.version));
    effects
}
