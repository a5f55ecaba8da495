//! A site as plain JSON, and the limits on what it holds (D6).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::command::Command;
use super::lock_row::LockRow;
use super::standing_order::StandingOrder;
use super::told::{NoticeRow, TripRow, VisitRow};
use crate::Id;
use crate::json::at_most;
use crate::model::{AccessCode, Listing, Lock, Policy, Reservation};
use crate::time::{Duration, Instant};

/// How far `now` may lie before the site's clock (D6).
pub(crate) const MAX_BACK: Duration = Duration::minutes(5);

/// The version of the stored state (D6).
pub const STATE_VERSION: u32 = 1;

pub(crate) const MAX_LISTINGS: usize = 10_000;

pub(crate) const MAX_LOCKS: usize = 10_000;

pub(crate) const MAX_RESERVATIONS: usize = 200_000;

pub(crate) const MAX_ACCESS_CODES: usize = 500_000;

pub(crate) const MAX_NOTICES: usize = 500_000;

pub(crate) const MAX_ORDERS: usize = 200_000;

/// A site as plain JSON: everything that its rules need to know, and no key.
///
/// Its rows stand in the order of their ids. Store it whole, or row by row from the `changes` of each step.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Site {
    /// What belongs to no row.
    pub header: SiteHeader,
    /// Rental units, at most 10,000.
    #[serde(deserialize_with = "at_most::<MAX_LISTINGS, _, _, _>")]
    pub listings: Vec<Listing>,
    /// Devices, at most 10,000.
    #[serde(deserialize_with = "at_most::<MAX_LOCKS, _, _, _>")]
    pub locks: Vec<LockRow>,
    /// Bookings, at most 200,000.
    #[serde(deserialize_with = "at_most::<MAX_RESERVATIONS, _, _, _>")]
    pub reservations: Vec<Reservation>,
    /// PINs on locks, at most 500,000.
    #[serde(deserialize_with = "at_most::<MAX_ACCESS_CODES, _, _, _>")]
    pub access_codes: Vec<AccessCode>,
    /// Commands without an answer yet, at most 10,000.
    #[serde(deserialize_with = "at_most::<MAX_LOCKS, _, _, _>")]
    pub commands: Vec<Command>,
    /// Visits, at most 200,000.
    #[serde(default, deserialize_with = "at_most::<MAX_RESERVATIONS, _, _, _>")]
    pub visits: Vec<VisitRow>,
    /// What is known of trips beside their bookings, at most 200,000.
    #[serde(default, deserialize_with = "at_most::<MAX_RESERVATIONS, _, _, _>")]
    pub trips: Vec<TripRow>,
    /// Causes about which somebody has been told, at most 500,000.
    #[serde(deserialize_with = "at_most::<MAX_NOTICES, _, _, _>")]
    pub notices: Vec<NoticeRow>,
    /// Orders of the host that still count, at most 200,000.
    #[serde(default, deserialize_with = "at_most::<MAX_ORDERS, _, _, _>")]
    pub orders: Option<Vec<StandingOrder>>,
}

/// What a site knows that belongs to no row.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct SiteHeader {
    /// The site's id, as it was created. It is part of every derivation (P3): another one here,
    /// such as that of a copied site, changes no PIN that was made, and all that are yet to be
    /// made.
    pub id: Id,
    /// Version of this form (D6).
    pub state: u32,
    /// The latest `now` of a step that did something (D6).
    pub clock: Option<Instant>,
    /// What the host decided.
    #[cfg_attr(feature = "types", ts(type = "PartialPolicy"))]
    pub policy: Policy,
    /// The policy's revision (T6).
    pub policy_revision: Option<u32>,
    /// Numbers given to locks so far.
    pub lock_count: u32,
    /// Audit rows written so far.
    pub audit_count: u32,
    /// When the host was last asked to review who has access, or since when there is something to review (V4).
    pub reviewed_at: Option<Instant>,
}

impl SiteHeader {
    /// Gives a lock its number.
    pub(crate) fn new_lock(&mut self, lock: Lock) -> LockRow {
        self.lock_count = self.lock_count.saturating_add(1);
        LockRow {
            lock,
            number: self.lock_count,
            command_count: 0,
            code_count: 0,
            retry: None,
            known: None,
            word_at: None,
            read_at: None,
            late: None,
            read_refused: None,
            heard: None,
        }
    }
}
