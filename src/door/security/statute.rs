#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

#[cfg(feature = "schema")]
use super::Arguments;
use super::{Operation, dispatch};
use crate::document::{self, Node, Place, Read, object};
use crate::door::request::{Nothing, Request};
use crate::door::{Answer, json, text};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::statute::{Pack, Scope, Situation};
use crate::time::Instant;

pub(super) const OPERATIONS: &[Operation] =
    &[("checkStatutePack", check), (DEADLINES, deadlines), ("statutePack", preset)];

const DEADLINES: &str = "statuteDeadlines";

/// A pack in a request.
#[derive(Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transparent))]
struct PackSource(
    #[cfg_attr(feature = "schema", schemars(with = "crate::statute::PackDraft"))] Option<Node>,
);

impl Read for PackSource {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, place: Place<'_>) {
        self.0 = Some(place.node().clone());
    }
}

impl PackSource {
    /// The checked pack.
    fn pack(&self) -> Result<Pack, Vec<Error>> {
        let checked = self.0.as_ref().map_or_else(Pack::preset, Pack::read_node);
        checked.map_err(|errors| all_below(errors, &Path::root().key("pack")))
    }
}

/// The pack of the crate.
fn preset(request: &Request) -> Answer {
    let Nothing {} = request.read()?;
    Ok(json(Pack::preset()?.draft()))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Check {
    pack: PackSource,
}

object!(Check { pack: needed "pack" });

/// What a pack is called, its digest, and how many duties it has.
#[derive(Serialize)]
struct Checked<'a> {
    id: &'a str,
    digest: &'a str,
    duties: usize,
    verified: usize,
}

fn check(request: &Request) -> Answer {
    let Check { pack } = request.read()?;
    Ok(checked(&pack.pack()?))
}

fn checked(pack: &Pack) -> String {
    let duties = pack.draft().regimes.iter().flat_map(|regime| &regime.duties);
    let verified = duties.clone().filter(|duty| duty.verified).count();
    let (id, digest, duties) = (&pack.draft().id, pack.digest(), duties.count());
    json(&Checked { id, digest, duties, verified })
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Ask {
    facts: Situation,
    scope: Scope,
    now: Instant,
    pack: Option<PackSource>,
    #[cfg_attr(feature = "schema", schemars(default))]
    only: Vec<String>,
}

object!(Ask {
    facts: needed "facts",
    scope: needed "scope",
    now: needed "now",
    pack: optional "pack",
    only: or_default "only",
});

/// How the duties of a pack stand.
fn deadlines(request: &Request) -> Answer {
    let ask: Ask = request.read()?;
    ask.of(&ask.pack.as_ref().map_or_else(Pack::preset, PackSource::pack)?)
}

impl Ask {
    fn of(&self, pack: &Pack) -> Answer {
        let Self { facts, scope, now, only, .. } = self;
        Ok(json(&pack.deadlines(facts, scope, *now, only)?))
    }
}

/// A pack of duties that answers requests about their deadlines.
///
/// # Example
/// ```
/// use incident_core::door::StatuteSession;
///
/// let statutes = StatuteSession::new("null")?;
/// let request = r#"{"op": "statuteDeadlines", "facts": {"zone": "Europe/Berlin", "anchors": {},
///     "facts": {"role": "controller"}}, "scope": {"gdpr": {"applies": true}},
///     "now": "2026-01-05T09:00:00Z"}"#;
/// assert!(statutes.answer(request).contains(r#""status":"anchorMissing""#));
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct StatuteSession {
    pack: Pack,
}

impl StatuteSession {
    /// A session for the pack document `text`, or for the pack of the crate if that is `null`.
    ///
    /// # Errors
    /// Every finding about the document.
    pub fn new(text: &str) -> Result<Self, Vec<Error>> {
        let node = document::parse(text, &limits::POLICY_BYTES)?;
        let pack = if matches!(node, Node::Null) { Pack::preset() } else { Pack::read_node(&node) };
        Ok(Self { pack: pack? })
    }

    /// The answer to the opening of the session: that of `checkStatutePack`.
    #[must_use]
    pub fn opened(&self) -> String {
        text(Ok(checked(&self.pack)))
    }

    /// Answers one request, as [`secure`](crate::door::secure) does. What asks for deadlines is
    /// answered by the session's pack and brings none.
    #[must_use]
    pub fn answer(&self, request: &str) -> String {
        let node = document::parse(request, &limits::REQUEST_BYTES);
        text(node.and_then(|node| self.ask(&Request::of(node)?)))
    }

    fn ask(&self, request: &Request) -> Answer {
        if request.op != DEADLINES {
            return dispatch(request);
        }
        let ask: Ask = request.read()?;
        match ask.pack {
            Some(_) => {
                let twice = Error::new(Code::StatutePackTwice);
                Err(vec![twice.at(Path::root().key("pack"))])
            }
            None => ask.of(&self.pack),
        }
    }
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[
    ("checkStatutePack", Check::json_schema),
    ("statuteDeadlines", Ask::json_schema),
    ("statutePack", Nothing::json_schema),
];
