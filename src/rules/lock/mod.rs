//! What is known of one lock and its codes.

mod cover;
mod evidence;
mod next_command;

pub(crate) use cover::{doubtful, doubtful_from, is_sure, surely_after, surely_there, told_at};
pub use cover::{is_of_stay, opens, was_told};
pub(crate) use evidence::stale_at;
pub use evidence::{Evidence, Failures, evidence, fresh_failures};
pub(crate) use next_command::{Opening, can_change, next_command, platform_makes, sendable, steps_now};
