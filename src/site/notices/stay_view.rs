//! A stay with all that decides what its guest is told.

use crate::model::{AccessCode, Desired, Listing, OnLockState};
use crate::rules::{Decision, NoticeKind, Reason, Route, health_at, key_at_lock, opens, reveal_at};
use crate::site::codes::is_ordered_away;
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{RowKey, State, ToldDoor, TripRow, is_backup_or_emergency, is_refused};
use crate::time::{Duration, Instant};
use crate::{Id, Text};

/// A stay with all that decides what its guest is told.
#[derive(Clone, Copy)]
pub(super) struct StayView<'a> {
    pub(super) state: &'a State,
    /// All stays of the listing.
    pub(super) stays: &'a [StayPlan],
    pub(super) plan: &'a StayPlan,
    /// The booking that holds the codes (W8).
    pub(super) holder: &'a Id,
    /// The guest's name.
    pub(super) name: &'a Text,
    pub(super) listing: &'a Listing,
    /// What the guest was told and said so far.
    pub(super) trip: &'a TripRow,
}

impl<'a> StayView<'a> {
    /// The codes that the stay holds or was told.
    pub(super) fn codes(&self) -> impl Iterator<Item = &'a AccessCode> + use<'a> {
        let about_it = RowKey::Stay(self.holder.clone());
        self.state.access_codes.about(&about_it)
    }

    /// Whether the stay holds a code.
    pub(super) fn is_holder_of(&self, code: &AccessCode) -> bool {
        code.holder.reservation_id() == Some(self.holder)
    }

    pub(super) fn has_a_code(&self) -> bool {
        self.codes()
            .any(|code| self.is_holder_of(code) && !code.is_gone())
    }

    /// When the guest may see a code (N3).
    pub(super) fn reveal_at(&self) -> Instant {
        let stay = &self.plan.stay;
        reveal_at(
            stay.booked.starts_at(),
            stay.window,
            self.state.policy_of_listing(&self.listing.id),
        )
    }

    /// Whether the host heard of something about this stay at a door that still holds.
    pub(super) fn host_heard(&self, kind: NoticeKind, door: &Door) -> bool {
        let key = key_at_lock(kind, self.holder, &door.lock_id);
        self.state.is_condition_known(&key)
    }

    /// Whether a way in calls the host to the lock. A host who was called stays called until the
    /// guest has another way in; to try the lock again is none.
    pub(super) fn calls_host(&self, route: Route, was_called: bool) -> bool {
        match route {
            Route::ContactHost => true,
            Route::BackupCode | Route::EmergencyCode | Route::ExistingCode => false,
            // The guest is told first.
            Route::EntryMethod => was_called && self.trip.entry_told_at.is_some(),
            Route::Program | Route::OfflineCode | Route::Wait => was_called,
        }
    }

    /// When it is decided whether a told backup that is off its lock for a while came back (A2,
    /// B4).
    pub(super) fn backup_decided_at(&self, door: &Door) -> Instant {
        let policy = self.state.policy_at(&self.listing.id, &door.lock_id);
        let minutes = policy.backups.deadline_minutes;
        door.starts_at - Duration::minutes(minutes)
    }

    /// When the first of the checks before the stay looks at a door (C1).
    pub(super) fn first_check_at(&self, door: &Door) -> Instant {
        let policy = self.state.policy_at(&self.listing.id, &door.lock_id);
        health_at(door.starts_at, policy)
    }

    /// Whether there is a PIN for a door that its lock does not refuse.
    pub(super) fn has_code_to_tell(&self, door: &Door, now: Instant) -> bool {
        let told = self.opened_by(door, None, now);
        let code = told.and_then(|told| self.state.access_codes.get(&told.code_id));
        code.is_some_and(|code| !is_refused(code))
    }

    /// Whether the lock refuses what the guest would be told, while another way in may still come:
    /// a message has to be true (N1).
    pub(super) fn is_refused_at(&self, door: &Door, decision: &Decision, at: Instant) -> bool {
        let may_change = matches!(decision.route, Route::Wait | Route::Program);
        let known = self.trip.told_access.iter().flat_map(|told| &told.doors);
        let is_known = known.into_iter().any(|told| told.lock_id == door.lock_id);
        let told = self.opened_by(door, Some(decision), at);
        let code = told.and_then(|told| self.state.access_codes.get(&told.code_id));
        may_change && !is_known && code.is_some_and(is_refused)
    }

    /// Whether a message to the guest names a code for a door where this was decided.
    pub(super) fn tells_code(&self, door: &Door, decision: &Decision, at: Instant) -> bool {
        !self.waits_at(door, decision)
            && !self.is_refused_at(door, decision, at)
            && self.opened_by(door, Some(decision), at).is_some()
    }

    /// The code that opens a door for the guest, as they shall know it: the one that was decided
    /// on, else the one that the guest knows, else a backup that the stay was told, else the stay's
    /// own. A backup that was told stays the stay's code while it may come back before the stay
    /// (B4).
    pub(super) fn opened_by(
        &self,
        door: &Door,
        decision: Option<&Decision>,
        at: Instant,
    ) -> Option<ToldDoor> {
        let is_here = |code: &&AccessCode| {
            code.lock_id == door.lock_id && code.wanted != Some(Desired::REMOVED)
        };
        let codes = || self.codes().filter(is_here);
        let mut told = self.trip.told_access.iter().flat_map(|told| &told.doors);
        let told = told.find(|told| told.lock_id == door.lock_id);
        // Where no code surely opens, the guest keeps what they know.
        let known = || codes().find(|code| Some(&code.id) == told.map(|told| &told.code_id));
        // A PIN that the host ordered off is no news to who knows another: they keep that until the
        // new one is there (A5, B4).
        let is_no_news = |code: &AccessCode| {
            told.is_some_and(|told| told.code_id != code.id)
                && self.is_holder_of(code)
                && is_ordered_away(self.state, self.plan, code)
        };
        let decided = decision
            .filter(|decision| decision.route != Route::Program)
            .and_then(|decision| decision.code_id.as_ref())
            .and_then(|id| self.state.access_codes.get(id))
            .filter(|code| code.pin.is_some());
        // It opens the door without a connection, until it has to be used or ends (A3b, O1). One
        // for a later part of the stay is told when that comes.
        let needed_at = at.max(door.starts_at);
        let is_made_offline = |code: &&AccessCode| {
            code.is_offline()
                && self.is_holder_of(code)
                && code.on_lock.state == OnLockState::Confirmed
                && opens(code, true).contains(needed_at)
        };
        // Of several the guest keeps the one that they know, and goes back to no earlier one.
        let made_offline = || {
            let kept = known().filter(|code| is_made_offline(code));
            kept.or_else(|| codes().find(is_made_offline))
        };
        // A backup that was told stays the guest's code, also once their own one is there (A5).
        let told_backup = || {
            codes().find(|code| {
                let mut told = code.told_to.iter().flatten();
                is_backup_or_emergency(code) && told.any(|told| told.reservation_id == *self.holder)
            })
        };
        let own = || codes().find(|code| self.is_holder_of(code));
        let is_ordered = decision.is_some_and(|it| it.because.first() == Some(&Reason::HostOrder));
        // Who was told many new codes keeps the last one (A6).
        let is_stopped = !is_ordered && self.trip.stopped_at(&door.lock_id).is_some();
        let is_other = decision.is_some_and(|it| it.route == Route::ExistingCode);
        let comes_back = || {
            let is_early = is_other && at < self.backup_decided_at(door);
            is_early
                .then(known)
                .flatten()
                .filter(|code| is_backup_or_emergency(code))
        };
        let kept = is_stopped.then(known).flatten().or_else(comes_back);
        let code = kept
            .or(decided)
            .or_else(made_offline)
            .or_else(known)
            .or_else(told_backup)
            .or_else(own)?;
        if is_no_news(code) {
            return told.cloned();
        }
        let booked = self.plan.stay.booked;
        let doubt = decision.filter(|decision| self.is_uncertain(code, decision));
        Some(ToldDoor {
            lock_id: door.lock_id.clone(),
            code_id: code.id.clone(),
            pin: code.pin?,
            uncertain: doubt.map(|_| true),
            uncertain_from: doubt
                .and_then(Decision::needed_from)
                .filter(|&from| from > booked.starts_at()),
            doubted_at: None,
        })
    }

    /// The code that the guest knows for a door, if it is still to open it.
    pub(super) fn known(&self, door: &Door) -> Option<&'a Id> {
        let mut told = self.trip.told_access.iter().flat_map(|told| &told.doors);
        let told = told.find(|told| told.lock_id == door.lock_id)?;
        let code = self.state.access_codes.get(&told.code_id)?;
        (code.wanted != Some(Desired::REMOVED)).then_some(&code.id)
    }

    /// Whether a code may not open, and nothing else is left for its guest but the host or a way in
    /// without a lock, whatever is known of the code: on a dead lock a confirmed one opens nothing.
    /// What was told as uncertain stays so until it is on its lock (A7, N1).
    fn is_uncertain(&self, code: &AccessCode, decision: &Decision) -> bool {
        let may_be_there = matches!(
            code.on_lock.state,
            OnLockState::Confirmed | OnLockState::Unverifiable
        );
        let mut told = self.trip.told_access.iter().flat_map(|told| &told.doors);
        let is_known = told.any(|told| told.code_id == code.id && told.uncertain.is_some());
        matches!(decision.route, Route::ContactHost | Route::EntryMethod)
            || (is_known && !may_be_there)
    }
}
