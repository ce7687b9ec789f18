use std::sync::Arc;

use super::messages::messages;
use super::request::{Nothing, PolicySource, Request, engine};
use super::{
    Answer, OPERATIONS, dispatch as decide, explain, json, proof, rebase, unknown_operation,
};
use crate::document::{Node, object, words};
use crate::engine::Engine;
use crate::error::{Code, Error, Path, all_below};
use crate::handbook::handbook;
use crate::lifecycle::Format;
use crate::limits;
use crate::lint::lint;
use crate::model_check::{Question, check};
use crate::security::audit;
use crate::time::Instant;

/// The operations that look at a policy, or at a history under it, beside those that decide.
pub const ANALYSES: [&str; 10] = [
    "checkModel",
    "explain",
    "export",
    "limits",
    "lint",
    "messages",
    "prove",
    "rebase",
    "replayDecisions",
    "verify",
];

pub(super) fn dispatch(node: Node, session: Option<&Arc<Engine>>) -> Answer {
    let request = Request::of(node)?;
    match request.op.as_str() {
        "checkModel" => request.measure().and_then(|()| check_model(&request, session)),
        "explain" => request.measure().and_then(|()| explain::explain(&request, session)),
        "export" => request.measure().and_then(|()| export(&request, session)),
        "lint" => request.measure().and_then(|()| of_policy(&request)),
        "limits" => request.read::<Nothing>().map(|Nothing {}| json(limits::ALL)),
        "messages" => request
            .read::<Nothing>()
            .map(|Nothing {}| json(&messages(&[Code::CORE, Code::ANALYSIS, Code::AUDIT]))),
        "rebase" => request.measure().and_then(|()| rebase::rebase(&request, session)),
        "replayDecisions" => request.measure().and_then(|()| replay(&request, session)),
        "prove" => request.measure().and_then(|()| proof::prove(&request, session)),
        "verify" => request.measure().and_then(|()| proof::verify(&request, session)),
        known if OPERATIONS.contains(&known) => decide(&request, session),
        unknown => Err(vec![unknown_operation(unknown, &[&OPERATIONS[..], &ANALYSES].concat())]),
    }
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct CheckModel {
    policy: Option<PolicySource>,
    question: Question,
}

object!(CheckModel { policy: optional "policy", question: needed "question" });

/// The answer to a question about every life of a ticket.
fn check_model(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let CheckModel { policy, question } = &request.read()?;
    let engine = engine(policy.as_ref(), session)?;
    let path = Path::root().key("question");
    Ok(json(&check(&engine, question).map_err(|errors| all_below(errors, &path))?))
}

/// In what form a policy is handed on.
#[derive(Clone, Copy)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "lowercase"))]
enum Form {
    /// Its lifecycle, as a `stateDiagram-v2` of Mermaid.
    Mermaid,
    /// Its lifecycle, as a digraph of Graphviz.
    Dot,
    /// Its lifecycle, as the configuration of a machine for `XState` 5.
    XState,
    /// All of it, as a handbook in Markdown.
    Markdown,
}

words!(Form { Mermaid: "mermaid", Dot: "dot", XState: "xstate", Markdown: "markdown" });

#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        extend("if" = serde_json::json!({"properties": {"format": {"const": "markdown"}}})),
        extend("then" = serde_json::json!({
            "required": ["policy", "now"],
            "properties": {"now": {"not": {"type": "null"}}},
        }))
    )
)]
pub(super) struct Export {
    policy: Option<PolicySource>,
    format: Form,
    now: Option<Instant>,
}

object!(Export { policy: optional "policy", format: needed "format", now: optional "now" });

/// A policy in a form that others read, draw or run.
fn export(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Export { policy, format, now } = &request.read()?;
    let format = match format {
        Form::Mermaid => Format::Mermaid,
        Form::Dot => Format::Dot,
        Form::XState => Format::XState,
        Form::Markdown => return filed(policy.as_ref(), *now),
    };
    let engine = engine(policy.as_ref(), session)?;
    Ok(json(&engine.policy().lifecycle().export(format)))
}

/// The handbook. Like the linter it needs the document itself, which a session does not keep.
fn filed(policy: Option<&PolicySource>, now: Option<Instant>) -> Answer {
    let path = Path::root().key("policy");
    let missing = || vec![Error::new(Code::DoorPolicyMissing).at(path.clone())];
    let draft = policy.ok_or_else(missing)?.draft()?;
    let now =
        now.ok_or_else(|| vec![Error::new(Code::DocumentFieldMissing).with("field", "now")])?;
    Ok(json(&handbook(&draft, now).map_err(|errors| all_below(errors, &path))?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct ReplayDecisions {
    policy: Option<PolicySource>,
    #[cfg_attr(feature = "schema", schemars(length(max = crate::limits::REQUEST_BYTES.maximum)))]
    record: String,
}

object!(ReplayDecisions { policy: optional "policy", record: needed "record" });

/// The ticket that a record of decisions makes, each decided again.
fn replay(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let ReplayDecisions { policy, record } = &request.read()?;
    let engine = engine(policy.as_ref(), session)?;
    let path = Path::root().key("record");
    Ok(json(&audit::replay(record, &engine).map_err(|errors| all_below(errors, &path))?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Lint {
    policy: PolicySource,
    now: Instant,
}

object!(Lint { policy: needed "policy", now: needed "now" });

/// Every finding about a policy, with its paths as in the policy's document.
fn of_policy(request: &Request) -> Answer {
    let Lint { policy, now } = &request.read()?;
    Ok(json(&lint(&*policy.draft()?, *now)))
}
