//! Problem candidates: against probabilities that are summed up term by term, with planted causes,
//! under every order of the incidents, and with everything that may be wrong.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::string_slice,
    reason = "small numbers that were made here, and identifiers of ours"
)]

mod chance;
mod change;
mod draft;
mod group;
mod input;
mod offer;
mod outage;

use incident_core::insight::problem::{
    ProblemCandidate, ProblemCandidates, ProblemHistory, ProblemKind, ProblemQuestion,
    ProblemRules, ProblemSettings, candidates,
};
use incident_core::insight::similar::PastTicket;
use incident_core::model::{Facts, Value};
use incident_core::{Instant, Span};

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;
/// Some Monday.
const START: i64 = 1_767_571_200_000;

fn instant(millis: i64) -> Instant {
    Instant::from_millis(START + millis).expect("an instant")
}

fn row(id: &str, at: i64, facts: &[(&str, &str)]) -> PastTicket {
    let mut map = Facts::new();
    for (name, value) in facts {
        map.insert(name, Value::Text((*value).to_owned()));
    }
    PastTicket {
        id: id.to_owned(),
        kind: None,
        state: None,
        opened_at: instant(at),
        resolved_at: None,
        reopens: 0,
        facts: map,
    }
}

fn rules(settings: &ProblemSettings) -> ProblemRules {
    ProblemRules::check(settings).expect("settings")
}

fn history(
    rows: impl IntoIterator<Item = PastTicket>,
    settings: &ProblemSettings,
) -> ProblemHistory {
    let mut history = ProblemHistory::new(rules(settings));
    for row in rows {
        history.learn(row).expect("a row");
    }
    history
}

/// A question about a window of days at the end of some.
fn question(window: i64, whole: i64) -> ProblemQuestion {
    ProblemQuestion {
        now: instant(whole * DAY),
        from: Some(instant((whole - window) * DAY)),
        since: Some(instant(0)),
        changes: Vec::new(),
    }
}

fn asked(rows: &[PastTicket], question: &ProblemQuestion) -> ProblemCandidates {
    let history = history(rows.iter().cloned(), &ProblemSettings::default());
    candidates(&history, question).expect("an answer")
}

fn of_kind(answer: &ProblemCandidates, kind: ProblemKind) -> Vec<&ProblemCandidate> {
    answer.candidates.iter().filter(|one| one.kinds.contains(&kind)).collect()
}

/// The probability of at least `k` of `n`, from the distribution of the first, the first two ...
fn tail(k: usize, n: usize, p: f64) -> f64 {
    let mut of = vec![1.0];
    for _ in 0..n {
        let mut next = vec![0.0; of.len() + 1];
        for (count, chance) in of.iter().enumerate() {
            next[count] += chance * (1.0 - p);
            next[count + 1] += chance * p;
        }
        of = next;
    }
    of.iter().skip(k).sum()
}

/// Numbers that only seem random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn millis(&mut self, bound: i64) -> i64 {
        i64::try_from(self.below(bound.unsigned_abs() / 60_000)).expect("small") * 60_000
    }
}

/// The same with incidents of a year beside, each of which says what no other one does.
fn among_others(mut rows: Vec<PastTicket>) -> Vec<PastTicket> {
    for number in 0..360_i64 {
        let word = |of: i64| {
            let letter =
                |at: i64| char::from(b"bcdfghjklmnprstvwxz"[(at % 19).unsigned_abs() as usize]);
            let (one, two, three) = (number % 19, number / 19, (number + of) % 17);
            format!("{}o{}a{}u", letter(one), letter(two), letter(three + of))
        };
        let (title, service) = (format!("{} {}", word(0), word(1)), format!("Service {number}"));
        let facts = [("shortDescription", title.as_str()), ("service", service.as_str())];
        rows.push(row(&format!("Z{number:03}"), number * DAY, &facts));
    }
    rows
}

fn span(hours: i64) -> Span {
    Span::from_hours(hours)
}
