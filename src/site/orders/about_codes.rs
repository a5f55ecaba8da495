//! Orders about single codes: their replacement, and codes that somebody else made (B6, E2, V3,
//! F16, I10).

use super::forget::stay_around;
use super::given::{Given, OrderOutcome, is_stale, no_such, one_of, stand};
use crate::model::{AccessCode, Desired, Holder, HolderKind, OnLockState};
use crate::site::standing_orders::generation;
use crate::site::state::{AuditKind, RowKey, State, Subject, audit_row};
use crate::{Error, ErrorCode, Id};

/// The code of this id; `None` if it is forgotten, so that an order about it has nothing to do.
///
/// # Errors
/// No code ever had this id.
pub(crate) fn code_of(state: &State, id: &Id) -> Result<Option<AccessCode>, Error> {
    if let Some(code) = state.access_codes.get(id) {
        return Ok(Some(code.clone()));
    }
    // The ids of codes count up on each lock.
    let made = || {
        let (number, count) = id.strip_prefix('k')?.split_once('-')?;
        let (number, count): (u32, u32) = (number.parse().ok()?, count.parse().ok()?);
        let row = state.locks.values().find(|row| row.number == number)?;
        (1..=row.code_count).contains(&count).then_some(())
    };
    match made() {
        Some(()) => Ok(None),
        None => Err(no_such("code", "codeId")),
    }
}

/// Ends a code because the host ordered it.
pub(crate) fn end_code(state: &mut State, code: AccessCode, given: Given<'_>) {
    note_end(state, &code, given);
    state
        .access_codes
        .put(&code.id.clone(), code.ended(given.now));
}

/// Writes down that a code ends because the host ordered it.
pub(super) fn note_end(state: &mut State, code: &AccessCode, given: Given<'_>) {
    let (kind, reason) = (AuditKind::CodeEnded, given.reason());
    let row = audit_row(state, kind, code, reason, given.now);
    state.from_facts.audit.push(row);
}

fn refused(message: &str, hint: &str, key: &str) -> OrderOutcome {
    Err(Error::new(ErrorCode::InvalidValue, message, hint).at(key))
}

pub(crate) fn rotate(
    state: &mut State,
    code_id: Option<&Id>,
    visit_id: Option<&Id>,
    given: Given<'_>,
) -> OrderOutcome {
    match (code_id, visit_id) {
        (Some(id), None) => rotate_code(state, id, given),
        (None, Some(id)) => rotate_visit(state, id, given),
        _ => Err(one_of("codeId and visitId")),
    }
}

/// Ends a code at once. Its lock, or its visit, gets a new one.
fn rotate_code(state: &mut State, id: &Id, given: Given<'_>) -> OrderOutcome {
    let Some(code) = code_of(state, id)? else {
        return Ok(None);
    };
    match (code.holder.kind, code.holder.visit_id()) {
        (HolderKind::Reservation, _) => {
            return refused("this is a stay's code", "order reissue", "codeId");
        }
        (HolderKind::Unknown, _) => {
            let hint = "order remove_unknown or adopt_unknown";
            return refused("somebody else made this code", hint, "codeId");
        }
        _ if code.wanted == Some(Desired::REMOVED) => return Ok(None),
        // A stay depends on the code (T4).
        (HolderKind::Backup | HolderKind::Emergency, _) if code.is_told() => {
            return refused(
                "a stay was told this code",
                "order reissue for the stay, or revoke",
                "codeId",
            );
        }
        (HolderKind::Visit, Some(visit_id)) => {
            stand(
                state,
                &Subject::visit(visit_id, Some(&code.lock_id)),
                given,
                |_| (),
            );
        }
        _ => {}
    }
    let is_backup_or_emergency = code.holder.visit_id().is_none();
    let code = AccessCode {
        replaced: is_backup_or_emergency.then_some(true),
        ..code
    };
    let subject = Subject::code(id, &code.lock_id);
    end_code(state, code, given);
    Ok(Some(subject))
}

fn rotate_visit(state: &mut State, id: &Id, given: Given<'_>) -> OrderOutcome {
    if state.visits.get(id).is_none() {
        return Err(no_such("visit", "visitId"));
    }
    let subject = Subject::visit(id, None);
    if is_stale(state, &subject, given) {
        return Ok(None);
    }
    let held = |code: &&AccessCode| code.wanted != Some(Desired::REMOVED);
    let codes = state.access_codes.about(&RowKey::Visit(id.clone()));
    let codes: Vec<AccessCode> = codes.filter(held).cloned().collect();
    for code in codes {
        end_code(state, code, given);
    }
    stand(state, &subject, given, |_| ());
    Ok(Some(subject))
}

pub(crate) fn remove_unknown(state: &mut State, id: &Id, given: Given<'_>) -> OrderOutcome {
    match code_of(state, id)? {
        Some(code) if code.wanted == Some(Desired::REMOVED) => Ok(None),
        Some(code) if code.holder.kind == HolderKind::Unknown => {
            let subject = Subject::code(id, &code.lock_id);
            end_code(state, code, given);
            Ok(Some(subject))
        }
        Some(_) => refused("this code has a holder", "order revoke", "codeId"),
        None => Ok(None),
    }
}

pub(crate) fn adopt_unknown(
    state: &mut State,
    id: &Id,
    reservation_id: Option<&Id>,
    visit_id: Option<&Id>,
    given: Given<'_>,
) -> OrderOutcome {
    let Some(code) = code_of(state, id)? else {
        return Ok(None);
    };
    let (kind, holders) = holders(state, reservation_id, visit_id)?;
    let is_theirs = |code: &AccessCode| {
        code.holder.kind == kind
            && code
                .holder
                .id
                .as_ref()
                .is_some_and(|id| holders.contains(id))
    };
    if code.wanted == Some(Desired::REMOVED) || is_theirs(&code) {
        return Ok(None);
    }
    check_adoptable(state, &code)?;
    let at_door = state.codes_at_door(&code.lock_id).into_iter();
    let others: Vec<AccessCode> = at_door.filter(|other| is_theirs(other)).cloned().collect();
    let is_kept = |other: &&AccessCode| other.wanted != Some(Desired::REMOVED);
    let is_there = |other: &AccessCode| other.on_lock.state != OnLockState::Absent;
    if others.iter().filter(is_kept).any(is_there) {
        let hint = "order revoke for that one first";
        return refused("the holder has a code on this lock", hint, "codeId");
    }
    // Codes that were not on the lock yet are not needed any more.
    for other in others.iter().filter(is_kept) {
        end_code(state, other.clone(), given);
    }
    let latest = others
        .iter()
        .filter_map(|other| other.holder.generation)
        .max();
    let ordered = generation(state, &holders, Some(&code.lock_id));
    let code = AccessCode {
        holder: Holder {
            kind,
            id: holders.first().cloned(),
            generation: Some(latest.unwrap_or(0).max(ordered)).filter(|&generation| generation > 0),
        },
        // The age of the code counts from here (V3).
        made_at: Some(given.now),
        ..code
    };
    let row = audit_row(
        state,
        AuditKind::CodeAdopted,
        &code,
        given.reason(),
        given.now,
    );
    state.from_facts.audit.push(row);
    let subject = Subject::code(id, &code.lock_id);
    state.access_codes.put(id, code);
    Ok(Some(subject))
}

/// The bookings of the stay, or the visit, that shall hold a code.
fn holders(
    state: &State,
    reservation_id: Option<&Id>,
    visit_id: Option<&Id>,
) -> Result<(HolderKind, Vec<Id>), Error> {
    match (reservation_id, visit_id) {
        (Some(id), None) => {
            let booked = state.reservations.get(id);
            let booked = booked.ok_or_else(|| no_such("booking", "reservationId"))?;
            Ok((HolderKind::Reservation, stay_around(state, booked).0))
        }
        (None, Some(id)) if state.visits.get(id).is_some() => {
            Ok((HolderKind::Visit, vec![id.clone()]))
        }
        (None, Some(_)) => Err(no_such("visit", "visitId")),
        _ => Err(one_of("reservationId and visitId")),
    }
}

/// The place that a lock itself keeps for the emergency code (S1).
fn reserved_slot(state: &State, code: &AccessCode) -> Option<u32> {
    state.locks.get(&code.lock_id)?.lock.slots?.reserved
}

/// Whether a code may get a holder.
fn check_adoptable(state: &State, code: &AccessCode) -> Result<(), Error> {
    let refused = |message: &str, hint: &str| {
        Err(Error::new(ErrorCode::InvalidValue, message, hint).at("codeId"))
    };
    let emergency = &state.policy_of_lock(&code.lock_id).emergency;
    if code.holder.kind != HolderKind::Unknown {
        return refused("this code has a holder", "order revoke first");
    }
    let reserved = reserved_slot(state, code).unwrap_or(emergency.slot);
    if emergency.enabled && code.slot == Some(reserved) {
        // The slot is for nothing else (I9).
        let hint = "order remove_unknown, or turn the emergency code off";
        return refused("it is in the emergency code's slot", hint);
    }
    Ok(())
}
