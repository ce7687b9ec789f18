//! The states of an alarm after ANSI/ISA-18.2 and IEC 62682.

use serde::Serialize;

use crate::document::words;

/// The state of an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum AlarmState {
    /// A: nothing is wrong.
    Normal,
    /// B: something is wrong, and nobody has acknowledged it.
    Unacknowledged,
    /// C: something is wrong, and somebody has acknowledged it.
    Acknowledged,
    /// D: it is over before anybody acknowledged it.
    ReturnedToNormalUnacknowledged,
    /// E: somebody put it aside for a limited time.
    Shelved,
    /// F: a rule keeps it back, here a silence.
    SuppressedByDesign,
    /// G: what it watches is being worked on, here in a maintenance window.
    OutOfService,
}

words!(AlarmState {
    Normal: "normal",
    Unacknowledged: "unacknowledged",
    Acknowledged: "acknowledged",
    ReturnedToNormalUnacknowledged: "returnedToNormalUnacknowledged",
    Shelved: "shelved",
    SuppressedByDesign: "suppressedByDesign",
    OutOfService: "outOfService",
});

/// What can happen to an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum AlarmEvent {
    /// Something goes wrong.
    Raise,
    /// It is worse than it was, or goes wrong once more.
    Realarm,
    /// It is over.
    Clear,
    /// Somebody acknowledges it.
    Acknowledge,
    /// Somebody puts it aside for a while, or for longer.
    Shelve,
    /// That while is over, or somebody ends it.
    Unshelve,
    /// A silence begins.
    Suppress,
    /// The silence ends.
    Unsuppress,
    /// A maintenance window begins.
    RemoveFromService,
    /// The maintenance window ends.
    ReturnToService,
}

words!(AlarmEvent {
    Raise: "raise",
    Realarm: "realarm",
    Clear: "clear",
    Acknowledge: "acknowledge",
    Shelve: "shelve",
    Unshelve: "unshelve",
    Suppress: "suppress",
    Unsuppress: "unsuppress",
    RemoveFromService: "removeFromService",
    ReturnToService: "returnToService",
});

/// For each state, the state after each event: a letter of the standard, `?` for A or B as things
/// are by then, `.` where the event cannot happen.
const AFTER: [&[u8; 10]; 7] = [
    b"B...E.F.G.", // Normal
    b".BDCE.F.G.", // Unacknowledged
    b".BA.E.F.G.", // Acknowledged
    b"B..AE.F.G.", // ReturnedToNormalUnacknowledged
    b"EEE.E?F.G.", // Shelved
    b"FFF....?G.", // SuppressedByDesign
    b"GGG......?", // OutOfService
];

impl AlarmState {
    /// Every state, in the order of the standard's letters.
    pub const ALL: [Self; 7] = [
        Self::Normal,
        Self::Unacknowledged,
        Self::Acknowledged,
        Self::ReturnedToNormalUnacknowledged,
        Self::Shelved,
        Self::SuppressedByDesign,
        Self::OutOfService,
    ];

    /// The letter that the standard has for it.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Normal => 'A',
            Self::Unacknowledged => 'B',
            Self::Acknowledged => 'C',
            Self::ReturnedToNormalUnacknowledged => 'D',
            Self::Shelved => 'E',
            Self::SuppressedByDesign => 'F',
            Self::OutOfService => 'G',
        }
    }

    /// The word that documents have for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Unacknowledged => "unacknowledged",
            Self::Acknowledged => "acknowledged",
            Self::ReturnedToNormalUnacknowledged => "returnedToNormalUnacknowledged",
            Self::Shelved => "shelved",
            Self::SuppressedByDesign => "suppressedByDesign",
            Self::OutOfService => "outOfService",
        }
    }

    /// Whether nobody is told of it in this state, whatever goes wrong.
    #[must_use]
    pub const fn is_kept_back(self) -> bool {
        matches!(self, Self::Shelved | Self::SuppressedByDesign | Self::OutOfService)
    }

    /// The state after an event; none if the event cannot happen in this one. What ends a state in
    /// which nobody is told leads to where things then are: `firing` says whether something is
    /// wrong.
    ///
    /// # Example
    /// ```
    /// use incident_core::signal::{AlarmEvent, AlarmState};
    ///
    /// let state = AlarmState::Acknowledged;
    /// assert_eq!(state.after(AlarmEvent::Clear, false), Some(AlarmState::Normal));
    /// assert_eq!(state.after(AlarmEvent::Acknowledge, true), None);
    /// ```
    #[must_use]
    pub fn after(self, event: AlarmEvent, firing: bool) -> Option<Self> {
        let at = AlarmEvent::ALL.iter().position(|other| *other == event)?;
        let row = Self::ALL.iter().position(|other| *other == self)?;
        let letter = match *AFTER.get(row)?.get(at)? {
            b'?' if firing => 'B',
            b'?' => 'A',
            letter => char::from(letter),
        };
        Self::ALL.into_iter().find(|state| state.letter() == letter)
    }
}

impl AlarmEvent {
    /// Every event, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::Raise,
        Self::Realarm,
        Self::Clear,
        Self::Acknowledge,
        Self::Shelve,
        Self::Unshelve,
        Self::Suppress,
        Self::Unsuppress,
        Self::RemoveFromService,
        Self::ReturnToService,
    ];
}
