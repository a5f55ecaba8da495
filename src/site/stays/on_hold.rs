//! What the guest of a stay on hold knows: it goes on as it was told, and its changes wait for the
//! release (N4).

use crate::Id;
use crate::model::AccessCode;
use crate::rules::Stay;
use crate::site::state::{RowKey, State, ToldAccess};
use crate::time::{Instant, Window};

/// What the guest of a stay on hold was told of it, while it counts: its days are among those that
/// are booked now, and are not over before those. Nothing where the stay is not on hold.
pub(crate) fn told_before_hold<'a>(
    state: &'a State,
    stay: &Stay,
    now: Instant,
) -> Option<&'a ToldAccess> {
    if !stay.is_on_hold() {
        return None;
    }
    // The code of a stay that ends as told ends with its window, rounded as ever (W6).
    let counts = |told: &&ToldAccess| {
        let until = within(stay, told).map(|(_, window)| window.ends_at());
        until.is_some_and(|until| now < until || stay.window.ends_at() <= until)
            && !told.doors.is_empty()
    };
    // Bookings may have been joined since (W8).
    let trips = stay.reservation_ids.iter();
    let mut told = trips.filter_map(|id| state.trips.get(id)?.told_access.as_ref());
    told.find(counts)
}

/// A stay on hold as its guest knows it: what was added waits, what was taken away is gone.
pub(crate) fn as_told(state: &State, stay: Stay, now: Instant) -> Stay {
    let told = told_before_hold(state, &stay, now);
    match told.and_then(|told| within(&stay, told)) {
        Some((booked, window)) => Stay {
            booked,
            window,
            ..stay
        },
        None => stay,
    }
}

/// The booked and the whole window of a stay within what was told. Grace stays as long as it is.
fn within(stay: &Stay, told: &ToldAccess) -> Option<(Window, Window)> {
    let (booked, window) = (stay.booked, stay.window);
    let starts_at = booked.starts_at().max(told.starts_at);
    let ends_at = booked.ends_at().min(told.ends_at);
    let early = booked.starts_at() - window.starts_at();
    let late = window.ends_at() - booked.ends_at();
    let within = Window::between(starts_at, ends_at)?;
    Some((within, Window::between(starts_at - early, ends_at + late)?))
}

/// Whether somebody was told the PIN of a code that these bookings hold.
pub(crate) fn is_known_pin(state: &State, reservation_ids: &[Id], code: &AccessCode) -> bool {
    let is_same = |other: &AccessCode| code.pin.is_some() && other.pin == code.pin;
    let mut codes = reservation_ids
        .iter()
        .flat_map(|id| state.access_codes.about(&RowKey::Stay(id.clone())));
    code.is_told() || codes.any(|other| other.is_told() && is_same(other))
}
