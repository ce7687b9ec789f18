//! Counts of actions: each action counts once, and counts of parts add up to those of the whole.

use incident_core::document;
use incident_core::limits::REQUEST_BYTES;
use incident_core::security::review::{ActionReport, Review};
use incident_core::{Instant, Span};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::codes;

fn reviews(json: &Json) -> Vec<Review> {
    document::read(&json.to_string(), &REQUEST_BYTES).expect("reviews")
}

fn review(id: &str, actions: &Json) -> Json {
    json!({ "id": id, "ticket": "INC", "tlp": "TLP:RED", "heldAt": 1_000_000, "actions": actions })
}

fn now() -> Instant {
    Instant::from_millis(10_000_000).expect("an instant")
}

#[test]
fn each_way_to_stand_counts_once() {
    let action = |id: &str, status: &str, done: Json, due: Json| {
        json!({ "id": id, "description": "x", "kind": "prevent", "status": status,
            "doneAt": done, "due": due, "owner": { "role": "mail" } })
    };
    let list = json!([review(
        "R",
        &json!([
            action("in time", "done", json!(5_000_000), json!(5_000_000)),
            action("late", "done", json!(5_000_001), json!(5_000_000)),
            action("undated", "done", json!(null), json!(5_000_000)),
            action("due now", "open", json!(null), json!(10_000_000)),
            action("overdue", "open", json!(null), json!(9_999_999)),
            action("open", "open", json!(null), json!(null)),
            action("dropped", "dropped", json!(null), json!(1)),
        ])
    )]);
    let report = ActionReport::of(&reviews(&list), now()).expect("a report");
    let total = &report.total;
    assert_eq!((total.open, total.overdue, total.dropped), (3, 1, 1));
    assert_eq!((total.done_in_time, total.done_late, total.done_undated), (1, 1, 1));
    assert_eq!((total.age_ms, total.aged), (27_000_000, 3));
    assert_eq!(total.oldest.as_ref().map(|one| one.action.as_str()), Some("due now"));
    assert_eq!((report.by_owner.len(), report.by_kind.len()), (1, 1));
    assert_eq!((&report.by_owner[0].counts, &report.by_kind[0].counts), (total, total));
}

#[test]
fn a_review_that_stands_twice_and_counts_of_another_time_are_refused() {
    let twice = json!([review("R", &json!([])), review("R", &json!([]))]);
    let errors = ActionReport::of(&reviews(&twice), now()).expect_err("twice");
    assert_eq!(codes(&errors), ["id.repeated /1/id"]);
    let later = now().plus(Span::from_millis(1)).expect("an instant");
    let error = ActionReport::empty(now()).merge(&ActionReport::empty(later));
    assert_eq!(codes(&[error.expect_err("another time")]), ["review.countsOtherTime /now"]);
}

fn action() -> impl Strategy<Value = Json> {
    let when = || prop::option::of(0_i64..20_000_000);
    let owner = prop::sample::select(vec![
        json!(null),
        json!({ "role": "a" }),
        json!({ "role": "b" }),
        json!({ "person": "a" }),
    ]);
    let kind = prop::sample::select(vec!["prevent", "detect", "mitigate", "respond", "learn"]);
    let status = prop::sample::select(vec!["open", "done", "dropped"]);
    (kind, status, owner, when(), when(), when()).prop_map(
        |(kind, status, owner, due, done, agreed)| {
            json!({ "id": "x", "description": "", "kind": kind, "status": status, "owner": owner,
                "due": due, "doneAt": done, "agreedAt": agreed })
        },
    )
}

proptest! {
    #[test]
    fn parts_add_up_in_any_order(
        lists in prop::collection::vec(prop::collection::vec(action(), 0..5), 0..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let each = lists.iter().enumerate();
        let all: Vec<Json> =
            each.map(|(at, list)| review(&at.to_string(), &json!(list))).collect();
        let all = reviews(&json!(all));
        let whole = ActionReport::of(&all, now()).expect("a report");
        let (first, second) = all.split_at(cut.index(all.len() + 1));
        let first = ActionReport::of(first, now()).expect("a report");
        let second = ActionReport::of(second, now()).expect("a report");
        for (one, other) in [(&first, &second), (&second, &first)] {
            let mut sum = one.clone();
            sum.merge(other).expect("the same time");
            prop_assert_eq!(&sum, &whole);
        }
        let text = serde_json::to_string(&whole).expect("JSON");
        let again: ActionReport = document::read(&text, &REQUEST_BYTES).expect("a report");
        prop_assert_eq!(&again, &whole, "what is written can be read");
        let total = &whole.total;
        let counted = total.open + total.done_in_time + total.done_late + total.done_undated;
        let actions: usize = lists.iter().map(Vec::len).sum();
        prop_assert_eq!(counted + total.dropped, actions as u64);
        let owned: u64 = whole.by_owner.iter().map(|one| one.counts.open).sum();
        let kinds: u64 = whole.by_kind.iter().map(|one| one.counts.open).sum();
        prop_assert_eq!((owned, kinds), (total.open, total.open));
    }
}
