//! Problem candidates: incidents that probably have one cause, each group with its evidence and
//! with the record of a problem, ready to be opened; and known errors for new incidents.
//!
//! 1. Incidents of one service are grouped by what they say: a vector of their terms, those that
//!    are said on few days counting more; the item and the code of the cause are terms too. In the
//!    order of time, each joins the group whose middle points the same way most, or begins one.
//!    Then the groups are held against each other once more in the same way. Only those are that
//!    share a telling term, so the cost grows about linearly.
//! 2. Reports of one group that come so close together as chance would hardly have it are one
//!    [`Outage`]. It counts once in all that follows, as do reports that name another one as their
//!    `parent`.
//! 3. A group that came again on another day, and within the window, is *recurring*.
//! 4. A group, an item, a service or a category with more occurrences within the window than
//!    before is a *rise*. Its probability is that of at least so many of all its occurrences lying
//!    in the window if each may lie anywhere (Przyborowski and Wilenski 1940). The same number
//!    comes out of a Poisson process whose rate is only known from the occurrences before, each
//!    rate being as likely as any other (gamma-Poisson), so that a thin history is not taken for a
//!    rate of zero. Where the past weeks differed from each other more than that process allows,
//!    counts are divided by how much more (quasi-likelihood: `McCullagh` and Nelder 1989).
//! 5. Occurrences that follow changes more often than the share of time after changes explains are
//!    *after change*; the probability is binomial, over counts divided in the same way.
//! 6. Because many are looked at, some would stand out by chance. Of those told, at most the share
//!    that is allowed does (Benjamini and Hochberg 1995), counting as looked at those that have
//!    occurrences enough to stand out at all (Tarone 1990; Gilbert 2005). It goes from the narrow
//!    to the wide: what a group explains is left out when its service is looked at.
//!
//! None of it proves a cause; it says where to look for one.

mod answer;
mod bucket;
mod candidate;
mod change;
mod draft;
mod evidence;
mod group;
mod history;
mod known_error;
mod occurrence;
mod past;
mod question;
mod rise;
mod search;
mod settings;
mod vector;

pub use answer::{
    AfterChange, KnownProblem, Outage, ProblemCandidate, ProblemCandidates, ProblemKind, Recurring,
    Rise, TellingTerm,
};
pub use change::{FollowedChange, PastChange};
pub use draft::{LinkDraft, OpenDraft, ProblemDraft};
pub use evidence::ProblemInWords;
pub use history::ProblemHistory;
pub use known_error::{KnownError, KnownErrorStatus, OfferedError, offer};
pub use question::ProblemQuestion;
pub use search::{candidates, grouped};
pub use settings::{ProblemRules, ProblemSettings};
