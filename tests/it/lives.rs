//! Laws that hold for the clocks of every ticket, whatever its life and its policy's settings.

use incident_core::engine::{Pause, Pending, Supposition, Verdict};
use incident_core::model::{Actor, Change, Command, Context, Event, Sender, Tick, Value};
use incident_core::sla::{ClockState, Proof, Stage};
use incident_core::{Instant, Span, Ticket};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::clock::config;
use crate::desk::{
    Desk, agreement, correct, go, hours, message, on_hold, opening, set, target, with,
};

mod ticks;

/// Something that happens so many minutes after what happened before.
type Happening = (i64, u8);

/// Friday, 2026-01-02, 06:00 in Berlin.
const FIRST: i64 = 1_767_330_000_000;
const TARGETS: [&str; 3] = ["acknowledge", "resolve", "nextUpdate"];

fn instant(minutes: i64) -> Instant {
    Instant::from_millis(FIRST + minutes * 60_000).expect("an instant")
}

fn command(number: u8) -> Command {
    match number % 12 {
        0 => go("new"),
        1 | 2 => go("inProgress"),
        3..=5 => go("onHold"),
        6 => go("resolved"),
        7 => set("urgency", Value::from("high")),
        8 => set("urgency", Value::from("medium")),
        9 => set("requesterZone", Value::from("America/New_York")),
        10 => message(Sender::Requester),
        _ => message(Sender::Support),
    }
}

fn settings() -> impl Strategy<Value = Json> {
    let carry = || {
        proptest::sample::select(
            &["carryElapsed", "carryPercent", "retroactive", "restart", "segment"][..],
        )
    };
    let time = || proptest::sample::select(&["givenBack", "counts"][..]);
    let reopen = proptest::sample::select(&["resume", "newCycle", "restart", "ignore"][..]);
    let boundary = proptest::sample::select(&["closing", "nextOpening", "nextWorkingDay"][..]);
    (carry(), carry(), reopen, time(), time(), boundary).prop_map(
        |(target, calendar, reopen, resolved, paused, boundary)| {
            json!({
                "onTargetChange": target,
                "onCalendarChange": calendar,
                "onReopen": reopen,
                "resolvedTime": resolved,
                "pausedTime": paused,
                "boundary": boundary,
                "pause": on_hold(),
                "warnings": ["50%", "30m left"],
            })
        },
    )
}

fn life() -> impl Strategy<Value = Vec<Happening>> {
    proptest::collection::vec((0..2_000_i64, any::<u8>()), 0..12)
}

/// What happens at all: a move to where the ticket is already does not.
fn plain(life: &[Happening]) -> Vec<(i64, Command)> {
    let mut at = 0;
    let mut state = "new".to_owned();
    let mut urgency = "high".to_owned();
    let mut plain = Vec::new();
    for (gap, number) in life {
        at += gap;
        let command = command(*number);
        match &command {
            Command::Move(to) if to.to == state => continue,
            Command::Move(to) => state.clone_from(&to.to),
            Command::ChangeFacts(facts) => {
                if let Some(level) = facts.facts.get("urgency").and_then(Value::as_text) {
                    if level == urgency {
                        continue;
                    }
                    level.clone_into(&mut urgency);
                }
            }
            _ => {}
        }
        plain.push((at, command));
    }
    plain
}

fn desk(settings: &Json) -> Desk {
    let day = [["09:00", "12:00"], ["13:00", "17:00"]];
    let settled = |kind, within| with(target(kind, within), settings.clone());
    let mut agreement = agreement(json!([
        settled("acknowledge", ["1h", "3h", "1 working day"]),
        settled("resolve", ["4h", "12h", "3 working days"]),
        settled("nextUpdate", ["2h", "4h", "6h elapsed"]),
    ]));
    agreement["zoneField"] = json!("requesterZone");
    Desk::of(json!([hours("office", "Europe/Berlin", &day)]), json!([agreement]))
}

fn give(desk: &mut Desk, at: i64, command: &Command) {
    let context = Context::at(instant(at), Actor::default());
    let events = desk.engine.decide(desk.ticket.as_ref(), command, &context).expect("accepted");
    desk.take(events);
}

fn lived(settings: &Json, life: &[(i64, Command)]) -> Desk {
    let mut desk = desk(settings);
    give(&mut desk, 0, &opening("high"));
    for (at, command) in life {
        give(&mut desk, *at, command);
    }
    desk
}

/// The same with a host that lets time do its work before each command. None if a command is
/// refused, or changes nothing and so leaves no event: with one taken out that may be.
fn may_live(settings: &Json, life: &[(i64, Command)]) -> Option<Desk> {
    let mut desk = desk(settings);
    give(&mut desk, 0, &opening("high"));
    for (at, command) in life {
        tick(&mut desk, *at);
        let context = Context::at(instant(*at), Actor::default());
        let events = desk.engine.decide(desk.ticket.as_ref(), command, &context).ok()?;
        if events.is_empty() {
            return None;
        }
        desk.take(events);
    }
    Some(desk)
}

fn tick(desk: &mut Desk, at: i64) {
    give(desk, at, &Command::Tick(Tick {}));
}

fn clocks(desk: &Desk, at: i64) -> Vec<ClockState> {
    let context = Context::at(instant(at), Actor::default());
    desk.engine.assess(desk.ticket(), &context).clocks
}

fn end(life: &[(i64, Command)]) -> i64 {
    life.last().map_or(0, |(at, _)| *at)
}

fn proofs(desk: &Desk, at: i64) -> Vec<Proof> {
    let prove = |target: &&str| desk.engine.prove(desk.ticket(), "sla", target, instant(at)).ok();
    TARGETS.iter().filter_map(prove).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn elapsed_and_remaining_are_the_target(
        settings in settings(),
        life in life(),
        more in 0..9_000_i64,
    ) {
        let life = plain(&life);
        let desk = lived(&settings, &life);
        for clock in clocks(&desk, end(&life) + more) {
            if let Some(within) = clock.within_ms {
                prop_assert_eq!(clock.elapsed_ms + clock.remaining_ms.unwrap(), within);
                prop_assert_eq!(clock.overrun_ms.is_some(), clock.elapsed_ms > within);
            }
            prop_assert!(clock.percent.is_none_or(|percent| percent >= 0));
        }
    }

    #[test]
    fn remaining_never_grows_while_nothing_happens(
        settings in settings(),
        life in life(),
        one in 0..9_000_i64,
        two in 0..9_000_i64,
    ) {
        let life = plain(&life);
        let desk = lived(&settings, &life);
        let early = clocks(&desk, end(&life) + one);
        let late = clocks(&desk, end(&life) + one + two);
        for (early, late) in early.iter().zip(&late) {
            prop_assert!(late.remaining_ms <= early.remaining_ms);
            prop_assert!(early.breached_at.is_none() || early.breached_at == late.breached_at);
            prop_assert!(early.due_at.is_none() || early.due_at == late.due_at);
        }
    }

    #[test]
    fn a_running_clock_is_breached_just_after_it_is_due(settings in settings(), life in life()) {
        let life = plain(&life);
        let desk = lived(&settings, &life);
        for clock in clocks(&desk, end(&life)) {
            let running = clock.stage == Stage::Running;
            let Some(due) = clock.due_at.filter(|_| running) else { continue };
            let at = |now: Instant| {
                let context = Context::at(now, Actor::default());
                let clocks = desk.engine.assess(desk.ticket(), &context).clocks;
                clocks.into_iter().find(|other| other.target == clock.target).unwrap()
            };
            // What was used up at a closing may have become due at an opening in a wait.
            let due = due.max(instant(end(&life)));
            prop_assert_eq!(at(due).stage, Stage::Running);
            let after = at(due.plus(Span::from_millis(1)).unwrap());
            prop_assert_eq!((after.stage, after.breached_at), (Stage::Breached, Some(due)));
            prop_assert_eq!(at(due).remaining_ms, Some(0));
        }
    }

    #[test]
    fn nothing_changes_before_the_next_change(settings in settings(), life in life()) {
        let life = plain(&life);
        let desk = lived(&settings, &life);
        for clock in clocks(&desk, end(&life)) {
            let until = clock.next_change_at.unwrap_or(instant(end(&life) + 100_000));
            let just_before = until.plus(Span::from_millis(-1)).unwrap();
            let context = Context::at(just_before, Actor::default());
            let later = desk.engine.assess(desk.ticket(), &context).clocks;
            let later = later.into_iter().find(|other| other.target == clock.target).unwrap();
            prop_assert_eq!((later.stage, later.warned.len()), (clock.stage, clock.warned.len()));
        }
    }

    #[test]
    fn a_pause_of_no_length_changes_nothing(
        settings in settings(),
        life in life(),
        more in 0..9_000_i64,
    ) {
        let life = plain(&life);
        let desk = lived(&settings, &life);
        let mut other = lived(&settings, &life);
        let at = end(&life) + more;
        let state = desk.ticket().state.clone();
        if state == "onHold" || state == "resolved" {
            return Ok(());
        }
        give(&mut other, at, &go("onHold"));
        give(&mut other, at, &go(&state));
        let (one, two) = (clocks(&desk, at), clocks(&other, at));
        for (one, two) in one.iter().zip(&two).filter(|(one, _)| one.target == "resolve") {
            prop_assert_eq!(one.elapsed_ms, two.elapsed_ms);
            prop_assert_eq!((one.due_at, one.breached_at), (two.due_at, two.breached_at));
        }
    }

    #[test]
    fn splitting_a_pause_changes_nothing(
        settings in settings(),
        life in life(),
        first in 0..3_000_i64,
        second in 0..3_000_i64,
    ) {
        let life = plain(&life);
        let mut desk = lived(&settings, &life);
        if desk.ticket().state == "onHold" {
            return Ok(());
        }
        let mut split = lived(&settings, &life);
        let start = end(&life);
        for (desk, cut) in [(&mut desk, None), (&mut split, Some(start + first))] {
            give(desk, start, &go("onHold"));
            if let Some(cut) = cut {
                give(desk, cut, &go("inProgress"));
                give(desk, cut, &go("onHold"));
            }
            give(desk, start + first + second, &go("inProgress"));
        }
        let now = start + first + second;
        for (one, two) in clocks(&desk, now).iter().zip(&clocks(&split, now)) {
            prop_assert_eq!((one.elapsed_ms, one.paused_ms), (two.elapsed_ms, two.paused_ms));
            prop_assert_eq!((one.due_at, one.breached_at), (two.due_at, two.breached_at));
        }
    }

    #[test]
    fn a_replay_of_the_history_is_the_ticket(settings in settings(), life in life()) {
        let life = plain(&life);
        let desk = lived(&settings, &life);
        let replayed = Ticket::fold(desk.ticket().history.clone());
        prop_assert_eq!(replayed.as_ref(), Some(desk.ticket()));
        let text = serde_json::to_string(desk.ticket()).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Ticket>(&text).unwrap(), desk.ticket());
    }

    #[test]
    fn what_is_recorded_late_is_as_if_known_in_time(
        settings in settings(),
        life in life(),
        which in any::<prop::sample::Index>(),
        more in 0..3_000_i64,
    ) {
        let life = plain(&life);
        let Some((which, mut known, mut late)) = with_and_without(&settings, &life, which) else {
            return Ok(());
        };
        let (at, command) = life[which].clone();
        let now = instant(end(&life) + more);
        let took_effect_at = Some(instant(at));
        let context = Context { took_effect_at, ..Context::at(now, Actor::default()) };
        // Without it the ticket may have gone where it then cannot go; that is refused, not bent.
        if let Ok(events) = late.engine.decide(late.ticket.as_ref(), &command, &context) {
            if events.is_empty() {
                return Ok(());
            }
            late.take(events);
            let same_instant = life.iter().filter(|(other, _)| *other == at).count() > 1 || at == 0;
            if !same_instant {
                tick(&mut known, end(&life) + more);
                tick(&mut late, end(&life) + more);
                // A host that did not ask in time finds the move of a timer at a later event; who
                // derives the past anew finds it when it fell due.
                let timed = |event: &Event| {
                    matches!(&event.change, Change::StateChanged(one) if one.timer.is_some())
                };
                let asked_late =
                    |pair: &[Event]| timed(&pair[1]) && pair[0].at == pair[1].at;
                if known.ticket().history.windows(2).any(asked_late) {
                    return Ok(());
                }
                same_but_for_history(known.ticket(), late.ticket())?;
                let now = end(&life) + more;
                prop_assert_eq!(clocks(&known, now), clocks(&late, now));
            }
        }
    }

    #[test]
    fn a_withdrawn_event_is_as_if_it_had_never_been(
        settings in settings(),
        life in life(),
        which in any::<prop::sample::Index>(),
        more in 0..3_000_i64,
    ) {
        let life = plain(&life);
        let Some((which, mut desk, mut never)) = with_and_without(&settings, &life, which) else {
            return Ok(());
        };
        // The event of the command, found by what came before it.
        let mut earlier = may_live(&settings, &life[..which]).expect("a part of a possible life");
        tick(&mut earlier, life[which].0);
        let before = earlier.ticket().version;
        let now = end(&life) + more;
        give(&mut desk, now, &correct(before + 1, None));
        tick(&mut never, now);
        tick(&mut desk, now);
        same_but_for_history(never.ticket(), desk.ticket())?;
        prop_assert_eq!(clocks(&never, now), clocks(&desk, now));
        prop_assert!(desk.ticket().history.len() > life.len(), "nothing is erased");
    }

    #[test]
    fn every_proof_adds_up_and_a_changed_one_does_not(
        settings in settings(),
        life in life(),
        more in 0..9_000_i64,
        victim in any::<prop::sample::Index>(),
    ) {
        let life = plain(&life);
        let desk = lived(&settings, &life);
        for proof in proofs(&desk, end(&life) + more) {
            prop_assert_eq!(proof.verify(), Ok(()), "{:#?}", proof);
            prop_assert_eq!(desk.engine.verify(desk.ticket(), &proof), Ok(()));
            let text = serde_json::to_string(&proof).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Proof>(&text).unwrap(), &proof);
            let mut cases = vec![
                Proof { elapsed_ms: proof.elapsed_ms + 1, ..proof.clone() },
                Proof { within_ms: proof.within_ms + 60_000, ..proof.clone() },
                Proof { agreement: "other".to_owned(), ..proof.clone() },
            ];
            if !proof.steps.is_empty() {
                let at = victim.index(proof.steps.len());
                let mut moved = proof.clone();
                moved.steps[at].to = moved.steps[at].to.plus(Span::from_millis(1)).unwrap();
                cases.push(moved);
                let mut dropped = proof.clone();
                dropped.steps.remove(at);
                cases.push(dropped);
                let mut counted = proof.clone();
                counted.steps[at].counted_ms += 1;
                cases.push(counted);
            }
            for case in cases {
                prop_assert!(case.verify().is_err());
            }
        }
    }

    #[test]
    fn a_forecast_is_what_then_happens_and_changes_nothing(
        settings in settings(),
        life in life(),
        lasts in 1..5_000_i64,
    ) {
        let life = plain(&life);
        let mut desk = lived(&settings, &life);
        let state = desk.ticket().state.clone();
        if state == "onHold" {
            return Ok(());
        }
        let before = desk.ticket().clone();
        let context = Context::at(instant(end(&life)), Actor::default());
        let pause = Pause { lasts: Span::from_secs(lasts * 60), hold_reason: None };
        let pause = Supposition::Pause(pause);
        let forecast = desk.engine.forecast(desk.ticket(), &pause, &context).unwrap();
        prop_assert_eq!(&before, desk.ticket());
        give(&mut desk, end(&life), &go("onHold"));
        give(&mut desk, end(&life) + lasts, &go(&state));
        prop_assert_eq!(forecast.clocks, clocks(&desk, end(&life) + lasts));
    }

    #[test]
    fn rebasing_on_nothing_is_deciding(settings in settings(), life in life()) {
        let life = plain(&life);
        let desk = lived(&settings, &[]);
        let pending: Vec<Pending> = life
            .iter()
            .map(|(_, command)| Pending { command: command.clone(), actor: Actor::default() })
            .collect();
        let now = instant(end(&life));
        let rebased = desk.engine.rebase(desk.ticket.as_ref(), &[], &pending, now);
        let at_once: Vec<(i64, Command)> =
            life.iter().map(|(_, command)| (end(&life), command.clone())).collect();
        let expected = lived(&settings, &at_once);
        prop_assert!(rebased.verdicts.iter().all(|one| matches!(one, Verdict::Accepted(_))));
        prop_assert_eq!(rebased.ticket.as_ref(), expected.ticket.as_ref());
    }

    #[test]
    fn order_at_one_instant_is_the_order_of_recording(settings in settings(), life in life()) {
        let at_once: Vec<(i64, Command)> = plain(&life).into_iter().map(|(_, c)| (60, c)).collect();
        let desk = lived(&settings, &at_once);
        let versions: Vec<u64> = desk.ticket().effective().map(|event| event.version).collect();
        let mut sorted = versions.clone();
        sorted.sort_unstable();
        prop_assert_eq!(versions, sorted);
        for clock in clocks(&desk, 60) {
            prop_assert!(clock.elapsed_ms <= 3_600_000);
        }
    }
}

/// One event's place in a life, the life with it and the life without it, if both are possible.
fn with_and_without(
    settings: &Json,
    life: &[(i64, Command)],
    which: prop::sample::Index,
) -> Option<(usize, Desk, Desk)> {
    let which = (!life.is_empty()).then(|| which.index(life.len()))?;
    let mut rest = life.to_vec();
    rest.remove(which);
    Some((which, may_live(settings, life)?, may_live(settings, &rest)?))
}

/// Compares what tickets are, not how they came to be it.
fn same_but_for_history(one: &Ticket, two: &Ticket) -> Result<(), TestCaseError> {
    let bare = |ticket: &Ticket| Ticket {
        version: 0,
        last_event: incident_core::model::EventType::Opened,
        history: Vec::<Event>::new(),
        ..ticket.clone()
    };
    prop_assert_eq!(bare(one), bare(two));
    Ok(())
}
