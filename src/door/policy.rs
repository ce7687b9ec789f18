use serde::Serialize;

use super::request::{PolicySource, Request, unknown_preset};
use super::{Answer, json};
use crate::check;
use crate::document::{self, object};
use crate::error::{Error, Path, all_below};
use crate::limits;
use crate::policy::Policy;

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Preset {
    name: String,
}

object!(Preset { name: needed "name" });

/// The document of a preset, as written.
pub(super) fn preset(request: &Request) -> Answer {
    let Preset { name } = request.read()?;
    let text = check::preset(&name);
    let text = text.ok_or_else(|| vec![unknown_preset(&name).at(Path::root().key("name"))])?;
    // The text is the repository's own and checked by its tests; it only loses its line breaks.
    Ok(json(&document::parse(text, &limits::POLICY_BYTES)?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Check {
    policy: PolicySource,
}

object!(Check { policy: needed "policy" });

#[derive(Serialize)]
struct Verdict<'a> {
    id: &'a str,
    digest: &'a str,
    warnings: &'a [Error],
}

/// The digest of a policy and the warnings about it, or every finding if it is refused.
pub(super) fn check(request: &Request) -> Answer {
    let checked = request.read::<Check>()?.policy.check()?;
    let path = Path::root().key("policy");
    Ok(verdict(&checked.policy, &all_below(checked.warnings, &path)))
}

/// What is said of a policy that was accepted.
pub(super) fn verdict(policy: &Policy, warnings: &[Error]) -> String {
    json(&Verdict { id: policy.id(), digest: policy.digest(), warnings })
}
