use schemars::Schema;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::{Map, Value as Json, json};

use crate::document::LONG;
use crate::limits::{self, Limit};

/// Makes hold of a schema what holds of all documents, whatever their types say: objects are
/// closed, and nothing is larger than its limit.
pub(super) fn polish(schema: &mut Schema) {
    let known = definitions(schema).cloned().unwrap_or_default();
    Polish { known }.transform(schema);
    forget_unused(schema);
}

struct Polish {
    /// The definitions as they were made.
    known: Map<String, Json>,
}

impl Transform for Polish {
    fn transform(&mut self, schema: &mut Schema) {
        self.unfold(schema);
        close(schema);
        lengthen(schema);
        bound(schema);
        if let Some(Json::String(text)) = schema.get_mut("description") {
            *text = without_links(text);
        }
        transform_subschemas(self, schema);
    }
}

impl Polish {
    /// Puts a definition into what only adds a member to it, which a closed one would refuse.
    fn unfold(&self, schema: &mut Schema) {
        if schema.get("properties").is_none() {
            return;
        }
        let Some(Json::String(reference)) = schema.remove("$ref") else { return };
        let name = reference.rsplit('/').next().unwrap_or_default();
        let Some(Json::Object(own)) = self.known.get(name) else { return };
        if let (Some(Json::Object(members)), Some(Json::Object(more))) =
            (schema.get_mut("properties"), own.get("properties"))
        {
            members.extend(more.clone());
        }
        if let (Some(Json::Array(required)), Some(Json::Array(more))) =
            (schema.get_mut("required"), own.get("required"))
        {
            required.extend(more.iter().cloned());
        }
    }
}

const DEFINITIONS: &str = "$defs";

fn definitions(schema: &Schema) -> Option<&Map<String, Json>> {
    schema.get(DEFINITIONS)?.as_object()
}

/// Takes out the definitions that nothing refers to.
fn forget_unused(schema: &mut Schema) {
    let text = schema.as_value().to_string();
    if let Some(Json::Object(known)) = schema.get_mut(DEFINITIONS) {
        known.retain(|name, _| text.contains(&format!("\"#/{DEFINITIONS}/{name}\"")));
    }
}

/// Refuses members that the object does not have.
fn close(schema: &mut Schema) {
    // A condition's forms name members that the object around them has.
    let object = schema.get("type").is_some_and(|kind| kind == "object");
    if object && schema.get("properties").is_some() && schema.get("additionalProperties").is_none()
    {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}

/// Lets the members be longer that readers let be longer.
fn lengthen(schema: &mut Schema) {
    let Some(Json::Object(members)) = schema.get_mut("properties") else { return };
    for name in LONG {
        if let Some(Json::Object(member)) = members.get_mut(name)
            && may_be(member.get("type"), "string")
        {
            member.entry("maxLength").or_insert(json!(limits::DESCRIPTION_BYTES.maximum));
        }
    }
}

fn may_be(types: Option<&Json>, kind: &str) -> bool {
    match types {
        Some(Json::String(only)) => only == kind,
        Some(Json::Array(several)) => several.iter().any(|one| one == kind),
        _ => false,
    }
}

fn bound(schema: &mut Schema) {
    let may_be = |kind: &str| may_be(schema.get("type"), kind);
    let maximum = |limit: &Limit| json!(limit.maximum);
    let mut bounds = Vec::new();
    let named = ["const", "enum", "maxLength"].iter().any(|word| schema.get(*word).is_some());
    if may_be("string") && !named {
        // In letters, of which none takes less than a byte.
        bounds.push(("maxLength", maximum(&limits::STRING_BYTES)));
    }
    if may_be("array") && schema.get("maxItems").is_none() {
        bounds.push(("maxItems", maximum(&limits::ENTRIES)));
    }
    if may_be("object") && schema.get("properties").is_none() {
        bounds.push(("maxProperties", maximum(&limits::ENTRIES)));
    }
    if may_be("integer") {
        let (least, most) = match schema.get("format").and_then(Json::as_str) {
            Some("uint32") => (json!(0), json!(u32::MAX)),
            Some("uint64") => (json!(0), json!(i64::MAX)),
            _ => (json!(i64::MIN), json!(i64::MAX)),
        };
        for (word, value) in [("minimum", least), ("maximum", most)] {
            if schema.get(word).is_none() {
                bounds.push((word, value));
            }
        }
        // Not a format that others know.
        schema.remove("format");
    }
    for (word, value) in bounds {
        schema.insert(word.to_owned(), value);
    }
}

/// The text of a comment as others read it: of a link only its words.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[`") {
        let Some((words, after)) = after.split_once("`]") else { break };
        plain.push_str(before);
        plain.push('`');
        plain.push_str(words);
        plain.push('`');
        rest = match after.strip_prefix('(').and_then(|target| target.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        };
    }
    plain.push_str(rest);
    plain
}
