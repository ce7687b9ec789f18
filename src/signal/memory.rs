use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::Arc;

use super::alarm::{AlarmEvent, AlarmState};
use super::candidate::{About, Candidate, Held, Standing};
use super::hash::Hash;
use super::outcome::{Figures, Outcome, OutcomeKind, more};
use super::rules::SignalRules;
use super::severity::Level;
use super::store::{Rank, Store};
use super::table::Table;
use crate::document::Map;
use crate::time::{Instant, Span};

/// A candidate, and proof that it is still the one that was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) slot: u32,
    number: u64,
}

/// What is remembered of an alarm.
#[derive(Debug)]
pub(super) struct Alarm {
    pub(super) key: u64,
    pub(super) state: AlarmState,
    /// Whether something is wrong, whoever is told.
    pub(super) firing: bool,
    pub(super) flapping: bool,
    /// The candidate that it holds open.
    pub(super) joined: Option<Link>,
    /// The worst level of this occurrence.
    pub(super) level: Option<Level>,
    pub(super) service: Option<u16>,
    /// When it started, as its source said.
    pub(super) started: Option<Instant>,
    /// When it started, or came.
    pub(super) raised: Instant,
    /// When it was last over.
    pub(super) cleared: Option<Instant>,
    pub(super) shelved: Option<Instant>,
    /// When to look at it again.
    pub(super) timer: Option<Instant>,
    /// When it was raised and cleared lately.
    pub(super) turns: Vec<Instant>,
    /// The windows that hold it back, or will.
    pub(super) windows: Vec<u16>,
    /// What to tell of it once it is no longer held back, or no longer flaps.
    pub(super) held: Option<Box<Held>>,
}

impl Alarm {
    pub(super) fn new(key: u64, now: Instant) -> Self {
        Self {
            key,
            state: AlarmState::Normal,
            firing: false,
            flapping: false,
            joined: None,
            level: None,
            service: None,
            started: None,
            raised: now,
            cleared: None,
            shelved: None,
            timer: None,
            turns: Vec::new(),
            windows: Vec::new(),
            held: None,
        }
    }

    /// Takes an event, if it can happen.
    pub(super) fn take(&mut self, event: AlarmEvent) -> bool {
        let after = self.state.after(event, self.firing);
        self.state = after.unwrap_or(self.state);
        after.is_some()
    }

    pub(super) const fn rank(&self) -> Rank {
        if self.firing || self.flapping || self.shelved.is_some() {
            Rank::Active
        } else {
            Rank::Settled
        }
    }
}

/// A candidate that is open.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) candidate: Candidate,
    /// The hash of its group.
    group: u64,
    /// Since when nothing holds it open.
    quiet_since: Instant,
    pub(super) timer: Option<Instant>,
    /// Whether it changed since somebody asked.
    pub(super) changed: bool,
}

/// How many alarms of a service hold a candidate open, and which it was last.
#[derive(Debug, Clone, Copy, Default)]
struct Failing {
    count: u32,
    link: Option<Link>,
}

/// What is due at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    Alarm { slot: u32, key: u64 },
    Candidate { slot: u32, number: u64 },
}

/// What held a signal back, or by way of what it joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Window(u16),
    Shelved,
    Service(u16),
}

/// All that is known: bounded, whatever comes.
#[derive(Debug)]
pub(super) struct Memory {
    pub(super) rules: Arc<SignalRules>,
    pub(super) now: Instant,
    pub(super) alarms: Store<Alarm>,
    pub(super) index: Table,
    pub(super) open: Store<Open>,
    /// The newest open candidate of each group.
    groups: Table,
    failing: Vec<Failing>,
    pub(super) timers: BinaryHeap<Reverse<(Instant, Due)>>,
    pub(super) figures: Figures,
    /// Candidates that ended since somebody asked.
    pub(super) ended: VecDeque<Candidate>,
}

/// A list that grows with what happens, if somebody wants to know.
pub(super) type Told<'t> = Option<&'t mut Vec<Outcome>>;

impl Memory {
    pub(super) fn new(rules: Arc<SignalRules>) -> Self {
        let failing = vec![Failing::default(); rules.services.len()];
        Self {
            rules,
            now: Instant::MIN,
            alarms: Store::default(),
            index: Table::default(),
            open: Store::default(),
            groups: Table::default(),
            failing,
            timers: BinaryHeap::new(),
            figures: Figures::default(),
            ended: VecDeque::new(),
        }
    }

    /// The alarm's slot for a new key; the oldest makes room. None for one that is over, if only
    /// such as go on could make room.
    pub(super) fn remember(&mut self, alarm: Alarm) -> Option<u32> {
        let most = usize::try_from(self.rules.capacity.alarms).unwrap_or(usize::MAX);
        while self.alarms.len() >= most {
            let oldest = self.alarms.oldest()?;
            let rank = self.alarms.get(oldest).map(Alarm::rank);
            if alarm.rank() == Rank::Settled && rank == Some(Rank::Active) {
                return None;
            }
            self.forget(oldest);
        }
        let (key, rank) = (alarm.key, alarm.rank());
        let slot = self.alarms.add(alarm, rank);
        self.index.insert(key, slot);
        Some(slot)
    }

    fn forget(&mut self, slot: u32) {
        let Some(alarm) = self.alarms.remove(slot) else { return };
        self.index.remove(alarm.key);
        if alarm.flapping {
            self.figures.flapping_now = self.figures.flapping_now.saturating_sub(1);
        }
        if alarm.rank() == Rank::Settled {
            more(&mut self.figures.evicted_settled);
        } else {
            more(&mut self.figures.evicted_active);
        }
        if let Some(link) = alarm.joined {
            if let Some(open) = self.linked(link).filter(|_| alarm.firing) {
                more(&mut open.candidate.lost);
            }
            self.let_go(link, alarm.service);
        }
    }

    /// The open candidate that is meant; none if it has ended.
    pub(super) fn linked(&mut self, link: Link) -> Option<&mut Open> {
        let open = self.open.get_mut(link.slot)?;
        (open.candidate.number == link.number).then_some(open)
    }

    pub(super) fn id(&self, link: Link) -> Option<String> {
        let open = self.open.get(link.slot)?;
        (open.candidate.number == link.number).then(|| open.candidate.id.clone())
    }

    /// Lets an alarm join the open candidate of its group, or that of a service which it depends
    /// on and which fails already, or opens one.
    pub(super) fn tell(
        &mut self,
        slot: u32,
        about: &About<'_>,
        told: Told<'_>,
    ) -> (OutcomeKind, Option<Link>, Option<By>) {
        let group = about.group.iter().fold(Hash::EMPTY, |hash, part| hash.part(part.as_bytes()));
        let service = self.rules.services.place(about.service);
        let (kind, link, by) = match self.of_group(group.value()) {
            Some(link) => (OutcomeKind::Joined, link, None),
            None => match self.failing_below(service) {
                Some((link, below)) => (OutcomeKind::Joined, link, Some(By::Service(below))),
                None => (OutcomeKind::Opened, self.begin(group, about, told), None),
            },
        };
        let now = self.now;
        if let Some(open) = self.linked(link) {
            open.candidate.join(about, now);
            open.changed = true;
            self.open.touch(link.slot, Rank::Active);
        }
        if let Some(failing) = self.failing_mut(service) {
            *failing = Failing { count: failing.count.saturating_add(1), link: Some(link) };
        }
        if let Some(alarm) = self.alarms.get_mut(slot) {
            (alarm.joined, alarm.service) = (Some(link), service);
        }
        (kind, Some(link), by)
    }

    fn failing_mut(&mut self, service: Option<u16>) -> Option<&mut Failing> {
        self.failing.get_mut(usize::from(service?))
    }

    /// The open candidate of a group, if it still takes in alarms.
    pub(super) fn of_group(&self, group: u64) -> Option<Link> {
        let slot = self.groups.get(group)?;
        let Open { candidate, .. } = self.open.get(slot)?;
        let taking = self.now.since(candidate.last) <= self.rules.window;
        taking.then_some(Link { slot, number: candidate.number })
    }

    /// The candidate of the nearest failing service that one depends on.
    fn failing_below(&self, service: Option<u16>) -> Option<(Link, u16)> {
        self.rules.services.below(service?).iter().find_map(|below| {
            let failing = self.failing.get(usize::from(*below)).filter(|one| one.count > 0)?;
            let link = failing.link?;
            let open = self.open.get(link.slot)?;
            (open.candidate.number == link.number).then_some((link, *below))
        })
    }

    fn begin(&mut self, group: Hash, about: &About<'_>, told: Told<'_>) -> Link {
        let most = usize::try_from(self.rules.capacity.candidates).unwrap_or(usize::MAX);
        if self.open.len() >= most
            && let Some(oldest) = self.open.oldest()
        {
            self.end(oldest, Standing::Evicted, told);
        }
        more(&mut self.figures.candidates_opened);
        let number = self.figures.candidates_opened;
        let named = group.part(&self.now.as_millis().to_be_bytes()).part(&number.to_be_bytes());
        let digits = named.digits();
        let parts = self.rules.group_by.iter().map(|(name, _)| name.as_str());
        let values = about.group.iter().map(|value| (*value).to_owned());
        let candidate = Candidate {
            id: format!("SIG-{}", str::from_utf8(&digits).unwrap_or_default()),
            number,
            standing: Standing::Open,
            group: parts.zip(values).collect::<Map<String>>(),
            name: about.name.to_owned(),
            summary: about.summary.map(str::to_owned),
            level: None,
            opened: self.now,
            last: self.now,
            ended: None,
            signals: 0,
            alarms: 0,
            firing: 0,
            lost: 0,
            services: Vec::new(),
            sources: Vec::new(),
            fingerprints: Vec::new(),
        };
        let (quiet_since, group) = (self.now, group.value());
        let open = Open { candidate, group, quiet_since, timer: None, changed: true };
        let slot = self.open.add(open, Rank::Active);
        self.groups.insert(group, slot);
        Link { slot, number }
    }

    /// Ends a candidate: it recovered, or makes room.
    pub(super) fn end(&mut self, slot: u32, standing: Standing, told: Told<'_>) {
        let Some(Open { mut candidate, group, .. }) = self.open.remove(slot) else { return };
        if self.groups.get(group) == Some(slot) {
            self.groups.remove(group);
        }
        (candidate.standing, candidate.ended) = (standing, Some(self.now));
        let (kind, count) = match standing {
            Standing::Open | Standing::Recovered => {
                (OutcomeKind::Recovered, &mut self.figures.candidates_recovered)
            }
            Standing::Evicted => (OutcomeKind::Evicted, &mut self.figures.candidates_evicted),
        };
        more(count);
        if let Some(told) = told {
            told.push(Outcome {
                index: None,
                kind,
                fingerprint: None,
                candidate: Some(candidate.id.clone()),
                by: None,
                state: None,
                errors: Vec::new(),
            });
        }
        let most = usize::try_from(self.rules.capacity.candidates).unwrap_or(usize::MAX);
        if self.ended.len() >= most {
            self.ended.pop_front();
            more(&mut self.figures.changes_dropped);
        }
        self.ended.push_back(candidate);
    }

    /// An alarm no longer holds a candidate open.
    pub(super) fn let_go(&mut self, link: Link, service: Option<u16>) {
        if let Some(failing) = self.failing_mut(service) {
            failing.count = failing.count.saturating_sub(1);
        }
        let now = self.now;
        let Some(open) = self.linked(link) else { return };
        open.candidate.firing = open.candidate.firing.saturating_sub(1);
        open.changed = true;
        if open.candidate.firing == 0 {
            open.quiet_since = now;
            self.open.touch(link.slot, Rank::Settled);
            self.await_quiet(link.slot);
        }
    }

    /// One of the alarms that had to make room while they went on is over.
    pub(super) fn find_lost(&mut self, group: u64) -> Option<Link> {
        let slot = self.groups.get(group)?;
        let now = self.now;
        let open = self.open.get_mut(slot)?;
        open.candidate.lost = open.candidate.lost.checked_sub(1)?;
        open.candidate.note(None, now);
        open.changed = true;
        let link = Link { slot, number: open.candidate.number };
        if open.candidate.firing == 0 {
            open.quiet_since = now;
            self.await_quiet(slot);
        }
        Some(link)
    }

    fn quiet(&self, open: &Open) -> Instant {
        let lost = open.candidate.lost > 0;
        let span = if lost { self.rules.quiet_after_eviction } else { self.rules.quiet };
        later(open.quiet_since, span)
    }

    fn await_quiet(&mut self, slot: u32) {
        let Some(open) = self.open.get(slot) else { return };
        let (due, number) = (self.quiet(open), open.candidate.number);
        if open.timer != Some(due) {
            if let Some(open) = self.open.get_mut(slot) {
                open.timer = Some(due);
            }
            self.timers.push(Reverse((due, Due::Candidate { slot, number })));
            self.tidy_timers();
        }
    }

    /// Ends a candidate whose quiet time is over.
    pub(super) fn judge_candidate(&mut self, slot: u32, told: Told<'_>) {
        let Some(open) = self.open.get_mut(slot) else { return };
        open.timer = None;
        if open.candidate.firing > 0 {
            return;
        }
        let Some(open) = self.open.get(slot) else { return };
        if self.quiet(open) <= self.now {
            self.end(slot, Standing::Recovered, told);
        } else {
            self.await_quiet(slot);
        }
    }

    /// Drops what is due no more, when there is too much of it.
    pub(super) fn tidy_timers(&mut self) {
        let known = self.alarms.len().saturating_add(self.open.len());
        if self.timers.len() > known.saturating_mul(2).saturating_add(1_024) {
            let (alarms, open) = (&self.alarms, &self.open);
            self.timers.retain(|Reverse((due, what))| is_due(alarms, open, *due, *what));
        }
    }
}

/// Whether that is still due.
pub(super) fn is_due(alarms: &Store<Alarm>, open: &Store<Open>, due: Instant, what: Due) -> bool {
    let timer = match what {
        Due::Alarm { slot, key } => {
            alarms.get(slot).filter(|alarm| alarm.key == key).and_then(|alarm| alarm.timer)
        }
        Due::Candidate { slot, number } => open
            .get(slot)
            .filter(|open| open.candidate.number == number)
            .and_then(|open| open.timer),
    };
    timer == Some(due)
}

/// So much later, or the last instant that there is.
pub(super) fn later(at: Instant, span: Span) -> Instant {
    at.plus(span).unwrap_or(Instant::MAX)
}
