use std::collections::BTreeMap;

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
/// Time grows as n log n with the number of events, and as n if nothing is late or corrected.
pub(crate) fn timeline(history: &[Event]) -> Vec<Effect<'_>> {
    let mut corrections = BTreeMap::new();
    for event in history {
        if let Change::Corrected(corrected) = &event.change {
            corrections.insert(corrected.version, corrected.took_effect_at);
        }
    }
    let mut effects: Vec<Effect<'_>> = history
        .iter()
        .filter(|event| !matches!(event.change, Change::Corrected(_)))
        .filter_map(|event| {
            let at = corrections.get(&event.version).copied().unwrap_or(Some(event.at))?;
            Some(Effect { at, event })
        })
        .collect();
    effects.sort_by_key(|effect| (effect.at, effect.event.version));
    effects
}
