//! The engine: facts in, commands, notices and changed rows out.
//!
//! A step is pure (D1): the same site, facts, `now` and key give the same bytes. It is
//! level-triggered (D2): facts say what is known, and a step then compares once what should be with
//! what is. A second call with nothing new does nothing (D3), so a host may call as often as it
//! likes.
//!
//! The rooms, each of which knows only those above it:
//!
//! ```text
//! state            the stored rows, in tables, with their keys
//! evaluation       what one look at one place yields
//! standing_orders  what the kept orders of the host mean
//! stays            the stay of one booking, as booked and as told
//! orders           an order of the host: carried out and kept
//! plan             which door shall open when
//! entries          what was typed at a door, beside the codes of that time
//! facts            one fact in, the state of what is known out
//! cache            what need not be looked at again
//! codes            whose code is whose
//! commands         what a lock shall do next
//! notices          who is told what
//! queries          questions that change nothing
//! ```
//!
//! `engine` is the only entry, and `reconcile` lists the phases of a step. `without_pins` takes the
//! PINs out of a stored site. `fact`, `code_list` and
//! `step` hold the types that go in and come out. The loop of a host is on the [first
//! page](crate) of this documentation.

mod cache;
mod code_list;
mod codes;
mod commands;
mod create;
mod engine;
mod entries;
mod evaluation;
mod fact;
mod facts;
mod notices;
mod orders;
mod plan;
mod queries;
mod reconcile;
mod standing_orders;
mod state;
mod stays;
mod step;
mod without_pins;

pub use code_list::{CodeList, CodeOnLock, ListedState};
pub use create::{NewSite, create_site};
pub use engine::OpenSite;
pub use fact::{
    AccessDenied, CodeUsed, CommandResult, Fact, GuestLockedOut, HostOrderFact, ListingFact,
    LockFact, LockReport, LockReset, NoticeResult, Outcome, PolicyFact, ReservationFact, VisitFact,
};
pub(crate) use queries::stays_by_holder;
pub use queries::{
    AccessCodeFilter, AccessCodeView, GuestCard, GuestCardDoor, GuestCardInput, GuestCardState,
    WindowOnLock,
};
pub(crate) use standing_orders::is_revoked_at_door;
pub use state::{
    AuditKind, AuditReason, AuditRow, Change, Command, Delivery, FactNote, FactNoteKind, HostOrder,
    HostOrderKind, LockRow, LockedOutAt, NewCodes, NoticeOutcome, NoticeRow, OccupiedSlot,
    RecentEvent, RefusedEntries, RejectedBecause, Retry, Row, STATE_VERSION, Site, SiteHeader,
    StandingOrder, StrangeUse, Subject, TableName, ToldAccess, ToldDoor, ToldTurnover, TripRow,
    UnconfirmedCommand, VisitRow,
};
pub(crate) use state::{RowKey, State, is_backup_or_emergency};
pub use step::{Rejected, Step};
pub use without_pins::without_pins;
