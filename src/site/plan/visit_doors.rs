//! The stays that a visit follows, and the zone of each of its doors (V1, V2).

use crate::Id;
use crate::model::{Desired, Listing, Visit, VisitKind};
use crate::rules::{Stay, stays_of};
use crate::site::standing_orders::standing;
use crate::site::state::{RowKey, State, VisitRow, listings_at, listings_of};
use crate::time::{Duration, Instant, Zone};

/// The stays of each listing that a turnover follows. Other visits follow none.
pub(crate) fn stays_for(state: &State, visit: &Visit) -> Vec<(Id, Vec<Stay>)> {
    if visit.kind != VisitKind::Turnover {
        return Vec::new();
    }
    let stays = |listing: &Listing| {
        let policy = state.policy_of_listing(&listing.id);
        let made = stays_of(listing, standing(state, &listing.id), policy);
        (listing.id.clone(), made.stays)
    };
    listings_of(state, visit).map(stays).collect()
}

/// The stays of those of its listings that count at a door.
pub(crate) fn stays_at<'a>(
    state: &State,
    row: &VisitRow,
    stays: &'a [(Id, Vec<Stay>)],
    lock_id: &Id,
) -> Vec<&'a [Stay]> {
    let here = listings_at(state, &row.visit, lock_id);
    let counts = |(id, _): &&(Id, Vec<Stay>)| here.iter().any(|listing| listing.id == *id);
    let counting = stays.iter().filter(counts);
    counting.map(|(_, stays)| stays.as_slice()).collect()
}

/// How long the other doors of a visit still open once one of its codes was used (V1).
const WAY_IN: Duration = Duration::days(1);

/// When the code of a visit is used up at a door. Where nobody has used it yet it opens for a
/// while, whatever other door its visitor has opened: who comes in from the street has to open the
/// flat (V1).
pub(crate) fn used_at(state: &State, row: &VisitRow, lock_id: &Id) -> Option<Instant> {
    let mut codes = state
        .access_codes
        .about(&RowKey::Visit(row.visit.id.clone()));
    let is_unused = codes.any(|code| {
        let is_held = matches!(code.wanted, Some(Desired::Window(_)));
        code.lock_id == *lock_id && is_held && code.last_used_at.is_none()
    });
    let way_in = if is_unused { WAY_IN } else { Duration::ZERO };
    row.used_at.map(|used| used + way_in)
}

/// The zone of a visit at a lock: that of a listing of it, of another listing there, or of the
/// lock.
pub(crate) fn zone_at(state: &State, row: &VisitRow, lock_id: &Id) -> Zone {
    let own = listings_at(state, &row.visit, lock_id);
    let other_listing = || state.listings.about(&RowKey::Lock(lock_id.clone())).next();
    let lock_zone = || state.locks.get(lock_id).and_then(|row| row.lock.time_zone);
    own.first()
        .copied()
        .or_else(other_listing)
        .map(|listing| listing.time_zone)
        .or_else(lock_zone)
        .unwrap_or_default()
}
