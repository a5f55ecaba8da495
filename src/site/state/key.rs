//! What rows are about: a step looks again only at the places that changed, and finds the rows of a place without
//! going through the others (D5).

use std::collections::BTreeSet;

use super::command::Command;
use super::lock_row::LockRow;
use super::standing_order::StandingOrder;
use super::told::{NoticeRow, TripRow, VisitRow};
use crate::Id;
use crate::model::{AccessCode, HolderKind, Listing, LockState, Reachability, Reservation};

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// A lock, its codes and its commands.
    Lock(Id),
    /// The codes that are off a lock for good: only their PINs count still (P7).
    Gone(Id),
    /// What a lock is and what is wrong with it for good: everybody behind it is concerned.
    Device(Id),
    /// How a lock was last seen: those are concerned whose stay is near or runs, or who wait for a way in.
    Word(Id),
    /// That a lock still answers, and what else is on it: those are concerned who wait for a way in there.
    Stock(Id),
    /// A rental unit and its bookings.
    Listing(Id),
    /// A booking, and the codes that it holds or was told.
    Stay(Id),
    /// When a booking is, and whether it stands: its listing is concerned, whose visits go by the stays, and the locks of
    /// its codes, though no stay comes of it any more.
    Trip(Id),
    /// A visit and its codes.
    Visit(Id),
    /// A command that was not answered in time: its lock keeps it.
    Late(Id),
    /// What belongs to a booking that is not there.
    Nobody,
}

/// A row that is about something.
pub(crate) trait Placed: PartialEq {
    /// What it is about.
    fn places(&self) -> Vec<Place>;

    /// What is to be looked at again when `before` becomes this row, or when it comes or goes.
    fn touch(&self, before: Option<&Self>, touched: &mut BTreeSet<Place>) {
        touched.extend(before.map(Self::places).unwrap_or_default());
        touched.extend(self.places());
    }
}

impl Placed for AccessCode {
    fn places(&self) -> Vec<Place> {
        // Of one that was replaced the host has to hear first.
        let is_over = self.is_gone() && self.replaced.is_none();
        let place = if is_over { Place::Gone } else { Place::Lock };
        let mut places = vec![place(self.lock_id.clone())];
        match (&self.holder.id, self.holder.kind) {
            (Some(id), HolderKind::Reservation) => places.push(Place::Stay(id.clone())),
            (Some(id), HolderKind::Visit) => places.push(Place::Visit(id.clone())),
            (None, HolderKind::Reservation) => places.push(Place::Nobody),
            _ => {}
        }
        for told in self.told_to.iter().flatten() {
            places.push(Place::Stay(told.reservation_id.clone()));
        }
        places
    }

    fn touch(&self, before: Option<&Self>, touched: &mut BTreeSet<Place>) {
        touched.extend(before.map(Self::places).unwrap_or_default());
        touched.extend(self.places());
        // Whoever waits for a place, a PIN or a spare there looks again.
        touched.insert(Place::Stock(self.lock_id.clone()));
    }
}

impl Placed for Command {
    fn places(&self) -> Vec<Place> {
        vec![Place::Lock(self.lock_id.clone())]
    }
}

impl Placed for Listing {
    fn places(&self) -> Vec<Place> {
        let mut places = vec![Place::Listing(self.id.clone())];
        for id in &self.locks {
            places.push(Place::Lock(id.clone()));
        }
        places
    }
}

impl Placed for LockRow {
    fn places(&self) -> Vec<Place> {
        let late = self.late.as_deref().unwrap_or_default();
        let mut places = Vec::with_capacity(late.len().saturating_add(1));
        places.push(Place::Lock(self.lock.id.clone()));
        for command in late {
            places.push(Place::Late(command.id.clone()));
        }
        places
    }

    fn touch(&self, before: Option<&Self>, touched: &mut BTreeSet<Place>) {
        let id = &self.lock.id;
        touched.insert(Place::Lock(id.clone()));
        let Some(before) = before else {
            touched.insert(Place::Device(id.clone()));
            return;
        };
        let for_good = |row: &Self| row.known.as_ref().map(|known| (known.usable, known.flaky));
        if before.lock != self.lock || for_good(before) != for_good(self) {
            touched.insert(Place::Device(id.clone()));
        }
        if before.retry != self.retry {
            touched.insert(Place::Word(id.clone()));
        }
        if before.known != self.known {
            let answers = still_answers(before.known.as_ref(), self.known.as_ref());
            let place = if answers { Place::Stock } else { Place::Word };
            touched.insert(place(id.clone()));
        }
    }
}

/// Whether nothing is new but that a lock answers still.
fn still_answers(before: Option<&LockState>, now: Option<&LockState>) -> bool {
    let (Some(before), Some(now)) = (before, now) else {
        return false;
    };
    let same = LockState {
        reported_at: now.reported_at,
        ..before.clone()
    };
    same == *now && now.reachability == Reachability::Online && now.failures.is_none()
}

impl Placed for NoticeRow {
    fn places(&self) -> Vec<Place> {
        Vec::new()
    }
}

impl Placed for Reservation {
    fn places(&self) -> Vec<Place> {
        vec![
            Place::Listing(self.listing_id.clone()),
            Place::Stay(self.id.clone()),
        ]
    }

    fn touch(&self, before: Option<&Self>, touched: &mut BTreeSet<Place>) {
        touched.extend(before.map(Self::places).unwrap_or_default());
        touched.extend(self.places());
        touched.insert(Place::Trip(self.id.clone()));
    }
}

impl Placed for StandingOrder {
    fn places(&self) -> Vec<Place> {
        let place = match (
            &self.reservation_id,
            &self.visit_id,
            &self.listing_id,
            &self.lock_id,
        ) {
            (Some(id), _, _, _) => Place::Stay(id.clone()),
            (_, Some(id), _, _) => Place::Visit(id.clone()),
            (_, _, Some(id), _) => Place::Listing(id.clone()),
            (_, _, _, Some(id)) => Place::Lock(id.clone()),
            _ => return Vec::new(),
        };
        vec![place]
    }

    fn touch(&self, before: Option<&Self>, touched: &mut BTreeSet<Place>) {
        touched.extend(before.map(Self::places).unwrap_or_default());
        touched.extend(self.places());
        touched.extend(self.reservation_id.clone().map(Place::Trip));
    }
}

impl Placed for TripRow {
    fn places(&self) -> Vec<Place> {
        vec![Place::Stay(self.id.clone())]
    }
}

impl Placed for VisitRow {
    fn places(&self) -> Vec<Place> {
        let mut places = vec![Place::Visit(self.visit.id.clone())];
        if let Some(id) = &self.visit.listing_id {
            places.push(Place::Listing(id.clone()));
        }
        for id in self.visit.lock_ids.as_deref().unwrap_or_default() {
            places.push(Place::Lock(id.clone()));
        }
        places
    }
}
