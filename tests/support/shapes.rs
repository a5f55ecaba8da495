//! Which fields each kind of notice and command has. The TypeScript types are made of this table.
//! Tests hold each notice and command of whole trips and of the simulator against it.

#![allow(dead_code, reason = "each test target uses a part of it")]

use std::sync::LazyLock;

use serde_json::Value;

/// Fields that always stand, and fields that may stand.
#[derive(Debug, Default)]
pub struct Fields {
    pub always: Vec<&'static str>,
    pub maybe: Vec<&'static str>,
}

/// The fields of one kind.
#[derive(Debug)]
pub struct Shape {
    pub kind: &'static str,
    /// Who reads a notice; empty for a command.
    pub to: &'static str,
    /// The ids of a notice, or the fields of a command.
    pub fields: Fields,
    /// The `values` of a notice.
    pub values: Fields,
}

/// What a notice is about: words for its ids.
const STAY: &str = "reservationId";
const VISIT: &str = "visitId";
const LOCK: &str = "lockId";
const CODE: &str = "lockId codeId";
const STAY_AT_LOCK: &str = "reservationId lockId";
const CODE_OF_STAY: &str = "reservationId lockId codeId";

/// When a visitor's code opens.
const TIMES: &str = "weekly nextStartsAt nextEndsAt turnovers turnoverMessageAt";
/// The other stay of a conflict.
const OTHER: &str = "otherGuestName otherCheckIn otherCheckOut otherReservationId";
/// What a review counts.
const COUNTS: &str = "codesWithoutEnd codesUnused codesUnknown codesOverdue";

/// Each kind of notice: its word, its reader, the ids that always stand, those that may, and which
/// values always stand and which may, beside what all notices to this reader have ([`common`]).
#[rustfmt::skip]
const NOTICES: &[[&str; 6]] = &[
    ["access_ready", "guest", STAY, "", "doors", ""],
    ["access_changed", "guest", STAY, "", "doors changed", ""],
    ["access_ended", "guest", STAY, "", "cause", ""],
    ["entry_method", "guest", STAY, "", "entryMethod", ""],
    ["stay_ahead", "guest", STAY, "", "", ""],
    ["stay_over", "guest", STAY, "", "", ""],
    ["access_ready", "visitor", VISIT, "", "doors", TIMES],
    ["access_changed", "visitor", VISIT, "", "doors changed", TIMES],
    ["turnovers_ahead", "visitor", VISIT, "", "doors turnovers", TIMES],
    ["access_ended", "visitor", VISIT, "", "cause", TIMES],
    ["entry_method", "host", STAY, "", "cause", ""],
    ["code_failed", "host", "", "reservationId visitId lockId codeId", "cause because", "access check"],
    ["backup_told", "host", CODE_OF_STAY, "", "identifier cause access", ""],
    ["emergency_told", "host", CODE_OF_STAY, "", "identifier cause access", ""],
    ["lock_unreachable", "host", LOCK, "reservationId visitId", "cause",
        "occasion neededFrom access because offers doors"],
    ["battery_low", "host", LOCK, "", "", "batteryPercent"],
    ["removal_by_hand", "host", CODE, STAY, "holder cause", "opensUntil because"],
    ["removal_withdrawn", "host", CODE, STAY, "holder cause", "opensUntil"],
    ["pool_low", "host", LOCK, "", "backupsReady poolSize cause", "backupsTold"],
    ["pool_empty", "host", LOCK, "", "backupsReady poolSize cause", "backupsTold"],
    ["conflict", "host", STAY, "", "", OTHER],
    ["unknown_code", "host", CODE, "", "holder", ""],
    ["rotation_done", "host", CODE, "", "holder", ""],
    ["capacity", "host", LOCK, "reservationId visitId", "cause", "capacity placeFreeAt neededFrom"],
    ["review_due", "host", "", "", "", COUNTS],
    ["complaint_after_use", "host", STAY_AT_LOCK, "", "access", "offers"],
    ["new_codes_stopped", "host", STAY_AT_LOCK, "", "", ""],
    ["code_taken_off", "host", CODE_OF_STAY, "", "cause access", ""],
    ["entry_refused", "host", LOCK, "reservationId visitId codeId", "cause",
        "happenedAt minutes refusedEntries otherLockName"],
    ["guest_arrived", "host", STAY_AT_LOCK, "", "happenedAt", ""],
    ["unexpected_use", "host", LOCK, "reservationId visitId codeId", "cause", "happenedAt minutes"],
    ["booking_on_hold", "host", STAY, "", "cause occasion", ""],
    ["listing_unknown", "host", "", "reservationId visitId", "unknownId", ""],
    ["lock_unknown", "host", "", "reservationId visitId", "unknownId", ""],
    ["notice_undelivered", "host", "", "reservationId visitId lockId codeId", "undelivered", ""],
    ["lock_replaced", "host", LOCK, "", "", ""],
];

/// What leads to another way in, or leaves none: the causes of a decision.
const WAYS: &str = "host_order guest_locked_out guest_refused needed_now lock_silent lock_unheard \
    lock_unusable battery_died low_battery no_remote_path lock_full code_refused \
    code_not_seen times_not_possible";
/// What a platform's refusal leads to.
const COMMANDS_FAIL: &str = "lock_silent lock_busy lock_full account_refused code_refused";

/// The causes of each kind of notice that has one, by reader; `docs/notices.md` lists the same.
#[rustfmt::skip]
const CAUSES: &[(&str, &str, &[&str])] = &[
    ("access_ended", "guest", &["cancelled withdrawn"]),
    ("access_ended", "visitor", &["withdrawn over used"]),
    ("backup_told", "host", &[WAYS]),
    ("booking_on_hold", "host", &["code_held_back code_known"]),
    ("capacity", "host", &["lock_full place_in_time"]),
    ("code_failed", "host", &[COMMANDS_FAIL,
        "lock_unusable battery_died no_remote_path not_stable code_not_seen shown_otherwise \
        no_list clock_or_zone times_not_possible no_pin_left"]),
    ("code_taken_off", "host", &["put_back not_put_back other_code"]),
    ("emergency_told", "host", &[WAYS]),
    ("entry_method", "host", &[WAYS]),
    ("entry_refused", "host", &[
        "guest_refused visitor_refused spare_refused slip wrong_door too_early too_late \
        retired_code unknown_pin not_shown keypad_paused"]),
    ("lock_unreachable", "host", &[WAYS]),
    ("pool_empty", "host", &["refilling", COMMANDS_FAIL]),
    ("pool_low", "host", &["refilling", COMMANDS_FAIL]),
    ("removal_by_hand", "host", &["over used cancelled withdrawn replaced times_changed made_offline"]),
    ("removal_withdrawn", "host", &["needed_again"]),
    ("unexpected_use", "host", &["too_early too_late retired_code nobody_told unknown_pin"]),
];

/// The causes that a notice of a kind may have.
pub fn causes(kind: &str, to: &str) -> Vec<&'static str> {
    let found = CAUSES
        .iter()
        .filter(|(known, reader, _)| *known == kind && *reader == to);
    let words = found.flat_map(|(_, _, parts)| parts.iter());
    words.flat_map(|part| part.split_whitespace()).collect()
}

/// The kinds that have causes, with their readers.
pub fn with_causes() -> impl Iterator<Item = (&'static str, &'static str)> {
    CAUSES.iter().map(|(kind, to, _)| (*kind, *to))
}

/// What is said of a cause that its kind does not have.
fn wrong_cause(notice: &Value) -> Option<String> {
    let cause = notice["values"]["cause"].as_str()?;
    let words = causes(notice["kind"].as_str()?, notice["to"].as_str()?);
    (!words.contains(&cause)).then(|| format!("{cause} is no cause of this kind"))
}

/// Each kind of command: its word, the fields that always stand, and those that may.
#[rustfmt::skip]
const COMMANDS: &[[&str; 3]] = &[
    ["program_code", "codeId", "pin slot name window"],
    ["change_window", "codeId window", "pin externalId slot"],
    ["remove_code", "codeId", "pin externalId slot"],
    ["read_lock", "", ""],
    ["issue_offline_code", "codeId window", "name slot"],
];

/// The values that all notices to a reader have.
fn common(to: &str, ids: &str, maybe_ids: &str) -> [&'static str; 2] {
    match to {
        "guest" => ["guestName listingName checkIn checkOut", "hostContact"],
        "visitor" => ["purpose visitKind", "visitorName listingName hostContact"],
        _ if ids.contains(STAY) => [
            "guestName listingName checkIn checkOut holder timeZone",
            "lockName identifier slot",
        ],
        _ if ids == LOCK && maybe_ids.is_empty() => ["", "listingName timeZone"],
        _ if ids.is_empty() && maybe_ids.is_empty() => ["", ""],
        _ => [
            "",
            "guestName visitorName purpose listingName checkIn checkOut nextStartsAt nextEndsAt \
             lockName holder identifier slot timeZone",
        ],
    }
}

/// The shapes of all notices.
pub fn notices() -> Vec<Shape> {
    let shape = |[kind, to, ids, maybe_ids, always, maybe]: &[&'static str; 6]| {
        let [common_always, common_maybe] = common(to, ids, maybe_ids);
        let lock = if ids.contains(LOCK) { "lockName" } else { "" };
        Shape {
            kind,
            to,
            fields: Fields::of(&[ids], &[maybe_ids]),
            values: Fields::of(&[common_always, lock, always], &[common_maybe, maybe]),
        }
    };
    NOTICES.iter().map(shape).collect()
}

/// The shapes of all commands.
pub fn commands() -> Vec<Shape> {
    let shape = |[kind, always, maybe]: &[&'static str; 3]| Shape {
        kind,
        to: "",
        fields: Fields::of(&["id lockId deadline", always], &[maybe]),
        values: Fields::default(),
    };
    COMMANDS.iter().map(shape).collect()
}

impl Fields {
    /// What may stand and always does stands among `always` alone.
    fn of(always: &[&'static str], maybe: &[&'static str]) -> Self {
        let words = |parts: &[&'static str]| {
            let mut words: Vec<&str> = Vec::new();
            for word in parts.iter().flat_map(|part| part.split_whitespace()) {
                if !words.contains(&word) {
                    words.push(word);
                }
            }
            words
        };
        let always = words(always);
        let mut maybe = words(maybe);
        maybe.retain(|word| !always.contains(word));
        Self { always, maybe }
    }

    /// What is missing in an object, or more than it may have.
    fn wrong(&self, object: &Value, beside: &[&str]) -> Option<String> {
        let has = |word: &str| !object[word].is_null();
        if let Some(missing) = self.always.iter().find(|word| !has(word)) {
            return Some(format!("{missing} is missing"));
        }
        let keys = object
            .as_object()
            .into_iter()
            .flat_map(|object| object.keys());
        let is_known = |key: &&String| {
            let mut all = self.always.iter().chain(&self.maybe).chain(beside);
            all.any(|word| *word == key.as_str())
        };
        let mut unknown = keys.filter(|key| !is_known(key));
        unknown
            .next()
            .map(|key| format!("{key} is not of this kind"))
    }
}

/// What a notice has too little or too much of.
pub fn wrong_notice(notice: &Value) -> Option<String> {
    let is_it = |shape: &Shape| notice["kind"] == shape.kind && notice["to"] == shape.to;
    static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(notices);
    let Some(shape) = SHAPES.iter().find(|shape| is_it(shape)) else {
        return Some("no such kind for this reader".to_owned());
    };
    let beside = ["key", "kind", "to", "values"];
    let fields = shape.fields.wrong(notice, &beside);
    let wrong = fields
        .or_else(|| shape.values.wrong(&notice["values"], &[]))
        .or_else(|| wrong_cause(notice));
    wrong.map(|wrong| format!("{} to {}: {wrong}", shape.kind, shape.to))
}

/// What a command has too little or too much of.
pub fn wrong_command(command: &Value) -> Option<String> {
    static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(commands);
    let is_it = |shape: &&Shape| command["kind"] == shape.kind;
    let Some(shape) = SHAPES.iter().find(is_it) else {
        return Some("no such kind".to_owned());
    };
    let wrong = shape.fields.wrong(command, &["kind"]);
    wrong.map(|wrong| format!("{}: {wrong}", shape.kind))
}
