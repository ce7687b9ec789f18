use std::collections::BTreeMap;

use super::Asked;

type Counts = BTreeMap<String, f64>;

fn counts(words: &[String]) -> Counts {
    let mut counts = Counts::new();
    for word in words {
        *counts.entry(word.clone()).or_default() += 1.0;
    }
    counts
}

fn holders(all: &[Counts]) -> Counts {
    let mut holders = Counts::new();
    for word in all.iter().flat_map(BTreeMap::keys) {
        *holders.entry(word.clone()).or_default() += 1.0;
    }
    holders
}

/// The best rank of a duplicate among the earlier reports, for each that is asked about.
fn ranks(asked: &Asked, score: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    let rank = |(at, earlier): (&usize, &Vec<usize>)| {
        let scores: Vec<f64> = (0..*at).map(|other| score(*at, other)).collect();
        let before = |one: usize| {
            let better = |other: usize| {
                scores[other] > scores[one]
                    || (scores[other].total_cmp(&scores[one]).is_eq() && other < one)
            };
            (0..*at).filter(|other| better(*other)).count() + 1
        };
        earlier.iter().map(|one| before(*one)).min().unwrap_or(*at)
    };
    asked.iter().map(rank).collect()
}

/// TF-IDF over words and pairs of words, with the cosine.
pub(crate) fn tf_idf(words: &[Vec<String>], asked: &Asked) -> Vec<usize> {
    let with_pairs = words.iter().map(|words| {
        let pairs = words.windows(2).map(|pair| pair.join(" "));
        counts(&words.iter().cloned().chain(pairs).collect::<Vec<_>>())
    });
    let all: Vec<Counts> = with_pairs.collect();
    let holders = holders(&all);
    let vectors: Vec<Counts> = all
        .iter()
        .map(|counts| {
            let weight = |(word, count): (&String, &f64)| {
                let rarity = ((1.0 + all.len() as f64) / (1.0 + holders[word])).ln() + 1.0;
                (word.clone(), count * rarity)
            };
            let vector: Counts = counts.iter().map(weight).collect();
            let norm = vector.values().map(|one| one * one).sum::<f64>().sqrt().max(1e-9);
            vector.into_iter().map(|(word, weight)| (word, weight / norm)).collect()
        })
        .collect();
    let dot = |one: &Counts, other: &Counts| -> f64 {
        one.iter().filter_map(|(word, weight)| Some(weight * other.get(word)?)).sum()
    };
    ranks(asked, |one, other| dot(&vectors[one], &vectors[other]))
}

/// BM25 with k1 1.2 and b 0.75.
pub(crate) fn bm25(words: &[Vec<String>], asked: &Asked) -> Vec<usize> {
    let all: Vec<Counts> = words.iter().map(|words| counts(words)).collect();
    let holders = holders(&all);
    let mean = words.iter().map(Vec::len).sum::<usize>() as f64 / words.len() as f64;
    ranks(asked, |one, other| {
        let length = 1.2 * (1.0 - 0.75 + 0.75 * words[other].len() as f64 / mean);
        let each = all[one].iter().filter_map(|(word, times)| {
            let count = all[other].get(word)?;
            let rarity =
                (1.0 + (all.len() as f64 - holders[word] + 0.5) / (holders[word] + 0.5)).ln();
            Some(times * rarity * count * 2.2 / (count + length))
        });
        each.sum()
    })
}
