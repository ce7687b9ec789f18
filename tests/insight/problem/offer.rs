use incident_core::insight::problem::{KnownError, KnownErrorStatus, OfferedError, offer};

use super::*;

fn known(id: &str, title: &str, symptoms: &str) -> KnownError {
    KnownError {
        id: id.to_owned(),
        title: title.to_owned(),
        symptoms: Some(symptoms.to_owned()).filter(|text| !text.is_empty()),
        service: None,
        category: None,
        workaround: Some(format!("see {id}")),
        status: KnownErrorStatus::Active,
    }
}

fn catalogue() -> Vec<KnownError> {
    vec![
        known(
            "KE1",
            "Outlook crashes when a shared calendar is opened",
            "Outlook stops responding",
        ),
        known("KE2", "VPN client drops after the laptop wakes from sleep", "no route to host"),
        known("KE3", "Drucker zieht zwei Blätter ein", "Papierstau in Fach 2"),
        known("KE4", "Invoice run aborts with ORA-01555", "snapshot too old"),
        known("KE5", "Password reset mail is not sent", "the portal says it was sent"),
    ]
}

fn offered(title: &str, errors: &[KnownError]) -> Vec<OfferedError> {
    let incident = row("INC1", 0, &[("shortDescription", title), ("service", "Office")]);
    offer(&incident, errors, &rules(&ProblemSettings::default())).expect("an answer")
}

#[test]
fn the_known_error_that_fits_is_offered_with_its_workaround_and_why() {
    for (title, id, terms) in [
        ("Outlook crashed on opening the shared calendar", "KE1", ["crash", "calendar"]),
        ("VPN drops whenever my laptop wakes", "KE2", ["vpn", "drop"]),
        ("Drucker zieht immer zwei Blatt ein", "KE3", ["druck", "zwei"]),
        ("ORA-01555 in the invoice run", "KE4", ["ora01555", "invoic"]),
    ] {
        let found = offered(title, &catalogue());
        let [one] = found.as_slice() else { panic!("{title}: {found:#?}") };
        assert_eq!(one.id, id);
        assert_eq!(one.workaround.as_deref(), Some(format!("see {id}").as_str()));
        for term in terms {
            assert!(one.terms.iter().any(|shared| shared.term == term), "{term}: {one:#?}");
        }
    }
}

#[test]
fn rather_none_than_a_poor_one() {
    for title in [
        "Mail",
        "Screen is black after the update",
        "Please reset it, the printer in room 4 says nothing and the laptop is slow",
        "",
        "\u{1f525}\u{202e}",
    ] {
        assert!(
            offered(title, &catalogue()).is_empty(),
            "{title}: {:#?}",
            offered(title, &catalogue())
        );
    }
    assert!(offered("Outlook crashes", &[]).is_empty());
    assert!(offered("Outlook crashes", &[known("KE1", "", "")]).is_empty());
    let settings = ProblemSettings { offer_from: Some(100), ..ProblemSettings::default() };
    let incident = row("INC1", 0, &[("shortDescription", "Outlook crashed on a calendar")]);
    assert!(offer(&incident, &catalogue(), &rules(&settings)).expect("an answer").is_empty());
}

#[test]
fn retired_ones_and_those_of_other_services_are_never_offered() {
    let title = "Outlook crashed on opening the shared calendar";
    let with = |change: &dyn Fn(&mut KnownError)| {
        let mut errors = catalogue();
        change(&mut errors[0]);
        offered(title, &errors).len()
    };
    assert_eq!(with(&|_| {}), 1);
    assert_eq!(with(&|error| error.status = KnownErrorStatus::Retired), 0);
    assert_eq!(with(&|error| error.service = Some("Office".to_owned())), 1);
    assert_eq!(with(&|error| error.service = Some("ERP".to_owned())), 0);
    // The incident has no category yet.
    assert_eq!(with(&|error| error.category = Some("Mail".to_owned())), 1);
}

#[test]
fn several_are_offered_the_best_first_as_many_as_are_asked_for() {
    let mut errors = catalogue();
    errors.extend((0..6).map(|number| {
        known(&format!("KX{number}"), "Outlook crashes when a shared calendar is opened", "")
    }));
    let found = offered("Outlook crashes when a shared calendar is opened", &errors);
    assert_eq!(found.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["KX0", "KX1", "KX2"]);
    assert!((found[0].score.get() - 1.0).abs() < 0.001);
}

#[test]
fn whoever_asks_wrongly_is_told() {
    let errors = vec![known("", "a", ""), known("KE1", "a", ""), known("KE1", "b", "")];
    let mut incident = row("", 0, &[("service", &"x".repeat(1_001))]);
    incident.resolved_at = Some(instant(-1));
    let refused = offer(&incident, &errors, &rules(&ProblemSettings::default()));
    let refused = refused.expect_err("refused");
    let found: Vec<_> =
        refused.iter().map(|one| (one.code().as_str(), one.path().as_str())).collect();
    assert_eq!(
        found,
        [
            ("id.empty", "/ticket/id"),
            ("insight.endBeforeStart", "/ticket/resolvedAt"),
            ("limit.exceeded", "/ticket/facts/service"),
            ("id.empty", "/knownErrors/0/id"),
            ("id.repeated", "/knownErrors/2/id"),
        ]
    );
}
