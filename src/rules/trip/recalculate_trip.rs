//! What a change of a trip means for every door (T1 to T5, T7).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::compare::DoorAction;
use crate::json::at_most;
use crate::model::{AccessCode, CommandKind, Listing, Lock, Policy, Reservation, ReservationStatus};
use crate::rules::access::{Decision, LockedOut};
use crate::rules::messages::Notice;
use crate::rules::reasons::Reason;
use crate::rules::windows::{Neighbours, stay_window, with_grace};
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

/// What [`recalculate_trip`] takes. Without `before` the trip is new, without `after` it is gone.
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
    /// What the host decided; what is left out has its default.
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
    /// Other codes of this stay that have to go with it: all, where it has lost its right to the door or another guest
    /// comes (T5).
    pub also_remove: Option<Vec<Id>>,
    /// The part of the stay that the lock would not open today (T1).
    #[cfg_attr(feature = "types", ts(type = "Array<Window>"))]
    pub uncovered: Intervals,
    /// The way in for that part (T3).
    pub access: Decision,
    /// Why.
    pub because: Vec<Reason>,
}

/// What a change of a trip means for every door of the listings before and after (T).
///
/// # Errors
/// Those of [`stay_window`] below `before.reservation` or `after.reservation`, of [`Lock::check`] at `locks`, of
/// [`Policy::check`] at `policy`; `invalid_value` where the two trips are of different reservations, or a listing
/// names a lock that `locks` lacks.
///
/// ```
/// use latchstring::rules::{DoorAction, Route, recalculate_trip};
/// let input = latchstring::decode(r#"{
///     "now": "2026-05-02T10:00:00Z",
///     "before": { "reservation": { "id": "stay", "revision": 1, "listingId": "flat", "status": "confirmed",
///                   "guest": { "name": "Ada" }, "arrival": "2026-05-01", "departure": "2026-05-03" },
///                 "listing": { "id": "flat", "name": "Flat", "timeZone": "Europe/Paris", "checkIn": "15:00",
///                   "checkOut": "11:00", "locks": ["door"] } },
///     "after":  { "reservation": { "id": "stay", "revision": 2, "listingId": "flat", "status": "confirmed",
///                   "guest": { "name": "Ada" }, "arrival": "2026-05-01", "departure": "2026-05-04" },
///                 "listing": { "id": "flat", "name": "Flat", "timeZone": "Europe/Paris", "checkIn": "15:00",
///                   "checkOut": "11:00", "locks": ["door"] } },
///     "locks": [{ "id": "door", "name": "Door", "nativeSchedule": true,
///                 "state": { "reachability": "offline", "reportedAt": "2026-05-02T09:55:00Z" } }],
///     "codes": [{ "id": "k1", "lockId": "door", "holder": { "kind": "reservation", "id": "stay" }, "pin": "492817",
///         "wanted": { "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-03T09:30:00Z" },
///         "onLock": { "state": "confirmed", "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-03T09:30:00Z" } },
///       { "id": "b1", "lockId": "door", "holder": { "kind": "backup", "id": "100001" }, "pin": "730264",
///         "wanted": {}, "onLock": { "state": "confirmed" } }] }"#)?;
/// // One more night, the lock is offline: the guest, who is checked in, gets a backup (A).
/// let change = recalculate_trip(&input)?;
/// let door = &change.doors[0];
/// assert_eq!(door.action, DoorAction::MoveWindow);
/// assert_eq!(door.uncovered.starts_at(), Some("2026-05-03T09:30:00Z".parse()?));
/// assert_eq!(door.access.route, Route::BackupCode);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn recalculate_trip(input: &RecalculateTripInput) -> Result<TripChange, Error> {
    let policy = input.policy.clone().unwrap_or_default();
    policy.check().map_err(|error| error.at("policy"))?;
    let before = input
        .before
        .as_ref()
        .map(|trip| planned(trip, &policy, "before"))
        .transpose()?;
    let after = input
        .after
        .as_ref()
        .map(|trip| planned(trip, &policy, "after"))
        .transpose()?;
    if let (Some(before), Some(after)) = (&input.before, &input.after)
        && before.reservation.id != after.reservation.id
    {
        return Err(Error::new(
            ErrorCode::InvalidValue,
            "before and after are different reservations",
            "give two revisions of one reservation",
        )
        .at("after.reservation.id"));
    }
    let change = Change {
        input,
        policy: &policy,
        before: before.as_ref(),
        after: after.as_ref(),
    };
    let doors = change.doors()?;
    let notices = change.notices(&doors);
    let doors = doors.into_iter().map(|door| door.plan).collect();
    Ok(TripChange {
        window_before: before.and_then(|plan| plan.window),
        window_after: after.and_then(|plan| plan.window),
        doors,
        notices,
    })
}
