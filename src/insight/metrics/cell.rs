use serde::Serialize;

use super::distribution::Distribution;
use super::measure::{self, Measured, RATES, TIMES};
use super::sum::Sum;
use super::{Case, FlowBy, MetricRules, TargetStage};
use crate::document::{Map, object};
use crate::time::Instant;

/// A time of tickets: of those that are over, and of those that are not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Times {
    pub(super) over: Distribution,
    pub(super) open: Distribution,
    pub(super) unknown: u64,
    pub(super) contradictory: u64,
}

object!(Times {
    over: needed "over",
    open: needed "open",
    unknown: needed "unknown",
    contradictory: needed "contradictory",
});

/// Some of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Share {
    pub(super) some: u64,
    pub(super) all: u64,
}

object!(Share { some: needed "some", all: needed "all" });

/// The clocks of one target.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Targets {
    pub(super) met: u64,
    pub(super) missed: u64,
    pub(super) breached: u64,
    pub(super) open: u64,
    pub(super) apart: u64,
    pub(super) elapsed: Distribution,
    pub(super) running: Distribution,
}

object!(Targets {
    met: needed "met",
    missed: needed "missed",
    breached: needed "breached",
    open: needed "open",
    apart: needed "apart",
    elapsed: needed "elapsed",
    running: needed "running",
});

/// The failures of one service: enough to tell the time between them in any order of arrival.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Failures {
    pub(super) count: u64,
    pub(super) first: Instant,
    pub(super) last: Instant,
    /// The longest that the service was not back after a failure at `last`.
    pub(super) last_down: u64,
    pub(super) down: Sum,
}

object!(Failures {
    count: needed "count",
    first: needed "first",
    last: needed "last",
    last_down: needed "last_down",
    down: needed "down",
});

impl Failures {
    fn merge(&mut self, other: &Self) {
        self.count = self.count.saturating_add(other.count);
        self.first = self.first.min(other.first);
        (self.last, self.last_down) =
            (self.last, self.last_down).max((other.last, other.last_down));
        self.down.add(other.down.0);
    }
}

/// What happened in one stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Turns {
    pub(super) opened: u64,
    pub(super) done: u64,
    pub(super) reopened: u64,
}

object!(Turns { opened: needed "opened", done: needed "done", reopened: needed "reopened" });

/// What is counted about tickets that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Cell {
    pub(super) tickets: u64,
    pub(super) canceled: u64,
    pub(super) done: u64,
    pub(super) reopens: u64,
    pub(super) handovers: u64,
    pub(super) times: Vec<Times>,
    pub(super) rates: Vec<Share>,
    pub(super) targets: Map<Map<Targets>>,
    pub(super) open: Sum,
    pub(super) holds: Map<Distribution>,
    pub(super) states: Map<Distribution>,
    pub(super) groups: Map<Distribution>,
    pub(super) failures: Map<Failures>,
    pub(super) cost: Sum,
    pub(super) costed: u64,
    /// Of every ticket, whatever the period.
    pub(super) ages: Distribution,
    pub(super) flow: Map<Turns>,
}

object!(Cell {
    tickets: needed "tickets",
    canceled: needed "canceled",
    done: needed "done",
    reopens: needed "reopens",
    handovers: needed "handovers",
    times: needed "times",
    rates: needed "rates",
    targets: needed "targets",
    open: needed "open",
    holds: needed "holds",
    states: needed "states",
    groups: needed "groups",
    failures: needed "failures",
    cost: needed "cost",
    costed: needed "costed",
    ages: needed "ages",
    flow: needed "flow",
});

/// Adds to the value of a name, which is blank before.
fn at<'a, T: Default>(map: &'a mut Map<T>, name: &str) -> Option<&'a mut T> {
    if map.get(name).is_none() {
        map.insert(name, T::default());
    }
    map.get_mut(name)
}

fn step(count: &mut u64, by: u64) {
    *count = count.saturating_add(by);
}

impl Cell {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        let times = vec![Times::default(); TIMES.len()];
        Self { times, rates: vec![Share::default(); RATES.len()], ..Self::default() }
    }

    /// Takes in a ticket.
    pub(super) fn add(&mut self, case: &Case, rules: &MetricRules) {
        self.add_flow(case, rules);
        if !rules.selects(case) {
            return;
        }
        step(&mut self.tickets, 1);
        step(&mut self.canceled, u64::from(case.canceled));
        step(&mut self.done, u64::from(case.is_done()));
        if case.canceled {
            return;
        }
        step(&mut self.reopens, u64::try_from(case.reopens()).unwrap_or(u64::MAX));
        step(&mut self.handovers, case.handovers);
        self.add_times(case, rules);
        for (metric, share) in RATES.into_iter().zip(&mut self.rates) {
            if let Some(counts) = measure::rate(metric, case) {
                step(&mut share.all, 1);
                step(&mut share.some, u64::from(counts));
            }
        }
        self.add_targets(case, rules);
        if let Some((service, from, down)) = measure::failure(case, rules.settings.as_of) {
            let new = Failures {
                count: 1,
                first: from,
                last: from,
                last_down: down,
                down: Sum(down.into()),
            };
            match self.failures.get_mut(service) {
                Some(failures) => failures.merge(&new),
                None => self.failures.insert(service, new),
            }
        }
        if let Some(rate) = rules.per_hour(case) {
            self.cost.add(u128::from(rate).saturating_mul(case.open_ms.into()));
            step(&mut self.costed, 1);
        }
    }

    fn add_times(&mut self, case: &Case, rules: &MetricRules) {
        let precision = rules.settings.precision;
        for (metric, times) in TIMES.into_iter().zip(&mut self.times) {
            match measure::time(metric, case, rules.settings.as_of) {
                Measured::Over(spent) => times.over.add(spent, precision),
                Measured::Open(spent) => times.open.add(spent, precision),
                Measured::Unknown => step(&mut times.unknown, 1),
                Measured::Contradictory => step(&mut times.contradictory, 1),
                Measured::Apart => {}
            }
        }
        self.open.add(case.open_ms);
        let maps = [
            (&mut self.holds, &case.hold_ms),
            (&mut self.states, &case.state_ms),
            (&mut self.groups, &case.group_ms),
        ];
        for (map, spent) in maps {
            for (name, spent) in spent.iter() {
                if let Some(times) = at(map, name) {
                    times.add(*spent, precision);
                }
            }
        }
    }

    fn add_targets(&mut self, case: &Case, rules: &MetricRules) {
        for standing in &case.targets {
            let agreement = at(&mut self.targets, &standing.agreement);
            let Some(targets) = agreement.and_then(|one| at(one, &standing.target)) else {
                continue;
            };
            let (count, times) = match standing.stage {
                TargetStage::Met => (&mut targets.met, Some(&mut targets.elapsed)),
                TargetStage::Missed => (&mut targets.missed, Some(&mut targets.elapsed)),
                TargetStage::Breached => (&mut targets.breached, Some(&mut targets.running)),
                TargetStage::Running | TargetStage::Paused => {
                    (&mut targets.open, Some(&mut targets.running))
                }
                TargetStage::Pending | TargetStage::Canceled => (&mut targets.apart, None),
            };
            step(count, 1);
            if let (Some(times), Some(elapsed)) = (times, standing.elapsed_ms) {
                times.add(elapsed, rules.settings.precision);
            }
        }
    }

    /// What counts of every ticket, whatever the period.
    fn add_flow(&mut self, case: &Case, rules: &MetricRules) {
        if let Some(age) = measure::age(case, rules.settings.as_of) {
            self.ages.add(age, rules.settings.precision);
        }
        let by: FlowBy = rules.settings.flow_by;
        let opened = rules.stretch(case.opened_at, by);
        if let Some(turns) = opened.and_then(|name| at(&mut self.flow, &name)) {
            step(&mut turns.opened, 1);
        }
        for (number, turn) in case.turns.iter().enumerate() {
            let name = rules.stretch(*turn, by);
            let Some(turns) = name.and_then(|name| at(&mut self.flow, &name)) else { continue };
            step(if number % 2 == 0 { &mut turns.done } else { &mut turns.reopened }, 1);
        }
    }

    /// Takes in what another one counted.
    pub(super) fn merge(&mut self, other: &Self) {
        let counts = [
            (&mut self.tickets, other.tickets),
            (&mut self.canceled, other.canceled),
            (&mut self.done, other.done),
            (&mut self.reopens, other.reopens),
            (&mut self.handovers, other.handovers),
            (&mut self.costed, other.costed),
        ];
        for (count, more) in counts {
            step(count, more);
        }
        for (own, other) in self.times.iter_mut().zip(&other.times) {
            own.over.merge(&other.over);
            own.open.merge(&other.open);
            step(&mut own.unknown, other.unknown);
            step(&mut own.contradictory, other.contradictory);
        }
        for (own, other) in self.rates.iter_mut().zip(&other.rates) {
            step(&mut own.some, other.some);
            step(&mut own.all, other.all);
        }
        self.open.add(other.open.0);
        self.cost.add(other.cost.0);
        self.ages.merge(&other.ages);
        merge(&mut self.holds, &other.holds, Distribution::merge);
        merge(&mut self.states, &other.states, Distribution::merge);
        merge(&mut self.groups, &other.groups, Distribution::merge);
        merge(&mut self.failures, &other.failures, Failures::merge);
        merge(&mut self.flow, &other.flow, Turns::merge);
        merge(&mut self.targets, &other.targets, |own, other| {
            merge(own, other, Targets::merge);
        });
    }

    /// Whether what was read can have been counted.
    pub(super) fn is_sound(&self) -> bool {
        let sound = |times: &Times| times.over.is_sound() && times.open.is_sound();
        self.times.len() == TIMES.len()
            && self.rates.len() == RATES.len()
            && self.times.iter().all(sound)
            && self.rates.iter().all(|share| share.some <= share.all)
            && [&self.holds, &self.states, &self.groups]
                .iter()
                .all(|map| map.iter().all(|(_, times)| times.is_sound()))
            && self.ages.is_sound()
    }
}

impl Targets {
    fn merge(&mut self, other: &Self) {
        let counts = [
            (&mut self.met, other.met),
            (&mut self.missed, other.missed),
            (&mut self.breached, other.breached),
            (&mut self.open, other.open),
            (&mut self.apart, other.apart),
        ];
        for (count, more) in counts {
            step(count, more);
        }
        self.elapsed.merge(&other.elapsed);
        self.running.merge(&other.running);
    }
}

impl Turns {
    fn merge(&mut self, other: &Self) {
        step(&mut self.opened, other.opened);
        step(&mut self.done, other.done);
        step(&mut self.reopened, other.reopened);
    }
}

fn merge<T: Clone>(own: &mut Map<T>, other: &Map<T>, each: impl Fn(&mut T, &T)) {
    for (name, value) in other.iter() {
        match own.get_mut(name) {
            Some(known) => each(known, value),
            None => own.insert(name, value.clone()),
        }
    }
}
