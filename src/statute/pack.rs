use serde::Serialize;

use crate::digest;
use crate::document::{self, Node, object, words};
use crate::error::Error;
use crate::limits;
use crate::model::Value;

/// The form of packs that this version reads.
pub const PACK_VERSION: u32 = 1;

/// The texts of the law as data, as written: which duties they set, and how their periods count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PackDraft {
    /// The form of the document: 1.
    pub version: u32,
    /// What the pack is called.
    pub id: String,
    /// The date of its knowledge of the law.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")))]
    pub as_of: String,
    /// What its reader should know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What periods run from.
    pub anchors: Vec<AnchorDraft>,
    /// The texts.
    pub regimes: Vec<RegimeDraft>,
}

object!(PackDraft {
    version: needed "version",
    id: needed "id",
    as_of: needed "asOf",
    note: optional "note",
    anchors: needed "anchors",
    regimes: needed "regimes",
});

/// Something that happens once in an incident and from which periods run, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AnchorDraft {
    /// What facts name it by.
    pub id: String,
    /// What has happened then.
    pub meaning: String,
    /// The anchors that come before it, if both happen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_before: Vec<String>,
}

object!(AnchorDraft {
    id: needed "id",
    meaning: needed "meaning",
    not_before: or_default "notBefore",
});

/// A text of the law, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RegimeDraft {
    /// What scopes name it by.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it holds.
    pub jurisdiction: String,
    /// Whether it is in force.
    pub in_force: bool,
    /// The first date of events that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")))]
    pub applies_from: Option<String>,
    /// The zone that the text itself names; else it is the one of the facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// What its reader should know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What its duties ask about the organisation and the incident.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactDraft>,
    /// Its duties.
    pub duties: Vec<DutyDraft>,
}

object!(RegimeDraft {
    id: needed "id",
    name: needed "name",
    jurisdiction: needed "jurisdiction",
    in_force: needed "inForce",
    applies_from: optional "appliesFrom",
    zone: optional "zone",
    note: optional "note",
    facts: or_default "facts",
    duties: needed "duties",
});

/// What a fact may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum FactType {
    /// Yes or no.
    Flag,
    /// A whole number.
    Number,
    /// One of several words.
    Word,
}

words!(FactType { Flag: "flag", Number: "number", Word: "word" });

/// Something that duties ask about, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FactDraft {
    /// Its name.
    pub id: String,
    /// What it may be.
    pub holds: FactType,
    /// The words that it may be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// What it says.
    pub meaning: String,
}

object!(FactDraft {
    id: needed "id",
    holds: needed "holds",
    words: or_default "words",
    meaning: needed "meaning",
});

/// Who must tell whom what by when, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DutyDraft {
    /// What submissions name it by.
    pub id: String,
    /// What must be told.
    pub what: String,
    /// Who must tell.
    pub who: String,
    /// Who must be told.
    pub whom: String,
    /// The text that says so.
    pub source: String,
    /// Where in the text.
    pub article: String,
    /// Whether the official text was read there, with paragraph and date.
    #[serde(default)]
    pub verified: bool,
    /// The first date of events that it is about, if it is not the one of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")))]
    pub applies_from: Option<String>,
    /// The anchor that starts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// The duty whose submission starts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Which of several submissions of that duty.
    #[serde(default, skip_serializing_if = "Take::is_first")]
    pub take: Take,
    /// Whether it is to be done without undue delay, be there a limit or not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub promptly: bool,
    /// It applies only if all of these are true.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<TestDraft>,
    /// It does not apply if one of these is true.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<TestDraft>,
    /// The limits, of which the earliest counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitDraft>,
    /// What becomes of a deadline on a day off, if the text has a rule of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<ExtensionDraft>,
    /// By how much an authority may delay it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delays: Option<DelaysDraft>,
    /// Where it says that a delay must be told before the deadline is missed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tell_before: Option<String>,
    /// Where it says that a late submission gives its reasons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons_if_late: Option<String>,
}

object!(DutyDraft {
    id: needed "id",
    what: needed "what",
    who: needed "who",
    whom: needed "whom",
    source: needed "source",
    article: needed "article",
    verified: or_default "verified",
    applies_from: optional "appliesFrom",
    anchor: optional "anchor",
    after: optional "after",
    take: or_default "take",
    promptly: or_default "promptly",
    when: or_default "when",
    unless: or_default "unless",
    limits: or_default "limits",
    extension: optional "extension",
    delays: optional "delays",
    tell_before: optional "tellBefore",
    reasons_if_late: optional "reasonsIfLate",
});

/// Which of several submissions a period runs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Take {
    /// The first one.
    #[default]
    First,
    /// The last one.
    Last,
}

words!(Take { First: "first", Last: "last" });

impl Take {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
    fn is_first(&self) -> bool {
        *self == Self::First
    }
}

/// A test of a fact, as written: one of its forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TestDraft {
    /// The fact.
    pub fact: String,
    /// It is this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<Value>,
    /// It is one of these.
    #[serde(rename = "in", default, skip_serializing_if = "Vec::is_empty")]
    pub is_in: Vec<Value>,
    /// It is a number that is at least this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<i64>,
    /// It is a number that is at most this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<i64>,
    /// Where it stands, if not where the duty does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
}

object!(TestDraft {
    fact: needed "fact",
    is: optional "is",
    is_in: or_default "in",
    at_least: optional "atLeast",
    at_most: optional "atMost",
    article: optional "article",
});

/// How a period is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Counting {
    /// Hours, as they pass.
    Clock,
    /// Hours, days or months after Regulation (EEC, Euratom) No 1182/71.
    Eu,
    /// Local dates, working days or not.
    CalendarDays,
    /// Days that are neither Saturday, Sunday nor a federal holiday of the United States.
    FederalBusinessDays,
}

words!(Counting {
    Clock: "clock",
    Eu: "eu",
    CalendarDays: "calendarDays",
    FederalBusinessDays: "federalBusinessDays",
});

/// A period within which something must be done, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LimitDraft {
    /// The anchor that it runs from, if not from what starts the duty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// So many hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
    /// So many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// So many months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// How they are counted.
    pub counting: Counting,
    /// Where it stands, if not where the duty does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// It is the limit only if all of these are true.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<TestDraft>,
    /// It no longer binds if this anchor comes after its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lapses_before: Option<LapseDraft>,
    /// It counts from the end of the year of its anchor.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub after_year_end: bool,
    /// Whether Article 3(5) of the Regulation is applied to hours as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub two_working_days: bool,
    /// The time of day after which the last day is over, if that is not its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing: Option<ClosingDraft>,
}

object!(LimitDraft {
    anchor: optional "anchor",
    hours: optional "hours",
    days: optional "days",
    months: optional "months",
    counting: needed "counting",
    article: optional "article",
    when: or_default "when",
    lapses_before: optional "lapsesBefore",
    after_year_end: or_default "afterYearEnd",
    two_working_days: or_default "twoWorkingDays",
    closing: optional "closing",
});

/// What makes a limit lapse, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LapseDraft {
    /// The anchor that comes too late for it.
    pub anchor: String,
    /// Where that stands.
    pub article: String,
}

object!(LapseDraft { anchor: needed "anchor", article: needed "article" });

/// The end of a day, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClosingDraft {
    /// The time of day, `17:30`.
    pub time: String,
    /// Where that stands.
    pub article: String,
}

object!(ClosingDraft { time: needed "time", article: needed "article" });

/// A rule for deadlines on a Saturday, a Sunday or a holiday, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExtensionDraft {
    /// The time of the next working day to which it is extended, `12:00`.
    pub time: String,
    /// Where that stands.
    pub article: String,
    /// It is not extended if one of these is true.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<TestDraft>,
}

object!(ExtensionDraft {
    time: needed "time",
    article: needed "article",
    unless: or_default "unless",
});

/// Delays that an authority may grant, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DelaysDraft {
    /// The most days of the first delay, of the second, and so on.
    pub most: Vec<u32>,
    /// Where that stands.
    pub article: String,
}

object!(DelaysDraft { most: needed "most", article: needed "article" });

/// A checked pack.
///
/// # Example
/// ```
/// use incident_core::statute::Pack;
///
/// let pack = Pack::preset()?;
/// let duties = pack.draft().regimes.iter().flat_map(|regime| &regime.duties);
/// assert!(duties.clone().any(|duty| duty.id == "gdpr.authority"));
/// assert!(duties.clone().all(|duty| !duty.verified));
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    pub(super) draft: PackDraft,
    pub(super) digest: String,
}

const PRESET: &str = include_str!("pack.json");

impl Pack {
    /// The pack of the crate. No text in it is verified.
    ///
    /// # Errors
    /// None that a test has not excluded.
    pub fn preset() -> Result<Self, Vec<Error>> {
        Self::read(PRESET)
    }

    /// Reads and checks a pack.
    ///
    /// # Errors
    /// Every finding about the document.
    pub fn read(text: &str) -> Result<Self, Vec<Error>> {
        let (draft, written) = document::read_with_tree(text, &limits::POLICY_BYTES)?;
        Self::named(draft, digest::of_written(&written))
    }

    /// As [`read`](Self::read), out of a tree.
    pub(crate) fn read_node(node: &Node) -> Result<Self, Vec<Error>> {
        Self::named(document::read_node(node)?, digest::of_written(node))
    }

    /// The document that it was made of.
    #[must_use]
    pub fn draft(&self) -> &PackDraft {
        &self.draft
    }

    /// The digest of the document.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}
