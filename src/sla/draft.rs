use std::collections::BTreeMap;

use serde::Serialize;

use super::{Agreement, AgreementType, Target, TargetChange};
use crate::condition::{ConditionDraft, Vocabulary};
use crate::document::{Map, nearest, object};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::time::Span;

/// An agreement as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AgreementDraft {
    /// What documents name it by.
    pub id: String,
    /// Who promises what to whom.
    #[serde(rename = "type")]
    pub agreement_type: AgreementType,
    /// The calendar whose working time counts; all time if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// The tickets that it is about; all if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_if: Option<ConditionDraft>,
    /// What it promises.
    pub targets: Vec<TargetDraft>,
}

object!(AgreementDraft {
    id: needed "id",
    agreement_type: needed "type",
    calendar: optional "calendar",
    applies_if: optional "appliesIf",
    targets: needed "targets",
});

/// A target as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetDraft {
    /// What documents name it by, for example `resolve`.
    pub id: String,
    /// When its clock starts; with the ticket if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<ConditionDraft>,
    /// When its clock stops.
    pub stop: ConditionDraft,
    /// While what its clock waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pause: Option<ConditionDraft>,
    /// What its clock does when the priority changes; what has elapsed stays if absent.
    #[serde(skip_serializing_if = "is_default")]
    pub on_target_change: TargetChange,
    /// How long it may take by priority, for example `{"critical": "4h"}`.
    pub within: Map<String>,
}

object!(TargetDraft {
    id: needed "id",
    start: optional "start",
    stop: needed "stop",
    pause: optional "pause",
    on_target_change: or_default "onTargetChange",
    within: needed "within",
});

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_default(change: &TargetChange) -> bool {
    *change == TargetChange::default()
}

impl AgreementDraft {
    /// The checked agreement; findings about it go to `findings`.
    pub fn check(
        &self,
        path: &Path,
        calendars: &BTreeMap<&str, usize>,
        vocabulary: &Vocabulary,
        findings: &mut Vec<Error>,
    ) -> Option<Agreement> {
        if let Some(calendar) = &self.calendar
            && !calendars.contains_key(calendar.as_str())
        {
            let error = Error::new(Code::CalendarUnknown).with("calendar", calendar);
            let near = nearest(calendar, calendars.keys().copied());
            let error = near.map_or(error.clone(), |near| error.with("nearest", near));
            findings.push(error.at(path.key("calendar")));
        }
        let applies_if = self
            .applies_if
            .as_ref()
            .map(|condition| condition.check(&path.key("appliesIf"), vocabulary, findings));
        if !limits::RULES.admits(self.targets.len()) {
            let error = Error::beyond(&limits::RULES, self.targets.len());
            findings.push(error.at(path.key("targets")));
            return None;
        }
        let mut seen = BTreeMap::new();
        let mut targets = Vec::new();
        for (at, target) in self.targets.iter().enumerate() {
            let path = path.key("targets").index(at);
            if seen.insert(target.id.as_str(), at).is_some() {
                let error = Error::new(Code::IdRepeated).with("id", &target.id);
                findings.push(error.at(path.key("id")));
            }
            targets.push(target.check(&path, vocabulary, findings));
        }
        Some(Agreement {
            id: self.id.clone(),
            agreement_type: self.agreement_type,
            calendar: self.calendar.clone(),
            applies_if: applies_if.flatten(),
            targets: targets.into_iter().collect::<Option<_>>()?,
        })
    }
}

impl TargetDraft {
    fn check(
        &self,
        path: &Path,
        vocabulary: &Vocabulary,
        findings: &mut Vec<Error>,
    ) -> Option<Target> {
        let mut optional = |draft: &Option<ConditionDraft>, name: &str| {
            draft.as_ref().map(|draft| draft.check(&path.key(name), vocabulary, findings))
        };
        let start = optional(&self.start, "start");
        let pause = optional(&self.pause, "pause");
        let stop = self.stop.check(&path.key("stop"), vocabulary, findings);
        let mut within = Vec::new();
        for (level, text) in self.within.iter() {
            let path = path.key("within").key(level);
            if let Err(error) = vocabulary.admits_word("priority", level, &path) {
                findings.push(error);
            }
            match Span::parse(text) {
                Ok(span) if span > Span::ZERO => within.push((level.to_owned(), span)),
                Ok(_) => {
                    findings.push(Error::new(Code::SpanNotPositive).with("value", text).at(path));
                }
                Err(error) => findings.push(error.at(path)),
            }
        }
        for level in vocabulary.words("priority").unwrap_or_default() {
            if self.within.get(level).is_none() {
                let error = Error::new(Code::TargetWithoutPriority).with("priority", level);
                findings.push(error.at(path.key("within")));
            }
        }
        Some(Target {
            id: self.id.clone(),
            start: start.flatten(),
            stop: stop?,
            pause: pause.flatten(),
            on_target_change: self.on_target_change,
            within,
        })
    }
}
