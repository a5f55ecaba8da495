//! What a result says that a command has done.

use crate::model::{CommandKind, Failure, OnLockState};
use crate::site::fact::{CommandResult, Outcome};
use crate::site::state::Command;
use crate::time::Instant;

/// Whether a result says no more than silence (F25).
pub(crate) fn is_no_answer(result: &CommandResult) -> bool {
    result.outcome == Outcome::Unknown || result.failure == Some(Failure::Timeout)
}

/// A result as of an instant that can be: after its command was given out, and no later than now,
/// whatever the platform's clock says (C7).
pub(super) fn after_cause(
    result: &CommandResult,
    given_at: Option<Instant>,
    now: Instant,
) -> CommandResult {
    let at = given_at.map_or(result.at, |given_at| result.at.max(given_at));
    CommandResult {
        at: at.min(now),
        ..result.clone()
    }
}

/// What a command has done, as far as its result tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It was carried out, by the lock or by a cloud that passes it on.
    Done(OnLockState),
    /// The PIN was taken by an earlier try without a result: the code is on the lock (F25).
    WasThere,
    /// The PIN was taken by our own code, whose removal was sent since: a ghost (T9).
    Ghost,
    /// The PIN was taken by another code. No further try can succeed (F9).
    Taken,
    /// The code that should change is not on the lock.
    NotThere,
    /// Nothing changed on the lock.
    NotDone,
    /// The result does not tell.
    NobodyKnows,
}

/// Whether `sent` is an earlier try to put the same PIN on the lock.
pub(super) fn is_earlier_try(sent: &Command, command: &Command) -> bool {
    sent.kind == CommandKind::ProgramCode
        && sent.code_id == command.code_id
        && sent.pin == command.pin
}

/// Whether the PIN of a command was on its lock before, as far as that is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// It was never sent there.
    Never,
    /// It was sent there, and may be there.
    MayBeThere,
    /// Its removal was sent since.
    Removed,
}

/// What a command has done.
pub(super) fn effect(result: &CommandResult, command: &Command, before: Before) -> Effect {
    let taken = result.failure == Some(Failure::DuplicateCode)
        && command.kind == CommandKind::ProgramCode
        && command.pin.is_some();
    match (result.outcome, result.failure) {
        // A cloud that will ask the lock has not read it.
        (Outcome::Accepted, _) if command.kind == CommandKind::ReadLock => Effect::NobodyKnows,
        (Outcome::Accepted, _) => Effect::Done(OnLockState::Accepted),
        (Outcome::Confirmed, _) => Effect::Done(OnLockState::Confirmed),
        (Outcome::Failed, _) if taken => match before {
            Before::Never => Effect::Taken,
            Before::MayBeThere => Effect::WasThere,
            Before::Removed => Effect::Ghost,
        },
        // A missing answer does not say that nothing happened (F25).
        (Outcome::Unknown, _) | (Outcome::Failed, Some(Failure::Timeout)) => Effect::NobodyKnows,
        (Outcome::Failed, Some(Failure::NotFound)) => match command.kind {
            CommandKind::RemoveCode => Effect::Done(OnLockState::Confirmed),
            CommandKind::ChangeWindow => Effect::NotThere,
            _ => Effect::NotDone,
        },
        (Outcome::Failed, _) => Effect::NotDone,
    }
}
