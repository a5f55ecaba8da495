//! A host's orders about single codes: other ones in their place, and codes that somebody else made (B6, E2, V3, F16, I10).

use super::forget::stay_around;
use super::given::{Given, Obeyed, no_such, one_of, stand};
use super::standing::generation;
use super::subject::is_stale;
use crate::model::{AccessCode, Desired, Holder, HolderKind, OnLockState};
use crate::site::state::{AuditKind, RowKey, State, Subject, audit_row};
use crate::{Error, ErrorCode, Id};

/// The code of this id; nothing where it is forgotten, so that an order about it has nothing to do.
///
/// # Errors
/// Where there never was one.
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
pub(crate) fn end_code(state: &mut State, code: AccessCode, given: Given) {
    let row = audit_row(state, AuditKind::CodeEnded, &code, given.reason(), given.now);
    state.heard.audit.push(row);
    state.access_codes.put(&code.id.clone(), code.ended(given.now));
}

fn refused(message: &str, hint: &str, key: &str) -> Obeyed {
    Err(Error::new(ErrorCode::InvalidValue, message, hint).at(key))
}

pub(crate) fn rotate(state: &mut State, code_id: Option<&Id>, visit_id: Option<&Id>, given: Given) -> Obeyed {
    match (code_id, visit_id) {
        (Some(id), None) => rotate_code(state, id, given),
        (None, Some(id)) => rotate_visit(state, id, given),
        _ => Err(one_of("codeId and visitId")),
    }
}

/// The old one goes at once, and its lock, or its visit, gets a new one.
fn rotate_code(state: &mut State, id: &Id, given: Given) -> Obeyed {
    let Some(code) = code_of(state, id)? else {
        return Ok(None);
    };
    match (code.holder.kind, code.holder.visit_id()) {
        (HolderKind::Reservation, _) => return refused("this is a stay's code", "order reissue", "codeId"),
        (HolderKind::Unknown, _) => {
            let hint = "order remove_unknown or adopt_unknown";
            return refused("somebody else made this code", hint, "codeId");
        }
        _ if code.wanted == Some(Desired::REMOVED) => return Ok(None),
        // A stay goes by it (T4).
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

fn rotate_visit(state: &mut State, id: &Id, given: Given) -> Obeyed {
    if state.visits.get(id).is_none() {
        return Err(no_such("visit", "visitId"));
    }
    let subject = Subject::visit(id, None);
    if is_stale(state, given.kind, &subject, given.at) {
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

pub(crate) fn remove_unknown(state: &mut State, id: &Id, given: Given) -> Obeyed {
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
    given: Given,
) -> Obeyed {
    let Some(code) = code_of(state, id)? else {
        return Ok(None);
    };
    let (kind, holders) = match (reservation_id, visit_id) {
        (Some(id), None) => {
            let Some(booked) = state.reservations.get(id) else {
                return Err(no_such("booking", "reservationId"));
            };
            (HolderKind::Reservation, stay_around(state, booked).0)
        }
        (None, Some(id)) if state.visits.get(id).is_some() => (HolderKind::Visit, vec![id.clone()]),
        (None, Some(_)) => return Err(no_such("visit", "visitId")),
        _ => return Err(one_of("reservationId and visitId")),
    };
    let is_theirs = |code: &AccessCode| {
        code.holder.kind == kind && code.holder.id.as_ref().is_some_and(|id| holders.contains(id))
    };
    if code.wanted == Some(Desired::REMOVED) || is_theirs(&code) {
        return Ok(None);
    }
    if code.holder.kind != HolderKind::Unknown {
        return refused("this code has a holder", "order revoke first", "codeId");
    }
    let emergency = &state.header.policy.emergency;
    if emergency.enabled && code.slot == Some(emergency.slot) {
        // It is for nothing else (I9).
        let hint = "order remove_unknown, or turn the emergency code off";
        return refused("it is in the emergency code's slot", hint, "codeId");
    }
    let others: Vec<AccessCode> = state
        .codes_at_door(&code.lock_id)
        .into_iter()
        .filter(|other| is_theirs(other))
        .cloned()
        .collect();
    let held = |other: &&AccessCode| other.wanted != Some(Desired::REMOVED);
    if others
        .iter()
        .filter(held)
        .any(|other| other.on_lock.state != OnLockState::Absent)
    {
        return refused(
            "the holder has a code on this lock",
            "order revoke for that one first",
            "codeId",
        );
    }
    let latest = others.iter().filter_map(|other| other.holder.generation).max();
    let ordered = generation(state, &holders, Some(&code.lock_id));
    // The one that was not there yet will not be needed.
    others
        .iter()
        .filter(held)
        .for_each(|other| end_code(state, other.clone(), given));
    let code = AccessCode {
        holder: Holder {
            kind,
            id: holders.first().cloned(),
            generation: Some(latest.unwrap_or(0).max(ordered)).filter(|&generation| generation > 0),
        },
        // Its age counts from here (V3).
        made_at: Some(given.now),
        ..code
    };
    let row = audit_row(state, AuditKind::CodeAdopted, &code, given.reason(), given.now);
    state.heard.audit.push(row);
    let subject = Subject::code(id, &code.lock_id);
    state.access_codes.put(id, code);
    Ok(Some(subject))
}
