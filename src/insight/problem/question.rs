use super::change::PastChange;
use super::settings::ProblemRules;
use crate::document::{Ids, object};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::time::{Instant, Span};

/// What is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProblemQuestion {
    /// The present. What was opened later is not known yet.
    pub now: Instant,
    /// When the window begins that is held against the time before it; `windowDays` before the
    /// present if absent.
    pub from: Option<Instant>,
    /// Since when the history is whole. If absent, its first incident says so, unless it lies more
    /// than `lookBackDays` before the window.
    pub since: Option<Instant>,
    /// Changes that were made, in any order.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub changes: Vec<PastChange>,
}

object!(ProblemQuestion {
    now: needed "now",
    from: optional "from",
    since: optional "since",
    changes: or_default "changes",
});

impl ProblemQuestion {
    /// Every finding about it.
    pub(super) fn findings(&self, rules: &ProblemRules) -> Vec<Error> {
        let mut findings = Vec::new();
        let from = self.window(rules);
        if from >= self.now {
            let error = Error::new(Code::ProblemWindowEmpty).with("from", from);
            findings.push(error.with("now", self.now).at(Path::root().key("from")));
        }
        if let Some(since) = self.since.filter(|since| *since > from) {
            let error = Error::new(Code::InsightEndBeforeStart).with("from", since);
            findings.push(error.with("to", from).at(Path::root().key("since")));
        }
        let path = Path::root().key("changes");
        let mut ids = Ids::default();
        for (at, change) in self.changes.iter().enumerate() {
            let own = change.findings();
            if own.is_empty() {
                ids.add(&change.id, &path.index(at).key("id"), &mut findings);
            }
            findings.extend(all_below(own, &path.index(at)));
        }
        limits::FINDINGS.cut(&mut findings);
        findings
    }

    /// When the window begins.
    pub(super) fn window(&self, rules: &ProblemRules) -> Instant {
        self.from.unwrap_or_else(|| before(self.now, rules.window))
    }

    /// The earliest instant that is looked at.
    pub(super) fn earliest(&self, rules: &ProblemRules) -> Instant {
        self.since.unwrap_or_else(|| before(self.window(rules), rules.look_back))
    }
}

/// An instant so much earlier, or the first one there is.
pub(super) fn before(at: Instant, span: Span) -> Instant {
    at.plus(Span::ZERO.minus(span)).unwrap_or(Instant::MIN)
}
