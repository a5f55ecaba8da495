//! What a platform answers that was asked for a code of the lock's own algorithm (A3b).

use std::sync::Arc;

use crate::code::Pin;
use crate::model::{
    AccessCode, CodeWindow, CommandKind, CommandsPolicy, Desired, Failure, Observed, OnLockState,
};
use crate::rules::one_more;
use crate::site::fact::{CommandResult, Outcome};
use crate::site::state::{Command, State};
use crate::time::Instant;

/// Takes the PIN and the window of a code that was asked for, or why there is none. Nothing was
/// sent to the lock, so that nothing is learned about the lock.
pub(super) fn learn_issued(
    state: &mut State,
    command: &Command,
    result: &CommandResult,
    now: Instant,
) {
    let code = command
        .code_id
        .as_ref()
        .and_then(|id| state.access_codes.get(id));
    let Some(code) = code.cloned() else { return };
    let policy = Arc::clone(state.policy_of_lock(&command.lock_id));
    let made = result
        .pin
        .filter(|_| result.outcome == Outcome::Confirmed)
        .ok_or_else(|| result.failure.unwrap_or(Failure::Rejected));
    let code = match made {
        Ok(pin) if is_of_another(state, &code, pin) => {
            failed(code, Failure::DuplicateCode, &policy.commands, now)
        }
        Ok(pin) => issued(code, command, result, pin),
        Err(failure) => failed(code, failure, &policy.commands, now),
    };
    state.access_codes.put(&code.id.clone(), code);
}

fn issued(mut code: AccessCode, command: &Command, result: &CommandResult, pin: Pin) -> AccessCode {
    let window: CodeWindow = result.span().or(command.span()).unwrap_or_default();
    code.forget_tries(|tries| tries.kind == command.kind);
    AccessCode {
        pin: Some(pin),
        external_id: result.external_id.clone(),
        failure: None,
        wanted: Some(Desired::Window(window)),
        on_lock: Observed {
            state: OnLockState::Confirmed,
            starts_at: window.starts_at,
            ends_at: window.ends_at,
            at: Some(result.at),
            guaranteed_window: None,
        },
        ..code
    }
}

/// A code that is told to nobody. What passes counts as a try, with its pause (C6).
fn failed(
    mut code: AccessCode,
    failure: Failure,
    policy: &CommandsPolicy,
    now: Instant,
) -> AccessCode {
    let kind = CommandKind::IssueOfflineCode;
    if failure.is_passing() {
        let known = code.tries_of(kind);
        let known = known.filter(|tries| tries.count_still(policy, now));
        code.set_tries(one_more(known, kind, Some(failure), (now, now), policy));
    }
    AccessCode {
        failure: Some(failure),
        on_lock: Observed::gone(now),
        ..code
    }
}

/// Whether a PIN is, or may be, that of another holder at any door. Whoever reads it would try it
/// there.
fn is_of_another(state: &State, code: &AccessCode, pin: Pin) -> bool {
    let mut others = state.access_codes.values();
    others.any(|other| {
        other.id != code.id
            && other.pin == Some(pin)
            && !other.is_gone()
            && other.holder != code.holder
    })
}
