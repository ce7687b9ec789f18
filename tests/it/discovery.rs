//! Logs made by a policy that was planted in them, and what discovery makes of it.

use incident_core::calendar::{Calendar, CalendarDraft};
use incident_core::discovery::{Anchor, Discovery, Doubt, LogRow, Observation, Verdict, WaitsFrom};
use incident_core::door::{ReplaySession, Session};
use incident_core::time::Zone;
use incident_core::{Instant, Severity, Span, check, lint};
use serde_json::json;

const HOUR: i64 = 3_600_000;

/// Numbers that look random and are the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040);
        i64::try_from(self.0 >> 33).expect("31 bits") % bound
    }
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

pub(crate) fn later(from: Instant, milliseconds: i64) -> Instant {
    from.plus(Span::from_millis(milliseconds)).expect("in range")
}

pub(crate) fn row(ticket: &str, state: &str, at: Instant) -> LogRow {
    LogRow {
        line: 1,
        ticket: ticket.to_owned(),
        state: state.to_owned(),
        detail: None,
        at,
        opened_at: None,
        resolved_at: None,
        closed_at: None,
        levels: [None, None, None],
        met: None,
        on_hold: None,
    }
}

/// What is planted in a log.
struct Planted {
    tickets: i64,
    zone: &'static str,
    /// The only hours of Monday to Friday, or none for all time.
    hours: Option<[&'static str; 2]>,
    /// By priority, the highest first.
    targets: [i64; 4],
    anchor: Anchor,
    /// One flag in so many is wrong; none if zero.
    noise: i64,
    /// Everything was met, whatever it took.
    all_met: bool,
    /// The rows of wrong priority.
    contradictions: i64,
}

const PLANTED: Planted = Planted {
    tickets: 800,
    zone: "Europe/Berlin",
    hours: Some(["08:00", "17:00"]),
    targets: [2 * HOUR, 8 * HOUR, 24 * HOUR, 45 * HOUR],
    anchor: Anchor::Resolved,
    noise: 0,
    all_met: false,
    contradictions: 0,
};

pub(crate) const LEVELS: [&str; 3] = ["1 - High", "2 - Medium", "3 - Low"];
pub(crate) const PRIORITIES: [&str; 4] = ["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"];

/// The planted matrix. Of high impact and low urgency there is no ticket.
fn cell(impact: usize, urgency: usize) -> usize {
    (impact + urgency).min(3)
}

impl Planted {
    fn calendar(&self) -> Option<Calendar> {
        let [from, to] = self.hours?;
        let mut draft = CalendarDraft::in_zone(self.zone);
        let hours = vec![[from.to_owned(), to.to_owned()]];
        let week = &mut draft.hours;
        for day in [&mut week.mon, &mut week.tue, &mut week.wed, &mut week.thu, &mut week.fri] {
            day.clone_from(&hours);
        }
        Some(Calendar::check(&draft).expect("a calendar").0)
    }

    fn log(&self) -> Vec<LogRow> {
        let (calendar, mut dice) = (self.calendar(), Dice(7));
        let mut log = Vec::new();
        for number in 0..self.tickets {
            let ticket = format!("INC{number:05}");
            let opened = later(at("2025-01-06T00:00:00Z"), dice.below(365 * 24 * 60) * 60_000);
            let pairs = [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)];
            let (impact, urgency) = pairs[usize::try_from(dice.below(8)).expect("a place")];
            let priority = cell(impact, urgency);
            let target = self.targets[priority];
            // About as many are met as missed, many of them closely.
            let share = 700 + dice.below(600);
            let work = target / 1_000 * share / 60_000 * 60_000 + 60_000;
            let resolved = match &calendar {
                Some(calendar) => calendar.add(opened, Span::from_millis(work)).expect("an end"),
                None => later(opened, work),
            };
            let resolved = later(resolved, dice.below(30) * 60_000);
            let due = match &calendar {
                Some(calendar) => calendar.add(opened, Span::from_millis(target)).expect("an end"),
                None => later(opened, target),
            };
            let end = resolved.max(later(opened, 180_000));
            let wait = 72 * HOUR + dice.below(60) * 60_000;
            let (resolved, closed) = match self.anchor {
                Anchor::Resolved => (end, later(end, wait)),
                Anchor::Closed => (later(end, -wait).max(later(opened, 120_000)), end),
            };
            let wrong = self.noise > 0 && dice.below(self.noise) == 0;
            let met = self.all_met || (end <= due) != wrong;
            let mut states = vec![("New", opened), ("Active", later(opened, 60_000))];
            if number % 5 == 0 {
                states.push(("Awaiting Vendor", later(opened, 90_000)));
            }
            states.extend([("Resolved", resolved), ("Closed", closed)]);
            for (state, at) in states {
                let mut row = row(&ticket, state, at);
                row.opened_at = Some(opened);
                let wrong = number < self.contradictions && state == "New";
                let shown = if wrong { (priority + 1) % 4 } else { priority };
                row.levels = [LEVELS[impact], LEVELS[urgency], PRIORITIES[shown]]
                    .map(|level| Some(level.to_owned()));
                row.met = Some(met);
                log.push(row);
            }
        }
        log
    }

    fn found(&self) -> Discovery {
        found(&self.log(), self.zone, Some(self.tickets.unsigned_abs() * 2 / 3))
    }
}

pub(crate) fn found(log: &[LogRow], zone: &str, train: Option<u64>) -> Discovery {
    let mut observation = Observation::new(Zone::named(zone).expect("a zone"));
    for row in log {
        observation.push(row);
    }
    observation.finish(train)
}

pub(crate) fn accepted(discovery: &Discovery) {
    assert_eq!(discovery.refused, []);
    let text = serde_json::to_string(&discovery.draft).expect("JSON");
    let checked = check::policy(&text).expect("a policy");
    assert_eq!(checked.policy.id(), "discovered");
    let findings = lint::lint(&discovery.draft, at("2026-01-01T00:00:00Z"));
    let errors = findings.iter().filter(|one| one.finding.severity() == Severity::Error);
    assert_eq!(errors.count(), 0, "{findings:?}");
}

#[test]
fn the_planted_policy_is_found() {
    let discovery = PLANTED.found();
    accepted(&discovery);
    let hours = discovery.hours.as_ref().expect("hours");
    assert_eq!(hours.verdict, Verdict::HoursIdentified, "{hours:?}");
    assert_eq!((hours.doubts.len(), hours.anchor), (0, Anchor::Resolved));
    assert_eq!(hours.chosen.window.to_string(), "Mon-Fri 08:00-17:00");
    assert_eq!((hours.chosen.train_errors, hours.chosen.test_errors), (0, 0));
    assert!(hours.plain.test_errors > 20, "{:?}", hours.plain);
    assert!(hours.ties.iter().any(|tie| tie.window == hours.chosen.window));
    for (target, planted) in hours.chosen.targets.iter().zip(PLANTED.targets) {
        let planted = Span::from_millis(planted);
        assert!(target.from <= planted && target.to.is_some_and(|to| planted < to), "{target:?}");
        assert!(!target.barely_identified, "{target:?}");
    }
    let close = discovery.auto_close.as_ref().expect("a delay");
    assert_eq!(
        (close.delay, close.clear, close.best.permille),
        (Span::from_hours(72), true, 1_000)
    );
    assert_eq!((close.earlier, close.later, close.best.waits_from), (0, 0, WaitsFrom::LastEntry));
    let text = serde_json::to_value(&discovery.draft).expect("JSON");
    assert_eq!(text["calendars"][0]["hours"]["mon"], json!([["08:00", "17:00"]]));
    assert_eq!(text["calendars"][0]["zone"], "Europe/Berlin");
    assert_eq!(text["lifecycle"]["timers"][0]["after"], "72h");
    assert_eq!(text["lifecycle"]["initial"], "new");
}

#[test]
fn the_matrix_is_found_with_its_exceptions_and_its_unseen_cell_is_filled() {
    let planted = Planted { contradictions: 17, ..PLANTED };
    let discovery = planted.found();
    let matrix = discovery.matrix.as_ref().expect("a matrix");
    assert_eq!(matrix.exceptions, 17);
    assert_eq!(matrix.rows, discovery.rows);
    let mut listed = 0;
    for (at, found) in matrix.cells.iter().enumerate() {
        let (impact, urgency) = (at / 3, at % 3);
        assert_eq!((&*found.impact, &*found.urgency), (LEVELS[impact], LEVELS[urgency]));
        listed += found.exceptions.iter().map(|(_, rows)| rows).sum::<u64>();
        if (impact, urgency) == (0, 2) {
            assert_eq!((&found.priority, found.support), (&None, 0));
            assert_eq!(found.filled.as_deref(), Some(PRIORITIES[2]), "as its mirror image");
        } else {
            assert_eq!(found.priority.as_deref(), Some(PRIORITIES[cell(impact, urgency)]));
            assert_eq!(found.filled, None);
        }
    }
    assert_eq!(listed, 17);
    accepted(&discovery);
    assert_eq!(
        serde_json::to_value(&discovery.draft.matrix).expect("JSON"),
        json!({"high": {"high": "critical", "medium": "high", "low": "moderate"},
               "medium": {"high": "high", "medium": "moderate", "low": "low"},
               "low": {"high": "moderate", "medium": "low", "low": "low"}})
    );
}

#[test]
fn hours_are_found_through_noise_and_from_the_closing() {
    for planted in [
        Planted { noise: 40, ..PLANTED },
        Planted {
            tickets: 1_500,
            anchor: Anchor::Closed,
            hours: Some(["14:00", "23:00"]),
            targets: [30, 40, 62, 134].map(|hours| hours * HOUR),
            zone: "Etc/UTC",
            ..PLANTED
        },
        Planted { hours: Some(["22:00", "06:00"]), zone: "America/Sao_Paulo", ..PLANTED },
    ] {
        let discovery = planted.found();
        accepted(&discovery);
        let hours = discovery.hours.as_ref().expect("hours");
        let [from, to] = planted.hours.expect("hours");
        assert_eq!(hours.anchor, planted.anchor);
        assert_eq!(hours.chosen.window.to_string(), format!("Mon-Fri {from}-{to}"));
        assert_eq!(hours.verdict, Verdict::HoursIdentified, "{:?}", hours.chosen);
    }
}

#[test]
fn all_time_is_found_where_all_time_counts() {
    let discovery = Planted { hours: None, ..PLANTED }.found();
    accepted(&discovery);
    let hours = discovery.hours.as_ref().expect("hours");
    assert_eq!(hours.chosen.window.to_string(), "every day 00:00-24:00");
    assert_eq!(hours.verdict, Verdict::HoursIdentified);
    assert_eq!(discovery.draft.calendars, []);
}

#[test]
fn what_was_always_met_identifies_no_hours() {
    let discovery = Planted { all_met: true, ..PLANTED }.found();
    accepted(&discovery);
    let hours = discovery.hours.as_ref().expect("hours");
    assert_eq!(hours.verdict, Verdict::HoursNotIdentifiable);
    assert_eq!(hours.doubts, [Doubt::PlainHoursTie], "0 of 0 errors is half of them");
    assert_eq!(hours.ties.len(), 2 * (24 * 23 + 1), "every window ties");
    for target in &hours.plain.targets {
        assert_eq!((target.to, target.missed), (None, 0));
        assert!(target.barely_identified && target.within >= target.from, "{target:?}");
    }
    let untried = found(&PLANTED.log(), PLANTED.zone, None).hours.expect("hours");
    assert_eq!((untried.train, untried.test), (600, 200));
    let all = found(&PLANTED.log(), PLANTED.zone, Some(u64::MAX)).hours.expect("hours");
    assert_eq!(all.doubts, [Doubt::NothingToTestOn]);
}

/// What a replay of the log under the policy that was drafted from it says.
fn replayed(log: &[LogRow], discovery: &Discovery) -> incident_core::replay::Summary {
    let header = ["number", "incident_state", "sys_updated_at", "opened_at", "made_sla"];
    let levels = ["impact", "urgency", "priority"];
    let header: Vec<_> = header.into_iter().chain(levels).collect();
    let text = serde_json::to_string(&discovery.draft).expect("JSON");
    let session = Session::new(&text).expect("a policy");
    let begin = json!({"header": header, "zone": "Etc/UTC"}).to_string();
    let mut replay = ReplaySession::new(&session, &begin).expect("a replay");
    let shown = |instant: Instant| {
        let text = instant.to_string();
        let (date, time) = text.trim_end_matches('Z').split_once('T').expect("an instant");
        let date: Vec<_> = date.split('-').rev().collect();
        format!("{} {time}", date.join("/"))
    };
    for row in log {
        let mut cells = vec![
            row.ticket.clone(),
            row.state.clone(),
            shown(row.at),
            shown(row.opened_at.expect("an opening")),
            row.met.expect("a flag").to_string(),
        ];
        cells.extend(row.levels.iter().map(|level| level.clone().expect("a level")));
        replay.take(row.line, &cells, &mut String::new());
    }
    assert_eq!(replay.replay().findings(), []);
    replay.replay().summary()
}

#[test]
fn the_log_is_as_it_should_be_under_its_draft() {
    // The year holds both changes of clocks of Berlin, and hours at night that they fall into.
    for planted in [PLANTED, Planted { hours: None, ..PLANTED }, Planted { noise: 40, ..PLANTED }] {
        let (log, discovery) = (planted.log(), planted.found());
        let summary = replayed(&log, &discovery);
        assert_eq!(summary.refusals, []);
        assert_eq!(summary.matrix_mismatches, 0);
        let chosen = discovery.hours.expect("hours").chosen;
        let errors = chosen.train_errors + chosen.test_errors;
        assert_eq!(summary.sla.mismatches, errors, "{chosen:?}");
    }
}

#[test]
fn the_order_of_tickets_changes_nothing() {
    let planted = Planted { tickets: 200, noise: 9, contradictions: 5, ..PLANTED };
    let log = planted.log();
    let whole = found(&log, planted.zone, None);
    let mut reversed: Vec<&[LogRow]> =
        log.chunk_by(|one, other| one.ticket == other.ticket).collect();
    reversed.reverse();
    assert_eq!(found(&reversed.concat(), planted.zone, None), whole);
    // The rows of all tickets mixed, by their time.
    let mut mixed = log.clone();
    mixed.sort_by_key(|row| row.at);
    assert_eq!(found(&mixed, planted.zone, None), whole);
}

#[test]
fn repeated_rows_change_no_move() {
    let log = Planted { tickets: 100, ..PLANTED }.log();
    let twice: Vec<LogRow> = log.iter().flat_map(|row| [row.clone(), row.clone()]).collect();
    let (once, twice) = (found(&log, "Etc/UTC", None), found(&twice, "Etc/UTC", None));
    assert_eq!(twice.rows, 2 * once.rows);
    assert_eq!(twice.transitions, once.transitions);
    assert_eq!((twice.auto_close, twice.hours), (once.auto_close, once.hours));
    assert_eq!(twice.draft, once.draft);
}
