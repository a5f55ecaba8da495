//! Small worlds for the rules about access and trips, and naive oracles that walk through them.

#![allow(dead_code)] // each test takes what it needs

pub mod access_oracle;
pub mod access_world;
pub mod door;
pub mod draw;
pub mod minimal;
pub mod trip_oracle;
pub mod trip_world;
