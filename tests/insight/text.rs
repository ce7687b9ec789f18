use incident_core::insight::text::{Analyser, Term, TermKind, terms};
use incident_core::limits;
use proptest::prelude::*;

/// Words of one family each: they must all give the same term.
const FAMILIES: &[&str] = &[
    "printer printers",
    "fail fails failed failing",
    "connect connects connected connecting connection connections",
    "create creates created creating creation",
    "write writes writing written",
    "query queries queried",
    "process processes processed processing",
    "filter filters filtered filtering",
    "run runs running",
    "match matches matched matching",
    "log logs logged logging",
    "authenticate authenticated authentication",
    "incorrect incorrectly",
    "library libraries",
    "email e-mail E-Mail E-Mails",
    "Drucker Druckers Druckern drucken",
    "Fehler Fehlern Fehlers",
    "Verbindung Verbindungen verbinden",
    "Anmeldung Anmeldungen anmelden",
    "Server Servern Servers",
    "Datei Dateien",
    "Passwort Passwörter Passwoerter",
    "zurücksetzen zuruecksetzen ZURÜCKSETZEN",
    "Straße Strasse STRASSE",
    "Netzwerk Netzwerke Netzwerken",
    "Kunde Kunden",
    "NullPointerException nullpointerexception NULLPOINTEREXCEPTION",
    "dataNode DataNode data_node data-node",
    "café cafe cafe\u{301} CAFÉ",
    "pass\u{ad}word password \u{202e}password\u{202c} pass\u{200b}word",
    "Ａｐａｃｈｅ apache",
    "ΣΊΣΥΦΟΣ σίσυφος",
    "ПРИНТЕР принтер",
    "ISTANBUL İstanbul istanbul",
];

/// Words that no stem may bring together.
const STRANGERS: &[(&str, &str)] = &[
    ("speed", "spell"),
    ("string", "strand"),
    ("server", "service"),
    ("need", "net"),
    ("missing", "miscellaneous"),
    ("class", "clash"),
    ("status", "state"),
    ("queue", "query"),
    ("thread", "threat"),
    ("action", "act"),
    ("user", "usage"),
    ("Drucker", "Druck-Server"),
    ("Maus", "Haus"),
];

fn first(word: &str) -> String {
    terms(word).swap_remove(0)
}

#[test]
fn words_of_one_family_give_one_term() {
    for family in FAMILIES {
        let mut found: Vec<String> = family.split(' ').map(first).collect();
        found.dedup();
        assert_eq!(found.len(), 1, "{family}: {found:?}");
    }
}

#[test]
fn strangers_stay_strangers() {
    for (one, other) in STRANGERS {
        assert_ne!(terms(one), terms(other), "{one} {other}");
    }
}

#[test]
fn words_that_say_nothing_are_left_out() {
    assert!(terms("Could you please not do it for us, über die und für das?").is_empty());
    assert!(terms("doesn't isn't we're a 1 - . _ ...").is_empty());
    assert!(terms("").is_empty());
}

/// A text and the terms it must give, each with its kind's first letter.
const TEXTS: &[(&str, &str)] = &[
    ("HADOOP-1234", "N:hadoop1234 W:hadoop 1:1234"),
    ("HTTPServer2 VMs", "N:httpserver2 W:server2 W:vms"),
    ("dfs.datanode.data_dir", "N:datanode.datadir W:dfs W:datanod N:datadir W:data W:dir"),
    ("core-site.xml,", "N:coresite.xml N:coresit W:cor W:sit W:xml"),
    ("version 3.2.1.", "W:version 1:3.2.1"),
    ("10.0.0.1 port 8020", "1:10.0.0.1 W:port 1:8020"),
    ("log4j is old", "W:log4j W:old"),
    (
        "\tat org.apache.hadoop.fs.FileSystem.get(FileSystem.java:477)\n\tat next",
        "F:filesystem.get N:filesystem W:next",
    ),
    (
        "java.io.IOException: broken pipe",
        "N:io.ioexception W:java W:io N:ioxcept W:io W:except W:brok W:pip",
    ),
    ("FileSystem.get(conf)", "N:filesystem.get N:filesystem W:fil W:system W:conf"),
    ("🔥Server🔥down👩‍💻now", "W:serv W:down"),
    ("打印机坏了 VPN", "W:打印 W:印机 W:机坏 W:坏了 W:vpn"),
    ("VPN接続エラー5", "W:vpn W:接続 W:続エ W:エラ W:ラー"),
    ("Drucker printer принтер", "W:druck W:print W:принтер"),
    ("C:\\Users\\x.doc /var/log/syslog", "W:user N:x.doc W:doc W:var W:log W:syslog"),
];

fn kinds(text: &str) -> String {
    let mut found = Vec::new();
    Analyser::default().read(text, &mut |Term { text, kind }| {
        let letter = match kind {
            TermKind::Word => 'W',
            TermKind::Name => 'N',
            TermKind::Number => '1',
            TermKind::Frame => 'F',
        };
        found.push(format!("{letter}:{text}"));
    });
    found.join(" ")
}

#[test]
fn texts_give_the_terms_as_written() {
    let wrong: Vec<_> = TEXTS.iter().filter(|(text, terms)| kinds(text) != *terms).collect();
    let given: Vec<_> = wrong.iter().map(|(text, _)| kinds(text)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{given:#?}");
}

#[test]
fn a_megabyte_is_read_up_to_the_bound() {
    let most = usize::try_from(limits::ANALYSED_BYTES.maximum).expect("a bound");
    let long = "ab ".repeat(400_000);
    assert_eq!(terms(&long).len(), (most - 2) / 3 + 1);
    // One word without an end, cut within a letter.
    let endless = "ü".repeat(600_000);
    assert_eq!(terms(&endless), ["u".repeat(64)]);
    let ideographs = format!("a{}", "字".repeat(400_000));
    assert_eq!(terms(&ideographs).len(), (most - 1) / 3 - 1);
    // Dots and hyphens that never end a chunk.
    assert!(terms(&"a.b-".repeat(300_000)).iter().all(|term| term.len() <= 64));
    assert!(terms(&"a.b.c(".repeat(300_000)).len() < most);
}

proptest! {
    #[test]
    fn every_term_keeps_its_form(text in "\\PC{0,200}") {
        for term in terms(&text) {
            prop_assert!(!term.is_empty() && term.len() <= 64);
            prop_assert!(!term.contains(char::is_whitespace));
            prop_assert!(!term.bytes().any(|byte| byte.is_ascii_uppercase()));
        }
    }

    /// Whole words mean the same wherever they stand and however they are parted.
    #[test]
    fn texts_side_by_side_give_their_terms_one_after_the_other(
        one in "[ a-zA-Z0-9äöüß._-]{0,60}", other in "[ a-zA-Z0-9äöüß._-]{0,60}"
    ) {
        let mut expected = terms(&one);
        expected.extend(terms(&other));
        prop_assert_eq!(terms(&format!("{one} 🔥\u{202e} {other}")), expected);
    }

    #[test]
    fn an_analyser_keeps_nothing_of_the_text_before(one in "\\PC{0,60}", other in "\\PC{0,60}") {
        let mut analyser = Analyser::default();
        analyser.read(&one, &mut |_| {});
        let mut found = Vec::new();
        analyser.read(&other, &mut |term| found.push(term.text.to_owned()));
        prop_assert_eq!(found, terms(&other));
    }
}
