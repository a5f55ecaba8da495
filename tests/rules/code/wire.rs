//! What `checkCode` and `generateCode` take and refuse, as JSON.

use latchstring::api::{Runtime, call};
use serde_json::{Value, json};

use super::oracle::Numbers;

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn ask(function: &str, input: &Value) -> Result<Value, (String, String)> {
    let output = call(function, &input.to_string(), &mut Runtime::new(Numbers(4)));
    match output {
        Ok(text) => Ok(serde_json::from_str(&text).unwrap()),
        Err(error) => {
            let code = serde_json::to_value(error.code).unwrap();
            Err((code.as_str().unwrap().to_owned(), error.path))
        }
    }
}

#[test]
fn errors_name_the_value_that_is_wrong() {
    let many = |count: usize, item: Value| Value::Array(vec![item; count]);
    for (input, code, path) in [
        (json!({ "length": 3 }), "out_of_range", "length"),
        (json!({ "length": 11 }), "out_of_range", "length"),
        (json!({ "length": -1 }), "out_of_range", "length"),
        (json!({ "length": null }), "wrong_type", "length"),
        (json!({ "length": 6.5 }), "wrong_type", "length"),
        (json!({ "lenght": 6 }), "unknown_key", "lenght"),
        (json!({ "rules": 5 }), "wrong_type", "rules"),
        (
            json!({ "rules": { "lengths": [] } }),
            "invalid_value",
            "rules.lengths",
        ),
        (
            json!({ "rules": { "lengths": [4, 3] } }),
            "out_of_range",
            "rules.lengths[1]",
        ),
        (
            json!({ "rules": { "lengths": [4, 4] } }),
            "invalid_value",
            "rules.lengths[1]",
        ),
        (
            json!({ "rules": [{}, { "lengths": [11] }] }),
            "out_of_range",
            "rules[1].lengths[0]",
        ),
        (
            json!({ "rules": [{}, { "lengths": ["4"] }] }),
            "wrong_type",
            "rules[1].lengths[0]",
        ),
        (
            json!({ "rules": [{ "digits": "" }] }),
            "invalid_value",
            "rules[0].digits",
        ),
        (
            json!({ "rules": [{ "digits": "1a" }] }),
            "invalid_value",
            "rules[0].digits",
        ),
        (
            json!({ "rules": [{ "digits": "121" }] }),
            "invalid_value",
            "rules[0].digits",
        ),
        (
            json!({ "rules": { "pairedKeys": ["12", "3"] } }),
            "invalid_value",
            "rules.pairedKeys[1]",
        ),
        (
            json!({ "rules": { "pairedKeys": ["12", "23"] } }),
            "invalid_value",
            "rules.pairedKeys[1]",
        ),
        (
            json!({ "rules": { "pairedKeys": ["11"] } }),
            "invalid_value",
            "rules.pairedKeys[0]",
        ),
        (
            json!({ "rules": { "constraints": ["no_ones"] } }),
            "invalid_value",
            "rules.constraints[0]",
        ),
        (
            json!({ "rules": { "reserved": ["12x"] } }),
            "invalid_value",
            "rules.reserved[0]",
        ),
        (
            json!({ "rules": { "nameLength": { "min": 3, "max": 2 } } }),
            "out_of_range",
            "rules.nameLength.max",
        ),
        (
            json!({ "rules": [{}, { "weak": "allow" }] }),
            "unknown_key",
            "rules[1].weak",
        ),
        (json!({ "rules": many(65, json!({})) }), "too_long", "rules"),
        (
            json!({ "inUse": many(10_001, json!("4917")) }),
            "too_long",
            "inUse",
        ),
        (json!({ "inUse": ["4917", 4917] }), "wrong_type", "inUse[1]"),
        (
            json!({ "retired": many(10_001, json!("4917")) }),
            "too_long",
            "retired",
        ),
        (
            json!({ "preferred": many(17, json!("4917")) }),
            "too_long",
            "preferred",
        ),
        (
            json!({ "preferred": ["4917", 4917] }),
            "wrong_type",
            "preferred[1]",
        ),
        (
            json!({ "preferred": "1".repeat(65) }),
            "too_long",
            "preferred",
        ),
        (json!({ "key": KEY }), "missing_key", "holder"),
        (json!({ "holder": "stay-1" }), "missing_key", "key"),
        (json!({ "generation": 1 }), "missing_key", "key"),
        (json!({ "lock": "front" }), "missing_key", "key"),
        (json!({ "site": "casa" }), "missing_key", "key"),
        (
            json!({ "site": "casa", "holder": "stay-1" }),
            "missing_key",
            "key",
        ),
        (
            json!({ "key": KEY, "site": "casa" }),
            "missing_key",
            "holder",
        ),
        (
            json!({ "key": "short", "holder": "stay-1" }),
            "out_of_range",
            "key",
        ),
        (
            json!({ "key": "k".repeat(1025), "holder": "stay-1" }),
            "too_long",
            "key",
        ),
        (
            json!({ "key": KEY, "holder": "" }),
            "invalid_value",
            "holder",
        ),
        (
            json!({ "key": KEY, "holder": "a\nb" }),
            "invalid_value",
            "holder",
        ),
        (
            json!({ "key": KEY, "holder": "a", "site": "" }),
            "invalid_value",
            "site",
        ),
        (
            json!({ "key": KEY, "holder": "a", "site": "a\nb" }),
            "invalid_value",
            "site",
        ),
        (
            json!({ "key": KEY, "holder": "a", "site": 7 }),
            "wrong_type",
            "site",
        ),
        (
            json!({ "key": KEY, "holder": "a", "generation": -1 }),
            "out_of_range",
            "generation",
        ),
    ] {
        let given = ask("generateCode", &input).map(|_| ()).unwrap_err();
        let shown: String = input.to_string().chars().take(200).collect();
        assert_eq!(given, (code.to_owned(), path.to_owned()), "{shown}");
    }
}

#[test]
fn limits_are_reached_before_they_are_passed() {
    let codes: Vec<String> = (0..10_000).map(|number| format!("{number:05}")).collect();
    let input = json!({
        "length": 10, "rules": vec![json!({}); 64], "inUse": codes, "retired": codes, "preferred": vec!["1"; 16],
        "key": "k".repeat(1024), "site": "s".repeat(128), "holder": "h".repeat(128),
        "lock": "l".repeat(128), "generation": u32::MAX,
    });
    let made = ask("generateCode", &input).unwrap();
    assert_eq!(made["source"], "derived");
    assert_eq!(made["refused"].as_array().unwrap().len(), 16);
}

#[test]
fn f18_what_a_lock_reads_back_never_fails_the_call() {
    let odd = json!([
        "****",
        "",
        "12 34",
        "4917#",
        "１２３４",
        "x".repeat(5000),
        "123456789012345678901",
        " 4917 "
    ]);
    let input = json!({ "code": "4917", "inUse": odd, "retired": odd });
    assert_eq!(
        ask("checkCode", &input).unwrap(),
        json!([{ "kind": "in_use" }, { "kind": "retired" }])
    );
    let input = json!({ "code": "1234", "inUse": odd });
    let kinds = json!([{ "kind": "no_ascending_or_descending_sequence" }]);
    assert_eq!(ask("checkCode", &input).unwrap(), kinds);
}

#[test]
fn rules_and_candidates_are_one_or_many() {
    let key = json!({ "key": KEY, "holder": "stay-1" });
    let with = |more: Value| {
        let mut input = key.clone();
        input
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        ask("generateCode", &input).unwrap()
    };
    let rules = json!({ "lengths": [4, 5] });
    assert_eq!(
        with(json!({ "rules": rules })),
        with(json!({ "rules": [rules] }))
    );
    assert_eq!(with(json!({})), with(json!({ "rules": [] })));
    assert_eq!(
        with(json!({ "preferred": "4917" })),
        with(json!({ "preferred": ["4917"] }))
    );
    assert_eq!(with(json!({})), with(json!({ "preferred": [] })));
    assert_eq!(with(json!({})), with(json!({ "generation": 0 })));
}

#[test]
fn p2_without_a_key_a_pin_is_random() {
    let made = ask("generateCode", &json!({})).unwrap();
    assert_eq!(made["source"], "random");
    assert_eq!(made["code"].as_str().unwrap().len(), 6);
    assert_eq!(made["entropyBits"], 19.8);
}
