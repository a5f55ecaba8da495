//! Changed trips, by hand.

mod changed;
mod days;
mod field;
mod over;
mod uncovered;
