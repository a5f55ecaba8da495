//! The stays of one listing, each with its window: neighbours clip grace (W5), one guest's
//! back-to-back bookings are one stay (W8).

use std::collections::BTreeMap;

use super::grace::with_grace;
use super::neighbours::Neighbours;
use super::stay::{Noted, noted_stay_of};
use super::window_note::WindowNote;
use crate::model::{Guest, Listing, Policy, Reservation, ReservationStatus};
use crate::time::{Edge, Instant, Window};
use crate::{Error, Id};

/// A stay of one guest in one listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Its bookings in the order of their arrival; the first one holds the code (W8).
    pub reservation_ids: Vec<Id>,
    /// Who stays, as the first booking names them.
    pub guest: Guest,
    /// From check-in to check-out, without grace (W1).
    pub booked: Window,
    /// When codes shall open: with grace, clipped at the neighbours, not rounded (W5).
    pub window: Window,
    /// Why the window differs from the booked days and times (W2, W5).
    pub notes: Vec<WindowNote>,
    /// The stays before and after it.
    pub neighbours: Neighbours,
    /// Holders of later stays that begin before this one ends (W5).
    pub overlaps: Vec<Id>,
    /// Those of its bookings that are on hold. Where the first one is, nothing is told (N4).
    pub on_hold: Vec<Id>,
}

impl Stay {
    /// Whether nothing is told to its guest: the booking that holds the code is on hold (N4).
    #[must_use]
    pub fn is_on_hold(&self) -> bool {
        self.holder()
            .is_some_and(|holder| self.on_hold.contains(holder))
    }

    /// The booking that holds the code.
    #[must_use]
    pub fn holder(&self) -> Option<&Id> {
        self.reservation_ids.first()
    }
}

/// The stays of a listing, and the bookings that make none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stays {
    /// In the order of their starts, then of their holders' ids.
    pub stays: Vec<Stay>,
    /// Bookings whose days and times make no window.
    pub impossible: Vec<(Id, Error)>,
}

/// The most conflicts that are named for one stay.
const MAX_OVERLAPS: usize = 16;

/// The stays of `listing` that `reservations` make. The reservations may come in any order. Those
/// of other listings and cancelled ones do not count (W3, W5, W8).
///
/// Two bookings of one guest are back to back if one arrives no later than the day on which the
/// other departs, and no other guest's stay begins in between.
///
/// ```
/// use latchstring::rules::stays_of;
/// let listing = latchstring::decode(r#"{ "id": "flat", "name": "Flat", "timeZone": "Europe/Paris",
///     "checkIn": "15:00", "checkOut": "11:00", "locks": [] }"#)?;
/// let reservations: Vec<latchstring::model::Reservation> = latchstring::decode(r#"[
///     { "id": "b", "revision": 1, "listingId": "flat", "status": "confirmed", "guest": { "id": "ada", "name": "Ada" },
///       "arrival": "2026-05-08", "departure": "2026-05-15" },
///     { "id": "a", "revision": 1, "listingId": "flat", "status": "confirmed", "guest": { "id": "ada", "name": "Ada" },
///       "arrival": "2026-05-01", "departure": "2026-05-08" }]"#)?;
/// let made = stays_of(&listing, &reservations, &latchstring::model::Policy::default());
/// assert_eq!(made.stays.len(), 1);
/// assert_eq!(made.stays.first().and_then(|stay| stay.holder()).map(|id| &**id), Some("a"));
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn stays_of<'a>(
    listing: &Listing,
    reservations: impl IntoIterator<Item = &'a Reservation>,
    policy: &Policy,
) -> Stays {
    let mut booked = Vec::new();
    let mut impossible = Vec::new();
    for reservation in reservations {
        if reservation.listing_id != listing.id
            || reservation.status != ReservationStatus::Confirmed
        {
            continue;
        }
        match noted_stay_of(reservation, listing) {
            Ok(noted) => booked.push((noted, reservation)),
            Err(error) => impossible.push((reservation.id.clone(), error)),
        }
    }
    booked.sort_by(|(a, x), (b, y)| {
        (a.window.starts_at(), &x.id).cmp(&(b.window.starts_at(), &y.id))
    });
    Stays {
        stays: with_neighbours(join_back_to_back(&booked), policy),
        impossible,
    }
}

struct Joined<'a> {
    reservations: Vec<&'a Reservation>,
    stay: Window,
    /// About clock changes at its edges.
    notes: Vec<WindowNote>,
}

fn join_back_to_back<'a>(booked: &[(Noted, &'a Reservation)]) -> Vec<Joined<'a>> {
    let mut joined: Vec<Joined<'a>> = Vec::new();
    // The place of each guest's latest stay: only that stay can be continued.
    let mut latest = BTreeMap::<&Id, usize>::new();
    for (at, (Noted { window, notes }, reservation)) in booked.iter().enumerate() {
        let window = *window;
        let guest_id = reservation.guest.id.as_ref();
        let before = guest_id
            .and_then(|id| latest.get(id))
            .and_then(|&at| joined.get_mut(at));
        if let Some(before) = before
            && before
                .reservations
                .iter()
                .any(|earlier| reservation.arrival <= earlier.departure)
            && !someone_begins_between(
                before.stay.ends_at(),
                (window.starts_at(), guest_id),
                booked.get(..at).unwrap_or_default(),
            )
        {
            if before.stay.ends_at() < window.ends_at() {
                before.stay = before
                    .stay
                    .widened_to(before.stay.starts_at(), window.ends_at());
                before.notes.retain(|note| note.edge == Edge::Start);
                before
                    .notes
                    .extend(notes.iter().filter(|note| note.edge == Edge::End));
            }
            before.reservations.push(reservation);
            continue;
        }
        if let Some(id) = guest_id {
            latest.insert(id, joined.len());
        }
        joined.push(Joined {
            reservations: vec![reservation],
            stay: window,
            notes: notes.clone(),
        });
    }
    joined
}

/// Whether another guest's stay begins between `ended` and `starts_at`. One window for both
/// bookings would let the first guest in during that stay. `earlier` holds the bookings before
/// `starts_at`.
fn someone_begins_between(
    ended: Instant,
    (starts_at, guest_id): (Instant, Option<&Id>),
    earlier: &[(Noted, &Reservation)],
) -> bool {
    earlier
        .iter()
        .rev()
        .map(|(noted, other)| (noted.window.starts_at(), other))
        .take_while(|(begun, _)| *begun >= ended)
        .any(|(begun, other)| begun < starts_at && other.guest.id.as_ref() != guest_id)
}

fn with_neighbours(joined: Vec<Joined<'_>>, policy: &Policy) -> Vec<Stay> {
    let spans: Vec<(Window, Option<Id>)> = joined
        .iter()
        .map(|each| {
            (
                each.stay,
                each.reservations.first().map(|first| first.id.clone()),
            )
        })
        .collect();
    let mut previous_ends_at: Option<Instant> = None;
    let mut stays = Vec::with_capacity(joined.len());
    for (at, each) in joined.into_iter().enumerate() {
        let Some(first) = each.reservations.first() else {
            continue;
        };
        let later = spans.get(at.saturating_add(1)..).unwrap_or_default();
        let neighbours = Neighbours {
            previous_ends_at,
            next_starts_at: later.first().map(|(window, _)| window.starts_at()),
        };
        let graced = with_grace(each.stay, &policy.window, neighbours);
        stays.push(Stay {
            guest: first.guest.clone(),
            booked: each.stay,
            window: graced.window,
            notes: [each.notes, graced.notes].concat(),
            neighbours,
            overlaps: later
                .iter()
                .take_while(|(window, _)| window.starts_at() < each.stay.ends_at())
                .filter_map(|(_, holder)| holder.clone())
                .take(MAX_OVERLAPS)
                .collect(),
            on_hold: (each.reservations.iter())
                .filter(|one| one.is_on_hold())
                .map(|one| one.id.clone())
                .collect(),
            reservation_ids: each.reservations.iter().map(|one| one.id.clone()).collect(),
        });
        previous_ends_at = previous_ends_at.max(Some(each.stay.ends_at()));
    }
    stays
}
