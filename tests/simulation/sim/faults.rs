//! What may go wrong: each by itself, some, and all together.

use crate::seeded::Seeded;

/// One kind of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Doors fall silent, for minutes or days.
    Radio,
    /// Something is done, or not, and nobody says so.
    LostAnswers,
    /// Answers and facts come late, or twice.
    LateAnswers,
    /// A cloud takes a command; the lock does it later, or never.
    AcceptedNotDone,
    /// A gateway is busy.
    Busy,
    /// Something is done and called a failure; a lock that is silent is called online, or the other
    /// way round.
    WrongWords,
    /// The host starts again, and what was on its way to it may be lost.
    Crash,
    /// Somebody types codes in at the door.
    ByHand,
    /// Batteries run down, and locks die with them until somebody comes.
    Battery,
    /// Keypads break, and are mended.
    Keypad,
    /// The lock's own clock drifts, or is an hour off for days.
    Clock,
    /// The platform takes four commands a minute.
    RateLimit,
    /// Guests mistype, and some of these say that they cannot get in.
    Mistyping,
    /// Trips are extended, shortened, moved, cancelled and reinstated, often when it is urgent.
    Changes,
    /// Locks hold few codes.
    Capacity,
    /// Some locks that keep windows are an hour off with all that they were sent before the clocks
    /// changed.
    ClockChange,
}

impl Fault {
    pub const ALL: [Self; 16] = [
        Self::Radio,
        Self::LostAnswers,
        Self::LateAnswers,
        Self::AcceptedNotDone,
        Self::Busy,
        Self::WrongWords,
        Self::Crash,
        Self::ByHand,
        Self::Battery,
        Self::Keypad,
        Self::Clock,
        Self::RateLimit,
        Self::Mistyping,
        Self::Changes,
        Self::Capacity,
        Self::ClockChange,
    ];
}

/// Which of them are switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Faults(u32);

impl Faults {
    pub const NONE: Self = Self(0);

    pub fn all() -> Self {
        Fault::ALL.into_iter().fold(Self::NONE, Self::with)
    }

    /// Each with even odds: what two of them do together shows best where the others don't drown
    /// it.
    pub fn drawn(mut dice: Seeded) -> Self {
        let is_on = |_: &Fault| dice.below(2) == 0;
        Fault::ALL
            .into_iter()
            .filter(is_on)
            .fold(Self::NONE, Self::with)
    }

    pub fn with(self, fault: Fault) -> Self {
        Self(self.0 | 1 << fault as u32)
    }

    pub fn without(self, fault: Fault) -> Self {
        Self(self.0 & !(1 << fault as u32))
    }

    pub fn has(self, fault: Fault) -> bool {
        self.0 & 1 << fault as u32 != 0
    }
}
