//! Which windows a lock platform accepts (W7).

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_with::skip_serializing_none;

use super::{StepMinutes, TimeOfDay};
use crate::json::at_most;
use crate::{Error, ErrorCode, Text};

/// One kind of window that a lock platform accepts (W7). Everything is optional; absent restricts
/// nothing.
///
/// ```
/// use latchstring::time::TimeFrame;
/// let hourly: TimeFrame = latchstring::decode(r#"{"name":"hourly","maxMinutes":40320,"stepMinutes":60}"#)?;
/// assert_eq!(hourly.max_minutes, Some(672 * 60));
/// let error = latchstring::decode::<TimeFrame>(r#"{"stepMinutes":7}"#).unwrap_err();
/// assert_eq!(error.path, "stepMinutes");
/// # Ok::<(), latchstring::Error>(())
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct TimeFrame {
    /// The platform's word for it, such as `hourly`.
    pub name: Option<Text>,
    /// Shortest window in minutes; with `sameTimeOfDay`, a day counts as 1440 over a clock change,
    /// too.
    pub min_minutes: Option<u32>,
    /// Longest window in minutes, counted in the same way.
    pub max_minutes: Option<u32>,
    /// Both edges fall on multiples of this since local midnight; it divides 1440.
    pub step_minutes: Option<u32>,
    /// Whether start and end have the same time of day (igloohome's daily codes).
    pub same_time_of_day: Option<bool>,
    /// Times of day between which alone a window may run, 1 to 64.
    #[serde(default, deserialize_with = "at_most::<64, _, _, _>")]
    pub pairs: Option<Vec<TimePair>>,
    /// How long before its start a window must be set (Kwikset: 15).
    pub lead_minutes: Option<u32>,
}

impl Serialize for TimeFrame {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

/// What serde derives, as `Self::deserialize`, and the check of what it read.
impl<'de> Deserialize<'de> for TimeFrame {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let frame = Self::deserialize(deserializer)?;
        frame.check().map_err(D::Error::custom)?;
        Ok(frame)
    }
}

/// The only times of day at which a window may start and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TimePair {
    /// Time of day of the start.
    pub from: TimeOfDay,
    /// Time of day of the end.
    pub to: TimeOfDay,
}

impl TimeFrame {
    /// Refuses frames that no window satisfies. What is read from JSON has been checked.
    ///
    /// # Errors
    /// `out_of_range` at `stepMinutes` or `maxMinutes`; `invalid_value` at `pairs`.
    ///
    /// ```
    /// use latchstring::time::TimeFrame;
    /// let frame = TimeFrame { min_minutes: Some(60), max_minutes: Some(30), ..TimeFrame::default() };
    /// assert_eq!(frame.check().unwrap_err().path, "maxMinutes");
    /// ```
    pub fn check(&self) -> Result<(), Error> {
        let step = self.step_minutes.map(StepMinutes::new).transpose();
        let step = step.map_err(|error| error.at("stepMinutes"))?;
        if self
            .max_minutes
            .is_some_and(|max| max == 0 || self.min_minutes.is_some_and(|min| min > max))
        {
            return Err(Error::new(
                ErrorCode::OutOfRange,
                "no window is that short",
                "let maxMinutes be at least 1 and at least minMinutes",
            )
            .at("maxMinutes"));
        }
        let Some(pairs) = &self.pairs else {
            return Ok(());
        };
        let invalid =
            |message: &str, hint: &str| Err(Error::new(ErrorCode::InvalidValue, message, hint));
        if pairs.is_empty() {
            return invalid(
                "the list is empty",
                "leave the key out where every time of day is allowed",
            )
            .map_err(|error| error.at("pairs"));
        }
        for (at, pair) in pairs.iter().enumerate() {
            let on_step = |time: TimeOfDay| {
                step.is_none_or(|step| time.minutes().checked_rem(step.minutes()) == Some(0))
            };
            let checked = if !on_step(pair.from) || !on_step(pair.to) {
                invalid(
                    "a time that is no multiple of stepMinutes",
                    "change one of them",
                )
            } else if self.same_time_of_day == Some(true) && pair.from != pair.to {
                invalid(
                    "two times where sameTimeOfDay wants one",
                    "change one of them",
                )
            } else {
                Ok(())
            };
            checked.map_err(|error: Error| error.at(&format!("[{at}]")).at("pairs"))?;
        }
        Ok(())
    }
}
