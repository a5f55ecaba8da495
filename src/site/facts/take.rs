//! One fact, by its type.

use super::bookings::{take_reservation, take_visit};
use super::denied::take_denied;
use super::notice_result::take_notice_result;
use super::reachability::take_status;
use super::reports::{take_locked_out, take_report, take_reset};
use super::result::take_result;
use super::revision::{is_newer, room_for};
use super::uses::take_use;
use crate::model::{Listing, Lock, Policy, abilities};
use crate::site::fact::Fact;
use crate::site::orders::{forgive_codes_on, listing_meant, take_host_order};
use crate::site::state::{MAX_LISTINGS, MAX_LOCKS, RejectedBecause, State};
use crate::time::Instant;

/// Takes one fact. A repeated or older fact changes nothing (T6).
pub(crate) fn apply(state: &mut State, fact: Fact, now: Instant) -> Result<(), RejectedBecause> {
    match fact {
        Fact::Listing(fact) => take_listing(state, fact.listing),
        Fact::Lock(fact) => take_lock(state, fact.lock, now),
        Fact::Policy(fact) => take_policy(state, fact.policy, fact.revision),
        Fact::Reservation(fact) => take_reservation(state, fact.reservation, now),
        Fact::Visit(fact) => take_visit(state, fact.visit, now),
        Fact::CommandResult(result) => {
            take_result(state, &result, now);
            Ok(())
        }
        Fact::LockReport(report) => take_report(state, &report, now),
        Fact::LockReset(reset) => take_reset(state, &reset, now),
        Fact::GuestLockedOut(said) => take_locked_out(state, &said, now),
        Fact::AccessDenied(denied) => take_denied(state, &denied, now),
        Fact::CodeUsed(used) => {
            take_use(state, &used, now);
            Ok(())
        }
        Fact::NoticeResult(result) => take_notice_result(state, &result, now),
        Fact::HostOrder(order) => take_host_order(state, &order, now),
    }
}

fn take_listing(state: &mut State, listing: Listing) -> Result<(), RejectedBecause> {
    listing.check().map_err(|error| error.at("listing"))?;
    let listing = listing_meant(state, listing.named());
    let known = state.listings.get(&listing.id);
    if is_newer(known, &listing, |row| row.revision).map_err(|refused| refused.at("listing"))? {
        room_for(&state.listings, &listing.id, MAX_LISTINGS)
            .map_err(|error| error.at("listing"))?;
        state.put_listing(listing);
    }
    Ok(())
}

fn take_lock(state: &mut State, lock: Lock, now: Instant) -> Result<(), RejectedBecause> {
    lock.check().map_err(|error| error.at("lock"))?;
    let known = state.locks.get(&lock.id);
    if !is_newer(known.map(|row| &row.lock), &lock, |lock| lock.revision)
        .map_err(|refused| refused.at("lock"))?
    {
        return Ok(());
    }
    let id = lock.id.clone();
    let lock = lock.named();
    let said = lock.state.clone();
    let places = |lock: &Lock| abilities(lock).ok()?.slots;
    let before = known.map(|row| row.lock.clone());
    let is_renumbered = known.is_some_and(|row| places(&row.lock) != places(&lock));
    if known.is_some() {
        state.locks.change(&id, |row| {
            row.lock = lock;
            // The lock may now do what it refused before (C6).
            row.retry = None;
            row.readings = None;
            row.read_refused = None;
            // A list says where its codes are now (S1).
            row.slots_seen = row.slots_seen.filter(|_| !is_renumbered);
        });
    } else {
        room_for(&state.locks, &id, MAX_LOCKS).map_err(|error| error.at("lock"))?;
        let row = state.header.new_lock(lock);
        state.locks.put(&id, row);
    }
    state.note_lock_policy(before.as_ref(), &id);
    state.note_abilities(&id);
    forgive_codes_on(state, &id);
    if let Some(said) = said {
        take_status(state, &id, &said, now);
    }
    Ok(())
}

fn take_policy(
    state: &mut State,
    policy: Policy,
    revision: Option<u32>,
) -> Result<(), RejectedBecause> {
    policy.check().map_err(|error| error.at("policy"))?;
    let known = (state.header.policy.clone(), state.header.policy_revision);
    let told = (policy, revision);
    if is_newer(Some(&known), &told, |(_, revision)| *revision)? {
        (state.header.policy, state.header.policy_revision) = told;
        state.lay_over_all();
    }
    Ok(())
}
