//! A change of a trip, and what it means.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::compare::DoorAction;
use crate::json::at_most;
use crate::model::{
    AccessCode, CommandKind, Listing, Lock, Policy, Reservation, ReservationStatus,
};
use crate::rules::access::{Decision, LockedOut};
use crate::rules::messages::Notice;
use crate::rules::reasons::Reason;
use crate::rules::windows::{Neighbours, stay_of, with_grace};
use crate::time::{Instant, Intervals, Window};
use crate::{Error, ErrorCode, Id};

/// A reservation at its listing, between its neighbours.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Trip {
    /// The booking.
    pub reservation: Reservation,
    /// Its listing.
    pub listing: Listing,
    /// When the stay before ends, without its grace.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub previous_ends_at: Option<Instant>,
    /// When the stay after begins, without its grace.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub next_starts_at: Option<Instant>,
}

/// What `recalculateTrip` takes. Without `before` the trip is new, without `after` it is gone.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct RecalculateTripInput {
    /// The trip as it was.
    pub before: Option<Trip>,
    /// The trip as it is now.
    pub after: Option<Trip>,
    /// The locks of both listings, with their last known state, at most 200.
    #[serde(deserialize_with = "at_most::<200, _, _, _>")]
    pub locks: Vec<Lock>,
    /// The codes that are or may be on these locks, whoever holds them, at most 10,000.
    #[serde(deserialize_with = "at_most::<10_000, _, _, _>")]
    pub codes: Vec<AccessCode>,
    /// Whether, or when, the guest said that they cannot get in (A4).
    pub guest_locked_out: Option<LockedOut>,
    /// Whether the host asked for a new PIN (F10).
    pub new_code_ordered: Option<bool>,
    /// What the host decided for the site; what is left out has its default. Those of the listings
    /// and of the locks are laid over it (D8).
    #[cfg_attr(feature = "types", ts(optional, type = "PartialPolicy"))]
    pub policy: Option<Policy>,
    /// The current time.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub now: Instant,
}

/// What a change of a trip means.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct TripChange {
    /// When codes should have opened before; absent where they should not.
    pub window_before: Option<Window>,
    /// When codes should open now; absent where they should not.
    pub window_after: Option<Window>,
    /// Every door of either listing, by lock.
    pub doors: Vec<DoorPlan>,
    /// Who has to be told what, by key.
    pub notices: Vec<Notice>,
}

/// What happens at one door.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct DoorPlan {
    /// The lock.
    pub lock_id: Id,
    /// What happens to the guest's code (T2).
    pub action: DoorAction,
    /// The guest's code there, if there is one.
    pub code_id: Option<Id>,
    /// The window that the code shall have there, as the lock can keep it.
    pub window: Option<Window>,
    /// What has to be done at the lock, in this order (T4).
    pub steps: Vec<CommandKind>,
    /// Other codes of this stay that have to go with it: all, where it has lost its right to the
    /// door or another guest comes (T5).
    pub also_remove: Option<Vec<Id>>,
    /// The part of the stay that the lock would not open today (T1).
    #[cfg_attr(feature = "types", ts(type = "Array<Window>"))]
    pub uncovered: Intervals,
    /// The way in for that part (T3).
    pub access: Decision,
    /// Why.
    pub because: Vec<Reason>,
}

/// A trip with its windows; a cancelled one has none.
pub(super) struct Planned<'a> {
    pub(super) trip: &'a Trip,
    pub(super) stay: Option<Window>,
    pub(super) window: Option<Window>,
    pub(super) neighbours: Neighbours,
    /// That of its listing (D8).
    pub(super) policy: Policy,
}

pub(super) fn planned<'a>(
    trip: &'a Trip,
    policy: &Policy,
    path: &str,
) -> Result<Planned<'a>, Error> {
    let (reservation, listing) = (&trip.reservation, &trip.listing);
    listing
        .check()
        .map_err(|error| error.at(&format!("{path}.listing")))?;
    let policy = listing.policy_over(policy);
    if reservation.listing_id != listing.id {
        return Err(Error::new(
            ErrorCode::InvalidValue,
            "the reservation is of another listing",
            "give the listing that the reservation names",
        )
        .at(&format!("{path}.listing.id")));
    }
    let neighbours = Neighbours {
        previous_ends_at: trip.previous_ends_at,
        next_starts_at: trip.next_starts_at,
    };
    let stay = match reservation.status {
        ReservationStatus::Cancelled => None,
        ReservationStatus::Confirmed => Some(
            stay_of(reservation, listing)
                .map_err(|error| error.at(&format!("{path}.reservation")))?,
        ),
    };
    Ok(Planned {
        trip,
        stay,
        window: stay.map(|stay| with_grace(stay, &policy.window, neighbours).window),
        neighbours,
        policy,
    })
}

/// A change of a trip, with what decides about it.
pub(super) struct Change<'a> {
    pub(super) input: &'a RecalculateTripInput,
    pub(super) before: Option<&'a Planned<'a>>,
    pub(super) after: Option<&'a Planned<'a>>,
}
