//! Tickets full of planted secrets, and rules about them, from a seed.

use serde_json::{Map, Value as Json, json};

/// A small generator of numbers: what a seed makes is the same everywhere.
pub(crate) struct Random {
    state: u64,
    planted: u64,
}

const FACTS: [&str; 9] = [
    "shortDescription",
    "description",
    "caller",
    "category",
    "impact",
    "tags",
    "closeNotes",
    "customerName",
    "ä/b~c \"d\"",
];
const LABELS: [&str; 6] =
    ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED", "TLP:WHITE"];
const WORDS: [&str; 14] = [
    "opened",
    "stateChanged",
    "factsChanged",
    "messageAdded",
    "requesterMessage",
    "supportMessage",
    "internalNote",
    "priorityChanged",
    "priorityOverridden",
    "targetWarned",
    "targetBreached",
    "approved",
    "actionRequested",
    "corrected",
];
const POINTERS: [&str; 24] = [
    "",
    "/*",
    "/id",
    "/state",
    "/priorityOverride",
    "/approvals/*/by",
    "/facts",
    "/facts/*",
    "/facts/caller",
    "/facts/*/note",
    "/facts/ä~1b~0c \"d\"",
    "/history",
    "/history/*",
    "/history/*/at",
    "/history/*/version",
    "/history/*/actor",
    "/history/*/change",
    "/history/*/change/text",
    "/history/*/change/changes/*/to",
    "/history/0",
    "/related/*",
    "/related/*/history/*/change",
    "/comments/*/text",
    "/decision/command",
];
pub(crate) const ROLES: [&str; 3] = ["requester", "responseTeam", "coordinator"];

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self { state: seed, planted: 0 }
    }

    /// The next number below a bound (`SplitMix64`).
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bound = u64::try_from(bound).expect("small");
        usize::try_from((mixed ^ (mixed >> 31)) % bound).expect("small")
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn pick(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len())]
    }

    /// A text with a secret that stands nowhere else, among letters that JSON has to escape.
    fn secret(&mut self) -> String {
        self.planted += 1;
        let secret = format!("S{}Q", self.planted);
        let long = "long ".repeat(self.below(4) * 7);
        match self.below(5) {
            0 => secret,
            1 => format!("\u{1f512} \"{secret}\"\\ \n{long}"),
            2 => format!("{long}ü{secret}\u{7}"),
            3 => format!("{secret} </script> {long}\u{2028}"),
            _ => format!("password: {secret}"),
        }
    }

    fn value(&mut self) -> Json {
        match self.below(8) {
            0 => json!(self.below(900)),
            1 => json!(self.chance(2)),
            2 => json!([self.secret(), self.secret()]),
            3 => {
                let mut deep = json!({ "note": self.secret(), "more": { "note": self.secret() } });
                self.label(&mut deep, 2);
                deep
            }
            _ => json!(self.secret()),
        }
    }

    /// Gives an object a label, once in so many times; seldom one that is none.
    fn label(&mut self, object: &mut Json, one_in: usize) {
        if self.chance(one_in) {
            let label = self.pick(&LABELS);
            object["tlp"] = if self.chance(8) { json!(self.secret()) } else { json!(label) };
        }
    }

    fn name(&mut self) -> String {
        if self.chance(5) {
            self.planted += 1;
            return format!("K{}Q", self.planted);
        }
        self.pick(&FACTS).to_owned()
    }

    fn facts(&mut self) -> Json {
        let mut facts = Map::new();
        for _ in 0..self.below(6) {
            facts.insert(self.name(), self.value());
        }
        facts.into()
    }

    /// A text that may repeat a value that stands in the facts.
    fn text(&mut self, facts: &Json) -> String {
        let text = self.secret();
        match facts["caller"].as_str().filter(|_| self.chance(2)) {
            Some(caller) => format!("{text}, says {caller}!"),
            None => text,
        }
    }

    fn change(&mut self, facts: &Json, before: usize) -> Json {
        let mut change = match self.below(9) {
            0 => json!({ "type": "opened", "id": self.secret(), "kind": self.secret(),
                "state": self.secret(), "priority": self.secret(), "facts": self.facts() }),
            1 => json!({ "type": "stateChanged", "from": self.secret(), "to": self.secret(),
                "stateType": self.secret(), "holdReason": self.secret() }),
            2 | 3 => {
                let one = |random: &mut Self| {
                    json!({ "field": random.name(),
                    "from": random.value(), "to": random.value() })
                };
                json!({ "type": "factsChanged", "changes": [one(self), one(self)] })
            }
            4 => json!({ "type": "messageAdded", "from": self.pick(&["requester", "support"]),
                "text": self.text(facts) }),
            5 => json!({ "type": "messageAdded", "from": "support", "internal": self.chance(2),
                "text": self.text(facts) }),
            6 => json!({ "type": "corrected", "version": self.below(before + 2),
                "reason": self.text(facts) }),
            7 => json!({ "type": "priorityOverridden", "level": self.secret(),
                "reason": self.secret() }),
            _ => json!({ "type": self.secret(), "text": self.secret() }),
        };
        if self.chance(12) {
            change["extra"] = json!({ "facts": self.facts(), "note": self.secret() });
        }
        change
    }

    pub(crate) fn ticket(&mut self, depth: usize) -> Json {
        let mut facts = self.facts();
        self.label(&mut facts, 2);
        let mut ticket = json!({ "id": self.secret(), "version": self.below(9),
            "state": self.secret(), "priority": self.secret(), "facts": facts });
        self.label(&mut ticket, 3);
        if self.chance(2) {
            ticket["approvals"] = json!([{ "by": self.secret(), "to": self.secret() }]);
            ticket["priorityOverride"] = json!({ "level": "high", "reason": self.secret() });
            ticket["holdReason"] = json!(self.secret());
        }
        let history: Vec<Json> = (0..self.below(7))
            .map(|before| {
                let mut event = json!({ "version": before + 1, "at": self.secret(),
                    "actor": { "id": self.secret() }, "change": self.change(&facts, before) });
                self.label(&mut event, 6);
                event
            })
            .collect();
        ticket[self.pick(&["history", "history", "events"])] = history.into();
        if depth > 0 && self.chance(2) {
            ticket["related"] = json!([self.ticket(depth - 1), self.secret()]);
        }
        if self.chance(2) {
            let mut comment = json!({ "text": self.text(&facts), "by": self.secret() });
            self.label(&mut comment, 2);
            ticket["comments"] = json!([comment, { "text": self.secret() }]);
            ticket["decision"] = json!({ "command": { "type": "open", "facts": self.facts() },
                "errors": [{ "code": "field.unknown", "params": { "field": self.secret() } }] });
            ticket[self.name()] = self.value();
        }
        ticket
    }

    fn some(&mut self, list: &[&'static str], most: usize) -> Vec<&'static str> {
        (0..=self.below(most)).map(|_| self.pick(list)).collect()
    }

    fn rule(&mut self, id: &str, names: &[String]) -> Json {
        let mut rule = json!({ "id": id });
        let select = self.below(8);
        if matches!(select, 0 | 1 | 4) {
            rule["at"] = json!(self.some(&POINTERS, 3));
        }
        if matches!(select, 2 | 3) {
            let own = ["id", "state", "priority", "holdReason", "approvals", "related", "history"];
            let mut fields: Vec<String> =
                self.some(&FACTS, 3).iter().map(|f| (*f).to_owned()).collect();
            fields.push(self.pick(&own).to_owned());
            if !names.is_empty() {
                fields.push(names[self.below(names.len())].clone());
            }
            rule["fields"] = json!(fields);
        }
        if matches!(select, 4..=6) {
            rule["events"] = json!(self.some(&WORDS, 4));
        }
        if select == 7 || self.chance(8) {
            rule["label"] = json!(self.pick(&LABELS));
        }
        if self.chance(3) {
            rule["tlp"] = json!(self.pick(&LABELS));
        }
        if self.chance(2) {
            rule["roles"] = json!(self.some(&ROLES, 2));
        }
        rule
    }

    pub(crate) fn rules(&mut self, ticket: &Json) -> Json {
        let facts = ticket["facts"].as_object().expect("facts");
        let names: Vec<String> = facts.keys().cloned().collect();
        let show: Vec<Json> =
            (0..=self.below(5)).map(|at| self.rule(&format!("s{at}"), &names)).collect();
        let withhold: Vec<Json> =
            (0..self.below(4)).map(|at| self.rule(&format!("w{at}"), &names)).collect();
        let mut rules = json!({ "show": show, "withhold": withhold,
            "countEvents": self.chance(2) });
        if self.chance(2) {
            rules["unlabelled"] = json!(self.pick(&LABELS));
        }
        if self.chance(2) {
            rules["repeatsOf"] = json!(["caller", "customerName"]);
        }
        // Often all of it is shown to somebody, so that much depends on what is withheld.
        if self.chance(2) {
            rules["show"][0] = json!({ "id": "s0", "at": [""] });
        }
        rules
    }
}
