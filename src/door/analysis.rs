use std::sync::Arc;

use serde::Serialize;

use super::request::{Nothing, PolicySource, Request, engine};
use super::{Answer, OPERATIONS, dispatch as decide, json, proof, rebase, unknown_operation};
use crate::document::{Node, object};
use crate::engine::Engine;
use crate::error::{Code, Path, Severity, all_below};
use crate::lifecycle::Format;
use crate::limits;
use crate::lint::lint;
use crate::model_check::{Question, check};
use crate::time::Instant;

/// The operations that look at a policy, or at a history under it, beside those that decide.
pub const ANALYSES: [&str; 8] =
    ["checkModel", "export", "limits", "lint", "messages", "prove", "rebase", "verify"];

pub(super) fn dispatch(node: Node, session: Option<&Arc<Engine>>) -> Answer {
    let request = Request::of(node)?;
    match request.op.as_str() {
        "checkModel" => request.measure().and_then(|()| check_model(&request, session)),
        "export" => request.measure().and_then(|()| export(&request, session)),
        "lint" => request.measure().and_then(|()| of_policy(&request)),
        "limits" => request.read::<Nothing>().map(|Nothing {}| json(limits::ALL)),
        "messages" => request.read::<Nothing>().map(|Nothing {}| json(&messages())),
        "rebase" => request.measure().and_then(|()| rebase::rebase(&request, session)),
        "prove" => request.measure().and_then(|()| proof::prove(&request, session)),
        "verify" => request.measure().and_then(|()| proof::verify(&request, session)),
        known if OPERATIONS.contains(&known) => decide(&request, session),
        unknown => Err(vec![unknown_operation(unknown, &[&OPERATIONS[..], &ANALYSES].concat())]),
    }
}

struct CheckModel {
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

struct Export {
    policy: Option<PolicySource>,
    format: Format,
}

object!(Export { policy: optional "policy", format: needed "format" });

/// The lifecycle of a policy in a form that others draw or run.
fn export(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Export { policy, format } = &request.read()?;
    let engine = engine(policy.as_ref(), session)?;
    Ok(json(&engine.policy().lifecycle().export(*format)))
}

struct Lint {
    policy: PolicySource,
    now: Instant,
}

object!(Lint { policy: needed "policy", now: needed "now" });

/// Every finding about a policy, with its paths as in the policy's document.
fn of_policy(request: &Request) -> Answer {
    let Lint { policy, now } = &request.read()?;
    Ok(json(&lint(&*policy.draft()?, *now)))
}

/// A row of the message catalogue.
#[derive(Debug, Serialize)]
struct Template {
    code: &'static str,
    severity: Severity,
    message: &'static str,
    help: &'static str,
}

fn messages() -> Vec<Template> {
    let row = |code: &Code| Template {
        code: code.as_str(),
        severity: code.severity(),
        message: code.message(),
        help: code.help(),
    };
    Code::ALL.iter().map(row).collect()
}
