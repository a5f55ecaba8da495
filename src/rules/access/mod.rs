//! Which way in a guest has at one lock, and why not a better one (A).
//!
//! The ladder goes from the code on the lock down to a call to the host, and takes the first rung
//! that holds. A backup is told when it is time for it and not before. Where nothing is to be done
//! yet, the decision says until when to wait.

mod access_case;
mod backup_time;
mod chance;
mod complaint;
mod decision;
mod explain;
mod ladder;
mod locked_out;
mod low_battery;
mod offline_code;
mod own_code;
mod rungs;
mod select_access;
mod verification;
mod wait;

pub(crate) use access_case::AccessCase;
pub(crate) use complaint::{OutsideStay, answer};
pub use decision::{Decision, PassedOver, Route};
pub(crate) use explain::explain_briefly;
pub use explain::{ExplainInput, explain};
pub use locked_out::LockedOut;
pub(crate) use offline_code::OfflineOffer;
pub(crate) use own_code::OwnCode;
pub use select_access::{SelectAccessInput, select_access};
pub(crate) use wait::in_turn;
