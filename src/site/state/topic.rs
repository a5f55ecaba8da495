//! What has to be looked at again: a step evaluates only what changed (D5).

use std::collections::BTreeSet;

use super::command::Command;
use super::key::{Keyed, Keys, RowKey};
use super::lock_row::LockRow;
use super::notice_row::NoticeRow;
use super::standing_order::{StandingOrder, Subject};
use super::told::{TripRow, VisitRow};
use crate::Id;
use crate::model::{AccessCode, HolderKind, Listing, LockState, Reachability, Reservation};

/// Something that changed, and so has to be looked at again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// A lock, its codes and its commands.
    Lock(Id),
    /// What a lock is, or a lasting fault of it: everybody behind it is concerned.
    Device(Id),
    /// How a lock was last seen. It concerns stays that are near or run, and whoever waits for a
    /// way in.
    Status(Id),
    /// That a lock still answers, and what else is on it. It concerns whoever waits for a way in, a
    /// place or a PIN there.
    Stock(Id),
    /// A rental unit and its bookings.
    Listing(Id),
    /// A booking, and the codes that it holds or was told.
    Stay(Id),
    /// When a booking is, and whether it counts. It concerns its listing, whose visits depend on
    /// the stays, and the locks of its codes, though no stay comes of it any more.
    Trip(Id),
    /// A visit and its codes.
    Visit(Id),
    /// Codes whose booking is not there.
    Orphans,
}

impl Topic {
    /// What a key's rows are about, if anything looks at it.
    fn of(key: &RowKey) -> Option<Self> {
        match key {
            RowKey::Lock(id) | RowKey::Gone(id) => Some(Self::Lock(id.clone())),
            RowKey::Listing(id) => Some(Self::Listing(id.clone())),
            RowKey::Stay(id) => Some(Self::Stay(id.clone())),
            RowKey::Visit(id) => Some(Self::Visit(id.clone())),
            RowKey::Pin(_)
            | RowKey::PinNumber(_)
            | RowKey::UnconfirmedCommand(_)
            | RowKey::OrderedAbout(_)
            | RowKey::EndedCondition => None,
        }
    }
}

/// A row whose change makes a step look again.
pub(crate) trait Touching: Keyed {
    /// Adds what has to be looked at again when `before` becomes this row, or when this row comes
    /// or goes. `keys` are those of both.
    fn touch(&self, _: Option<&Self>, keys: &Keys, touched: &mut BTreeSet<Topic>) {
        touch_keys(keys, touched);
    }
}

fn touch_keys(keys: &Keys, touched: &mut BTreeSet<Topic>) {
    for topic in keys.all().filter_map(Topic::of) {
        touched.insert(topic);
    }
}

impl Touching for Command {}
impl Touching for Listing {}
impl Touching for NoticeRow {}
impl Touching for TripRow {}
impl Touching for VisitRow {}

impl Touching for AccessCode {
    fn touch(&self, before: Option<&Self>, keys: &Keys, touched: &mut BTreeSet<Topic>) {
        touch_keys(keys, touched);
        let is_orphan =
            |code: &Self| code.holder.kind == HolderKind::Reservation && code.holder.id.is_none();
        if is_orphan(self) || before.is_some_and(is_orphan) {
            touched.insert(Topic::Orphans);
        }
        touched.insert(Topic::Stock(self.lock_id.clone()));
    }
}

impl Touching for LockRow {
    fn touch(&self, before: Option<&Self>, _: &Keys, touched: &mut BTreeSet<Topic>) {
        let id = &self.lock.id;
        touched.insert(Topic::Lock(id.clone()));
        let Some(before) = before else {
            touched.insert(Topic::Device(id.clone()));
            return;
        };
        let lasting = |row: &Self| {
            row.last_status
                .as_ref()
                .map(|status| (status.usable, status.flaky))
        };
        if before.lock != self.lock || lasting(before) != lasting(self) {
            touched.insert(Topic::Device(id.clone()));
        }
        if before.retry != self.retry {
            touched.insert(Topic::Status(id.clone()));
        }
        if before.last_status != self.last_status {
            let topic = if still_answers(before.last_status.as_ref(), self.last_status.as_ref()) {
                Topic::Stock
            } else {
                Topic::Status
            };
            touched.insert(topic(id.clone()));
        }
    }
}

/// Whether the only news is that a lock still answers.
fn still_answers(before: Option<&LockState>, now: Option<&LockState>) -> bool {
    let (Some(before), Some(now)) = (before, now) else {
        return false;
    };
    let same = LockState {
        reported_at: now.reported_at,
        ..before.clone()
    };
    same == *now && now.reachability == Reachability::Online && now.failures.is_none()
}

impl Touching for Reservation {
    fn touch(&self, _: Option<&Self>, keys: &Keys, touched: &mut BTreeSet<Topic>) {
        touch_keys(keys, touched);
        touched.insert(Topic::Trip(self.id.clone()));
    }
}

impl Touching for StandingOrder {
    fn touch(&self, _: Option<&Self>, keys: &Keys, touched: &mut BTreeSet<Topic>) {
        touch_keys(keys, touched);
        if let Subject::Stay { id, .. } = &self.subject {
            touched.insert(Topic::Trip(id.clone()));
        }
    }
}
