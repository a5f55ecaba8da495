//! What a listing or a lock decides for itself, laid over what its site decides (D8).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::backups::{PartialBackupsPolicy, PartialEmergencyPolicy};
use super::codes::{PartialCodesPolicy, PartialVisitsPolicy, PartialWindowPolicy};
use super::complaints::PartialComplaintsPolicy;
use super::entries::PartialEntriesPolicy;
use super::hand::PartialHandPolicy;
use super::locks::{PartialCommandsPolicy, PartialOfflinePolicy, PartialValidationPolicy};
use super::notices::{PartialNoticesPolicy, PartialReviewPolicy};
use super::{Policy, RetentionPolicy};
use crate::json::at_most;
use crate::{Error, ErrorCode, Text};

/// A policy of a listing or a lock: what it leaves out, the site decides (D8).
///
/// ```
/// use latchstring::model::{PartialPolicy, Policy};
/// let own: PartialPolicy = latchstring::decode(r#"{ "window": { "afterCheckOutMinutes": 45 } }"#)?;
/// let policy = own.over(&Policy::default());
/// assert_eq!(policy.window.after_check_out_minutes, 45);
/// assert_eq!(policy.codes.length, 6);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PartialPolicy {
    /// Making PINs (P).
    pub codes: Option<PartialCodesPolicy>,
    /// The edges of a stay's window (W); not of a lock.
    pub window: Option<PartialWindowPolicy>,
    /// Checks before a window begins (C).
    pub validation: Option<PartialValidationPolicy>,
    /// The pool of backup codes (B).
    pub backups: Option<PartialBackupsPolicy>,
    /// The emergency code (E).
    pub emergency: Option<PartialEmergencyPolicy>,
    /// When a lock counts as offline (A3).
    pub offline: Option<PartialOfflinePolicy>,
    /// Answers to commands (C6, C7).
    pub commands: Option<PartialCommandsPolicy>,
    /// Guests who say that they can't get in (A4).
    pub complaints: Option<PartialComplaintsPolicy>,
    /// Codes that the host takes off by hand in a running stay (T8).
    pub hand: Option<PartialHandPolicy>,
    /// Entries that a keypad refuses, and odd uses of codes (A8, A9).
    pub entries: Option<PartialEntriesPolicy>,
    /// Codes of visitors (V).
    pub visits: Option<PartialVisitsPolicy>,
    /// Reviews of the access list (V4).
    pub review: Option<PartialReviewPolicy>,
    /// When and how people are told (N).
    pub notices: Option<PartialNoticesPolicy>,
    /// Only the site decides it.
    pub retention: Option<RetentionPolicy>,
    /// Only the site decides it.
    #[serde(deserialize_with = "at_most::<300, _, _, _>")]
    pub regions: Option<Vec<Text>>,
}

/// Whose policy it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolicyOf {
    Listing,
    Lock,
}

/// Lays sections over those of a base.
macro_rules! over {
    ($own:expr, $base:expr; $($section:ident),*) => {
        Policy {
            $($section: match &$own.$section {
                Some(own) => own.over(&$base.$section),
                None => $base.$section.clone(),
            },)*
            retention: $base.retention.clone(),
            regions: $base.regions.clone(),
        }
    };
}

impl PartialPolicy {
    /// What is said here, and what `base` says of all else. Where the two of them put the checks
    /// out of order, a check moves to the one after it (C1).
    #[must_use]
    pub fn over(&self, base: &Policy) -> Policy {
        let mut policy = self.laid_over(base);
        policy.validation = policy.validation.in_order();
        policy
    }

    fn laid_over(&self, base: &Policy) -> Policy {
        over!(self, base; codes, window, validation, backups, emergency, offline, commands, complaints,
            hand, entries, visits, review, notices)
    }

    /// Refuses numbers outside their limits, checks that are out of order, and what a listing or a
    /// lock can't decide.
    pub(crate) fn check(&self, of: PolicyOf) -> Result<(), Error> {
        let refused = SITE_ALONE.iter().chain(match of {
            PolicyOf::Listing => [].iter(),
            PolicyOf::Lock => NOT_OF_LOCKS.iter(),
        });
        for (key, is_said, hint) in refused {
            if is_said(self) {
                let whose = match of {
                    PolicyOf::Listing => "a listing can't decide this",
                    PolicyOf::Lock => "a lock can't decide this",
                };
                return Err(Error::new(ErrorCode::InvalidValue, whose, *hint).at(key));
            }
        }
        self.laid_over(&Policy::default()).check_limits()?;
        let order = self.validation.as_ref();
        let order = order.map_or(Ok(()), PartialValidationPolicy::check_order);
        order.map_err(|error| error.at("validation"))
    }
}

/// A key that is refused, whether it is said, and what to do instead.
type Refused = (&'static str, fn(&PartialPolicy) -> bool, &'static str);

/// What only the site can decide.
const SITE_ALONE: [Refused; 3] = [
    (
        "retention",
        |own| own.retention.is_some(),
        "a site forgets as a whole: say it in the site's policy",
    ),
    (
        "review.everyDays",
        |own| {
            own.review
                .as_ref()
                .is_some_and(|own| own.every_days.is_some())
        },
        "a site is reviewed as a whole: say it in the site's policy",
    ),
    (
        "regions",
        |own| own.regions.is_some(),
        "say `automation: false` of a listing without codes",
    ),
];

/// What concerns a stay with all of its doors.
const NOT_OF_LOCKS: [Refused; 6] = [
    (
        "window",
        |own| own.window.is_some(),
        "a stay has one window for all of its doors: say it of the listing",
    ),
    (
        "codes.length",
        |own| own.codes.as_ref().is_some_and(|own| own.length.is_some()),
        "a stay has one PIN for its doors: say `rules.lengths` of the lock",
    ),
    (
        "codes.preferPhoneDigits",
        |own| {
            let codes = own.codes.as_ref();
            codes.is_some_and(|own| own.prefer_phone_digits.is_some())
        },
        "a stay has one PIN for its doors: say it of the listing",
    ),
    (
        "complaints.answerAgainMinutes",
        |own| {
            let complaints = own.complaints.as_ref();
            complaints.is_some_and(|own| own.answer_again_minutes.is_some())
        },
        "a guest is answered once for all doors: say it of the listing",
    ),
    (
        "notices.revealHours",
        |own| {
            own.notices
                .as_ref()
                .is_some_and(|own| own.reveal_hours.is_some())
        },
        "a guest is told all doors at once: say it of the listing",
    ),
    (
        "notices.channels",
        |own| {
            own.notices
                .as_ref()
                .is_some_and(|own| own.channels.is_some())
        },
        "a guest is told all doors at once: say it of the listing",
    ),
];
