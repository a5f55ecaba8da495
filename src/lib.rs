//! Latchstring: which access code opens which door, for whom, from when until when.
//!
//! Pure rules: `now`, keys and random bytes are parameters; nothing here reads a clock, a network or entropy.
//! Rule numbers (`P2`, `W5`) are those of the design; `A`, `G`, `V` and `H` name the sources of a rule
//! (Airbnb's backup codes, GuestsKey, visitor codes, Hosthub) and `F1` to `F34` the reports from the field.

#![deny(missing_docs, unsafe_code, unused_qualifications)]
#![cfg_attr(not(target_family = "wasm"), forbid(unsafe_code))]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::todo,
    clippy::unimplemented,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::pedantic
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

#[macro_use]
mod json;

mod error;
mod id;
mod sorted;

pub mod api;
pub mod code;
pub mod model;
pub mod rules;
pub mod site;
pub mod time;

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub mod wasm;

pub use error::{Error, ErrorCode};
pub use id::{Id, Text};
pub use json::{Json, MAX_INPUT_BYTES, Read, Tree, Write, Writer, decode};
