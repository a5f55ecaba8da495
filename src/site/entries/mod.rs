//! What was typed or used at a door, beside the codes of that time.
//!
//! This room changes nothing, and keeps no PIN (P9).
//!
//! - `known`: the codes of a site, as they were at the time of an entry.
//! - `visit_time`: whether it was the time of a visit.
//! - `refused`: what a refused entry was.
//! - `used`: whether the use of a code was to be expected.

mod known;
mod refused;
mod used;
mod visit_time;

pub(crate) use known::runs_at;
pub(crate) use refused::{Entry, diagnosis};
pub(crate) use used::{first_in_stay, odd};
