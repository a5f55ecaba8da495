//! The limits of numbers that are narrower than those of their types, by type and key: errors of
//! reading name them, and what checks a number looks them up.

use std::ops::RangeInclusive;

use crate::{Error, ErrorCode};

/// A type, and the least and the highest number at each of its keys.
type Of = (&'static str, &'static [(&'static str, u64, u64)]);

const DAY: u64 = 1440;
const WEEK: u64 = 10_080;
const YEAR_IN_HOURS: u64 = 8760;
const TEN_YEARS: u64 = 3650;

const LIMITS: &[Of] = &[
    (
        "CodesPolicy",
        &[
            ("length", 4, 10),
            ("retireDays", 0, TEN_YEARS),
            ("activateAheadHours", 1, YEAR_IN_HOURS),
        ],
    ),
    (
        "WindowPolicy",
        &[
            ("beforeCheckInMinutes", 0, DAY),
            ("afterCheckOutMinutes", 0, DAY),
        ],
    ),
    ("VisitsPolicy", &[("rotateDays", 1, TEN_YEARS)]),
    (
        "ValidationPolicy",
        &[
            ("healthMinutes", 0, DAY),
            ("activationMinutes", 0, DAY),
            ("verificationMinutes", 0, DAY),
            ("batteryPercent", 0, 100),
            ("emptyBatteryPercent", 0, 100),
        ],
    ),
    (
        "OfflinePolicy",
        &[
            ("failedAttempts", 1, 20),
            ("overMinutes", 0, DAY),
            ("stayFailedAttempts", 1, 20),
            ("stayOverSeconds", 0, 86_400),
            ("staleMinutes", 1, WEEK),
        ],
    ),
    (
        "CommandsPolicy",
        &[
            ("deadlineSeconds", 5, 3600),
            ("stayDeadlineSeconds", 5, 3600),
            ("tries", 1, 20),
            ("perMinutes", 1, DAY),
            ("fullHours", 1, 168),
        ],
    ),
    (
        "BackupsPolicy",
        &[
            ("poolSize", 0, 64),
            ("rotateDays", 1, TEN_YEARS),
            ("manualRemovalMinutes", 0, WEEK),
            ("changeWithinHours", 0, YEAR_IN_HOURS),
            ("soonMinutes", 0, DAY),
            ("deadlineMinutes", 0, DAY),
        ],
    ),
    (
        "EmergencyPolicy",
        &[
            ("slot", 1, 9999),
            ("rotateAfterCheckoutMinutes", 0, WEEK),
            ("rotateDays", 1, TEN_YEARS),
        ],
    ),
    (
        "ComplaintsPolicy",
        &[
            ("recentUseMinutes", 0, DAY),
            ("secondAfterMinutes", 0, 60),
            ("maxCodes", 0, 64),
            ("answerAgainMinutes", 0, DAY),
        ],
    ),
    (
        "EntriesPolicy",
        &[("noticeMinutes", 1, DAY), ("pauseAfter", 2, 16)],
    ),
    (
        "HandPolicy",
        &[("seenMinutes", 0, DAY), ("answerMinutes", 0, DAY)],
    ),
    (
        "ReviewPolicy",
        &[("unusedDays", 1, TEN_YEARS), ("everyDays", 1, TEN_YEARS)],
    ),
    ("RetentionPolicy", &[("stayDays", 60, TEN_YEARS)]),
    (
        "NoticesPolicy",
        &[
            ("revealHours", 0, YEAR_IN_HOURS),
            ("stopAfterMessages", 1, 64),
            ("stopWithinMinutes", 1, DAY),
        ],
    ),
    ("GenerateCodeInput", &[("length", 4, 10)]),
    ("CodeRules", &[("lengths", 4, 10)]),
    ("LockState", &[("batteryPercent", 0, 100)]),
    (
        "IssueOfflineCodeInput",
        &[("variance", 0, 15), ("firstUseHours", 1, 72)],
    ),
    ("OfflineGrant", &[("variance", 0, 15)]),
    (
        "VerifyOfflineCodeInput",
        &[("variants", 1, 16), ("firstUseHours", 1, 72)],
    ),
    ("AccessDenied", &[("digits", 0, 100)]),
    (
        "Slots",
        &[("from", 0, 9999), ("to", 0, 9999), ("reserved", 0, 9999)],
    ),
    ("NewVirtualLock", &[("chancePercent", 0, 100)]),
];

/// The type and its key whose value is read; empty where no type asks.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) owner: &'static str,
    pub(super) key: &'static str,
}

impl Place {
    /// The limits of the number there, where they are narrower than those of its type.
    pub(super) fn limits(self) -> Option<RangeInclusive<u64>> {
        limits_of(self.owner, self.key)
    }
}

/// The limits of the number at a key of a type, where they are narrower than those of its own type.
/// What a listing or a lock says for itself has the limits of what the site says.
pub(crate) fn limits_of(owner: &str, key: &str) -> Option<RangeInclusive<u64>> {
    let owner = owner.strip_prefix("Partial").unwrap_or(owner);
    let (_, numbers) = LIMITS.iter().find(|(known, _)| *known == owner)?;
    let (_, least, most) = numbers.iter().find(|(known, ..)| *known == key)?;
    Some(*least..=*most)
}

/// The error for a number outside its limits.
pub(crate) fn outside(value: Option<u64>, limits: &RangeInclusive<u64>) -> Error {
    let (min, max) = (limits.start(), limits.end());
    Error::new(
        ErrorCode::OutOfRange,
        // A long number may be a PIN that slipped into the wrong place.
        match value {
            Some(value @ 0..=999) => format!("{value} is outside {min} to {max}"),
            _ => format!("the number is outside {min} to {max}"),
        },
        format!("choose a number from {min} to {max}"),
    )
}
