//! Who may see what: a document without what a viewer has no need to know.
//!
//! [`redact`] takes any JSON document, rules and a viewer, and gives the document without what the
//! viewer may not see. What is withheld is not masked but absent, with its name.
//!
//! A place of the document is shown if all of this is true:
//!
//! 1. The viewer's [`Relation`] may receive its label. The label is the strictest of all those on
//!    the way to it: every object may have a member `tlp` with a [`Tlp`] word, and a ticket may
//!    have it among its facts. So nothing is shared wider than the ticket as a whole. A document
//!    without a label has that which the rules give to `unlabelled`, else `TLP:RED`; a label that
//!    is no word of TLP counts as `TLP:RED`.
//! 2. At least one rule under `show` that the viewer fulfils is about it: what no rule shows is
//!    withheld.
//! 3. The viewer fulfils every rule under `withhold` that is about it.
//! 4. What the history says of a member or fact of the ticket is shown only where that member or
//!    fact itself would be, whether it is still there or not: values before and after, what was
//!    known at the beginning, states, priorities, approvals; also `facts` anywhere else, as in a
//!    command. A change of a fact is shown with the name of the field or not at all.
//! 5. A correction is shown only below the event that it is about, if that is shown with its
//!    version.
//! 6. It does not repeat, letter for letter, a withheld value of a field under `repeatsOf`.
//!    Whatever else stands in a text stands there for all who may see it: a text is shown whole or
//!    not at all.
//!
//! A document that is a list has no label of its own: tickets of a list are redacted one by one.
//! Only the document is for the viewer; what the answer says beside it is for the host.
//!
//! A ticket is the document itself, and every object in it with a list `history` or `events`. The
//! entries of these lists are events. What is shown in part keeps the words that say how to treat
//! it: its label, the type of an event, the side of a message, the version that a correction is
//! about; and a ticket its list of events.
//!
//! So redaction is idempotent, and a viewer with a closer relation or more roles never sees less.
//! It is of the size of the document times that of the rules in time.
//!
//! What it cannot know: that a text describes a secret in other words, and what a viewer concludes
//! from a gap.

mod draft;
mod history;
mod repeats;
mod walk;

use serde::Serialize;

use crate::security::marking::Tlp;
pub(in crate::security) use draft::legacy;
pub use draft::{Disclosure, DisclosureDraft, DisclosureRule, EventWord};
use draft::{Rule, Segment};

use crate::document::{Node, object, words};
use crate::error::{Code, Error};
use crate::limits;

/// The presets of rules that [`preset`] knows.
pub const PRESETS: [&str; 1] = ["iso27035"];

/// The rules of a preset, as a document for [`DisclosureDraft`]: who usually needs to know what of
/// a ticket under the policy preset of the same name.
#[must_use]
pub fn preset(name: &str) -> Option<&'static str> {
    match name {
        "iso27035" => Some(include_str!("disclosure/iso27035.json")),
        _ => None,
    }
}

/// What a viewer is to the one whose document it is, from the most distant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Relation {
    /// Anybody: receives `TLP:CLEAR`.
    Public,
    /// A peer or partner: up to `TLP:GREEN`.
    Community,
    /// A client of the organisation: up to `TLP:AMBER`.
    Client,
    /// A member of the organisation: up to `TLP:AMBER+STRICT`.
    Organization,
    /// A person to whom it is given by name: `TLP:RED` too.
    Recipient,
}

words!(Relation {
    Public: "public",
    Community: "community",
    Client: "client",
    Organization: "organization",
    Recipient: "recipient",
});

impl Relation {
    /// Every relation, from the most distant.
    pub const ALL: [Self; 5] =
        [Self::Public, Self::Community, Self::Client, Self::Organization, Self::Recipient];

    /// The strictest label that may be shared with such a viewer.
    #[must_use]
    pub const fn clearance(self) -> Tlp {
        match self {
            Self::Public => Tlp::Clear,
            Self::Community => Tlp::Green,
            Self::Client => Tlp::Amber,
            Self::Organization => Tlp::AmberStrict,
            Self::Recipient => Tlp::Red,
        }
    }

    /// Whether what has this label may be shared with such a viewer.
    #[must_use]
    pub fn may_receive(self, label: Tlp) -> bool {
        label <= self.clearance()
    }
}

/// Who wants to see a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Viewer {
    /// What they are to the one whose document it is.
    pub relation: Relation,
    /// The roles that the host vouches for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

object!(Viewer { relation: needed "relation", roles: or_default "roles" });

impl Viewer {
    fn fulfils(&self, rule: &Rule) -> bool {
        rule.tlp.is_none_or(|tlp| self.relation.may_receive(tlp))
            && (rule.roles.is_empty() || rule.roles.iter().any(|role| self.roles.contains(role)))
    }
}

/// Why a value is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    Label,
    Rule(usize),
    NoRule,
    History,
    Correction,
    Repeats,
}

/// A document without what a viewer may not see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Redacted {
    /// What is left of it.
    pub document: Node,
    /// The label of the whole document.
    pub label: Tlp,
    /// What is missing, in numbers.
    pub withheld: Withheld,
    /// What should be looked at although it refuses nothing.
    pub warnings: Vec<Error>,
}

/// How much was withheld: nothing of what it was.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Withheld {
    /// How many strings, numbers, booleans and nulls.
    pub values: u64,
    /// How many events of which nothing is shown.
    pub events: u64,
    /// How many values for which reason; each counts once.
    pub by: Vec<WithheldBy>,
}

/// How many values were withheld for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WithheldBy {
    /// `label`, `rule` under `withhold`, `noRule` under `show`, `history` of something withheld,
    /// `correction` of something withheld, or `repeats` something withheld.
    pub reason: &'static str,
    /// The rule, if it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// How many values.
    pub values: u64,
}

/// What a viewer may see of a document.
///
/// # Errors
/// `limit.exceeded` for a document above the limit of a ticket, or nested too deeply; the findings
/// of [`DisclosureDraft::check`].
///
/// # Example
/// ```
/// use incident_core::document::{self, Node};
/// use incident_core::limits;
/// use incident_core::security::disclosure::{DisclosureDraft, Relation, Viewer, redact};
///
/// let ticket: Node = document::parse(
///     r#"{"id": "INC-1", "state": "new", "facts": {"tlp": "TLP:AMBER", "caller": "ada"}}"#,
///     &limits::TICKET_BYTES,
/// )?;
/// let rules: DisclosureDraft = document::read(
///     r#"{"show": [{"id": "progress", "fields": ["id", "state"]},
///                  {"id": "team", "at": [""], "roles": ["incidentResponseTeam"]}]}"#,
///     &limits::POLICY_BYTES,
/// )?;
/// let client = Viewer { relation: Relation::Client, roles: Vec::new() };
/// let seen = redact(&ticket, &rules, &client)?;
/// assert_eq!(
///     serde_json::to_string(&seen.document).unwrap(),
///     r#"{"id":"INC-1","state":"new","facts":{"tlp":"TLP:AMBER"}}"#
/// );
/// assert_eq!(seen.withheld.values, 1);
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
pub fn redact(
    document: &Node,
    rules: &DisclosureDraft,
    viewer: &Viewer,
) -> Result<Redacted, Vec<Error>> {
    let (rules, mut warnings) = rules.check()?;
    let mut redacted = rules.redact(document, viewer)?;
    warnings.append(&mut redacted.warnings);
    Ok(Redacted { warnings, ..redacted })
}

impl Disclosure {
    /// What a viewer may see of a document, as [`redact`] says.
    ///
    /// # Errors
    /// `limit.exceeded` for a document above the limit of a ticket, or nested too deeply.
    pub fn redact(&self, document: &Node, viewer: &Viewer) -> Result<Redacted, Vec<Error>> {
        let depth = depth(document, 0);
        if !limits::DEPTH.admits(depth) {
            return Err(vec![Error::beyond(&limits::DEPTH, depth)]);
        }
        let bytes = document.bytes();
        if !limits::TICKET_BYTES.admits(bytes) {
            return Err(vec![Error::beyond(&limits::TICKET_BYTES, bytes)]);
        }
        let mut walk = walk::Walk::new(self, viewer, &[]);
        let mut left = walk.document(document);
        // Only now it is known what must not be repeated.
        if !walk.secrets.is_empty() {
            let secrets = std::mem::take(&mut walk.secrets);
            walk = walk::Walk::new(self, viewer, &secrets);
            left = walk.document(document);
        }
        let mut warnings = Vec::new();
        if ["", "facts"].iter().any(|place| is_legacy(document, place)) {
            warnings.push(Error::new(Code::DisclosureTlpLegacy));
        }
        let by: Vec<WithheldBy> = walk.values.iter().map(|by| self.withheld_by(by)).collect();
        let values = by.iter().fold(0_u64, |sum, by| sum.saturating_add(by.values));
        Ok(Redacted {
            document: left,
            label: walk::label_of_document(document, self.unlabelled),
            withheld: Withheld { values, events: walk.events, by },
            warnings,
        })
    }

    fn withheld_by(&self, (reason, values): (&Reason, &u64)) -> WithheldBy {
        let mut rule = None;
        let reason = match reason {
            Reason::Label => "label",
            Reason::Rule(at) => {
                rule = self.withhold.get(*at).map(|rule| rule.id.clone());
                "rule"
            }
            Reason::NoRule => "noRule",
            Reason::History => "history",
            Reason::Correction => "correction",
            Reason::Repeats => "repeats",
        };
        WithheldBy { reason, rule, values: *values }
    }
}

fn is_legacy(document: &Node, place: &str) -> bool {
    let object = if place.is_empty() { Some(document) } else { document.get(place) };
    let label = object.and_then(|object| object.get("tlp")).and_then(Node::as_text);
    label == Some(Tlp::White.as_str())
}

/// How deep a document is nested; no deeper than one beyond the limit is looked.
fn depth(node: &Node, above: usize) -> usize {
    let here = above.saturating_add(1);
    if !limits::DEPTH.admits(above) {
        return above;
    }
    let below = |nodes: &mut dyn Iterator<Item = &Node>| {
        nodes.map(|node| depth(node, here)).max().unwrap_or(here)
    };
    match node {
        Node::List(list) => below(&mut list.iter()),
        Node::Map(members) => below(&mut members.iter().map(|(_, node)| node)),
        Node::Null | Node::Flag(_) | Node::Number(_) | Node::Text(_) => above,
    }
}
