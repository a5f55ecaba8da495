//! What one look at one place yields: when to look again, what the host should know, what it depends on.

mod condition;
mod counts;
mod look;
mod suspension;
mod telling;
mod timer;

pub(crate) use condition::Cause;
pub(crate) use counts::{less, more};
pub(crate) use look::Look;
pub(crate) use suspension::{suspended, suspension};
pub(crate) use telling::Telling;
pub(crate) use timer::Alarm;
