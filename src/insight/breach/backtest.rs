#![expect(clippy::float_arithmetic, reason = "scores of probabilities")]

use serde::Serialize;

use super::forecast::{BreachModel, Standing};
use super::history::BreachHistory;
use super::look::{Clock, Outcome, Seen};
use super::row::BreachRow;
use crate::document::object;
use crate::error::{Code, Error, Path};
use crate::insight::{Reliability, Rounded, brier};
use crate::time::{Instant, Span};

/// How much of the working time has passed when a forecast is made, in percent.
const CHECKPOINTS: [u32; 4] = [0, 25, 50, 75];
/// The share of the tickets that are only learned from, in percent.
const LEARN: u32 = 30;
/// How old a model may become.
const REFIT: Span = Span::from_hours(24);

/// How past tickets are forecast again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BacktestSettings {
    /// How much of the working time has passed when a forecast is made, in percent, 0 to 99;
    /// 0, 25, 50 and 75 if absent.
    pub checkpoints: Option<Vec<u32>>,
    /// The share of the tickets, the earliest, that are only learned from, in percent, 0 to 99; 30
    /// if absent.
    pub learn: Option<u32>,
    /// How old a model may become before the next forecast makes a new one; `24h` if absent.
    pub refit: Option<Span>,
    /// Whether the end of each earlier ticket is known at once, though it came later: what many
    /// comparisons do. That is no forecast.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub hindsight: bool,
}

object!(BacktestSettings {
    checkpoints: optional "checkpoints",
    learn: optional "learn",
    refit: optional "refit",
    hindsight: or_default "hindsight",
});

/// One forecast that would have been made, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The ticket.
    pub ticket: String,
    /// When it would have been made.
    pub at: Instant,
    /// How much of the working time had passed, in percent.
    pub checkpoint: u32,
    /// The probability of a miss.
    pub forecast: f64,
    /// The share of misses that was known then.
    pub base_rate: f64,
    /// Whether the history was too thin.
    pub unsure: bool,
    /// Whether the target was missed in the end.
    pub missed: bool,
}

/// Ours beside two that anybody can compute.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Compared {
    /// The forecasts.
    pub n: u32,
    /// Those of them whose target was missed.
    pub missed: u32,
    /// Our Brier score: the mean square of what forecasts were off by.
    pub brier: Rounded,
    /// That of the share of misses that was known at each time.
    pub base_rate: Rounded,
    /// That of the share of the working time that had passed.
    pub elapsed_share: Rounded,
    /// By which part our score is smaller than that of the base rate; below 0 it is larger.
    pub skill: Rounded,
}

/// The forecasts after the same share of the working time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checkpoint {
    /// The share, in percent.
    pub percent: u32,
    /// How good they were.
    pub compared: Compared,
}

/// What would have been forecast of past tickets, and how good it was.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Backtest {
    /// The tickets that were only learned from.
    pub learned: usize,
    /// The tickets that were forecast at least once.
    pub tickets: usize,
    /// How good all forecasts were.
    pub all: Compared,
    /// Only those that were not unsure.
    pub sure: Compared,
    /// By the share of the working time.
    pub checkpoints: Vec<Checkpoint>,
    /// How well what was said fits what came.
    pub reliability: Reliability,
    /// Each forecast, in the order of time.
    #[serde(skip)]
    pub scored: Vec<Scored>,
}

/// Forecasts past tickets again, each with only what was known at the time: tickets that were open
/// then count as open. `now` is the present, at which the ends are known.
///
/// Clocks without a known end, and those that were over at a checkpoint, are left out there.
///
/// # Errors
/// `insight.shareWrong` for each share outside its bounds.
pub fn backtest(
    history: &BreachHistory,
    settings: &BacktestSettings,
    now: Instant,
) -> Result<Backtest, Vec<Error>> {
    let usual = CHECKPOINTS.to_vec();
    let checkpoints = settings.checkpoints.as_ref().unwrap_or(&usual);
    let learn = settings.learn.unwrap_or(LEARN);
    check(checkpoints, learn)?;
    let mut rows: Vec<&BreachRow> = history.rows().filter(|row| row.started_at <= now).collect();
    rows.sort_by_key(|row| row.started_at);
    let part = u64::try_from(rows.len()).unwrap_or(u64::MAX).saturating_mul(u64::from(learn));
    let learned = usize::try_from(part.div_euclid(100)).unwrap_or(usize::MAX);
    let mut due = Vec::new();
    for (number, row) in rows.iter().enumerate().skip(learned) {
        let Some(seen) = Seen::at(row, history.rules(), now) else { continue };
        let missed = match seen.outcome {
            Outcome::Met => false,
            Outcome::Missed => true,
            Outcome::Unknown => continue,
        };
        for percent in checkpoints {
            due.extend(moment(row, history, *percent).map(|at| (at, number, *percent, missed)));
        }
    }
    due.sort_by_key(|(at, number, percent, _)| (*at, *number, *percent));
    let refit = settings.refit.unwrap_or(REFIT);
    let mut scored = Vec::new();
    let mut model: Option<(Instant, BreachModel)> = None;
    for (at, number, percent, missed) in due {
        let old = model.as_ref().is_none_or(|(made, _)| at.since(*made) >= refit);
        if old {
            let known = rows.iter().copied().take_while(|row| row.started_at < at);
            let until = if settings.hindsight { now } else { at };
            model = Some((at, BreachModel::of(known, history.rules(), until)));
        }
        let (Some((_, model)), Some(row)) = (&model, rows.get(number)) else { continue };
        // What became known after the checkpoint is no part of the question.
        let forecast = model.forecast(&as_known(row, at), at)?;
        if forecast.standing == Standing::Running {
            scored.push(Scored {
                ticket: row.ticket.clone(),
                at,
                checkpoint: percent,
                forecast: forecast.probability.get(),
                base_rate: forecast.base_rate.get(),
                unsure: forecast.unsure,
                missed,
            });
        }
    }
    Ok(report(learned, checkpoints, scored))
}

fn check(checkpoints: &[u32], learn: u32) -> Result<(), Vec<Error>> {
    let root = Path::root();
    let list = root.key("checkpoints");
    let shares = checkpoints.iter().enumerate().map(|(at, share)| (*share, list.index(at)));
    let wrong = shares.chain([(learn, root.key("learn"))]).filter(|(share, _)| *share > 99);
    let findings: Vec<_> = wrong
        .map(|(share, path)| {
            let error = Error::new(Code::InsightShareWrong).with("number", share);
            error.with("least", 0).with("most", 99).at(path)
        })
        .collect();
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

/// The first instant by which so much of the promised time had passed, by the promise of then; none
/// if the clock had ended.
fn moment(row: &BreachRow, history: &BreachHistory, percent: u32) -> Option<Instant> {
    let clock = Clock::of(row, history.rules());
    let share = |goal: i64| goal.saturating_mul(percent.into()).div_euclid(100);
    let mut goal = Seen::goal_at(row, row.started_at);
    let mut at = clock.after(share(goal))?;
    // A promise that changes may move the moment past another change; a few turns settle it.
    for _ in 0..4 {
        let then = Seen::goal_at(row, at);
        if then == goal {
            break;
        }
        goal = then;
        at = clock.after(share(goal))?;
    }
    let end = row.met_at.or(row.ended_at);
    end.is_none_or(|end| end > at).then_some(at)
}

/// The row without what came later.
fn as_known(row: &BreachRow, at: Instant) -> BreachRow {
    let mut known = row.clone();
    known.met_at = known.met_at.filter(|met| *met <= at);
    known.ended_at = known.ended_at.filter(|ended| *ended <= at);
    known.changes.retain(|change| change.at <= at);
    known.pauses.retain(|pause| pause.from <= at);
    known
}

fn compared(scored: &[&Scored]) -> Compared {
    let of = |probability: &dyn Fn(&Scored) -> f64| {
        brier(scored.iter().map(|one| (probability(one), one.missed)))
    };
    let ours = of(&|one| one.forecast);
    let base_rate = of(&|one| one.base_rate);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Compared {
        n: count(scored.len()),
        missed: count(scored.iter().filter(|one| one.missed).count()),
        brier: Rounded::new(ours),
        base_rate: Rounded::new(base_rate),
        elapsed_share: Rounded::new(of(&|one| f64::from(one.checkpoint) / 100.0)),
        skill: Rounded::new(if base_rate > 0.0 { 1.0 - ours / base_rate } else { 0.0 }),
    }
}

fn report(learned: usize, checkpoints: &[u32], scored: Vec<Scored>) -> Backtest {
    let mut tickets: Vec<&str> = scored.iter().map(|one| one.ticket.as_str()).collect();
    tickets.sort_unstable();
    tickets.dedup();
    let pairs: Vec<_> = scored.iter().map(|one| (one.forecast, one.missed)).collect();
    let only = |keep: &dyn Fn(&Scored) -> bool| {
        compared(&scored.iter().filter(|one| keep(one)).collect::<Vec<_>>())
    };
    let checkpoint = |percent: &u32| Checkpoint {
        percent: *percent,
        compared: only(&|one| one.checkpoint == *percent),
    };
    Backtest {
        learned,
        tickets: tickets.len(),
        all: only(&|_| true),
        sure: only(&|one| !one.unsure),
        checkpoints: checkpoints.iter().map(checkpoint).collect(),
        reliability: Reliability::of(&pairs),
        scored,
    }
}
