//! The orders of the host. An order is carried out at once, and kept while it has an effect, for
//! later rooms to read. At most one row is kept per kind of order and subject, so that a repeat is
//! known (D4).
//!
//! - `take_order`, `given`: one order, and what every order needs
//! - `about_codes`, `replace_lock`: orders about single codes, and a lock that is replaced
//! - `tell_code`: a guest is told the emergency code of another stay, or the next code
//! - `restore`: a code that was taken off by hand is put back
//! - `forget_guest`: a guest is forgotten after the stay
//! - `subject`, `standing`: the last order about a subject, and what it means
//! - `forget`: orders that count no more

mod about_codes;
mod forget;
mod forget_guest;
mod given;
mod replace_lock;
mod restore;
mod standing;
mod subject;
mod take_order;
mod tell_code;

pub(crate) use forget::{forget_code_orders, forget_orders};
pub(crate) use forget_guest::{is_forgotten, without_name};
pub(crate) use replace_lock::{listing_meant, visit_meant};
pub(crate) use standing::{
    generation, is_outdated_by, is_revoked, is_revoked_at_door, is_visit_revoked, meant_by,
    paused_since, reissued_at, standing, visit_rests,
};
pub(crate) use subject::last;
pub(crate) use take_order::{forgive_codes_on, take_host_order};
