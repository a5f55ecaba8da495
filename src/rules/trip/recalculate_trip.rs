//! What a change of a trip means for every door (T1 to T5, T7).

use super::change::{Change, RecalculateTripInput, TripChange, planned};
use crate::{Error, ErrorCode};

/// What a change of a trip means for every door of the listings before and after (T).
///
/// # Errors
/// Those of [`stay_window`](crate::rules::stay_window) below `before.reservation` or
/// `after.reservation`, of [`Listing::check`](crate::model::Listing::check) below `before.listing`
/// or `after.listing`, of [`Lock::check`](crate::model::Lock::check) at `locks`, of
/// [`Policy::check`](crate::model::Policy::check) at `policy`; `invalid_value` where the two trips
/// are of different reservations, or a listing names a lock that `locks` lacks.
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
