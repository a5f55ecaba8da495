//! Making the PINs that doors lack: one for all doors of a stay where their rules allow it (P1).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::audit::AuditRow;
use super::command::Command;
use super::key::{Place, Placed};
use super::lock_row::LockRow;
use super::site::{MAX_ACCESS_CODES, STATE_VERSION, Site, SiteHeader};
use super::standing_order::StandingOrder;
use super::table::Table;
use super::told::{NoticeRow, TripRow, VisitRow};
use crate::code::{CodeRules, Pin};
use crate::model::{AccessCode, Listing, Reservation, abilities};
use crate::rules::Notice;
use crate::{Error, ErrorCode, Id};

pub(crate) fn rules_of(state: &State, lock_id: &Id) -> CodeRules {
    state
        .locks
        .get(lock_id)
        .and_then(|row| abilities(&row.lock).ok())
        .map(|abilities| abilities.rules)
        .unwrap_or_default()
}

/// A site in memory, in tables.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) header: SiteHeader,
    pub(crate) listings: Table<Listing>,
    pub(crate) locks: Table<LockRow>,
    pub(crate) reservations: Table<Reservation>,
    pub(crate) access_codes: Table<AccessCode>,
    pub(crate) commands: Table<Command>,
    pub(crate) notices: Table<NoticeRow>,
    pub(crate) trips: Table<TripRow>,
    pub(crate) visits: Table<VisitRow>,
    pub(crate) orders: Table<StandingOrder>,
    /// What this step's facts alone gave rise to; it is stored nowhere.
    pub(crate) heard: Heard,
}

/// What facts alone give rise to in a step.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard {
    pub(crate) audit: Vec<AuditRow>,
    pub(crate) notices: Vec<Notice>,
    /// Whether everything has to be looked at.
    pub(crate) all: bool,
}

impl State {
    /// Takes up a stored site.
    pub(crate) fn load(site: Site) -> Result<Self, Error> {
        if site.header.state != STATE_VERSION {
            return Err(Error::new(
                ErrorCode::UnknownState,
                format!("state version {} is not known here", site.header.state),
                format!("this release knows version {STATE_VERSION}"),
            )
            .at("header.state"));
        }
        site.header
            .policy
            .check()
            .map_err(|error| error.at("header.policy"))?;
        for (at, row) in site.locks.iter().enumerate() {
            row.lock
                .check()
                .map_err(|error| error.at(&format!("locks[{at}].lock")))?;
        }
        Ok(Self {
            header: site.header,
            listings: by_id(site.listings, "listings", |row| &row.id)?,
            locks: by_id(site.locks, "locks", |row| &row.lock.id)?,
            reservations: by_id(site.reservations, "reservations", |row| &row.id)?,
            access_codes: by_id(site.access_codes, "accessCodes", |row| &row.id)?,
            commands: by_id(site.commands, "commands", |row| &row.id)?,
            notices: by_id(site.notices, "notices", |row| &row.key)?,
            trips: by_id(site.trips, "trips", |row| &row.id)?,
            visits: by_id(site.visits, "visits", |row| &row.visit.id)?,
            orders: by_id(site.orders.unwrap_or_default(), "orders", |row| &row.key)?,
            heard: Heard::default(),
        })
    }

    /// The id of one more code on a lock; nothing where the site is full.
    pub(crate) fn new_code_id(&mut self, lock_id: &Id) -> Option<Id> {
        let row = self.locks.get(lock_id)?;
        if self.access_codes.len() >= MAX_ACCESS_CODES {
            return None;
        }
        let code_count = row.code_count.saturating_add(1);
        let id = made_id('k', row.number, code_count)?;
        self.locks.change(lock_id, |row| row.code_count = code_count);
        Some(id)
    }

    /// The codes that are or were on a lock, as long as their PINs count (P7).
    pub(crate) fn codes_on(&self, lock_id: &Id) -> Vec<&AccessCode> {
        let mut codes: Vec<_> = self.access_codes.about(&Place::Lock(lock_id.clone())).collect();
        codes.extend(self.access_codes.about(&Place::Gone(lock_id.clone())));
        codes
    }

    /// The same, and those that came off the devices which it replaced: whoever knows such a PIN knows the door (L).
    pub(crate) fn codes_at_door(&self, lock_id: &Id) -> Vec<&AccessCode> {
        let mut codes = self.codes_on(lock_id);
        for order in self.orders.values() {
            if let (Some(old), true) = (&order.lock_id, order.by.as_ref() == Some(lock_id)) {
                codes.extend(self.codes_on(old).into_iter().filter(|code| code.is_gone()));
            }
        }
        codes
    }

    /// The PINs of codes that are or may be on a lock, and of those that were, the oldest first (P7).
    pub(crate) fn pins_of(codes: &[&AccessCode]) -> (Vec<Pin>, Vec<Pin>) {
        let mut in_use = Vec::new();
        let mut retired = Vec::new();
        for code in codes {
            match code.pin {
                Some(pin) if code.is_gone() => retired.push((code.on_lock.at, pin)),
                Some(pin) => in_use.push(pin),
                None => {}
            }
        }
        retired.sort();
        (in_use, retired.into_iter().map(|(_, pin)| pin).collect())
    }

    /// What the changes since the last call were about.
    pub(crate) fn take_touched(&mut self) -> BTreeSet<Place> {
        let mut touched = self.access_codes.take_touched();
        touched.extend(self.listings.take_touched());
        touched.extend(self.locks.take_touched());
        touched.extend(self.reservations.take_touched());
        touched.extend(self.commands.take_touched());
        touched.extend(self.trips.take_touched());
        touched.extend(self.visits.take_touched());
        touched.extend(self.orders.take_touched());
        touched
    }

    /// The site as it is stored.
    pub(crate) fn store(&self) -> Site {
        Site {
            header: self.header.clone(),
            listings: self.listings.values().cloned().collect(),
            locks: self.locks.values().cloned().collect(),
            reservations: self.reservations.values().cloned().collect(),
            access_codes: self.access_codes.values().cloned().collect(),
            commands: self.commands.values().cloned().collect(),
            trips: self.trips.values().cloned().collect(),
            visits: self.visits.values().cloned().collect(),
            notices: self.notices.values().cloned().collect(),
            orders: (self.orders.len() > 0).then(|| self.orders.values().cloned().collect()),
        }
    }
}

/// Rows by id; an id that stands twice is refused.
pub(crate) fn by_id<T: Placed, K: AsRef<str> + ?Sized>(
    rows: Vec<T>,
    table: &str,
    id: impl Fn(&T) -> &K,
) -> Result<Table<T>, Error> {
    let mut seen = BTreeMap::new();
    for (at, row) in rows.into_iter().enumerate() {
        let key = id(&row).as_ref().to_owned();
        if seen.insert(key, row).is_some() {
            return Err(stands_twice(table, at));
        }
    }
    Ok(Table::of(seen))
}

#[cold]
fn stands_twice(table: &str, at: usize) -> Error {
    Error::new(
        ErrorCode::InvalidValue,
        "this id stands twice",
        "give each its own id",
    )
    .at(&format!("{table}[{at}]"))
}

/// Ids that the engine makes: short, and always legal.
pub(crate) fn made_id(prefix: char, lock_number: u32, count: u32) -> Option<Id> {
    format!("{prefix}{lock_number}-{count}").parse().ok()
}
