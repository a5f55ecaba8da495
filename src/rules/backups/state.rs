//! The state of a backup in its life.
//!
//! A backup is *planned*, then *ready* on the lock, then *told* to exactly one stay, *narrowed* to
//! it once the lock answers, *ending*, and *removed*. What was told is never told again, whatever
//! becomes of the stay (B2).

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::model::{AccessCode, CodeWindow, Desired, OnLockState, Told};
use crate::time::{Instant, Window};

/// The state of a backup in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum BackupState {
    /// It shall be put on the lock, or nobody knows yet whether it is there.
    Planned,
    /// It is on the lock, and nobody was told it.
    Ready,
    /// A stay was told it; on the lock it still opens without end, or longer than the stay (A).
    Told,
    /// A stay was told it, and the lock keeps it to the stay (B4).
    Narrowed,
    /// It shall be taken off (B5).
    Ending,
    /// It is off.
    Removed,
}

/// The state of a backup or emergency code.
///
/// ```
/// use latchstring::rules::{BackupState, backup_state};
/// let code = latchstring::decode(r#"{ "id": "b1", "lockId": "door", "holder": { "kind": "backup", "id": "100001" },
///     "wanted": {}, "onLock": { "state": "confirmed" } }"#)?;
/// assert_eq!(backup_state(&code), BackupState::Ready);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn backup_state(code: &AccessCode) -> BackupState {
    let told = code.is_told();
    let on_it = matches!(
        code.on_lock.state,
        OnLockState::Confirmed | OnLockState::Unverifiable
    );
    match code.wanted {
        Some(Desired::Removed(_)) if code.on_lock.state == OnLockState::Absent => {
            BackupState::Removed
        }
        Some(Desired::Removed(_)) => BackupState::Ending,
        Some(Desired::Window(wanted)) if told => {
            let kept = CodeWindow {
                starts_at: code.on_lock.starts_at,
                ends_at: code.on_lock.ends_at,
            };
            if on_it && kept == wanted {
                BackupState::Narrowed
            } else {
                BackupState::Told
            }
        }
        _ if told => BackupState::Told,
        _ if on_it => BackupState::Ready,
        _ => BackupState::Planned,
    }
}

/// Tells a backup to a stay: from now on it is that stay's, and of nobody else, ever (B2, B4).
///
/// Returns `None` where it was told before (I3), or shall be gone.
///
/// ```
/// use latchstring::rules::{BackupState, backup_state, told};
/// use latchstring::time::Window;
/// let code = latchstring::decode(r#"{ "id": "b1", "lockId": "door", "holder": { "kind": "backup", "id": "100001" },
///     "wanted": {}, "onLock": { "state": "confirmed" } }"#)?;
/// let stay = Window::new("2026-05-01T13:00:00Z".parse()?, "2026-05-03T09:30:00Z".parse()?)?;
/// let given = told(&code, &"stay-1".parse()?, stay, "2026-05-01T12:55:00Z".parse()?);
/// assert_eq!(given.as_ref().map(backup_state), Some(BackupState::Told));
/// let again = given.and_then(|code| told(&code, &"stay-2".parse().ok()?, stay, "2026-05-01T12:56:00Z".parse().ok()?));
/// assert_eq!(again, None);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn told(
    code: &AccessCode,
    reservation_id: &Id,
    window: Window,
    now: Instant,
) -> Option<AccessCode> {
    if code.is_told() || code.wanted == Some(Desired::REMOVED) {
        return None;
    }
    Some(AccessCode {
        wanted: Some(Desired::Window(window.into())),
        ..told_again(code, reservation_id, now)
    })
}

/// Tells a code to one more stay, as only the host may order it (E2).
pub(crate) fn told_again(code: &AccessCode, reservation_id: &Id, now: Instant) -> AccessCode {
    let telling = Told::new(reservation_id.clone(), now);
    let told = code.told_to.iter().flatten().cloned();
    AccessCode {
        told_to: Some(told.chain([telling]).collect()),
        ..code.clone()
    }
}
