//! Codes of a lock's own algorithm: the platform makes them, and the lock need not hear of it.

use super::chance::mixed;
use super::character::Occasion;
use super::said::{Refusal, SaidResult};
use super::state::{HeldCode, MAX_CODES, VirtualLock};
use crate::Id;
use crate::code::Pin;
use crate::model::CodeWindow;
use crate::site::{Command, Outcome};

/// Makes a code, or says why there is none (A3b).
pub(super) fn issue(lock: &mut VirtualLock, command: &Command, at: Occasion) -> SaidResult {
    match made(lock, command, at) {
        Ok((external_id, pin)) => {
            let mut result = lock.result(command, Outcome::Confirmed, None, at.now);
            (result.external_id, result.pin) = (Some(external_id), Some(pin));
            result
        }
        Err(refusal) => lock.result(command, Outcome::Failed, Some(refusal), at.now),
    }
}

fn made(lock: &mut VirtualLock, command: &Command, at: Occasion) -> Result<(Id, Pin), Refusal> {
    let window = command.span().ok_or(Refusal::Rejected)?;
    let made = lock.offline_codes.as_mut().ok_or(Refusal::Rejected)?;
    made.retain(|held| held.window.ends_at.is_none_or(|end| end > at.now));
    let before = made.iter().filter(|held| held.window == window).count();
    let pin = algorithm(&lock.id, window, before).ok_or(Refusal::Rejected)?;
    if made.len() >= MAX_CODES {
        return Err(Refusal::NoSpace);
    }
    lock.counts.programmed = lock.counts.programmed.saturating_add(1);
    let external_id: Id = format!("x{}", lock.counts.programmed)
        .parse()
        .map_err(|_| Refusal::Rejected)?;
    made.push(HeldCode {
        external_id: external_id.clone(),
        pin,
        window,
        slot: None,
        name: None,
        disabled: None,
        ghost: None,
        stored_at: at.now,
        ahead_seconds: None,
        code_id: command.code_id.clone(),
    });
    Ok((external_id, pin))
}

/// The nine digits that the lock computes for a window; `before` of its codes were made already.
fn algorithm(lock_id: &Id, window: CodeWindow, before: usize) -> Option<Pin> {
    let edges = [window.starts_at, window.ends_at].map(|edge| {
        let hours = edge.map_or(0, |at| at.unix_seconds().div_euclid(3_600));
        u32::try_from(hours).unwrap_or_default()
    });
    let bytes = lock_id.bytes().map(u32::from);
    let before = u32::try_from(before).ok();
    let seed = bytes.chain(edges).chain(before).fold(0, mixed);
    format!("{:09}", seed.checked_rem(1_000_000_000)?)
        .parse()
        .ok()
}
