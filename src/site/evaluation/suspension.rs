//! Locks that failed too often in a row: they are left alone, and the host is told (C6, F19).

use super::condition::HostCondition;
use crate::Id;
use crate::model::{CommandKind, Failure, Policy};
use crate::rules::{CodeFailure, Notice, NoticeKind, NoticeValues, Suspended};
use crate::site::state::{LockRow, State};
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
    let failed = suspended(row, &state.header.policy).map(|last| (last.command, last.failure));
    let refused = row
        .read_refused
        .map(|failure| (CommandKind::ReadLock, failure));
    let (command, failure) = failed.or(refused)?;
    let kind = match failure {
        Failure::Offline | Failure::Timeout => NoticeKind::LockUnreachable,
        _ => NoticeKind::CodeFailed,
    };
    let values = NoticeValues {
        lock_name: Some(row.lock.name.clone()),
        because: Some(CodeFailure::Command { command, failure }),
        ..NoticeValues::default()
    };
    let notice = Notice::to_host(kind, None, Some(lock_id), None, values);
    let is_told = state.notices.get(&notice.key).is_some();
    let is_known = is_complained_of
        || conditions
            .iter()
            .any(|condition| is_about(&condition.notice, lock_id));
    (is_told || !is_known).then_some(HostCondition {
        notice,
        until: None,
    })
}

/// Whether a notice says that a lock does not do what it is asked.
fn is_about(notice: &Notice, lock_id: &Id) -> bool {
    matches!(
        notice.kind,
        NoticeKind::LockUnreachable | NoticeKind::CodeFailed
    ) && notice.lock_id.as_ref() == Some(lock_id)
}
