//! The quick way into a line: it takes a line only as our own writer writes it, member by member
//! in that order, and makes the event in one pass. Whatever else a line may be, it is left to the
//! strict reader, which says the same of every line that is taken here.

use crate::limits;
use crate::model::{
    Action, ActionRequested, Actor, Approve, Change, Corrected, Event, FactChange, Facts,
    FactsChanged, Kind, MessageAdded, Opened, PriorityChanged, PriorityOverride, Sender,
    StateChanged, StateType, TargetBreached, TargetWarned, Value,
};
use crate::time::Instant;

/// The ticket and the event of a line; none if it is not written as we write it.
///
/// Nothing in a text that is no longer than one string may be can pass a limit of documents.
pub(super) fn read(line: &str) -> Option<(&str, Event)> {
    if !limits::STRING_BYTES.admits(line.len()) {
        return None;
    }
    let mut cursor = Cursor { text: line, bytes: line.as_bytes(), at: 0 };
    cursor.expect(br#"{"ticket":"#)?;
    let ticket = cursor.plain()?;
    cursor.expect(br#","event":{"version":"#)?;
    let version = cursor.version()?;
    cursor.expect(br#","at":"#)?;
    let at = cursor.instant()?;
    let recorded_at = cursor.member(br#","recordedAt":"#, Cursor::instant)?;
    cursor.expect(br#","actor":{"id":"#)?;
    let id = cursor.text()?;
    let roles = cursor.member(br#","roles":"#, Cursor::texts)?.unwrap_or_default();
    cursor.expect(br#"},"change":{"type":"#)?;
    let name = cursor.plain()?;
    let change = cursor.change(name)?;
    cursor.expect(b"}}}")?;
    let actor = Actor { id, roles };
    let ended = cursor.at == cursor.bytes.len();
    ended.then_some((ticket, Event { version, at, recorded_at, actor, change }))
}

/// How far a line has been read. Every way to read on gives what stands there, or nothing if
/// something else does: then the whole line is left.
struct Cursor<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Goes past these bytes, if they come next.
    fn skip(&mut self, expected: &[u8]) -> bool {
        let next = self.bytes.get(self.at..).unwrap_or_default();
        let there = next.starts_with(expected);
        if there {
            self.at = self.at.saturating_add(expected.len());
        }
        there
    }

    fn expect(&mut self, expected: &[u8]) -> Option<()> {
        self.skip(expected).then_some(())
    }

    /// The value after `name`, if that comes next; none inside if it does not.
    #[expect(
        clippy::option_option,
        reason = "outside whether it reads, inside whether it is there"
    )]
    fn member<T>(
        &mut self,
        name: &[u8],
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<Option<T>> {
        if self.skip(name) { read(self).map(Some) } else { Some(None) }
    }

    /// A value, or `null`.
    #[expect(
        clippy::option_option,
        reason = "outside whether it reads, inside whether it is there"
    )]
    fn or_null<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.skip(b"null") { Some(None) } else { read(self).map(Some) }
    }

    /// The place of the quote that ends the string which begins here, and whether any letter
    /// before it is escaped.
    fn quoted(&self) -> Option<(usize, bool)> {
        let rest = self.bytes.get(self.at..)?;
        let (first, rest) = rest.split_first()?;
        if *first != b'"' {
            return None;
        }
        let (mut end, mut after_backslash, mut escapes) = (self.at, false, false);
        for byte in rest {
            end = end.saturating_add(1);
            match byte {
                _ if after_backslash => after_backslash = false,
                b'"' => return Some((end, escapes)),
                b'\\' => (after_backslash, escapes) = (true, true),
                0..b' ' => return None,
                _ => {}
            }
        }
        None
    }

    /// A string without an escape.
    fn plain(&mut self) -> Option<&'a str> {
        let (end, escapes) = self.quoted()?;
        let text = self.text.get(self.at.saturating_add(1)..end)?;
        self.at = end.saturating_add(1);
        (!escapes).then_some(text)
    }

    /// Any string.
    fn text(&mut self) -> Option<String> {
        let (end, escapes) = self.quoted()?;
        let after = end.saturating_add(1);
        let text = if escapes {
            serde_json::from_str(self.text.get(self.at..after)?).ok()?
        } else {
            self.text.get(self.at.saturating_add(1)..end)?.to_owned()
        };
        self.at = after;
        Some(text)
    }

    fn texts(&mut self) -> Option<Vec<String>> {
        let mut texts = Vec::new();
        self.list(|cursor| {
            texts.push(cursor.text()?);
            Some(())
        })?;
        Some(texts)
    }

    fn list(&mut self, mut each: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(b"[")?;
        if self.skip(b"]") {
            return Some(());
        }
        loop {
            each(self)?;
            if !self.skip(b",") {
                return self.expect(b"]");
            }
        }
    }

    /// A whole number of few enough digits that it fits.
    fn number(&mut self) -> Option<i64> {
        let negative = self.skip(b"-");
        let from = self.at;
        let mut number = 0_i64;
        while let Some(byte) = self.bytes.get(self.at).filter(|byte| byte.is_ascii_digit()) {
            let digit = byte.saturating_sub(b'0');
            number = number.saturating_mul(10).saturating_add(digit.into());
            self.at = self.at.saturating_add(1);
        }
        let digits = self.at.saturating_sub(from);
        // What follows is always a comma or a bracket here, so that `1.5` and `1e5` are left.
        let canonical = match self.bytes.get(from)? {
            b'0' => digits == 1 && !negative,
            _ => (1..=18).contains(&digits),
        };
        canonical.then_some(if negative { number.saturating_neg() } else { number })
    }

    fn version(&mut self) -> Option<u64> {
        u64::try_from(self.number()?).ok()
    }

    fn flag(&mut self) -> Option<bool> {
        let flag = self.skip(b"true");
        (flag || self.skip(b"false")).then_some(flag)
    }

    fn instant(&mut self) -> Option<Instant> {
        let text = self.plain()?;
        Instant::written(text).or_else(|| Instant::parse(text).ok())
    }

    fn sender(&mut self) -> Option<Sender> {
        match self.plain()? {
            "requester" => Some(Sender::Requester),
            "support" => Some(Sender::Support),
            _ => None,
        }
    }

    fn state_type(&mut self) -> Option<StateType> {
        let word = self.plain()?;
        StateType::ALL.into_iter().find(|known| known.as_str() == word)
    }

    fn value(&mut self) -> Option<Value> {
        Some(match self.bytes.get(self.at)? {
            b'"' => Value::Text(self.text()?),
            b'n' => {
                self.expect(b"null")?;
                Value::Absent
            }
            b't' | b'f' => Value::Flag(self.flag()?),
            b'[' => Value::List(self.texts()?),
            _ => Value::Number(self.number()?),
        })
    }

    /// Values by name, each name after the one before: so none stands twice.
    fn facts(&mut self) -> Option<Facts> {
        self.expect(b"{")?;
        let mut facts = Vec::new();
        if !self.skip(b"}") {
            loop {
                let name = self.text()?;
                self.expect(b":")?;
                facts.push((name, self.value()?));
                if !self.skip(b",") {
                    break;
                }
            }
            self.expect(b"}")?;
        }
        Facts::ascending(facts)
    }

    /// The rest of a change after its name, up to the bracket that ends it.
    fn change(&mut self, name: &str) -> Option<Change> {
        Some(match name {
            "opened" => Change::Opened(self.opened()?),
            "stateChanged" => Change::StateChanged(self.state_changed()?),
            "factsChanged" => Change::FactsChanged(self.facts_changed()?),
            "messageAdded" => Change::MessageAdded(self.message_added()?),
            "priorityChanged" => {
                self.expect(br#","from":"#)?;
                let from = self.or_null(Self::text)?;
                self.expect(br#","to":"#)?;
                Change::PriorityChanged(PriorityChanged { from, to: self.or_null(Self::text)? })
            }
            "priorityOverridden" => Change::PriorityOverridden(self.priority_overridden()?),
            "targetWarned" => {
                let (agreement, target, cycle) = self.cycle()?;
                self.expect(br#","warning":"#)?;
                let warning = self.text()?;
                Change::TargetWarned(TargetWarned { agreement, target, cycle, warning })
            }
            "targetBreached" => {
                let (agreement, target, cycle) = self.cycle()?;
                self.expect(br#","dueAt":"#)?;
                let due_at = self.instant()?;
                Change::TargetBreached(TargetBreached { agreement, target, cycle, due_at })
            }
            "approved" => Change::Approved(self.approved()?),
            "actionRequested" => Change::ActionRequested(self.action_requested()?),
            "corrected" => Change::Corrected(self.corrected()?),
            _ => return None,
        })
    }

    fn opened(&mut self) -> Option<Opened> {
        self.expect(br#","id":"#)?;
        let id = self.text()?;
        self.expect(br#","kind":"#)?;
        let kind = Kind::named(self.plain()?)?;
        let from = self.member(br#","from":"#, Self::sender)?.unwrap_or_default();
        self.expect(br#","state":"#)?;
        let state = self.text()?;
        self.expect(br#","stateType":"#)?;
        let state_type = self.state_type()?;
        let facts = self.member(br#","facts":"#, Self::facts)?.unwrap_or_default();
        let priority = self.member(br#","priority":"#, Self::text)?;
        Some(Opened { id, kind, from, state, state_type, facts, priority })
    }

    fn state_changed(&mut self) -> Option<StateChanged> {
        self.expect(br#","from":"#)?;
        let from = self.text()?;
        self.expect(br#","to":"#)?;
        let to = self.text()?;
        self.expect(br#","stateType":"#)?;
        let state_type = self.state_type()?;
        let hold_reason = self.member(br#","holdReason":"#, Self::text)?;
        let reopens = self.member(br#","reopens":"#, Self::flag)?.unwrap_or_default();
        let timer = self.member(br#","timer":"#, Self::text)?;
        let observed = self.member(br#","observed":"#, Self::flag)?.unwrap_or_default();
        Some(StateChanged { from, to, state_type, hold_reason, reopens, timer, observed })
    }

    fn facts_changed(&mut self) -> Option<FactsChanged> {
        self.expect(br#","changes":"#)?;
        let mut changes = Vec::new();
        self.list(|cursor| {
            cursor.expect(br#"{"field":"#)?;
            let field = cursor.text()?;
            cursor.expect(br#","from":"#)?;
            let from = cursor.value()?;
            cursor.expect(br#","to":"#)?;
            let to = cursor.value()?;
            changes.push(FactChange { field, from, to });
            cursor.expect(b"}")
        })?;
        let reassigns = self.member(br#","reassigns":"#, Self::flag)?.unwrap_or_default();
        Some(FactsChanged { changes, reassigns })
    }

    fn message_added(&mut self) -> Option<MessageAdded> {
        self.expect(br#","from":"#)?;
        let from = self.sender()?;
        let internal = self.member(br#","internal":"#, Self::flag)?.unwrap_or_default();
        let text = self.member(br#","text":"#, Self::text)?;
        Some(MessageAdded { from, internal, text })
    }

    fn priority_overridden(&mut self) -> Option<PriorityOverride> {
        self.expect(br#","level":"#)?;
        let level = self.or_null(Self::text)?;
        self.expect(br#","reason":"#)?;
        let reason = self.text()?;
        let until = self.member(br#","until":"#, Self::instant)?;
        Some(PriorityOverride { level, reason, until })
    }

    /// The agreement, the target and the number of a cycle.
    fn cycle(&mut self) -> Option<(String, String, u64)> {
        self.expect(br#","agreement":"#)?;
        let agreement = self.text()?;
        self.expect(br#","target":"#)?;
        let target = self.text()?;
        self.expect(br#","cycle":"#)?;
        Some((agreement, target, self.version()?))
    }

    fn approved(&mut self) -> Option<Approve> {
        self.expect(br#","to":"#)?;
        let to = self.text()?;
        self.expect(br#","granted":"#)?;
        let granted = self.flag()?;
        let reason = self.member(br#","reason":"#, Self::text)?;
        Some(Approve { to, granted, reason })
    }

    fn action_requested(&mut self) -> Option<ActionRequested> {
        self.expect(br#","rule":"#)?;
        let rule = self.text()?;
        self.expect(br#","action":"#)?;
        let action = match self.plain()? {
            "assign" => Action::Assign,
            "notify" => Action::Notify,
            "escalate" => Action::Escalate,
            "run" => Action::Run,
            _ => return None,
        };
        let target = self.member(br#","target":"#, Self::text)?;
        Some(ActionRequested { rule, action, target })
    }

    fn corrected(&mut self) -> Option<Corrected> {
        self.expect(br#","version":"#)?;
        let version = self.version()?;
        let took_effect_at = self.member(br#","tookEffectAt":"#, Self::instant)?;
        let reason = self.member(br#","reason":"#, Self::text)?;
        Some(Corrected { version, took_effect_at, reason })
    }
}
