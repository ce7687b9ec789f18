use super::draft::{AgreementDraft, TargetDraft};
use super::{
    Agreement, AgreementType, OnReopen, Profile, Settings, StartFrom, Target, TargetKind,
    Threshold, Warning, Within,
};
use crate::condition::{Condition, ConditionDraft, Vocabulary};
use crate::document::{Ids, with_nearest};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::{FieldType, StateType, Value};
use crate::time::Span;

/// What agreements are checked against.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The policy's calendars by identifier.
    pub calendars: &'a Ids<'a>,
    /// The policy's fields.
    pub vocabulary: &'a Vocabulary,
}

impl AgreementDraft {
    /// The checked agreement; findings about it go to `findings`.
    pub fn check(
        &self,
        path: &Path,
        around: Surroundings<'_>,
        findings: &mut Vec<Error>,
    ) -> Option<Agreement> {
        self.check_calendar(path, around, findings);
        let applies_if = self
            .applies_if
            .as_ref()
            .map(|condition| condition.check(&path.key("appliesIf"), around.vocabulary, findings));
        if let (Some(from), Some(to)) = (self.valid_from, self.valid_to)
            && to <= from
        {
            let error = Error::new(Code::TimeEndBeforeStart).with("from", from).with("to", to);
            findings.push(error.at(path.key("validTo")));
        }
        if !limits::RULES.admits(self.targets.len()) {
            let error = Error::beyond(&limits::RULES, self.targets.len());
            findings.push(error.at(path.key("targets")));
            return None;
        }
        let mut ids = Ids::default();
        let mut targets = Vec::new();
        for (at, target) in self.targets.iter().enumerate() {
            let path = path.key("targets").index(at);
            let id = target.id.as_deref().or(target.kind.map(TargetKind::as_str));
            ids.add(id.unwrap_or_default(), &path.key("id"), findings);
            targets.push(target.check(self, &path, around, findings));
        }
        Some(Agreement {
            id: self.id.clone(),
            agreement_type: self.agreement_type,
            calendar: self.calendar.clone(),
            zone_field: self.zone_field.clone(),
            applies_if: applies_if.flatten(),
            one_of: self.one_of.clone(),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            targets: targets.into_iter().collect::<Option<_>>()?,
        })
    }

    fn check_calendar(&self, path: &Path, around: Surroundings<'_>, findings: &mut Vec<Error>) {
        if let Some(calendar) = &self.calendar
            && !around.calendars.contains(calendar)
        {
            let error = Error::new(Code::CalendarUnknown).with("calendar", calendar);
            let error = with_nearest(error, calendar, around.calendars.iter());
            findings.push(error.at(path.key("calendar")));
        }
        if let Some(field) = &self.zone_field {
            let path = path.key("zoneField");
            findings.extend(not_text(field, around.vocabulary).map(|error| error.at(path)));
        }
    }
}

/// What is wrong with a field that has to hold text.
fn not_text(field: &str, vocabulary: &Vocabulary) -> Option<Error> {
    match vocabulary.field(field) {
        Ok(FieldType::Text) => None,
        Ok(other) => Some(
            Error::new(Code::FieldTypeWrong)
                .with("field", field)
                .with("expected", other.as_str())
                .with("actual", "a text"),
        ),
        Err(error) => Some(error),
    }
}

/// The conditions that a kind brings: when its clock starts, if not with the ticket, and stops.
fn conditions_of(kind: TargetKind) -> (Option<Condition>, Condition) {
    let is =
        |field: &str, value: Value| Condition::In { field: field.to_owned(), values: vec![value] };
    let types = |types: &[StateType]| Condition::In {
        field: "stateType".to_owned(),
        values: types.iter().map(|one| Value::from(one.as_str())).collect(),
    };
    let done = || types(&[StateType::Resolved, StateType::Closed, StateType::Canceled]);
    let or_done = |condition: Condition| Condition::Any(vec![condition, done()]);
    let flag = |field: &str| is(field, Value::Flag(true));
    match kind {
        TargetKind::Acknowledge => (None, Condition::Not(Box::new(types(&[StateType::New])))),
        TargetKind::FirstResponse => (Some(flag("unanswered")), or_done(flag("responded"))),
        TargetKind::NextUpdate => {
            let start = Condition::All(vec![flag("responded"), flag("unanswered")]);
            (Some(start), or_done(is("unanswered", Value::Flag(false))))
        }
        TargetKind::Workaround => (None, or_done(Condition::IsSet("workaround".to_owned()))),
        TargetKind::Restore => (None, or_done(flag("restored"))),
        TargetKind::Contain => (None, or_done(flag("contained"))),
        TargetKind::Resolve => (None, done()),
        TargetKind::Close => (None, types(&[StateType::Closed, StateType::Canceled])),
    }
}

/// The paths and findings of one target while it is checked.
struct Scope<'a, 'b> {
    path: &'a Path,
    around: Surroundings<'a>,
    findings: &'b mut Vec<Error>,
}

impl Scope<'_, '_> {
    fn condition(&mut self, draft: Option<&ConditionDraft>, name: &str) -> Option<Condition> {
        draft?.check(&self.path.key(name), self.around.vocabulary, self.findings)
    }

    fn find(&mut self, error: Error, path: Path) {
        self.findings.push(error.at(path));
    }
}

impl TargetDraft {
    fn check(
        &self,
        agreement: &AgreementDraft,
        path: &Path,
        around: Surroundings<'_>,
        findings: &mut Vec<Error>,
    ) -> Option<Target> {
        let mut scope = Scope { path, around, findings };
        let (kind_start, kind_stop) = self.kind.map(conditions_of).unzip();
        let start = match &self.start {
            Some(start) => scope.condition(Some(start), "start"),
            None => default_start(kind_start.flatten(), agreement.agreement_type),
        };
        let stop = match &self.stop {
            Some(stop) => scope.condition(Some(stop), "stop"),
            None if kind_stop.is_none() => {
                scope.find(Error::new(Code::TargetWithoutStop), path.key("stop"));
                None
            }
            None => kind_stop,
        };
        let pause = scope.condition(self.pause.as_ref(), "pause");
        let resume = scope.condition(self.resume.as_ref(), "resume");
        let reset = scope.condition(self.reset.as_ref(), "reset");
        let cancel = scope.condition(self.cancel.as_ref(), "cancel");
        if resume.is_some() && self.pause.is_none() {
            scope.find(Error::new(Code::ResumeWithoutPause), path.key("resume"));
        }
        let start_from = self.check_start_from(&mut scope);
        let exceptions = self.check_exceptions(agreement, &mut scope);
        let within = self.check_within(agreement, &mut scope);
        let warnings = self.check_warnings(&mut scope);
        let target = Target {
            id: self.id.clone().or(self.kind.map(|kind| kind.as_str().to_owned()))?,
            kind: self.kind,
            start,
            start_from,
            stop: stop?,
            pause,
            resume,
            reset,
            cancel,
            settings: self.settings(agreement),
            exceptions,
            within,
            warnings,
        };
        find_covered(&target, &mut scope);
        Some(target)
    }

    fn settings(&self, agreement: &AgreementDraft) -> Settings {
        let base = agreement.profile.map(Profile::settings).unwrap_or_default();
        let on_reopen = match (self.kind, agreement.profile) {
            (Some(TargetKind::NextUpdate), _) => OnReopen::NewCycle,
            _ => base.on_reopen,
        };
        Settings {
            on_target_change: self.on_target_change.unwrap_or(base.on_target_change),
            on_calendar_change: self.on_calendar_change.unwrap_or(base.on_calendar_change),
            on_reopen: self.on_reopen.unwrap_or(on_reopen),
            resolved_time: self.resolved_time.unwrap_or(base.resolved_time),
            paused_time: self.paused_time.unwrap_or(base.paused_time),
            boundary: self.boundary.unwrap_or(base.boundary),
            at_due: self.at_due.unwrap_or(base.at_due),
        }
    }

    fn check_start_from(&self, scope: &mut Scope<'_, '_>) -> Option<StartFrom> {
        let field = self.start_from.as_deref()?;
        if field == "openedAt" {
            return Some(StartFrom::Opening);
        }
        if let Some(error) = not_text(field, scope.around.vocabulary) {
            scope.find(error, scope.path.key("startFrom"));
        }
        Some(StartFrom::Field(field.to_owned()))
    }

    fn check_exceptions(
        &self,
        agreement: &AgreementDraft,
        scope: &mut Scope<'_, '_>,
    ) -> Vec<(Condition, Within)> {
        let mut exceptions = Vec::new();
        for (at, exception) in self.exceptions.iter().enumerate() {
            let path = scope.path.key("exceptions").index(at);
            let vocabulary = scope.around.vocabulary;
            let condition = exception.condition.check(&path.key("if"), vocabulary, scope.findings);
            let within = check_time(&exception.within, agreement, &path.key("within"), scope);
            exceptions.extend(condition.zip(within));
        }
        exceptions
    }

    fn check_within(
        &self,
        agreement: &AgreementDraft,
        scope: &mut Scope<'_, '_>,
    ) -> Vec<(String, Within)> {
        let path = scope.path.key("within");
        let mut within = Vec::new();
        for (level, text) in self.within.iter() {
            let path = path.key(level);
            if let Err(error) = scope.around.vocabulary.admits_word("priority", level, &path) {
                scope.findings.push(error);
            }
            let time = check_time(text, agreement, &path, scope);
            within.extend(time.map(|time| (level.to_owned(), time)));
        }
        if self.within.is_empty() && self.exceptions.is_empty() {
            scope.find(Error::new(Code::TargetWithoutTime), path);
            return within;
        }
        for level in scope.around.vocabulary.words("priority").unwrap_or_default() {
            if self.within.get(level).is_none() {
                let error = Error::new(Code::TargetWithoutPriority).with("priority", level);
                scope.find(error, path.clone());
            }
        }
        within
    }

    fn check_warnings(&self, scope: &mut Scope<'_, '_>) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for (at, text) in self.warnings.iter().enumerate() {
            if let Some(threshold) = threshold(text) {
                warnings.push(Warning { text: text.clone(), threshold });
            } else {
                let path = scope.path.key("warnings").index(at);
                scope.find(Error::new(Code::WarningSyntax).with("value", text), path);
            }
        }
        warnings
    }
}

/// When a clock starts that does not say: an operational agreement's with the first group.
fn default_start(start: Option<Condition>, agreement: AgreementType) -> Option<Condition> {
    if agreement != AgreementType::Ola {
        return start;
    }
    let assigned = Condition::IsSet("assignmentGroup".to_owned());
    Some(match start {
        Some(start) => Condition::All(vec![assigned, start]),
        None => assigned,
    })
}

fn check_time(
    text: &str,
    agreement: &AgreementDraft,
    path: &Path,
    scope: &mut Scope<'_, '_>,
) -> Option<Within> {
    match Within::parse(text) {
        Ok(within) if within.needs_calendar() && agreement.calendar.is_none() => {
            let error = Error::new(Code::WithinNeedsCalendar).with("within", within);
            scope.find(error, path.clone());
            None
        }
        Ok(within) => Some(within),
        Err(error) => {
            scope.find(error, path.clone());
            None
        }
    }
}

/// `75%`, or `30m left`.
fn threshold(text: &str) -> Option<Threshold> {
    if let Some(percent) = text.strip_suffix('%') {
        let whole = percent.bytes().all(|byte| byte.is_ascii_digit());
        let percent = percent.parse().ok().filter(|percent| whole && (1..=99).contains(percent));
        return percent.map(Threshold::Percent);
    }
    let left = Span::parse(text.strip_suffix(" left")?).ok()?;
    (left > Span::ZERO).then_some(Threshold::Left(left))
}

/// Warns of a clock that stops or waits whenever it starts.
fn find_covered(target: &Target, scope: &mut Scope<'_, '_>) {
    let always = Condition::All(Vec::new());
    let start = target.start.as_ref().unwrap_or(&always);
    let stops = start.implies(&target.stop);
    let waits = target.pause.as_ref().is_some_and(|pause| start.implies(pause));
    for (covered, code, name) in
        [(stops, Code::StopCoversStart, "stop"), (waits, Code::PauseCoversStart, "pause")]
    {
        if covered {
            scope.find(Error::new(code), scope.path.key(name));
        }
    }
}
