//! The pool of backup codes on one lock, and its emergency code (B, E).

mod emergency;
mod pool;

pub use emergency::{EmergencyCase, EmergencyPlan, ToldStay, emergency_length, plan_emergency, why_not_told};
pub(crate) use pool::is_too_old;
pub use pool::{
    BackupState, PoolCase, PoolPlan, backup_identifier, backup_name, backup_state, plan_pool, pool_target,
    removal_by_hand_at, told,
};
