//! The stay of one booking, as it is booked and as its guest knows it.
//!
//! - `booked_stay`: the stay of one booking
//! - `on_hold`: what the guest of a stay on hold knows of it

mod booked_stay;
mod on_hold;

pub(crate) use booked_stay::booked_stay;
pub(crate) use on_hold::{as_told, is_known_pin, told_before_hold};
