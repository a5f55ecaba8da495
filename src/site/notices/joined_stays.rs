//! What was told to a stay whose bookings were joined or parted since (W8).

use crate::Id;
use crate::site::plan::StayPlan;
use crate::site::state::{State, TripRow};
use crate::time::Instant;

/// What is known of a stay's telling, under the booking that holds the codes now (W8).
pub(crate) fn trip_of(state: &mut State, plan: &StayPlan, holder: &Id, now: Instant) -> TripRow {
    let ids = plan.stay.reservation_ids.iter();
    let known: Vec<TripRow> = ids.filter_map(|id| state.trips.get(id)).cloned().collect();
    // A booking that was part of another stay before has told its guest nothing of this one.
    let told = known.iter().find(|trip| trip.over_at.is_none());
    let Some(first) = told.or(known.first()) else {
        return TripRow::new(holder.clone());
    };
    let mut trip = TripRow {
        id: holder.clone(),
        over_at: None,
        // No key comes a second time, under whichever booking (N1).
        notices: known.iter().map(|trip| trip.notices).max().unwrap_or(0),
        ..first.clone()
    };
    for other in known.iter().filter(|other| other.id != *holder) {
        keep_count(state, other, now);
    }
    // Whoever of them said it, it is one guest who cannot get in.
    for said in known
        .iter()
        .filter(|other| other.id != first.id)
        .flat_map(|other| other.locked_out.iter().flatten())
    {
        trip.locked_out_again(said.clone());
    }
    if known.len() > 1 || first.id != *holder {
        state.trips.put(holder, trip.clone());
    }
    trip
}

/// Of a trip that is no more the count of its notices is kept, so that none of their keys comes again (N1), and what its
/// guest said, so that it counts once (I7).
pub(crate) fn keep_count(state: &mut State, trip: &TripRow, now: Instant) {
    let over_at = trip
        .over_at
        .or(trip.told.as_ref().map(|told| told.ends_at.min(now)));
    if trip.notices == 0 && trip.locked_out.is_none() {
        state.trips.delete(&trip.id);
    } else {
        state.trips.put(&trip.id, trip.counted(over_at.unwrap_or(now)));
    }
}
