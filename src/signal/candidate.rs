use serde::Serialize;

use super::severity::Level;
use crate::document::Map;
use crate::time::Instant;

/// How an incident candidate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// Something is wrong, or was until lately.
    Open,
    /// Nothing has been wrong for the quiet time.
    Recovered,
    /// It made room for others; what became of it is not known.
    Evicted,
}

/// What alarms of one cause have become: what may be an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// `SIG-` with 16 hexadecimal digits: the hash of its group, when it opened, and its number.
    /// The same signals give the same one.
    pub id: String,
    /// How many were opened with it, this one included.
    pub number: u64,
    /// How it stands.
    pub standing: Standing,
    /// What its alarms have in common, by the parts that the settings group by. One that joined by
    /// way of its service may differ.
    pub group: Map<String>,
    /// The name of the alarm that opened it.
    pub name: String,
    /// The summary of the alarm that opened it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The worst level that an alarm of it had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// When it opened.
    pub opened: Instant,
    /// When a signal last changed something about it.
    pub last: Instant,
    /// When it recovered or made room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Instant>,
    /// The signals that changed something about it.
    pub signals: u64,
    /// The alarms that joined it; one that cleared and joined again counts once more.
    pub alarms: u64,
    /// The alarms that hold it open.
    pub firing: u64,
    /// The alarms that went on when they made room for others, and of which nothing came since.
    pub lost: u64,
    /// The services of its alarms, in the order of their coming, at most 16.
    pub services: Vec<String>,
    /// The sources of its alarms, in the order of their coming, at most 16.
    pub sources: Vec<String>,
    /// The fingerprints of its first alarms, at most 16.
    pub fingerprints: Vec<String>,
}

/// How many of each list are kept.
const LISTED: usize = 16;

impl Candidate {
    /// Takes in what an alarm has to say.
    pub(super) fn join(&mut self, about: &About<'_>, now: Instant) {
        self.note(about.level, now);
        self.alarms = self.alarms.saturating_add(1);
        self.firing = self.firing.saturating_add(1);
        for (list, text) in [
            (&mut self.services, about.service),
            (&mut self.sources, about.source),
            (&mut self.fingerprints, about.fingerprint),
        ] {
            if list.len() < LISTED && !text.is_empty() && !list.iter().any(|one| one == text) {
                list.push(text.to_owned());
            }
        }
    }

    /// Counts a signal.
    pub(super) fn note(&mut self, level: Option<Level>, now: Instant) {
        self.signals = self.signals.saturating_add(1);
        self.last = now;
        self.level = self.level.max(level);
    }
}

/// What a candidate takes over of an alarm.
pub(super) struct About<'a> {
    pub(super) source: &'a str,
    pub(super) fingerprint: &'a str,
    pub(super) name: &'a str,
    pub(super) service: &'a str,
    pub(super) summary: Option<&'a str>,
    pub(super) level: Option<Level>,
    /// The values of the parts that the settings group by.
    pub(super) group: Vec<&'a str>,
}

/// What is kept of an alarm of which nobody is told yet.
#[derive(Debug, Clone)]
pub(super) struct Held {
    source: String,
    pub(super) fingerprint: String,
    name: String,
    service: String,
    summary: Option<String>,
    group: Vec<String>,
}

impl Held {
    pub(super) fn new(about: &About<'_>) -> Self {
        Self {
            source: about.source.to_owned(),
            fingerprint: about.fingerprint.to_owned(),
            name: about.name.to_owned(),
            service: about.service.to_owned(),
            summary: about.summary.map(str::to_owned),
            group: about.group.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    pub(super) fn about(&self, level: Option<Level>) -> About<'_> {
        About {
            source: &self.source,
            fingerprint: &self.fingerprint,
            name: &self.name,
            service: &self.service,
            summary: self.summary.as_deref(),
            level,
            group: self.group.iter().map(String::as_str).collect(),
        }
    }
}
