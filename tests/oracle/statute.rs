//! The law's clocks, calculated again: by walking from second to second, quarter of an hour to
//! quarter of an hour and date to date, with a table of duties that was written a second time.
//!
//! Nothing here reads the crate's pack: a wrong number there is found here.

use std::sync::LazyLock;

use serde_json::Value as Json;

use crate::date::{DAY, date_of, day_of, days_of_month, weekday_of};
use crate::random::clocks_of;
use crate::zone::Clocks;

/// The zones of the cases.
pub(crate) const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/New_York",
    "Europe/London",
    "Europe/Lisbon",
    "Asia/Kolkata",
    "America/Chicago",
];

static CLOCKS: LazyLock<Vec<(&str, Clocks)>> =
    LazyLock::new(|| ZONES.iter().map(|zone| (*zone, clocks_of(zone))).collect());

/// The two ends of a period, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) conservative: i64,
    pub(crate) statutory: i64,
}

/// What ends a period.
#[derive(Debug, Clone, Copy)]
enum Rule {
    Clock(i64),
    EuHours(i64),
    EuDays(i64),
    EuMonth,
    Dates(i64),
    DatesAfterYear(i64),
    FourBusinessDays,
    DoraInitial,
    DoraIntermediate,
    DoraFinal,
}

/// A test of a fact.
#[derive(Debug, Clone, Copy)]
enum Test {
    Word(&'static str, &'static str),
    Flag(&'static str, bool),
    Least(&'static str, i64),
    Most(&'static str, i64),
    /// Nothing speaks for this.
    NotWord(&'static str, &'static str),
    NotFlag(&'static str, bool),
}

/// A row of the table: duty, first date, what starts it, rule and tests.
type Row = (&'static str, (i64, i64, i64), &'static str, Rule, &'static [Test]);

const CONTROLLER: Test = Test::Word("role", "controller");
const COVERED: Test = Test::Word("role", "coveredEntity");
const GDPR: (i64, i64, i64) = (2018, 5, 25);
const NIS2: (i64, i64, i64) = (2024, 10, 18);
const DORA: (i64, i64, i64) = (2025, 3, 12);
const SEC: (i64, i64, i64) = (2023, 12, 18);
const HIPAA: (i64, i64, i64) = (2009, 9, 23);
const CRA: (i64, i64, i64) = (2026, 9, 11);
const VULNERABILITY: &[Test] = &[Test::Word("about", "vulnerability")];
const INCIDENT: &[Test] = &[Test::Word("about", "incident")];

const ROWS: &[Row] = &[
    (
        "gdpr.authority",
        GDPR,
        "awareness",
        Rule::EuHours(72),
        &[CONTROLLER, Test::NotWord("risk", "unlikely")],
    ),
    ("nis2.earlyWarning", NIS2, "awareness", Rule::EuHours(24), &[]),
    (
        "nis2.notification",
        NIS2,
        "awareness",
        Rule::EuHours(72),
        &[Test::Flag("trustService", false)],
    ),
    (
        "nis2.notification",
        NIS2,
        "awareness",
        Rule::EuHours(24),
        &[Test::Flag("trustService", true)],
    ),
    ("nis2.final", NIS2, "nis2.notification", Rule::EuMonth, &[Test::NotFlag("ongoing", true)]),
    ("nis2.progress", NIS2, "nis2.notification", Rule::EuMonth, &[Test::Flag("ongoing", true)]),
    (
        "nis2.finalAfterHandling",
        NIS2,
        "handlingEnded",
        Rule::EuMonth,
        &[Test::Flag("ongoing", true)],
    ),
    ("dora.initial", DORA, "classification", Rule::DoraInitial, &[]),
    ("dora.intermediate", DORA, "dora.initial", Rule::DoraIntermediate, &[]),
    ("dora.final", DORA, "dora.intermediate", Rule::DoraFinal, &[]),
    ("sec.report", SEC, "determination", Rule::FourBusinessDays, &[]),
    ("sec.amendment", SEC, "informationAvailable", Rule::FourBusinessDays, &[]),
    ("hipaa.individuals", HIPAA, "discovery", Rule::Dates(60), &[COVERED]),
    (
        "hipaa.media",
        HIPAA,
        "discovery",
        Rule::Dates(60),
        &[COVERED, Test::Least("residentsOfOneState", 501)],
    ),
    (
        "hipaa.secretary",
        HIPAA,
        "discovery",
        Rule::Dates(60),
        &[COVERED, Test::Least("affectedIndividuals", 500)],
    ),
    (
        "hipaa.annual",
        HIPAA,
        "discovery",
        Rule::DatesAfterYear(60),
        &[COVERED, Test::Most("affectedIndividuals", 499)],
    ),
    (
        "hipaa.associate",
        HIPAA,
        "discovery",
        Rule::Dates(60),
        &[Test::Word("role", "businessAssociate")],
    ),
    ("certIn.report", (2022, 6, 28), "awareness", Rule::Clock(6), &[]),
    (
        "usBanks.notification",
        (2022, 5, 1),
        "determination",
        Rule::Clock(36),
        &[Test::Word("role", "bankingOrganization")],
    ),
    ("nydfs.incident", (2017, 3, 1), "determination", Rule::Clock(72), &[]),
    (
        "nydfs.payment",
        (2023, 12, 1),
        "payment",
        Rule::Clock(24),
        &[Test::NotFlag("paymentMade", false)],
    ),
    (
        "nydfs.explanation",
        (2023, 12, 1),
        "payment",
        Rule::Dates(30),
        &[Test::NotFlag("paymentMade", false)],
    ),
    ("ftc.notice", (2024, 5, 13), "discovery", Rule::Dates(30), &[Test::Least("consumers", 500)]),
    ("cra.vulnerabilityWarning", CRA, "awareness", Rule::EuHours(24), VULNERABILITY),
    ("cra.vulnerabilityNotification", CRA, "awareness", Rule::EuHours(72), VULNERABILITY),
    ("cra.vulnerabilityFinal", CRA, "fixAvailable", Rule::EuDays(14), VULNERABILITY),
    ("cra.incidentWarning", CRA, "awareness", Rule::EuHours(24), INCIDENT),
    ("cra.incidentNotification", CRA, "awareness", Rule::EuHours(72), INCIDENT),
    ("cra.incidentFinal", CRA, "cra.incidentNotification", Rule::EuMonth, INCIDENT),
    // Not in force; a pack in which it is has these periods.
    ("circia.incident", (1970, 1, 1), "reasonableBelief", Rule::Clock(72), &[]),
    ("circia.payment", (1970, 1, 1), "payment", Rule::Clock(24), &[]),
];

/// Every duty with a number.
pub(crate) fn duties() -> Vec<&'static str> {
    let mut duties: Vec<_> = ROWS.iter().map(|(duty, ..)| *duty).collect();
    duties.dedup();
    duties
}

/// What starts a duty: an anchor, or, with a dot, another duty.
pub(crate) fn trigger_of(duty: &str) -> &'static str {
    ROWS.iter().find(|(other, ..)| *other == duty).expect("a duty").2
}

/// An incident under the regime of one duty.
pub(crate) struct Walk<'a> {
    facts: &'a Json,
    declared: &'a Json,
    regime: &'a str,
    clocks: &'static Clocks,
    holidays: Vec<i64>,
    closures: Vec<i64>,
}

fn dates(list: &Json) -> Vec<i64> {
    let list = list.as_array().into_iter().flatten();
    list.map(|entry| {
        let text = entry["date"].as_str().expect("a date");
        let parts: Vec<i64> = text.split('-').map(|part| part.parse().expect("digits")).collect();
        day_of(parts[0], parts[1], parts[2])
    })
    .collect()
}

fn millis(instant: &Json) -> Option<i64> {
    let text = instant.as_str()?;
    let timestamp: jiff::Timestamp = text.parse().expect("an instant");
    Some(timestamp.as_millisecond())
}

/// The two ends of a duty; none if it has none in this incident.
pub(crate) fn ends(duty: &str, facts: &Json, scope: &Json) -> Option<Ends> {
    let regime = duty.split('.').next()?;
    let declared = scope.get(regime)?;
    if declared["applies"] == false {
        return None;
    }
    let general = declared["zone"].as_str().or(facts["zone"].as_str()).expect("a zone");
    let zone = if regime == "sec" { "America/New_York" } else { general };
    let holidays = declared.get("holidays").unwrap_or(&facts["holidays"]);
    let walk = Walk {
        facts,
        declared,
        regime,
        clocks: &CLOCKS.iter().find(|(name, _)| *name == zone).expect("a zone of the list").1,
        holidays: dates(holidays),
        closures: dates(&facts["closures"]),
    };
    let rows = ROWS.iter().filter(|(other, ..)| *other == duty);
    let mut found = rows.filter_map(|row| walk.row(row));
    found.next()
}

impl Walk<'_> {
    fn row(&self, (duty, from, start, rule, tests): &Row) -> Option<Ends> {
        if !tests.iter().all(|test| self.holds(*test)) {
            return None;
        }
        let at = self.start(start, *rule, duty)?;
        if self.date(at) < day_of(from.0, from.1, from.2) {
            return None;
        }
        Some(self.end(*rule, at))
    }

    fn fact(&self, name: &str) -> &Json {
        let own = &self.declared["facts"][name];
        if own.is_null() { &self.facts["facts"][name] } else { own }
    }

    fn holds(&self, test: Test) -> bool {
        let number = |name| self.fact(name).as_i64();
        match test {
            Test::Word(name, word) => self.fact(name) == word,
            Test::Flag(name, flag) => self.fact(name) == flag,
            Test::NotWord(name, word) => self.fact(name) != word,
            Test::NotFlag(name, flag) => self.fact(name) != flag,
            Test::Least(name, least) => number(name).is_some_and(|number| number >= least),
            Test::Most(name, most) => number(name).is_some_and(|number| number <= most),
        }
    }

    fn anchor(&self, name: &str) -> Option<i64> {
        let own = &self.facts["anchors"][format!("{}.{name}", self.regime)];
        millis(if own.is_null() { &self.facts["anchors"][name] } else { own })
    }

    fn submitted(&self, duty: &str) -> Vec<i64> {
        let all = self.facts["submissions"].as_array().into_iter().flatten();
        all.filter(|one| one["duty"] == duty).filter_map(|one| millis(&one["at"])).collect()
    }

    fn start(&self, start: &str, rule: Rule, duty: &str) -> Option<i64> {
        if !start.contains('.') {
            return self.anchor(start);
        }
        let all = self.submitted(start);
        let first = all.iter().min().copied();
        let Rule::DoraFinal = rule else { return first };
        let own = self.submitted(duty).into_iter().min().unwrap_or(i64::MAX);
        all.into_iter().filter(|at| *at <= own).max().or(first)
    }

    /// Seconds that clocks show at a second, as if they were UTC.
    fn shown(&self, second: i64) -> i64 {
        second + self.clocks.offset(second)
    }

    fn date(&self, at: i64) -> i64 {
        self.shown(at.div_euclid(1_000)).div_euclid(DAY)
    }

    /// The same time of day on another date.
    fn same_time(&self, at: i64, date: i64) -> i64 {
        let time = self.shown(at.div_euclid(1_000)).rem_euclid(DAY);
        self.clocks.resolve(date * DAY + time) * 1_000 + at.rem_euclid(1_000)
    }

    /// The first quarter of an hour after the date, walked to from before it.
    fn end_of(&self, from: i64, date: i64) -> i64 {
        let mut second = from.div_euclid(900_000) * 900;
        while self.shown(second).div_euclid(DAY) <= date {
            second += 900;
        }
        second * 1_000
    }

    fn works(&self, date: i64) -> bool {
        weekday_of(date) < 5 && !self.holidays.contains(&date)
    }

    fn next_working(&self, date: i64) -> i64 {
        let mut date = date + 1;
        while !self.works(date) {
            date += 1;
        }
        date
    }

    fn end(&self, rule: Rule, at: i64) -> Ends {
        let both = |end| Ends { conservative: end, statutory: end };
        match rule {
            Rule::Clock(hours) => both((0..hours).fold(at, |at, _| at + 3_600_000)),
            Rule::EuHours(hours) => self.eu_hours(at, hours),
            Rule::EuDays(days) => {
                let date = self.date(at) + days;
                self.eu_date(at, date, true)
            }
            Rule::EuMonth => self.eu_date(at, month_later(self.date(at)), true),
            Rule::Dates(days) => {
                let date = self.date(at) + days;
                Ends { conservative: self.same_time(at, date), statutory: self.end_of(at, date) }
            }
            Rule::DatesAfterYear(days) => {
                let mut date = self.date(at);
                while date_of(date + 1).0 == date_of(date).0 {
                    date += 1;
                }
                both(self.end_of(at, date + days))
            }
            Rule::FourBusinessDays => self.business(at),
            Rule::DoraInitial => self.dora_initial(at),
            Rule::DoraIntermediate => self.noon(self.eu_hours(at, 72), true),
            Rule::DoraFinal => {
                self.noon(self.eu_date(at, month_later(self.date(at)), false), false)
            }
        }
    }

    /// To the next full hour that clocks show, and from there hour by hour.
    fn eu_hours(&self, at: i64, hours: i64) -> Ends {
        let mut second = at.div_euclid(1_000) + 1;
        while self.shown(second).rem_euclid(3_600) != 0 {
            second += 1;
        }
        let end = (0..hours).fold(second, |second, _| second + 3_600);
        Ends { conservative: at + hours * 3_600_000, statutory: end * 1_000 }
    }

    fn eu_date(&self, at: i64, date: i64, extends: bool) -> Ends {
        let mut last = date;
        if extends {
            while !self.works(last) {
                last += 1;
            }
            // Two working days, be they beyond it.
            let second = self.next_working(self.next_working(self.date(at)));
            last = last.max(second);
        }
        Ends { conservative: self.same_time(at, date), statutory: self.end_of(at, last) }
    }

    fn dora_initial(&self, classified: i64) -> Ends {
        let four = self.eu_hours(classified, 4);
        let day = self.anchor("awareness").map(|aware| self.eu_hours(aware, 24));
        let earliest = match day {
            Some(day) if classified <= day.statutory => Ends {
                conservative: four.conservative.min(day.conservative),
                statutory: four.statutory.min(day.statutory),
            },
            _ => four,
        };
        self.noon(earliest, true)
    }

    fn noon(&self, ends: Ends, exceptions: bool) -> Ends {
        let spared = self.fact("entityType") == "other"
            && self.fact("nis2Entity") == false
            && self.fact("extensionDisapplied") == false;
        let date = self.date(ends.statutory - 1);
        if self.works(date) || (exceptions && !spared) {
            return ends;
        }
        let noon = self.clocks.resolve(self.next_working(date) * DAY + 12 * 3_600) * 1_000;
        Ends { statutory: noon, ..ends }
    }

    fn open(&self, date: i64) -> bool {
        weekday_of(date) < 5
            && !self.closures.contains(&date)
            && !federal_holidays(date_of(date).0).contains(&date)
            && !federal_holidays(date_of(date).0 + 1).contains(&date)
    }

    fn closing(&self, date: i64) -> i64 {
        self.clocks.resolve(date * DAY + 17 * 3_600 + 30 * 60) * 1_000
    }

    fn business(&self, at: i64) -> Ends {
        let (mut date, mut left) = (self.date(at), 4);
        while left > 0 {
            date += 1;
            left -= i64::from(self.open(date));
        }
        let closing = self.closing(date);
        let ends = Ends { conservative: self.same_time(at, date).min(closing), statutory: closing };
        let delays = self.facts["delays"].as_array().into_iter().flatten();
        let delays = delays.filter(|delay| delay["duty"] == "sec.report");
        let days: i64 = delays.filter_map(|delay| delay["days"].as_i64()).sum();
        if days == 0 || self.anchor("determination") != Some(at) {
            return ends;
        }
        let (mut before, mut after) = (date + days, date + days);
        while !self.open(before) {
            before -= 1;
        }
        while !self.open(after) {
            after += 1;
        }
        Ends { conservative: self.closing(before), statutory: self.closing(after) }
    }
}

/// Day by day into the next month, to the same date or that month's last.
fn month_later(date: i64) -> i64 {
    let (_, month, wanted) = date_of(date);
    let mut later = date;
    while date_of(later).1 == month {
        later += 1;
    }
    loop {
        let (year, month, day) = date_of(later);
        if day == wanted || day == days_of_month(year, month) {
            return later;
        }
        later += 1;
    }
}

/// The working days that are federal holidays of the United States by their year's list; New
/// Year's Day may lie in the year before.
pub(crate) fn federal_holidays(year: i64) -> Vec<i64> {
    let mut seen = [[0; 7]; 13];
    let mut days = Vec::new();
    let mut memorial = 0;
    let months = (1..=12)
        .flat_map(|month| (1..=days_of_month(year, month)).map(move |of_month| (month, of_month)));
    for ((month, day), date) in months.zip(day_of(year, 1, 1)..) {
        let weekday = weekday_of(date);
        let (month_at, weekday_at) =
            (usize::try_from(month).expect("small"), usize::try_from(weekday).expect("small"));
        seen[month_at][weekday_at] += 1;
        match (month, weekday, seen[month_at][weekday_at]) {
            (1 | 2, 0, 3) | (9, 0, 1) | (10, 0, 2) | (11, 3, 4) => days.push(date),
            (5, 0, _) => memorial = date,
            _ => {}
        }
        if [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)].contains(&(month, day)) {
            days.push(match weekday {
                5 => date - 1,
                6 => date + 1,
                _ => date,
            });
        }
    }
    days.push(memorial);
    days
}
