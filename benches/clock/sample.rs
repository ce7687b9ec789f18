//! How long a call takes.

use std::hint::black_box;
use std::time::{Duration, Instant};

const SAMPLES: usize = 7;
/// Twice as long as a sample must be, since the next one may happen to be quicker.
const SAMPLE: Duration = Duration::from_millis(40);

/// How long so many calls take.
pub(crate) fn looped<T>(work: impl Fn() -> T) -> impl Fn(u32) -> Duration {
    move |loops| {
        let begun = Instant::now();
        for _ in 0..loops {
            black_box(work());
        }
        begun.elapsed()
    }
}

/// The median nanoseconds of a call of each, sampled in turns so that a busy moment hits all.
pub(crate) fn medians<const N: usize>(runs: [&dyn Fn(u32) -> Duration; N]) -> [f64; N] {
    let mut sampled = runs.map(|run| {
        let mut loops = 1_u32;
        while run(loops) < SAMPLE {
            loops = loops.saturating_mul(2);
        }
        (run, loops, Vec::new())
    });
    for _ in 0..SAMPLES {
        for (run, loops, samples) in &mut sampled {
            samples.push(run(*loops).as_secs_f64() * 1e9 / f64::from(*loops));
        }
    }
    sampled.map(|(_, _, mut samples)| {
        samples.sort_by(f64::total_cmp);
        samples.get(SAMPLES / 2).copied().expect("samples")
    })
}
