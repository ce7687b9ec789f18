use serde::Serialize;

use crate::document::with_nearest;
use crate::error::{Code, Error};

/// A list of codes that others have agreed on: codes and names only, with where they come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Taxonomy {
    /// What this library calls it.
    pub id: &'static str,
    /// Its own name.
    pub name: &'static str,
    /// The version that the codes are of.
    pub version: &'static str,
    /// Where they come from.
    pub source: &'static str,
    /// Each code with its name; none where the code says it all.
    #[serde(serialize_with = "entries")]
    pub codes: &'static [(&'static str, &'static str)],
}

/// A code with its name.
#[derive(Serialize)]
struct Entry {
    code: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'static str,
}

fn entries<S: serde::Serializer>(
    codes: &&'static [(&'static str, &'static str)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(codes.iter().map(|(code, name)| Entry { code, name }))
}

impl Taxonomy {
    /// Whether it has a code.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.codes.iter().any(|(known, _)| *known == code)
    }

    /// Refuses a code that it does not have, and names the nearest.
    pub(super) fn admits(&self, code: &str) -> Result<(), Error> {
        if self.has(code) {
            return Ok(());
        }
        let error = Error::new(Code::AssessmentCodeUnknown)
            .with("taxonomy", self.id)
            .with("version", self.version)
            .with("code", code);
        Err(with_nearest(error, code, self.codes.iter().map(|(known, _)| *known)))
    }
}

const MISP: &str = "github.com/MISP/misp-taxonomies";
const VERIS: &str = "github.com/vz-risk/veris, verisc-enum.json";
const NIST: &str = "NIST SP 800-61r2, 3.2.6; r3 has since replaced it, see the module";

const RSIT: &[(&str, &str)] = &[
    ("abusive-content.spam", "Spam"),
    ("abusive-content.harmful-speech", "Harmful Speech"),
    ("abusive-content.violence", "(Child) Sexual Exploitation/Sexual/Violent Content"),
    ("malicious-code.infected-system", "Infected System"),
    ("malicious-code.c2-server", "C2 Server"),
    ("malicious-code.malware-distribution", "Malware Distribution"),
    ("malicious-code.malware-configuration", "Malware Configuration"),
    ("information-gathering.scanner", "Scanning"),
    ("information-gathering.sniffing", "Sniffing"),
    ("information-gathering.social-engineering", "Social Engineering"),
    ("intrusion-attempts.ids-alert", "Exploitation of Known Vulnerabilities"),
    ("intrusion-attempts.brute-force", "Login Attempts"),
    ("intrusion-attempts.exploit", "New Attack Signature"),
    ("intrusions.privileged-account-compromise", "Privileged Account Compromise"),
    ("intrusions.unprivileged-account-compromise", "Unprivileged Account Compromise"),
    ("intrusions.application-compromise", "Application Compromise"),
    ("intrusions.system-compromise", "System Compromise"),
    ("intrusions.burglary", "Burglary"),
    ("availability.dos", "Denial of Service"),
    ("availability.ddos", "Distributed Denial of Service"),
    ("availability.misconfiguration", "Misconfiguration"),
    ("availability.sabotage", "Sabotage"),
    ("availability.outage", "Outage"),
    (
        "information-content-security.unauthorised-information-access",
        "Unauthorised Access to Information",
    ),
    (
        "information-content-security.unauthorised-information-modification",
        "Unauthorised Modification of Information",
    ),
    ("information-content-security.data-loss", "Data Loss"),
    ("information-content-security.data-leak", "Leak of Confidential Information"),
    ("fraud.unauthorised-use-of-resources", "Unauthorised Use of Resources"),
    ("fraud.copyright", "Copyright"),
    ("fraud.masquerade", "Masquerade"),
    ("fraud.phishing", "Phishing"),
    ("vulnerable.weak-crypto", "Weak Cryptography"),
    ("vulnerable.ddos-amplifier", "DDoS Amplifier"),
    ("vulnerable.potentially-unwanted-accessible", "Potentially Unwanted Accessible Services"),
    ("vulnerable.information-disclosure", "Information disclosure"),
    ("vulnerable.vulnerable-system", "Vulnerable System"),
    ("other.other", "Uncategorised"),
    ("other.undetermined", "Undetermined"),
    ("test.test", "Test"),
];

const ATTACK: &[(&str, &str)] = &[
    ("TA0043", "Reconnaissance"),
    ("TA0042", "Resource Development"),
    ("TA0001", "Initial Access"),
    ("TA0002", "Execution"),
    ("TA0003", "Persistence"),
    ("TA0004", "Privilege Escalation"),
    ("TA0005", "Defense Evasion"),
    ("TA0006", "Credential Access"),
    ("TA0007", "Discovery"),
    ("TA0008", "Lateral Movement"),
    ("TA0009", "Collection"),
    ("TA0011", "Command and Control"),
    ("TA0010", "Exfiltration"),
    ("TA0040", "Impact"),
];

const ROOT_CAUSES: &[(&str, &str)] = &[
    ("system-failures", "System failures"),
    ("natural-phenomena", "Natural phenomena"),
    ("human-errors", "Human errors"),
    ("malicious-actions", "Malicious actions"),
    ("third-party-failures", "Third party failures"),
];

const DISPOSITIONS: &[(&str, &str)] = &[
    ("confirmed", "Confirmed"),
    ("deferred", "Deferred"),
    ("unidentified", "Unidentified"),
    ("transferred", "Transferred"),
    ("discarded", "Discarded"),
    ("not-an-incident", "Not an incident"),
    ("duplicate", "Duplicate"),
];

const NOT_AN_INCIDENT: &[(&str, &str)] = &[
    ("insufficient-data", "Insufficient data"),
    ("faulty-indicator", "Faulty indicator"),
    ("misconfiguration", "Misconfiguration"),
    ("scan-probe", "Scan or Probe"),
    ("failed", "Failed"),
    ("refuted", "Refuted"),
];

/// Codes that name themselves.
macro_rules! plain {
    ($($code:literal),+ $(,)?) => {
        &[$(($code, "")),+]
    };
}

const TLP: &[(&str, &str)] = &[
    ("TLP:CLEAR", "Everybody"),
    ("TLP:GREEN", "The community"),
    ("TLP:AMBER", "The organisation and its clients"),
    ("TLP:AMBER+STRICT", "The organisation only"),
    ("TLP:RED", "The persons it is given to"),
];

const PAP: &[(&str, &str)] = &[
    ("PAP:RED", "Nothing that can be noticed"),
    ("PAP:AMBER", "Passive checks"),
    ("PAP:GREEN", "Active steps"),
    ("PAP:CLEAR", "Anything"),
];

const fn row(
    id: &'static str,
    name: &'static str,
    version: &'static str,
    source: &'static str,
    codes: &'static [(&'static str, &'static str)],
) -> Taxonomy {
    Taxonomy { id, name, version, source, codes }
}

const fn veris(id: &'static str, codes: &'static [(&'static str, &'static str)]) -> Taxonomy {
    row(id, "Vocabulary for Event Recording and Incident Sharing", "1.3", VERIS, codes)
}

const fn nist(id: &'static str, codes: &'static [(&'static str, &'static str)]) -> Taxonomy {
    row(id, "Computer Security Incident Handling Guide", "r2", NIST, codes)
}

pub(super) const RSIT_ROW: Taxonomy =
    row("rsit", "Reference Security Incident Classification Taxonomy", "1003", MISP, RSIT);
pub(super) const ATTACK_ROW: Taxonomy =
    row("attack", "MITRE ATT&CK, tactics of Enterprise", "18", "attack.mitre.org", ATTACK);
pub(super) const ROOT_CAUSE_ROW: Taxonomy =
    row("nis2RootCause", "NIS2, root cause category", "2", MISP, ROOT_CAUSES);
pub(super) const DISPOSITION_ROW: Taxonomy =
    row("disposition", "Incident disposition", "2", MISP, DISPOSITIONS);
pub(super) const NOT_AN_INCIDENT_ROW: Taxonomy =
    row("notAnIncident", "Incident disposition, not an incident", "2", MISP, NOT_AN_INCIDENT);
pub(super) const VERIS_INCIDENT: Taxonomy = veris(
    "veris.securityIncident",
    plain!["Confirmed", "Suspected", "Near miss", "False positive"],
);
pub(super) const VERIS_ACTOR: Taxonomy =
    veris("veris.actor", plain!["external", "internal", "partner", "unknown"]);
pub(super) const VERIS_ACTION: Taxonomy = veris(
    "veris.action",
    plain![
        "hacking",
        "malware",
        "social",
        "error",
        "misuse",
        "physical",
        "environmental",
        "unknown",
    ],
);
pub(super) const VERIS_ATTRIBUTE: Taxonomy =
    veris("veris.attribute", plain!["confidentiality", "integrity", "availability", "unknown"]);
pub(super) const VERIS_IMPACT: Taxonomy = veris(
    "veris.impact",
    plain!["Catastrophic", "Damaging", "Painful", "Distracting", "Insignificant", "Unknown"],
);
pub(super) const VERIS_TARGETED: Taxonomy =
    veris("veris.targeted", plain!["Opportunistic", "Targeted", "NA", "Unknown"]);
pub(super) const VERIS_CONFIDENCE: Taxonomy =
    veris("veris.confidence", plain!["High", "Medium", "Low", "None"]);

/// Every taxonomy of this library.
pub const TAXONOMIES: &[Taxonomy] = &[
    RSIT_ROW,
    ATTACK_ROW,
    ROOT_CAUSE_ROW,
    DISPOSITION_ROW,
    NOT_AN_INCIDENT_ROW,
    VERIS_INCIDENT,
    VERIS_ACTOR,
    VERIS_ACTION,
    VERIS_ATTRIBUTE,
    VERIS_IMPACT,
    VERIS_TARGETED,
    VERIS_CONFIDENCE,
    nist("functionalImpact", plain!["none", "low", "medium", "high"]),
    nist(
        "informationImpact",
        plain!["none", "privacyBreach", "proprietaryBreach", "integrityLoss"],
    ),
    nist("recoverability", plain!["regular", "supplemented", "extended", "notRecoverable"]),
    row("tlp", "Traffic Light Protocol", "2.0", "FIRST, first.org/tlp", TLP),
    row("pap", "Permissible Actions Protocol", "1", MISP, PAP),
];
