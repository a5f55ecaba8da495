//! What the stored orders of the host mean. There is at most one row per kind of order and subject,
//! which shows that an order is repeated or late (D4).

use super::subject::last;
use crate::Id;
use crate::model::{AccessCode, Reservation, Visit};
use crate::site::state::{HostOrderKind, RowKey, StandingOrder, State, Subject, When, listings_at};
use crate::time::Instant;

/// Whether a subject is revoked at this `revision`, and no later order gives it back.
fn is_revoked_at(
    state: &State,
    revision: u32,
    subject: &Subject,
    given_back: &[(HostOrderKind, &Subject)],
) -> bool {
    last(state, HostOrderKind::Revoke, subject).is_some_and(|revoked| {
        let lifted = |(kind, subject): &(HostOrderKind, &Subject)| {
            last(state, *kind, subject).is_some_and(|order| order.when() > revoked.when())
        };
        revoked.revision.is_some_and(|seen| revision <= seen) && !given_back.iter().any(lifted)
    })
}

/// Whether the host ended the stay around a booking. For the rules it is as if cancelled (T5).
pub(crate) fn is_revoked(state: &State, booked: &Reservation) -> bool {
    if state.orders.len() == 0 {
        return false;
    }
    let stay = Subject::stay(&booked.id, None);
    is_revoked_at(
        state,
        booked.revision,
        &stay,
        &[(HostOrderKind::Reissue, &stay)],
    )
}

/// Whether the host ended a stay at one of its doors.
pub(crate) fn is_revoked_at_door(state: &State, reservation_ids: &[Id], lock_id: &Id) -> bool {
    state.orders.len() > 0
        && reservation_ids
            .iter()
            .filter_map(|id| state.reservations.get(id))
            .any(|booked| {
                let door = Subject::stay(&booked.id, Some(lock_id));
                let stay = Subject::stay(&booked.id, None);
                let given_back = [
                    (HostOrderKind::Reissue, &door),
                    (HostOrderKind::Reissue, &stay),
                ];
                is_revoked_at(state, booked.revision, &door, &given_back)
            })
}

/// Whether the host ended a visit at a door.
pub(crate) fn is_visit_revoked(state: &State, visit: &Visit, lock_id: &Id) -> bool {
    if state.orders.len() == 0 {
        return false;
    }
    let [whole, door] = [None, Some(lock_id)].map(|lock_id| Subject::visit(&visit.id, lock_id));
    let rotated = [
        (HostOrderKind::Rotate, &whole),
        (HostOrderKind::Rotate, &door),
    ];
    is_revoked_at(
        state,
        visit.revision,
        &whole,
        &[(HostOrderKind::Rotate, &whole)],
    ) || is_revoked_at(state, visit.revision, &door, &rotated)
}

/// Whether automation rests for a visit at a door: for all of its listings there, or for the site
/// where it has none. Later orders are carried out.
pub(crate) fn visit_rests(state: &State, visit: &Visit, lock_id: &Id) -> bool {
    if state.orders.len() == 0 {
        return false;
    }
    let is_overruled = |since: When| {
        [None, Some(lock_id)]
            .into_iter()
            .filter_map(|lock_id| {
                last(
                    state,
                    HostOrderKind::Rotate,
                    &Subject::visit(&visit.id, lock_id),
                )
            })
            .any(|order| order.when() > since)
    };
    let rests = |listing: Option<&Id>| {
        paused_since(state, listing).is_some_and(|since| !is_overruled(since))
    };
    match &*listings_at(state, visit, lock_id) {
        [] => rests(None),
        all => all.iter().all(|listing| rests(Some(&listing.id))),
    }
}

/// The bookings of a listing that the host did not revoke.
pub(crate) fn standing<'a>(
    state: &'a State,
    listing_id: &Id,
) -> impl Iterator<Item = &'a Reservation> + use<'a> {
    let booked = state
        .reservations
        .about(&RowKey::Listing(listing_id.clone()));
    booked.filter(|booked| !is_revoked(state, booked))
}

/// The generation of codes for these bookings, at one door or for the stay as a whole. Codes of an
/// earlier generation are theirs no longer (P3).
pub(crate) fn generation(state: &State, reservation_ids: &[Id], lock_id: Option<&Id>) -> u32 {
    if state.orders.len() == 0 {
        return 0;
    }
    let mut generation = 0;
    for id in reservation_ids {
        for kind in [HostOrderKind::Revoke, HostOrderKind::Reissue] {
            for lock_id in [None, lock_id] {
                let order = last(state, kind, &Subject::stay(id, lock_id));
                generation = generation.max(order.and_then(|order| order.generation).unwrap_or(0));
            }
        }
    }
    generation
}

/// Whether a code is of an earlier generation than this.
pub(crate) fn is_outdated_by(code: &AccessCode, generation: u32) -> bool {
    code.holder.generation.unwrap_or(0) < generation
}

/// When a new PIN for a stay was last ordered at a door.
pub(crate) fn reissued_at(state: &State, reservation_ids: &[Id], lock_id: &Id) -> Option<Instant> {
    reservation_ids
        .iter()
        .flat_map(|id| [Subject::stay(id, None), Subject::stay(id, Some(lock_id))])
        .filter_map(|subject| last(state, HostOrderKind::Reissue, &subject))
        .map(|order| order.at)
        .max()
}

/// Since when automation rests for a listing, or for the site if no listing is given.
pub(crate) fn paused_since(state: &State, listing_id: Option<&Id>) -> Option<When> {
    if state.orders.len() == 0 {
        return None;
    }
    let listing = listing_id.map(|id| Subject::Listing(id.clone()));
    [Some(Subject::Site), listing]
        .into_iter()
        .flatten()
        .filter_map(|subject| last(state, HostOrderKind::Pause, &subject))
        .filter(|order| order.kind == HostOrderKind::Pause)
        .map(StandingOrder::when)
        .max()
}

/// The lock that an id means: the successor, if the lock was replaced (L).
pub(crate) fn meant_by<'a>(state: &'a State, lock_id: &'a Id) -> &'a Id {
    in_its_place(state, lock_id).unwrap_or(lock_id)
}

/// The successor of a lock, if the lock was replaced.
fn in_its_place<'a>(state: &'a State, lock_id: &Id) -> Option<&'a Id> {
    last(
        state,
        HostOrderKind::ReplaceLock,
        &Subject::Lock(lock_id.clone()),
    )?
    .by
    .as_ref()
}
