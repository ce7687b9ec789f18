//! A record of decisions that shows whether somebody has changed it.
//!
//! A [`Chain`] is the record of one ticket: a line of JSON for each decision, with the command, the
//! context, the events that they caused, and what decided: the digests of the policy, of the
//! library and of its time zones. A decision on a case file beside the ticket stands on the same
//! record; its line has the case under `case`, and the digest of the plan in place of the policy's
//! (`CaseDecision` in the module `response`). Each line has a digest over its own content, in which
//! stands the digest of the line before. The digest of the last line with the count of lines is the
//! [`Head`]; whoever keeps a head elsewhere can tell whether the record that it was taken of is
//! still there, line for line ([`verify_extends`]).
//!
//! The heads of many tickets are the leaves of a [`Tree`] after RFC 6962, whose root is one digest
//! for all of them; an [`Inclusion`] shows that a head belongs to a root without the other heads.
//!
//! What this can show, and what not:
//!
//! - Any change of a line, and any line that is missing before another, repeated, put in between or
//!   in another order, is found by the lines alone.
//! - That lines are missing at the end is found only with a head that somebody else has kept:
//!   nothing in what is left says that there was more.
//! - Who can write all of the record can write all of it anew, with digests that fit. That, too, is
//!   found only with a head kept where they cannot write.
//! - It does not show who wrote a line, nor that what it says is true. [`replay`] shows that its
//!   decisions on the ticket follow from its commands under the policy that it names, and
//!   `replay_cases` in `response` those on its case files under the plan. A line with `case` is for
//!   the second, every other line for the first: only both together have looked at each line.
//!
//! Canonical bytes of a line: JSON without white space, the members of every object in the byte
//! order of their names, strings with only the escapes that they need. A line in another form is
//! not accepted, though it meant the same. The digest of a line is SHA-256 over the byte 2 and the
//! line without its member `digest`; that of a leaf over the byte 0 and the canonical head; that
//! of a node over the byte 1 and the two digests below it. The first byte keeps one from passing
//! for another.

mod chain;
mod replay;
mod tree;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

pub use chain::{Chain, Head, verify, verify_extends};
pub use replay::replay;
pub use tree::{Inclusion, Tree, TreeHead, verify_inclusion};

use crate::document::object;
use crate::engine::Engine;
use crate::error::{Code, Error};
use crate::model::{Command, Context, Event};
use crate::time::tzdb_version;

/// What decided: with the same three, the same command on the same ticket causes the same events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecidedBy {
    /// The digest of the policy.
    pub policy: String,
    /// The version of the library.
    pub library: String,
    /// The release of its time zones.
    pub tzdb: String,
}

object!(DecidedBy { policy: needed "policy", library: needed "library", tzdb: needed "tzdb" });

impl DecidedBy {
    /// An engine of this library.
    #[must_use]
    pub fn engine(engine: &Engine) -> Self {
        Self {
            policy: engine.policy().digest().to_owned(),
            library: env!("CARGO_PKG_VERSION").to_owned(),
            tzdb: tzdb_version().to_owned(),
        }
    }
}

/// A decision on a ticket, as it is put on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// What was asked for.
    pub command: Command,
    /// When, by whom, and what was known beside the ticket.
    pub context: Context,
    /// What it caused.
    pub events: Vec<Event>,
    /// What decided.
    pub decided_by: DecidedBy,
}

object!(Decision {
    command: needed "command",
    context: needed "context",
    events: needed "events",
    decided_by: needed "decidedBy",
});

/// What can be put on record: a [`Decision`] on the ticket, or one on a case file beside it.
pub trait Recorded: Serialize {
    /// What keeps it from the record of this ticket.
    fn refused(&self, ticket: &str) -> Option<Error>;
}

impl Recorded for Decision {
    fn refused(&self, ticket: &str) -> Option<Error> {
        let Command::Open(open) = &self.command else { return None };
        other_ticket(&open.id, ticket)
    }
}

/// What refuses a ticket that is not the one of the record.
pub(crate) fn other_ticket(id: &str, ticket: &str) -> Option<Error> {
    let error = || Error::new(Code::AuditOtherTicket).with("ticket", id).with("expected", ticket);
    (id != ticket).then(error)
}

/// What a digest is of.
#[derive(Debug, Clone, Copy)]
enum Domain {
    Leaf,
    Node,
    Line,
}

/// The SHA-256 of some bytes, behind the byte that says what they are.
fn digest_of(domain: Domain, parts: &[&[u8]]) -> [u8; 32] {
    let first = match domain {
        Domain::Leaf => 0,
        Domain::Node => 1,
        Domain::Line => 2,
    };
    let mut all = Sha256::new();
    all.update([first]);
    for part in parts {
        all.update(part);
    }
    all.finalize().into()
}
