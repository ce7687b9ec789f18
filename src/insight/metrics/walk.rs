use super::{Case, FactNames, TargetStanding};
use crate::document::Map;
use crate::error::{Code, Error, Path};
use crate::model::{Change, Sender, StateType, Ticket, Value, timeline};
use crate::time::Instant;

impl Case {
    /// What the metrics ask of a ticket as it stood at `as_of`: later events are not looked at.
    /// `targets` is what the policy says about that same instant. None if it was opened later.
    ///
    /// Time grows as n log n with the number of events.
    ///
    /// # Errors
    /// `ticket.history` if the history does not begin with `opened`.
    pub fn of(
        ticket: &Ticket,
        targets: &[TargetStanding],
        names: &FactNames,
        as_of: Instant,
    ) -> Result<Option<Self>, Error> {
        let effects = timeline(&ticket.history);
        let refuse = || Error::new(Code::TicketHistory).at(Path::root().key("history"));
        let Some((first, rest)) = effects.split_first() else { return Err(refuse()) };
        let Change::Opened(opened) = &first.event.change else { return Err(refuse()) };
        if first.at > as_of {
            return Ok(None);
        }
        let mut walk = Walk::new(Ticket::opened(first.at, first.event.version, opened));
        for effect in rest.iter().take_while(|effect| effect.at <= as_of) {
            walk.spend(effect.at);
            walk.past.apply(effect.at, effect.event);
            walk.note(&effect.event.change, effect.at);
        }
        walk.spend(as_of);
        Ok(Some(walk.end(targets, names)))
    }
}

/// A ticket that goes through its life again.
struct Walk {
    past: Ticket,
    since: Instant,
    case: Case,
    /// The last group that had it.
    group: Option<String>,
}

impl Walk {
    fn new(past: Ticket) -> Self {
        let case = Case {
            id: past.id.clone(),
            kind: past.kind,
            title: None,
            priority: None,
            group: None,
            service: None,
            category: None,
            occurred_at: None,
            detected_at: None,
            opened_at: past.opened_at,
            acknowledged_at: None,
            responded_at: None,
            restored_at: None,
            resolved_at: None,
            closed_at: None,
            canceled: false,
            turns: Vec::new(),
            handovers: 0,
            requester_messages: 0,
            open_ms: 0,
            active_ms: 0,
            hold_ms: Map::new(),
            state_ms: Map::new(),
            group_ms: Map::new(),
            targets: Vec::new(),
        };
        let mut walk = Self { since: past.opened_at, group: text(&past, GROUP), case, past };
        walk.note_state(walk.since);
        walk.note_restored(walk.since);
        walk
    }

    /// Puts the time up to an instant where it was spent.
    fn spend(&mut self, until: Instant) {
        let past = &self.past;
        let spent = until.since(self.since).as_millis();
        self.since = self.since.max(until);
        let Ok(spent) = u64::try_from(spent) else { return };
        if spent == 0 || matches!(past.state_type, StateType::Closed | StateType::Canceled) {
            return;
        }
        let case = &mut self.case;
        add(&mut case.state_ms, &past.state, spent);
        if past.state_type.is_done() {
            return;
        }
        case.open_ms = case.open_ms.saturating_add(spent);
        if let Some(group) = text(past, GROUP) {
            add(&mut case.group_ms, &group, spent);
        }
        if past.state_type == StateType::Active {
            case.active_ms = case.active_ms.saturating_add(spent);
        }
        if past.state_type == StateType::OnHold {
            add(&mut case.hold_ms, past.hold_reason.as_ref().unwrap_or(&past.state), spent);
        }
    }

    /// Takes note of what a change, which was just applied, means.
    fn note(&mut self, change: &Change, at: Instant) {
        match change {
            Change::StateChanged(_) => self.note_state(at),
            Change::FactsChanged(_) => {
                self.note_group();
                self.note_restored(at);
            }
            Change::MessageAdded(message) if !message.internal => {
                let wrote = u64::from(message.from == Sender::Requester);
                let messages = &mut self.case.requester_messages;
                *messages = messages.saturating_add(wrote);
            }
            Change::MessageAdded(_)
            | Change::Opened(_)
            | Change::PriorityChanged(_)
            | Change::PriorityOverridden(_)
            | Change::TargetWarned(_)
            | Change::TargetBreached(_)
            | Change::Approved(_)
            | Change::ActionRequested(_)
            | Change::Corrected(_) => {}
        }
    }

    fn note_state(&mut self, at: Instant) {
        let state_type = self.past.state_type;
        if !matches!(state_type, StateType::New | StateType::Canceled) {
            self.case.acknowledged_at.get_or_insert(at);
        }
        if state_type.is_done() != self.case.is_done() {
            self.case.turns.push(at);
        }
    }

    fn note_group(&mut self) {
        let Some(group) = text(&self.past, GROUP) else { return };
        let handed = self.group.as_ref().is_some_and(|before| *before != group);
        self.case.handovers = self.case.handovers.saturating_add(u64::from(handed));
        self.group = Some(group);
    }

    fn note_restored(&mut self, at: Instant) {
        if self.past.facts.get("restored") == Some(&Value::Flag(true)) {
            self.case.restored_at.get_or_insert(at);
        } else {
            self.case.restored_at = None;
        }
    }

    fn end(self, targets: &[TargetStanding], names: &FactNames) -> Case {
        let Self { past, mut case, .. } = self;
        case.title = text(&past, "shortDescription");
        case.group = text(&past, GROUP);
        case.service = text(&past, "service");
        case.category = text(&past, "category");
        case.occurred_at = instant(&past, names.occurred());
        case.detected_at = instant(&past, names.detected());
        case.canceled = past.state_type == StateType::Canceled;
        case.responded_at = past.responded_at;
        case.resolved_at = past.resolved_at;
        case.closed_at = past.closed_at;
        case.targets = targets.to_vec();
        case.priority = past.priority;
        case
    }
}

const GROUP: &str = "assignmentGroup";

fn text(ticket: &Ticket, field: &str) -> Option<String> {
    let text = ticket.facts.get(field).and_then(Value::as_text);
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The instant that a fact states: RFC 3339, or milliseconds since 1970.
fn instant(ticket: &Ticket, field: &str) -> Option<Instant> {
    match ticket.facts.get(field)? {
        Value::Text(text) => Instant::parse(text).ok(),
        Value::Number(milliseconds) => Instant::from_millis(*milliseconds).ok(),
        Value::Absent | Value::Flag(_) | Value::List(_) => None,
    }
}

fn add(map: &mut Map<u64>, name: &str, more: u64) {
    match map.get_mut(name) {
        Some(sum) => *sum = sum.saturating_add(more),
        None => map.insert(name, more),
    }
}
