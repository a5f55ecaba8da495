//! The host's own hands in a lock's app: codes of stays are deleted, edited and disabled, and
//! nobody tells the engine.

use latchstring::decode;
use latchstring::virtual_lock::by_hand;
use serde_json::json;

use crate::characters::Character;
use crate::plan::{EPOCH, below};
use crate::world::{Event, World};

/// The hands, and what each does.
const HANDS: [(Character, &str); 3] = [
    (Character::HandDeletes, "delete"),
    (Character::HandEdits, "edit"),
    (Character::HandDisables, "disable"),
];

impl World {
    /// Draws when somebody takes the lock's app.
    pub fn plan_hands(&mut self) {
        let over = self.over_at();
        for (character, kind) in HANDS {
            if !self.characters.has(character) {
                continue;
            }
            for door in 0..self.doors.len() {
                for _ in 0..self.dice.below(4) {
                    let at = EPOCH + below(&mut self.dice, over - EPOCH);
                    self.at(at, Event::Hand { door, kind });
                }
            }
        }
    }

    /// Somebody changes a code of a stay, if there is one on the lock.
    pub fn hand(&mut self, door: usize, kind: &str) {
        let lock = &self.doors[door].lock;
        let told = |pin| self.ever_told.whom(door, pin).next().is_some();
        let theirs: Vec<_> = lock.codes.iter().filter(|held| told(held.pin)).collect();
        let many = u64::try_from(theirs.len()).unwrap();
        if many == 0 {
            return;
        }
        let at = usize::try_from(self.dice.below(many)).unwrap();
        let id = theirs[at].external_id.clone();
        let pin = format!("{:07}", 4_000_000 + self.dice.below(1_000_000));
        let mut hand = json!({ "kind": kind, "externalId": &*id });
        if kind == "edit" {
            hand["pin"] = json!(pin);
        }
        let hand = decode(&hand.to_string()).unwrap();
        let occasion = self.occasion();
        let door = &mut self.doors[door];
        if by_hand(&mut door.lock, &hand, occasion).is_err() {
            // The lock takes no such PIN.
            return;
        }
        if kind == "edit" {
            door.edited.insert(id);
        }
        door.faulted_at = self.now;
    }
}
