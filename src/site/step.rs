//! What a step gives back: commands for locks, notices for people, audit rows, changed rows.

use super::order::HostOrderKind;
use super::rows::{LockRow, NoticeRow, SiteHeader, TripRow, VisitRow};
use super::standing::StandingOrder;
use super::state::State;
use crate::code::Pin;
use crate::json::{Write, Writer};
use crate::model::{AccessCode, Channel, CommandKind, Held, Listing, Reservation};
use crate::rules::Notice;
use crate::time::Instant;
use crate::{Error, ErrorCode, Id, Text};

output! {
    /// What one step decided. Store `changes` and queue `commands` and `notices` in one transaction.
    ///
    /// Commands stand in the order of their locks, notices of their keys, changes of table and id (D1).
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Step {
        /// What lock platforms shall do.
        pub commands: Vec<Command>,
        /// What people shall be told.
        pub notices: Vec<Notice>,
        /// What was decided, for the record.
        pub audit: Vec<AuditRow>,
        /// Rows that are new, changed or gone.
        pub changes: Vec<Change>,
        /// Facts that were not taken, each with its reason (D2).
        pub rejected: Vec<Rejected>,
        /// The earliest instant after `now` at which a call would do something (D3); absent: never.
        pub wake_at: Option<Instant>,
    }
}

record! {
    /// Something a lock platform shall do (D4).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Command {
        /// Stable: the same command never comes under another id.
        pub id: Id,
        /// The lock that shall do it.
        pub lock_id: Id,
        /// What to do.
        pub kind: CommandKind,
        /// The code that it is about.
        pub code_id: Option<Id>,
        /// The PIN in clear.
        pub pin: Option<Pin>,
        /// The platform's id of the code.
        pub external_id: Option<Id>,
        /// Its place on the lock.
        pub slot: Option<u32>,
        /// A label for it on the lock.
        pub name: Option<Text>,
        /// The window to store; absent where the lock stores none.
        pub window: Option<Held>,
        /// When an answer is overdue (C7).
        pub deadline: Instant,
    }
}

impl RejectedBecause {
    /// The same, found below `place`.
    pub(super) fn at(self, place: &str) -> Self {
        match self {
            Self::Invalid {
                code,
                path,
                message,
                hint,
            } => {
                let error = Error {
                    code,
                    path,
                    message,
                    hint,
                }
                .at(place);
                Self::from(error)
            }
            Self::SameRevisionOtherContent => self,
        }
    }
}

impl From<Error> for RejectedBecause {
    fn from(error: Error) -> Self {
        Self::Invalid {
            code: error.code,
            path: error.path,
            message: error.message,
            hint: error.hint,
        }
    }
}

output! {
    /// What was decided, for the record. No PIN stands in it (P9).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AuditRow {
        /// Counts up by one.
        pub seq: u32,
        /// When.
        pub at: Instant,
        /// What.
        pub kind: AuditKind,
        /// The code that it is about.
        pub code_id: Option<Id>,
        /// The stay that it is about.
        pub reservation_id: Option<Id>,
        /// The visit that it is about.
        pub visit_id: Option<Id>,
        /// The listing that it is about.
        pub listing_id: Option<Id>,
        /// The lock that it is about.
        pub lock_id: Option<Id>,
        /// The notice that it is about (E3).
        pub notice_key: Option<Text>,
        /// The way that the notice took (E3).
        pub channel: Option<Channel>,
        /// Why.
        pub because: Vec<AuditReason>,
    }
}

impl AuditRow {
    /// The next row of a site, about nothing yet.
    pub(super) fn new(state: &mut State, kind: AuditKind, reason: Option<AuditReason>, now: Instant) -> Self {
        state.header.audit_count = state.header.audit_count.saturating_add(1);
        Self {
            seq: state.header.audit_count,
            at: now,
            kind,
            code_id: None,
            reservation_id: None,
            visit_id: None,
            listing_id: None,
            lock_id: None,
            notice_key: None,
            channel: None,
            because: reason.into_iter().collect(),
        }
    }
}

words! {
    /// What an audit row records.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum AuditKind {
        /// A code was made for a stay.
        CodeIssued,
        /// A code got another window, or another reservation of the same guest holds it.
        WindowMoved,
        /// A code should be gone.
        CodeEnded,
        /// A backup was told to a stay (B3).
        BackupTold,
        /// The emergency code was told to a stay (E3).
        EmergencyTold,
        /// The host ordered something.
        HostOrdered,
        /// A code that somebody else made has a holder from now on (F16).
        CodeAdopted,
        /// A notice reached whom it was for; its telling has a row of its own (E3).
        NoticeDelivered,
        /// A notice did not reach whom it was for; its telling has a row of its own (E3).
        NoticeFailed,
    }
}

choice! {
    /// Why something was decided.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum AuditReason by "kind" {
        /// The stay is confirmed and its listing has this lock (L).
        StayConfirmed,
        /// The stay, its neighbours or the policy changed (W5).
        WindowChanged,
        /// Back-to-back stays of one guest are one (W8).
        SameGuest,
        /// The window is over.
        WindowOver,
        /// The stay was cancelled, moved, or its listing lost this lock (T5, L).
        NoLongerEntitled,
        /// The lock holds another code with this PIN (F9).
        DuplicateOnLock,
        /// The visit stands, and its code shall open (V1).
        VisitStands,
        /// The code has served as long as one may (V3).
        CodeTooOld,
        /// Nothing else would open the door when it should (A1, A2).
        NothingElseOpens,
        /// The lock shall have another backup, or an emergency code (B1, E1).
        SpareNeeded,
        /// A backup or emergency code is too old, one too many, or not wanted any more (B6, E2).
        SpareReplaced,
        /// The host ordered it.
        HostOrdered {
            /// What was ordered.
            order: HostOrderKind,
        },
    }
}

/// A row that is new, changed or gone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "types",
    derive(ts_rs::TS),
    ts(tag = "op", rename_all = "snake_case")
)]
pub enum Change {
    /// The row is now this.
    Put(Box<Row>),
    /// The row is gone.
    Delete {
        /// Its table.
        table: TableName,
        /// Its id.
        id: String,
    },
}

impl Write for Change {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        match self {
            Self::Put(row) => {
                out.object(&["op"]);
                out.text("put");
                out.entries_of(row.as_ref());
            }
            Self::Delete { table, id } => {
                out.object(&["op", "table", "id"]);
                out.text("delete");
                table.write(out);
                id.write(out);
            }
        }
        out.end();
    }
}

serialize! { Change }

words! {
    /// The tables of a site.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum TableName {
        /// PINs on locks.
        AccessCodes,
        /// Commands without an answer yet.
        Commands,
        /// The one row that belongs to no other table.
        Header,
        /// Rental units.
        Listings,
        /// Devices.
        Locks,
        /// Causes about which somebody has been told.
        Notices,
        /// Orders of the host that still count.
        Orders,
        /// Bookings.
        Reservations,
        /// What is known of trips beside their bookings.
        Trips,
        /// Visits.
        Visits,
    }
}

choice! {
    /// A row with its table and id.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[allow(clippy::large_enum_variant)] // it is kept in a box
    pub enum Row by "table" {
        /// A PIN on a lock.
        AccessCodes {
            /// Its id.
            id: String,
            /// The row.
            row: AccessCode,
        },
        /// A command without an answer yet.
        Commands {
            /// Its id.
            id: String,
            /// The row.
            row: Command,
        },
        /// What belongs to no other table; its id is the site's.
        Header {
            /// Its id.
            id: String,
            /// The row.
            row: SiteHeader,
        },
        /// A rental unit.
        Listings {
            /// Its id.
            id: String,
            /// The row.
            row: Listing,
        },
        /// A device.
        Locks {
            /// Its id.
            id: String,
            /// The row.
            row: LockRow,
        },
        /// A cause about which somebody has been told; its id is the notice's key.
        Notices {
            /// Its id.
            id: String,
            /// The row.
            row: NoticeRow,
        },
        /// An order of the host that still counts; its id is its key.
        Orders {
            /// Its id.
            id: String,
            /// The row.
            row: StandingOrder,
        },
        /// A booking.
        Reservations {
            /// Its id.
            id: String,
            /// The row.
            row: Reservation,
        },
        /// What is known of a trip beside its booking.
        Trips {
            /// Its booking's id.
            id: String,
            /// The row.
            row: TripRow,
        },
        /// A visit.
        Visits {
            /// Its id.
            id: String,
            /// The row.
            row: VisitRow,
        },
    }
}

output! {
    /// A fact that was not taken.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Rejected {
        /// Its place among the facts, from 0.
        pub index: u32,
        /// Why.
        pub because: RejectedBecause,
    }
}

choice! {
    /// Why a fact was not taken.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum RejectedBecause by "kind" {
        /// It is no fact.
        Invalid {
            /// The kind of mistake.
            code: ErrorCode,
            /// Where it is, such as `facts[2].reservation.arrival`.
            path: String,
            /// In one sentence.
            message: String,
            /// What to do about it.
            hint: String,
        },
        /// This revision was told before, with other content (T6).
        SameRevisionOtherContent,
    }
}
