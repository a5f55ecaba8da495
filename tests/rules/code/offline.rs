//! Codes that a lock checks by itself (O2): against vectors that Python's hmac gave
//! (`golden/offline_codes.py`), and through whole stays.

use latchstring::time::Instant;
use serde_json::{Value, json};

use crate::support::calls::ask;

fn published() -> Value {
    serde_json::from_str(include_str!("../../golden/offline-code-vectors.json")).unwrap()
}

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn issue(starts_at: &str, ends_at: &str, more: &Value) -> Value {
    let mut input =
        json!({ "key": KEY, "lockId": "front", "startsAt": starts_at, "endsAt": ends_at });
    extend(&mut input, more);
    ask("issueOfflineCode", &input).unwrap()
}

fn verify(code: &Value, now: &str, more: &Value) -> Value {
    let mut input = json!({ "key": KEY, "lockId": "front", "code": code, "now": now });
    extend(&mut input, more);
    ask("verifyOfflineCode", &input).unwrap()
}

fn extend(input: &mut Value, more: &Value) {
    let more = more.as_object().unwrap().clone();
    input.as_object_mut().unwrap().extend(more);
}

fn opens(code: &Value, now: &str, more: &Value) -> bool {
    verify(code, now, more)["opens"] == true
}

#[test]
fn o2_test_vectors() {
    for vector in published()["codes"].as_array().unwrap() {
        let grant = json!({ "startsAt": vector["startsAt"], "endsAt": vector["endsAt"],
            "variance": vector["variance"] });
        let mut input = json!({ "key": vector["key"], "lockId": vector["lockId"] });
        extend(&mut input, &grant);
        let made = ask("issueOfflineCode", &input).unwrap();
        assert_eq!(made["code"], vector["code"]);
        assert_eq!(
            (&made["startsAt"], &made["endsAt"]),
            (&vector["startsAt"], &vector["endsAt"])
        );
        let input = json!({ "key": vector["key"], "lockId": vector["lockId"], "code": vector["code"],
            "now": vector["startsAt"], "variants": 16 });
        let answer = ask("verifyOfflineCode", &input).unwrap();
        assert_eq!(answer["grant"], grant);
    }
}

#[test]
fn o2_as_many_windows_are_tried_as_the_specification_says() {
    for search in published()["searches"].as_array().unwrap() {
        let limits =
            json!({ "variants": search["variants"], "firstUseHours": search["firstUseHours"] });
        let now = search["now"].as_str().unwrap();
        assert_eq!(
            verify(&json!("000000000"), now, &limits)["tried"],
            search["tried"]
        );
    }
}

#[test]
fn o2_a_code_opens_from_its_start_to_its_end_once_it_was_used_in_time() {
    let made = issue("2026-05-01T15:20:00Z", "2026-05-05T09:30:00Z", &json!({}));
    assert_eq!(
        made["startsAt"], "2026-05-01T15:00:00Z",
        "the hour that it begins in"
    );
    assert_eq!(made["endsAt"], "2026-05-05T11:00:00Z", "92 hours");
    assert_eq!(made["useBy"], "2026-05-02T15:00:00Z");
    let code = &made["code"];
    let never = json!({});
    for (now, is_open) in [
        ("2026-05-01T14:59:59Z", false),
        ("2026-05-01T15:00:00Z", true),
        ("2026-05-02T14:59:59Z", true),
        ("2026-05-02T15:00:00Z", false),
        ("2026-05-05T10:59:59Z", false),
    ] {
        assert_eq!(opens(code, now, &never), is_open, "first used at {now}");
    }
    let first = verify(code, "2026-05-01T18:00:00Z", &never);
    assert_eq!(first["firstUse"], true);
    let used = json!({ "accepted": [first["grant"]], "latestSeen": "2026-05-01T18:00:00Z" });
    for (now, is_open) in [
        ("2026-05-02T15:00:00Z", true),
        ("2026-05-05T10:59:59Z", true),
        ("2026-05-05T11:00:00Z", false),
        ("2027-05-01T18:00:00Z", false),
    ] {
        let again = verify(code, now, &used);
        assert_eq!(again["opens"], is_open, "used before, at {now}");
        assert_eq!(again.get("firstUse"), is_open.then_some(&json!(false)));
    }
}

#[test]
fn o2_a_clock_that_was_set_back_lets_no_old_code_in() {
    let made = issue("2026-05-01T15:00:00Z", "2026-05-03T09:00:00Z", &json!({}));
    let seen = json!({ "latestSeen": "2026-05-04T12:00:00Z" });
    let answer = verify(&made["code"], "2026-05-01T16:00:00Z", &seen);
    assert_eq!(
        (&answer["opens"], &answer["because"]),
        (&json!(false), &json!("clock_went_back"))
    );
}

#[test]
fn o2_guests_locks_and_secrets_have_codes_of_their_own() {
    let (from, until) = ("2026-05-01T15:00:00Z", "2026-05-03T09:00:00Z");
    let mut codes: Vec<String> = (0..16)
        .map(|variance| issue(from, until, &json!({ "variance": variance }))["code"].to_string())
        .collect();
    codes.push(issue(from, until, &json!({ "lockId": "back" }))["code"].to_string());
    let other = "another secret of at least 32 bytes";
    codes.push(issue(from, until, &json!({ "key": other }))["code"].to_string());
    codes.push(issue(from, "2026-05-03T10:00:00Z", &json!({}))["code"].to_string());
    codes.push(issue("2026-05-01T14:00:00Z", until, &json!({}))["code"].to_string());
    let all = codes.len();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), all);
    let fifth = issue(from, until, &json!({ "variance": 4 }));
    assert!(
        !opens(&fifth["code"], from, &json!({})),
        "the lock tries four"
    );
    assert!(opens(&fifth["code"], from, &json!({ "variants": 5 })));
    let own = &issue(from, until, &json!({}))["code"];
    assert!(!opens(own, from, &json!({ "lockId": "back" })));
    assert!(!opens(own, from, &json!({ "key": other })));
}

#[test]
fn o2_every_window_is_covered_and_no_window_is_more_than_five_hours_too_long() {
    let mut state = super::oracle::Numbers(super::oracle::seed());
    for round in 0..300 {
        let start = Instant::from_unix_seconds((state.next() % 4_000_000_000) as i64);
        let length = 1 + (state.next() % (719 * 3600)) as i64;
        let end = Instant::from_unix_seconds(start.unix_seconds() + length);
        let made = issue(&start.to_string(), &end.to_string(), &json!({}));
        let at = |key: &str| made[key].as_str().unwrap().parse::<Instant>().unwrap();
        let early = start.unix_seconds() - at("startsAt").unix_seconds();
        let late = at("endsAt").unix_seconds() - end.unix_seconds();
        assert!((0..3600).contains(&early), "{early} s early");
        assert!((0..5 * 3600).contains(&late), "{late} s late");
        if round % 15 > 0 {
            continue;
        }
        // The lock finds that very window.
        let answer = verify(&made["code"], &at("startsAt").to_string(), &json!({}));
        assert_eq!(answer["grant"]["endsAt"], made["endsAt"]);
    }
}

#[test]
fn o2_what_is_typed_is_never_an_error() {
    for code in [
        "",
        "12345678",
        "1234567890",
        "12345678a",
        "１２３４５６７８９",
        "+12345678",
    ] {
        let answer = verify(&json!(code), "2026-05-01T16:00:00Z", &json!({}));
        assert_eq!(answer["because"], "not_nine_digits", "{code}");
        assert_eq!(answer["tried"], 0);
    }
}

#[test]
fn o2_errors_name_the_value_that_is_wrong() {
    let window = json!({ "key": KEY, "lockId": "front",
        "startsAt": "2026-05-01T15:00:00Z", "endsAt": "2026-05-03T09:00:00Z" });
    let typed = json!({ "key": KEY, "lockId": "front", "code": "123456789", "now": "2026-05-01T15:00:00Z" });
    let grant = |starts_at: &str, ends_at: &str, variance: u8| {
        json!({ "accepted": [{ "startsAt": starts_at, "endsAt": ends_at,
            "variance": variance }] })
    };
    let (from, until) = ("2026-05-01T15:00:00Z", "2026-05-03T09:00:00Z");
    for (function, base, more, code, path) in [
        (
            "issueOfflineCode",
            &window,
            json!({ "endsAt": from }),
            "empty_window",
            "endsAt",
        ),
        (
            "issueOfflineCode",
            &window,
            json!({ "endsAt": "2026-05-31T15:00:01Z" }),
            "out_of_range",
            "endsAt",
        ),
        (
            "issueOfflineCode",
            &window,
            json!({ "variance": 16 }),
            "out_of_range",
            "variance",
        ),
        (
            "issueOfflineCode",
            &window,
            json!({ "firstUseHours": 0 }),
            "out_of_range",
            "firstUseHours",
        ),
        (
            "issueOfflineCode",
            &window,
            json!({ "key": "short" }),
            "out_of_range",
            "key",
        ),
        (
            "issueOfflineCode",
            &window,
            json!({ "lockId": "" }),
            "invalid_value",
            "lockId",
        ),
        (
            "issueOfflineCode",
            &window,
            json!({ "variant": 1 }),
            "unknown_key",
            "variant",
        ),
        (
            "verifyOfflineCode",
            &typed,
            json!({ "variants": 0 }),
            "out_of_range",
            "variants",
        ),
        (
            "verifyOfflineCode",
            &typed,
            json!({ "variants": 17 }),
            "out_of_range",
            "variants",
        ),
        (
            "verifyOfflineCode",
            &typed,
            json!({ "firstUseHours": 73 }),
            "out_of_range",
            "firstUseHours",
        ),
        (
            "verifyOfflineCode",
            &typed,
            json!({ "code": 123_456_789 }),
            "wrong_type",
            "code",
        ),
        (
            "verifyOfflineCode",
            &typed,
            grant("2026-05-01T15:20:00Z", until, 0),
            "invalid_value",
            "accepted[0]",
        ),
        (
            "verifyOfflineCode",
            &typed,
            grant(from, "2026-05-04T09:00:00Z", 0),
            "invalid_value",
            "accepted[0]",
        ),
        (
            "verifyOfflineCode",
            &typed,
            grant(from, from, 0),
            "empty_window",
            "accepted[0].endsAt",
        ),
        (
            "verifyOfflineCode",
            &typed,
            grant(from, until, 16),
            "out_of_range",
            "accepted[0].variance",
        ),
    ] {
        let mut input = base.clone();
        extend(&mut input, &more);
        let error = ask(function, &input).unwrap_err();
        assert_eq!(
            (&error["code"], &error["path"]),
            (&json!(code), &json!(path)),
            "{more}"
        );
        assert!(error["hint"].as_str().is_some_and(|hint| !hint.is_empty()));
        assert!(
            !error.to_string().contains("123456789"),
            "no code stands in an error (P9)"
        );
    }
}
