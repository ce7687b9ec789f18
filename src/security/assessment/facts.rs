use super::severity::{SEVERITY_CATEGORIES, Severity};
use super::stated::{
    Assessment, Confidence, FunctionalImpact, InformationImpact, Outcome, Recoverability,
};
use super::taxonomy::{
    ATTACK_ROW, DISPOSITION_ROW, NOT_AN_INCIDENT_ROW, ROOT_CAUSE_ROW, RSIT_ROW, Taxonomy,
    VERIS_ACTION, VERIS_ACTOR, VERIS_ATTRIBUTE, VERIS_CONFIDENCE, VERIS_IMPACT, VERIS_INCIDENT,
    VERIS_TARGETED,
};
use super::{SeverityModelDraft, TAXONOMIES};
use crate::condition::Vocabulary;
use crate::model::{Facts, FieldType, Value};

/// Taxonomies of which one code applies: a field with the code.
const ONE: [&Taxonomy; 8] = [
    &DISPOSITION_ROW,
    &NOT_AN_INCIDENT_ROW,
    &RSIT_ROW,
    &ROOT_CAUSE_ROW,
    &VERIS_INCIDENT,
    &VERIS_IMPACT,
    &VERIS_TARGETED,
    &VERIS_CONFIDENCE,
];
/// Taxonomies of which several may apply: a field for each code, true if it is stated.
const SEVERAL: [&Taxonomy; 4] = [&ATTACK_ROW, &VERIS_ACTOR, &VERIS_ACTION, &VERIS_ATTRIBUTE];

/// The words of a plan's conditions: the standard fields of reports, and what is stated.
pub(super) fn vocabulary(model: Option<&SeverityModelDraft>) -> Vocabulary {
    let mut words = Vocabulary::default().of_reports();
    for taxonomy in ONE {
        limited(&mut words, taxonomy.id, codes(taxonomy));
    }
    for taxonomy in SEVERAL {
        for (code, _) in taxonomy.codes {
            words.declare(&flag(taxonomy.id, code), FieldType::Flag);
        }
    }
    for id in ["functionalImpact", "recoverability", "tlp", "pap"] {
        let taxonomy = TAXONOMIES.iter().find(|taxonomy| taxonomy.id == id);
        limited(&mut words, id, taxonomy.map(codes).unwrap_or_default());
    }
    let impacts = TAXONOMIES.iter().find(|taxonomy| taxonomy.id == "informationImpact");
    for (code, _) in impacts.map(|taxonomy| taxonomy.codes).unwrap_or_default() {
        words.declare(&flag("informationImpact", code), FieldType::Flag);
    }
    let outcomes = || Outcome::ALL.map(|outcome| outcome.as_str().to_owned()).to_vec();
    limited(&mut words, "outcome", outcomes());
    limited(&mut words, "outcomeBefore", outcomes());
    limited(
        &mut words,
        "confidence",
        ["none", "low", "medium", "high"].map(str::to_owned).to_vec(),
    );
    let mut classes: Vec<String> = RSIT_ROW.codes.iter().map(|(code, _)| class(code)).collect();
    classes.dedup();
    limited(&mut words, "rsitClass", classes);
    words.declare("severityHundredths", FieldType::Number);
    if let Some(model) = model {
        limited(&mut words, "severityLevel", model.levels.iter().map(|l| l.id.clone()).collect());
        for category in SEVERITY_CATEGORIES {
            words.declare(&flag("severity", category), FieldType::Text);
        }
    }
    words
}

fn codes(taxonomy: &Taxonomy) -> Vec<String> {
    taxonomy.codes.iter().map(|(code, _)| (*code).to_owned()).collect()
}

fn limited(words: &mut Vocabulary, field: &str, known: Vec<String>) {
    words.declare(field, FieldType::Text);
    words.limit(field, known);
}

fn flag(of: &str, code: &str) -> String {
    format!("{of}.{code}")
}

/// Whether a field is one of an assessment, not a fact beside it.
pub(super) fn is_stated(field: &str) -> bool {
    let stated = [
        "outcome",
        "outcomeBefore",
        "confidence",
        "functionalImpact",
        "recoverability",
        "tlp",
        "pap",
        "rsitClass",
        "severityHundredths",
        "severityLevel",
    ];
    let of = |id: &str| {
        field.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    stated.contains(&field)
        || of("severity")
        || of("informationImpact")
        || ONE.iter().chain(&SEVERAL).any(|taxonomy| of(taxonomy.id))
}

/// The class of a code of RSIT.
fn class(code: &str) -> String {
    code.split('.').next().unwrap_or(code).to_owned()
}

impl Assessment {
    /// What is stated, as facts for conditions. What is not stated has no value.
    pub(super) fn facts(&self, severity: &Severity) -> Facts {
        let mut facts = Facts::new();
        let mut text = |name: &str, word: Option<&str>| {
            if let Some(word) = word {
                facts.insert(name, Value::Text(word.to_owned()));
            }
        };
        text("outcome", Some(self.outcome.as_str()));
        text("outcomeBefore", Some(self.before().as_str()));
        text("confidence", self.confidence.map(Confidence::as_str));
        text("functionalImpact", self.functional_impact.map(FunctionalImpact::as_str));
        text("recoverability", self.recoverability.map(Recoverability::as_str));
        text("tlp", self.tlp.map(|tlp| tlp.current().as_str()));
        text("pap", self.pap.map(|pap| pap.current().as_str()));
        if let Some(rsit) = &self.classification.rsit {
            text("rsitClass", Some(&class(rsit)));
        }
        for codes in self.codes() {
            text(codes.taxonomy.id, codes.one.map(String::as_str));
        }
        for (category, value) in self.severity.iter() {
            text(&flag("severity", category), Some(value));
        }
        if let Severity::Scored { level, .. } = severity {
            text("severityLevel", level.as_deref());
        }
        for codes in self.codes() {
            for code in codes.several {
                facts.insert(&flag(codes.taxonomy.id, code), Value::Flag(true));
            }
        }
        for impact in self.information_impact.iter().copied().map(InformationImpact::as_str) {
            facts.insert(&flag("informationImpact", impact), Value::Flag(true));
        }
        if let Severity::Scored { hundredths, .. } = severity {
            let number = i64::try_from(*hundredths).unwrap_or(i64::MAX);
            facts.insert("severityHundredths", Value::Number(number));
        }
        facts
    }
}
