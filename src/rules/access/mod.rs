//! Which way in a guest has at one lock (A).

mod access_case;
mod backup_time;
mod explain;
mod ladder;
mod rungs;
mod select_access;
mod wait;

pub(crate) use access_case::AccessCase;
pub(crate) use backup_time::reveal_at;
pub use explain::explain;
pub use select_access::{Decision, LockedOut, PassedOver, Route, SelectAccessInput, select_access};
pub(crate) use wait::in_turn;
