//! Sentences that blame, with the phrase that does, and sentences that do not.

use incident_core::security::review::{Blame, Language, blaming};
use proptest::prelude::*;

/// A sentence, and the phrases in it that are pointed at.
type Case = (&'static str, &'static [&'static str]);

const ENGLISH: &[Case] = &[
    ("The root cause was human error.", &["human error"]),
    ("HUMAN ERROR during the migration", &["HUMAN ERROR"]),
    ("It was classified as user errors.", &["user errors"]),
    ("The report names operator error as the reason.", &["operator error"]),
    ("This human-error led to the outage.", &["human-error"]),
    ("A case of human\nerror, again.", &["human\nerror"]),
    ("A **human** *error* was noted.", &["human** *error"]),
    ("A rookie mistake took the site down.", &["rookie mistake"]),
    ("The engineer should have checked the diff.", &["should have checked"]),
    ("We should have known about the limit.", &["should have known"]),
    ("They should have noticed the alarm.", &["should have noticed"]),
    ("She really should’ve read the runbook.", &["should’ve read"]),
    ("The team shouldn't have deployed on a Friday.", &["shouldn't have deployed"]),
    ("The technician ought to have escalated.", &["ought to have escalated"]),
    ("The engineer failed to check the logs.", &["failed to"]),
    ("The on-call engineer also repeatedly failed to answer.", &["failed to"]),
    ("He fails to grasp the design.", &["fails to"]),
    ("The operators failed to notice the trend.", &["failed to"]),
    ("Someone failed to renew the certificate.", &["failed to"]),
    ("The administrator neglected to test the backup.", &["neglected to"]),
    ("The developer ignored the warning.", &["ignored"]),
    ("The analyst overlooked the second host.", &["overlooked"]),
    ("The admin forgot to renew it.", &["forgot"]),
    ("They had forgotten the second region.", &["forgotten"]),
    ("The engineer did not bother to ask.", &["did not bother"]),
    ("The staff didn't follow the procedure.", &["didn't follow"]),
    ("The contractor was careless.", &["careless"]),
    ("It was carelessness.", &["carelessness"]),
    ("Gross negligence caused it.", &["negligence"]),
    ("An incompetent vendor delivered the change.", &["incompetent"]),
    ("That was a stupid decision.", &["stupid"]),
    ("A sloppy change of the firewall.", &["sloppy"]),
    ("The lazy way of testing.", &["lazy"]),
    ("Lack of attention to the dashboard.", &["Lack of attention"]),
    ("It shows poor judgement.", &["poor judgement"]),
    ("Common sense would have prevented it.", &["Common sense"]),
    ("The outage was the fault of the administrator.", &["fault of the administrator"]),
    ("It was his fault.", &["his fault"]),
    ("The operator's mistake took a minute.", &["s mistake"]),
    ("The night shift is to blame.", &["to blame"]),
    ("The blame lies with the network.", &["blame lies with"]),
    ("The incident was caused by an engineer.", &["caused by an engineer"]),
    ("The culprit was our new colleague.", &["culprit was our new colleague"]),
    ("The intern made a serious mistake.", &["made a serious mistake"]),
    ("The developer messed up the migration.", &["messed up"]),
    ("The engineer violated the change policy.", &["violated the change policy"]),
    ("The DBA knew better.", &["knew better"]),
    ("The engineer was at fault.", &["at fault"]),
];

const ENGLISH_CLEAN: &[&str] = &[
    "The service failed to start.",
    "The pods restarted, but they failed to become ready.",
    "Kafka failed to elect a leader and the operator failed to reconcile it.",
    "The user failed to authenticate three times.",
    "The alert should have fired at 10:00.",
    "Monitoring should have noticed the growth of the queue.",
    "We should have a second person on call.",
    "We should have been informed by the supplier.",
    "You should have received a notification.",
    "The system forgot nothing.",
    "The user forgot her password.",
    "The disk was at fault.",
    "A page fault of the kernel.",
    "The fault of the power supply was found in an hour.",
    "Their fault tolerance is limited to one zone.",
    "Improve user error messages.",
    "The file user_error.log and the metric human.error stay as they are.",
    "The colleague said \u{201c}it was human error\u{201d} in the call.",
    "He wrote \"I was careless\" in the chat.",
    "The field `human error` of the form is removed.",
    "There was no human error involved.",
    "It was not her fault.",
    "We do not ask who is to blame.",
    "This review is blameless.",
    "Lazy loading of the modules hid it.",
    "A dumb terminal showed the wrong time.",
    "The change was caused by a user request.",
    "The negligible delay is fine.",
    "A human. Error 503 was shown.",
    "The engineer checked the logs and rolled back.",
    "The proxy ignored the header.",
    "The queue overlooks the sea.",
    "The engineer never failed to respond.",
    "A shared team drive failed over.",
    "",
];

const GERMAN: &[Case] = &[
    ("Ursache war menschliches Versagen.", &["menschliches Versagen"]),
    ("Ein MENSCHLICHER FEHLER lag vor.", &["MENSCHLICHER FEHLER"]),
    ("Es war ein Bedienfehler.", &["Bedienfehler"]),
    ("Der Administrator hätte das prüfen müssen.", &["hätte das prüfen müssen"]),
    ("Der Techniker haette pruefen muessen.", &["haette pruefen muessen"]),
    ("Hätten wir den Test ausführen sollen?", &["Hätten wir den Test ausführen sollen"]),
    ("Sie hätte das wissen müssen.", &["hätte das wissen müssen"]),
    ("Man ha\u{308}tte fragen mu\u{308}ssen.", &["ha\u{308}tte fragen mu\u{308}ssen"]),
    ("Der Kollege ist schuld.", &["schuld"]),
    ("Die Schuld liegt beim Betrieb.", &["Schuld"]),
    ("Das war grob fahrlässig.", &["fahrlässig"]),
    ("FAHRLÄSSIGKEIT im Betrieb", &["FAHRLÄSSIGKEIT"]),
    ("Eine leichtsinnige Änderung.", &["leichtsinnige"]),
    ("Schlamperei bei der Übergabe.", &["Schlamperei"]),
    ("Der Mitarbeiter hat die Warnung ignoriert.", &["ignoriert"]),
    ("Der Entwickler hat vergessen, das Zertifikat zu erneuern.", &["vergessen"]),
    ("Gestern vergaß die Kollegin den zweiten Schritt.", &["vergaß"]),
    ("Das Team hat es versäumt, zu testen.", &["versäumt"]),
    ("Der Bediener hat versagt.", &["versagt"]),
    ("Ein Fehler des Administrators.", &["Fehler des Administrators"]),
    ("Das Versagen der Mitarbeiter ist offensichtlich.", &["Versagen der Mitarbeiter"]),
    ("Mangelnde Sorgfalt beim Einspielen.", &["Mangelnde Sorgfalt"]),
    ("Ein dummer Fehler.", &["dummer Fehler"]),
    ("Der Kollege hat nicht aufgepasst.", &["nicht aufgepasst"]),
    ("Wir haben die Anweisung missachtet.", &["missachtet"]),
    ("Unachtsamkeit war im Spiel.", &["Unachtsamkeit"]),
];

const GERMAN_CLEAN: &[&str] = &[
    "Der Alarm hätte auslösen müssen.",
    "Der Dienst hat versagt.",
    "Der Server ignoriert den Kopf.",
    "Technische Schulden wurden abgebaut.",
    "Die technische Schuld ist hoch.",
    "Wir dürfen das nicht vergessen.",
    "Niemand ist schuld.",
    "Es geht nicht darum, wer schuld ist.",
    "Die Dummy-Datei wurde gelöscht.",
    "Entschuldigung für die Störung.",
    "Die Kollegin sprach von „menschlichem Versagen“.",
    "Der Nutzer hat sein Passwort vergessen.",
    "Ein Fehler des Speichers.",
    "Ein Fehler der Benutzer-Verwaltung.",
    "Ohne Verschulden der Beteiligten.",
    "Der Server des Kollegen hat versagt.",
    "Die Kollegin hat den Dienst neu gestartet.",
];

fn phrases<'t>(text: &'t str, found: &[Blame]) -> Vec<&'t str> {
    found.iter().map(|one| text.get(one.bytes[0]..one.bytes[1]).expect("a place")).collect()
}

#[test]
fn what_blames_is_pointed_at_and_what_does_not_is_left_alone() {
    let mut wrong = Vec::new();
    for (cases, language) in [(ENGLISH, Language::En), (GERMAN, Language::De)] {
        for (text, expected) in cases {
            let found = blaming(text);
            if phrases(text, &found) != *expected {
                wrong.push(format!("{text}: {:?}", phrases(text, &found)));
            }
            for one in found {
                let instead = one.finding.help().expect("something to write instead");
                assert!(!instead.is_empty() && one.language == language, "{text}");
            }
        }
    }
    for text in ENGLISH_CLEAN.iter().chain(GERMAN_CLEAN) {
        let found = blaming(text);
        if !found.is_empty() {
            wrong.push(format!("{text}: {:?}", phrases(text, &found)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let all = ENGLISH.len() + GERMAN.len() + ENGLISH_CLEAN.len() + GERMAN_CLEAN.len();
    assert!(all >= 120, "{all} sentences");
}

#[test]
fn a_phrase_is_found_in_all_that_stands_around_it() {
    let text = "Fine. The engineer failed to check, and 😀 says: das war fahrlässig! Fine.";
    assert_eq!(phrases(text, &blaming(text)), ["failed to", "fahrlässig"]);
    let found = blaming("\"stray quote. It was human error.\n\nAnother \" paragraph.");
    assert_eq!(found.len(), 1, "a mark that does not close in its paragraph hides nothing");
}

#[test]
fn places_are_counted_in_bytes_characters_and_units_of_utf_16() {
    let text = "Größe 😀: menschliches Versagen und human error";
    for one in blaming(text) {
        let [from, to] = one.bytes;
        let count = |end: usize| text.get(..end).expect("a place").chars().count();
        assert_eq!(one.characters, [count(from), count(to)]);
        let units = |end: usize| text.get(..end).expect("a place").encode_utf16().count();
        assert_eq!(one.utf16, [units(from), units(to)]);
    }
    assert_eq!(blaming(text).len(), 2);
}

/// The time that a text takes, the least of three.
fn milliseconds(text: &str) -> u128 {
    let time = |_| {
        #[expect(clippy::disallowed_methods, reason = "a test that measures needs a clock")]
        let start = std::time::Instant::now();
        assert!(blaming(text).len() < usize::MAX);
        start.elapsed().as_millis()
    };
    (0..3).map(time).min().expect("three")
}

#[test]
fn time_grows_linearly_with_the_text() {
    let word = "a".repeat(1 << 20);
    let shapes = [
        "The engineer failed to check the logs. ",
        "the the the the the ",
        "haette haette wir ",
        "made a made a made a ",
        "violated the ",
        "\" „ « ` ",
        "fault of the the the ",
        "human ",
    ];
    for shape in shapes {
        let text = |bytes: usize| shape.repeat(bytes / shape.len());
        let (small, large) = (milliseconds(&text(1 << 14)), milliseconds(&text(1 << 17)));
        assert!(large < 24 * (small + 20), "{shape}: {small} ms, then {large} ms");
    }
    assert!(milliseconds(&word) < 5_000, "one word of a megabyte");
    let megabyte = shapes[0].repeat((1 << 20) / shapes[0].len());
    assert_eq!(blaming(&megabyte).len(), (1 << 20) / shapes[0].len());
}

proptest! {
    #[test]
    fn any_text_has_its_places_inside(
        text in "\\PC{0,80}( human error|failed to|\"|„|“|ö|\u{308}){0,6}",
    ) {
        let mut last = 0;
        for one in blaming(&text) {
            let [from, to] = one.bytes;
            prop_assert!(last <= from && from < to);
            prop_assert!(text.get(from..to).is_some());
            prop_assert_eq!(text.get(..to).expect("a place").chars().count(), one.characters[1]);
            last = to;
        }
    }
}
