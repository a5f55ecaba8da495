//! What is publicly known of brands and platforms, as data. A fact that rests on one weak source is
//! left out: a host states it in the lock's own fields, which always come first.

use crate::code::CodeConstraint;
use crate::code::CodeConstraint::{
    AtLeastThreeUniqueDigits, CannotContain089, CannotContain0789, CannotSpecifyPinCode,
    CannotStartWith12, NameMustBeUnique, NoAllSameDigits, NoAscendingOrDescendingSequence,
    NoTripleConsecutiveInts, NoZeros, PinCodeMatchesExistingSet, StartDateInFuture,
    UniqueFirstFourDigits,
};
use crate::model::ChangesBy;

/// One brand or platform. `None` and empty mean that nothing is known.
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub(super) struct Row {
    pub name: &'static str,
    pub lengths: Option<(u8, u8)>,
    pub one_length: bool,
    pub constraints: &'static [CodeConstraint],
    pub paired_keys: &'static [&'static str],
    pub reserved: &'static [&'static str],
    pub name_length: Option<(u8, u8)>,
    pub capacity: Option<u32>,
    /// The first and the last place for codes, where commands name one (S1).
    pub slots: Option<(u32, u32)>,
    pub reserved_slots: &'static [u32],
    pub cleared_pin: &'static str,
    pub remote: Option<bool>,
    pub native_schedule: Option<bool>,
    pub can_update: Option<bool>,
    pub changes_by: Option<ChangesBy>,
    pub clock_suspect: bool,
    pub status_unreliable: bool,
    pub no_backups: bool,
    pub keypad_hint: &'static str,
    pub online: &'static [Frame],
    pub offline: &'static [Frame],
    pub offline_capacity: Option<u32>,
    pub offline_stays: bool,
}

/// A window that a platform accepts; the numbers are minutes except where they say otherwise.
pub(super) struct Frame {
    pub name: &'static str,
    pub min_minutes: Option<u32>,
    pub max_minutes: Option<u32>,
    pub step_minutes: Option<u32>,
    pub same_time_of_day: bool,
    pub lead_minutes: Option<u32>,
    pub first_use_hours: Option<u32>,
    pub per_slot: Option<u32>,
}

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

const UNKNOWN: Row = Row {
    name: "",
    lengths: None,
    one_length: false,
    constraints: &[],
    paired_keys: &[],
    reserved: &[],
    name_length: None,
    capacity: None,
    slots: None,
    reserved_slots: &[],
    cleared_pin: "",
    remote: None,
    native_schedule: None,
    can_update: None,
    changes_by: None,
    clock_suspect: false,
    status_unreliable: false,
    no_backups: false,
    keypad_hint: "",
    online: &[],
    offline: &[],
    offline_capacity: None,
    offline_stays: false,
};

const ANY: Frame = Frame {
    name: "",
    min_minutes: None,
    max_minutes: None,
    step_minutes: None,
    same_time_of_day: false,
    lead_minutes: None,
    first_use_hours: None,
    per_slot: None,
};

/// As many places as every lock of a platform has that leaves their number to the lock. A host
/// whose lock has more states its `slots` (S1).
const USUAL_SLOTS: Option<(u32, u32)> = Some((1, 30));

const NUKI: Row = Row {
    name: "nuki",
    lengths: Some((6, 6)),
    constraints: &[NoZeros, CannotStartWith12, NameMustBeUnique],
    name_length: Some((0, 20)),
    capacity: Some(200),
    native_schedule: Some(true),
    keypad_hint: "After five wrong tries the keypad pauses for 30 seconds.",
    ..UNKNOWN
};

/// A change of a code that was never used is refused (−3008): the window can't be counted on to
/// move (T7). One-time and weekly random codes are left out, since no stay fits them.
const TTLOCK: Row = Row {
    name: "ttlock",
    lengths: Some((4, 9)),
    capacity: Some(250),
    native_schedule: Some(true),
    can_update: Some(false),
    offline: &[Frame {
        name: "period",
        min_minutes: Some(HOUR),
        max_minutes: Some(365 * DAY),
        step_minutes: Some(HOUR),
        first_use_hours: Some(24),
        per_slot: Some(1),
        ..ANY
    }],
    ..UNKNOWN
};

/// Every known profile, in the order of their names.
pub(super) const ROWS: &[Row] = &[
    Row {
        name: "2n",
        native_schedule: Some(true),
        ..UNKNOWN
    },
    Row {
        name: "august",
        native_schedule: Some(true),
        ..UNKNOWN
    },
    Row {
        name: "brivo",
        constraints: &[NoTripleConsecutiveInts],
        ..UNKNOWN
    },
    Row {
        name: "codelocks_netcode",
        constraints: &[CannotSpecifyPinCode],
        remote: Some(false),
        offline: &[
            Frame {
                name: "hours",
                min_minutes: Some(HOUR),
                max_minutes: Some(12 * HOUR),
                step_minutes: Some(HOUR),
                ..ANY
            },
            Frame {
                name: "days_7",
                min_minutes: Some(DAY),
                max_minutes: Some(7 * DAY),
                step_minutes: Some(HOUR),
                same_time_of_day: true,
                ..ANY
            },
            Frame {
                name: "days_21",
                min_minutes: Some(DAY),
                max_minutes: Some(21 * DAY),
                step_minutes: Some(HOUR),
                same_time_of_day: true,
                ..ANY
            },
        ],
        offline_stays: true,
        ..UNKNOWN
    },
    Row {
        name: "igloohome",
        lengths: Some((4, 6)),
        constraints: &[StartDateInFuture],
        capacity: Some(100),
        native_schedule: Some(true),
        offline: &[
            Frame {
                name: "hourly",
                min_minutes: Some(HOUR),
                max_minutes: Some(672 * HOUR),
                step_minutes: Some(HOUR),
                first_use_hours: Some(24),
                per_slot: Some(3),
                ..ANY
            },
            Frame {
                name: "daily",
                min_minutes: Some(29 * DAY),
                max_minutes: Some(367 * DAY),
                step_minutes: Some(HOUR),
                same_time_of_day: true,
                first_use_hours: Some(24),
                per_slot: Some(3),
                ..ANY
            },
        ],
        offline_capacity: Some(199),
        offline_stays: true,
        ..UNKNOWN
    },
    Row {
        name: "korelock",
        constraints: &[NoAscendingOrDescendingSequence, NoAllSameDigits],
        ..UNKNOWN
    },
    Row {
        name: "kwikset",
        lengths: Some((4, 8)),
        constraints: &[StartDateInFuture, NameMustBeUnique],
        name_length: Some((2, 14)),
        native_schedule: Some(true),
        keypad_hint: "After three wrong tries the keypad pauses for about a minute.",
        online: &[Frame {
            name: "scheduled",
            lead_minutes: Some(15),
            ..ANY
        }],
        ..UNKNOWN
    },
    Row {
        name: "kwikset_5_button",
        lengths: Some((4, 8)),
        paired_keys: &["12", "34", "56", "78", "90"],
        keypad_hint: "Each button stands for two digits: press the one that shows your digit.",
        ..UNKNOWN
    },
    // Its manual (PGD628, 4.1 and 5.1) says how a code is entered, and one that was made offline.
    Row {
        name: "lockly",
        lengths: Some((6, 8)),
        native_schedule: Some(false),
        keypad_hint: "Slide your hand across the keypad; the digits may change places. Press your \
                      digits, then OK. Before a code that was made offline, press OK twice.",
        ..UNKNOWN
    },
    // It numbers credentials, and holds ten letters of a name. Some Matter locks store schedules: a
    // host states that.
    Row {
        name: "matter",
        name_length: Some((0, 10)),
        slots: Some((1, 10)),
        native_schedule: Some(false),
        ..UNKNOWN
    },
    NUKI,
    Row {
        name: "nuki_before_3",
        capacity: Some(100),
        ..NUKI
    },
    Row {
        name: "oracode",
        constraints: &[CannotSpecifyPinCode],
        remote: Some(false),
        native_schedule: Some(false),
        offline: &[Frame {
            name: "user_level",
            max_minutes: Some(31 * DAY),
            ..ANY
        }],
        offline_stays: true,
        ..UNKNOWN
    },
    Row {
        name: "resortlock",
        lengths: Some((8, 8)),
        constraints: &[CannotSpecifyPinCode],
        remote: Some(false),
        offline: &[Frame {
            name: "whole_hours",
            max_minutes: Some(90 * DAY),
            step_minutes: Some(HOUR),
            ..ANY
        }],
        offline_stays: true,
        ..UNKNOWN
    },
    Row {
        name: "salto_ks",
        lengths: Some((6, 8)),
        constraints: &[CannotSpecifyPinCode, PinCodeMatchesExistingSet],
        native_schedule: Some(true),
        no_backups: true,
        ..UNKNOWN
    },
    Row {
        name: "schlage",
        lengths: Some((4, 8)),
        constraints: &[UniqueFirstFourDigits, NameMustBeUnique],
        name_length: Some((1, 12)),
        native_schedule: Some(true),
        clock_suspect: true,
        ..UNKNOWN
    },
    Row {
        name: "schlage_be469",
        lengths: Some((4, 8)),
        one_length: true,
        constraints: &[UniqueFirstFourDigits],
        reserved: &["0000"],
        cleared_pin: "0000",
        capacity: Some(30),
        slots: Some((1, 30)),
        native_schedule: Some(false),
        ..UNKNOWN
    },
    Row {
        name: "smartthings",
        lengths: Some((4, 10)),
        slots: USUAL_SLOTS,
        native_schedule: Some(false),
        status_unreliable: true,
        ..UNKNOWN
    },
    Row {
        name: "tedee",
        lengths: Some((5, 8)),
        constraints: &[NoAscendingOrDescendingSequence, AtLeastThreeUniqueDigits],
        native_schedule: Some(true),
        ..UNKNOWN
    },
    TTLOCK,
    Row {
        name: "ttlock_without_0789",
        constraints: &[CannotContain0789],
        ..TTLOCK
    },
    Row {
        name: "ttlock_without_089",
        constraints: &[CannotContain089],
        ..TTLOCK
    },
    Row {
        name: "ultraloq",
        lengths: Some((4, 8)),
        ..UNKNOWN
    },
    Row {
        name: "weiser",
        lengths: Some((4, 8)),
        capacity: Some(30),
        ..UNKNOWN
    },
    Row {
        name: "wyze",
        native_schedule: Some(true),
        ..UNKNOWN
    },
    Row {
        name: "yale",
        native_schedule: Some(true),
        ..UNKNOWN
    },
    Row {
        name: "yale_zwave",
        lengths: Some((4, 8)),
        capacity: Some(250),
        slots: Some((1, 250)),
        reserved_slots: &[251],
        native_schedule: Some(false),
        ..UNKNOWN
    },
    Row {
        name: "zigbee",
        lengths: Some((4, 8)),
        slots: USUAL_SLOTS,
        native_schedule: Some(false),
        ..UNKNOWN
    },
    // Schedules are kept by the wall time of the lock, where it has some.
    Row {
        name: "zwave",
        lengths: Some((4, 10)),
        slots: USUAL_SLOTS,
        clock_suspect: true,
        // Number 0 stands for all codes.
        reserved_slots: &[0],
        native_schedule: Some(false),
        ..UNKNOWN
    },
];
