use std::sync::Arc;

use crate::calendar::{Calendar, CalendarDraft};
use crate::document::{Map, object};
use crate::error::{Code, Error, Path, Severity, all_below};
use crate::time::Instant;

/// The facts of a ticket that are looked at, from the widest to the narrowest, unless the settings
/// say others.
const BY: [&str; 4] = ["priority", PHASE, SINCE, "group"];
/// The fact that says what a ticket is in: `open`, `onHold`, `resolved`.
pub(super) const PHASE: &str = "phase";
/// Since which stretch of its clock it is in that.
pub(super) const SINCE: &str = "since";
/// How many tickets the wider look brings to the narrower one.
const SHRINKAGE: u32 = 6;
/// How many past tickets are needed.
const LEAST: u32 = 50;
/// How large either number may be.
const MOST: u32 = 10_000;
/// How many facts may be looked at.
const FACTS: usize = 8;

/// How misses are forecast.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BreachSettings {
    /// The working hours that rows name; a row that names none runs around the clock.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub calendars: Map<CalendarDraft>,
    /// The facts that are looked at, from the widest to the narrowest; at most 8. `since` is the
    /// twentieth of the target in which `phase` became what it is. Without any:
    /// `priority`, `phase`, `since`, `group`.
    #[cfg_attr(feature = "schema", schemars(length(max = 8)))]
    pub by: Option<Vec<String>>,
    /// How many tickets the wider look brings to the narrower one, 1 to 10,000; 6 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    pub shrinkage: Option<u32>,
    /// How many past tickets with the same first fact whose time is over are needed, 1 to 10,000;
    /// 50 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    pub least: Option<u32>,
}

object!(BreachSettings {
    calendars: or_default "calendars",
    by: optional "by",
    shrinkage: optional "shrinkage",
    least: optional "least",
});

/// Checked settings.
#[derive(Debug, Clone)]
pub struct BreachRules {
    calendars: Vec<(String, Arc<Calendar>)>,
    pub(super) by: Vec<String>,
    pub(super) shrinkage: u32,
    pub(super) least: u32,
}

impl BreachRules {
    /// Checks settings.
    ///
    /// # Errors
    /// Every finding: `calendar.*`, `document.numberOutOfRange`, `id.*`, `limit.exceeded`.
    pub fn check(settings: &BreachSettings) -> Result<Self, Vec<Error>> {
        let mut findings = Vec::new();
        let mut calendars = Vec::new();
        for (id, draft) in settings.calendars.iter() {
            match Calendar::check(draft) {
                Ok((calendar, _)) => calendars.push((id.to_owned(), Arc::new(calendar))),
                Err(errors) => {
                    let path = Path::root().key("calendars").key(id);
                    findings.extend(all_below(errors, &path));
                }
            }
        }
        let by = match &settings.by {
            Some(by) => by.clone(),
            None => BY.map(str::to_owned).to_vec(),
        };
        let path = Path::root().key("by");
        if by.len() > FACTS {
            let error = Error::new(Code::DocumentNumberOutOfRange).with("number", by.len());
            findings.push(error.with("least", 0).with("most", FACTS).at(path.clone()));
        }
        let mut ids = crate::document::Ids::default();
        for (at, name) in by.iter().enumerate() {
            ids.add(name, &path.index(at), &mut findings);
        }
        let mut number = |name: &str, given: Option<u32>, usual: u32| {
            let number = given.unwrap_or(usual);
            if !(1..=MOST).contains(&number) {
                let error = Error::new(Code::DocumentNumberOutOfRange).with("number", number);
                findings.push(error.with("least", 1).with("most", MOST).at(Path::root().key(name)));
            }
            number
        };
        let shrinkage = number("shrinkage", settings.shrinkage, SHRINKAGE);
        let least = number("least", settings.least, LEAST);
        if findings.iter().any(|finding| finding.severity() == Severity::Error) {
            return Err(findings);
        }
        Ok(Self { calendars, by, shrinkage, least })
    }

    /// The hours that a row names; none if it names none, an error if they are unknown.
    pub(super) fn hours(&self, named: Option<&str>) -> Result<Option<&Calendar>, Error> {
        let Some(named) = named else { return Ok(None) };
        let found = self.calendars.iter().find(|(id, _)| id == named);
        let error = || Error::new(Code::InsightCalendarUnknown).with("calendar", named);
        found.map(|(_, calendar)| Some(&**calendar)).ok_or_else(error)
    }
}

/// The whole time that there is, for looking back without a bound.
pub(super) const ALWAYS: Instant = Instant::MAX;
