//! What was typed at a door: what an entry was that the keypad refused, and whether a use of a code
//! was to be expected.
//!
//! - `known_code`: a code beside an entry: whose it is, and whether it is its time.
//! - `diagnosis`: what a refused entry was.
//! - `row`: refused entries in a row.
//! - `odd_use`: why the use of a code was not to be expected.

mod diagnosis;
mod known_code;
mod odd_use;
mod row;

pub use diagnosis::{EntryDiagnosis, TypedEntry, diagnose};
pub use known_code::{CodeHolder, EntryTime, KnownCode};
pub(crate) use odd_use::{OddUse, odd_use};
pub(crate) use row::{in_a_row, is_same_row};
