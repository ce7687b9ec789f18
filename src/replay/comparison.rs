use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::AuditRow;
use super::case::{Case, Guide};
use super::mapping::Mapping;
use super::noted::Noted;
use super::summary::{Counts, Refusal, clocks_of};
use crate::document::{self, Map};
use crate::engine::{Difference, Engine};
use crate::error::{Code, Error};
use crate::model::{Ticket, Value};
use crate::sla::Proof;

/// The place of a ticket that has been judged and left memory.
const JUDGED: usize = usize::MAX;

/// A log on its way through two policies at once: what the second would have made otherwise.
///
/// A ticket that has ended under both is judged with the next row of another ticket and then leaves
/// memory; its further rows are counted, and change nothing. So memory grows with the open tickets
/// and, by a number each, with all; time grows linearly with the rows.
#[derive(Debug)]
pub struct Comparison {
    sides: [Side; 2],
    open: Vec<Pair>,
    places: BTreeMap<String, usize>,
    last: Option<usize>,
    totals: Totals,
    findings: Noted,
}

/// A policy, and the source's words in its terms.
#[derive(Debug)]
struct Side {
    engine: Arc<Engine>,
    mapping: Mapping,
}

/// A ticket under both policies.
#[derive(Debug)]
struct Pair {
    number: String,
    cases: [Case; 2],
    moves: Vec<RefusedMove>,
}

/// A move of the log that one policy allows and the other refuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RefusedMove {
    /// The state left, in the source's words.
    pub from: String,
    /// The state reached, in the source's words.
    pub to: String,
    /// Whether it is the second policy that refuses it; else the first.
    pub newly: bool,
    /// Why.
    pub message: String,
}

/// A ticket of which the two policies make something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Flip {
    /// The ticket's number.
    pub ticket: String,
    /// Whether it misses a target under the second policy and none under the first, or the other
    /// way round; none if both miss one, or neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breach: Option<Breach>,
    /// The priority and the clocks that are otherwise, first and second policy.
    pub differences: Vec<Difference>,
    /// The moves that only one of the two refuses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<RefusedMove>,
    /// The proofs of the clocks that are otherwise, as far as they have one.
    pub proofs: Vec<Proofs>,
}

impl Flip {
    fn differs(&self) -> bool {
        !self.differences.is_empty() || !self.moves.is_empty()
    }
}

/// How the verdict about a ticket changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Breach {
    /// It was in time, and would not be.
    NewlyBreached,
    /// It was too late, and would not be.
    NewlyMet,
}

/// A clock under both policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proofs {
    /// Where: `/clocks/AGREEMENT/TARGET`.
    pub path: String,
    /// Under the first policy; none if there it never ran.
    pub from: Option<Proof>,
    /// Under the second.
    pub to: Option<Proof>,
}

/// How many tickets, and how many of them the two policies make something else of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// The tickets.
    pub tickets: u64,
    /// Those that differ in anything.
    pub differing: u64,
    /// Those that were in time, and would not be.
    pub newly_breached: u64,
    /// Those that were too late, and would not be.
    pub newly_met: u64,
}

/// The figures of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// All together.
    pub all: Tally,
    /// By the priority under the first policy; `none` for none.
    pub by_priority: Map<Tally>,
    /// By the last group.
    pub by_group: Map<Tally>,
    /// By the month of opening, in UTC.
    pub by_month: Map<Tally>,
    /// The rows of tickets that had been judged already.
    pub rows_after_end: u64,
}

impl Comparison {
    /// A comparison of two policies, without a row yet.
    #[must_use]
    pub fn new(first: Arc<Engine>, second: Arc<Engine>) -> Self {
        let side = |engine: Arc<Engine>| Side { mapping: Mapping::of(engine.policy()), engine };
        Self {
            sides: [side(first), side(second)],
            open: Vec::new(),
            places: BTreeMap::new(),
            last: None,
            totals: Totals::default(),
            findings: Noted::default(),
        }
    }

    /// Takes in the next row, and adds what became certain to `record`: a JSON line for each ticket
    /// of which the policies make something else.
    pub fn push(&mut self, row: &AuditRow, record: &mut String) {
        let place = self.places.get(&row.number).copied();
        if place == Some(JUDGED) {
            self.totals.rows_after_end = self.totals.rows_after_end.saturating_add(1);
            return;
        }
        if let Some(last) = self.last.filter(|last| place != Some(*last)) {
            let ended = self.open.get(last).is_some_and(Pair::has_ended);
            if ended {
                self.judge(last, record);
            }
        }
        let Some(place) = self.place(row) else { return };
        self.last = Some(place);
        let Some(pair) = self.open.get_mut(place) else { return };
        let mut refusals: [Vec<Refusal>; 2] = Default::default();
        let mut found = Vec::new();
        for ((side, case), refused) in self.sides.iter().zip(&mut pair.cases).zip(&mut refusals) {
            let (mut counts, mut findings) = (Counts::default(), Vec::new());
            let facts = side.mapping.facts(row, &mut findings);
            let target = side.mapping.state(&row.state);
            if target.is_none() {
                findings.push(row.finding(Code::ReplayStateUnknown).with("state", &row.state));
            }
            let mut guide = Guide { engine: &side.engine, counts: &mut counts, findings };
            case.follow(&mut guide, row, facts, target);
            for finding in guide.findings {
                if !found.contains(&finding) {
                    found.push(finding);
                }
            }
            *refused = counts.into_refusals();
        }
        let [first, second] = &refusals;
        pair.moves.extend(only_in(second, first, true).chain(only_in(first, second, false)));
        self.findings.note_all(found);
    }

    /// Judges what is still open, as it stands: there are no more rows.
    pub fn finish(&mut self, record: &mut String) {
        while !self.open.is_empty() {
            self.judge(0, record);
        }
    }

    /// Takes note of a row that could not be read; the comparison goes on.
    pub fn note(&mut self, finding: Error) {
        self.findings.note(finding);
    }

    /// The first findings about rows, in their order.
    #[must_use]
    pub fn findings(&self) -> &[Error] {
        self.findings.listed()
    }

    /// The figures about all that was judged so far.
    #[must_use]
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// The place of the row's ticket, which its first row opens under both policies.
    fn place(&mut self, row: &AuditRow) -> Option<usize> {
        if let Some(place) = self.places.get(&row.number) {
            return Some(*place);
        }
        let [first, second] = &self.sides;
        let open =
            |side: &Side| Case::open(&side.engine, row, &side.mapping.facts(row, &mut Vec::new()));
        let cases = match (open(first), open(second)) {
            (Ok(first), Ok(second)) => [first, second],
            (Err(errors), _) | (_, Err(errors)) => {
                for error in errors {
                    self.note(row.about(error));
                }
                return None;
            }
        };
        let place = self.open.len();
        self.open.push(Pair { number: row.number.clone(), cases, moves: Vec::new() });
        self.places.insert(row.number.clone(), place);
        Some(place)
    }

    /// Judges an open ticket and lets it go; the last one takes its place.
    fn judge(&mut self, place: usize, record: &mut String) {
        if place >= self.open.len() {
            return;
        }
        let pair = self.open.swap_remove(place);
        self.places.insert(pair.number.clone(), JUDGED);
        if let Some(moved) = self.open.get(place) {
            self.places.insert(moved.number.clone(), place);
        }
        self.last = None;
        let flip = pair.flip(&self.sides);
        self.totals.note(&pair, &flip);
        if flip.differs() {
            record.push_str(&document::text(&flip));
            record.push('\n');
        }
    }
}

/// The refused moves of one policy that the other does not refuse.
fn only_in<'a>(
    refused: &'a [Refusal],
    other: &'a [Refusal],
    newly: bool,
) -> impl Iterator<Item = RefusedMove> {
    // A move is refused for several reasons at once; whether at all is what counts.
    refused.iter().filter(|_| other.is_empty()).map(move |refusal| RefusedMove {
        from: refusal.from.clone(),
        to: refusal.to.clone(),
        newly,
        message: refusal.message.clone(),
    })
}

impl Pair {
    fn has_ended(&self) -> bool {
        use crate::model::StateType::{Canceled, Closed};
        self.cases.iter().all(|case| matches!(case.ticket.state_type, Closed | Canceled))
    }

    fn flip(&self, sides: &[Side; 2]) -> Flip {
        let ([first, second], [one, two]) = (&self.cases, sides);
        let now = first.ticket.updated_at.max(second.ticket.updated_at);
        let mut differences =
            one.engine.differences_under(&two.engine, &first.ticket, &second.ticket, now);
        differences.retain(|difference| counts(&difference.path));
        let mut paths: Vec<String> = Vec::new();
        for difference in &differences {
            let clock = difference.path.rsplit_once('/').map_or("", |(clock, _)| clock);
            if !clock.is_empty() && !paths.iter().any(|path| path == clock) {
                paths.push(clock.to_owned());
            }
        }
        let late = |side: &Side, case: &Case| {
            clocks_of(&side.engine, case).iter().any(|clock| !clock.breaches.is_empty())
        };
        let breach = match (late(one, first), late(two, second)) {
            (false, true) => Some(Breach::NewlyBreached),
            (true, false) => Some(Breach::NewlyMet),
            (true, true) | (false, false) => None,
        };
        let prove = |path: &str, side: &Side, ticket: &Ticket| {
            let (agreement, target) = path.strip_prefix("/clocks/")?.split_once('/')?;
            side.engine.prove(ticket, agreement, target, now).ok()
        };
        let proofs = paths.into_iter().map(|path| Proofs {
            from: prove(&path, one, &first.ticket),
            to: prove(&path, two, &second.ticket),
            path,
        });
        Flip {
            ticket: self.number.clone(),
            breach,
            differences,
            moves: self.moves.clone(),
            proofs: proofs.collect(),
        }
    }
}

/// Whether a difference is one of the decision, not of the words that a policy has for it.
fn counts(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or("", |(_, name)| name);
    path == "/priority"
        || path.starts_with("/clocks/")
            && ["stage", "within", "dueAt", "breachedAt", "stoppedAt"].contains(&name)
}

impl Totals {
    fn note(&mut self, pair: &Pair, flip: &Flip) {
        let [case, _] = &pair.cases;
        let ticket = &case.ticket;
        let priority = ticket.priority.clone().unwrap_or_else(|| "none".to_owned());
        let group = ticket.facts.get("assignmentGroup").and_then(Value::as_text).unwrap_or("none");
        let month: String = ticket.opened_at.to_string().chars().take(7).collect();
        self.all.note(flip);
        for (map, key) in [
            (&mut self.by_priority, priority.as_str()),
            (&mut self.by_group, group),
            (&mut self.by_month, month.as_str()),
        ] {
            let mut tally = map.get(key).copied().unwrap_or_default();
            tally.note(flip);
            map.insert(key, tally);
        }
    }
}

impl Tally {
    fn note(&mut self, flip: &Flip) {
        let add = |count: &mut u64, is: bool| *count = count.saturating_add(u64::from(is));
        add(&mut self.tickets, true);
        add(&mut self.differing, flip.differs());
        add(&mut self.newly_breached, flip.breach == Some(Breach::NewlyBreached));
        add(&mut self.newly_met, flip.breach == Some(Breach::NewlyMet));
    }
}
