//! The chart in the forms in which others draw and run charts.

use std::fmt::Write;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{Allowed, Lifecycle, State};
use crate::document::{self, Map, words};
use crate::model::StateType;

/// A form of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "lowercase"))]
pub enum Format {
    /// A `stateDiagram-v2` of Mermaid.
    Mermaid,
    /// A digraph of Graphviz.
    Dot,
    /// The configuration of a machine for `XState` 5, as JSON. A move is the event `move.STATE`;
    /// where it has conditions it names a guard `FROM -> TO`, and a timer names a delay, both of
    /// which the host provides; a timer for one reason to wait names a guard `FROM -> TO, REASON`.
    /// There a dot in an identifier would lead into another state, and every ticket starts in the
    /// one state `initial`.
    XState,
}

words!(Format { Mermaid: "mermaid", Dot: "dot", XState: "xstate" });

impl Lifecycle {
    /// The chart as text in a form.
    ///
    /// # Example
    /// ```
    /// use incident_core::check;
    /// use incident_core::lifecycle::Format;
    ///
    /// let policy = check::policy(check::preset("itil").unwrap_or_default())?.policy;
    /// let text = policy.lifecycle().export(Format::Mermaid);
    /// assert!(text.starts_with("stateDiagram-v2\n"));
    /// assert!(text.contains("s1 --> s3 : needs resolutionCode\n"));
    /// # Ok::<(), Vec<incident_core::Error>>(())
    /// ```
    #[must_use]
    pub fn export(&self, format: Format) -> String {
        match format {
            Format::Mermaid => self.mermaid(),
            Format::Dot => self.dot(),
            Format::XState => document::text(&Machine(self)),
        }
    }

    /// Every arrow: the places of its states, what stands at it, and whether time draws it.
    fn labelled(&self) -> Vec<(usize, usize, String, bool)> {
        let place = |id: &str| self.states.iter().position(|state| state.id == id);
        let moves = self.moves.iter().map(|one| (one.from, one.to, self.asks(one), false));
        let timers = self.timers.iter().filter_map(|timer| {
            let reason = timer.hold_reason.as_deref();
            let reason = reason.map_or(String::new(), |reason| format!(" for {reason}"));
            let label = format!("{} after {}{reason}", timer.id, timer.after);
            Some((place(&timer.state)?, place(&timer.to)?, label, true))
        });
        moves.chain(timers).collect()
    }

    /// What a move asks for, in words.
    fn asks(&self, allowed: &Allowed) -> String {
        let mut parts = Vec::new();
        if !allowed.guards.roles.is_empty() {
            parts.push(format!("by {}", allowed.guards.roles.join(" or ")));
        }
        let to = self.states.get(allowed.to);
        let needs = to.map(|to| allowed.needed(to)).unwrap_or_default();
        if !needs.is_empty() {
            parts.push(format!("needs {}", needs.join(" and ")));
        }
        if let Some(approval) = &allowed.guards.approval {
            let roles = approval.roles.join(" or ");
            let of = if roles.is_empty() { String::new() } else { format!(" of {roles}") };
            let count = allowed.guards.approvals();
            let approvals = if count == 1 { "approval" } else { "approvals" };
            parts.push(format!("with {count} {approvals}{of}"));
        }
        if !allowed.guards.linked.is_empty() {
            let mut relations: Vec<&str> = Vec::new();
            for linked in &allowed.guards.linked {
                if !relations.contains(&linked.relation.as_str()) {
                    relations.push(&linked.relation);
                }
            }
            parts.push(format!("on tickets linked as {}", relations.join(" and ")));
        }
        if let Some(within) = allowed.guards.within {
            parts.push(format!("within {within}"));
        }
        let kinds = self.states.get(allowed.to).map(|state| state.kinds.iter());
        let kinds: Vec<&str> = kinds.into_iter().flatten().map(|kind| kind.as_str()).collect();
        if !kinds.is_empty() {
            parts.push(format!("for {}", kinds.join(" or ")));
        }
        if allowed.guards.only_if.is_some() {
            parts.push("on a condition".to_owned());
        }
        parts.join(", ")
    }

    fn ends(&self, state: &State) -> bool {
        matches!(state.state_type, StateType::Closed | StateType::Canceled)
            && self.reachable(&state.id).next().is_none()
    }

    /// Writing to a string cannot fail, so the results are dropped here and below.
    fn mermaid(&self) -> String {
        let plain = |text: &str| text.replace('"', "#quot;").replace(['\n', '\r', ';'], " ");
        let mut text = "stateDiagram-v2\n".to_owned();
        for (at, state) in self.states.iter().enumerate() {
            let _ = writeln!(text, "    state \"{}\" as s{at}", plain(&state.label));
        }
        let _ = writeln!(text, "    [*] --> s{}", self.initial);
        for (kind, at) in &self.initial_of {
            let _ = writeln!(text, "    [*] --> s{at} : {}", kind.as_str());
        }
        for (from, to, label, _) in self.labelled() {
            let label = if label.is_empty() { label } else { format!(" : {}", plain(&label)) };
            let _ = writeln!(text, "    s{from} --> s{to}{label}");
        }
        for (at, _) in self.states.iter().enumerate().filter(|(_, state)| self.ends(state)) {
            let _ = writeln!(text, "    s{at} --> [*]");
        }
        text
    }

    fn dot(&self) -> String {
        let quoted = |text: &str| {
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
        };
        let mut text = "digraph lifecycle {\n    rankdir=LR;\n".to_owned();
        for (at, state) in self.states.iter().enumerate() {
            let starts = at == self.initial || self.initial_of.iter().any(|(_, of)| *of == at);
            let start = if starts { ", penwidth=2" } else { "" };
            let shape = if self.ends(state) { "doublecircle" } else { "box" };
            let label = quoted(&state.label);
            let _ = writeln!(text, "    s{at} [label={label}, shape={shape}{start}];");
        }
        for (from, to, label, timed) in self.labelled() {
            let mut shown = Vec::new();
            if !label.is_empty() {
                shown.push(format!("label={}", quoted(&label)));
            }
            if timed {
                shown.push("style=dashed".to_owned());
            }
            let shown =
                if shown.is_empty() { String::new() } else { format!(" [{}]", shown.join(", ")) };
            let _ = writeln!(text, "    s{from} -> s{to}{shown};");
        }
        text.push_str("}\n");
        text
    }
}

/// The chart as the configuration of an `XState` machine.
struct Machine<'a>(&'a Lifecycle);

/// A state of it.
#[derive(Serialize)]
struct Node<'a> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    on: Map<Target<'a>>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    after: Map<Target<'a>>,
    meta: Meta<'a>,
}

#[derive(Serialize)]
struct Target<'a> {
    target: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    guard: Option<String>,
}

#[derive(Serialize)]
struct Meta<'a> {
    label: &'a str,
    #[serde(rename = "type")]
    state_type: StateType,
}

impl Serialize for Machine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(lifecycle) = self;
        let states: Map<Node<'_>> =
            lifecycle.states.iter().map(|state| (&state.id, lifecycle.node(state))).collect();
        let mut out = serializer.serialize_map(Some(3))?;
        out.serialize_entry("id", "lifecycle")?;
        out.serialize_entry("initial", &lifecycle.initial().map(|state| &state.id))?;
        out.serialize_entry("states", &states)?;
        out.end()
    }
}

impl Lifecycle {
    /// The name of the guard of a move that asks for anything.
    fn guard(&self, from: &str, to: &str) -> Option<String> {
        let asks = self.asks(self.allowed(from, to)?);
        (!asks.is_empty()).then(|| format!("{from} -> {to}"))
    }

    fn node<'a>(&'a self, state: &'a State) -> Node<'a> {
        let (mut on, mut after) = (Map::new(), Map::new());
        for to in self.reachable(&state.id) {
            let guard = self.guard(&state.id, &to.id);
            on.insert(&format!("move.{}", to.id), Target { target: &to.id, guard });
        }
        for timer in self.timers.iter().filter(|timer| timer.state == state.id) {
            let guard = match &timer.hold_reason {
                Some(reason) => Some(format!("{} -> {}, {reason}", state.id, timer.to)),
                None => self.guard(&state.id, &timer.to),
            };
            after.insert(&timer.id, Target { target: &timer.to, guard });
        }
        let kind = self.ends(state).then_some("final");
        let meta = Meta { label: &state.label, state_type: state.state_type };
        Node { kind, on, after, meta }
    }
}
