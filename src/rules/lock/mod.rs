//! What is known of one lock: whether it answers, what it opens, and what it is asked next.
//!
//! Only a confirmed code counts as there, and a doubtful one does not (T1). Unknown is not offline
//! (A3). There is one comparison of a code with what its lock keeps, and the engine, changed trips
//! and reviews all use it.

mod back_off;
mod battery;
mod cover;
mod evidence;
mod next_command;
mod places;
mod tries;

pub(crate) use back_off::back_off;
pub(crate) use battery::{is_nearly_empty, low_battery, still_low_battery};
pub(crate) use cover::{
    beyond_doubt, doubtful, doubtful_from, guaranteed_after, guaranteed_window, is_on_its_way,
    is_sure, told_at,
};
pub use cover::{is_of_stay, opens, was_told};
pub use evidence::{Evidence, Failures, evidence, fresh_failures};
pub(crate) use evidence::{all_failures, evidence_by, fresh_of, stale_at, stale_by};
pub(crate) use next_command::{
    Opening, can_change, is_left, next_command, platform_makes, sendable, steps_now,
};
pub(crate) use places::{is_awaited_in_stay, is_full, stays_full, takes_place};
pub(crate) use tries::one_more;
