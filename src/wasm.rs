//! The JavaScript boundary: text in, values out. The only file that knows JavaScript.

use std::cell::RefCell;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::api::{self, Encode, Runtime};
use crate::code::{BufferedEntropy, SystemEntropy};
use crate::{Error, ErrorCode};

thread_local! {
    static RUNTIME: RefCell<Runtime> = RefCell::new(Runtime::new(BufferedEntropy::new(SystemEntropy)));
}

/// Calls the public function `name` with its arguments as one JSON object.
///
/// # Errors
/// The fields of [`Error`] as a plain object.
#[wasm_bindgen]
pub fn call(name: &str, input: &str) -> Result<JsValue, JsValue> {
    RUNTIME.with_borrow_mut(|runtime| {
        api::call(name, input, runtime, &mut Values)
            .map_err(|error| value_of(&error).unwrap_or(JsValue::UNDEFINED))
    })
}

/// Encodes results as what `JSON.parse` would have given.
struct Values;

impl Encode for Values {
    type Output = JsValue;

    fn encode<T: Serialize>(&mut self, value: &T) -> Result<JsValue, Error> {
        value_of(value).ok_or_else(|| {
            Error::new(
                ErrorCode::InvalidValue,
                "the result is no JavaScript value",
                "report this as a bug",
            )
        })
    }
}

fn value_of<T: Serialize>(value: &T) -> Option<JsValue> {
    value.serialize(&Serializer::json_compatible()).ok()
}
