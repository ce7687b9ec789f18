use super::{Proof, Step, StepReason};
use crate::calendar::{Calendar, Openness};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::time::{Instant, Segment, tzdb_version};

impl Proof {
    /// Adds everything up again, and holds each step against its calendar.
    ///
    /// # Errors
    /// Every finding: `proof.digest` if something was changed afterwards, `proof.gap`,
    /// `proof.stepWrong`, `proof.sumWrong`, `proof.dueWrong`, `proof.otherTzdb`, and what is wrong
    /// with its calendars.
    pub fn verify(&self) -> Result<(), Vec<Error>> {
        let mut findings = Vec::new();
        let mut find = |code: Code, name: &str| {
            findings.push(Error::new(code).at(Path::root().key(name)));
        };
        if self.digest != self.digest_of_content() {
            find(Code::ProofDigest, "digest");
        }
        if self.tzdb != tzdb_version() {
            find(Code::ProofOtherTzdb, "tzdb");
        }
        let path = Path::root().key("calendars");
        let mut calendars = Vec::new();
        for (at, draft) in self.calendars.iter().enumerate() {
            match Calendar::check(draft) {
                Ok((calendar, _)) => calendars.push(Some(calendar)),
                Err(errors) => {
                    calendars.push(None);
                    findings.extend(all_below(errors, &path.index(at)));
                }
            }
        }
        self.verify_steps(&calendars, &mut findings);
        self.verify_sums(&calendars, &mut findings);
        if findings.is_empty() { Ok(()) } else { Err(findings) }
    }

    /// Each step begins where the one before it ended, and is what its calendar says.
    fn verify_steps(&self, calendars: &[Option<Calendar>], findings: &mut Vec<Error>) {
        let path = Path::root().key("steps");
        let mut at = self.started_at;
        for (number, step) in self.steps.iter().enumerate() {
            let path = path.index(number);
            let segment = Segment::new(step.from, step.to);
            if step.from != at || segment.is_none() {
                findings.push(Error::new(Code::ProofGap).with("at", at).at(path.clone()));
            }
            at = step.to;
            if !segment.is_some_and(|segment| step.stands(segment, calendars)) {
                findings.push(Error::new(Code::ProofStepWrong).at(path));
            }
        }
        let end = self
            .due_at
            .filter(|_| self.stage == "running")
            .map_or(self.until, |due| due.max(self.until));
        if at != end {
            findings.push(Error::new(Code::ProofGap).with("at", at).at(path));
        }
    }

    fn verify_sums(&self, calendars: &[Option<Calendar>], findings: &mut Vec<Error>) {
        let mut find = |code: Code, name: &str, expected: i64| {
            let error = Error::new(code).with("expected", expected);
            findings.push(error.at(Path::root().key(name)));
        };
        let elapsed = self.elapsed_by(self.until, calendars);
        if elapsed != self.elapsed_ms {
            find(Code::ProofSumWrong, "elapsedMs", elapsed);
        }
        // Before an adjustment other terms held, so only what follows it is judged by these.
        let adjusted = self.adjustments.last().map_or(self.started_at, |last| last.at);
        if let Some(due) = self.due_at.filter(|due| *due >= adjusted && *due > self.started_at) {
            let used = self.elapsed_by(due, calendars);
            let whole = due <= self.until || self.stage == "running";
            // A change of target may use it up at once, and more than up.
            let jumps = self.adjustments.iter().any(|one| one.at == due);
            if whole && used != self.within_ms && !(jumps && used > self.within_ms) {
                find(Code::ProofDueWrong, "dueAt", used);
            }
        }
    }

    /// The time used by an instant, as the steps and the adjustments say.
    fn elapsed_by(&self, at: Instant, calendars: &[Option<Calendar>]) -> i64 {
        let steps = self.steps.iter().filter(|step| step.from < at);
        let counted = steps.map(|step| {
            if step.to <= at { step.counted_ms } else { step.counts_until(at, calendars) }
        });
        let adjusted =
            self.adjustments.iter().filter(|one| one.at <= at).map(|adjustment| adjustment.by_ms);
        counted.chain(adjusted).fold(0_i64, i64::saturating_add)
    }
}

impl Step {
    fn calendar<'a>(&self, calendars: &'a [Option<Calendar>]) -> Option<&'a Calendar> {
        calendars.get(usize::try_from(self.calendar?).ok()?)?.as_ref()
    }

    fn counts_until(&self, at: Instant, calendars: &[Option<Calendar>]) -> i64 {
        if !self.reason.counts() {
            return 0;
        }
        if self.reason == StepReason::AllTime {
            return at.since(self.from).as_millis();
        }
        self.calendar(calendars).map_or(0, |calendar| calendar.between(self.from, at).as_millis())
    }

    /// Whether the step is what its calendar says, and counts as its reason says.
    fn stands(&self, segment: Segment, calendars: &[Option<Calendar>]) -> bool {
        let counts = if self.reason.counts() { segment.span().as_millis() } else { 0 };
        let openness = match self.reason {
            StepReason::Open => Openness::Open,
            StepReason::Closed => Openness::Closed,
            StepReason::Holiday => Openness::Holiday(self.name.clone()),
            StepReason::Break => Openness::Break,
            StepReason::AllTime
            | StepReason::Paused
            | StepReason::Stopped
            | StepReason::Canceled => return self.counted_ms == counts && self.calendar.is_none(),
        };
        let most = usize::try_from(limits::ENTRIES.maximum).unwrap_or(usize::MAX);
        let Some(calendar) = self.calendar(calendars) else { return false };
        let zone = calendar.zone();
        let moved = zone
            .next_change(self.from)
            .filter(|(at, _)| *at < self.to)
            .map(|(_, offset)| offset.saturating_sub(zone.offset_at(self.from)));
        let pieces = calendar.explain(segment, most).unwrap_or_default();
        self.counted_ms == counts
            && self.clocks_moved_s == moved
            && pieces.iter().all(|(_, why)| *why == openness)
            && !pieces.is_empty()
    }
}
