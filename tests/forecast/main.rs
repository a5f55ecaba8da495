//! The schedule of a site, as it is known and as it will turn out: against the engine and the
//! virtual locks, stepped by hand.

#[path = "../support/mod.rs"]
mod support;

mod by_hand;
mod cost;
mod houses;
mod known;
mod limits;
mod pinless;
mod stepped;
mod survived;

/// Each house is stepped many times, as in the simulator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
