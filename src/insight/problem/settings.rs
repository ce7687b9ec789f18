use crate::document::object;
use crate::error::{Code, Error, Path};
use crate::time::Span;

const DAY: i64 = 86_400_000;

/// How problem candidates are found. What is left out keeps its default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub struct ProblemSettings {
    /// How similar what incidents say is within a group, in percent, 1 to 100; 50 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100)))]
    pub similar: Option<u32>,
    /// How many occurrences make a group worth a problem, 2 to 1,000; 3 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = 1_000)))]
    pub least: Option<u32>,
    /// How long a window is that says no beginning, in days, 1 to 366; 28 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 366)))]
    pub window_days: Option<u32>,
    /// How far before the window the usual rate is looked for, in days, 1 to 3,660; 365 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 3_660)))]
    pub look_back_days: Option<u32>,
    /// Within which span reports may be of one outage, one minute to seven days; two hours if
    /// absent.
    pub outage_within: Option<Span>,
    /// How many reports an outage has at least, 2 to 1,000; 3 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = 1_000)))]
    pub outage_least: Option<u32>,
    /// For how long after a change its consequences are looked for, one minute to 28 days; a day if
    /// absent.
    pub after_change: Option<Span>,
    /// Which share of what is told may be chance, in percent, 1 to 50; 5 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 50)))]
    pub chance: Option<u32>,
    /// How many candidates are told, 1 to 200; 50 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 200)))]
    pub length: Option<u32>,
    /// From which score on a known error is offered, in percent, 1 to 100; 40 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100)))]
    pub offer_from: Option<u32>,
    /// How many known errors are offered, 1 to 20; 3 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 20)))]
    pub offer_length: Option<u32>,
}

object!(ProblemSettings {
    similar: optional "similar",
    least: optional "least",
    window_days: optional "windowDays",
    look_back_days: optional "lookBackDays",
    outage_within: optional "outageWithin",
    outage_least: optional "outageLeast",
    after_change: optional "afterChange",
    chance: optional "chance",
    length: optional "length",
    offer_from: optional "offerFrom",
    offer_length: optional "offerLength",
});

/// Checked settings.
#[derive(Debug, Clone, Copy)]
pub struct ProblemRules {
    pub(super) similar: u32,
    pub(super) least: u32,
    pub(super) window: Span,
    pub(super) look_back: Span,
    pub(super) outage_within: Span,
    pub(super) outage_least: u32,
    pub(super) after_change: Span,
    pub(super) chance: u32,
    pub(super) length: u32,
    pub(super) offer_from: u32,
    pub(super) offer_length: u32,
}

impl ProblemRules {
    /// Checks settings.
    ///
    /// # Errors
    /// Every finding: `document.numberOutOfRange`, `problem.spanOutOfRange`.
    pub fn check(settings: &ProblemSettings) -> Result<Self, Vec<Error>> {
        let mut findings = Vec::new();
        let mut number = |name: &str, given: Option<u32>, usual: u32, least: u32, most: u32| {
            let number = given.unwrap_or(usual);
            if !(least..=most).contains(&number) {
                let error = Error::new(Code::DocumentNumberOutOfRange).with("number", number);
                let error = error.with("least", least).with("most", most);
                findings.push(error.at(Path::root().key(name)));
            }
            number
        };
        let similar = number("similar", settings.similar, 50, 1, 100);
        let least = number("least", settings.least, 3, 2, 1_000);
        let window = number("windowDays", settings.window_days, 28, 1, 366);
        let look_back = number("lookBackDays", settings.look_back_days, 365, 1, 3_660);
        let outage_least = number("outageLeast", settings.outage_least, 3, 2, 1_000);
        let chance = number("chance", settings.chance, 5, 1, 50);
        let length = number("length", settings.length, 50, 1, 200);
        let offer_from = number("offerFrom", settings.offer_from, 40, 1, 100);
        let offer_length = number("offerLength", settings.offer_length, 3, 1, 20);
        let mut span = |name: &str, given: Option<Span>, usual: i64, most: i64| {
            let span = given.unwrap_or(Span::from_hours(usual));
            let (least, most) = (Span::from_secs(60), days(most));
            if span < least || span > most {
                let error = Error::new(Code::ProblemSpanOutOfRange).with("span", span);
                let error = error.with("least", least).with("most", most);
                findings.push(error.at(Path::root().key(name)));
            }
            span
        };
        let outage_within = span("outageWithin", settings.outage_within, 2, 7);
        let after_change = span("afterChange", settings.after_change, 24, 28);
        if !findings.is_empty() {
            return Err(findings);
        }
        Ok(Self {
            similar,
            least,
            window: days(window.into()),
            look_back: days(look_back.into()),
            outage_within,
            outage_least,
            after_change,
            chance,
            length,
            offer_from,
            offer_length,
        })
    }
}

/// So many times 24 hours.
pub(super) const fn days(count: i64) -> Span {
    Span::from_millis(count.saturating_mul(DAY))
}
