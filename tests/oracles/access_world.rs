//! One stay and one lock: what `selectAccess` is asked.

use crate::access_oracle::Ask;
use crate::door::{Code, Door, Numbers, lock_id};
use crate::draw::{Draw, TICK, id, instant};
use crate::minimal::{Smaller, variants};
use latchstring::model::EntryMethod;
use latchstring::rules::{LockedOut, SelectAccessInput};
use latchstring::time::Window;

/// What the guest said (A4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Never,
    /// `false`, as good as never.
    No,
    /// `true`: they say so now.
    Now,
    At(i64),
}

/// All of it happens at 0.
#[derive(Clone, Debug)]
pub struct World {
    pub start: i64,
    pub end: i64,
    pub door: Door,
    /// Those at place 0 are on this lock, the others elsewhere.
    pub codes: Vec<Code>,
    pub booked: Option<i64>,
    pub changed: Option<i64>,
    pub other_running: Option<bool>,
    pub other_until: Option<i64>,
    pub entry: bool,
    pub asked: Asked,
    pub numbers: Numbers,
    /// Whether the booking is on hold (N4).
    pub hold: bool,
}

impl Asked {
    pub fn draw(draw: &mut Draw) -> Self {
        match draw.number(0, 10) {
            0..=4 => Self::Never,
            5 => Self::No,
            6 | 7 => Self::Now,
            _ => Self::At(draw.ago(60)),
        }
    }

    pub fn said(self) -> Option<i64> {
        match self {
            Self::Never | Self::No => None,
            Self::Now => Some(0),
            Self::At(at) => Some(at),
        }
    }

    pub fn input(self) -> Option<LockedOut> {
        match self {
            Self::Never => None,
            Self::No => Some(LockedOut::Now(false)),
            Self::Now => Some(LockedOut::Now(true)),
            Self::At(at) => Some(LockedOut::At(instant(at))),
        }
    }
}

impl World {
    /// Stays of at most an hour, up to two hours ahead.
    pub fn draw(draw: &mut Draw) -> Self {
        let (least, most) = draw.one(&[
            (0, 40),
            (0, 40),
            (-120, 0),
            (-120, 0),
            (0, 240),
            (0, 240),
            (0, 0),
            (10, 10),
            (30, 30),
        ]);
        let start = draw.number(least, most) * TICK;
        let end = start + draw.number(1, 119) * TICK;
        let codes = draw.number(0, 5);
        Self {
            start,
            end,
            door: Door::draw(draw),
            codes: (0..usize::try_from(codes).unwrap())
                .map(|place| {
                    let lock = usize::from(draw.chance(5));
                    Code::draw(draw, place, lock, start, end)
                })
                .collect(),
            booked: draw.maybe(40, |draw| draw.ago(600)),
            changed: draw.maybe(40, |draw| draw.ago(600)),
            other_running: draw.maybe(40, |draw| draw.chance(50)),
            other_until: draw.maybe(30, |draw| draw.number(-20, 240) * TICK),
            entry: draw.chance(50),
            asked: Asked::draw(draw),
            numbers: Numbers::draw(draw),
            hold: draw.chance(10),
        }
    }

    pub fn input(&self, now: i64) -> SelectAccessInput {
        SelectAccessInput {
            reservation_id: id("stay"),
            window: Window::new(instant(self.start), instant(self.end)).unwrap(),
            lock: self.door.row(0),
            codes: self.codes.iter().map(Code::row).collect(),
            booked_at: self.booked.map(instant),
            changed_at: self.changed.map(instant),
            other_stay_running: self.other_running,
            other_stay_until: self.other_until.map(instant),
            entry_method: self.entry.then(|| EntryMethod {
                instructions: "Key safe".parse().unwrap(),
            }),
            guest_locked_out: self.asked.input(),
            guest_locked_out_before: None,
            hold: self.hold.then_some(true),
            policy: Some(self.numbers.policy()),
            now: instant(now),
        }
    }

    /// A stay that does not run yet may begin at once.
    fn other(&self) -> Option<(i64, i64)> {
        let runs = self.other_running == Some(true);
        let from = if runs { i64::MIN } else { 1 };
        let until = self.other_until.or(runs.then_some(i64::MAX))?;
        (from < until).then_some((from, until))
    }

    /// What the oracle is asked.
    pub fn ask(&self) -> Ask<'_> {
        Ask {
            start: self.start,
            end: self.end,
            check_in: self.start,
            door: &self.door,
            codes: self
                .codes
                .iter()
                .filter(|code| lock_id(code.lock) == lock_id(0))
                .cloned()
                .collect(),
            booked: self.booked,
            changed: self.changed,
            other: self.other(),
            previous: None,
            next: None,
            entry: self.entry,
            // Before the stay it says nothing of the codes (A4).
            said: self
                .asked
                .said()
                .filter(|&at| self.start <= at && at < self.end),
            another_guest: false,
            hold: self.hold,
            numbers: &self.numbers,
        }
        .weighed()
    }
}

impl Smaller for World {
    fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        for place in 0..self.codes.len() {
            let mut other = self.clone();
            other.codes.remove(place);
            all.push(other);
        }
        variants!(self, booked = None, all);
        variants!(self, changed = None, all);
        variants!(self, other_running = None, all);
        variants!(self, other_until = None, all);
        variants!(self, entry = false, all);
        variants!(self, asked = Asked::Never, all);
        for door in self.door.smaller() {
            all.push(Self {
                door,
                ..self.clone()
            });
        }
        for (place, code) in self.codes.iter().enumerate() {
            for code in code.smaller() {
                let mut other = self.clone();
                other.codes[place] = code;
                all.push(other);
            }
        }
        all
    }
}
