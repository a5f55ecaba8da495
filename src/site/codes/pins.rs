//! One PIN for the doors of a stay (P3, P4).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::issue::Missing;
use super::rank::is_own;
use crate::code::{Candidate, CodeRequest, CodeRules, Key, Pin, PinSource, generate};
use crate::site::orders::is_outdated_by;
use crate::site::plan::StayPlan;
use crate::site::state::{RowKey, State, rules_of};
use crate::time::Instant;
use crate::{Error, Id};

/// How many PINs the host's orders (F10), windows that can't be changed (T7) and the lock's refusals (F9) have left behind.
pub(crate) fn generation(state: &State, one: &Missing<'_>) -> u32 {
    one.code_id
        .as_ref()
        .and_then(|id| state.access_codes.get(id))
        .and_then(|code| code.holder.generation)
        .unwrap_or(0)
        .max(one.asked)
}

/// The PINs that bear on a new one.
#[derive(Default)]
struct Surroundings {
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
    plan: &StayPlan,
    missing: &[&Missing<'_>],
    locks: &BTreeSet<&Id>,
    asked: u32,
) -> Surroundings {
    let mut codes = BTreeMap::new();
    for id in locks.iter() {
        for code in state.codes_at_door(id) {
            codes.insert(&code.id, code);
        }
    }
    for id in &plan.stay.reservation_ids {
        for code in state.access_codes.about(&RowKey::Stay(id.clone())) {
            codes.insert(&code.id, code);
        }
    }
    let mut around = Surroundings::default();
    let mut retired: Vec<(Option<Instant>, Pin)> = Vec::new();
    for code in codes.into_values() {
        let Some(pin) = code.pin else { continue };
        let own = is_own(plan, code);
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
pub(crate) fn make(
    state: &State,
    plan: &StayPlan,
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
    let Surroundings {
        mut preferred,
        mut elsewhere,
        in_use,
        retired,
    } = around(state, plan, missing, &locks, asked);
    // The PIN stays with the guest: that of this door and those of other doors go first (P3, T5). After a lock
    // refused one, only a new one will do there (F9).
    if generation == asked {
        preferred.append(&mut elsewhere);
        preferred.extend(chosen(state, plan));
        if policy.prefer_phone_digits {
            preferred.extend(plan.stay.guest.phone_last_digits.clone());
        }
    }
    // A booking may be called as a visit, a backup or the emergency code is: its kind keeps them
    // apart (P3).
    let holder = format!("stay {}", plan.stay.holder().map_or("", |id| id));
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

/// What the host chose for the bookings of a stay (P4).
fn chosen<'a>(state: &'a State, plan: &'a StayPlan) -> impl Iterator<Item = Candidate> + 'a {
    plan.stay
        .reservation_ids
        .iter()
        .filter_map(|id| state.reservations.get(id)?.preferred_code.clone())
}
