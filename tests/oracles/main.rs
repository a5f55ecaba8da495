//! Random locks, histories and trips against naive oracles that walk minute by minute, and what
//! holds of every decision in the same worlds.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../support/mod.rs"]
mod support;

mod access;
mod access_oracle;
mod access_world;
mod changed_trips;
mod code_oracle;
mod decisions;
mod door;
mod draw;
mod minimal;
mod notices;
mod offline_oracle;
mod trip;
mod trip_oracle;
mod trip_world;
