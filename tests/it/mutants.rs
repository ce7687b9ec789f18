//! Every small mistake in a valid policy is refused, warned about, seen by a comparison, or
//! harmless: which of them, says the table `tests/vectors/policy/mutants.txt`.
//!
//! `UPDATE=1 cargo test --test it mutants` writes the table anew; read the difference before it is
//! committed.

mod battery;
mod breed;
mod normal;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use incident_core::lint::lint;
use incident_core::policy::PolicyDraft;
use incident_core::{Engine, Instant, check, digest, document, limits};

use battery::Battery;
use breed::Mutant;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/policy/mutants.txt");

const HEAD: &str = "\
# What becomes of a policy with one mistake in it: tests/it/mutants.rs makes each mistake at each
# place of the document that it fits, and counts here what came of it.
#
# refused    it has errors
# warned     it is accepted with a warning of the check or a finding of the linter
# same       it is the same document: nothing was changed
# words      only names, labels or aliases that no decision asks for; all answers are the same
# form       only an order, a repetition or a wording that means the same; all answers are the same
# visible    another policy, and a comparison shows it: it decides, counts or replays otherwise
# unnoticed  another policy, and nothing of this shows it
";

/// The presets whose mutants are tried: the battery knows what these two ask for, and the time of
/// the test grows with each.
const MUTATED: [&str; 2] = ["itil", "servicenow"];

/// What became of a mutant, in the order of the table's columns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Refused,
    Warned,
    Same,
    Words,
    Form,
    Visible,
    Unnoticed,
}

const FATES: [(Fate, &str); 7] = [
    (Fate::Refused, "refused"),
    (Fate::Warned, "warned"),
    (Fate::Same, "same"),
    (Fate::Words, "words"),
    (Fate::Form, "form"),
    (Fate::Visible, "visible"),
    (Fate::Unnoticed, "unnoticed"),
];

/// A policy without a finding, with what its mutants are measured by.
struct Original {
    draft: PolicyDraft,
    battery: Battery,
}

fn now() -> Instant {
    Instant::parse("2026-06-01T12:00:00Z").expect("an instant")
}

fn read(text: &str) -> PolicyDraft {
    document::read(text, &limits::POLICY_BYTES).expect("a policy")
}

impl Original {
    fn of(name: &str, text: &str) -> Self {
        let draft = read(text);
        assert_eq!(lint(&draft, now()), [], "{name}");
        let engine = Engine::new(check::draft(&draft).expect("accepted").policy);
        Self { battery: Battery::of(&draft, engine), draft }
    }

    fn fate(&self, mutant: &Mutant) -> Fate {
        let Ok(checked) = check::policy(&mutant.text) else { return Fate::Refused };
        let draft = read(&mutant.text);
        if digest::of(&draft) == digest::of(&self.draft) {
            return Fate::Same;
        }
        if !checked.warnings.is_empty() || !lint(&draft, now()).is_empty() {
            return Fate::Warned;
        }
        let seen = self.battery.sees(Engine::new(checked.policy));
        let like = |normal: &dyn Fn(&PolicyDraft) -> _| normal(&draft) == normal(&self.draft);
        match (seen, like(&normal::without_words), like(&normal::in_one_form)) {
            (true, ..) => Fate::Visible,
            (false, true, _) => Fate::Words,
            (false, false, true) => Fate::Form,
            (false, false, false) => Fate::Unnoticed,
        }
    }
}

/// How many mutants by policy, operator and part of the document met each fate.
type Counts = BTreeMap<(&'static str, &'static str, String), [usize; FATES.len()]>;

/// The counts of a policy, and the mutants that nothing notices.
fn count(name: &'static str, text: &'static str) -> (Counts, Vec<String>) {
    let original = Original::of(name, text);
    let mutants = breed::all(text);
    assert!(mutants.len() >= 200, "{name}: {}", mutants.len());
    let half = mutants.len().div_ceil(2);
    let (mut counts, mut unnoticed) = (Counts::new(), Vec::new());
    let fates = std::thread::scope(|scope| {
        let judge = |part: &[Mutant]| part.iter().map(|one| original.fate(one)).collect::<Vec<_>>();
        let parts: Vec<_> =
            mutants.chunks(half).map(|part| scope.spawn(move || judge(part))).collect();
        parts.into_iter().flat_map(|part| part.join().expect("no panic")).collect::<Vec<_>>()
    });
    for (mutant, fate) in mutants.into_iter().zip(fates) {
        if fate == Fate::Unnoticed {
            unnoticed.push(format!("{name}: {} {}", mutant.operator, mutant.place));
        }
        let row = counts.entry((name, mutant.operator, mutant.section)).or_default();
        let column = FATES.iter().position(|(other, _)| *other == fate).expect("a column");
        row[column] += 1;
    }
    (counts, unnoticed)
}

fn table(counts: &Counts) -> String {
    let mut text = HEAD.to_owned();
    let mut line = |name: &str, operator: &str, section: &str, cells: &[String]| {
        write!(text, "\n{name:11} {operator:19} {section:22}").expect("a text");
        for (cell, (_, column)) in cells.iter().zip(FATES) {
            write!(text, " {cell:>width$}", width = column.len()).expect("a text");
        }
    };
    let shown = |counts: &[usize]| {
        let cell = |count: &usize| if *count == 0 { ".".to_owned() } else { count.to_string() };
        counts.iter().map(cell).collect::<Vec<_>>()
    };
    line("policy", "mistake", "part", &FATES.map(|(_, column)| column.to_owned()));
    let mut sums: BTreeMap<&str, [usize; FATES.len()]> = BTreeMap::new();
    for ((name, operator, section), row) in counts {
        line(name, operator, section, &shown(row));
        let sum = sums.entry(name).or_default();
        sum.iter_mut().zip(row).for_each(|(sum, count)| *sum += count);
    }
    for (name, sum) in sums {
        let all = format!("{} in all", sum.iter().sum::<usize>());
        line(name, &all, "", &shown(&sum));
    }
    text + "\n"
}

#[test]
fn every_mistake_is_refused_warned_about_visible_or_harmless() {
    let (mut all, mut unnoticed) = (Counts::new(), Vec::new());
    for name in MUTATED {
        let (counts, missed) = count(name, check::preset(name).expect("a preset"));
        all.extend(counts);
        unnoticed.extend(missed);
    }
    let table = table(&all);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(TABLE, &table).expect("a writable file");
    }
    assert_eq!(unnoticed, Vec::<String>::new(), "nothing notices these");
    assert_eq!(table, fs::read_to_string(TABLE).expect("a readable file"));
}

#[test]
fn the_lives_lead_everywhere() {
    for name in MUTATED {
        let original = Original::of(name, check::preset(name).expect("a preset"));
        let reached = original.battery.reached();
        let draft = &original.draft;
        assert_eq!(reached["state"].len(), draft.lifecycle.states.len(), "{name}: {reached:?}");
        assert_eq!(reached["priority"].len(), draft.scales.priority.len(), "{name}: {reached:?}");
        let reasons = draft.lifecycle.hold_reasons.len();
        assert_eq!(reached["holdReason"].len(), reasons, "{name}: {reached:?}");
        assert_eq!(reached["timer"].len(), draft.lifecycle.timers.len(), "{name}: {reached:?}");
    }
}
