//! Codes that somebody knows and that open while they should not: minutes in which somebody else
//! could enter.

use std::collections::BTreeSet;

use latchstring::model::{
    AccessCode, CommandKind, Desired, Failure, HolderKind, OnLockState, Tries,
};
use latchstring::time::Instant;
use latchstring::virtual_lock::{Habit, HeldCode, Quirk};

use crate::door::{Door, edges, off_seconds, shown};
use crate::plan::{DAY, HOUR, MINUTE, Stay, instant};
use crate::world::World;

/// Until what opens in another's stay has to be put right: the pause of a lock that was silent,
/// with the deadlines of the try that was under way when it came back, and of the next two (C6,
/// C7).
const SOON: i64 = 33 * MINUTE;

/// A code that opens outside of what its people were promised.
struct Exposed {
    pin: String,
    seconds: i64,
    /// What is wrong with that; nothing while it may still be put right in time, or can't be, and
    /// where it was said before.
    wrong: Option<String>,
}

impl World {
    /// Codes that are told to somebody and open while they should not, until `next`.
    pub fn measure_exposure(&mut self, next: i64) {
        let mut found = Vec::new();
        for (number, door) in self
            .doors
            .iter()
            .enumerate()
            .filter(|(_, door)| door.works())
        {
            for held in &door.lock.codes {
                let exposed = self.exposed(number, held, next);
                found.extend(exposed.map(|exposed| (number, exposed)));
            }
        }
        for (number, exposed) in found {
            let door = &self.doors[number];
            if !door.online {
                self.measures.exposed_offline_seconds += exposed.seconds;
                continue;
            }
            self.measures.exposed_online_seconds += exposed.seconds;
            if let Some(wrong) = exposed.wrong
                && self.checks.exposed.insert(exposed.pin)
            {
                self.checks.found.push(wrong);
            }
        }
    }

    /// When an emergency code that a stay was told is due to be replaced: an hour after check-out,
    /// or what the policy says, and no later than the next stay begins there; never in the grace
    /// (E2).
    fn rotation_due_at(&self, stay: &Stay) -> i64 {
        let policy = self.policy_of(stay);
        let minutes = |minutes: u32| i64::from(minutes) * MINUTE;
        let late = stay.ends_at() + minutes(policy.emergency.rotate_after_checkout_minutes);
        let is_next = |other: &&Stay| {
            other.listing == stay.listing
                && other.is_confirmed()
                && !other.is_with(stay)
                && other.starts_at() >= stay.ends_at()
        };
        let next = self.stays.iter().filter(is_next).map(Stay::starts_at).min();
        let grace_ends_at = stay.ends_at() + minutes(policy.window.after_check_out_minutes);
        next.map_or(late, |next| late.min(next)).max(grace_ends_at)
    }

    fn exposed(&self, number: usize, held: &HeldCode, next: i64) -> Option<Exposed> {
        let door = &self.doors[number];
        let told: Vec<usize> = self.ever_told.whom(number, held.pin).collect();
        if told.is_empty() || door.hides(held) {
            return None;
        }
        let pin = held.pin.reveal();
        // Whoever books again keeps the code of the first booking (W8).
        let is_theirs = |stay: &usize| told.iter().any(|one| self.is_same_guest(*one, *stay));
        let stays = (0..self.stays.len()).filter(is_theirs);
        let mut stays = stays.map(|stay| &self.stays[stay]).peekable();
        stays.peek()?;
        let code = self.host.code_of(held);
        let is_spare = code.is_some_and(|code| code.holder.kind != HolderKind::Reservation);
        // A spare on a lock that can't be given its window opens from its telling on (B4).
        let minutes = |minutes: u32| i64::from(minutes) * MINUTE;
        let opens_at_once = is_spare && !(door.lock.native_schedule && door.lock.can_update);
        // A lock that keeps whole hours begins earlier and ends later.
        let step = if door.lock.quirks.contains(&Quirk::HourSteps) {
            HOUR
        } else if door.lock.habits.contains(&Habit::Rounds) {
            15 * MINUTE
        } else {
            0
        };
        let span = |stay: &Stay| {
            let policy = self.policy_of(stay);
            let before = policy.window.before_check_in_minutes;
            let lead = if opens_at_once {
                365 * DAY
            } else {
                minutes(before + policy.validation.activation_minutes)
            };
            let grace = minutes(policy.window.after_check_out_minutes);
            (
                stay.starts_at() - lead - step,
                stay.ends_at() + grace + step,
            )
        };
        let mut allowed: Vec<(i64, i64)> = Vec::new();
        let mut joined_spans: Vec<(i64, i64)> = Vec::new();
        let mut whose = Vec::new();
        let mut listings = BTreeSet::new();
        let mut changed_at = i64::MIN;
        for stay in stays {
            whose.push(&*stay.id);
            listings.insert(stay.listing);
            changed_at = changed_at.max(stay.told_at.unwrap_or(i64::MIN));
            if stay.is_let_in_at(number) {
                allowed.push(span(stay));
                let joined = self.stays.iter().filter_map(|other| stay.gap_before(other));
                joined_spans.extend(joined);
            }
        }
        // Windows that meet are one (W8).
        if !joined_spans.is_empty() {
            allowed.extend(joined_spans);
            allowed = merged(allowed);
        }
        // By the lock's own clock.
        let ahead = door.is_ahead_with(held, self.now);
        let (starts_at, ends_at) = edges(held);
        let starts_at = starts_at.map(|at| at - ahead);
        let ends_at = ends_at.map(|at| at - ahead);
        let from = self.now.max(starts_at.unwrap_or(self.now));
        let until = next.min(ends_at.unwrap_or(next));
        let covered: i64 = allowed
            .iter()
            .map(|(a, b)| (until.min(*b) - from.max(*a)).max(0))
            .sum();
        let seconds = (until - from).max(0) - covered;
        if seconds <= 0 {
            return None;
        }
        let first_wrong = allowed
            .iter()
            .map(|(_, b)| *b)
            .filter(|&b| b <= until)
            .max();
        // Where no schedule ends it, the emergency code opens until it is replaced (I2, E2).
        let is_replaced = !door.lock.native_schedule
            && code.is_some_and(|code| code.holder.kind == HolderKind::Emergency);
        let told = (0..self.stays.len()).filter(is_theirs);
        let replaced_at = told
            .map(|stay| &self.stays[stay])
            .filter(|stay| is_replaced && stay.is_let_in_at(number))
            .map(|stay| self.rotation_due_at(stay))
            .max();
        let clean = door
            .online_since
            .max(door.faulted_at)
            .max(first_wrong.unwrap_or(from))
            // What came on the lock only then was not to be put right before.
            .max(held.stored_at.unix_seconds())
            .max(replaced_at.unwrap_or(i64::MIN))
            // What nobody was told had not to be put right.
            .max(
                self.ever_told
                    .last_told_at(number, held.pin)
                    .unwrap_or(i64::MIN),
            )
            .max(changed_at);
        let is_in = |stay: &&Stay| {
            let is_theirs = whose.contains(&&*stay.id) || !stay.is_let_in_at(number);
            let runs = stay.starts_at() < until && from < stay.ends_at();
            !is_theirs && runs && listings.contains(&stay.listing)
        };
        let intrudes = self.stays.iter().find(is_in);
        // Since the one who is in came, and was known to come.
        let clean = intrudes.map_or(clean, |stay| {
            clean
                .max(stay.starts_at())
                .max(stay.told_at.unwrap_or(clean))
        });
        let intrudes = intrudes.is_some();
        // At a check before a stay it is asked once more, and is about to answer (C6).
        let is_asked = || {
            let mut commands = self.host.rows.commands.values();
            commands.any(|command| {
                command.kind == CommandKind::RemoveCode && command.code_id == held.code_id
            })
        };
        // What a lock mistakes for another time can't be sent again where no window can be changed
        // (C8).
        let is_with_host = || code.is_some_and(|code| self.is_with_host(door, code, &whose));
        let is_avoidable =
            || !is_with_host() && !is_asked() && (off_seconds(held) == 0 || door.lock.can_update);
        // A stranger in somebody's stay is worse than an open door of an empty house.
        let patience = if intrudes { SOON } else { 2 * HOUR };
        let is_wrong = next - clean > patience
            && door.online
            && self.now > door.clock_wrong_until
            && self.strategy.is_whole()
            && !self.checks.exposed.contains(&pin)
            && is_avoidable();
        let wrong = is_wrong.then(|| {
            let rule = if intrudes {
                "I2 in another's stay"
            } else {
                "I2"
            };
            let known = code.map(|code| {
                (
                    &code.id,
                    &code.holder,
                    code.on_lock,
                    code.wanted,
                    code.failure,
                )
            });
            let retry = self.host.rows.locks[&*door.id].retry;
            format!(
                "{rule}: {whose:?} still open {} at {} since {}: {} is {known:?}, {retry:?}, allowed {:?}",
                door.id,
                instant(next),
                instant(clean),
                shown(held),
                allowed
                    .iter()
                    .map(|(a, b)| (instant(*a), instant(*b)))
                    .collect::<Vec<_>>(),
            )
        });
        Some(Exposed {
            pin,
            seconds,
            wrong,
        })
    }
}

impl World {
    /// Whether a code on a door is left to the host, who was told: its platform refused its removal
    /// for good, it is the last one, which its lock keeps, or what it needs is suspended, since so
    /// many tries changed nothing (B5, C6).
    pub fn is_with_host(&self, door: &Door, code: &AccessCode, whose: &[&str]) -> bool {
        let names = |key: &str, stay: &str| key.contains(stay) && key.contains(&*door.id);
        let is_about =
            |key: &str| key.contains(&*code.id) || whose.iter().any(|stay| names(key, stay));
        let is_task =
            |key: &str| key.starts_with("code_failed:") || key.starts_with("removal_by_hand:");
        let told = self.host.rows.notices.values();
        let mut known = told.filter(|row| row.ended_at.is_none());
        let is_told = known.any(|row| is_task(&row.key) && is_about(&row.key));
        let most = self.policy_of_lock(door).commands.tries;
        let is_suspended = |tries: &Tries| {
            let ends_it = [CommandKind::RemoveCode, CommandKind::ChangeWindow];
            ends_it.contains(&tries.kind)
                && tries.count >= most
                && tries.not_before.unix_seconds() + 2 * MINUTE > self.now
        };
        if is_told && code.tries.iter().flatten().any(is_suspended) {
            return true;
        }
        match code.failure {
            Some(Failure::Rejected) => is_told,
            // What opens too early for its own guest is no task (B5). Of what somebody typed in at
            // the door the engine hears with the next list, and what it puts there itself has to be
            // there first.
            Some(Failure::KeepsLastCode) => {
                let is_early = matches!(code.wanted, Some(Desired::Window(_)));
                let is_known = |other: &&AccessCode| {
                    let shown_at = other.on_lock.at.map(Instant::unix_seconds);
                    other.id != code.id
                        && other.on_lock.state == OnLockState::Confirmed
                        && shown_at < Some(self.now - 10 * MINUTE)
                };
                let is_last = self.host.codes(&door.id).find(is_known).is_none();
                is_last && (is_told || is_early)
            }
            _ => false,
        }
    }
}

/// Spans that touch or meet, as one.
fn merged(mut spans: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    spans.sort_unstable();
    let mut all: Vec<(i64, i64)> = Vec::new();
    for (from, until) in spans {
        match all.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(until),
            None => all.push((from, until)),
        }
    }
    all
}
