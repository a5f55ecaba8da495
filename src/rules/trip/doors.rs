//! The doors of a changed trip, each compared by itself (T1 to T3, T5).

use std::collections::BTreeSet;

use super::change::{Change, DoorPlan, Planned};
use super::compare::{DoorAction, DoorCase, DoorChange};
use crate::code::Pin;
use crate::model::{
    Abilities, AccessCode, CodeWindow, Desired, HolderKind, Lock, Policy, abilities,
};
use crate::rules::access::Decision;
use crate::rules::access::{AccessCase, OwnCode};
use crate::rules::fit::{FitAnswer, fit};
use crate::rules::lock::Opening;
use crate::rules::lock::{all_failures, evidence};
use crate::rules::reasons::Reason;
use crate::rules::windows::Neighbours;
use crate::time::{Instant, Intervals, Window, Zone};
use crate::{Error, ErrorCode, Id, Text};

/// What happens at one door, and what the host has to take off it by hand, a notice each (T5, T7).
pub(super) struct PlannedDoor {
    pub(super) plan: DoorPlan,
    pub(super) by_hand: Vec<Id>,
    pub(super) name: Text,
}

impl<'a> Change<'a> {
    pub(super) fn doors(&self) -> Result<Vec<PlannedDoor>, Error> {
        let plans = [self.before, self.after].into_iter().flatten();
        let mut lock_ids = BTreeSet::new();
        for plan in plans {
            lock_ids.extend(&plan.trip.listing.locks);
        }
        let mut doors = Vec::new();
        for lock_id in lock_ids {
            let place = self.input.locks.iter().position(|lock| lock.id == *lock_id);
            let found = place.and_then(|at| Some((at, self.input.locks.get(at)?)));
            let Some((at, lock)) = found else {
                return Err(Error::new(
                    ErrorCode::InvalidValue,
                    "a listing names a lock that is not among the locks",
                    "give every lock of both listings",
                )
                .at("locks"));
            };
            lock.check()
                .map_err(|error| error.at(&format!("locks[{at}]")))?;
            doors.push(self.door(lock, &abilities(lock)?));
        }
        Ok(doors)
    }

    /// Whether a code whose new window can't be stored would open for another guest, or outside of
    /// the stay.
    fn lets_others_in(&self, code: Option<&AccessCode>, window: Window) -> bool {
        let had = match code.map(|code| (code.wanted, code.on_lock)) {
            None | Some((Some(Desired::Removed(_)), _)) => return false,
            Some((Some(Desired::Window(had)), _)) => had,
            Some((None, on_lock)) => CodeWindow {
                starts_at: on_lock.starts_at,
                ends_at: on_lock.ends_at,
            },
        };
        self.another_guest() || self.input.new_code_ordered == Some(true) || !had.overlaps(window)
    }

    /// What the comparison finds, with the causes in the trip itself.
    fn compared(&self, case: &DoorCase<'_>, lock: &Lock, denied: Option<Reason>) -> DoorChange {
        let infeasible = case.window.filter(|_| case.wanted.is_none());
        let mut found = if infeasible.is_some_and(|window| !self.lets_others_in(case.code, window))
        {
            DoorChange {
                action: DoorAction::Keep,
                steps: Vec::new(),
                because: Vec::new(),
            }
        } else {
            case.compare()
        };
        if infeasible.is_some() {
            found.because.insert(0, Reason::WindowInfeasible);
        }
        found.because.splice(0..0, self.causes(lock, denied));
        if found.because.is_empty() {
            // The removal was overdue before this change.
            let cancelled = self.after.is_none_or(|plan| plan.stay.is_none());
            found.because.push(if cancelled {
                Reason::StayCancelled
            } else {
                Reason::LockUnlinked
            });
        }
        found
    }

    fn door(&self, lock: &Lock, abilities: &Abilities) -> PlannedDoor {
        let now = self.input.now;
        let policy = self.policy_at(lock);
        let codes: Vec<&AccessCode> = self
            .input
            .codes
            .iter()
            .filter(|code| code.lock_id == lock.id)
            .collect();
        let code = self.own_code(&codes);
        let entitled = self.entitled(lock, code);
        let window = entitled.map(|(_, window)| window);
        let zone = self.zone(lock);
        let stored =
            entitled.and_then(|(plan, window)| storable(window, abilities, zone, plan.neighbours));
        let rivals = rivals_of(code, &codes);
        let running = window.is_some_and(|window| window.contains(now));
        let case = DoorCase {
            wanted: stored,
            window,
            code,
            pin_elsewhere: self.pin_elsewhere(),
            rivals: &rivals,
            abilities,
            evidence: evidence(lock.state.as_ref(), &policy.offline, running, now),
            another_guest: self.another_guest(),
            host_order: self.input.new_code_ordered == Some(true),
            opening: entitled.map_or(Opening::ANY, |(plan, window)| {
                Opening::of(window, plan.neighbours, &policy)
            }),
            now,
        };
        let denied = entitled.is_none().then(|| self.why_not_entitled(lock));
        let mut found = self.compared(&case, lock, denied);
        let others = self.others_to_remove(&codes, code, entitled.is_some());
        let by_hand = hosts_tasks(&case, &others, &mut found);
        let also_remove: Vec<Id> = others.iter().map(|other| other.id.clone()).collect();
        let way_in = window.and_then(|window| {
            // The code's window is the new one from now on. A change to an old window no longer
            // counts (T1).
            let changed = code.and_then(|code| changed_to(code, found.action, stored));
            self.way_in(window, lock, (abilities, &policy), &codes, changed.as_ref())
        });
        let (uncovered, access) = way_in.unwrap_or_else(|| {
            let why = denied.unwrap_or(Reason::StayOver);
            (Intervals::NONE, Decision::none(why))
        });
        let plan = DoorPlan {
            lock_id: lock.id.clone(),
            action: found.action,
            code_id: code.map(|code| code.id.clone()),
            window: stored,
            steps: found.steps,
            also_remove: (!also_remove.is_empty()).then_some(also_remove),
            uncovered,
            access,
            because: found.because,
        };
        PlannedDoor {
            plan,
            by_hand,
            name: lock.name.clone(),
        }
    }

    /// What of the stay nothing opens, and how its guest gets in, with the code as it is changed.
    fn way_in(
        &self,
        window: Window,
        lock: &Lock,
        (abilities, policy): (&Abilities, &Policy),
        codes: &[&AccessCode],
        changed: Option<&AccessCode>,
    ) -> Option<(Intervals, Decision)> {
        let reservation_id = self.reservation_id()?;
        let as_changed = |each: &&AccessCode| changed.filter(|code| code.id == each.id);
        let codes: Vec<&AccessCode> = codes
            .iter()
            .map(|each| as_changed(each).unwrap_or(each))
            .collect();
        let previous = self.after.and_then(|plan| plan.neighbours.previous_ends_at);
        let other_stay = previous.and_then(|end| Window::between(Instant::MIN, end));
        let said = self.input.guest_locked_out;
        let said = said.and_then(|said| said.at(self.input.now));
        let case = AccessCase {
            codes: &codes,
            own: &OwnCode::all(&codes, reservation_id, abilities.native_schedule),
            complaints: said.as_slice(),
            other_stays: other_stay.as_slice(),
            ..self.access_case(reservation_id, window, lock, (abilities, policy))
        };
        Some((case.uncovered(), case.decide()))
    }

    /// The policy of the trip at a lock (D8).
    fn policy_at(&self, lock: &Lock) -> Policy {
        let plan = self.after.or(self.before);
        plan.map_or_else(Policy::default, |plan| lock.policy_over(&plan.policy))
    }

    fn zone(&self, lock: &Lock) -> Zone {
        let listing = self
            .after
            .or(self.before)
            .map(|plan| plan.trip.listing.time_zone);
        lock.time_zone.or(listing).unwrap_or_default()
    }

    fn access_case<'b>(
        &'b self,
        reservation_id: &'b Id,
        window: Window,
        lock: &'b Lock,
        (abilities, policy): (&'b Abilities, &'b Policy),
    ) -> AccessCase<'b> {
        let now = self.input.now;
        let another_guest = self.another_guest();
        // A stay that only gets shorter needs nothing that its code does not open (A).
        let changed = self.before.is_some_and(|before| {
            let listing_id = |plan: &'a Planned<'a>| &plan.trip.listing.id;
            let grows = before.window.is_none_or(|had| !had.covers(window));
            grows || self.after.map(listing_id) != Some(listing_id(before))
        });
        AccessCase {
            reservation_id,
            window,
            check_in: self
                .after
                .and_then(|plan| plan.stay)
                .map_or(window.starts_at(), Window::starts_at),
            known: lock.state.as_ref(),
            abilities,
            zone: self.zone(lock),
            failures: lock.state.as_ref().and_then(all_failures),
            codes: &[],
            own: &[],
            booked_at: self.after.and_then(|plan| plan.trip.reservation.booked_at),
            changed_at: (changed || another_guest).then_some(now),
            neighbours: self.after.map(|plan| plan.neighbours).unwrap_or_default(),
            other_stays: &[],
            entry_method: self
                .after
                .is_some_and(|plan| plan.trip.listing.entry_method.is_some()),
            complaints: &[],
            entry_told_at: None,
            stopped_at: None,
            kept: None,
            tellings_known: false,
            suspended_since: None,
            another_guest,
            on_hold: (self.after).is_some_and(|plan| plan.trip.reservation.is_on_hold()),
            policy,
            now,
        }
    }
}

/// The codes that the host has to take off by hand, as their removal can't be sent (T5, T7). The
/// reasons name that, and a backup that goes with its stay.
fn hosts_tasks(case: &DoorCase<'_>, others: &[&AccessCode], found: &mut DoorChange) -> Vec<Id> {
    let is_task = |other: &&&AccessCode| case.is_hosts_task(other);
    let is_named = found.because.contains(&Reason::RemovalByHand);
    if !is_named && others.iter().any(|other| is_task(&other)) {
        found.because.push(Reason::RemovalByHand);
    }
    let is_gone = matches!(found.action, DoorAction::Remove | DoorAction::Replace);
    let gone = case.code.filter(|_| is_gone);
    let is_by_hand = found.because.contains(&Reason::RemovalByHand);
    let all = gone.iter().chain(others).filter(|_| is_by_hand);
    let by_hand = all.filter(is_task).map(|code| code.id.clone()).collect();
    let is_backup = |code: &AccessCode| code.holder.kind == HolderKind::Backup;
    if found.action == DoorAction::Remove && case.code.is_some_and(is_backup) {
        found.because.push(Reason::BackupBurned);
    }
    by_hand
}

/// The code as it should be from now on; `None` where nothing about it changes.
fn changed_to(code: &AccessCode, action: DoorAction, stored: Option<Window>) -> Option<AccessCode> {
    let wanted = match (action, stored) {
        (DoorAction::Remove, _) => Desired::REMOVED,
        (_, Some(window)) if code.wanted != Some(Desired::REMOVED) => {
            Desired::Window(window.into())
        }
        _ => return None,
    };
    Some(AccessCode {
        wanted: Some(wanted),
        ..code.clone()
    })
}

/// The window as the lock can keep it; `None` where its platform can't (W6, W7).
fn storable(
    window: Window,
    abilities: &Abilities,
    zone: Zone,
    neighbours: Neighbours,
) -> Option<Window> {
    if !abilities.native_schedule {
        return Some(window);
    }
    let fit = fit(window, &abilities.online_frames, zone, None, neighbours);
    if fit.answer == FitAnswer::Infeasible {
        return None;
    }
    let fitted = fit.window?;
    Window::between(
        fitted.starts_at.unwrap_or(window.starts_at()),
        fitted.ends_at,
    )
}

/// The PINs of the other codes on a lock.
fn rivals_of(code: Option<&AccessCode>, codes: &[&AccessCode]) -> Vec<Pin> {
    let is_other = |other: &&&AccessCode| code.is_none_or(|own| own.id != other.id);
    let others = codes
        .iter()
        .filter(is_other)
        .filter(|other| !other.is_gone());
    others.filter_map(|other| other.pin).collect()
}
