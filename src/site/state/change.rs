//! A row that is new, changed or gone, with the name of its table.

use serde::{Deserialize, Serialize};

use super::command::Command;
use super::lock_row::LockRow;
use super::notice_row::NoticeRow;
use super::site::SiteHeader;
use super::standing_order::StandingOrder;
use super::told::{TripRow, VisitRow};
use crate::model::{AccessCode, Listing, Reservation};

/// A row that is new, changed or gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "op", rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
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

/// The tables of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum TableName {
    /// PINs on locks.
    AccessCodes,
    /// Commands without an answer yet.
    Commands,
    /// The one row that belongs to the site as a whole.
    Header,
    /// Rental units.
    Listings,
    /// Devices.
    Locks,
    /// Conditions about which the host was told.
    Notices,
    /// Orders of the host that still count.
    Orders,
    /// Bookings.
    Reservations,
    /// What is known of trips, beside their bookings.
    Trips,
    /// Visits.
    Visits,
}

/// A row with its table and id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(
    tag = "table",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[allow(clippy::large_enum_variant)] // it is kept in a box
pub enum Row {
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
    /// The one row that belongs to the site as a whole; its id is the site's.
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
    /// A condition about which the host was told; its id is the notice's key.
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
