//! What is met and what is not, by area. There is no score: a sum would say that a template makes
//! up for a gap in the night.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::error::{Code, Error};

/// A part of being prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Area {
    /// Who can be reached.
    Contacts,
    /// The point of contact and the response team.
    Team,
    /// Who is on duty when.
    Rota,
    /// What is done in which case.
    Playbooks,
    /// What was exercised.
    Exercises,
    /// What clocks count on.
    Calendars,
    /// Which laws and contracts apply.
    Regimes,
    /// What evidence and records are kept in.
    Tools,
    /// What is said to whom, and by which channel.
    Communication,
}

/// How an area stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AreaStanding {
    /// The area.
    pub area: Area,
    /// The clause of ISO/IEC 27035-2:2023 that asks for it; null if none is known.
    pub clause: Option<&'static str>,
    /// The category of the CSF 2.0 that NIST SP 800-61r3 files it under.
    pub csf: &'static str,
    /// Whether both were compared with the texts; none was.
    pub verified: bool,
    /// How many requirements are met.
    pub met: u32,
    /// How many are not.
    pub not_met: u32,
    /// The codes of those that are not.
    pub lacks: Vec<&'static str>,
}

/// The areas with their sources, and what each requires: that a code is not found, nor another one
/// without which it cannot be looked for.
type Row = (Area, Option<&'static str>, &'static str, &'static [(Code, &'static [Code])]);

const AREAS: [Row; 9] = [
    (
        Area::Contacts,
        Some("8"),
        "GV.RR",
        &[
            (Code::ReadinessNoContact, &[]),
            (Code::PlanContactUnreachable, &[Code::ReadinessNoContact]),
            (Code::ReadinessOneWay, &[Code::ReadinessNoContact, Code::PlanContactUnreachable]),
            (Code::ReadinessNoBackup, &[Code::ReadinessNoContact]),
        ],
    ),
    (
        Area::Team,
        Some("7"),
        "GV.RR",
        &[
            (Code::ReadinessNoPointOfContact, &[]),
            (Code::ReadinessNoTeam, &[]),
            (Code::ReadinessNoLead, &[Code::ReadinessNoTeam]),
            (Code::ReadinessTeamSmall, &[Code::ReadinessNoTeam]),
        ],
    ),
    (
        Area::Rota,
        Some("7"),
        "GV.RR",
        &[
            (Code::RotaNone, &[]),
            (Code::RotaGap, &[Code::RotaNone]),
            (Code::RotaDouble, &[Code::RotaNone]),
            (Code::RotaNoLimit, &[Code::RotaNone]),
            (Code::RotaTooLong, &[Code::RotaNone, Code::RotaNoLimit]),
        ],
    ),
    (
        Area::Playbooks,
        Some("6"),
        "ID.IM",
        &[
            (Code::ReadinessNoPlaybook, &[]),
            (Code::ReadinessCategoryOpen, &[]),
            (Code::ReadinessCategoryUnknown, &[]),
        ],
    ),
    (
        Area::Exercises,
        Some("11"),
        "ID.IM",
        &[
            (Code::ReadinessNoInterval, &[]),
            (Code::ReadinessNoExercise, &[]),
            (Code::ReadinessExerciseOld, &[Code::ReadinessNoExercise, Code::ReadinessNoInterval]),
            (Code::ReadinessNotExercised, &[Code::ReadinessNoPlaybook, Code::ReadinessNoInterval]),
            (Code::ReadinessExerciseOpen, &[Code::ReadinessNoExercise]),
        ],
    ),
    (
        Area::Calendars,
        None,
        "ID.IM",
        &[
            (Code::ReadinessNoCalendar, &[]),
            (Code::ReadinessNoHolidays, &[Code::ReadinessNoCalendar]),
            (Code::ReadinessHolidaysEnd, &[Code::ReadinessNoCalendar, Code::ReadinessNoHolidays]),
        ],
    ),
    (Area::Regimes, Some("6"), "GV.OC", &[(Code::ReadinessNoRegimes, &[])]),
    (
        Area::Tools,
        Some("9"),
        "PR.PS",
        &[(Code::ReadinessNoTool, &[]), (Code::ReadinessNoRetention, &[Code::ReadinessNoTool])],
    ),
    (
        Area::Communication,
        Some("8"),
        "RS.CO",
        &[
            (Code::ReadinessNoTemplate, &[]),
            (Code::ReadinessNoOutOfBand, &[]),
            (Code::ReadinessOutOfBandOld, &[Code::ReadinessNoOutOfBand, Code::ReadinessNoInterval]),
        ],
    ),
];

/// What needs the categories of a policy.
const OF_CATEGORIES: [Code; 2] = [Code::ReadinessCategoryOpen, Code::ReadinessCategoryUnknown];

/// How each area stands, by what was found. Without the policy's categories nothing is said of
/// them.
pub(super) fn standings(findings: &[Error], with_categories: bool) -> Vec<AreaStanding> {
    let found: BTreeSet<Code> = findings.iter().map(Error::code).collect();
    let standing = |(area, clause, csf, required): Row| {
        let asked = |code: Code| with_categories || !OF_CATEGORIES.contains(&code);
        let (mut met, mut lacks) = (0_u32, Vec::new());
        for (code, needs) in required.iter().filter(|(code, _)| asked(*code)) {
            if found.contains(code) || needs.iter().any(|need| found.contains(need)) {
                lacks.push(code.as_str());
            } else {
                met = met.saturating_add(1);
            }
        }
        let not_met = u32::try_from(lacks.len()).unwrap_or(u32::MAX);
        AreaStanding { area, clause, csf, verified: false, met, not_met, lacks }
    };
    AREAS.map(standing).to_vec()
}
