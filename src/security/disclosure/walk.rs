use std::collections::{BTreeMap, BTreeSet};

use super::history::Happened;
use super::repeats::Repeats;
use super::{Disclosure, Reason, Rule, Segment, Viewer};
use crate::document::Node;
use crate::security::marking::Tlp;

/// A step from a place to one below it.
#[derive(Debug, Clone, Copy)]
enum Step<'d> {
    Key(&'d str),
    Entry,
}

/// A place, as the rules see it.
#[derive(Debug, Clone)]
struct Spot<'d> {
    /// For each rule that counts, which of its parts the place fulfils.
    parts: Vec<u8>,
    label: Tlp,
    /// What withholds the place, whatever the rules say.
    barred: Option<Reason>,
    /// The field of the ticket that it belongs to.
    field: Option<&'d str>,
}

const AT: u8 = 1;
const FIELD: u8 = 2;
const EVENT: u8 = 4;
const ALL: u8 = AT | FIELD | EVENT;

/// What a place is to a ticket.
#[derive(Debug, Clone, Copy)]
enum Part {
    Plain,
    Ticket,
    Facts { own: bool },
    History,
    Event(Happened),
    Change(Happened),
    Changes,
    FactChange,
}

/// A ticket on the way to a place.
#[derive(Debug)]
struct Frame<'d> {
    depth: usize,
    node: &'d Node,
    spot: Spot<'d>,
    /// Which of its members and facts are shown.
    shown: BTreeMap<(&'d str, Option<&'d str>), bool>,
    /// The versions of the events that are shown so far.
    versions: BTreeSet<i64>,
}

/// What becomes of a place.
#[derive(Debug)]
enum Made {
    Shown(Node),
    /// Goes along, if something else of what it belongs to is shown.
    Along(Node),
    Nothing,
}

/// Goes through a document and leaves out what a viewer may not see.
#[derive(Debug)]
pub(super) struct Walk<'r, 'd> {
    rules: &'r Disclosure,
    viewer: &'r Viewer,
    /// Of the rules that show those which the viewer fulfils, of those that withhold the others.
    counting: Vec<(&'r Rule, Option<usize>)>,
    path: Vec<Step<'d>>,
    tickets: Vec<Frame<'d>>,
    repeats: Repeats,
    /// What was withheld of the fields that must not be repeated.
    pub(super) secrets: Vec<String>,
    pub(super) values: BTreeMap<Reason, u64>,
    pub(super) events: u64,
}

impl<'r, 'd> Walk<'r, 'd> {
    pub(super) fn new(rules: &'r Disclosure, viewer: &'r Viewer, secrets: &[String]) -> Self {
        let show = rules.show.iter().filter(|rule| viewer.fulfils(rule));
        let withhold = rules.withhold.iter().enumerate();
        let withhold = withhold.filter(|(_, rule)| !viewer.fulfils(rule));
        let counting = show.map(|rule| (rule, None));
        Self {
            rules,
            viewer,
            counting: counting.chain(withhold.map(|(at, rule)| (rule, Some(at)))).collect(),
            path: Vec::new(),
            tickets: Vec::new(),
            repeats: Repeats::of(secrets),
            secrets: Vec::new(),
            values: BTreeMap::new(),
            events: 0,
        }
    }

    /// The document without what is withheld; of the same kind, and empty, if all of it is.
    pub(super) fn document(&mut self, node: &'d Node) -> Node {
        let label = own_label(node, true).unwrap_or(self.rules.unlabelled);
        let above = Spot { parts: self.start(), label, barred: None, field: None };
        let part = if matches!(node, Node::Map(_)) { Part::Ticket } else { Part::Plain };
        let spot = self.spot(&above, node, part, None);
        match (self.node(node, &spot, part), node) {
            (Made::Shown(node), _) => node,
            (Made::Along(_) | Made::Nothing, Node::List(_)) => Node::List(Vec::new()),
            (Made::Along(_) | Made::Nothing, Node::Map(_)) => Node::Map(Vec::new()),
            (
                Made::Along(_) | Made::Nothing,
                Node::Null | Node::Flag(_) | Node::Number(_) | Node::Text(_),
            ) => Node::Null,
        }
    }

    /// Parts that a rule does not ask for are fulfilled everywhere.
    fn start(&self) -> Vec<u8> {
        let bit = |absent: bool, bit: u8| if absent { bit } else { 0 };
        let parts = |(rule, _): &(&Rule, Option<usize>)| {
            bit(rule.at.is_empty(), AT)
                | bit(rule.fields.is_empty(), FIELD)
                | bit(rule.events.is_empty(), EVENT)
        };
        self.counting.iter().map(parts).collect()
    }

    /// The present place below another one.
    fn spot(&self, above: &Spot<'d>, node: &Node, part: Part, field: Option<&'d str>) -> Spot<'d> {
        let event = if let Part::Event(happened) = part { Some(happened) } else { None };
        let fulfilled = |((rule, _), before): (&(&Rule, Option<usize>), &u8)| {
            let mut parts = *before;
            if parts & AT == 0 && rule.at.iter().any(|pattern| leads(pattern, &self.path)) {
                parts |= AT;
            }
            if field.is_some_and(|field| names(&rule.fields, field)) {
                parts |= FIELD;
            }
            if event.is_some_and(|event| rule.events.iter().any(|word| event.is(*word))) {
                parts |= EVENT;
            }
            parts
        };
        let label = own_label(node, matches!(part, Part::Ticket));
        Spot {
            parts: self.counting.iter().zip(&above.parts).map(fulfilled).collect(),
            label: label.map_or(above.label, |label| label.max(above.label)),
            barred: above.barred,
            field: field.or(above.field),
        }
    }

    /// Why a place is withheld, if it is.
    fn why(&self, spot: &Spot<'_>) -> Option<Reason> {
        if !self.viewer.relation.may_receive(spot.label) {
            return Some(Reason::Label);
        }
        let rules = || self.counting.iter().zip(&spot.parts).filter(|(_, parts)| **parts == ALL);
        let withheld = rules().find_map(|((rule, withholds), _)| {
            let label = rule.label.is_none_or(|label| spot.label >= label);
            withholds.filter(|_| label)
        });
        let shown = || {
            rules().any(|((rule, withholds), _)| {
                withholds.is_none() && rule.label.is_none_or(|label| spot.label <= label)
            })
        };
        withheld.map(Reason::Rule).or(spot.barred).or_else(|| (!shown()).then_some(Reason::NoRule))
    }

    fn node(&mut self, node: &'d Node, spot: &Spot<'d>, part: Part) -> Made {
        match node {
            Node::List(list) => self.list(list, spot, part),
            Node::Map(members) => self.map((node, members), spot, part),
            Node::Null | Node::Flag(_) | Node::Number(_) | Node::Text(_) => {
                let repeated = || node.as_text().filter(|text| self.repeats.stand_in(text));
                match self.why(spot).or_else(|| repeated().map(|_| Reason::Repeats)) {
                    None => Made::Shown(node.clone()),
                    Some(reason) => {
                        self.withhold(node, spot, reason);
                        Made::Nothing
                    }
                }
            }
        }
    }

    /// Counts a value that is withheld, and remembers it if it must not be repeated.
    fn withhold(&mut self, node: &Node, spot: &Spot<'_>, reason: Reason) {
        let count = self.values.entry(reason).or_default();
        *count = count.saturating_add(1);
        if spot.field.is_some_and(|field| names(&self.rules.repeats_of, field)) {
            match node {
                Node::Text(text) => self.secrets.push(text.clone()),
                Node::Number(number) => self.secrets.push(number.to_string()),
                Node::Null | Node::Flag(_) | Node::List(_) | Node::Map(_) => {}
            }
        }
    }

    fn list(&mut self, list: &'d [Node], spot: &Spot<'d>, part: Part) -> Made {
        let mut shown = Vec::new();
        let mut any = self.why(spot).is_none();
        self.path.push(Step::Entry);
        for node in list {
            let (below, field, barred) = self.entry(node, part);
            let mut inner = self.spot(spot, node, below, field);
            inner.barred = inner.barred.or(barred);
            if matches!(below, Part::FactChange) {
                inner.barred = inner.barred.or_else(|| self.unnamed(node, &inner));
            }
            let event = matches!(part, Part::History);
            match self.node(node, &inner, below) {
                Made::Shown(made) => {
                    any = true;
                    let frame = if event { self.tickets.last_mut() } else { None };
                    if let (Some(frame), Some(Node::Number(version))) = (frame, made.get("version"))
                    {
                        frame.versions.insert(*version);
                    }
                    shown.push(made);
                }
                Made::Along(_) | Made::Nothing if event => {
                    let there = *node != Node::Map(Vec::new());
                    self.events = self.events.saturating_add(u64::from(there));
                    if self.rules.count_events {
                        shown.push(Node::Map(Vec::new()));
                    }
                }
                Made::Along(_) | Made::Nothing => {}
            }
        }
        self.path.pop();
        if any {
            Made::Shown(Node::List(shown))
        } else if matches!(part, Part::History) {
            Made::Along(Node::List(shown))
        } else {
            Made::Nothing
        }
    }

    /// What an entry of a list is, the field it belongs to, and what bars it.
    fn entry(&mut self, node: &'d Node, part: Part) -> (Part, Option<&'d str>, Option<Reason>) {
        let map = matches!(node, Node::Map(_));
        match part {
            Part::History if map => {
                let happened = Happened::of(node);
                let corrected = self
                    .tickets
                    .last()
                    .is_none_or(|frame| happened.corrects_other(node, &frame.versions));
                let barred = if corrected { Some(Reason::Correction) } else { None };
                let broken = happened.broken.then_some(Reason::History);
                (Part::Event(happened), None, barred.or(broken))
            }
            Part::Changes => {
                let field = node.get("field").and_then(Node::as_text);
                let shown = field.is_some_and(|field| self.shows("facts", Some(field)));
                (Part::FactChange, field, (!shown).then_some(Reason::History))
            }
            Part::Plain | Part::History if is_ticket(node) => (Part::Ticket, None, None),
            Part::Plain
            | Part::Ticket
            | Part::Facts { .. }
            | Part::History
            | Part::Event(_)
            | Part::Change(_)
            | Part::FactChange => (Part::Plain, None, None),
        }
    }

    /// Why a change of a fact does not name its field, and so is withheld whole.
    fn unnamed(&mut self, node: &'d Node, spot: &Spot<'d>) -> Option<Reason> {
        let Some(name @ Node::Text(text)) = node.get("field") else {
            return Some(Reason::History);
        };
        self.path.push(Step::Key("field"));
        let inner = self.spot(spot, name, Part::Plain, None);
        self.path.pop();
        let repeated = self.repeats.stand_in(text) || self.repeats.stand_in("field");
        let repeated = repeated.then_some(Reason::Repeats);
        self.why(&inner).or(repeated)
    }

    fn map(
        &mut self,
        (node, members): (&'d Node, &'d [(String, Node)]),
        spot: &Spot<'d>,
        part: Part,
    ) -> Made {
        if matches!(part, Part::Ticket) {
            self.tickets.push(Frame {
                depth: self.path.len(),
                node,
                spot: spot.clone(),
                shown: BTreeMap::new(),
                versions: BTreeSet::new(),
            });
        }
        let mut made = Vec::new();
        let mut any = self.why(spot).is_none();
        for (key, value) in members {
            match self.member(key, value, spot, part) {
                Made::Shown(node) => {
                    any = true;
                    made.push((key.clone(), node));
                }
                Made::Along(node) => made.push((key.clone(), node)),
                Made::Nothing => {}
            }
        }
        if matches!(part, Part::Ticket) {
            self.tickets.pop();
        }
        let along = matches!(part, Part::Facts { own: true } | Part::Change(_));
        if any {
            Made::Shown(Node::Map(made))
        } else if along && !made.is_empty() {
            Made::Along(Node::Map(made))
        } else {
            Made::Nothing
        }
    }

    fn member(&mut self, key: &'d str, value: &'d Node, spot: &Spot<'d>, part: Part) -> Made {
        let (below, field, mut barred) = self.below(key, value, part);
        if self.repeats.stand_in(key) {
            barred = barred.or(Some(Reason::Repeats));
        }
        self.path.push(Step::Key(key));
        let mut inner = self.spot(spot, value, below, field);
        inner.barred = inner.barred.or(barred);
        let says_what = matches!(part, Part::Change(happened) if happened.says_what(key, value));
        let made = if says_what || (key == "tlp" && label_of(value).is_some()) {
            match self.why(&inner) {
                Some(_) => Made::Along(value.clone()),
                None => Made::Shown(value.clone()),
            }
        } else {
            match self.node(value, &inner, below) {
                Made::Along(_) if !goes_along(part, below) => Made::Nothing,
                made @ (Made::Shown(_) | Made::Along(_) | Made::Nothing) => made,
            }
        };
        self.path.pop();
        made
    }

    /// What a member is, the field it belongs to, and what bars it.
    fn below(
        &mut self,
        key: &'d str,
        value: &'d Node,
        part: Part,
    ) -> (Part, Option<&'d str>, Option<Reason>) {
        let list = matches!(value, Node::List(_));
        let in_ticket = matches!(part, Part::Ticket);
        let below = if key == "facts" && matches!(value, Node::Map(_)) {
            Part::Facts { own: in_ticket }
        } else if in_ticket && list && matches!(key, "history" | "events") {
            Part::History
        } else if (in_ticket || matches!(part, Part::Plain)) && is_ticket(value) {
            Part::Ticket
        } else {
            match part {
                Part::Event(happened) if key == "change" && !list => Part::Change(happened),
                Part::Change(_) if key == "changes" && list => Part::Changes,
                Part::Plain
                | Part::Ticket
                | Part::Facts { .. }
                | Part::History
                | Part::Event(_)
                | Part::Change(_)
                | Part::Changes
                | Part::FactChange => Part::Plain,
            }
        };
        let (field, shown) = match part {
            Part::Ticket | Part::Facts { own: true } => (Some(key), true),
            Part::Facts { own: false } => (Some(key), self.shows("facts", Some(key))),
            Part::Change(happened) => {
                (None, happened.repeats(key).is_none_or(|(of, fact)| self.shows(of, fact)))
            }
            Part::Plain | Part::History | Part::Event(_) | Part::Changes | Part::FactChange => {
                (None, true)
            }
        };
        (below, field, (!shown).then_some(Reason::History))
    }

    /// Whether a member of the ticket is shown, or one of its facts; whether or not it is there,
    /// for the history may speak of one that is there no longer.
    fn shows(&mut self, member: &'d str, fact: Option<&'d str>) -> bool {
        let Some(frame) = self.tickets.last() else { return false };
        if let Some(shown) = frame.shown.get(&(member, fact)) {
            return *shown;
        }
        let shown = self.would_show(frame, member, fact);
        if let Some(frame) = self.tickets.last_mut() {
            frame.shown.insert((member, fact), shown);
        }
        shown
    }

    fn would_show(&self, frame: &Frame<'d>, member: &'d str, fact: Option<&'d str>) -> bool {
        let mut path: Vec<Step<'d>> = self.path.iter().take(frame.depth).copied().collect();
        let mut spot = frame.spot.clone();
        let mut node = Some(frame.node);
        for name in [Some(member), fact].into_iter().flatten() {
            path.push(Step::Key(name));
            node = node.and_then(|node| node.get(name));
            let label = node.and_then(|node| own_label(node, false));
            spot.label = label.map_or(spot.label, |label| label.max(spot.label));
            for (parts, (rule, _)) in spot.parts.iter_mut().zip(&self.counting) {
                if rule.at.iter().any(|pattern| leads(pattern, &path)) {
                    *parts |= AT;
                }
                if names(&rule.fields, name) {
                    *parts |= FIELD;
                }
            }
        }
        // Of a value that may be withheld in part, the history shows nothing.
        let deeper = self.counting.iter().any(|(rule, withholds)| {
            let inside = |pattern: &Vec<Segment>| {
                pattern.get(..path.len()).is_some_and(|first| leads(first, &path))
                    && pattern.len() > path.len()
            };
            withholds.is_some() && rule.at.iter().any(inside)
        });
        !deeper && self.why(&spot).is_none()
    }
}

/// Whether a part goes along with what it belongs to, with the words that say what it is.
fn goes_along(part: Part, below: Part) -> bool {
    match below {
        Part::Facts { own } => own,
        Part::History => true,
        Part::Change(_) => matches!(part, Part::Event(_)),
        Part::Plain | Part::Ticket | Part::Event(_) | Part::Changes | Part::FactChange => false,
    }
}

/// Whether a pattern leads to just this place.
fn leads(pattern: &[Segment], path: &[Step<'_>]) -> bool {
    let fits = |(segment, step): (&Segment, &Step<'_>)| match (segment, step) {
        (Segment::Any, Step::Key(_) | Step::Entry) => true,
        (Segment::Key(key), Step::Key(other)) => key == other,
        (Segment::Key(_), Step::Entry) => false,
    };
    pattern.len() == path.len() && pattern.iter().zip(path).all(fits)
}

fn names(sorted: &[String], name: &str) -> bool {
    sorted.binary_search_by(|other| other.as_str().cmp(name)).is_ok()
}

/// Whether an object is a ticket: it has a history, or events.
fn is_ticket(node: &Node) -> bool {
    let list = |name: &str| matches!(node.get(name), Some(Node::List(_)));
    list("history") || list("events")
}

/// The label that an object gives itself: one that is no label counts as the strictest.
fn own_label(node: &Node, ticket: bool) -> Option<Tlp> {
    let read = |node: &Node| label_of(node).unwrap_or(Tlp::Red);
    let own = node.get("tlp").map(read);
    let fact = if ticket { node.get("facts").and_then(|facts| facts.get("tlp")) } else { None };
    own.max(fact.map(read))
}

/// A label, if a value is one.
fn label_of(node: &Node) -> Option<Tlp> {
    node.as_text().and_then(Tlp::named).map(Tlp::current)
}

/// The label of a document.
pub(super) fn label_of_document(node: &Node, unlabelled: Tlp) -> Tlp {
    own_label(node, true).unwrap_or(unlabelled)
}
