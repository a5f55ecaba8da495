//! I1: a guest who stands outside, and whether that could have been avoided.

use latchstring::model::{AccessCode, CommandKind, Desired, Failure, HolderKind, OnLockState};
use latchstring::site::Command;
use latchstring::time::Instant;
use latchstring::virtual_lock::Quirk;

use crate::checks::{is_sure, pin_of};
use crate::door::Door;
use crate::guests::Try;
use crate::plan::{CLOCK_CHANGE, HOUR, MINUTE, instant};
use crate::world::World;

/// Two deadlines, one more for what was under way, and the longest pause after a failed try (I1,
/// C6).
const TWO_DEADLINES: i64 = (3 + 4) * MINUTE;

/// How long a guest may stand before a door while their own code has its chance, and past the start
/// of their stay at the latest (A2).
const CHANCE: i64 = MINUTE;

/// The same for a code that a cloud has taken, while the lock can't be read in time (A2).
const CHANCE_OF_TAKEN: i64 = 90;

impl World {
    /// I1: a guest stands outside; that must not have been avoidable.
    pub fn check_outside(&mut self, one: Try) {
        self.check_heard(one);
        let stay = &self.stays[one.stay];
        let door = &self.doors[one.door];
        let codes: Vec<&AccessCode> = self.host.codes(&door.id).collect();
        let complained = self.complained.get(&(one.stay, one.door)).copied();
        let is_theirs = |id: &str| {
            let mut stays = self.stays.iter();
            stay.id == *id || stays.any(|other| other.id == *id && other.is_with(stay))
        };
        let own = |code: &&&AccessCode| {
            let mut told = code.told_to.iter().flatten();
            told.any(|told| is_theirs(&told.reservation_id))
                || (code.holder.kind == HolderKind::Reservation
                    && code.holder.id.as_deref().is_some_and(is_theirs))
        };
        // A list that hides the PIN shows the code still, after what the guest said before it; or
        // the lock has said so, and can't be read. The next word of the guest counts again (A4).
        let said = self.last_said(one.stay, one.door);
        let is_hidden = |code: &AccessCode| {
            let shown_at = code.on_lock.at.map(Instant::unix_seconds);
            let hides = door.lock.quirks.contains(&Quirk::MaskedPins) || !door.lock.can_read_back;
            hides && shown_at >= said
        };
        let knows_better = complained.is_some_and(|at| at > one.since.unwrap_or(self.now));
        // The engine is sure of a code that is not there, and nobody told it better.
        let believes = codes.iter().filter(own).any(|code| {
            // While a change of its window is under way, of what both of them cover (T1).
            let guaranteed_window = code.on_lock.guaranteed_window;
            let end = guaranteed_window.map_or(code.on_lock.ends_at, |guaranteed_window| {
                guaranteed_window.ends_at
            });
            let end = end.map(Instant::unix_seconds);
            (is_sure(code) || guaranteed_window.is_some())
                && end.is_none_or(|end| end > self.now)
                && !self.is_doubtful(door, code)
                && (!knows_better || is_hidden(code))
        });
        // While automation rests, no backup is made for one that was told, also where only that
        // would help.
        let may_lack_a_backup = self.rests()
            && codes
                .iter()
                .filter(own)
                .any(|code| is_sure(code) && self.is_doubtful(door, code));
        // A keypad is taken for broken until the word that it is mended arrives, unless that was
        // lost (A).
        let known = self.host.rows.locks[&*door.id].last_status.as_ref();
        let word_is_under_way =
            self.now - door.mended_at <= MINUTE || door.faulted_at >= door.mended_at;
        let said_broken =
            known.is_some_and(|known| known.usable == Some(false)) && word_is_under_way;
        // What its platform refuses for good is not sent again, and the host is called (C6, A7).
        let is_held = |code: &&&AccessCode| matches!(code.wanted, Some(Desired::Window(_)));
        let held = || codes.iter().filter(own).filter(is_held);
        let is_refused =
            held().next().is_some() && held().all(|code| code.failure == Some(Failure::Rejected));
        // What the host took off by hand is theirs to decide, until its guest complains (T8).
        let minutes = self.policy_at(stay, door).hand.answer_minutes;
        let is_asked_about = |code: &&AccessCode| {
            code.taken_off.is_some_and(|taken| {
                self.now - taken.since.unix_seconds() <= i64::from(minutes) * MINUTE
            })
        };
        let is_hosts = !knows_better && codes.iter().filter(own).any(is_asked_about);
        let misled = believes || said_broken || may_lack_a_backup || is_refused || is_hosts;
        // Where the listing or the lock wants no backups, none is told (D8).
        let has_pool = self.policy_at(stay, door).backups.pool_size > 0;
        let spare = codes.iter().find(|code| {
            has_pool && code.holder.kind == HolderKind::Backup && !code.is_told() && is_sure(code)
        });
        let place = format!(
            "{} at {} at {} (native {}, told {:?}, since {:?})",
            stay.id,
            door.id,
            instant(self.now),
            door.lock.native_schedule,
            self.known_pin(one.stay, one.door),
            one.since.map(instant),
        );
        // The guest's own code has its chance first, while they stand there for a minute; their
        // first message waits for all doors (A2). What is put on at the start of a stay has it from
        // there on (C3).
        let is_untold = self.known_pin(one.stay, one.door).is_none();
        let is_here = |other: &usize| is_untold || *other == one.door;
        let doors = stay.doors.iter().copied().filter(is_here);
        let has_chance = doors.map(|other| &self.doors[other]).any(|door| {
            let possible_at = if door.lock.native_schedule {
                i64::MIN
            } else {
                stay.starts_at()
            };
            let own_codes: Vec<&AccessCode> = self.host.codes(&door.id).collect();
            own_codes.iter().filter(own).any(|code| {
                let since = code.awaited.map(|awaited| awaited.since.unix_seconds());
                let is_taken =
                    code.on_lock.state == OnLockState::Accepted && door.lock.can_read_back;
                since.is_some_and(|since| {
                    let since = since.max(possible_at);
                    let is_late = self.now - stay.starts_at() > CHANCE;
                    self.now - since <= CHANCE
                        || (is_taken && !is_late && self.now - since <= CHANCE_OF_TAKEN)
                })
            })
        });
        // While the platform is asked for a code, the message waits (A3b).
        let is_asked = |command: &Command| {
            command.kind == CommandKind::IssueOfflineCode && *command.lock_id == *door.id
        };
        let is_asked = self.host.rows.commands.values().any(is_asked);
        if let Some(spare) = spare
            && !misled
            && !has_chance
            && !is_asked
            && !self.is_stopped(one.stay, one.door)
            && !self.had_all_for_complaints(one.stay, one.door)
            && door.opens(&pin_of(spare), self.now)
        {
            let what = format!("I1: backup {} was ready for {place}", spare.id);
            self.checks.found.push(what);
            return;
        }
        let need_at = stay
            .told_at
            .unwrap_or(self.now)
            .max(stay.starts_at() - 10 * MINUTE);
        let heard_at = door.heard_at.filter(|_| door.online);
        if let Some(heard_at) = heard_at {
            let since = heard_at
                .max(door.online_since)
                .max(door.faulted_at)
                .max(need_at)
                .max(one.since.unwrap_or(need_at));
            // A try that is said to have failed after that: it did not answer without a break.
            let known = self.host.rows.locks[&*door.id].last_status.as_ref();
            let last_failure = known.and_then(|known| known.failures.as_ref()?.last().copied());
            let broke_off = last_failure.is_some_and(|at| at.unix_seconds() >= door.online_since);
            // After several failures the lock is left alone until something is heard of it; after
            // several readings without a list that counts, whatever is heard (C6).
            let (policy, row) = (self.policy_at(stay, door), &self.host.rows.locks[&*door.id]);
            let is_left_alone = row.retry.is_some_and(|retry| {
                let failed_at = retry.failed_at.map(Instant::unix_seconds);
                retry.failures >= policy.commands.tries
                    && retry.not_before.unix_seconds() > self.now
                    && failed_at >= Some(heard_at)
            });
            let is_left_alone = is_left_alone
                || row.readings.is_some_and(|readings| {
                    readings.count >= policy.commands.tries
                        && readings.not_before.unix_seconds() > self.now
                });
            if self.now - since > TWO_DEADLINES && !misled && !broke_off && !is_left_alone {
                let held: Vec<_> = codes
                    .iter()
                    .filter(own)
                    .map(|code| (&code.id, code.on_lock, code.wanted, code.failure))
                    .collect();
                let row = &self.host.rows.locks[&*door.id];
                let what = format!(
                    "I1: the lock answers since {} for {place}: {held:?}, retry {:?}, full {}",
                    instant(since),
                    row.retry,
                    door.lock.is_full()
                );
                self.checks.found.push(what);
            }
        }
    }

    /// Whether everybody may know that a lock is an hour off with a code: it was sent before the
    /// clocks changed, and it begins or ends about now (C8).
    fn is_doubtful(&self, door: &Door, code: &AccessCode) -> bool {
        let known_since = [code.sent_at, code.on_lock.at].into_iter().flatten().min();
        let is_near = |edge: Option<Instant>| {
            edge.is_some_and(|edge| (edge.unix_seconds() - self.now).abs() < HOUR)
        };
        door.mistakes_change_by.is_some()
            && self.now >= CLOCK_CHANGE
            && known_since.is_some_and(|since| since.unix_seconds() < CLOCK_CHANGE)
            && (is_near(code.on_lock.starts_at) || is_near(code.on_lock.ends_at))
    }
}
