use crate::error::Error;

/// The known word that `word` was probably meant to be: at most a third of its letters differ.
///
/// # Example
/// ```
/// use incident_core::document::nearest;
///
/// assert_eq!(nearest("urgancy", ["impact", "urgency"]), Some("urgency"));
/// assert_eq!(nearest("colour", ["impact", "urgency"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    among(word, &mut known.into_iter())
}

/// As [`nearest`]; not generic, so that the module has it once.
fn among<'a>(word: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = word.chars().count().div_ceil(3);
    known
        .map(|other| (distance(word, other), other))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, other)| other)
}

/// Letters to add, drop or replace, without regard to case (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, letter) in left.chars().enumerate() {
        let mut next = vec![line.saturating_add(1)];
        for (column, other) in right.iter().enumerate() {
            let kept = row.get(column).copied().unwrap_or(usize::MAX);
            let replaced = kept.saturating_add(usize::from(!letter.eq_ignore_ascii_case(other)));
            let dropped =
                row.get(column.saturating_add(1)).map_or(usize::MAX, |n| n.saturating_add(1));
            let added = next.last().map_or(usize::MAX, |n| n.saturating_add(1));
            next.push(replaced.min(dropped).min(added));
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

/// The error with the known word that was probably meant, if one is near.
pub(crate) fn with_nearest<'a>(
    error: Error,
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Error {
    match among(word, &mut known.into_iter()) {
        Some(nearest) => error.with("nearest", nearest),
        None => error,
    }
}
