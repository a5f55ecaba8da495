//! Makes the codes that a stay lacks: one PIN for all its doors if their rules allow that (P1).

use std::collections::{BTreeMap, BTreeSet};

use super::missing::MissingCode;
use super::stay_pins::StayPins;
use crate::code::{CodeRules, Pin, common_length};
use crate::model::{AccessCode, CodeWindow, Desired, Holder, HolderKind};
use crate::rules::{CodeFailure, platform_makes};
use crate::site::evaluation::{Context, HostCondition, Timer};
use crate::site::plan::StayPlan;
use crate::site::standing_orders::generation as ordered_generation;
use crate::site::state::{AuditKind, AuditReason, MAX_ACCESS_CODES, State, rules_of};
use crate::{Error, ErrorCode};

/// Makes the codes that a stay lacks.
pub(super) fn issue(context: &mut Context<'_>, plan: &StayPlan, missing: &[MissingCode<'_>]) {
    let shared = shared_pins(context, plan, missing);
    for (code, shared) in missing.iter().zip(shared) {
        let pin = if code.is_made_by_platform(context.state) {
            Ok(None)
        } else if shared.is_some() {
            Ok(shared)
        } else {
            let pins = StayPins::new(context, plan);
            pins.make(&[code], &code.door.lock_id).map(Some)
        };
        match pin.and_then(|pin| store(context, plan, code, pin)) {
            Ok(()) => {
                let timers = &mut context.evaluation.timers;
                timers.set(Timer::CodeWindowEnds, code.door.ends_at);
            }
            Err(error) => report(context, plan, code, error),
        }
    }
}

/// For each missing code the PIN that it shares with others of its generation.
fn shared_pins(
    context: &Context<'_>,
    plan: &StayPlan,
    missing: &[MissingCode<'_>],
) -> Vec<Option<Pin>> {
    let generations: Vec<Option<u32>> = if rules_allow_one_pin(context.state, plan) {
        let of_missing = missing
            .iter()
            .map(|code| shared_generation(context.state, plan, code));
        of_missing.collect()
    } else {
        vec![None; missing.len()]
    };
    let mut pins = BTreeMap::<u32, Pin>::new();
    for generation in generations.iter().flatten().collect::<BTreeSet<_>>() {
        let together: Vec<&MissingCode<'_>> = missing
            .iter()
            .zip(&generations)
            .filter(|(_, other)| other.as_ref() == Some(generation))
            .map(|(code, _)| code)
            .collect();
        if let Ok(pin) = StayPins::new(context, plan).make(&together, "") {
            pins.insert(*generation, pin);
        }
    }
    let pin_of = |generation: Option<u32>| pins.get(&generation?).copied();
    generations.into_iter().map(pin_of).collect()
}

/// Whether one PIN suits all doors of the stay. All doors count, whichever lack a code: the PIN
/// must not depend on which door came first (F6).
fn rules_allow_one_pin(state: &State, plan: &StayPlan) -> bool {
    let rules: Vec<CodeRules> = plan
        .doors
        .iter()
        .map(|door| rules_of(state, &door.lock_id))
        .filter(|rules| !platform_makes(rules))
        .collect();
    common_length(
        &rules,
        state.policy_of_listing(&plan.listing_id).codes.length,
    )
    .is_some()
}

/// The generation of a PIN that may be shared: that of the stay as a whole, or that of codes which
/// replace stuck ones (T7).
fn shared_generation(state: &State, plan: &StayPlan, code: &MissingCode<'_>) -> Option<u32> {
    let generation = code.generation(state);
    let is_of_stay = generation == ordered_generation(state, &plan.stay.reservation_ids, None);
    let is_of_stuck = code.replaces_stuck() && generation == code.asked_generation;
    ((is_of_stay || is_of_stuck) && !code.is_made_by_platform(state)).then_some(generation)
}

/// The host hears that no PIN was found. The next code that goes may leave one.
fn report(context: &mut Context<'_>, plan: &StayPlan, code: &MissingCode<'_>, error: Error) {
    let because = CodeFailure::Pin {
        code: error.code,
        message: error.message,
    };
    let (lock_id, until) = (&code.door.lock_id, code.door.ends_at);
    let evaluation = &mut context.evaluation;
    evaluation.watch_closely(lock_id);
    if let Some(holder) = plan.stay.holder() {
        let failed = HostCondition::failed(holder, Some(lock_id), because, Some(until));
        evaluation.conditions.push(failed);
    }
}

/// Stores a PIN in the code that lacks it, or in a new code.
fn store(
    context: &mut Context<'_>,
    plan: &StayPlan,
    missing: &MissingCode<'_>,
    pin: Option<Pin>,
) -> Result<(), Error> {
    let Some(wanted) = missing.door.wanted else {
        return Ok(());
    };
    let known = missing
        .code_id
        .as_ref()
        .and_then(|id| context.state.access_codes.get(id));
    let (code, reason) = if let Some(known) = known.cloned() {
        let reason = if known.is_gone() {
            AuditReason::StayConfirmed
        } else if known.pin.is_some() {
            AuditReason::LengthOnLock
        } else {
            AuditReason::DuplicateOnLock
        };
        let holder = Holder {
            id: plan.stay.holder().cloned(),
            ..known.holder
        };
        let code = AccessCode {
            pin,
            holder,
            wanted: Some(Desired::Window(wanted)),
            failure: None,
            ..known
        };
        (code, reason)
    } else {
        let code = new_code(context.state, plan, missing, wanted)?;
        (AccessCode { pin, ..code }, missing.because)
    };
    context.decide(AuditKind::CodeIssued, code, reason);
    Ok(())
}

fn new_code(
    state: &mut State,
    plan: &StayPlan,
    missing: &MissingCode<'_>,
    wanted: CodeWindow,
) -> Result<AccessCode, Error> {
    let lock_id = &missing.door.lock_id;
    let id = state.new_code_id(lock_id).ok_or_else(|| {
        Error::new(
            ErrorCode::TooLong,
            format!("the site holds {MAX_ACCESS_CODES} codes"),
            "split the site",
        )
    })?;
    let generation = missing.asked_generation;
    let holder = Holder {
        kind: HolderKind::Reservation,
        id: plan.stay.holder().cloned(),
        generation: (generation > 0).then_some(generation),
    };
    Ok(AccessCode {
        wanted: Some(Desired::Window(wanted)),
        ..AccessCode::new(id, lock_id.clone(), holder)
    })
}
