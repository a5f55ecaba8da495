//! The rules one by one, through the functions that the crate exports: times and windows, codes,
//! ways in, backups, changed trips, visits, messages and reviews.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../support/mod.rs"]
mod support;

mod access;
mod access_times;
mod backups;
mod code;
mod default_templates;
mod emergency;
mod entries;
mod errors;
mod intervals;
mod messages;
mod other_ways_in;
mod reading;
mod review;
mod stays;
mod trips;
mod visits;
mod visits_by_hand;
mod walk;
mod windows;
mod windows_fit;
mod zones;
mod zones_golden;
mod zones_releases;
mod zones_table;
