use serde::Serialize;

use crate::document::{Ids, object, words};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::security::marking::Tlp;

/// Who may see what of a document, as written. What no rule shows is withheld.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DisclosureDraft {
    /// The label of a document that has none; `TLP:RED` if this is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unlabelled: Option<Tlp>,
    /// Whether an event of which nothing is shown leaves an empty object in its place, so that
    /// the number of events shows.
    #[serde(default)]
    pub count_events: bool,
    /// What is shown: a place is, if at least one of these rules shows it.
    pub show: Vec<DisclosureRule>,
    /// What is shown only to those who fulfil each of these rules about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withhold: Vec<DisclosureRule>,
    /// Fields whose value, where it is withheld, must not be repeated in any other text: such a
    /// text is withheld as a whole. Values of less than four bytes are not looked for, and of
    /// longer ones the first 64 bytes decide.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeats_of: Vec<String>,
}

object!(DisclosureDraft {
    unlabelled: optional "unlabelled",
    count_events: or_default "countEvents",
    show: needed "show",
    withhold: or_default "withhold",
    repeats_of: or_default "repeatsOf",
});

/// Places, and who may see them. A place has to fulfil each of `at`, `fields`, `events` and
/// `label` that is given, and at least one entry of it; at least one is given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DisclosureRule {
    /// What answers name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// JSON Pointers, in which `*` stands for any one step, and nothing else for the entry of a
    /// list; the place and all below it. The empty pointer is all of the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<String>,
    /// Fields of a ticket: its facts by name, its own members, and what its history says of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Events of these types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventWord>,
    /// Of a rule that shows: what has this label or one of a wider audience. Of one that
    /// withholds: what has this label or a stricter one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Tlp>,
    /// The viewer is one with whom this may be shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tlp: Option<Tlp>,
    /// The viewer has one of these roles; none asks for none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

object!(DisclosureRule {
    id: needed "id",
    at: or_default "at",
    fields: or_default "fields",
    events: or_default "events",
    label: optional "label",
    tlp: optional "tlp",
    roles: or_default "roles",
});

/// The type of an event, as a rule names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum EventWord {
    /// The ticket was recorded.
    Opened,
    /// It reached another state.
    StateChanged,
    /// Facts got other values.
    FactsChanged,
    /// Somebody wrote, whoever it was.
    MessageAdded,
    /// The requester wrote.
    RequesterMessage,
    /// The support wrote to the requester.
    SupportMessage,
    /// Somebody wrote what only the support sees.
    InternalNote,
    /// Its priority became another one.
    PriorityChanged,
    /// Somebody gave it another priority than the rules.
    PriorityOverridden,
    /// A target came near its end.
    TargetWarned,
    /// The time of a target ran out.
    TargetBreached,
    /// Somebody approved a move, or refused to.
    Approved,
    /// A rule asks the host to do something.
    ActionRequested,
    /// An earlier event was corrected.
    Corrected,
}

words!(EventWord {
    Opened: "opened",
    StateChanged: "stateChanged",
    FactsChanged: "factsChanged",
    MessageAdded: "messageAdded",
    RequesterMessage: "requesterMessage",
    SupportMessage: "supportMessage",
    InternalNote: "internalNote",
    PriorityChanged: "priorityChanged",
    PriorityOverridden: "priorityOverridden",
    TargetWarned: "targetWarned",
    TargetBreached: "targetBreached",
    Approved: "approved",
    ActionRequested: "actionRequested",
    Corrected: "corrected",
});

/// Checked rules about who may see what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    pub(super) unlabelled: Tlp,
    pub(super) count_events: bool,
    pub(super) show: Vec<Rule>,
    pub(super) withhold: Vec<Rule>,
    pub(super) repeats_of: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) at: Vec<Vec<Segment>>,
    /// Sorted.
    pub(super) fields: Vec<String>,
    pub(super) events: Vec<EventWord>,
    pub(super) label: Option<Tlp>,
    pub(super) tlp: Option<Tlp>,
    pub(super) roles: Vec<String>,
}

/// One step of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Segment {
    Any,
    Key(String),
}

impl DisclosureDraft {
    /// The checked rules, and what should be looked at although it refuses nothing.
    ///
    /// # Errors
    /// Every finding, if one refuses: `id.empty`, `id.repeated`, `disclosure.nothingSelected`,
    /// `disclosure.pointerForm`, `limit.exceeded`.
    pub fn check(&self) -> Result<(Disclosure, Vec<Error>), Vec<Error>> {
        let root = Path::root();
        let mut findings = Vec::new();
        let mut ids = Ids::default();
        let lists = [("show", &self.show), ("withhold", &self.withhold)];
        let rules = || lists.iter().flat_map(|(_, rules)| rules.iter());
        let limit = &limits::DISCLOSURE_RULES;
        let patterns = rules().fold(0_usize, |sum, rule| sum.saturating_add(rule.at.len()));
        for count in [rules().count(), patterns] {
            if !limit.admits(count) {
                return Err(vec![Error::beyond(limit, count)]);
            }
        }
        legacy(self.unlabelled, &root.key("unlabelled"), &mut findings);
        let [show, withhold] = lists.map(|(name, rules)| {
            let path = root.key(name);
            let each = rules.iter().enumerate();
            each.map(|(at, rule)| rule.check(&path.index(at), &mut ids, &mut findings)).collect()
        });
        let mut repeats_of = self.repeats_of.clone();
        repeats_of.sort_unstable();
        let checked = Disclosure {
            unlabelled: self.unlabelled.unwrap_or_default().current(),
            count_events: self.count_events,
            show,
            withhold,
            repeats_of,
        };
        let refused = findings.iter().any(|finding| finding.code().refuses());
        limits::FINDINGS.cut(&mut findings);
        if refused { Err(findings) } else { Ok((checked, findings)) }
    }
}

impl DisclosureRule {
    fn check<'a>(&'a self, path: &Path, ids: &mut Ids<'a>, findings: &mut Vec<Error>) -> Rule {
        ids.add(&self.id, &path.key("id"), findings);
        let nothing = self.at.is_empty() && self.fields.is_empty() && self.events.is_empty();
        if nothing && self.label.is_none() {
            findings.push(Error::new(Code::DisclosureNothingSelected).at(path.clone()));
        }
        for (name, label) in [("label", self.label), ("tlp", self.tlp)] {
            legacy(label, &path.key(name), findings);
        }
        let mut at = Vec::new();
        for (index, pointer) in self.at.iter().enumerate() {
            if let Some(pattern) = pattern(pointer) {
                at.push(pattern);
            } else {
                let error = Error::new(Code::DisclosurePointerForm).with("pointer", pointer);
                findings.push(error.at(path.key("at").index(index)));
            }
        }
        let mut fields = self.fields.clone();
        fields.sort_unstable();
        let (id, events, roles) = (self.id.clone(), self.events.clone(), self.roles.clone());
        let [label, tlp] = [self.label, self.tlp].map(|label| label.map(Tlp::current));
        Rule { id, at, fields, events, label, tlp, roles }
    }
}

/// Warns of the word of an older version.
pub(in crate::security) fn legacy(label: Option<Tlp>, path: &Path, findings: &mut Vec<Error>) {
    if label == Some(Tlp::White) {
        findings.push(Error::new(Code::DisclosureTlpLegacy).at(path.clone()));
    }
}

/// A pointer in its steps; none if it is no pointer.
fn pattern(pointer: &str) -> Option<Vec<Segment>> {
    let mut steps = pointer.split('/');
    if !steps.next()?.is_empty() {
        return None;
    }
    let segment = |step: &str| {
        if step == "*" {
            return Some(Segment::Any);
        }
        // `~` stands only before 0 and 1.
        let mut rest = step.split('~');
        rest.next()?;
        if !rest.all(|after| after.starts_with(['0', '1'])) {
            return None;
        }
        Some(Segment::Key(step.replace("~1", "/").replace("~0", "~")))
    };
    steps.map(segment).collect()
}
