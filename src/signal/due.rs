//! What time alone brings about.

use std::cmp::Reverse;

use super::memory::{By, Due, Link, Memory, Told, is_due};
use super::outcome::{Outcome, OutcomeKind};
use crate::time::Instant;

impl Memory {
    /// Lets time pass until `now`; what is due by then happens when it is due, in that order. An
    /// earlier instant than the last one counts as the last one.
    pub(super) fn pass(&mut self, now: Instant, mut told: Told<'_>) {
        let now = now.max(self.now);
        while let Some(Reverse((due, what))) = self.timers.peek().copied() {
            if due > now {
                break;
            }
            self.timers.pop();
            if !is_due(&self.alarms, &self.open, due, what) {
                continue;
            }
            self.now = due.max(self.now);
            match what {
                Due::Alarm { slot, .. } => self.judge_alarm(slot, told.as_deref_mut()),
                Due::Candidate { slot, .. } => self.judge_candidate(slot, told.as_deref_mut()),
            }
        }
        self.now = now;
    }

    /// Looks at an alarm again: whether it is steady, and whether it is still held back.
    pub(super) fn judge_alarm(&mut self, slot: u32, mut told: Told<'_>) {
        self.steady(slot, told.as_deref_mut());
        let before = self.alarms.get(slot).map(|alarm| alarm.state);
        let by = self.settle(slot);
        let Some(alarm) = self.alarms.get_mut(slot) else { return };
        let kept_back = alarm.state.is_kept_back();
        let (firing, link) = (alarm.firing, alarm.joined);
        let (level, state) = (alarm.level, alarm.state);
        let held = alarm.held.clone().filter(|_| !kept_back);
        if kept_back && firing && before != Some(state) {
            if let Some(told) = told {
                told.push(self.outcome(slot, OutcomeKind::Suppressed, (link, by)));
            }
        } else if let Some(held) = held {
            if firing && link.is_none() {
                let told_by = self.tell(slot, &held.about(level), told.as_deref_mut());
                let (kind, link, by) = told_by;
                if let Some(told) = told {
                    told.push(self.outcome(slot, kind, (link, by)));
                }
            }
            // What flaps goes on to need its name.
            if let Some(alarm) = self.alarms.get_mut(slot).filter(|alarm| !alarm.flapping) {
                alarm.held = None;
            }
        }
        self.watch(slot);
    }

    /// Ends the flapping of an alarm that turned too seldom of late.
    fn steady(&mut self, slot: u32, told: Told<'_>) {
        let Some(alarm) = self.alarms.get(slot) else { return };
        if self.steady_at(alarm).is_none_or(|at| at > self.now) {
            return;
        }
        let Some(alarm) = self.alarms.get_mut(slot) else { return };
        alarm.flapping = false;
        let (link, service, firing) = (alarm.joined, alarm.service, alarm.firing);
        if !firing {
            alarm.joined = None;
        }
        self.figures.flapping_now = self.figures.flapping_now.saturating_sub(1);
        if let Some(told) = told {
            told.push(self.outcome(slot, OutcomeKind::Steadied, (link, None)));
        }
        if let Some(link) = link.filter(|_| !firing) {
            self.let_go(link, service);
        }
    }

    /// What happened to an alarm, with its fingerprint if that was kept.
    pub(super) fn outcome(
        &self,
        slot: u32,
        kind: OutcomeKind,
        what: (Option<Link>, Option<By>),
    ) -> Outcome {
        let (link, by) = what;
        let alarm = self.alarms.get(slot);
        let held = alarm.and_then(|alarm| alarm.held.as_ref());
        Outcome {
            index: None,
            kind,
            fingerprint: held.map(|held| held.fingerprint.clone()),
            candidate: link.and_then(|link| self.id(link)),
            by: by.and_then(|by| self.named(by)),
            state: alarm.map(|alarm| alarm.state),
            errors: Vec::new(),
        }
    }

    /// The name of what held a signal back, or by way of what it joined.
    pub(super) fn named(&self, by: By) -> Option<String> {
        let windows = &self.rules.windows;
        let name = match by {
            By::Window(place) => windows.get(usize::from(place)).map(|window| window.id.as_str()),
            By::Shelved => Some("shelved"),
            By::Service(place) => self.rules.services.name(place),
        };
        name.map(str::to_owned)
    }
}
