//! Ids of nothing that is there: a booking or a visit of a listing that is not there, and a listing
//! or a visit with a lock that is not there. No code is made for them, so that the host has to hear
//! of it (N5).

use std::collections::BTreeSet;

use crate::Id;
use crate::model::{Listing, Reservation, ReservationStatus, Visit, VisitStatus};
use crate::rules::{Finding, FindingKind, Notice, NoticeKind, Stay};
use crate::site::evaluation::HostCondition;
use crate::site::standing_orders::{is_visit_revoked, standing};
use crate::site::state::{State, VisitRow};
use crate::time::{Duration, Instant};

/// An id of nothing that is there, and who is concerned.
pub(crate) struct UnknownName<'a> {
    named_in: NamedIn<'a>,
    unknown: Unknown<'a>,
    /// Until when it matters; absent: until it is mended.
    until: Option<Instant>,
}

enum NamedIn<'a> {
    Booking(&'a Id),
    /// A listing, and the next stay there.
    Listing(&'a Listing, Option<Id>),
    Visit(&'a Visit),
}

enum Unknown<'a> {
    Listing(&'a Id),
    Lock(&'a Id),
}

impl UnknownName<'_> {
    /// What the host hears.
    pub(crate) fn condition(&self) -> HostCondition {
        let (kind, id) = match self.unknown {
            Unknown::Listing(id) => (NoticeKind::ListingUnknown, id),
            Unknown::Lock(id) => (NoticeKind::LockUnknown, id),
        };
        let notice = match &self.named_in {
            NamedIn::Booking(stay) => Notice {
                reservation_id: Some((*stay).clone()),
                ..Notice::unknown_name(kind, &[*stay, id], id)
            },
            NamedIn::Listing(listing, next) => {
                let mut notice = Notice::unknown_name(kind, &[&listing.id, id], id);
                notice.values.listing_name = Some(listing.name.clone());
                notice.reservation_id.clone_from(next);
                notice
            }
            NamedIn::Visit(visit) => Notice {
                visit_id: Some(visit.id.clone()),
                ..Notice::unknown_name(kind, &["visit", &visit.id, id], id)
            },
        };
        HostCondition::of(notice, self.until)
    }

    /// What a review finds.
    pub(crate) fn finding(&self) -> Finding {
        let mut found = match self.unknown {
            Unknown::Listing(id) => Finding {
                listing_id: Some(id.clone()),
                ..Finding::of(FindingKind::ListingUnknown)
            },
            Unknown::Lock(id) => Finding {
                lock_id: Some(id.clone()),
                ..Finding::of(FindingKind::LockUnknown)
            },
        };
        match &self.named_in {
            NamedIn::Booking(id) => found.reservation_id = Some((*id).clone()),
            NamedIn::Listing(listing, _) => found.listing_id = Some(listing.id.clone()),
            NamedIn::Visit(visit) => found.visit_id = Some(visit.id.clone()),
        }
        found
    }
}

/// The bookings of a listing that is not there.
pub(crate) fn of_unknown_listing<'a>(
    state: &'a State,
    listing_id: &Id,
    now: Instant,
) -> Vec<UnknownName<'a>> {
    if state.listings.get(listing_id).is_some() {
        return Vec::new();
    }
    let booked = standing(state, listing_id);
    let booked = booked.filter(|booked| booked.status == ReservationStatus::Confirmed);
    let unknown = booked.map(|booked| UnknownName {
        named_in: NamedIn::Booking(&booked.id),
        unknown: Unknown::Listing(&booked.listing_id),
        until: Some(over_at(booked)),
    });
    let counts = |one: &UnknownName<'_>| one.until.is_none_or(|until| until > now);
    unknown.filter(counts).collect()
}

/// When the last day of a booking is over in every zone.
fn over_at(booked: &Reservation) -> Instant {
    let last_day = booked.departure.days_since_epoch().saturating_mul(86_400);
    Instant::from_unix_seconds(last_day) + Duration::hours(36)
}

/// The locks of a listing that are not there, while somebody comes.
pub(crate) fn of_unknown_locks<'a>(
    state: &State,
    listing: &'a Listing,
    stays: &[Stay],
    now: Instant,
) -> Vec<UnknownName<'a>> {
    let mut coming = stays.iter().filter(|stay| stay.window.ends_at() > now);
    let Some(next) = coming.next() else {
        return Vec::new();
    };
    let until = coming.map(|stay| stay.window.ends_at()).max();
    let until = until.max(Some(next.window.ends_at()));
    let unknown = listing
        .locks
        .iter()
        .filter(|id| state.locks.get(id).is_none());
    let unknown = unknown.map(|id| UnknownName {
        named_in: NamedIn::Listing(listing, next.holder().cloned()),
        unknown: Unknown::Lock(id),
        until,
    });
    unknown.collect()
}

/// The listing and the locks of a visit that are not there.
pub(crate) fn of_visit<'a>(
    state: &'a State,
    row: &'a VisitRow,
    now: Instant,
) -> Vec<UnknownName<'a>> {
    let visit = &row.visit;
    let is_over = visit.ends_at.is_some_and(|end| end <= now) || row.used_at.is_some();
    if visit.status != VisitStatus::Active || is_over {
        return Vec::new();
    }
    let name = |unknown| UnknownName {
        named_in: NamedIn::Visit(visit),
        unknown,
        until: visit.ends_at,
    };
    let listings = visit
        .listings()
        .filter(|id| state.listings.get(id).is_none());
    let lock_ids = visit.lock_ids.iter().flatten();
    let lock_ids = lock_ids
        .filter(|id| state.locks.get(id).is_none() && !is_visit_revoked(state, visit, id))
        .map(Unknown::Lock);
    let all = listings.map(Unknown::Listing).chain(lock_ids);
    all.map(name).collect()
}

/// All of a site.
pub(crate) fn unknown_names(state: &State, now: Instant) -> Vec<Finding> {
    let mut findings = Vec::new();
    for listing in state.listings.values() {
        let unknown = listing
            .locks
            .iter()
            .filter(|id| state.locks.get(id).is_none());
        findings.extend(unknown.map(|id| {
            let named_in = NamedIn::Listing(listing, None);
            let unknown = Unknown::Lock(id);
            let name = UnknownName {
                named_in,
                unknown,
                until: None,
            };
            name.finding()
        }));
    }
    let booked = state.reservations.values();
    let mut seen = BTreeSet::new();
    for listing_id in booked.map(|booked| &booked.listing_id) {
        if seen.insert(listing_id) {
            let names = of_unknown_listing(state, listing_id, now);
            findings.extend(names.iter().map(UnknownName::finding));
        }
    }
    for row in state.visits.values() {
        let names = of_visit(state, row, now);
        findings.extend(names.iter().map(UnknownName::finding));
    }
    findings
}
