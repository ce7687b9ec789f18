use serde::Serialize;

use crate::calendar::{CalendarDraft, WeekDraft};
use crate::document::{object, words};
use crate::security::plan::Channel;
use crate::time::{Instant, Span};

/// How an organisation is prepared beside its plan, as written: the plan has the contacts, their
/// roles and the playbooks, which are named here. Dates are local ones, for example `2026-01-01`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReadinessDraft {
    /// Whose document it is.
    pub organization: String,
    /// Which contacts of the plan are on duty when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rota: Option<Rota>,
    /// What was exercised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exercises: Vec<Exercise>,
    /// How many days may pass between two exercises, and two tests of the channel out of band.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exercise_every_days: Option<u32>,
    /// The calendars that clocks count on, beside those of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<CalendarDraft>,
    /// The laws and contracts with clocks of their own that apply; an empty list says that none
    /// does, which is another thing than to leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regimes: Option<Vec<String>>,
    /// What evidence and records are kept in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<Tool>,
    /// What is written to whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<Template>,
    /// How those who respond talk when the usual channels are down, or watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_band: Option<OutOfBand>,
}

object!(ReadinessDraft {
    organization: needed "organization",
    rota: optional "rota",
    exercises: or_default "exercises",
    exercise_every_days: optional "exerciseEveryDays",
    calendars: or_default "calendars",
    regimes: optional "regimes",
    tools: or_default "tools",
    templates: or_default "templates",
    out_of_band: optional "outOfBand",
});

/// Who is on duty when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Rota {
    /// The IANA name of the zone of local times, unless a shift has its own.
    pub zone: String,
    /// The shifts; together they should leave no gap.
    pub shifts: Vec<Shift>,
    /// When somebody is not there, whatever the rotation says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absences: Vec<Absence>,
    /// Who stands in when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// How many days ahead it should be covered, from 1 to 400; 90 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub horizon_days: Option<u32>,
    /// The longest time that one person may be on duty without a break.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longest: Option<Span>,
}

object!(Rota {
    zone: needed "zone",
    shifts: needed "shifts",
    absences: or_default "absences",
    overrides: or_default "overrides",
    horizon_days: optional "horizonDays",
    longest: optional "longest",
});

/// A duty that goes round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shift {
    /// What the rota knows it by.
    pub id: String,
    /// The zone of its hours, if it is another one than the rota's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The weekly hours, as calendars have them.
    pub hours: WeekDraft,
    /// Who has it when.
    pub rotation: Rotation,
}

object!(Shift {
    id: needed "id",
    zone: optional "zone",
    hours: needed "hours",
    rotation: needed "rotation",
});

/// Who has a duty when: one after the other, each as long, and then from the first one again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Rotation {
    /// The contacts of the plan, in turn.
    pub contacts: Vec<String>,
    /// The local date on which the first turn begins; before it nobody has the duty.
    pub start: String,
    /// The local time at which turns begin; midnight if absent. An hour that clocks skip moves
    /// forward by the gap; of one that they show twice the first counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handover: Option<String>,
    /// How many local dates a turn is long, from 1 to 400.
    pub days: u32,
}

object!(Rotation {
    contacts: needed "contacts",
    start: needed "start",
    handover: optional "handover",
    days: needed "days",
});

/// A time in which somebody is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Absence {
    /// Who.
    pub contact: String,
    /// From when.
    pub from: Instant,
    /// Until when, this instant not included.
    pub to: Instant,
}

object!(Absence { contact: needed "contact", from: needed "from", to: needed "to" });

/// A time in which somebody else has a duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Override {
    /// The shift.
    pub shift: String,
    /// Who has it.
    pub contact: String,
    /// From when.
    pub from: Instant,
    /// Until when, this instant not included.
    pub to: Instant,
}

object!(Override {
    shift: needed "shift",
    contact: needed "contact",
    from: needed "from",
    to: needed "to",
});

/// An exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Exercise {
    /// What it is known by.
    pub id: String,
    /// How near to the real thing it was.
    pub kind: ExerciseKind,
    /// The date; one that lies ahead is planned, and counts for nothing yet.
    pub on: String,
    /// The playbooks of the plan that were exercised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub playbooks: Vec<String>,
    /// What was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<ExerciseFinding>,
}

object!(Exercise {
    id: needed "id",
    kind: needed "kind",
    on: needed "on",
    playbooks: or_default "playbooks",
    findings: or_default "findings",
});

/// How near to the real thing an exercise is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ExerciseKind {
    /// It is talked through.
    Tabletop,
    /// Single functions are carried out.
    Functional,
    /// Everything is carried out.
    Full,
}

words!(ExerciseKind { Tabletop: "tabletop", Functional: "functional", Full: "full" });

/// Something that an exercise showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExerciseFinding {
    /// What.
    pub description: String,
    /// Whether it is settled.
    #[serde(default)]
    pub closed: bool,
}

object!(ExerciseFinding { description: needed "description", closed: or_default "closed" });

/// Something that evidence and records are kept in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Tool {
    /// What it is known by.
    pub id: String,
    /// What it is for.
    pub purpose: String,
    /// For how many days what is in it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_days: Option<u32>,
}

object!(Tool {
    id: needed "id",
    purpose: needed "purpose",
    retention_days: optional "retentionDays",
});

/// A text that is ready to be filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Template {
    /// What it is known by.
    pub id: String,
    /// Whom it is for, for example `customers`.
    pub audience: String,
}

object!(Template { id: needed "id", audience: needed "audience" });

/// A channel that does not hang on the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OutOfBand {
    /// By what.
    pub by: Channel,
    /// Where.
    pub at: String,
    /// The date on which it was last tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tested_on: Option<String>,
}

object!(OutOfBand { by: needed "by", at: needed "at", tested_on: optional "testedOn" });
