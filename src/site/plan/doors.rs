//! The stays of a listing with their doors and windows.

use std::collections::BTreeSet;

use super::unknown_names::{UnknownName, of_unknown_listing, of_unknown_locks};
use crate::Id;
use crate::model::{Abilities, CodeWindow, Listing, Policy};
use crate::rules::{CodeFailure, FitAnswer, Opening, Stay, automated, fit, stays_of};
use crate::site::evaluation::{Context, HostCondition, Timer};
use crate::site::standing_orders::{is_revoked_at_door, last, paused_since, standing};
use crate::site::state::{HostOrderKind, LockRow, State, Subject};
use crate::site::stays::{as_told, told_before_hold};
use crate::time::{Duration, Instant, Zone};

/// A stay that is not over, with the doors that it shall open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StayPlan {
    pub(crate) listing_id: Id,
    /// The listing's calendar.
    pub(crate) zone: Zone,
    pub(crate) stay: Stay,
    /// Whether codes are made for it. Codes that are there already are kept up in any case (L).
    pub(crate) automated: bool,
    /// When automation resumes for it, if the host paused automation.
    pub(crate) rests_until: Option<Instant>,
    /// Whether no PIN opens that somebody was told: the stay is on hold, and what its guest was
    /// told counts no more (N4, T5).
    pub(crate) bars_known: bool,
    /// When what the guest of a stay on hold was told is over, and the stay goes on (N4).
    pub(crate) known_until: Option<Instant>,
    /// The doors whose windows are not over.
    pub(crate) doors: Vec<Door>,
}

impl StayPlan {
    /// Whether a missing code is made now.
    pub(crate) fn issues(&self) -> bool {
        self.automated && self.rests_until.is_none()
    }
}

/// One lock that a stay shall open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Door {
    pub(crate) lock_id: Id,
    /// The window that the lock keeps, or that the engine keeps for it. Absent: the lock can't
    /// store the window. Then no code is made, and a code that is there stays as it is.
    pub(crate) wanted: Option<CodeWindow>,
    /// From when the code is needed.
    pub(crate) starts_at: Instant,
    /// When the code is taken off.
    pub(crate) ends_at: Instant,
    /// From when a code may be on the lock.
    pub(crate) opening: Opening,
    /// Whether the lock can't change the window of a code that it has (T7).
    pub(crate) is_fixed: bool,
}

/// Plans the stays of a listing that are not over, by their start.
pub(crate) fn plan(context: &mut Context<'_>, listing_id: &Id) -> Vec<StayPlan> {
    let Some(listing) = context.state.listings.get(listing_id) else {
        let names = of_unknown_listing(context.state, listing_id, context.now);
        let conditions = names.iter().map(UnknownName::condition);
        context.evaluation.conditions = conditions.collect();
        return Vec::new();
    };
    let policy = context.state.policy_of_listing(listing_id);
    let stays = stays_of(listing, standing(context.state, listing_id), policy);
    let mut planner = Planner {
        state: context.state,
        listing,
        now: context.now,
        conditions: Vec::new(),
    };
    for (reservation_id, error) in stays.impossible {
        let because = CodeFailure::Window {
            code: error.code,
            message: error.message,
        };
        let failed = HostCondition::failed(&reservation_id, None, because, None);
        planner.conditions.push(failed);
    }
    let unknown = of_unknown_locks(context.state, listing, &stays.stays, context.now);
    let unknown = unknown.iter().map(UnknownName::condition);
    planner.conditions.extend(unknown);
    let plans: Vec<StayPlan> = stays
        .stays
        .into_iter()
        .filter_map(|stay| planner.plan_stay(stay))
        .collect();
    for plan in &plans {
        for door in &plan.doors {
            context
                .evaluation
                .refresh
                .set(Timer::CodeWindowEnds, door.ends_at);
        }
        if let Some(until) = plan.known_until {
            let refresh = &mut context.evaluation.refresh;
            refresh.set(Timer::CodeWindowEnds, until);
        }
        if let Some(until) = plan.rests_until {
            context
                .evaluation
                .refresh
                .set(Timer::AutomationResumes, until);
        }
    }
    if automated(listing, policy) {
        context.evaluation.conditions = planner.conditions;
    }
    plans
}

struct Planner<'a> {
    state: &'a State,
    listing: &'a Listing,
    now: Instant,
    /// What the host should know of the stays.
    conditions: Vec<HostCondition>,
}

impl Planner<'_> {
    fn policy(&self) -> &Policy {
        self.state.policy_of_listing(&self.listing.id)
    }

    /// The plan of a stay. A stay without doors has none.
    fn plan_stay(&mut self, stay: Stay) -> Option<StayPlan> {
        self.report_overlaps(&stay);
        let is_known = told_before_hold(self.state, &stay, self.now).is_some();
        let bars_known = stay.is_on_hold() && !is_known;
        let booked_until = stay.window.ends_at();
        let stay = as_told(self.state, stay, self.now);
        let until = stay.window.ends_at();
        let doors = self.doors(&stay);
        if doors.is_empty() {
            return None;
        }
        Some(StayPlan {
            listing_id: self.listing.id.clone(),
            zone: self.listing.time_zone,
            rests_until: self.rests_until(&stay),
            bars_known,
            known_until: (until < booked_until).then_some(until),
            stay,
            automated: automated(self.listing, self.policy()),
            doors,
        })
    }

    /// The host hears of each later stay that begins before this one ends (W5).
    fn report_overlaps(&mut self, stay: &Stay) {
        let until = stay.window.ends_at();
        let Some(holder) = stay.holder().filter(|_| until > self.now) else {
            return;
        };
        let overlaps = stay.overlaps.iter();
        let conflicts = overlaps.map(|other| HostCondition::conflict(holder, other, until));
        self.conditions.extend(conflicts);
    }

    /// When automation resumes for a stay that the host paused: at the latest with the health check
    /// before its start (C1). An order for a new PIN ends the pause for its stay.
    fn rests_until(&self, stay: &Stay) -> Option<Instant> {
        let paused_at = paused_since(self.state, Some(&self.listing.id))?;
        let health = Duration::minutes(self.policy().validation.health_minutes);
        let until = stay.window.starts_at() - health;
        let is_reissued = stay.reservation_ids.iter().any(|id| {
            let order = last(self.state, HostOrderKind::Reissue, &Subject::stay(id, None));
            order.is_some_and(|order| order.when() > paused_at)
        });
        (until > self.now && !is_reissued).then_some(until)
    }

    /// The doors of a stay that are not over, one per lock.
    fn doors(&mut self, stay: &Stay) -> Vec<Door> {
        let mut seen = BTreeSet::new();
        let mut doors = Vec::with_capacity(self.listing.locks.len());
        for lock_id in self.listing.locks.iter().filter(|id| seen.insert(*id)) {
            // The stay gets this door as soon as the lock is known (L).
            let Some(row) = self.state.locks.get(lock_id) else {
                continue;
            };
            let Some(abilities) = self.state.abilities_of(lock_id) else {
                continue;
            };
            if is_revoked_at_door(self.state, &stay.reservation_ids, lock_id) {
                continue;
            }
            let door = self.door(row, abilities, stay);
            if door.ends_at <= self.now {
                continue;
            }
            if let (None, Some(holder)) = (door.wanted, stay.holder()) {
                let because = CodeFailure::window_infeasible();
                let failed =
                    HostCondition::failed(holder, Some(lock_id), because, Some(door.ends_at));
                self.conditions.push(failed);
            }
            doors.push(door);
        }
        doors
    }

    fn door(&self, row: &LockRow, abilities: &Abilities, stay: &Stay) -> Door {
        let wanted = if abilities.native_schedule {
            let zone = row.lock.time_zone.unwrap_or(self.listing.time_zone);
            fitted(stay, abilities, zone)
        } else {
            Some(CodeWindow::from(stay.window))
        };
        Door {
            lock_id: row.lock.id.clone(),
            wanted,
            starts_at: stay.window.starts_at(),
            ends_at: wanted
                .and_then(|window| window.ends_at)
                .unwrap_or(stay.window.ends_at()),
            opening: Opening::of(
                stay.window,
                stay.neighbours,
                self.state.policy_at(&self.listing.id, &row.lock.id),
            ),
            is_fixed: abilities.native_schedule && !abilities.can_update,
        }
    }
}

/// The window of a stay as the platform can store it, outside the neighbours' stays (W6, W7).
fn fitted(stay: &Stay, abilities: &Abilities, zone: Zone) -> Option<CodeWindow> {
    // The platform's lead counts when the command goes out. What is wanted must not change with the
    // clock.
    let fit = fit(
        stay.window,
        &abilities.online_frames,
        zone,
        None,
        stay.neighbours,
    );
    fit.window
        .filter(|_| fit.answer != FitAnswer::Infeasible)
        .map(CodeWindow::from)
}
