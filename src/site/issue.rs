//! Making the PINs that doors lack: one for all doors of a stay where their rules allow it (P1).

use std::collections::{BTreeMap, BTreeSet};

use super::assign::{Missing, audit_row};
use super::causes::Cause;
use super::doors::{Door, StayDoors};
use super::memo::Look;
use super::place::Place;
use super::rows::MAX_ACCESS_CODES;
use super::standing::{generation as ordered, is_outdated_by};
use super::state::State;
use super::step::{AuditKind, AuditReason, AuditRow};
use crate::code::{Candidate, CodeRequest, CodeRules, Key, Pin, PinSource, common_length, generate};
use crate::model::{AccessCode, Held, Holder, HolderKind, OnLockState, Wanted, abilities};
use crate::rules::CodeFailure;
use crate::rules::platform_makes;
use crate::time::Instant;
use crate::{Error, ErrorCode, Id};

/// Whether a PIN has to be made for a code that is there already.
pub(super) fn needs_pin(state: &State, code_id: &Id) -> bool {
    state.access_codes.get(code_id).is_some_and(|code| {
        code.pin.is_none()
            && code.on_lock.state == OnLockState::Absent
            && !platform_makes(&rules_of(state, &code.lock_id))
    })
}

pub(super) fn rules_of(state: &State, lock_id: &Id) -> CodeRules {
    state
        .locks
        .get(lock_id)
        .and_then(|row| abilities(&row.lock).ok())
        .map(|abilities| abilities.rules)
        .unwrap_or_default()
}

/// Makes the codes that a stay lacks.
pub(super) fn issue(
    state: &mut State,
    each: &StayDoors,
    missing: &[Missing<'_>],
    now: Instant,
    key: &Key,
    audit: &mut Vec<AuditRow>,
    look: &mut Look,
) {
    let all_rules: Vec<CodeRules> = each
        .doors
        .iter()
        .map(|door| rules_of(state, &door.lock_id))
        .filter(|rules| !platform_makes(rules))
        .collect();
    // Asked of all doors, whichever are missing: the PIN shall not depend on which of them came first (F6).
    let alike = common_length(&all_rules, state.header.policy.codes.length).is_some();
    let of_stay = ordered(state, &each.stay.reservation_ids, None);
    // Codes that can't follow the stay get one PIN anew, too, where they have it in common (T7).
    let is_joint = |one: &Missing<'_>| {
        let generation = generation(state, one);
        let is_of_stay = generation == of_stay || (one.is_stuck() && generation == one.asked);
        (alike && is_of_stay && !makes_own(state, one)).then_some(generation)
    };
    let joint: Vec<Option<u32>> = missing.iter().map(is_joint).collect();
    let mut common = BTreeMap::<u32, Option<Pin>>::new();
    for generation in joint.iter().flatten() {
        if !common.contains_key(generation) {
            let together = missing.iter().zip(&joint);
            let together = together.filter(|(_, other)| **other == Some(*generation));
            let together: Vec<&Missing<'_>> = together.map(|(one, _)| one).collect();
            common.insert(*generation, make(state, each, &together, "", key).ok());
        }
    }
    for (one, joint) in missing.iter().zip(joint) {
        let common = joint.and_then(|generation| common.get(&generation).copied().flatten());
        let made = if makes_own(state, one) {
            Ok(None)
        } else if common.is_some() {
            Ok(common)
        } else {
            make(state, each, &[one], &one.door.lock_id, key).map(Some)
        };
        let stored = made.and_then(|pin| store(state, each, one, pin, now, audit));
        match stored {
            Ok(()) => look.alarm.set(one.door.ends_at),
            Err(error) => {
                // Another code that goes may leave a PIN for this one.
                look.watch_closely(&one.door.lock_id);
                look.causes.extend(each.stay.holder().and_then(|holder| {
                    let because = CodeFailure::Pin {
                        code: error.code,
                        message: error.message,
                    };
                    Cause::failed(holder, Some(&one.door.lock_id), because, Some(one.door.ends_at))
                }));
            }
        }
    }
}

fn makes_own(state: &State, one: &Missing<'_>) -> bool {
    platform_makes(&rules_of(state, &one.door.lock_id))
}

/// How many PINs the host's orders (F10), windows that can't be changed (T7) and the lock's refusals (F9) have left behind.
fn generation(state: &State, one: &Missing<'_>) -> u32 {
    one.code_id
        .as_ref()
        .and_then(|id| state.access_codes.get(id))
        .and_then(|code| code.holder.generation)
        .unwrap_or(0)
        .max(one.asked)
}

/// The PINs that bear on a new one.
#[derive(Default)]
struct Around {
    /// Those of the codes that lack theirs, from before.
    preferred: Vec<Candidate>,
    /// The stay's own at other doors.
    elsewhere: Vec<Candidate>,
    in_use: Vec<Pin>,
    /// Those that the longest are off the lock first (P7).
    retired: Vec<Pin>,
}

fn around(
    state: &State,
    each: &StayDoors,
    missing: &[&Missing<'_>],
    locks: &BTreeSet<&Id>,
    asked: u32,
) -> Around {
    let mut codes = BTreeMap::new();
    for id in locks.iter() {
        for code in state.codes_at_door(id) {
            codes.insert(&code.id, code);
        }
    }
    for id in &each.stay.reservation_ids {
        for code in state.access_codes.about(&Place::Stay(id.clone())) {
            codes.insert(&code.id, code);
        }
    }
    let mut around = Around::default();
    let mut retired: Vec<(Option<Instant>, Pin)> = Vec::new();
    for code in codes.into_values() {
        let Some(pin) = code.pin else { continue };
        let own = is_own(each, code);
        if own && is_outdated_by(code, asked) {
            // It shall be another PIN than this one, on whichever door it is or was (F10, T7).
            around.in_use.push(pin);
            continue;
        }
        if missing.iter().any(|one| one.code_id.as_ref() == Some(&code.id)) {
            around.preferred.extend(pin.reveal().parse());
            continue;
        }
        if own {
            around.elsewhere.extend(pin.reveal().parse());
        }
        if code.is_gone() {
            if !own {
                retired.push((code.on_lock.at, pin));
            }
        } else if locks.contains(&code.lock_id) {
            around.in_use.push(pin);
        }
    }
    retired.sort();
    around.retired = retired.into_iter().map(|(_, pin)| pin).collect();
    around
}

/// One PIN that all these doors accept.
fn make(
    state: &State,
    each: &StayDoors,
    missing: &[&Missing<'_>],
    lock: &str,
    key: &Key,
) -> Result<Pin, Error> {
    let policy = &state.header.policy.codes;
    let locks: BTreeSet<&Id> = missing.iter().map(|one| &one.door.lock_id).collect();
    let rules: Vec<CodeRules> = locks.iter().map(|id| rules_of(state, id)).collect();
    let generation = missing
        .iter()
        .map(|one| generation(state, one))
        .max()
        .unwrap_or(0);
    let asked = missing.iter().map(|one| one.asked).max().unwrap_or(0);
    let Around {
        mut preferred,
        mut elsewhere,
        in_use,
        retired,
    } = around(state, each, missing, &locks, asked);
    // The PIN stays with the guest: that of this door and those of other doors go first (P3, T5). After a lock
    // refused one, only a new one will do there (F9).
    if generation == asked {
        preferred.append(&mut elsewhere);
        preferred.extend(chosen(state, each));
        if policy.prefer_phone_digits {
            preferred.extend(each.stay.guest.phone_last_digits.clone());
        }
    }
    // A booking may be called as a visit, a backup or the emergency code is: its kind keeps them
    // apart (P3).
    let holder = format!("stay {}", each.stay.holder().map_or("", |id| id));
    let made = generate(CodeRequest {
        length: policy.length,
        rules: &rules,
        in_use: &in_use,
        retired: &retired,
        preferred: &preferred,
        source: PinSource::Derived {
            key,
            site: &state.header.id,
            holder: &holder,
            lock,
            generation,
        },
    })?;
    Ok(made.code)
}

fn is_own(each: &StayDoors, code: &AccessCode) -> bool {
    code.holder
        .reservation_id()
        .is_some_and(|id| each.stay.reservation_ids.contains(id))
}

/// What the host chose for the bookings of a stay (P4).
fn chosen<'a>(state: &'a State, each: &'a StayDoors) -> impl Iterator<Item = Candidate> + 'a {
    each.stay
        .reservation_ids
        .iter()
        .filter_map(|id| state.reservations.get(id)?.preferred_code.clone())
}

/// Stores a PIN in the code that lacks it, or in a new one.
fn store(
    state: &mut State,
    each: &StayDoors,
    one: &Missing<'_>,
    pin: Option<Pin>,
    now: Instant,
    audit: &mut Vec<AuditRow>,
) -> Result<(), Error> {
    let Some(wanted) = one.door.wanted else {
        return Ok(());
    };
    let known = one.code_id.as_ref().and_then(|id| state.access_codes.get(id));
    let (code, reason) = if let Some(code) = known.cloned() {
        let reason = if code.is_gone() {
            AuditReason::StayConfirmed
        } else {
            AuditReason::DuplicateOnLock
        };
        let holder = Holder {
            id: each.stay.holder().cloned(),
            ..code.holder
        };
        let code = AccessCode {
            pin,
            holder,
            wanted: Some(Wanted::Held(wanted)),
            failure: None,
            ..code
        };
        (code, reason)
    } else {
        let generation = Some(one.asked).filter(|&generation| generation > 0);
        let code = new_code(state, each, one.door, wanted, pin, generation)?;
        (code, one.because)
    };
    audit.push(audit_row(state, AuditKind::CodeIssued, &code, reason, now));
    state.access_codes.put(&code.id.clone(), code);
    Ok(())
}

fn new_code(
    state: &mut State,
    each: &StayDoors,
    door: &Door,
    wanted: Held,
    pin: Option<Pin>,
    generation: Option<u32>,
) -> Result<AccessCode, Error> {
    let id = state.new_code_id(&door.lock_id).ok_or_else(|| {
        Error::new(
            ErrorCode::TooLong,
            format!("the site holds {MAX_ACCESS_CODES} codes"),
            "split the site",
        )
    })?;
    let holder = Holder {
        kind: HolderKind::Reservation,
        id: each.stay.holder().cloned(),
        generation,
    };
    Ok(AccessCode {
        pin,
        wanted: Some(Wanted::Held(wanted)),
        ..AccessCode::new(id, door.lock_id.clone(), holder)
    })
}
