//! Changed trips, by hand.

#![cfg(not(target_arch = "wasm32"))]

mod changed;
mod days;
mod field;
#[path = "../hand/mod.rs"]
mod hand;
mod over;
mod uncovered;
