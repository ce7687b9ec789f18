use super::Recoverability;
use super::stated::{Assessment, Confidence, FunctionalImpact, InformationImpact, Outcome};
use crate::document::among;
use crate::error::{Code, Error, Path};
use crate::security::disclosure::legacy;
use crate::security::marking::Pap;

impl Assessment {
    /// Everything in it that is wrong by itself: unknown codes, what contradicts, what is missing.
    pub(super) fn findings(&self) -> Vec<Error> {
        let mut findings = self.unknown_codes();
        self.contradictions(&mut findings);
        self.missing(&mut findings);
        self.way(&mut findings);
        let root = Path::root();
        legacy(self.tlp, &root.key("tlp"), &mut findings);
        if self.pap == Some(Pap::White) {
            findings.push(Error::new(Code::DisclosureTlpLegacy).at(root.key("pap")));
        }
        findings
    }

    fn unknown_codes(&self) -> Vec<Error> {
        let mut findings = Vec::new();
        for codes in self.codes() {
            let path = codes.place.iter().fold(Path::root(), |path, name| path.key(name));
            if let Some(Err(error)) = codes.one.map(|code| codes.taxonomy.admits(code)) {
                findings.push(error.at(path.clone()));
            }
            for (at, code) in codes.several.iter().enumerate() {
                if let Err(error) = codes.taxonomy.admits(code) {
                    findings.push(error.at(path.index(at)));
                } else if codes.several.iter().take(at).any(|other| other == code) {
                    findings.push(repeated(code, path.index(at)));
                }
            }
        }
        for (at, impact) in self.information_impact.iter().enumerate() {
            if self.information_impact.iter().take(at).any(|other| other == impact) {
                let path = Path::root().key("informationImpact").index(at);
                findings.push(repeated(impact.as_str(), path));
            }
        }
        findings
    }

    fn contradictions(&self, findings: &mut Vec<Error>) {
        let outcome = self.outcome;
        let is = |codes: &[&str], stated: Option<&String>| {
            stated.filter(|stated| codes.contains(&stated.as_str())).cloned()
        };
        let harms = matches!(outcome, Outcome::Incident | Outcome::Crisis);
        let none = outcome == Outcome::FalseAlarm;
        let quiet = none || outcome == Outcome::Vulnerability;
        let disposition = self.disposition.as_ref();
        let veris = self.classification.veris.as_ref();
        let veris = veris.and_then(|veris| veris.security_incident.as_ref());
        let functional = self.functional_impact.filter(|i| *i != FunctionalImpact::None);
        let information = self.information_impact.iter().any(|i| *i != InformationImpact::None);
        let no_information = self.information_impact.contains(&InformationImpact::None);
        let hurts = self.recoverability.filter(|r| *r != Recoverability::Regular);
        let unsure = self.confidence == Some(Confidence::None);
        let confirmed = is(&["confirmed"], disposition);
        let not_one = self.not_an_incident.as_ref().filter(|_| disposition.is_some());
        let harmless = self.functional_impact == Some(FunctionalImpact::None)
            && no_information
            && !information
            && outcome == Outcome::Crisis;
        let word = |word: &str| Some(word.to_owned());
        let rows: [(&str, bool, Option<String>); 11] = [
            ("disposition", harms, is(&["discarded", "not-an-incident"], disposition)),
            ("disposition", none, confirmed.clone()),
            ("confidence", unsure && confirmed.is_some(), word("none")),
            ("notAnIncident", is(&["not-an-incident"], disposition).is_none(), not_one.cloned()),
            ("duplicateOf", is(&["duplicate"], disposition).is_none(), self.duplicate_of.clone()),
            ("classification/veris/securityIncident", harms, is(&["False positive"], veris)),
            ("classification/veris/securityIncident", none, is(&["Confirmed"], veris)),
            ("functionalImpact", quiet, functional.map(|impact| impact.as_str().to_owned())),
            ("informationImpact", quiet || no_information, information.then(String::new)),
            ("recoverability", none, hurts.map(|hurts| hurts.as_str().to_owned())),
            ("functionalImpact", harmless, word("none")),
        ];
        for (place, against, stated) in rows {
            let Some(stated) = stated.filter(|_| against) else { continue };
            let path = place.split('/').fold(Path::root(), |path, name| path.key(name));
            let member = place.rsplit('/').next().unwrap_or(place);
            let one = format!("`{member}` {stated}");
            let error = Error::new(Code::AssessmentContradiction).with("one", one.trim_end());
            let other = match (member, self.disposition.as_ref()) {
                ("confidence" | "notAnIncident" | "duplicateOf", Some(disposition)) => {
                    format!("`disposition` {disposition}")
                }
                ("notAnIncident" | "duplicateOf", None) => "no `disposition`".to_owned(),
                ("informationImpact", _) if !quiet => "its `none`".to_owned(),
                _ => format!("`outcome` {}", outcome.as_str()),
            };
            findings.push(error.with("other", other).at(path));
        }
    }

    fn missing(&self, findings: &mut Vec<Error>) {
        let root = Path::root();
        match self.disposition.as_deref() {
            Some("duplicate") => match &self.duplicate_of {
                None => findings
                    .push(Error::new(Code::AssessmentOriginalMissing).at(root.key("duplicateOf"))),
                Some(original) if self.id.as_ref() == Some(original) => findings.push(
                    Error::new(Code::AssessmentDuplicateOfItself)
                        .with("id", original)
                        .at(root.key("duplicateOf")),
                ),
                Some(_) => {}
            },
            Some("not-an-incident") if self.not_an_incident.is_none() => findings
                .push(Error::new(Code::AssessmentNotIncidentReason).at(root.key("notAnIncident"))),
            Some("transferred") if self.transferred_to.is_none() => findings
                .push(Error::new(Code::AssessmentReceiverMissing).at(root.key("transferredTo"))),
            Some(_) | None => {}
        }
    }

    /// Whether it may become what it is from what it was.
    fn way(&self, findings: &mut Vec<Error>) {
        let (before, outcome) = (self.before(), self.outcome);
        let path = Path::root().key("outcome");
        let error = |code: Code| {
            Error::new(code).with("from", before.as_str()).with("to", outcome.as_str())
        };
        if !before.next().contains(&outcome) {
            let known: Vec<_> = before.next().iter().map(|next| next.as_str()).collect();
            let code = if outcome == Outcome::Crisis {
                Code::AssessmentCrisisWithoutIncident
            } else {
                Code::AssessmentNextNotAllowed
            };
            findings.push(error(code).with("known", known.join(", ")).at(path));
        } else if before.is_downgraded_to(outcome)
            && self.reason.as_ref().is_none_or(|reason| reason.trim().is_empty())
        {
            let path = Path::root().key("reason");
            findings.push(error(Code::AssessmentReasonMissing).at(path));
        }
    }
}

fn repeated(code: &str, path: Path) -> Error {
    Error::new(Code::AssessmentCodeRepeated).with("code", code).at(path)
}

/// The error about a word that is none of the known ones.
pub(super) fn unknown_among(
    code: Code,
    word: &str,
    known: &mut dyn Iterator<Item = &str>,
) -> Error {
    let known: Vec<&str> = known.collect();
    let error = Error::new(code).with("word", word);
    among(error, word, &known)
}
