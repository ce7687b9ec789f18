use std::sync::Arc;

use serde::Serialize;

use super::guards::{ApprovalDraft, Guards, LinkedDraft};
use super::{Allowed, FieldRule, HoldReason, Lifecycle, State, Timer};
use crate::condition::{ConditionDraft, Vocabulary};
use crate::document::{Ids, Map, object, with_nearest};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::{Kind, StateType, Value};
use crate::time::Span;

/// A lifecycle as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LifecycleDraft {
    /// The state that a new ticket starts in.
    pub initial: String,
    /// The states that tickets of some kinds start in instead, by kind.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub initial_of: Map<String>,
    /// The states.
    #[cfg_attr(feature = "schema", schemars(length(max = 1_000)))]
    pub states: Vec<StateDraft>,
    /// The moves between them; what is not written is refused.
    pub moves: Vec<MoveDraft>,
    /// Why work may wait. If there are any, a state on hold needs one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hold_reasons: Vec<HoldReasonDraft>,
    /// The moves that time causes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timers: Vec<TimerDraft>,
}

object!(LifecycleDraft {
    initial: needed "initial",
    initial_of: or_default "initialOf",
    states: needed "states",
    moves: needed "moves",
    hold_reasons: or_default "holdReasons",
    timers: or_default "timers",
});

/// A state as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StateDraft {
    /// What documents name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// What people call it; the identifier if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it means.
    #[serde(rename = "type")]
    pub state_type: StateType,
    /// What other systems call it, for logs that come from there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// What becomes of fields while a ticket is in it, by their names.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub fields: Map<FieldRule>,
    /// The kinds of ticket that can be in it; all if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
}

object!(StateDraft {
    id: needed "id",
    label: optional "label",
    state_type: needed "type",
    aliases: or_default "aliases",
    fields: or_default "fields",
    kinds: or_default "kinds",
});

/// Moves as written: from each of these states to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MoveDraft {
    /// The states that it leaves.
    pub from: Vec<String>,
    /// The state that it reaches.
    pub to: String,
    /// Who may make it; everybody if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// The fields that must have a value, before or with the move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    /// What must be true of the ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_if: Option<ConditionDraft>,
    /// What must be true of the tickets that it is linked with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linked: Vec<LinkedDraft>,
    /// For how long after the ticket reached the state the move is possible, for example `336h`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// Who must have approved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approval: Option<ApprovalDraft>,
}

object!(MoveDraft {
    from: needed "from",
    to: needed "to",
    roles: or_default "roles",
    requires: or_default "requires",
    only_if: optional "onlyIf",
    linked: or_default "linked",
    within: optional "within",
    approval: optional "approval",
});

/// A reason to wait, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HoldReasonDraft {
    /// What documents name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// What people call it; the identifier if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What other systems call it, or the state in which they keep it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The fields that must have a value, before or with the move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
}

object!(HoldReasonDraft {
    id: needed "id",
    label: optional "label",
    aliases: or_default "aliases",
    requires: or_default "requires",
});

/// A move that time causes, as written. It waits for the conditions and fields of the move between
/// the two states, if one is written, and of the state that it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TimerDraft {
    /// What documents name it by, for example `autoClose`.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// The state in which it runs.
    pub state: String,
    /// The reason to wait for which it runs; any if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold_reason: Option<String>,
    /// How long a ticket stays there, for example `120h`.
    #[cfg_attr(feature = "schema", schemars(with = "Span"))]
    pub after: String,
    /// The calendar whose working time counts; all time if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// The state that the ticket then reaches.
    pub to: String,
}

object!(TimerDraft {
    id: needed "id",
    state: needed "state",
    hold_reason: optional "holdReason",
    after: needed "after",
    calendar: optional "calendar",
    to: needed "to",
});

impl LifecycleDraft {
    /// The checked lifecycle; findings about it go to `findings`.
    pub fn check(
        &self,
        calendars: &Ids<'_>,
        vocabulary: &Vocabulary,
        findings: &mut Vec<Error>,
    ) -> Option<Lifecycle> {
        let path = Path::root().key("lifecycle");
        if !limits::STATES.admits(self.states.len()) {
            let error = Error::beyond(&limits::STATES, self.states.len());
            findings.push(error.at(path.key("states")));
            return None;
        }
        let moves = self.moves.iter().map(|one| one.from.len());
        let moves = moves.fold(0_usize, usize::saturating_add);
        if !limits::RULES.admits(moves.max(self.moves.len())) {
            let error = Error::beyond(&limits::RULES, moves.max(self.moves.len()));
            findings.push(error.at(path.key("moves")));
            return None;
        }
        let states = self.check_states(&path.key("states"), vocabulary, findings);
        // Of two with one identifier, which is refused, the first counts.
        let index = states.iter().enumerate().rev().map(|(at, state)| (&state.id, at)).collect();
        let mut names = Names { states: &states, index: &index, vocabulary, findings };
        let initial = names.state(&self.initial, &path.key("initial"));
        let initial_of = self.check_initial_of(&path.key("initialOf"), &mut names);
        let (moves, timers) = self.check_rest(&path, calendars, &mut names);
        let hold_reasons = self.check_hold_reasons(&path.key("holdReasons"), &mut names);
        let (initial, moves, timers) = (initial?, moves?, timers?);
        let lifecycle = Lifecycle {
            initial,
            initial_of,
            #[cfg(feature = "analysis")]
            leaving: leaving(&moves, states.len()),
            states,
            index,
            moves,
            hold_reasons,
            timers,
        };
        findings.extend(lifecycle.shape(&path.key("states")));
        Some(lifecycle)
    }

    fn check_states(
        &self,
        path: &Path,
        vocabulary: &Vocabulary,
        findings: &mut Vec<Error>,
    ) -> Vec<State> {
        let mut ids = Ids::default();
        let mut states = Vec::new();
        for (at, draft) in self.states.iter().enumerate() {
            let path = path.index(at);
            ids.add(&draft.id, &path.key("id"), findings);
            for field in draft.fields.keys() {
                if let Err(error) = vocabulary.admits_fact(field, &Value::Absent) {
                    findings.push(error.at(path.key("fields").key(field)));
                }
            }
            states.push(State {
                id: draft.id.clone(),
                label: draft.label.clone().unwrap_or_else(|| draft.id.clone()),
                state_type: draft.state_type,
                aliases: draft.aliases.clone(),
                fields: draft.fields.clone(),
                kinds: draft.kinds.clone(),
            });
        }
        states
    }

    /// The states in which tickets of some kinds start.
    fn check_initial_of(&self, path: &Path, names: &mut Names<'_>) -> Vec<(Kind, usize)> {
        let mut starts = Vec::new();
        for (word, state) in self.initial_of.iter() {
            let path = path.key(word);
            let kind = Kind::named(word);
            names.findings.extend(names.vocabulary.admits_word("kind", word, &path).err());
            starts.extend(kind.zip(names.state(state, &path)));
        }
        starts
    }

    fn check_hold_reasons(&self, path: &Path, names: &mut Names<'_>) -> Vec<HoldReason> {
        let mut ids = Ids::default();
        let mut reasons = Vec::new();
        for (at, draft) in self.hold_reasons.iter().enumerate() {
            let path = path.index(at);
            ids.add(&draft.id, &path.key("id"), names.findings);
            names.fields(&draft.requires, &path.key("requires"));
            reasons.push(HoldReason {
                id: draft.id.clone(),
                label: draft.label.clone().unwrap_or_else(|| draft.id.clone()),
                aliases: draft.aliases.clone(),
                requires: draft.requires.clone(),
            });
        }
        reasons
    }

    fn check_rest(
        &self,
        path: &Path,
        calendars: &Ids<'_>,
        names: &mut Names<'_>,
    ) -> (Option<Vec<Allowed>>, Option<Vec<Timer>>) {
        let mut moves = Some(Vec::new());
        let mut pairs = vec![false; names.states.len().saturating_mul(names.states.len())];
        for (at, draft) in self.moves.iter().enumerate() {
            let path = path.key("moves").index(at);
            let checked = draft.check(&path, names);
            for allowed in checked.iter().flatten() {
                let pair = allowed.from.saturating_mul(names.states.len());
                match pairs.get_mut(pair.saturating_add(allowed.to)) {
                    Some(seen) if *seen => names.find(Error::new(Code::MoveRepeated), &path),
                    Some(seen) => *seen = true,
                    None => {}
                }
            }
            moves = moves.zip(checked).map(|(mut moves, checked)| {
                moves.extend(checked);
                moves
            });
        }
        let mut timers = Some(Vec::new());
        let mut ids = Ids::default();
        for (at, draft) in self.timers.iter().enumerate() {
            let path = path.key("timers").index(at);
            ids.add(&draft.id, &path.key("id"), names.findings);
            let checked = draft.check(&path, calendars, names);
            timers = timers.zip(checked).map(|(mut timers, checked)| {
                timers.push(checked);
                timers
            });
        }
        (moves, timers)
    }
}

/// The numbers of the moves that leave each state.
#[cfg(feature = "analysis")]
fn leaving(moves: &[Allowed], states: usize) -> Vec<Vec<usize>> {
    let mut leaving = vec![Vec::new(); states];
    for (at, one) in moves.iter().enumerate() {
        if let Some(numbers) = leaving.get_mut(one.from) {
            numbers.push(at);
        }
    }
    leaving
}

/// The states by identifier, and where findings about them go.
struct Names<'a> {
    states: &'a [State],
    index: &'a Map<usize>,
    vocabulary: &'a Vocabulary,
    findings: &'a mut Vec<Error>,
}

impl Names<'_> {
    fn find(&mut self, error: Error, path: &Path) {
        self.findings.push(error.at(path.clone()));
    }

    /// Refuses fields that nobody can set.
    fn fields(&mut self, fields: &[String], path: &Path) {
        for (at, field) in fields.iter().enumerate() {
            if let Err(error) = self.vocabulary.admits_fact(field, &Value::Absent) {
                self.find(error, &path.index(at));
            }
        }
    }

    fn waits(&self, at: usize) -> bool {
        self.states.get(at).is_some_and(|state| state.state_type == StateType::OnHold)
    }

    fn state(&mut self, id: &str, path: &Path) -> Option<usize> {
        let index = self.index.get(id).copied();
        if index.is_none() {
            let error = Error::new(Code::StateUnknown).with("state", id);
            self.find(with_nearest(error, id, self.index.keys()), path);
        }
        index
    }
}

impl MoveDraft {
    fn check(&self, path: &Path, names: &mut Names<'_>) -> Option<Vec<Allowed>> {
        let to = names.state(&self.to, &path.key("to"));
        let guards = self.check_guards(path, names);
        if self.from.is_empty() {
            names.find(Error::new(Code::MoveFromNowhere), &path.key("from"));
        }
        let mut moves = Vec::new();
        for (at, from) in self.from.iter().enumerate() {
            let path = path.key("from").index(at);
            let from = names.state(from, &path);
            // A ticket on hold may stay there for another reason.
            let waits = from.is_some_and(|from| names.waits(from));
            if from.is_some() && from == to && !waits {
                names.find(Error::new(Code::MoveToItself), &path);
            }
            moves.push(from.zip(to).map(|(from, to)| Allowed {
                from,
                to,
                guards: Arc::clone(&guards),
            }));
        }
        moves.into_iter().collect()
    }

    fn check_guards(&self, path: &Path, names: &mut Names<'_>) -> Arc<Guards> {
        names.fields(&self.requires, &path.key("requires"));
        let Names { vocabulary, findings, .. } = names;
        let only_if = self.only_if.as_ref();
        let only_if = only_if.and_then(|one| one.check(&path.key("onlyIf"), vocabulary, findings));
        let path = path.key("linked");
        let linked = self.linked.iter().enumerate();
        let linked =
            linked.map(|(at, one)| one.check(&path.index(at), vocabulary, findings)).collect();
        Arc::new(Guards {
            roles: self.roles.clone(),
            requires: self.requires.clone(),
            only_if,
            linked,
            within: self.within,
            approval: self.approval.clone(),
        })
    }
}

impl TimerDraft {
    fn check(&self, path: &Path, calendars: &Ids<'_>, names: &mut Names<'_>) -> Option<Timer> {
        let state = names.state(&self.state, &path.key("state"));
        let to = names.state(&self.to, &path.key("to"));
        if let Some(reason) = &self.hold_reason {
            let known = names.vocabulary.admits_word("holdReason", reason, &path.key("holdReason"));
            names.findings.extend(known.err());
        }
        let after = match Span::parse(&self.after) {
            Ok(after) if after > Span::ZERO => Some(after),
            Ok(_) => {
                let error = Error::new(Code::SpanNotPositive).with("value", &self.after);
                names.find(error, &path.key("after"));
                None
            }
            Err(error) => {
                names.find(error, &path.key("after"));
                None
            }
        };
        if let Some(calendar) = &self.calendar
            && !calendars.contains(calendar)
        {
            let error = Error::new(Code::CalendarUnknown).with("calendar", calendar);
            let error = with_nearest(error, calendar, calendars.iter());
            names.find(error, &path.key("calendar"));
        }
        state.zip(to).zip(after).map(|(_, after)| Timer {
            id: self.id.clone(),
            state: self.state.clone(),
            hold_reason: self.hold_reason.clone(),
            after,
            calendar: self.calendar.clone(),
            to: self.to.clone(),
        })
    }
}
