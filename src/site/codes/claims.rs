//! The code that each door of a stay has already. Codes that no stay claims end.

use std::collections::{BTreeMap, BTreeSet};

use super::ending::end_codes;
use super::ownership::{codes_of_listing, is_orphan};
use super::rank::{Rank, order, rank};
use super::reissue::StayDoor;
use super::replacing::still_needed;
use crate::Id;
use crate::model::{AccessCode, Desired};
use crate::site::evaluation::Context;
use crate::site::plan::{Door, StayPlan};
use crate::site::standing_orders::{generation, is_outdated_by, is_revoked, is_revoked_at_door};
use crate::site::state::{AuditReason, HostOrderKind, State};
use crate::time::Instant;

/// For each stay of a listing the code of each of its doors.
pub(crate) type Claims = Vec<Vec<Option<Id>>>;

/// Ends the codes of a listing's bookings that no stay claims or still needs. Gives the claims.
pub(crate) fn end_unclaimed(
    context: &mut Context<'_>,
    listing_id: &Id,
    stays: &[StayPlan],
) -> Claims {
    let claims = claim(context.state, listing_id, stays, context.now);
    let mut kept = BTreeSet::new();
    for (plan, claimed) in stays.iter().zip(&claims) {
        kept.extend(claimed.iter().flatten().cloned());
        kept.extend(still_needed(context.state, plan, claimed, context.now));
    }
    let unclaimed = codes_of_listing(context.state, listing_id)
        .filter(|code| rank(code) == Rank::Held && !kept.contains(&code.id))
        .cloned()
        .collect();
    end_codes(context, unclaimed, why_ended);
    claims
}

/// Ends the codes of bookings that are not there.
pub(crate) fn end_orphans(context: &mut Context<'_>) {
    let codes = context.state.access_codes.values();
    let orphans = codes
        .filter(|code| rank(code) == Rank::Held && is_orphan(context.state, code))
        .cloned()
        .collect();
    end_codes(context, orphans, why_ended);
}

/// Why the code of a stay ends before its window does.
fn why_ended(state: &State, code: &AccessCode) -> AuditReason {
    let holder = code.holder.reservation_id();
    let Some(booked) = holder.and_then(|id| state.reservations.get(id)) else {
        return AuditReason::NoLongerEntitled;
    };
    let ids = std::slice::from_ref(&booked.id);
    let order = if is_revoked(state, booked) || is_revoked_at_door(state, ids, &code.lock_id) {
        HostOrderKind::Revoke
    } else if is_outdated_by(code, generation(state, ids, Some(&code.lock_id))) {
        HostOrderKind::Reissue
    } else {
        return AuditReason::NoLongerEntitled;
    };
    AuditReason::HostOrdered { order }
}

/// The code that each door of a listing's stays has already, or had.
pub(crate) fn claim(state: &State, listing_id: &Id, stays: &[StayPlan], now: Instant) -> Claims {
    let mut claimant = Claimant::new(state, listing_id, now);
    for plan in stays {
        for door in &plan.doors {
            if let Some(code) = claimant.own_code(plan, door) {
                claimant.unclaimed.remove(&code.id);
            }
        }
    }
    stays
        .iter()
        .map(|plan| {
            let doors = plan.doors.iter();
            doors
                .map(|door| claimant.claim_current(plan, door))
                .collect()
        })
        .collect()
}

struct Claimant<'a> {
    state: &'a State,
    now: Instant,
    /// The best code of each booking at each lock.
    best: BTreeMap<(&'a Id, &'a Id), &'a AccessCode>,
    /// Codes that should open, though no door of a stay has them.
    unclaimed: BTreeMap<&'a Id, &'a AccessCode>,
}

impl<'a> Claimant<'a> {
    fn new(state: &'a State, listing_id: &Id, now: Instant) -> Self {
        let mut best = BTreeMap::<(&Id, &Id), &AccessCode>::new();
        let mut unclaimed = BTreeMap::new();
        for code in codes_of_listing(state, listing_id) {
            if let Some(holder) = &code.holder.id {
                let place = (&code.lock_id, holder);
                if best
                    .get(&place)
                    .is_none_or(|other| order(code) < order(other))
                {
                    best.insert(place, code);
                }
            }
            if rank(code) == Rank::Held {
                unclaimed.insert(&code.id, code);
            }
        }
        Self {
            state,
            now,
            best,
            unclaimed,
        }
    }

    /// The code that the stay's own bookings have at a door.
    fn own_code(&self, plan: &'a StayPlan, door: &'a Door) -> Option<&'a AccessCode> {
        let bookings = plan.stay.reservation_ids.iter();
        let latest = bookings
            .filter_map(|id| self.best.get(&(&door.lock_id, id)).copied())
            .min_by_key(|code| order(code))?;
        let serving = self.at(plan, door).still_serving(latest);
        Some(serving.unwrap_or(latest))
    }

    /// The code of a door, unless a new one has to replace it.
    fn claim_current(&mut self, plan: &'a StayPlan, door: &'a Door) -> Option<Id> {
        let code = self.claim(plan, door)?;
        (!self.at(plan, door).is_outdated(code)).then(|| code.id.clone())
    }

    /// The code of a door: an own one that should open, else an inherited one, else an own one.
    fn claim(&mut self, plan: &'a StayPlan, door: &'a Door) -> Option<&'a AccessCode> {
        let own = self.own_code(plan, door);
        if own.is_some_and(|code| rank(code) == Rank::Held) {
            return own;
        }
        let mut unclaimed = self.unclaimed.values().copied();
        let inherited = unclaimed.find(|code| inherits(self.state, plan, door, code));
        if let Some(code) = inherited {
            self.unclaimed.remove(&code.id);
        }
        inherited.or(own)
    }

    fn at(&self, plan: &'a StayPlan, door: &'a Door) -> StayDoor<'a> {
        StayDoor {
            state: self.state,
            plan,
            door,
            now: self.now,
        }
    }
}

/// Whether a stay goes on with a code: a cancelled booking of its guest had the code, and the code
/// covers part of the stay (W8).
fn inherits(state: &State, plan: &StayPlan, door: &Door, code: &AccessCode) -> bool {
    let Some(Desired::Window(window)) = code.wanted else {
        return false;
    };
    let booked = code
        .holder
        .id
        .as_ref()
        .and_then(|id| state.reservations.get(id));
    code.lock_id == door.lock_id
        && window.overlaps(plan.stay.booked)
        && booked.is_some_and(|booked| {
            booked.guest.id.is_some()
                && booked.guest.id == plan.stay.guest.id
                && booked.listing_id == plan.listing_id
        })
}
