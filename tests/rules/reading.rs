//! What `decode` takes and refuses: which error comes first, its path, and its words.

use latchstring::code::CheckCodeInput;
use latchstring::model::{Listing, Lock, Policy, Visit};
use latchstring::rules::Reason;
use latchstring::time::TimeFrame;
use latchstring::{Error, ErrorCode, decode};
use serde::de::DeserializeOwned;

/// The path and the message of the error that reading `text` as a `T` gives.
fn refused<T: DeserializeOwned>(text: &str) -> (String, String) {
    let Err(Error { path, message, .. }) = decode::<T>(text) else {
        panic!("{text} was read");
    };
    (path, message)
}

fn at(path: &str, message: &str) -> (String, String) {
    (path.to_owned(), message.to_owned())
}

const NAMED: &str = r#""id": "flat", "name": "Flat""#;
const TIMES: &str = r#""timeZone": "Europe/Paris", "checkIn": "15:00", "checkOut": "11:00""#;

#[test]
fn absent_keys_are_none_or_their_default() {
    let lock: Lock = decode(r#"{ "name": "Door", "id": "door" }"#).unwrap();
    assert_eq!((lock.revision, lock.state), (None, None));
    let policy: Policy = decode(r#"{ "codes": { "length": 4 } }"#).unwrap();
    assert_eq!((policy.codes.length, policy.codes.retire_days), (4, 180));
    let input: CheckCodeInput = decode(r#"{ "code": "4917" }"#).unwrap();
    assert_eq!((input.rules.len(), input.in_use.len()), (0, 0));
}

#[test]
fn the_first_error_is_that_of_the_first_key_of_the_type_whatever_came_first() {
    assert_eq!(
        refused::<Listing>(r#"{ "locks": 7, "checkIn": "25:00", "id": "flat" }"#),
        at("name", "missing key `name`")
    );
    assert_eq!(
        refused::<Listing>(&format!(
            r#"{{ "locks": 7, {TIMES}, "revision": -1, {NAMED} }}"#
        )),
        at("revision", "expected an integer from 0 to 4294967295")
    );
    assert_eq!(
        refused::<Listing>(&format!(r#"{{ {TIMES}, {NAMED} }}"#)),
        at("locks", "missing key `locks`")
    );
}

#[test]
fn unknown_and_duplicate_keys_come_before_all_values() {
    assert_eq!(
        refused::<Listing>(r#"{ "id": 7, "zone": "Europe/Paris" }"#),
        at("zone", "unknown key `zone`")
    );
    assert_eq!(
        refused::<Listing>(r#"{ "id": 7, "name": "Flat", "name": "Flat" }"#),
        at("name", "duplicate key `name`")
    );
}

#[test]
fn p9_a_key_that_may_be_a_pin_is_not_shown() {
    assert_eq!(
        refused::<Listing>(r#"{ "4917": 1 }"#),
        at("", "unknown key")
    );
}

#[test]
fn null_is_no_absent_key() {
    let lock = |more: &str| refused::<Lock>(&format!(r#"{{ {NAMED}, {more} }}"#));
    assert_eq!(
        lock(r#""remote": null"#),
        at("remote", "expected a boolean, found null")
    );
    assert_eq!(
        lock(r#""timeFrames": { "online": null }"#),
        at(
            "timeFrames.online",
            "expected an array of at most 32 items, found null"
        )
    );
}

#[test]
fn lists_have_limits_and_their_items_paths() {
    let check = |more: &str| refused::<CheckCodeInput>(&format!(r#"{{ "code": "1", {more} }}"#));
    let many = vec!["{}"; 65].join(",");
    assert_eq!(
        check(&format!(r#""rules": [{many}]"#)),
        at("rules", "the array has more than 64 items")
    );
    assert_eq!(
        check(r#""rules": [{}, { "lengths": ["4"] }]"#),
        at(
            "rules[1].lengths[0]",
            "expected an integer from 4 to 10, found a string"
        )
    );
    assert_eq!(
        check(r#""rules": 1.5"#),
        at("rules", "expected an object, found a fractional number")
    );
    assert_eq!(
        check(r#""inUse": "4917""#),
        at(
            "inUse",
            "expected an array of at most 10000 items, found a string"
        )
    );
}

#[test]
fn an_enum_with_a_tag_keeps_its_paths_and_refuses_what_else_is_there() {
    let reasons = refused::<Vec<Reason>>;
    let read: Vec<Reason> = decode(r#"[{ "minutes": 15, "kind": "begins_within" }]"#).unwrap();
    assert_eq!(read, [Reason::BeginsWithin { minutes: 15 }]);
    assert_eq!(
        reasons(r#"[{ "kind": "no_code" }, { "kind": "begins_within", "minutes": true }]"#),
        at(
            "[1].minutes",
            "expected an integer from 0 to 4294967295, found a boolean"
        )
    );
    assert_eq!(reasons("[{}]"), at("[0].kind", "missing key `kind`"));
    assert_eq!(
        reasons(r#"[{ "kind": true }]"#),
        at("[0].kind", "expected a string, found a boolean")
    );
    assert_eq!(
        reasons(r#"[{ "kind": "4917" }]"#),
        at("[0].kind", "unknown value")
    );
    assert_eq!(
        reasons(r#"[{ "kind": "no_code", "minutes": 15 }]"#),
        at("[0].minutes", "unknown key `minutes`")
    );
    assert_eq!(
        reasons(r#"[{ "kind": "no_code", "kind": "no_code" }]"#),
        at("[0].kind", "duplicate key `kind`")
    );
    assert_eq!(
        reasons(r#"["no_code"]"#),
        at("[0]", "expected an object, found a string")
    );
}

#[test]
fn what_a_type_checks_itself_keeps_its_path() {
    assert_eq!(
        refused::<Vec<TimeFrame>>(r#"[{ "stepMinutes": 7 }]"#),
        at("[0].stepMinutes", "no step of this length fills a day")
    );
    assert_eq!(
        refused::<Vec<Visit>>(r#"[{ "id": "" }]"#),
        at("[0].id", "not an id")
    );
}

/// Rust callers may take any format that serde knows.
#[test]
fn types_are_read_out_of_other_formats_too() {
    let value = serde_json::json!({ "kind": "begins_within", "minutes": 15 });
    let read: Reason = serde_json::from_value(value).unwrap();
    assert_eq!(read, Reason::BeginsWithin { minutes: 15 });
    let said = serde_json::from_str::<Reason>(r#"{ "kind": "begins_within" }"#).unwrap_err();
    assert!(
        said.to_string()
            .starts_with("minutes: missing key `minutes` (add `minutes`)"),
        "{said}"
    );
    let said = serde_json::from_str::<Lock>(r#"{ "id": "door", "x": 1 }"#).unwrap_err();
    assert!(said.to_string().starts_with("unknown field `x`"), "{said}");
}

/// A revision of 1e300 is a whole number, which no advice to write a whole number would help.
#[test]
fn t6_i12_a_number_of_any_size_is_out_of_range_and_its_hint_can_be_followed() {
    for revision in [
        "1e300",
        "-1e300",
        "1e21",
        "18446744073709551616",
        "4294967296",
        "-1",
    ] {
        let lock = format!(r#"{{ {NAMED}, "revision": {revision} }}"#);
        let error = decode::<Lock>(&lock).unwrap_err();
        assert_eq!(error.code, ErrorCode::OutOfRange, "{revision}");
        assert_eq!(error.path, "revision");
        assert_eq!(error.message, "expected an integer from 0 to 4294967295");
        assert!(error.hint.contains("in seconds"), "{}", error.hint);
    }
    let capacity = format!(r#"{{ {NAMED}, "capacity": 1e300 }}"#);
    assert_eq!(
        decode::<Lock>(&capacity).unwrap_err().code,
        ErrorCode::OutOfRange
    );
    let half = format!(r#"{{ {NAMED}, "revision": 1.5 }}"#);
    let error = decode::<Lock>(&half).unwrap_err();
    assert_eq!(error.code, ErrorCode::WrongType);
    assert_eq!(error.hint, "write a whole number, such as 2");
}
