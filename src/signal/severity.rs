//! How bad an alert is: what each vendor calls it, and what that is here.
//!
//! The same word means different things to different vendors: `1` is the worst of one and the least
//! of another. So a word is looked up in the table of its source's vendor and nowhere else, letter
//! for letter; one that is not there stays unmapped, until the settings map it.

use serde::Serialize;

use crate::document::{Map, words};

/// How bad an alert is, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// Hardly anything.
    Low,
    /// To be known.
    Info,
    /// May become something.
    Warning,
    /// Something fails.
    High,
    /// What matters most fails.
    Critical,
}

words!(Level { Low: "low", Info: "info", Warning: "warning", High: "high", Critical: "critical" });

impl Level {
    /// Every level, the least first.
    pub const ALL: [Self; 5] = [Self::Low, Self::Info, Self::Warning, Self::High, Self::Critical];

    /// The word that documents have for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The level of a letter of the tables.
    const fn of_letter(letter: u8) -> Option<Self> {
        match letter {
            b'l' => Some(Self::Low),
            b'i' => Some(Self::Info),
            b'w' => Some(Self::Warning),
            b'h' => Some(Self::High),
            b'c' => Some(Self::Critical),
            _ => None,
        }
    }
}

/// The words of each vendor: a letter for the level, and those that mean it.
///
/// The facts are those that the providers of Keep state, save for `cloudevents` (its severity
/// extension), `statuspage` and `plain`, which are ours.
const VENDORS: &[(&str, &str)] = &[
    ("amazonsqs", "c:critical h:high w:warning i:info l:low"),
    ("appdynamics", "c:ERROR w:WARN i:INFO"),
    ("azuremonitoring", "c:Sev0 h:Sev1 w:Sev2 i:Sev3 l:Sev4"),
    ("centreon", "c:CRITICAL w:WARNING i:UNKNOWN,PENDING l:OK"),
    (
        "checkly",
        "c:ALERT_FAILURE,ALERT_FAILURE_REMAIN h:ALERT_DEGRADED_FAILURE \
         w:ALERT_DEGRADED,ALERT_DEGRADED_REMAIN,ALERT_FAILURE_DEGRADED \
         i:NO_ALERT,ALERT_DEGRADED_RECOVERY,ALERT_RECOVERY",
    ),
    ("checkmk", "c:CRIT w:WARN i:OK,UNKNOWN"),
    ("cloudevents", "c:FATAL h:ERROR w:WARN i:INFO l:TRACE,DEBUG"),
    ("coralogix", "c:critical,P1 h:error,P2 w:warn,P3 i:info,P4 l:debug,verbose,P5"),
    ("dash0", "c:critical w:degraded i:resolved"),
    ("datadog", "c:P1,1 h:P2,2 w:P3,3 i:P4,4"),
    ("dynatrace", "c:ERROR h:AVAILABILITY w:PERFORMANCE,RESOURCE i:CUSTOM"),
    ("gcpmonitoring", "c:CRITICAL h:ERROR w:WARNING"),
    ("grafana", "c:critical h:high w:warning i:info"),
    ("icinga2", "c:CRITICAL,DOWN w:WARNING i:OK,UNKNOWN,UP"),
    ("ilert", "c:MAJOR_OUTAGE h:PARTIAL_OUTAGE w:DEGRADED i:UNDER_MAINTENANCE,OPERATIONAL"),
    ("incidentio", "c:Critical h:Major w:Warning i:Info l:Minor"),
    ("incidentmanager", "c:1 h:2 w:4 i:5 l:3"),
    ("libre_nms", "c:critical w:warning i:ok"),
    ("netdata", "c:critical w:warning i:info"),
    ("newrelic", "c:critical w:warning i:info"),
    ("openobserve", "c:ERROR w:WARN i:INFO"),
    ("pagerduty", "c:critical,P1 h:error,high,P2 w:warning,P3 i:info,low,P4"),
    ("parseable", "c:disaster h:high w:average l:low"),
    ("plain", "c:critical h:high w:warning i:info l:low"),
    ("prometheus", "c:critical h:error,high w:warning,medium i:info l:low"),
    ("rollbar", "c:critical h:error w:warning i:info l:debug"),
    ("sentry", "c:fatal h:error w:warning i:info l:debug"),
    ("signalfx", "c:Critical h:Major w:Warning i:Info l:Minor"),
    ("site24x7", "c:CRITICAL h:TROUBLE w:DOWN i:UP"),
    ("splunk", "c:CRITICAL h:ERROR w:WARNING i:INFO l:LOW"),
    ("statuscake", "h:high"),
    (
        "statuspage",
        "c:critical,major_outage h:major,partial_outage w:minor,degraded_performance \
         i:none,maintenance,under_maintenance,operational",
    ),
    ("thousandeyes", "c:critical h:major w:minor i:info"),
    ("victoriametrics", "c:critical h:high w:warning i:test,info l:low"),
    ("zabbix", "c:5 h:4 w:2,3 i:1 l:0"),
];

/// The vendors whose words are known, sorted.
pub fn vendors() -> impl Iterator<Item = &'static str> {
    VENDORS.iter().map(|(name, _)| *name)
}

/// The words of a vendor with the level of each; none if the vendor is not known.
///
/// # Example
/// ```
/// use incident_core::signal::{Level, severities};
///
/// let of = |vendor, word| severities(vendor).and_then(|words| words.get(word).copied());
/// assert_eq!(of("datadog", "1"), Some(Level::Critical));
/// assert_eq!(of("zabbix", "1"), Some(Level::Info));
/// assert_eq!(of("prometheus", "exception"), None);
/// ```
#[must_use]
pub fn severities(vendor: &str) -> Option<Map<Level>> {
    let at = VENDORS.binary_search_by(|(name, _)| (*name).cmp(vendor)).ok()?;
    let (_, levels) = VENDORS.get(at)?;
    let mut words = Map::new();
    for level in levels.split(' ') {
        let (letter, listed) = level.split_once(':')?;
        let level = Level::of_letter(*letter.as_bytes().first()?)?;
        for word in listed.split(',') {
            words.insert(word, level);
        }
    }
    Some(words)
}
