#![expect(clippy::float_arithmetic, reason = "how similar texts are is a fraction")]

use std::collections::BTreeMap;

use super::vector::{Texts, Vector, by_weight, heavier, heaviest, length, product};
use crate::insight::similar::{Names, PastTicket, number, place};

/// By how many of its terms, the most telling ones, an incident finds groups.
const TELLING: usize = 6;
/// How many groups it finds by each, the latest; so its cost does not grow with their number.
const FOUND: usize = 128;
/// How many of those that share most it is held against.
const HELD: usize = 8;
/// How many terms the middle of a group has.
const MIDDLE: usize = 96;

/// Incidents of one service that say the same.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// By number, ascending.
    pub(super) rows: Vec<u32>,
    /// The sum of their vectors.
    pub(super) middle: Vector,
    service: u32,
    /// The terms by which it is found.
    telling: Vec<u32>,
}

/// Groups that grow.
#[derive(Debug, Default)]
struct Groups {
    grown: Vec<Group>,
    /// By service and term, the groups that are found by it.
    found_by: BTreeMap<(u32, u32), Vec<u32>>,
    /// How much each group shares with what is held against them.
    shared: Vec<f64>,
}

/// Groups incidents, which stand in the order of time. One that says nothing is in none.
pub(super) fn groups(rows: &[&PastTicket], texts: &Texts, similar: f64) -> Vec<Group> {
    let mut services = Names::default();
    let alone = |(row, (ticket, vector)): (u32, (&&PastTicket, &Vector))| {
        let service = services.add(ticket.text("service"));
        Group { rows: vec![row], middle: vector.clone(), service, telling: Vec::new() }
    };
    let alone = (0..).zip(rows.iter().zip(&texts.vectors)).map(alone);
    let alone = alone.filter(|group| !group.middle.is_empty());
    let mut groups = gathered(alone, similar);
    // The middle of a young group is still that of few; once all have grown, some are the same.
    groups.sort_by(|one, other| {
        other.rows.len().cmp(&one.rows.len()).then_with(|| one.rows.cmp(&other.rows))
    });
    let mut groups = gathered(groups.into_iter(), similar);
    for group in &mut groups {
        group.rows.sort_unstable();
    }
    groups.sort_by(|one, other| one.rows.cmp(&other.rows));
    groups
}

/// Puts each of some groups into the one that it is most similar to, or lets it stand.
fn gathered(some: impl Iterator<Item = Group>, similar: f64) -> Vec<Group> {
    let mut all = Groups::default();
    for one in some {
        let mut telling = one.middle.clone();
        by_weight(&mut telling);
        telling.truncate(TELLING);
        let group = all.nearest(one.service, &one.middle, &telling, similar);
        all.join(group, one, &telling);
    }
    all.grown
}

impl Groups {
    /// The group whose middle points the same way most, if one does enough.
    fn nearest(
        &mut self,
        service: u32,
        vector: &[(u32, f64)],
        telling: &[(u32, f64)],
        similar: f64,
    ) -> Option<u32> {
        let mut met: Vec<u32> = Vec::new();
        for (term, weight) in telling {
            let Some(groups) = self.found_by.get(&(service, *term)) else { continue };
            for group in groups.iter().rev().take(FOUND) {
                if let Some(shared) = self.shared.get_mut(place(*group)) {
                    if *shared == 0.0 {
                        met.push(*group);
                    }
                    *shared += weight;
                }
            }
        }
        let mut met: Vec<(u32, f64)> = met
            .into_iter()
            .filter_map(|group| Some((group, std::mem::take(self.shared.get_mut(place(group))?))))
            .collect();
        if met.len() > HELD {
            met.select_nth_unstable_by(HELD, heavier);
            met.truncate(HELD);
        }
        for (group, score) in &mut met {
            let middle = self.grown.get(place(*group)).map(|group| group.middle.as_slice());
            let middle = middle.unwrap_or_default();
            *score = product(vector, middle) / (length(middle) * length(vector));
        }
        by_weight(&mut met);
        met.first().filter(|(_, score)| *score >= similar).map(|(group, _)| *group)
    }

    /// Puts one into a group, or lets it begin one.
    fn join(&mut self, group: Option<u32>, one: Group, telling: &[(u32, f64)]) {
        let service = one.service;
        let at = match group {
            None => {
                self.shared.push(0.0);
                self.grown.push(Group { telling: Vec::new(), ..one });
                number(self.grown.len().saturating_sub(1))
            }
            Some(at) => {
                if let Some(group) = self.grown.get_mut(place(at)) {
                    group.rows.extend(one.rows);
                    group.middle = sum(&group.middle, &one.middle);
                    if group.middle.len() > MIDDLE.saturating_mul(2) {
                        heaviest(&mut group.middle, MIDDLE);
                    }
                }
                at
            }
        };
        let Some(group) = self.grown.get_mut(place(at)) else { return };
        for (term, _) in telling {
            if !group.telling.contains(term) && group.telling.len() < TELLING.saturating_mul(4) {
                group.telling.push(*term);
                self.found_by.entry((service, *term)).or_default().push(at);
            }
        }
    }
}

/// The sum of two vectors.
pub(super) fn sum(one: &[(u32, f64)], other: &[(u32, f64)]) -> Vector {
    let mut all: Vector = one.iter().chain(other).copied().collect();
    all.sort_by_key(|(term, _)| *term);
    let mut sum: Vector = Vec::with_capacity(all.len());
    for (term, weight) in all {
        match sum.last_mut() {
            Some((last, before)) if *last == term => *before += weight,
            Some(_) | None => sum.push((term, weight)),
        }
    }
    sum
}
