mod stored;

use std::collections::BTreeMap;

use incident_core::document::{self, Map};
use incident_core::insight::similar::{
    FieldWeights, Match, PastTicket, SimilarIndex, SimilarQuery, SimilarSettings, TicketFilter,
};
use incident_core::insight::text::terms;
use incident_core::model::Value;
use incident_core::{Code, Instant, Kind, Span, limits};
use proptest::prelude::*;

const FIELDS: [&str; 4] = ["shortDescription", "description", "category", "service"];

fn instant(day: u32) -> Instant {
    let start = Instant::parse("2026-01-01T00:00:00Z").expect("an instant");
    start.plus(Span::from_hours(i64::from(day) * 24)).expect("within bounds")
}

fn ticket(id: &str, day: u32, texts: [&str; 4]) -> PastTicket {
    let facts = FIELDS.iter().zip(texts).filter(|(_, text)| !text.is_empty());
    PastTicket {
        id: id.to_owned(),
        kind: Some(Kind::Incident),
        state: None,
        opened_at: instant(day),
        resolved_at: None,
        reopens: 0,
        facts: facts.map(|(field, text)| (*field, Value::from(text))).collect::<Map<_>>(),
    }
}

fn titled(id: &str, day: u32, title: &str) -> PastTicket {
    ticket(id, day, [title, "", "", ""])
}

fn index(tickets: &[PastTicket]) -> SimilarIndex {
    let mut index = SimilarIndex::default();
    for ticket in tickets {
        index.add(ticket).expect("room");
    }
    index
}

fn words(text: &str) -> SimilarQuery {
    SimilarQuery { text: Some(text.to_owned()), ..SimilarQuery::default() }
}

fn like(ticket: &PastTicket) -> SimilarQuery {
    SimilarQuery { ticket: Some(ticket.clone()), limit: Some(100), ..SimilarQuery::default() }
}

fn ids(found: &[Match]) -> Vec<&str> {
    found.iter().map(|one| one.id.as_str()).collect()
}

fn found(index: &mut SimilarIndex, query: &SimilarQuery) -> Vec<String> {
    let found = index.nearest(query).expect("a query");
    found.into_iter().map(|one| one.id).collect()
}

/// A ticket by a naive reading of the module's description: each term's weight, in floats.
fn naive_vector(ticket: &PastTicket, settings: SimilarSettings) -> BTreeMap<String, f64> {
    let FieldWeights { title, text, category, service } = settings.weights;
    let weights = [(title, 3.0), (text, 15.0), (category, 1.0), (service, 1.0)];
    let mut sums = BTreeMap::<String, f64>::new();
    for (field, (weight, most)) in FIELDS.iter().zip(weights) {
        let mut times = BTreeMap::<String, f64>::new();
        for term in terms(ticket.text(field)) {
            *times.entry(term).or_default() += 1.0;
        }
        for (term, times) in times {
            *sums.entry(term).or_default() += f64::from(weight) * times.min(most);
        }
    }
    let saturation = f64::from(settings.saturation);
    sums.into_iter().map(|(term, sum)| (term, sum / (sum + saturation))).collect()
}

fn count(all: usize) -> f64 {
    f64::from(u32::try_from(all).expect("few"))
}

/// How similar each ticket is to the query, by the description alone.
fn naive(tickets: &[PastTicket], query: &PastTicket, settings: SimilarSettings) -> Vec<f64> {
    let vectors: Vec<_> = tickets.iter().map(|ticket| naive_vector(ticket, settings)).collect();
    let all = count(vectors.len());
    let rarity = |term: &String| {
        let holders = count(vectors.iter().filter(|one| one.contains_key(term)).count());
        let root = ((all + 1.0) / (holders + 0.5)).log2().sqrt();
        root * root.sqrt()
    };
    let wanted = naive_vector(query, settings);
    let score = |vector: &BTreeMap<String, f64>| {
        let norm = vector.values().map(|one| one * one).sum::<f64>().sqrt();
        let shared = wanted
            .iter()
            .filter_map(|(term, weight)| Some(weight * vector.get(term)? * rarity(term)));
        let sum: f64 = shared.sum();
        if norm > 0.0 { sum / norm } else { 0.0 }
    };
    let own = score(&wanted).max(1e-12);
    vectors.iter().map(|vector| score(vector) / own).collect()
}

const WORDS: [&str; 16] = [
    "printer",
    "Drucker",
    "vpn",
    "NullPointerException",
    "failed",
    "login",
    "password",
    "Server",
    "3.2.1",
    "disk",
    "mail",
    "slow",
    "the",
    "Kabel",
    "HADOOP-12",
    "打印机",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 0..8).prop_map(|words| words.join(" "))
}

fn any_ticket(ids: u32) -> impl Strategy<Value = PastTicket> {
    (0..ids, 0_u32..40, text(), text(), 0_usize..4, 0_u64..3).prop_map(
        |(id, day, title, text, category, reopens)| {
            let category = ["", "Mail", "Network", "Mail login"][category];
            let mut made = ticket(&format!("T{id}"), day, [&title, &text, category, ""]);
            made.reopens = reopens;
            made
        },
    )
}

#[derive(Debug, Clone)]
enum Step {
    Add(PastTicket),
    Remove(u32),
    Ask,
    Reload,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => any_ticket(12).prop_map(Step::Add),
        2 => (0_u32..12).prop_map(Step::Remove),
        1 => Just(Step::Ask),
        1 => Just(Step::Reload),
    ];
    prop::collection::vec(step, 0..40)
}

proptest! {
    #[test]
    fn an_index_with_a_past_is_one_that_was_built_at_once(
        steps in steps(), query in any_ticket(20)
    ) {
        let mut grown = SimilarIndex::default();
        let mut left = BTreeMap::<String, PastTicket>::new();
        for step in steps {
            match step {
                Step::Add(ticket) => {
                    grown.add(&ticket).expect("room");
                    left.insert(ticket.id.clone(), ticket);
                }
                Step::Remove(id) => {
                    let id = format!("T{id}");
                    prop_assert_eq!(grown.remove(&id), left.remove(&id).is_some());
                }
                Step::Ask => drop(grown.nearest(&like(&query)).expect("a query")),
                Step::Reload => grown = SimilarIndex::load(&grown.store()).expect("its own bytes"),
            }
        }
        let mut built = index(&left.into_values().collect::<Vec<_>>());
        prop_assert_eq!(grown.len(), built.len());
        prop_assert_eq!(grown.store(), built.store());
        let now = instant(50);
        let life = Span::from_hours(24);
        for query in [like(&query), words("printr faild Servers")] {
            prop_assert_eq!(grown.nearest(&query), built.nearest(&query));
            prop_assert_eq!(grown.suggest(&query, life, now), built.suggest(&query, life, now));
        }
    }

    #[test]
    fn the_ranking_is_that_of_a_naive_reading(
        tickets in prop::collection::vec(any_ticket(1_000), 1..30),
        query in any_ticket(2_000), title in 10_u32..50, saturation in 1_u32..80,
    ) {
        let weights = FieldWeights { title, ..FieldWeights::default() };
        let settings = SimilarSettings { weights, saturation };
        let by_id: BTreeMap<_, _> = tickets.into_iter().map(|one| (one.id.clone(), one)).collect();
        let tickets: Vec<_> = by_id.into_values().collect();
        let query = PastTicket { id: "query".to_owned(), ..query };
        let mut index = SimilarIndex::new(settings).expect("settings");
        for ticket in &tickets {
            index.add(ticket).expect("room");
        }
        let found = index.nearest(&like(&query)).expect("a query");
        let scores = naive(&tickets, &query, settings);
        for one in &found {
            let at = tickets.iter().position(|ticket| ticket.id == one.id).expect("a ticket");
            // A weight is a whole number of a thousand.
            let allowed = 0.01 + scores[at] * 0.03;
            prop_assert!((one.score.get() - scores[at]).abs() < allowed, "{one:?} {}", scores[at]);
            let shares: f64 = one.terms.iter().map(|term| term.share.get()).sum();
            prop_assert!(shares < 1.001 && (one.terms.len() == 10 || shares > 0.99));
        }
        let listed = |id: &str| found.iter().any(|one| one.id == id);
        for (ticket, score) in tickets.iter().zip(&scores) {
            prop_assert!(*score < 0.02 || listed(&ticket.id), "{} {score}", ticket.id);
        }
        prop_assert!(found.is_sorted_by(|one, next| one.score >= next.score));
    }

    #[test]
    fn bytes_of_anybody_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(SimilarIndex::load(&bytes).is_err());
    }
}

/// Enough tickets for those that are turned around and those that are not.
#[test]
fn new_and_old_tickets_are_found_alike() {
    let tickets: Vec<PastTicket> = (0..1_500_u32)
        .map(|at| {
            let word = |step: u32| WORDS[usize::try_from(at / step % 16).expect("small")];
            titled(&format!("{at}"), at % 90, &format!("{} {} {}", word(1), word(16), word(5)))
        })
        .collect();
    let mut often = SimilarIndex::default();
    for (at, ticket) in tickets.iter().enumerate() {
        often.add(ticket).expect("room");
        if at % 100 == 0 {
            often.nearest(&like(ticket)).expect("a query");
        }
    }
    let mut once = index(&tickets);
    for ticket in tickets.iter().step_by(97) {
        assert_eq!(often.nearest(&like(ticket)), once.nearest(&like(ticket)));
    }
    // Most of them go, so what is left is written anew.
    let size = often.size();
    for ticket in tickets.iter().skip(100) {
        assert!(often.remove(&ticket.id));
    }
    let mut rest = index(&tickets[..100]);
    assert_eq!(often.store(), rest.store());
    assert_eq!(often.nearest(&like(&tickets[3])), rest.nearest(&like(&tickets[3])));
    assert!(often.size() < size, "{} {size}", often.size());
}

#[test]
fn an_empty_index_and_an_empty_query_have_answers() {
    let mut empty = SimilarIndex::default();
    assert!(empty.nearest(&words("vpn")).expect("a query").is_empty());
    let fixes = empty.suggest(&words("vpn"), Span::from_hours(1), instant(1));
    assert!(fixes.expect("a query").is_empty());
    assert_eq!(SimilarIndex::load(&empty.store()).expect("its own").len(), 0);
    let mut one = index(&[titled("1", 1, "vpn")]);
    for nothing in ["", "the", "🔥", "\u{202e}\u{202c}"] {
        assert!(one.nearest(&words(nothing)).expect("a query").is_empty());
    }
    let refused = one.nearest(&SimilarQuery::default()).expect_err("nothing is asked");
    assert_eq!(refused[0].code(), Code::InsightQueryEmpty);
    assert!(!one.remove("2") && one.remove("1") && !one.remove("1") && one.is_empty());
    assert!(one.nearest(&words("vpn")).expect("a query").is_empty());
}

#[test]
fn equal_tickets_come_later_ones_first_then_by_identifier() {
    let same =
        [("b", 1), ("a", 1), ("c", 3), ("d", 2)].map(|(id, day)| titled(id, day, "vpn down"));
    let mut index = index(&same);
    assert_eq!(found(&mut index, &words("vpn down")), ["c", "d", "a", "b"]);
    assert_eq!(found(&mut index, &like(&same[2])), ["d", "a", "b"], "not itself");
    let few = SimilarQuery { limit: Some(2), ..words("vpn") };
    assert_eq!(found(&mut index, &few), ["c", "d"]);
    assert!(found(&mut index, &SimilarQuery { limit: Some(0), ..words("vpn") }).is_empty());
    // Every ticket has the word: it says little, and the answer is no NaN.
    assert!(index.nearest(&words("vpn")).expect("a query")[0].score.get() > 0.0);
}

#[test]
fn a_copy_scores_one_and_the_terms_say_why() {
    let tickets = [
        ticket("1", 1, ["Printer jams", "The printer on floor 3 jams", "Hardware", "Printing"]),
        titled("2", 2, "Mail is slow"),
    ];
    let mut index = index(&tickets);
    let copy = PastTicket { id: "new".to_owned(), ..tickets[0].clone() };
    let best = index.nearest(&like(&copy)).expect("a query").swap_remove(0);
    assert_eq!((best.id.as_str(), best.score.get()), ("1", 1.0));
    let jam = best.terms.iter().find(|one| one.term == "jam").expect("a shared term");
    assert_eq!(jam.fields, ["shortDescription", "description"]);
    let print = &best.terms[0];
    assert_eq!(
        (print.term.as_str(), &print.fields[..]),
        ("print", &["shortDescription", "description", "service"][..])
    );
}

/// What is typed, and the title that it must find.
const TYPED: &[(&str, &str)] = &[
    ("pritner", "Printer is broken"),
    ("conection refused", "Connection refused by peer"),
    ("Druker", "Drucker meldet Papierstau"),
    ("nullpointerexecption", "NullPointerException in the client"),
    ("Passwrot", "Passwort vergessen"),
    ("passwoerter", "Passwort vergessen"),
    ("PRINTERS", "Printer is broken"),
    ("принтеры", "принтеры не печатают"),
    ("ｃｌｉｅｎｔ", "NullPointerException in the client"),
];

#[test]
fn misspelt_words_find_what_they_stand_for() {
    let titles = [
        "Printer is broken",
        "Connection refused by peer",
        "Drucker meldet Papierstau",
        "NullPointerException in the client",
        "Passwort vergessen",
        "принтеры не печатают",
        "s3a is slow",
    ];
    let tickets: Vec<_> = titles.iter().map(|title| titled(title, 1, title)).collect();
    let mut index = index(&tickets);
    for (typed, title) in TYPED {
        assert_eq!(
            found(&mut index, &words(typed)).first().map(String::as_str),
            Some(*title),
            "{typed}"
        );
    }
    for stranger in ["s3b", "vpn", "xrinter", "zzzzzzzz"] {
        assert!(found(&mut index, &words(stranger)).is_empty(), "{stranger}");
    }
    // However many strange words the ticket beside it has.
    let strange = "abacus banjo-cedar dahlia ebenholz falcon gazelle hamster iguanas jackdaws";
    let ticket = Some(titled("10", 1, strange));
    let both = SimilarQuery { ticket, ..words("pritner") };
    assert_eq!(found(&mut index, &both), ["Printer is broken"]);
}

#[test]
fn a_filter_leaves_what_has_all_of_it() {
    let mut tickets: Vec<_> =
        (1..=4).map(|day| titled(&day.to_string(), day, "vpn down")).collect();
    tickets[0].kind = Some(Kind::Problem);
    tickets[1].state = Some("closed".to_owned());
    for (at, field) in [(1, "category"), (2, "service"), (2, "assignmentGroup"), (3, "category")] {
        tickets[at].facts.insert(field, Value::from("net"));
    }
    let mut index = index(&tickets);
    let mut only = |only: TicketFilter| {
        let mut found = found(&mut index, &SimilarQuery { only, ..words("vpn") });
        found.sort();
        found
    };
    let net = || Some("net".to_owned());
    let none = TicketFilter::default;
    assert_eq!(only(none()), ["1", "2", "3", "4"]);
    assert_eq!(only(TicketFilter { kind: Some(Kind::Problem), ..none() }), ["1"]);
    assert_eq!(only(TicketFilter { state: Some("closed".to_owned()), ..none() }), ["2"]);
    assert_eq!(only(TicketFilter { category: net(), ..none() }), ["2", "4"]);
    assert_eq!(only(TicketFilter { service: net(), assignment_group: net(), ..none() }), ["3"]);
    assert!(only(TicketFilter { service: net(), category: net(), ..none() }).is_empty());
    assert!(only(TicketFilter { state: Some("unknown".to_owned()), ..none() }).is_empty());
    let (from, before) = (Some(instant(2)), Some(instant(4)));
    assert_eq!(
        only(TicketFilter { opened_from: from, opened_before: before, ..none() }),
        ["2", "3"]
    );
    let earlier = SimilarQuery { earlier: true, ..like(&tickets[2]) };
    assert_eq!(found(&mut index, &earlier), ["2", "1"]);
}

fn resolved(id: &str, day: u32, title: &str, reopens: u64, notes: &str) -> PastTicket {
    let mut made = titled(id, day, title);
    made.resolved_at = Some(instant(day));
    made.reopens = reopens;
    made.facts.insert("resolutionCode", Value::from("fixed"));
    made.facts.insert("resolutionNotes", Value::from(notes));
    made
}

#[test]
fn the_fix_is_what_helped_lastingly_lately_and_with_similar_tickets() {
    let year = Span::from_hours(8_760);
    let suggest = |tickets: &[PastTicket]| {
        let fixes =
            index(tickets).suggest(&words("vpn down"), year, instant(400)).expect("a query");
        let named = |fix: &incident_core::insight::similar::Fix| {
            let ids: Vec<_> = fix.tickets.iter().map(|one| one.id.clone()).collect();
            (fix.resolution_notes.clone().unwrap_or_default(), ids.join(" "), fix.share.get())
        };
        fixes.iter().map(named).collect::<Vec<_>>()
    };
    let lasting = [
        resolved("1", 399, "vpn down", 3, "Restarted the client"),
        resolved("2", 399, "vpn down", 0, "Renewed the certificate"),
    ];
    assert_eq!(suggest(&lasting)[0], ("Renewed the certificate".to_owned(), "2".to_owned(), 0.8));
    let lately = [
        resolved("1", 399, "vpn down", 0, "Restarted the client"),
        resolved("2", 34, "vpn down", 0, "Renewed the certificate"),
    ];
    assert_eq!(suggest(&lately)[0], ("Restarted the client".to_owned(), "1".to_owned(), 0.6667));
    let mut around = resolved("4", 399, "vpn down", 0, "renew certificates");
    around.facts.insert("resolutionCode", Value::from("workaround"));
    let together = [
        resolved("1", 399, "vpn down", 0, "Restarted the client"),
        resolved("2", 399, "vpn down", 0, "Renewed the certificate."),
        resolved("3", 399, "vpn down", 0, "renew certificates"),
        around,
        titled("5", 399, "vpn down"),
    ];
    let fixes = suggest(&together);
    assert_eq!(fixes.len(), 3);
    assert_eq!(fixes[0], ("Renewed the certificate.".to_owned(), "2 3".to_owned(), 0.5));
    let similar = [
        resolved("1", 399, "vpn down", 0, "Renewed the certificate"),
        resolved("2", 399, "vpn slow printer jams mail lost", 0, "Restarted the client"),
    ];
    assert_eq!(suggest(&similar)[0].1, "1");
}

#[test]
fn a_resolution_of_the_future_or_of_long_ago_is_weighed_without_nan() {
    let (first, last) = (Instant::MIN, Instant::MAX);
    let mut old = resolved("1", 1, "vpn down", u64::MAX, "a word");
    (old.opened_at, old.resolved_at) = (first, Some(first));
    let mut new = resolved("2", 1, "vpn down", 0, "another word");
    (new.opened_at, new.resolved_at) = (last, Some(last));
    let mut index = index(&[old, new]);
    for (life, now) in [(Span::from_millis(0), last), (Span::from_hours(1), first)] {
        let fixes = index.suggest(&words("vpn"), life, now).expect("a query");
        assert_eq!(fixes.len(), 2);
        let shares: f64 = fixes.iter().map(|fix| fix.share.get()).sum();
        assert!((shares - 1.0).abs() < 0.001, "{shares}");
    }
    let loaded = SimilarIndex::load(&index.store()).expect("its own bytes");
    assert_eq!(loaded.store(), index.store());
}

#[test]
fn a_megabyte_emoji_and_many_languages_are_taken_in() {
    let long = "crash ".repeat(170_000);
    let mut index = index(&[
        ticket("long", 1, ["vpn", &long, "", ""]),
        titled("emoji", 2, "🔥🔥 Server \u{202e}nwod\u{202c} 👩‍💻"),
        titled("mixed", 3, "Drucker printer принтер 打印机 طابعة"),
    ]);
    assert_eq!(found(&mut index, &words(&long)), ["long"]);
    assert_eq!(found(&mut index, &words("🔥 servers")), ["emoji"]);
    for word in ["Druckers", "printers", "принтер", "打印", "طابعة"] {
        assert_eq!(found(&mut index, &words(word)), ["mixed"], "{word}");
    }
    assert!(index.size() < 100_000, "{}", index.size());
}

#[test]
fn an_identifier_that_is_too_long_and_wrong_settings_are_refused() {
    let mut index = SimilarIndex::default();
    let most = usize::try_from(limits::ID_BYTES.maximum).expect("a bound");
    index.add(&titled(&"i".repeat(most), 1, "vpn")).expect("at the limit");
    let error = index.add(&titled(&"i".repeat(most + 1), 1, "vpn")).expect_err("beyond");
    assert_eq!((error.code(), error.path().to_string()), (Code::LimitExceeded, "/id".to_owned()));
    assert_eq!(index.len(), 1);
    let text = r#"{"weights": {"title": 1001, "text": 0, "service": 2000}, "saturation": 0}"#;
    let settings: SimilarSettings = document::read(text, &limits::STRING_BYTES).expect("numbers");
    let found = SimilarIndex::new(settings).expect_err("out of range");
    let paths: Vec<_> = found.iter().map(|error| error.path().to_string()).collect();
    assert_eq!(paths, ["/weights/title", "/weights/service", "/saturation"]);
}

#[test]
fn matches_are_found_by_their_names() {
    let mut index = index(&[titled("a", 1, "at x.y.FileSystem.get(FileSystem.java:3)")]);
    let trace =
        "Caused by:\n\tat org.apache.FileSystem.get(FileSystem.java:99)\n\tat b.C.d(C.java)";
    let found = index.nearest(&words(trace)).expect("a query");
    assert_eq!(ids(&found), ["a"]);
    assert_eq!(found[0].terms[0].term, "filesystem");
}
