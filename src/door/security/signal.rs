use serde::Serialize;

#[cfg(feature = "schema")]
use schemars::JsonSchema;

#[cfg(feature = "schema")]
use super::Arguments;
use super::Operation;
use crate::document::{Map, object, union};
use crate::door::request::{Nothing, Request};
use crate::door::{Answer, json};
use crate::error::{Error, Path, all_below};
use crate::signal::{
    AlarmAct, AlarmEvent, AlarmState, Candidate, Figures, Outcome, Pushed, SignalRules,
    SignalSettings, Signals, read, severities, vendors,
};
use crate::time::Instant;

pub(super) const OPERATIONS: &[Operation] = &[
    ("alarmStates", alarm_states),
    ("checkSignalSettings", check_settings),
    ("correlateSignals", correlate),
    ("readSignals", read_signals),
    ("severities", severity_words),
];

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Check {
    settings: SignalSettings,
}

object!(Check { settings: needed "settings" });

/// `true`, or every finding about the settings.
fn check_settings(request: &Request) -> Answer {
    let Check { settings } = &request.read()?;
    rules(settings)?;
    Ok(json(&true))
}

fn rules(settings: &SignalSettings) -> Result<SignalRules, Vec<Error>> {
    SignalRules::check(settings).map_err(|errors| all_below(errors, &Path::root().key("settings")))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ReadSignals {
    settings: SignalSettings,
    source: String,
    body: String,
    now: Instant,
}

object!(ReadSignals {
    settings: needed "settings",
    source: needed "source",
    body: needed "body",
    now: needed "now",
});

/// The signals of a body.
fn read_signals(request: &Request) -> Answer {
    let ReadSignals { settings, source, body, now } = &request.read()?;
    Ok(json(&read(&rules(settings)?, source, body.as_bytes(), *now)?))
}

/// A body comes in.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Push {
    source: String,
    body: String,
    now: Instant,
}

object!(Push { source: needed "source", body: needed "body", now: needed "now" });

/// Time passes.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Tick {
    now: Instant,
}

object!(Tick { now: needed "now" });

/// Somebody does something about an alarm.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Act {
    act: AlarmAct,
    now: Instant,
}

object!(Act { act: needed "act", now: needed "now" });

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(tag = "type", rename_all = "camelCase"))]
enum Step {
    Push(Push),
    Tick(Tick),
    Act(Act),
}

union!(Step { Push: "push", Tick: "tick", Act: "act" });

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Correlate {
    settings: SignalSettings,
    steps: Vec<Step>,
}

object!(Correlate { settings: needed "settings", steps: needed "steps" });

/// What each step did, and what there is in the end.
#[derive(Serialize)]
struct Correlated {
    steps: Vec<Stepped>,
    candidates: Vec<Candidate>,
    figures: Figures,
}

/// What a step did, or why it could not be made; a step that was refused changes nothing.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Stepped {
    Pushed(Pushed),
    Passed(Vec<Outcome>),
    Refused(Vec<Error>),
}

/// What a sequence of bodies makes, from nothing.
fn correlate(request: &Request) -> Answer {
    let Correlate { settings, steps } = &request.read()?;
    let mut signals = Signals::new(rules(settings)?);
    let made = steps.iter().map(|step| {
        let pushed = match step {
            Step::Push(Push { source, body, now }) => signals.push(source, body.as_bytes(), *now),
            Step::Tick(Tick { now }) => return Stepped::Passed(signals.tick(*now)),
            Step::Act(Act { act, now }) => signals.act(act, *now),
        };
        pushed.map_or_else(Stepped::Refused, Stepped::Pushed)
    });
    let steps = made.collect();
    let (candidates, figures) = (signals.take_changes(), signals.figures());
    Ok(json(&Correlated { steps, candidates, figures }))
}

/// The words of each vendor, with the level of each.
fn severity_words(request: &Request) -> Answer {
    let Nothing {} = request.read()?;
    let words = vendors().filter_map(|vendor| Some((vendor, severities(vendor)?)));
    Ok(json(&words.collect::<Map<_>>()))
}

/// A move of an alarm from one state to another.
#[derive(Serialize)]
struct AlarmMove {
    state: AlarmState,
    event: AlarmEvent,
    firing: bool,
    to: AlarmState,
}

/// Every move that an alarm can make.
fn alarm_states(request: &Request) -> Answer {
    let Nothing {} = request.read()?;
    let mut moves = Vec::new();
    for state in AlarmState::ALL {
        for event in AlarmEvent::ALL {
            for firing in [false, true] {
                if let Some(to) = state.after(event, firing) {
                    moves.push(AlarmMove { state, event, firing, to });
                }
            }
        }
    }
    Ok(json(&moves))
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[
    ("alarmStates", Nothing::json_schema),
    ("checkSignalSettings", Check::json_schema),
    ("correlateSignals", Correlate::json_schema),
    ("readSignals", ReadSignals::json_schema),
    ("severities", Nothing::json_schema),
];
