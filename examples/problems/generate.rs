//! Incidents that nobody had, for measuring: as many services, causes and changes as there are
//! tickets for, over a year.

use incident_core::Instant;
use incident_core::insight::problem::{PastChange, ProblemQuestion};
use incident_core::insight::similar::PastTicket;
use incident_core::model::Facts;

use crate::Failure;

const YEAR: u64 = 365 * 86_400_000;
const WORDS: u64 = 20_000;

/// A fixed sequence of numbers (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (number ^ (number >> 31)) % bound.max(1)
    }

    /// A word; some occur far more often than others.
    fn word(&mut self) -> String {
        let most = self.below(WORDS) + 1;
        let mut number = self.below(most);
        let mut word = String::from("w");
        for _ in 0..3 {
            for letters in [b"bdfgklmnprstvz".as_slice(), b"aeiou"] {
                let count = letters.len() as u64;
                let at = usize::try_from(number % count).unwrap_or_default();
                word.push(char::from(letters[at]));
                number /= count;
            }
        }
        word
    }
}

/// Incidents, of which two in five have a cause that others have, with changes.
pub(crate) fn incidents(count: u32) -> Result<(Vec<PastTicket>, ProblemQuestion), Failure> {
    let mut dice = Dice(count.into());
    let causes: Vec<(u64, Vec<String>)> = (0..=(count / 50))
        .map(|_| (dice.below(40), (0..6).map(|_| dice.word()).collect()))
        .collect();
    let start = 1_735_689_600_000_u64;
    let instant = |at: u64| Instant::from_millis(i64::try_from(start + at).unwrap_or_default());
    let mut rows = Vec::new();
    for number in 0..count {
        let cause = usize::try_from(dice.below(causes.len() as u64))?;
        let mut words: Vec<String> = (0..5).map(|_| dice.word()).collect();
        let mut service = dice.below(40);
        if dice.below(5) < 2 {
            let (of, own) = &causes[cause];
            service = *of;
            words.truncate(2);
            words.extend(own.iter().take(5).cloned());
        }
        let description: Vec<String> = (0..25).map(|_| dice.word()).collect();
        let mut facts = Facts::new();
        facts.insert("shortDescription", words.join(" ").as_str().into());
        facts.insert("description", description.join(" ").as_str().into());
        facts.insert("service", format!("service {service}").as_str().into());
        facts.insert("category", format!("category {}", dice.below(12)).as_str().into());
        let (kind, state, resolved_at) = (None, None, None);
        let opened_at = instant(dice.below(YEAR))?;
        let id = format!("INC{number:07}");
        rows.push(PastTicket { id, kind, state, opened_at, resolved_at, reopens: 0, facts });
    }
    let change = |number: u32| {
        Ok(PastChange {
            id: format!("CHG{number:05}"),
            at: instant(dice.below(YEAR))?,
            service: Some(format!("service {}", dice.below(40))),
            category: None,
            configuration_item: None,
        })
    };
    let changes = (0..count / 50).map(change).collect::<Result<_, Failure>>()?;
    let now = instant(YEAR)?;
    Ok((rows, ProblemQuestion { now, from: None, since: None, changes }))
}
