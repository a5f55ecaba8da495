//! A site as plain JSON, and the limits on what it holds (D6).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::command::Command;
use super::lock_row::LockRow;
use super::notice_row::NoticeRow;
use super::standing_order::StandingOrder;
use super::told::{TripRow, VisitRow};
use crate::Id;
use crate::json::at_most;
use crate::model::{AccessCode, Listing, Lock, Policy, Reservation};
use crate::time::{Duration, Instant};

/// How far `now` may lie before the site's clock (D6).
pub(crate) const MAX_BACK: Duration = Duration::minutes(5);

/// The version of a stored site (D6).
pub const STATE_VERSION: u32 = 1;

pub(crate) const MAX_LISTINGS: usize = 10_000;

pub(crate) const MAX_LOCKS: usize = 10_000;

pub(crate) const MAX_RESERVATIONS: usize = 200_000;

pub(crate) const MAX_ACCESS_CODES: usize = 500_000;

pub(crate) const MAX_NOTICES: usize = 500_000;

pub(crate) const MAX_ORDERS: usize = 200_000;

/// A site as plain JSON: everything that the rules need, and no key.
///
/// The rows of a table are in the order of their ids. Store the site whole, or row by row from the
/// `changes` of each step.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Site {
    /// The row that belongs to no table of its own kind.
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
    /// Conditions about which the host was told, at most 500,000; the last 1,000 that are over,
    /// too.
    #[serde(deserialize_with = "at_most::<MAX_NOTICES, _, _, _>")]
    pub notices: Vec<NoticeRow>,
    /// Orders of the host that still count, at most 200,000.
    #[serde(default, deserialize_with = "at_most::<MAX_ORDERS, _, _, _>")]
    pub orders: Option<Vec<StandingOrder>>,
}

/// What belongs to the site as a whole.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct SiteHeader {
    /// The site's id, as it was created. The id is part of every derivation (P3). Another id, such
    /// as that of a copied site, changes no PIN that was made, and every PIN that is still to be
    /// made.
    pub id: Id,
    /// Version of the stored site (D6).
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
    /// How many numbers the PINs of backups, emergency codes and visits were derived from so far;
    /// absent is 0. It never falls, so that no such PIN comes back (P3, I14).
    pub pin_count: Option<u32>,
    /// The ids of the newest results of notices to the host, at most 64. A notice may be forgotten
    /// and come back, and a result that is repeated does not count again (D4).
    #[serde(default, deserialize_with = "at_most::<MAX_HEARD_RESULTS, _, _, _>")]
    pub heard_results: Option<Vec<Id>>,
    /// When the host was last asked to review who has access. Before the first time: since when
    /// there is something to review (V4).
    pub reviewed_at: Option<Instant>,
}

/// The most results of notices to the host that are remembered.
const MAX_HEARD_RESULTS: usize = 64;

impl SiteHeader {
    /// Whether a result of a notice to the host was taken before.
    pub(crate) fn has_heard_result(&self, id: &Id) -> bool {
        self.heard_results.iter().flatten().any(|known| known == id)
    }

    /// Remembers a result of a notice to the host.
    pub(crate) fn hear_result(&mut self, id: Id) {
        let all = self.heard_results.get_or_insert_default();
        all.push(id);
        let over = all.len().saturating_sub(MAX_HEARD_RESULTS);
        all.drain(..over);
    }

    /// Gives a lock its number.
    pub(crate) fn new_lock(&mut self, lock: Lock) -> LockRow {
        self.lock_count = self.lock_count.saturating_add(1);
        LockRow {
            lock,
            number: self.lock_count,
            command_count: 0,
            code_count: 0,
            retry: None,
            last_status: None,
            status_at: None,
            read_at: None,
            unseen_removal_at: None,
            command_given_at: None,
            read_given_at: None,
            readings: None,
            clock_or_zone: None,
            unconfirmed_commands: None,
            read_asked_at: None,
            read_refused: None,
            pins_hidden: None,
            slots_seen: None,
            occupied_slots: None,
            codes_gone: None,
            recent_events: None,
            refused_entries: None,
            strange_use: None,
        }
    }
}
