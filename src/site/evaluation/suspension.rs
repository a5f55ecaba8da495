//! Locks that failed so often in a row that they are left alone, and what the host hears of it (C6, F19).

use super::condition::HostCondition;
use crate::Id;
use crate::model::{CommandKind, Failure, Policy};
use crate::rules::{CodeFailure, Notice, NoticeKind, NoticeValues, Suspended};
use crate::site::state::{LockRow, State};
use crate::time::Instant;

/// The last try of a lock that is left alone until there is newer evidence, a host's order or the next check.
pub(crate) fn suspended(row: &LockRow, policy: &Policy) -> Option<Suspended> {
    let retry = row
        .retry
        .filter(|retry| retry.failures >= policy.commands.tries)?;
    Some(Suspended {
        command: retry.command.unwrap_or(CommandKind::ProgramCode),
        // What nobody heard of is no answer in time.
        failure: retry.failure.unwrap_or(Failure::Timeout),
        failed_at: retry.failed_at.unwrap_or(Instant::MIN),
    })
}

/// The host hears once of a lock that is left alone, with the class of its failures, unless there is a notice about it
/// for the same cause; and of one that its platform refuses to read.
pub(crate) fn suspension(
    state: &State,
    lock_id: &Id,
    is_complained_of: bool,
    conditions: &[HostCondition],
) -> Option<HostCondition> {
    let row = state.locks.get(lock_id)?;
    let failed = suspended(row, &state.header.policy).map(|last| (last.command, last.failure));
    let refused = row.read_refused.map(|failure| (CommandKind::ReadLock, failure));
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
    let notice = Notice::to_host(kind, None, Some(lock_id), None, values)?;
    let is_told = state.notices.get(&notice.key).is_some();
    let is_heard_of = is_complained_of || conditions.iter().any(|cause| is_about(&cause.notice, lock_id));
    (is_told || !is_heard_of).then_some(HostCondition { notice, until: None })
}

/// Whether the host hears by a notice that a lock does not do what it is asked.
fn is_about(notice: &Notice, lock_id: &Id) -> bool {
    matches!(notice.kind, NoticeKind::LockUnreachable | NoticeKind::CodeFailed)
        && notice.lock_id.as_ref() == Some(lock_id)
}
