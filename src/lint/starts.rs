//! States in which tickets start that they are not for.

use crate::error::{Code, Error, Path};
use crate::model::Kind;
use crate::policy::{Policy, PolicyDraft};

pub(super) fn find(draft: &PolicyDraft, policy: &Policy, findings: &mut Vec<Error>) {
    let lifecycle = policy.lifecycle();
    let path = Path::root().key("lifecycle");
    let mut others = Vec::new();
    for kind in Kind::ALL {
        let name = kind.as_str();
        let state = lifecycle.initial_of(kind);
        let state = state.filter(|one| !one.kinds.is_empty() && !one.kinds.contains(&kind));
        let Some(state) = state else { continue };
        if draft.lifecycle.initial_of.get(name).is_some() {
            let error = Error::new(Code::LintStartNotFor).with("state", &state.id);
            findings.push(error.with("kinds", name).at(path.key("initialOf").key(name)));
        } else {
            others.push(name);
        }
    }
    if !others.is_empty() {
        let error = Error::new(Code::LintStartNotFor).with("state", &draft.lifecycle.initial);
        findings.push(error.with("kinds", others.join(", ")).at(path.key("initial")));
    }
}
