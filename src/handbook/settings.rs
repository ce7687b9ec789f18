//! What systems treat differently, and how clocks treat it here, in sentences.

use super::page::{Page, name};
use crate::sla::{Agreement, AtDue, Boundary, Carry, OnReopen, Settings, StandingTime, Target};

/// The rules of each clock; said once for all targets that share them.
pub(super) fn of(page: &mut Page, agreement: &Agreement) {
    let mut groups: Vec<(Vec<String>, Vec<&Target>)> = Vec::new();
    for target in &agreement.targets {
        let rules = rules(target, agreement);
        match groups.iter_mut().find(|(same, _)| *same == rules) {
            Some((_, targets)) => targets.push(target),
            None => groups.push((rules, vec![target])),
        }
    }
    let single = groups.len() == 1;
    for (rules, targets) in groups {
        let names: Vec<String> = targets.iter().map(|target| name(&target.id)).collect();
        let of = if single { "every clock".to_owned() } else { names.join(", ") };
        page.heading(4, &format!("Rules of {of}"));
        for rule in rules {
            page.item(&rule);
        }
        page.end_list();
    }
}

fn rules(target: &Target, agreement: &Agreement) -> Vec<String> {
    let Settings {
        on_target_change,
        on_calendar_change,
        on_reopen,
        resolved_time,
        // Said where the target says when it waits.
        paused_time: _,
        boundary,
        at_due,
    } = target.settings;
    let mut rules = Vec::new();
    let changed = "the promised time becomes another one, for example with the priority";
    let calendar = "other working hours become those that count";
    if agreement.zone_field.is_none() && agreement.one_of.is_none() {
        rules.push(format!("If {changed}, {}.", carried(on_target_change)));
    } else if on_target_change == on_calendar_change {
        rules.push(format!("If {changed}, or {calendar}, {}.", carried(on_target_change)));
    } else {
        rules.push(format!("If {changed}, {}.", carried(on_target_change)));
        rules.push(format!("If {calendar}, {}.", carried(on_calendar_change)));
    }
    rules.push(reopened(on_reopen, resolved_time));
    if agreement.calendar.is_some() {
        rules.push(match boundary {
            Boundary::Closing => "What is used up exactly at closing time is due then.".to_owned(),
            Boundary::NextOpening => {
                "What is used up exactly at closing time is due at the next opening.".to_owned()
            }
            Boundary::NextWorkingDay => "What is used up exactly at the closing time of a day is \
                                         due when the next working day opens."
                .to_owned(),
        });
    }
    rules.push(match at_due {
        AtDue::Met => "What is done at the very instant it is due is in time.".to_owned(),
        AtDue::Missed => "What is done at the very instant it is due is too late.".to_owned(),
    });
    rules
}

fn carried(carry: Carry) -> &'static str {
    match carry {
        Carry::CarryElapsed => "the time already used stays used, and is held against the new one",
        Carry::CarryPercent => {
            "the time already used stays the same share: half of the old becomes half of the new"
        }
        Carry::Retroactive => {
            "all is counted again from the start, as if the new terms had always been there"
        }
        Carry::Restart => "the clock starts again at nothing",
        Carry::Segment => {
            "the clock ends with what it had counted, and another one starts under the new terms"
        }
    }
}

fn reopened(on_reopen: OnReopen, resolved_time: StandingTime) -> String {
    let becomes = match (on_reopen, resolved_time) {
        (OnReopen::Resume, StandingTime::GivenBack) => {
            "the clock goes on with what it had counted; the time in between does not count"
        }
        (OnReopen::Resume, StandingTime::Counts) => {
            "the clock goes on with what it had counted, and the time in between counts as well"
        }
        (OnReopen::NewCycle, _) => "the outcome stays, and a new clock starts at nothing beside it",
        (OnReopen::Restart, _) => "the same clock starts again at nothing",
        (OnReopen::Ignore, _) => "the clock stays as it had stopped",
    };
    format!(
        "If what had stopped the clock is no longer so, for example after a reopening, {becomes}."
    )
}
