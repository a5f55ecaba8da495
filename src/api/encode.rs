//! How a result leaves: as JSON text natively, as JavaScript values in the module.

use serde::Serialize;

use crate::{Error, ErrorCode};

/// Encodes results for a runtime.
pub trait Encode {
    /// What a result becomes.
    type Output;

    /// Encodes one result.
    ///
    /// # Errors
    /// Where the value can't be expressed.
    fn encode<T: Serialize>(&mut self, value: &T) -> Result<Self::Output, Error>;
}

/// Encodes results as compact JSON text.
#[derive(Debug, Default)]
pub struct JsonText;

impl Encode for JsonText {
    type Output = String;

    fn encode<T: Serialize>(&mut self, value: &T) -> Result<String, Error> {
        serde_json::to_string(value).map_err(|_| {
            Error::new(
                ErrorCode::InvalidValue,
                "the result is no JSON",
                "report this as a bug",
            )
        })
    }
}
