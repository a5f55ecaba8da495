//! What a lock itself would open today for the codes of one guest (T1).

use crate::Id;
use crate::model::{AccessCode, CodeWindow, Desired, HolderKind, OnLockState};
use crate::time::{Duration, Instant, Intervals, Window, Zone};

/// Whether a stay has `code`: it holds the code, or was told it as a backup (A5).
///
/// ```
/// use latchstring::rules::is_of_stay;
/// let code = latchstring::decode(r#"{ "id": "b1", "lockId": "door", "holder": { "kind": "backup", "id": "100001" },
///     "toldTo": [{ "reservationId": "stay", "at": "2026-05-01T12:00:00Z" }], "onLock": { "state": "confirmed" } }"#)?;
/// assert!(is_of_stay(&code, &"stay".parse()?));
/// assert!(!is_of_stay(&code, &"other".parse()?));
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn is_of_stay(code: &AccessCode, reservation_id: &Id) -> bool {
    let holds = code.holder.kind == HolderKind::Reservation
        && code.holder.id.as_ref() == Some(reservation_id);
    holds || was_told(code, reservation_id)
}

/// Whether the notice that carries `code` went to this stay.
///
/// ```
/// use latchstring::rules::was_told;
/// let code = latchstring::decode(r#"{ "id": "b1", "lockId": "door", "holder": { "kind": "backup", "id": "100001" },
///     "toldTo": [{ "reservationId": "stay", "at": "2026-05-01T12:00:00Z" }], "onLock": { "state": "confirmed" } }"#)?;
/// assert!(was_told(&code, &"stay".parse()?));
/// assert!(!was_told(&code, &"other".parse()?));
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn was_told(code: &AccessCode, reservation_id: &Id) -> bool {
    told_at(code, reservation_id).is_some()
}

/// When this stay was last told `code`.
pub(crate) fn told_at(code: &AccessCode, reservation_id: &Id) -> Option<Instant> {
    code.told_to
        .iter()
        .flatten()
        .filter(|told| told.reservation_id == *reservation_id)
        .map(|told| told.at)
        .max()
}

/// When `code` surely opens its lock, by what the lock has confirmed (T1, F18, F20).
///
/// On a lock that stores windows, a code opens where the stored and the wanted window both do: a
/// change under way may or may not have been made. While nobody knows the stored window, the
/// guaranteed window counts instead. On a lock that stores none, a code opens from its confirmation
/// until it is removed.
///
/// ```
/// use latchstring::rules::opens;
/// let code = latchstring::decode(r#"{ "id": "k1", "lockId": "door", "holder": { "kind": "reservation", "id": "stay" },
///     "wanted": { "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-04T09:30:00Z" },
///     "onLock": { "state": "confirmed", "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-03T09:30:00Z" } }"#)?;
/// assert_eq!(opens(&code, true).ends_at(), Some("2026-05-03T09:30:00Z".parse()?));
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn opens(code: &AccessCode, native_schedule: bool) -> Intervals {
    let stored = if is_sure(code) {
        Some(code.on_lock.kept())
    } else {
        under_change(code)
    };
    let Some(stored) = stored.filter(|_| code.wanted != Some(Desired::REMOVED)) else {
        return Intervals::NONE;
    };
    let mut stored = span(stored.starts_at, stored.ends_at);
    if let Some(use_by) = code.use_by.filter(|_| code.last_used_at.is_none()) {
        // Nobody knows whether it will be used in time (O1).
        stored = stored.intersection(&span(None, Some(use_by)));
    }
    match code.wanted {
        Some(Desired::Window(wanted)) if native_schedule => {
            stored.intersection(&span(wanted.starts_at, wanted.ends_at))
        }
        _ => stored,
    }
}

/// The first clock change within the window of `code`, after a lock with a suspect clock got the
/// window. From then on the edges are doubtful, until the window is sent again (C8, F33).
pub(crate) fn doubtful_from(code: &AccessCode, zone: Zone) -> Option<Instant> {
    change_in(code.on_lock.span(), code.sent_at.or(code.on_lock.at)?, zone)
}

/// The first clock change since then, before a window ends.
fn change_in(window: CodeWindow, since: Instant, zone: Zone) -> Option<Instant> {
    let until = window.ends_at.or(window.starts_at)?;
    zone.next_clock_change(since)
        .filter(|&change| change < until)
}

/// How far a suspect clock may be off.
const HOUR: Duration = Duration::hours(1);

/// The hours in which a lock with a suspect clock may not open, as known at `now`. Its windows may
/// begin and end an hour off (C8, F33).
pub(crate) fn doubtful(code: &AccessCode, zone: Zone, now: Instant) -> Intervals {
    let hour_at = |starts_at: Instant| {
        let ends_at = starts_at + HOUR;
        Window::between(starts_at, ends_at).map_or(Intervals::NONE, Intervals::from)
    };
    // While its window is changed, the edges of what is sure of it count (T1).
    let window = if is_sure(code) {
        code.on_lock.kept()
    } else {
        under_change(code).unwrap_or_default()
    };
    let Some(change) = change_since_known(code, window, zone).filter(|&change| change <= now)
    else {
        return Intervals::NONE;
    };
    let start = window.starts_at.filter(|&start| start > change);
    let end = window.ends_at.map(|end| end - HOUR);
    let hours = [start, end].into_iter().flatten();
    hours.fold(Intervals::NONE, |all, at| all.union(&hour_at(at)))
}

/// The first clock change before `window` ends, since it is known that the lock has it.
fn change_since_known(code: &AccessCode, window: CodeWindow, zone: Zone) -> Option<Instant> {
    // A cloud that took the window once more says nothing about the lock (F20).
    let known_since = [code.sent_at, code.on_lock.at].into_iter().flatten().min();
    change_in(window, known_since?, zone)
}

/// The part of a window that a lock with a suspect clock keeps in any case, as known at `now`: the
/// hours that are in doubt are taken off its edges (T1, C8).
pub(crate) fn beyond_doubt(
    code: &AccessCode,
    window: CodeWindow,
    zone: Zone,
    now: Instant,
) -> Option<CodeWindow> {
    let change = change_since_known(code, window, zone).filter(|&change| change <= now);
    let Some(change) = change else {
        return Some(window);
    };
    let late = window.starts_at.filter(|&start| start > change);
    let sure = CodeWindow {
        starts_at: late.map(|start| start + HOUR),
        ends_at: window.ends_at.map(|end| end - HOUR),
    };
    sure.meet(window)
}

/// Whether the lock has the code for certain: the lock said so, or the device reported success and
/// can't be asked (F18, F20).
pub(crate) fn is_sure(code: &AccessCode) -> bool {
    matches!(
        code.on_lock.state,
        OnLockState::Confirmed | OnLockState::Unverifiable
    )
}

/// Whether a code whose time has begun does not surely open yet, and is on its way to the lock: it
/// was not sent, or a cloud has only taken it (N2, F20).
pub(crate) fn is_on_its_way(code: &AccessCode, native_schedule: bool, now: Instant) -> bool {
    !is_sure(code) && !opens(code, native_schedule).contains(now)
}

/// The window that the lock keeps in any case, while nobody knows whether a change was made (T1).
fn under_change(code: &AccessCode) -> Option<CodeWindow> {
    let changing = matches!(
        code.on_lock.state,
        OnLockState::Accepted | OnLockState::Unknown
    );
    code.on_lock.guaranteed_window.filter(|_| changing)
}

/// The window that the lock keeps in any case after it was sent another one, whether it took that
/// or not (T1).
pub(crate) fn guaranteed_after(code: &AccessCode, sent: CodeWindow) -> Option<CodeWindow> {
    guaranteed_window(code)?.meet(sent)
}

/// The window that the lock keeps in any case. `None` means that nobody knows (T1).
pub(crate) fn guaranteed_window(code: &AccessCode) -> Option<CodeWindow> {
    // A platform that only says that a PIN is there does not say until when.
    let has_a_window = code.on_lock.state == OnLockState::Confirmed
        || code.on_lock.ends_at.is_some()
        || matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency);
    if is_sure(code) {
        Some(code.on_lock.span()).filter(|_| has_a_window)
    } else {
        under_change(code)
    }
}

fn span(starts_at: Option<Instant>, ends_at: Option<Instant>) -> Intervals {
    Window::between(
        starts_at.unwrap_or(Instant::MIN),
        ends_at.unwrap_or(Instant::MAX),
    )
    .map_or(Intervals::NONE, Intervals::from)
}
