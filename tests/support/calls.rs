//! Calls public functions by name, without any random byte.

use latchstring::api::{Runtime, call};
use latchstring::code::Entropy;
use latchstring::{Error, ErrorCode};
use serde_json::Value;

/// Sites and golden files carry a key, so that a random byte is a mistake (P3).
pub struct NoEntropy;

impl Entropy for NoEntropy {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), Error> {
        Err(Error::new(
            ErrorCode::NoEntropy,
            "a test drew a random byte",
            "give it a key",
        ))
    }
}

/// Calls a function in a runtime of its own.
pub fn ask(name: &str, input: &Value) -> Result<Value, Value> {
    ask_in(&mut Runtime::new(NoEntropy), name, input)
}

/// Calls a function in a runtime that keeps sites open.
pub fn ask_in(runtime: &mut Runtime, name: &str, input: &Value) -> Result<Value, Value> {
    match call(name, &input.to_string(), runtime) {
        Ok(text) => Ok(serde_json::from_str(&text).unwrap()),
        Err(error) => Err(serde_json::to_value(error).unwrap()),
    }
}
