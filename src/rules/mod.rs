//! The rules.

mod access;
mod backups;
mod checks;
mod fit;
mod lock;
mod messages;
mod reasons;
mod review;
mod trip;
mod visits;
mod windows;

pub(crate) use access::{AccessCase, reveal_at};
pub use access::{Decision, LockedOut, PassedOver, Route, SelectAccessInput, explain, select_access};
pub(crate) use backups::is_too_old;
pub use backups::{
    BackupState, EmergencyCase, EmergencyPlan, PoolCase, PoolPlan, ToldStay, backup_identifier, backup_name,
    backup_state, emergency_length, plan_emergency, plan_pool, pool_target, removal_by_hand_at, told,
    why_not_told,
};
pub(crate) use checks::{HostKnows, Suspended, ask_from, checks_before, is_battery_low, needed_at};
pub use fit::{Fit, FitAnswer, FitReason, FitReasonKind, FitWindowInput, FittedWindow, fit, fit_window};
pub use lock::{Evidence, Failures, evidence, fresh_failures, is_of_stay, opens, was_told};
pub(crate) use lock::{
    Opening, can_change, doubtful_from, next_command, platform_makes, sendable, surely_after, surely_there,
};
pub use messages::{
    Audience, CodeFailure, DefaultTemplateInput, DoorAccess, LockFinding, MAX_MESSAGE_BYTES,
    MAX_TEMPLATE_BYTES, Notice, NoticeKind, NoticeValues, RenderMessageInput, ValidationCheck,
    default_template, render_message,
};
pub(crate) use messages::{key_at_lock, push_part, read_key};
pub use reasons::Reason;
pub use review::{Finding, FindingKind, review};
pub(crate) use trip::is_another_guest;
pub use trip::{DoorAction, DoorPlan, RecalculateTripInput, Trip, TripChange, recalculate_trip};
pub use visits::{
    LocalWindow, MAX_PREVIEW_DAYS, MAX_PREVIEW_RESERVATIONS, VisitCase, VisitNow, VisitWindows,
    VisitWindowsInput, visit_now, visit_rotation_at, visit_rotation_due, visit_spans, visit_windows,
};
pub use windows::{
    MAX_STAY_DAYS, Neighbours, Noted, Stay, Stays, ValidityWindow, ValidityWindowInput, WindowNote,
    WindowNoteKind, YEARS, automated, noted_stay, rounded, stay_window, stays_of, validity_window,
    why_not_automated, with_grace,
};
pub(crate) use windows::{rounding_notes, stay_of};
