//! Issues an offline code (O2).

use serde::{Deserialize, Serialize};

use super::digits::{DIGITS, Secret, pin};
use super::grant::{Grant, OfflineGrant, check_variance, first_use_hours};
use crate::code::{Key, Pin};
use crate::time::Instant;
use crate::{Error, ErrorCode, Id};

/// What `issueOfflineCode` is given.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct IssueOfflineCodeInput {
    /// The secret that the lock shares with its cloud: a text of 32 to 1,024 bytes. Give each lock
    /// one of its own.
    pub key: Key,
    /// The lock's id. It is part of every code, so that no code opens another lock.
    pub lock_id: Id,
    /// When the code shall begin to open. It opens from the hour on that this instant is in.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub starts_at: Instant,
    /// When it shall stop. It opens at least until then: windows of up to 48 hours end with an
    /// hour, longer ones last 52, 56, 60 … 720 hours.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub ends_at: Instant,
    /// Which code of this window, 0 to 15 \[0\]: guests with the same window get different codes.
    /// It has to be below the lock's `variants`.
    #[serde(default)]
    pub variance: Option<u8>,
    /// How long after its start a code may be used first, 1 to 72 hours \[24\]; the same as in the
    /// lock.
    pub first_use_hours: Option<u32>,
}

/// A code that a lock accepts without having heard of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct OfflineCode {
    /// Nine digits, in clear.
    pub code: Pin,
    /// When it begins to open: not after what was asked for.
    pub starts_at: Instant,
    /// When it stops: not before what was asked for.
    pub ends_at: Instant,
    /// Which code of the window it is.
    pub variance: u8,
    /// A code that was not used before this instant never opens. Tell the guest.
    pub use_by: Instant,
}

impl IssueOfflineCodeInput {
    /// Answers `issueOfflineCode` (O2).
    ///
    /// # Errors
    /// `empty_window` and `out_of_range` at `endsAt`, `out_of_range` at `variance` and
    /// `firstUseHours`.
    ///
    /// ```
    /// use latchstring::code::IssueOfflineCodeInput;
    /// let input: IssueOfflineCodeInput = latchstring::decode(
    ///     r#"{
    ///         "key": "0123456789abcdef0123456789abcdef", "lockId": "front",
    ///         "startsAt": "2026-05-01T15:00:00Z", "endsAt": "2026-05-03T09:30:00Z"
    ///     }"#,
    /// )?;
    /// let made = input.answer()?;
    /// assert_eq!(made.code.reveal(), "618801132");
    /// assert_eq!(made.ends_at.to_string(), "2026-05-03T10:00:00Z");
    /// assert_eq!(made.use_by.to_string(), "2026-05-02T15:00:00Z");
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    pub fn answer(&self) -> Result<OfflineCode, Error> {
        let variance = self.variance.unwrap_or(0);
        check_variance(variance)?;
        let first_use_hours = first_use_hours(self.first_use_hours)?;
        let grant = Grant::around(self.starts_at, self.ends_at, variance)?;
        let number = Secret::new(&self.key, &self.lock_id, DIGITS)?.number(grant);
        let code = pin(number).ok_or_else(|| {
            Error::new(
                ErrorCode::InvalidValue,
                "no code was found",
                "report this as a bug",
            )
        })?;
        let use_by = grant.use_by(first_use_hours);
        let grant = OfflineGrant::from(grant);
        Ok(OfflineCode {
            code,
            starts_at: grant.starts_at,
            ends_at: grant.ends_at,
            variance,
            use_by,
        })
    }
}
