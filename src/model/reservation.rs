//! Bookings.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::code::Candidate;
use crate::time::{Day, Instant, TimeOfDay};
use crate::{Error, ErrorCode, Id, Text};

/// A booking of a listing.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Reservation {
    /// Unique among the reservations of its site.
    pub id: Id,
    /// Raised by the sender at each change (T6).
    pub revision: u32,
    /// The listing that is booked; a stay of an unknown listing waits for it (L).
    pub listing_id: Id,
    /// Whether the booking is confirmed or cancelled.
    pub status: ReservationStatus,
    /// Who booked.
    pub guest: Guest,
    /// The day on which the stay begins, in the listing's zone.
    pub arrival: Day,
    /// The day on which the stay ends, in the listing's zone.
    pub departure: Day,
    /// Own check-in time, before the listing's (W3).
    pub check_in: Option<TimeOfDay>,
    /// Own check-out time, before the listing's (W3).
    pub check_out: Option<TimeOfDay>,
    /// A PIN that the host chose, tried first (P4).
    pub preferred_code: Option<Candidate>,
    /// When the booking was made; it decides what is last-minute (A1).
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub booked_at: Option<Instant>,
    /// Whether the codes are programmed and nothing is told, as the identity check or the payment
    /// is missing; absent is `false`. A later revision without it releases the booking (N4).
    pub hold: Option<bool>,
}

impl Reservation {
    /// Whether nothing is told of the booking's codes (N4).
    #[must_use]
    pub fn is_on_hold(&self) -> bool {
        self.hold == Some(true)
    }

    /// Refuses days that no listing could make a stay of (W2).
    ///
    /// # Errors
    /// `empty_window` where the departure is before the arrival, `year_out_of_range` outside 2020
    /// to 2099.
    pub fn check(&self) -> Result<(), Error> {
        for (day, key) in [(self.arrival, "arrival"), (self.departure, "departure")] {
            if !(2020..=2099).contains(&day.year()) {
                return Err(Error::new(
                    ErrorCode::YearOutOfRange,
                    "zones are exact from 2020 to 2099 only",
                    "check the year",
                )
                .at(key));
            }
        }
        if self.departure < self.arrival {
            return Err(Error::new(
                ErrorCode::EmptyWindow,
                "the departure is before the arrival",
                "check both days",
            )
            .at("departure"));
        }
        Ok(())
    }
}

/// Whether a booking is confirmed or cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ReservationStatus {
    /// The stay will happen.
    Confirmed,
    /// The stay will not happen, or ends now (T5).
    Cancelled,
}

/// Who booked.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Guest {
    /// The same over all bookings of one guest: joins back-to-back stays (W8).
    pub id: Option<Id>,
    /// For people.
    pub name: Text,
    /// The phone's last digits: a preferred PIN where policy allows it (P4).
    pub phone_last_digits: Option<Candidate>,
}
