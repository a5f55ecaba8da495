//! PINs and keys never stand in errors or `Debug` output (P9).

use latchstring::api::{Runtime, call};
use latchstring::code::{CheckCodeInput, CodeRules, GenerateCodeInput};

use super::oracle::Numbers;

const KEY: &str = "a secret that nobody may read: 58203746";

/// Calls a function with a PIN in the wrong place, and gives the whole error as text.
fn error(function: &str, input: &str) -> String {
    let mut runtime = Runtime::new(Numbers(9));
    let error = call(function, input, &mut runtime).unwrap_err();
    format!(
        "{} {error} {error:?}",
        serde_json::to_string(&error).unwrap()
    )
}

#[test]
fn p9_errors_hold_no_pin() {
    for (function, input) in [
        ("generateCode", r#"{"length":492817}"#),
        ("generateCode", r#"{"length":"492817"}"#),
        ("generateCode", r#"{"492817":1}"#),
        ("generateCode", r#"{"inUse":"492817"}"#),
        ("generateCode", r#"{"inUse":[492817]}"#),
        ("generateCode", r#"{"inUse":{"492817":1}}"#),
        ("generateCode", r#"{"preferred":492817}"#),
        ("generateCode", r#"{"preferred":[[492817]]}"#),
        ("generateCode", r#"{"preferred":{"492817":1}}"#),
        ("generateCode", r#"{"rules":"492817"}"#),
        ("generateCode", r#"{"rules":{"492817":1}}"#),
        ("generateCode", r#"{"rules":{"digits":"492817x"}}"#),
        ("generateCode", r#"{"rules":{"digits":"4928174"}}"#),
        ("generateCode", r#"{"rules":{"lengths":[492817]}}"#),
        ("generateCode", r#"{"rules":{"lengths":["492817"]}}"#),
        ("generateCode", r#"{"rules":{"constraints":["492817"]}}"#),
        ("generateCode", r#"{"rules":{"pairedKeys":["492817"]}}"#),
        ("generateCode", r#"{"rules":{"weakPins":"492817"}}"#),
        ("generateCode", r#"{"rules":{"reserved":["492817x"]}}"#),
        ("generateCode", r#"{"rules":{"reserved":[492817]}}"#),
        ("generateCode", r#"{"key":"492817"}"#),
        ("generateCode", r#"{"holder":{"492817":1}}"#),
        ("generateCode", r#"{"site":{"492817":1}}"#),
        ("generateCode", r#"{"holder":"stay","generation":"492817"}"#),
        (
            "generateCode",
            r#"{"rules":{"lengths":[6],"digits":"49281","reserved":["492817"]},"inUse":["492817"],"#,
        ),
        (
            "generateCode",
            r#"{"length":4,"rules":{"digits":"4","weakPins":"allow"},"inUse":["4444"],
                "retired":["492817"],"preferred":"492817"}"#,
        ),
        ("checkCode", r#"{"code":492817}"#),
        (
            "checkCode",
            r#"{"code":"492817","inUse":["492817",492817]}"#,
        ),
        ("checkCode", r#"{"code":"492817","code":"492817"}"#),
        ("checkCode", r#"{"code":"492817" "492817"}"#),
        (
            "checkCode",
            r#"{"code":"492817492817492817492817492817492817492817492817492817492817492817"}"#,
        ),
    ] {
        let error = error(function, input);
        assert!(!error.contains("4928"), "{input}: {error}");
        assert!(!error.contains("4444"), "{input}: {error}");
    }
}

#[test]
fn p9_errors_hold_no_key() {
    for input in [
        format!(r#"{{"key":"{KEY}"}}"#),
        format!(r#"{{"key":["{KEY}"],"holder":"stay"}}"#),
        format!(r#"{{"holder":"stay","key":"{}"}}"#, KEY.repeat(40)),
        format!(r#"{{"holder":"stay","key":"{}"}}"#, &KEY[..20]),
        format!(r#"{{"{KEY}":1}}"#),
        format!(r#"{{"key":"{KEY}","holder":"stay\u0000"}}"#),
    ] {
        let error = error("generateCode", &input);
        assert!(
            !error.contains("5820") && !error.contains("secret that"),
            "{error}"
        );
    }
}

#[test]
fn p9_debug_output_holds_neither() {
    let input = format!(
        r#"{{"key":"{KEY}","holder":"stay","inUse":["492817"],"retired":["492818"],"preferred":["492819"],
            "rules":{{"reserved":["492816"]}}}}"#
    );
    let input: GenerateCodeInput = latchstring::decode(&input).unwrap();
    let made = input.answer(&mut Numbers(1)).unwrap();
    let check: CheckCodeInput =
        latchstring::decode(r#"{"code":"492815","inUse":["492814"]}"#).unwrap();
    let rules: CodeRules = latchstring::decode(r#"{"reserved":["492813"]}"#).unwrap();
    let shown = format!("{input:?} {made:?} {check:?} {rules:?}");
    assert!(
        !shown.contains("4928") && !shown.contains("secret"),
        "{shown}"
    );
    assert!(!shown.contains(&made.code.reveal()[..4]), "{shown}");
}
