//! Documents that are made of a schema.

use serde_json::{Map, Value as Json, json};

/// A document with every member of its schema, and what else the schema lets stand in a place.
pub(super) struct Sample {
    pub(super) base: Json,
    pub(super) others: Vec<(String, Json)>,
}

impl Sample {
    fn only(base: Json) -> Self {
        Self { base, others: Vec::new() }
    }

    /// Takes in what may stand at `place` instead.
    fn add(&mut self, place: &str, others: Vec<(String, Json)>) {
        self.others.extend(others.into_iter().map(|(path, json)| (format!("{place}{path}"), json)));
    }

    /// Each whole document that the sample stands for.
    pub(super) fn wholes(self) -> Vec<Json> {
        let mut wholes = vec![self.base.clone()];
        wholes.extend(self.others.iter().map(|(place, json)| with(&self.base, place, json)));
        wholes
    }
}

pub(super) fn with(base: &Json, place: &str, value: &Json) -> Json {
    let mut changed = base.clone();
    *changed.pointer_mut(place).expect("a place") = value.clone();
    changed
}

struct Maker {
    root: Json,
    /// The references that lead to what is being made.
    trail: Vec<String>,
}

impl Maker {
    fn make(&mut self, schema: &Json) -> Sample {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.follow(reference);
        }
        if let Some(value) = schema.get("const") {
            return Sample::only(value.clone());
        }
        if let Some(forms) = schema.get("oneOf").filter(|_| schema.get("properties").is_some()) {
            return self.form(schema, forms);
        }
        if let Some(several) = schema.get("oneOf").or(schema.get("anyOf")) {
            let several = several.as_array().expect("a list").clone();
            let wholes = several.iter().flat_map(|one| self.make(one).wholes()).collect();
            return choice(wholes);
        }
        match &schema["type"] {
            Json::String(kind) => self.of_type(kind, schema),
            Json::Array(kinds) => {
                let kinds = kinds.iter().map(|kind| kind.as_str().expect("a name"));
                let wholes = kinds.flat_map(|kind| self.of_type(kind, schema).wholes()).collect();
                choice(wholes)
            }
            Json::Null => choice(vec![json!("x"), json!(null), json!([1]), json!({"x": true})]),
            other => panic!("what is {other}? {schema}"),
        }
    }

    fn follow(&mut self, reference: &str) -> Sample {
        let pointer = reference.strip_prefix('#').expect("a reference inside");
        let schema = self.root.pointer(pointer).expect("a definition").clone();
        self.trail.push(reference.to_owned());
        let mut sample = self.make(&schema);
        self.trail.pop();
        if self.trail.iter().any(|outer| outer == reference) {
            sample.others.clear();
        }
        sample
    }

    /// One of several forms, each with some of the members: first one that holds no other.
    fn form(&mut self, schema: &Json, forms: &Json) -> Sample {
        let flat = ["field", "is"].map(Json::from);
        let lists = forms.as_array().expect("a list").iter().map(|form| &form["required"]);
        let mut lists: Vec<Vec<Json>> =
            lists.map(|list| list.as_array().expect("a list").clone()).collect();
        lists.sort_by_key(|list| *list != flat);
        let here = self.trail.last().cloned().unwrap_or_default();
        if self.trail.iter().filter(|outer| **outer == here).count() > 1 {
            lists.truncate(1);
        }
        let mut wholes = Vec::new();
        for list in lists {
            let mut members = Map::new();
            for name in list.iter().filter_map(Json::as_str) {
                let made = self.make(&schema["properties"][name]).base;
                members.insert(name.to_owned(), made);
            }
            wholes.push(members.into());
        }
        choice(wholes)
    }

    fn of_type(&mut self, kind: &str, schema: &Json) -> Sample {
        match kind {
            "null" => Sample::only(Json::Null),
            "boolean" => choice(vec![json!(true), json!(false)]),
            "string" => Sample::only(text(schema).into()),
            "integer" => {
                let (least, most) = (&schema["minimum"], &schema["maximum"]);
                let one = json!(least.as_i64().map_or(1, |least| least.max(1)));
                choice(vec![one, least.clone(), most.clone()])
            }
            "array" => {
                let count = schema["minItems"].as_u64().unwrap_or(1);
                let each = self.make(&schema["items"]);
                let list = vec![each.base; usize::try_from(count).expect("small")];
                let mut sample = Sample::only(list.into());
                sample.add("/0", each.others);
                sample
            }
            "object" => self.object(schema),
            other => panic!("what is {other}?"),
        }
    }

    fn object(&mut self, schema: &Json) -> Sample {
        let mut sample = Sample::only(json!({}));
        let mut named = schema["properties"].as_object().cloned().unwrap_or_default();
        if schema["additionalProperties"].is_object() {
            named.insert("x".to_owned(), schema["additionalProperties"].clone());
        }
        for (name, schema) in named {
            let member = self.make(&schema);
            sample.base[&name] = member.base;
            sample.add(&format!("/{name}"), member.others);
        }
        sample
    }
}

fn choice(mut wholes: Vec<Json>) -> Sample {
    let base = wholes.remove(0);
    let others = wholes.into_iter().map(|whole| (String::new(), whole)).collect();
    Sample { base, others }
}

/// A text that fits the pattern, if there is one.
fn text(schema: &Json) -> &'static str {
    let Some(pattern) = schema["pattern"].as_str() else { return "x" };
    let known = ["2026-01-09T16:00:00Z", "2026-01-09", "1h", "75%"];
    let fits = |text: &&&str| jsonschema::is_valid(&json!({"pattern": pattern}), &json!(**text));
    known.iter().find(fits).unwrap_or_else(|| panic!("a text for {pattern}"))
}

/// A sample of a schema, or of a part of the whole one.
pub(super) fn sample(root: &Json, part: &Json) -> Sample {
    Maker { root: root.clone(), trail: Vec::new() }.make(part)
}
