//! What ISO/IEC 27035 asks for beside the handling of a ticket: so far a record that shows whether
//! somebody has changed it.

pub mod audit;
