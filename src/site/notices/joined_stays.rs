//! What was told to a stay whose bookings were joined or parted since (W8).

use crate::Id;
use crate::model::ReservationStatus;
use crate::rules::reveal_at;
use crate::site::plan::StayPlan;
use crate::site::state::{RowKey, State, TripRow};
use crate::time::Instant;

/// What the guest of a stay was told, under the booking that holds the codes now (W8).
pub(super) fn trip_of(state: &mut State, plan: &StayPlan, holder: &Id, now: Instant) -> TripRow {
    let handed_on = handed_on(state, plan, holder, now);
    let ids = plan.stay.reservation_ids.iter();
    let own = ids.filter_map(|id| state.trips.get(id));
    let known: Vec<TripRow> = handed_on.into_iter().chain(own).cloned().collect();
    // A booking that was part of another stay before: its guest was told nothing of this one.
    let living = known.iter().find(|trip| trip.over_at.is_none());
    let Some(first) = living.or(known.first()) else {
        return TripRow::new(holder.clone());
    };
    let mut trip = TripRow {
        id: holder.clone(),
        over_at: None,
        on_hold_since: known
            .iter()
            .find(|trip| trip.id == *holder)
            .and_then(|trip| trip.on_hold_since),
        // No key comes a second time, under whichever booking (N1).
        notices: known.iter().map(|trip| trip.notices).max().unwrap_or(0),
        ..first.clone()
    };
    for other in known.iter().filter(|other| other.id != *holder) {
        keep_count(state, other, now);
    }
    // The bookings are one guest's: what any of them said, this guest said.
    let burst = state.policy_of_listing(&plan.listing_id).complaints.burst();
    let others = || known.iter().filter(|other| other.id != first.id);
    for said in others().flat_map(|other| other.locked_out.iter().flatten()) {
        trip.locked_out_again(said.clone(), burst);
    }
    for other in others() {
        trip.joined_by(other);
    }
    if known.len() > 1 || first.id != *holder {
        state.trips.put(holder, trip.clone());
    }
    trip
}

/// What the guest of a stay was told under a booking that is no more, and whose codes the stay goes
/// on with: to them one stay is shorter, and nothing has ended (W8, N1). Before the reveal they
/// hear of the cancellation alone.
fn handed_on<'a>(
    state: &'a State,
    plan: &StayPlan,
    holder: &Id,
    now: Instant,
) -> Option<&'a TripRow> {
    let policy = state.policy_of_listing(&plan.listing_id);
    if now < reveal_at(plan.stay.booked.starts_at(), plan.stay.window, policy) {
        return None;
    }
    let codes = state.access_codes.about(&RowKey::Stay(holder.clone()));
    let held = codes.filter(|code| code.holder.reservation_id() == Some(holder));
    let told = held.flat_map(|code| code.told_to.iter().flatten());
    let mut before = told.map(|told| &told.reservation_id).filter(|id| {
        let booking = state.reservations.get(id);
        let is_off = booking.is_some_and(|one| one.status == ReservationStatus::Cancelled);
        is_off && !plan.stay.reservation_ids.contains(id)
    });
    before.find_map(|id| {
        let trip = state.trips.get(id);
        trip.filter(|trip| trip.over_at.is_none() && trip.told_access.is_some())
    })
}

/// Ends what stopped new codes in a stay that has become longer since: a booking has joined it (A6,
/// W8).
pub(crate) fn end_old_stops(state: &mut State, stays: &[StayPlan]) {
    for plan in stays {
        let ends_at = plan.stay.window.ends_at();
        for id in &plan.stay.reservation_ids {
            let trip = state.trips.get(id);
            if trip.is_some_and(|trip| trip.was_stopped_before(ends_at)) {
                state
                    .trips
                    .change(id, |trip| trip.lift_stops_before(ends_at));
            }
        }
    }
}

/// Keeps of a trip that is no more the count of its notices, so that none of their keys comes again
/// (N1), and what its guest said, so that it counts once (I7).
pub(super) fn keep_count(state: &mut State, trip: &TripRow, now: Instant) {
    let told_until = trip.told_access.as_ref().map(|told| told.ends_at.min(now));
    let over_at = trip.over_at.or(told_until).unwrap_or(now);
    if trip.notices == 0 && trip.locked_out.is_none() {
        state.trips.delete(&trip.id);
    } else {
        state.trips.put(&trip.id, trip.counted(over_at));
    }
}
