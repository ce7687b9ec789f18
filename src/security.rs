//! What ISO/IEC 27035 asks for beside the handling of a ticket: the plan for incidents, the
//! assessment of events, the case file that the response keeps, who may see what of it, the lessons,
//! and a record that shows whether somebody has changed it.


#[cfg(feature = "security")]
pub mod assessment;
pub mod audit;
#[cfg(feature = "security")]
#[cfg(feature = "security")]
pub mod disclosure;
#[cfg(feature = "security")]
pub mod marking;
#[cfg(feature = "security")]
pub mod plan;
#[cfg(feature = "security")]
pub mod readiness;
#[cfg(feature = "security")]
pub mod response;
#[cfg(feature = "security")]
pub mod review;
