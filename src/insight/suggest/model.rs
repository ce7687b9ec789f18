#![expect(clippy::float_arithmetic, reason = "probabilities")]

use serde::Serialize;

use super::history::SuggestHistory;
use super::pool::{Counted, pooled, said, weights};
use super::row::SuggestRow;
use super::settings::SuggestRules;
use crate::error::{Code, Error};
use crate::insight::Rounded;

/// How many tickets the weights are learned from at most, the latest.
const TICKETS: usize = 2_000;
/// How many numbers those may take up.
const NUMBERS: usize = 2_000_000;
/// How many reasons a suggestion names.
const REASONS: usize = 3;

/// Why an answer is suggested.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// The fact, or `title` or `description`.
    pub by: String,
    /// What it says; of a text the term that says most.
    pub value: String,
    /// How many past tickets said so.
    pub tickets: u32,
    /// How many of those had this answer.
    pub same: u32,
}

/// An answer that is suggested.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    /// The answer.
    pub value: String,
    /// How probable it is.
    pub probability: Rounded,
    /// What speaks for it most, at most three.
    pub because: Vec<Reason>,
}

/// A short list of answers, the most probable first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestions {
    /// The answers.
    pub suggestions: Vec<Suggestion>,
    /// Whether the first one is not to be relied on: it is less probable than is asked for, or the
    /// history is too thin.
    pub unsure: bool,
    /// The past tickets that it rests on.
    pub tickets: u32,
    /// Which of the ticket's facts say what no past ticket said.
    pub unseen: Vec<String>,
    /// Why it is unsure, where the history is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Error>,
}

/// Past tickets, counted and weighed, ready for suggestions.
///
/// # Example
/// ```
/// use incident_core::insight::{
///     SuggestHistory, SuggestModel, SuggestRow, SuggestRules, SuggestSettings,
/// };
/// use incident_core::Instant;
///
/// let settings = SuggestSettings { facts: vec!["symptom".to_owned()], ..Default::default() };
/// let mut history = SuggestHistory::new(SuggestRules::check(&settings)?);
/// let ticket = |number: u32| SuggestRow {
///     ticket: format!("INC{number}"),
///     at: Instant::MIN,
///     answer: Some(if number % 2 == 0 { "network" } else { "printing" }.to_owned()),
///     facts: [("symptom", if number % 2 == 0 { "slow" } else { "jam" }.to_owned())].into(),
///     title: None,
///     description: None,
/// };
/// for number in 0..100 {
///     history.learn(ticket(number))?;
/// }
/// let asked = SuggestRow { answer: None, ..ticket(101) };
/// let answer = SuggestModel::new(&history).suggest(&asked)?;
/// assert_eq!(answer.suggestions[0].value, "printing");
/// assert!(answer.suggestions[0].probability.get() > 0.9 && !answer.unsure);
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[derive(Debug)]
pub struct SuggestModel {
    rules: SuggestRules,
    counted: Counted,
    weights: Vec<f64>,
}

impl SuggestModel {
    /// Learns from the tickets of a history that have an answer.
    #[must_use]
    pub fn new(history: &SuggestHistory) -> Self {
        Self::of(&history.answered(), history.rules())
    }

    /// Learns from tickets, the earliest first.
    pub(super) fn of(rows: &[&SuggestRow], rules: &SuggestRules) -> Self {
        let voices = rules.facts.len().saturating_add(2);
        let mut counted = Counted::new(voices);
        for row in rows {
            if let Some(answer) = &row.answer {
                counted.add(&said(row, &rules.facts), answer);
            }
        }
        let mut model = Self { rules: rules.clone(), counted, weights: Vec::new() };
        let tickets: Vec<_> =
            model.sample(rows).iter().filter_map(|row| model.alone(row)).collect();
        model.weights = weights(&tickets, voices);
        model
    }

    /// The latest tickets, as many as weights are learned from.
    pub(super) fn sample<'a>(&self, rows: &'a [&'a SuggestRow]) -> &'a [&'a SuggestRow] {
        let voices = self.rules.facts.len().saturating_add(3);
        let each = voices.saturating_mul(self.counted.answers.len()).max(1);
        let most = NUMBERS.div_euclid(each).clamp(1, TICKETS);
        rows.get(rows.len().saturating_sub(most)..).unwrap_or(rows)
    }

    /// What the voices say about a ticket that was learned from, as if it had not been.
    fn alone(&self, row: &SuggestRow) -> Option<(Vec<Vec<f64>>, usize)> {
        let answer = self.counted.number(row.answer.as_deref()?)?;
        Some((self.counted.lifts(&said(row, &self.rules.facts), Some(answer)), answer))
    }

    /// The probability of each answer for a ticket that was learned from, as if it had not been.
    pub(super) fn without(&self, row: &SuggestRow) -> Option<Vec<(&str, f64)>> {
        let (lifts, _) = self.alone(row)?;
        Some(self.ranked(&pooled(&lifts, &self.weights)))
    }

    /// The probability of each answer, the most probable first.
    pub(super) fn probabilities(&self, row: &SuggestRow) -> Vec<(&str, f64)> {
        let lifts = self.counted.lifts(&said(row, &self.rules.facts), None);
        self.ranked(&pooled(&lifts, &self.weights))
    }

    fn ranked(&self, probabilities: &[f64]) -> Vec<(&str, f64)> {
        let answers = self.counted.answers.iter().map(|(answer, _)| answer.as_str());
        let mut ranked: Vec<_> = answers.zip(probabilities.iter().copied()).collect();
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(other.0)));
        ranked
    }

    /// Which facts of a ticket say what was never seen, and how many say anything.
    pub(super) fn unseen(&self, row: &SuggestRow) -> (Vec<String>, usize) {
        let given = self.rules.facts.iter().enumerate();
        let given = given.filter_map(|(voice, name)| Some((voice, name, row.facts.get(name)?)));
        let given: Vec<_> = given.collect();
        let never = |one: &&(usize, &String, &String)| self.counted.seen(one.0, one.2).is_none();
        let never = given.iter().filter(never).map(|(_, name, _)| (*name).clone()).collect();
        (never, given.len())
    }

    /// How many facts of a ticket that was learned from say what no other ticket said, and how many
    /// say anything.
    pub(super) fn alone_unseen(&self, row: &SuggestRow) -> (usize, usize) {
        let given = self.rules.facts.iter().enumerate();
        let given =
            given.filter_map(|(voice, name)| self.counted.seen(voice, row.facts.get(name)?));
        let counts: Vec<u32> = given.map(|seen| seen.n).collect();
        (counts.iter().filter(|n| **n < 2).count(), counts.len())
    }

    /// The share of each answer, the most frequent first.
    pub(super) fn shares(&self) -> Vec<(&str, f64)> {
        self.ranked(&self.counted.shares(None))
    }

    /// How many different answers there are.
    pub(super) fn answers(&self) -> usize {
        self.counted.answers.len()
    }

    /// The tickets that it learned from.
    #[must_use]
    pub fn tickets(&self) -> u32 {
        self.counted.n
    }

    /// How much say each fact has, then title and description: 0 is none.
    #[must_use]
    pub fn weights(&self) -> Vec<(String, Rounded)> {
        let names = self.rules.facts.iter().map(String::as_str).chain(["title", "description"]);
        let weights = self.weights.iter().skip(1).map(|weight| Rounded::new(*weight));
        names.map(str::to_owned).zip(weights).collect()
    }

    /// A short list of answers for a ticket.
    ///
    /// # Errors
    /// Every finding about the row.
    pub fn suggest(&self, row: &SuggestRow) -> Result<Suggestions, Vec<Error>> {
        let findings = row.findings();
        if !findings.is_empty() {
            return Err(findings);
        }
        let said = said(row, &self.rules.facts);
        let lifts = self.counted.lifts(&said, None);
        let probabilities = pooled(&lifts, &self.weights);
        let length = usize::try_from(self.rules.length).unwrap_or(usize::MAX);
        let ranked = self.ranked(&probabilities);
        let first = ranked.first().map_or(0.0, |(_, probability)| *probability);
        // A share of one would claim more than any number of tickets shows.
        let most = 1.0 - 1.0 / (f64::from(self.tickets()) + 2.0);
        let suggestion = |(answer, probability): &(&str, f64)| Suggestion {
            value: (*answer).to_owned(),
            probability: Rounded::new(probability.min(most).clamp(0.000_1, 0.999_9)),
            because: self.because(answer, &said, &lifts),
        };
        let thin = self.tickets() < self.rules.least;
        let finding = || {
            let error = Error::new(Code::InsightHistoryThin).with("actual", self.tickets());
            error.with("least", self.rules.least)
        };
        Ok(Suggestions {
            suggestions: ranked.iter().take(length).map(suggestion).collect(),
            unsure: thin || first * 100.0 < f64::from(self.rules.sure),
            tickets: self.tickets(),
            unseen: self.unseen(row).0,
            findings: Vec::from_iter(thin.then(finding)),
        })
    }

    /// The voices that speak for an answer, the loudest first.
    fn because(&self, answer: &str, said: &[Vec<String>], lifts: &[Vec<f64>]) -> Vec<Reason> {
        let Some(number) = self.counted.number(answer) else { return Vec::new() };
        let names = self.rules.facts.iter().map(String::as_str).chain(["title", "description"]);
        let says = lifts.iter().zip(&self.weights).skip(1);
        let says = says.map(|(lift, weight)| weight * lift.get(number).copied().unwrap_or(0.0));
        let voices = names.zip(said).zip(says).enumerate();
        let mut loud: Vec<_> = voices.filter(|(_, (_, says))| *says > 0.0).collect();
        loud.sort_by(|one, other| other.1.1.total_cmp(&one.1.1));
        let reason = |(voice, ((name, words), _)): (usize, ((&str, &Vec<String>), f64))| {
            let with = |word: &&String| {
                let seen = self.counted.seen(voice, word);
                let same = seen.and_then(|seen| seen.answers.get(&number)).copied();
                (seen.map_or(0, |seen| seen.n), same.unwrap_or_default())
            };
            let best = words.iter().max_by(|one, other| {
                let share = |word| {
                    let (n, same) = with(word);
                    f64::from(same) / (f64::from(n) + 1.0)
                };
                share(one).total_cmp(&share(other))
            })?;
            let (tickets, same) = with(&best);
            Some(Reason { by: name.to_owned(), value: best.clone(), tickets, same })
        };
        loud.into_iter().take(REASONS).filter_map(reason).collect()
    }
}
