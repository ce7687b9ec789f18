use super::cycle::Clock;
use super::{Agreement, Hours, Target, Within};
use crate::calendar::Calendars;
use crate::model::{Change, Ticket, timeline};
use crate::time::Instant;

/// A promise through a ticket's life: a target of an agreement or, in a choice of agreements, the
/// target with one identifier of whichever applies.
#[derive(Debug)]
pub(super) struct Line<'a> {
    members: Vec<&'a Agreement>,
    target: &'a str,
    pub(super) clock: Clock<'a>,
}

/// What holds for a line at one moment.
#[derive(Debug, Clone)]
pub(super) struct Terms<'a> {
    pub(super) agreement: &'a Agreement,
    pub(super) target: &'a Target,
    /// How long it may take; none if nothing is promised for this priority.
    pub(super) within: Option<Within>,
    /// The working time in which its days are counted.
    pub(super) calendar: Hours,
    /// The time that counts.
    pub(super) hours: Hours,
}

/// A line after one event: its terms, and which of its conditions are true.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is what one condition of a target says")]
pub(super) struct Moment<'a, 't> {
    pub(super) at: Instant,
    pub(super) version: u64,
    pub(super) terms: Option<Terms<'a>>,
    pub(super) priority: Option<&'t str>,
    /// From when a clock counts that starts now.
    pub(super) counts_from: Instant,
    pub(super) start: bool,
    pub(super) stop: bool,
    pub(super) pause: bool,
    /// None if the end of the pause condition ends a pause.
    pub(super) resume: Option<bool>,
    pub(super) reset: bool,
    pub(super) cancel: bool,
}

/// The lines of a ticket, each with its clock as it stood after the last event up to `now`, and the
/// ticket as it was then. None if its history is no ticket's.
pub(super) fn follow<'a>(
    ticket: &Ticket,
    agreements: &'a [Agreement],
    calendars: &Calendars,
    now: Instant,
) -> Option<(Vec<Line<'a>>, Ticket)> {
    let mut lines = lines(agreements);
    let effects = timeline(&ticket.history);
    let (first, rest) = effects.split_first()?;
    let Change::Opened(opened) = &first.event.change else { return None };
    let mut past = Ticket::opened(first.at, first.event.version, opened);
    for line in &mut lines {
        line.step(&past, calendars);
    }
    for effect in rest.iter().take_while(|effect| effect.at <= now) {
        past.apply(effect.at, effect.event);
        for line in &mut lines {
            line.step(&past, calendars);
        }
    }
    Some((lines, past))
}

pub(super) fn lines(agreements: &[Agreement]) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for agreement in agreements {
        for target in &agreement.targets {
            let same = |line: &&mut Line<'_>| {
                agreement.one_of.is_some()
                    && line.target == target.id
                    && line.members.iter().all(|member| member.one_of == agreement.one_of)
            };
            if lines.iter_mut().find(same).is_none() {
                let members = match &agreement.one_of {
                    None => vec![agreement],
                    Some(choice) => agreements
                        .iter()
                        .filter(|member| member.one_of.as_ref() == Some(choice))
                        .collect(),
                };
                lines.push(Line { members, target: &target.id, clock: Clock::default() });
            }
        }
    }
    lines
}

impl<'a> Line<'a> {
    pub(super) fn step(&mut self, ticket: &Ticket, calendars: &Calendars) {
        let terms = self.terms(ticket, calendars);
        let target = terms.as_ref().map(|terms| terms.target);
        let holds = |condition: Option<&crate::condition::Condition>, absent: bool| {
            condition.map_or(absent, |condition| condition.holds(ticket))
        };
        let at = ticket.updated_at;
        let moment = Moment {
            at,
            version: ticket.version,
            counts_from: target.map_or(at, |target| target.counts_from(ticket, at)),
            start: target.is_some_and(|target| holds(target.start.as_ref(), true)),
            stop: target.is_some_and(|target| target.stop.holds(ticket)),
            pause: target.is_some_and(|target| holds(target.pause.as_ref(), false)),
            resume: target
                .and_then(|target| target.resume.as_ref())
                .map(|condition| condition.holds(ticket)),
            reset: target.is_some_and(|target| holds(target.reset.as_ref(), false)),
            cancel: target.is_some_and(|target| holds(target.cancel.as_ref(), false)),
            terms,
            priority: ticket.priority.as_deref(),
        };
        self.clock.step(moment);
    }

    /// What holds for it as the ticket stands; none if no agreement is about the ticket.
    fn terms(&self, ticket: &Ticket, calendars: &Calendars) -> Option<Terms<'a>> {
        let agreement = *self.members.iter().find(|member| member.applies_to(ticket))?;
        let target = agreement.targets.iter().find(|target| target.id == self.target)?;
        let within = target.within(ticket);
        let calendar = hours(agreement, ticket, calendars);
        let all_time = within.is_some_and(Within::counts_all_time);
        let hours = if all_time { Hours::Always } else { calendar.clone() };
        Some(Terms { agreement, target, within, calendar, hours })
    }
}

/// The working time of an agreement, on the clocks that the ticket names.
fn hours(agreement: &Agreement, ticket: &Ticket, calendars: &Calendars) -> Hours {
    let Some(id) = &agreement.calendar else { return Hours::Always };
    let zone = agreement.zone_field.as_ref().and_then(|field| ticket.facts.get(field)?.as_text());
    let moved = zone.and_then(|zone| calendars.get_in(id, zone));
    match moved.or_else(|| calendars.get(id).cloned()) {
        Some(calendar) => Hours::Working(calendar),
        None => Hours::Always,
    }
}
