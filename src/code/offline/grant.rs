//! What an offline code opens: a window on a coarse grid, so that the lock has few to try (O2).

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::time::Instant;
use crate::{Error, ErrorCode};

const HOUR_SECONDS: i64 = 3600;
/// Up to so many hours, every length is on the grid.
const HOURLY: u32 = 48;
/// Longer windows grow in steps of so many hours.
const STEP_HOURS: u32 = 4;
/// The longest window: thirty days.
const MAX_HOURS: u32 = 720;

/// How long after its start a code may be used first, in hours, where nobody says.
const FIRST_USE_HOURS: u32 = 24;
const FIRST_USE_LIMITS: RangeInclusive<u32> = 1..=72;
/// How many codes a window may have.
pub(super) const MAX_VARIANTS: u8 = 16;

/// A window, in whole hours since 1970-01-01T00:00:00Z, and which of its codes is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) start_hour: u32,
    pub(super) end_hour: u32,
    pub(super) variance: u8,
}

/// What an offline code opens. A lock stores it once the code was used, and hands it in from then
/// on (O2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct OfflineGrant {
    /// The first instant at which it opens: a whole hour of UTC.
    pub starts_at: Instant,
    /// The first instant at which it does not open any more.
    pub ends_at: Instant,
    /// Which of the codes of this window it is.
    pub variance: u8,
}

impl Grant {
    /// The nearest window on the grid that covers one that is asked for.
    pub(super) fn around(
        starts_at: Instant,
        ends_at: Instant,
        variance: u8,
    ) -> Result<Self, Error> {
        if starts_at >= ends_at {
            return Err(Error::new(
                ErrorCode::EmptyWindow,
                "the window does not end after it begins",
                "choose an end after the start",
            )
            .at("endsAt"));
        }
        let start_hour = hour(starts_at);
        let least = hour_up(ends_at).saturating_sub(start_hour);
        let mut on_grid = lengths().filter(|&length| length >= least);
        let length = on_grid.next().ok_or_else(|| {
            Error::new(
                ErrorCode::OutOfRange,
                format!("the window is longer than {MAX_HOURS} hours"),
                "issue one code after the other",
            )
            .at("endsAt")
        })?;
        Ok(Self {
            start_hour,
            end_hour: start_hour.saturating_add(length),
            variance,
        })
    }

    /// Until when a code has to be used first.
    pub(super) fn use_by(self, first_use_hours: u32) -> Instant {
        at(self
            .start_hour
            .saturating_add(first_use_hours)
            .min(self.end_hour))
    }

    pub(super) fn is_open(self, now: Instant) -> bool {
        let hour = hour(now);
        (self.start_hour..self.end_hour).contains(&hour)
    }

    /// Calls `found` with each window that a lock tries for a code that it has not seen before:
    /// those that are open, and whose code may be used first.
    pub(super) fn each_tried(
        now: Instant,
        first_use_hours: u32,
        variants: u8,
        found: &mut dyn FnMut(Self),
    ) {
        let now_hour = hour(now);
        for age in 0..first_use_hours {
            let Some(start_hour) = now_hour.checked_sub(age) else {
                return;
            };
            for length in lengths().filter(|&length| length > age) {
                for variance in 0..variants {
                    found(Self {
                        start_hour,
                        end_hour: start_hour.saturating_add(length),
                        variance,
                    });
                }
            }
        }
    }
}

impl From<Grant> for OfflineGrant {
    fn from(grant: Grant) -> Self {
        Self {
            starts_at: at(grant.start_hour),
            ends_at: at(grant.end_hour),
            variance: grant.variance,
        }
    }
}

impl TryFrom<OfflineGrant> for Grant {
    type Error = Error;

    fn try_from(stored: OfflineGrant) -> Result<Self, Error> {
        check_variance(stored.variance)?;
        let grant = Self::around(stored.starts_at, stored.ends_at, stored.variance)?;
        if OfflineGrant::from(grant) != stored {
            return Err(Error::new(
                ErrorCode::InvalidValue,
                "no code has this window",
                "hand in a grant as verifyOfflineCode gave it",
            ));
        }
        Ok(grant)
    }
}

pub(super) fn check_variance(variance: u8) -> Result<(), Error> {
    if variance < MAX_VARIANTS {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::OutOfRange,
        format!(
            "{variance} is outside 0 to {}",
            MAX_VARIANTS.saturating_sub(1)
        ),
        "count the codes of one window from 0",
    )
    .at("variance"))
}

/// The hours within which a code has to be used first.
pub(super) fn first_use_hours(asked: Option<u32>) -> Result<u32, Error> {
    let hours = asked.unwrap_or(FIRST_USE_HOURS);
    if FIRST_USE_LIMITS.contains(&hours) {
        return Ok(hours);
    }
    let (min, max) = FIRST_USE_LIMITS.into_inner();
    Err(Error::new(
        ErrorCode::OutOfRange,
        format!("the number is outside {min} to {max}"),
        format!("choose a number from {min} to {max}, the same for issuing and for the lock"),
    )
    .at("firstUseHours"))
}

/// The lengths of windows on the grid, in hours, in order.
fn lengths() -> impl Iterator<Item = u32> {
    let step = usize::try_from(STEP_HOURS).unwrap_or(1);
    let longer = (HOURLY..=MAX_HOURS).step_by(step).skip(1);
    (1..=HOURLY).chain(longer)
}

/// The hour that an instant is in.
fn hour(instant: Instant) -> u32 {
    let hours = instant.unix_seconds().div_euclid(HOUR_SECONDS);
    u32::try_from(hours).unwrap_or(0)
}

/// The first hour that does not begin before an instant.
fn hour_up(instant: Instant) -> u32 {
    let is_within = instant.unix_seconds().rem_euclid(HOUR_SECONDS) != 0;
    hour(instant).saturating_add(u32::from(is_within))
}

fn at(hour: u32) -> Instant {
    Instant::from_unix_seconds(i64::from(hour).saturating_mul(HOUR_SECONDS))
}
