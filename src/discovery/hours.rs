use serde::Serialize;

use super::gather::{Gathered, Ticket};
use super::matrix::Scales;
use super::states::States;
use super::threshold::{Tied, fit, roundest};
use super::window::{Clocks, Days, Open, Shown, Window};
use crate::model::StateType;
use crate::time::{Instant, Span};

/// How far apart on the clock ties may lie, in starts and ends together, for a finer search to
/// make sense: an hour each way at either end.
const NARROW: i64 = 240;
/// How many tickets that a reading explains wrongly are named.
const NAMED: usize = 20;

/// What stops the clock of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Anchor {
    /// The ticket is resolved, finally, or closed without that.
    Resolved,
    /// The ticket is closed, finally.
    Closed,
}

/// Whether the log says which hours count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Hours were found that explain the tickets they were found on better than plain ones, and
    /// make at most half of their errors on those that they had not seen.
    HoursIdentified,
    /// No such hours were found; the draft has the plain ones.
    HoursNotIdentifiable,
}

/// Why hours cannot be identified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Doubt {
    /// Plain hours explain the tickets that were looked at as well as any.
    PlainHoursTie,
    /// No ticket was left to try the hours on.
    NothingToTestOn,
    /// On the tickets left over the hours make more than half as many errors as plain ones.
    NotConfirmed,
}

/// What one priority is promised, as far as the log tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetFound {
    /// The priority.
    pub priority: String,
    /// The target: the roundest that ties.
    pub within: Span,
    /// The shortest target that ties.
    pub from: Span,
    /// What is too long; none if nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Span>,
    /// The tickets that were met, of those that the target was found on.
    pub met: u64,
    /// Those that were missed.
    pub missed: u64,
    /// Those that the target explains wrongly.
    pub errors: u64,
    /// Whether hardly any ticket speaks for it: fewer than ten were met, or fewer were missed.
    pub barely_identified: bool,
}

/// Hours with their targets, and how well they explain what was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The hours.
    pub window: Window,
    /// The targets.
    pub targets: Vec<TargetFound>,
    /// The errors on the tickets that they were found on.
    pub train_errors: u64,
    /// The errors on those left over.
    pub test_errors: u64,
    /// The tickets that are explained wrongly, at most twenty of each part.
    pub exceptions: Vec<String>,
}

/// Hours that explain the tickets that were looked at as well as the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TiedWindow {
    /// The hours.
    pub window: Window,
    /// Their errors on the tickets left over.
    pub test_errors: u64,
}

/// The best that one anchor can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnchorFound {
    /// The anchor.
    pub anchor: Anchor,
    /// The fewest errors on the tickets that were looked at.
    pub train_errors: u64,
    /// How many hours reach that.
    pub ties: u64,
}

/// The errors of the ties on the tickets left over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Range {
    /// The fewest.
    pub min: u64,
    /// The middle one; of two the lower.
    pub median: u64,
    /// The most.
    pub max: u64,
}

/// The hours and targets that best explain which tickets were met.
///
/// Hours are sought on the tickets that were opened first, and tried on the rest. Every tie is
/// listed; the one that is shown in full is chosen without a look at the rest: of the ties with the
/// roundest hours the one in the middle, which lies nearest to all others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HoursFound {
    /// Whether the log says which hours count.
    pub verdict: Verdict,
    /// Why not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// The tickets that hours and targets were found on.
    pub train: u64,
    /// The tickets left over.
    pub test: u64,
    /// What either anchor can do.
    pub anchors: Vec<AnchorFound>,
    /// The anchor with fewer errors; of equal ones the resolution.
    pub anchor: Anchor,
    /// The steps of the search, in minutes: 60, or 15 if all ties lie within an hour.
    pub step: i64,
    /// Every tie, sorted.
    pub ties: Vec<TiedWindow>,
    /// Their errors on the tickets left over.
    pub tied_test_errors: Range,
    /// The tie in the middle.
    pub chosen: Reading,
    /// Monday to Friday, 24 hours, with its own best targets, found on the same tickets.
    pub plain: Reading,
}

/// A ticket with a verdict.
#[derive(Debug)]
struct Item<'a> {
    ticket: &'a str,
    opened: Shown,
    ends: [Shown; 2],
    /// The place of its final priority in the scale.
    priority: usize,
    met: bool,
}

impl<'a> Item<'a> {
    fn of(ticket: &'a Ticket, states: &States, scales: &Scales, clocks: &Clocks) -> Option<Self> {
        let [resolved, closed] = ends(ticket, states)?;
        Some(Self {
            ticket: &ticket.number,
            opened: clocks.show(ticket.opened),
            ends: [clocks.show(resolved), clocks.show(closed)],
            priority: scales.priority(ticket.priority?)?,
            met: ticket.met?,
        })
    }
}

/// The tickets of one anchor that hours are sought on and tried on.
struct Split<'a> {
    train: &'a [Item<'a>],
    test: &'a [Item<'a>],
    anchor: Anchor,
    clocks: &'a Clocks,
    levels: &'a [String],
}

/// Hours with the targets that tie on them, for each priority that has tickets.
struct Fitted {
    open: Open,
    window: Window,
    ties: Vec<Option<Tied>>,
    errors: u64,
}

/// The instants at which a ticket was finally resolved and closed; none if it is still open.
fn ends(ticket: &Ticket, states: &States) -> Option<[Instant; 2]> {
    let of = |number| states.state_type(number);
    let entered = |wanted: StateType| {
        let stays = ticket.stays.iter().filter(|stay| of(stay.state) == Some(wanted));
        stays.map(|stay| stay.entered).max()
    };
    let ended = [StateType::Closed, StateType::Canceled].map(Some).contains(&of(ticket.state));
    let by_state = ticket.stays.iter().find(|stay| ended && stay.state == ticket.state);
    let closed = ticket.closed.or(by_state.map(|stay| stay.entered))?;
    let resolved = ticket.resolved.or_else(|| entered(StateType::Resolved)).unwrap_or(closed);
    Some([resolved, closed])
}

/// The hours and targets; none if no closed ticket says whether it was met.
pub(super) fn find<'a>(
    gathered: &'a Gathered,
    states: &States,
    scales: &Scales,
    clocks: &Clocks,
    train: Option<u64>,
) -> Option<HoursFound> {
    let mut tickets: Vec<&Ticket> = gathered.tickets.iter().collect();
    tickets.sort_by_key(|ticket| (ticket.opened, &ticket.number));
    let share = || tickets.len().saturating_mul(3).div_euclid(4);
    let first = train.map_or_else(share, |train| usize::try_from(train).unwrap_or(usize::MAX));
    let items = |tickets: &[&'a Ticket]| -> Vec<Item<'a>> {
        tickets.iter().filter_map(|ticket| Item::of(ticket, states, scales, clocks)).collect()
    };
    let (early, late) = tickets.split_at(first.min(tickets.len()));
    let (early, late) = (items(early), items(late));
    if early.is_empty() {
        return None;
    }
    let [_, _, levels] = &scales.levels;
    let split = |anchor| Split { train: &early, test: &late, anchor, clocks, levels };
    let sought = [Anchor::Resolved, Anchor::Closed].map(split).map(|split| {
        let (errors, windows) = split.search(&hourly());
        (split, errors, windows)
    });
    let anchors: Vec<_> = sought
        .iter()
        .map(|(split, train_errors, windows)| AnchorFound {
            anchor: split.anchor,
            train_errors: *train_errors,
            ties: count(windows.len()),
        })
        .collect();
    let best = sought.into_iter().min_by_key(|(_, errors, _)| *errors)?;
    Some(conclude(best, anchors))
}

/// Narrows the ties down as far as they allow, and holds them against plain hours.
fn conclude(
    (split, mut errors, mut windows): (Split<'_>, u64, Vec<Window>),
    anchors: Vec<AnchorFound>,
) -> HoursFound {
    let plain = split.fitted(Window::PLAIN);
    let mut step = 60;
    let narrow = windows.iter().all(|one| {
        windows.iter().all(|other| one.distance(*other) <= NARROW && one.days == other.days)
    });
    if narrow && errors < plain.errors {
        step = 15;
        let finer = split.search(&quarters(&windows));
        if finer.0 <= errors {
            (errors, windows) = finer;
        }
    }
    let ties: Vec<_> = windows
        .iter()
        .map(|window| {
            let fitted = split.fitted(*window);
            let targets = split.targets(&fitted);
            TiedWindow { window: *window, test_errors: split.tried(&fitted, &targets) }
        })
        .collect();
    let mut of_ties: Vec<u64> = ties.iter().map(|tie| tie.test_errors).collect();
    of_ties.sort_unstable();
    let at = |place: usize| of_ties.get(place).copied().unwrap_or(0);
    let last = of_ties.len().saturating_sub(1);
    let tied_test_errors = Range { min: at(0), median: at(last.div_euclid(2)), max: at(last) };
    let chosen = split.reading(&split.fitted(middle(&windows).unwrap_or(Window::PLAIN)));
    let plain = split.reading(&plain);
    let mut doubts = Vec::new();
    if plain.train_errors <= errors {
        doubts.push(Doubt::PlainHoursTie);
    }
    if split.test.is_empty() {
        doubts.push(Doubt::NothingToTestOn);
    } else if chosen.test_errors.saturating_mul(2) > plain.test_errors {
        doubts.push(Doubt::NotConfirmed);
    }
    let verdict =
        if doubts.is_empty() { Verdict::HoursIdentified } else { Verdict::HoursNotIdentifiable };
    HoursFound {
        verdict,
        doubts,
        train: count(split.train.len()),
        test: count(split.test.len()),
        anchors,
        anchor: split.anchor,
        step,
        ties,
        tied_test_errors,
        chosen,
        plain,
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Every window that begins and ends at a full hour. One that is open all day begins at midnight.
fn hourly() -> Vec<Window> {
    let mut windows = Vec::new();
    for days in [Days::MonToFri, Days::EveryDay] {
        for start in (0..24_i64).map(|hour| hour.saturating_mul(60)) {
            for length in (1..=24_i64).map(|hours| hours.saturating_mul(60)) {
                if length < 1_440 || start == 0 {
                    windows.push(Window { days, start, length });
                }
            }
        }
    }
    windows
}

/// Every window whose start and end lie less than an hour from those of one of these.
fn quarters(around: &[Window]) -> Vec<Window> {
    let steps = || (-3_i64..=3).map(|step| step.saturating_mul(15));
    let mut windows = Vec::new();
    for window in around {
        for (earlier, later) in steps().flat_map(|start| steps().map(move |end| (start, end))) {
            let start = window.start.saturating_add(earlier).rem_euclid(1_440);
            let length = window.length.saturating_sub(earlier).saturating_add(later);
            let whole_day = length == 1_440 && start == 0;
            if whole_day || (1..1_440).contains(&length) {
                windows.push(Window { days: window.days, start, length });
            }
        }
    }
    windows.sort_unstable();
    windows.dedup();
    windows
}

/// Of the windows with the roundest start and end, the one that lies nearest to all.
fn middle(windows: &[Window]) -> Option<Window> {
    let roundness = |window: &Window| {
        let of = |minutes: i64| {
            [60, 30, 15].iter().position(|unit| minutes.rem_euclid(*unit) == 0).unwrap_or(3)
        };
        of(window.start).max(of(window.length))
    };
    let apart = |window: &Window| {
        windows.iter().fold(0_i64, |sum, other| sum.saturating_add(window.distance(*other)))
    };
    windows.iter().min_by_key(|window| (roundness(window), apart(window), **window)).copied()
}

impl Split<'_> {
    /// The fewest errors that one of these windows makes, and every window that makes so few.
    fn search(&self, windows: &[Window]) -> (u64, Vec<Window>) {
        let mut fewest = u64::MAX;
        let mut best = Vec::new();
        for window in windows {
            let errors = self.fitted(*window).errors;
            if errors < fewest {
                fewest = errors;
                best.clear();
            }
            if errors == fewest {
                best.push(*window);
            }
        }
        (fewest, best)
    }

    fn used(&self, open: &Open, item: &Item<'_>) -> i64 {
        let [resolved, closed] = item.ends;
        let end = match self.anchor {
            Anchor::Resolved => resolved,
            Anchor::Closed => closed,
        };
        open.used(item.opened, end)
    }

    fn fitted(&self, window: Window) -> Fitted {
        let open = Open::new(window, self.clocks);
        let mut times: Vec<Vec<(i64, bool)>> = vec![Vec::new(); self.levels.len()];
        for item in self.train {
            if let Some(times) = times.get_mut(item.priority) {
                times.push((self.used(&open, item), item.met));
            }
        }
        let best = |times: &mut Vec<_>| (!times.is_empty()).then(|| fit(times));
        let tied: Vec<_> = times.iter_mut().map(best).collect();
        let errors = tied.iter().flatten().fold(0, |sum: u64, tie| sum.saturating_add(tie.errors));
        Fitted { open, window, ties: tied, errors }
    }

    /// The tickets of a priority that were met and missed, of those that targets are found on.
    fn counts(&self, priority: usize) -> (u64, u64) {
        let of = |met: bool| {
            let of = self.train.iter().filter(|item| item.priority == priority && item.met == met);
            count(of.count())
        };
        (of(true), of(false))
    }

    /// The roundest targets that tie. Where hardly any ticket speaks for one, a target of a higher
    /// priority is not longer than that of a lower one, if the ties allow.
    fn targets(&self, fitted: &Fitted) -> Vec<Option<i64>> {
        let speak = |priority: usize| {
            let (met, missed) = self.counts(priority);
            met.min(missed)
        };
        let mut order: Vec<usize> = (0..fitted.ties.len()).collect();
        order.sort_by_key(|priority| (std::cmp::Reverse(speak(*priority)), *priority));
        let mut targets: Vec<Option<i64>> = vec![None; fitted.ties.len()];
        for priority in order {
            let Some(tied) = fitted.ties.get(priority).copied().flatten() else { continue };
            let (higher, lower) = targets.split_at_checked(priority).unwrap_or_default();
            let from = higher.iter().flatten().copied().max().unwrap_or(0).max(tied.from);
            let least = lower.iter().flatten().copied().min();
            let least = least.map(|least| least.saturating_add(1));
            let to = least.into_iter().chain(tied.to).min();
            let target = if to.is_none_or(|to| from < to) {
                roundest(from, to)
            } else {
                roundest(tied.from, tied.to)
            };
            if let Some(slot) = targets.get_mut(priority) {
                *slot = Some(target);
            }
        }
        targets
    }

    fn wrong<'a>(
        &self,
        items: &'a [Item<'a>],
        fitted: &Fitted,
        targets: &[Option<i64>],
    ) -> impl Iterator<Item = &'a Item<'a>> {
        items.iter().filter(move |item| {
            let target = targets.get(item.priority).copied().flatten();
            target.is_some_and(|target| (self.used(&fitted.open, item) <= target) != item.met)
        })
    }

    /// The errors on the tickets left over.
    fn tried(&self, fitted: &Fitted, targets: &[Option<i64>]) -> u64 {
        count(self.wrong(self.test, fitted, targets).count())
    }

    fn reading(&self, fitted: &Fitted) -> Reading {
        let targets = self.targets(fitted);
        let named = |items| self.wrong(items, fitted, &targets).take(NAMED);
        let exceptions = named(self.train).chain(named(self.test));
        let found = |(priority, (tied, within)): (usize, (&Option<Tied>, &Option<i64>))| {
            let (tied, within) = ((*tied)?, (*within)?);
            let (met, missed) = self.counts(priority);
            Some(TargetFound {
                priority: self.levels.get(priority)?.clone(),
                within: Span::from_millis(within),
                from: Span::from_millis(tied.from),
                to: tied.to.map(Span::from_millis),
                met,
                missed,
                errors: tied.errors,
                barely_identified: met.min(missed) < 10,
            })
        };
        let of_each = fitted.ties.iter().zip(&targets).enumerate();
        Reading {
            window: fitted.window,
            targets: of_each.filter_map(found).collect(),
            train_errors: fitted.errors,
            test_errors: self.tried(fitted, &targets),
            exceptions: exceptions.map(|item| item.ticket.to_owned()).collect(),
        }
    }
}
