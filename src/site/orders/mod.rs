//! Orders of the host are carried out at once, and kept while they have an effect, for
//! `standing_orders` to read. At most one row is kept per kind of order and subject, so that a
//! repeat is known (D4).
//!
//! - `take_order`, `given`: one order, and what every order needs
//! - `about_codes`, `replace_lock`: orders about single codes, and a lock that is replaced
//! - `tell_code`: a guest is told the emergency code of another stay, or the next code
//! - `restore`: a code that was taken off by hand is put back
//! - `forget_guest`: a guest is forgotten after the stay
//! - `forget`: orders that count no more

mod about_codes;
mod forget;
mod forget_guest;
mod given;
mod replace_lock;
mod restore;
mod take_order;
mod tell_code;

pub(crate) use forget::{forget_code_orders, forget_orders};
pub(crate) use forget_guest::{forget_labels, is_forgotten, without_name};
pub(crate) use replace_lock::{listing_meant, visit_meant};
pub(crate) use take_order::{forgive_codes_on, take_host_order};
