use super::{Proof, Step, StepReason};
use crate::error::{Code, Error};
use crate::time::Span;

impl Proof {
    /// What it says, a note a line, in its order: from the message catalogue, so that it can be
    /// had in another language.
    #[must_use]
    pub fn reading(&self) -> Vec<Error> {
        let span = |milliseconds: i64| Span::from_millis(milliseconds);
        let mut notes = vec![
            Error::new(Code::ProofPromise)
                .with("target", &self.target)
                .with("agreement", &self.agreement)
                .with("within", &self.within)
                .with("cycle", self.cycle)
                .with("at", self.started_at),
        ];
        notes.extend(self.steps.iter().map(Step::reading));
        notes.extend(self.adjustments.iter().map(|adjustment| {
            Error::new(Code::ProofAdjusted)
                .with("at", adjustment.at)
                .with("by", span(adjustment.by_ms))
        }));
        let left = self.within_ms.saturating_sub(self.elapsed_ms);
        let sum = Error::new(Code::ProofSum)
            .with("at", self.until)
            .with("elapsed", span(self.elapsed_ms))
            .with("within", span(self.within_ms));
        notes.push(if left < 0 {
            sum.with("over", span(left.saturating_neg()))
        } else {
            sum.with("left", span(left))
        });
        notes.extend(self.due_at.map(|due| Error::new(Code::ProofDue).with("at", due)));
        notes
    }
}

impl Step {
    fn reading(&self) -> Error {
        let code = match self.reason {
            StepReason::Open => Code::ProofOpen,
            StepReason::AllTime => Code::ProofAllTime,
            StepReason::Closed => Code::ProofClosed,
            StepReason::Holiday => Code::ProofHoliday,
            StepReason::Break => Code::ProofBreak,
            StepReason::Paused => Code::ProofPaused,
            StepReason::Stopped => Code::ProofStopped,
            StepReason::Canceled => Code::ProofCanceled,
        };
        let note = Error::new(code)
            .with("from", self.from)
            .with("to", self.to)
            .with("counted", Span::from_millis(self.counted_ms));
        let note = match &self.name {
            Some(name) => note.with("name", name),
            None => note,
        };
        let note = match self.event {
            Some(event) => note.with("event", event),
            None => note,
        };
        match self.clocks_moved_s {
            Some(moved) => note.with("moved", Span::from_secs(moved)),
            None => note,
        }
    }
}
