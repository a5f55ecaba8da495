//! The places of one lock: who has one, who waits for one, and who gives one up (S, C3, F13 to F16).

use super::pending_work::{PendingWork, Rank};
use crate::model::{
    Abilities, AccessCode, CodeWindow, CommandKind, Desired, Failure, HolderKind, Method, OnLockState, Policy,
};
use crate::rules::{Notice, NoticeKind, NoticeValues};
use crate::site::evaluation::HostCondition;
use crate::site::state::{LockRow, State};
use crate::time::Instant;

/// What a lock holds and shall hold, against its capacity.
pub(crate) struct Capacity {
    capacity: Option<usize>,
    /// Codes that are or may be on the lock: a place is free when its clearing is confirmed (F15, F16).
    taken: usize,
    /// Whether the emergency code is still to come: its place is kept for it (I9).
    reserved: bool,
    /// Codes that are or shall be on the lock.
    wanted: usize,
}

impl Capacity {
    pub(crate) fn of(abilities: &Abilities, codes: &[&AccessCode]) -> Self {
        // Codes of the lock's algorithm are stored nowhere.
        let stored = || codes.iter().filter(|code| code.method != Some(Method::Offline));
        let is_on_it = |code: &AccessCode| code.on_lock.state != OnLockState::Absent;
        let is_wanted = |code: &AccessCode| matches!(code.wanted, Some(Desired::Window(_)));
        Self {
            capacity: abilities
                .capacity
                .map(|capacity| usize::try_from(capacity).unwrap_or(usize::MAX)),
            taken: stored().filter(|code| is_on_it(code)).count(),
            reserved: stored()
                .any(|code| code.holder.kind == HolderKind::Emergency && is_wanted(code) && !is_on_it(code)),
            wanted: stored().filter(|code| is_on_it(code) || is_wanted(code)).count(),
        }
    }

    /// Whether a code fits on the lock: one more, or one that may be there already.
    pub(crate) fn has_room_for(&self, code: &AccessCode) -> bool {
        let kept = usize::from(self.reserved && code.holder.kind != HolderKind::Emergency);
        code.on_lock.state != OnLockState::Absent
            || self
                .capacity
                .is_none_or(|capacity| self.taken.saturating_add(kept) < capacity)
    }

    /// Whether stays that come to the lock soon take every place that is left: a spare that made room for one does not
    /// come back before it.
    pub(crate) fn are_spoken_for(
        &self,
        pending: &[PendingWork<'_>],
        abilities: &Abilities,
        policy: &Policy,
        at: Instant,
    ) -> bool {
        let soon = at.plus_minutes(i64::from(lead_minutes(abilities, policy)));
        let comes = |pending_work: &&PendingWork<'_>| {
            pending_work.kind == CommandKind::ProgramCode
                && pending_work.code.on_lock.state == OnLockState::Absent
                && pending_work.is_for_somebody()
                && pending_work.from <= soon
        };
        let coming = pending.iter().filter(comes).count();
        coming > 0
            && self
                .capacity
                .is_some_and(|capacity| self.taken.saturating_add(coming) >= capacity)
    }

    /// Whether not all codes fit at once.
    fn are_few(&self) -> bool {
        self.capacity.is_some_and(|capacity| self.wanted > capacity)
    }
}

/// When a code begins to open; nothing where it opens at once.
fn starts_at(code: &AccessCode) -> Option<Instant> {
    match code.wanted {
        Some(Desired::Window(CodeWindow { starts_at, .. })) => starts_at,
        _ => None,
    }
}

fn ahead(start: Instant, policy: &Policy) -> Instant {
    start.plus_minutes(i64::from(policy.codes.activate_ahead_hours).saturating_mul(-60))
}

/// How long before a code is put on a lock that stores no times its place is cleared: with the first of the checks.
fn lead_minutes(abilities: &Abilities, policy: &Policy) -> u32 {
    let checks = &policy.validation;
    if abilities.native_schedule {
        0
    } else {
        checks.health_minutes.saturating_sub(checks.activation_minutes)
    }
}

impl PendingWork<'_> {
    /// The same, not before it is near where places are few (C3, F14).
    pub(crate) fn held_back(
        self,
        places: &Capacity,
        abilities: &Abilities,
        policy: &Policy,
        at: Instant,
    ) -> Self {
        let is_new = self.kind == CommandKind::ProgramCode && self.code.on_lock.state == OnLockState::Absent;
        let near = starts_at(self.code).filter(|_| is_new && abilities.native_schedule && places.are_few());
        let from = near.map_or(self.from, |start| self.from.max(ahead(start, policy)).max(at));
        Self { from, ..self }
    }

    /// Whether it would put a code on a lock that had no place for it: somebody else may have taken one (F16, F34).
    pub(crate) fn found_none(&self) -> bool {
        self.kind == CommandKind::ProgramCode && self.code.failure == Some(Failure::NoSpace)
    }

    /// Whether a stay or a visit waits for it.
    fn is_for_somebody(&self) -> bool {
        matches!(self.code.holder.kind, HolderKind::Reservation | HolderKind::Visit)
    }
}

/// The first that waits for a place, where none is about to be free.
pub(crate) fn over_capacity<'a, 'b>(
    pending: &'b [PendingWork<'a>],
    places: &Capacity,
    is_backup_awaited: bool,
    at: Instant,
) -> Option<&'b PendingWork<'a>> {
    let frees_one = |pending_work: &PendingWork<'_>| {
        pending_work.kind == CommandKind::RemoveCode && pending_work.from <= at
    };
    let waits = |pending_work: &&PendingWork<'_>| {
        pending_work.kind == CommandKind::ProgramCode
            && (pending_work.is_for_somebody()
                || is_backup_awaited && pending_work.code.holder.kind == HolderKind::Backup)
            && (!places.has_room_for(pending_work.code) || pending_work.found_none())
    };
    pending
        .iter()
        .find(waits)
        .filter(|_| !pending.iter().any(frees_one))
}

/// The code that gives its place to one that finds none: an unspent backup, else a visit's, else that of the latest
/// stay, where it begins later; to a backup that is awaited, one that would not be put on the lock yet. An
/// active code never moves, and the place is free once that is confirmed (S, F13, F15).
pub(crate) fn evicted<'a>(
    pending_work: &PendingWork<'a>,
    codes: &[&'a AccessCode],
    abilities: &Abilities,
    policy: &Policy,
    at: Instant,
) -> Option<PendingWork<'a>> {
    let is_backup = pending_work.code.holder.kind == HolderKind::Backup;
    let hours = if is_backup {
        policy.codes.activate_ahead_hours
    } else {
        0
    };
    let start = starts_at(pending_work.code).unwrap_or(at.plus_minutes(i64::from(hours).saturating_mul(60)));
    let yields = |code: &&&AccessCode| {
        let is_there = matches!(
            code.on_lock.state,
            OnLockState::Confirmed | OnLockState::Accepted | OnLockState::Unverifiable
        );
        let begins_later = abilities.native_schedule
            && code.on_lock.starts_at.is_some_and(|begins| begins > at)
            && starts_at(code).is_some_and(|begins| begins > at);
        let is_later = begins_later && starts_at(code).is_some_and(|begins| begins > start);
        let is_lower = match code.holder.kind {
            HolderKind::Backup => !code.is_told(),
            HolderKind::Visit if pending_work.code.holder.kind == HolderKind::Reservation => begins_later,
            HolderKind::Visit => is_later,
            HolderKind::Reservation => pending_work.code.holder.kind != HolderKind::Visit && is_later,
            HolderKind::Emergency | HolderKind::Unknown => false,
        };
        let is_kept = matches!(code.wanted, Some(Desired::Window(_)));
        is_there && is_lower && is_kept && code.method != Some(Method::Offline)
    };
    let order = |code: &AccessCode| {
        let rank = match code.holder.kind {
            HolderKind::Backup => 2_u8,
            HolderKind::Visit => 1,
            _ => 0,
        };
        (rank, starts_at(code))
    };
    // Of several backups the first one, which has been there longest.
    let victim = codes
        .iter()
        .filter(yields)
        .max_by(|a, b| order(a).cmp(&order(b)).then_with(|| b.id.cmp(&a.id)))?;
    let lead = lead_minutes(abilities, policy);
    let from = pending_work.from.max(ahead(start, policy));
    Some(PendingWork {
        code: victim,
        kind: CommandKind::RemoveCode,
        from: from.plus_minutes(i64::from(lead).saturating_neg()).max(at),
        rank: pending_work.rank.min(Rank::Removal),
    })
}

/// Whether the host has heard that a lock has no place for a code that is due on it.
pub(crate) fn is_over_capacity(state: &State, row: &LockRow) -> bool {
    capacity(row).is_some_and(|cause| state.notices.get(&cause.notice.key).is_some())
}

/// The host hears that a lock has no place for a code that is due on it, and that nobody can give it one (S).
pub(crate) fn capacity(row: &LockRow) -> Option<HostCondition> {
    let values = NoticeValues {
        lock_name: Some(row.lock.name.clone()),
        ..NoticeValues::default()
    };
    let notice = Notice::to_host(NoticeKind::Capacity, None, Some(&row.lock.id), None, values);
    HostCondition::of(notice, None)
}
