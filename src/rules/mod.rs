//! The rules: each answers one question from what it is given, and keeps nothing.
//!
//! The rooms, each of which knows only those above it:
//!
//! ```text
//! reasons      why something was decided or found
//! windows      when a guest's code shall open
//! visits       when the code of somebody who is no guest shall open
//! fit          which window a lock's platform would accept
//! lock         what is known of one lock, and what it is asked next
//! access       which way in a guest has at one lock
//! checks       what is looked at before a stay
//! backups      the backup codes on one lock, and its emergency code
//! entries      what was typed at a door
//! messages     what people are told
//! trip         what a changed trip means for every door
//! review       who has access, and what is odd about it
//! ```

mod access;
mod backups;
mod checks;
mod entries;
mod fit;
mod lock;
mod messages;
mod reasons;
mod review;
mod trip;
mod visits;
mod windows;

pub(crate) use access::{AccessCase, OfflineOffer, OutsideStay, OwnCode, answer};
pub use access::{
    Decision, ExplainInput, LockedOut, PassedOver, Route, SelectAccessInput, explain, select_access,
};
pub use backups::{
    BackupState, EmergencyCase, EmergencyPlan, PoolCase, PoolPlan, ToldStay, backup_identifier,
    backup_name, backup_state, emergency_length, plan_emergency, plan_pool, pool_target,
    removal_by_hand_at, told, why_not_told,
};
pub(crate) use backups::{LabelParts, is_too_old, made_label, told_again};
pub(crate) use checks::{HostKnows, Suspended, ask_from, checks_before, health_at, needed_at};
pub use entries::{CodeHolder, EntryDiagnosis, EntryTime, KnownCode, TypedEntry, diagnose};
pub(crate) use entries::{OddUse, in_a_row, is_same_row, odd_use};
pub use fit::{
    Fit, FitAnswer, FitReason, FitReasonKind, FitWindowInput, FittedWindow, fit, fit_window,
};
pub use lock::{Evidence, Failures, evidence, fresh_failures, is_of_stay, opens, was_told};
pub(crate) use lock::{
    Opening, all_failures, back_off, beyond_doubt, can_change, doubtful_from, guaranteed_after,
    guaranteed_window, is_awaited_in_stay, is_full, is_left, is_on_its_way, is_sure, low_battery,
    next_command, one_more, platform_makes, sendable, stale_at, stays_full, still_low_battery,
    takes_place, told_at,
};
pub use messages::{
    Audience, CallOccasion, Changed, DefaultTemplateInput, DoorAccess, HostOffer,
    MAX_MESSAGE_BYTES, MAX_TEMPLATE_BYTES, Notice, NoticeCause, NoticeKind, NoticeValues,
    RenderMessageInput, TurnoverAccess, default_template, render_message,
};
pub(crate) use messages::{
    counted_key, in_one_line, key_at_lock, key_of, push_part, read_count, read_key,
};
pub use reasons::{CodeFailure, LockFinding, Reason, ValidationCheck};
pub(crate) use review::in_order;
pub use review::{Finding, FindingKind, review};
pub use trip::{DoorAction, DoorPlan, RecalculateTripInput, Trip, TripChange, recalculate_trip};
pub(crate) use trip::{is_another_guest, is_another_visitor, is_on_other_days, keeps_name};
pub use visits::{
    LocalWindow, MAX_PREVIEW_DAYS, MAX_PREVIEW_RESERVATIONS, VisitCase, VisitNow, VisitWindows,
    VisitWindowsInput, turnover_told_at, visit_now, visit_rotation_at, visit_rotation_due,
    visit_spans, visit_turnovers, visit_windows,
};
pub use windows::{
    MAX_STAY_DAYS, Neighbours, Noted, Stay, Stays, ValidityWindow, ValidityWindowInput, WindowNote,
    WindowNoteKind, YEARS, automated, noted_stay, rounded, stay_window, stays_of, validity_window,
    why_not_automated, with_grace,
};
pub(crate) use windows::{reveal_at, rounding_notes, stay_of};
