//! What people have to be told (N1).

use serde::Serialize;
use serde_with::skip_serializing_none;

use super::cause::{CallOccasion, NoticeCause};
use super::key::key_of;
use super::notice_kind::{Audience, NoticeKind};
use super::values::NoticeValues;
use crate::model::Reservation;
use crate::rules::reasons::CodeFailure;
use crate::time::Instant;
use crate::{Id, Text};

/// Something a person shall be told (N1). The same cause never comes under another key.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Notice {
    /// One per cause, stable over steps and restarts.
    pub key: Text,
    /// What it is about.
    pub kind: NoticeKind,
    /// Who shall be told.
    pub to: Audience,
    /// The stay that it is about.
    pub reservation_id: Option<Id>,
    /// The visit that it is about.
    pub visit_id: Option<Id>,
    /// The lock that it is about.
    pub lock_id: Option<Id>,
    /// The code that it is about.
    pub code_id: Option<Id>,
    /// Its figures and names.
    pub values: NoticeValues,
}

impl Notice {
    /// A notice under a key of its kind's word and `about`, which names nobody and nothing yet.
    fn keyed(kind: NoticeKind, about: &[&str], values: NoticeValues) -> Self {
        Self {
            key: key_of(kind, about),
            kind,
            to: kind.audience(),
            reservation_id: None,
            visit_id: None,
            lock_id: None,
            code_id: None,
            values,
        }
    }

    /// A notice about one revision of a trip.
    pub(crate) fn about_trip(
        kind: NoticeKind,
        reservation: &Reservation,
        values: NoticeValues,
    ) -> Self {
        let revision = reservation.revision.to_string();
        Self {
            reservation_id: Some(reservation.id.clone()),
            ..Self::keyed(kind, &[&reservation.id, &revision], values)
        }
    }

    /// A notice to the guest of a stay, by its number.
    pub(crate) fn to_guest(
        kind: NoticeKind,
        reservation_id: &Id,
        count: u32,
        values: NoticeValues,
    ) -> Self {
        Self {
            reservation_id: Some(reservation_id.clone()),
            ..Self::keyed(kind, &[reservation_id, &count.to_string()], values)
        }
    }

    /// A notice to the visitor of a visit, by its number.
    pub(crate) fn to_visitor(
        kind: NoticeKind,
        visit_id: &Id,
        count: u32,
        values: NoticeValues,
    ) -> Self {
        Self {
            to: Audience::Visitor,
            visit_id: Some(visit_id.clone()),
            ..Self::keyed(kind, &["visit", visit_id, &count.to_string()], values)
        }
    }

    /// A notice to the host about a stay, a lock, a code, or what of these there is.
    pub(crate) fn to_host(
        kind: NoticeKind,
        reservation_id: Option<&Id>,
        lock_id: Option<&Id>,
        code_id: Option<&Id>,
        values: NoticeValues,
    ) -> Self {
        let mut about: Vec<&str> = Vec::new();
        for id in [reservation_id, code_id.or(lock_id)].into_iter().flatten() {
            about.push(id);
        }
        Self {
            to: Audience::Host,
            reservation_id: reservation_id.cloned(),
            lock_id: lock_id.cloned(),
            code_id: code_id.cloned(),
            ..Self::keyed(kind, &about, values)
        }
    }

    /// The host is called to a lock where a stay has no way in; `occasion` tells one call of it
    /// from another (A7).
    pub(crate) fn call(
        reservation_id: &Id,
        lock_id: &Id,
        occasion: &[String],
        values: NoticeValues,
    ) -> Self {
        let mut about: Vec<&str> = vec![reservation_id, lock_id];
        about.extend(occasion.iter().map(String::as_str));
        Self {
            reservation_id: Some(reservation_id.clone()),
            lock_id: Some(lock_id.clone()),
            ..Self::keyed(NoticeKind::LockUnreachable, &about, values)
        }
    }

    /// The host is called to a lock where the code of a visit may not open; `begun` is when its
    /// time begins, of the call then (A7, V2).
    pub(crate) fn visit_call(
        visit_id: &Id,
        lock_id: &Id,
        begun: Option<Instant>,
        values: NoticeValues,
    ) -> Self {
        let begun = begun.map(|at| at.unix_seconds().to_string());
        let mut about: Vec<&str> = vec!["visit", visit_id, lock_id];
        about.extend(begun.iter().flat_map(|at| [CallOccasion::Begun.word(), at]));
        Self {
            visit_id: Some(visit_id.clone()),
            lock_id: Some(lock_id.clone()),
            ..Self::keyed(NoticeKind::LockUnreachable, &about, values)
        }
    }

    /// The host hears of a stay at a lock, once for what began at an instant (A4, A6).
    pub(crate) fn since(
        kind: NoticeKind,
        reservation_id: &Id,
        lock_id: &Id,
        since: Instant,
        values: NoticeValues,
    ) -> Self {
        let since = since.unix_seconds().to_string();
        Self {
            reservation_id: Some(reservation_id.clone()),
            lock_id: Some(lock_id.clone()),
            ..Self::keyed(kind, &[reservation_id, lock_id, &since], values)
        }
    }

    /// The host hears that a guest was told the way in that needs no lock, in their notice of this
    /// number.
    pub(crate) fn entry_told(reservation_id: &Id, number: u32, values: NoticeValues) -> Self {
        let number = number.to_string();
        Self {
            to: Audience::Host,
            reservation_id: Some(reservation_id.clone()),
            ..Self::keyed(
                NoticeKind::EntryMethod,
                &[reservation_id, "host", &number],
                values,
            )
        }
    }

    /// A keypad refused entries of which the host hears at `now`.
    pub(crate) fn entry_refused(lock_id: &Id, now: Instant, values: NoticeValues) -> Self {
        let now = now.unix_seconds().to_string();
        Self {
            lock_id: Some(lock_id.clone()),
            ..Self::keyed(NoticeKind::EntryRefused, &[lock_id, &now], values)
        }
    }

    /// A stay's code opened a door of it for the first time.
    pub(crate) fn arrived(reservation_id: &Id, lock_id: &Id, values: NoticeValues) -> Self {
        Self {
            reservation_id: Some(reservation_id.clone()),
            lock_id: Some(lock_id.clone()),
            ..Self::keyed(NoticeKind::GuestArrived, &[reservation_id], values)
        }
    }

    /// A code, or one that is not known, opened a lock at `at` when it should not.
    pub(crate) fn unexpected_use(
        (lock_id, code_id): (&Id, Option<&Id>),
        at: Instant,
        values: NoticeValues,
    ) -> Self {
        let at = at.unix_seconds().to_string();
        let about: [&str; 2] = [code_id.unwrap_or(lock_id), &at];
        Self {
            lock_id: Some(lock_id.clone()),
            code_id: code_id.cloned(),
            ..Self::keyed(NoticeKind::UnexpectedUse, &about, values)
        }
    }

    /// A booking is on hold; `occasion` tells one notice of it from another (N4).
    pub(crate) fn on_hold(
        reservation_id: &Id,
        occasion: (CallOccasion, Instant),
        is_code_known: bool,
    ) -> Self {
        let (occasion, at) = occasion;
        let at = at.unix_seconds().to_string();
        let about: [&str; 3] = [reservation_id, occasion.word(), &at];
        let cause = if is_code_known {
            NoticeCause::CodeKnown
        } else {
            NoticeCause::CodeHeldBack
        };
        let values = NoticeValues {
            occasion: Some(occasion),
            cause: Some(cause),
            ..NoticeValues::default()
        };
        Self {
            reservation_id: Some(reservation_id.clone()),
            ..Self::keyed(NoticeKind::BookingOnHold, &about, values)
        }
    }

    /// An id names nothing that is there (N5).
    pub(crate) fn unknown_name(kind: NoticeKind, about: &[&str], id: &Id) -> Self {
        let values = NoticeValues {
            unknown_id: Some(id.clone()),
            ..NoticeValues::default()
        };
        Self::keyed(kind, about, values)
    }

    /// Two stays of one listing overlap; the one that begins first is named first (W5). Which one
    /// that is may change, the key stays.
    pub(crate) fn conflict(first: &Id, second: &Id) -> Self {
        let values = NoticeValues {
            other_reservation_id: Some(second.clone()),
            ..NoticeValues::default()
        };
        let about: [&str; 2] = [first.min(second), first.max(second)];
        Self {
            reservation_id: Some(first.clone()),
            ..Self::keyed(NoticeKind::Conflict, &about, values)
        }
    }

    /// A lock has no place for somebody's code, or for a spare one; `values` say whether it will
    /// have one in time.
    pub(crate) fn no_place(
        lock_id: &Id,
        reservation_id: Option<&Id>,
        visit_id: Option<&Id>,
        values: NoticeValues,
    ) -> Self {
        let mut about: Vec<&str> = vec![lock_id];
        match (reservation_id, visit_id) {
            (Some(id), _) => about.push(id),
            (None, Some(id)) => about.extend(["visit", id]),
            (None, None) => {}
        }
        if values.cause == Some(NoticeCause::PlaceInTime) {
            about.push("in_time");
        }
        Self {
            reservation_id: reservation_id.cloned(),
            visit_id: visit_id.cloned(),
            lock_id: Some(lock_id.clone()),
            ..Self::keyed(NoticeKind::Capacity, &about, values)
        }
    }

    /// It is time to review who has access, from this day on (V4).
    pub(crate) fn review_due(now: Instant, values: NoticeValues) -> Self {
        let day = now.to_string();
        let about = [day.get(..10).unwrap_or_default()];
        Self::keyed(NoticeKind::ReviewDue, &about, values)
    }

    /// A stay has no code for a door, or for none.
    pub(crate) fn code_failed(
        reservation_id: &Id,
        lock_id: Option<&Id>,
        because: CodeFailure,
    ) -> Self {
        Self::to_host(
            NoticeKind::CodeFailed,
            Some(reservation_id),
            lock_id,
            None,
            NoticeValues::failed(because),
        )
    }

    /// The notice of a kind whose key goes on like this did not reach whom it was for (E3).
    pub(crate) fn undelivered(kind: NoticeKind, about: &[&str]) -> Self {
        let values = NoticeValues {
            undelivered: Some(kind),
            ..NoticeValues::default()
        };
        let word = kind.to_string();
        let key = [&[word.as_str()], about].concat();
        Self::keyed(NoticeKind::NoticeUndelivered, &key, values)
    }

    /// A lock was replaced by another one, and the old device has to be reset (L).
    pub(crate) fn lock_replaced(
        lock_id: &Id,
        by: &Id,
        listing_name: Option<Text>,
        at: Instant,
    ) -> Self {
        let about: [&str; 3] = [lock_id, by, &at.unix_seconds().to_string()];
        let values = NoticeValues {
            listing_name,
            ..NoticeValues::default()
        };
        Self {
            lock_id: Some(lock_id.clone()),
            ..Self::keyed(NoticeKind::LockReplaced, &about, values)
        }
    }

    /// A visit has no code for a door.
    pub(crate) fn visit_failed(visit_id: &Id, lock_id: &Id, because: CodeFailure) -> Self {
        let about = ["visit", visit_id, lock_id];
        Self {
            visit_id: Some(visit_id.clone()),
            lock_id: Some(lock_id.clone()),
            ..Self::keyed(
                NoticeKind::CodeFailed,
                &about,
                NoticeValues::failed(because),
            )
        }
    }
}
