//! Why a fact was not taken (D2).

use serde::Serialize;

use crate::{Error, ErrorCode};

impl RejectedBecause {
    /// The same reason, with its path below `place`.
    pub(crate) fn at(self, place: &str) -> Self {
        match self {
            Self::Invalid {
                code,
                path,
                message,
                hint,
            } => {
                let error = Error {
                    code,
                    path,
                    message,
                    hint,
                }
                .at(place);
                Self::from(error)
            }
            Self::SameRevisionOtherContent {
                path,
                message,
                hint,
            } => {
                let error = Error::new(ErrorCode::InvalidValue, message, hint).at(&path);
                let Error {
                    path,
                    message,
                    hint,
                    ..
                } = error.at(place);
                Self::SameRevisionOtherContent {
                    path,
                    message,
                    hint,
                }
            }
        }
    }
}

impl From<Error> for RejectedBecause {
    fn from(error: Error) -> Self {
        Self::Invalid {
            code: error.code,
            path: error.path,
            message: error.message,
            hint: error.hint,
        }
    }
}

/// Why a fact was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum RejectedBecause {
    /// It is not a valid fact.
    Invalid {
        /// The kind of mistake.
        code: ErrorCode,
        /// Where it is, such as `facts[2].reservation.arrival`.
        path: String,
        /// The mistake, in one sentence.
        message: String,
        /// What to do about it.
        hint: String,
    },
    /// The same revision came before, with other content (T6).
    SameRevisionOtherContent {
        /// Where the revision is, such as `facts[2].reservation.revision`.
        path: String,
        /// The mistake, in one sentence.
        message: String,
        /// What to do about it.
        hint: String,
    },
}
