//! Who may see what, written a second time: for each value of a document by itself, from the
//! sentences of the module's documentation, without a walk through the document.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value as Json;

/// A step from the root to a value; of an entry of a list its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Key(String),
    Entry(usize),
}

pub(crate) type Path = Vec<Step>;

const LABELS: [&str; 5] = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];
const RELATIONS: [&str; 5] = ["public", "community", "client", "organization", "recipient"];

fn rank(label: &str) -> usize {
    let label = if label == "TLP:WHITE" { "TLP:CLEAR" } else { label };
    LABELS.iter().position(|other| *other == label).unwrap_or(4)
}

/// What is the same for every viewer, of each path that was asked for.
pub(crate) type Memory = RefCell<BTreeMap<Path, Rc<About>>>;

/// The label of a path, its fields and its events.
pub(crate) struct About {
    label: usize,
    fields: Vec<String>,
    words: Vec<String>,
}

pub(crate) struct Oracle<'a> {
    pub(crate) memory: &'a Memory,
    pub(crate) document: &'a Json,
    pub(crate) rules: &'a Json,
    pub(crate) relation: usize,
    pub(crate) roles: &'a [&'static str],
}

fn at<'a>(document: &'a Json, path: &[Step]) -> Option<&'a Json> {
    path.iter().try_fold(document, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Entry(entry) => value.get(entry),
    })
}

fn key(step: Option<&Step>) -> Option<&str> {
    match step {
        Some(Step::Key(key)) => Some(key),
        _ => None,
    }
}

/// Every value that is no container, with its path; empty containers too.
pub(crate) fn leaves(value: &Json, path: &Path, found: &mut Vec<Path>) {
    let mut below = |step: Step, value: &Json| {
        let mut path = path.clone();
        path.push(step);
        leaves(value, &path, found);
    };
    match value {
        Json::Array(list) if !list.is_empty() => {
            list.iter().enumerate().for_each(|(entry, value)| below(Step::Entry(entry), value));
        }
        Json::Object(map) if !map.is_empty() => {
            map.iter().for_each(|(key, value)| below(Step::Key(key.clone()), value));
        }
        _ => found.push(path.clone()),
    }
}

/// The steps of a pointer.
fn steps(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

fn begin(steps: &[String], path: &[Step]) -> bool {
    steps.iter().zip(path).all(|(step, there)| match there {
        Step::Key(key) => step == "*" || step == key,
        Step::Entry(_) => step == "*",
    })
}

fn list<'a>(rule: &'a Json, name: &str) -> Vec<&'a str> {
    let entries = rule.get(name).and_then(Json::as_array);
    entries.into_iter().flatten().filter_map(Json::as_str).collect()
}

impl Oracle<'_> {
    fn of(&self, path: &[Step]) -> Rc<About> {
        if let Some(about) = self.memory.borrow().get(path) {
            return Rc::clone(about);
        }
        let words = self.words(path).into_iter().map(str::to_owned).collect();
        let (label, fields) = (self.label(path), self.fields(path));
        let about = Rc::new(About { label, fields, words });
        self.memory.borrow_mut().insert(path.to_vec(), Rc::clone(&about));
        about
    }

    /// The places of tickets above a path, the root first.
    fn tickets(&self, path: &[Step]) -> Vec<usize> {
        let ticket = |end: &usize| {
            let above = &path[..*end];
            let value = at(self.document, above);
            let has = |name: &str| value.is_some_and(|value| value[name].is_array());
            *end == 0
                || ((has("history") || has("events"))
                    && !above.contains(&Step::Key("change".to_owned())))
        };
        (0..=path.len()).filter(ticket).collect()
    }

    fn label(&self, path: &[Step]) -> usize {
        let tickets = self.tickets(path);
        let mut labels = Vec::new();
        for end in 0..=path.len() {
            let Some(value) = at(self.document, &path[..end]) else { continue };
            let mut own = vec![value.get("tlp")];
            if tickets.contains(&end) {
                own.push(value.get("facts").and_then(|facts| facts.get("tlp")));
            }
            let own = own.into_iter().flatten();
            labels.extend(own.map(|label| (end, rank(label.as_str().unwrap_or("?")))));
        }
        let root = labels.iter().any(|(end, _)| *end == 0);
        let unlabelled = rank(self.rules["unlabelled"].as_str().unwrap_or("TLP:RED"));
        let all = labels.into_iter().map(|(_, label)| label);
        all.chain((!root).then_some(unlabelled)).max().expect("a label")
    }

    /// The fields that a path belongs to, the nearest last.
    fn fields(&self, path: &[Step]) -> Vec<String> {
        let tickets = self.tickets(path);
        let mut found = Vec::new();
        for end in 0..path.len() {
            let Some(name) = key(path.get(end)) else {
                // An entry of the changes of an event names its field.
                let of_change = key(path.get(end.wrapping_sub(1))) == Some("changes")
                    && key(path.get(end.wrapping_sub(2))) == Some("change");
                let entry = at(self.document, &path[..=end]);
                let field = entry.and_then(|entry| entry["field"].as_str());
                found.extend(field.filter(|_| of_change).map(str::to_owned));
                continue;
            };
            let in_facts = key(path.get(end.wrapping_sub(1))) == Some("facts");
            if tickets.contains(&end) || in_facts {
                found.push(name.to_owned());
            }
        }
        found
    }

    /// The event that a path is in, from the nearest ticket, with the length of its path.
    fn event(&self, path: &[Step]) -> Option<(usize, &Json)> {
        let ticket = *self.tickets(path).last()?;
        let in_history = matches!(key(path.get(ticket)), Some("history" | "events"));
        let end = ticket + 2;
        (in_history && path.len() >= end)
            .then(|| (end, at(self.document, &path[..end])))
            .and_then(|(end, event)| Some((end, event?)))
    }

    fn words(&self, path: &[Step]) -> Vec<&str> {
        let mut words = Vec::new();
        for end in 0..=path.len() {
            let Some((_, event)) = self.event(&path[..end]) else { continue };
            let Some(word) = event["change"]["type"].as_str() else { continue };
            words.push(word);
            if word == "messageAdded" {
                words.push(match (event["change"]["internal"] == true, &event["change"]["from"]) {
                    (true, _) => "internalNote",
                    (false, from) if from == "requester" => "requesterMessage",
                    _ => "supportMessage",
                });
            }
        }
        words
    }

    fn fulfils(&self, rule: &Json) -> bool {
        let tlp = rule.get("tlp").and_then(Json::as_str);
        let roles = list(rule, "roles");
        tlp.is_none_or(|tlp| rank(tlp) <= self.relation)
            && (roles.is_empty() || self.roles.iter().any(|role| roles.contains(role)))
    }

    fn about(rule: &Json, path: &[Step], names: &[String], words: &[String]) -> bool {
        let [pointers, fields, events] = ["at", "fields", "events"].map(|name| list(rule, name));
        let leads = |pointer: &&str| {
            let steps = steps(pointer);
            steps.len() <= path.len() && begin(&steps, path)
        };
        (pointers.is_empty() || pointers.iter().any(leads))
            && (fields.is_empty() || names.iter().any(|name| fields.contains(&name.as_str())))
            && (events.is_empty() || words.iter().any(|word| events.contains(&word.as_str())))
    }

    /// Sentences 1 to 3.
    fn by_rules(&self, path: &[Step], names: &[String], words: &[String]) -> bool {
        let label = self.of(path).label;
        let rules = |name: &str| self.rules[name].as_array().into_iter().flatten();
        let level = |rule: &Json| rule.get("label").and_then(Json::as_str).map(rank);
        let shown = rules("show").any(|rule| {
            self.fulfils(rule)
                && Self::about(rule, path, names, words)
                && level(rule).is_none_or(|level| label <= level)
        });
        let withheld = rules("withhold").any(|rule| {
            !self.fulfils(rule)
                && Self::about(rule, path, names, words)
                && level(rule).is_none_or(|level| label >= level)
        });
        label <= self.relation && shown && !withheld
    }

    /// Whether a member of a ticket, or a fact, would be shown whole.
    fn would(&self, ticket: &[Step], names: &[&str]) -> bool {
        let mut path = ticket.to_vec();
        path.extend(names.iter().map(|name| Step::Key((*name).to_owned())));
        let mut fields = self.of(ticket).fields.clone();
        fields.extend(names.iter().map(|name| (*name).to_owned()));
        let longer = |rule: &Json| {
            !self.fulfils(rule)
                && list(rule, "at").iter().any(|pointer| {
                    let steps = steps(pointer);
                    steps.len() > path.len() && begin(&steps, &path)
                })
        };
        let withhold = self.rules["withhold"].as_array();
        !withhold.into_iter().flatten().any(longer)
            && self.by_rules(&path, &fields, &self.of(ticket).words)
    }

    /// Sentence 4.
    fn in_history(&self, path: &[Step]) -> bool {
        let ticket = *self.tickets(path).last().expect("the root");
        let base = &path[..ticket];
        let facts = (ticket..path.len()).filter(|end| key(path.get(*end)) == Some("facts"));
        for end in facts.filter(|end| *end > ticket) {
            let name = key(path.get(end + 1));
            if name.is_some_and(|name| !self.would(base, &["facts", name])) {
                return false;
            }
        }
        let Some((event, happened)) = self.event(path) else { return true };
        if key(path.get(event)) != Some("change") {
            return true;
        }
        let member = key(path.get(event + 1)).unwrap_or_default();
        if member == "changes" && path.len() > event + 2 {
            let field = at(self.document, &path[..event + 3]).and_then(|e| e["field"].as_str());
            let name: Vec<Step> =
                path[..event + 3].iter().cloned().chain([Step::Key("field".to_owned())]).collect();
            return field.is_some_and(|field| {
                let about = self.of(&name);
                self.would(base, &["facts", field])
                    && self.by_rules(&name, &about.fields, &about.words)
            });
        }
        let of = match (happened["change"]["type"].as_str().unwrap_or_default(), member) {
            ("opened", "id") => "id",
            ("opened", "kind") => "kind",
            ("opened" | "stateChanged", "state" | "stateType")
            | ("stateChanged", "from" | "to") => "state",
            ("stateChanged", "holdReason") => "holdReason",
            ("opened", "priority") | ("priorityChanged", "from" | "to") => "priority",
            ("priorityOverridden", "level" | "reason" | "until") => "priorityOverride",
            ("approved", "to" | "reason" | "granted") => "approvals",
            _ => return true,
        };
        self.would(base, &[of])
    }

    /// Sentence 5.
    fn correction(&self, path: &[Step], secrets: &[String]) -> bool {
        let Some((end, event)) = self.event(path) else { return true };
        if event["change"]["type"] != "corrected" {
            return true;
        }
        let Some(Step::Entry(own)) = path.get(end - 1) else { return true };
        (0..*own).any(|entry| {
            let mut other = path[..end - 1].to_vec();
            other.extend([Step::Entry(entry), Step::Key("version".to_owned())]);
            at(self.document, &other) == Some(&event["change"]["version"])
                && self.place(&other, secrets)
        })
    }

    /// Whether a place is shown, what it repeats aside.
    pub(crate) fn place(&self, path: &[Step], secrets: &[String]) -> bool {
        let about = self.of(path);
        self.by_rules(path, &about.fields, &about.words)
            && self.in_history(path)
            && self.correction(path, secrets)
            && !path.iter().enumerate().any(|(end, step)| match step {
                Step::Key(key) => repeats(key, secrets),
                // The name of a field is a text as well.
                Step::Entry(_) => {
                    let changes = key(path.get(end.wrapping_sub(1))) == Some("changes");
                    let field = at(self.document, &path[..=end]).map(|entry| &entry["field"]);
                    let field = field.and_then(Json::as_str).filter(|_| changes);
                    field.is_some_and(|field| repeats(field, secrets))
                }
            })
    }

    /// The withheld values that must not be repeated.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let mut all = Vec::new();
        leaves(self.document, &Vec::new(), &mut all);
        let of = list(self.rules, "repeatsOf");
        let named =
            |path: &&Path| self.of(path).fields.last().is_some_and(|f| of.contains(&f.as_str()));
        let withheld = all.iter().filter(named).filter(|path| !self.place(path, &[]));
        let texts = withheld.filter_map(|path| Some(at(self.document, path)?.as_str()?.to_owned()));
        texts.filter(|text| text.len() >= 4).collect()
    }

    /// Every value that is shown.
    pub(crate) fn shown(&self, secrets: &[String]) -> Vec<Path> {
        let mut all = Vec::new();
        leaves(self.document, &Vec::new(), &mut all);
        let text = |path: &Path| at(self.document, path).and_then(Json::as_str);
        let repeated = |path: &Path| text(path).is_some_and(|text| repeats(text, secrets));
        all.into_iter().filter(|path| self.place(path, secrets) && !repeated(path)).collect()
    }

    /// The names of members that are shown: of what is shown, or holds something that is.
    pub(crate) fn names(&self, shown: &[Path], secrets: &[String]) -> BTreeSet<String> {
        let mut all = Vec::new();
        leaves(self.document, &Vec::new(), &mut all);
        let mut names = BTreeSet::new();
        for path in &all {
            for end in 1..=path.len() {
                let Some(name) = key(path.get(end - 1)) else { continue };
                let above = &path[..end];
                let container = above.len() < path.len();
                if shown.iter().any(|one| one.starts_with(above))
                    || (container && self.place(above, secrets))
                {
                    names.insert(name.to_owned());
                }
            }
        }
        names
    }
}

/// The first 64 bytes of a value decide.
fn repeats(text: &str, secrets: &[String]) -> bool {
    secrets.iter().any(|secret| {
        let first = &secret.as_bytes()[..secret.len().min(64)];
        text.as_bytes().windows(first.len()).any(|window| window == first)
    })
}

pub(crate) fn text_at<'a>(document: &'a Json, path: &[Step]) -> Option<&'a str> {
    at(document, path).and_then(Json::as_str)
}

pub(crate) fn relation(rank: usize) -> &'static str {
    RELATIONS[rank]
}
