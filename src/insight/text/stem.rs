//! One light stemmer for English and German. A ticket in German is full of English nouns, so a
//! stemmer that first guesses the language would cut the same word in two ways.

/// Endings that turn a verb into a noun or an adjective, with the letters that must remain.
const DERIVED: &[(&str, usize)] = &[("ungen", 3), ("ung", 3), ("ing", 3), ("ed", 3)];
/// Endings of plurals, cases and verbs.
const INFLECTED: &[(&str, usize)] = &[("ern", 4), ("er", 4), ("en", 3), ("e", 3)];

/// Cuts a word of lower-case letters from a to z down to its stem, as the words of its family.
pub(super) fn stem(word: &mut String) {
    if word.len() < 4 {
        return;
    }
    join_umlauts(word);
    cut_plural(word);
    let derived = DERIVED.iter().find(|(ending, rest)| is_cut(word, ending, *rest));
    // `speed` and `feed` have no ending.
    if let Some((ending, _)) = derived.filter(|_| !word.ends_with("eed")) {
        cut(word, ending.len());
        undouble(word);
    }
    if word.ends_with("eln") {
        cut(word, 1);
    }
    if let Some((ending, _)) = INFLECTED.iter().find(|(ending, rest)| is_cut(word, ending, *rest)) {
        cut(word, ending.len());
        if *ending != "e" {
            undouble(word);
        }
    }
    for (ending, rest) in [("sion", 5), ("tion", 5), ("ly", 4)] {
        // The letter before `ion` stays: `connection` belongs to `connect`.
        let gone: usize = if ending == "ly" { 2 } else { 3 };
        if word.ends_with(ending) && word.len() >= gone.saturating_add(rest) {
            cut(word, gone);
            return;
        }
    }
}

/// Whoever has no umlauts writes `ae`, `oe`, `ue`; the diacritics are gone already.
fn join_umlauts(word: &mut String) {
    let (mut before, mut last) = (' ', ' ');
    word.retain(|letter| {
        let umlaut = letter == 'e'
            && match last {
                'a' | 'o' => true,
                'u' => !matches!(before, 'a' | 'e' | 'q'),
                _ => false,
            };
        (before, last) = (last, letter);
        !umlaut
    });
}

fn cut_plural(word: &mut String) {
    if word.len() > 4 && (word.ends_with("ies") || word.ends_with("ied")) {
        cut(word, 3);
        word.push('y');
    } else if ["sses", "xes", "ches", "shes", "zes"].iter().any(|ending| word.ends_with(ending)) {
        cut(word, 2);
    } else if word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending))
    {
        cut(word, 1);
    }
}

/// Whether the word has the ending, and enough before it to be a word.
fn is_cut(word: &str, ending: &str, least: usize) -> bool {
    word.strip_suffix(ending)
        .is_some_and(|rest| rest.len() >= least && rest.contains(['a', 'e', 'i', 'o', 'u', 'y']))
}

/// `running` belongs to `run`, but `missing` to `miss`.
fn undouble(word: &mut String) {
    let mut letters = word.bytes().rev();
    let (last, before) = (letters.next(), letters.next());
    let stays = matches!(last, Some(b'f' | b'l' | b's' | b'z' | b'a' | b'e' | b'o'));
    if last == before && !stays {
        word.pop();
    }
}

fn cut(word: &mut String, letters: usize) {
    word.truncate(word.len().saturating_sub(letters));
}
