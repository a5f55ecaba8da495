//! A refused entry as a fact: what goes into `diagnoseEntry`, and what comes out of `withoutPin`.

use serde::{Deserialize, Deserializer, Serialize};

use super::encode::encode;
use crate::site::{AccessDenied, Fact};
use crate::{Error, ErrorCode, decode};

/// The fact of a refused entry.
pub(super) struct DeniedFact(pub(super) Fact);

impl DeniedFact {
    /// # Errors
    /// `invalid_value` at `fact.type` where it is another fact.
    pub(super) fn entry(self) -> Result<AccessDenied, Error> {
        match self.0 {
            Fact::AccessDenied(denied) => Ok(denied),
            _ => Err(Error::new(
                ErrorCode::InvalidValue,
                "no refused entry",
                "give a fact of type access_denied",
            )
            .at("fact.type")),
        }
    }
}

impl<'de> Deserialize<'de> for DeniedFact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Fact::deserialize(deserializer).map(Self)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WithoutPinInput {
    fact: DeniedFact,
}

/// A refused entry as it is written.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Written {
    AccessDenied(AccessDenied),
}

/// The fact of a refused entry with the number of digits in place of the PIN.
pub(super) fn without_pin(input: &str) -> Result<String, Error> {
    let input: WithoutPinInput = decode(input)?;
    let denied = input.fact.entry()?;
    encode(&Written::AccessDenied(denied.without_pin()))
}
