use std::borrow::Cow;

use serde::Serialize;

#[cfg(feature = "schema")]
use schemars::JsonSchema;

#[cfg(feature = "schema")]
use super::Arguments;
use super::{Operation, Source, Supplied};
use crate::document::{self, Node, Place, Read, object};
use crate::door::request::Request;
use crate::door::{Answer, json};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::security::disclosure::{DisclosureDraft, PRESETS, Redacted, Viewer, preset};
use crate::security::marking::{Pap, PermittedAction};

pub(super) const OPERATIONS: &[Operation] = &[
    ("checkDisclosure", check),
    ("disclosurePreset", named_preset),
    ("permittedActions", permitted_actions),
    ("redact", redacted),
];

/// Any document.
struct Document(Node);

impl Read for Document {
    fn blank() -> Self {
        Self(Node::Null)
    }

    fn read(&mut self, place: Place<'_>) {
        self.0 = place.node().clone();
    }
}

impl Supplied for DisclosureDraft {
    const EXPECTED: &'static str = "a disclosure document or the name of a preset";
}

impl Source<DisclosureDraft> {
    fn draft(&self) -> Result<Cow<'_, DisclosureDraft>, Vec<Error>> {
        match self {
            Self::Document(draft) => Ok(Cow::Borrowed(draft)),
            Self::Preset(name) => {
                let text =
                    known(name).map_err(|error| vec![error.at(Path::root().key("rules"))])?;
                document::read(text, &limits::POLICY_BYTES).map(Cow::Owned)
            }
        }
    }
}

fn known(name: &str) -> Result<&'static str, Error> {
    preset(name).ok_or_else(|| {
        let error = Error::new(Code::PolicyPresetUnknown).with("preset", name);
        error.with("known", PRESETS.join(", "))
    })
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Redact {
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Value"))]
    document: Document,
    rules: Source<DisclosureDraft>,
    viewer: Viewer,
}

object!(Redact { document: needed "document", rules: needed "rules", viewer: needed "viewer" });

/// The document without what the viewer may not see.
fn redacted(request: &Request) -> Answer {
    let Redact { document, rules, viewer } = &request.read()?;
    let draft = rules.draft()?;
    let path = Path::root().key("rules");
    let (rules, warnings) = draft.check().map_err(|errors| all_below(errors, &path))?;
    let path = Path::root().key("document");
    let redacted = rules.redact(&document.0, viewer);
    let redacted = redacted.map_err(|errors| all_below(errors, &path))?;
    let warnings = warnings.into_iter().chain(redacted.warnings).collect();
    Ok(json(&Redacted { warnings, ..redacted }))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Check {
    rules: DisclosureDraft,
}

object!(Check { rules: needed "rules" });

/// What should be looked at in rules that are accepted.
#[derive(Serialize)]
struct Checked {
    warnings: Vec<Error>,
}

fn check(request: &Request) -> Answer {
    let Check { rules } = &request.read()?;
    let path = Path::root().key("rules");
    let (_, warnings) = rules.check().map_err(|errors| all_below(errors, &path))?;
    Ok(json(&Checked { warnings: all_below(warnings, &path) }))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Name {
    name: String,
}

object!(Name { name: needed "name" });

/// The rules of a preset.
fn named_preset(request: &Request) -> Answer {
    let Name { name } = &request.read()?;
    let text = known(name).map_err(|error| vec![error.at(Path::root().key("name"))])?;
    document::parse(text, &limits::POLICY_BYTES).map(|node| json(&node))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Permitted {
    pap: Pap,
}

object!(Permitted { pap: needed "pap" });

/// What a label permits.
#[derive(Serialize)]
struct Permits {
    pap: Pap,
    actions: [PermittedAction; 7],
    warnings: Vec<Error>,
}

fn permitted_actions(request: &Request) -> Answer {
    let Permitted { pap } = request.read()?;
    let mut warnings = Vec::new();
    if pap == Pap::White {
        warnings.push(Error::new(Code::DisclosureTlpLegacy).at(Path::root().key("pap")));
    }
    Ok(json(&Permits { pap: pap.current(), actions: pap.actions(), warnings }))
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[
    ("checkDisclosure", Check::json_schema),
    ("disclosurePreset", Name::json_schema),
    ("permittedActions", Permitted::json_schema),
    ("redact", Redact::json_schema),
];
