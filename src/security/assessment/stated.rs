use serde::Serialize;

use super::{NextOutcome, taxonomy};
use crate::document::{object, words};
use crate::security::marking::{Pap, Tlp};

/// What became of an information security event when it was assessed, in the words of
/// ISO/IEC 27035-1, 5.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Nothing happened that matters for security.
    FalseAlarm,
    /// Nothing has happened yet, and something could.
    Vulnerability,
    /// Something happened; that it harms is not known.
    Event,
    /// It harms, or is likely to.
    Incident,
    /// An incident that the organisation as a whole has to deal with.
    Crisis,
}

words!(Outcome {
    FalseAlarm: "falseAlarm",
    Vulnerability: "vulnerability",
    Event: "event",
    Incident: "incident",
    Crisis: "crisis",
});

impl Outcome {
    /// Every outcome, in the order above.
    pub const ALL: [Self; 5] =
        [Self::FalseAlarm, Self::Vulnerability, Self::Event, Self::Incident, Self::Crisis];

    /// The word that documents use, for example `falseAlarm`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FalseAlarm => "falseAlarm",
            Self::Vulnerability => "vulnerability",
            Self::Event => "event",
            Self::Incident => "incident",
            Self::Crisis => "crisis",
        }
    }

    /// What may follow, staying included: an event becomes an incident before it is a crisis, and
    /// what was closed as a false alarm is an event again before it is anything else.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::FalseAlarm => &[Self::FalseAlarm, Self::Event],
            Self::Vulnerability | Self::Event => {
                &[Self::FalseAlarm, Self::Vulnerability, Self::Event, Self::Incident]
            }
            Self::Incident => &Self::ALL,
            Self::Crisis => &[Self::Incident, Self::Crisis],
        }
    }

    /// What else it may become, and whether that needs a reason.
    #[must_use]
    pub fn changes(self) -> Vec<NextOutcome> {
        let others = self.next().iter().filter(|next| **next != self);
        let change = |next: &Self| NextOutcome {
            outcome: *next,
            needs_reason: self.is_downgraded_to(*next),
        };
        others.map(change).collect()
    }

    /// Whether `next` takes back that it is an incident or a crisis, which needs a reason.
    #[must_use]
    pub const fn is_downgraded_to(self, next: Self) -> bool {
        match self {
            Self::FalseAlarm | Self::Vulnerability | Self::Event => false,
            Self::Incident => !matches!(next, Self::Incident | Self::Crisis),
            Self::Crisis => !matches!(next, Self::Crisis),
        }
    }
}

/// How sure the assessor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Confidence {
    /// Not at all.
    None,
    /// A little.
    Low,
    /// Rather.
    Medium,
    /// Very.
    High,
}

words!(Confidence { None: "none", Low: "low", Medium: "medium", High: "high" });

impl Confidence {
    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What the organisation can no longer provide (NIST SP 800-61r2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum FunctionalImpact {
    /// It provides all services to all users.
    None,
    /// All critical services to all users, though less well.
    Low,
    /// A critical service is lost to some of its users.
    Medium,
    /// A critical service is lost to all of its users.
    High,
}

words!(FunctionalImpact { None: "none", Low: "low", Medium: "medium", High: "high" });

impl FunctionalImpact {
    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// What happened to information (NIST SP 800-61r2); several may be true at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum InformationImpact {
    /// Nothing.
    None,
    /// Personal data was seen or taken.
    PrivacyBreach,
    /// Unclassified information of its own was seen or taken.
    ProprietaryBreach,
    /// Sensitive or proprietary information was changed or deleted.
    IntegrityLoss,
}

words!(InformationImpact {
    None: "none",
    PrivacyBreach: "privacyBreach",
    ProprietaryBreach: "proprietaryBreach",
    IntegrityLoss: "integrityLoss",
});

impl InformationImpact {
    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::PrivacyBreach => "privacyBreach",
            Self::ProprietaryBreach => "proprietaryBreach",
            Self::IntegrityLoss => "integrityLoss",
        }
    }
}

/// What it takes to recover (NIST SP 800-61r2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Recoverability {
    /// Known time, with what is there.
    Regular,
    /// Known time, with more.
    Supplemented,
    /// Unknown time, with help from outside.
    Extended,
    /// It cannot be undone, for example a leak.
    NotRecoverable,
}

words!(Recoverability {
    Regular: "regular",
    Supplemented: "supplemented",
    Extended: "extended",
    NotRecoverable: "notRecoverable",
});

impl Recoverability {
    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Supplemented => "supplemented",
            Self::Extended => "extended",
            Self::NotRecoverable => "notRecoverable",
        }
    }
}

/// The words of VERIS about it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Veris {
    /// Whether it was one, of `veris.securityIncident`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_incident: Option<String>,
    /// Whose doing it was, of `veris.actor`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actor: Vec<String>,
    /// What was done, of `veris.action`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub action: Vec<String>,
    /// What was harmed, of `veris.attribute`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribute: Vec<String>,
    /// How much it hurts, of `veris.impact`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// Whether the victim was chosen, of `veris.targeted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub targeted: Option<String>,
    /// How sure this is, of `veris.confidence`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
}

object!(Veris {
    security_incident: optional "securityIncident",
    actor: or_default "actor",
    action: or_default "action",
    attribute: or_default "attribute",
    impact: optional "impact",
    targeted: optional "targeted",
    confidence: optional "confidence",
});

/// How it is classified, in the codes of the [`TAXONOMIES`](super::TAXONOMIES).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Classification {
    /// Class and type of RSIT, for example `malicious-code.infected-system`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rsit: Option<String>,
    /// Tactics of MITRE ATT&CK, for example `TA0040`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attack: Vec<String>,
    /// The root cause category of NIS2, for example `malicious-actions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nis2_root_cause: Option<String>,
    /// The words of VERIS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub veris: Option<Veris>,
}

object!(Classification {
    rsit: optional "rsit",
    attack: or_default "attack",
    nis2_root_cause: optional "nis2RootCause",
    veris: optional "veris",
});

/// What an assessor states about an event. What is not known is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Assessment {
    /// What is assessed: the host's identifier of the event or ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it was until now; an event, if this is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Outcome>,
    /// What it is.
    pub outcome: Outcome,
    /// Why; needed where less is made of it than before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What is done about it, of the taxonomy `disposition`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposition: Option<String>,
    /// Why it is no incident, of the taxonomy `notAnIncident`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_an_incident: Option<String>,
    /// The event or ticket that it repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
    /// Who handles it instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transferred_to: Option<String>,
    /// How sure the assessor is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// How it is classified.
    #[serde(default)]
    pub classification: Classification,
    /// What can no longer be provided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub functional_impact: Option<FunctionalImpact>,
    /// What happened to information.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub information_impact: Vec<InformationImpact>,
    /// What it takes to recover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recoverability: Option<Recoverability>,
    /// How far it may be shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tlp: Option<Tlp>,
    /// What may be done with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pap: Option<Pap>,
    /// For categories of the severity model the value that applies.
    #[serde(default, skip_serializing_if = "crate::document::Map::is_empty")]
    pub severity: crate::document::Map<String>,
}

object!(Assessment {
    id: optional "id",
    from: optional "from",
    outcome: needed "outcome",
    reason: optional "reason",
    disposition: optional "disposition",
    not_an_incident: optional "notAnIncident",
    duplicate_of: optional "duplicateOf",
    transferred_to: optional "transferredTo",
    confidence: optional "confidence",
    classification: or_default "classification",
    functional_impact: optional "functionalImpact",
    information_impact: or_default "informationImpact",
    recoverability: optional "recoverability",
    tlp: optional "tlp",
    pap: optional "pap",
    severity: or_default "severity",
});

/// One code of a taxonomy, or several.
pub(super) struct Codes<'a> {
    pub(super) taxonomy: &'static taxonomy::Taxonomy,
    /// Where they stand below the assessment.
    pub(super) place: &'static [&'static str],
    pub(super) one: Option<&'a String>,
    pub(super) several: &'a [String],
}

const fn one<'a>(
    taxonomy: &'static taxonomy::Taxonomy,
    place: &'static [&'static str],
    one: Option<&'a String>,
) -> Codes<'a> {
    Codes { taxonomy, place, one, several: &[] }
}

const fn several<'a>(
    taxonomy: &'static taxonomy::Taxonomy,
    place: &'static [&'static str],
    several: &'a [String],
) -> Codes<'a> {
    Codes { taxonomy, place, one: None, several }
}

impl Assessment {
    /// What it was until now.
    #[must_use]
    pub fn before(&self) -> Outcome {
        self.from.unwrap_or(Outcome::Event)
    }

    /// Every code in it.
    pub(super) fn codes(&self) -> Vec<Codes<'_>> {
        let classes = &self.classification;
        let mut codes = vec![
            one(&taxonomy::DISPOSITION_ROW, &["disposition"], self.disposition.as_ref()),
            one(&taxonomy::NOT_AN_INCIDENT_ROW, &["notAnIncident"], self.not_an_incident.as_ref()),
            one(&taxonomy::RSIT_ROW, &["classification", "rsit"], classes.rsit.as_ref()),
            several(&taxonomy::ATTACK_ROW, &["classification", "attack"], &classes.attack),
            one(
                &taxonomy::ROOT_CAUSE_ROW,
                &["classification", "nis2RootCause"],
                classes.nis2_root_cause.as_ref(),
            ),
        ];
        if let Some(veris) = &classes.veris {
            codes.extend([
                one(
                    &taxonomy::VERIS_INCIDENT,
                    &["classification", "veris", "securityIncident"],
                    veris.security_incident.as_ref(),
                ),
                several(
                    &taxonomy::VERIS_ACTOR,
                    &["classification", "veris", "actor"],
                    &veris.actor,
                ),
                several(
                    &taxonomy::VERIS_ACTION,
                    &["classification", "veris", "action"],
                    &veris.action,
                ),
                several(
                    &taxonomy::VERIS_ATTRIBUTE,
                    &["classification", "veris", "attribute"],
                    &veris.attribute,
                ),
                one(
                    &taxonomy::VERIS_IMPACT,
                    &["classification", "veris", "impact"],
                    veris.impact.as_ref(),
                ),
                one(
                    &taxonomy::VERIS_TARGETED,
                    &["classification", "veris", "targeted"],
                    veris.targeted.as_ref(),
                ),
                one(
                    &taxonomy::VERIS_CONFIDENCE,
                    &["classification", "veris", "confidence"],
                    veris.confidence.as_ref(),
                ),
            ]);
        }
        codes
    }
}
