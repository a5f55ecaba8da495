//! The engine's first step, from outside: facts in, steps out, by the rules of the design.

mod changes;
mod checks;
mod clock;
mod codes;
mod facts;
mod failures;
mod fixed;
mod for_hosts;
mod histories;
mod house;
mod late;
mod links;
mod model;
mod notice_results;
mod orders;
mod random;
mod reading;
mod simulated;
mod slots;
mod spares;
mod stays;
mod suspended;
mod telling;
mod under_change;
mod visits;
mod work;
