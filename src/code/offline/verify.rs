//! What a lock does with nine digits (O2).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::digits::{DIGITS, Secret, typed};
use super::grant::{Grant, MAX_VARIANTS, OfflineGrant, first_use_hours};
use crate::code::{Candidate, Key};
use crate::json::at_most;
use crate::time::Instant;
use crate::{Error, ErrorCode, Id};

/// Grants that a lock remembers, at most.
const MAX_ACCEPTED: usize = 64;
/// How many codes of a window a lock tries, where nobody says.
const VARIANTS: u8 = 4;

/// What `verifyOfflineCode` is given.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct VerifyOfflineCodeInput {
    /// What somebody typed; any text of at most 64 bytes.
    pub code: Candidate,
    /// The secret that the lock shares with its cloud.
    pub key: Key,
    /// The lock's id.
    pub lock_id: Id,
    /// What the lock's clock says.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub now: Instant,
    /// How many codes of each window the lock tries, 1 to 16 \[4\]. Each one more makes a lucky
    /// guess more likely.
    #[serde(default)]
    pub variants: Option<u8>,
    /// How long after its start a code may be used first, 1 to 72 hours \[24\].
    pub first_use_hours: Option<u32>,
    /// The grants of codes that were used before, at most 64: these go on to open until their end.
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<OfflineGrant>>"))]
    #[serde(default, deserialize_with = "at_most::<MAX_ACCEPTED, _, _, _>")]
    pub accepted: Vec<OfflineGrant>,
    /// The latest instant that the lock's clock has shown when a code was accepted. A clock that is
    /// behind it was set back, and nothing opens.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub latest_seen: Option<Instant>,
}

/// What a lock does with an offline code.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct OfflineAnswer {
    /// Whether the lock opens.
    pub opens: bool,
    /// What the code opens, where the lock opens.
    pub grant: Option<OfflineGrant>,
    /// Whether the lock has to store the grant among those that it accepted.
    pub first_use: Option<bool>,
    /// Why the lock does not open.
    pub because: Option<OfflineRefusal>,
    /// How many windows were tried. A random guess opens with at most this chance in
    /// 1,000,000,000.
    pub tried: u32,
}

/// Why a lock does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum OfflineRefusal {
    /// It is not nine digits.
    NotNineDigits,
    /// The lock's clock is behind what it has shown before.
    ClockWentBack,
    /// It is no code of this lock, or not now: too early, over, or not used in time.
    NoWindow,
}

impl VerifyOfflineCodeInput {
    /// Answers `verifyOfflineCode` (O2).
    ///
    /// # Errors
    /// `out_of_range` at `variants` and `firstUseHours`; `too_long` at `accepted`; `invalid_value`,
    /// `empty_window` and `out_of_range` for a grant that no code has.
    ///
    /// ```
    /// use latchstring::code::VerifyOfflineCodeInput;
    /// let input: VerifyOfflineCodeInput = latchstring::decode(
    ///     r#"{
    ///         "code": "618801132", "now": "2026-05-01T18:20:00Z",
    ///         "key": "0123456789abcdef0123456789abcdef", "lockId": "front"
    ///     }"#,
    /// )?;
    /// let answer = input.answer()?;
    /// assert!(answer.opens);
    /// assert_eq!(answer.grant.map(|grant| grant.ends_at), Some("2026-05-03T10:00:00Z".parse()?));
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    pub fn answer(&self) -> Result<OfflineAnswer, Error> {
        let first_use_hours = first_use_hours(self.first_use_hours)?;
        let variants = self.checked_variants()?;
        let accepted = self.checked_grants()?;
        let Some(number) = typed(self.code.reveal()) else {
            return Ok(refused(OfflineRefusal::NotNineDigits, 0));
        };
        if self.latest_seen.is_some_and(|seen| self.now < seen) {
            return Ok(refused(OfflineRefusal::ClockWentBack, 0));
        }
        let secret = Secret::new(&self.key, &self.lock_id, DIGITS)?;
        let mut search = Search {
            secret: &secret,
            number,
            found: None,
            tried: 0,
        };
        for &grant in accepted.iter().filter(|grant| grant.is_open(self.now)) {
            search.look_at(grant);
        }
        Grant::each_tried(self.now, first_use_hours, variants, &mut |grant| {
            if !accepted.contains(&grant) {
                search.look_at(grant);
            }
        });
        Ok(match search.found {
            None => refused(OfflineRefusal::NoWindow, search.tried),
            Some(grant) => OfflineAnswer {
                opens: true,
                grant: Some(grant.into()),
                first_use: Some(!accepted.contains(&grant)),
                because: None,
                tried: search.tried,
            },
        })
    }

    fn checked_variants(&self) -> Result<u8, Error> {
        let variants = self.variants.unwrap_or(VARIANTS);
        if (1..=MAX_VARIANTS).contains(&variants) {
            return Ok(variants);
        }
        Err(Error::new(
            ErrorCode::OutOfRange,
            format!("the number is outside 1 to {MAX_VARIANTS}"),
            format!("choose a number from 1 to {MAX_VARIANTS}"),
        )
        .at("variants"))
    }

    fn checked_grants(&self) -> Result<Vec<Grant>, Error> {
        let grants = self.accepted.iter().enumerate();
        grants
            .map(|(at, &grant)| {
                Grant::try_from(grant).map_err(|error| error.at(&format!("accepted[{at}]")))
            })
            .collect()
    }
}

/// All windows are tried, whatever is found: how long it takes tells nothing.
struct Search<'a> {
    secret: &'a Secret,
    number: u32,
    /// Of several grants with one code, the one that ends last.
    found: Option<Grant>,
    tried: u32,
}

impl Search<'_> {
    fn look_at(&mut self, grant: Grant) {
        self.tried = self.tried.saturating_add(1);
        let is_it = self.secret.number(grant) == self.number;
        let ends_later = self
            .found
            .is_none_or(|found| found.end_hour < grant.end_hour);
        if is_it && ends_later {
            self.found = Some(grant);
        }
    }
}

fn refused(because: OfflineRefusal, tried: u32) -> OfflineAnswer {
    OfflineAnswer {
        opens: false,
        grant: None,
        first_use: None,
        because: Some(because),
        tried,
    }
}
