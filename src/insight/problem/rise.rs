#![expect(clippy::float_arithmetic, reason = "probabilities")]

use super::change::Changes;
use super::occurrence::seconds;
use super::past::Past;
use super::settings::{ProblemRules, days};
use crate::insight::significance::{at_least, real};
use crate::time::Span;

/// How many weeks a history before the window has at least; shorter ones where the window is.
const LEAST: i64 = 8;

/// How often incidents of a bucket occurred.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts {
    /// Before the window.
    pub(super) before: u64,
    /// Within it.
    pub(super) within: u64,
    /// How much more the past weeks differ than by chance, as a fraction; at least one.
    spread: (u64, u64),
}

/// How likely something is by chance, if it is worth looking.
pub(super) type Chance = Option<f64>;

/// The stretch over which occurrences are counted to see how much they differ: a week, or the
/// window where that is shorter, but a day.
fn stretch(past: &Past<'_>) -> i64 {
    let window = past.now.since(past.from);
    window.clamp(days(1), days(7)).as_millis()
}

/// The history before the window that a usual rate needs.
pub(super) fn needed(past: &Past<'_>) -> Span {
    Span::from_millis(stretch(past).saturating_mul(LEAST))
}

impl Counts {
    /// Counts those of a bucket that stand for an occurrence.
    pub(super) fn of(past: &Past<'_>, rows: &[u32]) -> Self {
        let inside = rows.partition_point(|row| past.at(*row) < past.from);
        let (before, within) = rows.split_at_checked(inside).unwrap_or((rows, &[]));
        let counts = |rows: &[u32]| u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let spread = Self::spread(past, before).unwrap_or((1, 1));
        Self { before: counts(before), within: counts(within), spread }
    }

    /// The variance of the counts of equal stretches over their mean, if they differ more than
    /// chance would have it in one of 20 cases: the index of dispersion.
    fn spread(past: &Past<'_>, before: &[u32]) -> Option<(u64, u64)> {
        let stretch = stretch(past);
        let all = past.before().as_millis().checked_div(stretch)?.unsigned_abs();
        let place = |row: &u32| {
            let ago = past.from.since(past.at(*row)).as_millis();
            ago.saturating_sub(1).checked_div(stretch)
        };
        let (mut sum, mut squares) = (0_u64, 0_u64);
        for same in before.chunk_by(|one, other| place(one) == place(other)) {
            // The oldest stretch is not whole, so it is left out.
            if same.first().and_then(place).is_some_and(|at| at.unsigned_abs() < all) {
                let count = u64::try_from(same.len()).unwrap_or(u64::MAX);
                sum = sum.saturating_add(count);
                squares = squares.saturating_add(count.saturating_mul(count));
            }
        }
        let over = all.saturating_mul(squares).saturating_sub(sum.saturating_mul(sum));
        let freedom = all.saturating_sub(1);
        let usual = real(freedom) + 1.645 * libm::sqrt(2.0 * real(freedom));
        let differs = sum > 0 && real(over) > usual * real(sum);
        differs.then(|| (over, freedom.saturating_mul(sum)))
    }

    /// A count as it would be if the weeks differed by chance alone, rounded.
    fn calmed(&self, count: u64) -> u64 {
        let (over, under) = self.spread;
        let doubled = count.saturating_mul(under).saturating_mul(2).saturating_add(over);
        doubled.checked_div(over.saturating_mul(2)).unwrap_or(count)
    }

    /// How much more the past weeks differ than by chance.
    pub(super) fn differs(&self) -> f64 {
        real(self.spread.0) / real(self.spread.1.max(1))
    }

    /// How likely so many lie within the window by chance; none if even all of them would not
    /// stand out.
    pub(super) fn rise(&self, past: &Past<'_>, rules: &ProblemRules) -> Chance {
        let window = seconds(past.now.since(past.from).as_millis());
        let share = window / (window + seconds(past.before().as_millis())).max(1.0);
        let (before, within) = (self.calmed(self.before), self.calmed(self.within));
        chance(within, before.saturating_add(within), share, rules)
    }

    /// How likely so many of all follow changes by chance.
    pub(super) fn after(
        &self,
        following: u64,
        past: &Past<'_>,
        changes: &Changes<'_>,
        rules: &ProblemRules,
    ) -> (f64, Chance) {
        let reach = seconds(changes.reach(past.since, past.now));
        let share = libm::fmin(1.0, reach / seconds(past.whole().as_millis()).max(1.0));
        let all = self.calmed(self.before.saturating_add(self.within));
        let chance = chance(self.calmed(following).min(all), all, share, rules);
        (share, chance.filter(|_| reach > 0.0))
    }

    /// How many of the window were to be expected.
    pub(super) fn expected(&self, past: &Past<'_>) -> f64 {
        self.rate(past) * seconds(past.now.since(past.from).as_millis())
    }

    /// How many there were in a second before the window.
    pub(super) fn rate(&self, past: &Past<'_>) -> f64 {
        real(self.before) / seconds(past.before().as_millis()).max(1.0)
    }
}

fn chance(k: u64, n: u64, share: f64, rules: &ProblemRules) -> Chance {
    let least = at_least(n, n, share);
    (n > 0 && least * 100.0 <= f64::from(rules.chance)).then(|| at_least(k, n, share))
}
