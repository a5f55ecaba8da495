//! When the host is called to a lock because no way in is left there (A7).

use super::door_view::DoorView;
use super::stay_view::StayView;
use crate::rules::{AccessCase, Decision, Notice, NoticeValues, Route};
use crate::site::plan::Door;
use crate::time::Instant;

/// A call of the host to a lock, as its notice is known. A call weeks before a stay is not the last
/// that the host hears: there is one more when the uncovered part begins, and one at each complaint
/// (F56).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Call {
    occasion: Occasion,
    /// When it went out.
    at: Instant,
}

/// Why the host is called, where they were called before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Occasion {
    /// They were not called before.
    First,
    /// The uncovered part of the stay has begun.
    Begun,
    /// The guest said just then that they can't get in (A4).
    Said(Instant),
}

impl Occasion {
    /// What stands in the notice's key behind stay and lock.
    fn words(self) -> Vec<String> {
        match self {
            Self::First => Vec::new(),
            Self::Begun => vec!["begun".to_owned()],
            Self::Said(at) => vec!["said".to_owned(), at.unix_seconds().to_string()],
        }
    }
}

impl StayView<'_> {
    /// The last call of the host to a door's lock for this stay, as long as nothing is mended.
    pub(super) fn known_call(&self, door: &Door) -> Option<Call> {
        let said = self.trip.locked_out_at(&door.lock_id).map(Occasion::Said);
        let mut all = said.into_iter().chain([Occasion::Begun, Occasion::First]);
        all.find_map(|occasion| {
            let notice = self.call_of(door, occasion, NoticeValues::default());
            let row = self.state.notices.get(&notice.key)?;
            Some(Call {
                occasion,
                at: row.at,
            })
        })
    }

    /// The notice of a call, with door, guest, day and reason (A7).
    pub(super) fn call_notice(&self, door: &Door, decision: &Decision, call: Call) -> Notice {
        let row = self.state.locks.get(&door.lock_id);
        let values = NoticeValues {
            access: Some(decision.clone()),
            lock_name: row.map(|row| row.lock.name.clone()),
            ..self.values().unwrap_or_default()
        };
        self.call_of(door, call.occasion, values)
    }

    fn call_of(&self, door: &Door, occasion: Occasion, values: NoticeValues) -> Notice {
        Notice::call(self.holder, &door.lock_id, &occasion.words(), values)
    }
}

impl DoorView<'_> {
    /// The call that a way in makes at the instant of `case`: the known one, where that says all.
    pub(super) fn call(
        &self,
        case: &AccessCase<'_>,
        decision: &Decision,
        known: Option<Call>,
    ) -> Call {
        let new = |occasion| Call {
            occasion,
            at: case.now,
        };
        let Some(known) = known else {
            return new(Occasion::First);
        };
        // A call that holds on for another reason stays the call that it was.
        if decision.route != Route::ContactHost {
            return known;
        }
        let is_begun = |at: Instant| AccessCase { now: at, ..*case }.uncovered().contains(at);
        match case.complained_at() {
            Some(said) if said > known.at => new(Occasion::Said(said)),
            _ if is_begun(case.now) && !is_begun(known.at) => new(Occasion::Begun),
            _ => known,
        }
    }
}
