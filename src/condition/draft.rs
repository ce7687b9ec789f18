use serde::Serialize;

use super::{Condition, Vocabulary};
use crate::document::object;
use crate::error::{Code, Error, Path};
use crate::model::{FieldType, Value};

/// A condition as written: one of the forms of [`condition`](super), so most members are absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(transform = super::forms::only)
)]
#[serde(rename_all = "camelCase")]
pub struct ConditionDraft {
    /// Every one inside is true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<Vec<Self>>,
    /// At least one inside is true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any: Option<Vec<Self>>,
    /// The one inside is false.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not: Option<Box<Self>>,
    /// The field that a test is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The field has this value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<Value>,
    /// The field has one of these values.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub is_in: Option<Vec<Value>>,
    /// The field has a value, or, if false, none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_set: Option<bool>,
    /// The field's number is at least this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<i64>,
    /// The field's number is at most this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<i64>,
}

object!(ConditionDraft {
    all: optional "all",
    any: optional "any",
    not: optional "not",
    field: optional "field",
    is: optional "is",
    is_in: optional "in",
    is_set: optional "isSet",
    at_least: optional "atLeast",
    at_most: optional "atMost",
});

impl ConditionDraft {
    /// The checked condition; findings about it go to `findings`.
    pub fn check(
        &self,
        path: &Path,
        vocabulary: &Vocabulary,
        findings: &mut Vec<Error>,
    ) -> Option<Condition> {
        let groups = [self.all.is_some(), self.any.is_some(), self.not.is_some()];
        let groups = groups.iter().filter(|given| **given).count();
        let tests = [
            self.is.is_some(),
            self.is_in.is_some(),
            self.is_set.is_some(),
            self.at_least.is_some() || self.at_most.is_some(),
        ];
        let tests = tests.iter().filter(|given| **given).count();
        let written = match (&self.field, groups, tests) {
            (None, 1, 0) => return self.check_group(path, vocabulary, findings),
            (Some(field), 0, 1) => field,
            _ => {
                findings.push(Error::new(Code::ConditionForm).at(path.clone()));
                return None;
            }
        };
        let before = findings.len();
        let condition = self.check_test(written, path, vocabulary, findings);
        (findings.len() == before).then_some(condition).flatten()
    }

    fn check_group(
        &self,
        path: &Path,
        vocabulary: &Vocabulary,
        findings: &mut Vec<Error>,
    ) -> Option<Condition> {
        let mut check_each = |list: &[Self], path: &Path| -> Option<Vec<Condition>> {
            let checked: Vec<_> = list
                .iter()
                .enumerate()
                .map(|(at, one)| one.check(&path.index(at), vocabulary, findings))
                .collect();
            checked.into_iter().collect()
        };
        if let Some(list) = &self.all {
            return check_each(list, &path.key("all")).map(Condition::All);
        }
        if let Some(list) = &self.any {
            return check_each(list, &path.key("any")).map(Condition::Any);
        }
        let inner = self.not.as_ref()?.check(&path.key("not"), vocabulary, findings)?;
        Some(Condition::Not(Box::new(inner)))
    }

    fn check_test(
        &self,
        field: &str,
        path: &Path,
        vocabulary: &Vocabulary,
        findings: &mut Vec<Error>,
    ) -> Option<Condition> {
        let holds = match vocabulary.field(field) {
            Ok(holds) => holds,
            Err(error) => {
                findings.push(error.at(path.key("field")));
                return None;
            }
        };
        let field = field.to_owned();
        if let Some(set) = self.is_set {
            let condition = Condition::IsSet(field);
            return Some(if set { condition } else { Condition::Not(Box::new(condition)) });
        }
        if self.at_least.is_some() || self.at_most.is_some() {
            if holds != FieldType::Number {
                let error = Error::new(Code::ConditionNotNumber).with("field", &field);
                findings.push(error.at(path.key("field")));
            }
            let at_least = self.at_least.unwrap_or(i64::MIN);
            let at_most = self.at_most.unwrap_or(i64::MAX);
            if at_least > at_most {
                findings.push(Error::new(Code::ConditionEmptyRange).at(path.clone()));
            }
            return Some(Condition::Between { field, at_least, at_most });
        }
        let mut values = Vec::new();
        for (value, path) in self.tested(path) {
            if let Err(error) = vocabulary.admits(&field, value) {
                findings.push(error.at(path));
            }
            values.push(value.clone());
        }
        Some(Condition::In { field, values })
    }

    fn tested(&self, path: &Path) -> Vec<(&Value, Path)> {
        let one = self.is.iter().map(|value| (value, path.key("is")));
        let list = self.is_in.iter().flatten().enumerate();
        one.chain(list.map(|(at, value)| (value, path.key("in").index(at)))).collect()
    }
}
