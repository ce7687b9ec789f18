#![expect(clippy::float_arithmetic, reason = "probabilities")]

use super::answer::{ProblemCandidate, ProblemCandidates};
use super::bucket::{Bucket, LEVELS};
use super::candidate::{Found, told};
use super::change::ChangesByFact;
use super::group::groups;
use super::history::ProblemHistory;
use super::occurrence::{Burst, bursts};
use super::past::Past;
use super::question::ProblemQuestion;
use super::rise::{Chance, Counts, needed};
use super::settings::ProblemRules;
use super::vector::Texts;
use crate::error::{Code, Error};
use crate::insight::significance::discovery_rates;
use crate::insight::similar::{number, place};
use crate::time::Instant;

/// A search that goes on from the narrow to the wide.
struct Search<'a> {
    past: &'a Past<'a>,
    rules: &'a ProblemRules,
    changes: ChangesByFact<'a>,
    /// Which incidents stand for an occurrence.
    stands: Vec<bool>,
    /// Which belong to what has been found.
    explained: Vec<bool>,
    found: Vec<Found<'a>>,
}

/// The problem candidates of a history.
///
/// Time grows about linearly with the incidents.
///
/// # Errors
/// Every finding about the question: `document.*`, `id.*`, `limit.exceeded`, `problem.windowEmpty`,
/// `insight.endBeforeStart`.
///
/// # Example
/// ```
/// use incident_core::insight::problem::{
///     ProblemHistory, ProblemKind, ProblemQuestion, ProblemRules, ProblemSettings, candidates,
/// };
/// use incident_core::{document, limits};
///
/// let mut history = ProblemHistory::new(ProblemRules::check(&ProblemSettings::default())?);
/// for (id, day) in [("INC1", "02"), ("INC2", "09"), ("INC3", "16")] {
///     history.learn_line(&format!(
///         r#"{{"id": "{id}", "openedAt": "2026-03-{day}T08:00:00Z", "facts":
///             {{"shortDescription": "Invoice printer jams", "service": "Printing"}}}}"#
///     ))?;
/// }
/// let question = r#"{"now": "2026-03-20T00:00:00Z"}"#;
/// let question: ProblemQuestion = document::read(question, &limits::TICKET_BYTES)?;
/// let answer = candidates(&history, &question)?;
/// assert_eq!(answer.candidates[0].kinds, [ProblemKind::Recurring]);
/// assert_eq!(answer.candidates[0].incidents, ["INC3", "INC2", "INC1"]);
/// assert!(answer.candidates[0].problem.open.is_some());
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
pub fn candidates(
    history: &ProblemHistory,
    question: &ProblemQuestion,
) -> Result<ProblemCandidates, Vec<Error>> {
    let rules = history.rules();
    let findings = question.findings(rules);
    if !findings.is_empty() {
        return Err(findings);
    }
    let past = Past::of(history, question);
    let texts = Texts::of(&past.rows);
    let mut groups = groups(&past.rows, &texts, f64::from(rules.similar) / 100.0);
    let changes = ChangesByFact::new(&question.changes, past.now);
    let several = groups.iter().filter(|group| group.rows.len() > 1).count();
    let explained = vec![false; past.rows.len()];
    let stands = past.own();
    let (past, found) = (&past, Vec::new());
    let mut search = Search { past, rules, changes, stands, explained, found };
    let bursts: Vec<_> = groups.iter().map(|group| bursts(past, &group.rows, rules)).collect();
    search.count_once(bursts.iter().flatten());
    let of_groups = groups.drain(..).map(|group| Bucket::of_group(past, group.rows, group.middle));
    search.look(of_groups.zip(bursts).collect());
    for level in LEVELS {
        let by = |facts: &&[&str]| Bucket::by(past, facts, &search.explained);
        let buckets = level.iter().flat_map(by).map(|bucket| (bucket, Vec::new()));
        let buckets = buckets.collect();
        search.look(buckets);
    }
    let candidates = search.found.iter().filter_map(|found| told(found, past, &texts, rules));
    Ok(answer(past, candidates.collect(), number(several), rules))
}

/// The groups of at least two incidents that say the same, each in the order of time: what
/// [`candidates`] starts from, for those who want to see how well that fits their incidents.
///
/// # Errors
/// As [`candidates`].
pub fn grouped(
    history: &ProblemHistory,
    question: &ProblemQuestion,
) -> Result<Vec<Vec<String>>, Vec<Error>> {
    let rules = history.rules();
    let findings = question.findings(rules);
    if !findings.is_empty() {
        return Err(findings);
    }
    let past = Past::of(history, question);
    let groups = groups(&past.rows, &Texts::of(&past.rows), f64::from(rules.similar) / 100.0);
    let ids = |rows: Vec<u32>| {
        rows.iter().filter_map(|row| past.row(*row)).map(|row| row.id.clone()).collect()
    };
    Ok(groups
        .into_iter()
        .filter(|group| group.rows.len() > 1)
        .map(|group| ids(group.rows))
        .collect())
}

impl<'a> Search<'a> {
    /// Lets the first report of each outage stand for all.
    fn count_once<'b>(&mut self, bursts: impl Iterator<Item = &'b Burst>) {
        for row in bursts.flat_map(|burst| burst.rows.iter().skip(1)) {
            if let Some(stands) = self.stands.get_mut(place(*row)) {
                *stands = false;
            }
        }
    }

    /// Looks at buckets of one width, each incident in at most one of one kind.
    fn look(&mut self, buckets: Vec<(Bucket<'a>, Vec<Burst>)>) {
        let (past, rules) = (self.past, self.rules);
        let known = past.before() >= needed(past);
        let seen: Vec<Found<'a>> =
            buckets.into_iter().filter_map(|(bucket, bursts)| self.seen(bucket, bursts)).collect();
        let enough = |found: &Found<'_>| number(found.standing.len()) >= rules.least;
        let rise =
            |found: &Found<'_>| found.counts.rise(past, rules).filter(|_| known && enough(found));
        let rises: Vec<Chance> = seen.iter().map(rise).collect();
        let after = |found: &Found<'_>| found.after.1.filter(|_| enough(found));
        let afters: Vec<Chance> = seen.iter().map(after).collect();
        let rates = discovery_rates(&rises).into_iter().zip(discovery_rates(&afters));
        for ((mut found, rise), (rise_rate, after_rate)) in seen.into_iter().zip(rises).zip(rates) {
            let stands_out = |rate: Option<f64>, occurrences: u64| {
                rate.filter(|rate| {
                    *rate * 100.0 <= f64::from(rules.chance)
                        && occurrences >= u64::from(rules.least)
                })
            };
            found.rise = rise.zip(stands_out(rise_rate, found.counts.within));
            found.after_rate = stands_out(after_rate, found.following).filter(|_| {
                // After one change alone it may be any other cause of that day.
                found.followed.len() > 1
            });
            if found.rise.is_some() || found.after_rate.is_some() {
                for row in &found.bucket.rows {
                    if let Some(explained) = self.explained.get_mut(place(*row)) {
                        *explained = true;
                    }
                }
            }
            self.found.push(found);
        }
    }

    /// A bucket with what is counted of it; none if it has too few incidents for anything.
    fn seen(&self, bucket: Bucket<'a>, bursts: Vec<Burst>) -> Option<Found<'a>> {
        if number(bucket.rows.len()) < self.rules.least && bursts.is_empty() {
            return None;
        }
        let stands = |row: &u32| self.stands.get(place(*row)).copied().unwrap_or_default();
        let standing: Vec<u32> = bucket.rows.iter().copied().filter(stands).collect();
        let counts = Counts::of(self.past, &standing);
        let changes = self.changes.of(bucket.shared, self.rules.after_change);
        let followed = changes.followed(standing.iter().map(|row| self.past.at(*row)));
        let following = followed
            .iter()
            .fold(0_u64, |sum, change| sum.saturating_add(change.occurrences.into()));
        let after = counts.after(following, self.past, &changes, self.rules);
        let went_before = |burst: &Burst| {
            let first = burst.rows.first().map_or(Instant::MIN, |row| self.past.at(*row));
            changes.before(first).map(|change| change.id.clone())
        };
        let bursts = bursts.into_iter().map(|burst| (went_before(&burst), burst)).collect();
        Some(Found {
            bucket,
            standing,
            bursts,
            counts,
            following,
            followed,
            after,
            rise: None,
            after_rate: None,
        })
    }
}

/// Puts the answer together.
fn answer(
    past: &Past<'_>,
    mut candidates: Vec<ProblemCandidate>,
    groups: u32,
    rules: &ProblemRules,
) -> ProblemCandidates {
    candidates.sort_by(|one, other| {
        let most = |one: &ProblemCandidate| (one.recent, one.reports);
        most(other).cmp(&most(one)).then_with(|| one.key.cmp(&other.key))
    });
    let all = number(candidates.len());
    candidates.truncate(place(rules.length));
    let least = needed(past);
    let short = || {
        let error = Error::new(Code::ProblemHistoryShort).with("actual", past.before());
        error.with("least", least)
    };
    let too_thin = past.before() < least;
    ProblemCandidates {
        since: past.since,
        from: past.from,
        now: past.now,
        incidents: number(past.rows.len()),
        ahead: past.ahead,
        groups,
        too_thin,
        findings: Vec::from_iter(too_thin.then(short)),
        left_out: all.saturating_sub(rules.length),
        candidates,
    }
}
