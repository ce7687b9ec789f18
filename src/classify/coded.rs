use super::{Classification, Undetermined};
use crate::condition::{Bits, Column, Rows, Sieve};
use crate::model::Fact;

/// The rules, made ready for many reports whose fields are columns.
#[derive(Debug)]
pub(crate) struct Coded {
    sieve: Sieve,
    phrases: Phrases,
    /// By rule: what it gives.
    gives: Vec<Vec<Given>>,
    targets: Vec<Target>,
    threshold: u64,
    lead: u64,
}

/// A field that rules speak for, and the values that they give it.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) field: String,
    pub(crate) values: Vec<String>,
}

impl Target {
    /// What is known of a report, by code: why it is undetermined, or which value it has.
    pub(crate) const UNDETERMINED: [Undetermined; 3] =
        [Undetermined::NoRule, Undetermined::BelowThreshold, Undetermined::TooClose];
}

/// One value that a rule speaks for.
#[derive(Debug)]
struct Given {
    target: usize,
    value: usize,
    score: u64,
    decides: bool,
}

/// Which rules have a phrase in a text.
#[derive(Debug)]
struct Phrases {
    /// The rules that ask for none.
    wordless: Bits,
    /// By column of text: the rules that each value satisfies.
    found: Vec<(usize, Vec<u64>)>,
}

/// The points of one report for one target.
#[derive(Debug, Default)]
struct Points {
    /// By value.
    scores: Vec<u64>,
    /// The values that have been given, in the order in which they were.
    given: Vec<usize>,
    decided: Option<usize>,
}

impl Coded {
    pub(crate) fn new(rules: &Classification, columns: &[Column]) -> Self {
        let conditions = rules.rules.iter().map(|rule| rule.applies_if.as_ref());
        let mut targets = vec![Target { field: "kind".to_owned(), values: Vec::new() }];
        let mut gives = Vec::new();
        for rule in &rules.rules {
            let of_rule = rule.gives.iter().map(|(field, value)| {
                let target = place(
                    &mut targets,
                    |target| target.field == field,
                    || Target { field: field.to_owned(), values: Vec::new() },
                );
                let values = targets.get_mut(target).map(|target| &mut target.values);
                let value = values
                    .map_or(0, |values| place(values, |known| known == value, || value.clone()));
                Given { target, value, score: rule.score.into(), decides: rule.decides }
            });
            gives.push(of_rule.collect());
        }
        Self {
            sieve: Sieve::new(conditions, columns, &|_| None),
            phrases: Phrases::new(rules, columns),
            gives,
            targets,
            threshold: rules.threshold.into(),
            lead: rules.lead.into(),
        }
    }

    /// The fields that answers are about, `kind` first.
    pub(crate) fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The answers: for each target a code for each row.
    pub(crate) fn classify(&self, rows: &Rows<'_>, columns: &[Column]) -> Vec<u32> {
        let count = rows.count();
        let mut answers = vec![0; count.saturating_mul(self.targets.len())];
        let mut points: Vec<Points> = Vec::new();
        for target in &self.targets {
            points.push(Points { scores: vec![0; target.values.len()], ..Points::default() });
        }
        let mut fired = Bits::default();
        let mut worded = Bits::default();
        for row in 0..count {
            let fact = |name: &str| rows.fact(columns, row, name);
            self.sieve.holding(rows, row, &fact, &mut fired);
            self.phrases.keep(rows, row, &mut fired, &mut worded);
            for given in fired.iter().filter_map(|rule| self.gives.get(rule)).flatten() {
                if let Some(points) = points.get_mut(given.target) {
                    points.add(given);
                }
            }
            for (answers, points) in answers.chunks_exact_mut(count).zip(&mut points) {
                if let Some(answer) = answers.get_mut(row) {
                    *answer = points.judge(self.threshold, self.lead);
                }
                points.clear();
            }
        }
        answers
    }
}

impl Phrases {
    fn new(rules: &Classification, columns: &[Column]) -> Self {
        let size = rules.rules.len();
        let mut wordless = Bits::new(size);
        for (at, _) in rules.rules.iter().enumerate().filter(|(_, rule)| !rule.has_words) {
            wordless.set(at);
        }
        let mut found = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            if !rules.index.reads(&column.field) {
                continue;
            }
            let mut sets = Vec::new();
            for value in &column.values {
                let mut satisfied = Bits::new(size);
                let fact = |name: &str| Fact::of(value).filter(|_| name == column.field);
                for (rule, _) in rules.index.find(&fact) {
                    satisfied.set(rule);
                }
                sets.extend(satisfied.words());
            }
            found.push((at, sets));
        }
        Self { wordless, found }
    }

    /// Keeps the rules that ask for no phrase, or have one in the row.
    fn keep(&self, rows: &Rows<'_>, row: usize, rules: &mut Bits, satisfied: &mut Bits) {
        satisfied.clone_from(&self.wordless);
        for (column, sets) in &self.found {
            satisfied.add(sets, rows.code(*column, row));
        }
        rules.keep_all(satisfied);
    }
}

impl Points {
    fn add(&mut self, given: &Given) {
        if given.decides && self.decided.is_none() {
            self.decided = Some(given.value);
        }
        if let Some(score) = self.scores.get_mut(given.value) {
            // A rule may give no points, and still has given the value.
            if *score == 0 && !self.given.contains(&given.value) {
                self.given.push(given.value);
            }
            *score = score.saturating_add(given.score);
        }
    }

    /// The code of the answer: as [`Classification::classify`] judges, without its reasons.
    fn judge(&self, threshold: u64, lead: u64) -> u32 {
        let mut first: Option<(usize, u64)> = None;
        let mut second = None;
        for value in &self.given {
            let score = self.scores.get(*value).copied().unwrap_or(0);
            if first.is_none_or(|(_, best)| score > best) {
                second = first.map(|(_, best)| best);
                first = Some((*value, score));
            } else {
                second = second.max(Some(score));
            }
        }
        let Some((value, score)) = first else { return 0 };
        let value = match (self.decided, second) {
            (Some(decided), _) => decided,
            (None, _) if score < threshold => return 1,
            (None, Some(next)) if score.saturating_sub(next) < lead => return 2,
            (None, _) => value,
        };
        let undetermined = Target::UNDETERMINED.len();
        u32::try_from(value.saturating_add(undetermined)).unwrap_or(u32::MAX)
    }

    fn clear(&mut self) {
        for value in self.given.drain(..) {
            if let Some(score) = self.scores.get_mut(value) {
                *score = 0;
            }
        }
        self.decided = None;
    }
}

/// Where an entry stands in a list, to which it is added if it is not there.
fn place<T>(list: &mut Vec<T>, is: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> usize {
    list.iter().position(is).unwrap_or_else(|| {
        list.push(new());
        list.len().saturating_sub(1)
    })
}
