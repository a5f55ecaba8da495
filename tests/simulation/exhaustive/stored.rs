//! What a host stores: the rows of each step.

use latchstring::site::{Change, Row, Site, TableName};

/// Stores what a step changed.
pub fn store(site: &mut Site, changes: &[Change]) {
    for change in changes {
        match change {
            Change::Put(row) => match (**row).clone() {
                Row::Header { row, .. } => site.header = row,
                Row::AccessCodes { row, .. } => put(&mut site.access_codes, row, |row| &row.id),
                Row::Commands { row, .. } => put(&mut site.commands, row, |row| &row.id),
                Row::Listings { row, .. } => put(&mut site.listings, row, |row| &row.id),
                Row::Locks { row, .. } => put(&mut site.locks, row, |row| &row.lock.id),
                Row::Notices { row, .. } => put(&mut site.notices, row, |row| &row.key),
                Row::Orders { .. } => panic!("no host orders anything here"),
                Row::Reservations { row, .. } => put(&mut site.reservations, row, |row| &row.id),
                Row::Trips { row, .. } => put(&mut site.trips, row, |row| &row.id),
                Row::Visits { row, .. } => put(&mut site.visits, row, |row| &row.visit.id),
            },
            Change::Delete { table, id } => match table {
                TableName::Header => panic!("the header is never deleted"),
                TableName::AccessCodes => site.access_codes.retain(|row| *row.id != **id),
                TableName::Commands => site.commands.retain(|row| *row.id != **id),
                TableName::Listings => site.listings.retain(|row| *row.id != **id),
                TableName::Locks => site.locks.retain(|row| *row.lock.id != **id),
                TableName::Notices => site.notices.retain(|row| *row.key != **id),
                TableName::Orders => panic!("no host orders anything here"),
                TableName::Reservations => site.reservations.retain(|row| *row.id != **id),
                TableName::Trips => site.trips.retain(|row| *row.id != **id),
                TableName::Visits => site.visits.retain(|row| *row.visit.id != **id),
            },
        }
    }
}

/// Rows stand in the order of their ids.
fn put<T, K: AsRef<str>>(rows: &mut Vec<T>, row: T, id: impl Fn(&T) -> &K) {
    match rows.binary_search_by(|other| id(other).as_ref().cmp(id(&row).as_ref())) {
        Ok(at) => rows[at] = row,
        Err(at) => rows.insert(at, row),
    }
}
