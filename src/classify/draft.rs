use serde::Serialize;

use super::words::{Index, Phrase};
use super::{Classification, Rule};
use crate::condition::{ConditionDraft, Vocabulary};
use crate::document::{Ids, Map, object};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::Value;

/// The rules of classification as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClassificationDraft {
    /// The points that a value needs; 1 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<u32>,
    /// The points by which a value must lead the next one; 1 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<u32>,
    /// The rules.
    pub rules: Vec<ClassificationRuleDraft>,
}

object!(ClassificationDraft {
    threshold: optional "threshold",
    lead: optional "lead",
    rules: needed "rules",
});

/// A rule of classification as written. It fires if its condition holds and one of its phrases is
/// found; what is absent asks for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClassificationRuleDraft {
    /// What answers name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// What must be true of the facts, and of the kind that its author takes it for.
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    pub applies_if: Option<ConditionDraft>,
    /// Phrases, one of which must be found: `reset* password`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// The fields in which they are looked for; `shortDescription` and `description` if absent.
    #[serde(rename = "in", default, skip_serializing_if = "Vec::is_empty")]
    pub is_in: Vec<String>,
    /// The points that it gives; 1 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<u32>,
    /// Whether it settles what it gives.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decides: bool,
    /// The values that it speaks for, by field: `kind`, or a field of text.
    pub gives: Map<String>,
}

object!(ClassificationRuleDraft {
    id: needed "id",
    applies_if: optional "if",
    words: or_default "words",
    is_in: or_default "in",
    score: optional "score",
    decides: or_default "decides",
    gives: needed "gives",
});

impl ClassificationDraft {
    /// The checked rules; findings about them go to `findings`.
    pub(crate) fn check(
        &self,
        vocabulary: &Vocabulary,
        findings: &mut Vec<Error>,
    ) -> Option<Classification> {
        let path = Path::root().key("classification").key("rules");
        if !limits::RULES.admits(self.rules.len()) {
            findings.push(Error::beyond(&limits::RULES, self.rules.len()).at(path));
            return None;
        }
        let vocabulary = vocabulary.of_reports();
        let mut ids = Ids::default();
        let (mut rules, mut phrases, mut fields) = (Vec::new(), Vec::new(), Vec::new());
        for (at, draft) in self.rules.iter().enumerate() {
            let path = path.index(at);
            ids.add(&draft.id, &path.key("id"), findings);
            draft.check_gives(&path.key("gives"), &vocabulary, findings);
            for (number, written) in draft.words.iter().enumerate() {
                let phrase = Phrase::of(at, written);
                if phrase.is_none() {
                    let error = Error::new(Code::PhraseEmpty).with("phrase", written);
                    findings.push(error.at(path.key("words").index(number)));
                }
                phrases.extend(phrase);
            }
            let mut names = draft.is_in.clone();
            if names.is_empty() {
                names = ClassificationRuleDraft::TEXT_FIELDS.map(str::to_owned).to_vec();
            }
            for (number, name) in draft.is_in.iter().enumerate() {
                let known = vocabulary.admits(name, &Value::from(""));
                findings.extend(known.err().map(|e| e.at(path.key("in").index(number))));
            }
            fields.push(names);
            let condition = draft.applies_if.as_ref();
            rules.push(Rule {
                id: draft.id.clone(),
                applies_if: condition
                    .and_then(|one| one.check(&path.key("if"), &vocabulary, findings)),
                has_words: !draft.words.is_empty(),
                score: draft.score.unwrap_or(1),
                decides: draft.decides,
                gives: draft.gives.clone(),
            });
        }
        let (threshold, lead) = (self.threshold.unwrap_or(1), self.lead.unwrap_or(1));
        Some(Classification { rules, index: Index::new(phrases, fields), threshold, lead })
    }
}

impl ClassificationRuleDraft {
    /// The fields in which words are looked for where a rule says nothing else.
    pub(crate) const TEXT_FIELDS: [&str; 2] = ["shortDescription", "description"];

    /// The fields in which its words are looked for.
    #[cfg(feature = "analysis")]
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        let own = self.is_in.iter().map(String::as_str);
        own.chain(Self::TEXT_FIELDS.into_iter().filter(|_| self.is_in.is_empty()))
    }

    fn check_gives(&self, path: &Path, vocabulary: &Vocabulary, findings: &mut Vec<Error>) {
        if self.gives.is_empty() {
            findings.push(Error::new(Code::RuleGivesNothing).at(path.clone()));
        }
        for (field, value) in self.gives.iter() {
            let known = vocabulary.admits(field, &Value::from(value.as_str()));
            findings.extend(known.err().map(|error| error.at(path.key(field))));
        }
    }
}
