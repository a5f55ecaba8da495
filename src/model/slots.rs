//! The places of a lock that addresses codes by place (S1).

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::{Error, ErrorCode};

/// The highest number of a place.
const MAX_SLOT: u32 = 9_999;

/// The most places of one lock: as many as a list of its codes may have.
const MAX_PLACES: u32 = 2_000;

/// The places of a lock that addresses codes by place, at most 2,000 (S1).
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Slots {
    /// The first place for codes.
    pub from: u32,
    /// The last place for codes, at most 9,999.
    pub to: u32,
    /// The place that is kept for the emergency code; absent: the one that policy names (E1).
    pub reserved: Option<u32>,
}

impl Slots {
    /// Refuses places that are none.
    ///
    /// # Errors
    /// `out_of_range` at `to` or `reserved`.
    pub fn check(self) -> Result<(), Error> {
        let refused = |message, at| {
            let hint = "number the places as the lock does";
            Err(Error::new(ErrorCode::OutOfRange, message, hint).at(at))
        };
        if self.from > self.to {
            return refused("the last place comes before the first", "to");
        }
        if self.to > MAX_SLOT || self.count() > MAX_PLACES {
            return refused("more than 2,000 places, or one above 9,999", "to");
        }
        if self.reserved.is_some_and(|slot| !self.contains(slot)) {
            return refused("the reserved place is none of the places", "reserved");
        }
        Ok(())
    }

    /// How many places there are.
    #[must_use]
    pub fn count(self) -> u32 {
        self.to.saturating_sub(self.from).saturating_add(1)
    }

    /// The numbers of the places.
    pub(crate) fn numbers(self) -> RangeInclusive<u32> {
        self.from..=self.to
    }

    /// Whether a number is that of a place.
    #[must_use]
    pub fn contains(self, slot: u32) -> bool {
        self.numbers().contains(&slot)
    }

    /// The first of these places, as many as a lock of this capacity holds codes.
    pub(crate) fn within(self, capacity: Option<u32>) -> Self {
        let count = capacity.map_or(self.count(), |capacity| capacity.min(self.count()));
        let to = self.from.saturating_add(count.saturating_sub(1));
        Self { to, ..self }
    }

    /// The place that is kept for the emergency code; `by_policy` is the one that policy names.
    /// Nothing where the lock has no such place (E1).
    pub(crate) fn reserved_place(self, by_policy: u32) -> Option<u32> {
        Some(self.reserved.unwrap_or(by_policy)).filter(|&slot| self.contains(slot))
    }
}
