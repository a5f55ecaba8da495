//! What one evaluation at one place yields: when to look again, what the host should know, what it depends on.

mod condition;
mod counts;
mod evaluation;
mod suspension;
mod telling;
mod timers;

pub(crate) use condition::HostCondition;
pub(crate) use counts::{less, more};
pub(crate) use evaluation::Evaluation;
pub(crate) use suspension::{suspended, suspension};
pub(crate) use telling::Telling;
pub(crate) use timers::{Timer, Timers};
