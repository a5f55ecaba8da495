//! The rung of codes that the lock's own algorithm makes, as a person would take it (A3b). What
//! profiles add is not drawn here: quotas, codes for each pair of hours, and the time by which a
//! code has to be used first (`tests/engine/offline_codes.rs`).

use crate::access_oracle::{Ask, Judged, Moment};
use crate::door::{Code, Numbers, Want};
use latchstring::model::OnLockState;
use latchstring::rules::Route;

impl Ask<'_> {
    /// What this rung gives at `now`, where the part from `first` on is uncovered; nothing where
    /// the rungs below count.
    pub fn offline_rung(&self, moment: &Moment, first: i64, now: i64) -> Option<Judged> {
        if !self.door.makes || !self.is_usable() {
            return None;
        }
        // Where nothing else can come onto the lock, the guest reads it when they may see a code.
        let is_time = moment.time || (!self.is_programmable() && now >= self.reveal());
        if !is_time {
            return None;
        }
        let answer = |route, codes: Vec<&Code>| Judged {
            route,
            ids: codes.iter().map(|code| code.id.clone()).collect(),
            over: false,
            at: None,
            until: None,
        };
        // One that opens now serves until the last moment before it may cease to.
        let until = first.max(now) - Numbers::seconds(self.numbers.deadline);
        let opening = self.made(|code| {
            !code.is_discredited(self.said) && code.opens(self.door.native, self.start.max(now))
        });
        if now < until && !opening.is_empty() {
            return Some(Judged {
                until: Some(until),
                ..answer(Route::ExistingCode, opening)
            });
        }
        let awaited = self.made(|code| self.is_awaited(code));
        if !awaited.is_empty() {
            return Some(answer(Route::OfflineCode, awaited));
        }
        let is_refused = !self.made(|code| code.refused).is_empty();
        let can_be_made = self.is_makeable(first, now) && !is_refused;
        can_be_made.then(|| answer(Route::OfflineCode, Vec::new()))
    }

    /// The codes of the algorithm that the stay has, or asked for.
    pub fn made(&self, which: impl Fn(&Code) -> bool) -> Vec<&Code> {
        let codes = self.codes.iter().filter(|code| code.is_own());
        codes.filter(|code| code.offline && which(code)).collect()
    }

    /// Whether the platform was asked for a code, and has not answered.
    pub fn is_awaited(&self, code: &Code) -> bool {
        use OnLockState::{Absent, Pending, Unknown};
        let is_open = match code.on {
            Pending | Unknown => true,
            Absent => code.pin.is_none(),
            _ => false,
        };
        is_open && !code.refused && matches!(code.want, Want::Held(..))
    }

    /// Whether the algorithm can serve what is left of the stay (W7).
    pub fn is_makeable(&self, first: i64, now: i64) -> bool {
        let from = first.max(now);
        from < self.end && self.fits(self.door.algorithm, from, self.end)
    }
}
