//! What a policy can say, and the lines of its handbook that then say so.

/// Something of everything that a policy can say.
pub(super) const RICH: &[(&str, &str)] = &[
    ("/lifecycle/states/2/fields", r#"{"vip": "hidden"}"#),
    ("/lifecycle/moves/5/roles", r#"["manager", "lead"]"#),
    ("/fields", r#"[{"name": "costCentre", "holds": "text"}]"#),
    (
        "/calendars/0/holidays",
        r#"[{"date": "2026-12-25", "name": "Christmas"}, {"date": "2026-12-26"}]"#,
    ),
    ("/calendars/0/breaks", r#"[{"date": "2026-06-01", "intervals": [["12:00", "13:00"]]}]"#),
    (
        "/calendars/0/shifts",
        r#"[{"date": "2026-06-06",
            "intervals": [["10:00", "12:00"], ["22:00", "02:00"]]}]"#,
    ),
    ("/calendars/0/hours/sun", r#"[["00:00", "24:00"]]"#),
    (
        "/agreements/0/appliesIf",
        r#"{"all": [{"field": "kind", "is": "incident"}, {"any": [
            {"field": "costCentre", "isSet": true},
            {"field": "affectedUsers", "atLeast": 100}]}]}"#,
    ),
    ("/agreements/0/zoneField", r#""requesterZone""#),
    ("/agreements/0/oneOf", r#""plan""#),
    ("/agreements/0/validFrom", r#""2026-01-01T00:00:00Z""#),
    ("/agreements/0/targets/0/start", r#"{"field": "unanswered", "is": true}"#),
    ("/agreements/0/targets/0/startFrom", r#""openedAt""#),
    ("/agreements/0/targets/0/kind", r#""firstResponse""#),
    ("/agreements/0/targets/1/resume", r#"{"field": "lastEvent", "is": "requesterMessage"}"#),
    (
        "/agreements/0/targets/1/reset",
        r#"{"field": "lastEvent", "in": ["supportMessage", "internalNote"]}"#,
    ),
    ("/agreements/0/targets/1/cancel", r#"{"not": {"field": "impact", "in": ["high", "medium"]}}"#),
    (
        "/agreements/0/targets/1/exceptions",
        r#"[{"if": {"field": "vip", "is": true}, "within": "30m elapsed"},
            {"if": {"field": "affectedUsers", "atLeast": 5, "atMost": 9},
            "within": "next working day 16:00"}]"#,
    ),
    ("/agreements/0/targets/1/within/planning", r#""3 working days end of day""#),
    ("/agreements/0/targets/1/within/low", r#""1 calendar day""#),
    ("/agreements/0/targets/1/warnings", r#"["75%", "1h 30m left"]"#),
    (
        "/classification",
        r#"{"threshold": 2, "rules": [
            {"id": "password", "words": ["reset* password", "locked out"], "score": 3,
                "gives": {"kind": "serviceRequest", "category": "access"}},
            {"id": "monitoring", "if": {"field": "channel", "is": "event"}, "decides": true,
                "gives": {"kind": "alert"}}]}"#,
    ),
    (
        "/matrices",
        r#"[{"id": "requests", "if": {"field": "kind", "is": "serviceRequest"}, "matrix": {
            "high": {"high": "high", "medium": "moderate", "low": "low"},
            "medium": {"high": "moderate", "medium": "low", "low": "low"},
            "low": {"high": "low", "medium": "low", "low": "planning"}}}]"#,
    ),
    (
        "/modifiers",
        r#"[{"id": "vip", "if": {"field": "vip", "is": true}, "raise": 1},
            {"id": "floor", "if": {"field": "restored", "is": false}, "atLeast": "low"}]"#,
    ),
    ("/priorityOverride", r#"{"roles": ["manager", "lead"], "lasts": "24h"}"#),
    (
        "/majorIncident",
        r#"{"candidateIf": {"field": "affectedUsers", "atLeast": 500}, "roles": ["manager"]}"#,
    ),
    (
        "/actions",
        r#"[{"id": "tell", "if": {"field": "majorIncident", "is": true}, "action": "notify",
                "target": "the board"},
            {"id": "answer", "if": {"field": "lastEvent", "is": "requesterMessage"},
                "action": "assign"}]"#,
    ),
];

/// What moves can ask for, in place of what would make too many lives for the linter to try.
pub(super) const MOVES: &[(&str, &str)] = &[
    ("/lifecycle/moves/4/onlyIf", "null"),
    ("/lifecycle/initialOf", r#"{"problem": "inProgress"}"#),
    ("/lifecycle/states/2/kinds", r#"["incident", "serviceRequest", "problem"]"#),
    (
        "/lifecycle/moves/3/linked",
        r#"[{"relation": "child", "every": {"field": "stateType", "is": "closed"}},
            {"relation": "change"}]"#,
    ),
    ("/lifecycle/moves/4/within", r#""336h""#),
    ("/lifecycle/moves/5/approval", r#"{"roles": ["manager"], "count": 2}"#),
    ("/lifecycle/holdReasons/0/requires", r#"["vendor"]"#),
    (
        "/lifecycle/timers/1",
        r#"{"id": "stale", "state": "onHold", "holdReason": "awaitingCaller", "after": "240h",
            "to": "canceled"}"#,
    ),
];

/// What is changed, and the line that then says so.
pub(super) type Said<'a> = (&'a str, &'a str, &'a str);

/// What is changed in the policy with all but that.
pub(super) const SAID: &[Said<'_>] = &[
    ("/label", r#""Rules""#, "# Rules"),
    ("/matrix/low/low", r#""low""#, "| **Low** | Moderate | Low | Low |"),
    ("/calendars/0/hours/sat", r#"[["00:00", "24:00"]]"#, "- Saturday and Sunday: all day"),
    ("/calendars/0/zone", r#""Asia/Tokyo""#, "On the clocks of `Asia/Tokyo`, each week:"),
    ("/calendars/0/holidays/1/name", r#""Rest""#, "- 2026-12-26, Rest"),
    (
        "/agreements/0/type",
        r#""ola""#,
        "An operational level agreement: one part of the provider promises it to another.",
    ),
    (
        "/agreements/0/validTo",
        r#""2027-01-01T00:00:00Z""#,
        "- It is about tickets recorded from 2026-01-01T00:00:00Z on and before \
         2027-01-01T00:00:00Z.",
    ),
    ("/agreements/0/targets/1/within/high", r#""90s""#, "| High | 1 minute 30 seconds |"),
    ("/agreements/0/targets/1/within/high", r#""2h elapsed""#, "| High | 2 hours, open or not |"),
    (
        "/agreements/0/targets/1/within/high",
        r#""next working day 08:30""#,
        "| High | until 08:30 of the next working day |",
    ),
    (
        "/agreements/0/targets/1/pausedTime",
        r#""counts""#,
        "- It waits while the hold reason is Awaiting caller; that time counts as soon as it runs \
         again.",
    ),
    (
        "/agreements/0/targets/1/atDue",
        r#""missed""#,
        "- What is done at the very instant it is due is too late.",
    ),
    (
        "/agreements/0/targets/1/boundary",
        r#""nextOpening""#,
        "- What is used up exactly at closing time is due at the next opening.",
    ),
    (
        "/agreements/0/targets/1/onReopen",
        r#""restart""#,
        "- If what had stopped the clock is no longer so, for example after a reopening, the same \
         clock starts again at nothing.",
    ),
    (
        "/agreements/0/targets/1/onTargetChange",
        r#""restart""#,
        "- If the promised time becomes another one, for example with the priority, the clock \
         starts again at nothing.",
    ),
    (
        "/agreements/0/targets/1/onCalendarChange",
        r#""segment""#,
        "- If other working hours become those that count, the clock ends with what it had \
         counted, and another one starts under the new terms.",
    ),
    (
        "/lifecycle/timers/0/calendar",
        r#""businessHours""#,
        "- `autoClose`: after 120 hours in the state Resolved (only the working hours of \
         `businessHours` count), to Closed.",
    ),
    (
        "/lifecycle/moves/5/roles",
        r#"["lead"]"#,
        "| New, In progress, On hold | **Canceled** | lead |  |  |",
    ),
    (
        "/lifecycle/moves/2/requires",
        r#"["causeCode"]"#,
        "| In progress | **Resolved** | anybody | the field “cause code” and the field \
         “resolution code” |  |",
    ),
    (
        "/lifecycle/states/0/type",
        r#""active""#,
        "| **New** | `new` | active: somebody works on it |  |",
    ),
    (
        "/calendars/0/holidays/1/date",
        r#""2026-12-25""#,
        "- `/calendars/0/holidays/1/date`: `2026-12-25` stands here twice",
    ),
    (
        "/classification/lead",
        "2",
        "- A value needs at least 2 points, and 2 points more than the next one. Else a human \
         decides.",
    ),
    (
        "/classification/rules/0/in",
        r#"["symptom"]"#,
        "| `password` | always | “reset\\* password” or “locked out” | the field “symptom” | the \
         field “category”: “access”, the kind of ticket: service request | 3 |",
    ),
    (
        "/classification/rules/0/decides",
        "true",
        "| `password` | always | “reset\\* password” or “locked out” | the field “short \
         description” or the field “description” | the field “category”: “access”, the kind of \
         ticket: service request | 3, and settles it |",
    ),
    (
        "/classification/rules/1/if",
        r#"{"field": "vip", "is": true}"#,
        "| `monitoring` | the field “vip” is yes |  |  | the kind of ticket: alert | 1, and \
         settles it |",
    ),
    (
        "/matrices/0/if",
        r#"{"field": "service", "is": "mail"}"#,
        "It counts instead for tickets of which the field “service” is “mail”.",
    ),
    ("/matrices/0/matrix/low/low", r#""low""#, "| **Low** | Low | Low | Low |"),
    ("/modifiers/0/raise", "2", "- `vip`: 2 levels higher if the field “vip” is yes."),
    (
        "/modifiers/0",
        r#"{"id": "vip", "if": {"field": "vip", "is": true}, "lower": 1}"#,
        "- `vip`: 1 level lower if the field “vip” is yes.",
    ),
    (
        "/modifiers/1/atLeast",
        r#""high""#,
        "- `floor`: at least High, also where there was none, if the field “restored” is no.",
    ),
    (
        "/modifiers/1",
        r#"{"id": "roof", "if": {"field": "restored", "is": true}, "atMost": "high"}"#,
        "- `roof`: at most High if the field “restored” is yes.",
    ),
    (
        "/modifiers/1",
        r#"{"id": "flat", "if": {"field": "kind", "is": "problem"}, "set": "low"}"#,
        "- `flat`: Low, whatever it was, if the kind of ticket is problem.",
    ),
    (
        "/priorityOverride/lasts",
        r#""8h""#,
        "Another priority may be given by manager or lead, for at most 8 hours, after which the \
         rules decide again. Whoever does it says why.",
    ),
    (
        "/priorityOverride",
        "{}",
        "Another priority may be given by anybody, until somebody leaves it to the rules again, \
         or for as long as they say. Whoever does it says why.",
    ),
    ("/priorityOverride", "null", "Nobody may give a ticket another priority than that."),
    (
        "/majorIncident/roles",
        r#"["lead"]"#,
        "Anybody may propose a ticket as a major incident. To accept or reject the proposal, to \
         promote a ticket that nobody has proposed, and to demote one again, is up to lead.",
    ),
    (
        "/majorIncident/candidateIf",
        r#"{"field": "affectedUsers", "atLeast": 9}"#,
        "A ticket is proposed without anybody doing so if the field “affected users” is at least \
         9, unless its status as a major incident was spoken about before.",
    ),
    ("/majorIncident/candidateIf", "null", "No ticket is proposed without somebody doing so."),
    (
        "/actions/0/target",
        "null",
        "- `tell`: notify somebody, as soon as the field “major incident” is yes.",
    ),
    (
        "/actions/1/action",
        r#""escalate""#,
        "- `answer`: escalate the ticket, after each event at which the latest event is requester \
         message.",
    ),
    (
        "/actions/1/target",
        r#""the desk""#,
        "- `answer`: assign the ticket to the desk, after each event at which the latest event is \
         requester message.",
    ),
];

/// The same in the policy with what moves can ask for.
pub(super) const SAID_OF_MOVES: &[Said<'_>] = &[
    (
        "/lifecycle/moves/5/roles",
        r#"["lead"]"#,
        "| New, In progress, On hold | **Canceled** | lead | 2 approvals, each of manager |  |",
    ),
    (
        "/lifecycle/initialOf/knownError",
        r#""inProgress""#,
        "- Of the kind known error, it is in **In progress** instead.",
    ),
    (
        "/lifecycle/states/2/kinds",
        r#"["knownError", "alert"]"#,
        "| **On hold** | `onHold` | on hold: work waits for somebody or something else | On Hold, \
         Pending | known error, alert |",
    ),
    (
        "/lifecycle/moves/3/linked/0",
        r#"{"relation": "parent", "some": {"field": "kind", "is": "problem"}}"#,
        "| Resolved | **In progress** | anybody |  | of at least one ticket linked as `parent`, \
         the kind of ticket is problem; there is a ticket linked as `change` |",
    ),
    (
        "/lifecycle/moves/3/linked/0/some",
        r#"{"field": "state", "is": "new"}"#,
        "| Resolved | **In progress** | anybody |  | of every ticket linked as `child`, the type \
         of state is closed; of at least one ticket linked as `child`, the state is New; there \
         is a ticket linked as `change` |",
    ),
    (
        "/lifecycle/moves/3/within",
        r#""72h""#,
        "| Resolved | **In progress** | anybody |  | of every ticket linked as `child`, the type \
         of state is closed; there is a ticket linked as `change`; the state was reached no more \
         than 72 hours ago |",
    ),
    (
        "/lifecycle/moves/5/approval",
        "{}",
        "| New, In progress, On hold | **Canceled** | manager or lead | the approval of anybody \
         |  |",
    ),
    (
        "/lifecycle/holdReasons/1/requires",
        r#"["vendor"]"#,
        "- Awaiting vendor (`awaitingVendor`), elsewhere called Awaiting Vendor; it needs the \
         field “vendor”",
    ),
    (
        "/lifecycle/timers/0/holdReason",
        r#""awaitingVendor""#,
        "- `autoClose`: after 120 hours in the state Resolved for the reason Awaiting vendor (day \
         and night), to Closed.",
    ),
];
