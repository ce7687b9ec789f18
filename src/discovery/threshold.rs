use super::window::{HOUR, MINUTE};

/// The shortest time that a target may take: what is done within it counts as done at once.
const LEAST: i64 = MINUTE;
/// Lengths that people promise, the roundest first.
const ROUND: [i64; 11] = [
    24 * HOUR,
    12 * HOUR,
    8 * HOUR,
    4 * HOUR,
    2 * HOUR,
    HOUR,
    30 * MINUTE,
    15 * MINUTE,
    5 * MINUTE,
    MINUTE,
    1_000,
];

/// The targets that explain some tickets equally well, and better than any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tied {
    /// The tickets that they explain wrongly.
    pub(super) errors: u64,
    /// The shortest one.
    pub(super) from: i64,
    /// What is too long; none if nothing is.
    pub(super) to: Option<i64>,
}

/// The best targets for tickets with so much open time used, that were met or not: a target
/// explains what was met if it is not shorter than the time used, and what was missed if it is.
///
/// Of several stretches of targets that tie, the widest: there a target is least by chance. The
/// order of `times` changes.
pub(super) fn fit(times: &mut [(i64, bool)]) -> Tied {
    for (time, _) in times.iter_mut() {
        *time = (*time).max(LEAST);
    }
    let longest_met = times.iter().filter(|(_, met)| *met).map(|(time, _)| *time).max();
    let shortest_missed = times.iter().filter(|(_, met)| !*met).map(|(time, _)| *time).min();
    let from = longest_met.unwrap_or(LEAST);
    match shortest_missed {
        None => Tied { errors: 0, from, to: None },
        Some(to) if from < to => Tied { errors: 0, from, to: Some(to) },
        Some(_) => fit_contradictory(times),
    }
}

/// As [`fit`], where some was met that took longer than what was missed.
fn fit_contradictory(times: &mut [(i64, bool)]) -> Tied {
    times.sort_unstable();
    let met = times.iter().filter(|(_, met)| *met).count();
    let mut errors = u64::try_from(met).unwrap_or(u64::MAX);
    let shortest = times.first().map_or(LEAST, |(time, _)| *time);
    // A target below all times explains what was missed; there is none below the least.
    let below = Tied { errors, from: LEAST, to: Some(shortest) };
    let mut best = if shortest > LEAST { Some(below) } else { None };
    let width = |tied: &Tied| tied.to.unwrap_or(i64::MAX).saturating_sub(tied.from);
    let mut times = times.iter().peekable();
    while let Some((time, met)) = times.next() {
        errors = if *met { errors.saturating_sub(1) } else { errors.saturating_add(1) };
        let to = times.peek().map(|(next, _)| *next);
        if to == Some(*time) {
            continue;
        }
        let tied = Tied { errors, from: *time, to };
        let better = best.is_none_or(|best| {
            errors < best.errors || errors == best.errors && width(&tied) > width(&best)
        });
        if better {
            best = Some(tied);
        }
    }
    best.unwrap_or(below)
}

/// The roundest length from `from` on and below `to`: the largest unit of [`ROUND`] of which a
/// multiple lies there, and of its multiples the one nearest the middle; the shortest one if
/// nothing is too long.
pub(super) fn roundest(from: i64, to: Option<i64>) -> i64 {
    let from = from.max(LEAST);
    // Without an end the next whole unit: some unit always fits then, the first.
    let Some(to) = to else {
        let unit = ROUND.iter().find(|unit| **unit <= from).copied().unwrap_or(LEAST);
        return multiple_from(from, unit);
    };
    let middle = from.saturating_add(to.saturating_sub(from).div_euclid(2));
    for unit in ROUND {
        let first = multiple_from(from, unit);
        let last = to.saturating_sub(1).checked_div_euclid(unit).unwrap_or(0).saturating_mul(unit);
        if first > last {
            continue;
        }
        let half = unit.div_euclid(2);
        let near = middle.saturating_add(half).checked_div_euclid(unit).unwrap_or(0);
        return near.saturating_mul(unit).clamp(first, last);
    }
    from
}

/// The first multiple of a unit that is not below `from`.
fn multiple_from(from: i64, unit: i64) -> i64 {
    let up = from.saturating_add(unit).saturating_sub(1);
    up.checked_div_euclid(unit).unwrap_or(0).saturating_mul(unit)
}
