//! A small site looked at whole: one lock, two stays one after the other, a pool of one and an
//! emergency code. From its first state on every order of what may happen is tried, over the real
//! engine ([`latchstring::site::OpenSite`]), until no state is new; each holds what it must, and
//! the states in which all is over hold I5 to I7.
//!
//! What may happen is `world::Action`; how far, each plan in `run.rs` says:
//!
//! - Bookings are told once each, in any order, before, between and after the answers to commands.
//! - A command is done and answered, done and not answered, not done and not answered, or done and
//!   answered after its deadline, though before the next moment of the plan. A loss is one of the
//!   last three.
//! - The host crashes, with a command under way that was done or not, and starts again from its
//!   stored rows.
//! - The lock falls silent, which its platform says or does not know, and comes back.
//! - The platform makes a code of the lock's algorithm, refuses to, or does not answer.
//! - A cloud accepts what it shall write, and does it at any later stop, or says that it failed.
//!
//! Time jumps: to the instant for which the engine asked, or to the next *moment* of the plan if
//! that comes first. Where nothing is lost an answer takes no time, so that states that differ by
//! seconds only are one. Bookings are told and the lock falls silent in the two minutes after a
//! moment, which are before the reveal, in the last minutes before each stay, within the first, and
//! after the last. A lock that was silent comes back at any stop within 45 minutes, or at a moment.
//!
//! In every step the same facts are told once more, to the engine in memory or to one that is
//! opened from the stored rows, and change nothing (D2, D3, D4, I7); before time passes the engine
//! is called too early, and does nothing (D3).
//!
//! Two states are one where everything is alike that bears on what can happen next (`print.rs`):
//! not counters, audit, tellings' dates, the ages of codes; PINs and ids by their place only; of
//! instants more than 65 minutes ago the order only. More states than the cap is a failure.
//!
//! The search is our own: the crate `stateright` would bring some thirty crates into the tests, a
//! web server among them.

mod broken;
mod checks;
mod cloud;
mod door;
mod plan;
mod print;
#[path = "../quiet.rs"]
mod quiet;
mod run;
mod search;
mod stored;
mod world;

/// Each state is a whole site: a quarter of the time went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
