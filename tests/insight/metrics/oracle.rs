//! The same figures by another way: every list of values is made whole, sorted and counted.

use std::collections::BTreeMap;

use incident_core::door::MetricsSession;
use serde_json::{Value as Json, json};

use super::life::{HOUR, Life, START, Step, lives};

pub(crate) const AS_OF: i64 = START + 70 * 24 * HOUR;

/// Where a ticket is between two steps.
struct Stretch {
    state: &'static str,
    state_type: &'static str,
    reason: Option<&'static str>,
    group: Option<&'static str>,
    from: i64,
    to: i64,
}

/// The life up to the end of what is known, cut at its steps.
fn stretches(life: &Life) -> Vec<Stretch> {
    let mut cuts = vec![(life.opened, None)];
    cuts.extend(life.steps.iter().filter(|(at, _)| *at <= AS_OF).map(|(at, s)| (*at, Some(s))));
    let (mut state, mut group) = (("new", "new", None), None);
    let mut found = Vec::new();
    for (number, (from, step)) in cuts.iter().enumerate() {
        match step {
            Some(Step::State(name, state_type, reason)) => state = (*name, *state_type, *reason),
            Some(Step::Group(name)) => group = Some(*name),
            _ => {}
        }
        let to = cuts.get(number + 1).map_or(AS_OF, |(at, _)| *at);
        let (name, state_type, reason) = state;
        found.push(Stretch { state: name, state_type, reason, group, from: *from, to });
    }
    found
}

fn is_done(state_type: &str) -> bool {
    ["resolved", "closed", "canceled"].contains(&state_type)
}

/// Values by name, and those of tickets whose time is not over.
#[derive(Default)]
struct Values {
    over: BTreeMap<&'static str, Vec<i64>>,
    open: BTreeMap<&'static str, Vec<i64>>,
    bad: BTreeMap<&'static str, i64>,
    counts: BTreeMap<String, i64>,
    spent: BTreeMap<String, Vec<i64>>,
    flow: BTreeMap<String, [i64; 3]>,
}

impl Values {
    fn time(&mut self, name: &'static str, from: i64, end: Option<i64>, open: bool) {
        match end {
            Some(end) if end < from => *self.bad.entry(name).or_default() += 1,
            Some(end) => self.over.entry(name).or_default().push(end - from),
            None if open => self.open.entry(name).or_default().push(AS_OF - from),
            None => {}
        }
    }

    fn count(&mut self, name: &str, counts: bool) {
        *self.counts.entry(name.to_owned()).or_default() += i64::from(counts);
    }

    fn add(&mut self, life: &Life) {
        let parts = stretches(life);
        let last = parts.last().expect("at least one");
        let done = is_done(last.state_type);
        self.add_flow(life, &parts);
        self.count("tickets", true);
        if last.state_type == "canceled" {
            return self.count("canceled", true);
        }
        let seen = |step: &Step| {
            life.steps.iter().find(|(at, other)| *at <= AS_OF && other == step).map(|(at, _)| *at)
        };
        // The last stretch of being done: where it begins, and where it was last resolved, closed.
        let tail = parts.iter().rposition(|part| !is_done(part.state_type)).map_or(0, |at| at + 1);
        let began = |state_type: &str| {
            let tail = &parts[tail..];
            let mut entered = None;
            for (at, part) in tail.iter().enumerate() {
                let before = at.checked_sub(1).map(|at| tail[at].state_type);
                if part.state_type == state_type && before != Some(state_type) {
                    entered = Some(part.from);
                }
            }
            entered
        };
        let resolved = began("resolved");
        // What is resolved again after it was closed is closed no longer.
        let closed = began("closed").filter(|at| {
            last.state_type == "closed" || resolved.is_none_or(|resolved| resolved < *at)
        });
        let ended = if done { resolved.or(closed) } else { None };
        let taken = parts.iter().find(|part| !["new", "canceled"].contains(&part.state_type));
        let spent = |parts: &[&Stretch]| parts.iter().map(|part| part.to - part.from).sum::<i64>();
        let open: Vec<_> = parts.iter().filter(|part| !is_done(part.state_type)).collect();
        let active: Vec<_> = parts.iter().filter(|part| part.state_type == "active").collect();
        if let Some(occurred) = life.occurred {
            self.time("timeToDetect", occurred, Some(life.opened), false);
        }
        self.time("timeToAcknowledge", life.opened, taken.map(|part| part.from), !done);
        self.time("timeToRespond", life.opened, seen(&Step::Support), !done);
        let repair = if done { &mut self.over } else { &mut self.open };
        repair.entry("timeToRepair").or_default().push(spent(&active));
        let from = life.occurred.unwrap_or(life.opened);
        self.time("timeToRestore", from, seen(&Step::Restored).or(ended), true);
        self.time("timeToResolve", life.opened, ended, true);
        let closed = if done { closed } else { None };
        self.time("timeToClose", life.opened, closed, true);
        self.add_rates(life, &parts, done);
        self.counts
            .entry("openMs".into())
            .and_modify(|ms| *ms += spent(&open))
            .or_insert(spent(&open));
        self.add_spent(&parts);
    }

    fn add_flow(&mut self, life: &Life, parts: &[Stretch]) {
        let month = |at: i64| {
            let text = incident_core::Instant::from_millis(at).expect("an instant").to_string();
            text.get(..7).expect("a month").to_owned()
        };
        self.flow.entry(month(life.opened)).or_default()[0] += 1;
        for pair in parts.windows(2) {
            let (before, after) = (is_done(pair[0].state_type), is_done(pair[1].state_type));
            if before != after {
                self.flow.entry(month(pair[1].from)).or_default()[if after { 1 } else { 2 }] += 1;
            }
        }
    }

    fn add_rates(&mut self, life: &Life, parts: &[Stretch], done: bool) {
        let reopened = parts
            .windows(2)
            .any(|pair| is_done(pair[0].state_type) && !is_done(pair[1].state_type));
        let mut groups: Vec<_> = parts.iter().filter_map(|part| part.group).collect();
        groups.dedup();
        let held = parts.iter().any(|part| part.state_type == "onHold" && part.from < part.to);
        let wrote = life.steps.iter().any(|(at, step)| *at <= AS_OF && *step == Step::Requester);
        let once = parts.iter().any(|part| is_done(part.state_type));
        self.count("fcrAll", done);
        self.count("fcr", done && !reopened && groups.len() < 2 && !held && !wrote);
        self.count("reopenAll", once);
        self.count("reopen", reopened);
        self.count("handed", groups.len() > 1);
        self.count(&format!("target {}", life.stage), true);
    }

    fn add_spent(&mut self, parts: &[Stretch]) {
        let mut own: BTreeMap<String, i64> = BTreeMap::new();
        for part in parts.iter().filter(|part| part.from < part.to) {
            let mut add = |name: String| *own.entry(name).or_default() += part.to - part.from;
            if !["closed", "canceled"].contains(&part.state_type) {
                add(format!("states {}", part.state));
            }
            if !is_done(part.state_type) {
                if let Some(group) = part.group {
                    add(format!("groups {group}"));
                }
                if part.state_type == "onHold" {
                    add(format!("hold {}", part.reason.unwrap_or(part.state)));
                }
            }
        }
        for (name, ms) in own {
            self.spent.entry(name).or_default().push(ms);
        }
    }
}

/// As many of the sorted values as are needed, and the last of them.
fn percentile(values: &[i64], percent: usize) -> Option<i64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    (0..sorted.len()).find(|at| (at + 1) * 100 >= percent * sorted.len()).map(|at| sorted[at])
}

/// Kaplan and Meier by the book, one ticket at a time.
fn survival(over: &[i64], open: &[i64], percent: i32) -> Option<i64> {
    let mut all: Vec<(i64, bool)> = over.iter().map(|ms| (*ms, false)).collect();
    all.extend(open.iter().map(|ms| (*ms, true)));
    all.sort_unstable();
    let mut left = f64::from(u32::try_from(all.len()).expect("few"));
    let mut surviving = 1.0;
    for (ms, censored) in all {
        if !censored {
            surviving *= 1.0 - 1.0 / left;
            if surviving <= 1.0 - f64::from(percent) / 100.0 + 1e-12 {
                return Some(ms);
            }
        }
        left -= 1.0;
    }
    None
}

fn spread(values: &[i64]) -> Json {
    let sum: i64 = values.iter().sum();
    let count = i64::try_from(values.len()).expect("few");
    let percentiles = [50, 90, 95].map(|percent| {
        json!({"percent": percent,
        "ms": percentile(values, percent)})
    });
    json!({
        "count": count,
        "sumMs": sum.to_string(),
        "meanMs": (count > 0).then(|| (2 * sum + count) / (2 * count)),
        "leastMs": values.iter().min(),
        "mostMs": values.iter().max(),
        "percentiles": percentiles,
    })
}

fn figures(lives: &[Life]) -> Json {
    let begin = json!({"settings": {"asOf": AS_OF, "groupBy": [["priority"]]}});
    let mut session = MetricsSession::new(&begin.to_string()).expect("settings");
    for life in lives {
        session.push(life.line().as_bytes());
    }
    let answer: Json = serde_json::from_str(&session.answer()).expect("JSON");
    assert_eq!(answer["value"]["findings"], json!([]), "{answer}");
    answer["value"]["figures"].clone()
}

fn compare(cell: &Json, lives: &[Life]) {
    let mut values = Values::default();
    for life in lives {
        values.add(life);
    }
    let count = |name: &str| values.counts.get(name).copied().unwrap_or_default();
    assert_eq!(cell["tickets"], count("tickets"));
    assert_eq!(cell["canceled"], count("canceled"));
    let none = Vec::new();
    for time in cell["times"].as_array().expect("times") {
        let name = time["metric"].as_str().expect("a name");
        let over = values.over.get(name).unwrap_or(&none);
        let open = values.open.get(name).unwrap_or(&none);
        assert_eq!(time["over"], spread(over), "{name}");
        assert_eq!(time["open"], json!({"count": open.len(), "longestMs": open.iter().max()}));
        for survived in time["survival"].as_array().expect("percentiles") {
            let percent = survived["percent"].as_i64().expect("a number");
            let percent = i32::try_from(percent).expect("small");
            assert_eq!(survived["ms"], json!(survival(over, open, percent)), "{name} {percent}");
        }
        let bad = values.bad.get(name).copied().unwrap_or_default();
        assert_eq!(time["contradictory"], bad, "{name}");
        let all = count("tickets") - count("canceled");
        let known = i64::try_from(over.len() + open.len()).expect("few") + bad;
        assert_eq!(time["unknown"], all - known, "{name}");
    }
    let all = count("tickets") - count("canceled");
    let rates = [("fcr", count("fcrAll")), ("reopen", count("reopenAll")), ("handed", all)];
    for (rate, (name, of)) in cell["rates"].as_array().expect("rates").iter().zip(rates) {
        assert_eq!(rate["numerator"], count(name), "{rate}");
        assert_eq!(rate["denominator"], of, "{rate}");
    }
    let target = &cell["targets"][0];
    for (key, stage) in [("met", "met"), ("missed", "missed"), ("breached", "breached")] {
        assert_eq!(target[key], count(&format!("target {stage}")));
    }
    assert_eq!(target["open"], count("target running"));
    for key in ["states", "groups", "hold"] {
        let parts = cell[key].as_array().expect("parts");
        let known = values.spent.keys().filter(|name| name.starts_with(key)).count();
        assert_eq!(parts.len(), known, "{key}");
        for part in parts {
            let name = format!("{key} {}", part["name"].as_str().expect("a name"));
            assert_eq!(part["time"], spread(&values.spent[&name]), "{name}");
        }
    }
    assert_eq!(cell["openMs"], count("openMs").to_string());
    let mut backlog = 0;
    let flow = values.flow.iter().map(|(at, [opened, done, reopened])| {
        backlog += opened + reopened - done;
        json!({"at": at, "opened": opened, "done": done, "reopened": reopened, "backlog": backlog})
    });
    let flow: Vec<_> = flow.collect();
    assert_eq!(cell["flow"], json!(flow));
    assert_eq!(cell["backlog"]["count"], backlog, "who has come and not gone is there");
}

#[test]
fn figures_equal_those_of_whole_sorted_lists() {
    for seed in 1..=40 {
        let lives = lives(seed, 60);
        let figures = figures(&lives);
        compare(&figures["groupings"][0]["cells"][0], &lives);
        for (at, priority) in ["high", "low"].into_iter().enumerate() {
            let own: Vec<_> =
                lives.iter().filter(|life| life.priority == priority).cloned().collect();
            let cell = &figures["groupings"][1]["cells"][at];
            assert_eq!(cell["values"], json!([priority]));
            compare(cell, &own);
        }
    }
}

#[test]
fn the_time_between_failures_is_the_mean_of_the_gaps() {
    for seed in 1..=20 {
        let lives = lives(seed, 40);
        let mut starts: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for life in &lives {
            let last = stretches(life).pop().expect("at least one");
            if last.state_type != "canceled" {
                let from = life.occurred.unwrap_or(life.opened);
                starts.entry(life.service).or_default().push(from);
            }
        }
        let mut gaps = Vec::new();
        for starts in starts.values_mut() {
            starts.sort_unstable();
            gaps.extend(starts.windows(2).map(|pair| pair[1] - pair[0]));
        }
        let between = figures(&lives)["groupings"][0]["cells"][0]["between"].clone();
        let sum: i64 = gaps.iter().sum();
        assert_eq!(between["gaps"], gaps.len());
        assert_eq!(between["startToStartMs"], sum.to_string());
        let up: i64 = between["upMs"].as_str().expect("a sum").parse().expect("digits");
        assert!(up <= sum && up >= 0);
    }
}
