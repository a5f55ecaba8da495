//! One PIN for the doors of a stay (P3, P4).

use std::collections::{BTreeMap, BTreeSet};

use super::missing::MissingCode;
use super::ownership::is_own;
use super::reissue::is_barred;
use crate::code::{Candidate, CodeRequest, CodeRules, Key, Pin, PinSource, keeps_apart, make};
use crate::model::AccessCode;
use crate::site::evaluation::Context;
use crate::site::plan::StayPlan;
use crate::site::standing_orders::is_outdated_by;
use crate::site::state::{RowKey, State, rules_of};
use crate::time::Instant;
use crate::{Error, Id};

/// Makes the PINs of a stay.
pub(super) struct StayPins<'a> {
    state: &'a State,
    key: &'a Key,
    plan: &'a StayPlan,
}

/// The PINs that count when a new one is made.
#[derive(Default)]
struct KnownPins {
    /// The earlier PINs of the missing codes.
    preferred: Vec<Candidate>,
    /// The stay's PINs at other doors.
    elsewhere: Vec<Candidate>,
    in_use: Vec<Pin>,
    /// PINs that are off their lock, the oldest first (P7).
    retired: Vec<Pin>,
}

impl<'a> StayPins<'a> {
    pub(super) fn new(context: &'a Context<'_>, plan: &'a StayPlan) -> Self {
        Self {
            state: context.state,
            key: context.key,
            plan,
        }
    }

    /// One PIN that the locks of all these doors accept. The key derives it for `lock`.
    pub(super) fn make(&self, missing: &[&MissingCode<'_>], lock: &str) -> Result<Pin, Error> {
        let policy = &self.state.policy_of_listing(&self.plan.listing_id).codes;
        let locks: BTreeSet<&Id> = missing.iter().map(|code| &code.door.lock_id).collect();
        let rules: Vec<CodeRules> = locks.iter().map(|id| rules_of(self.state, id)).collect();
        let generations = missing.iter().map(|code| code.generation(self.state));
        let generation = generations.max().unwrap_or(0);
        let asked = missing.iter().map(|code| code.asked_generation);
        let asked = asked.max().unwrap_or(0);
        let mut known = self.known_pins(missing, &locks, asked);
        // The guest keeps their PIN: those of this door and of other doors come first (P3, T5). A
        // lock that refused a PIN needs a new one (F9).
        if generation == asked {
            known.preferred.append(&mut known.elsewhere);
            known.preferred.extend(self.chosen());
            if policy.prefer_phone_digits {
                // Nobody chose them: a near miss is passed over (P10).
                let digits = self.plan.stay.guest.phone_last_digits.clone();
                known.preferred.extend(digits.filter(|digits| {
                    !policy.typo_aware || keeps_apart(digits, &rules, &known.in_use, &known.retired)
                }));
            }
        }
        // The kind of holder keeps a booking apart from a visit or a backup of the same id (P3).
        let holder = format!("stay {}", self.plan.stay.holder().map_or("", |id| id));
        let made = make(CodeRequest {
            length: policy.length,
            rules: &rules,
            in_use: &known.in_use,
            retired: &known.retired,
            preferred: &known.preferred,
            typo_aware: policy.typo_aware,
            source: PinSource::Derived {
                key: self.key,
                site: &self.state.header.id,
                holder: &holder,
                lock,
                generation,
            },
        })?;
        Ok(made.code)
    }

    fn known_pins(
        &self,
        missing: &[&MissingCode<'_>],
        locks: &BTreeSet<&Id>,
        asked: u32,
    ) -> KnownPins {
        let mut known = KnownPins::default();
        let mut retired: Vec<(Option<Instant>, Pin)> = Vec::new();
        for code in self.codes_around(locks) {
            let Some(pin) = code.pin else { continue };
            let is_own = is_own(self.plan, code);
            if is_own && (is_outdated_by(code, asked) || is_barred(self.state, self.plan, code)) {
                // The new PIN must differ from the old one, at whichever door that is or was (F10,
                // T7, N4).
                known.in_use.push(pin);
                continue;
            }
            if missing
                .iter()
                .any(|lacking| lacking.code_id.as_ref() == Some(&code.id))
            {
                known.preferred.extend(pin.reveal().parse());
                continue;
            }
            if is_own {
                known.elsewhere.extend(pin.reveal().parse());
            }
            if code.is_gone() {
                if !is_own {
                    retired.push((code.on_lock.at, pin));
                }
            } else if locks.contains(&code.lock_id) {
                known.in_use.push(pin);
            }
        }
        retired.sort();
        known.retired = retired.into_iter().map(|(_, pin)| pin).collect();
        known
    }

    /// The codes at these locks, and those of the stay at any lock, in the order of their ids.
    fn codes_around(&self, locks: &BTreeSet<&Id>) -> impl Iterator<Item = &'a AccessCode> {
        let mut codes = BTreeMap::new();
        for lock_id in locks {
            for code in self.state.codes_at_door(lock_id) {
                codes.insert(&code.id, code);
            }
        }
        for id in &self.plan.stay.reservation_ids {
            for code in self.state.access_codes.about(&RowKey::Stay(id.clone())) {
                codes.insert(&code.id, code);
            }
        }
        codes.into_values()
    }

    /// The PINs that the host chose for the bookings of the stay (P4).
    fn chosen(&self) -> impl Iterator<Item = Candidate> + '_ {
        let bookings = self.plan.stay.reservation_ids.iter();
        bookings.filter_map(|id| self.state.reservations.get(id)?.preferred_code.clone())
    }
}
