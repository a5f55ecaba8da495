//! Whether the use of a code was to be expected.

use super::known::{is_spare, known, window_at};
use crate::Id;
use crate::model::AccessCode;
use crate::rules::{EntryTime, KnownCode, OddUse, Stay, odd_use};
use crate::site::state::{RowKey, State};
use crate::site::stays::{booked_stay, is_known_pin};
use crate::time::{Duration, Instant};

/// Why the use of a code at `at` was not to be expected, if so.
pub(crate) fn odd(state: &State, code: &AccessCode, at: Instant) -> Option<OddUse> {
    if is_held_back(state, code, at) {
        return Some(OddUse::NobodyTold);
    }
    let wanted_then = window_at(code, at).is_some_and(|window| window.contains(at));
    if wanted_then && !is_spare(code) {
        return None;
    }
    let came_off = code.is_gone() && code.on_lock.at <= Some(at);
    let known = known(state, code, at)?;
    let lead = Duration::minutes(state.policy_of_code(code).validation.activation_minutes);
    match odd_use(&known, at, lead) {
        Some(OddUse::NobodyTold) => Some(OddUse::NobodyTold),
        _ if came_off => Some(OddUse::Retired),
        found => found,
    }
}

/// Whether the code of a stay was on hold at `at`, and nobody was told its PIN (N4).
fn is_held_back(state: &State, code: &AccessCode, at: Instant) -> bool {
    let holder = code.holder.reservation_id();
    let stay = holder.and_then(|id| booked_stay(state, id));
    stay.filter(Stay::is_on_hold).is_some_and(|stay| {
        let trip = stay.holder().and_then(|id| state.trips.get(id));
        let since = trip.and_then(|trip| trip.on_hold_since);
        since.is_none_or(|since| since <= at) && !is_known_pin(state, &stay.reservation_ids, code)
    })
}

/// The stay of which a code opened a door at `at`, in its time, for the first time.
pub(crate) fn first_in_stay(state: &State, code: &AccessCode, at: Instant) -> Option<Id> {
    if is_held_back(state, code, at) {
        return None;
    }
    let KnownCode { holder, time, .. } = known(state, code, at)?;
    let id = holder.reservation_id.filter(|_| time == EntryTime::Open)?;
    let stay = booked_stay(state, &id).filter(|stay| stay.window.contains(at))?;
    let codes = state.access_codes.about(&RowKey::Stay(id.clone()));
    let mut used = codes.filter_map(|code| code.last_used_at);
    let is_first = !used.any(|used| stay.window.contains(used));
    is_first.then_some(id)
}
