use serde::Serialize;

use crate::document::{Place, Read, deserialize, object};
use crate::error::{Code, Error, Path};
use crate::model::{Facts, Kind, Ticket, Value};
use crate::time::Instant;

/// What is remembered of a ticket: a part of the [`Ticket`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PastTicket {
    /// The host's identifier; a ticket with the same one replaces the other.
    pub id: String,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// The state, by its identifier in the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// When it was recorded.
    pub opened_at: Instant,
    /// When it was resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Instant>,
    /// How often work that counted as done was taken up again.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub reopens: u64,
    /// What is known. Read are `shortDescription`, `description`, `category`, `service`,
    /// `assignmentGroup`, `resolutionCode`, `resolutionNotes` and `workaround`.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub facts: Facts,
}

object!(PastTicket {
    id: needed "id",
    kind: optional "kind",
    state: optional "state",
    opened_at: needed "openedAt",
    resolved_at: optional "resolvedAt",
    reopens: or_default "reopens",
    facts: or_default "facts",
});

impl PastTicket {
    /// The text of a fact; empty if there is none.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.facts.get(field).and_then(Value::as_text).unwrap_or_default()
    }
}

impl From<&Ticket> for PastTicket {
    fn from(ticket: &Ticket) -> Self {
        Self {
            id: ticket.id.clone(),
            kind: Some(ticket.kind),
            state: Some(ticket.state.clone()),
            opened_at: ticket.opened_at,
            resolved_at: ticket.resolved_at.or(ticket.closed_at),
            reopens: ticket.reopens,
            facts: ticket.facts.clone(),
        }
    }
}

/// How much an occurrence of a term counts in each field, in tenths, up to 1,000. What is left out
/// keeps its default: 30 in the title, 10 elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(default))]
pub struct FieldWeights {
    /// In the short description.
    #[cfg_attr(feature = "schema", schemars(range(max = 1_000)))]
    pub title: u32,
    /// In the description.
    #[cfg_attr(feature = "schema", schemars(range(max = 1_000)))]
    pub text: u32,
    /// In the category.
    #[cfg_attr(feature = "schema", schemars(range(max = 1_000)))]
    pub category: u32,
    /// In the service.
    #[cfg_attr(feature = "schema", schemars(range(max = 1_000)))]
    pub service: u32,
}

impl Default for FieldWeights {
    fn default() -> Self {
        Self { title: 30, text: 10, category: 10, service: 10 }
    }
}

impl Read for FieldWeights {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, place: Place<'_>) {
        if let Some(mut fields) = place.fields() {
            fields.or_default("title", &mut self.title);
            fields.or_default("text", &mut self.text);
            fields.or_default("category", &mut self.category);
            fields.or_default("service", &mut self.service);
            fields.end();
        }
    }
}

deserialize!(FieldWeights);

/// How an index counts. What is left out keeps its default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(default))]
pub struct SimilarSettings {
    /// How much an occurrence counts in each field.
    pub weights: FieldWeights,
    /// How many tenths of occurrences are worth half of endlessly many, from 1 to 1,000: 15 unless
    /// it is said.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1_000)))]
    pub saturation: u32,
}

impl Default for SimilarSettings {
    fn default() -> Self {
        Self { weights: FieldWeights::default(), saturation: 15 }
    }
}

impl Read for SimilarSettings {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, place: Place<'_>) {
        if let Some(mut fields) = place.fields() {
            fields.or_default("weights", &mut self.weights);
            fields.or_default("saturation", &mut self.saturation);
            fields.end();
        }
    }
}

deserialize!(SimilarSettings);

/// The largest weight, and the largest saturation.
const MOST: u32 = 1_000;

impl SimilarSettings {
    /// Whether each number is within its bounds.
    ///
    /// # Errors
    /// `document.numberOutOfRange` for each weight above 1,000 and a saturation that is 0 or more
    /// than that.
    pub fn check(&self) -> Result<(), Vec<Error>> {
        let FieldWeights { title, text, category, service } = self.weights;
        let weights = Path::root().key("weights");
        let numbers = [
            (title, 0, weights.clone().key("title")),
            (text, 0, weights.clone().key("text")),
            (category, 0, weights.clone().key("category")),
            (service, 0, weights.key("service")),
            (self.saturation, 1, Path::root().key("saturation")),
        ];
        let wrong =
            numbers.into_iter().filter(|(number, least, _)| number < least || *number > MOST);
        let findings: Vec<Error> = wrong
            .map(|(number, least, path)| {
                let error = Error::new(Code::DocumentNumberOutOfRange).with("number", number);
                error.with("least", least).with("most", MOST).at(path)
            })
            .collect();
        if findings.is_empty() { Ok(()) } else { Err(findings) }
    }
}
