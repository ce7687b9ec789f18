//! Classification: phrases, points, verdicts, and documents that are refused.

use incident_core::classify::{
    ClassificationDraft, ClassificationRuleDraft, Classified, Report, Undetermined, Verdict,
};
use incident_core::model::{Facts, Value};
use incident_core::policy::PolicyDraft;
use incident_core::{Engine, Kind, check, limits};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value as Json, json};

use crate::clock::config;
use crate::desk::{codes, engine_of, findings_of};
use crate::lint::broken;

fn engine(classification: Json) -> Engine {
    engine_of(&broken("itil", &[("/classification", classification)]))
}

/// An engine with the rules alone.
#[expect(clippy::needless_pass_by_value, reason = "a document is written in place")]
fn rules(rules: Json) -> Engine {
    engine(json!({ "rules": rules }))
}

fn facts(known: &[(&str, &str)]) -> Facts {
    known.iter().map(|(field, text)| (*field, Value::from(*text))).collect()
}

fn ask(engine: &Engine, known: &[(&str, &str)]) -> Classified {
    engine.classify(&Report { kind: None, facts: &facts(known) })
}

fn verdict(classified: &Classified, field: &str) -> Verdict {
    classified.verdicts.get(field).cloned().expect("a verdict")
}

/// The rules that fired.
fn fired(classified: &Classified) -> Vec<&str> {
    classified.fired.iter().map(|one| one.rule.as_str()).collect()
}

/// Whether one phrase is found in a description.
fn finds(phrase: &str, text: &str) -> bool {
    let rule = json!([{ "id": "one", "words": [phrase], "gives": { "category": "found" } }]);
    !ask(&rules(rule), &[("description", text)]).fired.is_empty()
}

#[test]
fn a_phrase_is_whole_words_in_a_row() {
    for (phrase, text, found) in [
        ("reset", "Please reset it", true),
        ("reset", "it resets", false),
        ("reset", "preset", false),
        ("reset", "", false),
        ("reset", "... !", false),
        ("reset password", "reset the password", false),
        ("reset password", "please RESET   Password!", true),
        ("reset password", "reset\n\tpassword", true),
        ("reset password", "password reset", false),
        ("reset password", "reset", false),
        // The second beginning counts, although the first fails.
        ("no no yes", "no no no yes", true),
        ("0x80070005", "error (0x80070005).", true),
    ] {
        assert_eq!(finds(phrase, text), found, "{phrase:?} in {text:?}");
    }
}

#[test]
fn a_star_ends_a_stem_and_alone_stands_for_one_word() {
    for (phrase, text, found) in [
        ("reset*", "resetting", true),
        ("reset*", "reset", true),
        ("reset*", "rese", false),
        ("reset*", "a preset", false),
        ("reset* pass*", "resets passphrase", true),
        ("reset * password", "reset my password", true),
        ("reset * password", "reset password", false),
        ("reset * password", "reset my old password", false),
        ("reset *", "reset", false),
        ("reset *", "reset it", true),
        ("reset * * now", "reset it all now", true),
    ] {
        assert_eq!(finds(phrase, text), found, "{phrase:?} in {text:?}");
    }
}

#[test]
fn marks_part_words_in_phrases_as_in_texts() {
    for (phrase, text, found) in [
        ("vpn-client", "the VPN client", true),
        ("vpn client", "vpn/client", true),
        ("e-mail", "email", false),
        ("e-mail*", "E Mails", true),
        ("can't", "I can't", true),
        ("can't", "I can’t", true),
        ("disk", "«disk»", true),
        ("disk", "disk…", true),
        ("disk", "disk—full", true),
        ("disk", "disk_full", true),
        ("a.b.c", "a-b-c", true),
    ] {
        assert_eq!(finds(phrase, text), found, "{phrase:?} in {text:?}");
    }
}

#[test]
fn small_and_capital_letters_are_equal_in_latin_greek_and_cyrillic() {
    for (phrase, text) in [
        ("drucker", "DRUCKER"),
        ("störung", "STÖRUNG"),
        ("ÉCRAN", "écran"),
        ("łącze", "ŁĄCZE"),
        ("žádost", "ŽÁDOST"),
        ("ağ", "AĞ"),
        ("δικτυο", "ΔΙΚΤΥΟ"),
        ("сеть", "СЕТЬ"),
        ("ёлка", "ЁЛКА"),
        ("їжак", "ЇЖАК"),
    ] {
        assert!(finds(phrase, text), "{phrase} in {text}");
        assert!(finds(text, phrase), "{text} in {phrase}");
    }
    assert!(!finds("e", "é"), "a mark makes another letter");
    for (phrase, text) in [("ώρα", "ΏΡΑ"), ("πελατης", "ΠΕΛΑΤΗΣ"), ("ș", "Ș"), ("қ", "Қ")]
    {
        assert!(!finds(phrase, text), "{phrase} in {text}: beyond what is documented");
    }
    assert!(finds("网络", "网络 故障"), "other scripts have words too");
    assert!(!finds("网络", "网络故障"), "but only between spaces and marks");
}

#[test]
fn rules_of_several_languages_stand_side_by_side() {
    let words = ["reset* password", "passwort * zurück*", "сброс* парол*", "mot de passe"];
    let engine = rules(json!([
        { "id": "password", "words": words, "gives": { "kind": "serviceRequest" } },
    ]));
    for text in [
        "Resetting password",
        "Bitte das Passwort bitte zurücksetzen",
        "Сбросить пароль",
        "J'ai oublié mon mot de passe",
    ] {
        let classified = ask(&engine, &[("shortDescription", text)]);
        let value = verdict(&classified, "kind").value;
        assert_eq!(value.as_deref(), Some("serviceRequest"), "{text}");
    }
}

#[test]
fn words_are_looked_for_in_the_fields_that_a_rule_names() {
    let gives = json!({ "category": "found" });
    let engine = rules(json!([
        { "id": "both", "words": ["printer"], "gives": gives },
        { "id": "channel", "words": ["printer"], "in": ["channel"], "gives": gives },
        { "id": "across", "words": ["paper jam"], "gives": gives },
    ]));
    assert_eq!(fired(&ask(&engine, &[("shortDescription", "printer")])), ["both"]);
    assert_eq!(fired(&ask(&engine, &[("channel", "printer")])), ["channel"]);
    let apart = ask(&engine, &[("shortDescription", "paper"), ("description", "jam")]);
    assert_eq!(fired(&apart), [""; 0], "a phrase stands in one field");
    let known = [("shortDescription", "a printer"), ("description", "printer")];
    let place = ask(&engine, &known).fired[0].because.clone().expect("a place");
    assert_eq!((place.field.as_str(), place.words.as_str()), ("shortDescription", "printer"));
}

#[test]
fn a_rule_fires_if_its_condition_holds_and_its_words_are_found() {
    let vip = json!({ "field": "channel", "is": "phone" });
    let kind = json!({ "field": "kind", "is": "alert" });
    let gives = json!({ "category": "found" });
    let engine = rules(json!([
        { "id": "both", "if": vip, "words": ["down"], "gives": gives },
        { "id": "condition", "if": vip, "gives": gives },
        { "id": "kind", "if": kind, "gives": gives },
        { "id": "always", "gives": gives },
    ]));
    let phone = ("channel", "phone");
    assert_eq!(fired(&ask(&engine, &[])), ["always"]);
    assert_eq!(fired(&ask(&engine, &[("description", "down")])), ["always"]);
    assert_eq!(fired(&ask(&engine, &[phone])), ["condition", "always"]);
    let both = ask(&engine, &[phone, ("description", "down")]);
    assert_eq!(fired(&both), ["both", "condition", "always"]);
    let alert = engine.classify(&Report { kind: Some(Kind::Alert), facts: &Facts::new() });
    assert_eq!(fired(&alert), ["kind", "always"]);
}

/// Rules for the words `a`, `b` and `c` with these points, each for a category of its name.
fn pointed(threshold: u32, lead: u32, points: [u32; 3]) -> Engine {
    let rule = |(word, score): (&str, u32)| {
        let gives = json!({ "category": word });
        json!({ "id": word, "words": [word], "score": score, "gives": gives })
    };
    let rules: Vec<_> = ["a", "b", "c"].into_iter().zip(points).map(rule).collect();
    engine(json!({ "threshold": threshold, "lead": lead, "rules": rules }))
}

#[test]
fn the_first_needs_enough_points_and_enough_more_than_the_next() {
    use Undetermined::{BelowThreshold, TooClose};
    for (threshold, lead, points, value, why) in [
        (3, 1, [3, 1, 0], Some("a"), None),
        (4, 1, [3, 1, 0], None, Some(BelowThreshold)),
        (3, 2, [3, 1, 0], Some("a"), None),
        (3, 3, [3, 1, 0], None, Some(TooClose)),
        (1, 1, [2, 2, 1], None, Some(TooClose)),
        (9, 9, [2, 2, 1], None, Some(BelowThreshold)),
        // Without a lead the one that is written first is taken.
        (1, 0, [2, 2, 1], Some("a"), None),
        (0, 0, [0, 0, 0], Some("a"), None),
        (u32::MAX, 0, [u32::MAX, 0, 0], Some("a"), None),
    ] {
        let classified = ask(&pointed(threshold, lead, points), &[("description", "a b c")]);
        let verdict = verdict(&classified, "category");
        let got = (verdict.value.as_deref(), verdict.undetermined);
        assert_eq!(got, (value, why), "{threshold} {lead} {points:?}");
    }
}

#[test]
fn a_single_candidate_needs_no_lead() {
    let classified = ask(&pointed(1, 5, [1, 1, 1]), &[("description", "b")]);
    assert_eq!(verdict(&classified, "category").value.as_deref(), Some("b"));
}

#[test]
fn where_no_rule_fires_the_kind_is_undetermined() {
    for engine in [pointed(1, 1, [1, 1, 1]), engine_of(&broken("itil", &[]))] {
        let classified = ask(&engine, &[("description", "z")]);
        assert_eq!(verdict(&classified, "kind").undetermined, Some(Undetermined::NoRule));
        assert_eq!(verdict(&classified, "kind").confidence, 0);
        assert_eq!(classified.fired, []);
    }
}

#[test]
fn candidates_stand_in_order_with_their_points_rules_and_confidence() {
    let rule = |id: &str, score: u32, value: &str| {
        let gives = json!({ "category": value, "service": "it" });
        json!({ "id": id, "score": score, "gives": gives })
    };
    let engine = rules(json!([rule("1", 2, "low"), rule("2", 3, "high"), rule("3", 2, "high")]));
    let classified = ask(&engine, &[]);
    let category = verdict(&classified, "category");
    let candidates: Vec<_> = category
        .candidates
        .iter()
        .map(|one| (one.value.as_str(), one.score, one.rules.join(" ")))
        .collect();
    assert_eq!(candidates, [("high", 5, "2 3".to_owned()), ("low", 2, "1".to_owned())]);
    assert_eq!(category.confidence, 71, "five of seven, the rest cut off");
    let service = verdict(&classified, "service");
    assert_eq!((service.value.as_deref(), service.confidence), (Some("it"), 100));
}

#[test]
fn a_rule_that_decides_settles_it_and_of_several_the_first_counts() {
    let rule = |id: &str, decides: bool, score: u32| {
        json!({ "id": id, "words": [id], "decides": decides, "score": score,
            "gives": { "category": id } })
    };
    let rules = [rule("a", false, 9), rule("b", true, 1), rule("c", true, 5)];
    let engine = engine(json!({ "threshold": 20, "lead": 20, "rules": rules }));
    for (text, value, by, confidence) in [
        ("a b c", Some("b"), Some("b"), 6),
        ("c a", Some("c"), Some("c"), 35),
        ("b", Some("b"), Some("b"), 100),
        ("a", None, None, 100),
    ] {
        let category = verdict(&ask(&engine, &[("description", text)]), "category");
        let got = (category.value.as_deref(), category.decided_by.as_deref());
        assert_eq!((got, category.confidence), ((value, by), confidence), "{text}");
        assert_eq!(category.undetermined.is_none(), value.is_some(), "{text}");
    }
}

#[test]
fn documents_that_say_nothing_or_name_nothing_are_refused() {
    let base = |edit: Json| {
        let mut rule = json!({ "id": "r", "words": ["w"], "gives": { "category": "c" } });
        for (name, value) in edit.as_object().expect("members") {
            rule[name] = value.clone();
        }
        findings_of(&broken("itil", &[("/classification", json!({ "rules": [rule] }))]))
    };
    assert_eq!(base(json!({})), [""; 0]);
    for (edit, finding) in [
        (json!({ "words": [""] }), "classify.phraseEmpty words/0"),
        (json!({ "words": ["w", " ? "] }), "classify.phraseEmpty words/1"),
        (json!({ "words": ["*"] }), "classify.phraseEmpty words/0"),
        (json!({ "words": ["* w"] }), "classify.phraseEmpty words/0"),
        (json!({ "gives": {} }), "classify.givesNothing gives"),
        (json!({ "gives": { "categori": "c" } }), "field.unknown gives/categori"),
        (json!({ "gives": { "kind": "incidents" } }), "field.wordUnknown gives/kind"),
        (json!({ "gives": { "impact": "vast" } }), "field.wordUnknown gives/impact"),
        (json!({ "gives": { "vip": "yes" } }), "field.typeWrong gives/vip"),
        (json!({ "gives": { "state": "new" } }), "field.notReported gives/state"),
        (json!({ "in": ["subject"] }), "field.unknown in/0"),
        (json!({ "in": ["description", "tags"] }), "field.typeWrong in/1"),
        (json!({ "if": { "field": "priority", "isSet": true } }), "field.notReported if/field"),
        (json!({ "if": {} }), "condition.form if"),
        (json!({ "id": "" }), "id.empty id"),
        (json!({ "score": -1 }), "document.numberOutOfRange score"),
        (json!({ "decides": "yes" }), "document.typeWrong decides"),
        (json!({ "points": 1 }), "document.fieldUnknown points"),
    ] {
        let (code, path) = finding.split_once(' ').expect("two parts");
        let expected = format!("{code} /classification/rules/0/{path}");
        assert_eq!(base(edit.clone()), [expected], "{edit}");
    }
    let twice = json!({ "id": "r", "gives": { "category": "c" } });
    let twice = json!({ "rules": [twice, twice] });
    let found = findings_of(&broken("itil", &[("/classification", twice)]));
    assert_eq!(found, ["id.repeated /classification/rules/1/id"]);
    let none = json!({ "rules": [] });
    assert_eq!(findings_of(&broken("itil", &[("/classification", none)])), [""; 0]);
}

fn many(count: usize) -> PolicyDraft {
    let rule = |at: usize| ClassificationRuleDraft {
        id: format!("r{at}"),
        applies_if: None,
        words: vec![format!("word{at} next")],
        is_in: Vec::new(),
        score: None,
        decides: false,
        gives: [("category", format!("c{at}"))].into(),
    };
    let classification =
        ClassificationDraft { threshold: None, lead: None, rules: (0..count).map(rule).collect() };
    let draft: PolicyDraft = serde_json::from_value(broken("itil", &[])).expect("a policy");
    PolicyDraft { classification: Some(classification), ..draft }
}

#[test]
fn ten_thousand_rules_are_accepted_and_one_more_is_refused() {
    let most = usize::try_from(limits::RULES.maximum).expect("a size");
    let engine = Engine::new(check::draft(&many(most)).expect("accepted").policy);
    assert_eq!(fired(&ask(&engine, &[("description", "word9999 next word9998")])), ["r9999"]);
    let errors = check::draft(&many(most + 1)).expect_err("refused");
    assert_eq!(codes(&errors), ["limit.exceeded /classification/rules"]);
}

#[test]
fn the_longest_text_is_gone_through_whatever_it_repeats() {
    let engine = rules(json!([
        { "id": "row", "words": ["a a a a a a a a a b", "a*"], "gives": { "category": "a" } },
        { "id": "stem", "words": ["aaaaaaaa* z"], "gives": { "category": "b" } },
        { "id": "end", "words": ["a end"], "gives": { "category": "c" } },
    ]));
    let most = usize::try_from(limits::DESCRIPTION_BYTES.maximum).expect("a size");
    for (text, expected) in [
        ("a ".repeat(most / 2), &["row"][..]),
        ("a".repeat(most), &["row"]),
        (" ".repeat(most), &[]),
        ("Ä-".repeat(most / 3), &[]),
        (format!("{}end", "a ".repeat(most / 2 - 2)), &["row", "end"]),
        (format!("{} z", "a".repeat(most - 2)), &["row", "stem"]),
    ] {
        assert!(text.len() <= most && text.len() > most - 4);
        assert_eq!(
            fired(&ask(&engine, &[("description", &text)])),
            expected,
            "{} bytes",
            text.len()
        );
    }
}

/// A rule that is matched here by the definition alone: every place is tried.
type Naive = (Vec<&'static str>, u8, &'static str);

fn naive_words(text: &str) -> Vec<String> {
    let small = text.to_lowercase();
    let words = small.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn naive_finds(phrase: &str, text: &[String]) -> bool {
    let phrase = phrase.to_lowercase();
    let wanted: Vec<&str> = phrase.split(' ').collect();
    let is = |wanted: &str, word: &String| match wanted.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == wanted,
    };
    text.windows(wanted.len()).any(|row| wanted.iter().zip(row).all(|(one, word)| is(one, word)))
}

const PHRASES: [&str; 12] =
    ["a", "ab", "ab*", "a * b", "a b", "b a*", "ÄB c", "ä* *", "ЖА", "жа* a", "λο b", "abc a b a"];
const TOKENS: [&str; 12] = ["a", "A", "ab", "abc", "b", "c", "Äb", "ä", "жа", "ЖАb", "λο", "ΛΟ"];

fn naive_rule() -> impl Strategy<Value = Naive> {
    (vec(select(&PHRASES[..]), 1..4), 0..4_u8, select(&["x", "y", "z"][..]))
}

fn text() -> impl Strategy<Value = String> {
    let gap = select(&[" ", ", ", "-", "\n", "…"][..]);
    vec((select(&TOKENS[..]), gap), 0..12)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

fn document(naive: &[Naive], order: impl Iterator<Item = usize>) -> Json {
    let rule = |at: usize| {
        let (phrases, score, value) = &naive[at];
        json!({ "id": format!("r{at}"), "words": phrases, "score": score,
            "gives": { "category": value } })
    };
    json!({ "threshold": 2, "rules": order.map(rule).collect::<Vec<_>>() })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_fires_and_what_scores_is_what_trying_every_place_finds(
        naive in vec(naive_rule(), 1..8),
        title in text(),
        body in text(),
    ) {
        let texts = [naive_words(&title), naive_words(&body)];
        let stands = |phrase: &&str| texts.iter().any(|text| naive_finds(phrase, text));
        let finds = |rule: &Naive| rule.0.iter().any(stands);
        let expected: Vec<_> =
            naive.iter().enumerate().filter(|(_, rule)| finds(rule)).map(|(at, _)| at).collect();
        let engine = engine(document(&naive, 0..naive.len()));
        let classified = ask(&engine, &[("shortDescription", &title), ("description", &body)]);
        let ids: Vec<_> = expected.iter().map(|at| format!("r{at}")).collect();
        prop_assert_eq!(fired(&classified), ids);
        let points = |value: &str| -> u64 {
            let fired = expected.iter().map(|at| &naive[*at]);
            fired.filter(|rule| rule.2 == value).map(|rule| u64::from(rule.1)).sum()
        };
        if let Some(verdict) = classified.verdicts.get("category") {
            for candidate in &verdict.candidates {
                prop_assert_eq!(candidate.score, points(&candidate.value));
            }
            let mut all = ["x", "y", "z"].map(points);
            all.sort_unstable();
            let determined = all[2] >= 2 && all[2] > all[1];
            prop_assert_eq!(verdict.undetermined.is_none(), determined);
            if let Some(value) = &verdict.value {
                prop_assert_eq!(points(value), all[2]);
                prop_assert_eq!(verdict.confidence, all[2] * 100 / all.iter().sum::<u64>());
            }
        } else {
            prop_assert!(expected.is_empty());
        }
    }

    #[test]
    fn the_order_of_rules_changes_no_score_and_no_verdict(
        naive in vec(naive_rule(), 1..8),
        text in text(),
    ) {
        let known = [("description", text.as_str())];
        let forth = ask(&engine(document(&naive, 0..naive.len())), &known);
        let back = ask(&engine(document(&naive, (0..naive.len()).rev())), &known);
        let seen = |classified: &Classified| {
            classified.verdicts.get("category").map(|verdict| {
                let mut points: Vec<_> =
                    verdict.candidates.iter().map(|one| (one.value.clone(), one.score)).collect();
                points.sort();
                let got = (verdict.value.clone(), verdict.undetermined, points);
                // Of two that are equal, either may be the one whose share is told.
                (got, verdict.value.as_ref().map(|_| verdict.confidence))
            })
        };
        prop_assert_eq!(seen(&forth), seen(&back));
    }
}
