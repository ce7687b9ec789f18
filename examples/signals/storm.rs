//! Bodies of alerts as Alertmanager would send them, drawn from rules; the same each time.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::GzDecoder;
use incident_core::Instant;
use serde_json::{Value as Json, json};

/// How many machines the rule that everything begins with is about, and how many any other one.
const FIRST: usize = 20_000;
const OTHERS: usize = 80;
/// One alert in so many is of the first rule.
const SHARE: u64 = 10;

struct Rule {
    name: String,
    severity: Option<String>,
    service: String,
    summary: String,
    description: String,
    /// Of each machine since when something is wrong.
    machines: Vec<Option<i64>>,
    /// Where the next notification begins.
    next: usize,
}

/// A body, and when it comes.
pub(crate) struct Body {
    pub(crate) text: String,
    pub(crate) at: Instant,
}

pub(crate) struct Storm {
    rules: Vec<Rule>,
    random: u64,
    now: i64,
    sent: u64,
    wanted: u64,
}

impl Storm {
    /// So many alerts, of the rules in a file of JSON lines, plain or gzip.
    pub(crate) fn new(rules: &str, wanted: u64) -> Result<Self, Box<dyn std::error::Error>> {
        let file = File::open(rules)?;
        let lines: Box<dyn BufRead> = if Path::new(rules).extension().is_some_and(|ext| ext == "gz")
        {
            Box::new(BufReader::new(GzDecoder::new(file)))
        } else {
            Box::new(BufReader::new(file))
        };
        let mut read = Vec::new();
        for line in lines.lines() {
            let machines = if read.is_empty() { FIRST } else { OTHERS };
            read.push(rule(&serde_json::from_str(&line?)?, machines));
        }
        if read.is_empty() {
            return Err("no rule".into());
        }
        let now = Instant::parse("2026-01-09T08:00:00Z")?.as_millis();
        Ok(Self { rules: read, random: 27_035, now, sent: 0, wanted })
    }

    /// A number below another one: splitmix64.
    fn below(&mut self, most: u64) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most
    }

    /// The last machine of one of a few rules comes, or goes.
    fn flap(&mut self) -> Option<Body> {
        let (at, now) = (1 + self.place(24), self.now);
        let count = self.rules.len();
        let rule = &mut self.rules[at % count];
        let machine = rule.machines.len() - 1;
        let over = rule.machines[machine].is_some();
        let alert = rule.alert(machine, over, now);
        self.sent += 1;
        let text = rule.body(&[alert], over).to_string();
        Some(Body { text, at: Instant::from_millis(now).ok()? })
    }

    fn place(&mut self, most: usize) -> usize {
        usize::try_from(self.below(most as u64)).unwrap_or(0)
    }
}

fn rule(rule: &Json, machines: usize) -> Rule {
    let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    Rule {
        name: text(&rule["alert"]),
        severity: rule["labels"]["severity"].as_str().map(str::to_owned),
        service: text(&rule["group"]),
        summary: text(&rule["annotations"]["summary"]),
        description: text(&rule["annotations"]["description"]),
        machines: vec![None; machines],
        next: 0,
    }
}

impl Iterator for Storm {
    type Item = Body;

    /// A notification about 1 to 100 machines, one after the other, of one rule. Mostly they begin
    /// or go on, one in six times they are over. One notification in thirty is about one of two
    /// dozen machines that come and go.
    fn next(&mut self) -> Option<Body> {
        if self.sent >= self.wanted {
            return None;
        }
        self.now += 200 + i64::try_from(self.below(2_600)).ok()?;
        if self.below(30) == 0 {
            return self.flap();
        }
        let first = self.below(SHARE) == 0;
        let at = if first { 0 } else { self.place(self.rules.len()) };
        let most = if first { 100 } else { 1 + self.below(98) };
        let count = most.min(self.wanted - self.sent).max(1);
        let over = self.below(6) == 0;
        let now = self.now;
        let rule = &mut self.rules[at];
        let from = if first { rule.next } else { 0 };
        rule.next = (rule.next + usize::try_from(count).ok()?) % rule.machines.len();
        let mut alerts = Vec::new();
        for step in 0..usize::try_from(count).ok()? {
            let machine = (from + step) % rule.machines.len();
            alerts.push(rule.alert(machine, over, now));
        }
        self.sent += count;
        let body = rule.body(&alerts, over);
        Some(Body { text: body.to_string(), at: Instant::from_millis(now).ok()? })
    }
}

impl Rule {
    fn alert(&mut self, machine: usize, over: bool, now: i64) -> Json {
        let state = &mut self.machines[machine];
        let started = *state.get_or_insert(now - 15_000);
        if over {
            *state = None;
        }
        let mut labels = json!({
            "alertname": self.name,
            "instance": format!("host-{machine:05}.example.org:9100"),
            "job": "node",
            "rack": (machine % 40).to_string(),
            "service": self.service,
        });
        if let Some(severity) = &self.severity {
            labels["severity"] = severity.clone().into();
        }
        let instance = labels["instance"].as_str().unwrap_or_default().to_owned();
        let written = |text: &str| text.replace("{{ $labels.instance }}", &instance);
        let end = if over { written_at(now) } else { "0001-01-01T00:00:00Z".to_owned() };
        json!({
            "status": if over { "resolved" } else { "firing" },
            "labels": labels,
            "annotations": {
                "description": written(&self.description),
                "summary": written(&self.summary),
            },
            "startsAt": written_at(started),
            "endsAt": end,
            "generatorURL": format!("http://prometheus.example.org:9090/graph?g0.expr={}", self.name),
            "fingerprint": format!("{:016x}", fingerprint(&labels)),
        })
    }

    fn body(&self, alerts: &[Json], over: bool) -> Json {
        let group = json!({ "alertname": self.name });
        json!({
            "receiver": "incidents",
            "status": if over { "resolved" } else { "firing" },
            "alerts": alerts,
            "groupLabels": group,
            "commonLabels": group,
            "commonAnnotations": {},
            "externalURL": "http://alertmanager.example.org:9093",
            "version": "4",
            "groupKey": format!("{{}}:{{alertname=\"{}\"}}", self.name),
            "truncatedAlerts": 0,
        })
    }
}

/// With more digits than milliseconds have, as Go writes it.
fn written_at(at: i64) -> String {
    let text = Instant::from_millis(at).map(|at| at.to_string()).unwrap_or_default();
    text.replace('Z', if at % 1_000 == 0 { ".000451Z" } else { "451Z" })
}

/// As Prometheus computes it: of the labels, sorted by name.
fn fingerprint(labels: &Json) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let labels: std::collections::BTreeMap<_, _> =
        labels.as_object().into_iter().flatten().collect();
    for (name, value) in labels {
        for part in [name.as_str(), value.as_str().unwrap_or_default()] {
            for byte in part.bytes().chain([255]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    hash
}
