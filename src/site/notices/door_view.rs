//! One door of a stay at one instant, with all that decides what is told there (A).

use super::calls::{Call, Occasion};
use super::stay_view::StayView;
use crate::model::{Abilities, AccessCode, OnLockState};
use crate::rules::{
    AccessCase, CallOccasion, Decision, Failures, OwnCode, Reason, Route, Suspended, all_failures,
    was_told,
};
use crate::site::evaluation::{Evaluation, Timer, suspended};
use crate::site::plan::Door;
use crate::site::state::{HostOrderKind, LockRow, RowKey, is_refused};
use crate::time::{Instant, Window};

/// What there is around a stay at one door.
pub(super) struct Surroundings<'a> {
    row: &'a LockRow,
    /// The last failure of the lock, where it is left alone.
    suspended: Option<Suspended>,
    abilities: &'a Abilities,
    /// The codes on the lock, those of the stay among them.
    codes: Vec<&'a AccessCode>,
    /// Those of the stay.
    own: Vec<OwnCode<'a>>,
    /// All failed tries of the lock.
    failures: Option<Failures>,
    /// The other stays of the listing.
    other_stays: Vec<Window>,
    /// When the guest said that they can't get in, but for what was answered (A4).
    complaints: Vec<Instant>,
}

impl<'a> Surroundings<'a> {
    /// What there is around a stay at a door; nothing where the lock is not known.
    pub(super) fn of(stay: StayView<'a>, door: &Door) -> Option<Self> {
        let here = RowKey::Lock(door.lock_id.clone());
        let row = stay.state.locks.get(&door.lock_id)?;
        let abilities = stay.state.abilities_of(&door.lock_id)?;
        let codes: Vec<&AccessCode> = stay.state.access_codes.about(&here).collect();
        let others = stay.stays.iter().map(|plan| &plan.stay);
        let others = others.filter(|other| other.holder() != Some(stay.holder));
        let mut complaints = stay.trip.locked_out_at(&door.lock_id);
        complaints.retain(|&said| stay.trip.answered_at < Some(said));
        Some(Self {
            row,
            suspended: suspended(row, stay.state.policy_of_lock(&door.lock_id)),
            own: OwnCode::all(&codes, stay.holder, abilities.native_schedule),
            failures: row.last_status.as_ref().and_then(all_failures),
            abilities,
            codes,
            other_stays: others.map(|other| other.booked).collect(),
            complaints,
        })
    }
}

/// One door of a stay at one instant.
pub(super) struct DoorView<'a> {
    pub(super) stay: StayView<'a>,
    pub(super) door: &'a Door,
    pub(super) row: &'a LockRow,
    /// The last failure of the lock, where it is left alone.
    pub(super) suspended: Option<Suspended>,
    pub(super) case: AccessCase<'a>,
    /// The last call of the host to the lock, where nothing is mended since.
    pub(super) known_call: Option<Call>,
}

impl<'a> DoorView<'a> {
    /// A door at `now`, which may lie ahead.
    pub(super) fn at(
        now: Instant,
        stay: StayView<'a>,
        door: &'a Door,
        around: &'a Surroundings<'a>,
    ) -> Option<Self> {
        let booking = stay.state.reservations.get(stay.holder)?;
        let StayView { listing, trip, .. } = stay;
        let case = AccessCase {
            reservation_id: stay.holder,
            window: stay.plan.stay.window,
            check_in: stay.plan.stay.booked.starts_at(),
            known: around.row.last_status.as_ref(),
            abilities: around.abilities,
            zone: around.row.lock.time_zone.unwrap_or(listing.time_zone),
            failures: around.failures,
            codes: &around.codes,
            own: &around.own,
            booked_at: booking.booked_at.or(trip.booked_at),
            changed_at: trip.changed_at,
            neighbours: stay.plan.stay.neighbours,
            other_stays: &around.other_stays,
            entry_method: listing.entry_method.is_some(),
            complaints: &around.complaints,
            entry_told_at: trip.entry_told_at,
            stopped_at: trip.stopped_at(&door.lock_id),
            kept: trip
                .stopped_at(&door.lock_id)
                .and_then(|_| stay.known(door)),
            tellings_known: true,
            suspended_since: around.suspended.map(|last| last.failed_at),
            another_guest: false,
            on_hold: stay.plan.stay.is_on_hold(),
            policy: stay.state.policy_at(&listing.id, &door.lock_id),
            now,
        };
        Some(Self {
            stay,
            door,
            row: around.row,
            suspended: around.suspended,
            case,
            known_call: stay.known_call(door),
        })
    }

    /// The code that the host ordered to be told to this stay, as a way in.
    pub(super) fn ordered(&self) -> Option<(Decision, HostOrderKind)> {
        let next = || {
            let mut ordered = self.stay.trip.ordered_next.iter().flatten();
            ordered.find(|id| **id == self.door.lock_id)?;
            Some((self.case.next_on_order()?, HostOrderKind::TellNext))
        };
        let emergency = self.ordered_emergency();
        let emergency = emergency.map(|decision| (decision, HostOrderKind::TellEmergency));
        emergency.or_else(next)
    }

    /// The emergency code of which the host ordered that this stay is told it, too (E2).
    fn ordered_emergency(&self) -> Option<Decision> {
        let ordered = self.stay.trip.ordered_codes.iter().flatten();
        let code = ordered
            .filter_map(|id| self.stay.state.access_codes.get(id))
            .find(|code| {
                code.lock_id == self.door.lock_id
                    && code.on_lock.state != OnLockState::Absent
                    && !was_told(code, self.stay.holder)
            })?;
        Some(Decision {
            code_id: Some(code.id.clone()),
            ..Decision::of(Route::EmergencyCode, vec![Reason::HostOrder])
        })
    }

    /// Whether the checks are about the door. Where no code can be made, or the platform refuses
    /// it, the host hears of that.
    pub(super) fn is_checked(&self) -> bool {
        let is_own =
            |code: &&AccessCode| code.lock_id == self.door.lock_id && self.stay.is_holder_of(code);
        self.door.wanted.is_some() && !self.stay.codes().filter(is_own).all(is_refused)
    }

    /// The call that a way in makes at the instant of `case`: the known one, where that says all.
    pub(super) fn call(case: &AccessCase<'_>, decision: &Decision, known: Option<Call>) -> Call {
        let new = |occasion| Call {
            occasion,
            at: case.now,
        };
        let Some(known) = known else {
            return new(Occasion::First);
        };
        // A call that holds on for another reason stays the call that it was.
        if decision.route != Route::ContactHost {
            return known;
        }
        let begun = Occasion::Begun(case.window.starts_at());
        let is_begun = |at: Instant| AccessCase { now: at, ..*case }.uncovered().contains(at);
        match case.complained_at() {
            Some(said) if known.is_overtaken_by(said) => new(Occasion::Said(said)),
            // A call that stands since the stay began stands for all that is uncovered of it (N1).
            _ if is_begun(case.now) && !is_begun(known.at) && known.occasion != begun => new(begun),
            _ => known,
        }
    }

    /// What the text of a call says: its first line agrees with the state, also where it is the
    /// first call in a stay that runs. Nobody is called to come now for a part of the stay that
    /// lies ahead, or for a complaint after which the guest was told a code (N1).
    pub(super) fn spoken(&self, call: Call) -> CallOccasion {
        if !self.case.uncovered().contains(self.case.now) {
            return if self.case.now >= self.stay.plan.stay.booked.ends_at() {
                CallOccasion::Over
            } else {
                CallOccasion::First
            };
        }
        if matches!(call.occasion, Occasion::Said(_)) || self.case.is_said_still() {
            CallOccasion::Said
        } else if self.case.now >= self.stay.plan.stay.booked.ends_at() {
            CallOccasion::Over
        } else {
            CallOccasion::Begun
        }
    }

    /// Whether a way in has to be told to somebody, at the instant of `case`.
    pub(super) fn must_be_told(
        &self,
        case: &AccessCase<'_>,
        decision: &Decision,
        known_call: Option<Call>,
    ) -> bool {
        let was_called = known_call.is_some();
        match decision.route {
            Route::BackupCode | Route::EmergencyCode => true,
            Route::EntryMethod => self.stay.trip.entry_told_at.is_none(),
            Route::ContactHost => known_call != Some(Self::call(case, decision, known_call)),
            // The host has nothing to do any more, unless a dead battery calls them (C5).
            Route::ExistingCode => {
                was_called && !(self.is_checked() && case.battery_died(was_called))
            }
            // Its platform is asked.
            Route::OfflineCode => decision.code_id.is_none(),
            Route::Program | Route::Wait => false,
        }
    }

    /// Whether a code that was told as uncertain opens, which its guest is told (N1).
    fn opens_now(&self, at: Instant, later: &Decision) -> bool {
        let mut told = self
            .stay
            .trip
            .told_access
            .iter()
            .flat_map(|told| &told.doors);
        let told = told.find(|told| told.lock_id == self.door.lock_id && told.uncertain.is_some());
        let opened = told.and_then(|_| self.stay.opened_by(self.door, Some(later), at));
        told.zip(opened)
            .is_some_and(|(told, opened)| told.is_same(&opened) && opened.uncertain.is_none())
    }

    /// Sets the timer for the instant at which passing time alone changes the way in, after what
    /// `decision` tells. Whatever the lock does until then is another fact.
    pub(super) fn await_change(&self, decision: &Decision, evaluation: &mut Evaluation) {
        let is_called = decision.route == Route::ContactHost;
        let known_call = if is_called {
            Some(Self::call(&self.case, decision, self.known_call))
        } else {
            self.known_call
        };
        let opened_at = |at: Instant, decision: &Decision| {
            let told = self.stay.opened_by(self.door, Some(decision), at);
            told.map(|told| told.code_id)
        };
        let told_code_id = opened_at(self.case.now, decision);
        // Until then the guest goes by a backup that may come back (B4).
        let decided_at = self.stay.backup_decided_at(self.door);
        if decided_at > self.case.now && opened_at(decided_at, decision) != told_code_id {
            evaluation.timers.set(Timer::AccessChanges, decided_at);
        }
        let told_route = match decision.route {
            Route::BackupCode | Route::EmergencyCode => Route::ExistingCode,
            route => route,
        };
        // Who keeps the last of many codes is told no other (A6).
        let is_told_other = |at: Instant, later: &Decision| opened_at(at, later) != told_code_id;
        // What waits, or is refused, is not told.
        let may_be_heard = |case: &AccessCase<'_>, later: &Decision| {
            let is_sure = later.route == Route::ExistingCode || case.abilities.offline_codes;
            is_sure
                && !self.stay.waits_at(self.door, later)
                && !self.stay.is_refused_at(self.door, later, case.now)
        };
        let is_change = |case: &AccessCase<'_>, later: &Decision| {
            // After its pause a platform is asked again (A3b).
            let is_asked = later.route == Route::OfflineCode && decision.code_id.is_some();
            let is_news =
                later.route != told_route || later.route == Route::ContactHost || is_asked;
            (is_news && self.must_be_told(case, later, known_call))
                || (may_be_heard(case, later) && is_told_other(case.now, later))
                || self.opens_now(case.now, later)
                || self.second_try(case, later).is_some()
        };
        if let Some(at) = self
            .case
            .next_decision(evaluation.timers.horizon(), is_change)
        {
            evaluation.timers.set(Timer::AccessChanges, at);
        }
    }
}

/// What a lock does counts where its guest waits for a way in.
pub(super) fn await_lock(decision: &Decision, door: &Door, evaluation: &mut Evaluation) {
    if decision.route != Route::ExistingCode {
        evaluation.watch_closely(&door.lock_id);
    }
}
