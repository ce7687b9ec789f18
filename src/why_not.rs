//! Why a report has not another priority: the smallest change of its facts that would give it.
//!
//! Tried are the fields that matrices and modifiers ask, with the values that these tell apart, one
//! field first, then two, then three. The kind of the ticket stays.

use serde::Serialize;

use crate::condition::Vocabulary;
use crate::error::{Error, Path};
use crate::limits;
use crate::model::{FactChange, Facts, FieldType, Value};
use crate::policy::Policy;
use crate::prioritize::Subject;

/// How many fields are changed at once, at most.
const FIELDS: usize = 3;

/// The changes that would give a priority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhyNot {
    /// The priority that is asked for.
    pub wanted: String,
    /// The priority that the facts give; none if one is missing.
    pub level: Option<String>,
    /// The smallest changes, each by itself enough; none if it has that priority, or if no change
    /// of three fields gives it.
    pub changes: Vec<Vec<FactChange>>,
    /// Whether there were more ways to try than are tried.
    pub cut: bool,
}

/// Why a subject has not the priority `wanted`.
///
/// # Errors
/// `field.wordUnknown`, at the root, if the policy has no such priority.
pub fn why_not(policy: &Policy, subject: &Subject<'_>, wanted: &str) -> Result<WhyNot, Error> {
    policy.vocabulary().admits_word("priority", wanted, &Path::root())?;
    let level = policy.priorities().prioritize(subject).level;
    let mut search = Search {
        policy,
        subject,
        wanted,
        fields: fields(policy, subject),
        facts: subject.facts.clone(),
        changed: Vec::new(),
        found: Vec::new(),
        tried: 0,
    };
    if level.as_deref() != Some(wanted) {
        for count in 1..=FIELDS {
            search.choose(0, count);
            if !search.found.is_empty() || search.is_cut() {
                break;
            }
        }
    }
    let cut = search.is_cut();
    Ok(WhyNot { wanted: wanted.to_owned(), level, changes: nearest_numbers(&search.found), cut })
}

/// Every field that the rules of priority ask, with the other values that they tell apart.
fn fields(policy: &Policy, subject: &Subject<'_>) -> Vec<(String, Vec<Value>)> {
    let mut asked = vec![("impact", Vec::new()), ("urgency", Vec::new())];
    for condition in policy.priorities().conditions() {
        condition.tells_apart(&mut asked);
    }
    let vocabulary = policy.vocabulary();
    let settable = asked
        .into_iter()
        .filter(|(field, _)| vocabulary.admits_fact(field, &Value::Absent).is_ok());
    settable
        .map(|(field, named)| {
            let mut values = known(vocabulary, field);
            values.extend(named);
            let present = subject.facts.get(field).unwrap_or(&Value::Absent);
            let mut other: Vec<Value> = Vec::new();
            for value in values {
                let fits = vocabulary.admits(field, &value).is_ok();
                if fits && value != *present && !other.contains(&value) {
                    other.push(value);
                }
            }
            (field.to_owned(), other)
        })
        .collect()
}

fn known(vocabulary: &Vocabulary, field: &str) -> Vec<Value> {
    let words = vocabulary.words(field).unwrap_or_default().iter().cloned().map(Value::Text);
    let flags = vocabulary.field(field) == Ok(FieldType::Flag);
    let flags = if flags { vec![Value::Flag(true), Value::Flag(false)] } else { Vec::new() };
    words.chain(flags).collect()
}

struct Search<'a> {
    policy: &'a Policy,
    subject: &'a Subject<'a>,
    wanted: &'a str,
    fields: Vec<(String, Vec<Value>)>,
    facts: Facts,
    changed: Vec<FactChange>,
    found: Vec<Vec<FactChange>>,
    tried: usize,
}

impl Search<'_> {
    fn is_cut(&self) -> bool {
        !limits::MODEL_TICKETS.admits(self.tried)
    }

    /// Changes `count` of the fields from `first` on in every way.
    fn choose(&mut self, first: usize, count: usize) {
        let Some(fewer) = count.checked_sub(1) else { return self.try_it() };
        for at in first..self.fields.len() {
            let Some((field, values)) = self.fields.get(at).cloned() else { return };
            let before = self.facts.get(&field).cloned();
            for to in values {
                if self.is_cut() {
                    return;
                }
                self.facts.insert(&field, to.clone());
                let from = before.clone().unwrap_or(Value::Absent);
                self.changed.push(FactChange { field: field.clone(), from, to });
                self.choose(at.saturating_add(1), fewer);
                self.changed.pop();
            }
            match before {
                Some(before) => self.facts.insert(&field, before),
                None => self.facts.remove(&field),
            }
        }
    }

    fn try_it(&mut self) {
        self.tried = self.tried.saturating_add(1);
        let subject = Subject { facts: &self.facts, ..*self.subject };
        let level = self.policy.priorities().prioritize(&subject).level;
        if level.as_deref() == Some(self.wanted) {
            self.found.push(self.changed.clone());
        }
    }
}

/// Of changes that differ in numbers only, leaves the one whose numbers are the nearest.
fn nearest_numbers(changes: &[Vec<FactChange>]) -> Vec<Vec<FactChange>> {
    let number =
        |value: &Value| if let Value::Number(number) = value { Some(*number) } else { None };
    let alike = |one: &[FactChange], other: &[FactChange]| {
        one.iter().zip(other).all(|(one, other)| {
            let numbers = number(&one.to).is_some() && number(&other.to).is_some();
            one.field == other.field && (numbers || one.to == other.to)
        })
    };
    let distance = |change: &[FactChange]| {
        let steps = change
            .iter()
            .filter_map(|one| Some(number(&one.to)?.abs_diff(number(&one.from).unwrap_or(0))));
        steps.fold(0_u64, u64::saturating_add)
    };
    let nearer = |one: &[FactChange], other: &[FactChange]| {
        alike(one, other) && distance(other) < distance(one)
    };
    let kept = changes.iter().filter(|one| !changes.iter().any(|other| nearer(one, other)));
    kept.cloned().collect()
}
