//! What a guest may know now, for a trip guide or a message of the host's own.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::code::Pin;
use crate::model::{AccessCode, Desired, Listing, Reservation, ReservationStatus};
use crate::rules::{Stay, opens, reveal_at};
use crate::site::notices::is_called;
use crate::site::state::{State, ToldAccess, ToldDoor, TripRow, is_backup_or_emergency};
use crate::site::stays::{as_told, booked_stay, told_before_hold};
use crate::time::Instant;
use crate::{Error, ErrorCode, Id, Text};

/// Whose card is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct GuestCardInput {
    /// A booking of the stay.
    pub reservation_id: Id,
    /// When it is shown.
    pub now: Instant,
}

/// What a guest may know now. It holds no code that the guest was not told.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct GuestCard {
    /// How far the stay is.
    pub state: GuestCardState,
    /// The booking that holds the codes of the stay (W8).
    pub reservation_id: Id,
    /// Who stays.
    pub guest_name: Text,
    /// Where.
    pub listing_name: Text,
    /// Whom to call, as the listing says it.
    pub host_contact: Option<Text>,
    /// Check-in on the house's clock, with its offset; without grace (W4).
    pub check_in: Option<String>,
    /// Check-out on the house's clock, with its offset; without grace (W4).
    pub check_out: Option<String>,
    /// When the codes are told, on the house's clock (N3). Absent: they were, the booking is on
    /// hold, or the stay is no more.
    pub reveals_at: Option<String>,
    /// The doors in the order of the listing, each with its code once the guest was told it.
    pub doors: Vec<GuestCardDoor>,
    /// The way in that needs no lock, once the guest was told it (A5).
    pub entry_method: Option<Text>,
}

/// How far a stay is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum GuestCardState {
    /// The codes come later.
    BeforeReveal,
    /// The booking is on hold, and nothing was told (N4).
    OnHold,
    /// The codes are told, and the stay has not begun.
    BeforeCheckIn,
    /// The stay runs.
    Staying,
    /// The stay is over.
    Over,
    /// The booking was cancelled, or its access taken away.
    Ended,
}

/// A door of a guest.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct GuestCardDoor {
    /// The lock.
    pub lock_id: Id,
    /// The door's name.
    pub name: Text,
    /// The PIN that the guest was told; absent: none yet.
    pub code: Option<Pin>,
    /// How to type it.
    pub keypad_hint: Option<Text>,
    /// Whether it is a backup; left out unless `backups.discloseToGuest` says so (B3).
    pub is_backup: Option<bool>,
    /// Whether it may not open yet, and the host was called.
    pub is_uncertain: Option<bool>,
    /// From when it may not open, where it opens before, on the house's clock.
    pub uncertain_from: Option<String>,
    /// By when it has to be used for the first time, on the house's clock (O1).
    pub use_by: Option<String>,
}

/// What a guest may know now.
///
/// # Errors
/// `invalid_value` at `reservationId` where the site has no such booking, or not its listing.
pub(crate) fn guest_card(
    state: &State,
    reservation_id: &Id,
    now: Instant,
) -> Result<GuestCard, Error> {
    let refused = |message, hint| {
        let error = Error::new(ErrorCode::InvalidValue, message, hint);
        error.at("reservationId")
    };
    let Some(booking) = state.reservations.get(reservation_id) else {
        let hint = "send the booking first, or check the id";
        return Err(refused("no such booking in this site", hint));
    };
    let Some(listing) = state.listings.get(&booking.listing_id) else {
        let hint = "send a `listing` fact with that id, or the booking with another `listingId`";
        return Err(refused("the booking's listing is not in this site", hint));
    };
    let stay = Some(booking).filter(|booking| booking.status == ReservationStatus::Confirmed);
    let stay = stay.and_then(|_| booked_stay(state, reservation_id));
    let stay = stay.map(|stay| as_told(state, stay, now));
    let holder = stay
        .as_ref()
        .and_then(Stay::holder)
        .unwrap_or(reservation_id);
    let trip = state.trips.get(holder);
    let card = Card {
        state,
        listing,
        stay: stay.as_ref(),
        trip,
        now,
    };
    Ok(card.show(booking, holder))
}

struct Card<'a> {
    state: &'a State,
    listing: &'a Listing,
    stay: Option<&'a Stay>,
    trip: Option<&'a TripRow>,
    now: Instant,
}

impl Card<'_> {
    fn show(&self, booking: &Reservation, holder: &Id) -> GuestCard {
        let told = self.told();
        let reveals_at = self.reveals_at().filter(|_| told.is_none());
        let local = |at: Instant| self.listing.time_zone.local_text(at);
        let days = self.days(told).map(|(from, to)| (local(from), local(to)));
        let (check_in, check_out) = days.unzip();
        let entry = self.trip.and_then(|trip| trip.entry_told_at);
        let entry = entry.and(self.listing.entry_method.as_ref());
        let state = self.state_of(told);
        let is_open = !matches!(state, GuestCardState::Over | GuestCardState::Ended);
        GuestCard {
            state,
            reservation_id: holder.clone(),
            guest_name: booking.guest.name.clone(),
            listing_name: self.listing.name.clone(),
            host_contact: self.listing.host_contact.clone(),
            check_in,
            check_out,
            reveals_at: reveals_at.filter(|_| is_open).map(local),
            doors: if is_open {
                self.doors(told)
            } else {
                Vec::new()
            },
            entry_method: entry
                .filter(|_| is_open)
                .map(|entry| entry.instructions.clone()),
        }
    }

    fn state_of(&self, told: Option<&ToldAccess>) -> GuestCardState {
        let Some(stay) = self.stay else {
            return GuestCardState::Ended;
        };
        if self.now >= stay.window.ends_at() {
            return GuestCardState::Over;
        }
        match told {
            None if stay.is_on_hold() => GuestCardState::OnHold,
            None => GuestCardState::BeforeReveal,
            Some(told) if self.now < begins(stay, told) => GuestCardState::BeforeCheckIn,
            Some(_) => GuestCardState::Staying,
        }
    }

    /// Check-in and check-out, as the guest knows them: during a hold nobody hears of other ones
    /// (N4).
    fn days(&self, told: Option<&ToldAccess>) -> Option<(Instant, Instant)> {
        let stay = self.stay?;
        let told = told.filter(|_| stay.is_on_hold());
        let told = told.map(|told| (told.starts_at, told.ends_at));
        Some(told.unwrap_or((stay.booked.starts_at(), stay.booked.ends_at())))
    }

    /// What the guest was told of this stay.
    fn told(&self) -> Option<&ToldAccess> {
        match self.stay? {
            stay if stay.is_on_hold() => told_before_hold(self.state, stay, self.now),
            _ => self.trip?.told_access.as_ref(),
        }
    }

    fn reveals_at(&self) -> Option<Instant> {
        let stay = self.stay.filter(|stay| !stay.is_on_hold())?;
        let policy = self.state.policy_of_listing(&self.listing.id);
        let at = reveal_at(stay.booked.starts_at(), stay.window, policy);
        Some(at).filter(|&at| at > self.now)
    }

    /// Whether a code that was told is to open still. During a hold nobody hears that it is not
    /// (N4).
    fn opens(&self, door: &ToldDoor) -> bool {
        let code = self.state.access_codes.get(&door.code_id);
        code.is_some_and(|code| matches!(code.wanted, Some(Desired::Window(_))))
    }

    /// Whether the host is called to a lock since a code that was told may not open it (A7): the
    /// guest says so, the lock is dead, or the code does not surely open when the guest needs it.
    fn may_fail(&self, lock_id: &Id, code: Option<&AccessCode>) -> bool {
        let holder = self.stay.and_then(Stay::holder);
        let (Some(stay), Some(holder), Some(code)) = (self.stay, holder, code) else {
            return false;
        };
        let row = self.state.locks.get(lock_id);
        let known = row.and_then(|row| row.last_status.as_ref());
        let is_dead = known.and_then(|known| known.usable) == Some(false);
        let native = self.state.abilities_of(lock_id);
        let native = native.is_some_and(|able| able.native_schedule);
        let needed_at = self.now.max(stay.window.starts_at());
        let shown_at = code.last_used_at.max(code.on_lock.at);
        let said = self.trip.map(|trip| trip.locked_out_at(lock_id));
        let said_at = said.and_then(|said| said.into_iter().max());
        is_called(self.state, holder, lock_id)
            && (is_dead || said_at > shown_at || !opens(code, native).contains(needed_at))
    }

    /// The doors of the listing, and others that the guest was told.
    fn doors(&self, told: Option<&ToldAccess>) -> Vec<GuestCardDoor> {
        let is_on_hold = self.stay.is_some_and(Stay::is_on_hold);
        let told = told.iter().flat_map(|told| &told.doors);
        let told: Vec<&ToldDoor> = told
            .filter(|door| !is_on_hold || self.opens(door))
            .collect();
        let elsewhere = told.iter().map(|door| &door.lock_id);
        let elsewhere = elsewhere.filter(|id| !self.listing.locks.contains(id));
        let ids = self.listing.locks.iter().chain(elsewhere);
        let local = |at: Instant| self.listing.time_zone.local_text(at);
        let door = |lock_id: &Id| {
            let lock = &self.state.locks.get(lock_id)?.lock;
            let told = told.iter().find(|door| door.lock_id == *lock_id);
            let code = told.and_then(|told| self.state.access_codes.get(&told.code_id));
            let policy = self.state.policy_at(&self.listing.id, lock_id);
            let discloses = policy.backups.disclose_to_guest;
            let is_backup = discloses && code.is_some_and(is_backup_or_emergency);
            let use_by = code.and_then(AccessCode::to_be_used_by);
            Some(GuestCardDoor {
                lock_id: lock_id.clone(),
                name: lock.name.clone(),
                code: told
                    .map(|told| told.pin)
                    .filter(|pin| !pin.is_placeholder()),
                keypad_hint: self.state.abilities_of(lock_id)?.keypad_hint.clone(),
                is_backup: is_backup.then_some(true),
                is_uncertain: told
                    .is_some_and(|told| {
                        told.uncertain == Some(true) || self.may_fail(lock_id, code)
                    })
                    .then_some(true),
                uncertain_from: told.and_then(|told| told.uncertain_from).map(local),
                use_by: use_by.map(local),
            })
        };
        ids.filter_map(door).collect()
    }
}

/// When a stay begins, as its guest knows it; with grace.
fn begins(stay: &Stay, told: &ToldAccess) -> Instant {
    let grace = stay.booked.starts_at() - stay.window.starts_at();
    if stay.is_on_hold() {
        told.starts_at - grace
    } else {
        stay.window.starts_at()
    }
}
