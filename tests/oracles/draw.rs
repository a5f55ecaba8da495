//! Choices out of a seed, and times as plain numbers: seconds since [`BASE`], nearly all on a grid
//! of [`TICK`] seconds.

use latchstring::Id;
use latchstring::time::Instant;

pub use crate::support::seeded::Seeded;

/// 2026-05-01T12:00:00Z.
pub const BASE: i64 = 1_777_636_800;
/// Half a minute: the shortest span in the rules (C6).
pub const TICK: i64 = 30;
pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 3600;
pub const DAY: i64 = 86_400;

pub fn instant(at: i64) -> Instant {
    Instant::from_unix_seconds(BASE + at)
}

pub fn id(name: &str) -> Id {
    name.parse().unwrap()
}

pub struct Draw(pub Seeded);

impl Draw {
    /// A number from `from` to `to`, both included.
    pub fn number(&mut self, from: i64, to: i64) -> i64 {
        let width = u64::try_from(to - from + 1).unwrap();
        from + i64::try_from(self.0.below(width)).unwrap()
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.0.below(100) < percent
    }

    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.0.below(of.len() as u64)).unwrap()]
    }

    /// Something so many times in a hundred.
    pub fn maybe<T>(&mut self, percent: u64, draw: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(percent).then(|| draw(self))
    }

    /// Up to so many half minutes ago, mostly a few.
    pub fn ago(&mut self, ticks: i64) -> i64 {
        let most = self.one(&[0, 7, 7, 7, ticks, ticks, ticks]);
        -self.number(0, most) * TICK
    }

    /// Near one of two edges, often exactly there.
    pub fn near(&mut self, start: i64, end: i64) -> i64 {
        let most = self.one(&[0, 0, 0, 4, 4, 40, 40]);
        let edge = self.one(&[start, end]);
        edge + self.number(-most, most) * TICK
    }
}
