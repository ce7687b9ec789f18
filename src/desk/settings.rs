use serde::Serialize;

use crate::document::{Place, Read, object, words};
use crate::error::{Code, Error, Path};

/// The whole of a probability in millionths.
pub(super) const CERTAIN: u32 = 1_000_000;
/// The forecast from which on a ticket is at risk, unless the settings say otherwise.
const LIKELY: u32 = 500_000;

/// How urgent the clocks of a ticket make it, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Class {
    /// A target is missed, and its clock has not stopped.
    Breached,
    /// Of a target that can be met a warning is reached, or it will probably be missed.
    AtRisk,
    /// A clock runs.
    Running,
    /// Every clock that has not stopped waits.
    Paused,
    /// No clock runs or waits.
    Untimed,
    /// The same, and the work is done.
    Resolved,
}

words!(Class {
    Breached: "breached",
    AtRisk: "atRisk",
    Running: "running",
    Paused: "paused",
    Untimed: "untimed",
    Resolved: "resolved",
});

impl Class {
    /// Every class, in the order above.
    pub const ALL: [Self; 6] =
        [Self::Breached, Self::AtRisk, Self::Running, Self::Paused, Self::Untimed, Self::Resolved];

    /// The word that documents use, for example `atRisk`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Breached => "breached",
            Self::AtRisk => "atRisk",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Untimed => "untimed",
            Self::Resolved => "resolved",
        }
    }
}

/// What tickets are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum OrderBy {
    /// The class, most urgent first.
    Class,
    /// The priority, as the policy's scale has it; tickets without one last.
    Priority,
    /// When the decisive target is due, the earliest first; then those that wait, the one with
    /// least left first; then those without.
    Due,
    /// The forecast, the most probable miss first; tickets without one last.
    Forecast,
    /// When it was opened, the earliest first.
    Opened,
    /// The identifier, by its bytes. It comes last and cannot be asked for.
    #[cfg_attr(feature = "schema", schemars(skip))]
    Id,
}

words!(OrderBy {
    Class: "class",
    Priority: "priority",
    Due: "due",
    Forecast: "forecast",
    Opened: "opened",
});

impl OrderBy {
    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::Priority => "priority",
            Self::Due => "due",
            Self::Forecast => "forecast",
            Self::Opened => "opened",
            Self::Id => "id",
        }
    }
}

/// How many things there are to order by, the identifier not counted.
pub(super) const KEYS: usize = 5;

/// The order if the settings have none: what is missed, near and running apart. In each the
/// priority is before the instant: a low target of today is not worth a critical one of tomorrow.
const USUAL: [OrderBy; KEYS] =
    [OrderBy::Class, OrderBy::Priority, OrderBy::Due, OrderBy::Forecast, OrderBy::Opened];

/// How a desk ranks its tickets, as written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeskSettings {
    /// What tickets are ordered by, the weightiest first; `class`, `priority`, `due`, `forecast` if
    /// absent or empty. What is equal in all of it is ordered by `opened`, then by identifier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<OrderBy>,
    /// From which forecast on a running ticket is at risk, in millionths; 500,000 if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_from: Option<Probability>,
}

object!(DeskSettings { order: or_default "order", risk_from: optional "riskFrom" });

/// A probability in whole millionths, from 0 to 1,000,000: an integer is equal everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Probability(#[cfg_attr(feature = "schema", schemars(range(max = 1_000_000)))] u32);

impl Probability {
    /// A probability of so many millionths; none if these are more than a million.
    #[must_use]
    pub fn from_millionths(millionths: u32) -> Option<Self> {
        (millionths <= CERTAIN).then_some(Self(millionths))
    }

    /// The millionths.
    #[must_use]
    pub const fn millionths(self) -> u32 {
        self.0
    }
}

impl Read for Probability {
    fn blank() -> Self {
        Self(0)
    }

    fn read(&mut self, place: Place<'_>) {
        let number = place.number(0, CERTAIN.into()).unwrap_or_default();
        *self = Self(number.try_into().unwrap_or_default());
    }
}

crate::document::deserialize!(Probability);

/// Settings that have been checked.
#[derive(Debug)]
pub(super) struct Ranking {
    pub(super) order: [OrderBy; KEYS],
    pub(super) risk_from: u32,
}

impl Ranking {
    pub(super) fn of(settings: &DeskSettings) -> Result<Self, Vec<Error>> {
        let mut findings = Vec::new();
        let mut order: Vec<OrderBy> = Vec::new();
        for (at, key) in settings.order.iter().enumerate() {
            if order.contains(key) || *key == OrderBy::Id {
                let error = Error::new(Code::DeskOrderRepeated).with("key", key.as_str());
                findings.push(error.at(Path::root().key("order").index(at)));
            } else {
                order.push(*key);
            }
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        if order.is_empty() {
            order.extend(USUAL);
        }
        // The rest decides nothing, and is filled so that every key is of one length.
        order.push(OrderBy::Opened);
        order.resize(KEYS, OrderBy::Opened);
        let order = order.try_into().unwrap_or(USUAL);
        Ok(Self { order, risk_from: settings.risk_from.map_or(LIKELY, Probability::millionths) })
    }
}
