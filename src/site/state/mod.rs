//! The stored rows of a site, in tables, and what finds them. This room knows no rule: a row says
//! what is known, and never what follows from it.
//!
//! - `site`: the whole site as it is stored, its header and its limits
//! - `tables`, `table`: a site in memory; each table is named once, in `tables`
//! - `key`: what a row is found by; `topic`: what has to be looked at again when a row changes
//! - `lock_row`, `unconfirmed`, `unconfirmed_command`: a lock, and its commands without a final
//!   result; `occupied_slot`: a place that counts as occupied until a list says otherwise
//! - `told`: trips and visits; `notice_row`, `conditions`: what the host was told; `new_codes`,
//!   `many_codes`: how often a guest was told a new code; `command`: what a lock platform shall do
//! - `host_order`, `standing_order`: orders of the host, as they come and as they are kept
//! - `change`, `audit`, `rejected`: what leaves a step: changed rows, decisions, refused facts;
//!   `audit_trail`: the next decision; `fact_note`: what was read otherwise than it was written
//! - `policy_of`: which policy counts for a stay, a door, a lock; `policies`: those, put together
//! - `recent_event`: an event by which its repeat is known
//! - `refused_entries`: what a keypad refused, and what the host heard of it
//! - `code`, `label`: questions about one code, and its label on the lock; `visited`: the listings
//!   and doors of a visit

mod audit;
mod audit_trail;
mod change;
mod code;
mod command;
mod conditions;
mod fact_note;
mod host_order;
mod key;
mod label;
mod lock_abilities;
mod lock_row;
mod many_codes;
mod new_codes;
mod notice_row;
mod occupied_slot;
mod policies;
mod policy_of;
mod recent_event;
mod refused_entries;
mod rejected;
mod site;
mod standing_order;
mod table;
mod tables;
mod told;
mod topic;
mod unconfirmed;
mod unconfirmed_command;
mod visited;

pub use audit::{AuditKind, AuditReason, AuditRow};
pub(crate) use audit_trail::audit_row;
pub use change::{Change, Row, TableName};
pub(crate) use code::{is_backup_or_emergency, is_beside_backup, is_refused, is_untold_backup};
pub use command::{Command, CommandWindow};
pub use fact_note::{FactNote, FactNoteKind};
pub use host_order::{HostOrder, HostOrderKind, NoticeOutcome};
pub(crate) use key::RowKey;
pub(crate) use label::label;
pub use lock_row::{LockRow, Retry};
pub(crate) use many_codes::is_kept_for_guest;
pub use new_codes::NewCodes;
pub use notice_row::NoticeRow;
pub use occupied_slot::OccupiedSlot;
pub use recent_event::RecentEvent;
pub use refused_entries::{RefusedEntries, StrangeUse};
pub use rejected::RejectedBecause;
pub(crate) use site::{
    MAX_ACCESS_CODES, MAX_BACK, MAX_LISTINGS, MAX_LOCKS, MAX_ORDERS, MAX_RESERVATIONS,
};
pub use site::{STATE_VERSION, Site, SiteHeader};
pub(crate) use standing_order::When;
pub use standing_order::{StandingOrder, Subject};
pub(crate) use table::Table;
pub(crate) use tables::{State, has_other_length, made_id, rules_of};
pub use told::{Delivery, LockedOutAt, ToldAccess, ToldDoor, ToldTurnover, TripRow, VisitRow};
pub(crate) use told::{MAX_DELIVERIES, MAX_TOLD_TURNOVERS};
pub(crate) use topic::{Topic, Touching};
pub use unconfirmed_command::UnconfirmedCommand;
pub(crate) use visited::{listings_at, listings_of, locks_of};
