//! Whom and what a host's notice is about: the names, days and places that every such notice has
//! (N1). They are put in at the end of a step, in one place.

use crate::model::{AccessCode, CodeWindow, Desired, HolderKind, Listing, Visit};
use crate::rules::{
    Audience, Decision, Notice, NoticeCause, NoticeKind, NoticeValues, Reason, Route, stay_of,
};
use crate::site::plan::Plans;
use crate::site::state::{
    AuditKind, AuditReason, AuditRow, RowKey, State, listings_at, listings_of,
};
use crate::time::{Day, Duration, Instant, Window};
use crate::{Id, Text};

use super::guest_messages::local_text;
use super::visitors::names_of;

/// The notices of a step, each with all that its text needs; `told` is what the step told, and why.
pub(crate) fn filled(
    state: &State,
    plans: &Plans,
    told: &[AuditRow],
    notices: Vec<Notice>,
    now: Instant,
) -> Vec<Notice> {
    let fill = |notice: Notice| match notice.to {
        Audience::Host => Filling { state, plans, now }.fill(notice, told),
        Audience::Guest | Audience::Visitor => notice,
    };
    notices.into_iter().map(fill).collect()
}

struct Filling<'a> {
    state: &'a State,
    plans: &'a Plans,
    now: Instant,
}

/// How soon somebody needs a lock who waits for it.
const SOON: Duration = Duration::hours(24);

impl<'a> Filling<'a> {
    fn fill(&self, notice: Notice, told: &[AuditRow]) -> Notice {
        let code = notice.code_id.as_ref();
        let code = code.and_then(|id| self.state.access_codes.get(id));
        let lock_id = notice.lock_id.as_ref().or(code.map(|code| &code.lock_id));
        let lock = lock_id.and_then(|id| self.state.locks.get(id));
        let waiting = lock_id
            .filter(|_| is_of_lock_alone(&notice))
            .and_then(|lock_id| self.waiting_at(lock_id));
        let holder = code.or(waiting).map(|code| &code.holder);
        let visit_id = notice.visit_id.as_ref();
        let visit_id = visit_id.or(holder.and_then(|holder| holder.visit_id()));
        let visit = visit_id.and_then(|id| self.state.visits.get(id));
        let visit = visit.map(|row| &row.visit);
        // The booking of a former guest's code is another guest's now (T2).
        let told_to = code
            .filter(|code| code.holder.kind != HolderKind::Reservation || code.holder.id.is_some())
            .filter(|_| !is_of_another_code(&notice))
            .and_then(|code| code.told_to.as_ref()?.last());
        let guest = notice.reservation_id.as_ref();
        let guest = guest
            .or(told_to.map(|told| &told.reservation_id))
            .or(waiting.and_then(|code| code.holder.reservation_id()));
        let stay = guest.map(|id| self.stay(id)).unwrap_or_default();
        let visited = visit.map(|visit| self.visited(visit, lock_id));
        let visited = visited.unwrap_or_default();
        let all = match stay.listing {
            Some(listing) => vec![listing],
            None if !visited.is_empty() => visited,
            None => lock_id.map(|id| self.behind(id)).unwrap_or_default(),
        };
        let listing = all.first().copied();
        let held = notice
            .reservation_id
            .as_ref()
            .map(|_| HolderKind::Reservation);
        let held = held.or(notice.visit_id.as_ref().map(|_| HolderKind::Visit));
        let times = visit.map(|visit| self.times(visit, lock_id));
        let times = times.unwrap_or_default();
        let local = |at: Instant| local_text(listing?, at);
        let named = NoticeValues {
            guest_name: stay.guest_name,
            visitor_name: visit.and_then(|visit| visit.visitor.clone()),
            purpose: visit.map(|visit| visit.purpose),
            next_starts_at: times.starts_at.and_then(local),
            next_ends_at: times.ends_at.and_then(local),
            listing_name: names_of(&all).or_else(|| notice.values.listing_name.clone()),
            check_in: stay.check_in,
            check_out: stay.check_out,
            lock_name: lock
                .map(|row| row.lock.name.clone())
                .or_else(|| notice.values.lock_name.clone()),
            holder: code.map(|code| code.holder.kind).or(held),
            identifier: code.and_then(AccessCode::shown_as),
            slot: code.and_then(|code| code.slot),
            time_zone: listing.map(|listing| listing.time_zone),
            ..notice.values
        };
        let values = match notice.kind {
            NoticeKind::BackupTold | NoticeKind::EmergencyTold => {
                why_told(named, notice.code_id.as_ref(), told)
            }
            NoticeKind::Conflict => self.with_other(named),
            NoticeKind::Capacity => NoticeValues {
                capacity: lock.and_then(|row| self.state.abilities_of(&row.lock.id)?.capacity),
                ..named
            },
            _ => named,
        };
        let values = match (values.cause, guest, lock_id) {
            (Some(NoticeCause::GuestLockedOut), Some(stay), Some(lock_id))
                if self.is_refused_by_keypad(stay, lock_id) =>
            {
                NoticeValues {
                    cause: Some(NoticeCause::GuestRefused),
                    ..values
                }
            }
            _ => values,
        };
        Notice { values, ..notice }
    }

    /// The code of a guest or visitor that is not on a lock, though it should open it now or soon:
    /// the one that is needed first.
    fn waiting_at(&self, lock_id: &Id) -> Option<&'a AccessCode> {
        let codes = self
            .state
            .access_codes
            .about(&RowKey::Lock(lock_id.clone()));
        let missing = codes.filter(|code| {
            let is_somebodys =
                code.holder.reservation_id().is_some() || code.holder.visit_id().is_some();
            is_somebodys && code.is_missing()
        });
        let needed = missing.filter_map(|code| match code.wanted {
            Some(Desired::Window(window)) => {
                let starts_at = window.starts_at.unwrap_or(Instant::MIN);
                let is_open = window.ends_at.is_none_or(|end| end > self.now);
                (is_open && starts_at <= self.now + SOON).then_some((starts_at, code))
            }
            _ => None,
        });
        let first = needed.min_by_key(|(starts_at, _)| *starts_at);
        first.map(|(_, code)| code)
    }

    /// Whether a guest has said nothing, and the keypad has refused their right code (A4).
    fn is_refused_by_keypad(&self, stay: &Id, lock_id: &Id) -> bool {
        let trip = self.state.trips.get(stay);
        trip.is_some_and(|trip| trip.is_refused_by_keypad(lock_id))
    }

    /// The guest, the listing and the days of a booking's stay.
    fn stay(&self, reservation_id: &Id) -> Stay<'a> {
        let Some(booking) = self.state.reservations.get(reservation_id) else {
            return Stay::default();
        };
        let listing = self.state.listings.get(&booking.listing_id);
        // A later booking of a joined stay is spoken of by its own days (W8, N4).
        let planned = self.plans.stay_of(self.state, reservation_id);
        let planned = planned.map(|plan| plan.stay.booked);
        let booked = planned.or_else(|| stay_of(booking, listing?).ok());
        let at = |edge: fn(Window) -> Instant, day: Day| match listing {
            Some(listing) => local_text(listing, edge(booked?)),
            // The zone is not known.
            None => Some(Text::made(&day.to_string())),
        };
        Stay {
            guest_name: Some(booking.guest.name.clone()),
            check_in: at(Window::starts_at, booking.arrival),
            check_out: at(Window::ends_at, booking.departure),
            listing,
        }
    }

    /// The listings of a visit, at a door or in all.
    fn visited(&self, visit: &Visit, lock_id: Option<&Id>) -> Vec<&'a Listing> {
        match lock_id {
            Some(lock_id) => listings_at(self.state, visit, lock_id),
            None => listings_of(self.state, visit).collect(),
        }
    }

    /// When the code of a visit opens next, at a door or in all, else when the visit is.
    fn times(&self, visit: &Visit, lock_id: Option<&Id>) -> CodeWindow {
        let about_it = RowKey::Visit(visit.id.clone());
        let codes = self.state.access_codes.about(&about_it);
        let here = codes.filter(|code| lock_id.is_none_or(|id| code.lock_id == *id));
        let windows = here.filter_map(|code| match code.wanted {
            Some(Desired::Window(window)) => Some(window),
            _ => None,
        });
        let of_visit = CodeWindow {
            starts_at: visit.starts_at,
            ends_at: visit.ends_at,
        };
        windows
            .min_by_key(|window| window.starts_at)
            .unwrap_or(of_visit)
    }

    /// The listings behind a lock.
    fn behind(&self, lock_id: &Id) -> Vec<&'a Listing> {
        let behind = RowKey::Lock(lock_id.clone());
        self.state.listings.about(&behind).collect()
    }

    /// The other stay of a conflict.
    fn with_other(&self, values: NoticeValues) -> NoticeValues {
        let Some(other) = values.other_reservation_id.as_ref().map(|id| self.stay(id)) else {
            return values;
        };
        NoticeValues {
            other_guest_name: other.guest_name,
            other_check_in: other.check_in,
            other_check_out: other.check_out,
            ..values
        }
    }
}

/// Whether a code goes since another one takes its place: it may be of a guest before.
fn is_of_another_code(notice: &Notice) -> bool {
    notice.kind == NoticeKind::RemovalByHand && notice.values.cause == Some(NoticeCause::Replaced)
}

/// Whether a notice says that a lock does not do what it is asked, and names nobody.
fn is_of_lock_alone(notice: &Notice) -> bool {
    let is_complaint = matches!(
        notice.kind,
        NoticeKind::LockUnreachable | NoticeKind::CodeFailed
    );
    let names_somebody = notice.reservation_id.is_some() || notice.visit_id.is_some();
    let is_of_all = notice.values.cause == Some(NoticeCause::ClockOrZone);
    is_complaint && notice.code_id.is_none() && !names_somebody && !is_of_all
}

#[derive(Default)]
struct Stay<'a> {
    guest_name: Option<Text>,
    check_in: Option<Text>,
    check_out: Option<Text>,
    listing: Option<&'a Listing>,
}

/// Why a backup or emergency code was told, as the record says it (E3).
fn why_told(values: NoticeValues, code_id: Option<&Id>, told: &[AuditRow]) -> NoticeValues {
    let is_telling = |row: &&AuditRow| {
        matches!(row.kind, AuditKind::BackupTold | AuditKind::EmergencyTold)
            && row.code_id.as_ref() == code_id
    };
    let Some(row) = told.iter().find(is_telling) else {
        return values;
    };
    let reason = |because: &AuditReason| match because {
        AuditReason::Access { reason } => Some(*reason),
        AuditReason::HostOrdered { .. } => Some(Reason::HostOrder),
        _ => None,
    };
    let route = if row.kind == AuditKind::BackupTold {
        Route::BackupCode
    } else {
        Route::EmergencyCode
    };
    let access = Decision {
        code_id: code_id.cloned(),
        ..Decision::of(route, row.because.iter().filter_map(reason).collect())
    };
    let why = NoticeValues::decided(&access);
    NoticeValues {
        cause: why.cause,
        access: why.access,
        ..values
    }
}
