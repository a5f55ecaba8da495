//! Orders of the host that still count: at most one row per kind of order and thing, so that a repeated or late one is
//! known for what it is (D4), and how long each stands.

use super::alarm::Alarm;
use super::order::HostOrderKind;
use super::place::Place;
use super::state::State;
use super::step::AuditRow;
use crate::model::{AccessCode, Holder, Reservation, Visit};
use crate::rules::{push_part, stay_of, stays_of};
use crate::time::{Instant, Window};
use crate::{Id, Text};

record! {
    /// An order of the host that still counts.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct StandingOrder {
        /// One per kind of order and thing.
        pub key: Text,
        /// What was ordered; the later one of `pause` and `resume`.
        pub kind: HostOrderKind,
        /// When.
        pub at: Instant,
        /// The booking that it is about.
        pub reservation_id: Option<Id>,
        /// The visit that it is about.
        pub visit_id: Option<Id>,
        /// The listing that it is about.
        pub listing_id: Option<Id>,
        /// The lock that it is about; beside a booking or visit the one door.
        pub lock_id: Option<Id>,
        /// The code that it is about.
        pub code_id: Option<Id>,
        /// The lock that stands in for a replaced one; absent where it is in service again.
        pub by: Option<Id>,
        /// Up to which revision of the booking or visit it stands.
        pub revision: Option<u32>,
        /// Codes of an earlier generation are the stay's no longer (P3).
        pub generation: Option<u32>,
    }
}

/// What an order is about.
#[derive(Clone, Copy)]
pub(super) enum Subject<'a> {
    Reservation(&'a Id, Option<&'a Id>),
    Visit(&'a Id, Option<&'a Id>),
    Listing(Option<&'a Id>),
    Lock(&'a Id),
    Code(&'a Id),
}

impl Subject<'_> {
    /// The key of the order of this kind about it; one that is lifted by another shares its key.
    fn key(self, kind: HostOrderKind) -> String {
        let kind = match kind {
            HostOrderKind::Resume => HostOrderKind::Pause,
            kind => kind,
        };
        let (what, id, lock_id) = match self {
            Self::Reservation(id, lock_id) => ("reservation", Some(id), lock_id),
            Self::Visit(id, lock_id) => ("visit", Some(id), lock_id),
            Self::Listing(id) => ("listing", id, None),
            Self::Lock(id) => ("lock", Some(id), None),
            Self::Code(id) => ("code", Some(id), None),
        };
        let mut key = format!("{}:{what}", kind.word());
        for id in [id, lock_id].into_iter().flatten() {
            push_part(&mut key, id);
        }
        key
    }

    /// The order of this kind about it, that nobody has given yet.
    pub(super) fn order(self, kind: HostOrderKind, at: Instant) -> Option<StandingOrder> {
        let mut order = StandingOrder {
            key: self.key(kind).parse().ok()?,
            kind,
            at,
            reservation_id: None,
            visit_id: None,
            listing_id: None,
            lock_id: None,
            code_id: None,
            by: None,
            revision: None,
            generation: None,
        };
        match self {
            Self::Reservation(id, lock_id) => {
                order.reservation_id = Some(id.clone());
                order.lock_id = lock_id.cloned();
            }
            Self::Visit(id, lock_id) => {
                order.visit_id = Some(id.clone());
                order.lock_id = lock_id.cloned();
            }
            Self::Listing(id) => order.listing_id = id.cloned(),
            Self::Lock(id) => order.lock_id = Some(id.clone()),
            Self::Code(id) => order.code_id = Some(id.clone()),
        }
        Some(order)
    }

    /// An audit row that says what it is about.
    pub(super) fn noted_in(self, mut row: AuditRow, state: &State) -> AuditRow {
        match self {
            Self::Reservation(id, lock_id) => {
                row.reservation_id = Some(id.clone());
                row.lock_id = lock_id.cloned();
            }
            Self::Visit(id, lock_id) => {
                row.visit_id = Some(id.clone());
                row.lock_id = lock_id.cloned();
            }
            Self::Listing(id) => row.listing_id = id.cloned(),
            Self::Lock(id) => row.lock_id = Some(id.clone()),
            Self::Code(id) => {
                let holder = state.access_codes.get(id).map(|code| &code.holder);
                row.code_id = Some(id.clone());
                row.reservation_id = holder.and_then(Holder::reservation_id).cloned();
                row.visit_id = holder.and_then(Holder::visit_id).cloned();
            }
        }
        row
    }
}

/// The last order of this kind about a thing.
pub(super) fn last<'a>(
    state: &'a State,
    kind: HostOrderKind,
    subject: Subject<'_>,
) -> Option<&'a StandingOrder> {
    // Most sites know none, and then no key has to be put together.
    if state.orders.len() == 0 {
        return None;
    }
    state.orders.get(&subject.key(kind))
}

/// Whether an order of `at` is no later than the last one of its kind about the same thing.
pub(super) fn is_stale(state: &State, kind: HostOrderKind, subject: Subject<'_>, at: Instant) -> bool {
    last(state, kind, subject).is_some_and(|last| at <= last.at)
}

pub(super) fn put(state: &mut State, order: StandingOrder) {
    state.orders.put(&order.key.clone(), order);
}

/// Whether `revision` of a thing is one that it was revoked at, and nothing has been ordered since that gives it back.
fn is_revoked_at(
    state: &State,
    revision: u32,
    subject: Subject<'_>,
    given_back: &[(HostOrderKind, Subject<'_>)],
) -> bool {
    last(state, HostOrderKind::Revoke, subject).is_some_and(|revoked| {
        let lifted = |(kind, subject): &(HostOrderKind, Subject<'_>)| {
            last(state, *kind, *subject).is_some_and(|order| order.at > revoked.at)
        };
        revoked.revision.is_some_and(|seen| revision <= seen) && !given_back.iter().any(lifted)
    })
}

/// Whether the host ended the stay that a booking is part of: to the rules it is as if cancelled (T5).
pub(super) fn is_revoked(state: &State, booked: &Reservation) -> bool {
    let stay = Subject::Reservation(&booked.id, None);
    is_revoked_at(state, booked.revision, stay, &[(HostOrderKind::Reissue, stay)])
}

/// Whether the host ended a stay at one of its doors.
pub(super) fn is_revoked_at_door(state: &State, reservation_ids: &[Id], lock_id: &Id) -> bool {
    state.orders.len() > 0
        && reservation_ids
            .iter()
            .filter_map(|id| state.reservations.get(id))
            .any(|booked| {
                let door = Subject::Reservation(&booked.id, Some(lock_id));
                let stay = Subject::Reservation(&booked.id, None);
                let given_back = [(HostOrderKind::Reissue, door), (HostOrderKind::Reissue, stay)];
                is_revoked_at(state, booked.revision, door, &given_back)
            })
}

/// Whether the host ended a visit at a door.
pub(super) fn is_visit_revoked(state: &State, visit: &Visit, lock_id: &Id) -> bool {
    let [whole, door] = [None, Some(lock_id)].map(|lock_id| Subject::Visit(&visit.id, lock_id));
    let rotated = [(HostOrderKind::Rotate, whole), (HostOrderKind::Rotate, door)];
    is_revoked_at(state, visit.revision, whole, &[(HostOrderKind::Rotate, whole)])
        || is_revoked_at(state, visit.revision, door, &rotated)
}

/// Whether automation rests for a visit at a door; what the host ordered since is done.
pub(super) fn visit_rests(state: &State, visit: &Visit, lock_id: &Id) -> bool {
    paused_since(state, visit.listing_id.as_ref()).is_some_and(|since| {
        let rotated = [None, Some(lock_id)]
            .into_iter()
            .filter_map(|lock_id| last(state, HostOrderKind::Rotate, Subject::Visit(&visit.id, lock_id)))
            .any(|order| order.at > since);
        !rotated
    })
}

/// The bookings of a listing that stand: those that the host revoked make no stay.
pub(super) fn standing<'a>(
    state: &'a State,
    listing_id: &Id,
) -> impl Iterator<Item = &'a Reservation> + use<'a> {
    let booked = state.reservations.about(&Place::Listing(listing_id.clone()));
    booked.filter(|booked| !is_revoked(state, booked))
}

/// Codes of an earlier generation are these bookings' no longer (P3): at one door, or those of the stay as a whole.
pub(super) fn generation(state: &State, reservation_ids: &[Id], lock_id: Option<&Id>) -> u32 {
    if state.orders.len() == 0 {
        return 0;
    }
    let mut generation = 0;
    for id in reservation_ids {
        for kind in [HostOrderKind::Revoke, HostOrderKind::Reissue] {
            for lock_id in [None, lock_id] {
                let order = last(state, kind, Subject::Reservation(id, lock_id));
                generation = generation.max(order.and_then(|order| order.generation).unwrap_or(0));
            }
        }
    }
    generation
}

/// Whether a code is of an earlier generation than this.
pub(super) fn is_outdated_by(code: &AccessCode, generation: u32) -> bool {
    code.holder.generation.unwrap_or(0) < generation
}

/// When a new PIN for a stay was last ordered at a door.
pub(super) fn reissued_at(state: &State, reservation_ids: &[Id], lock_id: &Id) -> Option<Instant> {
    reservation_ids
        .iter()
        .flat_map(|id| {
            [
                Subject::Reservation(id, None),
                Subject::Reservation(id, Some(lock_id)),
            ]
        })
        .filter_map(|subject| last(state, HostOrderKind::Reissue, subject))
        .map(|order| order.at)
        .max()
}

/// Since when automation rests for a listing, or for what belongs to none.
pub(super) fn paused_since(state: &State, listing_id: Option<&Id>) -> Option<Instant> {
    let listing = listing_id.map(|id| Subject::Listing(Some(id)));
    [Some(Subject::Listing(None)), listing]
        .into_iter()
        .flatten()
        .filter_map(|subject| last(state, HostOrderKind::Pause, subject))
        .filter(|order| order.kind == HostOrderKind::Pause)
        .map(|order| order.at)
        .max()
}

/// The lock that stands in for another one, if that was replaced.
pub(super) fn in_its_place<'a>(state: &'a State, lock_id: &Id) -> Option<&'a Id> {
    last(state, HostOrderKind::ReplaceLock, Subject::Lock(lock_id))?
        .by
        .as_ref()
}

/// Orders about a stay count so long after its end, which no platform's rounding exceeds (W6).
const KEPT_MINUTES: i64 = 7 * 24 * 60;

/// The bookings of the stay that a booking is part of, itself first, whether the host ended it or not (W8); and until when
/// orders about it count, where that is known.
pub(super) fn stay_around(state: &State, booked: &Reservation) -> (Vec<Id>, Option<Instant>) {
    let mut ids = vec![booked.id.clone()];
    let Some(listing) = state.listings.get(&booked.listing_id) else {
        return (ids, None);
    };
    let own = stay_of(booked, listing).ok().map(Window::ends_at);
    let bookings = state.reservations.about(&Place::Listing(listing.id.clone()));
    let made = stays_of(listing, bookings, &state.header.policy);
    let mut stays = made.stays.into_iter();
    let found = stays.find(|stay| stay.reservation_ids.contains(&booked.id));
    let together = found.as_ref().map(|stay| stay.window.ends_at());
    let others = found.map(|stay| stay.reservation_ids).unwrap_or_default();
    ids.extend(others.into_iter().filter(|id| *id != booked.id));
    (ids, own.max(together).map(|end| end.plus_minutes(KEPT_MINUTES)))
}

/// Forgets orders about a listing's stays that have been over for a week, but for those by which there was no stay: a
/// turnover would begin with its end else.
pub(super) fn forget_orders(state: &mut State, listing_id: &Id, now: Instant, alarm: &mut Alarm) {
    if state.orders.len() == 0 {
        return;
    }
    let mut over = Vec::new();
    for booked in state.reservations.about(&Place::Listing(listing_id.clone())) {
        let never_was = is_revoked(state, booked);
        let from = over.len();
        for order in state.orders.about(&Place::Stay(booked.id.clone())) {
            if !never_was || order.kind != HostOrderKind::Revoke || order.lock_id.is_some() {
                over.push(order.key.clone());
            }
        }
        if over.len() == from {
            continue;
        }
        // Where and when it would be may not be known yet.
        let until = stay_around(state, booked).1;
        if until.is_none_or(|until| until > now) {
            over.truncate(from);
        }
        if let Some(until) = until {
            alarm.set(until);
        }
    }
    for key in over {
        state.orders.delete(&key);
    }
}

/// Forgets orders about codes of a lock that are not there any more.
pub(super) fn forget_code_orders(state: &mut State, lock_id: &Id) {
    let is_over = |order: &&StandingOrder| {
        let code = order.code_id.as_ref();
        code.is_some_and(|id| state.access_codes.get(id).is_none())
    };
    let orders = state.orders.about(&Place::Lock(lock_id.clone()));
    let over: Vec<Text> = orders.filter(is_over).map(|order| order.key.clone()).collect();
    for key in over {
        state.orders.delete(&key);
    }
}
