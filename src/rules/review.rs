//! Who has access, and what is odd about it (V4).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use std::collections::BTreeMap;

use crate::Id;
use crate::code::{Violation, weaknesses};
use crate::model::{AccessCode, CodeWindow, Desired, Holder, HolderKind, OnLockState, Policy};
use crate::rules::backups::{BackupState, backup_state};
use crate::time::{Duration, Instant};

/// Something that a host should look at (V4). It holds no PIN (P9).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// The lock; absent where it is about a booking or a listing.
    pub lock_id: Option<Id>,
    /// The booking; absent where it is about a lock or a code.
    pub reservation_id: Option<Id>,
    /// The listing, where its id, or one that it names, belongs to nothing.
    pub listing_id: Option<Id>,
    /// The visit, where an id that it names belongs to nothing.
    pub visit_id: Option<Id>,
    /// The code; absent where it is about the lock's pool.
    pub code_id: Option<Id>,
    /// Whose it is.
    pub holder: Option<Holder>,
    /// When it shall open. If nobody has decided that, or the code shall be gone, when the lock
    /// opens for it.
    pub window: Option<CodeWindow>,
    /// When it last opened its lock, as far as is known.
    pub last_used_at: Option<Instant>,
    /// In which ways a weak code is easy to guess.
    pub weaknesses: Option<Vec<Violation>>,
    /// How many backups are ready, where the pool is low.
    pub backups_ready: Option<u32>,
    /// How many there shall be, where the pool is low.
    pub backups_wanted: Option<u32>,
}

/// What a review finds (V4). The words are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum FindingKind {
    /// Nothing says when the code ends, though it is no backup that was told to nobody.
    NoExpiry,
    /// Its end is past, and it is or may be on the lock.
    ExpiredOnLock,
    /// Somebody else put it on the lock, and nobody has decided about it (F16).
    UnknownCode,
    /// Its PIN is easy to guess (P6), also where the lock's rules allow that.
    Weak,
    /// Nobody used it for the days of the policy \[30\], though it opens the lock. The days count
    /// from its last use, its making or its start, whichever came last. Backups that were told to
    /// nobody do not count.
    Unused,
    /// A backup or emergency code that was told to nobody and has the age at which it is replaced
    /// \[90 days\] (B6, E2).
    StaleBackup,
    /// Fewer backups are ready on the lock than there shall be (B7).
    PoolLow,
    /// It shall be gone, and it is or may be on the lock.
    PendingRemoval,
    /// A code opens its lock before its time, or after it: a told backup that the lock can't keep
    /// to the stay, or has not yet (B4); or the code of a stay or a visit that has moved, as its
    /// lock still keeps it (T3).
    OpenTooLong,
    /// A booking is on hold, and its stay begins soon or runs: its guest is told nothing (N4).
    BookingOnHold,
    /// A booking or a visit names a listing that is not there: no code is made (N5).
    ListingUnknown,
    /// A listing or a visit names a lock that is not there: no code is made for it (N5).
    LockUnknown,
}

/// What a host should look at, in the order of locks, codes and kinds. The pool of a lock comes
/// before its codes (V4).
///
/// A code that is off its lock and not wanted there does not count. A code that shall be gone can
/// only be pending, expired, unknown or weak. `pools` says how many unspent backups each lock shall
/// have, see [`pool_target`](crate::rules::pool_target).
///
/// ```
/// use latchstring::rules::{FindingKind, review};
/// let code = latchstring::decode(r#"{ "id": "k1", "lockId": "door", "holder": { "kind": "visit", "id": "cleaner" },
///     "pin": "492817", "wanted": {}, "madeAt": "2026-04-01T09:00:00Z", "lastUsedAt": "2026-04-20T10:00:00Z",
///     "onLock": { "state": "confirmed" } }"#)?;
/// let found = review(&[&code], &[], &latchstring::model::Policy::default(), "2026-05-01T00:00:00Z".parse()?);
/// let kinds: Vec<_> = found.iter().map(|finding| finding.kind).collect();
/// assert_eq!(kinds, [FindingKind::NoExpiry]);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn review(
    codes: &[&AccessCode],
    pools: &[(&Id, u32)],
    policy: &Policy,
    now: Instant,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut ready = BTreeMap::<&Id, u32>::new();
    for code in codes {
        let of_pool =
            code.holder.kind == HolderKind::Backup && backup_state(code) == BackupState::Ready;
        if of_pool {
            let count = ready.entry(&code.lock_id).or_default();
            *count = count.saturating_add(1);
        }
        of_code(code, policy, now, &mut findings);
    }
    for &(lock_id, wanted) in pools {
        let ready = ready.get(lock_id).copied().unwrap_or(0);
        if ready < wanted {
            findings.push(Finding {
                backups_ready: Some(ready),
                backups_wanted: Some(wanted),
                ..Finding::about(FindingKind::PoolLow, lock_id)
            });
        }
    }
    in_order(findings)
}

/// Findings in the order of locks, codes and kinds, those about bookings first.
pub(crate) fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| {
        let place = |one: &Finding| (one.lock_id.clone(), one.code_id.clone(), one.kind);
        let about = |one: &Finding| {
            (
                one.reservation_id.clone(),
                one.listing_id.clone(),
                one.visit_id.clone(),
            )
        };
        (place(a), about(a)).cmp(&(place(b), about(b)))
    });
    findings
}

impl Finding {
    fn about(kind: FindingKind, lock_id: &Id) -> Self {
        Self {
            lock_id: Some(lock_id.clone()),
            ..Self::of(kind)
        }
    }

    /// A finding about a booking.
    pub(crate) fn about_booking(kind: FindingKind, reservation_id: &Id) -> Self {
        Self {
            reservation_id: Some(reservation_id.clone()),
            ..Self::of(kind)
        }
    }

    /// A finding that is about nothing yet.
    pub(crate) fn of(kind: FindingKind) -> Self {
        Self {
            kind,
            lock_id: None,
            reservation_id: None,
            listing_id: None,
            visit_id: None,
            code_id: None,
            holder: None,
            window: None,
            last_used_at: None,
            weaknesses: None,
            backups_ready: None,
            backups_wanted: None,
        }
    }
}

fn of_code(code: &AccessCode, policy: &Policy, now: Instant, findings: &mut Vec<Finding>) {
    let window = window(code);
    let may_be_there = code.on_lock.state != OnLockState::Absent;
    let shall_be_there = matches!(code.wanted, Some(Desired::Window(_)));
    if !may_be_there && !shall_be_there {
        return;
    }
    let shall_be_gone = code.wanted == Some(Desired::REMOVED);
    let is_spare =
        matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency) && !code.is_told();
    let is_over = window.ends_at.is_some_and(|end| end <= now);
    let opens = may_be_there && !is_over && window.starts_at.is_none_or(|start| start <= now);
    let weaknesses: Option<Vec<Violation>> = code
        .pin
        .map(|pin| {
            weaknesses(pin.digits())
                .into_iter()
                .map(Violation::from)
                .collect()
        })
        .filter(|weak: &Vec<Violation>| !weak.is_empty());

    let found = [
        (
            FindingKind::NoExpiry,
            window.ends_at.is_none() && !is_spare && !shall_be_gone,
        ),
        (FindingKind::ExpiredOnLock, is_over && may_be_there),
        (
            FindingKind::UnknownCode,
            code.holder.kind == HolderKind::Unknown && may_be_there,
        ),
        (FindingKind::Weak, weaknesses.is_some()),
        (
            FindingKind::Unused,
            opens
                && !is_spare
                && !shall_be_gone
                && days_ago(idle_since(code, window), policy.review.unused_days, now),
        ),
        (
            FindingKind::StaleBackup,
            is_spare && !shall_be_gone && days_ago(code.made_at, rotate_days(code, policy), now),
        ),
        (FindingKind::PendingRemoval, shall_be_gone),
        (FindingKind::OpenTooLong, opens_too_long(code, policy, now)),
    ];
    for (kind, _) in found.into_iter().filter(|&(_, holds)| holds) {
        findings.push(Finding {
            code_id: Some(code.id.clone()),
            holder: Some(code.holder.clone()),
            window: Some(window),
            last_used_at: code.last_used_at,
            weaknesses: weaknesses.clone().filter(|_| kind == FindingKind::Weak),
            ..Finding::about(kind, &code.lock_id)
        });
    }
}

/// Whether a code is on its lock and opens before its time, or after it: a told backup that is not
/// narrowed yet (B4), and what a silent lock keeps of a time that has moved since (T3).
fn opens_too_long(code: &AccessCode, policy: &Policy, now: Instant) -> bool {
    let Some(Desired::Window(wanted)) = code.wanted else {
        return false;
    };
    let kept = window_on_lock(code);
    let is_spare = matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency);
    // Only a lock that keeps windows says when it ends. What a platform rounds, and an hour more or
    // less, is none (B5).
    let counts = if is_spare {
        backup_state(code) == BackupState::Told
    } else {
        kept.ends_at.is_some_and(|end| end > now)
    };
    let slack = if is_spare {
        Duration::ZERO
    } else {
        Duration::minutes(policy.backups.manual_removal_minutes)
    };
    let is_early = wanted
        .starts_at
        .is_some_and(|start| start > now && kept.starts_at.is_none_or(|kept| start - kept > slack));
    let is_late = wanted
        .ends_at
        .is_some_and(|end| kept.ends_at.is_none_or(|kept| kept - end > slack));
    counts && code.on_lock.state != OnLockState::Absent && (is_early || is_late)
}

fn window_on_lock(code: &AccessCode) -> CodeWindow {
    CodeWindow {
        starts_at: code.on_lock.starts_at,
        ends_at: code.on_lock.ends_at,
    }
}

fn window(code: &AccessCode) -> CodeWindow {
    match code.wanted {
        Some(Desired::Window(held)) => held,
        _ => window_on_lock(code),
    }
}

/// When a code began to wait for its use. If nothing else is known, when the lock was found to have
/// it.
fn idle_since(code: &AccessCode, window: CodeWindow) -> Option<Instant> {
    let known = [code.last_used_at, code.made_at, window.starts_at];
    known.into_iter().flatten().max().or(code.on_lock.at)
}

fn rotate_days(code: &AccessCode, policy: &Policy) -> u32 {
    if code.holder.kind == HolderKind::Emergency {
        policy.emergency.rotate_days
    } else {
        policy.backups.rotate_days
    }
}

/// Whether something was so many days ago. Without evidence it was not (F17).
fn days_ago(at: Option<Instant>, days: u32, now: Instant) -> bool {
    at.is_some_and(|at| at + Duration::days(days) <= now)
}
