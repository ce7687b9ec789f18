//! What one signal does to what is known.

use std::cmp::Reverse;

use super::alarm::{AlarmEvent, AlarmState};
use super::candidate::{About, Held};
use super::hash::Hash;
use super::memory::{Alarm, By, Due, Link, Memory, Told, later};
use super::normal::{Body, Draft, Status};
use super::outcome::{OutcomeKind, more};
use super::settings::Comparison;
use crate::time::Instant;

/// What a signal did.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) kind: OutcomeKind,
    pub(super) slot: Option<u32>,
    pub(super) link: Option<Link>,
    pub(super) by: Option<By>,
}

impl Step {
    const fn nothing(kind: OutcomeKind, slot: Option<u32>) -> Self {
        Self { kind, slot, link: None, by: None }
    }
}

impl Memory {
    /// Takes in a signal.
    pub(super) fn take(&mut self, body: &Body<'_, '_>, draft: &Draft<'_>, told: Told<'_>) -> Step {
        let key = body.rules.hash.part(draft.fingerprint().as_bytes()).value();
        match (self.index.get(key), draft.status) {
            (Some(slot), Status::Firing) => self.fires(slot, body, draft, told),
            (Some(slot), Status::Resolved) => self.resolves(slot, body, draft),
            (Some(slot), Status::Acknowledged) => self.acknowledges(slot),
            (None, Status::Firing) => {
                let alarm = Alarm { firing: true, ..Alarm::new(key, self.now) };
                match self.remember(alarm) {
                    Some(slot) => self.raise(slot, body, draft, told),
                    None => Step::nothing(OutcomeKind::Outdated, None),
                }
            }
            (None, Status::Resolved) => self.resolves_unseen(key, body, draft),
            (None, Status::Acknowledged) => Step::nothing(OutcomeKind::Outdated, None),
        }
    }

    fn fires(&mut self, slot: u32, body: &Body<'_, '_>, draft: &Draft<'_>, told: Told<'_>) -> Step {
        let Some(alarm) = self.alarms.get(slot) else {
            return Step::nothing(OutcomeKind::Outdated, None);
        };
        let same = draft.started.is_none() || draft.started == alarm.started;
        if alarm.firing && (same || draft.of_event) {
            if draft.level > alarm.level {
                return self.worsens(slot, draft);
            }
            return Step::nothing(OutcomeKind::Duplicate, Some(slot));
        }
        let at = draft.started.unwrap_or(self.now);
        // What is over cannot have been going on since before.
        let over = !alarm.firing && alarm.cleared.is_some_and(|cleared| at < cleared);
        let before = alarm.firing && at < alarm.raised;
        let ended = !alarm.firing && draft.started.is_some() && same;
        if over || before || ended {
            return Step::nothing(OutcomeKind::Outdated, Some(slot));
        }
        self.raise(slot, body, draft, told)
    }

    fn worsens(&mut self, slot: u32, draft: &Draft<'_>) -> Step {
        let now = self.now;
        let Some(alarm) = self.alarms.get_mut(slot) else {
            return Step::nothing(OutcomeKind::Outdated, None);
        };
        alarm.level = draft.level;
        alarm.take(AlarmEvent::Realarm);
        let (link, kept_back) = (alarm.joined, alarm.state.is_kept_back());
        self.alarms.touch(slot, super::store::Rank::Active);
        if let Some(open) = link.and_then(|link| self.linked(link)) {
            open.candidate.note(draft.level, now);
            open.changed = true;
        }
        if kept_back {
            let by = self.held_back_by(slot);
            return Step { kind: OutcomeKind::Suppressed, slot: Some(slot), link, by };
        }
        Step { kind: OutcomeKind::Worsened, slot: Some(slot), link, by: None }
    }

    /// Something goes wrong: for the first time, again, or once more before it was known to be
    /// over.
    fn raise(&mut self, slot: u32, body: &Body<'_, '_>, draft: &Draft<'_>, told: Told<'_>) -> Step {
        let windows = self.windows_of(body, draft);
        let parts = self.rules.clone();
        let about = About {
            source: &body.rules.name,
            fingerprint: draft.fingerprint(),
            name: &draft.name,
            service: draft.service.as_deref().unwrap_or_default(),
            summary: draft.summary.as_deref(),
            level: draft.level,
            group: parts.group_by.iter().map(|(_, part)| body.part(draft, part)).collect(),
        };
        let now = self.now;
        let Some(alarm) = self.alarms.get_mut(slot) else {
            return Step::nothing(OutcomeKind::Outdated, None);
        };
        let again = !alarm.take(AlarmEvent::Raise);
        if again {
            alarm.take(AlarmEvent::Realarm);
        }
        (alarm.firing, alarm.level, alarm.windows) = (true, draft.level, windows);
        (alarm.started, alarm.raised) = (draft.started, draft.started.unwrap_or(now));
        if again && alarm.joined.is_some() && !alarm.flapping {
            // It was over in between, although nobody said so.
            self.turn(slot, &about);
        }
        self.turn(slot, &about);
        let by = self.settle(slot);
        let step = self.announce(slot, &about, told);
        Step { by: by.or(step.by), ..step }
    }

    /// Says of an alarm that was raised what may be said.
    fn announce(&mut self, slot: u32, about: &About<'_>, told: Told<'_>) -> Step {
        let now = self.now;
        let joined = self.alive(slot);
        let Some(alarm) = self.alarms.get_mut(slot) else {
            return Step::nothing(OutcomeKind::Outdated, None);
        };
        let (kept_back, flapping) = (alarm.state.is_kept_back(), alarm.flapping);
        if kept_back && joined.is_none() {
            alarm.held = Some(Box::new(Held::new(about)));
        }
        self.watch(slot);
        let (kind, link, by) = match joined {
            Some(link) => {
                if let Some(open) = self.linked(link) {
                    open.candidate.note(about.level, now);
                    open.changed = true;
                }
                (OutcomeKind::Worsened, Some(link), None)
            }
            None if kept_back => (OutcomeKind::Suppressed, None, None),
            None => self.tell(slot, about, told),
        };
        let kind = if kept_back {
            OutcomeKind::Suppressed
        } else if flapping {
            OutcomeKind::Flapping
        } else {
            kind
        };
        Step { kind, slot: Some(slot), link, by }
    }

    /// The candidate that an alarm holds open. It forgets one that has made room for others.
    fn alive(&mut self, slot: u32) -> Option<Link> {
        let link = self.alarms.get(slot)?.joined?;
        if self.linked(link).is_some() {
            return Some(link);
        }
        let alarm = self.alarms.get_mut(slot)?;
        alarm.joined = None;
        let service = alarm.service;
        self.let_go(link, service);
        None
    }

    /// The windows that hold an alarm back, or will.
    fn windows_of(&self, body: &Body<'_, '_>, draft: &Draft<'_>) -> Vec<u16> {
        let mut found = Vec::new();
        for (place, window) in (0_u16..).zip(&self.rules.windows) {
            let matched = window.to > self.now
                && window.matchers.iter().all(|(part, comparison, value)| {
                    let equal = body.part(draft, part) == value;
                    equal == (*comparison == Comparison::Equal)
                });
            if matched {
                found.push(place);
            }
        }
        found
    }

    fn resolves(&mut self, slot: u32, body: &Body<'_, '_>, draft: &Draft<'_>) -> Step {
        let now = self.now;
        let Some(alarm) = self.alarms.get_mut(slot) else {
            return Step::nothing(OutcomeKind::Outdated, None);
        };
        let older = draft.started.is_some_and(|start| start < alarm.raised)
            || draft.ended.is_some_and(|end| end < alarm.raised);
        if older {
            let same = !alarm.firing && draft.ended == alarm.cleared;
            let kind = if same { OutcomeKind::Duplicate } else { OutcomeKind::Outdated };
            return Step::nothing(kind, Some(slot));
        }
        let end = draft.ended.unwrap_or(now);
        if !alarm.firing {
            // An occurrence whose beginning never came, or comes later.
            let newer = draft.started > alarm.started;
            if newer {
                (alarm.started, alarm.cleared) = (draft.started, Some(end));
                alarm.raised = draft.started.unwrap_or(alarm.raised);
            }
            let kind = if newer { OutcomeKind::Resolved } else { OutcomeKind::Duplicate };
            return Step::nothing(kind, Some(slot));
        }
        (alarm.firing, alarm.cleared) = (false, Some(end));
        alarm.take(AlarmEvent::Clear);
        let about = About {
            source: &body.rules.name,
            fingerprint: draft.fingerprint(),
            name: &draft.name,
            service: "",
            summary: None,
            level: None,
            group: Vec::new(),
        };
        self.turn(slot, &about);
        self.watch(slot);
        self.over(slot)
    }

    /// What follows for the candidate when something is over.
    fn over(&mut self, slot: u32) -> Step {
        let now = self.now;
        let Some(alarm) = self.alarms.get_mut(slot) else {
            return Step::nothing(OutcomeKind::Outdated, None);
        };
        let (link, service, flapping) = (alarm.joined, alarm.service, alarm.flapping);
        if !flapping {
            (alarm.joined, alarm.held) = (None, None);
        }
        let rank = alarm.rank();
        self.alarms.touch(slot, rank);
        if let Some(link) = link {
            if let Some(open) = self.linked(link) {
                open.candidate.note(None, now);
                open.changed = true;
            }
            if !flapping {
                self.let_go(link, service);
            }
        }
        let kind = if flapping { OutcomeKind::Flapping } else { OutcomeKind::Resolved };
        Step { kind, slot: Some(slot), link, by: None }
    }

    /// The end of what was not known to go on: it is remembered, so that a beginning that comes
    /// later finds it over.
    fn resolves_unseen(&mut self, key: u64, body: &Body<'_, '_>, draft: &Draft<'_>) -> Step {
        let mut alarm = Alarm::new(key, self.now);
        let end = draft.ended.unwrap_or(self.now);
        (alarm.started, alarm.cleared) = (draft.started, Some(end));
        alarm.raised = draft.started.unwrap_or(end);
        let slot = self.remember(alarm);
        let parts = self.rules.group_by.iter();
        let group =
            parts.fold(Hash::EMPTY, |hash, (_, part)| hash.part(body.part(draft, part).as_bytes()));
        let link = self.find_lost(group.value());
        Step { kind: OutcomeKind::Resolved, slot, link, by: None }
    }

    pub(super) fn acknowledges(&mut self, slot: u32) -> Step {
        let now = self.now;
        let Some(alarm) = self.alarms.get_mut(slot) else {
            return Step::nothing(OutcomeKind::Outdated, None);
        };
        if !alarm.take(AlarmEvent::Acknowledge) {
            return Step::nothing(OutcomeKind::Duplicate, Some(slot));
        }
        let (link, rank) = (alarm.joined, alarm.rank());
        self.alarms.touch(slot, rank);
        if let Some(open) = link.and_then(|link| self.linked(link)) {
            open.candidate.note(None, now);
            open.changed = true;
        }
        Step { kind: OutcomeKind::Acknowledged, slot: Some(slot), link, by: None }
    }

    /// Notes that an alarm turned, and whether it flaps by now.
    fn turn(&mut self, slot: u32, about: &About<'_>) {
        let (now, flapping) = (self.now, self.rules.flapping);
        let Some(alarm) = self.alarms.get_mut(slot) else { return };
        alarm.turns.retain(|turn| now.since(*turn) < flapping.window);
        alarm.turns.push(now);
        let most = usize::try_from(flapping.enter).unwrap_or(usize::MAX);
        let over = alarm.turns.len().saturating_sub(most);
        alarm.turns.drain(..over);
        if !alarm.flapping && alarm.turns.len() >= most {
            alarm.flapping = true;
            if alarm.held.is_none() {
                alarm.held = Some(Box::new(Held::new(about)));
            }
            more(&mut self.figures.flapping_begun);
            more(&mut self.figures.flapping_now);
        }
    }

    /// When an alarm that flaps is steady again, if it does not turn any more.
    pub(super) fn steady_at(&self, alarm: &Alarm) -> Option<Instant> {
        let leave = usize::try_from(self.rules.flapping.leave).unwrap_or(usize::MAX);
        let at = alarm.turns.len().checked_sub(leave)?.checked_sub(1)?;
        let turn = alarm.turns.get(at).filter(|_| alarm.flapping)?;
        Some(later(*turn, self.rules.flapping.window))
    }

    /// The window that holds an alarm back now: one of maintenance before a silence.
    fn window_of(&self, alarm: &Alarm) -> Option<(u16, AlarmState)> {
        alarm.windows.iter().find_map(|place| {
            let window = self.rules.windows.get(usize::from(*place))?;
            let state = if window.maintenance {
                AlarmState::OutOfService
            } else {
                AlarmState::SuppressedByDesign
            };
            (window.from <= self.now && self.now < window.to).then_some((*place, state))
        })
    }

    pub(super) fn held_back_by(&self, slot: u32) -> Option<By> {
        let alarm = self.alarms.get(slot)?;
        match self.window_of(alarm) {
            Some((place, _)) => Some(By::Window(place)),
            None => (alarm.state == AlarmState::Shelved).then_some(By::Shelved),
        }
    }

    /// Brings an alarm into the state that windows and shelving want, and says what holds it back.
    pub(super) fn settle(&mut self, slot: u32) -> Option<By> {
        let now = self.now;
        let wanted = self.window_of(self.alarms.get(slot)?).map(|(_, state)| state);
        let alarm = self.alarms.get_mut(slot)?;
        if alarm.state == AlarmState::OutOfService && wanted != Some(AlarmState::OutOfService) {
            alarm.take(AlarmEvent::ReturnToService);
        }
        if alarm.state == AlarmState::SuppressedByDesign && wanted.is_none() {
            alarm.take(AlarmEvent::Unsuppress);
        }
        if alarm.shelved.is_some_and(|until| until <= now) {
            alarm.shelved = None;
        }
        if alarm.state == AlarmState::Shelved && alarm.shelved.is_none() {
            alarm.take(AlarmEvent::Unshelve);
        }
        match wanted {
            Some(state) if state == alarm.state => {}
            Some(AlarmState::OutOfService) => {
                alarm.take(AlarmEvent::RemoveFromService);
            }
            Some(_) => {
                alarm.take(AlarmEvent::Suppress);
            }
            None if alarm.shelved.is_some() && alarm.state != AlarmState::Shelved => {
                alarm.take(AlarmEvent::Shelve);
            }
            None => {}
        }
        self.held_back_by(slot)
    }

    /// Looks at an alarm again when time may change something about it.
    pub(super) fn watch(&mut self, slot: u32) {
        let Some(alarm) = self.alarms.get(slot) else { return };
        let bounds = alarm.windows.iter().filter_map(|place| {
            let window = self.rules.windows.get(usize::from(*place))?;
            [window.from, window.to].into_iter().find(|at| *at > self.now)
        });
        let due = bounds.chain(alarm.shelved).chain(self.steady_at(alarm)).min();
        let (key, rank) = (alarm.key, alarm.rank());
        self.alarms.touch(slot, rank);
        let Some(alarm) = self.alarms.get_mut(slot) else { return };
        if alarm.timer != due {
            alarm.timer = due;
            if let Some(due) = due {
                self.timers.push(Reverse((due, Due::Alarm { slot, key })));
                self.tidy_timers();
            }
        }
    }
}
