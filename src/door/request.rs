use std::fmt;
use std::sync::Arc;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};

use crate::check;
use crate::document::{self, Node};
use crate::engine::Engine;
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::policy::PolicyDraft;

/// A request: the operation's name, and the members beside it.
pub(super) struct Request {
    pub(super) op: String,
    members: Node,
}

/// The members of a request that has none.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

impl Request {
    pub(super) fn of(node: Node) -> Result<Self, Vec<Error>> {
        let Node::Map(mut members) = node else {
            let error = Error::new(Code::DocumentTypeWrong).with("expected", "an object");
            return Err(vec![error.with("actual", "something else")]);
        };
        let Some(at) = members.iter().position(|(key, _)| key == "op") else {
            return Err(vec![Error::new(Code::DocumentFieldMissing).with("field", "op")]);
        };
        match members.remove(at).1 {
            Node::Text(op) => Ok(Self { op, members: Node::Map(members) }),
            Node::Null | Node::Flag(_) | Node::Number(_) | Node::List(_) | Node::Map(_) => {
                let error = Error::new(Code::DocumentTypeWrong).with("expected", "a string");
                let error = error.with("actual", "something else");
                Err(vec![error.at(Path::root().key("op"))])
            }
        }
    }

    /// Reads the members; those whose limit is below the request's are measured first.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Vec<Error>> {
        let limited = [("ticket", &limits::TICKET_BYTES), ("policy", &limits::POLICY_BYTES)];
        let mut findings = Vec::new();
        for (name, limit) in limited {
            let bytes = self.members.get(name).map_or(0, Node::bytes);
            if !limit.admits(bytes) {
                findings.push(Error::beyond(limit, bytes).at(Path::root().key(name)));
            }
        }
        if findings.is_empty() { document::read_node(&self.members) } else { Err(findings) }
    }
}

/// A policy in a request: the document, or the name of a preset.
#[derive(Debug)]
pub(super) enum PolicySource {
    Document(Box<PolicyDraft>),
    Preset(String),
}

impl<'de> Deserialize<'de> for PolicySource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Written;

        impl<'de> Visitor<'de> for Written {
            type Value = PolicySource;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a policy document or the name of a preset")
            }

            fn visit_str<E>(self, name: &str) -> Result<PolicySource, E> {
                Ok(PolicySource::Preset(name.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<PolicySource, A::Error> {
                PolicyDraft::deserialize(MapAccessDeserializer::new(members))
                    .map(|draft| PolicySource::Document(Box::new(draft)))
            }
        }

        deserializer.deserialize_any(Written)
    }
}

impl PolicySource {
    pub(super) fn check(&self) -> Result<check::Checked, Vec<Error>> {
        let path = Path::root().key("policy");
        let checked = match self {
            Self::Document(draft) => check::draft(draft),
            Self::Preset(name) => match check::preset(name) {
                Some(text) => check::policy(text),
                None => Err(vec![unknown_preset(name)]),
            },
        };
        checked.map_err(|errors| errors.into_iter().map(|error| error.below(&path)).collect())
    }
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
