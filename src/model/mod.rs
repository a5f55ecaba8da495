//! The nouns: listings, locks, reservations, access codes and the policy, as plain data.

mod access_code;
mod changed_window;
mod command;
mod desired;
mod doubt;
mod failure;
mod holder;
mod listing;
mod lock;
mod observed;
mod policy;
mod profile;
mod reservation;
mod slots;
mod taken_off;
mod tries;
mod visit;
mod window_before;

pub use access_code::{AccessCode, Awaited, Method, Told};
pub use command::CommandKind;
pub use desired::{CodeWindow, Desired, Removed};
pub use doubt::Doubt;
pub use failure::Failure;
pub use holder::{Holder, HolderKind};
pub use listing::{EntryMethod, Listing};
pub use lock::{ChangesBy, Lock, LockState, Reachability, TimeFrames};
pub use observed::{Observed, OnLockState};
pub use policy::{
    BackupsPolicy, Channel, CodesPolicy, CommandsPolicy, ComplaintsPolicy, EmergencyPolicy,
    EntriesPolicy, HandPolicy, LowBattery, NoticesPolicy, OfflinePolicy, PartialPolicy, Policy,
    RetentionPolicy, ReviewPolicy, ValidationPolicy, VisitsPolicy, WindowPolicy,
};
pub use profile::{
    Abilities, LockProfile, LockProfileInput, OfflineFrame, OfflineLimits, ProfileFields,
    abilities, lock_profile, profile, profile_names,
};
pub use reservation::{Guest, Reservation, ReservationStatus};
pub use slots::Slots;
pub use taken_off::TakenOff;
pub use tries::Tries;
pub use visit::{
    MAX_VISIT_DOORS, MAX_VISIT_LISTINGS, MAX_WEEKLY_SPANS, Visit, VisitKind, VisitPurpose,
    VisitSchedule, VisitStatus, Weekday, WeeklySpan,
};
pub use window_before::WindowBefore;
