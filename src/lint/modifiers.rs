//! Modifiers of priorities that change none.

use std::collections::BTreeSet;

use crate::condition::Condition;
use crate::error::{Code, Error, Path};
use crate::policy::Policy;
use crate::prioritize::{Modifier, Priorities};

/// How many levels are followed through modifiers with the same condition; with more of them, what
/// an earlier one makes is only added to what can reach the later one.
const WORK: usize = 200_000;

pub(super) fn find(policy: &Policy, findings: &mut Vec<Error>) {
    let priorities = policy.priorities();
    let path = Path::root().key("modifiers");
    let mut before = priorities.levels_of_matrices();
    for (at, modifier) in priorities.modifiers().iter().enumerate() {
        let mut reach = reaching(priorities, at, modifier).unwrap_or_else(|| before.clone());
        if knows_both(&modifier.applies_if) {
            reach.remove(&None);
        }
        // No effect puts a lower level above a higher one, so none moves where all stay.
        let changes = priorities.modified(modifier, &reach) != reach;
        // One that never applies is said to be that.
        if !changes && modifier.applies_if.can_hold() != Some(false) {
            let levels = priorities.matrix().priority();
            let names = reach.iter().flatten().filter_map(|at| levels.get(*at));
            let names: Vec<_> = names.map(|level| level.id.as_str()).collect();
            let error = Error::new(Code::LintModifierIdle).with("levels", names.join(", "));
            findings.push(error.at(path.index(at)));
        }
        before = after(priorities, modifier, before, always(&modifier.applies_if));
    }
}

/// The levels that can reach a modifier, none where it is too much work to follow them.
fn reaching(
    priorities: &Priorities,
    at: usize,
    modifier: &Modifier,
) -> Option<BTreeSet<Option<usize>>> {
    let earlier = priorities.modifiers().get(..at)?;
    let count = priorities.modifiers().len();
    let levels = priorities.matrix().priority().len();
    let work = count.saturating_mul(count).saturating_mul(levels);
    (work <= WORK).then(|| {
        earlier.iter().fold(priorities.levels_of_matrices(), |levels, one| {
            let applies = one.applies_if == modifier.applies_if || always(&one.applies_if);
            after(priorities, one, levels, applies)
        })
    })
}

/// The levels after a modifier that applies for certain, or may.
fn after(
    priorities: &Priorities,
    modifier: &Modifier,
    mut levels: BTreeSet<Option<usize>>,
    applies: bool,
) -> BTreeSet<Option<usize>> {
    let mut changed = priorities.modified(modifier, &levels);
    if applies {
        return changed;
    }
    levels.append(&mut changed);
    levels
}

fn always(condition: &Condition) -> bool {
    Condition::All(Vec::new()).implies(condition)
}

/// Whether it is true only of what has impact and urgency, and so a level in every matrix.
fn knows_both(condition: &Condition) -> bool {
    ["impact", "urgency"].iter().all(|field| condition.implies(&Condition::IsSet((*field).into())))
}
