//! The JavaScript boundary, in Node: JSON text in, JSON text out.
#![cfg(target_arch = "wasm32")]

use latchstring::wasm::call;
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

fn result(name: &str, input: &str) -> Value {
    serde_json::from_str(&call(name, input)).unwrap()
}

fn refusal(name: &str, input: &str) -> Value {
    serde_json::from_str(call(name, input).strip_prefix('!').unwrap()).unwrap()
}

#[wasm_bindgen_test]
fn a_text_comes_out_as_a_string() {
    assert_eq!(call("maskCode", r#"{"code":"492817"}"#), r#""••••17""#);
}

#[wasm_bindgen_test]
fn an_object_comes_out_in_order() {
    let version = result("version", "{}");
    let keys: Vec<&String> = version.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["package", "tzdata", "state"]);
    assert_eq!(version["state"], 1);
}

#[wasm_bindgen_test]
fn absent_keys_are_absent_and_numbers_are_numbers() {
    let input = r#"{"length":6,"key":"a key of at least thirty-two bytes","holder":"stay-1"}"#;
    assert!(!call("generateCode", input).contains("null"));
    assert!(result("generateCode", input)["entropyBits"].is_number());
}

#[wasm_bindgen_test]
fn a_refusal_is_marked_and_has_four_texts() {
    assert_eq!(
        call("maskCode", r#"{"code":7}"#),
        concat!(
            r#"!{"code":"wrong_type","path":"code","message":"expected a string, found an integer","#,
            r#""hint":"write it as text, in quotes"}"#
        )
    );
}

#[wasm_bindgen_test]
fn an_unknown_function_is_refused() {
    assert_eq!(refusal("constructor", "{}")["code"], "unknown_function");
}

#[wasm_bindgen_test]
fn text_that_is_no_json_is_refused() {
    for input in ["", "{", "undefined", r#"{"code":"\ud800"}"#, "{}{}"] {
        let error = refusal("maskCode", input);
        let code = error["code"].as_str().unwrap();
        assert!(
            ["invalid_json", "missing_key", "wrong_type"].contains(&code),
            "{input}: {code}"
        );
    }
}

#[wasm_bindgen_test]
fn deep_nesting_is_refused() {
    let error = refusal("maskCode", &format!(r#"{{"code":{}"#, "[".repeat(100_000)));
    assert_eq!(error["code"], "invalid_json");
    assert!(error["path"].as_str().unwrap().starts_with("code[0]"));
    assert_eq!(error["hint"], "it is nested deeper than 128 levels");
}

/// P2: random bytes come from the runtime's own source.
#[wasm_bindgen_test]
fn p2_two_random_codes_differ() {
    let draw = || call("generateCode", r#"{"length":10}"#);
    assert_ne!(draw(), draw());
}
