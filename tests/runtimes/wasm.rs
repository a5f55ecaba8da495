//! The conversions at the JavaScript boundary, in Node: text in, plain values or plain errors out.
#![cfg(target_arch = "wasm32")]

use js_sys::{JSON, Object, Reflect};
use latchstring::wasm::call;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn text_of(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

fn refusal(name: &str, input: &str) -> JsValue {
    call(name, input).unwrap_err()
}

fn field(object: &JsValue, key: &str) -> String {
    Reflect::get(object, &key.into()).unwrap().as_string().unwrap()
}

#[wasm_bindgen_test]
fn a_text_comes_out_as_a_string() {
    assert_eq!(
        call("maskCode", r#"{"code":"492817"}"#)
            .unwrap()
            .as_string()
            .unwrap(),
        "••••17"
    );
}

#[wasm_bindgen_test]
fn an_object_comes_out_plain_and_in_order() {
    let version = call("version", "{}").unwrap();
    assert!(Object::get_prototype_of(&version).loose_eq(&Object::get_prototype_of(&Object::new())));
    let keys: Vec<String> = Object::keys(version.unchecked_ref::<Object>())
        .iter()
        .map(|key| key.as_string().unwrap())
        .collect();
    assert_eq!(keys, ["package", "tzdata", "state"]);
    assert_eq!(
        Reflect::get(&version, &"state".into()).unwrap().as_f64(),
        Some(1.0)
    );
}

#[wasm_bindgen_test]
fn absent_keys_are_absent_and_numbers_are_numbers() {
    let input = r#"{"length":6,"key":"a key of at least thirty-two bytes","holder":"stay-1"}"#;
    let made = call("generateCode", input).unwrap();
    assert!(!text_of(&made).contains("null"));
    assert!(
        Reflect::get(&made, &"entropyBits".into())
            .unwrap()
            .as_f64()
            .is_some()
    );
}

#[wasm_bindgen_test]
fn a_refusal_is_a_plain_object_of_four_texts() {
    let error = refusal("maskCode", r#"{"code":7}"#);
    assert_eq!(
        text_of(&error),
        r#"{"code":"wrong_type","path":"code","message":"expected a string, found an integer","hint":"change its type"}"#
    );
}

#[wasm_bindgen_test]
fn an_unknown_function_is_refused() {
    assert_eq!(field(&refusal("constructor", "{}"), "code"), "unknown_function");
}

#[wasm_bindgen_test]
fn text_that_is_no_json_is_refused() {
    for input in ["", "{", "undefined", r#"{"code":"\ud800"}"#, "{}{}"] {
        let code = field(&refusal("maskCode", input), "code");
        assert!(
            ["invalid_json", "missing_key", "wrong_type"].contains(&code.as_str()),
            "{input}: {code}"
        );
    }
}

#[wasm_bindgen_test]
fn deep_nesting_is_refused() {
    let error = refusal("maskCode", &format!(r#"{{"code":{}"#, "[".repeat(100_000)));
    assert_eq!(field(&error, "code"), "invalid_json");
    assert!(field(&error, "path").starts_with("code[0]"));
    assert_eq!(field(&error, "hint"), "it is nested deeper than 128 levels");
}

/// P2: random bytes come from the runtime's own source.
#[wasm_bindgen_test]
fn p2_two_random_codes_differ() {
    let draw = || text_of(&call("generateCode", r#"{"length":10}"#).unwrap());
    assert_ne!(draw(), draw());
}
