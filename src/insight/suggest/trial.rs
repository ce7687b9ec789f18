#![expect(clippy::float_arithmetic, reason = "scores of probabilities")]

use serde::Serialize;

use super::history::SuggestHistory;
use super::model::SuggestModel;
use super::pool::count;
use crate::document::object;
use crate::error::{Code, Error, Path};
use crate::insight::{Reliability, Rounded};

/// The share of the tickets, the latest, that judge, in percent.
const RECENT: u32 = 20;
/// How improbable a difference must be to be called drift.
const CHANCE: f64 = 0.01;
/// The least probability that is counted, so that one surprise is not infinite.
const NEAREST: f64 = 1e-6;

/// How suggestions are tried.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrialSettings {
    /// The share of the tickets, the latest, that are not learned from but judge, in percent, 1 to
    /// 99; 20 if absent.
    pub recent: Option<u32>,
}

object!(TrialSettings { recent: optional "recent" });

/// How often the answer was among the first so many.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hits {
    /// The tickets.
    pub n: u32,
    /// The share whose answer was the first.
    pub top1: Rounded,
    /// The share whose answer was among the first three.
    pub top3: Rounded,
    /// The share whose answer was among the first five.
    pub top5: Rounded,
    /// The mean logarithmic loss: how surprising the answers were, 0 is not at all.
    pub log_loss: Rounded,
    /// The share of facts that said what was never seen before.
    pub unseen: Rounded,
}

/// Whether later tickets fit what was learned less well than the earlier ones do.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Drift {
    /// By how much more surprising the later answers are.
    pub more_loss: Rounded,
    /// How probable a difference of this size or more would be by chance (a one-sided test of the
    /// two means, by the normal distribution), not below 0.0001.
    pub chance: Rounded,
    /// Whether that is below 0.01.
    pub drifted: bool,
}

/// How good suggestions for later tickets are after learning from the earlier ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SuggestTrial {
    /// The tickets that were learned from.
    pub learned: usize,
    /// The different answers among them.
    pub answers: usize,
    /// How good suggestions are for the later tickets.
    pub recent: Hits,
    /// Always the most frequent answers, for the later tickets.
    pub majority: Hits,
    /// How good they are for the earlier tickets, each left out of what it is judged by.
    pub earlier: Hits,
    /// Whether the two differ.
    pub drift: Drift,
    /// How well the probability of the first suggestion fits how often it was right.
    pub reliability: Reliability,
    /// How much say each fact has, then title and description.
    pub weights: Vec<(String, Rounded)>,
}

#[derive(Debug, Default)]
struct Tally {
    hits: [u32; 3],
    losses: Vec<f64>,
    firsts: Vec<(f64, bool)>,
    unseen: usize,
    given: usize,
}

impl Tally {
    fn add(&mut self, ranked: &[(&str, f64)], answer: &str) {
        let place = ranked.iter().position(|(other, _)| *other == answer);
        for (hits, most) in self.hits.iter_mut().zip([1, 3, 5]) {
            *hits = hits.saturating_add(u32::from(place.is_some_and(|place| place < most)));
        }
        let probability = place.and_then(|place| ranked.get(place)).map_or(0.0, |(_, one)| *one);
        self.losses.push(-libm::log(probability.max(NEAREST)));
        let first = ranked.first().map_or(0.0, |(_, probability)| *probability);
        self.firsts.push((first, place == Some(0)));
    }

    fn mean(&self) -> f64 {
        self.losses.iter().sum::<f64>() / count(self.losses.len()).max(1.0)
    }

    /// The square of the standard error of the mean loss.
    fn doubt(&self) -> f64 {
        let (mean, n) = (self.mean(), count(self.losses.len()));
        let squares: f64 = self.losses.iter().map(|loss| (loss - mean) * (loss - mean)).sum();
        if n > 1.0 { squares / (n - 1.0) / n } else { 0.0 }
    }

    fn hits(&self) -> Hits {
        let n = count(self.losses.len()).max(1.0);
        let [top1, top3, top5] = self.hits.map(|hits| Rounded::new(f64::from(hits) / n));
        let unseen = count(self.unseen) / count(self.given).max(1.0);
        let log_loss = Rounded::new(self.mean());
        let n = u32::try_from(self.losses.len()).unwrap_or(u32::MAX);
        Hits { n, top1, top3, top5, log_loss, unseen: Rounded::new(unseen) }
    }
}

/// Learns from the earlier tickets and suggests answers for the later ones.
///
/// # Errors
/// `insight.shareWrong`.
pub fn trial(
    history: &SuggestHistory,
    settings: &TrialSettings,
) -> Result<SuggestTrial, Vec<Error>> {
    let share = settings.recent.unwrap_or(RECENT);
    if !(1..=99).contains(&share) {
        let error = Error::new(Code::InsightShareWrong).with("number", share);
        let error = error.with("least", 1).with("most", 99);
        return Err(vec![error.at(Path::root().key("recent"))]);
    }
    let rows = history.answered();
    let kept = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let kept = kept.saturating_mul(u64::from(100_u32.saturating_sub(share))).div_euclid(100);
    let (earlier, later) = rows.split_at(usize::try_from(kept).unwrap_or(0).min(rows.len()));
    let model = SuggestModel::of(earlier, history.rules());
    let mut recent = Tally::default();
    let mut majority = Tally::default();
    let usual = model.shares();
    for row in later {
        let Some(answer) = row.answer.as_deref() else { continue };
        recent.add(&model.probabilities(row), answer);
        majority.add(&usual, answer);
        let (unseen, given) = model.unseen(row);
        recent.unseen = recent.unseen.saturating_add(unseen.len());
        recent.given = recent.given.saturating_add(given);
    }
    let mut own = Tally::default();
    for row in model.sample(earlier) {
        if let (Some(ranked), Some(answer)) = (model.without(row), row.answer.as_deref()) {
            own.add(&ranked, answer);
            let (unseen, given) = model.alone_unseen(row);
            own.unseen = own.unseen.saturating_add(unseen);
            own.given = own.given.saturating_add(given);
        }
    }
    Ok(SuggestTrial {
        learned: earlier.len(),
        answers: model.answers(),
        drift: drift(&own, &recent),
        recent: recent.hits(),
        majority: majority.hits(),
        earlier: own.hits(),
        reliability: Reliability::of(&recent.firsts),
        weights: model.weights(),
    })
}

fn drift(earlier: &Tally, recent: &Tally) -> Drift {
    let more = recent.mean() - earlier.mean();
    let doubt = libm::sqrt(earlier.doubt() + recent.doubt());
    let known = !earlier.losses.is_empty() && !recent.losses.is_empty() && doubt > 0.0;
    let chance = if known { libm::erfc(more / doubt / libm::sqrt(2.0)) / 2.0 } else { 1.0 };
    Drift {
        more_loss: Rounded::new(if known { more } else { 0.0 }),
        chance: Rounded::new(chance.max(0.000_1)),
        drifted: chance < CHANCE,
    }
}
