//! When the host is called to a lock because no way in is left there (A7).

use super::guest_messages::local_text;
use super::stay_view::StayView;
use crate::Id;
use crate::model::{AccessCode, Failure};
use crate::rules::{
    CallOccasion, Decision, Notice, NoticeCause, NoticeKind, NoticeValues, key_at_lock,
};
use crate::site::plan::Door;
use crate::site::state::State;
use crate::time::{Duration, Instant};

/// The words of a part that begins and of a complaint in the key of a call.
const BEGUN: &str = "begun";
const SAID: &str = "said";

/// A call of the host to a lock, as its notice is known. A call weeks before a stay is not the last
/// that the host hears: there is one more when the uncovered part begins, and one at a complaint
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

/// How long a call at a complaint stands before another complaint, with nothing new to say, calls
/// the host again: the same cause comes once (A4, N1).
const SAID_STANDS: Duration = Duration::minutes(15);

impl Call {
    /// Whether a complaint calls the host once more.
    pub(super) fn is_overtaken_by(self, said: Instant) -> bool {
        let stands = match self.occasion {
            Occasion::Said(_) => SAID_STANDS,
            Occasion::First | Occasion::Begun(_) => Duration::ZERO,
        };
        said > self.at && said >= self.at + stands
    }
}

impl Occasion {
    /// The end of the notice's key, behind stay and lock.
    fn words(self) -> Vec<String> {
        match self {
            Self::First => Vec::new(),
            Self::Begun(at) => vec![BEGUN.to_owned(), at.unix_seconds().to_string()],
            Self::Said(at) => vec![SAID.to_owned(), at.unix_seconds().to_string()],
        }
    }

    /// The occasion whose words stand in a key behind stay and lock; nothing where no call has such
    /// a key.
    fn of_words(behind: &str) -> Option<Self> {
        if behind.is_empty() {
            return Some(Self::First);
        }
        let (word, at) = behind.strip_prefix(':')?.split_once(':')?;
        let at = Instant::from_unix_seconds(at.parse().ok()?);
        match word {
            BEGUN => Some(Self::Begun(at)),
            SAID => Some(Self::Said(at)),
            _ => None,
        }
    }
}

/// Whether the host is called to a lock for a stay, as long as nothing is mended.
pub(crate) fn is_called(state: &State, holder: &Id, lock_id: &Id) -> bool {
    !calls(state, holder, lock_id).is_empty()
}

/// The calls of the host to a lock for a stay, as long as nothing is mended.
fn calls(state: &State, holder: &Id, lock_id: &Id) -> Vec<Call> {
    // Most sites know of no call, so that no key is put together (D5).
    if state.notices.len() == 0 {
        return Vec::new();
    }
    // The keys of all calls begin with that of the first.
    let key = key_at_lock(NoticeKind::LockUnreachable, holder, lock_id);
    let rows = state.conditions_beginning_with(&key);
    let calls = rows.filter_map(|row| {
        let behind = row.key.strip_prefix(&*key)?;
        let occasion = Occasion::of_words(behind)?;
        Some(Call {
            occasion,
            at: row.at,
        })
    });
    calls.collect()
}

impl StayView<'_> {
    /// The last call of the host to a door's lock for this stay, as long as nothing is mended: the
    /// last one at a complaint, of which there may be several, else the one of a part that has
    /// begun, else the first one.
    pub(super) fn known_call(&self, door: &Door) -> Option<Call> {
        let begun = Occasion::Begun(self.plan.stay.window.starts_at());
        let (mut said, mut begun_call, mut first) = (None, None, None);
        for call in calls(self.state, self.holder, &door.lock_id) {
            match call.occasion {
                Occasion::Said(_) => {
                    let both = [said, Some(call)].into_iter().flatten();
                    said = both.max_by_key(|call: &Call| call.at);
                }
                Occasion::Begun(_) if call.occasion == begun => begun_call = Some(call),
                Occasion::Begun(_) => {}
                Occasion::First => first = Some(call),
            }
        }
        said.or(begun_call).or(first)
    }

    /// The notice of a call, with door, guest, day and reason (A7).
    pub(super) fn call_notice(
        &self,
        door: &Door,
        decision: &Decision,
        call: Call,
        spoken: CallOccasion,
    ) -> Notice {
        let called = NoticeValues::called(decision, spoken);
        let called = NoticeValues {
            cause: called.cause.map(|cause| self.refused_by(door, cause)),
            ..called
        };
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
            needed_from: decision
                .needed_from()
                .and_then(|from| local_text(self.listing, from)),
            ..called
        };
        self.call_of(door, call.occasion, values)
    }

    /// A refusal by its platform, or of the account there (C6).
    fn refused_by(&self, door: &Door, cause: NoticeCause) -> NoticeCause {
        let is_account = |code: &AccessCode| {
            code.lock_id == door.lock_id && code.failure == Some(Failure::Unauthorized)
        };
        if cause == NoticeCause::CodeRefused && self.codes().any(is_account) {
            NoticeCause::AccountRefused
        } else {
            cause
        }
    }

    fn call_of(&self, door: &Door, occasion: Occasion, values: NoticeValues) -> Notice {
        Notice::call(self.holder, &door.lock_id, &occasion.words(), values)
    }
}
