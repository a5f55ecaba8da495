//! Whether anybody hears of a guest who says that they stand outside (A4, A7).

use crate::guests::Try;
use crate::plan::{HOUR, MINUTE, instant};
use crate::world::World;

impl World {
    /// A4, A7: whoever says that they stand outside is told something, or the host hears of it; the
    /// same answer is given once an hour.
    pub fn check_heard(&mut self, one: Try) {
        let complained = self.complained.get(&(one.stay, one.door)).copied();
        let Some(said) = complained.filter(|at| *at >= one.since.unwrap_or(self.now)) else {
            return;
        };
        let of_guest = |other: &&usize| self.is_same_guest(**other, one.stay);
        let heard = self.heard_of.keys().filter(of_guest);
        let heard = heard.map(|stay| self.heard_of[stay]).max();
        let is_heard = heard.is_some_and(|at| at > said - HOUR);
        if self.now - said > 10 * MINUTE && !is_heard && !self.rests() {
            let what = format!(
                "{} says at {} that {} stays shut, and nobody hears anything until {}",
                self.stays[one.stay].id,
                instant(said),
                self.doors[one.door].id,
                instant(self.now)
            );
            self.checks.fail("A7", &what);
        }
    }
}
