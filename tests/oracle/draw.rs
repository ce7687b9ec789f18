//! Chance that can be repeated: the same seed draws the same plans and questions.

use crate::date::{DAY, day_of};
use crate::plan::{Hours, Plan};
use crate::zone::{Change, Clocks};

const HOUR: i64 = 3_600;
/// Milliseconds from one cut of the crate's line to the next, where a seam could show.
const CUT: i64 = 1 << 35;

/// Zones with gaps of 20 minutes, of 2 hours and of a whole day; changes at midnight, just after
/// it and on either side of it; offsets in seconds; summer time that is called winter time;
/// changes without any name; rules for the future with hours below 0 and above 24; and none.
pub(crate) const ZONES: [&str; 48] = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "Africa/Juba",
    "Africa/Monrovia",
    "America/Anchorage",
    "America/Asuncion",
    "America/Caracas",
    "America/Guyana",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Scoresbysund",
    "America/St_Johns",
    "America/Vancouver",
    "Antarctica/Casey",
    "Antarctica/Macquarie",
    "Antarctica/Troll",
    "Antarctica/Vostok",
    "Asia/Almaty",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Pyongyang",
    "Asia/Tehran",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Etc/UTC",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Moscow",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Easter",
    "Pacific/Fakaofo",
    "Pacific/Kiritimati",
    "Pacific/Kwajalein",
    "Pacific/Norfolk",
    "Pacific/Rarotonga",
];

/// A generator of the kind called `SplitMix64`.
#[derive(Debug)]
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn seeded(seed: u64) -> Self {
        // Neighbouring seeds shall not share a stretch of the same sequence.
        let mut draw = Self(seed);
        Self(draw.next() ^ seed.rotate_left(32))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `from` up to but not including `to`; `from` itself if there is none.
    pub(crate) fn range(&mut self, from: i64, to: i64) -> i64 {
        let width = u128::try_from(to.saturating_sub(from)).unwrap_or(0);
        let ahead = (width * u128::from(self.next())) >> 64;
        from + i64::try_from(ahead).expect("less than the width")
    }

    pub(crate) fn chance(&mut self, percent: i64) -> bool {
        self.range(0, 100) < percent
    }

    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let count = i64::try_from(list.len()).expect("a length");
        &list[usize::try_from(self.range(0, count)).expect("an index")]
    }

    fn many<T>(&mut self, most: i64, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.range(0, most + 1)).map(|_| one(self)).collect()
    }
}

/// Where questions are asked: a stretch of seconds, and the change of clocks that it was laid
/// around.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) first: i64,
    pub(crate) days: i64,
    change: Option<Change>,
}

impl Window {
    /// A window of so many days, mostly around a change of these clocks.
    pub(crate) fn drawn(draw: &mut Draw, clocks: &Clocks, days: i64) -> Self {
        // Beyond 2040 there are only the rules that footers give.
        let recent = day_of(2041, 1, 1) * DAY;
        let (from, to) = match draw.range(0, 100) {
            0..15 => (recent, day_of(2101, 1, 1) * DAY),
            15..17 => (0, 3 * DAY),
            _ => (0, recent),
        };
        if draw.chance(5) {
            let cut = draw.range(0, to * 1_000 / CUT) * CUT / 1_000;
            let first = (cut - draw.range(0, days * DAY)).max(0);
            return Self { first, days, change: None };
        }
        let changes: Vec<Change> = clocks
            .changes
            .iter()
            .filter(|change| (from..to).contains(&change.at))
            .copied()
            .collect();
        if changes.is_empty() || draw.chance(20) {
            return Self { first: draw.range(from, to), days, change: None };
        }
        let change = *draw.pick(&changes);
        let first = (change.at - draw.range(0, days * DAY)).max(0);
        Self { first, days, change: Some(change) }
    }

    fn day(&self, draw: &mut Draw) -> i64 {
        let day = match self.change {
            Some(change) if draw.chance(50) => {
                (change.at + change.before).div_euclid(DAY) + draw.range(-2, 3)
            }
            _ => self.first.div_euclid(DAY) + draw.range(-1, self.days + 1),
        };
        // Documents begin with 1970.
        day.max(0)
    }

    /// Seconds after midnight, often where clocks change.
    fn edge(&self, draw: &mut Draw) -> i64 {
        let Some(change) = self.change.filter(|_| draw.chance(50)) else {
            return match draw.range(0, 4) {
                0 => draw.range(0, DAY),
                1 => draw.range(0, 1_440) * 60,
                2 => draw.range(0, 6 * 60) * 60,
                _ => draw.range(0, 96) * 900,
            };
        };
        let low = change.at + change.before.min(change.after);
        let high = change.at + change.before.max(change.after);
        let local = match draw.range(0, 5) {
            0 => low,
            1 => high,
            2 => draw.range(low - HOUR, high + HOUR),
            _ => draw.range(low, high + 1) / 60 * 60,
        };
        local.rem_euclid(DAY)
    }

    fn hours(&self, draw: &mut Draw) -> Hours {
        let from = self.edge(draw);
        (from, if draw.chance(10) { DAY } else { self.edge(draw) })
    }

    /// A plan whose dates lie in the window.
    pub(crate) fn plan(&self, draw: &mut Draw, zone: &'static str) -> Plan {
        let mut plan = Plan { zone, ..Plan::default() };
        let daily = match draw.range(0, 20) {
            0..8 => draw.many(4, |draw| self.hours(draw)),
            8 => vec![(0, DAY)],
            9 => vec![(22 * HOUR, 6 * HOUR)],
            _ => Vec::new(),
        };
        let style = draw.range(0, 10);
        for (number, day) in plan.week.iter_mut().enumerate() {
            *day = match style {
                _ if !daily.is_empty() => daily.clone(),
                0..3 if number < 5 => vec![(9 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)],
                0..3 => draw.many(1, |draw| self.hours(draw)),
                // Nothing but dated shifts, if any.
                3 => Vec::new(),
                _ => draw.many(3, |draw| self.hours(draw)),
            };
        }
        plan.holidays = draw.many(3, |draw| self.day(draw));
        let dated = |draw: &mut Draw| (self.day(draw), draw.many(3, |draw| self.hours(draw)));
        plan.breaks = draw.many(4, dated);
        plan.shifts = draw.many(if style == 3 { 9 } else { 3 }, dated).into_iter().collect();
        plan
    }
}

#[test]
fn the_same_seed_draws_the_same() {
    let drawn = |seed| {
        let mut draw = Draw::seeded(seed);
        std::array::from_fn::<i64, 4, _>(|_| draw.range(-5, 1_000))
    };
    assert_eq!(drawn(7), drawn(7));
    assert_ne!(drawn(7), drawn(8));
    assert_eq!(Draw::seeded(1).range(3, 3), 3);
}
