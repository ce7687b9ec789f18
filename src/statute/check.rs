use super::Pack;
use super::pack::{
    AnchorDraft, Counting, DutyDraft, FactDraft, FactType, LimitDraft, PACK_VERSION, PackDraft,
    RegimeDraft, TestDraft,
};
use crate::calendar::{bad_date, read_date, time_of_day};
use crate::document::{Ids, Map, with_nearest};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::Value;
use crate::time::Zone;

impl Pack {
    /// Checks a pack that has this digest.
    pub(super) fn named(draft: PackDraft, digest: String) -> Result<Self, Vec<Error>> {
        let mut findings = Vec::new();
        Check { pack: &draft, findings: &mut findings }.all();
        if findings.is_empty() {
            return Ok(Self { draft, digest });
        }
        limits::FINDINGS.cut(&mut findings);
        Err(findings)
    }
}

/// How many names are looked at for the nearest one.
const LOOKED_AT: usize = 1_000;
/// How many names an error lists.
const LISTED: usize = 40;

/// An error that names the nearest of what is known, and what is known if that is not long.
pub(super) fn unknown<'a>(
    code: Code,
    name: (&'static str, &str),
    known: impl Iterator<Item = &'a str> + Clone,
) -> Error {
    let error = Error::new(code).with(name.0, name.1);
    let error = with_nearest(error, name.1, known.clone().take(LOOKED_AT));
    if !code.help().contains("{known}") {
        return error;
    }
    error.with("known", known.take(LISTED).collect::<Vec<_>>().join(", "))
}

/// Whether a fact can have a value.
pub(super) fn fits(fact: &FactDraft, value: &Value) -> bool {
    match (fact.holds, value) {
        (_, Value::Absent) | (FactType::Flag, Value::Flag(_)) => true,
        (FactType::Number, Value::Number(number)) => *number >= 0,
        (FactType::Word, Value::Text(word)) => fact.words.contains(word),
        (_, Value::Flag(_) | Value::Number(_) | Value::Text(_) | Value::List(_)) => false,
    }
}

/// That a fact has a value that it cannot have.
pub(super) fn misfit(fact: &FactDraft, value: &Value) -> Error {
    let expected = match fact.holds {
        FactType::Flag => "true or false".to_owned(),
        FactType::Number => "a whole number from 0".to_owned(),
        FactType::Word => format!("one of {}", fact.words.join(", ")),
    };
    let error = Error::new(Code::StatuteFactWrong).with("fact", &fact.id);
    error.with("expected", expected).with("value", value)
}

struct Check<'a> {
    pack: &'a PackDraft,
    findings: &'a mut Vec<Error>,
}

impl<'a> Check<'a> {
    fn find(&mut self, error: Error, path: &Path) {
        self.findings.push(error.at(path.clone()));
    }

    fn all(&mut self) {
        let pack = self.pack;
        let root = Path::root();
        if pack.version != PACK_VERSION {
            let error = Error::new(Code::StatutePackVersion).with("version", pack.version);
            self.find(error.with("known", PACK_VERSION), &root.key("version"));
        }
        Ids::default().add(&pack.id, &root.key("id"), self.findings);
        self.date(Some(&pack.as_of), &root.key("asOf"));
        let mut ids = Ids::default();
        for (at, anchor) in pack.anchors.iter().enumerate() {
            let path = root.key("anchors").index(at);
            ids.add(&anchor.id, &path.key("id"), self.findings);
            for (at, earlier) in anchor.not_before.iter().enumerate() {
                self.anchor(Some(earlier), &path.key("notBefore").index(at));
            }
        }
        let (mut ids, mut duties) = (Ids::default(), Ids::default());
        for (at, regime) in pack.regimes.iter().enumerate() {
            let path = root.key("regimes").index(at);
            ids.add(&regime.id, &path.key("id"), self.findings);
            self.regime(regime, &path, &mut duties);
        }
        let count = duties_of(pack).count();
        if !limits::RULES.admits(count) {
            return self.find(Error::beyond(&limits::RULES, count), &root.key("regimes"));
        }
        self.chains();
    }

    /// Notes duties that wait for one that is unknown, or for themselves.
    fn chains(&mut self) {
        let mut places: Vec<(&DutyDraft, Path)> = Vec::new();
        for (at, regime) in self.pack.regimes.iter().enumerate() {
            let path = Path::root().key("regimes").index(at).key("duties");
            let duties = regime.duties.iter().enumerate();
            places.extend(duties.map(|(at, duty)| (duty, path.index(at).key("after"))));
        }
        let ids: Map<usize> =
            places.iter().zip(0..).map(|((duty, _), at)| (duty.id.as_str(), at)).collect();
        let mut next = Vec::new();
        for (duty, path) in &places {
            let after = duty.after.as_deref().filter(|_| duty.anchor.is_none());
            let found = after.and_then(|after| ids.get(after).copied());
            if let (Some(after), None) = (after, found) {
                let known = duties_of(self.pack).map(|duty| duty.id.as_str());
                self.find(unknown(Code::StatuteDutyUnknown, ("duty", after), known), path);
            }
            next.push(found);
        }
        for at in rings(&next) {
            if let Some((duty, path)) = places.get(at) {
                self.find(Error::new(Code::StatuteCycle).with("duty", &duty.id), path);
            }
        }
    }

    fn regime(&mut self, regime: &'a RegimeDraft, path: &Path, duties: &mut Ids<'a>) {
        self.date(regime.applies_from.as_deref(), &path.key("appliesFrom"));
        if let Some(Err(error)) = regime.zone.as_deref().map(Zone::named) {
            self.find(error, &path.key("zone"));
        }
        let mut facts = Ids::default();
        for (at, fact) in regime.facts.iter().enumerate() {
            let path = path.key("facts").index(at);
            facts.add(&fact.id, &path.key("id"), self.findings);
            let mut words = Ids::default();
            for (at, word) in fact.words.iter().enumerate() {
                words.add(word, &path.key("words").index(at), self.findings);
            }
        }
        for (at, duty) in regime.duties.iter().enumerate() {
            let path = path.key("duties").index(at);
            duties.add(&duty.id, &path.key("id"), self.findings);
            self.duty(duty, regime, &path);
        }
    }

    fn duty(&mut self, duty: &DutyDraft, regime: &RegimeDraft, path: &Path) {
        self.date(duty.applies_from.as_deref(), &path.key("appliesFrom"));
        match (&duty.anchor, &duty.after) {
            (Some(_), None) => self.anchor(duty.anchor.as_deref(), &path.key("anchor")),
            // Which duty that is can be said once all are known.
            (None, Some(_)) => {}
            _ => self.find(Error::new(Code::StatuteTriggerForm), path),
        }
        self.tests(&duty.when, regime, &path.key("when"));
        self.tests(&duty.unless, regime, &path.key("unless"));
        for (at, limit) in duty.limits.iter().enumerate() {
            self.limit(limit, regime, &path.key("limits").index(at));
        }
        if let Some(extension) = &duty.extension {
            let path = path.key("extension");
            self.time(&extension.time, &path.key("time"));
            self.tests(&extension.unless, regime, &path.key("unless"));
        }
        for (at, most) in duty.delays.iter().flat_map(|delays| &delays.most).enumerate() {
            self.bounded(*most, &path.key("delays").key("most").index(at));
        }
    }

    fn limit(&mut self, limit: &LimitDraft, regime: &RegimeDraft, path: &Path) {
        self.anchor(limit.anchor.as_deref(), &path.key("anchor"));
        self.tests(&limit.when, regime, &path.key("when"));
        if let Some(lapse) = &limit.lapses_before {
            self.anchor(Some(&lapse.anchor), &path.key("lapsesBefore").key("anchor"));
        }
        if let Some(closing) = &limit.closing {
            self.time(&closing.time, &path.key("closing").key("time"));
        }
        self.parts(limit, path);
        let parts = [limit.hours, limit.days, limit.months];
        for count in parts.iter().flatten() {
            self.bounded(*count, path);
        }
        let given = parts.map(|part| part.is_some());
        let ([true, false, false] | [false, true, false] | [false, false, true]) = given else {
            return self.period(limit.counting, path);
        };
        let fits = match limit.counting {
            Counting::Clock => limit.hours.is_some(),
            Counting::Eu => true,
            Counting::CalendarDays | Counting::FederalBusinessDays => limit.days.is_some(),
        };
        if !fits {
            self.period(limit.counting, path);
        }
    }

    fn bounded(&mut self, count: u32, path: &Path) {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        if !limits::PERIOD.admits(count) {
            self.find(Error::beyond(&limits::PERIOD, count), path);
        }
    }

    fn period(&mut self, counting: Counting, path: &Path) {
        let (name, units) = named(counting);
        let error = Error::new(Code::StatutePeriodForm).with("counting", name);
        self.find(error.with("units", units), path);
    }

    /// Notes parts that would not be looked at.
    fn parts(&mut self, limit: &LimitDraft, path: &Path) {
        let dates = matches!(limit.counting, Counting::CalendarDays);
        let closes = dates || matches!(limit.counting, Counting::FederalBusinessDays);
        let hours = matches!(limit.counting, Counting::Eu) && limit.hours.is_some();
        for (part, given, placed) in [
            ("afterYearEnd", limit.after_year_end, dates),
            ("twoWorkingDays", limit.two_working_days, hours),
            ("closing", limit.closing.is_some(), closes),
        ] {
            if given && !placed {
                let error = Error::new(Code::StatutePartOutOfPlace).with("part", part);
                self.find(error.with("counting", named(limit.counting).0), &path.key(part));
            }
        }
    }

    fn tests(&mut self, tests: &[TestDraft], regime: &RegimeDraft, path: &Path) {
        for (at, test) in tests.iter().enumerate() {
            let path = path.index(at);
            let ranged = test.at_least.is_some() || test.at_most.is_some();
            let forms = [test.is.is_some(), !test.is_in.is_empty(), ranged];
            if forms.iter().filter(|given| **given).count() != 1 {
                self.find(Error::new(Code::StatuteTestForm), &path);
            }
            let Some(fact) = regime.facts.iter().find(|fact| fact.id == test.fact) else {
                let known = regime.facts.iter().map(|fact| fact.id.as_str());
                let error = unknown(Code::StatuteFactUnknown, ("fact", &test.fact), known);
                self.find(error, &path.key("fact"));
                continue;
            };
            let values = test.is.iter().chain(&test.is_in);
            for value in values.filter(|value| !fits(fact, value)) {
                self.find(misfit(fact, value), &path);
            }
            if ranged && fact.holds != FactType::Number {
                self.find(misfit(fact, &Value::from("a number")), &path);
            }
        }
    }

    fn anchor(&mut self, name: Option<&str>, path: &Path) {
        let known = self.pack.anchors.iter().map(|anchor: &AnchorDraft| anchor.id.as_str());
        if let Some(name) = name
            && !known.clone().any(|known| known == name)
        {
            let error = unknown(Code::StatuteAnchorUnknown, ("anchor", name), known);
            self.find(error, path);
        }
    }

    fn date(&mut self, date: Option<&str>, path: &Path) {
        if let Some(date) = date
            && read_date(date).is_none()
        {
            self.find(bad_date(date), path);
        }
    }

    fn time(&mut self, time: &str, path: &Path) {
        if let Err(error) = time_of_day(time) {
            self.find(error, path);
        }
    }
}

/// Every duty of a pack, in its order.
pub(super) fn duties_of(pack: &PackDraft) -> impl Iterator<Item = &DutyDraft> + Clone {
    pack.regimes.iter().flat_map(|regime| &regime.duties)
}

/// The name of a counting, and the units that it counts.
fn named(counting: Counting) -> (&'static str, &'static str) {
    match counting {
        Counting::Clock => ("clock", "`hours`"),
        Counting::Eu => ("eu", "`hours`, `days` or `months`"),
        Counting::CalendarDays => ("calendarDays", "`days`"),
        Counting::FederalBusinessDays => ("federalBusinessDays", "`days`"),
    }
}

/// The places from which a way leads back to them, where each leads to at most one other.
fn rings(next: &[Option<usize>]) -> Vec<usize> {
    // The walk in which each was come by first, counted from 1.
    let mut walks = vec![0_usize; next.len()];
    let mut found = Vec::new();
    for start in 0..next.len() {
        let walk = start.saturating_add(1);
        let mut at = Some(start);
        while let Some(place) = at
            && let Some(mark) = walks.get_mut(place).filter(|mark| **mark == 0)
        {
            *mark = walk;
            at = next.get(place).copied().flatten();
        }
        // Where this walk came by already, a ring closes.
        let closes = at.filter(|place| walks.get(*place) == Some(&walk));
        let mut ring = closes;
        while let Some(place) = ring {
            found.push(place);
            ring = next.get(place).copied().flatten().filter(|next| Some(*next) != closes);
        }
    }
    found.sort_unstable();
    found
}
