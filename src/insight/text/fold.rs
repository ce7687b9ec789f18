/// The letters from U+00C0 to U+017F without case and diacritics.
const LATIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo \
ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrr\
ssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// What a letter is within a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letter {
    Upper,
    Lower,
    Digit,
    /// Of a script without spaces between words.
    Ideograph,
    /// Holds parts of one segment together: `-`, `_`.
    Hyphen,
    /// Holds segments together: `.`, `$`, `#`.
    Point,
    /// Leaves no trace: a diacritic of its own, a soft hyphen, a control of the direction.
    Mark,
    /// Ends a word.
    Space,
}

pub(super) fn letter(letter: char) -> Letter {
    match letter {
        'a'..='z' => Letter::Lower,
        'A'..='Z' => Letter::Upper,
        '0'..='9' => Letter::Digit,
        '-' | '_' | '\u{2010}' | '\u{2011}' => Letter::Hyphen,
        '.' | '$' | '#' => Letter::Point,
        '\0'..='\u{7f}' => Letter::Space,
        '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => Letter::Mark,
        '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Letter::Ideograph,
        other if other.is_uppercase() => Letter::Upper,
        other if other.is_alphabetic() => Letter::Lower,
        other if other.is_numeric() => Letter::Digit,
        _ => Letter::Space,
    }
}

/// Adds a letter without its case and diacritics; `ß` is `ss`, and `æ` is `a` as `ä` is.
pub(super) fn fold(letter: char, folded: &mut String) {
    let code = u32::from(letter);
    match letter {
        '\0'..='\u{7f}' => folded.push(letter.to_ascii_lowercase()),
        'ß' | 'ẞ' => folded.push_str("ss"),
        '\u{c0}'..='\u{17f}' => {
            let at = usize::try_from(code.saturating_sub(0xc0)).unwrap_or_default();
            folded.push(LATIN.get(at).copied().map_or(letter, char::from));
        }
        'ς' => folded.push('σ'),
        // What Japanese input writes as wide as an ideograph.
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = char::from_u32(code.saturating_sub(0xfee0)).unwrap_or(letter);
            folded.push(narrow.to_ascii_lowercase());
        }
        other => folded.extend(other.to_lowercase().filter(|lower| *lower != '\u{307}')),
    }
}
