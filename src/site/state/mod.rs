//! The stored rows of a site, in tables, with their keys. This room knows no rule.

mod audit;
mod change;
mod code;
mod command;
mod host_order;
mod key;
mod label;
mod lock_row;
mod rejected;
mod site;
mod standing_order;
mod table;
mod tables;
mod told;
mod topic;
mod unconfirmed;

pub(crate) use audit::audit_row;
pub use audit::{AuditKind, AuditReason, AuditRow};
pub use change::{Change, Row, TableName};
pub(crate) use code::{is_backup_or_emergency, is_refused, is_untold_backup};
pub use command::Command;
pub use host_order::{HostOrder, HostOrderKind, NoticeOutcome};
pub(crate) use key::RowKey;
pub(crate) use label::label;
pub use lock_row::{HeardEvent, LockRow, Retry};
pub use rejected::RejectedBecause;
pub(crate) use site::{
    MAX_ACCESS_CODES, MAX_BACK, MAX_LISTINGS, MAX_LOCKS, MAX_NOTICES, MAX_ORDERS, MAX_RESERVATIONS,
};
pub use site::{STATE_VERSION, Site, SiteHeader};
pub use standing_order::{StandingOrder, Subject};
pub(crate) use table::Table;
pub(crate) use tables::{State, made_id, rules_of};
pub(crate) use told::MAX_DELIVERIES;
pub use told::{Delivery, LockedOutAt, NoticeRow, ToldDoor, ToldStay, TripRow, VisitRow};
pub(crate) use topic::{Topic, Touching};
pub use unconfirmed::UnconfirmedCommand;
