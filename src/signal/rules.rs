use super::hash::Hash;
use super::services::Services;
use super::settings::{
    Capacity, Comparison, Flapping, Format, Matcher, Part, SPAN_SECONDS, SignalSettings,
    SourceSettings, Window, admitted,
};
use super::severity::{Level, severities, vendors};
use crate::document::{Ids, Map, among};
use crate::error::{Code, Error, Path, Severity};
use crate::limits;
use crate::time::{Instant, Span};

/// How alerts become incident candidates: settings that were checked.
#[derive(Debug, Clone)]
pub struct SignalRules {
    pub(super) sources: Map<SourceRules>,
    /// The parts of an alert by which it is grouped, with their names.
    pub(super) group_by: Vec<(String, Part)>,
    pub(super) window: Span,
    pub(super) quiet: Span,
    pub(super) quiet_after_eviction: Span,
    pub(super) shelving: Span,
    pub(super) flapping: Flapping,
    pub(super) services: Services,
    /// Those of maintenance before silences.
    pub(super) windows: Vec<WindowRules>,
    pub(super) capacity: Capacity,
}

/// How the bodies of a source are understood.
#[derive(Debug, Clone)]
pub(super) struct SourceRules {
    pub(super) name: String,
    /// The hash of the name, that of each fingerprint goes on from.
    pub(super) hash: Hash,
    pub(super) format: Format,
    pub(super) words: Map<Level>,
    pub(super) severity_from: Vec<String>,
    pub(super) service_from: Vec<String>,
    pub(super) ends: Map<String>,
    pub(super) plain_data: bool,
    pub(super) future: Span,
}

/// What is held back, and when.
#[derive(Debug, Clone)]
pub(super) struct WindowRules {
    pub(super) id: String,
    pub(super) maintenance: bool,
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) matchers: Vec<(Part, Comparison, String)>,
}

impl SignalRules {
    /// Checks settings.
    ///
    /// # Errors
    /// Every finding: `signal.*` of the settings, `id.*` and `limit.exceeded`.
    ///
    /// # Example
    /// ```
    /// use incident_core::{document, limits, signal::{SignalRules, SignalSettings}};
    ///
    /// let text = r#"{"sources": {"cluster": {"format": "alertmanager", "vendor": "promethus"}}}"#;
    /// let settings: SignalSettings = document::read(text, &limits::POLICY_BYTES)?;
    /// let errors = SignalRules::check(&settings).map(|_| ()).unwrap_err();
    /// assert_eq!(errors[0].help().unwrap_or_default().split(';').next(),
    ///     Some("did you mean `prometheus`?"));
    /// # Ok::<(), Vec<incident_core::Error>>(())
    /// ```
    pub fn check(settings: &SignalSettings) -> Result<Self, Vec<Error>> {
        let mut findings = Vec::new();
        let spans = spans(settings, &mut findings);
        let [window, quiet, quiet_after_eviction, shelving, future] = spans;
        let rules = Self {
            sources: sources(settings, future, &mut findings),
            group_by: group_by(settings, &mut findings),
            window,
            quiet,
            quiet_after_eviction,
            shelving,
            flapping: flapping(settings, &mut findings),
            services: Services::check(
                settings.services.as_ref().unwrap_or(&Map::new()),
                &mut findings,
            ),
            windows: windows(settings, &mut findings),
            capacity: capacity(settings, &mut findings),
        };
        let refused = findings.iter().any(|finding| finding.severity() == Severity::Error);
        limits::FINDINGS.cut(&mut findings);
        if refused { Err(findings) } else { Ok(rules) }
    }

    /// The source of a name.
    pub(super) fn source(&self, name: &str) -> Result<&SourceRules, Error> {
        self.sources.get(name).ok_or_else(|| {
            let known: Vec<_> = self.sources.keys().collect();
            let error = Error::new(Code::SignalSourceUnknown).with("source", name);
            error.with("known", known.join(", "))
        })
    }
}

fn spans(settings: &SignalSettings, findings: &mut Vec<Error>) -> [Span; 5] {
    settings.spans().map(|(name, span, least)| {
        bounded(span, least, SPAN_SECONDS, &Path::root().key(name), findings);
        span
    })
}

fn bounded(span: Span, least: i64, most: i64, path: &Path, findings: &mut Vec<Error>) {
    let (least, most) = (Span::from_secs(least), Span::from_secs(most));
    if span < least || span > most {
        let error = Error::new(Code::SignalSpanOutOfRange).with("span", span);
        findings.push(error.with("least", least).with("most", most).at(path.clone()));
    }
}

fn sources(settings: &SignalSettings, future: Span, findings: &mut Vec<Error>) -> Map<SourceRules> {
    let path = Path::root().key("sources");
    if settings.sources.is_empty() {
        findings.push(Error::new(Code::SignalSourcesMissing).at(path.clone()));
    }
    let mut ids = Ids::default();
    let mut sources = Map::new();
    for (name, source) in settings.sources.iter() {
        let path = path.key(name);
        ids.add(name, &path, findings);
        sources.insert(name, source_rules(name, source, future, &path, findings));
    }
    sources
}

fn source_rules(
    name: &str,
    source: &SourceSettings,
    future: Span,
    path: &Path,
    findings: &mut Vec<Error>,
) -> SourceRules {
    let (usual, from, service) = match source.format {
        Format::Alertmanager => ("prometheus", Some("severity"), Some("service")),
        Format::Grafana => ("grafana", Some("severity"), Some("service")),
        Format::Pagerduty => ("pagerduty", None, None),
        Format::CloudEvents => ("cloudevents", None, None),
        Format::Statuspage => ("statuspage", None, None),
        Format::Plain => ("plain", None, None),
    };
    let vendor = source.vendor.as_deref().unwrap_or(usual);
    let mut words = severities(vendor).unwrap_or_else(|| {
        let known: Vec<_> = vendors().collect();
        let error = Error::new(Code::SignalVendorUnknown).with("vendor", vendor);
        findings.push(among(error, vendor, &known).at(path.key("vendor")));
        Map::new()
    });
    for (word, level) in source.severities.iter().flat_map(Map::iter) {
        words.insert(word, *level);
    }
    let labels = |given: &Option<Vec<String>>, usual: Option<&str>| {
        given.clone().unwrap_or_else(|| usual.into_iter().map(str::to_owned).collect())
    };
    SourceRules {
        name: name.to_owned(),
        hash: Hash::EMPTY.part(name.as_bytes()),
        format: source.format,
        words,
        severity_from: labels(&source.severity_from, from),
        service_from: labels(&source.service_from, service),
        ends: source.ends.clone().unwrap_or_default(),
        plain_data: source.plain_data.unwrap_or_default(),
        future,
    }
}

fn group_by(settings: &SignalSettings, findings: &mut Vec<Error>) -> Vec<(String, Part)> {
    let path = Path::root().key("groupBy");
    let Some(names) = &settings.group_by else { return vec![("@name".to_owned(), Part::Name)] };
    if !limits::LABELS.admits(names.len()) {
        findings.push(Error::beyond(&limits::LABELS, names.len()).at(path.clone()));
    }
    let mut parts = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if let Some(part) = part(name, &path.index(index), findings) {
            parts.push((name.clone(), part));
        }
    }
    parts
}

fn part(name: &str, path: &Path, findings: &mut Vec<Error>) -> Option<Part> {
    let part = Part::parse(name);
    if part.is_none() {
        let error = Error::new(Code::SignalPartUnknown).with("part", name);
        findings.push(error.at(path.clone()));
    }
    part
}

fn flapping(settings: &SignalSettings, findings: &mut Vec<Error>) -> Flapping {
    let flapping = settings.flapping();
    let path = Path::root().key("flapping");
    bounded(flapping.window, 1, 86_400, &path.key("window"), findings);
    if flapping.enter < 2 || !admitted(&limits::TURNS, flapping.enter) {
        let error = Error::new(Code::DocumentNumberOutOfRange).with("number", flapping.enter);
        let error = error.with("least", 2).with("most", limits::TURNS.maximum);
        findings.push(error.at(path.key("enter")));
    }
    if flapping.leave >= flapping.enter {
        let error = Error::new(Code::SignalNeverSteady).with("enter", flapping.enter);
        findings.push(error.with("leave", flapping.leave).at(path.key("leave")));
    }
    flapping
}

fn capacity(settings: &SignalSettings, findings: &mut Vec<Error>) -> Capacity {
    let capacity = settings.capacity();
    let bounds = [
        ("alarms", capacity.alarms, &limits::ALARMS),
        ("candidates", capacity.candidates, &limits::CANDIDATES),
    ];
    for (name, count, limit) in bounds {
        if !admitted(limit, count) {
            let error = Error::new(Code::DocumentNumberOutOfRange).with("number", count);
            let error = error.with("least", 1).with("most", limit.maximum);
            findings.push(error.at(Path::root().key("capacity").key(name)));
        }
    }
    capacity
}

fn windows(settings: &SignalSettings, findings: &mut Vec<Error>) -> Vec<WindowRules> {
    let mut ids = Ids::default();
    let mut windows = Vec::new();
    let lists = [("maintenance", &settings.maintenance), ("silences", &settings.silences)];
    for (name, list) in lists {
        let path = Path::root().key(name);
        for (index, window) in list.iter().flatten().enumerate() {
            let path = path.index(index);
            ids.add(&window.id, &path.key("id"), findings);
            windows.push(window_rules(window, name == "maintenance", &path, findings));
        }
    }
    if !limits::WINDOWS.admits(windows.len()) {
        findings.push(Error::beyond(&limits::WINDOWS, windows.len()));
    }
    windows
}

fn window_rules(
    window: &Window,
    maintenance: bool,
    path: &Path,
    findings: &mut Vec<Error>,
) -> WindowRules {
    let (from, to) = (window.from, window.to);
    if from >= to {
        let error = Error::new(Code::SignalWindowEmpty).with("from", from).with("to", to);
        findings.push(error.at(path.key("to")));
    }
    if window.matchers.is_empty() {
        findings.push(Error::new(Code::SignalMatchMissing).at(path.key("match")));
    }
    let mut matchers = Vec::new();
    for (index, matcher) in window.matchers.iter().enumerate() {
        let Matcher { label, op, value } = matcher;
        let path = path.key("match").index(index).key("label");
        if let Some(part) = part(label, &path, findings) {
            matchers.push((part, *op, value.clone()));
        }
    }
    WindowRules { id: window.id.clone(), maintenance, from, to, matchers }
}
