use incident_core::door;
use incident_core::insight::problem::grouped;
use proptest::prelude::*;

use super::*;

const CAUSES: [(&str, &str, &str); 6] = [
    ("VPN", "VPN tunnel drops every {} minutes", "client log: phase 2 rekey timeout on gateway"),
    ("VPN", "VPN password expired, user {} locked", "self service portal shows lockout"),
    ("Mail", "Outlook kalender synchronisiert nicht {}", "Termine fehlen auf dem Telefon"),
    ("Mail", "Mailbox of {} over quota", "sending refused, archive full"),
    ("ERP", "Invoice run {} aborts with ORA-01555", "snapshot too old in rollback segment"),
    ("ERP", "Buchungslauf {} hängt", "Sperre auf Tabelle BKPF"),
];

/// Incidents of six causes, each with words of its own.
fn mixed(count: usize, seed: u64) -> Vec<PastTicket> {
    let mut dice = Dice(seed);
    let report = |number: usize| {
        let cause = number % CAUSES.len();
        let (service, title, text) = CAUSES[cause];
        let title = title.replace("{}", &dice.below(90).to_string());
        let text = format!("{text}. caller{} building{}", dice.below(500), dice.below(30));
        let facts = [("shortDescription", &*title), ("description", &*text), ("service", service)];
        row(&format!("{cause}-{number:03}"), dice.millis(364 * DAY), &facts)
    };
    (0..count).map(report).collect()
}

#[test]
fn incidents_of_one_cause_stand_in_one_group() {
    for seed in 0..5 {
        let history = history(mixed(120, seed), &ProblemSettings::default());
        let groups = grouped(&history, &question(28, 364)).expect("groups");
        assert_eq!(groups.len(), 6, "{groups:?}");
        for group in groups {
            assert_eq!(group.len(), 20);
            assert!(group.iter().all(|id| id[..2] == group[0][..2]), "{group:?}");
        }
    }
}

#[test]
fn a_group_that_recurs_says_how() {
    let rows = mixed(120, 1);
    let answer = asked(&rows, &question(28, 364));
    assert_eq!((answer.incidents, answer.groups), (120, 6));
    for one in of_kind(&answer, ProblemKind::Recurring) {
        let mut own: Vec<_> =
            rows.iter().filter(|row| row.id[..2] == one.incidents[0][..2]).collect();
        own.sort_by_key(|row| row.opened_at);
        assert_eq!((one.reports as usize, one.incidents.len()), (own.len(), own.len()));
        assert_eq!((one.first_at, one.last_at), (own[0].opened_at, own[19].opened_at));
        let recurring = one.recurring.as_ref().expect("it recurs");
        let mut days: Vec<_> = own.iter().map(|row| row.opened_at.as_millis() / DAY).collect();
        days.dedup();
        assert_eq!(recurring.days as usize, days.len());
        let mut between: Vec<_> =
            own.windows(2).map(|two| two[1].opened_at.since(two[0].opened_at)).collect();
        between.sort();
        assert_eq!(recurring.median_interval, between[9]);
        let shares: f64 = one.terms.iter().map(|term| term.share.get()).sum();
        assert!(shares > 0.5 && shares < 1.001, "{shares}");
        assert!(one.terms.is_sorted_by(|first, next| first.share >= next.share));
    }
}

#[test]
fn the_same_text_of_two_services_has_two_causes() {
    let facts = |service| [("shortDescription", "Page does not load"), ("service", service)];
    let rows: Vec<_> = (0..8)
        .map(|number| {
            let service = ["Shop", "Wiki"][number % 2];
            let at = i64::try_from(number).expect("small") * DAY;
            row(&format!("A{number}"), at, &facts(service))
        })
        .collect();
    let groups = grouped(&history(rows, &ProblemSettings::default()), &question(28, 364));
    assert_eq!(groups.expect("groups").len(), 2);
}

#[test]
fn without_a_text_the_item_or_the_cause_makes_a_group_and_nothing_else_does() {
    let rows = |fact: &'static str| {
        let row = |number: i64| row(&format!("A{number}"), number * DAY, &[(fact, "db-04")]);
        (0..5).map(row).collect::<Vec<_>>()
    };
    for (fact, groups) in
        [("configurationItem", 1), ("causeCode", 1), ("service", 0), ("category", 0)]
    {
        let answer = asked(&rows(fact), &question(364, 365));
        assert_eq!(answer.groups, groups, "{fact}");
    }
    let answer = asked(&rows("configurationItem"), &question(364, 365));
    assert_eq!(answer.candidates[0].terms[0].term, "configurationItem=db-04");
}

#[test]
fn a_session_says_what_a_request_says_and_is_stored_and_loaded() {
    let rows: Vec<String> =
        mixed(60, 3).iter().map(|row| serde_json::to_string(row).expect("JSON")).collect();
    let settings = r#"{"least":2,"similar":45}"#;
    let question =
        r#"{"now":"2027-01-04T00:00:00Z","changes":[{"id":"C1","at":0,"service":"VPN"}]}"#;
    let mut session = door::ProblemSession::new(settings).expect("settings");
    for piece in rows.join("\n").as_bytes().chunks(13) {
        session.push(piece);
    }
    assert!(session.finish().contains(r#""learned":60,"refused":0"#));
    let answer = session.ask(question);
    assert!(answer.contains(r#""kinds":["recurring"#), "{answer}");
    let list = rows.join(",");
    let request = format!(
        r#"{{"op":"problemCandidates","settings":{settings},"rows":[{list}],"question":{question}}}"#
    );
    assert_eq!(door::insight(&request), answer);
    let stored: serde_json::Value = serde_json::from_str(&session.store()).expect("JSON");
    let stored = stored["value"]["stored"].as_str().expect("text");
    let mut other = door::ProblemSession::new(settings).expect("settings");
    assert!(other.load(&stored.replacen("VPN", "VPM", 1)).contains("insight.storedBroken"));
    assert!(other.load(&stored.replacen("problem-", "suggest-", 1)).contains("storedVersion"));
    assert_eq!(other.load(stored), r#"{"ok":true,"value":{"rows":60}}"#);
    assert_eq!(other.ask(question), answer);
    assert_eq!(session.forget("0-000"), r#"{"ok":true,"value":true}"#);
    assert_ne!(session.ask(question), answer);
    assert!(session.push(b"[]\n").contains(r#""path":"/lines/61""#));
    assert!(session.ask(r#"{"now":0}"#).contains("problem.windowEmpty"));
    assert!(door::ProblemSession::new(r#"{"least":1}"#).is_err());
}

proptest! {
    #[test]
    fn the_order_of_incidents_and_changes_does_not_matter(
        count in 0..80_usize, seed in any::<u64>(), same_time in any::<bool>(),
    ) {
        let mut rows = mixed(count, seed);
        if same_time {
            for row in &mut rows {
                row.opened_at = instant(350 * DAY);
            }
        }
        let mut dice = Dice(seed ^ 1);
        let change = |number: u64| incident_core::insight::problem::PastChange {
            id: format!("CHG{number}"),
            at: instant(i64::try_from(number % 9).expect("small") * 40 * DAY),
            service: Some("VPN".to_owned()),
            category: None,
            configuration_item: None,
        };
        let changes: Vec<_> = (0..12).map(change).collect();
        let question = ProblemQuestion { changes, ..question(28, 364) };
        let straight = asked(&rows, &question);
        for place in (1..rows.len()).rev() {
            let other = usize::try_from(dice.below(place as u64 + 1)).expect("small");
            rows.swap(place, other);
        }
        let mut changes = question.changes.clone();
        changes.reverse();
        prop_assert_eq!(asked(&rows, &ProblemQuestion { changes, ..question }), straight);
    }

    #[test]
    fn whatever_incidents_there_are_probabilities_are_some_and_counts_fit(
        made in prop::collection::vec((0..5_usize, 0..400_i64, 0..3_usize, 0..4_usize), 0..120),
        window in 1..200_i64, thin in any::<bool>(),
    ) {
        let row = |(number, (words, day, service, problem)): (usize, &(usize, i64, usize, usize))| {
            let title = ["", "disk full", "disk full again", "a \u{202e}b", "\u{1f525}"][*words];
            let problem = ["", "", "P1", "P2"][*problem];
            let facts = [
                ("shortDescription", title),
                ("service", ["", "S", "T"][*service]),
                ("category", ["C", "", "D"][*service]),
                ("problem", problem),
            ];
            row(&format!("A{number:03}"), day * DAY, &facts)
        };
        let rows: Vec<_> = made.iter().enumerate().map(row).collect();
        let mut question = question(window, 400);
        if thin {
            question.since = None;
        }
        let answer = asked(&rows, &question);
        for one in &answer.candidates {
            let rise = one.rise.iter().flat_map(|rise| [rise.probability, rise.false_discovery_rate]);
            let after = one.after_change.iter().map(|after| after.probability);
            let outages = one.outages.iter().filter_map(|outage| outage.probability);
            for p in rise.chain(after).chain(outages) {
                prop_assert!(p.get() > 0.0 && p.get() <= 1.0);
            }
            prop_assert!(one.occurrences <= one.reports && one.recent <= one.reports);
            prop_assert!(!one.kinds.is_empty() && one.kinds.is_sorted());
            prop_assert_eq!(one.reports as usize, one.incidents.len());
            prop_assert!(one.problem.open.is_none() == one.known.is_some());
        }
        let keys: std::collections::BTreeSet<_> = answer.candidates.iter().map(|one| &one.key).collect();
        prop_assert_eq!(keys.len(), answer.candidates.len());
    }
}
