//! When the host is called to a lock because no way in is left there (A7).

use super::stay_view::StayView;
use crate::rules::{CallOccasion, Decision, Notice, NoticeCause, NoticeValues};
use crate::site::plan::Door;
use crate::time::Instant;

/// A call of the host to a lock, as its notice is known. A call weeks before a stay is not the last
/// that the host hears: there is one more when the uncovered part begins, and one at each complaint
/// (F56).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) occasion: Occasion,
    /// When it went out.
    pub(super) at: Instant,
}

/// Why the host is called, where they were called before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Occasion {
    /// They were not called before.
    First,
    /// The uncovered part of the stay, which begins just then, has begun. A stay that is moved may
    /// begin twice.
    Begun(Instant),
    /// The guest said just then that they can't get in (A4).
    Said(Instant),
}

impl Occasion {
    /// What stands in the notice's key behind stay and lock.
    fn words(self) -> Vec<String> {
        match self {
            Self::First => Vec::new(),
            Self::Begun(at) => vec!["begun".to_owned(), at.unix_seconds().to_string()],
            Self::Said(at) => vec!["said".to_owned(), at.unix_seconds().to_string()],
        }
    }
}

impl StayView<'_> {
    /// The last call of the host to a door's lock for this stay, as long as nothing is mended.
    pub(super) fn known_call(&self, door: &Door) -> Option<Call> {
        let said = self.trip.locked_out_at(&door.lock_id).into_iter().rev();
        let begun = Occasion::Begun(self.plan.stay.window.starts_at());
        let mut all = said.map(Occasion::Said).chain([begun, Occasion::First]);
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
        let occasion = match call.occasion {
            Occasion::First => CallOccasion::First,
            Occasion::Begun(_) => CallOccasion::Begun,
            Occasion::Said(_) => CallOccasion::Said,
        };
        let called = NoticeValues::called(decision, occasion);
        // Where nothing reaches the lock, the host has to know what to put on it.
        let by_hand = (called.cause == Some(NoticeCause::NoRemotePath))
            .then(|| self.opened_by(door, Some(decision), call.at))
            .flatten();
        let by_hand = by_hand.and_then(|told| {
            let zone = self.listing.time_zone;
            self.state.door_access(&told, zone)
        });
        let values = NoticeValues {
            doors: by_hand.map(|door| vec![door]),
            ..called
        };
        self.call_of(door, call.occasion, values)
    }

    fn call_of(&self, door: &Door, occasion: Occasion, values: NoticeValues) -> Notice {
        Notice::call(self.holder, &door.lock_id, &occasion.words(), values)
    }
}
