use serde::Serialize;

use super::command::{AddEvidence, CopyEvidence, Gathering, VerifyEvidence};
use super::event::CaseEvent;
use crate::document::{object, words};
use crate::security::plan::EvidenceKind;
use crate::time::Instant;

/// What was done with a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Act {
    /// It was taken from where it was.
    Collected,
    /// It was made, as a copy.
    Acquired,
    /// A copy of it was made.
    Copied,
    /// It was handed over.
    Transferred,
    /// It was examined.
    Examined,
    /// It had the digest that was taken of it.
    Verified,
    /// It had another digest.
    IntegrityFailed,
    /// It was given away for good.
    Released,
    /// It was destroyed.
    Disposed,
}

words!(Act {
    Collected: "collected",
    Acquired: "acquired",
    Copied: "copied",
    Transferred: "transferred",
    Examined: "examined",
    Verified: "verified",
    IntegrityFailed: "integrityFailed",
    Released: "released",
    Disposed: "disposed",
});

/// Whether a piece of evidence still is what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Integrity {
    /// Nobody has looked since it came into the register.
    NotVerified,
    /// It had its digest each time that somebody looked.
    Verified,
    /// It had another one at least once. That stays, whatever it has later.
    Failed,
}

words!(Integrity { NotVerified: "notVerified", Verified: "verified", Failed: "failed" });

/// One link of a chain of custody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Handling {
    /// The version of the case's event that says so.
    pub version: u64,
    /// When.
    pub at: Instant,
    /// What was done.
    pub act: Act,
    /// By whom.
    pub by: String,
    /// Who took it, where it changed hands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// By whose authority its custody ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// What for, how, with which digest, or what the copy is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

object!(Handling {
    version: needed "version",
    at: needed "at",
    act: needed "act",
    by: needed "by",
    to: optional "to",
    authority: optional "authority",
    note: optional "note",
});

impl Handling {
    pub(super) fn new(version: u64, at: Instant, act: Act, by: &str) -> Self {
        Self { version, at, act, by: by.to_owned(), to: None, authority: None, note: None }
    }
}

/// A piece of evidence as the events have made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// What it is.
    pub what: String,
    /// What kind of evidence it is.
    pub kind: EvidenceKind,
    /// Where it was gathered.
    pub place: String,
    /// What it is a copy of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The digest that was taken of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// How many bytes it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// The seal that preserves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
    /// Whether it still is what it was.
    pub integrity: Integrity,
    /// Who has it; none once its custody has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// Everything that was done with it, oldest first.
    pub handlings: Vec<Handling>,
}

object!(Item {
    what: needed "what",
    kind: needed "kind",
    place: needed "place",
    of: optional "of",
    sha256: optional "sha256",
    bytes: optional "bytes",
    seal: optional "seal",
    integrity: needed "integrity",
    holder: optional "holder",
    handlings: needed "handlings",
});

impl Item {
    pub(super) fn added(event: &CaseEvent, added: &AddEvidence) -> Self {
        let at = added.at.unwrap_or(event.at);
        let act = match added.gathering {
            Gathering::Collection => Act::Collected,
            Gathering::Acquisition => Act::Acquired,
        };
        let first = Handling::new(event.version, at, act, &added.by);
        Self {
            what: added.what.clone(),
            kind: added.kind,
            place: added.place.clone(),
            of: None,
            sha256: added.sha256.clone(),
            bytes: added.bytes,
            seal: added.seal.clone(),
            integrity: Integrity::NotVerified,
            holder: Some(added.by.clone()),
            handlings: vec![first],
        }
    }

    /// The copy of this piece.
    pub(super) fn copied(&self, event: &CaseEvent, copy: &CopyEvidence) -> Self {
        let at = copy.at.unwrap_or(event.at);
        let note = copy.method.clone();
        let first = Handling::new(event.version, at, Act::Acquired, &copy.by);
        let first = Handling { note, ..first };
        Self {
            what: self.what.clone(),
            kind: copy.kind.unwrap_or(self.kind),
            place: copy.place.clone(),
            of: Some(copy.of.clone()),
            sha256: Some(copy.sha256.clone()),
            bytes: copy.bytes,
            seal: copy.seal.clone(),
            integrity: Integrity::NotVerified,
            holder: Some(copy.by.clone()),
            handlings: vec![first],
        }
    }

    /// Adds a link to its chain, and lets what it says be so.
    pub(super) fn handle(&mut self, handling: Handling) {
        match handling.act {
            Act::Transferred => self.holder.clone_from(&handling.to),
            Act::Released | Act::Disposed => self.holder = None,
            Act::IntegrityFailed => self.integrity = Integrity::Failed,
            Act::Verified if self.integrity == Integrity::NotVerified => {
                self.integrity = Integrity::Verified;
            }
            Act::Verified | Act::Collected | Act::Acquired | Act::Copied | Act::Examined => {}
        }
        self.handlings.push(handling);
    }

    /// Whether these bytes are those that the digest was taken of.
    pub(super) fn is_intact(&self, verified: &VerifyEvidence) -> bool {
        self.sha256.as_ref() == Some(&verified.sha256)
    }

    /// When something was last done with it.
    #[must_use]
    pub fn last_at(&self) -> Option<Instant> {
        self.handlings.last().map(|last| last.at)
    }
}

/// Who held a piece of evidence, from when until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// Who.
    pub holder: String,
    /// From when.
    pub from: Instant,
    /// Until when; none if they still do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

/// The chain of custody of a piece of evidence, to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Custody {
    /// What the register names it by.
    pub id: String,
    /// The piece, with everything that was done with it.
    #[serde(flatten)]
    pub item: Item,
    /// The copies that were made of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
    /// Who held it, each from the instant at which the one before gave it up.
    pub held: Vec<Stretch>,
    /// Whether each link continues the one before: in the hands of who had it, and no earlier.
    /// What this library decided is; what somebody has edited may not be.
    pub unbroken: bool,
}

impl Custody {
    pub(super) fn of(id: &str, item: &Item, copies: Vec<String>) -> Self {
        let mut held: Vec<Stretch> = Vec::new();
        let mut unbroken = !item.handlings.is_empty();
        let mut last = Instant::MIN;
        for handling in &item.handlings {
            let open = held.last().filter(|stretch| stretch.until.is_none());
            let holds = open.is_some_and(|stretch| stretch.holder == handling.by);
            unbroken &= handling.at >= last && (holds || held.is_empty());
            last = handling.at;
            let next = match handling.act {
                Act::Collected | Act::Acquired => Some(&handling.by),
                Act::Transferred => handling.to.as_ref(),
                Act::Released | Act::Disposed => None,
                Act::Copied | Act::Examined | Act::Verified | Act::IntegrityFailed => continue,
            };
            if let Some(stretch) = held.last_mut() {
                stretch.until.get_or_insert(handling.at);
            }
            let from = handling.at;
            held.extend(next.map(|holder| Stretch { holder: holder.clone(), from, until: None }));
        }
        let open = held.last().filter(|stretch| stretch.until.is_none());
        unbroken &= open.map(|stretch| &stretch.holder) == item.holder.as_ref();
        Self { id: id.to_owned(), item: item.clone(), copies, held, unbroken }
    }
}
