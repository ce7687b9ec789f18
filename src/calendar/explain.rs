use super::build::Clocks;
use super::{Calendar, DayHours};
use crate::time::{Instant, Segment, day_of};

/// Why a stretch of time counts or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Openness {
    /// It is open.
    Open,
    /// Neither the week nor a shift has hours there.
    Closed,
    /// It lies on a holiday, with its name if it has one.
    Holiday(Option<String>),
    /// It lies in a dated break.
    Break,
}

const DAY: i64 = 86_400;

impl Calendar {
    /// A range in pieces, each with why it is open or not; earliest first, without gaps, at most
    /// `most` of them. None if there would be more.
    #[must_use]
    pub fn explain(&self, range: Segment, most: usize) -> Option<Vec<(Segment, Openness)>> {
        let mut pieces = Vec::new();
        let mut at = range.from;
        for open in self.open_segments(range, most.saturating_add(1)) {
            self.explain_gap(at, open.from, &mut pieces);
            pieces.push((open, Openness::Open));
            at = open.to;
            if pieces.len() > most {
                return None;
            }
        }
        self.explain_gap(at, range.to, &mut pieces);
        (pieces.len() <= most).then_some(pieces)
    }

    /// Splits closed time by the holidays and breaks in it.
    fn explain_gap(&self, from: Instant, to: Instant, pieces: &mut Vec<(Segment, Openness)>) {
        let Some(gap) = Segment::new(from, to) else { return };
        let day = |at| self.rules.zone.date_at(at).map(day_of);
        let (Some(first), Some(last)) = (day(from), day(to)) else {
            pieces.push((gap, Openness::Closed));
            return;
        };
        let days = first.saturating_sub(1)..=last.saturating_add(1);
        let mut clocks = Clocks::of(&self.rules.zone);
        let mut named = Vec::new();
        for (day, _) in self.rules.holidays.within(days.clone()) {
            let stretch = clocks.stretch(*day, DayHours { from: 0, to: DAY });
            let name = self.rules.names.iter().find(|(other, _)| other == day);
            named.push((stretch, Openness::Holiday(name.map(|(_, name)| name.clone()))));
        }
        let breaks = self.rules.breaks.within(days).iter();
        for (day, hours) in breaks.filter(|(day, _)| self.rules.zone.has_day(*day)) {
            for hours in hours {
                named.push((clocks.stretch(*day, *hours), Openness::Break));
            }
        }
        named.sort_by_key(|(stretch, _)| *stretch);
        let mut at = from;
        for ((start, end), why) in named {
            let start = Instant::from_millis(start).unwrap_or(Instant::MIN).max(at);
            let end = Instant::from_millis(end).unwrap_or(Instant::MIN).min(to);
            let Some(piece) = Segment::new(start, end) else { continue };
            pieces.extend(Segment::new(at, start).map(|closed| (closed, Openness::Closed)));
            pieces.push((piece, why));
            at = end;
        }
        pieces.extend(Segment::new(at, to).map(|closed| (closed, Openness::Closed)));
    }
}
