//! The host's own hand: a code that its guest had in a running stay, and that is gone, changed or
//! disabled on its lock since (T8).

use super::list::List;
use crate::model::{AccessCode, Desired, Doubt, HolderKind, Observed, OnLockState, TakenOff};
use crate::rules::is_sure;
use crate::time::{Duration, Instant};

impl List {
    /// Notes since when a code of a running stay was seen on its lock, before this list changes
    /// what is known of it. What was written and never read was not seen (F52).
    pub(super) fn note_seen(&self, code: &mut AccessCode) {
        // The same list once more shows nothing new (D2), and what a list denied was not seen.
        let is_denied = code.doubt.is_some_and(|doubt| doubt.is_open());
        let is_known = is_sure(code) && code.unread.is_none() && !is_denied;
        let is_seen = is_known && !self.is_repeated;
        if is_seen && of_running_stay(code, self.at) {
            code.seen_since = code.seen_since.or(code.on_lock.at);
        }
    }

    /// Takes that a code is proven to be gone, changed or disabled. After it was sent again, every
    /// proof counts. `before` is what was known of it on its lock.
    pub(super) fn note_taken_off(&self, code: &mut AccessCode, before: Observed) {
        let is_hand = self.is_hosts_hand(code);
        let was_seen = code.seen_since.take().is_some();
        // What was sent again, and no list has shown since, was taken off by nobody (C6).
        if !is_hand && (code.taken_off.is_none() || !was_seen) {
            return;
        }
        let known = code.taken_off;
        let times = known.map_or(0, |taken| taken.times).saturating_add(1);
        let asked = known.filter(|_| !is_hand);
        code.taken_off = Some(TakenOff {
            since: asked.map_or(self.now, |taken| taken.since),
            seen_at: before.at.unwrap_or(self.at),
            times,
        });
    }

    /// Whether a code was seen long enough in a stay that still runs.
    fn is_hosts_hand(&self, code: &AccessCode) -> bool {
        let Some(Desired::Window(wanted)) = code.wanted else {
            return false;
        };
        // The first of the lists that deny it.
        let open = code.doubt.filter(Doubt::is_open);
        let denied_at = open.map_or(self.at, |doubt| doubt.read_at.min(self.at));
        let begun_at = wanted.starts_at.unwrap_or(Instant::MIN);
        let long = Duration::minutes(self.hand.seen_minutes);
        let is_long = |since: Instant| since.max(begun_at) + long <= denied_at;
        code.seen_since.is_some_and(is_long) && of_running_stay(code, self.at)
    }

    /// Takes that a code is on its lock as it should be. What was not sent again, or in vain, was
    /// put back by hand: that is the host's word.
    pub(super) fn note_put_back(code: &mut AccessCode) {
        let is_off = code.on_lock.state == OnLockState::Absent;
        let is_put_back = |taken: TakenOff| is_off || taken.is_again();
        if code.taken_off.is_some_and(is_put_back) {
            code.taken_off = None;
            code.doubt = None;
        }
    }
}

/// Whether a stay that runs at an instant has a code: it holds the code, or was told it.
fn of_running_stay(code: &AccessCode, at: Instant) -> bool {
    let is_of_stay = match code.holder.kind {
        HolderKind::Reservation => true,
        HolderKind::Backup | HolderKind::Emergency => code.is_told(),
        HolderKind::Visit | HolderKind::Unknown => false,
    };
    is_of_stay && matches!(code.wanted, Some(Desired::Window(wanted)) if wanted.contains(at))
}
