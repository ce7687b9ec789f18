//! How good probabilities were, seen from what came of it.
#![expect(clippy::float_arithmetic, reason = "means of probabilities")]

use serde::Serialize;

use super::Rounded;

const BINS: usize = 10;

/// The forecasts within a tenth, and what came of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// How many there were.
    pub n: u32,
    /// Their mean.
    pub forecast: Rounded,
    /// The share that came true.
    pub observed: Rounded,
}

/// How good a list of probabilities was.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reliability {
    /// How many forecasts there were.
    pub n: u32,
    /// How many came true.
    pub true_ones: u32,
    /// The mean square of what they were off by (Brier 1950): 0 is perfect, always one half 0.25.
    pub brier: Rounded,
    /// The expected calibration error: how far the mean of each tenth lies from the share that came
    /// true, weighted by its forecasts.
    pub calibration_error: Rounded,
    /// The tenths, from `0` to below `0.1` up; the last takes in `1`.
    pub bins: Vec<Bin>,
}

/// The mean square of what forecasts were off by; 0 of none.
#[must_use]
pub fn brier(forecasts: impl Iterator<Item = (f64, bool)>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0_f64);
    for (forecast, came) in forecasts {
        let off = forecast - f64::from(u8::from(came));
        sum += off * off;
        n += 1.0;
    }
    sum / n.max(1.0)
}

impl Reliability {
    /// Looks at forecasts with what came of each.
    #[must_use]
    pub fn of(forecasts: &[(f64, bool)]) -> Self {
        let mut sums = [(0_u32, 0.0_f64, 0_u32); BINS];
        for (forecast, came) in forecasts {
            // The bounds are tenths as they are written, so that 0.3 is where a reader expects it.
            let tenth = sums
                .iter()
                .zip(1_u8..)
                .take_while(|(_, bound)| *forecast * 10.0 >= f64::from(*bound));
            let tenth = tenth.count().min(BINS.saturating_sub(1));
            if let Some((n, sum, true_ones)) = sums.get_mut(tenth) {
                *n = n.saturating_add(1);
                *sum += *forecast;
                *true_ones = true_ones.saturating_add(u32::from(*came));
            }
        }
        let n = u32::try_from(forecasts.len()).unwrap_or(u32::MAX);
        let mean = |sum: f64, n: u32| sum / f64::from(n.max(1));
        let off = sums
            .iter()
            .fold(0.0, |off, (_, sum, true_ones)| off + libm::fabs(*sum - f64::from(*true_ones)));
        let bin = |(n, sum, true_ones): &(u32, f64, u32)| Bin {
            n: *n,
            forecast: Rounded::new(mean(*sum, *n)),
            observed: Rounded::new(mean(f64::from(*true_ones), *n)),
        };
        Self {
            n,
            true_ones: sums.iter().fold(0, |sum, (_, _, true_ones)| sum.saturating_add(*true_ones)),
            brier: Rounded::new(brier(forecasts.iter().copied())),
            calibration_error: Rounded::new(mean(off, n)),
            bins: sums.iter().map(bin).collect(),
        }
    }
}
