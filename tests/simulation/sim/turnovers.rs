//! The turnovers that visitors are told: none is entered that was not told as it is, and no
//! evening's message comes twice (V2).

use latchstring::rules::{Notice, NoticeKind, turnover_told_at};
use latchstring::time::Instant;

use crate::plan::instant;
use crate::visitors::Call;
use crate::visits::Turnover;
use crate::world::World;

impl World {
    /// A notice reaches its visitor: what it says of turnovers.
    pub fn read_turnovers(&mut self, number: usize, notice: &Notice) {
        let mut says_more = notice.kind != NoticeKind::TurnoversAhead;
        for row in notice.values.turnovers.iter().flatten() {
            let at = |text: &str| text.parse::<Instant>().unwrap().unix_seconds();
            let told = Turnover {
                listing: row.listing_name.to_string(),
                starts_at: at(&row.starts_at),
                ends_at: row.ends_at.as_ref().map_or(i64::MAX, |text| at(text)),
                told_at: self.now,
            };
            let known = &mut self.visitors.all[number].turnovers;
            let is_known = known
                .iter()
                .any(|one| one.is(&told) && one.told_at >= evening(&told));
            says_more |= !is_known;
            known.retain(|one| {
                let meets = one.starts_at < told.ends_at && told.starts_at < one.ends_at;
                one.listing != told.listing || !meets
            });
            if row.is_off.is_none() {
                known.push(told);
            }
        }
        if !says_more {
            let what = format!(
                "turnovers are told twice at {}: {}",
                instant(self.now),
                notice.key
            );
            self.checks.fail("V2", &what);
        }
    }

    /// Whoever may enter in a turnover was told it, as it is.
    pub fn check_told_turnovers(&mut self, call: Call) {
        let visitor = &self.visitors.all[call.visitor];
        if !visitor.knows.contains_key(&call.door) {
            return;
        }
        let known = &visitor.turnovers;
        let here = self.turnovers_now(call.visitor, call.door);
        let missing = here
            .into_iter()
            .find(|one| !known.iter().any(|told| told.is(one)));
        if let Some(missing) = missing {
            let what = format!(
                "a turnover is not told to {} at {}: {missing:?} of {known:?}",
                visitor.visit["id"],
                instant(self.now)
            );
            self.checks.fail("V2", &what);
        }
    }
}

impl Turnover {
    fn is(&self, other: &Self) -> bool {
        (&self.listing, self.starts_at, self.ends_at.min(LAST))
            == (&other.listing, other.starts_at, other.ends_at.min(LAST))
    }
}

/// What ends later has no end.
const LAST: i64 = 7_258_118_399;

/// When a turnover is told.
fn evening(turnover: &Turnover) -> i64 {
    let (zone, at) = ("UTC".parse().unwrap(), "18:00".parse().unwrap());
    let starts_at = Instant::from_unix_seconds(turnover.starts_at);
    turnover_told_at(starts_at, zone, at).unix_seconds()
}
