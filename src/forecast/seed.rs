//! Virtual locks that hold what a site knows of its locks.

use std::collections::BTreeMap;

use crate::code::{Key, Pin};
use crate::model::{AccessCode, CodeWindow, OnLockState, Reachability, abilities};
use crate::rules::{Evidence, evidence};
use crate::site::{LockRow, OpenSite, RowKey, Site, State};
use crate::time::{Instant, Zone};
use crate::virtual_lock::{HeldCode, NewVirtualLock, VirtualLock, create};
use crate::{Error, Id};

/// The virtual locks with which a forecast begins, in the order of their ids: they hold what a site
/// knows of its locks at `now`.
///
/// # Errors
/// Those of a stored site.
pub fn virtual_locks(site: Site, now: Instant) -> Result<Vec<VirtualLock>, Error> {
    let open = OpenSite::open(site, Key::placeholder()).map_err(|error| error.at("site"))?;
    Ok(locks_of(open.state(), now)?.into_values().collect())
}

/// The locks of a site as it knows them at `now`.
///
/// # Errors
/// `unknown_profile`.
pub(super) fn locks_of(state: &State, now: Instant) -> Result<BTreeMap<Id, VirtualLock>, Error> {
    let rows = state.locks.values();
    rows.map(|row| Ok((row.lock.id.clone(), lock_of(state, row, now)?)))
        .collect()
}

/// A lock with the codes that are on it as far as the site knows. A code of which the site knows
/// nothing is there with the window that is sure, or it is not there.
pub(super) fn lock_of(state: &State, row: &LockRow, now: Instant) -> Result<VirtualLock, Error> {
    let mut lock = create(&NewVirtualLock {
        lock: row.lock.clone(),
        time_zone: state.zone_of(&row.lock).or(Some(Zone::default())),
        slots: None,
        quirks: None,
        habits: None,
        chance_percent: None,
        strangers: None,
    })?;
    let known = row.last_status.as_ref();
    let policy = state.policy_of_lock(&row.lock.id);
    let is_offline = evidence(known, &policy.offline, false, now) == Evidence::Offline
        || known.is_some_and(|said| said.reachability == Reachability::Offline);
    let remote = abilities(&row.lock)?.remote;
    lock.reachable = remote && !is_offline;
    lock.battery_percent = known.and_then(|said| said.battery_percent).unwrap_or(100);
    lock.usable = known.and_then(|said| said.usable).unwrap_or(true);
    // No id that the lock's cloud said before comes again.
    let first = u32::try_from(now.unix_seconds()).unwrap_or_default();
    (lock.counts.programmed, lock.counts.said) = (first, first);
    let here = RowKey::Lock(row.lock.id.clone());
    for code in state.access_codes.about(&here) {
        let Some(held) = held(code, lock.native_schedule, now) else {
            continue;
        };
        if code.is_offline() {
            lock.offline_codes.get_or_insert_default().push(held);
        } else {
            lock.codes.push(held);
        }
    }
    Ok(lock)
}

fn held(code: &AccessCode, native: bool, now: Instant) -> Option<HeldCode> {
    let window = match code.on_lock.state {
        OnLockState::Absent | OnLockState::Pending | OnLockState::Unknown => {
            code.on_lock.guaranteed_window?
        }
        OnLockState::Accepted | OnLockState::Confirmed | OnLockState::Unverifiable => {
            code.on_lock.span()
        }
    };
    let window = if native {
        window
    } else {
        CodeWindow::default()
    };
    Some(HeldCode {
        external_id: code.external_id.clone().unwrap_or_else(|| code.id.clone()),
        pin: code.pin.or_else(|| hidden(&code.id))?,
        window,
        slot: code.slot,
        name: code.label.as_ref().and_then(|label| label.parse().ok()),
        disabled: code.disabled.filter(|&disabled| disabled),
        ghost: None,
        stored_at: now,
        ahead_seconds: None,
        code_id: Some(code.id.clone()),
    })
}

/// In place of a PIN that its lock hides: twenty digits that nobody types.
fn hidden(code_id: &Id) -> Option<Pin> {
    let mixed = code_id.bytes().fold(7_u64, |mixed, byte| {
        mixed.wrapping_mul(31).wrapping_add(byte.into())
    });
    format!("{mixed:020}").parse().ok()
}
