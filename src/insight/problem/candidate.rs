#![expect(clippy::float_arithmetic, reason = "probabilities and weights")]

use std::collections::BTreeMap;

use super::answer::{
    AfterChange, KnownProblem, Outage, ProblemCandidate, ProblemKind, Recurring, Rise, TellingTerm,
};
use super::bucket::{Bucket, FACTS};
use super::change::FollowedChange;
use super::draft::ProblemDraft;
use super::evidence::ProblemInWords;
use super::group::sum;
use super::occurrence::Burst;
use super::past::Past;
use super::rise::{Chance, Counts};
use super::settings::{ProblemRules, days};
use super::vector::{Texts, Vector, by_weight, product};
use crate::insight::Rounded;
use crate::insight::significance::real;
use crate::insight::similar::number;
use crate::limits;
use crate::model::Facts;
use crate::time::Span;

/// The terms of a candidate that are named.
const TERMS: usize = 10;
/// The bytes of a title that a problem takes over.
const TITLE: usize = 255;
/// The seconds of a week.
const WEEK: f64 = 604_800.0;

/// A bucket with what is counted of it.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) bucket: Bucket<'a>,
    /// Those of its incidents that stand for an occurrence.
    pub(super) standing: Vec<u32>,
    /// Its outages, each with the change that went before it.
    pub(super) bursts: Vec<(Option<String>, Burst)>,
    pub(super) counts: Counts,
    /// How many of its occurrences follow a change.
    pub(super) following: u64,
    pub(super) followed: Vec<FollowedChange>,
    /// The share of time after changes, and how likely so many follow by chance.
    pub(super) after: (f64, Chance),
    /// The probability of a rise and its rate of false discoveries, if it stands out.
    pub(super) rise: Option<(f64, f64)>,
    /// The rate of false discoveries of what follows changes, if it stands out.
    pub(super) after_rate: Option<f64>,
}

/// What a bucket tells; none if it is no candidate.
pub(super) fn told(
    found: &Found<'_>,
    past: &Past<'_>,
    texts: &Texts,
    rules: &ProblemRules,
) -> Option<ProblemCandidate> {
    let bucket = &found.bucket;
    let inside = bucket.rows.partition_point(|row| past.at(*row) < past.from);
    let (before, recent) = bucket.rows.split_at_checked(inside)?;
    let outages = outages(&found.bursts, past);
    let recurring = bucket.middle.as_ref().and_then(|_| recurring(&found.standing, past, rules));
    let rise = found.rise.map(|of| rise(&found.counts, of, past));
    let after_change = found.after.1.zip(found.after_rate).map(|of| after_change(found, of));
    let kinds = [
        (ProblemKind::Outage, !outages.is_empty()),
        (ProblemKind::Recurring, recurring.is_some()),
        (ProblemKind::Rise, rise.is_some()),
        (ProblemKind::AfterChange, after_change.is_some()),
    ];
    let kinds: Vec<_> = kinds.into_iter().filter_map(|(kind, is)| is.then_some(kind)).collect();
    let rows = if bucket.middle.is_some() { &bucket.rows } else { recent };
    let (first, last) = (rows.first()?, rows.last()?);
    let known = known(rows, past).filter(|known| {
        // Of incidents that only share facts, the problem of a few is not that of all.
        bucket.middle.is_some() || known.incidents.saturating_mul(2) > number(rows.len())
    });
    let unlinked = |row: &&u32| past.text(**row, "problem").is_empty();
    let nothing_new = known.is_some() && !recent.iter().any(|row| unlinked(&row));
    if kinds.is_empty() || nothing_new && rise.is_none() && after_change.is_none() {
        return None;
    }
    let ids = |rows: &mut dyn Iterator<Item = &u32>| {
        let id = |row: &u32| past.row(*row).map(|row| row.id.clone());
        let mut ids: Vec<String> = rows.filter_map(id).take(listed()).collect();
        ids.shrink_to_fit();
        ids
    };
    let mut facts = Facts::new();
    for (name, value) in FACTS.into_iter().zip(bucket.shared) {
        if !value.is_empty() {
            facts.insert(name, value.into());
        }
    }
    let mut record = facts.clone();
    let title = title(bucket, past, texts);
    if !title.is_empty() {
        record.insert("shortDescription", title.as_str().into());
    }
    let problem = known.as_ref().map(|known| known.problem.as_str());
    let free = ids(&mut rows.iter().rev().filter(unlinked));
    let standing = found.standing.iter().filter(|row| **row >= *first).count();
    let candidate = ProblemCandidate {
        key: bucket.key.clone(),
        kinds,
        similar: bucket.middle.is_some(),
        facts,
        terms: terms(&weighty(bucket, before, recent, texts), texts),
        reports: number(rows.len()),
        occurrences: number(standing),
        recent: number(recent.len()),
        incidents: ids(&mut rows.iter().rev()),
        first_at: past.at(*first),
        last_at: past.at(*last),
        recurring,
        rise,
        after_change,
        outages,
        problem: ProblemDraft::new(problem, &bucket.key, record, free),
        known,
        report: ProblemInWords::default(),
    };
    Some(ProblemCandidate { report: candidate.in_words(title), ..candidate })
}

/// How many incidents and changes are named.
fn listed() -> usize {
    usize::try_from(limits::CANDIDATE_INCIDENTS.maximum).unwrap_or(usize::MAX)
}

/// A probability as it leaves: never as if there were none.
fn probability(p: f64) -> Rounded {
    Rounded::new(libm::fmax(p, 0.000_1))
}

fn outages(bursts: &[(Option<String>, Burst)], past: &Past<'_>) -> Vec<Outage> {
    let outage = |(change, burst): &(Option<String>, Burst)| {
        let (first, others) = burst.rows.split_first()?;
        let last = others.last().unwrap_or(first);
        let id = |row: &u32| past.row(*row).map(|row| row.id.clone());
        (past.at(*last) >= past.from).then_some(Outage {
            parent: id(first)?,
            reports: number(burst.rows.len()),
            duplicates: others.iter().filter_map(id).take(listed()).collect(),
            from: past.at(*first),
            to: past.at(*last),
            probability: burst.probability.map(probability),
            change: change.clone(),
        })
    };
    bursts.iter().rev().filter_map(outage).collect()
}

fn recurring(standing: &[u32], past: &Past<'_>, rules: &ProblemRules) -> Option<Recurring> {
    let again = standing.last().is_some_and(|row| past.at(*row) >= past.from);
    if !again || number(standing.len()) < rules.least {
        return None;
    }
    let day = |row: &u32| past.at(*row).as_millis().div_euclid(days(1).as_millis());
    let on_days = standing.chunk_by(|one, other| day(one) == day(other)).count();
    let mut spans: Vec<Span> = standing
        .iter()
        .zip(standing.iter().skip(1))
        .map(|(one, next)| past.at(*next).since(past.at(*one)))
        .collect();
    spans.sort_unstable();
    let median_interval = spans.get(spans.len().saturating_sub(1) >> 1).copied()?;
    (on_days > 1).then_some(Recurring { days: number(on_days), median_interval })
}

fn rise(counts: &Counts, (chance, rate): (f64, f64), past: &Past<'_>) -> Rise {
    Rise {
        occurrences: counts.within,
        expected: Rounded::new(counts.expected(past)),
        before: counts.before,
        usual_per_week: Rounded::new(counts.rate(past) * WEEK),
        spread: Rounded::new(counts.differs()),
        probability: probability(chance),
        false_discovery_rate: probability(rate),
    }
}

fn after_change(found: &Found<'_>, (chance, rate): (f64, f64)) -> AfterChange {
    AfterChange {
        occurrences: found.following,
        of: u64::from(number(found.standing.len())),
        share_of_time: Rounded::new(found.after.0),
        probability: probability(chance),
        false_discovery_rate: probability(rate),
        followed: number(found.followed.len()),
        changes: found.followed.iter().rev().take(listed()).cloned().collect(),
    }
}

/// The problem that most of the incidents are linked to.
fn known(rows: &[u32], past: &Past<'_>) -> Option<KnownProblem> {
    let mut problems: BTreeMap<&str, u32> = BTreeMap::new();
    for row in rows {
        let count = problems.entry(past.text(*row, "problem")).or_default();
        *count = count.saturating_add(1);
    }
    problems.remove("");
    // Of equal ones the first; `max_by_key` would take the last.
    let (problem, incidents) = problems.into_iter().rev().max_by_key(|(_, count)| *count)?;
    Some(KnownProblem { problem: problem.to_owned(), incidents })
}

/// What weighs most in what incidents say: the middle of a group; of others, what those of the
/// window say more often than those before.
fn weighty(bucket: &Bucket<'_>, before: &[u32], recent: &[u32], texts: &Texts) -> Vector {
    if let Some(middle) = &bucket.middle {
        return middle.clone();
    }
    let mean = |rows: &[u32], sign: f64| -> Vector {
        let part = sign / real(u64::from(number(rows.len())));
        let terms = rows.iter().flat_map(|row| texts.vector(*row));
        terms.map(|(term, weight)| (*term, weight * part)).collect()
    };
    let mut differences = sum(&mean(recent, 1.0), &mean(before, -1.0));
    differences.retain(|(_, weight)| *weight > 0.0);
    differences
}

fn terms(weighty: &[(u32, f64)], texts: &Texts) -> Vec<TellingTerm> {
    let mut sorted = weighty.to_vec();
    by_weight(&mut sorted);
    let whole = product(weighty, weighty);
    let term = |(term, weight): &(u32, f64)| TellingTerm {
        term: texts.term(*term).to_owned(),
        share: Rounded::new(weight * weight / whole),
    };
    sorted.iter().take(TERMS).map(term).collect()
}

/// The title of the incident that says best what the group has in common; else the shared facts.
fn title(bucket: &Bucket<'_>, past: &Past<'_>, texts: &Texts) -> String {
    let mut best = (0.0, "");
    for row in bucket.rows.iter().filter(|_| bucket.middle.is_some()) {
        let title = past.text(*row, "shortDescription").trim();
        let score = product(texts.vector(*row), bucket.middle.as_deref().unwrap_or_default());
        if score > best.0 && !title.is_empty() {
            best = (score, title);
        }
    }
    let mut title = best.1.to_owned();
    if title.is_empty() {
        let facts = bucket.shared.into_iter().filter(|fact| !fact.is_empty());
        title = facts.collect::<Vec<_>>().join(" / ");
    }
    let end = (0..=TITLE.min(title.len())).rev().find(|end| title.is_char_boundary(*end));
    title.truncate(end.unwrap_or_default());
    title
}
