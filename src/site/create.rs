//! A new site: its listings and locks, without bookings.

use serde::Deserialize;

use crate::json::at_most;
use crate::model::{Listing, Lock, Policy};
use crate::site::state::{
    LockRow, MAX_BACK, MAX_LISTINGS, MAX_LOCKS, STATE_VERSION, Site, SiteHeader, State, Table,
};
use crate::time::Instant;
use crate::{Error, ErrorCode, Id};

/// What a site begins with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct NewSite {
    /// The site's id, which never changes. It is part of every derivation of a PIN (P3). No two
    /// sites under one key have the same id (F60).
    pub id: Id,
    /// Its listings, at most 10,000.
    #[serde(deserialize_with = "at_most::<MAX_LISTINGS, _, _, _>")]
    pub listings: Vec<Listing>,
    /// Its locks, at most 10,000.
    #[serde(deserialize_with = "at_most::<MAX_LOCKS, _, _, _>")]
    pub locks: Vec<Lock>,
    /// What the host decided; keys that are left out have their defaults.
    #[cfg_attr(feature = "types", ts(optional, type = "PartialPolicy"))]
    #[serde(default)]
    pub policy: Policy,
}

/// A new site without bookings.
///
/// # Errors
/// A duplicate id, a listing with an unknown lock, a lock or policy out of its limits.
///
/// ```
/// use latchstring::site::create_site;
/// let site = create_site(latchstring::decode(r#"{
///     "id": "casa",
///     "locks": [{ "id": "door", "name": "Front door" }],
///     "listings": [{ "id": "flat", "name": "Flat", "timeZone": "Europe/Paris",
///                    "checkIn": "15:00", "checkOut": "11:00", "locks": ["door"] }]
/// }"#)?)?;
/// assert_eq!(site.header.state, 1);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn create_site(new: NewSite) -> Result<Site, Error> {
    new.policy.check().map_err(|error| error.at("policy"))?;
    let mut header = SiteHeader {
        id: new.id,
        state: STATE_VERSION,
        clock: None,
        policy: new.policy,
        policy_revision: None,
        lock_count: 0,
        audit_count: 0,
        pin_count: None,
        heard_results: None,
        reviewed_at: None,
    };
    let mut rows = Vec::with_capacity(new.locks.len());
    for (at, lock) in new.locks.into_iter().enumerate() {
        lock.check()
            .map_err(|error| error.at(&format!("locks[{at}]")))?;
        let last_status = lock.state.clone();
        rows.push(LockRow {
            status_at: last_status.as_ref().and_then(|said| said.reported_at),
            last_status,
            ..header.new_lock(lock.named())
        });
    }
    let locks = Table::load(rows, "locks")?;
    for (at, listing) in new.listings.iter().enumerate() {
        listing
            .check()
            .map_err(|error| error.at(&format!("listings[{at}]")))?;
        if let Some(place) = listing.locks.iter().position(|id| locks.get(id).is_none()) {
            return Err(Error::new(
                ErrorCode::InvalidValue,
                "no lock has this id",
                "list the lock under `locks`, or check the id",
            )
            .at(&format!("listings[{at}].locks[{place}]")));
        }
    }
    let mut state = State::empty(header);
    let listings: Vec<Listing> = new.listings.into_iter().map(Listing::named).collect();
    state.listings = Table::load(listings, "listings")?;
    state.locks = locks;
    Ok(state.store())
}

/// The later of `now` and the site's clock (D6).
pub(crate) fn effective(state: &State, now: Instant) -> Result<Instant, Error> {
    let clock = state.header.clock.unwrap_or(now);
    if now + MAX_BACK < clock {
        let message = format!("now ({now}) is before the site's last step ({clock})");
        return Err(Error::new(
            ErrorCode::ClockWentBack,
            message,
            "check the server's clock; where it was wrong before, order accept_clock",
        )
        .at("now"));
    }
    Ok(now.max(clock))
}
