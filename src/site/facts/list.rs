//! One list of a lock's codes, and how it is read.

use std::sync::Arc;

use crate::Id;
use crate::model::{
    Abilities, AccessCode, CodeWindow, CommandKind, CommandsPolicy, Desired, Doubt, HandPolicy,
    Observed, OnLockState, Policy,
};
use crate::rules::one_more;
use crate::site::code_list::CodeOnLock;
use crate::time::{Duration, Instant};

/// After this time, a list that was not asked for counts as another one than the last (T9).
const ANOTHER_AFTER: Duration = Duration::seconds(60);

/// After which time an end stands for "never", where a code was sent without one: locks keep the
/// end of their own calendar then, such as 2038 or 2099 (T8).
const NEVER_AFTER: Duration = Duration::days(5 * 365);

/// How long a doubt is remembered that was refuted.
const DOUBT_REMEMBERED: Duration = Duration::days(1);

/// Until when a lock need not list a code: a cloud that took a command needs its time.
pub(super) fn patience(code: &AccessCode, policy: &Policy) -> Instant {
    let known_at = code.on_lock.at.unwrap_or(Instant::MIN);
    known_at + Duration::seconds(policy.commands.deadline_seconds)
}

/// The PIN of an entry, where the list shows one.
pub(super) fn pin_of(one: &CodeOnLock) -> Option<crate::code::Pin> {
    one.pin.and_then(|reading| reading.0)
}

/// The window of an entry.
pub(super) fn window_of(one: &CodeOnLock) -> CodeWindow {
    CodeWindow {
        starts_at: one.starts_at,
        ends_at: one.ends_at,
    }
}

/// A list of codes, and how to read it.
pub(super) struct List {
    pub(super) abilities: Arc<Abilities>,
    pub(super) has_windows: bool,
    /// Whether the same list came before.
    pub(super) is_repeated: bool,
    pub(super) policy: CommandsPolicy,
    pub(super) hand: HandPolicy,
    /// When the lock was last asked for a list that can be this one.
    pub(super) asked_at: Option<Instant>,
    pub(super) at: Instant,
    pub(super) now: Instant,
    /// By how much the list shifts the windows of three codes or more: that is the reader's zone,
    /// and not the lock (T8).
    pub(super) shift: Option<Shift>,
}

/// By how much a list shifts the edges of a window.
pub(super) type Shift = (Option<Duration>, Option<Duration>);

/// By how much a listed window is away from a known one; nothing where edges are missing.
pub(super) fn shift(known: CodeWindow, listed: CodeWindow) -> Option<Shift> {
    let by = |known: Option<Instant>, listed: Option<Instant>| match (known, listed) {
        (Some(known), Some(listed)) => Some(Some(listed - known)),
        (None, None) => Some(None),
        _ => None,
    };
    let starts = by(known.starts_at, listed.starts_at)?;
    Some((starts, by(known.ends_at, listed.ends_at)?))
}

impl List {
    /// Whether an entry is a code of ours that is or may be on the lock (P7). A readable PIN
    /// decides: no other code on the lock has it (I4). A hidden one is ours by the platform's id,
    /// where that is no number of a place; else by its place or its label.
    pub(super) fn is_entry_of(code: &AccessCode, one: &CodeOnLock) -> bool {
        if let Some((own, listed)) = code.pin.zip(pin_of(one)) {
            return own == listed;
        }
        let labels = code.label.as_ref().zip(one.name.as_ref());
        let ids = code.external_id.as_ref().zip(one.external_id.as_ref());
        if let Some((own, listed)) = ids {
            let is_other_label = labels.is_some_and(|(own, listed)| own != listed);
            return own == listed && !(is_place_number(own) && is_other_label);
        }
        (one.slot.is_some() && one.slot == code.slot)
            || labels.is_some_and(|(own, listed)| own == listed)
    }

    /// Whether an entry is a code of ours whose removal was confirmed: its PIN is ours, and its
    /// place, id or label agrees. A hidden PIN is ours by the platform's id, where that is no
    /// number of a place, and else by the label, too (P7, F36).
    pub(super) fn is_ghost(code: &AccessCode, one: &CodeOnLock) -> bool {
        let id = code.external_id.as_ref();
        let same_id = id.is_some() && code.external_id == one.external_id;
        let same_slot = code.slot.is_some() && code.slot == one.slot;
        let same_label = code.label.is_some() && code.label == one.name;
        match (pin_of(one), &one.name) {
            (Some(pin), _) => code.pin == Some(pin) && (same_id || same_slot || same_label),
            (None, Some(_)) => same_label && (same_id || same_slot),
            (None, None) => same_id && !id.is_some_and(is_place_number),
        }
    }

    /// Whether this list is the second one that shows the same (T9).
    pub(super) fn proves(&self, doubt: Option<Doubt>, shown: Desired) -> bool {
        doubt.is_some_and(|doubt| {
            let is_asked = self.asked_at.is_some_and(|at| at >= doubt.heard_at);
            // What the lock itself denied so often, lists that nobody asked for do not prove.
            let is_later =
                self.at >= doubt.read_at + ANOTHER_AFTER && doubt.times <= self.policy.tries;
            doubt.is_open() && doubt.shown == shown && (is_asked || is_later)
        })
    }

    /// Notes what a list shows for the first time.
    pub(super) fn doubt(&self, code: &mut AccessCode, shown: Desired) {
        let known = code.doubt;
        if known.is_some_and(|doubt| doubt.is_open() && doubt.shown == shown) {
            return;
        }
        code.doubt = Some(Doubt {
            shown,
            read_at: self.at,
            heard_at: self.now,
            times: known.map_or(0, |doubt| doubt.times).saturating_add(1),
            settled: None,
        });
    }

    /// Another list says what is true. How often there was doubt is remembered, by the time of the
    /// list: the same list once more says the same (D2).
    pub(super) fn settle(&self, code: &mut AccessCode) {
        let known = code
            .doubt
            .filter(|doubt| doubt.heard_at + DOUBT_REMEMBERED > self.at);
        code.doubt = known.map(Doubt::settled);
    }

    /// Whether a listed window does the same as a known one. A difference inside the platform's own
    /// step, an end that stands for "never" and a start that is over for both are none (T8).
    pub(super) fn is_same_window(&self, known: CodeWindow, listed: CodeWindow) -> bool {
        let steps = self.abilities.online_frames.iter();
        let step = steps.filter_map(|frame| frame.step_minutes).max();
        let step = Duration::minutes(step.unwrap_or(1).max(1));
        let is_near = |one: Instant, two: Instant| (one - two).abs() < step;
        let is_over = |start: Option<Instant>| start.is_none_or(|start| start <= self.at);
        let starts = match (known.starts_at, listed.starts_at) {
            (Some(one), Some(two)) if is_near(one, two) => true,
            (one, two) => is_over(one) && is_over(two),
        };
        let ends = match (known.ends_at, listed.ends_at) {
            (Some(one), Some(two)) => is_near(one, two),
            (None, Some(listed)) => listed > self.at + NEVER_AFTER,
            (Some(_), None) => false,
            (None, None) => true,
        };
        starts && ends
    }

    /// Whether a window is shifted as those of other codes are (T8).
    pub(super) fn is_shifted(&self, known: CodeWindow, listed: CodeWindow) -> bool {
        self.shift.is_some() && shift(known, listed) == self.shift
    }

    /// One more try was in vain, though its platform had called it done at `before.at`.
    pub(super) fn in_vain(&self, code: &mut AccessCode, kind: CommandKind, before: Observed) {
        let known = code.tries_of(kind);
        // What was not answered was counted then.
        let is_counted = known.is_some_and(|tries| tries.failure.is_some());
        if before.state == OnLockState::Unknown && is_counted {
            return;
        }
        let since = before.at.map_or(self.now, |at| at.min(self.now));
        let times = (since, self.now);
        code.set_tries(one_more(known, kind, None, times, &self.policy));
    }

    /// Ends the tries of a code that is there. Where lists have shown that it went after it was
    /// confirmed, it may go again: that is remembered for a while (C6, F52). So are removals that
    /// were taken or not answered, and not done, which make room for other codes (S).
    fn end_tries(&self, code: &mut AccessCode) {
        let remembered = Duration::minutes(self.policy.per_minutes);
        let went = code
            .doubt
            .is_some_and(|doubt| doubt.shown == Desired::REMOVED);
        code.forget_tries(|tries| {
            let until = match tries.kind {
                CommandKind::ProgramCode if went && tries.failure.is_none() => tries.failed_at,
                // Whoever waits for the place tries again after the pause (C6).
                CommandKind::RemoveCode if self.abilities.capacity.is_some() => {
                    tries.not_before.max(tries.failed_at)
                }
                _ => return true,
            };
            until + remembered <= self.at
        });
    }

    /// Whether tries had the effect that they should have: then they are over. Where a list shows
    /// that what the platform called done was not, one more was in vain (C6). `was_removed`: the
    /// removal of the code was sent, and nothing had put it back.
    pub(super) fn judge_tries(&self, code: &mut AccessCode, before: Observed, was_removed: bool) {
        let Some(Desired::Window(wanted)) = code.wanted else {
            // It is still there: a removal that was taken had no effect.
            if before.state == OnLockState::Unknown && code.wanted.is_some() {
                self.in_vain(code, CommandKind::RemoveCode, before);
            }
            return;
        };
        // It made room for another code, or for another window (S, T7).
        if before.state == OnLockState::Unknown && was_removed {
            self.in_vain(code, CommandKind::RemoveCode, before);
        }
        // Whether the window that was sent is there, another list has to say (T8).
        if code.doubt.is_some_and(|doubt| doubt.is_open()) {
            return;
        }
        let is_kept = !self.abilities.native_schedule || code.on_lock.span() == wanted;
        if code.on_lock.state == OnLockState::Confirmed && is_kept {
            self.end_tries(code);
        } else if before.state == OnLockState::Accepted && !is_kept {
            self.in_vain(code, CommandKind::ChangeWindow, before);
        }
    }
}

/// Whether a platform's id of a code is the number of its place, which another code may have by
/// now.
fn is_place_number(id: &Id) -> bool {
    id.len() <= 4 && id.bytes().all(|byte| byte.is_ascii_digit())
}
