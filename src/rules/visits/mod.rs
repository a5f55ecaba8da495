//! When the code of somebody who is no guest shall open.

mod spans;
mod visit_windows;

pub use spans::{VisitCase, VisitNow, visit_now, visit_rotation_at, visit_rotation_due, visit_spans};
pub use visit_windows::{
    LocalWindow, MAX_PREVIEW_DAYS, MAX_PREVIEW_RESERVATIONS, VisitWindows, VisitWindowsInput, visit_windows,
};
