//! The schemas of values that are read by hand.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::document::Map;
use crate::insight::metrics::Sum;
use crate::limits;
use crate::model::Value;
use crate::sla::{Threshold, Within};
use crate::time::{Instant, Span};

/// Digits with a unit, the largest unit first.
const SPAN: &str = "[0-9]+(h|m|s|ms)( [0-9]+(m|s|ms)){0,3}";

impl<T: JsonSchema> JsonSchema for Map<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("MapOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let each = generator.subschema_for::<T>();
        json_schema!({"type": "object", "additionalProperties": each})
    }
}

impl JsonSchema for Value {
    fn schema_name() -> Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let list = generator.subschema_for::<Vec<String>>();
        let list = list.as_value().clone();
        json_schema!({
            "description": "What a field holds; `null` says that it holds nothing.",
            "anyOf": [
                // As long as the longest one: that of the field `description`.
                {"type": "string", "maxLength": limits::DESCRIPTION_BYTES.maximum},
                {"type": "integer"},
                {"type": "boolean"},
                {"type": "null"},
                list,
            ],
        })
    }
}

impl JsonSchema for Instant {
    fn schema_name() -> Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An instant from 1970 to 9999: RFC 3339, for example \
                            `2026-01-09T18:00:00+01:00`, or milliseconds since 1970.",
            "anyOf": [
                {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:"},
                {
                    "type": "integer",
                    "minimum": Self::MIN.as_millis(),
                    "maximum": Self::MAX.as_millis(),
                },
            ],
        })
    }
}

impl JsonSchema for Span {
    fn schema_name() -> Cow<'static, str> {
        "Span".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A length of time, largest unit first: `4h 30m`, `90s`, `250ms`, `-2h`.",
            "type": "string",
            "pattern": format!("^-?{SPAN}$"),
        })
    }
}

impl JsonSchema for Sum {
    fn schema_name() -> Cow<'static, str> {
        "Sum".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"description": "The digits of a whole number.", "type": "string"})
    }
}

impl JsonSchema for Within {
    fn schema_name() -> Cow<'static, str> {
        "Within".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let days = "[0-9]+ (working|calendar) days?( end of day)?";
        let next = "next working day [0-9]{2}:[0-9]{2}(:[0-9]{2})?";
        json_schema!({
            "description": "How long something may take: `4h 30m` of the agreement's time, \
                            `4h 30m elapsed` whether open or not, `3 working days`, \
                            `3 working days end of day`, `2 calendar days`, \
                            `2 calendar days end of day`, `next working day 16:00`.",
            "type": "string",
            "pattern": format!("^({SPAN}( elapsed)?|{days}|{next})$"),
        })
    }
}

impl JsonSchema for Threshold {
    fn schema_name() -> Cow<'static, str> {
        "Threshold".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "When to warn: when `75%` of the target is used, or with `30m left`.",
            "type": "string",
            "pattern": format!("^([0-9]{{1,2}}%|{SPAN} left)$"),
        })
    }
}
