//! A fixed set of ticket lives and of log rows that asks everything of a policy: every move, reason
//! to wait, fact and level, all days of a week, and every word for a state or a level.

use std::collections::BTreeMap;
use std::sync::Arc;

use incident_core::engine::Assessment;
use incident_core::model::{
    Actor, AddMessage, Assign, Change, ChangeFacts, Command, Context, Event, Facts, MajorIncident,
    MajorIncidentAction, Move, Open, Sender, StateType, Tick, Value,
};
use incident_core::policy::PolicyDraft;
use incident_core::prioritize::LevelDraft;
use incident_core::replay::{AuditRow, Comparison};
use incident_core::{Engine, Error, Instant, Kind, Ticket};
use serde_json::json;

use super::normal;

/// Friday, 2026-05-29, 07:30 in UTC: before the office opens, and a weekend follows.
const FIRST: i64 = 1_780_039_800_000;
const MINUTE: i64 = 60_000;

/// One thing that is done to a ticket, so long after the one before.
type Step = (i64, Command);

/// Everything that a policy says about a ticket at an instant.
#[derive(PartialEq)]
struct Answer {
    ticket: Ticket,
    assessed: Assessment,
    decided: Vec<Result<Vec<Event>, Vec<Error>>>,
}

impl Answer {
    /// Whether it says the same, save words for people and the order of offers and clocks.
    fn means(&self, other: &Self) -> bool {
        let form = |one: &Self| {
            let decided = one.decided.iter().map(|decided| match decided {
                Ok(events) => normal::answer(&json!({ "events": events })),
                Err(errors) => normal::answer(&json!({ "errors": errors })),
            });
            let known = json!({ "ticket": one.ticket, "assessed": one.assessed });
            (normal::answer(&known), decided.collect::<Vec<_>>())
        };
        self == other || form(self) == form(other)
    }
}

/// The lives and rows that a policy gives rise to, and what it makes of the lives itself.
pub(super) struct Battery {
    lives: Vec<(Command, Vec<Step>)>,
    /// Everything that is tried on each ticket on its way, without being done.
    tried: Vec<Command>,
    rows: Vec<AuditRow>,
    /// Who lives the lives; what is only tried, somebody without a role tries.
    actor: Actor,
    answers: Vec<Vec<Option<Answer>>>,
    own: Arc<Engine>,
    own_findings: usize,
}

fn instant(minutes: i64) -> Instant {
    Instant::from_millis(FIRST + minutes * MINUTE).expect("an instant")
}

fn facts(pairs: &[(&str, Value)]) -> Facts {
    pairs.iter().cloned().collect()
}

fn go(to: &str, hold_reason: Option<&str>) -> Command {
    let resolution = facts(&[("resolutionCode", Value::from("fixed"))]);
    let hold_reason = hold_reason.map(str::to_owned);
    Command::Move(Move { to: to.to_owned(), hold_reason, facts: resolution })
}

fn set(field: &str, value: Value) -> Command {
    Command::ChangeFacts(ChangeFacts { facts: facts(&[(field, value)]) })
}

fn about(action: MajorIncidentAction) -> Command {
    Command::MajorIncident(MajorIncident { action })
}

/// Every move, with and without what it may need, and every fact that a rule may ask for.
fn everything(draft: &PolicyDraft) -> Vec<Command> {
    let mut all = Vec::new();
    for state in &draft.lifecycle.states {
        all.push(go(&state.id, None));
        let bare = Move { to: state.id.clone(), hold_reason: None, facts: Facts::new() };
        all.push(Command::Move(bare));
        if state.state_type == StateType::OnHold {
            let reasons = &draft.lifecycle.hold_reasons;
            all.extend(reasons.iter().map(|reason| go(&state.id, Some(&reason.id))));
        }
    }
    let flag = |field| [true, false].map(|flag| set(field, Value::Flag(flag)));
    all.extend(["majorIncident", "reviewCompleted", "vip"].into_iter().flat_map(flag));
    if draft.major_incident.is_some() {
        all.extend(MajorIncidentAction::ALL.map(about));
    }
    all.push(set("resolutionCode", Value::from("fixed")));
    all.push(set("resolutionCode", Value::Absent));
    for (scale, field) in [(&draft.scales.impact, "impact"), (&draft.scales.urgency, "urgency")] {
        all.extend(scale.iter().map(|level| set(field, Value::from(level.id.as_str()))));
    }
    all.extend(
        [Sender::Requester, Sender::Support]
            .map(|from| Command::AddMessage(AddMessage { from, internal: false, text: None })),
    );
    all
}

/// A move to a state of this type.
fn to(draft: &PolicyDraft, wanted: StateType, reason: Option<&str>) -> Command {
    let state = draft.lifecycle.states.iter().find(|state| state.state_type == wanted);
    go(state.map_or("", |state| &state.id), reason)
}

fn open(impact: &str, urgency: &str) -> Command {
    let levels = [("impact", Value::from(impact)), ("urgency", Value::from(urgency))];
    let (id, kind) = ("INC-1".to_owned(), Kind::Incident);
    Command::Open(Open { id, kind, from: Sender::Requester, facts: facts(&levels) })
}

/// Lives that follow each other through the pairs of levels and the reasons to wait.
fn lives(draft: &PolicyDraft, tried: &[Command]) -> Vec<(Command, Vec<Step>)> {
    let (impact, urgency) = (&draft.scales.impact, &draft.scales.urgency);
    let pairs: Vec<(&LevelDraft, &LevelDraft)> =
        impact.iter().flat_map(|one| urgency.iter().map(move |other| (one, other))).collect();
    let mut lives = Vec::new();
    for (at, (impact, urgency)) in pairs.iter().rev().enumerate() {
        let reasons = &draft.lifecycle.hold_reasons;
        let reason = reasons.get(at % reasons.len().max(1)).map(|reason| reason.id.as_str());
        let major = match draft.major_incident {
            Some(_) => about(if at % 2 == 0 {
                MajorIncidentAction::Promote
            } else {
                MajorIncidentAction::Propose
            }),
            None => set("majorIncident", Value::Flag(at % 2 == 0)),
        };
        let assign = Assign { group: Some("network".to_owned()), assignee: None };
        let wait = if at == 0 { 13_000 } else { 7 };
        let life = vec![
            (wait, Command::Assign(assign)),
            (50, to(draft, StateType::Active, None)),
            (31, to(draft, StateType::OnHold, reason)),
            (2_000, to(draft, StateType::Active, None)),
            (95, major),
            (13, tried[at * 5 % tried.len()].clone()),
            (1_441, to(draft, StateType::Resolved, None)),
            (if at % 3 == 0 { 12_000 } else { 10 }, to(draft, StateType::Closed, None)),
            (10, set("reviewCompleted", Value::Flag(true))),
            (3, to(draft, StateType::Closed, None)),
            (60, to(draft, StateType::Active, None)),
            (15_000, to(draft, StateType::Canceled, None)),
            (9_000, Command::Tick(Tick {})),
        ];
        lives.push((open(&impact.id, &urgency.id), life));
    }
    lives
}

/// Rows in which each word of the policy for a state or a level stands once.
fn rows(draft: &PolicyDraft) -> Vec<AuditRow> {
    let lifecycle = &draft.lifecycle;
    let scales = [&draft.scales.impact, &draft.scales.urgency, &draft.scales.priority];
    let mut rows = Vec::new();
    let mut add = |state: &str, levels: [Option<String>; 3]| {
        let minutes = i64::try_from(rows.len()).expect("few rows") / 2 * 17;
        let number = format!("INC-{minutes}");
        for (after, state) in [(0, lifecycle.initial.as_str()), (45, state)] {
            rows.push(AuditRow {
                line: 0,
                number: number.clone(),
                state: state.to_owned(),
                at: instant(minutes + after),
                opened_at: instant(minutes),
                levels: levels.clone(),
                facts: Vec::new(),
                reassignments: None,
                made_sla: None,
            });
        }
    };
    let first = scales.map(|scale| scale.first().map(|level| level.id.clone()));
    let states = lifecycle.states.iter().map(|one| (Some(&one.id), &one.label, &one.aliases));
    let reasons = lifecycle.hold_reasons.iter().map(|one| (None, &one.label, &one.aliases));
    for (id, label, aliases) in states.chain(reasons) {
        for word in id.into_iter().chain(label).chain(aliases) {
            add(word, first.clone());
        }
    }
    for (at, scale) in scales.iter().enumerate() {
        for (rank, level) in scale.iter().enumerate() {
            for word in level.label.iter().cloned().chain([format!("{} - rank", rank + 1)]) {
                let mut levels = first.clone();
                levels[at] = Some(word);
                add(&lifecycle.initial, levels);
            }
        }
    }
    rows
}

/// The timer that caused an event.
fn timer(event: &Event) -> Option<&String> {
    let Change::StateChanged(changed) = &event.change else { return None };
    changed.timer.as_ref()
}

impl Battery {
    pub(super) fn of(draft: &PolicyDraft, engine: Engine) -> Self {
        let tried = everything(draft);
        let own = Arc::new(engine);
        let mut battery = Self {
            lives: lives(draft, &tried),
            tried,
            rows: rows(draft),
            actor: Actor {
                id: String::new(),
                roles: draft.major_incident.iter().flat_map(|one| one.roles.clone()).collect(),
            },
            answers: Vec::new(),
            own: Arc::clone(&own),
            own_findings: 0,
        };
        let lives = 0..battery.lives.len();
        battery.answers = lives.map(|at| battery.live(at, &own, None).0).collect();
        let (flips, findings) = battery.compare(&own);
        assert_eq!(flips, "", "a policy makes nothing else than itself");
        battery.own_findings = findings;
        battery
    }

    /// Which states, reasons to wait and priorities the lives lead to.
    pub(super) fn reached(&self) -> BTreeMap<&'static str, Vec<String>> {
        let mut reached: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for answer in self.answers.iter().flatten().flatten() {
            let ticket = &answer.ticket;
            for (name, word) in [
                ("state", Some(&ticket.state)),
                ("holdReason", ticket.hold_reason.as_ref()),
                ("priority", ticket.priority.as_ref()),
                ("timer", ticket.history.iter().find_map(timer)),
            ] {
                let known = reached.entry(name).or_default();
                known.extend(word.filter(|word| !known.contains(word)).cloned());
            }
        }
        reached
    }

    /// Whether another policy decides, assesses or replays anything otherwise.
    pub(super) fn sees(&self, other: Engine) -> bool {
        let other = Arc::new(other);
        let differs = |at: usize| self.live(at, &other, Some(&self.answers[at])).1;
        if (0..self.lives.len()).any(differs) {
            return true;
        }
        let (flips, findings) = self.compare(&other);
        !flips.is_empty() || findings != self.own_findings
    }

    /// What a policy answers along a life, as far as it is the same as expected, and whether it is
    /// not.
    fn live(
        &self,
        at: usize,
        engine: &Engine,
        expected: Option<&[Option<Answer>]>,
    ) -> (Vec<Option<Answer>>, bool) {
        let (open, steps) = &self.lives[at];
        let mut now = i64::try_from(at).expect("few lives") * 1_523;
        let mut ticket: Option<Ticket> = None;
        let mut answers = Vec::new();
        for (gap, command) in [(0, open.clone())].iter().chain(steps) {
            now += gap;
            for command in [&Command::Tick(Tick {}), command] {
                let context = Context::at(instant(now), self.actor.clone());
                if let Ok(events) = engine.decide(ticket.as_ref(), command, &context) {
                    match &mut ticket {
                        Some(ticket) => events.into_iter().for_each(|event| ticket.evolve(event)),
                        None => ticket = Ticket::fold(events),
                    }
                }
            }
            let answer = ticket.as_ref().map(|ticket| self.ask(engine, ticket, now));
            let same = expected.is_none_or(|expected| match (&expected[answers.len()], &answer) {
                (Some(expected), Some(answer)) => expected.means(answer),
                (expected, answer) => expected.is_none() && answer.is_none(),
            });
            if !same {
                return (answers, true);
            }
            answers.push(answer);
        }
        (answers, false)
    }

    fn ask(&self, engine: &Engine, ticket: &Ticket, now: i64) -> Answer {
        let context = Context::at(instant(now), Actor::default());
        let decide = |command: &Command| engine.decide(Some(ticket), command, &context);
        let mut assessed = engine.assess(ticket, &context);
        // It names the policy, which is another one by the least change.
        assessed.policy.clear();
        Answer {
            ticket: ticket.clone(),
            assessed,
            decided: self.tried.iter().map(decide).collect(),
        }
    }

    /// The tickets of the log of which another policy makes something else, and what it finds.
    fn compare(&self, other: &Arc<Engine>) -> (String, usize) {
        let mut comparison = Comparison::new(Arc::clone(&self.own), Arc::clone(other));
        let mut flips = String::new();
        for row in &self.rows {
            comparison.push(row, &mut flips);
        }
        comparison.finish(&mut flips);
        (flips, comparison.findings().len())
    }
}
