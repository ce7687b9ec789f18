use serde::Serialize;

use super::check::{duties_of, fits, misfit, unknown};
use super::pack::{PackDraft, RegimeDraft};
use crate::calendar::{Holiday, bad_date, read_date};
use crate::document::{Map, object};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::Value;
use crate::time::{Instant, Zone};

/// What is known about an incident, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Situation {
    /// The IANA name of the zone in which dates are meant, where a text names no other.
    pub zone: String,
    /// The public holidays of the state of the organisation: those of a calendar fit as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
    /// Dates on which federal authorities of the United States are closed beside their holidays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<Holiday>,
    /// When each anchor happened: for all regimes, or, as `nis2.awareness`, for one; `null` is as
    /// good as leaving it out.
    pub anchors: Map<Option<Instant>>,
    /// The anchors that are known not to have happened yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_yet: Vec<String>,
    /// What was submitted, updates included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub submissions: Vec<Submission>,
    /// What else duties ask for. What a scope says comes first.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub facts: Map<Value>,
    /// Delays that an authority has granted, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delays: Vec<Delay>,
}

object!(Situation {
    zone: needed "zone",
    holidays: or_default "holidays",
    closures: or_default "closures",
    anchors: needed "anchors",
    not_yet: or_default "notYet",
    submissions: or_default "submissions",
    facts: or_default "facts",
    delays: or_default "delays",
});

/// That something was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Submission {
    /// The duty.
    pub duty: String,
    /// When.
    pub at: Instant,
}

object!(Submission { duty: needed "duty", at: needed "at" });

/// That an authority has granted a delay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Delay {
    /// The duty.
    pub duty: String,
    /// By how many days.
    pub days: u32,
}

object!(Delay { duty: needed "duty", days: needed "days" });

/// Which regimes an organisation has declared to be its own, by their names; what it does not name
/// is not declared.
pub type Scope = Map<Declared>;

/// What is declared of one regime.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Declared {
    /// Whether it applies; it does if this is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies: Option<bool>,
    /// Another zone for its dates, where the text names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Other holidays for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holidays: Option<Vec<Holiday>>,
    /// What its duties ask about the organisation.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub facts: Map<Value>,
}

object!(Declared {
    applies: optional "applies",
    zone: optional "zone",
    holidays: optional "holidays",
    facts: or_default "facts",
});

/// Dates on which nobody works, sorted, with what they are called.
pub(super) type DaysOff = Vec<(i64, String)>;

/// Where and when a regime counts.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) zone: Zone,
    pub(super) holidays: DaysOff,
    pub(super) closures: DaysOff,
}

/// What goes wrong in reading facts, and what was read.
pub(super) struct Reading<'a> {
    pub(super) pack: &'a PackDraft,
    pub(super) situation: &'a Situation,
    pub(super) scope: &'a Scope,
    pub(super) findings: Vec<Error>,
}

impl Reading<'_> {
    /// Reads where and when each regime counts, and notes everything that is wrong.
    pub(super) fn places(&mut self) -> Vec<Option<Place>> {
        let path = Path::root().key("facts");
        let (situation, scope) = (self.situation, self.scope);
        let general = self.zone(&situation.zone, &path.key("zone"));
        let holidays = self.days_off(&situation.holidays, &path.key("holidays"));
        let closures = self.days_off(&situation.closures, &path.key("closures"));
        let mut places = Vec::new();
        for regime in &self.pack.regimes {
            let declared = scope.get(&regime.id);
            let path = Path::root().key("scope").key(&regime.id);
            let own = declared.and_then(|declared| declared.zone.as_deref());
            let own = own.map(|zone| self.zone(zone, &path.key("zone")));
            let fixed = regime.zone.as_deref().map(|zone| Zone::named(zone).ok());
            let zone = fixed.or(own).unwrap_or_else(|| general.clone());
            let holidays = match declared.and_then(|declared| declared.holidays.as_ref()) {
                Some(own) => self.days_off(own, &path.key("holidays")),
                None => holidays.clone(),
            };
            let closures = closures.clone();
            places.push(zone.map(|zone| Place { zone, holidays, closures }));
        }
        self.names();
        places
    }

    fn find(&mut self, error: Error, path: &Path) {
        self.findings.push(error.at(path.clone()));
    }

    /// Whether there is no room for another finding, so that none is looked for.
    fn full(&self) -> bool {
        !limits::FINDINGS.admits(self.findings.len().saturating_add(1))
    }

    fn zone(&mut self, name: &str, path: &Path) -> Option<Zone> {
        Zone::named(name).map_err(|error| self.find(error, path)).ok()
    }

    fn days_off(&mut self, list: &[Holiday], path: &Path) -> DaysOff {
        let mut days = DaysOff::new();
        if !limits::ENTRIES.admits(list.len()) {
            self.find(Error::beyond(&limits::ENTRIES, list.len()), path);
        }
        for (at, holiday) in list.iter().enumerate() {
            let path = path.index(at).key("date");
            let Some(day) = read_date(&holiday.date) else {
                self.find(bad_date(&holiday.date), &path);
                continue;
            };
            match days.binary_search_by_key(&day, |(other, _)| *other) {
                Ok(_) => {
                    let error = Error::new(Code::CalendarDateRepeated);
                    self.find(error.with("date", &holiday.date), &path);
                }
                Err(free) => {
                    let name = holiday.name.clone().unwrap_or_else(|| "a holiday".to_owned());
                    days.insert(free, (day, name));
                }
            }
        }
        days
    }

    /// Notes each name that the pack does not have, and each fact that cannot be.
    fn names(&mut self) {
        let (situation, path) = (self.situation, Path::root().key("facts"));
        for (anchor, _) in situation.anchors.iter() {
            self.anchor(anchor, &path.key("anchors").key(anchor));
        }
        for (at, anchor) in situation.not_yet.iter().enumerate() {
            let path = path.key("notYet").index(at);
            self.anchor(anchor, &path);
            if let Some(Some(instant)) = situation.anchors.get(anchor) {
                let error = Error::new(Code::StatuteAnchorContradicts).with("anchor", anchor);
                self.find(error.with("at", instant), &path);
            }
        }
        for (at, submission) in situation.submissions.iter().enumerate() {
            self.duty(&submission.duty, &path.key("submissions").index(at).key("duty"));
        }
        let all: Vec<&RegimeDraft> = self.pack.regimes.iter().collect();
        self.facts(&situation.facts, &all, &path.key("facts"));
        self.delays(&path.key("delays"));
        let path = Path::root().key("scope");
        for (name, declared) in self.scope.iter() {
            if self.full() {
                return;
            }
            let path = path.key(name);
            let known = self.pack.regimes.iter();
            if let Some(regime) = known.clone().find(|regime| regime.id == *name) {
                self.facts(&declared.facts, &[regime], &path.key("facts"));
                continue;
            }
            let known = known.map(|regime| regime.id.as_str());
            self.find(unknown(Code::StatuteRegimeUnknown, ("regime", name), known), &path);
        }
    }

    /// An anchor, of every regime or of the one before its dot.
    fn anchor(&mut self, name: &str, path: &Path) {
        if self.full() {
            return;
        }
        let (regime, anchor) = match name.split_once('.') {
            Some((regime, anchor)) => (Some(regime), anchor),
            None => (None, name),
        };
        if let Some(regime) = regime
            && !self.pack.regimes.iter().any(|known| known.id == regime)
        {
            let known = self.pack.regimes.iter().map(|known| known.id.as_str());
            self.find(unknown(Code::StatuteRegimeUnknown, ("regime", regime), known), path);
        }
        let known = self.pack.anchors.iter().map(|known| known.id.as_str());
        if !known.clone().any(|known| known == anchor) {
            self.find(unknown(Code::StatuteAnchorUnknown, ("anchor", anchor), known), path);
        }
    }

    pub(super) fn duty(&mut self, name: &str, path: &Path) {
        let known = duties_of(self.pack).map(|duty| duty.id.as_str());
        if !self.full() && !known.clone().any(|known| known == name) {
            self.find(unknown(Code::StatuteDutyUnknown, ("duty", name), known), path);
        }
    }

    /// A fact may be asked for by several regimes, and then fits one of them.
    fn facts(&mut self, facts: &Map<Value>, regimes: &[&RegimeDraft], path: &Path) {
        let known = regimes.iter().flat_map(|regime| &regime.facts);
        for (name, value) in facts.iter() {
            if self.full() {
                return;
            }
            let asked: Vec<_> = known.clone().filter(|fact| fact.id == *name).collect();
            let path = path.key(name);
            let Some(first) = asked.first() else {
                let known = known.clone().map(|fact| fact.id.as_str());
                let error = unknown(Code::StatuteFactUnknown, ("fact", name), known);
                self.find(error, &path);
                continue;
            };
            if !asked.iter().any(|fact| fits(fact, value)) {
                self.find(misfit(first, value), &path);
            }
        }
    }

    fn delays(&mut self, path: &Path) {
        let delays = &self.situation.delays;
        for (at, delay) in delays.iter().enumerate() {
            let path = path.index(at);
            let duty = duties_of(self.pack).find(|duty| duty.id == delay.duty);
            let Some(duty) = duty else {
                self.duty(&delay.duty, &path.key("duty"));
                continue;
            };
            let Some(rule) = &duty.delays else {
                let error = Error::new(Code::StatuteDelayOutOfPlace).with("duty", &delay.duty);
                self.find(error, &path.key("duty"));
                continue;
            };
            let before = delays.iter().take(at).filter(|other| other.duty == delay.duty).count();
            let most = rule.most.get(before).copied().unwrap_or(0);
            if delay.days > most {
                let error = Error::new(Code::StatuteDelayTooLong).with("duty", &delay.duty);
                let number = before.saturating_add(1);
                let error = error.with("number", number).with("days", delay.days);
                self.find(error.with("most", most), &path.key("days"));
            }
        }
    }
}
