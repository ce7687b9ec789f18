use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use super::foreign::{Found, Pair, Tally, Text};
use super::hash::Hash;
use super::rules::SourceRules;
use super::settings::Part;
use super::severity::Level;
use crate::document::{Map, words};
use crate::error::{Code, Error};
use crate::limits;
use crate::time::Instant;

/// What a signal says about its alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// Something is wrong.
    Firing,
    /// Somebody has taken note of it.
    Acknowledged,
    /// It is over.
    Resolved,
}

words!(Status { Firing: "firing", Acknowledged: "acknowledged", Resolved: "resolved" });

/// An alert in the one form that all sources are brought into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Signal {
    /// The source, as the settings name it.
    pub source: String,
    /// What tells this alarm from others of the source: as the source wrote it, else the hash of
    /// the labels in 16 hexadecimal digits.
    pub fingerprint: String,
    /// What kind of alarm it is.
    pub name: String,
    /// What is said about it.
    pub status: Status,
    /// How bad it is; absent if that was not said, or in no known word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// How bad it is, as it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// The service that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Its labels.
    pub labels: Map<String>,
    /// When it started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<Instant>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Instant>,
    /// When it came in.
    pub received: Instant,
    /// One sentence for a person, at most 1,024 bytes of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Where more is to be found, by what it is; at most 8, of at most 4,096 bytes.
    pub links: Map<String>,
}

/// The most bytes of a summary that are kept.
const SUMMARY: usize = 1_024;
/// The most links that are kept.
const LINKS: usize = 8;

/// The members of an alert that have the same meaning in every format.
#[derive(Default)]
pub(super) struct Written<'de> {
    pub(super) fingerprint: Option<Text<'de>>,
    pub(super) name: Option<Text<'de>>,
    pub(super) status: Option<Status>,
    pub(super) severity: Option<Text<'de>>,
    pub(super) service: Option<Text<'de>>,
    pub(super) started: Option<Instant>,
    pub(super) ended: Option<Instant>,
    pub(super) summary: Option<Text<'de>>,
    /// Whether the instants are of the event that tells of it, not of what it tells of.
    pub(super) of_event: bool,
}

/// An alert in its one form, still in the text that it was read from.
pub(super) struct Draft<'de> {
    pub(super) status: Status,
    pub(super) name: Text<'de>,
    /// As the source wrote it.
    fingerprint: Option<Text<'de>>,
    /// The hash of the labels, if it wrote none.
    computed: [u8; 16],
    pub(super) level: Option<Level>,
    severity: Option<Text<'de>>,
    pub(super) service: Option<Text<'de>>,
    labels: Range<usize>,
    links: Range<usize>,
    pub(super) started: Option<Instant>,
    pub(super) ended: Option<Instant>,
    pub(super) summary: Option<Text<'de>>,
    /// Whether another instant does not mean another occurrence.
    pub(super) of_event: bool,
}

impl Draft<'_> {
    pub(super) fn fingerprint(&self) -> &str {
        match &self.fingerprint {
            Some(written) => written,
            None => str::from_utf8(&self.computed).unwrap_or_default(),
        }
    }
}

/// The alerts of a body, or for each the places of its errors.
pub(super) struct Body<'r, 'de> {
    pub(super) rules: &'r SourceRules,
    pub(super) received: Instant,
    pub(super) alerts: Vec<Result<Draft<'de>, (usize, usize)>>,
    /// Of all alerts, one after the other.
    pub(super) labels: Vec<Pair<'de>>,
    links: Vec<Pair<'de>>,
    /// Where those of the present alert begin.
    from: (usize, usize),
}

impl<'r, 'de> Body<'r, 'de> {
    /// No alert yet, of a body of so many bytes.
    pub(super) fn new(rules: &'r SourceRules, received: Instant, bytes: usize) -> Self {
        // An alert has about 600 bytes and 6 labels. Only room: more or less changes nothing.
        let room = |each: usize| bytes.checked_div(each).unwrap_or_default().saturating_add(4);
        let (alerts, labels) = (Vec::with_capacity(room(512)), Vec::with_capacity(room(96)));
        let links = Vec::with_capacity(room(512));
        Self { rules, received, alerts, labels, links, from: (0, 0) }
    }

    /// Begins another alert.
    pub(super) fn begin(&mut self) {
        self.from = (self.labels.len(), self.links.len());
    }

    /// Keeps a link of the present alert, if it has one there.
    pub(super) fn link(&mut self, what: &'static str, link: Option<Text<'de>>) {
        let count = self.links.len().saturating_sub(self.from.1);
        let fits = |link: &Text<'de>| !link.is_empty() && limits::STRING_BYTES.admits(link.len());
        if let Some(link) = link.filter(fits)
            && count < LINKS
        {
            self.links.push((Cow::Borrowed(what), link));
        }
    }

    /// The value of a label of the present alert.
    pub(super) fn label(&self, name: &str) -> Option<&Text<'de>> {
        find(self.labels.get(self.from.0..).unwrap_or_default(), name)
    }

    /// How many labels the present alert has.
    pub(super) fn present_labels(&self) -> usize {
        self.labels.len().saturating_sub(self.from.0)
    }

    fn first_of(&self, names: &[String]) -> Option<Text<'de>> {
        names.iter().find_map(|name| self.label(name)).cloned()
    }

    /// Makes the present alert of what was read.
    pub(super) fn end(&mut self, written: Written<'de>, found: &Found<'_>) {
        let draft = self.draft(written, found);
        match (found.faults(), draft) {
            (None, Some(draft)) => self.alerts.push(Ok(draft)),
            (faults, _) => {
                self.labels.truncate(self.from.0);
                self.links.truncate(self.from.1);
                self.alerts.push(Err(faults.unwrap_or_default()));
            }
        }
        self.begin();
    }

    fn draft(&mut self, written: Written<'de>, found: &Found<'_>) -> Option<Draft<'de>> {
        let Written { fingerprint, name, status, severity, service, .. } = written;
        self.sort_labels(found);
        let fingerprint = fingerprint.filter(|written| !written.is_empty());
        let fingerprint = found.bounded("fingerprint", fingerprint, &limits::FINGERPRINT_BYTES);
        let computed = match fingerprint {
            Some(_) => [0; 16],
            None => self.computed().digits(),
        };
        let severity = self.first_of(&self.rules.severity_from).or(severity);
        let severity = found.bounded("severity", severity, &limits::STRING_BYTES);
        let service = self.first_of(&self.rules.service_from).or(service);
        let service = service.filter(|service| !service.is_empty());
        let service = found.bounded("service", service, &limits::STRING_BYTES);
        let name = found.bounded("name", name, &limits::STRING_BYTES)?;
        let status = status?;
        let (started, ended) = self.times(status, written.started, written.ended, found);
        Some(Draft {
            status,
            name,
            fingerprint,
            computed,
            level: self.level(severity.as_ref(), found),
            severity,
            service,
            labels: self.from.0..self.labels.len(),
            links: self.from.1..self.links.len(),
            started,
            ended,
            summary: written.summary.map(|summary| cut(summary, found)),
            of_event: written.of_event,
        })
    }

    /// Sorts the labels of the present alert by name. Few are the rule, and mostly they are sorted.
    fn sort_labels(&mut self, found: &Found<'_>) {
        let labels = self.labels.get_mut(self.from.0..).unwrap_or_default();
        if !limits::LABELS.admits(labels.len()) {
            found.error("labels", Error::beyond(&limits::LABELS, labels.len()));
        }
        for (name, value) in labels.iter() {
            for (text, limit) in [(name, &limits::ID_BYTES), (value, &limits::STRING_BYTES)] {
                if !limit.admits(text.len()) {
                    found.error("labels", Error::beyond(limit, text.len()));
                }
            }
        }
        if labels.is_sorted_by(|(one, _), (next, _)| one < next) {
            return;
        }
        labels.sort_by(|(one, _), (other, _)| one.cmp(other));
        for pair in labels.windows(2) {
            if let [(one, _), (next, _)] = pair
                && one == next
            {
                let error = Error::new(Code::DocumentFieldRepeated).with("field", one);
                found.error("labels", error);
            }
        }
    }

    /// The hash of the labels, as Prometheus computes its fingerprints.
    fn computed(&self) -> Hash {
        let labels = self.labels.get(self.from.0..).unwrap_or_default();
        labels.iter().fold(Hash::EMPTY, |hash, (name, value)| {
            hash.part(name.as_bytes()).part(value.as_bytes())
        })
    }

    fn level(&self, severity: Option<&Text<'_>>, found: &Found<'_>) -> Option<Level> {
        let Some(severity) = severity.filter(|severity| !severity.is_empty()) else {
            found.count(|tally| tally.severity_missing = tally.severity_missing.saturating_add(1));
            return None;
        };
        let level = self.rules.words.get(severity).copied();
        if level.is_none() {
            let count = |tally: &mut Tally| {
                tally.unmapped = tally.unmapped.saturating_add(1);
            };
            found.warn("", count, || {
                let warning = Error::new(Code::SignalSeverityUnmapped);
                warning.with("severity", severity).with("source", &self.rules.name)
            });
        }
        level
    }

    /// The instants that count: none far in the future, and no end before the start. They stay as
    /// they were written, since they tell one occurrence of an alarm from the next.
    fn times(
        &self,
        status: Status,
        started: Option<Instant>,
        ended: Option<Instant>,
        found: &Found<'_>,
    ) -> (Option<Instant>, Option<Instant>) {
        let received = self.received;
        let near = |at: Option<Instant>| {
            let at = at?;
            if at.since(received) <= self.rules.future {
                return Some(at);
            }
            found.warn(
                "",
                |tally| tally.future = tally.future.saturating_add(1),
                || Error::new(Code::SignalInFuture).with("at", at).with("received", received),
            );
            None
        };
        let (started, ended) = (near(started), near(ended));
        let contradiction = match (status, started, ended) {
            (Status::Firing | Status::Acknowledged, _, Some(end)) if end < received => {
                Some(Error::new(Code::SignalFiringButEnded).with("end", end))
            }
            (Status::Resolved, Some(start), Some(end)) if end < start => {
                let warning = Error::new(Code::SignalEndsBeforeStart).with("end", end);
                Some(warning.with("start", start))
            }
            _ => None,
        };
        if let Some(warning) = contradiction {
            let count = |tally: &mut Tally| {
                tally.contradictory = tally.contradictory.saturating_add(1);
            };
            found.warn("", count, || warning);
        }
        match status {
            Status::Firing | Status::Acknowledged => (started, None),
            Status::Resolved => (started, ended.max(started.filter(|_| ended.is_some()))),
        }
    }

    /// The number of errors of its alerts.
    pub(super) fn faults(&self) -> usize {
        let refused = self.alerts.iter().filter_map(|alert| alert.as_ref().err());
        let faults = refused.map(|(from, until)| until.saturating_sub(*from));
        faults.fold(0, usize::saturating_add)
    }

    /// A part of an alert; what it has not is empty.
    pub(super) fn part<'b>(&'b self, draft: &'b Draft<'de>, part: &Part) -> &'b str {
        match part {
            Part::Name => &draft.name,
            Part::Service => draft.service.as_deref().unwrap_or_default(),
            Part::Source => &self.rules.name,
            Part::Label(name) => {
                let labels = self.labels.get(draft.labels.clone()).unwrap_or_default();
                find(labels, name).map_or("", |value| value)
            }
        }
    }

    /// The alert for whoever wants to keep it.
    pub(super) fn signal(&self, draft: &Draft<'de>) -> Signal {
        let owned = |text: &Option<Text<'de>>| text.as_ref().map(ToString::to_string);
        let pairs = |pairs: Option<&[Pair<'de>]>| -> Map<String> {
            let pairs = pairs.unwrap_or_default().iter();
            pairs.map(|(name, value)| (name.as_ref(), value.to_string())).collect()
        };
        Signal {
            source: self.rules.name.clone(),
            fingerprint: draft.fingerprint().to_owned(),
            name: draft.name.to_string(),
            status: draft.status,
            level: draft.level,
            severity: owned(&draft.severity),
            service: owned(&draft.service),
            labels: pairs(self.labels.get(draft.labels.clone())),
            started: draft.started,
            ended: draft.ended,
            received: self.received,
            summary: owned(&draft.summary),
            links: pairs(self.links.get(draft.links.clone())),
        }
    }
}

/// Those errors of all that are of one alert, as far as they are listed.
pub(super) fn errors_of(errors: &[Error], (from, until): (usize, usize)) -> Vec<Error> {
    errors.get(from..until.min(errors.len())).unwrap_or_default().to_vec()
}

fn find<'l, 'de>(labels: &'l [Pair<'de>], name: &str) -> Option<&'l Text<'de>> {
    labels.iter().find(|(other, _)| other == name).map(|(_, value)| value)
}

/// As much of a summary as is kept: whole letters.
fn cut<'de>(summary: Text<'de>, found: &Found<'_>) -> Text<'de> {
    if summary.len() <= SUMMARY {
        return summary;
    }
    found.warn(
        "",
        |tally| tally.cut = tally.cut.saturating_add(1),
        || {
            let warning = Error::new(Code::SignalSummaryCut).with("bytes", summary.len());
            warning.with("maximum", SUMMARY)
        },
    );
    let end = (0..=SUMMARY).rev().find(|at| summary.is_char_boundary(*at)).unwrap_or_default();
    match summary {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..end).unwrap_or_default()),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    }
}
