//! The host's orders: taken, kept for as long as they count, and read by every other room.

mod about_codes;
mod forget;
mod given;
mod replace_lock;
mod standing;
mod subject;
mod take_order;

pub(crate) use forget::{forget_code_orders, forget_orders};
pub(crate) use replace_lock::{listing_meant, visit_meant};
pub(crate) use standing::{
    generation, is_outdated_by, is_revoked, is_revoked_at_door, is_visit_revoked, paused_since, reissued_at,
    standing, visit_rests,
};
pub(crate) use subject::last;
pub(crate) use take_order::{forgive_codes_on, take_host_order};
