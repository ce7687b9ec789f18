use schemars::Schema;
use serde_json::{Map, Value, json};

/// Which members each form of a condition has; it has no others.
const FORMS: [&[&str]; 9] = [
    &["all"],
    &["any"],
    &["not"],
    &["field", "is"],
    &["field", "in"],
    &["field", "isSet"],
    &["field", "atLeast"],
    &["field", "atMost"],
    &["field", "atLeast", "atMost"],
];

/// Narrows the schema of an object whose members are all optional down to the forms.
pub(super) fn only(schema: &mut Schema) {
    let members = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let form = |given: &&[&str]| {
        let rule = |name: &String| {
            let absent = json!({"type": "null"});
            // As the reader does, `null` is taken for an absence.
            let rule = if given.contains(&name.as_str()) { json!({"not": absent}) } else { absent };
            (name.clone(), rule)
        };
        let rules: Map<String, Value> = members.keys().map(rule).collect();
        json!({"required": given, "properties": rules})
    };
    schema.insert("oneOf".to_owned(), FORMS.iter().map(form).collect());
}
