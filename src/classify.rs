//! From a report to what it is about: its kind, category, service, group, by rules that score.
//!
//! A rule fires when its condition holds and one of its phrases stands in the text. It adds its
//! score to what it gives, for example to the kind `serviceRequest`. For each field the value with
//! the most points wins, if it has enough of them and enough more than the next one; else the
//! answer is that it is undetermined. A rule that `decides` settles what it gives at once; of
//! several the first counts.
//!
//! Text is cut into words at everything that is neither a letter nor a digit. Small and capital
//! letters are equal in Latin up to `ž` (U+017E) but `ÿ`, in Greek without accents and the final
//! sigma, and in the Cyrillic of Slavic languages (U+0400 to U+045F). A phrase is words in a row:
//! `reset` is that word, `reset*` every word that begins so, and `*` alone any one word. There is
//! no backtracking: time grows linearly with the text. Text in composed form (NFC) is expected, and
//! scripts that set no spaces between words have no phrases within a run of letters.

#[cfg(feature = "analysis")]
mod coded;
mod draft;
mod words;

use serde::Serialize;

#[cfg(feature = "analysis")]
pub(crate) use coded::{Coded, Target};
pub use draft::{ClassificationDraft, ClassificationRuleDraft};

use crate::condition::Condition;
use crate::document::Map;
use crate::model::{Fact, Facts, Kind};
use words::{Index, Place};
#[cfg(feature = "response")]
pub(crate) use words::{is_of_word, small};

/// The checked rules of classification.
#[derive(Debug, Default)]
pub struct Classification {
    rules: Vec<Rule>,
    index: Index,
    threshold: u32,
    lead: u32,
}

/// A checked rule.
#[derive(Debug, Clone)]
struct Rule {
    id: String,
    applies_if: Option<Condition>,
    has_words: bool,
    score: u32,
    decides: bool,
    gives: Map<String>,
}

/// What is reported.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What its author takes it for.
    pub kind: Option<Kind>,
    /// What is known: its text under `shortDescription` and `description`, the channel, the rest.
    pub facts: &'a Facts,
}

/// What a report is about, field by field, and what decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Classified {
    /// By field, among them `kind`.
    pub verdicts: Map<Verdict>,
    /// The rules that fired, in written order.
    pub fired: Vec<Fired>,
}

/// What a field should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// The value; none if that is undetermined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why it is undetermined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undetermined: Option<Undetermined>,
    /// The whole percent of all points that the first has.
    pub confidence: u64,
    /// The rule that settled it, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// Every value that has points, the most first.
    pub candidates: Vec<Candidate>,
}

/// Why a field is undetermined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Undetermined {
    /// No rule that gives one fired.
    NoRule,
    /// The first has too few points.
    BelowThreshold,
    /// The first has too few points more than the second.
    TooClose,
}

/// A value that has points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The value.
    pub value: String,
    /// Its points.
    pub score: u64,
    /// The rules that gave them, in written order.
    pub rules: Vec<String>,
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fired {
    /// The rule.
    pub rule: String,
    /// Where its words stand, if it asks for some: the first place in the field that comes first
    /// where the rules first name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<Place>,
}

impl<'a> Report<'a> {
    /// The value of a field: the kind under its name, else the fact.
    pub(crate) fn fact(&self, field: &str) -> Option<Fact<'a>> {
        if field == "kind" {
            return self.kind.map(|kind| Fact::Text(kind.as_str()));
        }
        self.facts.get(field).and_then(Fact::of)
    }
}

impl Classification {
    /// What a report is about.
    #[must_use]
    pub fn classify(&self, report: &Report<'_>) -> Classified {
        let fact = |field: &str| report.fact(field);
        let places = self.index.find(&fact);
        let mut verdicts = Map::new();
        verdicts.insert("kind", Verdict::default());
        let mut fired = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            let because = places.iter().find(|(of, _)| *of == at).map(|(_, place)| place.clone());
            let holds = rule.applies_if.as_ref().is_none_or(|one| one.holds_for(&fact));
            if !holds || rule.has_words && because.is_none() {
                continue;
            }
            for (field, value) in rule.gives.iter() {
                if verdicts.get(field).is_none() {
                    verdicts.insert(field, Verdict::default());
                }
                if let Some(verdict) = verdicts.get_mut(field) {
                    verdict.add(rule, value);
                }
            }
            fired.push(Fired { rule: rule.id.clone(), because });
        }
        let verdicts = verdicts.iter().map(|(field, verdict)| (field, self.judge(verdict)));
        Classified { verdicts: verdicts.collect(), fired }
    }

    /// When each rule applies, in written order; none where that is always.
    #[cfg(feature = "analysis")]
    pub(crate) fn conditions(&self) -> impl Iterator<Item = Option<&Condition>> {
        self.rules.iter().map(|rule| rule.applies_if.as_ref())
    }

    fn judge(&self, verdict: &Verdict) -> Verdict {
        let mut candidates: Vec<Candidate> = Vec::new();
        for candidate in &verdict.candidates {
            // Of equals the one that was given first stays first.
            let before = candidates.iter().filter(|other| other.score >= candidate.score).count();
            candidates.insert(before, candidate.clone());
        }
        let all = candidates.iter().fold(0_u64, |all, one| all.saturating_add(one.score));
        let score = |at: usize| candidates.get(at).map_or(0, |one| one.score);
        let undetermined = if candidates.is_empty() {
            Some(Undetermined::NoRule)
        } else if verdict.decided_by.is_some() {
            None
        } else if score(0) < self.threshold.into() {
            Some(Undetermined::BelowThreshold)
        } else if score(0).saturating_sub(score(1)) < self.lead.into() && candidates.len() > 1 {
            Some(Undetermined::TooClose)
        } else {
            None
        };
        let first = candidates.first().filter(|_| undetermined.is_none());
        let value = verdict.value.clone().or_else(|| first.map(|first| first.value.clone()));
        let of_value =
            candidates.iter().find(|one| value.as_ref().is_none_or(|it| one.value == *it));
        let points = of_value.map_or(0, |one| one.score).saturating_mul(100);
        Verdict {
            confidence: points.checked_div(all).unwrap_or(0),
            value,
            undetermined,
            decided_by: verdict.decided_by.clone(),
            candidates,
        }
    }
}

impl Verdict {
    fn add(&mut self, rule: &Rule, value: &str) {
        if rule.decides && self.decided_by.is_none() {
            self.decided_by = Some(rule.id.clone());
            self.value = Some(value.to_owned());
        }
        let score = u64::from(rule.score);
        match self.candidates.iter_mut().find(|one| one.value == value) {
            Some(candidate) => {
                candidate.score = candidate.score.saturating_add(score);
                candidate.rules.push(rule.id.clone());
            }
            None => self.candidates.push(Candidate {
                value: value.to_owned(),
                score,
                rules: vec![rule.id.clone()],
            }),
        }
    }
}
