use serde::Serialize;

#[cfg(feature = "schema")]
use schemars::JsonSchema;

#[cfg(feature = "schema")]
use super::Arguments;
use super::Operation;
use crate::document::{Node, Place, Read, object};
use crate::door::request::{Nothing, Request};
use crate::door::{Answer, json};
use crate::error::{Error, Path, all_below};
use crate::statute::{Pack, Scope, Situation};
use crate::time::Instant;

pub(super) const OPERATIONS: &[Operation] =
    &[("checkStatutePack", check), ("statuteDeadlines", deadlines), ("statutePack", preset)];

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
    let pack = pack.pack()?;
    let duties = pack.draft().regimes.iter().flat_map(|regime| &regime.duties);
    let verified = duties.clone().filter(|duty| duty.verified).count();
    let (id, digest, duties) = (&pack.draft().id, pack.digest(), duties.count());
    Ok(json(&Checked { id, digest, duties, verified }))
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
    let Ask { facts, scope, now, pack, only } = &request.read()?;
    let pack = pack.as_ref().map_or_else(Pack::preset, PackSource::pack)?;
    Ok(json(&pack.deadlines(facts, scope, *now, only)?))
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[
    ("checkStatutePack", Check::json_schema),
    ("statuteDeadlines", Ask::json_schema),
    ("statutePack", Nothing::json_schema),
];
