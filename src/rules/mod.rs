//! The rules: windows and what platforms accept of them.

mod access_case;
mod backup_time;
mod backups;
mod checks;
mod compare;
mod cover;
mod emergency;
mod evidence;
mod explain;
mod fit_shape;
mod fit_window;
mod ladder;
mod message;
mod next_command;
mod notice;
mod reason;
mod recalculate_trip;
mod review;
mod rungs;
mod same_name;
mod select_access;
mod stays;
mod templates;
mod trip_doors;
mod trip_notices;
mod validity_window;
mod visit_windows;
mod visits;
mod wait;

pub(crate) use access_case::AccessCase;
pub(crate) use backup_time::reveal_at;
pub(crate) use backups::is_too_old;
pub use backups::{
    BackupState, PoolCase, PoolPlan, backup_identifier, backup_name, backup_state, plan_pool, pool_target,
    removal_by_hand_at, told,
};
pub(crate) use checks::{HostKnows, Suspended, ask_from, checks_before, is_battery_low, needed_at};
pub use compare::DoorAction;
pub(crate) use cover::{doubtful_from, surely_after, surely_there};
pub use cover::{is_of_stay, opens, was_told};
pub use emergency::{EmergencyCase, EmergencyPlan, ToldStay, emergency_length, plan_emergency, why_not_told};
pub use evidence::{Evidence, Failures, evidence, fresh_failures};
pub use explain::explain;
pub use fit_window::{
    Fit, FitAnswer, FitReason, FitReasonKind, FitWindowInput, FittedWindow, fit, fit_window,
};
pub use message::{MAX_MESSAGE_BYTES, MAX_TEMPLATE_BYTES, RenderMessageInput, render_message};
pub(crate) use next_command::{Opening, can_change, next_command, platform_makes, sendable};
pub use notice::{
    Audience, CodeFailure, DoorAccess, LockFinding, Notice, NoticeKind, NoticeValues, ValidationCheck,
};
pub(crate) use notice::{key_at_lock, push_part, read_key};
pub use reason::Reason;
pub use recalculate_trip::{DoorPlan, RecalculateTripInput, Trip, TripChange, recalculate_trip};
pub use review::{Finding, FindingKind, review};
pub use select_access::{Decision, LockedOut, PassedOver, Route, SelectAccessInput, select_access};
pub(crate) use stays::stay_of;
pub use stays::{Stay, Stays, automated, stays_of, why_not_automated};
pub use templates::{DefaultTemplateInput, default_template};
pub(crate) use trip_doors::is_another_guest;
pub(crate) use validity_window::rounding_notes;
pub use validity_window::{
    MAX_STAY_DAYS, Neighbours, Noted, ValidityWindow, ValidityWindowInput, WindowNote, WindowNoteKind, YEARS,
    noted_stay, rounded, stay_window, validity_window, with_grace,
};
pub use visit_windows::{
    LocalWindow, MAX_PREVIEW_DAYS, MAX_PREVIEW_RESERVATIONS, VisitWindows, VisitWindowsInput, visit_windows,
};
pub use visits::{VisitCase, VisitNow, visit_now, visit_rotation_at, visit_rotation_due, visit_spans};
