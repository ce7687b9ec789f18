use std::collections::BTreeSet;

use super::Lifecycle;
use crate::error::{Code, Error, Path};
use crate::model::StateType;

impl Lifecycle {
    /// Warns about states that no ticket reaches, and about those that it can never leave for an
    /// end. Guards are taken to be passable.
    pub(super) fn shape(&self, path: &Path) -> Vec<Error> {
        let arrows = self.arrows();
        let backwards: Vec<_> = arrows.iter().map(|(from, to)| (*to, *from)).collect();
        let reached = closure(vec![self.initial], &arrows);
        let ends = self.states.iter().enumerate().filter(|(_, state)| {
            matches!(state.state_type, StateType::Closed | StateType::Canceled)
        });
        let ending = closure(ends.map(|(at, _)| at).collect(), &backwards);
        let mut findings = Vec::new();
        for (at, state) in self.states.iter().enumerate() {
            let mut warn = |code| {
                findings.push(Error::new(code).with("state", &state.id).at(path.index(at)));
            };
            if !reached.contains(&at) {
                warn(Code::StateUnreachable);
            }
            if !ending.contains(&at) {
                warn(Code::StateWithoutEnd);
            }
        }
        findings
    }

    /// Every way from one state to another, by a move or by a timer.
    fn arrows(&self) -> Vec<(usize, usize)> {
        let place = |id: &str| self.states.iter().position(|state| state.id == id);
        let timed =
            self.timers.iter().filter_map(|timer| place(&timer.state).zip(place(&timer.to)));
        self.moves.iter().map(|allowed| (allowed.from, allowed.to)).chain(timed).collect()
    }
}

/// The states that the arrows lead to from `start`, `start` included.
fn closure(start: Vec<usize>, arrows: &[(usize, usize)]) -> BTreeSet<usize> {
    let mut reached: BTreeSet<usize> = start.iter().copied().collect();
    let mut open = start;
    while let Some(at) = open.pop() {
        for (from, to) in arrows {
            if *from == at && reached.insert(*to) {
                open.push(*to);
            }
        }
    }
    reached
}
