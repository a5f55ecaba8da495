//! Named characters of a wider world: what houses, policies, locks, clouds and hands are like. A
//! character that the engine does not survive among others yet is off there, and the list says what
//! it waits for.

use latchstring::virtual_lock::{Habit, Quirk};

use crate::seeded::Seeded;

/// One way in which a season may differ from the usual house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Character {
    /// One to four listings and one to four doors, in any connection.
    House,
    /// Grace of 0 to 180 minutes after check-out, and of up to an hour before check-in.
    Grace,
    /// A policy of any values that stand for a way to run a house.
    Policy,
    /// Backups and emergency codes are replaced within the season.
    Rotations,
    /// The emergency code is replaced five minutes after check-out.
    RotatesSoon,
    /// Locks of every profile that takes PINs.
    Profiles,
    /// Locks with three to eight places.
    FewPlaces,
    /// The keypad pauses after five wrong tries.
    KeypadPauses,
    /// A quirk of some locks.
    Odd(Quirk),
    /// A habit of some clouds.
    Cloud(Habit),
    /// Strangers' codes with odd labels, places and ends are on some locks.
    Strangers,
    /// The host deletes codes of stays in the lock's app.
    HandDeletes,
    /// The host gives codes of stays another PIN in the lock's app.
    HandEdits,
    /// The host disables codes of stays in the lock's app.
    HandDisables,
    /// The platforms of some locks make codes of the lock's own algorithm (A3b).
    OfflineCodes,
    /// Some guests book twice, one stay right after the other (W8).
    Joined,
    /// Some bookings are on hold for a while (N4).
    Holds,
    /// Some listings and locks have a policy of their own (D8).
    OwnPolicies,
}

use Character::{Cloud, Odd};

impl Character {
    pub const ALL: [Self; 37] = [
        Self::House,
        Self::Grace,
        Self::Policy,
        Self::Rotations,
        Self::RotatesSoon,
        Self::Profiles,
        Self::FewPlaces,
        Self::KeypadPauses,
        Odd(Quirk::GhostCodes),
        Odd(Quirk::MaskedPins),
        Odd(Quirk::AcceptsAndForgets),
        Odd(Quirk::HourSteps),
        Odd(Quirk::LosesAnswers),
        Odd(Quirk::KeepsLastCode),
        Cloud(Habit::AcceptsFirst),
        Cloud(Habit::AcceptsThenFails),
        Cloud(Habit::ConfirmsNothing),
        Cloud(Habit::ListsEarly),
        Cloud(Habit::LeavesOneOut),
        Cloud(Habit::Rounds),
        Cloud(Habit::ForgetsAfterSuccess),
        Cloud(Habit::SpeaksPrecisely),
        Cloud(Habit::RefusesCodes),
        Cloud(Habit::SlowOverBatches),
        Cloud(Habit::WritesTimeOut),
        Cloud(Habit::DatesListsBack),
        Cloud(Habit::ReadsWithoutList),
        Self::Strangers,
        Self::HandDeletes,
        Self::HandEdits,
        Self::HandDisables,
        Self::OfflineCodes,
        Self::Joined,
        Cloud(Habit::TellsRefusedPins),
        Cloud(Habit::CountsRefusedDigits),
        Self::Holds,
        Self::OwnPolicies,
    ];

    /// Its name, by which `SIM_CHARACTERS` switches it on.
    pub fn name(self) -> String {
        match self {
            Odd(quirk) => format!("{quirk:?}"),
            Cloud(habit) => format!("{habit:?}"),
            other => format!("{other:?}"),
        }
    }

    /// The rule that it waits for, where it is off.
    pub fn waits_for(self) -> Option<&'static str> {
        OFF.iter()
            .find(|(off, _)| *off == self)
            .map(|(_, rule)| *rule)
    }
}

/// What is not drawn together with others yet, and what it waits for. By itself it is played.
const OFF: [(Character, &str); 3] = [
    (
        Cloud(Habit::AcceptsThenFails),
        "I1, I4: a guest's code that is refused for good, among other faults",
    ),
    (
        Cloud(Habit::ForgetsAfterSuccess),
        "I1, I2: a code that is lost again and again, among other faults",
    ),
    (
        Cloud(Habit::RefusesCodes),
        "I1, I4: a guest's code that is refused for good, among other faults",
    ),
];

/// What came later than the list of seasons that are known to fail (`known.rs`): it is drawn for
/// the wide seasons only, so that the others stay as they are.
const LATER: [Character; 27] = [
    Odd(Quirk::GhostCodes),
    Cloud(Habit::ConfirmsNothing),
    Cloud(Habit::DatesListsBack),
    Character::Grace,
    Character::Rotations,
    Character::RotatesSoon,
    Character::FewPlaces,
    Odd(Quirk::KeepsLastCode),
    Odd(Quirk::AcceptsAndForgets),
    Odd(Quirk::HourSteps),
    Cloud(Habit::AcceptsFirst),
    Cloud(Habit::ListsEarly),
    Cloud(Habit::LeavesOneOut),
    Cloud(Habit::Rounds),
    Cloud(Habit::SpeaksPrecisely),
    Cloud(Habit::WritesTimeOut),
    Cloud(Habit::ReadsWithoutList),
    Character::Strangers,
    Character::HandDeletes,
    Character::HandEdits,
    Character::HandDisables,
    Character::OfflineCodes,
    Character::Joined,
    Cloud(Habit::TellsRefusedPins),
    Cloud(Habit::CountsRefusedDigits),
    Character::Holds,
    Character::OwnPolicies,
];

/// Checks that are off, and the rule that has to be built first.
const UNCHECKED: [(&str, &str); 0] = [];

/// Whether an invariant is judged; `SIM_CHARACTERS=all` judges those that are off, too.
pub fn is_judged(invariant: &str) -> bool {
    let all = std::env::var("SIM_CHARACTERS").is_ok_and(|names| names == "all");
    all || UNCHECKED.iter().all(|(off, _)| *off != invariant)
}

/// Which characters a season has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Characters(u64);

impl Characters {
    pub const NONE: Self = Self(0);

    pub fn with(self, character: Character) -> Self {
        Self(self.0 | Self::bit(character))
    }

    pub fn without(self, character: Character) -> Self {
        Self(self.0 & !Self::bit(character))
    }

    pub fn has(self, character: Character) -> bool {
        self.0 & Self::bit(character) != 0
    }

    fn bit(character: Character) -> u64 {
        let place = Character::ALL.iter().position(|one| *one == character);
        1 << place.unwrap()
    }

    /// Those that are on: all that wait for nothing, or those that `SIM_CHARACTERS` names (`all`
    /// are all of them).
    pub fn on() -> Self {
        Self::named().unwrap_or_else(|| Self::of(|character| character.waits_for().is_none()))
    }

    /// Those that `SIM_CHARACTERS` names, or all: each of them by itself.
    pub fn each() -> Self {
        Self::named().unwrap_or_else(|| Self::of(|_| true))
    }

    fn named() -> Option<Self> {
        let named = std::env::var("SIM_CHARACTERS").ok()?;
        let is_named = |name: &str| named == "all" || named.split(',').any(|one| one == name);
        Some(Self::of(|character| is_named(&character.name())))
    }

    /// Each of them with even odds, and those that came later in a wide season only.
    pub fn drawn(self, dice: Seeded, is_wide: bool) -> Self {
        let (mut dice, mut later) = (dice.branch(10), dice.branch(12));
        Self::of(|character| {
            let is_later = LATER.contains(character);
            let is_drawn = dice.below(2) == 0 && !is_later;
            let is_drawn_later = is_later && is_wide && later.below(2) == 0;
            (is_drawn || is_drawn_later) && self.has(*character)
        })
    }

    fn of(is_on: impl FnMut(&Character) -> bool) -> Self {
        let all = Character::ALL.into_iter();
        all.filter(is_on).fold(Self::NONE, Self::with)
    }
}

#[test]
fn characters_that_are_off_say_what_they_wait_for() {
    for (character, rule) in OFF {
        println!("{} waits for {rule}", character.name());
        assert_eq!(character.waits_for(), Some(rule));
    }
    for (invariant, rule) in UNCHECKED {
        println!("{invariant} waits for {rule}");
    }
    let all = Characters::of(|_| true);
    assert!(
        Character::ALL
            .into_iter()
            .all(|character| all.has(character))
    );
}
