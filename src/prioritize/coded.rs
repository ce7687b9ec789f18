use super::{Matrix, Priorities};
use crate::condition::{Bits, Column, Rows, Sieve};
use crate::model::{Fact, Kind, Value};

/// The priorities, made ready for many subjects whose fields are columns.
#[derive(Debug)]
pub(crate) struct Coded {
    cases: Sieve,
    modifiers: Sieve,
    /// The columns of impact and urgency, with the place on the scale of each value.
    scales: [Option<(usize, Vec<Option<usize>>)>; 2],
    columns: Vec<Column>,
}

impl Coded {
    pub(crate) fn new(rules: &Priorities, columns: &[Column]) -> Self {
        let mut columns = columns.to_vec();
        for column in columns.iter_mut().filter(|column| column.field == "kind") {
            for value in column.values.iter_mut().filter(|value| **value == Value::Absent) {
                *value = Value::from(Kind::Incident.as_str());
            }
        }
        let cases = rules.cases().iter().map(|(_, condition, _)| Some(condition));
        let modifiers = rules.modifiers().iter().map(|one| Some(&one.applies_if));
        let matrix = rules.matrix();
        let scale = |field, levels: &[super::Level]| {
            let place =
                |value: &Value| levels.iter().position(|one| value.as_text() == Some(&one.id));
            let at = columns.iter().position(|column| column.field == field)?;
            Some((at, columns.get(at)?.values.iter().map(place).collect()))
        };
        Self {
            cases: Sieve::new(cases, &columns, &unsaid),
            modifiers: Sieve::new(modifiers, &columns, &unsaid),
            scales: [scale("impact", matrix.impact()), scale("urgency", matrix.urgency())],
            columns,
        }
    }

    /// The answers: for each row 0 if a fact is missing, else one more than the level's place.
    pub(crate) fn prioritize(&self, rules: &Priorities, rows: &Rows<'_>) -> Vec<u32> {
        let lowest = rules.matrix().priority().len().saturating_sub(1);
        let mut holding = Bits::default();
        let mut answers = Vec::with_capacity(rows.count());
        for row in 0..rows.count() {
            let fact = |name: &str| rows.fact(&self.columns, row, name).or_else(|| unsaid(name));
            self.cases.holding(rows, row, &fact, &mut holding);
            let case = holding.iter().next().and_then(|at| rules.cases().get(at));
            let matrix = case.map_or(rules.matrix(), |(_, _, matrix)| matrix);
            let mut level = self.level(matrix, rows, row);
            self.modifiers.holding(rows, row, &fact, &mut holding);
            for modifier in holding.iter().filter_map(|at| rules.modifiers().get(at)) {
                level = modifier.apply(level, lowest);
            }
            let code = level.map_or(0, |level| level.saturating_add(1));
            answers.push(u32::try_from(code).unwrap_or(u32::MAX));
        }
        answers
    }

    fn level(&self, matrix: &Matrix, rows: &Rows<'_>, row: usize) -> Option<usize> {
        let [impact, urgency] = &self.scales;
        let place = |scale: &Option<(usize, Vec<Option<usize>>)>| {
            let (column, places) = scale.as_ref()?;
            *places.get(rows.code(*column, row))?
        };
        matrix.at(place(impact)?, place(urgency)?)
    }
}

/// What is said of a field without a column: of whatever is no other kind, that it is an incident.
fn unsaid(field: &str) -> Option<Fact<'static>> {
    (field == "kind").then(|| Fact::Text(Kind::Incident.as_str()))
}
