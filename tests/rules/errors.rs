//! What an error says to do: it is true, and it is the line to write (I12, P9).

use latchstring::code::{CodeRules, GenerateCodeInput, IssueOfflineCodeInput, Key, SystemEntropy};
use latchstring::model::{Listing, Lock, PartialPolicy, Policy, Reservation, Slots};
use latchstring::time::{TimeOfDay, Zone};
use latchstring::{Error, decode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

fn error<T: DeserializeOwned>(text: &str) -> Error {
    match decode::<T>(text) {
        Err(error) => error,
        Ok(_) => panic!("{text} was read"),
    }
}

fn hint<T: DeserializeOwned>(text: &str) -> String {
    error::<T>(text).hint
}

const REQUIRED: &str = "write a value here; an invalid Date and NaN turn into null, too";
const OPTIONAL: &str =
    "leave the key out, or write a value; an invalid Date and NaN turn into null, too";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opened {
    #[serde(rename = "key")]
    _key: Key,
}

const TIMES: &str = r#""timeZone": "Europe/Paris", "checkIn": "15:00", "checkOut": "11:00""#;

fn listing(more: &str) -> String {
    format!(r#"{{ "id": "flat", "name": "Flat", {TIMES}, {more} }}"#)
}

fn validation(key: &str, value: &str) -> String {
    format!(r#"{{ "validation": {{ "{key}": {value} }} }}"#)
}

#[test]
fn i12_a_null_is_to_be_written_where_its_key_has_to_be_there() {
    for (text, path) in [
        (r#"{ "id": null, "name": "Door" }"#, "id"),
        (r#"{ "id": "door", "name": null }"#, "name"),
    ] {
        let error = error::<Lock>(text);
        assert_eq!((&*error.path, &*error.hint), (path, REQUIRED));
    }
    assert_eq!(hint::<Listing>(&listing(r#""locks": null"#)), REQUIRED);
    let stay = r#"{ "id": "s", "revision": null }"#;
    assert_eq!(hint::<Reservation>(stay), REQUIRED);
    assert_eq!(hint::<CodeRules>(r#"{ "lengths": [null] }"#), REQUIRED);
    assert_eq!(hint::<TimeOfDay>("null"), REQUIRED);
}

#[test]
fn i12_a_null_may_be_left_out_where_its_key_may_be_absent() {
    let lock = |more: &str| format!(r#"{{ "id": "door", "name": "Door", {more} }}"#);
    for (more, path) in [
        (r#""revision": null"#, "revision"),
        (r#""rules": null"#, "rules"),
        (r#""timeFrames": { "online": null }"#, "timeFrames.online"),
        (
            r#""state": { "reachability": "online", "batteryPercent": null }"#,
            "state.batteryPercent",
        ),
    ] {
        let error = error::<Lock>(&lock(more));
        assert_eq!((&*error.path, &*error.hint), (path, OPTIONAL));
    }
    for key in ["healthMinutes", "enabled"] {
        assert_eq!(hint::<Policy>(&validation(key, "null")), OPTIONAL);
        assert_eq!(hint::<PartialPolicy>(&validation(key, "null")), OPTIONAL);
    }
    let last = r#"{ "regions": null }"#;
    assert_eq!(hint::<Policy>(last), OPTIONAL);
}

/// No other error hides behind that of a null, and none comes before it.
#[test]
fn i12_a_null_is_refused_at_its_place() {
    let text = r#"{ "window": null, "validation": { "healthMinutes": true } }"#;
    assert_eq!(error::<Policy>(text).path, "window");
    let text = r#"{ "codes": { "length": "x" }, "window": null }"#;
    assert_eq!(error::<Policy>(text).path, "codes.length");
}

#[test]
fn i12_a_text_where_a_list_belongs_is_written_as_a_list() {
    assert_eq!(
        hint::<Listing>(&listing(r#""locks": "d""#)),
        r#"write the list: ["…"]"#
    );
    assert_eq!(
        hint::<Listing>(&listing(r#""locks": "[\"d\"]""#)),
        "give the value itself, as JSON.parse(text) gives it"
    );
    let broken = listing(r#""locks": "[d]""#);
    assert_eq!(hint::<Listing>(&broken), r#"write the list: ["…"]"#);
    assert_eq!(
        hint::<Policy>(r#"{ "codes": "six" }"#),
        "write an object: { … }, not a text"
    );
    let parsed = r#"{ "codes": "{\"length\":4}" }"#;
    assert_eq!(
        hint::<Policy>(parsed),
        "give the value itself, as JSON.parse(text) gives it"
    );
    assert_eq!(
        hint::<Listing>(&listing(r#""locks": 7"#)),
        "put it into a list: [value]"
    );
}

#[test]
fn i12_a_number_outside_its_type_is_told_the_limits_of_its_key() {
    for (key, value, most) in [
        ("batteryPercent", "300", 100),
        ("batteryPercent", "-1", 100),
        ("healthMinutes", "-1", 1440),
        ("healthMinutes", "4294967296", 1440),
    ] {
        let error = error::<Policy>(&validation(key, value));
        let said = if value == "300" { "300" } else { "the number" };
        assert_eq!(error.message, format!("{said} is outside 0 to {most}"));
        assert_eq!(error.hint, format!("choose a number from 0 to {most}"));
        assert_eq!(error.path, format!("validation.{key}"));
    }
    for value in ["-6", "256", "99999"] {
        let own = format!(r#"{{ "codes": {{ "length": {value} }} }}"#);
        let generate = format!(r#"{{ "length": {value} }}"#);
        let rules = format!(r#"{{ "lengths": [4, {value}] }}"#);
        for error in [
            error::<PartialPolicy>(&own),
            error::<GenerateCodeInput>(&generate),
            error::<CodeRules>(&rules),
        ] {
            assert_eq!(error.hint, "choose a number from 4 to 10");
        }
    }
    let text = error::<Policy>(&validation("batteryPercent", "true"));
    assert_eq!(
        text.message,
        "expected an integer from 0 to 100, found a boolean"
    );
}

/// The limits by name are those that a policy is checked by: none of its numbers is without.
#[test]
fn i12_each_number_of_a_policy_has_limits_of_its_own() {
    Policy::default().check().unwrap();
    let policy = serde_json::to_value(Policy::default()).unwrap();
    let mut numbers = 0;
    for (section, keys) in policy.as_object().unwrap() {
        let Some(keys) = keys.as_object() else {
            continue;
        };
        for (key, _) in keys.iter().filter(|(_, value)| value.is_number()) {
            let text = |value: &str| format!(r#"{{ "{section}": {{ "{key}": {value} }} }}"#);
            let read = error::<Policy>(&text("-1"));
            let high = decode::<Policy>(&text("4000000000"));
            let checked = high.and_then(|policy| policy.check()).unwrap_err();
            assert_eq!(read, checked, "{section}.{key}");
            numbers += 1;
        }
    }
    assert!(numbers > 40, "{numbers}");
}

#[test]
fn p9_a_long_number_stands_in_no_error_of_a_charge() {
    let state = r#""state": { "reachability": "online", "batteryPercent": 492817 }"#;
    let text = format!(r#"{{ "id": "d", "name": "D", {state} }}"#);
    let error = error::<Lock>(&text);
    assert_eq!(error.message, "the number is outside 0 to 100");
    assert_eq!(error.path, "state.batteryPercent");
}

#[test]
fn i12_a_time_as_a_revision_is_turned_into_seconds() {
    let revision = |value: &str| format!(r#"{{ "id": "d", "name": "D", "revision": {value} }}"#);
    let seconds = "write the time in seconds: Math.floor(Date.parse(text) / 1000)";
    assert_eq!(
        hint::<Lock>(&revision(r#""2026-05-01T15:00:00Z""#)),
        seconds
    );
    assert_eq!(hint::<Lock>(&revision(r#""2026-05-01""#)), seconds);
    let number = "write it as a number, as Number(text) gives it";
    assert_eq!(hint::<Lock>(&revision(r#""17""#)), number);
    assert_eq!(
        hint::<Lock>(&revision(r#""new""#)),
        "write a whole number, such as 2"
    );
    assert_eq!(
        hint::<Lock>(&revision("1777651200000")),
        "write the time of the change in seconds: Math.floor(Date.now() / 1000)"
    );
}

#[test]
fn i12_a_fraction_is_told_its_unit() {
    let whole = |key: &str, value: &str| hint::<Policy>(&validation(key, value));
    assert_eq!(
        whole("healthMinutes", "1.5"),
        "write a whole number of minutes, such as 2"
    );
    assert_eq!(
        whole("healthMinutes", "-1.5"),
        "write a whole number of minutes, such as 2"
    );
    assert_eq!(
        whole("batteryPercent", "0.64"),
        "round it; percent are whole: 0.64 of a battery is 64"
    );
    let length = r#"{ "codes": { "length": 5.7 } }"#;
    assert_eq!(hint::<Policy>(length), "write a whole number, such as 6");
    let short = r#"{ "codes": { "length": "short" } }"#;
    assert_eq!(hint::<Policy>(short), "write a whole number, such as 4");
}

#[test]
fn i12_p9_an_object_as_the_key_is_written_as_text() {
    for value in ["{}", r#"{ "k": 1 }"#] {
        let text = format!(r#"{{ "key": {value} }}"#);
        assert_eq!(hint::<Opened>(&text), "write the key as text");
    }
    assert_eq!(
        hint::<Lock>(r#"{ "id": {}, "name": "D" }"#),
        "write it as text"
    );
}

#[test]
fn i12_what_may_be_written_is_what_is_not_there_yet() {
    let error = error::<Codes>(r#"{ "site": 1, "lockID": "d", "lockId": "d" }"#);
    assert_eq!(
        (&*error.path, &*error.hint),
        ("lockID", "expected `visitId`")
    );
    let full = r#"{ "site": 1, "lockId": "d", "visitId": "v", "x": 1 }"#;
    assert_eq!(hint::<Codes>(full), "remove it");
}

/// As what `accessCodes` takes: the site stands in an argument of its own, so it is always there.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Codes {
    #[serde(rename = "site")]
    _site: u32,
    #[serde(rename = "lockId")]
    _lock_id: Option<String>,
    #[serde(rename = "visitId")]
    _visit_id: Option<String>,
}

#[test]
fn i12_a_time_of_day_is_shown_as_text() {
    let at = |value: &str| {
        let text = listing(r#""locks": []"#).replace(r#""15:00""#, value);
        hint::<Listing>(&text)
    };
    for value in ["48121", "15.5", "true", "{}"] {
        assert_eq!(at(value), r#"write it as text, such as "15:00""#);
    }
}

#[test]
fn w2_a_mistyped_zone_is_told_the_nearest_name() {
    let hint = |name: &str| name.parse::<Zone>().unwrap_err().hint;
    for (typed, meant) in [
        ("Europe/Pariss", "Europe/Paris"),
        ("Europe/Pars", "Europe/Paris"),
        ("Amercia/New_York", "America/New_York"),
        ("America/New Yrok", "America/New_York"),
        ("Berlin", "Europe/Berlin"),
        ("berlinn", "Europe/Berlin"),
    ] {
        assert_eq!(
            hint(typed),
            format!("write {meant}, if that is the zone"),
            "{typed}"
        );
    }
    assert_eq!(hint("europe/paris"), "write it as Europe/Paris");
    for typed in ["", "CEST", "Mars/Base", &"a".repeat(1000)] {
        assert_eq!(
            hint(typed),
            "write an IANA name such as Europe/Paris",
            "{typed}"
        );
    }
}

/// What an error of reading says of a number is what its check says.
#[test]
fn i12_the_limits_that_are_said_are_those_that_are_checked() {
    let lengths =
        |value: u32| decode::<CodeRules>(&format!(r#"{{ "lengths": [{value}] }}"#)).is_ok();
    let length = |value: u32| {
        let input = decode::<GenerateCodeInput>(&format!(r#"{{ "length": {value} }}"#)).unwrap();
        input.answer(&mut SystemEntropy).is_ok()
    };
    let last = |value: u32| {
        let slots = decode::<Slots>(&format!(r#"{{ "from": 9000, "to": {value} }}"#)).unwrap();
        slots.check().is_ok()
    };
    let issue = |more: &str| {
        let key = "k".repeat(32);
        let text = format!(
            r#"{{ "key": "{key}", "lockId": "d", "startsAt": "2026-05-01T15:00:00Z",
                "endsAt": "2026-05-02T15:00:00Z", {more} }}"#
        );
        decode::<IssueOfflineCodeInput>(&text).and_then(|input| input.answer())
    };
    let variance = |value: u32| issue(&format!(r#""variance": {value}"#)).is_ok();
    let first_use = |value: u32| issue(&format!(r#""firstUseHours": {value}"#)).is_ok();
    let said = [
        hint::<CodeRules>(r#"{ "lengths": [-1] }"#),
        hint::<GenerateCodeInput>(r#"{ "length": -1 }"#),
        hint::<Slots>(r#"{ "from": 9000, "to": -1 }"#),
        issue(r#""variance": -1"#).unwrap_err().hint,
        issue(r#""firstUseHours": -1"#).unwrap_err().hint,
    ];
    type Takes<'a> = &'a dyn Fn(u32) -> bool;
    let takes: [(Takes<'_>, u32, u32); 5] = [
        (&lengths, 4, 10),
        (&length, 4, 10),
        (&last, 0, 9999),
        (&variance, 0, 15),
        (&first_use, 1, 72),
    ];
    for ((takes, min, max), said) in takes.into_iter().zip(said) {
        assert_eq!(said, format!("choose a number from {min} to {max}"));
        assert!(takes(max) && !takes(max + 1), "{said}");
        assert!(min == 0 || (takes(min) && !takes(min - 1)), "{said}");
    }
}

#[derive(Deserialize)]
struct Clock {
    #[serde(rename = "ahead")]
    _ahead: i32,
}

#[test]
fn i12_a_number_that_may_be_negative_is_told_so() {
    assert!(decode::<Clock>(r#"{ "ahead": -2147483648 }"#).is_ok());
    let far = error::<Clock>(r#"{ "ahead": 2147483648 }"#);
    assert_eq!(
        far.message,
        "the number is outside -2147483648 to 2147483647"
    );
    let text = error::<Clock>(r#"{ "ahead": true }"#);
    assert_eq!(text.message, "expected an integer, found a boolean");
    assert_eq!(text.hint, "write a whole number, such as 2");
}
