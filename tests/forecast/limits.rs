//! What is refused, and where.

use serde_json::{Value, json};

use crate::support::builders::{APRIL, KEY, lock, site_of, with};
use crate::support::calls::ask;

fn site() -> Value {
    let site = site_of(&[lock("door", &json!({}))], &json!({}));
    ask("createSite", &with(site, &json!({ "id": "house" }))).unwrap()
}

fn refused(over: &Value) -> (String, String) {
    let input =
        json!({ "site": site(), "now": APRIL, "until": "2026-04-02T12:00:00Z", "key": KEY });
    let error = ask("forecast", &with(input, over)).unwrap_err();
    let word = |key: &str| error[key].as_str().unwrap().to_owned();
    (word("code"), word("path"))
}

fn pair(code: &str, path: &str) -> (String, String) {
    (code.to_owned(), path.to_owned())
}

#[test]
fn forecast_i12_bad_input_is_refused_in_its_place() {
    let trouble = json!({ "lockId": "door", "kind": "silent", "from": APRIL });
    let assume = |over: &Value| json!({ "assume": [trouble, with(trouble.clone(), over)] });
    assert_eq!(
        refused(&json!({ "until": APRIL })),
        pair("empty_window", "until")
    );
    assert_eq!(
        refused(&json!({ "until": "2027-06-01T00:00:00Z" })),
        pair("out_of_range", "until")
    );
    assert_eq!(
        refused(&assume(&json!({ "lockId": "cellar" }))),
        pair("invalid_value", "assume[1].lockId")
    );
    assert_eq!(
        refused(&assume(&json!({ "to": APRIL }))),
        pair("empty_window", "assume[1].to")
    );
    assert_eq!(
        refused(&assume(&json!({ "kind": "sleeps" }))),
        pair("invalid_value", "assume[1].kind")
    );
    assert_eq!(
        refused(&assume(&json!({ "since": APRIL }))),
        pair("unknown_key", "assume[1].since")
    );
    assert_eq!(
        refused(&json!({ "assume": [{ "type": "weather" }] })),
        pair("invalid_value", "assume[0].type")
    );
}

#[test]
fn preview_i12_a_range_has_an_end_and_a_limit() {
    let asked = |to: &str| {
        let input = json!({ "site": site(), "from": APRIL, "to": to, "now": APRIL });
        ask("preview", &input).map_err(|error| error["code"].clone())
    };
    assert_eq!(asked(APRIL).unwrap_err(), "empty_window");
    assert_eq!(asked("2027-06-01T00:00:00Z").unwrap_err(), "out_of_range");
    assert!(asked("2027-05-01T00:00:00Z").is_ok());
}

#[test]
fn forecast_d2_a_fact_that_is_not_taken_is_named_by_its_place() {
    let fact = json!({ "type": "lock_reset", "id": "r", "at": APRIL, "lockId": "cellar" });
    let input = json!({ "site": site(), "now": APRIL, "until": "2026-04-02T12:00:00Z", "key": KEY,
                        "assume": [{ "lockId": "door", "kind": "silent", "from": APRIL }, fact] });
    let seen = ask("forecast", &input).unwrap();
    assert_eq!(seen["rejected"][0]["index"], 1);
}
