//! Whole seasons of trips on a virtual clock: the real engine among locks that fall silent, a
//! platform that loses and repeats answers, guests at the door, and a host that crashes. Everything
//! comes from one printed seed.
//!
//! `SEED=… SIM_SEASONS=… cargo test --test sim -- --nocapture` repeats a run, or makes a longer
//! one.

mod broken;
mod characters;
mod checks;
mod comparison;
mod door;
mod exposure;
mod faults;
mod guests;
mod guests_outside;
mod hands;
mod heard;
mod holds;
mod host;
mod house;
mod known;
mod limits;
mod measures;
mod orders;
mod outages;
mod own_policies;
mod page;
mod plan;
mod platform;
mod progress;
#[path = "../quiet.rs"]
mod quiet;
mod repeat;
mod run;
#[path = "../../support/seeded.rs"]
mod seeded;
#[path = "../../support/shapes.rs"]
mod shapes;
mod strategies;
mod texts;
mod told;
mod turn;
mod turnovers;
mod visitors;
mod visits;
mod world;

/// Engine and judges allocate much: this one takes a tenth less time than that of the system.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
