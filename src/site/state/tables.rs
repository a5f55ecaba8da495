//! A site in memory: its tables, each of which is named once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::audit::AuditRow;
use super::change::{Change, Row, TableName};
use super::command::Command;
use super::fact_note::FactNote;
use super::key::RowKey;
use super::lock_row::LockRow;
use super::notice_row::NoticeRow;
use super::policies::Policies;
use super::site::{MAX_ACCESS_CODES, STATE_VERSION, Site, SiteHeader};
use super::standing_order::{StandingOrder, Subject};
use super::table::Table;
use super::told::{TripRow, VisitRow};
use super::topic::Topic;
use crate::code::{CodeRules, Pin};
use crate::model::{
    Abilities, AccessCode, Desired, Listing, Lock, Method, OnLockState, Reservation,
};
use crate::rules::Notice;
use crate::time::{Instant, Zone};
use crate::{Error, ErrorCode, Id, Text};

/// Defines [`State`] and everything that goes over all tables: reading, storing, what changed. Each
/// table has a field, its path in a stored site, its name, and the type of its rows.
macro_rules! tables {
    ($($field:ident, $path:literal, $name:ident: $row:ty;)*) => {
        /// A site in memory, in tables.
        #[derive(Clone, Debug)]
        pub(crate) struct State {
            pub(crate) header: SiteHeader,
            $(pub(crate) $field: Table<$row>,)*
            /// Which policy counts for what.
            pub(super) policies: Policies,
            /// What each lock can do.
            pub(super) abilities: BTreeMap<Id, Arc<Abilities>>,
            /// What this step's facts alone gave rise to; it is stored nowhere.
            pub(crate) from_facts: FromFacts,
        }

        impl State {
            /// A site without rows.
            pub(crate) fn empty(header: SiteHeader) -> Self {
                Self {
                    header,
                    $($field: Table::default(),)*
                    policies: Policies::default(),
                    abilities: BTreeMap::new(),
                    from_facts: FromFacts::default(),
                }
            }

            fn load_tables(site: Site) -> Result<Self, Error> {
                Ok(Self {
                    header: site.header,
                    $($field: Table::load(site.$field.into_rows(), $path)?,)*
                    policies: Policies::default(),
                    abilities: BTreeMap::new(),
                    from_facts: FromFacts::default(),
                })
            }

            /// The site as it is stored.
            pub(crate) fn store(&self) -> Site {
                Site {
                    header: self.header.clone(),
                    $($field: StoredRows::of(self.$field.values().cloned().collect()),)*
                }
            }

            /// What has to be looked at again because of the changes since the last call.
            pub(crate) fn take_touched(&mut self) -> BTreeSet<Topic> {
                let mut touched = BTreeSet::new();
                $(if self.$field.is_touched() {
                    touched.append(&mut self.$field.take_touched());
                })*
                touched
            }

            /// The changed rows of each table since the last call, in the order of the tables.
            pub(crate) fn take_changes(&mut self) -> Vec<(TableName, Vec<Change>)> {
                Vec::from([
                    $((
                        TableName::$name,
                        self.$field.take_changes(TableName::$name, |id, row| Row::$name { id, row }),
                    ),)*
                ])
            }
        }
    };
}

tables! {
    access_codes, "accessCodes", AccessCodes: AccessCode;
    commands, "commands", Commands: Command;
    listings, "listings", Listings: Listing;
    locks, "locks", Locks: LockRow;
    notices, "notices", Notices: NoticeRow;
    orders, "orders", Orders: StandingOrder;
    reservations, "reservations", Reservations: Reservation;
    trips, "trips", Trips: TripRow;
    visits, "visits", Visits: VisitRow;
}

/// The rows of one table in a stored site. A table that may be absent is absent while it is empty.
trait StoredRows<T> {
    fn of(rows: Vec<T>) -> Self;
    fn into_rows(self) -> Vec<T>;
}

impl<T> StoredRows<T> for Vec<T> {
    fn of(rows: Vec<T>) -> Self {
        rows
    }

    fn into_rows(self) -> Vec<T> {
        self
    }
}

impl<T> StoredRows<T> for Option<Vec<T>> {
    fn of(rows: Vec<T>) -> Self {
        Some(rows).filter(|rows| !rows.is_empty())
    }

    fn into_rows(self) -> Vec<T> {
        self.unwrap_or_default()
    }
}

/// What facts alone give rise to in a step.
#[derive(Clone, Debug, Default)]
pub(crate) struct FromFacts {
    pub(crate) audit: Vec<AuditRow>,
    pub(crate) notices: Vec<Notice>,
    /// Of the fact that is taken: what was read otherwise than it was written.
    pub(crate) notes: Vec<FactNote>,
    /// Whether everything has to be looked at again.
    pub(crate) all: bool,
}

impl State {
    /// Reads a stored site.
    ///
    /// # Errors
    /// `unknown_state` for a version that this release does not know; a policy, a lock or a listing
    /// out of its limits; an id that two rows have.
    pub(crate) fn load(site: Site) -> Result<Self, Error> {
        if site.header.state != STATE_VERSION {
            return Err(Error::new(
                ErrorCode::UnknownState,
                "the site was stored by another release",
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
        for (at, listing) in site.listings.iter().enumerate() {
            listing
                .check()
                .map_err(|error| error.at(&format!("listings[{at}]")))?;
        }
        let mut state = Self::load_tables(site)?;
        state.lay_over_all();
        state.note_all_abilities();
        Ok(state)
    }

    /// The id of one more code on a lock; `None` where the site is full.
    pub(crate) fn new_code_id(&mut self, lock_id: &Id) -> Option<Id> {
        let row = self.locks.get(lock_id)?;
        if self.access_codes.len() >= MAX_ACCESS_CODES {
            return None;
        }
        let code_count = row.code_count.saturating_add(1);
        let id = made_id('k', row.number, code_count)?;
        self.locks
            .change(lock_id, |row| row.code_count = code_count);
        Some(id)
    }

    /// The zone of a lock: its own, or that of a listing behind it.
    pub(crate) fn zone_of(&self, lock: &Lock) -> Option<Zone> {
        let behind = RowKey::Lock(lock.id.clone());
        let of_listing = || Some(self.listings.about(&behind).next()?.time_zone);
        lock.time_zone.or_else(of_listing)
    }

    /// An instant on the clock of a lock's house.
    pub(crate) fn local_text(&self, lock_id: &Id, at: Instant) -> Option<Text> {
        let row = self.locks.get(lock_id)?;
        let zone = self.zone_of(&row.lock).unwrap_or_default();
        zone.local_text(at).parse().ok()
    }

    /// The codes that are or were on a lock, as long as their PINs count (P7).
    pub(crate) fn codes_on(&self, lock_id: &Id) -> Vec<&AccessCode> {
        let mut codes: Vec<_> = self
            .access_codes
            .about(&RowKey::Lock(lock_id.clone()))
            .collect();
        codes.extend(self.access_codes.about(&RowKey::Gone(lock_id.clone())));
        codes
    }

    /// The same, and those that came off the devices which it replaced: a PIN stays known at its
    /// door (L).
    pub(crate) fn codes_at_door(&self, lock_id: &Id) -> Vec<&AccessCode> {
        let mut codes = self.codes_on(lock_id);
        for order in self.orders.values() {
            if let (Subject::Lock(old), true) = (&order.subject, order.by.as_ref() == Some(lock_id))
            {
                codes.extend(self.codes_on(old).into_iter().filter(|code| code.is_gone()));
            }
        }
        codes
    }

    /// The PINs of codes that are or may be on a lock, and the PINs of codes that were, the oldest
    /// first (P7).
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
}

/// The PIN rules of a lock; the default rules if it is not there. Where all codes on it have one
/// length, and some are there, that length is the only one (P11).
pub(crate) fn rules_of(state: &State, lock_id: &Id) -> CodeRules {
    let abilities = state.abilities_of(lock_id);
    let mut rules = abilities
        .map(|abilities| abilities.rules.clone())
        .unwrap_or_default();
    if rules.one_length == Some(true)
        && let Some(length) = length_on(state, lock_id, &rules)
    {
        rules.lengths = Some(vec![length]);
    }
    rules
}

/// The length of the PINs on a lock, as its newest list and what it confirmed since say; nothing
/// where it holds none that can be read (P11).
fn length_on(state: &State, lock_id: &Id, rules: &CodeRules) -> Option<u8> {
    let reserved = || rules.reserved.iter().flatten();
    let here = RowKey::Lock(lock_id.clone());
    let on_lock = state.access_codes.about(&here).filter(|code| {
        code.on_lock.state == OnLockState::Confirmed && code.method != Some(Method::Offline)
    });
    let lengths = on_lock
        // What a cleared place reads as is no code.
        .filter_map(|code| code.pin.filter(|pin| !reserved().any(|kept| kept == pin)))
        .filter_map(|pin| u8::try_from(pin.digits().len()).ok())
        .filter(|length| {
            rules
                .lengths
                .as_ref()
                .is_none_or(|all| all.contains(length))
        });
    let mut counts = BTreeMap::<u8, usize>::new();
    for length in lengths {
        let count = counts.entry(length).or_default();
        *count = count.saturating_add(1);
    }
    // A lock can't hold two lengths: where a list shows two, most of it is right.
    let most = counts
        .into_iter()
        .max_by_key(|&(length, count)| (count, Reverse(length)));
    most.map(|(length, _)| length)
}

/// Whether a lock can't take a PIN that is not on it yet, since all codes there have another length
/// (P11).
pub(crate) fn has_other_length(state: &State, code: &AccessCode) -> bool {
    let Some(pin) = code.pin.filter(|_| {
        code.on_lock.state == OnLockState::Absent && matches!(code.wanted, Some(Desired::Window(_)))
    }) else {
        return false;
    };
    let rules = rules_of(state, &code.lock_id);
    let fits = |length: &u8| usize::from(*length) == pin.digits().len();
    rules.one_length == Some(true) && !rules.lengths.iter().flatten().any(fits)
}

/// Ids that the engine makes: short, and always legal.
pub(crate) fn made_id(prefix: char, lock_number: u32, count: u32) -> Option<Id> {
    format!("{prefix}{lock_number}-{count}").parse().ok()
}
