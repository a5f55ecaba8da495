//! The backup codes on one lock, and its emergency code (B, E).
//!
//! A backup is told to one stay, ever. The pool is filled up as soon as one is told, and an old
//! backup goes only when its successor is ready. The emergency code has the reserved
//! slot, and a new one replaces it there.

mod emergency;
mod label;
mod pool;
mod removal;
mod state;

pub use emergency::{
    EmergencyCase, EmergencyPlan, ToldStay, emergency_length, plan_emergency, why_not_told,
};
pub(crate) use label::{LabelParts, made_label};
pub use label::{backup_identifier, backup_name};
pub(crate) use pool::is_too_old;
pub use pool::{PoolCase, PoolPlan, plan_pool, pool_target};
pub use removal::removal_by_hand_at;
pub(crate) use state::told_again;
pub use state::{BackupState, backup_state, told};
