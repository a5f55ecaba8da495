//! A host: it stores the rows of each step, and starts again from them alone after a crash.

use std::collections::BTreeMap;

use latchstring::model::{AccessCode, Listing, Reservation};
use latchstring::site::{
    Change, Command, LockRow, NoticeRow, OpenSite, Row, Site, SiteHeader, StandingOrder, Step,
    TableName, TripRow, VisitRow, create_site,
};
use latchstring::time::Instant;
use latchstring::virtual_lock::HeldCode;
use latchstring::{Json, decode};
use serde_json::Value;

use crate::quiet::is_empty;
use crate::run::number_from;

const KEY: &str = "0123456789abcdef0123456789abcdef";

pub struct Host {
    site: OpenSite,
    pub rows: Rows,
    /// When the engine wants to be called.
    pub wake_at: Option<i64>,
    steps: u64,
    /// How often a step is compared with one of a site that was just opened.
    anew_every: u64,
}

/// What a host has stored, by table and id.
pub struct Rows {
    pub header: SiteHeader,
    pub access_codes: BTreeMap<String, AccessCode>,
    pub commands: BTreeMap<String, Command>,
    pub listings: BTreeMap<String, Listing>,
    pub locks: BTreeMap<String, LockRow>,
    pub notices: BTreeMap<String, NoticeRow>,
    pub orders: BTreeMap<String, StandingOrder>,
    pub reservations: BTreeMap<String, Reservation>,
    pub trips: BTreeMap<String, TripRow>,
    pub visits: BTreeMap<String, VisitRow>,
}

impl Host {
    pub fn new(site: &Value) -> Self {
        let site = create_site(decode(&site.to_string()).unwrap()).unwrap();
        let rows = Rows::of(&site);
        let site = OpenSite::open(site, KEY.parse().unwrap()).unwrap();
        Self {
            site,
            rows,
            wake_at: None,
            steps: 0,
            anew_every: number_from("SIM_ANEW").unwrap_or(8),
        }
    }

    /// One step; its rows are stored.
    pub fn advance(&mut self, facts: &[Value], now: i64) -> Step {
        let facts: Vec<Json> = facts
            .iter()
            .map(|fact| decode(&fact.to_string()).unwrap())
            .collect();
        let now = Instant::from_unix_seconds(now);
        // D5: what is kept from step to step changes nothing.
        self.steps += 1;
        let anew = self.steps.is_multiple_of(self.anew_every).then(|| {
            let mut anew = OpenSite::open(self.site.to_site(), KEY.parse().unwrap()).unwrap();
            anew.advance(&facts, now).unwrap()
        });
        let step = self.site.advance(&facts, now).unwrap();
        if let Some(anew) = anew {
            assert_eq!(
                step, anew,
                "D5: an open site decides as one that was just opened, at {now} of {facts:?}"
            );
        }
        for change in &step.changes {
            self.rows.store(change);
        }
        self.wake_at = step.wake_at.map(Instant::unix_seconds);
        step
    }

    /// The first second of some at which a call without any news does something.
    pub fn first_that_acts(&self, from: i64, until: i64) -> Option<i64> {
        let mut site = OpenSite::open(self.site.to_site(), KEY.parse().unwrap()).unwrap();
        (from..until).find(|&at| {
            let step = site.advance(&[], Instant::from_unix_seconds(at)).unwrap();
            !is_empty(&step) || step.wake_at.map(Instant::unix_seconds) != self.wake_at
        })
    }

    /// Everything but the stored rows is lost.
    pub fn crash(&mut self) {
        let text = serde_json::to_string(&self.rows.site()).unwrap();
        let site: Site = decode(&text).unwrap();
        assert_eq!(site, self.site.to_site(), "the stored rows are the site");
        self.site = OpenSite::open(site, KEY.parse().unwrap()).unwrap();
    }

    /// A code that a lock holds, as the engine knows it; nothing of one that somebody typed in.
    pub fn code_of(&self, held: &HeldCode) -> Option<&AccessCode> {
        let id = held.code_id.as_ref()?;
        self.rows.access_codes.get(&**id)
    }

    /// The codes on one lock, as the engine knows them.
    pub fn codes<'a>(&'a self, lock_id: &'a str) -> impl Iterator<Item = &'a AccessCode> {
        self.rows
            .access_codes
            .values()
            .filter(move |code| *code.lock_id == *lock_id)
    }
}

impl Rows {
    fn of(site: &Site) -> Self {
        Self {
            header: site.header.clone(),
            access_codes: BTreeMap::new(),
            commands: BTreeMap::new(),
            listings: site
                .listings
                .iter()
                .map(|row| (row.id.to_string(), row.clone()))
                .collect(),
            locks: site
                .locks
                .iter()
                .map(|row| (row.lock.id.to_string(), row.clone()))
                .collect(),
            notices: BTreeMap::new(),
            orders: BTreeMap::new(),
            reservations: BTreeMap::new(),
            trips: BTreeMap::new(),
            visits: BTreeMap::new(),
        }
    }

    fn site(&self) -> Site {
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
            orders: (!self.orders.is_empty()).then(|| self.orders.values().cloned().collect()),
        }
    }

    fn store(&mut self, change: &Change) {
        match change {
            Change::Put(row) => match (**row).clone() {
                Row::Header { row, .. } => self.header = row,
                Row::AccessCodes { id, row } => drop(self.access_codes.insert(id, row)),
                Row::Commands { id, row } => drop(self.commands.insert(id, row)),
                Row::Listings { id, row } => drop(self.listings.insert(id, row)),
                Row::Locks { id, row } => drop(self.locks.insert(id, row)),
                Row::Notices { id, row } => drop(self.notices.insert(id, row)),
                Row::Orders { id, row } => drop(self.orders.insert(id, row)),
                Row::Reservations { id, row } => drop(self.reservations.insert(id, row)),
                Row::Trips { id, row } => drop(self.trips.insert(id, row)),
                Row::Visits { id, row } => drop(self.visits.insert(id, row)),
            },
            Change::Delete { table, id } => match table {
                TableName::Header => panic!("the header is never deleted"),
                TableName::AccessCodes => drop(self.access_codes.remove(id)),
                TableName::Commands => drop(self.commands.remove(id)),
                TableName::Listings => drop(self.listings.remove(id)),
                TableName::Locks => drop(self.locks.remove(id)),
                TableName::Notices => drop(self.notices.remove(id)),
                TableName::Orders => drop(self.orders.remove(id)),
                TableName::Reservations => drop(self.reservations.remove(id)),
                TableName::Trips => drop(self.trips.remove(id)),
                TableName::Visits => drop(self.visits.remove(id)),
            },
        }
    }
}
