//! The virtual lock: a lock in its door, with its keypad, its clock and its cloud, as plain data.
//!
//! It plays what a lock platform does, for tests of a host's software and for the simulator. It
//! promises that nothing reads a clock or draws a random byte: the instant and a number to draw by
//! are parameters, so the same calls give the same facts. It knows the commands of the engine, but
//! not the engine: what it says are facts as a cloud would send them, and some are odd on purpose.
//!
//! ```text
//! character  quirks of the lock, habits of its cloud
//! state      the lock as data
//! chance     whether a quirk or a habit shows
//! clock      its own clock: what time it is there, and whether a code is open
//! said       what its cloud says
//! create     a lock of a brand
//! list       which codes its cloud lists, and how it says the lock is
//! done       what a command changes on the lock
//! offline    codes of the lock's own algorithm
//! run        a command runs, now or later
//! keypad     a PIN is typed
//! hand       somebody changes codes in the lock's own app
//! ```

mod chance;
mod character;
mod clock;
mod create;
mod done;
mod hand;
mod keypad;
mod list;
mod offline;
mod run;
mod said;
mod state;

pub use character::{Habit, Occasion, Quirk};
pub use create::{NewVirtualLock, create};
pub use hand::{Hand, HandKind, by_hand};
pub use keypad::{PAUSE, Typed, WRONG_TRIES, type_pin};
pub use list::{read_list, read_status};
pub use run::{pass_time, run, wakes_at};
pub use said::{Listed, Refusal, Said, SaidDenial, SaidReport, SaidResult, SaidUse};
pub use state::{Counts, HeldCode, Job, JobKind, Keypad, Label, OwnClock, VirtualLock};
