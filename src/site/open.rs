//! A site in memory, and its step.

use super::accept_clock::accept_clock;
use super::apply::apply;
use super::fact::Fact;
use super::memo::Memo;
use super::review::review;
use super::rows::{LockRow, MAX_LISTINGS, MAX_LOCKS, STATE_VERSION, Site, SiteHeader};
use super::state::{Heard, State, by_id};
use super::step::{Change, Rejected, RejectedBecause, Row, Step, TableName};
use super::table::Table;
use super::turn::Turn;
use super::view;
use crate::code::Key;
use crate::json::at_most;
use crate::model::{Listing, Lock, Policy};
use crate::rules::Finding;
use crate::time::Instant;
use crate::{Error, ErrorCode, Id, Json};

input! {
    /// What a site begins with.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct NewSite {
        /// The site's id, which it keeps: it is part of every derivation of a PIN (P3). No two
        /// sites under one key have the same one (F60).
        pub id: Id,
        /// Its listings, at most 10,000.
        pub listings: Vec<Listing> => at_most::<MAX_LISTINGS, _>,
        /// Its locks, at most 10,000.
        pub locks: Vec<Lock> => at_most::<MAX_LOCKS, _>,
        /// What the host decided; what is left out has its default.
        #[cfg_attr(feature = "types", ts(optional, type = "PartialPolicy"))]
        pub policy: Policy = Policy::default(),
    }
}

/// A new site without bookings.
///
/// # Errors
/// An id that stands twice, a listing that names a lock that is not there, a lock or policy out of its limits.
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
        reviewed_at: None,
    };
    let mut rows = Vec::with_capacity(new.locks.len());
    for (at, lock) in new.locks.into_iter().enumerate() {
        lock.check().map_err(|error| error.at(&format!("locks[{at}]")))?;
        let known = lock.state.clone();
        rows.push(LockRow {
            word_at: known.as_ref().and_then(|said| said.reported_at),
            known,
            ..header.new_lock(lock)
        });
    }
    let locks = by_id(rows, "locks", |row| &row.lock.id)?;
    for (at, listing) in new.listings.iter().enumerate() {
        if let Some(place) = listing.locks.iter().position(|id| locks.get(id).is_none()) {
            return Err(Error::new(
                ErrorCode::InvalidValue,
                "no lock has this id",
                "list the lock under locks, or send it as a fact first",
            )
            .at(&format!("listings[{at}].locks[{place}]")));
        }
    }
    let state = State {
        header,
        listings: by_id(new.listings, "listings", |row| &row.id)?,
        locks,
        reservations: Table::default(),
        access_codes: Table::default(),
        commands: Table::default(),
        notices: Table::default(),
        trips: Table::default(),
        visits: Table::default(),
        orders: Table::default(),
        heard: Heard::default(),
    };
    Ok(state.store())
}

/// A site kept in memory between steps.
///
/// ```
/// use latchstring::site::{OpenSite, create_site};
/// let site = create_site(latchstring::decode(r#"{
///     "id": "casa",
///     "locks": [{ "id": "door", "name": "Front door", "profile": "nuki" }],
///     "listings": [{ "id": "flat", "name": "Flat", "timeZone": "Europe/Paris",
///                    "checkIn": "15:00", "checkOut": "11:00", "locks": ["door"] }]
/// }"#)?)?;
/// let mut open = OpenSite::open(site, "a secret of at least thirty-two bytes".parse()?)?;
/// let facts: Vec<_> = latchstring::decode(r#"[{ "type": "reservation", "reservation": {
///     "id": "stay-1", "revision": 1, "listingId": "flat", "status": "confirmed",
///     "guest": { "name": "Ada" }, "arrival": "2026-05-01", "departure": "2026-05-03" } }]"#)?;
/// let step = open.advance(&facts, "2026-04-01T12:00:00Z".parse()?)?;
/// assert_eq!(step.commands.len(), 1);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct OpenSite {
    state: State,
    key: Key,
    memo: Memo,
}

impl OpenSite {
    /// Takes up a stored site. The key derives the PINs that are yet to be made (P3) and is never
    /// stored; [`Key`] says how long it is needed, and what another one changes.
    ///
    /// # Errors
    /// `unknown_state` for a version that this release does not know; ids that stand twice.
    pub fn open(site: Site, key: Key) -> Result<Self, Error> {
        Ok(Self {
            state: State::load(site)?,
            key,
            memo: Memo::default(),
        })
    }

    /// One step: takes the facts in their order, compares what should be with what is, and says what to do.
    ///
    /// # Errors
    /// `clock_went_back` where `now` is more than five minutes before the site's clock; then nothing changed.
    /// A bad fact is no error: it stands in `rejected`, and the others count (D2).
    pub fn advance(&mut self, facts: &[Json], now: Instant) -> Result<Step, Error> {
        let header = self.state.header.clone();
        accept_clock(&mut self.state, facts, now);
        let now = effective(&self.state, now)?;
        let mut step = Step {
            rejected: self.take(facts, now),
            ..Step::default()
        };
        let heard = std::mem::take(&mut self.state.heard);
        if heard.all || self.state.header.policy != header.policy {
            self.memo.forget();
        }
        step.audit = heard.audit;
        step.notices = heard.notices;
        let mut step = Turn::new(&mut self.state, &mut self.memo, &self.key, now, step).run();
        step.changes = self.changes(&header, now);
        Ok(step)
    }

    /// The site as plain JSON.
    #[must_use]
    pub fn to_site(&self) -> Site {
        self.state.store()
    }

    /// The codes of the site, as people read them.
    #[must_use]
    pub fn access_codes(&self, filter: &view::AccessCodeFilter) -> Vec<view::AccessCodeView> {
        view::access_codes(&self.state, filter)
    }

    /// The codes of a stored site, as people read them.
    ///
    /// # Errors
    /// As [`OpenSite::open`].
    pub fn show(site: Site, filter: &view::AccessCodeFilter) -> Result<Vec<view::AccessCodeView>, Error> {
        Ok(view::access_codes(&State::load(site)?, filter))
    }

    /// What the host should look at: codes without an end, unused, weak, still to be removed, and so on (V4).
    ///
    /// # Errors
    /// `clock_went_back`, as in a step (D6).
    pub fn review(&self, now: Instant) -> Result<Vec<Finding>, Error> {
        Ok(review(&self.state, effective(&self.state, now)?))
    }

    /// The review of a stored site.
    ///
    /// # Errors
    /// As [`OpenSite::open`] and [`OpenSite::review`].
    pub fn review_stored(site: Site, now: Instant) -> Result<Vec<Finding>, Error> {
        let state = State::load(site).map_err(|error| error.at("site"))?;
        Ok(review(&state, effective(&state, now)?))
    }

    fn take(&mut self, facts: &[Json], now: Instant) -> Vec<Rejected> {
        let mut rejected = Vec::new();
        for (index, raw) in (0_u32..).zip(facts) {
            let place = format!("facts[{index}]");
            let taken = raw
                .read::<Fact>()
                .map_err(RejectedBecause::from)
                .and_then(|fact| apply(&mut self.state, fact, now));
            if let Err(because) = taken {
                rejected.push(Rejected {
                    index,
                    because: because.at(&place),
                });
            }
        }
        rejected
    }

    /// The rows that this step changed, and the clock if there are any.
    fn changes(&mut self, before: &SiteHeader, now: Instant) -> Vec<Change> {
        let state = &mut self.state;
        let mut changes = Vec::new();
        state
            .access_codes
            .drain(&mut changes, TableName::AccessCodes, |id, row| Row::AccessCodes {
                id,
                row,
            });
        state
            .commands
            .drain(&mut changes, TableName::Commands, |id, row| Row::Commands {
                id,
                row,
            });
        let at = changes.len();
        state
            .listings
            .drain(&mut changes, TableName::Listings, |id, row| Row::Listings {
                id,
                row,
            });
        state
            .locks
            .drain(&mut changes, TableName::Locks, |id, row| Row::Locks { id, row });
        state
            .notices
            .drain(&mut changes, TableName::Notices, |id, row| Row::Notices {
                id,
                row,
            });
        state
            .orders
            .drain(&mut changes, TableName::Orders, |id, row| Row::Orders { id, row });
        state
            .reservations
            .drain(&mut changes, TableName::Reservations, |id, row| {
                Row::Reservations { id, row }
            });
        state
            .trips
            .drain(&mut changes, TableName::Trips, |id, row| Row::Trips { id, row });
        state
            .visits
            .drain(&mut changes, TableName::Visits, |id, row| Row::Visits { id, row });
        if !changes.is_empty() || state.header != *before {
            state.header.clock = Some(now);
            let row = Row::Header {
                id: state.header.id.to_string(),
                row: state.header.clone(),
            };
            changes.insert(at, Change::Put(Box::new(row)));
        }
        changes
    }
}

/// The later of `now` and the site's clock (D6).
fn effective(state: &State, now: Instant) -> Result<Instant, Error> {
    let clock = state.header.clock.unwrap_or(now);
    if now.plus_minutes(MAX_BACK_MINUTES) < clock {
        return Err(Error::new(
            ErrorCode::ClockWentBack,
            "now is more than five minutes before the site's clock",
            "check the host's clock",
        )
        .at("now"));
    }
    Ok(now.max(clock))
}

/// How far `now` may lie before the site's clock (D6).
pub(super) const MAX_BACK_MINUTES: i64 = 5;

#[cfg(test)]
mod tests {
    use super::{OpenSite, create_site};
    use crate::{Json, decode};

    const KEY: &str = "0123456789abcdef0123456789abcdef";

    /// Flats behind one street door, each with a door of its own and a stay that begins in May.
    fn building(flats: u32) -> OpenSite {
        let names = |name: &str| -> Vec<String> { (0..flats).map(|at| format!("{name}-{at}")).collect() };
        let locks = names("door").join(r#"", "name": "Door", "profile": "nuki" }, { "id": ""#);
        let listings: Vec<String> = (0..flats)
            .map(|at| {
                format!(
                    r#"{{ "id": "flat-{at}", "name": "Flat", "timeZone": "Europe/Paris", "checkIn": "15:00",
                          "checkOut": "11:00", "locks": ["street", "door-{at}"] }}"#
                )
            })
            .collect();
        let site = format!(
            r#"{{ "id": "building", "policy": {{ "backups": {{ "poolSize": 1 }} }}, "listings": [{}],
                  "locks": [{{ "id": "{locks}", "name": "Door", "profile": "nuki" }},
                            {{ "id": "street", "name": "Street", "nativeSchedule": true }}] }}"#,
            listings.join(", ")
        );
        let site = create_site(decode(&site).unwrap()).unwrap();
        let mut open = OpenSite::open(site, KEY.parse().unwrap()).unwrap();
        let booked: Vec<Json> = (0..flats).map(|at| booking(at, 1)).collect();
        open.advance(&booked, "2026-04-01T12:00:00Z".parse().unwrap())
            .unwrap();
        // What the first step changed is looked at once more.
        open.advance(&[], "2026-04-01T12:00:01Z".parse().unwrap())
            .unwrap();
        open
    }

    fn booking(flat: u32, revision: u32) -> Json {
        decode(&format!(
            r#"{{ "type": "reservation", "reservation": {{ "id": "stay-{flat}", "revision": {revision},
                  "listingId": "flat-{flat}", "status": "confirmed", "guest": {{ "name": "Ada" }},
                  "arrival": "2026-05-01", "departure": "2026-05-0{}" }} }}"#,
            2 + revision
        ))
        .unwrap()
    }

    /// How many looks at places one more night takes.
    fn looks(flats: u32) -> u32 {
        let mut open = building(flats);
        open.memo.looks = 0;
        let step = open
            .advance(&[booking(0, 2)], "2026-04-01T12:00:02Z".parse().unwrap())
            .unwrap();
        assert!(!step.changes.is_empty());
        open.memo.looks
    }

    #[test]
    fn d5_a_step_looks_at_what_changed_however_large_the_site_is() {
        let few = looks(2);
        assert!(few > 0);
        assert_eq!(looks(40), few);
    }
}
