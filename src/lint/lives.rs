//! What only shows when every life of a ticket is tried.

use std::collections::BTreeSet;

use crate::engine::Engine;
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model_check;

pub(super) fn find(engine: &Engine, findings: &mut Vec<Error>) {
    let path = Path::root().key("lifecycle").key("states");
    let Ok(lives) = model_check::lives(engine) else {
        let error = Error::new(Code::LintNotTried).with("maximum", limits::MODEL_TICKETS.maximum);
        findings.push(error.at(Path::root().key("lifecycle")));
        return;
    };
    // The findings of the check, whose paths are of the states.
    let known: BTreeSet<(Code, String)> =
        findings.iter().map(|known| (known.code(), known.path().to_string())).collect();
    for (at, state) in engine.policy().lifecycle().states().iter().enumerate() {
        let path = path.index(at);
        let known = |code| known.contains(&(code, path.to_string()));
        let unreached = !lives.reached.contains(&state.id) && !known(Code::StateUnreachable);
        let stuck = lives.stuck.contains(&state.id) && !known(Code::StateWithoutEnd);
        let mut warn =
            |code| findings.push(Error::new(code).with("state", &state.id).at(path.clone()));
        if unreached {
            warn(Code::LintBehindGuards);
        }
        if stuck {
            warn(Code::LintNoWayToEnd);
        }
    }
}
