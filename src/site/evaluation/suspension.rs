//! Locks that failed too often in a row: they are left alone, and the host is told (C6, F19).

use super::condition::HostCondition;
use crate::Id;
use crate::model::{AccessCode, CommandKind, Failure, HolderKind, Policy, Tries};
use crate::rules::{CodeFailure, Notice, NoticeKind, NoticeValues, Suspended};
use crate::site::state::{LockRow, RowKey, State, is_refused};
use crate::time::Instant;

/// The last try of a suspended lock. Newer evidence, an order of the host or the next check ends
/// the suspension.
pub(crate) fn suspended(row: &LockRow, policy: &Policy) -> Option<Suspended> {
    let retry = row
        .retry
        .filter(|retry| retry.failures >= policy.commands.tries)?;
    Some(Suspended {
        command: retry.command.unwrap_or(CommandKind::ProgramCode),
        // A failure that no answer tells of is a timeout.
        failure: retry.failure.unwrap_or(Failure::Timeout),
        failed_at: retry.failed_at.unwrap_or(Instant::MIN),
    })
}

/// The host hears once that a lock is suspended, or that its platform refuses to read it. Another
/// notice about the same lock makes this one needless.
pub(crate) fn suspension(
    state: &State,
    lock_id: &Id,
    is_complained_of: bool,
    conditions: &[HostCondition],
) -> Option<HostCondition> {
    let row = state.locks.get(lock_id)?;
    let policy = state.policy_of_lock(lock_id);
    let failed = suspended(row, policy).map(|last| (last.command, last.failure));
    let refused = row
        .read_refused
        .map(|failure| (CommandKind::ReadLock, failure));
    let because = match failed.or(refused) {
        Some((command, failure)) => CodeFailure::Command { command, failure },
        None => match unread(row, policy) {
            Some(tries) => in_vain(tries),
            None if row.clock_or_zone == Some(true) => CodeFailure::ClockOrZone,
            None => return None,
        },
    };
    let kind = kind_of(&because);
    let values = NoticeValues::failed(because);
    let notice = Notice::to_host(kind, None, Some(lock_id), None, values);
    let is_told = state.is_condition_known(&notice.key);
    let is_known = is_complained_of
        || conditions
            .iter()
            .any(|condition| is_about(&condition.notice, lock_id));
    (is_told || !is_known).then_some(HostCondition {
        notice,
        until: None,
    })
}

/// The readings of a lock that brought no list, once they are suspended (C6).
fn unread(row: &LockRow, policy: &Policy) -> Option<Tries> {
    row.readings
        .filter(|tries| tries.count >= policy.commands.tries)
}

/// Why tries were in vain.
fn in_vain(tries: Tries) -> CodeFailure {
    let command = tries.kind;
    match tries.failure {
        Some(failure) => CodeFailure::Command { command, failure },
        None if command == CommandKind::ReadLock => CodeFailure::NoList,
        None => CodeFailure::NotSeen { command },
    }
}

fn kind_of(because: &CodeFailure) -> NoticeKind {
    match because {
        CodeFailure::Command {
            failure: Failure::Offline | Failure::Timeout,
            ..
        } => NoticeKind::LockUnreachable,
        _ => NoticeKind::CodeFailed,
    }
}

/// The host hears of each code whose work is suspended while its lock does other work (C6, F46).
pub(crate) fn suspended_codes(state: &State, lock_id: &Id) -> Vec<HostCondition> {
    let condition = |(code, because): (&AccessCode, CodeFailure)| {
        let notice = match (code.holder.reservation_id(), code.holder.visit_id()) {
            (Some(id), _) => Notice::code_failed(id, Some(lock_id), because),
            (_, Some(id)) => Notice::visit_failed(id, lock_id, because),
            // A backup or emergency code, which is nobody's.
            _ => {
                let values = NoticeValues::failed(because);
                let kind = NoticeKind::CodeFailed;
                Notice::to_host(kind, None, Some(lock_id), Some(&code.id), values)
            }
        };
        HostCondition::of(notice, None)
    };
    suspended_alone(state, lock_id).map(condition).collect()
}

/// Whether the code of a stay or a visit is refused or suspended on a lock, of which the host hears
/// (C6).
pub(crate) fn fails_for_somebody(state: &State, lock_id: &Id) -> bool {
    let is_somebodys = |code: &AccessCode| {
        matches!(
            code.holder.kind,
            HolderKind::Reservation | HolderKind::Visit
        )
    };
    let mut codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    codes.any(|code| is_somebodys(code) && is_refused(code))
        || suspended_alone(state, lock_id).any(|(code, _)| is_somebodys(code))
}

/// The codes for which nothing is tried any more, though the lock takes commands, and why.
fn suspended_alone<'a>(
    state: &'a State,
    lock_id: &Id,
) -> impl Iterator<Item = (&'a AccessCode, CodeFailure)> {
    let policy = state.policy_of_lock(lock_id);
    let row = state.locks.get(lock_id);
    let takes_commands = row.is_some_and(|row| suspended(row, policy).is_none());
    let because = |code: &AccessCode| {
        let mut all = code.tries.iter().flatten();
        match all.find(|tries| tries.count >= policy.commands.tries) {
            Some(tries) => Some(in_vain(*tries)),
            // The host is asked about their own hand (T8).
            None if code.taken_off.is_none() && shows_otherwise(code) => {
                Some(CodeFailure::ListDiffers)
            }
            None => None,
        }
    };
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    // Nothing is tried any more for a code that is off for good (P7).
    codes
        .filter(move |code| takes_commands && !code.is_gone())
        .filter_map(move |code| Some((code, because(code)?)))
}

/// Whether lists show again and again, or for certain, another window than the lock confirmed (T8).
fn shows_otherwise(code: &AccessCode) -> bool {
    let is_proven = code
        .tries_of(CommandKind::ChangeWindow)
        .is_some_and(|tries| tries.failure.is_none());
    is_proven || code.doubt.is_some_and(|doubt| doubt.times > 1)
}

/// Whether a notice says that a lock does not do what it is asked.
fn is_about(notice: &Notice, lock_id: &Id) -> bool {
    matches!(
        notice.kind,
        NoticeKind::LockUnreachable | NoticeKind::CodeFailed
    ) && notice.lock_id.as_ref() == Some(lock_id)
}
