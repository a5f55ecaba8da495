//! What is known of a code once a command about it has a result, or none in time.

use super::effect::Effect;
use super::learn::{Learned, is_final};
use crate::model::{
    AccessCode, CodeWindow, CommandKind, Desired, Doubt, Failure, HolderKind, Observed,
    OnLockState, Tries,
};
use crate::rules::{
    beyond_doubt, guaranteed_after, guaranteed_window, is_awaited_in_stay, one_more,
};
use crate::site::fact::Outcome;
use crate::site::state::is_untold_backup;
use crate::time::Duration;

impl Learned<'_> {
    /// The code as it is known from now on.
    pub(super) fn of_code(&self, mut code: AccessCode) -> AccessCode {
        let shown_since =
            code.on_lock.state == OnLockState::Confirmed && code.on_lock.at > Some(self.at);
        if self.effect == Effect::NobodyKnows && shown_since {
            // The lock has shown the code since: that says more than a missing answer.
            return code;
        }
        code.failure = self
            .result
            .failure
            .filter(|_| self.result.outcome == Outcome::Failed);
        self.note_try(&mut code);
        match (self.effect, self.command.kind) {
            (Effect::Done(state), CommandKind::RemoveCode) => self.removed(code, state),
            (Effect::Done(state), CommandKind::ProgramCode | CommandKind::ChangeWindow) => {
                self.programmed(code, state)
            }
            // What a platform issues is learned elsewhere.
            (Effect::Done(_), CommandKind::ReadLock | CommandKind::IssueOfflineCode) => code,
            (Effect::WasThere, _) => self.was_there(code),
            (Effect::Ghost, _) => self.ghost(code),
            (Effect::Taken, _) => self.taken(code),
            (Effect::NotThere, _) => self.not_there(code),
            (Effect::NotDone, _) => self.not_done(code),
            (Effect::NobodyKnows, _) => self.unanswered(code),
        }
    }

    /// Notes what the result says of the tries of its kind. A try in vain is one more of them. A
    /// command that was carried out ends them only where no reading can show its effect (C6).
    fn note_try(&self, code: &mut AccessCode) {
        let kind = self.command.kind;
        // What the lock refuses it has heard: that ends its silence as well as what it takes.
        let is_heard = matches!(
            self.effect,
            Effect::WasThere | Effect::Ghost | Effect::NotThere
        );
        let is_over = |tries: &Tries| is_heard && tries.are_of_long_silence(&self.policy, self.now);
        let known = code.tries_of(kind).filter(|tries| !is_over(tries));
        let in_vain = match (self.effect, self.result.failure) {
            (Effect::NobodyKnows | Effect::WasThere | Effect::Ghost | Effect::NotThere, _)
            | (Effect::NotDone, None) => true,
            // Another try would not help, or needs a place first.
            (Effect::NotDone, Some(Failure::KeepsLastCode)) => false,
            // A guest who stands before a full lock waits for its next word only shortly. Where an
            // earlier try had no answer, nobody knows whether the code has a place.
            (Effect::NotDone, Some(Failure::NoSpace)) => {
                is_awaited_in_stay(code, self.now) || code.on_lock.state == OnLockState::Unknown
            }
            (Effect::NotDone, Some(Failure::SlotTaken)) => !self.refuses_place(code),
            // A refused spare is sent again a day after that (B1). Where nobody knows whether it is
            // there, its tries alone say when that was.
            (Effect::NotDone, Some(failure)) => {
                !is_final(failure)
                    || (code.on_lock.state == OnLockState::Unknown && is_untold_backup(code))
            }
            (Effect::Done(OnLockState::Confirmed), _) if !self.can_be_read => {
                code.forget_tries(|tries| tries.kind == kind);
                false
            }
            (Effect::Done(_) | Effect::Taken, _) => false,
        };
        if in_vain {
            let failure = self.result.failure.or(Some(Failure::Timeout));
            let since = (self.now, self.now);
            code.set_tries(one_more(known, kind, failure, since, &self.policy));
        } else if matches!(self.effect, Effect::Done(_)) {
            code.end_silence(kind, &self.policy, self.now);
        }
    }

    /// The lock, or a cloud, took a removal.
    fn removed(&self, mut code: AccessCode, state: OnLockState) -> AccessCode {
        code.failure = None;
        code.unread = None;
        code.seen_since = None;
        code.disabled = None;
        self.note_removal(&mut code);
        if code.wanted == Some(Desired::REMOVED) {
            // A list without it says from now on that it is gone.
            code.forget_tries(|tries| tries.failure == Some(Failure::DuplicateCode));
        }
        code.removal_taken = None;
        let is_only_taken = state == OnLockState::Accepted;
        if is_only_taken && self.can_be_read {
            // A cloud took it: the lock is asked whether the code is gone (F20).
            code.on_lock = self.unknown();
        } else if is_only_taken && self.is_to_be_sent_again(&code) {
            code.on_lock = self.unknown();
            self.note_taken_removal(&mut code);
        } else {
            // Its id stays: a list may show the code yet (P7).
            code.on_lock = Observed::gone(self.at);
        }
        code.doubt = None;
        code
    }

    /// Whether a removal that a cloud took is sent again, since nobody can ask the lock. After as
    /// many tries as suspend it, and as many again, the cloud's word counts (C6).
    fn is_to_be_sent_again(&self, code: &AccessCode) -> bool {
        let tries = code.tries_of(CommandKind::RemoveCode);
        let count = tries.map_or(0, |tries| tries.count).saturating_add(1);
        code.wanted == Some(Desired::REMOVED) && count < self.policy.tries.saturating_mul(2)
    }

    /// Notes that a cloud took the removal of a code from a lock that nobody can ask. It is a try
    /// in vain until the cloud confirms it, for which it has the time of a deadline (C6).
    fn note_taken_removal(&self, code: &mut AccessCode) {
        code.removal_taken = Some(true);
        let (kind, policy) = (CommandKind::RemoveCode, &self.policy);
        let since = self.now + Duration::seconds(policy.deadline_seconds);
        let known = code.tries_of(kind);
        code.set_tries(one_more(known, kind, None, (since, self.now), policy));
    }

    /// Notes that the removal of a code was sent. What its lock said of the PIN before says nothing
    /// of what is left of it (T9).
    fn note_removal(&self, code: &mut AccessCode) {
        code.removal_unanswered = None;
        code.ghost_until = None;
        if code.removed_at.is_some() {
            return;
        }
        code.removed_at = Some(self.at);
        for tries in code.tries.iter_mut().flatten() {
            if tries.failure == Some(Failure::DuplicateCode) {
                tries.failure = None;
            }
        }
    }

    /// The lock, or a cloud, took a code or its new window.
    fn programmed(&self, mut code: AccessCode, state: OnLockState) -> AccessCode {
        code.failure = None;
        code.seen_since = None;
        code.forget_removal();
        code.disabled = None;
        code.doubt = code.doubt.map(Doubt::settled);
        // What the platform made of the window counts (T8).
        let made = self.result.span().filter(|_| self.command.window.is_some());
        let window = made.or(self.command.span()).unwrap_or_default();
        // What a cloud took once more was confirmed before: by a clock change (C8), or by a late
        // answer to an earlier try (C7). A platform that replaces a code may take it off for a
        // while.
        let before = code.on_lock;
        let programs = self.command.kind == CommandKind::ProgramCode;
        let is_kept = (before.starts_at, before.ends_at) == (window.starts_at, window.ends_at)
            && before.state == OnLockState::Confirmed
            && (self.clock_suspect || programs);
        if state != OnLockState::Accepted || !is_kept {
            code.on_lock = Observed {
                state,
                starts_at: window.starts_at,
                ends_at: window.ends_at,
                at: Some(self.at),
                guaranteed_window: self
                    .guaranteed_if_taken(&code)
                    .filter(|_| state == OnLockState::Accepted),
            };
        }
        code.unread = self.can_be_read.then_some(true);
        // What was there may be there still, by its old clock: a cloud has taken the code, and its
        // removal had no answer (C8, F20).
        let may_be_old = state == OnLockState::Accepted && before.state == OnLockState::Unknown;
        let sent_before = code.sent_at.filter(|_| may_be_old);
        let sent_at = sent_before.unwrap_or(self.at);
        code.sent_at = Some(sent_at).filter(|_| self.clock_suspect);
        code.external_id = self.result.external_id.clone().or(code.external_id);
        code.pin = self.result.pin.or(code.pin);
        let sent = self.command.slot.filter(|_| programs);
        code.slot = self.result.slot.or(sent).or(code.slot);
        code
    }

    /// The lock has the PIN from an earlier try. Its window is not known, and only the lock can
    /// tell whether the code is ours (C7). A lock that can't be asked is believed (F18).
    fn was_there(&self, mut code: AccessCode) -> AccessCode {
        code.failure = None;
        code.forget_removal();
        // Nobody took it off. Whether it was disabled, the refusal does not say (T8).
        code.taken_off = code.taken_off.filter(|_| self.was_there.is_none());
        // A late answer to the first try may have said so since.
        if code.on_lock.state != OnLockState::Confirmed {
            let state = if self.can_be_read {
                OnLockState::Unknown
            } else {
                OnLockState::Unverifiable
            };
            code.on_lock = Observed {
                state,
                guaranteed_window: self.was_there,
                ..Observed::gone(self.at)
            };
        }
        code
    }

    /// The lock has the PIN though its removal was sent. It opens nothing for certain, and its
    /// removal is sent once more, so that the guest keeps the PIN (T9).
    fn ghost(&self, mut code: AccessCode) -> AccessCode {
        code.failure = None;
        // After a removal with an answer it was known to be off.
        let is_unanswered = code.on_lock.state == OnLockState::Unknown;
        code.removal_unanswered = is_unanswered.then_some(true);
        code.ghost_until = self.was_there_until.filter(|_| is_unanswered);
        code.on_lock = self.unknown();
        code.removed_at = code.removed_at.or(Some(self.at));
        code
    }

    /// Another code has the PIN (F9).
    fn taken(&self, mut code: AccessCode) -> AccessCode {
        code.on_lock = Observed::gone(self.at);
        if code.wanted == Some(Desired::REMOVED) {
            code
        } else {
            code.with_pin_refused()
        }
    }

    /// The code that should change is not there: it is put there again.
    fn not_there(&self, mut code: AccessCode) -> AccessCode {
        code.on_lock = Observed::gone(self.at);
        code.external_id = None;
        code.disabled = None;
        code.failure = None;
        code
    }

    /// Nothing happened: what was not there before is not there now.
    fn not_done(&self, mut code: AccessCode) -> AccessCode {
        let removes = self.command.kind == CommandKind::RemoveCode;
        if removes && code.is_ghost() && self.result.failure.is_some_and(is_final) {
            code.failure = None;
            return self.taken(code);
        }
        if removes && self.gives_up(&code) {
            return AccessCode {
                failure: None,
                external_id: None,
                slot: None,
                label: None,
                disabled: None,
                ..self.taken(code)
            };
        }
        if self.refuses_place(&code) && code.holder.kind != HolderKind::Emergency {
            code.slot = None;
            code.failure = None;
        }
        let was_on_its_way = matches!(
            code.on_lock.state,
            OnLockState::Pending | OnLockState::Accepted
        );
        if self.command.kind == CommandKind::ProgramCode && was_on_its_way {
            code.on_lock = Observed {
                guaranteed_window: code.on_lock.guaranteed_window,
                ..Observed::gone(self.at)
            };
        }
        code
    }

    /// Whether a code that opens nothing can't be made anew with its PIN, since its removal is
    /// refused for good: its people get another PIN (A4, T8).
    fn gives_up(&self, code: &AccessCode) -> bool {
        let is_wanted = matches!(code.wanted, Some(Desired::Window(_)));
        let is_refused = self.result.failure.is_some_and(is_final);
        code.disabled == Some(true) && is_wanted && is_refused && !self.is_kept
    }

    /// Nobody answered.
    fn unanswered(&self, mut code: AccessCode) -> AccessCode {
        match self.command.kind {
            // It is on the lock with its old window or its new one.
            CommandKind::ChangeWindow => {
                code.on_lock.guaranteed_window = self.guaranteed(&code);
                code.on_lock.state = OnLockState::Unknown;
                code.on_lock.at = Some(self.at);
            }
            CommandKind::ProgramCode => {
                // It has been unknown for longer than that, if it was unknown.
                if code.on_lock.state != OnLockState::Unknown {
                    code.on_lock = self.unknown();
                }
                // A late refusal may say that the PIN was there before this try (T9).
                let removed_at = code.removed_at;
                code.forget_removal();
                code.removed_at = removed_at;
            }
            CommandKind::RemoveCode => {
                code.on_lock = self.unknown();
                self.note_removal(&mut code);
            }
            CommandKind::ReadLock | CommandKind::IssueOfflineCode => {}
        }
        code
    }

    /// Nobody knows whether the code is on the lock.
    fn unknown(&self) -> Observed {
        Observed {
            state: OnLockState::Unknown,
            ..Observed::gone(self.at)
        }
    }

    /// The window in which a code surely opens, whether the change of its window was made or not.
    /// Where the platform takes a code off to change it, there is none (T1).
    fn guaranteed(&self, code: &AccessCode) -> Option<CodeWindow> {
        let sent = self
            .command
            .span()
            .filter(|_| self.command.kind == CommandKind::ChangeWindow && !self.replaces);
        guaranteed_after(code, sent?)
    }

    /// The same, once a cloud took the change of a lock with a suspect clock. The lock may have its
    /// old window still, by its old clock (C8).
    fn guaranteed_if_taken(&self, code: &AccessCode) -> Option<CodeWindow> {
        let sure = self.guaranteed(code)?;
        match self.zone.filter(|_| self.clock_suspect) {
            Some(zone) => beyond_doubt(code, guaranteed_window(code)?, zone, self.now)?.meet(sure),
            None => Some(sure),
        }
    }
}
