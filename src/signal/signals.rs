use std::sync::Arc;

use super::alarm::{AlarmEvent, AlarmState};
use super::candidate::Candidate;
use super::foreign::Log;
use super::memory::{Memory, Told};
use super::normal::{Body, Draft, errors_of};
use super::outcome::{Figures, Outcome, OutcomeKind, Pushed, more};
use super::read;
use super::rules::SignalRules;
use super::take::Step;
use crate::document::{Lines, Map, object, union};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::time::Instant;

/// The alarm that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlarmName {
    /// The source, as the settings name it.
    pub source: String,
    /// What tells it from others of the source.
    pub fingerprint: String,
}

object!(AlarmName { source: needed "source", fingerprint: needed "fingerprint" });

/// An alarm to be put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shelve {
    /// The source, as the settings name it.
    pub source: String,
    /// What tells it from others of the source.
    pub fingerprint: String,
    /// Until when, at most as long as the settings allow.
    pub until: Instant,
}

object!(Shelve {
    source: needed "source",
    fingerprint: needed "fingerprint",
    until: needed "until",
});

/// What somebody does about an alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(tag = "type", rename_all = "camelCase"))]
pub enum AlarmAct {
    /// Takes note of it.
    Acknowledge(AlarmName),
    /// Puts it aside for a while: nobody is told of it.
    Shelve(Shelve),
    /// Takes it up again.
    Unshelve(AlarmName),
}

union!(AlarmAct { Acknowledge: "acknowledge", Shelve: "shelve", Unshelve: "unshelve" });

/// Alerts on their way to incident candidates.
///
/// # Memory
/// As many alarms and open candidates are remembered as the settings say. When another alarm
/// comes, one makes room: of those that are over the one that changed longest ago, and only if all
/// go on, of those. A candidate makes room in the same way: one that nothing holds open before
/// others. What made room is counted; of an alarm that then comes once more it is not known that it
/// was there.
///
/// # Time
/// Each call says when it is; an instant before the last one counts as the last one. What time
/// brings about happens when it is due, whether somebody calls at that instant or later: the
/// candidates are the same.
#[derive(Debug)]
pub struct Signals {
    memory: Memory,
    /// The beginning of the next line of each source.
    lines: Map<Lines>,
    /// What was wrong with lines.
    findings: Vec<Error>,
}

impl Signals {
    /// No alert yet.
    #[must_use]
    pub fn new(rules: SignalRules) -> Self {
        let lines = Map::new();
        Self { memory: Memory::new(Arc::new(rules)), lines, findings: Vec::new() }
    }

    /// Takes in a body of a source, and says what became of each of its signals. Signals that can
    /// be read count although others of the body cannot.
    ///
    /// # Errors
    /// Why the body is refused as a whole: `signal.sourceUnknown`, `limit.exceeded`,
    /// `document.syntax`, or what is wrong outside of its alerts.
    pub fn push(&mut self, source: &str, body: &[u8], now: Instant) -> Result<Pushed, Vec<Error>> {
        let mut outcomes = Vec::new();
        let warnings =
            take_body(&mut self.memory, source, read::text(body), now, Some(&mut outcomes))?;
        Ok(Pushed { received: self.memory.now, outcomes, warnings })
    }

    /// Takes in the next bytes of a file of bodies of a source, one on each line; they may be cut
    /// anywhere, also within a letter. Nothing is said of single signals; what is wrong with lines
    /// is kept for [`findings`](Self::findings).
    ///
    /// # Errors
    /// `signal.sourceUnknown`.
    pub fn feed(&mut self, source: &str, bytes: &[u8], now: Instant) -> Result<(), Error> {
        self.memory.rules.source(source)?;
        if self.lines.get(source).is_none() {
            self.lines.insert(source, Lines::new(&limits::ALERT_BODY_BYTES));
        }
        let Some(lines) = self.lines.get_mut(source) else { return Ok(()) };
        let (memory, findings) = (&mut self.memory, &mut self.findings);
        lines.feed(bytes, &mut |number, line| {
            let taken = take_body(memory, source, line, now, None);
            note(findings, number, taken);
        });
        Ok(())
    }

    /// Takes in the last line of each source, though its end did not come.
    pub fn finish(&mut self, now: Instant) {
        let lines = std::mem::take(&mut self.lines);
        for (source, lines) in lines.iter() {
            if let Some((number, line)) = lines.unfinished() {
                let taken = take_body(&mut self.memory, source, line, now, None);
                note(&mut self.findings, number, taken);
            }
        }
    }

    /// Lets time pass, and says what it brought about.
    pub fn tick(&mut self, now: Instant) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        self.memory.pass(now, Some(&mut outcomes));
        outcomes
    }

    /// Lets somebody do something about an alarm.
    ///
    /// # Errors
    /// `signal.sourceUnknown`, `signal.alarmUnknown`, `signal.moveImpossible`,
    /// `signal.shelvedTooLong`, `signal.shelvedForNoTime`.
    pub fn act(&mut self, act: &AlarmAct, now: Instant) -> Result<Pushed, Vec<Error>> {
        let mut outcomes = Vec::new();
        self.memory.pass(now, Some(&mut outcomes));
        let acted = match act {
            AlarmAct::Acknowledge(AlarmName { source, fingerprint }) => {
                self.acknowledge(source, fingerprint)
            }
            AlarmAct::Shelve(Shelve { source, fingerprint, until }) => {
                self.shelve((source, fingerprint), *until)
            }
            AlarmAct::Unshelve(AlarmName { source, fingerprint }) => {
                self.unshelve(source, fingerprint, &mut outcomes)
            }
        };
        outcomes.extend(acted.map_err(|error| vec![error])?);
        Ok(Pushed { received: self.memory.now, outcomes, warnings: Vec::new() })
    }

    fn slot(&self, source: &str, fingerprint: &str) -> Result<u32, Error> {
        let rules = self.memory.rules.source(source)?;
        let key = rules.hash.part(fingerprint.as_bytes()).value();
        self.memory.index.get(key).ok_or_else(|| {
            let error = Error::new(Code::SignalAlarmUnknown).with("fingerprint", fingerprint);
            error.with("source", source).at(Path::root().key("fingerprint"))
        })
    }

    fn acknowledge(&mut self, source: &str, fingerprint: &str) -> Result<Option<Outcome>, Error> {
        let slot = self.slot(source, fingerprint)?;
        let step = self.memory.acknowledges(slot);
        if step.kind != OutcomeKind::Acknowledged {
            return Err(self.impossible(slot, "acknowledge"));
        }
        Ok(Some(outcome(&self.memory, &step, fingerprint)))
    }

    fn impossible(&self, slot: u32, event: &str) -> Error {
        let state = self.memory.alarms.get(slot).map_or(AlarmState::Normal, |alarm| alarm.state);
        let error = Error::new(Code::SignalMoveImpossible).with("state", state.as_str());
        error.with("event", event)
    }

    fn shelve(&mut self, name: (&str, &str), until: Instant) -> Result<Option<Outcome>, Error> {
        let slot = self.slot(name.0, name.1)?;
        let now = self.memory.now;
        let most = super::memory::later(now, self.memory.rules.shelving);
        let path = Path::root().key("until");
        if until <= now {
            let error = Error::new(Code::SignalShelvedForNoTime).with("until", until);
            return Err(error.with("now", now).at(path));
        }
        if until > most {
            let error = Error::new(Code::SignalShelvedTooLong).with("until", until);
            return Err(error.with("most", most).at(path));
        }
        let Some(alarm) = self.memory.alarms.get_mut(slot) else { return Ok(None) };
        if !alarm.take(AlarmEvent::Shelve) {
            return Err(self.impossible(slot, "shelve"));
        }
        alarm.shelved = Some(until);
        let link = alarm.joined;
        self.memory.watch(slot);
        let by = self.memory.held_back_by(slot);
        let step = Step { kind: OutcomeKind::Suppressed, slot: Some(slot), link, by };
        Ok(Some(outcome(&self.memory, &step, name.1)))
    }

    fn unshelve(
        &mut self,
        source: &str,
        fingerprint: &str,
        told: &mut Vec<Outcome>,
    ) -> Result<Option<Outcome>, Error> {
        let slot = self.slot(source, fingerprint)?;
        let shelved = self.memory.alarms.get_mut(slot).and_then(|alarm| alarm.shelved.take());
        if shelved.is_none() {
            return Err(self.impossible(slot, "unshelve"));
        }
        self.memory.judge_alarm(slot, Some(told));
        Ok(None)
    }

    /// The state of an alarm; none if it is not remembered.
    #[must_use]
    pub fn state(&self, source: &str, fingerprint: &str) -> Option<AlarmState> {
        let slot = self.slot(source, fingerprint).ok()?;
        self.memory.alarms.get(slot).map(|alarm| alarm.state)
    }

    /// The candidates that are open, in the order of their opening.
    #[must_use]
    pub fn candidates(&self) -> Vec<&Candidate> {
        let mut open: Vec<_> = self.memory.open.iter().map(|(_, open)| &open.candidate).collect();
        open.sort_unstable_by_key(|candidate| candidate.number);
        open
    }

    /// The candidates that changed or ended since this was last asked, in the order of their
    /// opening. Of those that ended, as many are kept as there may be open ones.
    pub fn take_changes(&mut self) -> Vec<Candidate> {
        let mut changes: Vec<_> = std::mem::take(&mut self.memory.ended).into();
        let slots = self.memory.open.iter().filter(|(_, open)| open.changed);
        let slots: Vec<u32> = slots.map(|(slot, _)| slot).collect();
        for slot in slots {
            if let Some(open) = self.memory.open.get_mut(slot) {
                open.changed = false;
                changes.push(open.candidate.clone());
            }
        }
        changes.sort_unstable_by_key(|candidate| candidate.number);
        changes
    }

    /// How much of what there was.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let size = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let (alarms, open) = (size(self.memory.alarms.len()), size(self.memory.open.len()));
        Figures { alarms, open, ..self.memory.figures }
    }

    /// What was wrong with lines; at most `limits::FINDINGS`. The path begins with the number of
    /// the line, from 1.
    #[must_use]
    pub fn findings(&self) -> &[Error] {
        &self.findings
    }
}

/// Notes what was wrong with a line.
fn note(findings: &mut Vec<Error>, number: u64, taken: Result<Vec<Error>, Vec<Error>>) {
    let (Ok(errors) | Err(errors)) = taken;
    if !errors.is_empty() && limits::FINDINGS.admits(findings.len().saturating_add(1)) {
        findings.extend(all_below(errors, &Path::root().key(&number.to_string())));
        limits::FINDINGS.cut(findings);
    }
}

/// Takes in a body. Gives the warnings if outcomes are wanted, else the errors of single signals.
fn take_body(
    memory: &mut Memory,
    source: &str,
    text: Result<&str, Error>,
    now: Instant,
    mut told: Told<'_>,
) -> Result<Vec<Error>, Vec<Error>> {
    memory.pass(now, told.as_deref_mut());
    more(&mut memory.figures.bodies);
    let rules = Arc::clone(&memory.rules);
    let log = Log::new(told.is_some());
    let refuse = |memory: &mut Memory, errors| {
        more(&mut memory.figures.refused_bodies);
        Err(errors)
    };
    let rules = match rules.source(source) {
        Ok(rules) => rules,
        Err(error) => return refuse(memory, vec![error]),
    };
    let body = match text.and_then(|text| read::body(rules, text, memory.now, &log)) {
        Ok(body) => body,
        Err(error) => return refuse(memory, vec![error]),
    };
    let (faults, tally) = (log.faults(), log.tally.get());
    let (errors, warnings) = log.into_lists();
    if faults > body.faults() {
        return refuse(memory, errors);
    }
    memory.figures.tally(&tally);
    for (index, alert) in (0_u64..).zip(&body.alerts) {
        take_alert(memory, &body, (index, alert, &errors), told.as_deref_mut());
    }
    Ok(if told.is_some() { warnings } else { errors })
}

/// An alert of a body, its place, and the errors of all.
type Placed<'a, 'de> = (u64, &'a Result<Draft<'de>, (usize, usize)>, &'a [Error]);

fn take_alert(
    memory: &mut Memory,
    body: &Body<'_, '_>,
    (index, alert, errors): Placed<'_, '_>,
    mut told: Told<'_>,
) {
    let draft = match alert {
        Ok(draft) => draft,
        Err(faults) => {
            memory.figures.count(OutcomeKind::Refused);
            if let Some(told) = told {
                let errors = errors_of(errors, *faults);
                let (fingerprint, candidate, by, state) = (None, None, None, None);
                let (index, kind) = (Some(index), OutcomeKind::Refused);
                told.push(Outcome { index, kind, fingerprint, candidate, by, state, errors });
            }
            return;
        }
    };
    let step = memory.take(body, draft, told.as_deref_mut());
    memory.figures.count(step.kind);
    if let Some(told) = told {
        let outcome = outcome(memory, &step, draft.fingerprint());
        told.push(Outcome { index: Some(index), ..outcome });
    }
}

fn outcome(memory: &Memory, step: &Step, fingerprint: &str) -> Outcome {
    let alarm = step.slot.and_then(|slot| memory.alarms.get(slot));
    let link = step.link.or(alarm.and_then(|alarm| alarm.joined));
    Outcome {
        index: None,
        kind: step.kind,
        fingerprint: Some(fingerprint.to_owned()),
        candidate: link.and_then(|link| memory.id(link)),
        by: step.by.and_then(|by| memory.named(by)),
        state: alarm.map(|alarm| alarm.state),
        errors: Vec::new(),
    }
}
