//! What the result of a command says of its code and its lock.

use std::sync::Arc;

use super::effect::{Before, Effect, effect, is_earlier_try};
use super::issued::learn_issued;
use super::reachability::{take_answer, take_failure};
use crate::Id;
use crate::model::{
    AccessCode, ChangesBy, CodeWindow, CommandKind, CommandsPolicy, Desired, Failure, Observed,
    OnLockState, Policy,
};
use crate::rules::{back_off, one_more};
use crate::site::fact::{CommandResult, Outcome};
use crate::site::state::{Command, LockRow, Retry, RowKey, State, is_kept_for_guest};
use crate::time::{Duration, Instant, Zone};

/// A result, with what has to be known to understand it.
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub(super) struct Learned<'a> {
    pub(super) effect: Effect,
    pub(super) at: Instant,
    pub(super) command: &'a Command,
    pub(super) result: &'a CommandResult,
    /// Whether the lock can be asked which codes it has.
    pub(super) can_be_read: bool,
    pub(super) clock_suspect: bool,
    /// Whether a code may be off its lock while its window changes (T1).
    pub(super) replaces: bool,
    /// The zone by which its lock has a clock.
    pub(super) zone: Option<Zone>,
    /// Whether commands to the lock name a place (S1).
    pub(super) by_place: bool,
    /// Whether the PIN stays whatever the lock says of it: many messages told it (A6).
    pub(super) is_kept: bool,
    /// The window in which the code surely opens, if an earlier try has put it there.
    pub(super) was_there: Option<CodeWindow>,
    /// Until when it may open at the latest, if an earlier try has put it there.
    pub(super) was_there_until: Option<Instant>,
    pub(super) policy: CommandsPolicy,
    pub(super) now: Instant,
}

/// Takes what the result of a command says of its code and its lock.
pub(super) fn learn(state: &mut State, command: &Command, result: &CommandResult, now: Instant) {
    if command.kind == CommandKind::IssueOfflineCode {
        return learn_issued(state, command, result, now);
    }
    let learned = Learned::of(state, command, result, now);
    if let Some(code) = command
        .code_id
        .as_ref()
        .and_then(|id| state.access_codes.get(id))
    {
        let before = code.clone();
        let code = learned.of_code(before.clone());
        state.access_codes.put(&code.id.clone(), code.clone());
        if code.pin != before.pin
            && (before.is_refused_as_there() || command.kind == CommandKind::RemoveCode)
        {
            leave(state, &before, learned.at);
        }
        if learned.by_place {
            learned.note_place(state, &before, &code);
        }
    }
    if command.kind == CommandKind::RemoveCode
        && learned.effect == Effect::Done(OnLockState::Confirmed)
    {
        forget_no_space(state, &command.lock_id);
    }
    let policy = Arc::clone(state.policy_of_lock(&command.lock_id));
    let is_to_be_seen = learned.can_be_read && learned.is_removal_of(state);
    state.locks.change(&command.lock_id, |row| {
        learned.note_in(row, &policy, now);
        if is_to_be_seen {
            row.unseen_removal_at = Some(learned.at);
        }
    });
    // A cloud's word says nothing of the lock (F20), and a busy lock is not offline (C6).
    if result.outcome == Outcome::Confirmed {
        take_answer(state, &command.lock_id, learned.at);
    } else if result.failure.is_some_and(Failure::is_silence) {
        take_failure(state, &command.lock_id, learned.at);
    }
}

/// A place is free: codes that found none are tried again at once, before the code that gave it up
/// (S, C6).
pub(super) fn forget_no_space(state: &mut State, lock_id: &Id) {
    let here = RowKey::Lock(lock_id.clone());
    let codes = state.access_codes.about(&here);
    let found_none = codes.filter(|code| code.failure == Some(Failure::NoSpace));
    let found_none: Vec<Id> = found_none.map(|code| code.id.clone()).collect();
    for id in found_none {
        state.access_codes.change(&id, |code| {
            code.failure = None;
            code.end_pause_of(Failure::NoSpace);
        });
    }
}

/// A code gets another PIN, and the one that it was sent with may be on its lock: what is left
/// there is a code of its own, to be removed (T9, F39).
fn leave(state: &mut State, before: &AccessCode, at: Instant) {
    let Some(id) = state.new_code_id(&before.lock_id) else {
        return;
    };
    let refused = before.tries_of(CommandKind::ProgramCode);
    // A ghost may have got another id and place since.
    let is_ghost = before.is_refused_as_there();
    let left = AccessCode {
        external_id: before.external_id.clone().filter(|_| !is_ghost),
        slot: before.slot.filter(|_| !is_ghost),
        pin: before.pin,
        pin_number: before.pin_number,
        label: before.label.clone(),
        wanted: Some(Desired::REMOVED),
        window_before: before.clone().ended(at).window_before,
        told_to: before.told_to.clone(),
        made_at: before.made_at,
        on_lock: Observed {
            state: OnLockState::Unknown,
            ..Observed::gone(at)
        },
        tries: refused.map(|refused| vec![refused]),
        // As with a ghost, the refusal says more than a list without it (C6).
        removed_at: before.removed_at.or(Some(at)),
        ..AccessCode::new(id.clone(), before.lock_id.clone(), before.holder.clone())
    };
    state.access_codes.put(&id, left);
}

/// The window of a code that lists show no more, and that may be there all the same (T9).
fn lost(code: &AccessCode) -> Option<CodeWindow> {
    let is_off = matches!(
        code.on_lock.state,
        OnLockState::Absent | OnLockState::Pending
    );
    code.on_lock.guaranteed_window.filter(|_| is_off)
}

/// Whether the removal of a command's PIN from its lock was sent, and nothing has put it there
/// since (T9).
fn was_removed(state: &State, command: &Command, code: Option<&AccessCode>) -> bool {
    let here = RowKey::Gone(command.lock_id.clone());
    let is_it = |gone: &AccessCode| gone.removed_at.is_some() && gone.pin == command.pin;
    code.is_some_and(|code| code.removed_at.is_some())
        || (command.pin.is_some() && state.access_codes.about(&here).any(is_it))
}

/// What both windows have in common, as far as they are known.
fn met(one: Option<CodeWindow>, two: Option<CodeWindow>) -> Option<CodeWindow> {
    match (one, two) {
        (Some(one), Some(two)) => one.meet(two),
        (one, two) => one.or(two),
    }
}

impl<'a> Learned<'a> {
    fn of(state: &State, command: &'a Command, result: &'a CommandResult, now: Instant) -> Self {
        let code = command
            .code_id
            .as_ref()
            .and_then(|id| state.access_codes.get(id));
        let row = state.locks.get(&command.lock_id);
        let is_sent = |code: &AccessCode| {
            !matches!(
                code.on_lock.state,
                OnLockState::Absent | OnLockState::Pending
            )
        };
        // A late result may have said so while this try was under way.
        let tried_before =
            row.is_some_and(|row| row.unconfirmed().any(|sent| is_earlier_try(sent, command)));
        let abilities = state.abilities_of(&command.lock_id);
        let is_known = code.is_some_and(|code| is_sent(code) || lost(code).is_some());
        let is_refused = result.failure == Some(Failure::DuplicateCode);
        // A try without an answer may have put it there since its removal.
        let before = if is_refused && !tried_before && was_removed(state, command, code) {
            Before::Removed
        } else if tried_before || is_known {
            Before::MayBeThere
        } else {
            Before::Never
        };
        // A told PIN that may not change is tried again, as often as any try in vain (A6, C6).
        let is_kept = code.is_some_and(|code| is_kept_for_guest(state, code));
        let effect = match effect(result, command, before) {
            Effect::Taken if is_kept => Effect::NotDone,
            // The ghost was removed once more, and the lock refuses its PIN still (F9).
            Effect::Ghost if !is_kept && code.is_some_and(AccessCode::is_refused_as_there) => {
                Effect::Taken
            }
            effect => effect,
        };
        Self {
            effect,
            at: result.at.min(now),
            command,
            result,
            can_be_read: abilities.as_ref().is_some_and(|able| able.can_read_back)
                && row.is_some_and(|row| row.read_refused.is_none()),
            clock_suspect: abilities.as_ref().is_some_and(|able| able.clock_suspect),
            replaces: abilities
                .as_ref()
                .is_some_and(|able| able.changes_by == ChangesBy::Replace),
            zone: row.and_then(|row| state.zone_of(&row.lock)),
            by_place: abilities.as_ref().is_some_and(|able| able.slots.is_some()),
            is_kept,
            was_there: met(
                row.and_then(|row| row.may_have_left(command)),
                code.and_then(lost),
            ),
            was_there_until: row.and_then(|row| row.may_have_left_until(command)),
            policy: state.policy_of_lock(&command.lock_id).commands.clone(),
            now,
        }
    }

    /// Whether it says that a code came off, for good or for a while (P7).
    fn is_removal_of(&self, state: &State) -> bool {
        let is_done = matches!(
            self.effect,
            Effect::Done(OnLockState::Confirmed) | Effect::NotThere
        );
        let code = self.command.code_id.as_ref();
        let code = code.and_then(|id| state.access_codes.get(id));
        let removes = self.command.kind == CommandKind::RemoveCode;
        let is_off = |code: &AccessCode| code.on_lock.state == OnLockState::Absent;
        removes && is_done && code.is_some_and(is_off)
    }

    /// Notes in the row of the lock what the result says of it.
    fn note_in(&self, row: &mut LockRow, policy: &Policy, now: Instant) {
        // Now the lock is asked. If it does not list the code, and refuses the PIN again, another
        // code has it (F9).
        if self.effect == Effect::WasThere && self.can_be_read {
            row.forget_unconfirmed(&|sent| is_earlier_try(sent, self.command));
        }
        row.retry = self.retry_after(row.retry, policy, now);
        if self.command.kind == CommandKind::ReadLock {
            row.read_refused = self.result.failure.filter(|failure| is_final(*failure));
            // A reading that brings no list, or an old one, has failed (C6). A list that comes
            // with the result takes that back.
            let is_answered = row.read_at.is_some() && row.read_at >= row.read_given_at;
            // A cloud that will ask the lock may bring its list yet.
            let is_taken = self.result.outcome == Outcome::Accepted;
            if !is_taken && self.result.outcome != Outcome::Confirmed {
                row.read_given_at = None;
            }
            let is_refused = row.read_refused.is_some();
            if self.can_be_read && !is_answered && !is_refused {
                let since = (now, now);
                let kind = CommandKind::ReadLock;
                // Whoever will ask the lock has heard no more of it than silence.
                let is_silent = self.effect == Effect::NobodyKnows;
                let silence = Some(Failure::Timeout).filter(|_| is_silent);
                let failure = self.result.failure.or(silence);
                let commands = &policy.commands;
                let known = row
                    .readings
                    .filter(|tries| tries.count_still(commands, now));
                row.readings = Some(one_more(known, kind, failure, since, commands));
            }
        }
    }

    /// When the lock may be tried again.
    fn retry_after(&self, retry: Option<Retry>, policy: &Policy, now: Instant) -> Option<Retry> {
        match (self.effect, self.result.failure) {
            // A cloud's word says nothing of the lock (F20): its pause has yet to end.
            (Effect::Done(OnLockState::Accepted), _) => retry,
            (Effect::Done(_) | Effect::WasThere | Effect::Ghost | Effect::NotThere, _) => None,
            (Effect::Taken, _) => Some(self.next_try(retry, policy, now, |_| Duration::ZERO)),
            // The next free place is tried at once (S1).
            (Effect::NotDone, Some(Failure::SlotTaken)) if self.by_place => {
                Some(self.next_try(retry, policy, now, |_| Duration::ZERO))
            }
            // The refusal is about this code: no other code has to wait (F34).
            (Effect::NotDone, Some(failure)) if is_final(failure) => retry,
            // A full lock may do all that needs no place.
            (Effect::NotDone, Some(Failure::NoSpace | Failure::KeepsLastCode)) => retry,
            (Effect::NotDone | Effect::NobodyKnows, _) => {
                Some(self.next_try(retry, policy, now, back_off))
            }
        }
    }

    /// One more failure. After the last try that the policy allows comes the long pause (C6).
    fn next_try(
        &self,
        retry: Option<Retry>,
        policy: &Policy,
        now: Instant,
        pause: impl Fn(u32) -> Duration,
    ) -> Retry {
        let failures = retry.map_or(0, |retry| retry.failures).saturating_add(1);
        let pause = if failures >= policy.commands.tries {
            Duration::minutes(policy.commands.per_minutes)
        } else {
            pause(failures)
        };
        Retry {
            failures,
            not_before: now + pause,
            failed_at: Some(now),
            command: Some(self.command.kind),
            failure: self.result.failure,
        }
    }
}

/// Whether asking again would change nothing (C6).
pub(crate) fn is_final(failure: Failure) -> bool {
    matches!(failure, Failure::Rejected | Failure::Unauthorized)
}
