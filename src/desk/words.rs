use std::collections::BTreeSet;
use std::sync::Arc;

/// A word that several tickets have.
pub(super) type Word = Arc<str>;

/// Words, each of them once however many tickets have it, and as long as one has it.
#[derive(Debug, Default)]
pub(super) struct Words(BTreeSet<Word>);

impl Words {
    pub(super) fn take(&mut self, word: &str) -> Word {
        if let Some(known) = self.0.get(word) {
            return Arc::clone(known);
        }
        let word = Word::from(word);
        self.0.insert(Arc::clone(&word));
        word
    }

    pub(super) fn give_back(&mut self, word: &Word) {
        // Ours and the one that comes back.
        if Arc::strong_count(word) <= 2 {
            self.0.remove(word);
        }
    }
}
