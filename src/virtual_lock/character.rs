//! Quirks of the lock, habits of its cloud, and the occasion of a call.

use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// What is odd about a lock. Each was seen in the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Quirk {
    /// A removal is confirmed and leaves the code there, open and listed; the second one takes it
    /// off (F36).
    GhostCodes,
    /// It lists `****` for every PIN (F18).
    MaskedPins,
    /// The cloud accepts a write, and does nothing (F20).
    AcceptsAndForgets,
    /// It keeps windows on its wall clock by the offset at which they were stored, so that they are
    /// off after a clock change (F33).
    ShiftsAtClockChange,
    /// It stores windows in whole hours of its own clock: starts earlier, ends later.
    HourSteps,
    /// It does what it shall, and nobody hears of it (F25).
    LosesAnswers,
    /// The last code can't be removed.
    KeepsLastCode,
}

/// What is odd about the cloud of a lock. A cloud without habits does a command at once, and
/// confirms it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Habit {
    /// It accepts what shall be written, does it 30 seconds later, and confirms it then (F20).
    AcceptsFirst,
    /// It accepts what shall be written, and says 30 seconds later that it was `rejected`.
    AcceptsThenFails,
    /// It confirms what shall be written, and does nothing (F52).
    ConfirmsNothing,
    /// It lists a code that it has accepted, and that is not on the lock yet.
    ListsEarly,
    /// One list leaves out the newest code; the next one has it again (F39).
    LeavesOneOut,
    /// It stores windows in steps of 15 minutes: starts earlier, ends later (F38).
    Rounds,
    /// It confirms a new code, and the code is gone five minutes later (F38).
    ForgetsAfterSuccess,
    /// It says precisely why it refuses: `not_found`, `slot_taken`, `keeps_last_code`. Other clouds
    /// call a removal of what is not there done, and the rest `no_space` or `rejected`.
    SpeaksPrecisely,
    /// It refuses each new code for good (F56).
    RefusesCodes,
    /// It does one command after the other, 40 seconds each, and answers none before (C7).
    SlowOverBatches,
    /// What shall be written fails as `timeout` and is not done; readings are answered (F46).
    WritesTimeOut,
    /// It dates its lists five minutes back (F61).
    DatesListsBack,
    /// It answers a reading, and gives no list (F61).
    ReadsWithoutList,
    /// It tells of an entry that the keypad refused, with what was typed. Other clouds never do.
    TellsRefusedPins,
    /// It tells of an entry that the keypad refused, and only how many digits were typed.
    CountsRefusedDigits,
}

/// The instant of a call, and the number that it draws by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// When.
    pub now: Instant,
    /// Whatever is drawn in the call follows from it. The same number gives the same answer.
    pub entropy: u32,
}

impl Occasion {
    /// An instant, drawn by zero.
    #[must_use]
    pub fn at(now: Instant) -> Self {
        Self { now, entropy: 0 }
    }
}
