//! The house of a season: which listings have which doors, what its locks are, and its policy.

use std::collections::BTreeSet;

use latchstring::code::CodeConstraint;
use latchstring::model::{profile, profile_names};
use serde_json::{Value, json};

use crate::characters::{Character, Characters};
use crate::door::Door;
use crate::seeded::Seeded;

/// The doors of each listing.
pub struct House {
    pub behind: Vec<Vec<usize>>,
    pub doors: usize,
}

impl House {
    /// A street door and two flats.
    pub fn usual() -> Self {
        Self {
            behind: vec![vec![0, 1], vec![0, 2]],
            doors: 3,
        }
    }

    /// One to four listings and one to four doors, in any connection.
    pub fn drawn(dice: &mut Seeded) -> Self {
        let doors = 1 + number(dice, 4);
        let listings = 1 + number(dice, 4);
        let mut behind = vec![BTreeSet::new(); listings];
        // A door of no listing is nobody's.
        for door in 0..doors {
            behind[number(dice, listings)].insert(door);
        }
        for own in &mut behind {
            own.insert(number(dice, doors));
            own.extend((0..doors).filter(|_| dice.below(3) == 0));
        }
        let sorted = |own: BTreeSet<usize>| own.into_iter().collect();
        Self {
            behind: behind.into_iter().map(sorted).collect(),
            doors,
        }
    }

    /// How many listings have a door.
    fn shared_by(&self, door: usize) -> usize {
        let has = |doors: &&Vec<usize>| doors.contains(&door);
        self.behind.iter().filter(has).count()
    }

    /// Gives its locks what the characters of the season say.
    pub fn furnish(&self, doors: &mut [Door], characters: Characters, dice: &mut Seeded) {
        let brands: Vec<&'static str> = profile_names().filter(|name| takes_pins(name)).collect();
        for (at, door) in doors.iter_mut().enumerate() {
            if characters.has(Character::Profiles) && dice.below(3) > 0 {
                door.be_of(brands[number(dice, brands.len())]);
            }
            if characters.has(Character::FewPlaces) && dice.below(2) == 0 {
                // A stay has to have a place while the one before it leaves.
                let least = (self.shared_by(at) + 2).max(3);
                let places = least + number(dice, 4);
                door.lock.capacity = Some(u32::try_from(places).unwrap());
            }
            door.get_odd(characters, dice);
            // Those of strangers take none of the places that the stays need.
            let strange = u32::try_from(door.lock.codes.len()).unwrap();
            if characters.has(Character::FewPlaces) {
                door.lock.capacity = door.lock.capacity.map(|places| places + strange);
            }
        }
    }

    /// The platforms of some locks make codes of the lock's own algorithm.
    pub fn make_codes(doors: &mut [Door], dice: &mut Seeded) {
        let one = number(dice, doors.len());
        for (at, door) in doors.iter_mut().enumerate() {
            if at == one || dice.below(2) == 0 {
                door.be_of(["ttlock", "igloohome"][number(dice, 2)]);
                door.lock.offline_codes = Some(Vec::new());
            }
        }
    }
}

/// Whether a PIN of one's own can be sent to the locks of a brand.
fn takes_pins(brand: &str) -> bool {
    let known = profile(brand).expect("a brand that is known");
    let own = [
        CodeConstraint::CannotSpecifyPinCode,
        CodeConstraint::PinCodeMatchesExistingSet,
    ];
    let demands = known.rules.constraints.unwrap_or_default();
    known.remote && !own.iter().any(|makes| demands.contains(makes))
}

/// Changes a policy to any way to run a house.
pub fn draw_policy(policy: &mut Value, characters: Characters, dice: &mut Seeded) {
    if characters.has(Character::Grace) {
        policy["window"] = json!({ "beforeCheckInMinutes": dice.below(61),
                                   "afterCheckOutMinutes": dice.below(181) });
    }
    let mut one_of = |values: &[u64]| json!(values[number(dice, values.len())]);
    if characters.has(Character::Rotations) {
        policy["backups"]["rotateDays"] = one_of(&[10, 30]);
        policy["emergency"]["rotateDays"] = one_of(&[10, 30]);
    }
    if characters.has(Character::RotatesSoon) {
        policy["emergency"]["rotateAfterCheckoutMinutes"] = json!(5);
    }
    if !characters.has(Character::Policy) {
        return;
    }
    policy["codes"] = json!({ "length": one_of(&[4, 5, 6, 8]), "retireDays": one_of(&[30, 180]),
                              "activateAheadHours": one_of(&[4, 72, 240]) });
    policy["validation"] = json!({ "healthMinutes": one_of(&[20, 40]),
                                   "activationMinutes": one_of(&[10, 20]) });
    policy["backups"]["changeWithinHours"] = one_of(&[0, 48, 200]);
    policy["backups"]["soonMinutes"] = one_of(&[5, 15, 60]);
    if !characters.has(Character::RotatesSoon) {
        policy["emergency"]["rotateAfterCheckoutMinutes"] = one_of(&[60, 300]);
    }
    policy["notices"] = json!({ "revealHours": one_of(&[1, 24, 72, 300]) });
}

/// A number from 0 to `limit - 1`.
fn number(dice: &mut Seeded, limit: usize) -> usize {
    usize::try_from(dice.below(u64::try_from(limit).unwrap())).unwrap()
}
