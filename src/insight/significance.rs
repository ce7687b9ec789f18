//! How likely what was counted is by chance alone.
#![expect(clippy::float_arithmetic, reason = "probabilities are no whole numbers")]

/// A count as a number.
pub(super) fn real(count: u64) -> f64 {
    let half = |bits: u64| f64::from(u32::try_from(bits).unwrap_or(u32::MAX));
    half(count >> 32) * 4_294_967_296.0 + half(count & 0xffff_ffff)
}

/// The logarithm of how many ways there are to choose `of` from `all`.
pub(super) fn ln_choose(all: f64, of: f64) -> f64 {
    libm::lgamma(all + 1.0) - libm::lgamma(of + 1.0) - libm::lgamma(all - of + 1.0)
}

/// Adds up a tail whose terms fall: the first, and each by its ratio to the one before. The tail is
/// on the far side of the mean, so that it has hardly more than a standard deviation's terms.
pub(super) fn tail(first: f64, steps: u64, ratio: impl Fn(f64) -> f64) -> f64 {
    let (mut term, mut sum) = (first, first);
    for step in 1..=steps {
        term *= ratio(real(step));
        sum += term;
        if term <= sum * 1e-17 {
            break;
        }
    }
    sum
}

/// How likely it is that at least `k` of `n` are so if each is with the probability `p`: the tail
/// of the binomial distribution.
pub(super) fn at_least(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 || p >= 1.0 && k <= n {
        return 1.0;
    }
    if k > n || p <= 0.0 {
        return 0.0;
    }
    if real(k) > real(n) * p {
        return far_tail(k, n, p);
    }
    let fewer = far_tail(n.saturating_sub(k).saturating_add(1), n, 1.0 - p);
    libm::fmax(0.0, 1.0 - fewer)
}

/// The same for a `k` above the mean.
fn far_tail(k: u64, n: u64, p: f64) -> f64 {
    let steps = n.saturating_sub(k);
    let (n, k) = (real(n), real(k));
    let odds = p / (1.0 - p);
    let first = libm::exp(ln_choose(n, k) + k * libm::log(p) + (n - k) * libm::log(1.0 - p));
    let sum = tail(first, steps, |step| (n - k - step + 1.0) / (k + step) * odds);
    libm::fmin(1.0, sum)
}

/// Of each of several p-values the lowest rate of false discoveries at which it is a discovery:
/// Benjamini and Hochberg (1995).
#[cfg(feature = "insight")]
pub(super) fn discovery_rates(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<_> =
        values.iter().zip(0_usize..).filter_map(|(value, at)| Some(((*value)?, at))).collect();
    order.sort_unstable_by(|(one, at), (other, place)| one.total_cmp(other).then(at.cmp(place)));
    let all = real(u64::try_from(order.len()).unwrap_or(u64::MAX));
    let mut rates = vec![None; values.len()];
    let mut least = 1.0;
    for (rank, (value, at)) in (1..).zip(&order).collect::<Vec<_>>().into_iter().rev() {
        least = libm::fmin(least, value * all / real(rank));
        if let Some(rate) = rates.get_mut(*at) {
            *rate = Some(least);
        }
    }
    rates
}
