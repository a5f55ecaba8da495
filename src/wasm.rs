//! The JavaScript boundary: JSON text in, JSON text out. The only file that knows JavaScript.

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::api::{self, Encode as _, JsonText, Runtime};
use crate::code::{BufferedEntropy, SystemEntropy};

thread_local! {
    static RUNTIME: RefCell<Runtime> = RefCell::new(Runtime::new(BufferedEntropy::new(SystemEntropy)));
}

/// Calls the public function `name` with its arguments as one JSON object.
///
/// The result is JSON text. A refusal is `!` and then its [`crate::Error`] as JSON text. As text,
/// neither passes through a setter that somebody put on a prototype, and whatever is thrown was
/// thrown by somebody else.
#[wasm_bindgen]
#[must_use]
pub fn call(name: &str, input: &str) -> String {
    RUNTIME.with_borrow_mut(|runtime| {
        api::call(name, input, runtime, &mut JsonText)
            .unwrap_or_else(|error| format!("!{}", JsonText.encode(&error).unwrap_or_default()))
    })
}
