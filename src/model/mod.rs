//! The nouns: listings, locks, reservations, access codes and the policy, as plain data.

mod access_code;
mod command;
mod listing;
mod lock;
mod policy;
mod profile;
mod reservation;
mod visit;

pub use access_code::{
    AccessCode, Awaited, CodeWindow, Desired, Failure, Holder, HolderKind, Method, Observed,
    OnLockState, Removed, Told,
};
pub use command::CommandKind;
pub use listing::{EntryMethod, Listing};
pub use lock::{Lock, LockState, Reachability, TimeFrames};
pub use policy::{
    BackupsPolicy, Channel, CodesPolicy, CommandsPolicy, EmergencyPolicy, NoticesPolicy,
    OfflinePolicy, Policy, ReviewPolicy, ValidationPolicy, VisitsPolicy, WindowPolicy,
};
pub use profile::{Abilities, OfflineFrame, abilities, profile, profile_names};
pub use reservation::{Guest, Reservation, ReservationStatus};
pub use visit::{
    MAX_WEEKLY_SPANS, Visit, VisitKind, VisitPurpose, VisitStatus, Weekday, WeeklySpan,
};
