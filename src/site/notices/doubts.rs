//! When it is news that a code which somebody was told may not open (A7, V2).

use crate::site::state::ToldDoor;
use crate::time::{Duration, Instant};

/// For how long a message that a code may not open stands for the next one: a lock that comes and
/// goes makes one message (N1).
const STANDS: Duration = Duration::minutes(60);

/// Whether the reader of a message hears that a code which they know may not open, once the host
/// is called for it since `called_at`: the first time, and again where the host is called anew.
pub(super) fn is_news(told: &ToldDoor, called_at: Instant, now: Instant) -> bool {
    told.doubted_at
        .is_none_or(|at| called_at == now && now >= at + STANDS)
}

/// What somebody knows of a door, of which no message goes out: that it may not open only where
/// they heard so, or where that `is_news` and a message has to.
pub(super) fn as_known(
    door: ToldDoor,
    before: &[ToldDoor],
    is_news: impl FnOnce(&ToldDoor) -> bool,
) -> ToldDoor {
    let Some(old) = before.iter().find(|old| old.is_same(&door)) else {
        return door;
    };
    let doubted_at = old.doubted_at;
    let (uncertain, uncertain_from) = if door.uncertain.is_none() {
        (None, None)
    } else if old.uncertain.is_some() || !is_news(old) {
        (old.uncertain, old.uncertain_from)
    } else {
        (door.uncertain, door.uncertain_from)
    };
    ToldDoor {
        uncertain,
        uncertain_from,
        doubted_at,
        ..door
    }
}

/// The doors as somebody knows them after a message at `now`, with when they heard of the doubts.
pub(super) fn after_message(
    doors: Vec<ToldDoor>,
    before: &[ToldDoor],
    now: Instant,
) -> Vec<ToldDoor> {
    let heard = |door: ToldDoor| {
        let old = before.iter().find(|old| old.is_same(&door));
        let is_new = door.uncertain.is_some() && old.is_none_or(|old| old.uncertain.is_none());
        let known = old.and_then(|old| old.doubted_at);
        ToldDoor {
            doubted_at: is_new.then_some(now).or(known),
            ..door
        }
    };
    doors.into_iter().map(heard).collect()
}
