//! What a list shows of one code: its entry, or that it has none (T8, T9, F16, F18, F20).

use super::list::{List, patience, pin_of, window_of};
use crate::Id;
use crate::model::{
    AccessCode, CodeWindow, CommandKind, Desired, Doubt, Failure, HolderKind, Observed, OnLockState,
};
use crate::rules::one_more;
use crate::site::code_list::{CodeOnLock, ListedState};
use crate::site::state::{RowKey, State};
use crate::time::{Duration, Instant};

/// When a code is asked for again after its confirmed removal (P7).
pub(crate) const GHOST_AFTER: Duration = Duration::minutes(10);

impl List {
    /// Takes the entry of a code. A late list says nothing about what happened since.
    pub(super) fn take_entry(&self, state: &mut State, code: &AccessCode, one: &CodeOnLock) {
        if code.on_lock.at > Some(self.at) {
            return;
        }
        let said = last_word(state, code);
        state.access_codes.change(&code.id, |code| {
            self.note_seen(code);
            code.unread = None;
            // The list does not say by which clock the code opens (C8).
            if self.abilities.clock_suspect {
                code.sent_at = code.sent_at.or(code.on_lock.at);
            }
            // A repeated report is no reason to try again. The last code is given up once another
            // one is there.
            let is_kept = |failure: &Failure| *failure == Failure::KeepsLastCode;
            let is_told_still = |failure: &Failure| self.is_repeated || is_kept(failure);
            code.failure = code.failure.filter(is_told_still);
            let before = code.on_lock;
            let was_removed = code.removed_at.is_some() && !code.is_ghost();
            let is_wanted = code.wanted != Some(Desired::REMOVED);
            if one.state == Some(ListedState::Accepted) && is_wanted {
                // The lock has not said so (F20).
                return self.see_accepted(code, one);
            }
            if one.enabled == Some(false) && is_wanted {
                return self.see_disabled(code);
            }
            if before.state == OnLockState::Confirmed && self.tells_window(code, one) {
                self.compare(code, one);
            } else {
                self.see(code, one);
                self.settle(code);
            }
            self.judge_tries(code, before, was_removed);
            let is_there = code.on_lock.state == OnLockState::Confirmed;
            if is_there
                && said.is_some_and(|said| code.read_back_at <= Some(said) && said < self.at)
            {
                code.read_back_at = Some(self.at);
            }
        });
    }

    /// Whether the list tells with which window the lock holds a code of ours.
    fn tells_window(&self, code: &AccessCode, one: &CodeOnLock) -> bool {
        let is_ours = code.holder.kind != HolderKind::Unknown;
        is_ours && self.abilities.native_schedule && self.has_windows && !one.hides_window
    }

    /// Compares the window that was confirmed with the one that is listed. What the lock really
    /// keeps is what it opens; one list does not say so yet (T1, T8).
    fn compare(&self, code: &mut AccessCode, one: &CodeOnLock) {
        let listed = window_of(one);
        let before = code.on_lock;
        if self.is_same_window(before.span(), listed) || self.is_shifted(before.span(), listed) {
            if self.is_as_wanted(code, listed) {
                Self::note_put_back(code);
            }
            self.settle(code);
            self.see_there(code, one);
            return;
        }
        let shown = Desired::Window(listed);
        if self.proves(code.doubt, shown) {
            if self.is_as_wanted(code, listed) {
                code.taken_off = None;
            } else {
                self.note_taken_off(code, before);
            }
            self.settle(code);
            self.see_there(code, one);
            code.on_lock.starts_at = listed.starts_at;
            code.on_lock.ends_at = listed.ends_at;
            self.in_vain(code, CommandKind::ChangeWindow, before);
        } else {
            self.doubt(code, shown);
        }
    }

    fn is_as_wanted(&self, code: &AccessCode, listed: CodeWindow) -> bool {
        matches!(code.wanted, Some(Desired::Window(wanted)) if self.is_same_window(wanted, listed))
    }

    /// Notes in a code what its lock lists.
    fn see(&self, code: &mut AccessCode, one: &CodeOnLock) {
        Self::note_put_back(code);
        let is_hidden = pin_of(one).is_none() && code.on_lock.state != OnLockState::Confirmed;
        if (self.has_windows && !one.hides_window) || code.holder.kind == HolderKind::Unknown {
            let listed = window_of(one);
            let kept = match code.wanted {
                Some(Desired::Window(wanted)) if self.is_same_window(wanted, listed) => wanted,
                _ => listed,
            };
            code.on_lock.starts_at = kept.starts_at;
            code.on_lock.ends_at = kept.ends_at;
        }
        self.see_there(code, one);
        if is_hidden {
            code.on_lock.state = OnLockState::Unverifiable;
        }
    }

    /// Notes that a cloud has accepted a code, or its new window, and the lock has said nothing.
    fn see_accepted(&self, code: &mut AccessCode, one: &CodeOnLock) {
        if matches!(
            code.on_lock.state,
            OnLockState::Unknown | OnLockState::Accepted
        ) {
            let sure = code.on_lock.guaranteed_window;
            self.see(code, one);
            code.on_lock.state = OnLockState::Accepted;
            code.on_lock.guaranteed_window = sure;
        }
    }

    /// Takes that a code of ours is disabled: it opens nothing. One list proves nothing (T8, T9).
    fn see_disabled(&self, code: &mut AccessCode) {
        let before = code.on_lock;
        let is_certain = matches!(
            before.state,
            OnLockState::Confirmed | OnLockState::Unverifiable
        );
        if is_certain && !self.proves(code.doubt, Desired::REMOVED) {
            return self.doubt(code, Desired::REMOVED);
        }
        if is_certain {
            self.note_taken_off(code, before);
        }
        code.disabled = Some(true);
        code.on_lock = Observed {
            state: OnLockState::Unknown,
            ..Observed::gone(self.at)
        };
        self.settle(code);
        self.in_vain(code, CommandKind::ProgramCode, before);
    }

    /// Notes that a code is there.
    fn see_there(&self, code: &mut AccessCode, one: &CodeOnLock) {
        code.forget_removal();
        code.disabled = None;
        code.on_lock.state = OnLockState::Confirmed;
        code.on_lock.at = Some(self.at);
        code.on_lock.guaranteed_window = None;
        if one.external_id.is_some() {
            code.external_id.clone_from(&one.external_id);
        }
        if self.abilities.slots.is_some() {
            code.slot = one.slot.or(code.slot);
        }
        code.pin = code.pin.or(pin_of(one));
        if one.name.is_some() {
            code.label.clone_from(&one.name);
        }
    }

    /// Takes that a lock does not list codes of ours. An entry without PIN and id may be one of
    /// them: as many such entries are taken out of the rest as there are codes of ours (F18).
    /// `is_labelled`: the list names other codes of ours by their labels.
    pub(super) fn take_unlisted(
        &self,
        state: &mut State,
        unlisted: &[AccessCode],
        rest: &mut Vec<&CodeOnLock>,
        is_labelled: bool,
    ) {
        let may_be = |code: &AccessCode, one: &CodeOnLock| may_be(code, one, is_labelled);
        let may_be_there = |code: &&AccessCode| {
            matches!(
                code.on_lock.state,
                OnLockState::Accepted
                    | OnLockState::Unknown
                    | OnLockState::Unverifiable
                    | OnLockState::Confirmed
            )
        };
        let mut ours = unlisted.iter().filter(may_be_there).count();
        for code in unlisted {
            let masked = rest.iter().any(|one| may_be(code, one));
            self.not_listed(state, code, masked);
        }
        rest.retain(|one| {
            let may_be_one = unlisted.iter().any(|code| may_be(code, one));
            let is_ours = may_be_one && one.external_id.is_none() && ours > 0;
            if is_ours {
                ours = ours.saturating_sub(1);
            }
            !is_ours
        });
    }

    /// Takes that the lock does not list a code. One list without a code that was confirmed proves
    /// nothing (T9).
    fn not_listed(&self, state: &mut State, code: &AccessCode, masked: bool) {
        let at = self.at;
        if code.on_lock.at.is_some_and(|known_at| known_at > at) {
            return;
        }
        state
            .access_codes
            .change(&code.id, |code| self.note_seen(code));
        if code.unread.is_some() && !is_patient(code, at, state) {
            state
                .access_codes
                .change(&code.id, |code| code.unread = None);
        }
        let shown = Desired::REMOVED;
        // It was on the lock for certain, or a cloud had taken it.
        let was_there = code.on_lock.guaranteed_window.is_some()
            && code.doubt.is_some_and(|doubt| doubt.shown == shown);
        match code.on_lock.state {
            OnLockState::Absent | OnLockState::Pending => {}
            _ if is_patient(code, at, state) => {}
            _ if code.holder.kind == HolderKind::Unknown => state.access_codes.delete(&code.id),
            OnLockState::Accepted | OnLockState::Unknown if masked => {
                state.access_codes.change(&code.id, |code| {
                    // Whether an unanswered change was made, such a list does not say (T1).
                    if code.on_lock.state == OnLockState::Accepted {
                        code.on_lock.guaranteed_window = None;
                    }
                    code.on_lock.state = OnLockState::Unverifiable;
                    code.on_lock.at = Some(at);
                });
            }
            _ if masked => {}
            // That the lock refuses the PIN as taken says more than a list (C6, T9).
            OnLockState::Unknown if code.is_ghost() => {}
            OnLockState::Unknown if code.is_refused_as_there() && was_there => {
                state.access_codes.change(&code.id, |code| {
                    code.on_lock.state = OnLockState::Unverifiable;
                    code.on_lock.at = Some(at);
                });
            }
            OnLockState::Confirmed | OnLockState::Unverifiable
                if !self.proves(code.doubt, shown) =>
            {
                state
                    .access_codes
                    .change(&code.id, |code| self.doubt(code, shown));
            }
            _ => state
                .access_codes
                .change(&code.id, |code| self.take_gone(code)),
        }
    }

    /// Takes that a code is not on its lock, as far as lists show.
    fn take_gone(&self, code: &mut AccessCode) {
        let before = code.on_lock;
        code.on_lock = Observed::gone(self.at);
        if code.wanted == Some(Desired::REMOVED) {
            code.tries = None;
            code.doubt = None;
        } else if before.state != OnLockState::Unknown {
            // What a cloud took when it was sent again, and never came, was taken off by nobody.
            if before.state != OnLockState::Accepted || code.taken_off.is_none() {
                self.note_taken_off(code, before);
            }
            self.doubt(code, Desired::REMOVED);
            code.doubt = code.doubt.map(Doubt::settled);
            self.in_vain(code, CommandKind::ProgramCode, before);
            // The lock may say yet that its PIN is there (T9).
            code.on_lock.guaranteed_window = Some(before.kept());
        }
        code.external_id = None;
        code.disabled = None;
        // The refusal was about a code that is not there (C6).
        code.failure = None;
    }

    /// Forgets the tries to remove codes that are gone for certain by now (P7).
    pub(super) fn forget_ghosts(&self, state: &mut State, lock_id: &Id, listed: &[CodeOnLock]) {
        let is_over = |code: &&AccessCode| {
            code.tries.is_some()
                && code.on_lock.at <= Some(self.at)
                && !listed.iter().any(|one| Self::is_ghost(code, one))
        };
        let gone = state.access_codes.about(&RowKey::Gone(lock_id.clone()));
        let over: Vec<Id> = gone.filter(is_over).map(|code| code.id.clone()).collect();
        for id in over {
            state.access_codes.change(&id, |code| code.tries = None);
        }
    }

    /// Takes the entry of a code whose removal was confirmed. The lock may be slow to show that;
    /// then the code is asked for again, and removed again (P7, F36). `false`: it is none.
    pub(super) fn take_ghost(&self, state: &mut State, lock_id: &Id, one: &CodeOnLock) -> bool {
        let gone = state.codes_on(lock_id).into_iter();
        let mut ghosts = gone.filter(|code| code.is_gone() && Self::is_ghost(code, one));
        let Some((id, before)) = ghosts.next().map(|code| (code.id.clone(), code.on_lock)) else {
            return false;
        };
        let removed_at = before.at.unwrap_or(self.at);
        let asked_at = removed_at + GHOST_AFTER;
        state.access_codes.change(&id, |code| {
            if self.at < asked_at {
                code.on_lock = Observed {
                    state: OnLockState::Unknown,
                    ..Observed::gone(self.at)
                };
                let kind = CommandKind::RemoveCode;
                let times = (self.now, self.now);
                let mut tries = one_more(code.tries_of(kind), kind, None, times, &self.policy);
                tries.not_before = tries.not_before.max(asked_at);
                code.set_tries(tries);
            } else {
                let listed = window_of(one);
                self.see_there(code, one);
                code.on_lock.starts_at = listed.starts_at;
                code.on_lock.ends_at = listed.ends_at;
                self.in_vain(code, CommandKind::RemoveCode, before);
            }
        });
        true
    }
}

/// When a guest who has a code, or was told it, last said that they can't get in (A4).
fn last_word(state: &State, code: &AccessCode) -> Option<Instant> {
    let told = code.told_to.iter().flatten();
    let stays = told.map(|told| &told.reservation_id);
    let stays = stays.chain(code.holder.reservation_id());
    let trips = stays.filter_map(|stay| state.trips.get(stay));
    let said = trips.filter_map(|trip| trip.locked_out_at(&code.lock_id).last().copied());
    said.max()
}

/// Whether an entry may be a code of ours that it does not name: its PIN is hidden, and neither
/// their ids nor their places or labels can be compared (P7, F18).
fn may_be(code: &AccessCode, one: &CodeOnLock, is_labelled: bool) -> bool {
    let has_ids = code.external_id.is_some() && one.external_id.is_some();
    let has_places = code.slot.is_some() && one.slot.is_some();
    let has_labels = code.label.is_some() && (one.name.is_some() || is_labelled);
    pin_of(one).is_none() && !(has_ids || has_places || has_labels)
}

/// Whether a cloud that took a code has its time yet, so that a list need not show the code.
fn is_patient(code: &AccessCode, at: Instant, state: &State) -> bool {
    code.on_lock.state == OnLockState::Accepted
        && at < patience(code, state.policy_of_lock(&code.lock_id))
}
