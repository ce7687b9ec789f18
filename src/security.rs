//! What ISO/IEC 27035 asks for beside the handling of a ticket: the plan for incidents, the
//! assessment of events, the case file that the response keeps, who may see what of it, the
//! lessons, and a record that shows whether somebody has changed it.

#[cfg(feature = "security")]
pub mod assessment;
#[cfg(any(feature = "analysis", feature = "security", feature = "response"))]
pub mod audit;
#[cfg(feature = "security")]
pub mod disclosure;
#[cfg(any(feature = "security", feature = "response"))]
pub mod marking;
#[cfg(feature = "response")]
pub mod plan;
#[cfg(feature = "response")]
pub mod readiness;
#[cfg(feature = "response")]
pub mod response;
#[cfg(feature = "response")]
pub mod review;

#[cfg(all(doc, feature = "security", feature = "response"))]
#[doc = include_str!("security/ransomware.md")]
pub mod ransomware {}
