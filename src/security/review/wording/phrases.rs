//! The phrases, as data. Letters are small, and German ones written out: `haette` is `hätte`.
//!
//! A phrase is elements with a space between: a word, `word*` for how one begins, `a|b` for
//! either, `~` for one word or none, `+` for up to eight words, `@` for a person with what stands
//! before the name of their role, and `%` for what was done (`checked`, `seen`), with an adverb
//! before it or not.

use super::Language;

/// Whom a phrase must be about to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// Anybody: the words say enough.
    Any,
    /// A person right before it: `the engineer also failed to`.
    Before,
    /// A person in the same clause: German verbs stand far from their subject.
    Clause,
}

/// A phrase, and what to write instead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    pub(super) language: Language,
    pub(super) subject: Subject,
    /// Whether only people do it, so that `they` is enough of a person.
    pub(super) human: bool,
    pub(super) words: &'static str,
    /// The words that make it another matter if one of them follows right away.
    pub(super) unless: &'static str,
    pub(super) instead: &'static str,
}

const fn en(subject: Subject, words: &'static str, instead: &'static str) -> Phrase {
    Phrase { language: Language::En, subject, human: false, words, unless: "", instead }
}

const fn de(subject: Subject, words: &'static str, instead: &'static str) -> Phrase {
    Phrase { language: Language::De, subject, human: false, words, unless: "", instead }
}

impl Phrase {
    const fn human(self) -> Self {
        Self { human: true, ..self }
    }

    const fn unless(self, unless: &'static str) -> Self {
        Self { unless, ..self }
    }
}

const ERROR: &str = "name the action, and what made it look right at the time";
const HINDSIGHT: &str = "say what was known then and what was done; a wish belongs into an action";
const OMITTED: &str = "say what was done, and what stood in the way of the rest";
const MEMORY: &str = "say which step was not done, and what would have brought it to mind";
const TRAIT: &str = "describe the situation, not the person: tools, time, knowledge";
pub(super) const FAULT: &str = "name what contributed; it is rarely one thing";
const RULE: &str = "say what the rule asks for, what was done, and why the two differed";

const FEHLER: &str = "die Handlung nennen, und was sie damals richtig erscheinen ließ";
const RUECKSCHAU: &str =
    "sagen, was man damals wusste und was getan wurde; ein Wunsch gehört in eine Maßnahme";
const UNTERLASSEN: &str = "sagen, was getan wurde, und was dem Übrigen im Weg stand";
const ERINNERN: &str = "sagen, welcher Schritt ausblieb, und was daran erinnert hätte";
const EIGENSCHAFT: &str = "die Lage beschreiben, nicht den Menschen: Werkzeug, Zeit, Wissen";
pub(super) const SCHULD: &str = "nennen, was beigetragen hat; es ist selten nur eines";
const REGEL: &str = "sagen, was die Regel verlangt, was getan wurde, und warum beides abwich";

const SECRETS: &str = "password|passwords|passphrase|pin|passwort|kennwort";

use Subject::{Any, Before, Clause};

/// Every phrase, in both languages.
pub(super) const PHRASES: &[Phrase] = &[
    en(Any, "human|operator|user|pilot|administrator|admin error|errors|mistake|mistakes", ERROR)
        .unless("message|messages|page|pages|handling|handler|code|codes|rate|rates|report|log"),
    en(Any, "human failure|failing|failings", ERROR),
    en(Any, "rookie|amateur|novice|beginner|stupid error|errors|mistake|mistakes", ERROR),
    en(Before, "made a|an|the|another ~ mistake|error|blunder", ERROR).human(),
    en(Before, "messed|screwed up", ERROR),
    en(Before, "caused the|this|that|an|a ~ outage|incident|failure|breach|leak|loss", FAULT),
    en(Any, "to blame", FAULT),
    en(Any, "blame|blames|blamed|blaming @", FAULT),
    en(Any, "blame lies|rests|falls with|on", FAULT),
    en(Before, "at fault", FAULT),
    en(Before, "s fault|mistake|blunder|negligence", FAULT).human(),
    en(Before, "s error|failure", FAULT),
    en(Any, "his|her|their|our|my|your fault|mistake|blunder", FAULT)
        .unless("tolerance|tolerant|injection|domain|domains|detection|isolation|line|handling"),
    en(Any, "fault|mistake|error|negligence|failure of @", FAULT),
    en(Any, "caused by @", FAULT),
    en(Any, "culprit was|is|were @", FAULT),
    en(Any, "guilty|guilt|scapegoat|scapegoats", FAULT),
    en(Any, "bad apple|apples", FAULT),
    en(Any, "careless*", TRAIT),
    en(Any, "negligen*", TRAIT),
    en(Any, "reckless*", TRAIT),
    en(Any, "incompeten*", TRAIT),
    en(Any, "sloppy|sloppily|sloppiness", TRAIT),
    en(Any, "lazy|lazily|laziness", TRAIT).unless(
        "loading|load|loaded|evaluation|evaluated|initialization|initialisation|init|import|mode",
    ),
    en(Any, "stupid*", TRAIT),
    en(Any, "idiot*", TRAIT),
    en(Any, "foolish*", TRAIT),
    en(Any, "dumb", TRAIT).unless("terminal|terminals|switch|switches|pipe|client"),
    en(Any, "clumsy|clumsily|clumsiness", TRAIT),
    en(Any, "inattent*", TRAIT),
    en(Any, "complacen*", TRAIT),
    en(Any, "thoughtless*", TRAIT),
    en(Any, "irresponsibl*", TRAIT),
    en(Any, "unprofessional*", TRAIT),
    en(Any, "ignorance|ignorant|ignorantly", TRAIT),
    en(Any, "blunder|blunders|blundered", ERROR),
    en(Any, "lack of care|attention|diligence|discipline|competence|effort|commitment", TRAIT),
    en(Any, "poor|bad judgement|judgment", TRAIT),
    en(Any, "common sense", HINDSIGHT),
    en(Any, "any competent", HINDSIGHT),
    en(Before, "should have|ve %", HINDSIGHT),
    en(Before, "should not have|ve %", HINDSIGHT),
    en(Before, "shouldn t have|ve %", HINDSIGHT),
    en(Before, "ought to have|ve %", HINDSIGHT),
    en(Before, "knew|know better", HINDSIGHT).human(),
    en(Any, "known better", HINDSIGHT),
    en(Before, "failed|fails|failing|fail to", OMITTED),
    en(Before, "neglected|neglects to", OMITTED).human(),
    en(Before, "ignored|ignores|disregarded|disregards", OMITTED),
    en(Before, "overlooked|overlooks", OMITTED).human(),
    en(Before, "did not bother|care|think|realise|realize", OMITTED).human(),
    en(Before, "didn t bother|care|think|realise|realize", OMITTED).human(),
    en(Before, "did not check|read|notice|follow|look|pay|understand", OMITTED),
    en(Before, "didn t check|read|notice|follow|look|pay|understand", OMITTED),
    en(Before, "forgot|forgets|forgotten|forget", MEMORY).human().unless(SECRETS),
    en(Before, "violated|violates|broke|breached ~ ~ policy|procedure|rule|rules|process", RULE),
    de(Any, "menschlich* versagen|versagens|fehler|fehlers|irrtum|fehlleistung", FEHLER),
    de(Any, "bedienfehler|bedienfehlers|bedienfehlern|bedienungsfehler|bedienungsfehlers", FEHLER),
    de(Any, "anwenderfehler|anwenderfehlers|benutzerfehler|benutzerfehlers", FEHLER),
    de(Any, "dumme*|bloede* fehler|fehlers", FEHLER),
    de(Clause, "verbockt*|vermasselt*|versaut*", FEHLER),
    de(Any, "schuld|schuldig*", SCHULD),
    de(Any, "verschulden|verschuldet|verschuldete*|eigenverschulden", SCHULD),
    de(Any, "fehler|fehlers|versagen|versaeumnis des|der|von|vom|eines|einer ~ @", SCHULD),
    de(Any, "verursacht durch|von ~ @", SCHULD),
    de(Any, "suendenbock*|suendenboeck*", SCHULD),
    de(Any, "fehlverhalten*", SCHULD),
    de(Any, "fahrlaessig*", EIGENSCHAFT),
    de(Any, "leichtsinn*", EIGENSCHAFT),
    de(Any, "leichtfertig*", EIGENSCHAFT),
    de(Any, "schlamp*|geschlampt*", EIGENSCHAFT),
    de(Any, "nachlaessig*", EIGENSCHAFT),
    de(Any, "unachtsam*", EIGENSCHAFT),
    de(Any, "unaufmerksam*", EIGENSCHAFT),
    de(Any, "inkompeten*", EIGENSCHAFT),
    de(Any, "dumm|dumme|dummen|dummer|dummes|dummheit|dummheiten", EIGENSCHAFT),
    de(Any, "faulheit", EIGENSCHAFT),
    de(Any, "pfusch*|gepfuscht*|stuemper*", EIGENSCHAFT),
    de(Any, "gedankenlos*", EIGENSCHAFT),
    de(Any, "verantwortungslos*", EIGENSCHAFT),
    de(Any, "unprofessionell*", EIGENSCHAFT),
    de(Any, "mangelnd*|fehlend* sorgfalt|aufmerksamkeit|disziplin|kompetenz", EIGENSCHAFT),
    de(Clause, "unfaehig*", EIGENSCHAFT),
    de(Clause, "haette|haetten|haettest|haettet + muessen|sollen", RUECKSCHAU),
    de(Clause, "versaeumt*", UNTERLASSEN).human(),
    de(Clause, "versagt*", UNTERLASSEN),
    de(Clause, "ignoriert*", UNTERLASSEN),
    de(Clause, "uebersah|uebersahen|uebersehen", UNTERLASSEN).human(),
    de(Clause, "vernachlaessigt*", UNTERLASSEN),
    de(Clause, "nicht aufgepasst", UNTERLASSEN).human(),
    de(Clause, "verschlafen|verschlief*", UNTERLASSEN).human(),
    de(Clause, "vergass*|vergessen|vergisst", ERINNERN).human().unless(SECRETS),
    de(Clause, "missachtet*", REGEL),
    de(Clause, "nicht beachtet|befolgt|eingehalten|gelesen", REGEL),
];

/// Who is a person by the word alone.
pub(super) const PEOPLE: &str = "i he she we who someone somebody anyone anybody everyone \
    everybody nobody engineer engineers developer developers technician technicians administrator \
    administrators admin admins sysadmin sysadmins analyst analysts programmer programmers \
    contractor contractors intern interns trainee trainees responder responders employee employees \
    colleague colleagues coworker coworkers staff team teams person people man woman human humans \
    individual individuals boss management director directors ciso cio tester testers maintainer \
    maintainers architect architects dba dbas sre sres freelancer freelancers consultant \
    consultants supervisor supervisors ich du wir man jemand wer kollege kollegen kollegin \
    kolleginnen mitarbeiter mitarbeiters mitarbeitern mitarbeiterin mitarbeiterinnen mitarbeitende \
    mitarbeitenden administrators administratoren administratorin techniker technikers technikern \
    technikerin entwickler entwicklers entwicklern entwicklerin bediener bedieners bedienern \
    bedienerin anwender anwenders anwendern anwenderin benutzer benutzers benutzern benutzerin \
    nutzer nutzers nutzern nutzerin analystin chef chefin leiter leiterin teamleiter teamleiterin \
    praktikant praktikantin praktikanten azubi azubis dienstleister ingenieur ingenieure \
    ingenieurin personal mensch menschen vorgesetzte vorgesetzter bereitschaft";

/// Who may be a person, or a machine: it depends on what they do.
pub(super) const PERHAPS: &str = "you they operator operators user users manager managers customer \
    customers client clients vendor vendors supplier suppliers provider providers owner owners \
    author authors caller callers requester requesters er sie";

/// What only people do: how the words for it begin.
pub(super) const MENTAL: &str = "notic realis realiz escalat tell told consult remember think \
    thought foresee foresaw anticipat known know knew pay bother wissen merken bemerken beachten \
    fragen nachfragen lesen aufpassen nachdenken ahnen";

/// What may stand between a person and what they did.
pub(super) const BETWEEN: &str = "had has have having was were is are been be also simply just \
    again both all then still even never always on call duty shift first later who that again";

/// What may stand before the name of a role.
pub(super) const ARTICLES: &str = "the a an our their his her this that these those one some new \
    senior junior der die das des dem den ein eine einer eines einem einen unser unsere unserer \
    unseres neue neuen neuer call duty on oncall";

/// Cases in which a German person is not the one who acts.
pub(super) const OBLIQUE: &str =
    "des dem den vom von beim zum fuer einem einen eines mit durch an bei";

/// What may follow a person whose name is not the beginning of another thing's.
pub(super) const AFTER_PERSON: &str =
    "who s on at in when while during that and or from of for as by with to was were is are";

/// What makes a phrase no blame if it stands right before: it is denied, or another thing.
pub(super) const DENIED: &str = "no not never without neither nor nobody than t nicht kein keine \
    keinen keiner keinerlei nie niemals ohne niemand technische technischen technischer cannot";

/// What asks whose fault something is.
pub(super) const ASKED: &str = "who whom whose wer wen wessen";

/// What was done, where the word does not end in `ed`.
pub(super) const DONE: &str = "known seen done taken told read thought written caught made gone \
    found kept given understood put set shut run begun held brought spoken left sent got gotten \
    paid met heard foreseen woken rolled";
