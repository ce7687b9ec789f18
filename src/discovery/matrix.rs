use std::collections::BTreeMap;

use serde::Serialize;

use super::gather::Gathered;

/// Words for levels, the highest first; a word may stand for its whole row.
const RANKS: [&[&str]; 6] = [
    &["critical", "major", "emergency", "blocker", "extensive"],
    &["high", "severe", "urgent", "significant"],
    &["medium", "moderate", "normal", "average"],
    &["low", "minor"],
    &["lowest", "trivial", "planning", "planned"],
    &["none"],
];

/// The matrix that the log obeys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MatrixFound {
    /// The levels of impact, the highest first: by the number that they begin with, else by their
    /// word, else by their letters.
    pub impact: Vec<String>,
    /// Those of urgency.
    pub urgency: Vec<String>,
    /// Those of priority.
    pub priority: Vec<String>,
    /// The rows that say impact, urgency and priority.
    pub rows: u64,
    /// Those of them whose priority is not the one of their cell.
    pub exceptions: u64,
    /// Every pair of impact and urgency.
    pub cells: Vec<Cell>,
}

/// What rows with one impact and one urgency say of the priority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// The impact.
    pub impact: String,
    /// The urgency.
    pub urgency: String,
    /// The priority of most rows; the higher one if as many say another. None if no row says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// The rows that say so.
    pub support: u64,
    /// What other rows say, and how many.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<(String, u64)>,
    /// What the draft has where no row says it: the priority of the mirrored cell, if that is not
    /// against the cells that were seen around this one, else the middle of what they leave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filled: Option<String>,
}

/// The places of the numbers in a scale, and the scale.
fn ordered(names: &[String]) -> (Vec<usize>, Vec<String>) {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| names.get(*at).map(|name| (rank(name), name)));
    let mut places = vec![0; names.len()];
    for (place, at) in order.iter().enumerate() {
        if let Some(slot) = places.get_mut(*at) {
            *slot = place;
        }
    }
    (places, order.iter().filter_map(|at| names.get(*at).cloned()).collect())
}

/// The number that a level begins with, as in `2 - Medium` or `P2`, else the rank of its word.
fn rank(level: &str) -> u64 {
    let body = level.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let short = level.len().saturating_sub(body.len()) <= 3;
    let digits = body.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
    if let Some(number) = digits.parse().ok().filter(|_| short) {
        return number;
    }
    let lower = level.to_lowercase();
    let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).collect();
    let known = RANKS.iter().position(|row| row.iter().any(|word| words.contains(word)));
    known.map_or(u64::MAX, |at| u64::try_from(at).unwrap_or(u64::MAX))
}

/// The scales in their order, with the place of each number of the log in them.
#[derive(Debug)]
pub(super) struct Scales {
    pub(super) places: [Vec<usize>; 3],
    pub(super) levels: [Vec<String>; 3],
}

impl Scales {
    pub(super) fn of(gathered: &Gathered) -> Self {
        let [impact, urgency, priority] = &gathered.scales;
        let scales = [impact, urgency, priority].map(|names| ordered(&names.list()));
        let [(i, impact), (u, urgency), (p, priority)] = scales;
        Self { places: [i, u, p], levels: [impact, urgency, priority] }
    }

    pub(super) fn priority(&self, number: usize) -> Option<usize> {
        let [_, _, places] = &self.places;
        places.get(number).copied()
    }
}

type Counts = BTreeMap<(usize, usize), BTreeMap<usize, u64>>;

/// The matrix; none if no row says impact, urgency and priority.
pub(super) fn find(gathered: &Gathered, scales: &Scales) -> Option<MatrixFound> {
    let mut counts = Counts::new();
    for ([impact, urgency, priority], rows) in &gathered.levels {
        let [i, u, p] = &scales.places;
        let place = |places: &Vec<usize>, number: &Option<usize>| places.get((*number)?).copied();
        let Some(((i, u), p)) = place(i, impact).zip(place(u, urgency)).zip(place(p, priority))
        else {
            continue;
        };
        let count = counts.entry((i, u)).or_default().entry(p).or_insert(0);
        *count = count.saturating_add(*rows);
    }
    if counts.is_empty() {
        return None;
    }
    let [impact, urgency, priority] = scales.levels.clone();
    let seen: BTreeMap<(usize, usize), (usize, u64)> =
        counts.iter().filter_map(|(place, of)| Some((*place, majority(of)?))).collect();
    let mut found =
        MatrixFound { impact, urgency, priority, rows: 0, exceptions: 0, cells: Vec::new() };
    let level = |place: usize| found.priority.get(place).cloned();
    let mut cells = Vec::new();
    for (i, impact) in found.impact.iter().enumerate() {
        for (u, urgency) in found.urgency.iter().enumerate() {
            let most = seen.get(&(i, u)).copied();
            let others = counts.get(&(i, u)).into_iter().flatten();
            let others = others.filter(|(p, _)| Some(**p) != most.map(|(most, _)| most));
            let exceptions: Vec<_> =
                others.filter_map(|(p, rows)| Some((level(*p)?, *rows))).collect();
            let filled = || level(between(&seen, (i, u), found.priority.len()));
            cells.push(Cell {
                impact: impact.clone(),
                urgency: urgency.clone(),
                priority: most.and_then(|(most, _)| level(most)),
                support: most.map_or(0, |(_, support)| support),
                exceptions,
                filled: if most.is_none() { filled() } else { None },
            });
        }
    }
    for cell in &cells {
        let others =
            cell.exceptions.iter().fold(0, |sum: u64, (_, rows)| sum.saturating_add(*rows));
        found.exceptions = found.exceptions.saturating_add(others);
        found.rows = found.rows.saturating_add(cell.support).saturating_add(others);
    }
    found.cells = cells;
    Some(found)
}

/// The most frequent one with its count; the first of several.
fn majority(counts: &BTreeMap<usize, u64>) -> Option<(usize, u64)> {
    let most = counts.values().copied().max()?;
    counts.iter().find(|(_, count)| **count == most).map(|(at, count)| (*at, *count))
}

/// A priority for a cell that no row shows, neither higher than those of cells with more impact and
/// urgency nor lower than those of cells with less.
fn between(
    seen: &BTreeMap<(usize, usize), (usize, u64)>,
    (impact, urgency): (usize, usize),
    levels: usize,
) -> usize {
    let above = seen.iter().filter(|((i, u), _)| *i <= impact && *u <= urgency);
    let below = seen.iter().filter(|((i, u), _)| *i >= impact && *u >= urgency);
    let highest = above.map(|(_, (level, _))| *level).max().unwrap_or(0);
    let lowest = below.map(|(_, (level, _))| *level).min();
    let lowest = lowest.unwrap_or_else(|| levels.saturating_sub(1)).max(highest);
    let mirrored = seen.get(&(urgency, impact)).map(|(level, _)| *level);
    let middle = highest.saturating_add(lowest.saturating_sub(highest).div_euclid(2));
    mirrored.filter(|level| (highest..=lowest).contains(level)).unwrap_or(middle)
}
