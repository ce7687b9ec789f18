use crate::time::Instant;

/// An instant from JavaScript; none if it is not whole or out of range.
#[expect(clippy::float_cmp, reason = "whole or not is a question of equality")]
pub(super) fn instant(milliseconds: f64) -> Option<Instant> {
    let instant = Instant::checked(whole(milliseconds))?;
    (number(instant.as_millis()) == milliseconds).then_some(instant)
}

/// A number from JavaScript as whole milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "checked by the entry, or by `instant`")]
pub(super) fn whole(number: f64) -> i64 {
    number as i64
}

/// Whole milliseconds as a number for JavaScript.
#[expect(clippy::cast_precision_loss, reason = "instants and spans stay below 2^53")]
pub(super) fn number(milliseconds: i64) -> f64 {
    milliseconds as f64
}
