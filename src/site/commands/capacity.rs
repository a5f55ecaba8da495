//! The places of one lock, and which code has room (S, C3, F13 to F16).

use super::lock_view::{LockView, opens_from};
use super::pending_work::PendingWork;
use super::told_backups::Original;
use crate::model::{AccessCode, Desired, HolderKind, Method, OnLockState};
use crate::rules::{is_full, takes_place};
use crate::time::Instant;

/// What a lock holds and shall hold, against its capacity.
#[derive(Clone, Copy)]
pub(super) struct Capacity {
    /// How many codes the lock holds at most, where that is known.
    most: Option<u32>,
    /// Codes that are or may be on the lock. A place is free when its clearing is confirmed (F15,
    /// F16).
    taken: usize,
    /// Whether a place is kept for the emergency code, which is not in it (I9).
    is_one_reserved: bool,
    /// Whether it is kept for nobody else, whoever waits: the lock addresses codes by place (S1).
    is_kept_always: bool,
    /// The instant for which everything is decided.
    at: Instant,
    /// Codes that are or shall be on the lock.
    wanted: usize,
}

impl Capacity {
    pub(super) fn of(view: &LockView<'_>) -> Self {
        // Codes of the lock's algorithm are stored nowhere.
        let stored = || {
            view.codes
                .iter()
                .filter(|code| code.method != Some(Method::Offline))
        };
        let is_on_it = |code: &AccessCode| takes_place(code);
        let is_wanted = |code: &AccessCode| {
            let is_beside = matches!(view.original(code), Original::Beside | Original::Dropped);
            matches!(code.wanted, Some(Desired::Window(_))) && !is_beside
        };
        let comes = |code: &AccessCode| is_wanted(code) && !is_on_it(code);
        let is_to_come =
            stored().any(|code| code.holder.kind == HolderKind::Emergency && comes(code));
        let is_kept_for_nobody = !is_to_come && is_reserved_place_free(view);
        let taken = view.codes.iter().filter(|code| takes_place(code)).count();
        let wanted = stored().filter(|code| is_on_it(code) || is_wanted(code));
        Self {
            most: view.abilities.capacity,
            taken: taken.saturating_add(refused(view)),
            is_one_reserved: is_to_come || is_kept_for_nobody,
            is_kept_always: view.reserved_place().is_some(),
            at: view.at,
            wanted: wanted
                .count()
                .saturating_add(usize::from(is_kept_for_nobody)),
        }
    }

    /// Whether a code fits on the lock: there is a free place, or the code may be there already.
    pub(super) fn has_room_for(&self, work: &PendingWork<'_>) -> bool {
        let needed = self.taken.saturating_add(self.reserved_from(work));
        let is_there = work.code.on_lock.state != OnLockState::Absent;
        is_there || !is_full(self.most, needed)
    }

    /// The same at a later instant, as far as time alone changes it.
    pub(super) fn at(self, at: Instant) -> Self {
        Self { at, ..self }
    }

    /// How many places are kept from a code. Who needs theirs now comes before an emergency code
    /// that nobody needs yet (S).
    fn reserved_from(&self, work: &PendingWork<'_>) -> usize {
        let is_emergency = work.code.holder.kind == HolderKind::Emergency;
        let begins = opens_from(work.code).unwrap_or(self.at);
        let is_needed_now = work.is_for_somebody() && begins <= self.at;
        let is_kept = self.is_kept_always || !is_needed_now;
        usize::from(self.is_one_reserved && is_kept && !is_emergency)
    }

    /// Whether stays that come to the lock soon take every place that is left. A backup that made
    /// room for such a stay does not come back before it.
    pub(super) fn is_spoken_for(&self, pending: &[PendingWork<'_>], view: &LockView<'_>) -> bool {
        let soon = view.at + view.clearing_time();
        let comes =
            |work: &&PendingWork<'_>| work.is_new() && work.is_for_somebody() && work.from <= soon;
        let coming = pending.iter().filter(comes).count();
        let reserved = usize::from(self.is_one_reserved);
        let needed = self.taken.saturating_add(coming).saturating_add(reserved);
        coming > 0 && is_full(self.most, needed)
    }

    /// Whether an original code beside a told backup has a place that nobody waits for (B4).
    pub(super) fn has_spare_place(&self, pending: &[PendingWork<'_>]) -> bool {
        let waits = |work: &&PendingWork<'_>| work.is_new() && !work.is_beside();
        let reserved = usize::from(self.is_one_reserved);
        let waiting = pending.iter().filter(waits).count().max(reserved);
        !is_full(self.most, self.taken.saturating_add(waiting))
    }

    /// How many codes have to go before one comes that waits. A lock that does not say how many it
    /// holds has said that it is full.
    pub(super) fn excess(&self, waiting: &PendingWork<'_>) -> usize {
        let needed = self.taken.saturating_add(self.reserved_from(waiting));
        let most = self.most.and_then(|most| usize::try_from(most).ok());
        most.map_or(0, |most| needed.saturating_sub(most))
    }

    /// When the codes on the lock end, the first one first.
    pub(super) fn ends(&self, view: &LockView<'_>) -> Vec<Instant> {
        let ends = view.codes.iter().filter_map(|code| match code.wanted {
            Some(Desired::Window(window)) if takes_place(code) => window.ends_at,
            _ => None,
        });
        let mut ends: Vec<Instant> = ends.filter(|&end| end > self.at).collect();
        ends.sort();
        ends
    }

    /// Whether not all codes fit at once.
    fn is_short(&self) -> bool {
        self.wanted > 0 && is_full(self.most, self.wanted.saturating_sub(1))
    }
}

/// Whether no code is in the place that is kept for the emergency code. On a lock without such a
/// place that is never so (S1).
fn is_reserved_place_free(view: &LockView<'_>) -> bool {
    let is_in = |slot: u32| {
        let mut codes = view.codes.iter().filter(|code| takes_place(code));
        codes.any(|code| code.slot == Some(slot))
    };
    view.reserved_place().is_some_and(|slot| !is_in(slot))
}

/// How many places the lock has refused as taken since its last list (S1).
fn refused(view: &LockView<'_>) -> usize {
    let occupied = view.row.occupied_slots.iter().flatten();
    occupied.filter(|one| one.removed.is_none()).count()
}

impl PendingWork<'_> {
    /// The same, not before its stay is near where places are few (C3, F14).
    pub(super) fn held_back(self, places: &Capacity, view: &LockView<'_>) -> Self {
        if !self.is_new() || !view.abilities.native_schedule || !places.is_short() {
            return self;
        }
        let start = opens_from(self.code);
        let near = start.map(|start| view.activation(start).max(view.at));
        let from = near.map_or(self.from, |near| near.max(self.from));
        Self { from, ..self }
    }
}
