//! The codes of a site as people read them.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use std::collections::BTreeMap;

use super::stays::stays_by_holder;
use crate::code::Pin;
use crate::model::{
    AccessCode, CodeWindow, Desired, HolderKind, OnLockState, Reservation, VisitPurpose,
};
use crate::rules::{Stay, WindowNote, rounding_notes};
use crate::site::plan::zone_at;
use crate::site::state::{State, VisitRow, is_backup_or_emergency};
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
    /// Those of this visit.
    pub visit_id: Option<Id>,
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
    /// The visit that holds it.
    pub visit_id: Option<Id>,
    /// The visitor's name; absent where the visit has none.
    pub visitor_name: Option<Text>,
    /// What the visitor comes for.
    pub purpose: Option<VisitPurpose>,
    /// The PIN in clear; absent until it is known, and where the site holds none (`withoutPins`).
    pub code: Option<Pin>,
    /// How to type it on this lock.
    pub keypad_hint: Option<Text>,
    /// What the lock's app shows of it.
    pub label: Option<Text>,
    /// Its place on the lock.
    pub slot: Option<u32>,
    /// When it shall begin to open; absent: at once.
    pub starts_at: Option<Instant>,
    /// When it shall open no more; absent: never.
    pub ends_at: Option<Instant>,
    /// The start on the wall clock of the house, with its offset.
    pub starts_at_local: Option<String>,
    /// The end on the wall clock of the house, with its offset.
    pub ends_at_local: Option<String>,
    /// Why its window is not simply the booked days and times.
    pub notes: Vec<WindowNote>,
    /// How sure it is that the code is on the lock.
    pub state: OnLockState,
    /// The window that is on the lock, as far as is known; absent where no code of it is there.
    pub on_lock: Option<WindowOnLock>,
    /// Whether it shall be taken off.
    pub ending: bool,
    /// Whether its guest or visitor was told it.
    pub told: bool,
    /// `true` while its booking is on hold, so that nothing is told; else left out (N4).
    pub on_hold: Option<bool>,
}

/// The window that a lock keeps for a code.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct WindowOnLock {
    /// How sure it is.
    pub state: OnLockState,
    /// When it begins to open; absent: at once.
    pub starts_at: Option<Instant>,
    /// When it opens no more; absent: never, or the lock keeps no times.
    pub ends_at: Option<Instant>,
    /// The start on the wall clock of the house, with its offset.
    pub starts_at_local: Option<String>,
    /// The end on the wall clock of the house, with its offset.
    pub ends_at_local: Option<String>,
}

/// The codes that are, may be or shall be on a lock, by lock and start.
pub(crate) fn access_codes(state: &State, filter: &AccessCodeFilter) -> Vec<AccessCodeView> {
    let stays = stays_by_holder(state);
    let bookings = filter
        .reservation_id
        .as_ref()
        .map(|id| bookings_of(&stays, id));
    let is_asked = |code: &&AccessCode| {
        !code.is_gone()
            && filter.lock_id.as_ref().is_none_or(|id| *id == code.lock_id)
            && (filter.visit_id.is_none() || filter.visit_id.as_ref() == code.holder.visit_id())
            && bookings
                .as_ref()
                .is_none_or(|bookings| is_for(code, bookings))
    };
    let codes = state.access_codes.values().filter(is_asked);
    let mut views: Vec<AccessCodeView> =
        codes.filter_map(|code| view(state, &stays, code)).collect();
    views.sort_by(|a, b| {
        (&a.lock_id, a.starts_at, &a.code_id).cmp(&(&b.lock_id, b.starts_at, &b.code_id))
    });
    views
}

/// A booking, and the booking that holds the codes of its stay (W8).
fn bookings_of<'a>(stays: &'a BTreeMap<Id, Stay>, reservation_id: &'a Id) -> Vec<&'a Id> {
    let has_it = |stay: &&Stay| stay.reservation_ids.contains(reservation_id);
    let holder = stays.values().find(has_it).and_then(Stay::holder);
    holder.into_iter().chain([reservation_id]).collect()
}

/// Whether one of the bookings holds a code, or was told it as a backup. A backup that was told is
/// the stay's code from then on (A5).
fn is_for(code: &AccessCode, bookings: &[&Id]) -> bool {
    let mut told = code
        .told_to
        .iter()
        .flatten()
        .map(|told| &told.reservation_id);
    code.holder
        .reservation_id()
        .is_some_and(|id| bookings.contains(&id))
        || (is_backup_or_emergency(code) && told.any(|id| bookings.contains(&id)))
}

fn view(state: &State, stays: &BTreeMap<Id, Stay>, code: &AccessCode) -> Option<AccessCodeView> {
    let lock = &state.locks.get(&code.lock_id)?.lock;
    let booking = booking_of(state, code);
    let stay = booking.and_then(|booking| stays.get(&booking.id));
    let window = window_of(code);
    let listing = booking.and_then(|booking| state.listings.get(&booking.listing_id));
    let visit = code.holder.visit_id().and_then(|id| state.visits.get(id));
    let zone: Option<Zone> = listing
        .map(|listing| listing.time_zone)
        .or_else(|| Some(zone_at(state, visit?, &code.lock_id)))
        .or(lock.time_zone);
    let local = |at: Option<Instant>| Some(zone?.local_text(at?));
    Some(AccessCodeView {
        code_id: code.id.clone(),
        lock_id: code.lock_id.clone(),
        door: lock.name.clone(),
        holder: code.holder.kind,
        reservation_id: booking.map(|booking| booking.id.clone()),
        reservation_ids: match stay {
            Some(stay) => stay.reservation_ids.clone(),
            None => booking.iter().map(|booking| booking.id.clone()).collect(),
        },
        guest_name: booking.map(|booking| booking.guest.name.clone()),
        visit_id: code.holder.visit_id().cloned(),
        visitor_name: visit.and_then(|row| row.visit.visitor.clone()),
        purpose: visit.map(|row| row.visit.purpose),
        code: code.pin.filter(|pin| !pin.is_placeholder()),
        keypad_hint: state.abilities_of(&code.lock_id)?.keypad_hint.clone(),
        label: code.shown_as(),
        slot: code.slot,
        starts_at: window.starts_at,
        ends_at: window.ends_at,
        starts_at_local: local(window.starts_at),
        ends_at_local: local(window.ends_at),
        notes: stay.map_or_else(Vec::new, |stay| notes(stay, window)),
        state: code.on_lock.state,
        on_lock: (code.on_lock.state != OnLockState::Absent).then(|| WindowOnLock {
            state: code.on_lock.state,
            starts_at: code.on_lock.starts_at,
            ends_at: code.on_lock.ends_at,
            starts_at_local: local(code.on_lock.starts_at),
            ends_at_local: local(code.on_lock.ends_at),
        }),
        ending: code.wanted == Some(Desired::REMOVED),
        on_hold: stay.is_some_and(Stay::is_on_hold).then_some(true),
        told: code.is_told() || visit.is_some_and(|row| knows(row, code)),
    })
}

/// Whether a visitor was told a code. One that another code has replaced was told: a visitor hears
/// of each code as it is made (V2).
fn knows(row: &VisitRow, code: &AccessCode) -> bool {
    let mut told = row.told_doors.iter().flatten();
    let is_replaced = row.notices > 0 && code.wanted == Some(Desired::REMOVED);
    is_replaced || told.any(|door| door.code_id == code.id)
}

/// The booking that holds a code, or was told it last as a backup.
fn booking_of<'a>(state: &'a State, code: &AccessCode) -> Option<&'a Reservation> {
    let told = code.told_to.iter().flatten().next_back();
    let told = told.filter(|_| is_backup_or_emergency(code));
    let holder = code.holder.reservation_id();
    let id = holder.or(told.map(|told| &told.reservation_id))?;
    state.reservations.get(id)
}

/// The window that a code shall have, else the one that it has.
fn window_of(code: &AccessCode) -> CodeWindow {
    match code.wanted {
        Some(Desired::Window(window)) => window,
        _ => CodeWindow {
            starts_at: code.on_lock.starts_at,
            ends_at: code.on_lock.ends_at,
        },
    }
}

/// Why the window of a stay's code is not simply the booked days and times.
fn notes(stay: &Stay, window: CodeWindow) -> Vec<WindowNote> {
    let mut notes = stay.notes.clone();
    notes.extend(rounding_notes(stay.window, window));
    notes
}
