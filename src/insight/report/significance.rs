//! Whether a difference is more than chance. Two-sided p-values: of two tails, the smaller doubled.
#![expect(clippy::float_arithmetic, reason = "probabilities are no whole numbers")]

use crate::insight::significance::{at_least, ln_choose, real, tail};

fn doubled(tail: f64) -> f64 {
    libm::fmin(1.0, 2.0 * tail)
}

/// How likely counts at least as different are if events come at the same rate in both stretches of
/// time: the exact comparison of two Poisson rates, which is binomial under their sum.
pub(super) fn poisson(now: u64, days: u64, before: u64, before_days: u64) -> Option<f64> {
    if days == 0 || before_days == 0 || now.saturating_add(before) == 0 {
        return None;
    }
    let n = now.saturating_add(before);
    let p = real(days) / (real(days) + real(before_days));
    let sum =
        if real(now) <= real(n) * p { at_least(before, n, 1.0 - p) } else { at_least(now, n, p) };
    Some(doubled(sum))
}

/// How likely shares at least as different are if they are the same: Fisher's exact test.
pub(super) fn fisher(now: [u64; 2], before: [u64; 2]) -> Option<f64> {
    let ([a, n], [b, m]) = (now.map(real), before.map(real));
    if n == 0.0 || m == 0.0 {
        return None;
    }
    let (all, some) = (n + m, a + b);
    let first = libm::exp(ln_choose(n, a) + ln_choose(m, b) - ln_choose(all, some));
    let sum = if a * all <= n * some {
        let steps = now.first().copied().unwrap_or(0);
        tail(first, steps, |step| {
            (a - step + 1.0) * (m - b - step + 1.0) / ((b + step) * (n - a + step))
        })
    } else {
        let steps = before.first().copied().unwrap_or(0);
        tail(first, steps, |step| {
            (b - step + 1.0) * (n - a - step + 1.0) / ((a + step) * (m - b + step))
        })
    };
    Some(doubled(sum))
}

/// The chance of being at least so many standard deviations from the mean.
fn normal(deviations: f64) -> f64 {
    libm::fmin(1.0, libm::erfc(libm::fmax(0.0, deviations) / libm::sqrt(2.0)))
}

/// The fewest values on each side, and months of a series, for which the normal distribution is
/// near enough.
pub(super) const LEAST: usize = 8;

/// How likely times at least as different are if none tend to be longer: Mann and Whitney, by the
/// normal distribution with corrections for ties and for whole ranks.
pub(super) fn mann_whitney(now: &[u64], before: &[u64]) -> Option<f64> {
    if now.len() < LEAST || before.len() < LEAST {
        return None;
    }
    let mut all: Vec<(u64, bool)> = now.iter().map(|value| (*value, true)).collect();
    all.extend(before.iter().map(|value| (*value, false)));
    all.sort_unstable();
    let (mut ranks, mut ties, mut seen) = (0.0, 0.0, 0.0);
    for equal in all.chunk_by(|(one, _), (other, _)| one == other) {
        let count = length(equal.len());
        let own = length(equal.iter().filter(|(_, now)| *now).count());
        ranks += own * (seen + f64::midpoint(count, 1.0));
        ties += count * count * count - count;
        seen += count;
    }
    let (n, m) = (length(now.len()), length(before.len()));
    let all = n + m;
    let away = libm::fabs(ranks - n * (n + 1.0) / 2.0 - n * m / 2.0) - 0.5;
    let variance = n * m / 12.0 * (all + 1.0 - ties / (all * (all - 1.0)));
    Some(if variance > 0.0 { normal(away / libm::sqrt(variance)) } else { 1.0 })
}

/// How likely a series at least as ordered is if nothing rises or falls: Mann and Kendall, by the
/// normal distribution with corrections for ties and for whole steps. With it, which way it goes.
pub(super) fn mann_kendall(series: &[f64]) -> Option<(f64, std::cmp::Ordering)> {
    if series.len() < LEAST {
        return None;
    }
    let mut score = 0.0;
    for (at, one) in series.iter().enumerate() {
        for later in series.iter().skip(at.saturating_add(1)) {
            score += match later.total_cmp(one) {
                std::cmp::Ordering::Less => -1.0,
                std::cmp::Ordering::Equal => 0.0,
                std::cmp::Ordering::Greater => 1.0,
            };
        }
    }
    let mut sorted = series.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let term = |count: f64| count * (count - 1.0) * (2.0 * count + 5.0);
    let ties = sorted.chunk_by(|one, other| one.total_cmp(other).is_eq());
    let ties = ties.map(|equal| term(length(equal.len())));
    let variance = (term(length(series.len())) - ties.sum::<f64>()) / 18.0;
    let away = libm::fabs(score) - 1.0;
    let p = if variance > 0.0 { normal(away / libm::sqrt(variance)) } else { 1.0 };
    Some((p, score.total_cmp(&0.0)))
}

fn length(count: usize) -> f64 {
    real(u64::try_from(count).unwrap_or(u64::MAX))
}

/// A count or a share as a number to compare.
pub(super) fn quotient(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { real(part) / real(whole) }
}

/// Which of several p-values are significant at 5 % together: Holm's procedure.
pub(super) fn holm(values: &[Option<f64>]) -> Vec<bool> {
    let mut order: Vec<_> =
        values.iter().zip(0_usize..).filter_map(|(value, at)| Some(((*value)?, at))).collect();
    order.sort_unstable_by(|(one, at), (other, place)| one.total_cmp(other).then(at.cmp(place)));
    let mut significant = vec![false; values.len()];
    for (rank, (value, at)) in order.iter().enumerate() {
        if value * length(order.len().saturating_sub(rank)) > 0.05 {
            break;
        }
        if let Some(one) = significant.get_mut(*at) {
            *one = true;
        }
    }
    significant
}
