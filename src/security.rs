//! What ISO/IEC 27035 asks for beside the handling of a ticket: a record that shows whether
//! somebody has changed it, the plan for incidents, and the case file that the response keeps.

pub mod audit;
#[cfg(feature = "security")]
pub mod disclosure;
#[cfg(feature = "security")]
pub mod marking;
#[cfg(feature = "security")]
pub mod plan;
#[cfg(feature = "security")]
pub mod response;
#[cfg(feature = "security")]
pub mod review;
