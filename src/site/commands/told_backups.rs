//! A backup that a stay was told, and the original code beside it (B4).
//!
//! The told backup is the stay's code. It is taken off for a while where it would open during
//! somebody else's time, and the original waits behind all other work.

use super::lock_view::LockView;
use crate::model::{AccessCode, CodeWindow, CommandKind, Desired, OnLockState};
use crate::rules::{Evidence, evidence, stale_at, told_at};
use crate::site::plan::{Door, StayPlan};
use crate::site::standing_orders::reissued_at;
use crate::site::state::is_backup_or_emergency;
use crate::time::{Duration, Instant};

/// What becomes of the original code of a stay that was told a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Original {
    /// The guest goes by it, or needs it.
    Needed,
    /// The backup is off its lock for a while. Until this instant it may come back.
    Waits(Instant),
    /// The guest goes by the backup, and was told the original, too: it may go on the lock.
    Beside,
    /// The guest goes by the backup, and nobody was told the original: it is sent no more (F43).
    Dropped,
}

impl LockView<'_> {
    /// What becomes of the original code of a stay that was told a backup.
    pub(super) fn original(&self, code: &AccessCode) -> Original {
        let holder = code.holder.reservation_id();
        let told = holder.and_then(|id| Some((id, *self.told_backups.get(id)?)));
        let Some((holder, backup)) = told else {
            return Original::Needed;
        };
        // A new PIN that the host ordered since comes in place of the backup (A5).
        let ids = std::slice::from_ref(holder);
        let ordered_at = reissued_at(self.state, ids, &code.lock_id);
        if ordered_at.is_some() && ordered_at >= told_at(backup, holder) {
            return Original::Needed;
        }
        match (code.awaited, code.is_told()) {
            (None, true) => Original::Beside,
            (None, false) => Original::Dropped,
            (Some(_), _) => self
                .until_decided(code, backup)
                .map_or(Original::Needed, Original::Waits),
        }
    }

    /// Until when the backup of a stay may come back, where it was taken off.
    fn until_decided(&self, code: &AccessCode, backup: &AccessCode) -> Option<Instant> {
        let is_off = matches!(
            backup.on_lock.state,
            OnLockState::Absent | OnLockState::Pending
        );
        let minutes = self.policy_of(code).backups.deadline_minutes;
        let decided = self.door_of(code)?.starts_at - Duration::minutes(minutes);
        (is_off && decided > self.at).then_some(decided)
    }

    /// The first instant from `from` on at which the lock answers, as far as is known now: what is
    /// known of it may be too old by then (A3, D3).
    pub(super) fn answers_from(&self, from: Instant) -> Option<Instant> {
        let (known, offline) = (self.row.last_status.as_ref(), &self.policy().offline);
        let is_online = |at: &Instant| evidence(known, offline, false, *at) == Evidence::Online;
        let stale = known.map(|known| stale_at(known, offline, self.at));
        let mut looks: Vec<Instant> = stale.into_iter().flatten().collect();
        looks.retain(|at| *at > from);
        looks.push(from);
        looks.sort();
        looks.into_iter().find(is_online)
    }

    /// From when a told backup is taken off until the activation of its stay: its lock would open
    /// for it during the stay or the visit of another person before that (B4, F51).
    pub(super) fn rests_from(&self, code: &AccessCode) -> Option<Instant> {
        let Some(Desired::Window(wanted)) = code.wanted else {
            return None;
        };
        let starts_at = wanted.starts_at?;
        let (plan, door) = self.told_to(code)?;
        let is_there = matches!(
            code.on_lock.state,
            OnLockState::Confirmed | OnLockState::Accepted | OnLockState::Unverifiable
        );
        let opens_before = code.on_lock.starts_at.is_none_or(|start| start < starts_at);
        if self.abilities.narrows_in_place() || !is_there || !opens_before {
            return None;
        }
        let tries_end = self.tries_end(code, CommandKind::RemoveCode);
        let from = self.answers_from(tries_end.max(self.at))?;
        // It has to go and to come back, and the guest may come. A stay without a lead is no reason
        // to take it off later than ten minutes before (C1, C3).
        let minutes = self.policy_of(code).validation.activation_minutes;
        let activation = door.starts_at - Duration::minutes(minutes);
        let back = door.opening.program_from.min(activation);
        let is_in_time = from + door.opening.settled + door.opening.settled < back;
        let before = CodeWindow {
            starts_at: Some(from),
            ends_at: Some(starts_at),
        };
        let is_met = |other: &&&AccessCode| is_of_another(other, plan, before);
        (is_in_time && self.codes.iter().any(|other| is_met(&other))).then_some(from)
    }

    /// Whether its guest was told a backup or emergency code since, and goes by that one (A5).
    pub(super) fn is_superseded(&self, code: &AccessCode) -> bool {
        let told = code.told_to.iter().flatten();
        let stays = told.map(|told| &told.reservation_id);
        let mut stays = stays.chain(code.holder.reservation_id());
        stays.any(|stay| {
            let last = self.told_backups.get(stay);
            last.is_some_and(|last| last.id != code.id && told_at(last, stay) > told_at(code, stay))
        })
    }

    /// The one stay that was told a backup, and its door here.
    pub(super) fn told_to(&self, code: &AccessCode) -> Option<(&StayPlan, &Door)> {
        let told = code
            .told_to
            .as_deref()
            .filter(|_| is_backup_or_emergency(code))?;
        let [told] = told else { return None };
        let plan = self.plans.stay_with(self.state, &told.reservation_id)?;
        Some((plan, plan.door(&self.row.lock.id)?))
    }
}

/// Whether a code opens for another person within a span, and not always.
fn is_of_another(code: &AccessCode, plan: &StayPlan, span: CodeWindow) -> bool {
    let Some(Desired::Window(window)) = code.wanted else {
        return false;
    };
    let holder = code.holder.reservation_id();
    let told = code
        .told_to
        .iter()
        .flatten()
        .map(|told| &told.reservation_id);
    let told = told.filter(|_| is_backup_or_emergency(code));
    let is_own = holder
        .into_iter()
        .chain(told)
        .any(|id| plan.stay.reservation_ids.contains(id));
    let is_somebodys = holder.is_some() || code.holder.visit_id().is_some() || code.is_told();
    is_somebodys && !is_own && window.starts_at.is_some() && window.meet(span).is_some()
}
