use super::Lifecycle;
use crate::error::{Code, Error, Path};
use crate::model::StateType;

impl Lifecycle {
    /// Warns about states that no ticket reaches, and about those that it can never leave for an
    /// end. Guards are taken to be passable.
    pub(super) fn shape(&self, path: &Path) -> Vec<Error> {
        let arrows = self.arrows();
        let backwards: Vec<_> = arrows.iter().map(|(from, to)| (*to, *from)).collect();
        let mut starts = vec![self.initial];
        starts.extend(self.initial_of.iter().map(|(_, at)| *at));
        let reached = self.closure(starts, &arrows);
        let ends = self.states.iter().enumerate().filter(|(_, state)| {
            matches!(state.state_type, StateType::Closed | StateType::Canceled)
        });
        let ending = self.closure(ends.map(|(at, _)| at).collect(), &backwards);
        let mut findings = Vec::new();
        for (at, state) in self.states.iter().enumerate() {
            let mut warn = |code| {
                findings.push(Error::new(code).with("state", &state.id).at(path.index(at)));
            };
            if reached.get(at) != Some(&true) {
                warn(Code::StateUnreachable);
            }
            if ending.get(at) != Some(&true) {
                warn(Code::StateWithoutEnd);
            }
        }
        findings
    }

    /// Every way from one state to another, by a move or by a timer.
    fn arrows(&self) -> Vec<(usize, usize)> {
        let place = |id: &str| self.index.get(id).copied();
        let timed =
            self.timers.iter().filter_map(|timer| place(&timer.state).zip(place(&timer.to)));
        self.moves.iter().map(|allowed| (allowed.from, allowed.to)).chain(timed).collect()
    }

    /// Whether the arrows lead from `start` to each state, `start` included.
    fn closure(&self, start: Vec<usize>, arrows: &[(usize, usize)]) -> Vec<bool> {
        let mut reached = vec![false; self.states.len()];
        let mut open = start;
        while let Some(at) = open.pop() {
            let Some(new) = reached.get_mut(at).filter(|reached| !**reached) else { continue };
            *new = true;
            open.extend(arrows.iter().filter(|(from, _)| *from == at).map(|(_, to)| *to));
        }
        reached
    }
}
