#![expect(clippy::float_arithmetic, reason = "probabilities")]

use std::collections::BTreeMap;

use super::look::{Outcome, STRETCHES, Seen};
use super::settings::BreachRules;

/// The past tickets of one look, counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    /// Met in each stretch.
    met: [u32; STRETCHES],
    /// Seen no longer, in each stretch.
    left: [u32; STRETCHES],
    missed: u32,
    /// Those whose time is over by now.
    over: u32,
}

impl Counts {
    fn add(&mut self, seen: &Seen) {
        let (stretch, list) = match seen.outcome {
            Outcome::Met => (seen.met_in(), &mut self.met),
            Outcome::Unknown => (seen.stretch().0, &mut self.left),
            Outcome::Missed => (STRETCHES, &mut self.left),
        };
        match list.get_mut(stretch) {
            Some(count) => *count = count.saturating_add(1),
            None => self.missed = self.missed.saturating_add(1),
        }
        self.over = self.over.saturating_add(u32::from(seen.over));
    }

    pub(super) fn over(&self) -> u32 {
        self.over
    }

    pub(super) fn missed(&self) -> u32 {
        self.missed
    }

    pub(super) fn met(&self) -> u32 {
        self.met.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    pub(super) fn all(&self) -> u32 {
        let left = self.left.iter().fold(self.missed, |sum, count| sum.saturating_add(*count));
        left.saturating_add(self.met())
    }

    /// Draws the hazards of a wider look towards those of this one.
    fn refine(&self, hazards: &mut [f64; STRETCHES], weight: f64) {
        let mut at_risk = f64::from(self.missed);
        let counts = self.met.iter().zip(&self.left);
        for (hazard, (met, left)) in hazards.iter_mut().zip(counts).rev() {
            let (met, left) = (f64::from(*met), f64::from(*left));
            at_risk += met + left;
            *hazard = (met + weight * *hazard) / (at_risk - left / 2.0 + weight);
        }
    }
}

/// Past tickets, counted for each stretch and each look.
///
/// A look is known by the one that it narrows and the value that it narrows it to. The first ones
/// are those of the stretches, without any value.
#[derive(Debug)]
pub(super) struct Curves {
    values: BTreeMap<String, usize>,
    looks: BTreeMap<(usize, usize), usize>,
    counts: Vec<Counts>,
    rows: u32,
}

impl Curves {
    pub(super) fn new() -> Self {
        let counts = vec![Counts::default(); STRETCHES];
        Self { values: BTreeMap::new(), looks: BTreeMap::new(), counts, rows: 0 }
    }

    pub(super) fn add(&mut self, seen: &Seen, rules: &BreachRules) {
        self.rows = self.rows.saturating_add(1);
        for stretch in 0..seen.begun() {
            let mut look = stretch;
            self.count(look, seen);
            for value in seen.values(&rules.by, Some(stretch)) {
                look = self.narrower(look, value);
                self.count(look, seen);
            }
        }
    }

    fn count(&mut self, look: usize, seen: &Seen) {
        if let Some(counts) = self.counts.get_mut(look) {
            counts.add(seen);
        }
    }

    fn narrower(&mut self, look: usize, value: String) -> usize {
        let next = self.values.len();
        let value = *self.values.entry(value).or_insert(next);
        let next = self.counts.len();
        let narrower = *self.looks.entry((look, value)).or_insert(next);
        if narrower == next {
            self.counts.push(Counts::default());
        }
        narrower
    }

    /// The counts of each look, from the widest on, as far as past tickets reach.
    pub(super) fn looks(&self, stretch: usize, values: &[String]) -> Vec<&Counts> {
        let mut look = stretch;
        let mut found = Vec::from_iter(self.counts.get(look));
        for value in values {
            let value = self.values.get(value);
            let Some(narrower) = value.and_then(|value| self.looks.get(&(look, *value))) else {
                break;
            };
            look = *narrower;
            found.extend(self.counts.get(look));
        }
        found
    }

    /// The share of misses among the past tickets whose end is known, drawn towards one half.
    pub(super) fn base_rate(&self) -> f64 {
        let Some(all) = self.counts.first() else { return 0.5 };
        let (missed, met) = (f64::from(all.missed), f64::from(all.met()));
        (missed + 0.5) / (missed + met + 1.0)
    }

    pub(super) fn rows(&self) -> u32 {
        self.rows
    }
}

/// The probability of a miss by each look: of those that run on at a part of a stretch, how many
/// are not met up to the target.
pub(super) fn missed(looks: &[&Counts], stretch: usize, part: f64, weight: f64) -> Vec<f64> {
    // Without any history: an even chance over the whole clock.
    let mut hazards = [1.0 - libm::exp(-libm::log(2.0) / 20.0); STRETCHES];
    let each = looks.iter().map(|counts| {
        counts.refine(&mut hazards, weight);
        let mut later = hazards.iter().skip(stretch);
        let now = later.next().copied().unwrap_or_default();
        let first = (1.0 - now) / (1.0 - now * part);
        later.fold(first, |left, hazard| left * (1.0 - hazard))
    });
    each.collect()
}
