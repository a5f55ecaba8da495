//! What is tried at a lock for a guest who can't get in, where nothing is left to tell them (A4).

use super::door_view::DoorView;
use crate::Id;
use crate::model::{AccessCode, Desired, OnLockState};
use crate::rules::{AccessCase, Decision, is_sure, told_at};
use crate::time::{Duration, Instant};

/// What is tried at a lock for a guest who can't get in, where nothing is left to tell them (A4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SecondTry {
    /// The lock is read, for what the guest said at an instant.
    Read { said: Instant },
    /// A code is sent once more. Where the lock said that it has the PIN when that was done for an
    /// earlier word of the guest, the code is taken off and made again.
    Send { code_id: Id, is_refused: bool },
    /// A code is taken off and made again with its PIN: the lock was read for the guest, and its
    /// list does not say which PIN it has.
    Renew { code_id: Id },
}

impl DoorView<'_> {
    /// What is tried at the instant of `case`, and was not tried yet.
    pub(super) fn second_try(
        &self,
        case: &AccessCase<'_>,
        decision: &Decision,
    ) -> Option<SecondTry> {
        let said = case.outside_since(decision)?;
        // Later the guest may be in: then nothing is taken off to be made again, and nothing read
        // but a lock that could not be asked before.
        let until = said + Duration::minutes(case.policy.complaints.recent_use_minutes);
        let is_late = case.now >= until;
        if case.abilities.can_read_back {
            let pause = case.policy.commands.reading_pause();
            let is_new = self.row.may_ask_reading(said, pause);
            // What is being made anew is not read, too: one word of the guest, one try. What is
            // there again may have gone again.
            let is_renewed = |code: &&AccessCode| {
                code.is_disabled() && !is_sure(code) && told_at(code, case.reservation_id).is_some()
            };
            if !is_new || case.codes.iter().any(is_renewed) {
                return None;
            }
            if is_late {
                let is_back = self.row.answered_at(&case.policy.offline, case.now) > Some(said);
                let is_unread = self.row.read_at < Some(said);
                return (is_back && is_unread).then_some(SecondTry::Read { said });
            }
            let renewed = self.hidden_in_vain(case, said);
            let renewed = renewed.map(|code_id| SecondTry::Renew { code_id });
            return Some(renewed.unwrap_or(SecondTry::Read { said }));
        }
        let code = last_told_in_vain(case, said)?;
        let is_refused = is_refused_since_last_word(case, code, said);
        (!is_late || !is_refused).then(|| SecondTry::Send {
            code_id: code.id.clone(),
            is_refused,
        })
    }

    /// The code of a guest who said before that they can't get in, which the lock listed for that
    /// without its PIN.
    fn hidden_in_vain(&self, case: &AccessCase<'_>, said: Instant) -> Option<Id> {
        let asked_at = self.row.read_asked_at?;
        // Another guest's word may have been the reason.
        let before = case.said_in_stay().rev().find(|&before| before < said)?;
        let is_listed =
            self.row.read_at >= Some(asked_at.max(before)) && self.row.pins_hidden == Some(true);
        let code = last_told_in_vain(case, said).filter(|_| is_listed)?;
        let is_shown = code.on_lock.at >= Some(asked_at) && code.taken_off.is_none();
        // What let the guest in since says more than the list (I9).
        let was_used = code.last_used_at >= self.row.read_at;
        (is_shown && !was_used).then(|| code.id.clone())
    }
}

/// Whether the lock said that it has the PIN of a code after the guest had said once before that
/// they can't get in. What it said before that was no answer to the guest: the code may open (I9).
fn is_refused_since_last_word(case: &AccessCase<'_>, code: &AccessCode, said: Instant) -> bool {
    let mut before = case.said_in_stay().rev().filter(|&before| before < said);
    before
        .next()
        .is_some_and(|before| code.is_refused_as_there_since(before))
}

/// The last code that the guest was told for a lock before they said that they can't get in, if the
/// lock should have it.
fn last_told_in_vain<'a>(case: &AccessCase<'a>, said: Instant) -> Option<&'a AccessCode> {
    let told = case.codes.iter().copied().filter_map(|code| {
        let told = told_at(code, case.reservation_id)?;
        matches!(code.wanted, Some(Desired::Window(_))).then_some((told, code))
    });
    let (_, code) = told.max_by_key(|(told, _)| *told)?;
    // A cloud that took it never says more where the lock can't be read.
    let may_be_there = matches!(
        code.on_lock.state,
        OnLockState::Confirmed | OnLockState::Unverifiable | OnLockState::Accepted
    );
    let is_older = code.on_lock.at < Some(said);
    (may_be_there && is_older && !code.is_offline()).then_some(code)
}
