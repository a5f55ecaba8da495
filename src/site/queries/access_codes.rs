//! The codes of a site as people read them.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use std::collections::BTreeMap;

use crate::code::Pin;
use crate::model::{CodeWindow, Desired, HolderKind, OnLockState, Reservation};
use crate::rules::{Stay, WindowNote, rounding_notes, stays_of};
use crate::site::orders::is_revoked;
use crate::site::state::{State, is_backup_or_emergency};
use crate::time::{Instant, Zone};
use crate::{Id, Text};

/// Which codes to show; all keys given must match.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct AccessCodeFilter {
    /// Those of the stay that this booking is part of (W8).
    pub reservation_id: Option<Id>,
    /// Those on this lock.
    pub lock_id: Option<Id>,
}

/// A code with its door's name and its window on the wall clock.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct AccessCodeView {
    /// The code's id.
    pub code_id: Id,
    /// Its lock.
    pub lock_id: Id,
    /// The door's name.
    pub door: Text,
    /// What kind of holder it has.
    pub holder: HolderKind,
    /// The stay that holds it, or was told it (A5).
    pub reservation_id: Option<Id>,
    /// The bookings that it serves, the one that holds it first (W8).
    pub reservation_ids: Vec<Id>,
    /// The guest's name.
    pub guest_name: Option<Text>,
    /// The PIN in clear; absent until it is known.
    pub code: Option<Pin>,
    /// When it begins to open; absent: at once.
    pub starts_at: Option<Instant>,
    /// When it opens no more; absent: never.
    pub ends_at: Option<Instant>,
    /// The start on the wall clock of the house, with its offset.
    pub starts_at_local: Option<String>,
    /// The end on the wall clock of the house, with its offset.
    pub ends_at_local: Option<String>,
    /// Why its window is not simply the booked days and times.
    pub notes: Vec<WindowNote>,
    /// How sure it is that the code is on the lock.
    pub state: OnLockState,
    /// Whether it shall be taken off.
    pub ending: bool,
}

/// The codes that are, may be or shall be on a lock, by lock and start.
pub(crate) fn access_codes(state: &State, filter: &AccessCodeFilter) -> Vec<AccessCodeView> {
    let stays = stays_by_holder(state);
    let stay_holder = filter.reservation_id.as_ref().and_then(|id| {
        let of_it = |stay: &&Stay| stay.reservation_ids.contains(id);
        stays.values().find(of_it).and_then(|stay| stay.holder())
    });
    let mut views: Vec<AccessCodeView> = state
        .access_codes
        .values()
        .filter(|code| !code.is_gone())
        .filter(|code| filter.lock_id.as_ref().is_none_or(|id| *id == code.lock_id))
        .filter(|code| {
            filter.reservation_id.as_ref().is_none_or(|id| {
                let opened_for = [Some(id), stay_holder];
                let told = code.told_to.iter().flatten().map(|told| &told.reservation_id);
                // A backup that was told is the stay's code from then on (A5).
                let mut of_spare = told.filter(|_| is_backup_or_emergency(code));
                opened_for.contains(&code.holder.reservation_id()) && code.holder.reservation_id().is_some()
                    || of_spare.any(|told| opened_for.contains(&Some(told)))
            })
        })
        .filter_map(|code| {
            let lock = &state.locks.get(&code.lock_id)?.lock;
            let told = code.told_to.iter().flatten().next_back();
            let told = told
                .filter(|_| is_backup_or_emergency(code))
                .map(|told| &told.reservation_id);
            let booked = code.holder.reservation_id().or(told);
            let booked = booked.and_then(|id| state.reservations.get(id));
            let held = match code.wanted {
                Some(Desired::Window(held)) => held,
                _ => CodeWindow {
                    starts_at: code.on_lock.starts_at,
                    ends_at: code.on_lock.ends_at,
                },
            };
            let zone: Option<Zone> = booked
                .and_then(|booked| state.listings.get(&booked.listing_id))
                .map(|listing| listing.time_zone)
                .or(lock.time_zone);
            let stay = booked.and_then(|booked| stays.get(&booked.id));
            let local = |instant: Option<Instant>| Some(zone?.local_text(instant?));
            Some(AccessCodeView {
                code_id: code.id.clone(),
                lock_id: code.lock_id.clone(),
                door: lock.name.clone(),
                holder: code.holder.kind,
                reservation_id: booked.map(|booked| booked.id.clone()),
                reservation_ids: match stay {
                    Some(stay) => stay.reservation_ids.clone(),
                    None => booked.iter().map(|booked| booked.id.clone()).collect(),
                },
                guest_name: booked.map(|booked| booked.guest.name.clone()),
                code: code.pin,
                starts_at: held.starts_at,
                ends_at: held.ends_at,
                starts_at_local: local(held.starts_at),
                ends_at_local: local(held.ends_at),
                notes: stay.map_or_else(Vec::new, |stay| {
                    let mut notes = stay.notes.clone();
                    notes.extend(rounding_notes(stay.window, held));
                    notes
                }),
                state: code.on_lock.state,
                ending: code.wanted == Some(Desired::REMOVED),
            })
        })
        .collect();
    views.sort_by(|a, b| (&a.lock_id, a.starts_at, &a.code_id).cmp(&(&b.lock_id, b.starts_at, &b.code_id)));
    views
}

/// The stays, by the booking that holds their codes (W8).
fn stays_by_holder(state: &State) -> BTreeMap<Id, Stay> {
    let mut booked = BTreeMap::<&Id, Vec<&Reservation>>::new();
    for reservation in state
        .reservations
        .values()
        .filter(|booked| !is_revoked(state, booked))
    {
        booked
            .entry(&reservation.listing_id)
            .or_default()
            .push(reservation);
    }
    let mut by_holder = BTreeMap::new();
    for (listing_id, booked) in booked {
        let Some(listing) = state.listings.get(listing_id) else {
            continue;
        };
        for stay in stays_of(listing, booked, &state.header.policy).stays {
            if let Some(holder) = stay.holder().cloned() {
                by_holder.insert(holder, stay);
            }
        }
    }
    by_holder
}
