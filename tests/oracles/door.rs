//! A lock and what may be on it, in plain numbers.

use crate::draw::{DAY, Draw, HOUR, MINUTE, TICK, id, instant};
use crate::minimal::variants;
use latchstring::Id;
use latchstring::code::{CodeRules, Pin};
use latchstring::model::{
    AccessCode, CodeWindow, Desired, Failure, Holder, HolderKind, Lock, LockState, Method,
    Observed, OnLockState, Policy, Reachability, TimeFrames, Told,
};
use latchstring::time::TimeFrame;
use std::sync::LazyLock;

/// Whose code it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Own,
    OtherStay,
    Visit,
    Stranger,
    Backup,
    Emergency,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    Nobody,
    Removed,
    Held(Option<i64>, Option<i64>),
}

/// A code that is or may be on a lock.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    pub id: String,
    /// The place of its lock among the locks.
    pub lock: usize,
    pub whose: Whose,
    /// When it was told to this stay, and to another one.
    pub told_me: Option<i64>,
    pub told_other: Option<i64>,
    pub pin: Option<u8>,
    pub offline: bool,
    pub on: OnLockState,
    pub from: Option<i64>,
    pub until: Option<i64>,
    pub at: Option<i64>,
    /// What the lock opens in any case while a change is under way.
    pub guaranteed_window: Option<(Option<i64>, Option<i64>)>,
    pub made: Option<i64>,
    pub used: Option<i64>,
    /// Whether its platform refused it.
    pub refused: bool,
    pub want: Want,
}

/// A lock, and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Door {
    pub native: bool,
    pub remote: bool,
    pub can_update: bool,
    /// Whether it takes no PINs of six digits (any more).
    pub short: bool,
    pub capacity: Option<u32>,
    /// Shortest and longest window of its algorithm, in minutes.
    pub algorithm: Option<(u32, u32)>,
    /// Whether its platform makes codes of its algorithm (A3b).
    pub makes: bool,
    /// Shortest and longest window that its platform stores, in minutes.
    pub frame: Option<(u32, u32)>,
    /// Nothing is known at all without it.
    pub reach: Option<Reachability>,
    pub reported: Option<i64>,
    pub usable: Option<bool>,
    pub failures: Vec<i64>,
}

/// The policy's numbers that matter here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numbers {
    pub stale: u32,
    pub attempts: u32,
    pub over: u32,
    pub stay_attempts: u32,
    pub stay_over_seconds: u32,
    pub change_hours: u32,
    pub soon: u32,
    pub deadline: u32,
    pub grace_before: u32,
    pub grace_after: u32,
    pub activation: u32,
    pub reveal_hours: u32,
    pub pool: u32,
    pub emergency: bool,
}

static CODE: LazyLock<AccessCode> = LazyLock::new(|| {
    latchstring::decode(
        r#"{"id":"k","lockId":"l","holder":{"kind":"unknown"},"onLock":{"state":"absent"}}"#,
    )
    .unwrap()
});
static LOCK: LazyLock<Lock> =
    LazyLock::new(|| latchstring::decode(r#"{"id":"l","name":"Door"}"#).unwrap());

/// The id of the lock at a place.
pub fn lock_id(place: usize) -> Id {
    id(&format!("d{place}"))
}

/// 49281x: six digits that are neither weak nor alike.
pub fn pin(last: u8) -> Pin {
    Pin::from_digits(&[4, 9, 2, 8, 1, last]).unwrap()
}

impl Code {
    pub fn row(&self) -> AccessCode {
        let (kind, holder) = match self.whose {
            Whose::Own => (HolderKind::Reservation, Some("stay")),
            Whose::OtherStay => (HolderKind::Reservation, Some("other")),
            Whose::Visit => (HolderKind::Visit, Some("cleaner")),
            Whose::Stranger => (HolderKind::Unknown, None),
            Whose::Backup => (HolderKind::Backup, Some("905172")),
            Whose::Emergency => (HolderKind::Emergency, None),
        };
        let told = [("other", self.told_other), ("stay", self.told_me)];
        let told: Vec<Told> = told
            .iter()
            .filter_map(|(who, at)| Some(Told::new(id(who), instant((*at)?))))
            .collect();
        AccessCode {
            id: id(&self.id),
            lock_id: lock_id(self.lock),
            holder: Holder {
                kind,
                id: holder.map(id),
                generation: None,
            },
            pin: self.pin.map(pin),
            method: self.offline.then_some(Method::Offline),
            wanted: match self.want {
                Want::Nobody => None,
                Want::Removed => Some(Desired::REMOVED),
                Want::Held(from, until) => Some(Desired::Window(CodeWindow {
                    starts_at: from.map(instant),
                    ends_at: until.map(instant),
                })),
            },
            told_to: (!told.is_empty()).then_some(told),
            made_at: self.made.map(instant),
            last_used_at: self.used.map(instant),
            failure: self.refused.then_some(Failure::Rejected),
            on_lock: Observed {
                state: self.on,
                starts_at: self.from.map(instant),
                ends_at: self.until.map(instant),
                at: self.at.map(instant),
                guaranteed_window: self.guaranteed_window.map(|(from, until)| CodeWindow {
                    starts_at: from.map(instant),
                    ends_at: until.map(instant),
                }),
            },
            ..CODE.clone()
        }
    }

    /// Codes as they occur around a stay, and now and then as they should not.
    pub fn draw(draw: &mut Draw, place: usize, lock: usize, start: i64, end: i64) -> Self {
        use OnLockState::{Absent, Accepted, Confirmed, Pending, Unknown, Unverifiable};
        use Whose::{Backup, Emergency, OtherStay, Own, Stranger, Visit};
        let whose = draw.one(&[
            Own, Own, Own, Own, OtherStay, Visit, Stranger, Backup, Backup, Backup, Emergency,
            Emergency,
        ]);
        let free = matches!(whose, Backup | Emergency);
        let odd = draw.number(0, 9);
        let mut edge = |exact: i64| match draw.number(0, 9) {
            0 | 1 => None,
            2..=7 => Some(exact),
            _ => Some(draw.near(start, end)),
        };
        let (stored, wanted) = if free && odd < 8 {
            ((None, None), (None, None))
        } else {
            ((edge(start), edge(end)), (edge(start), edge(end)))
        };
        let guaranteed_window = draw.maybe(20, |draw| {
            let edge = |draw: &mut Draw| draw.maybe(80, |draw| draw.near(start, end));
            (edge(draw), edge(draw))
        });
        Self {
            // Not in the order of the list, so that ids and places differ.
            id: format!("k{}", (place * 7 + 3) % 10),
            lock,
            whose,
            told_me: draw
                .maybe(50, |draw| draw.ago(80))
                .filter(|_| whose == Own || (free && (odd < 3 || odd == 9))),
            told_other: draw.maybe(10, |draw| draw.ago(80)).filter(|_| free),
            // Now and then two of a kind.
            pin: draw.maybe(95, |draw| {
                if draw.chance(75) {
                    u8::try_from(place).unwrap()
                } else {
                    9
                }
            }),
            offline: draw.chance(if whose == Own { 12 } else { 5 }),
            on: draw.one(&[
                Absent,
                Pending,
                Accepted,
                Confirmed,
                Confirmed,
                Confirmed,
                Confirmed,
                Confirmed,
                Unverifiable,
                Unknown,
            ]),
            from: stored.0,
            until: stored.1,
            at: draw.maybe(90, |draw| {
                draw.ago(80) - if draw.chance(15) { DAY } else { 0 }
            }),
            guaranteed_window: guaranteed_window
                .filter(|&(from, until)| from.zip(until).is_none_or(|(from, until)| from < until)),
            made: draw.maybe(30, |draw| {
                draw.ago(80) - if draw.chance(30) { DAY } else { 0 }
            }),
            used: draw.maybe(10, |draw| draw.ago(80)),
            refused: draw.chance(8),
            want: match odd {
                9 => Want::Removed,
                _ if whose == Stranger => Want::Nobody,
                _ => Want::Held(wanted.0, wanted.1),
            },
        }
    }

    /// The same code, simpler.
    pub fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        variants!(self, told_me = None, all);
        variants!(self, told_other = None, all);
        variants!(self, offline = false, all);
        variants!(self, on = OnLockState::Confirmed, all);
        variants!(self, from = None, all);
        variants!(self, until = None, all);
        variants!(self, at = None, all);
        variants!(self, guaranteed_window = None, all);
        variants!(self, made = None, all);
        variants!(self, used = None, all);
        variants!(self, refused = false, all);
        variants!(self, want = Want::Held(None, None), all);
        all
    }
}

impl Door {
    pub fn row(&self, place: usize) -> Lock {
        let frame = |(shortest, longest): (u32, u32)| {
            vec![TimeFrame {
                min_minutes: Some(shortest),
                max_minutes: Some(longest),
                ..TimeFrame::default()
            }]
        };
        let state = self.reach.map(|reachability| LockState {
            reachability,
            reported_at: self.reported.map(instant),
            battery_percent: None,
            usable: self.usable,
            flaky: None,
            failures: (!self.failures.is_empty())
                .then(|| self.failures.iter().map(|&at| instant(at)).collect()),
        });
        Lock {
            id: lock_id(place),
            remote: Some(self.remote),
            native_schedule: Some(self.native),
            can_update: Some(self.can_update),
            changes_by: None,
            rules: self.short.then(|| CodeRules {
                lengths: Some(vec![4]),
                ..CodeRules::default()
            }),
            capacity: self.capacity,
            offline_codes: self.makes.then_some(true),
            time_frames: Some(TimeFrames {
                online: self.frame.map(frame),
                offline: self.algorithm.map(frame),
            }),
            state,
            ..LOCK.clone()
        }
    }

    pub fn draw(draw: &mut Draw) -> Self {
        use Reachability::{Offline, Online, Unknown};
        let reach = draw.maybe(95, |draw| {
            draw.one(&[Online, Online, Offline, Offline, Unknown])
        });
        let (most, ticks) = draw.one(&[(0, 0), (0, 0), (1, 90), (1, 4), (4, 20), (4, 20), (7, 90)]);
        Self {
            native: draw.chance(60),
            remote: draw.chance(90),
            can_update: draw.chance(75),
            short: draw.chance(10),
            capacity: draw.maybe(30, |draw| draw.one(&[1, 2, 3, 4])),
            algorithm: draw.maybe(25, |draw| (draw.one(&[0, 5, 20]), draw.one(&[30, 60, 600]))),
            makes: draw.chance(25),
            frame: draw.maybe(10, |draw| {
                (draw.one(&[0, 0, 20]), draw.one(&[30, 600, 600]))
            }),
            reach,
            reported: draw.maybe(90, |draw| draw.ago(90)),
            usable: draw.maybe(20, |draw| draw.chance(40)),
            failures: (0..draw.number(0, most)).map(|_| draw.ago(ticks)).collect(),
        }
    }

    /// The same lock, simpler.
    pub fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        variants!(self, capacity = None, all);
        variants!(self, algorithm = None, all);
        variants!(self, makes = false, all);
        variants!(self, frame = None, all);
        variants!(self, reported = None, all);
        variants!(self, usable = None, all);
        variants!(self, remote = true, all);
        variants!(self, can_update = true, all);
        variants!(self, short = false, all);
        variants!(self, native = true, all);
        for place in 0..self.failures.len() {
            let mut other = self.clone();
            other.failures.remove(place);
            all.push(other);
        }
        if self.failures.is_empty() {
            variants!(self, reach = None, all);
        }
        all
    }
}

impl Numbers {
    /// Small enough that an hour or two shows all of them; the shortest age of an emergency code is
    /// a day.
    pub fn draw(draw: &mut Draw) -> Self {
        Self {
            stale: draw.one(&[1, 3, 5, 10, 20, 30, 30]),
            attempts: draw.one(&[1, 2, 3, 3, 4]),
            over: draw.one(&[0, 1, 2, 5, 5, 7]),
            stay_attempts: draw.one(&[1, 2, 2, 3]),
            stay_over_seconds: draw.one(&[0, 30, 30, 60]),
            change_hours: draw.one(&[0, 1, 2, 48]),
            soon: draw.one(&[0, 15, 15, 40]),
            deadline: draw.one(&[0, 5, 5, 20]),
            grace_before: draw.one(&[0, 0, 10]),
            grace_after: draw.one(&[0, 5, 30]),
            activation: draw.one(&[0, 3, 10, 20]),
            reveal_hours: draw.one(&[0, 1, 72, 72]),
            pool: draw.one(&[0, 2, 2, 2, 2]),
            emergency: draw.chance(85),
        }
    }

    pub fn policy(&self) -> Policy {
        let mut policy = Policy::default();
        policy.offline.stale_minutes = self.stale;
        policy.offline.failed_attempts = self.attempts;
        policy.offline.over_minutes = self.over;
        policy.offline.stay_failed_attempts = self.stay_attempts;
        policy.offline.stay_over_seconds = self.stay_over_seconds;
        policy.backups.change_within_hours = self.change_hours;
        policy.backups.soon_minutes = self.soon;
        policy.backups.deadline_minutes = self.deadline;
        policy.backups.pool_size = self.pool;
        policy.window.before_check_in_minutes = self.grace_before;
        policy.window.after_check_out_minutes = self.grace_after;
        policy.validation.activation_minutes = self.activation;
        // The checks come one after the other (C1); only the activation bears on a way in.
        policy.validation.health_minutes = policy.validation.health_minutes.max(self.activation);
        policy.validation.verification_minutes =
            policy.validation.verification_minutes.min(self.activation);
        policy.notices.reveal_hours = self.reveal_hours;
        policy.emergency.enabled = self.emergency;
        policy.emergency.rotate_days = 1;
        policy
    }

    pub fn seconds(minutes: u32) -> i64 {
        i64::from(minutes) * MINUTE
    }

    pub fn hours(hours: u32) -> i64 {
        i64::from(hours) * HOUR
    }
}

/// The half minute in which `at` is.
pub fn tick_of(at: i64) -> i64 {
    at.div_euclid(TICK) * TICK
}
