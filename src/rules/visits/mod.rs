//! When the code of somebody who is no guest shall open, and when it is replaced (V).
//!
//! A visit has one span, or many: one a week, or one between two stays. The same spans answer what
//! a lock shall hold now and what a host sees in a preview.

mod rotation;
mod spans;
mod turnovers;
mod visit_windows;

pub use rotation::{visit_rotation_at, visit_rotation_due};
pub use spans::{VisitCase, VisitNow, visit_now, visit_spans};
pub use turnovers::{turnover_told_at, visit_turnovers};
pub use visit_windows::{
    LocalWindow, MAX_PREVIEW_DAYS, MAX_PREVIEW_RESERVATIONS, VisitWindows, VisitWindowsInput,
    visit_windows,
};
