#![expect(clippy::float_arithmetic, reason = "probabilities")]

use serde::Serialize;

use super::curve::{Curves, missed};
use super::history::BreachHistory;
use super::look::{Outcome, Seen};
use super::row::BreachRow;
use super::settings::BreachRules;
use crate::error::{Code, Error};
use crate::insight::Rounded;
use crate::time::{Instant, Span};

/// The nearest that a forecast comes to being certain.
const NEAREST: f64 = 0.000_1;

/// What is known of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// It has not started.
    Ahead,
    /// It runs, or ended without being met or missed.
    Running,
    /// It was met in time.
    Met,
    /// The time is over.
    Missed,
}

/// Past tickets that looked like the one at hand, by one fact more than the look before.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Look {
    /// The fact; none of the first look, which takes in all tickets that ran for so long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Its value, empty if the ticket has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The past tickets.
    pub tickets: u32,
    /// Those of them that are known to be met in time.
    pub met: u32,
    /// Those of them that are known to be missed.
    pub missed: u32,
    /// The probability of a miss as far as this look tells, drawn towards the look before.
    pub probability: Rounded,
}

/// How probable a miss is, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BreachForecast {
    /// The ticket.
    pub ticket: String,
    /// Which of its targets, if it has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// What is known already.
    pub standing: Standing,
    /// The probability of a miss: 1 if it is missed, 0 if it was met, else in between.
    pub probability: Rounded,
    /// The share of misses among all past tickets whose end is known.
    pub base_rate: Rounded,
    /// The working time so far.
    pub elapsed: Span,
    /// The working time that is promised.
    pub goal: Span,
    /// Whether the history is too thin to go by: too few past tickets with the same first fact
    /// whose time is over.
    pub unsure: bool,
    /// What the probability rests on, from the widest look to the narrowest.
    pub looks: Vec<Look>,
    /// Why it is unsure.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Error>,
}

/// Past tickets as they were known at an instant, ready for forecasts.
///
/// # Example
/// ```
/// use incident_core::insight::{
///     BreachHistory, BreachModel, BreachRow, BreachRules, BreachSettings,
/// };
/// use incident_core::{Instant, Span};
///
/// let rules = BreachRules::check(&BreachSettings::default())?;
/// let mut history = BreachHistory::new(rules);
/// let at = |hour: i64| Instant::from_millis(hour * 3_600_000).map_err(|error| vec![error]);
/// for number in 0..100_i64 {
///     // Half of them are done within 10 hours.
///     let row = BreachRow {
///         ticket: format!("INC{number}"),
///         target: None,
///         calendar: None,
///         started_at: at(number)?,
///         goal: Span::from_hours(10),
///         met_at: Some(at(number + if number % 2 == 0 { 3 } else { 30 })?),
///         ended_at: None,
///         facts: [("priority", "high".to_owned())].into(),
///         changes: Vec::new(),
///         pauses: Vec::new(),
///     };
///     history.learn(row)?;
/// }
/// let now = at(200)?;
/// let model = BreachModel::new(&history, now);
/// let mut ticket = BreachRow { ticket: "INC100".to_owned(), started_at: now, ..history.rows()
///     .next().cloned().ok_or_else(Vec::new)? };
/// ticket.met_at = None;
/// let fresh = model.forecast(&ticket, now)?;
/// assert!((fresh.probability.get() - 0.5).abs() < 0.02 && !fresh.unsure);
/// // After five hours, what was quick is done.
/// let late = model.forecast(&ticket, at(205)?)?;
/// assert!(late.probability.get() > 0.9);
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[derive(Debug)]
pub struct BreachModel {
    rules: BreachRules,
    curves: Curves,
}

impl BreachModel {
    /// Counts what was known of past tickets at `now`. Time grows linearly with the tickets.
    #[must_use]
    pub fn new(history: &BreachHistory, now: Instant) -> Self {
        Self::of(history.rows(), history.rules(), now)
    }

    pub(super) fn of<'a>(
        rows: impl Iterator<Item = &'a BreachRow>,
        rules: &BreachRules,
        now: Instant,
    ) -> Self {
        let mut curves = Curves::new();
        for row in rows {
            if let Some(seen) = Seen::at(row, rules, now) {
                curves.add(&seen, rules);
            }
        }
        Self { rules: rules.clone(), curves }
    }

    /// The past tickets that it rests on.
    #[must_use]
    pub fn tickets(&self) -> u32 {
        self.curves.rows()
    }

    /// How probable it is that the clock of a row, as it is known at `now`, misses its target.
    ///
    /// # Errors
    /// Every finding about the row.
    pub fn forecast(&self, row: &BreachRow, now: Instant) -> Result<BreachForecast, Vec<Error>> {
        let findings = row.findings(&self.rules);
        if !findings.is_empty() {
            return Err(findings);
        }
        let ahead = row.started_at > now;
        let Some(seen) = Seen::at(row, &self.rules, now.max(row.started_at)) else {
            return Err(findings);
        };
        Ok(self.seen(row, &seen, ahead))
    }

    fn seen(&self, row: &BreachRow, seen: &Seen, ahead: bool) -> BreachForecast {
        let (stretch, part) = seen.stretch();
        let values = seen.values(&self.rules.by, None);
        let counts = self.curves.looks(stretch, &values);
        let part = f64::from(i32::try_from(part).unwrap_or_default()) / 1e6;
        let mut each = missed(&counts, stretch, part, f64::from(self.rules.shrinkage));
        for one in &mut each {
            *one = one.clamp(NEAREST, 1.0 - NEAREST);
        }
        let last = each.last().copied().unwrap_or(0.5);
        let (standing, probability) = match seen.outcome {
            Outcome::Missed => (Standing::Missed, 1.0),
            Outcome::Met => (Standing::Met, 0.0),
            Outcome::Unknown => {
                let standing = if ahead { Standing::Ahead } else { Standing::Running };
                (standing, last)
            }
        };
        let names = std::iter::once(None).chain(self.rules.by.iter().zip(&values).map(Some));
        let looks = names.zip(counts.iter().zip(&each)).map(|(named, (counts, one))| Look {
            by: named.map(|(by, _)| by.clone()),
            value: named.map(|(_, value)| value.clone()),
            tickets: counts.all(),
            met: counts.met(),
            missed: counts.missed(),
            probability: Rounded::new(*one),
        });
        // Of the first fact, for tickets of short targets tell nothing of the end of long ones.
        let own = counts.get(usize::from(!self.rules.by.is_empty()));
        let over = own.map_or(0, |counts| counts.over());
        let unsure = over < self.rules.least && standing != Standing::Missed;
        let unsure = unsure && standing != Standing::Met;
        let thin = || {
            let error = Error::new(Code::InsightHistoryThin).with("actual", over);
            error.with("least", self.rules.least)
        };
        BreachForecast {
            ticket: row.ticket.clone(),
            target: row.target.clone(),
            standing,
            probability: Rounded::new(probability),
            base_rate: Rounded::new(self.curves.base_rate()),
            elapsed: Span::from_millis(seen.elapsed),
            goal: Span::from_millis(seen.goal),
            unsure,
            looks: looks.collect(),
            findings: Vec::from_iter(unsure.then(thin)),
        }
    }
}
