use super::check::fits;
use super::count::{Count, Ends, Period};
use super::date::{at_local, local, written, year_of};
use super::facts::{Declared, Place, Situation};
use super::pack::{
    Counting, DutyDraft, ExtensionDraft, LimitDraft, PackDraft, RegimeDraft, Take, TestDraft,
};
use super::{Deadline, Status};
use crate::calendar::{read_date, time_of_day};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::Value;
use crate::time::Instant;

/// An incident under one regime.
pub(super) struct Case<'a> {
    pub(super) pack: &'a PackDraft,
    pub(super) regime: &'a RegimeDraft,
    pub(super) declared: Option<&'a Declared>,
    pub(super) facts: &'a Situation,
    pub(super) place: &'a Place,
    pub(super) now: Instant,
    pub(super) warnings: Vec<Error>,
}

/// What starts a period.
enum Trigger<'a> {
    At(Instant),
    Not(Status, &'a str),
}

/// What was found of a duty before it was judged.
enum Found {
    /// It stands so, whatever the present is.
    Stands(Status),
    /// It is due.
    Ends(Ends),
}

impl<'a> Case<'a> {
    /// Warns of anchors in an odd order.
    pub(super) fn order(&mut self) {
        for anchor in &self.pack.anchors {
            for earlier in &anchor.not_before {
                let (Some((name, at)), Some((other, started))) =
                    (self.anchor(&anchor.id), self.anchor(earlier))
                else {
                    continue;
                };
                if at < started {
                    let path = Path::root().key("facts").key("anchors").key(&name);
                    let warning = Error::new(Code::StatuteOrderOdd).with("anchor", name);
                    let warning = warning.with("at", at).with("earlier", other);
                    self.warn(warning.with("started", started).at(path));
                }
            }
        }
    }

    /// Keeps a warning, once.
    fn warn(&mut self, warning: Error) {
        let room = limits::FINDINGS.admits(self.warnings.len().saturating_add(1));
        if room && !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// An anchor of this regime, with the name under which it is given.
    fn anchor(&self, id: &str) -> Option<(String, Instant)> {
        let own = format!("{}.{id}", self.regime.id);
        let at = |name: &str| self.facts.anchors.get(name).copied().flatten();
        match at(&own) {
            Some(instant) => Some((own, instant)),
            None => at(id).map(|instant| (id.to_owned(), instant)),
        }
    }

    fn said_not_yet(&self, id: &str) -> bool {
        let own = format!("{}.{id}", self.regime.id);
        self.facts.not_yet.iter().any(|name| *name == own || name == id)
    }

    /// The instants at which a duty was submitted, in their order.
    fn submitted(&self, duty: &str) -> Vec<Instant> {
        let all = self.facts.submissions.iter().filter(|one| one.duty == duty);
        let mut all: Vec<_> = all.map(|one| one.at).collect();
        all.sort_unstable();
        all
    }

    /// How a duty stands.
    pub(super) fn assess(&mut self, duty: &'a DutyDraft) -> Deadline {
        let submitted_at = self.submitted(&duty.id).first().copied();
        let mut steps = Vec::new();
        let mut missing = Vec::new();
        let found = self.find(duty, &mut steps, &mut missing);
        let (status, ends) = match found {
            Found::Stands(Status::WithoutUndueDelay) if submitted_at.is_some() => {
                (Status::Submitted, None)
            }
            Found::Stands(status) => (status, None),
            Found::Ends(ends) => (self.judge(ends, submitted_at), Some(ends)),
        };
        Deadline {
            regime: self.regime.id.clone(),
            duty: duty.id.clone(),
            what: duty.what.clone(),
            who: duty.who.clone(),
            whom: duty.whom.clone(),
            source: duty.source.clone(),
            article: duty.article.clone(),
            verified: duty.verified,
            status,
            missing,
            conservative: ends.map(|ends| ends.conservative),
            statutory: ends.map(|ends| ends.statutory),
            submitted_at,
            steps,
        }
    }

    fn judge(&self, ends: Ends, submitted_at: Option<Instant>) -> Status {
        match submitted_at {
            Some(at) if at <= ends.statutory => Status::Met,
            Some(_) => Status::Late,
            None if self.now <= ends.conservative => Status::Running,
            None if self.now <= ends.statutory => Status::Due,
            None => Status::Overdue,
        }
    }

    fn find(
        &mut self,
        duty: &'a DutyDraft,
        steps: &mut Vec<Error>,
        missing: &mut Vec<String>,
    ) -> Found {
        let Some(declared) = self.declared else {
            steps.push(self.undeclared(Code::StatuteNotDeclared, duty));
            return Found::Stands(Status::ScopeNotDeclared);
        };
        if declared.applies == Some(false) {
            steps.push(self.undeclared(Code::StatuteDeclaredOut, duty));
            return Found::Stands(Status::NotApplicable);
        }
        let trigger = self.trigger(duty);
        if self.before_its_time(duty, &trigger, steps) {
            return Found::Stands(Status::NotInForce);
        }
        if let Some(status) = self.applies(duty, steps, missing) {
            return Found::Stands(status);
        }
        let at = match trigger {
            Trigger::At(at) => at,
            Trigger::Not(status, name) => {
                missing.push(name.to_owned());
                self.not_started(duty, status, name, steps);
                return Found::Stands(status);
            }
        };
        self.started(duty, at, steps);
        if duty.limits.is_empty() {
            steps.push(Error::new(Code::StatutePromptly).with("article", &duty.article));
            return Found::Stands(Status::WithoutUndueDelay);
        }
        match self.earliest(duty, at, steps, missing) {
            Ok(ends) => Found::Ends(self.settled(duty, ends, steps)),
            Err(status) => Found::Stands(status),
        }
    }

    fn undeclared(&self, code: Code, duty: &DutyDraft) -> Error {
        Error::new(code).with("regime", &self.regime.id).with("article", &duty.article)
    }

    /// What starts a duty.
    fn trigger(&self, duty: &'a DutyDraft) -> Trigger<'a> {
        if let Some(after) = &duty.after {
            let all = self.submitted(after);
            // What comes after the own submission is no longer what that rested on.
            let own = self.submitted(&duty.id).first().copied();
            let earlier = all.iter().rfind(|at| own.is_none_or(|own| **at <= own));
            let taken = match duty.take {
                Take::First => all.first(),
                Take::Last => earlier.or(all.first()),
            };
            return match taken {
                Some(at) => Trigger::At(*at),
                None => Trigger::Not(Status::NotStarted, after),
            };
        }
        let name = duty.anchor.as_deref().unwrap_or_default();
        match self.anchor(name) {
            Some((_, at)) => Trigger::At(at),
            None if self.said_not_yet(name) => Trigger::Not(Status::NotStarted, name),
            None => Trigger::Not(Status::AnchorMissing, name),
        }
    }

    /// Whether the text is not in force, or was not for what started the duty.
    fn before_its_time(
        &self,
        duty: &DutyDraft,
        trigger: &Trigger<'_>,
        steps: &mut Vec<Error>,
    ) -> bool {
        let at = match trigger {
            Trigger::At(at) => *at,
            Trigger::Not(..) => self.now,
        };
        let from = duty.applies_from.as_ref().or(self.regime.applies_from.as_ref());
        let day = local(&self.place.zone, at).0;
        let early = from.and_then(|from| read_date(from)).is_some_and(|from| day < from);
        if early || !self.regime.in_force {
            let note = Error::new(Code::StatuteNotInForce).with("source", &duty.source);
            let note = note.with("article", &duty.article);
            steps.push(match from {
                Some(from) => note.with("date", from),
                None => note,
            });
        }
        early || !self.regime.in_force
    }

    /// The value of a fact, if it is known and one that this regime's fact can have.
    fn fact(&self, id: &str) -> Option<&'a Value> {
        let draft = self.regime.facts.iter().find(|fact| fact.id == id)?;
        let own = self.declared.and_then(|declared| declared.facts.get(id));
        let known = |value: &&Value| **value != Value::Absent && fits(draft, value);
        own.filter(known).or_else(|| self.facts.facts.get(id).filter(known))
    }

    /// Whether a test is true; none if its fact is not known.
    fn holds(&self, test: &TestDraft) -> Option<bool> {
        let value = self.fact(&test.fact)?;
        let ranged = match value {
            Value::Number(number) => {
                test.at_least.is_none_or(|least| *number >= least)
                    && test.at_most.is_none_or(|most| *number <= most)
            }
            Value::Absent | Value::Flag(_) | Value::Text(_) | Value::List(_) => false,
        };
        let named = test.is.as_ref() == Some(value) || test.is_in.contains(value);
        Some(if test.is.is_none() && test.is_in.is_empty() { ranged } else { named })
    }

    /// A step about a fact.
    fn about(&self, code: Code, test: &TestDraft, article: &str) -> Error {
        let step = Error::new(code).with("fact", &test.fact);
        let step = match self.fact(&test.fact) {
            Some(value) => step.with("value", value),
            None => step,
        };
        step.with("article", test.article.as_deref().unwrap_or(article))
    }

    /// Why a duty does not apply, or why that is not known; none if it applies.
    fn applies(
        &self,
        duty: &DutyDraft,
        steps: &mut Vec<Error>,
        missing: &mut Vec<String>,
    ) -> Option<Status> {
        let mut open = Vec::new();
        for test in &duty.unless {
            match self.holds(test) {
                Some(true) => {
                    steps.push(self.about(Code::StatuteFactAgainst, test, &duty.article));
                    return Some(Status::NotApplicable);
                }
                Some(false) => {}
                None => open.push(self.about(Code::StatuteFactOpen, test, &duty.article)),
            }
        }
        // What is known to be against it comes before what is not known.
        if let Some(test) = duty.when.iter().find(|test| self.holds(test) == Some(false)) {
            steps.push(self.about(Code::StatuteFactAgainst, test, &duty.article));
            return Some(Status::NotApplicable);
        }
        for test in &duty.when {
            let known = self.holds(test).is_some();
            let code = if known { Code::StatuteFact } else { Code::StatuteFactMissing };
            steps.push(self.about(code, test, &duty.article));
            if !known {
                missing.push(test.fact.clone());
            }
        }
        steps.append(&mut open);
        (!missing.is_empty()).then_some(Status::FactMissing)
    }

    /// The steps of a duty that nothing has started.
    fn not_started(&self, duty: &DutyDraft, status: Status, name: &str, steps: &mut Vec<Error>) {
        let article = duty.article.as_str();
        let note = match (status, &duty.after) {
            (_, Some(after)) => Error::new(Code::StatuteWaits).with("duty", after),
            (Status::NotStarted, None) => Error::new(Code::StatuteNotYet).with("anchor", name),
            (_, None) => Error::new(Code::StatuteAnchorMissing).with("anchor", name),
        };
        steps.push(note.with("article", article));
        let others = duty.limits.iter().filter(|limit| limit.lapses_before.is_some());
        for limit in others {
            let Some((_, at)) = limit.anchor.as_deref().and_then(|id| self.anchor(id)) else {
                continue;
            };
            let ends = self.count(duty, limit, at, &mut Vec::new());
            if self.now <= ends.statutory {
                let note = Error::new(Code::StatuteAtLatest).with("anchor", name);
                steps.push(note.with("to", ends.statutory).with("article", article));
            }
        }
    }

    /// The step of what starts a duty; a warning if it was submitted before that.
    fn started(&mut self, duty: &DutyDraft, at: Instant, steps: &mut Vec<Error>) {
        let (note, trigger) = if let Some(after) = &duty.after {
            (Error::new(Code::StatuteAfter).with("duty", after), after.as_str())
        } else {
            let anchor = duty.anchor.as_deref().unwrap_or_default();
            (Error::new(Code::StatuteStarted).with("anchor", anchor), anchor)
        };
        steps.push(note.with("at", at).with("article", &duty.article));
        for (number, one) in self.facts.submissions.iter().enumerate() {
            if one.duty == duty.id && one.at < at {
                let path = Path::root().key("facts").key("submissions").index(number).key("at");
                let warning = Error::new(Code::StatuteSubmittedEarly).with("duty", &one.duty);
                let warning = warning.with("at", one.at).with("trigger", trigger);
                self.warn(warning.with("started", at).at(path));
            }
        }
    }

    fn count(
        &self,
        duty: &DutyDraft,
        limit: &LimitDraft,
        at: Instant,
        steps: &mut Vec<Error>,
    ) -> Ends {
        let article = limit.article.as_deref().unwrap_or(&duty.article);
        let own_extension = duty.extension.is_some();
        Count { limit, place: self.place, article, own_extension, steps }.from(at)
    }

    /// The earliest end of the limits that bind.
    fn earliest(
        &mut self,
        duty: &DutyDraft,
        at: Instant,
        steps: &mut Vec<Error>,
        missing: &mut Vec<String>,
    ) -> Result<Ends, Status> {
        let mut bound: Option<(Ends, &LimitDraft)> = None;
        let mut several = false;
        for limit in &duty.limits {
            if let Some(test) = limit.when.iter().find(|test| self.holds(test).is_none()) {
                steps.push(self.about(Code::StatuteFactMissing, test, &duty.article));
                missing.push(test.fact.clone());
                return Err(Status::FactMissing);
            }
            if limit.when.iter().any(|test| self.holds(test) == Some(false)) {
                continue;
            }
            let article = limit.article.as_deref().unwrap_or(&duty.article);
            for test in &limit.when {
                steps.push(self.about(Code::StatuteFact, test, article));
            }
            let from = match limit.anchor.as_deref() {
                None => Some(at),
                Some(anchor) => {
                    let found = self.anchor(anchor).map(|(_, at)| at);
                    let code = if found.is_some() {
                        Code::StatuteStarted
                    } else {
                        missing.push(anchor.to_owned());
                        Code::StatuteMayBeEarlier
                    };
                    let step = Error::new(code).with("anchor", anchor);
                    let step = found.into_iter().fold(step, |step, at| step.with("at", at));
                    steps.push(step.with("article", article));
                    found
                }
            };
            let Some(from) = from else { continue };
            let ends = self.count(duty, limit, from, steps);
            if self.lapsed(limit, ends, steps) {
                continue;
            }
            several = bound.is_some();
            bound = Some(match bound {
                Some((other, earlier)) => {
                    let conservative = other.conservative.min(ends.conservative);
                    let (first, whose) = if ends.statutory < other.statutory {
                        (ends, limit)
                    } else {
                        (other, earlier)
                    };
                    (Ends { conservative, ..first }, whose)
                }
                None => (ends, limit),
            });
        }
        // Each limit of a checked pack may have been ruled out by a fact.
        let (ends, limit) = bound.ok_or(Status::NotApplicable)?;
        if several {
            let article = limit.article.as_deref().unwrap_or(&duty.article);
            let step = Error::new(Code::StatuteEarliest).with("to", ends.statutory);
            let step = step.with("period", Period::of(limit).written());
            steps.push(step.with("article", article));
        }
        if duty.extension.is_some() || limit.counting == Counting::Eu && limit.hours.is_none() {
            self.holidays_known(ends.last_day);
        }
        Ok(ends)
    }

    /// Whether an anchor came too late for a limit to bind.
    fn lapsed(&self, limit: &LimitDraft, ends: Ends, steps: &mut Vec<Error>) -> bool {
        let Some(lapse) = &limit.lapses_before else { return false };
        let late = self.anchor(&lapse.anchor).is_some_and(|(_, at)| at > ends.statutory);
        if late {
            let step = Error::new(Code::StatuteLapsed).with("anchor", &lapse.anchor);
            let step = step.with("to", ends.statutory);
            let step = step.with("period", Period::of(limit).written());
            steps.push(step.with("article", &lapse.article));
        }
        late
    }

    /// Warns if no holiday of the year is known in which a deadline may be extended.
    fn holidays_known(&mut self, day: i64) {
        let year = year_of(day);
        if !self.place.holidays.iter().any(|(day, _)| year_of(*day) == year) {
            let path = Path::root().key("facts").key("holidays");
            let warning = Error::new(Code::StatuteHolidaysUnknown).with("year", year);
            self.warn(warning.with("regime", &self.regime.id).at(path));
        }
    }

    /// What becomes of an end by extensions, delays and the bounds of time.
    fn settled(&self, duty: &DutyDraft, ends: Ends, steps: &mut Vec<Error>) -> Ends {
        let mut ends = match &duty.extension {
            Some(extension) => self.extended(extension, ends, steps),
            None => ends,
        };
        if let (Some(delays), Some(limit)) = (&duty.delays, duty.limits.first()) {
            let granted = self.facts.delays.iter().filter(|delay| delay.duty == duty.id);
            let days: Vec<u32> = granted.map(|delay| delay.days).collect();
            if !days.is_empty() {
                let (place, article) = (self.place, duty.article.as_str());
                let mut count = Count { limit, place, article, own_extension: false, steps };
                ends = count.delayed(ends, &days, &delays.article);
            }
        }
        ends.statutory = ends.statutory.max(ends.conservative);
        if ends.statutory == Instant::MAX {
            steps.push(Error::new(Code::StatuteBeyond).with("article", &duty.article));
        }
        let others = [
            (Code::StatutePromptlyToo, duty.promptly.then_some(&duty.article)),
            (Code::StatuteTellBefore, duty.tell_before.as_ref()),
            (Code::StatuteReasons, duty.reasons_if_late.as_ref()),
        ];
        for (code, article) in others {
            steps.extend(article.map(|article| Error::new(code).with("article", article)));
        }
        ends
    }

    /// The text's own rule for a deadline on a day off. It must be known that no exception holds.
    fn extended(&self, rule: &ExtensionDraft, ends: Ends, steps: &mut Vec<Error>) -> Ends {
        let Some(name) = self.place.off(ends.last_day) else { return ends };
        let date = written(ends.last_day);
        let step = Error::new(Code::StatuteDayOff).with("date", &date).with("name", name);
        steps.push(step.with("article", &rule.article));
        for test in &rule.unless {
            let code = match self.holds(test) {
                Some(false) => continue,
                Some(true) => Code::StatuteNotExtended,
                None => Code::StatuteFactMissing,
            };
            steps.push(self.about(code, test, &rule.article));
            return ends;
        }
        let last_day = self.place.next_working_day(ends.last_day);
        let seconds = time_of_day(&rule.time).unwrap_or(0);
        let to = at_local(&self.place.zone, last_day, seconds.saturating_mul(1_000));
        let step = Error::new(Code::StatuteExtended).with("date", date).with("to", to);
        steps.push(step.with("article", &rule.article));
        Ends { statutory: to, last_day, ..ends }
    }
}
