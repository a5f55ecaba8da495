//! When a code shall open.

mod stays;
mod validity_window;

pub(crate) use stays::stay_of;
pub use stays::{Stay, Stays, automated, stays_of, why_not_automated};
pub(crate) use validity_window::rounding_notes;
pub use validity_window::{
    MAX_STAY_DAYS, Neighbours, Noted, ValidityWindow, ValidityWindowInput, WindowNote, WindowNoteKind, YEARS,
    noted_stay, rounded, stay_window, validity_window, with_grace,
};
