//! One stay at one lock: what the lock opens for the guest, whether it answers, and what it could
//! take (A).

use std::borrow::Cow;

use super::own_code::OwnCode;
use crate::Id;
use crate::model::{Abilities, AccessCode, Desired, Failure, HolderKind, LockState, Policy};
use crate::rules::fit::{FitAnswer, fit};
use crate::rules::lock::{
    Evidence, Failures, back_off, doubtful, evidence_by, fresh_of, is_full, is_sure, opens,
    stale_by, takes_place,
};
use crate::rules::windows::{Neighbours, reveal_at};
use crate::time::{Instant, Intervals, Window, Zone};

/// One stay at one lock, with all that decides about the way in.
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
#[derive(Clone, Copy, Debug)]
pub(crate) struct AccessCase<'a> {
    pub(crate) reservation_id: &'a Id,
    pub(crate) window: Window,
    /// When the stay begins, without grace (W4).
    pub(crate) check_in: Instant,
    pub(crate) known: Option<&'a LockState>,
    pub(crate) abilities: &'a Abilities,
    pub(crate) zone: Zone,
    /// All failed tries of the lock, whenever they were.
    pub(crate) failures: Option<Failures>,
    /// The codes on the lock, whoever holds them.
    pub(crate) codes: &'a [&'a AccessCode],
    /// Those that the stay holds or was told, and that are not gone.
    pub(crate) own: &'a [OwnCode<'a>],
    pub(crate) booked_at: Option<Instant>,
    pub(crate) changed_at: Option<Instant>,
    pub(crate) neighbours: Neighbours,
    /// Other stays of the listing.
    pub(crate) other_stays: &'a [Window],
    pub(crate) entry_method: bool,
    /// When the guest said that they can't get in, the first time first (A4).
    pub(crate) complaints: &'a [Instant],
    /// When the guest was told the entry method (A5).
    pub(crate) entry_told_at: Option<Instant>,
    /// Since when the guest is told no more, as they were told many new codes here (A6).
    pub(crate) stopped_at: Option<Instant>,
    /// The code that the guest keeps then (A6).
    pub(crate) kept: Option<&'a Id>,
    /// Whether every code says to whom it was told. Then the guest did not try a code that was told
    /// to nobody (A4).
    pub(crate) tellings_known: bool,
    /// The last failure of a lock that failed so often that it is left alone (C6).
    pub(crate) suspended_since: Option<Instant>,
    /// Whether the codes of this stay belonged to another guest (T2).
    pub(crate) another_guest: bool,
    /// Whether nothing is told, as the booking is on hold (N4).
    pub(crate) on_hold: bool,
    pub(crate) policy: &'a Policy,
    pub(crate) now: Instant,
}

impl AccessCase<'_> {
    /// The part of the stay from now on.
    pub(crate) fn left(&self) -> Intervals {
        let from = self.window.starts_at().max(self.now);
        Window::between(from, self.window.ends_at()).map_or(Intervals::NONE, Intervals::from)
    }

    /// The part of the stay, from now on, that nothing on the lock surely opens (T1).
    pub(crate) fn uncovered(&self) -> Intervals {
        let mut left = self.left();
        if !self.usable() || self.another_guest {
            return left;
        }
        for code in self.own_codes().filter(|code| self.is_way_in(code)) {
            if left.is_empty() {
                break;
            }
            left = left.without(&self.opens(code));
        }
        left
    }

    /// When a code surely opens the lock. The doubtful hours of a suspect clock do not count (C8).
    pub(crate) fn opens(&self, code: &AccessCode) -> Cow<'_, Intervals> {
        let mut own = self.own.iter();
        let opens = match own.find(|own| std::ptr::eq(own.code, code)) {
            Some(own) => Cow::Borrowed(&own.opens),
            None => Cow::Owned(opens(code, self.abilities.native_schedule)),
        };
        if self.abilities.clock_suspect && self.abilities.native_schedule {
            Cow::Owned(opens.without(&doubtful(code, self.zone, self.now)))
        } else {
            opens
        }
    }

    /// When the guest may see a code (N3).
    pub(crate) fn reveal_at(&self) -> Instant {
        reveal_at(self.check_in, self.window, self.policy)
    }

    pub(crate) fn usable(&self) -> bool {
        self.known.and_then(|known| known.usable) != Some(false)
    }

    /// Until when another stay of the listing runs.
    pub(super) fn other_stay_until(&self) -> Option<Instant> {
        let running = self
            .other_stays
            .iter()
            .filter(|stay| stay.contains(self.now));
        running.map(|stay| stay.ends_at()).max()
    }

    /// Whether another stay of the listing lies between now and an instant (A1, F50).
    pub(super) fn is_other_stay_before(&self, at: Instant) -> bool {
        let lies_between = |stay: &Window| stay.starts_at() < at && stay.ends_at() > self.now;
        self.other_stays.iter().any(lies_between)
    }

    /// Whether a backup that the guest was told was taken off, before the stay, so that it opens in
    /// nobody else's time: until the last moment it may come back, and they are told nothing new
    /// (B4).
    pub(super) fn awaits_backup(&self) -> bool {
        let is_off = |code: &AccessCode| code.removed_at.is_some() && !is_sure(code);
        let is_spare = |code: &AccessCode| {
            matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency)
        };
        let is_kept = |code: &AccessCode| matches!(code.wanted, Some(Desired::Window(_)));
        self.now < self.window.starts_at()
            && self.own_codes().any(|code| {
                is_spare(code) && is_off(code) && is_kept(code) && !self.is_discredited(code)
            })
    }

    pub(super) fn stay_runs(&self) -> bool {
        self.window.contains(self.now)
    }

    pub(crate) fn evidence(&self) -> Evidence {
        evidence_by(
            self.known,
            self.fresh_failures(),
            &self.policy.offline,
            self.stay_runs(),
            self.now,
        )
    }

    pub(crate) fn own_codes(&self) -> impl Iterator<Item = &AccessCode> {
        self.own.iter().map(|own| own.code)
    }

    /// Whether the platform refused what the guest's own code needs, so that to try again is no use
    /// (C6, F56).
    pub(super) fn is_refused(&self) -> bool {
        let is_refused = |code: &AccessCode| {
            matches!(
                code.failure,
                Some(Failure::Rejected | Failure::Unauthorized)
            )
        };
        let mut held = self.held_codes().peekable();
        held.peek().is_some() && held.all(is_refused)
    }

    /// The codes that the stay holds and that are put on the lock. A backup that it was told is
    /// none.
    pub(crate) fn held_codes(&self) -> impl Iterator<Item = &AccessCode> {
        self.own_codes()
            .filter(|code| !code.is_offline())
            .filter(|code| code.holder.reservation_id() == Some(self.reservation_id))
    }

    /// Whether the lock could ever take the code. A full lock may get a free place, and a silent
    /// lock may answer.
    pub(super) fn is_programmable(&self) -> bool {
        self.abilities.remote && self.is_storable()
    }

    /// Whether the platform can store the window, or need not (W7).
    pub(super) fn is_storable(&self) -> bool {
        let frames = &self.abilities.online_frames;
        !self.abilities.native_schedule
            || fit(self.window, frames, self.zone, None, self.neighbours).answer
                != FitAnswer::Infeasible
    }

    /// Whether the guest needs a place and the lock has none. Codes that may still be there count
    /// (F15, F16).
    pub(super) fn is_full(&self) -> bool {
        let taken = self.codes.iter().filter(|code| takes_place(code)).count();
        !self.own_codes().any(takes_place) && is_full(self.abilities.capacity, taken)
    }

    /// When a lock that failed is tried again: 30 s, 1, 2, 4 min after the last failure (C6).
    pub(super) fn next_attempt_at(&self) -> Option<Instant> {
        let failures = self.fresh_failures()?;
        Some(failures.last + back_off(failures.count))
    }

    /// The failed tries that still count.
    fn fresh_failures(&self) -> Option<Failures> {
        fresh_of(self.failures?, self.known?, &self.policy.offline, self.now)
    }

    /// When the report and the failures that are known now get too old to count.
    pub(crate) fn stale_at(&self) -> impl Iterator<Item = Instant> {
        let known = self
            .known
            .map(|known| stale_by(known, self.fresh_failures(), &self.policy.offline));
        known.into_iter().flatten()
    }
}
