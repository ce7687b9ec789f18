//! Every policy that is one small mistake away from a given one.

use std::fmt::Write as _;

use incident_core::Span;
use incident_core::document::{self, Node};
use incident_core::limits;
use incident_core::model::StateType;

/// A policy with one mistake in it.
pub(super) struct Mutant {
    /// What was done.
    pub(super) operator: &'static str,
    /// To which part of the document.
    pub(super) section: String,
    /// Where exactly, and for the reader of a failure, what.
    pub(super) place: String,
    /// The document.
    pub(super) text: String,
}

/// The keys and indices that lead to a place, and the positions that they stand at.
#[derive(Clone, Default)]
struct Place {
    keys: Vec<String>,
    at: Vec<usize>,
}

impl Place {
    fn child(&self, key: &str, at: usize) -> Self {
        let mut child = self.clone();
        child.keys.push(key.to_owned());
        child.at.push(at);
        child
    }

    fn key(&self, back: usize) -> &str {
        let at = self.keys.len().checked_sub(back + 1);
        at.and_then(|at| self.keys.get(at)).map_or("", String::as_str)
    }

    fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|other| other == key)
    }

    /// The part of the document: its first member, more exactly where one is large.
    fn section(&self) -> String {
        let first = self.keys.first().map_or("", String::as_str);
        let second = self.keys.get(1).map_or("", String::as_str);
        match first {
            "lifecycle" | "scales" if !second.is_empty() => format!("{first}.{second}"),
            "agreements" if self.has("targets") => "agreements.targets".to_owned(),
            _ => first.to_owned(),
        }
    }
}

/// Every mutant, in the order of the document.
pub(super) fn all(text: &str) -> Vec<Mutant> {
    let root = document::parse(text, &limits::POLICY_BYTES).expect("a document");
    let mut places = Vec::new();
    walk(&root, &Place::default(), &mut places);
    let mut mutants = Vec::new();
    for (place, node) in &places {
        let inside = of_children(node).into_iter().map(|(operator, key, changed)| {
            let place = key.map_or(place.clone(), |key| place.child(&key, 0));
            (operator, place, changed)
        });
        let itself = of_value(&root, place, node);
        let itself =
            itself.into_iter().map(|(operator, changed)| (operator, place.clone(), changed));
        for (operator, named, changed) in inside.chain(itself) {
            let mut document = root.clone();
            *node_at(&mut document, &place.at) = changed.clone();
            let mut text = String::new();
            write(&document, &mut text);
            let section = named.section();
            let place = format!("/{} {}", named.keys.join("/"), shown(&changed));
            mutants.push(Mutant { operator, section, place, text });
        }
    }
    mutants
}

fn shown(node: &Node) -> String {
    let mut text = String::new();
    write(node, &mut text);
    text.chars().take(120).collect()
}

fn walk<'a>(node: &'a Node, place: &Place, places: &mut Vec<(Place, &'a Node)>) {
    places.push((place.clone(), node));
    match node {
        Node::List(list) => {
            for (at, inner) in list.iter().enumerate() {
                walk(inner, &place.child(&at.to_string(), at), places);
            }
        }
        Node::Map(members) => {
            for (at, (key, inner)) in members.iter().enumerate() {
                walk(inner, &place.child(key, at), places);
            }
        }
        Node::Null | Node::Flag(_) | Node::Number(_) | Node::Text(_) => {}
    }
}

fn node_at<'a>(node: &'a mut Node, at: &[usize]) -> &'a mut Node {
    let Some((first, rest)) = at.split_first() else { return node };
    match node {
        Node::List(list) => node_at(&mut list[*first], rest),
        Node::Map(members) => node_at(&mut members[*first].1, rest),
        _ => panic!("nothing inside"),
    }
}

/// The members of an object, in their order; here one may stand twice.
type Members = Vec<(String, Node)>;

type Changed = (&'static str, Option<String>, Node);

/// What can be done to the entries or members of a node: the key concerned, and the node then.
fn of_children(node: &Node) -> Vec<Changed> {
    let mut changed = Vec::new();
    if let Node::List(list) = node {
        for at in 0..list.len() {
            let mut add = |operator, change: &dyn Fn(&mut Vec<Node>)| {
                let mut list = list.clone();
                change(&mut list);
                changed.push((operator, Some(at.to_string()), Node::List(list)));
            };
            add("drop an entry", &|list| drop(list.remove(at)));
            add("duplicate an entry", &|list| list.insert(at, list[at].clone()));
            if at + 1 < list.len() {
                add("swap two entries", &|list| list.swap(at, at + 1));
            }
        }
    }
    if let Node::Map(members) = node {
        for (at, (key, _)) in members.iter().enumerate() {
            let mut add = |operator, change: &dyn Fn(&mut Members)| {
                let mut members = members.clone();
                change(&mut members);
                changed.push((operator, Some(key.clone()), Node::Map(members)));
            };
            add("drop a member", &|members| drop(members.remove(at)));
            add("duplicate a member", &|members| members.insert(at, members[at].clone()));
            add("rename a key", &|members| members[at].0.push('x'));
            if at + 1 < members.len() {
                add("swap two members", &|members| members.swap(at, at + 1));
                add("swap two values", &|members| {
                    let (one, two) = (members[at].1.clone(), members[at + 1].1.clone());
                    members[at].1 = two;
                    members[at + 1].1 = one;
                });
            }
        }
    }
    changed
}

/// What can be done to a value as a whole.
fn of_value(root: &Node, place: &Place, node: &Node) -> Vec<(&'static str, Node)> {
    let other_types = match node {
        Node::Null => vec![],
        Node::Flag(flag) => vec![Node::Text(flag.to_string()), Node::Number(1)],
        Node::Number(number) => vec![Node::Text(number.to_string()), Node::Flag(true)],
        Node::Text(text) => vec![
            text.parse().map_or(Node::Number(7), Node::Number),
            Node::List(vec![node.clone()]),
            Node::Null,
        ],
        Node::List(_) => vec![Node::Map(vec![]), Node::Text("x".to_owned()), Node::Null],
        Node::Map(_) => vec![Node::List(vec![]), Node::Flag(true), Node::Null],
    };
    let mut changed: Vec<_> = other_types.into_iter().map(|other| ("retype", other)).collect();
    match node {
        Node::Flag(flag) => changed.push(("take the neighbour", Node::Flag(!flag))),
        Node::Number(number) => {
            changed.extend([-1, 1].map(|one| ("off by one", Node::Number(number + one))));
        }
        Node::Text(text) => {
            changed.push(("empty", Node::Text(String::new())));
            changed.push(("rename a value", Node::Text(format!("{text}x"))));
            changed.extend(off_by_one(text).into_iter().map(|one| ("off by one", Node::Text(one))));
            let next = neighbours(&vocabulary(root, place), text);
            changed.extend(next.into_iter().map(|one| ("take the neighbour", Node::Text(one))));
        }
        Node::List(list) if !list.is_empty() => changed.push(("empty", Node::List(vec![]))),
        Node::Map(members) if !members.is_empty() => changed.push(("empty", Node::Map(vec![]))),
        Node::Null | Node::List(_) | Node::Map(_) => {}
    }
    changed
}

/// A time of day or a span one minute earlier and later, a date one day, a percentage by one.
fn off_by_one(text: &str) -> Vec<String> {
    let number = |text: &str| text.parse::<i64>().ok();
    if let Some((hours, minutes)) = text.split_once(':')
        && let Some((hours, minutes)) = number(hours).zip(number(minutes))
    {
        let moved = [-1, 1].map(|one| (hours * 60 + minutes + one).rem_euclid(1_440));
        return moved.map(|at| format!("{:02}:{:02}", at / 60, at % 60)).to_vec();
    }
    if let Ok(span) = Span::parse(text) {
        let moved = [-1, 1].map(|one| span.plus(Span::from_secs(one * 60)).to_string());
        return moved.to_vec();
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (count, rest) = text.split_at(digits);
    if let Some(count) = number(count).filter(|_| rest.starts_with(['%', ' '])) {
        return [-1, 1].map(|one| format!("{}{rest}", count + one)).to_vec();
    }
    let (head, last) = text.split_at(text.len().saturating_sub(2));
    if text.len() == 10 && text.matches('-').count() == 2 {
        let moved = number(last).map(|day| [-1, 1].map(|one| format!("{head}{:02}", day + one)));
        return moved.map(Vec::from).unwrap_or_default();
    }
    Vec::new()
}

fn neighbours(words: &[String], word: &str) -> Vec<String> {
    let Some(at) = words.iter().position(|other| other == word) else { return Vec::new() };
    let next = [at.checked_sub(1), Some(at + 1)];
    next.into_iter().flatten().filter_map(|at| words.get(at).cloned()).collect()
}

/// The words, in their order, of which a place holds one.
fn vocabulary(root: &Node, place: &Place) -> Vec<String> {
    let ids = |part: &str, list: &str| ids(root.get(part).and_then(|part| part.get(list)));
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let states = || ids("lifecycle", "states");
    let state_types = || StateType::ALL.iter().map(|one| one.as_str().to_owned()).collect();
    let first = place.keys.first().map_or("", String::as_str);
    match (first, place.key(1), place.key(0)) {
        ("matrix", ..) => ids("scales", "priority"),
        ("lifecycle", _, "initial" | "to" | "state") | ("lifecycle", "from", _) => states(),
        ("lifecycle", _, "type") => state_types(),
        ("lifecycle", "fields", _) => words(&["required", "readOnly", "hidden"]),
        ("agreements", _, "type") => words(&["sla", "ola", "underpinningContract"]),
        ("calendars", _, "zone") => words(&["Europe/London", "Etc/UTC", "Europe/Berlin"]),
        (_, _, "field") => words(&[
            "category",
            "stateType",
            "state",
            "holdReason",
            "priority",
            "unanswered",
            "majorIncident",
            "vip",
            "reviewCompleted",
            "responded",
        ]),
        (_, "in", _) | (_, _, "is") => {
            let states: Vec<String> = state_types();
            states.into_iter().chain(ids("lifecycle", "holdReasons")).collect()
        }
        (_, _, "onTargetChange" | "onCalendarChange") => {
            words(&["carryElapsed", "carryPercent", "retroactive", "restart", "segment"])
        }
        (_, _, "onReopen") => words(&["resume", "newCycle", "restart", "ignore"]),
        (_, _, "resolvedTime" | "pausedTime") => words(&["givenBack", "counts"]),
        (_, _, "boundary") => words(&["closing", "nextOpening", "nextWorkingDay"]),
        (_, _, "atDue") => words(&["met", "missed"]),
        _ => Vec::new(),
    }
}

fn ids(list: Option<&Node>) -> Vec<String> {
    let Some(Node::List(list)) = list else { return Vec::new() };
    let id = |node: &Node| node.get("id").and_then(Node::as_text).map(str::to_owned);
    list.iter().filter_map(id).collect()
}

/// JSON as the tree has it, members that stand twice included.
fn write(node: &Node, text: &mut String) {
    let quoted = |text: &str| serde_json::to_string(text).expect("JSON");
    match node {
        Node::Null => text.push_str("null"),
        Node::Flag(flag) => write!(text, "{flag}").expect("a text"),
        Node::Number(number) => write!(text, "{number}").expect("a text"),
        Node::Text(value) => text.push_str(&quoted(value)),
        Node::List(list) => {
            text.push('[');
            for (at, inner) in list.iter().enumerate() {
                text.push_str(if at == 0 { "" } else { "," });
                write(inner, text);
            }
            text.push(']');
        }
        Node::Map(members) => {
            text.push('{');
            for (at, (key, inner)) in members.iter().enumerate() {
                text.push_str(if at == 0 { "" } else { "," });
                text.push_str(&quoted(key));
                text.push(':');
                write(inner, text);
            }
            text.push('}');
        }
    }
}
