//! When a guest's code shall open (W).
//!
//! Booked days and times become a stay in the zone of the house. The stay gets its grace, and the
//! stays around it clip the grace, never the stay itself. Bookings of one guest that follow each
//! other are one stay. The room knows nothing of a lock but
//! the time step in which it counts.

mod automation;
mod grace;
mod neighbours;
mod reveal;
mod rounding;
mod stay;
mod stays;
mod validity_window;
mod window_note;

pub use automation::{automated, why_not_automated};
pub use grace::with_grace;
pub use neighbours::Neighbours;
pub(crate) use reveal::reveal_at;
pub use rounding::rounded;
pub(crate) use stay::stay_of;
pub use stay::{MAX_STAY_DAYS, Noted, YEARS, noted_stay, stay_window};
pub use stays::{Stay, Stays, stays_of};
pub use validity_window::{ValidityWindow, ValidityWindowInput, validity_window};
pub(crate) use window_note::rounding_notes;
pub use window_note::{WindowNote, WindowNoteKind};
