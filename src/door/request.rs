#[cfg(feature = "analysis")]
use std::borrow::Cow;
use std::sync::Arc;

use crate::check;
use crate::digest;
use crate::document::{self, Node, Place, Read, object};
use crate::engine::Engine;
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::policy::PolicyDraft;

/// A request: the operation's name, and the object that it stands in.
pub(super) struct Request {
    pub(super) op: String,
    node: Node,
}

/// The members of a request that has none.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Nothing {}

object!(Nothing {});

impl Request {
    pub(super) fn of(node: Node) -> Result<Self, Vec<Error>> {
        let op = document::read_member(&node, "op")?;
        Ok(Self { op, node })
    }

    /// Measures the members whose limit is below the request's.
    pub(super) fn measure(&self) -> Result<(), Vec<Error>> {
        let limited = [("ticket", &limits::TICKET_BYTES), ("policy", &limits::POLICY_BYTES)];
        let mut findings = Vec::new();
        for (name, limit) in limited {
            let bytes = self.bytes(&[name]);
            if !limit.admits(bytes) {
                findings.push(Error::beyond(limit, bytes).at(Path::root().key(name)));
            }
        }
        if findings.is_empty() { Ok(()) } else { Err(findings) }
    }

    /// How large the member is that these names lead to; an absent one is nothing.
    pub(super) fn bytes(&self, names: &[&str]) -> usize {
        let found = names.iter().try_fold(&self.node, |node, name| node.get(name));
        found.map_or(0, Node::bytes)
    }

    /// The request with no more than an empty text where it leaves out what is kept.
    ///
    /// # Errors
    /// `twice`, if it brings it.
    #[cfg(feature = "response")]
    pub(super) fn leaving_out(mut self, name: &str, twice: Code) -> Result<Self, Vec<Error>> {
        if self.node.get(name).is_some() {
            return Err(vec![Error::new(twice).at(Path::root().key(name))]);
        }
        if let Node::Map(members) = &mut self.node {
            members.push((name.to_owned(), Node::Text(String::new())));
        }
        Ok(self)
    }

    /// Reads the members.
    pub(super) fn read<T: Read>(&self) -> Result<T, Vec<Error>> {
        document::read_beside(&self.node, "op")
    }
}

/// A policy in a request: the document, or the name of a preset.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
pub(super) enum PolicySource {
    #[cfg_attr(feature = "schema", schemars(with = "PolicyDraft"))]
    Document {
        draft: Box<PolicyDraft>,
        digest: String,
    },
    Preset(String),
}

impl Read for PolicySource {
    fn blank() -> Self {
        Self::Preset(String::new())
    }

    fn read(&mut self, place: Place<'_>) {
        *self = match place.node() {
            Node::Text(name) => Self::Preset(name.clone()),
            Node::Map(_) => {
                let digest = digest::of_written(place.node());
                Self::Document { draft: Read::at(place), digest }
            }
            Node::Null | Node::Flag(_) | Node::Number(_) | Node::List(_) => {
                return place.wrong("a policy document or the name of a preset");
            }
        };
    }
}

impl PolicySource {
    /// The document, or the preset's.
    #[cfg(feature = "analysis")]
    pub(super) fn draft(&self) -> Result<Cow<'_, PolicyDraft>, Vec<Error>> {
        match self {
            Self::Document { draft, .. } => Ok(Cow::Borrowed(draft)),
            Self::Preset(name) => {
                Ok(Cow::Owned(document::read(preset(name)?, &limits::POLICY_BYTES)?))
            }
        }
    }

    pub(super) fn check(&self) -> Result<check::Checked, Vec<Error>> {
        let checked = match self {
            Self::Document { draft, digest } => check::named(draft, digest.clone()),
            Self::Preset(name) => check::policy(preset(name)?),
        };
        checked.map_err(|errors| all_below(errors, &Path::root().key("policy")))
    }
}

fn preset(name: &str) -> Result<&'static str, Vec<Error>> {
    let path = Path::root().key("policy");
    check::preset(name).ok_or_else(|| vec![unknown_preset(name).at(path)])
}

pub(super) fn unknown_preset(name: &str) -> Error {
    let error = Error::new(Code::PolicyPresetUnknown).with("preset", name);
    error.with("known", check::PRESETS.join(", "))
}

/// The engine that a request is for: the session's, or that of the policy it brings.
pub(super) fn engine(
    policy: Option<&PolicySource>,
    session: Option<&Arc<Engine>>,
) -> Result<Arc<Engine>, Vec<Error>> {
    let path = Path::root().key("policy");
    match (policy, session) {
        (Some(policy), None) => Ok(Arc::new(Engine::new(policy.check()?.policy))),
        (None, Some(engine)) => Ok(Arc::clone(engine)),
        (None, None) => Err(vec![Error::new(Code::DoorPolicyMissing).at(path)]),
        (Some(_), Some(_)) => Err(vec![Error::new(Code::DoorPolicyTwice).at(path)]),
    }
}
