//! How a result leaves: as JSON text.

use serde::Serialize;

use crate::{Error, ErrorCode};

/// A value as compact JSON text.
///
/// # Errors
/// Where the value can't be expressed in JSON.
pub(crate) fn encode<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| {
        Error::new(
            ErrorCode::InvalidValue,
            "the result is no JSON",
            "report this as a bug",
        )
    })
}
