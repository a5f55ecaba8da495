//! The checks before a stay, and before each part of it that nothing covers (C1 to C5).
//!
//! First the lock's health is looked at, then the activation of its code, then its verification.
//! The host hears of a finding once. When the lock is well again, the host may hear of it anew.

mod findings;
mod next_finding;
mod times;

pub(crate) use findings::Suspended;
pub(crate) use next_finding::HostKnows;
pub(crate) use times::{ask_from, checks_before, health_at, needed_at};
