use std::collections::BTreeSet;

use super::EventWord;
use crate::document::Node;

/// What an event of a history is, as far as the event itself says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Happened {
    /// The type of its change, if that is a known one.
    word: Option<EventWord>,
    /// Of a message, which one.
    message: Option<EventWord>,
    /// Whether it is a message that does not say whose it is, or for whom.
    pub(super) broken: bool,
}

const TYPES: [(&str, EventWord); 11] = [
    ("opened", EventWord::Opened),
    ("stateChanged", EventWord::StateChanged),
    ("factsChanged", EventWord::FactsChanged),
    ("messageAdded", EventWord::MessageAdded),
    ("priorityChanged", EventWord::PriorityChanged),
    ("priorityOverridden", EventWord::PriorityOverridden),
    ("targetWarned", EventWord::TargetWarned),
    ("targetBreached", EventWord::TargetBreached),
    ("approved", EventWord::Approved),
    ("actionRequested", EventWord::ActionRequested),
    ("corrected", EventWord::Corrected),
];

/// What a type of event repeats of the ticket's own members, or of one of its facts.
const REPEATED: [(EventWord, &str, &str); 18] = [
    (EventWord::FactsChanged, "reassigns", "facts/assignmentGroup"),
    (EventWord::Opened, "id", "id"),
    (EventWord::Opened, "kind", "kind"),
    (EventWord::Opened, "state", "state"),
    (EventWord::Opened, "stateType", "state"),
    (EventWord::Opened, "priority", "priority"),
    (EventWord::StateChanged, "from", "state"),
    (EventWord::StateChanged, "to", "state"),
    (EventWord::StateChanged, "stateType", "state"),
    (EventWord::StateChanged, "holdReason", "holdReason"),
    (EventWord::PriorityChanged, "from", "priority"),
    (EventWord::PriorityChanged, "to", "priority"),
    (EventWord::PriorityOverridden, "level", "priorityOverride"),
    (EventWord::PriorityOverridden, "reason", "priorityOverride"),
    (EventWord::PriorityOverridden, "until", "priorityOverride"),
    (EventWord::Approved, "to", "approvals"),
    (EventWord::Approved, "granted", "approvals"),
    (EventWord::Approved, "reason", "approvals"),
];

impl Happened {
    pub(super) fn of(event: &Node) -> Self {
        let change = event.get("change");
        let text = |name: &str| change.and_then(|change| change.get(name)?.as_text());
        let known = TYPES.iter().find(|(name, _)| text("type") == Some(*name));
        let word = known.map(|(_, word)| *word);
        let internal = change.and_then(|change| change.get("internal"));
        let mut message = None;
        let mut broken = false;
        if word == Some(EventWord::MessageAdded) {
            message = match (internal, text("from")) {
                (Some(Node::Flag(true)), Some("requester" | "support")) => {
                    Some(EventWord::InternalNote)
                }
                (None | Some(Node::Flag(false)), Some("requester")) => {
                    Some(EventWord::RequesterMessage)
                }
                (None | Some(Node::Flag(false)), Some("support")) => {
                    Some(EventWord::SupportMessage)
                }
                _ => None,
            };
            broken = message.is_none();
        }
        Self { word, message, broken }
    }

    pub(super) fn is(self, word: EventWord) -> bool {
        self.word == Some(word) || self.message == Some(word)
    }

    /// The member of the ticket that a member of the change repeats, and which fact of it.
    pub(super) fn repeats(self, member: &str) -> Option<(&'static str, Option<&'static str>)> {
        let same = |row: &&(EventWord, &str, &str)| Some(row.0) == self.word && row.1 == member;
        REPEATED.iter().find(same).map(|(_, _, of)| match of.split_once('/') {
            Some((facts, fact)) => (facts, Some(fact)),
            None => (*of, None),
        })
    }

    /// Whether a member of the change says what the event is; it goes with whatever is shown of
    /// the event, and is one of a few words.
    pub(super) fn says_what(self, member: &str, value: &Node) -> bool {
        let message = self.word == Some(EventWord::MessageAdded);
        match member {
            "type" => self.word.is_some(),
            "version" => {
                self.word == Some(EventWord::Corrected) && matches!(value, Node::Number(_))
            }
            "internal" => message && matches!(value, Node::Flag(_)),
            "from" => message && matches!(value.as_text(), Some("requester" | "support")),
            _ => false,
        }
    }

    /// Whether it is a correction of an event that is not among these versions.
    pub(super) fn corrects_other(self, event: &Node, shown: &BTreeSet<i64>) -> bool {
        let version = event.get("change").and_then(|change| change.get("version"));
        let known = matches!(version, Some(Node::Number(version)) if shown.contains(version));
        self.word == Some(EventWord::Corrected) && !known
    }
}
