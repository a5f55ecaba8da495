//! The step in which a lock counts time.

use serde::Deserialize;

use crate::{Error, ErrorCode};

/// A step in whole minutes that divides a day: 1 to 1440 (W6).
///
/// ```
/// use latchstring::time::StepMinutes;
/// assert!(StepMinutes::new(15).is_ok());
/// assert!(StepMinutes::new(7).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "u32")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "number"))]
pub struct StepMinutes(u16);

impl StepMinutes {
    /// A step of so many minutes.
    ///
    /// # Errors
    /// `out_of_range` where the minutes don't divide 1440.
    pub fn new(minutes: u32) -> Result<Self, Error> {
        u16::try_from(minutes)
            .ok()
            .filter(|minutes| 1440_u16.checked_rem(*minutes) == Some(0))
            .map(Self)
            .ok_or_else(|| {
                Error::new(
                    ErrorCode::OutOfRange,
                    "no step of this length fills a day",
                    "choose whole minutes that divide 1440, such as 1, 15, 30, 60 or 1440",
                )
            })
    }

    /// Its length in minutes.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl TryFrom<u32> for StepMinutes {
    type Error = Error;

    fn try_from(minutes: u32) -> Result<Self, Error> {
        Self::new(minutes)
    }
}
