//! The engine from outside: facts go in, steps come out, by the rules of the design. Scenarios,
//! whole trips and stored sites are compared with the golden files to the byte.

#[path = "../support/mod.rs"]
mod support;

mod by_hand;
mod by_place;
mod chance;
mod changes;
mod checks;
mod clock;
mod codes;
mod doubts;
mod emergency;
mod facts;
mod failures;
mod fixed;
mod for_hosts;
mod histories;
mod house;
mod keys;
mod labels;
mod late;
mod lengths;
mod links;
mod list_entries;
mod list_states;
mod listed;
mod model;
mod notice_results;
mod numbers;
mod offline_frames;
mod opened;
mod orders;
mod orders_about_codes;
mod random;
mod reading;
mod repeated;
mod replaced_lock;
mod resting;
mod scenarios;
mod sets;
mod simulated;
mod slots;
mod spares;
mod starts;
mod stays;
mod stored;
mod suspended;
mod telling;
mod tries;
mod under_change;
mod virtual_lock;
mod virtual_quirks;
mod visits;
mod whole_trips;
mod work;
