#![expect(clippy::float_arithmetic, reason = "probabilities")]

use super::past::Past;
use super::settings::ProblemRules;
use crate::insight::significance::{at_least, real};
use crate::insight::similar::number;

/// How many times as long as an outage's reports may last a history must be, so that it says how
/// often they come by chance.
const HISTORY: i64 = 12;

/// Reports that are so near together that they are probably of one outage.
#[derive(Debug)]
pub(super) struct Burst {
    /// By number, ascending; the first one stands for all.
    pub(super) rows: Vec<u32>,
    /// How likely so many of the group come so close by chance; none where the history is too
    /// short to say.
    pub(super) probability: Option<f64>,
}

/// The bursts among the incidents of a group, which stand in the order of time.
///
/// A window begins with each report that is in no burst yet. So many of all reports lying in it by
/// chance is binomial; because each report might begin a window, that is taken times their number.
/// A burst goes on while the next report comes within a quarter of the window.
pub(super) fn bursts(past: &Past<'_>, rows: &[u32], rules: &ProblemRules) -> Vec<Burst> {
    let within = rules.outage_within.as_millis();
    let whole = past.whole().as_millis();
    let known = whole >= within.saturating_mul(HISTORY);
    let share = seconds(within) / seconds(whole).max(1.0);
    let at = |row: &u32| past.at(*row).as_millis();
    let all = number(rows.len());
    let mut bursts: Vec<Burst> = Vec::new();
    let mut rest = rows;
    while let Some((first, others)) = rest.split_first() {
        let end = at(first).saturating_add(within);
        let near = others.partition_point(|row| at(row) <= end);
        let others_near = number(near);
        let enough = others_near >= rules.outage_least.saturating_sub(1);
        let chance = enough.then(|| {
            let chance = at_least(others_near.into(), all.saturating_sub(1).into(), share);
            libm::fmin(1.0, chance * f64::from(all))
        });
        let Some(chance) = chance.filter(|p| !known || *p * 100.0 <= f64::from(rules.chance))
        else {
            rest = others;
            continue;
        };
        let tail = others.get(near.saturating_sub(1)..).unwrap_or_default();
        let apart = |two: &&[u32]| match two {
            [one, next] => at(next).saturating_sub(at(one)) <= within >> 2,
            _ => false,
        };
        let tail = tail.windows(2).take_while(apart).count();
        let end = near.saturating_add(1).saturating_add(tail);
        let (burst, later) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        let last = bursts.last_mut();
        let earlier = last.filter(|last| {
            last.rows.last().is_some_and(|row| at(row).saturating_add(within) >= at(first))
        });
        if let Some(last) = earlier {
            last.rows.extend_from_slice(burst);
            last.probability = last.probability.map(|before| libm::fmin(before, chance));
        } else {
            let probability = known.then_some(chance);
            bursts.push(Burst { rows: burst.to_vec(), probability });
        }
        rest = later;
    }
    bursts
}

/// Milliseconds in whole seconds.
pub(super) fn seconds(millis: i64) -> f64 {
    real(millis.max(0).unsigned_abs().div_euclid(1_000))
}
