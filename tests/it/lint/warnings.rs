//! What the check warns of and the linter hands on, each from two broken policies.

use serde_json::json;

use super::Seeds;

pub(super) fn charts(seeds: &mut Seeds) {
    seeds.find(
        "matrix.falls",
        &[
            ("itil", &[("/matrix/low/low", json!("critical"))], "/matrix/low/low"),
            ("servicenow", &[("/matrix/1/1", json!("5"))], "/matrix/1/2"),
        ],
    );
    let idle = |id: &str| json!({"id": id, "type": "active"});
    let island = |id: &str, from: &str| {
        [
            ("/lifecycle/states/-", idle(id)),
            ("/lifecycle/moves/-", json!({"from": [id], "to": from})),
        ]
    };
    let trap = |id: &str, from: &str| {
        [
            ("/lifecycle/states/-", idle(id)),
            ("/lifecycle/moves/-", json!({"from": [from], "to": id})),
        ]
    };
    seeds.find(
        "lifecycle.stateUnreachable",
        &[
            ("itil", &island("parked", "inProgress"), "/lifecycle/states/6"),
            ("servicenow", &island("9", "2"), "/lifecycle/states/6"),
        ],
    );
    seeds.find(
        "lifecycle.stateWithoutEnd",
        &[
            ("itil", &trap("parked", "inProgress"), "/lifecycle/states/6"),
            ("servicenow", &trap("9", "2"), "/lifecycle/states/6"),
        ],
    );
}

pub(super) fn promises(seeds: &mut Seeds) {
    seeds.find(
        "sla.targetWithoutPriority",
        &[
            (
                "itil",
                &[("/agreements/0/targets/0/within/planning", json!(null))],
                "/agreements/0/targets/0/within",
            ),
            (
                "servicenow",
                &[("/scales/priority/-", json!({"id": "6"}))],
                "/agreements/0/targets/1/within",
            ),
        ],
    );
    let new = json!({"field": "stateType", "is": "new"});
    let vip = json!({"field": "vip", "is": true});
    for (code, name) in [("sla.stopCoversStart", "stop"), ("sla.pauseCoversStart", "pause")] {
        let place = format!("/agreements/0/targets/1/{name}");
        let start = [("/agreements/0/targets/1/start", new.clone()), (&*place, new.clone())];
        let always = [
            ("/agreements/0/targets/1/start", json!({"all": [vip, new]})),
            (&*place, json!({"any": [new, vip]})),
        ];
        seeds.find(code, &[("itil", &start, &place), ("servicenow", &always, &place)]);
    }
}

pub(super) fn calendars(seeds: &mut Seeds) {
    let (christmas, next) = (json!({"date": "2027-12-25"}), json!({"date": "2027-12-26"}));
    let twice = json!([christmas, christmas]);
    let later = json!([christmas, next, {"date": "2027-12-25", "name": "Christmas Day"}]);
    seeds.find(
        "calendar.dateRepeated",
        &[
            ("itil", &[("/calendars/0/holidays", twice)], "/calendars/0/holidays/1/date"),
            ("servicenow", &[("/calendars/0/holidays", later)], "/calendars/0/holidays/2/date"),
        ],
    );
    let shift = json!([{"date": "2027-12-25", "intervals": [["09:00", "12:00"]]}]);
    let edits = [("/calendars/0/holidays", json!([christmas])), ("/calendars/0/shifts", shift)];
    let place = "/calendars/0/shifts/0/date";
    seeds
        .find("calendar.shiftOnHoliday", &[("itil", &edits, place), ("servicenow", &edits, place)]);
    let hours = |hours: serde_json::Value| [("/calendars/0/hours/sat", hours)];
    for (code, one, other, at) in [
        ("calendar.wholeDay", json!([["09:00", "09:00"]]), json!([["00:00", "00:00"]]), 0),
        ("calendar.lastMinute", json!([["09:00", "23:59"]]), json!([["09:00", "23:59:59"]]), 0),
        (
            "calendar.hoursOverlap",
            json!([["09:00", "12:00"], ["11:59", "17:00"]]),
            json!([["09:00", "17:00"], ["10:00", "11:00"]]),
            1,
        ),
    ] {
        let place = format!("/calendars/0/hours/sat/{at}");
        seeds.find(code, &[("itil", &hours(one), &place), ("servicenow", &hours(other), &place)]);
    }
}
