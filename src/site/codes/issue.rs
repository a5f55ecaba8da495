//! Which code is whose: every door that should be open has one, every code that nobody should hold ends.

use std::collections::BTreeMap;

use super::pins::{generation, make};
use crate::code::{CodeRules, Key, Pin, common_length};
use crate::model::{AccessCode, Held, Holder, HolderKind, OnLockState, Wanted};
use crate::rules::{CodeFailure, platform_makes};
use crate::site::evaluation::{Evaluation, HostCondition, Timer};
use crate::site::orders::generation as ordered;
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{AuditKind, AuditReason, AuditRow, MAX_ACCESS_CODES, State, audit_row, rules_of};
use crate::time::Instant;
use crate::{Error, ErrorCode, Id};

/// A door without a code, or with one that needs a PIN.
pub(crate) struct Missing<'a> {
    pub(crate) door: &'a Door,
    pub(crate) code_id: Option<Id>,
    /// The generation that it shall have (P3).
    pub(crate) asked: u32,
    /// Why a new one is made.
    pub(crate) because: AuditReason,
}

impl Missing<'_> {
    /// Whether it takes the place of one whose window can't be changed (T7).
    pub(crate) fn is_stuck(&self) -> bool {
        self.because == AuditReason::WindowChanged
    }
}

/// Whether a PIN has to be made for a code that is there already.
pub(crate) fn needs_pin(state: &State, code_id: &Id) -> bool {
    state.access_codes.get(code_id).is_some_and(|code| {
        code.pin.is_none()
            && code.on_lock.state == OnLockState::Absent
            && !platform_makes(&rules_of(state, &code.lock_id))
    })
}

/// Makes the codes that a stay lacks.
pub(crate) fn issue(
    state: &mut State,
    plan: &StayPlan,
    missing: &[Missing<'_>],
    now: Instant,
    key: &Key,
    audit: &mut Vec<AuditRow>,
    evaluation: &mut Evaluation,
) {
    let all_rules: Vec<CodeRules> = plan
        .doors
        .iter()
        .map(|door| rules_of(state, &door.lock_id))
        .filter(|rules| !platform_makes(rules))
        .collect();
    // Asked of all doors, whichever are missing: the PIN shall not depend on which of them came first (F6).
    let alike = common_length(&all_rules, state.header.policy.codes.length).is_some();
    let of_stay = ordered(state, &plan.stay.reservation_ids, None);
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
            common.insert(*generation, make(state, plan, &together, "", key).ok());
        }
    }
    for (one, joint) in missing.iter().zip(joint) {
        let common = joint.and_then(|generation| common.get(&generation).copied().flatten());
        let made = if makes_own(state, one) {
            Ok(None)
        } else if common.is_some() {
            Ok(common)
        } else {
            make(state, plan, &[one], &one.door.lock_id, key).map(Some)
        };
        let stored = made.and_then(|pin| store(state, plan, one, pin, now, audit));
        match stored {
            Ok(()) => evaluation.timers.set(Timer::CodeWindowEnds, one.door.ends_at),
            Err(error) => {
                // Another code that goes may leave a PIN for this one.
                evaluation.watch_closely(&one.door.lock_id);
                evaluation
                    .conditions
                    .extend(plan.stay.holder().and_then(|holder| {
                        let because = CodeFailure::Pin {
                            code: error.code,
                            message: error.message,
                        };
                        HostCondition::failed(
                            holder,
                            Some(&one.door.lock_id),
                            because,
                            Some(one.door.ends_at),
                        )
                    }));
            }
        }
    }
}

fn makes_own(state: &State, one: &Missing<'_>) -> bool {
    platform_makes(&rules_of(state, &one.door.lock_id))
}

/// Stores a PIN in the code that lacks it, or in a new one.
fn store(
    state: &mut State,
    plan: &StayPlan,
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
            id: plan.stay.holder().cloned(),
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
        let code = new_code(state, plan, one.door, wanted, pin, generation)?;
        (code, one.because)
    };
    audit.push(audit_row(state, AuditKind::CodeIssued, &code, reason, now));
    state.access_codes.put(&code.id.clone(), code);
    Ok(())
}

fn new_code(
    state: &mut State,
    plan: &StayPlan,
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
        id: plan.stay.holder().cloned(),
        generation,
    };
    Ok(AccessCode {
        pin,
        wanted: Some(Wanted::Held(wanted)),
        ..AccessCode::new(id, door.lock_id.clone(), holder)
    })
}
