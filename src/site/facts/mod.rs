//! One fact in, the state of what is known out.

mod bookings;
mod clock;
mod effect;
mod late_result;
mod learn;
mod learn_code;
mod lists;
mod notice_result;
mod reachability;
mod reports;
mod result;
mod revision;
mod take;

pub(crate) use clock::accept_clock;
pub(crate) use result::expire;
pub(crate) use take::apply;
