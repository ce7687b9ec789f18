//! The last line of a zone's file: the rule for all years after its last change.

use std::ops::RangeInclusive;

use crate::date::{DAY, day_of, days_of_month, weekday_of};

const HOUR: i64 = 3_600;

/// `M10.5.0/3`: a weekday of a month, and seconds after its midnight.
struct Turn {
    month: i64,
    /// 5 is the last one.
    week: usize,
    /// From Sunday, which is 0.
    weekday: i64,
    seconds: i64,
}

impl Turn {
    fn read(text: &str) -> Self {
        let (date, time) = text.split_once('/').unwrap_or((text, "2"));
        // The forms that count days of the year are not in use since Iran gave them up.
        let date = date.strip_prefix('M').expect("a weekday of a month");
        let numbers: Vec<i64> = date.split('.').map(|part| part.parse().expect("digits")).collect();
        let [month, week, weekday] = numbers[..] else { panic!("{text} has three numbers") };
        let week = usize::try_from(week).expect("a number of a week");
        Self { month, week, weekday, seconds: seconds(time) }
    }

    /// When clocks that are `offset` ahead of UTC turn in a year.
    fn second(&self, year: i64, offset: i64) -> i64 {
        let days = (1..=days_of_month(year, self.month)).map(|day| day_of(year, self.month, day));
        let own = |day: &i64| (weekday_of(*day) + 1) % 7 == self.weekday;
        let days: Vec<i64> = days.filter(own).collect();
        let day = days.get(self.week - 1).or(days.last()).expect("every weekday is in a month");
        day * DAY + self.seconds - offset
    }
}

/// Seconds of `2`, `-1`, `50` or `5:45`.
fn seconds(text: &str) -> i64 {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.trim_start_matches('+')),
    };
    let parts = digits.split(':').zip([HOUR, 60, 1]);
    sign * parts.map(|(part, unit)| part.parse::<i64>().expect("digits") * unit).sum::<i64>()
}

/// The text behind the name of a time such as `CET` or `<+03>`.
fn behind_name(text: &str) -> &str {
    match text.strip_prefix('<') {
        Some(name) => name.split_once('>').expect("the end of the name").1,
        None => text.trim_start_matches(|letter: char| letter.is_ascii_alphabetic()),
    }
}

/// The changes of these years, in order of time: when, and what clocks are ahead of UTC then.
pub(crate) fn changes(footer: &str, years: RangeInclusive<i64>) -> Vec<(i64, i64)> {
    let mut parts = footer.split(',');
    let (times, start, end) = (parts.next(), parts.next(), parts.next());
    let rest = behind_name(times.expect("a standard time"));
    let summer =
        rest.trim_start_matches(|mark: char| mark.is_ascii_digit() || "+-:".contains(mark));
    // POSIX counts what has to be added to local time.
    let standard = -seconds(rest.strip_suffix(summer).expect("its own end"));
    let (Some(start), Some(end)) = (start, end) else { return Vec::new() };
    let summer = match behind_name(summer) {
        "" => standard + HOUR,
        offset => -seconds(offset),
    };
    let (start, end) = (Turn::read(start), Turn::read(end));
    let both =
        |year| [(start.second(year, standard), summer), (end.second(year, summer), standard)];
    let mut changes: Vec<(i64, i64)> = years.flat_map(both).collect();
    changes.sort_unstable();
    changes
}

#[test]
fn the_rule_of_a_footer_is_written_out() {
    let berlin = changes("CET-1CEST,M3.5.0,M10.5.0/3", 2026..=2026);
    assert_eq!(berlin, [(1_774_746_000, 7_200), (1_792_890_000, 3_600)]);
    let dublin = changes("IST-1GMT0,M10.5.0,M3.5.0/1", 2026..=2026);
    assert_eq!(dublin, [(1_774_746_000, 3_600), (1_792_890_000, 0)]);
    assert_eq!(changes("<+0545>-5:45", 2026..=2026), []);
    let nuuk = changes("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026..=2026);
    assert_eq!(nuuk, [(1_774_746_000, -3_600), (1_792_890_000, -7_200)]);
}
